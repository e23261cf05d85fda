"""Shop: farmers start and stop buying online; what they spend, what it does to their cost of living."""

from sim.county.workspace import add_terms, few_who_act, lay_out
from sim.engine.ties import SHOPPING, share_of_ties
from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import SHOP, SHOP_LEAVE, uniform
from sim.theory.levers import SUBSIDY_IN
from sim.theory.rules.shopping import (
    able_to_shop,
    assisted_if,
    best_gain,
    could_change,
    leave_chance,
    monthly_gain,
    novelty_of,
    online_share,
    own_effort,
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
    variety_gain,
)  # fmt: skip

PULL, FEE, NOVELTY = range(3)  # what lies beside households: the pull of online prices, the fee of a parcel, what a new station adds
INCOME, TASTE, SKILL, YOUTH, PEERS, PULL_THERE, NOVELTY_THERE, DRAW = range(8)  # what those look at who may start or stop
CLERK, ABLE, SHOPS = range(3)  # how they stand


@kernel
def shop(t, seed, p, world, h, v, scratch):
    """Read price, variety, delivery, help and ties; write `household.shops`, spending, parcels, cost of living; village parcels in."""
    for place in range(len(v.km)):
        scratch.of_village[place] = price_pull(price_online(place, p, v), p.shopping.sigma)
    for b in range(len(scratch.block) - 1):
        start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
        for place in range(scratch.block[b], scratch.block[b + 1]):
            first, last = scratch.first[place], scratch.first[place + 1]
            lay_out(scratch.of_village[place], first, last, start, PULL, scratch)
            lay_out(v.price_in[place], first, last, start, FEE, scratch)
            novelty = novelty_of(v.station_age[place], p.shopping.novelty_months, p.shopping.novelty)
            lay_out(novelty, first, last, start, NOVELTY, scratch)
        for i in range(start, end):
            scratch.draw[i - start] = uniform(seed, SHOP_LEAVE if h.shops[i] == 1 else SHOP, t, h.population_id[i])
        start_and_stop(t, start, end, p, world, h, v, scratch)
        buy_online(t, start, end, p, world, h, scratch)
        for place in range(scratch.block[b], scratch.block[b + 1]):
            first, last = scratch.first[place], scratch.first[place + 1]
            v.parcels_in_month[place] = from_fixed(add_terms(first, last, start, scratch))
            v.assisted_month[place] = 0.0
            if v.clerk[place] == 1:
                v.assisted_month[place] = from_fixed(order_through_clerk(first, last, v.clerk[place], p, h))
            v.owed_month[place, SUBSIDY_IN] = to_fen(v.parcels_in_month[place] * v.level[place, SUBSIDY_IN])


@kernel
def price_online(place, p, v):
    """Price of online goods in a village over that of its own shops, delivery included."""
    return relative_price(
        v.price_in[place], p.shopping.basket, v.km[place], v.hub_km[place], p.shopping.online_price, p.shopping.local_km,
        p.shopping.local_hub,
    )  # fmt: skip


@kernel
def start_and_stop(t, start, end, p, world, h, v, scratch):
    """Who in a block starts to buy online, and who stops. Few draws are low enough at any gain: only those are looked at."""
    for i in range(start, end):
        peers = share_of_ties(scratch.counts[i], SHOPPING)
        most = start_at_most(peers, scratch.beside[NOVELTY, i - start], p.shopping.rate_base, p.shopping.rate_peers)
        scratch.acts[i - start] = could_change(h.shops[i], scratch.draw[i - start], most, p.shopping.rate_leave)
    acting = few_who_act(start, end, scratch)
    for n in range(acting):
        i = scratch.few[n]
        scratch.seen[INCOME, n] = h.income[i]
        scratch.seen[TASTE, n] = h.taste[i]
        scratch.seen[SKILL, n] = h.skill[i]
        scratch.seen[YOUTH, n] = h.youth[i]
        scratch.seen[PEERS, n] = share_of_ties(scratch.counts[i], SHOPPING)
        scratch.seen[PULL_THERE, n] = scratch.beside[PULL, i - start]
        scratch.seen[NOVELTY_THERE, n] = scratch.beside[NOVELTY, i - start]
        scratch.seen[DRAW, n] = scratch.draw[i - start]
        clerk = v.clerk[h.village[i]]
        scratch.stands[CLERK, n] = clerk
        scratch.stands[ABLE, n] = able_to_shop(h.connected[i], clerk)
        scratch.stands[SHOPS, n] = h.shops[i]
    for n in range(acting):
        spending = retail_spending(scratch.seen[INCOME, n], p.shopping.spending, p.shopping.retail)
        share = online_share(p.shopping.taste, scratch.seen[TASTE, n], world.variety[t], scratch.seen[PULL_THERE, n])
        gain = variety_gain(share, p.shopping.sigma)
        effort = own_effort(scratch.seen[SKILL, n], scratch.seen[YOUTH, n], p.shopping.skill_cost, p.shopping.youth_relief)
        own = monthly_gain(spending, gain, p.shopping.fixed_cost, effort)
        helped = monthly_gain(spending, gain, p.shopping.fixed_cost, p.shopping.assisted_fee)
        best = best_gain(own, helped, scratch.stands[CLERK, n])
        leave = leave_chance(best, p.shopping.rate_leave, p.shopping.gain_effect)
        begin = start_chance(
            best, scratch.seen[PEERS, n], scratch.seen[NOVELTY_THERE, n], p.shopping.rate_base, p.shopping.rate_peers,
            p.shopping.gain_effect,
        )  # fmt: skip
        u = scratch.seen[DRAW, n]
        scratch.stands[SHOPS, n] = shops_next(scratch.stands[SHOPS, n], scratch.stands[ABLE, n], begin, leave, u, u)
    for n in range(acting):
        h.shops[scratch.few[n]] = scratch.stands[SHOPS, n]


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
        scratch.terms[i - start] = to_fixed(h.weight[i] * h.parcels_in_month[i])


@kernel
def order_through_clerk(first, last, clerk, p, h):
    """What the households of a village order through the clerk of its station, first <= i < last: the sum, in fixed point."""
    assisted = 0
    for i in range(first, last):
        effort = own_effort(h.skill[i], h.youth[i], p.shopping.skill_cost, p.shopping.youth_relief)
        h.assisted_month[i] = assisted_if(h.shops[i], h.connected[i], clerk, effort, p.shopping.assisted_fee, h.spent_online_month[i])
        assisted += to_fixed(h.weight[i] * h.assisted_month[i])
    return assisted
