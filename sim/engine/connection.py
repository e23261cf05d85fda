"""Connect: farmers come to use the mobile internet and broadband."""

import numpy as np

from sim.county.state import DISCOUNT, SUBSIDY, TIES
from sim.exact import from_fixed, to_fen, to_fixed
from sim.jit import kernel
from sim.levers import BROADBAND_SPEED
from sim.rng import CONNECT, MOBILE, uniform
from sim.rules.accounting import outlay, share_of, weighted
from sim.rules.connection import (
    connected_next,
    discount_left,
    mobile_hazard,
    price_off,
    subscribe_utility,
    tie_share,
)  # fmt: skip


@kernel
def connect(t, seed, p, world, county, h, v):
    """Read income, skill, ties and service; write `household.peers_connected`, `.connected`, `.owed_month`, `village.connected_share`."""
    price = world.broadband_price[t]
    years = world.years[t]
    connected = np.zeros(len(v.km), np.int64)
    for i in range(len(h.village)):
        count = 0.0
        for k in range(TIES):
            if h.connected[h.ties[i, k]] == 2:
                count += 1.0
        h.peers_connected[i] = tie_share(count, float(TIES))
    for i in range(len(h.village)):
        subsidy = price_off(h.level[i, SUBSIDY], h.level[i, DISCOUNT], h.poor[i])
        z = subscribe_utility(
            h.income[i], county.income_base[0], price, subsidy, h.skill[i], h.peers_connected[i], years,
            p.connection.constant, p.connection.income_effect, p.connection.price_effect, p.connection.skill_effect,
            p.connection.peer_effect, p.connection.trend, v.level[h.village[i], BROADBAND_SPEED], p.connection.speed_effect,
        )  # fmt: skip
        mobile = mobile_hazard(
            h.youth[i], h.schooling[i], p.learning.ability_unschooled, years,
            p.connection.mobile_rate, p.connection.mobile_youth, p.connection.mobile_midpoint,
        )  # fmt: skip
        h.connected[i] = connected_next(
            h.connected[i], v.served[h.village[i]], z, p.connection.rate_on, p.connection.rate_off, mobile,
            uniform(seed, CONNECT, t, h.population_id[i]), uniform(seed, MOBILE, t, h.population_id[i]),
        )  # fmt: skip
        if h.connected[i] == 2:
            connected[h.village[i]] += to_fixed(h.weight[i])
            h.owed_month[i, SUBSIDY] = to_fen(weighted(h.weight[i], outlay(price, h.level[i, SUBSIDY])))
            left = discount_left(h.level[i, SUBSIDY], h.level[i, DISCOUNT], h.poor[i])
            h.owed_month[i, DISCOUNT] = to_fen(weighted(h.weight[i], outlay(price, left)))
    for i in range(len(v.km)):
        v.connected_share[i] = share_of(from_fixed(connected[i]), v.households[i])
