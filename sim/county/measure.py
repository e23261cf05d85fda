"""Measure a month: the declared outcomes from the columns, as exact sums."""

from typing import NamedTuple

import numpy as np

from sim.county.outcomes import Outcomes
from sim.county.panel import keep_outlays, keep_panel
from sim.county.state import State
from sim.exact import DISTRIBUTION_SIZE, from_fixed, to_fixed, weighted_distribution
from sim.jit import entry, kernel
from sim.levers import AGRI_INPUTS, STATIONS, TRAINING_SEATS
from sim.rules.accounting import (
    farm_cost,
    is_below,
    mean_of_year,
    per_person,
    price_ratio,
    real_income,
    share_of,
    shrunk_share,
    taobao_village,
    weighted,
    yearly,
)  # fmt: skip
from sim.rules.market import difference, money, sum_of_three, sum_of_two
from sim.rules.shopping import retail_spending
from sim.rules.trading import density

GROUPS = 5  # poor, remote, young, skilled, growers


class Scratch(NamedTuple):
    """Room for measuring: income a person, weights in fixed point, an order, and the distribution."""

    income: np.ndarray
    weights: np.ndarray
    order: np.ndarray
    distribution: np.ndarray


def scratch_for(state: State) -> Scratch:
    """Room for measuring a county of this size."""
    rows = len(state.household.weight)
    return Scratch(np.zeros(rows), np.zeros(rows, np.int64), np.zeros(rows, np.int64), np.zeros(DISTRIBUTION_SIZE))


@kernel
def taobao_share(p, v, township, merchant):
    """Share of villages that meet the Taobao rule, on rates of own shops drawn towards those of the township."""
    counted = 0.0
    shops_of = np.zeros(len(v.km))
    for m in range(len(merchant.village)):
        if merchant.active[m] == 1:
            shops_of[merchant.village[m]] += p.trading.attraction
    for i in range(len(v.km)):
        share = shrunk_share(v.shop_share[i], v.sampled[i], township.sellers_share[v.township[i]], p.accounting.shrinkage)
        counted += taobao_village(
            share, v.households[i], shops_of[i], yearly(v.online_sales[i]), p.accounting.taobao_shops, p.accounting.taobao_share,
            p.accounting.taobao_sales,
        )  # fmt: skip
    return share_of(counted, float(len(v.km)))


