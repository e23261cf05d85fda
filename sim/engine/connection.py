"""Connect: farmers come to use the mobile internet and broadband."""

from sim.county.state import DISCOUNT, SUBSIDY
from sim.county.workspace import few_who_act, lay_out
from sim.engine.govern import reaches_households
from sim.engine.ties import CONNECTED, share_of_ties
from sim.numeric.exact_sum import from_fixed, to_fen
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import CONNECT, MOBILE, uniform
from sim.theory.levers import BROADBAND_SPEED
from sim.theory.rules.accounting import share_of
from sim.theory.rules.connection import (
    connected_next,
    could_come_online,
    could_resubscribe,
    discount_left,
    mobile_hazard,
    price_off,
    rate_where_served,
    subscribe_utility,
)  # fmt: skip

RATE_ON = 0  # what lies beside households: the hazard of subscribing at the highest utility, 0 where the village is not served
INCOME, PRICE_OFF, SKILL, PEERS, SPEED, YOUTH, SCHOOLING, TURN, COME = range(9)  # what those who act look at
IS_CONNECTED, IS_SERVED, BECOMES = range(3)  # how they stand


@kernel
def connect(t, seed, p, world, plan, county, h, v, scratch):
    """Read income, skill, ties and service; write `household.connected`, `.owed_month`, `village.connected_share`."""
    claims = reaches_households(plan)
    for b in range(len(scratch.block) - 1):
        start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
        for place in range(scratch.block[b], scratch.block[b + 1]):
            rate_on = rate_where_served(v.served[place], p.connection.rate_on)
            lay_out(rate_on, scratch.first[place], scratch.first[place + 1], start, RATE_ON, scratch)
        for i in range(start, end):
            scratch.draw[i - start] = uniform(seed, CONNECT, t, h.population_id[i])
            scratch.second[i - start] = uniform(seed, MOBILE, t, h.population_id[i])
        subscribe(t, start, end, p, world, county, h, v, scratch)
        for place in range(scratch.block[b], scratch.block[b + 1]):
            connected = add_subscribers(scratch.first[place], scratch.first[place + 1], h, scratch)
            v.connected_share[place] = share_of(from_fixed(connected), v.households[place])
        if claims == 1:
            claim_discounts(start, end, world.broadband_price[t], h)


@kernel
def subscribe(t, start, end, p, world, county, h, v, scratch):
    """Who subscribes, cancels or comes online in a block. Few draws are low enough for any utility: only those are looked at."""
    for i in range(start, end):
        may_turn = could_resubscribe(h.connected[i], scratch.draw[i - start], scratch.beside[RATE_ON, i - start], p.connection.rate_off)
        may_come = could_come_online(h.connected[i], scratch.second[i - start], p.connection.mobile_rate, p.connection.mobile_youth)
        scratch.acts[i - start] = may_turn | may_come
    acting = few_who_act(start, end, scratch)
    for n in range(acting):
        i = scratch.few[n]
        place = h.village[i]
        scratch.seen[INCOME, n] = h.income[i]
        scratch.seen[PRICE_OFF, n] = price_off(h.level[i, SUBSIDY], h.level[i, DISCOUNT], h.poor[i])
        scratch.seen[SKILL, n] = h.skill[i]
        scratch.seen[PEERS, n] = share_of_ties(scratch.counts[i], CONNECTED)
        scratch.seen[SPEED, n] = v.level[place, BROADBAND_SPEED]
        scratch.seen[YOUTH, n] = h.youth[i]
        scratch.seen[SCHOOLING, n] = h.schooling[i]
        scratch.seen[TURN, n] = scratch.draw[i - start]
        scratch.seen[COME, n] = scratch.second[i - start]
        scratch.stands[IS_CONNECTED, n] = h.connected[i]
        scratch.stands[IS_SERVED, n] = v.served[place]
    for n in range(acting):
        z = subscribe_utility(
            scratch.seen[INCOME, n], county.income_base[0], world.broadband_price[t], scratch.seen[PRICE_OFF, n], scratch.seen[SKILL, n],
            scratch.seen[PEERS, n], world.years[t], p.connection.constant, p.connection.income_effect, p.connection.price_effect,
            p.connection.skill_effect, p.connection.peer_effect, p.connection.trend, scratch.seen[SPEED, n], p.connection.speed_effect,
        )  # fmt: skip
        mobile = mobile_hazard(
            scratch.seen[YOUTH, n], scratch.seen[SCHOOLING, n], p.learning.ability_unschooled, world.years[t],
            p.connection.mobile_rate, p.connection.mobile_youth, p.connection.mobile_midpoint,
        )  # fmt: skip
        scratch.stands[BECOMES, n] = connected_next(
            scratch.stands[IS_CONNECTED, n], scratch.stands[IS_SERVED, n], z, p.connection.rate_on, p.connection.rate_off, mobile,
            scratch.seen[TURN, n], scratch.seen[COME, n],
        )  # fmt: skip
    for n in range(acting):
        h.connected[scratch.few[n]] = scratch.stands[BECOMES, n]


@kernel
def add_subscribers(first, last, h, scratch):
    """How many broadband users the households of a village stand for, first <= i < last, in fixed point."""
    total = 0
    for i in range(first, last):
        whole = scratch.weights[i]
        total += whole if h.connected[i] == 2 else 0
    return total


@kernel
def claim_discounts(first, last, price, h):
    """What the public owes for the subscriptions of those who have broadband, households first <= i < last."""
    for i in range(first, last):
        subscribed = h.connected[i] == 2
        owed = to_fen(h.weight[i] * (price * h.level[i, SUBSIDY]))
        left = discount_left(h.level[i, SUBSIDY], h.level[i, DISCOUNT], h.poor[i])
        h.owed_month[i, SUBSIDY] = owed if subscribed else 0
        discount = to_fen(h.weight[i] * (price * left))
        h.owed_month[i, DISCOUNT] = discount if subscribed else 0
