"""Exact sums over the households of a county: what a month's outcomes are made of. All in fixed point (`sim.numeric.exact_sum`)."""

import numpy as np

from sim.county.workspace import GROWERS, INCOME, OWN_SHOPS, POOR, REMOTE, SHOPPERS, SKILLED, TOTALS, YOUNG
from sim.numeric.exact_sum import ranking_key, to_fixed
from sim.numeric.jit import kernel
from sim.theory.levers import AGRI_INPUTS
from sim.theory.rules.accounting import farm_cost, is_below, per_person, price_ratio, real_income  # fmt: skip
from sim.theory.rules.shopping import retail_spending

(
    BROADBAND, ONLINE, BUYERS, OWN, TO_MERCHANTS, MEMBERS, SKILL, SPENT, HOURS, PARCELS_IN, MEMBERS_AWAY, OWN_SALES, ONLINE_KG, SOLD_KG,
    LOST_KG, OFFLINE, TRADERS, SHOP_PRICE, GATE_PRICE, MARGIN, PRODUCE, WAGES, AWAY, OTHER, ALL_INCOME, REAL, BELOW_LINE, SPENDING,
    SAVED,
) = range(TOTALS)  # fmt: skip
"""Places of the sums in `Scratch.totals`."""

GATE, EARNED, INPUTS = range(3)
"""What lies beside households: the price at the gate, what a trader earns on a kilogram, public help with farm inputs."""


@kernel
def add_up_households(t, p, world, groups, h, v, product, scratch):
    """All sums over households, block by block, so that what several of them read is still at hand; over `groups` where it is not 0."""
    for k in range(len(scratch.totals)):
        scratch.totals[k] = 0
    for group in range(len(scratch.groups)):
        for what in (INCOME, SHOPPERS, OWN_SHOPS):
            scratch.groups[group, what] = 0
    for b in range(len(scratch.block) - 1):
        place, next_place = scratch.block[b], scratch.block[b + 1]
        first, last = scratch.first[place], scratch.first[next_place]
        lay_out_prices(place, next_place, first, v, product, scratch)
        add_adoption(first, last, h, scratch)
        add_activity(first, last, h, scratch)
        add_produce(first, last, h, scratch)
        add_sources(t, first, last, p, world, h, scratch)
        add_incomes(first, last, p, h, scratch)
        if groups != 0:
            add_groups(first, last, h, scratch)
    add_prices(h, v, product, scratch)


@kernel
def lay_out_prices(first_place, last_place, start, v, product, scratch):
    """Put what a village's produce earns, and its help with inputs, beside its households, in a block that begins with `start`."""
    for place in range(first_place, last_place):
        gate, inputs = v.trader_price[place], v.level[place, AGRI_INPUTS]
        earned = product.price[v.product[place]] - gate
        for i in range(scratch.first[place], scratch.first[place + 1]):
            scratch.beside[GATE, i - start] = gate
            scratch.beside[EARNED, i - start] = earned
            scratch.beside[INPUTS, i - start] = inputs


@kernel
def add_adoption(first, last, h, scratch):
    """Households with broadband, online, buying online, with an own shop, selling to merchants, in a cooperative."""
    broadband, online, shoppers, own, to_merchants, members = 0, 0, 0, 0, 0, 0
    for i in range(first, last):
        whole = scratch.weights[i]
        broadband += whole if h.connected[i] == 2 else 0
        online += whole if h.connected[i] > 0 else 0
        shoppers += whole if h.shops[i] == 1 else 0
        own += whole if h.channel[i] == 3 else 0
        to_merchants += whole if h.channel[i] == 2 else 0
        members += whole if h.cooperative[i] >= 0 else 0
    scratch.totals[BROADBAND] += broadband
    scratch.totals[ONLINE] += online
    scratch.totals[BUYERS] += shoppers
    scratch.totals[OWN] += own
    scratch.totals[TO_MERCHANTS] += to_merchants
    scratch.totals[MEMBERS] += members


@kernel
def add_activity(first, last, h, scratch):
    """Skill; CNY spent online; hours on shops; parcels received; members away."""
    skill, spent, hours, parcels_in, members_away = 0, 0, 0, 0, 0
    for i in range(first, last):
        w = h.weight[i]
        skill += to_fixed(w * h.skill[i])
        spent += to_fixed(w * h.spent_online_month[i])
        hours += to_fixed(w * h.hours_online_month[i])
        parcels_in += to_fixed(w * h.parcels_in_month[i])
        members_away += to_fixed(w * h.away[i])
    scratch.totals[SKILL] += skill
    scratch.totals[SPENT] += spent
    scratch.totals[HOURS] += hours
    scratch.totals[PARCELS_IN] += parcels_in
    scratch.totals[MEMBERS_AWAY] += members_away