@kernel
def measure(t, p, world, s, scratch, record):
    """Write what the month leaves in a `sim.county.panel.Record`, from the state at its end."""
    keep_outlays(t, s.village, s.government, s.measure, record)
    keep_panel(t, p, world, s.household, s.village, s.cooperative, record.panel)
    h, v, township, cooperative, merchant = s.household, s.village, s.township, s.cooperative, s.merchant
    broadband, online, shoppers, own, to_merchants, members, skill = 0, 0, 0, 0, 0, 0, 0
    spent, own_sales, offline, sold_kg, online_kg, lost_kg, parcels_in = 0, 0, 0, 0, 0, 0, 0
    growers, shop_price, gate_price, margin, traders = 0, 0, 0, 0, 0
    persons, income, real, poor = 0, 0, 0, 0
    produce, wages, away, other, saved, spending, hours, members_away = 0, 0, 0, 0, 0, 0, 0, 0
    group_persons, group_income = np.zeros(GROUPS, np.int64), np.zeros(GROUPS, np.int64)
    group_weight, group_shops = np.zeros(GROUPS, np.int64), np.zeros(GROUPS, np.int64)
    group_own = np.zeros(GROUPS, np.int64)
    shops_in = np.zeros(len(v.km), np.int64)
    member = np.zeros(GROUPS)
    for i in range(len(h.village)):
        w = h.weight[i]
        whole = to_fixed(w)
        place = h.village[i]
        scratch.income[i] = per_person(yearly(h.income[i]), h.size[i])
        scratch.weights[i] = whole
        if h.connected[i] == 2:
            broadband += whole
        if h.connected[i] > 0:
            online += whole
        if h.shops[i] == 1:
            shoppers += whole
        if h.channel[i] == 3:
            own += whole
            shops_in[place] += whole
        if h.channel[i] == 2:
            to_merchants += whole
        if h.cooperative[i] >= 0:
            members += whole
        skill += to_fixed(weighted(w, h.skill[i]))
        spent += to_fixed(weighted(w, h.spent_online_month[i]))
        hours += to_fixed(weighted(w, h.hours_online_month[i]))
        parcels_in += to_fixed(weighted(w, h.parcels_in_month[i]))
        if h.grows[i] == 1:
            growers += whole
            own_sales += to_fixed(weighted(w, h.online_sales_month[i]))
            offline += to_fixed(weighted(w, money(h.trader_kg_month[i], v.trader_price[place])))
            by_farm = sum_of_three(h.trader_kg_month[i], h.cooperative_kg_month[i], h.merchant_kg_month[i])
            sold_kg += to_fixed(weighted(w, sum_of_two(by_farm, h.online_kg_month[i])))
            online_kg += to_fixed(weighted(w, h.online_kg_month[i]))
            lost_kg += to_fixed(weighted(w, h.lost_month[i]))
            shop_price += to_fixed(weighted(w, v.shop_price[place]))
            gate_price += to_fixed(weighted(w, v.trader_price[place]))
            wholesale_price = s.product.price[v.product[place]]
            traders += to_fixed(weighted(w, money(h.trader_kg_month[i], difference(wholesale_price, v.trader_price[place]))))
            margin += to_fixed(weighted(w, price_ratio(v.trader_price[place], s.product.price[v.product[place]])))
        cost = farm_cost(h.product_cost_year[i], p.shopping.inputs_saving, h.shops[i], v.level[place, AGRI_INPUTS])
        produce += to_fixed(weighted(w, difference(h.receipts_month[i], cost)))
        wages += to_fixed(weighted(w, h.wages_month[i]))
        away += to_fixed(weighted(w, h.away_month[i]))
        rest = mean_of_year(sum_of_two(h.other_land_year[i], weighted(h.transfers_year[i], world.wage_index[t])))
        other += to_fixed(weighted(w, rest))
        retail = retail_spending(h.income[i], p.shopping.spending, p.shopping.retail)
        spending += to_fixed(weighted(w, retail))
        saved += to_fixed(weighted(w, weighted(retail, difference(h.living_cost[i], 1.0))))
        people = weighted(w, h.size[i])
        persons += to_fixed(people)
        income += to_fixed(weighted(w, yearly(h.income[i])))
        real += to_fixed(weighted(w, yearly(real_income(h.income[i], retail, h.living_cost[i]))))
        poor += to_fixed(weighted(w, is_below(scratch.income[i], p.accounting.poverty_line)))
        members_away += to_fixed(weighted(w, h.away[i]))
        member[0] = h.poor[i]
        member[1] = v.remote[place]
        member[2] = is_below(h.age[i], p.accounting.young_age)
        member[3] = 1.0 - is_below(h.skill_floor[i], p.accounting.skilled_from)
        member[4] = 1.0 if h.grows[i] == 1 else 0.0
        for group in range(GROUPS):
            if member[group] > 0.0:
                group_persons[group] += to_fixed(people)
                group_income[group] += to_fixed(weighted(w, yearly(h.income[i])))
                group_weight[group] += whole
                if h.shops[i] == 1:
                    group_shops[group] += whole
                if h.channel[i] == 3:
                    group_own[group] += whole
    weighted_distribution(scratch.income, scratch.weights, scratch.order, scratch.distribution)
    stations, price_out, price_in, days = 0, 0, 0, 0
    for i in range(len(v.km)):
        stations += v.station[i]
        price_out += to_fixed(weighted(v.households[i], v.price_out[i]))
        price_in += to_fixed(weighted(v.households[i], v.price_in[i]))
        days += to_fixed(weighted(v.households[i], v.days[i]))
        v.shop_share[i] = share_of(from_fixed(shops_in[i]), v.households[i])
    outlets, carriers = 0, 0.0
    for j in range(len(township.hub_km)):
        outlets += township.outlet[j]
        carriers += township.carriers[j]
    trading, selling, together, wholesale, together_kg, surplus = 0, 0, 0, 0, 0, 0
    for c in range(len(cooperative.village)):
        trading += cooperative.trading[c]
        selling += cooperative.online[c]
        surplus += to_fixed(difference(cooperative.surplus_change_month[c], cooperative.cold_paid_month[c]))
        together += to_fixed(cooperative.online_sales_month[c])
        together_kg += to_fixed(cooperative.online_kg_month[c])
        rest = difference(cooperative.quantity_month[c], cooperative.online_kg_month[c])
        wholesale += to_fixed(money(rest, s.product.price[v.product[cooperative.village[c]]]))
    traded, goods, traded_kg, profit, carriage = 0, 0, 0, 0, 0
    for m in range(len(merchant.village)):
        traded += to_fixed(merchant.produce_sales_month[m])
        goods += to_fixed(merchant.goods_sales_month[m])
        traded_kg += to_fixed(merchant.bought_kg_month[m])
        profit += to_fixed(merchant.profit_month[m])
    for c in range(len(s.carrier.township)):
        carriage += to_fixed(s.carrier.profit_month[c])
    outlay = 0
    for k in range(len(s.government.level)):
        outlay += s.government.outlay_month[k]
    sent = to_fixed(s.county.bulk_parcels_month[0])
    for i in range(len(v.km)):
        sent += to_fixed(v.parcels_out_month[i])
    n = s.county.households[0]
    some = from_fixed(persons)
    d = scratch.distribution
    row = Outcomes(
        broadband_share=share_of(from_fixed(broadband), n),
        online_share=share_of(from_fixed(online), n),
        shoppers_share=share_of(from_fixed(shoppers), n),
        own_shop_share=share_of(from_fixed(own), n),
        merchant_sellers_share=share_of(from_fixed(to_merchants), n),
        sellers_share=share_of(from_fixed(own + to_merchants), n),
        member_share=share_of(from_fixed(members), n),
        skill_mean=share_of(from_fixed(skill), n),
        merchants_density=density(s.county.merchants[0], n),
        cooperatives_trading_share=share_of(float(trading), float(len(cooperative.village))),
        cooperatives_online_share=share_of(float(selling), float(len(cooperative.village))),
        stations_share=share_of(float(stations), float(len(v.km))),
        outlets_share=share_of(float(outlets), float(len(township.hub_km))),
        carriers_mean=share_of(carriers, float(len(township.hub_km))),
        taobao_villages_share=taobao_share(p, v, township, merchant),
        spend_online_household=share_of(from_fixed(spent), n),
        sales_online_household=share_of(from_fixed(own_sales + together + traded + goods), n),
        sales_produce_online_household=share_of(from_fixed(own_sales + together + traded), n),
        sales_own_shop_household=share_of(from_fixed(own_sales), n),
        sales_goods_online_household=share_of(from_fixed(goods), n),
        sales_offline_household=share_of(from_fixed(offline + wholesale), n),
        produce_sold_kg_household=share_of(from_fixed(sold_kg), n),
        produce_online_kg_household=share_of(from_fixed(online_kg + together_kg + traded_kg), n),
        produce_lost_kg_household=share_of(from_fixed(lost_kg), n),
        parcels_in_household=share_of(from_fixed(parcels_in), n),
        parcels_out_household=share_of(from_fixed(sent), n),
        delivery_price_out=share_of(from_fixed(price_out), n),
        delivery_price_in=share_of(from_fixed(price_in), n),
        delivery_days=share_of(from_fixed(days), n),
        online_price=share_of(from_fixed(shop_price), from_fixed(growers)),
        farm_gate_price=share_of(from_fixed(gate_price), from_fixed(growers)),
        trader_margin=share_of(from_fixed(margin), from_fixed(growers)),
        income_person=share_of(from_fixed(income), some),
        real_income_person=share_of(from_fixed(real), some),
        income_median=d[0],
        income_p10=d[1],
        income_p20=d[2],
        income_p30=d[3],
        income_p40=d[4],
        income_p50=d[5],
        income_p60=d[6],
        income_p70=d[7],
        income_p80=d[8],
        income_p90=d[9],
        gini=d[10],
        poverty_share=share_of(from_fixed(poor), n),
        income_produce_household=share_of(from_fixed(produce), n),
        income_wages_household=share_of(from_fixed(wages), n),
        income_away_household=share_of(from_fixed(away), n),
        income_other_household=share_of(from_fixed(other), n),
        cost_of_living_change=share_of(from_fixed(saved), from_fixed(spending)),
        hours_online_household=share_of(from_fixed(hours), n),
        away_household=share_of(from_fixed(members_away), n),
        brand=s.county.brand[0],
        income_poor=share_of(from_fixed(group_income[0]), from_fixed(group_persons[0])),
        income_remote=share_of(from_fixed(group_income[1]), from_fixed(group_persons[1])),
        income_young=share_of(from_fixed(group_income[2]), from_fixed(group_persons[2])),
        income_skilled=share_of(from_fixed(group_income[3]), from_fixed(group_persons[3])),
        income_growers=share_of(from_fixed(group_income[4]), from_fixed(group_persons[4])),
        shoppers_poor=share_of(from_fixed(group_shops[0]), from_fixed(group_weight[0])),
        shoppers_remote=share_of(from_fixed(group_shops[1]), from_fixed(group_weight[1])),
        shoppers_young=share_of(from_fixed(group_shops[2]), from_fixed(group_weight[2])),
        shoppers_skilled=share_of(from_fixed(group_shops[3]), from_fixed(group_weight[3])),
        shoppers_growers=share_of(from_fixed(group_shops[4]), from_fixed(group_weight[4])),
        own_shop_poor=share_of(from_fixed(group_own[0]), from_fixed(group_weight[0])),
        own_shop_remote=share_of(from_fixed(group_own[1]), from_fixed(group_weight[1])),
        own_shop_young=share_of(from_fixed(group_own[2]), from_fixed(group_weight[2])),
        own_shop_skilled=share_of(from_fixed(group_own[3]), from_fixed(group_weight[3])),
        own_shop_growers=share_of(from_fixed(group_own[4]), from_fixed(group_weight[4])),
        public_outlay=share_of(outlay / 100.0, n),
        outlay_stations=share_of(s.government.outlay_month[STATIONS] / 100.0, n),
        outlay_training=share_of(s.government.outlay_month[TRAINING_SEATS] / 100.0, n),
        surplus_household=share_of(from_fixed(surplus), n),
        merchant_profit_household=share_of(from_fixed(profit), n),
        carrier_profit_household=share_of(from_fixed(carriage), n),
        trader_margin_household=share_of(from_fixed(traders), n),
    )
    for k in range(len(row)):
        record.outcomes[t, k] = row[k]


@entry
def measure_month(t, p, world, s, scratch, record):
    """Measure one month from Python: what the Mesa model calls at the end of a month."""
    measure(t, p, world, s, scratch, record)
