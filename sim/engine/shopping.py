"""Shop: farmers start and stop buying online; what they spend, what it does to their cost of living."""

from sim.county.scratch import add_terms, lay_out
from sim.engine.ties import SHOPPING, share_of_ties
from sim.exact import from_fixed, to_fen, to_fixed
from sim.jit import kernel
from sim.levers import SUBSIDY_IN
from sim.rng import SHOP, SHOP_LEAVE, uniform
from sim.rules.accounting import outlay, weighted
from sim.rules.shopping import (
    able_to_shop,
    assisted_gain,
    assisted_if,
    best_gain,
    could_change,
    leave_chance,
    monthly_gain,
    online_share,
    parcels_bought,
    price_index,
    price_pull,
    relative_price,
    retail_spending,
    share_if,
    shops_next,
    spent_online,
    start_at_most,
    start_chance,
    station_is_new,
    variety_gain,
)  # fmt: skip

PULL, FEE = 0, 1  # what lies beside households: the pull of online prices, the fee of a parcel


@kernel
def shop(t, seed, p, world, h, v, scratch):
    """Read price, variety, delivery, help and ties; write `household.shops`, spending, parcels, cost of living; village parcels in."""
    for b in range(len(scratch.block) - 1):
        start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
        share_of_ties(start, end, scratch.counts, SHOPPING, h.peers_shopping)
        for i in range(start, end):
            scratch.draw[i - start] = uniform(seed, SHOP_LEAVE if h.shops[i] == 1 else SHOP, t, h.population_id[i])
        for place in range(scratch.block[b], scratch.block[b + 1]):
            first, last = scratch.first[place], scratch.first[place + 1]
            lay_out(price_pull(price_online(place, p, v), p.shopping.sigma), first, last, start, PULL, scratch)
            lay_out(v.price_in[place], first, last, start, FEE, scratch)
            start_and_stop(t, place, start, p, world, h, v, scratch)
        buy_online(t, start, end, p, world, h, scratch)
        for place in range(scratch.block[b], scratch.block[b + 1]):
            v.parcels_in_month[place] = from_fixed(add_terms(scratch.first[place], scratch.first[place + 1], start, scratch))
            v.assisted_month[place] = 0.0
            if v.clerk[place] == 1:
                order_through_clerk(t, place, start, p, world, h, v, scratch)
            v.owed_month[place, SUBSIDY_IN] = to_fen(outlay(v.parcels_in_month[place], v.level[place, SUBSIDY_IN]))


@kernel
def price_online(place, p, v):
    """Price of online goods in a village over that of its own shops, delivery included."""
    return relative_price(
        v.price_in[place], p.shopping.basket, v.km[place], v.hub_km[place], p.shopping.online_price, p.shopping.local_km,
        p.shopping.local_hub,
    )  # fmt: skip


@kernel
def start_and_stop(t, place, start, p, world, h, v, scratch):
    """Who in a village starts to buy online, and who stops. Few draws are low enough at any gain: only those are looked at."""
    novel = station_is_new(v.station_age[place], p.shopping.novelty_months)
    anyone = max(start_at_most(1.0, novel, p.shopping.rate_base, p.shopping.rate_peers, p.shopping.novelty), p.shopping.rate_leave)
    for i in range(scratch.first[place], scratch.first[place + 1]):
        u = scratch.draw[i - start]
        if u < anyone:
            highest = start_at_most(h.peers_shopping[i], novel, p.shopping.rate_base, p.shopping.rate_peers, p.shopping.novelty)
            if could_change(h.shops[i], u, highest, p.shopping.rate_leave) == 1:
                spending = retail_spending(h.income[i], p.shopping.spending, p.shopping.retail)
                share = online_share(p.shopping.taste, h.taste[i], world.variety[t], scratch.beside[PULL, i - start])
                gain = variety_gain(share, p.shopping.sigma)
                own = monthly_gain(
                    spending, gain, h.skill[i], h.youth[i], p.shopping.fixed_cost, p.shopping.skill_cost, p.shopping.youth_relief
                )
                helped = assisted_gain(spending, gain, p.shopping.fixed_cost, p.shopping.assisted_fee)
                best = best_gain(own, helped, v.clerk[place])
                begin, leave = 0.0, 0.0
                if h.shops[i] == 1:
                    leave = leave_chance(best, p.shopping.rate_leave, p.shopping.gain_effect)
                else:
                    begin = start_chance(
                        best, h.peers_shopping[i], novel, p.shopping.rate_base, p.shopping.rate_peers, p.shopping.novelty,
                        p.shopping.gain_effect,
                    )  # fmt: skip
                h.shops[i] = shops_next(h.shops[i], able_to_shop(h.connected[i], v.clerk[place]), begin, leave, u, u)


@kernel
def buy_online(t, start, end, p, world, h, scratch):
    """What the households of a block spend online, what it does to their cost of living, and the parcels they get."""
    for i in range(start, end):
        spending = retail_spending(h.income[i], p.shopping.spending, p.shopping.retail)
        share = online_share(p.shopping.taste, h.taste[i], world.variety[t], scratch.beside[PULL, i - start])
        h.online_share[i] = share_if(h.shops[i], share)
        h.spent_online_month[i] = spent_online(h.shops[i], spending, share)
        h.living_cost[i] = price_index(h.online_share[i], p.shopping.sigma)
        h.assisted_month[i] = 0.0
        h.parcels_in_month[i] = parcels_bought(h.spent_online_month[i], scratch.beside[FEE, i - start], p.shopping.basket)
        scratch.terms[i - start] = to_fixed(weighted(h.weight[i], h.parcels_in_month[i]))


@kernel
def order_through_clerk(t, place, start, p, world, h, v, scratch):
    """What the households of a village order through the clerk of its station."""
    assisted = 0
    for i in range(scratch.first[place], scratch.first[place + 1]):
        spending = retail_spending(h.income[i], p.shopping.spending, p.shopping.retail)
        share = online_share(p.shopping.taste, h.taste[i], world.variety[t], scratch.beside[PULL, i - start])
        gain = variety_gain(share, p.shopping.sigma)
        own = monthly_gain(
            spending, gain, h.skill[i], h.youth[i], p.shopping.fixed_cost, p.shopping.skill_cost, p.shopping.youth_relief
        )
        helped = assisted_gain(spending, gain, p.shopping.fixed_cost, p.shopping.assisted_fee)
        h.assisted_month[i] = assisted_if(h.shops[i], h.connected[i], v.clerk[place], own, helped, h.spent_online_month[i])
        assisted += to_fixed(weighted(h.weight[i], h.assisted_month[i]))
    v.assisted_month[place] = from_fixed(assisted)