@kernel
def add_produce(start, end, h, scratch):
    """Sales of own shops [CNY]; sent by them, sold and lost [kg]; sold to traders, and their margin [CNY]."""
    own_sales, online_kg, sold_kg, lost_kg, offline, traders = 0, 0, 0, 0, 0, 0
    # What others than growers sell is zero.
    for i in range(start, end):
        w = h.weight[i]
        own_sales += to_fixed(w * h.online_sales_month[i])
        online_kg += to_fixed(w * h.online_kg_month[i])
        by_farm = h.trader_kg_month[i] + h.cooperative_kg_month[i] + h.merchant_kg_month[i]
        sold_kg += to_fixed(w * (by_farm + h.online_kg_month[i]))
        lost_kg += to_fixed(w * h.lost_month[i])
        offline += to_fixed(w * (h.trader_kg_month[i] * scratch.beside[GATE, i - start]))
        traders += to_fixed(w * (h.trader_kg_month[i] * scratch.beside[EARNED, i - start]))
    scratch.totals[OWN_SALES] += own_sales
    scratch.totals[ONLINE_KG] += online_kg
    scratch.totals[SOLD_KG] += sold_kg
    scratch.totals[LOST_KG] += lost_kg
    scratch.totals[OFFLINE] += offline
    scratch.totals[TRADERS] += traders


@kernel
def add_prices(h, v, product, scratch):
    """Prices of own shops and at the gate, and traders' margins, weighted by growers, who stand for as many each in a village."""
    shop_price, gate_price, margin = 0, 0, 0
    for place in range(len(v.km)):
        growers = scratch.growers_of[place]
        if growers > 0:
            w = h.weight[scratch.first[place]]
            shop_price += growers * to_fixed(w * v.shop_price[place])
            gate_price += growers * to_fixed(w * v.trader_price[place])
            margin += growers * to_fixed(w * price_ratio(v.trader_price[place], product.price[v.product[place]]))
    scratch.totals[SHOP_PRICE] += shop_price
    scratch.totals[GATE_PRICE] += gate_price
    scratch.totals[MARGIN] += margin


@kernel
def add_sources(t, start, end, p, world, h, scratch):
    """CNY this month from produce net of cost, wages, earnings away, and other land and transfers."""
    produce, wages, away, other = 0, 0, 0, 0
    index = world.wage_index[t]
    for i in range(start, end):
        w = h.weight[i]
        cost = farm_cost(h.product_cost_year[i], p.shopping.inputs_saving, h.shops[i], scratch.beside[INPUTS, i - start])
        produce += to_fixed(w * (h.receipts_month[i] - cost))
        wages += to_fixed(w * h.wages_month[i])
        away += to_fixed(w * h.away_month[i])
        rest = (h.other_land_year[i] + h.transfers_year[i] * index) / 12.0
        other += to_fixed(w * rest)
    scratch.totals[PRODUCE] += produce
    scratch.totals[WAGES] += wages
    scratch.totals[AWAY] += away
    scratch.totals[OTHER] += other


@kernel
def add_incomes(first, last, p, h, scratch):
    """Income and real income [CNY a year]; households below the line; retail spending, and what online prices took off it.

    Fills `scratch.ranked` with the keys that put incomes a person in order, and with the income of all a household stands for.
    """
    income, real, poor, spending, saved = 0, 0, 0, 0, 0
    for i in range(first, last):
        w, whole = h.weight[i], scratch.weights[i]
        each = per_person(h.income[i] * 12.0, h.size[i])
        poor += whole if is_below(each, p.accounting.poverty_line) > 0.0 else 0
        scratch.ranked[0, i] = ranking_key(each, np.int64(i))  # type: ignore[arg-type]
        scratch.ranked[1, i] = to_fixed(w * (h.income[i] * 12.0))
        income += scratch.ranked[1, i]
        retail = retail_spending(h.income[i], p.shopping.spending, p.shopping.retail)
        real += to_fixed(w * (real_income(h.income[i], retail, h.living_cost[i]) * 12.0))
        spending += to_fixed(w * retail)
        saved += to_fixed(w * (retail * (h.living_cost[i] - 1.0)))
    scratch.totals[ALL_INCOME] += income
    scratch.totals[REAL] += real
    scratch.totals[BELOW_LINE] += poor
    scratch.totals[SPENDING] += spending
    scratch.totals[SAVED] += saved


@kernel
def add_groups(first, last, h, scratch):
    """Income, shoppers and own shops of each group of households, into `scratch.groups`."""
    for group in (POOR, REMOTE, YOUNG, SKILLED, GROWERS):
        income, shoppers, own = 0, 0, 0
        for i in range(first, last):
            # All bits or none: reading under a condition would keep the loop from being vectorised.
            inside = -((np.int64(scratch.belongs[i]) >> group) & 1)
            whole = scratch.weights[i] & inside
            income += scratch.ranked[1, i] & inside
            shoppers += whole & -h.shops[i]
            own += whole if h.channel[i] == 3 else 0
        scratch.groups[group, INCOME] += income
        scratch.groups[group, SHOPPERS] += shoppers
        scratch.groups[group, OWN_SHOPS] += own
