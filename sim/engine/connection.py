"""Connect: farmers come to use the mobile internet and broadband."""

from sim.county.scratch import add_terms
from sim.county.state import DISCOUNT, SUBSIDY
from sim.engine.govern import reaches_households
from sim.engine.ties import CONNECTED, share_of_ties
from sim.exact import from_fixed, to_fen
from sim.jit import kernel
from sim.levers import BROADBAND_SPEED
from sim.rng import CONNECT, MOBILE, uniform
from sim.rules.accounting import outlay, share_of, weighted
from sim.rules.connection import (
    connected_next,
    could_come_online,
    could_resubscribe,
    discount_left,
    mobile_hazard,
    price_off,
    subscribe_utility,
)  # fmt: skip


@kernel
def connect(t, seed, p, world, plan, county, h, v, scratch):
    """Read income, skill, ties and service; write `household.peers_connected`, `.connected`, `.owed_month`, `village.connected_share`."""
    claims = reaches_households(plan)
    for b in range(len(scratch.block) - 1):
        start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
        share_of_ties(start, end, scratch.counts, CONNECTED, h.peers_connected)
        for i in range(start, end):
            scratch.draw[i - start] = uniform(seed, CONNECT, t, h.population_id[i])
            scratch.second[i - start] = uniform(seed, MOBILE, t, h.population_id[i])
        for place in range(scratch.block[b], scratch.block[b + 1]):
            subscribe(t, place, start, p, world, county, h, v, scratch)
        for i in range(start, end):
            scratch.terms[i - start] = scratch.weights[i] if h.connected[i] == 2 else 0
        for place in range(scratch.block[b], scratch.block[b + 1]):
            connected = add_terms(scratch.first[place], scratch.first[place + 1], start, scratch)
            v.connected_share[place] = share_of(from_fixed(connected), v.households[place])
        if claims == 1:
            claim_discounts(start, end, world.broadband_price[t], h)


@kernel
def subscribe(t, place, start, p, world, county, h, v, scratch):
    """Who subscribes, cancels or comes online in a village. Few draws are low enough for any utility: only those are looked at."""
    for i in range(scratch.first[place], scratch.first[place + 1]):
        turn, come = scratch.draw[i - start], scratch.second[i - start]
        may_turn = could_resubscribe(h.connected[i], v.served[place], turn, p.connection.rate_on, p.connection.rate_off)
        may_come = could_come_online(h.connected[i], come, p.connection.mobile_rate, p.connection.mobile_youth)
        z, mobile = 0.0, 0.0
        if may_turn == 1:
            subsidy = price_off(h.level[i, SUBSIDY], h.level[i, DISCOUNT], h.poor[i])
            z = subscribe_utility(
                h.income[i], county.income_base[0], world.broadband_price[t], subsidy, h.skill[i], h.peers_connected[i], world.years[t],
                p.connection.constant, p.connection.income_effect, p.connection.price_effect, p.connection.skill_effect,
                p.connection.peer_effect, p.connection.trend, v.level[place, BROADBAND_SPEED], p.connection.speed_effect,
            )  # fmt: skip
        if may_come == 1:
            mobile = mobile_hazard(
                h.youth[i], h.schooling[i], p.learning.ability_unschooled, world.years[t],
                p.connection.mobile_rate, p.connection.mobile_youth, p.connection.mobile_midpoint,
            )  # fmt: skip
        if may_turn == 1 or may_come == 1:
            h.connected[i] = connected_next(
                h.connected[i], v.served[place], z, p.connection.rate_on, p.connection.rate_off, mobile, turn, come
            )


@kernel
def claim_discounts(first, last, price, h):
    """What the public owes for the subscriptions of those who have broadband, households first <= i < last."""
    for i in range(first, last):
        subscribed = h.connected[i] == 2
        owed = to_fen(weighted(h.weight[i], outlay(price, h.level[i, SUBSIDY])))
        left = discount_left(h.level[i, SUBSIDY], h.level[i, DISCOUNT], h.poor[i])
        h.owed_month[i, SUBSIDY] = owed if subscribed else 0
        discount = to_fen(weighted(h.weight[i], outlay(price, left)))
        h.owed_month[i, DISCOUNT] = discount if subscribed else 0
