"""Govern: levers in force, the roll-out of services, villages whose station keeper is supported."""

from sim.jit import kernel
from sim.levers import ASSISTED_ORDERING, STATION_SUPPORT
from sim.rules.connection import village_served


@kernel
def govern(t, world, government, v):
    """Read the scenario's levels; write `government.level`, `.outlay_month` (0), `village.served`, `.supported`, `.clerk`."""
    for k in range(len(government.level)):
        government.level[k] = world.levels[t, k]
        government.outlay_month[k] = 0
    for i in range(len(v.km)):
        v.served[i] = village_served(v.service_rank[i], world.served_share[t])
        v.supported[i] = village_served(v.programme_rank[i], government.level[STATION_SUPPORT])
        v.clerk[i] = v.station[i] * village_served(v.programme_rank[i], government.level[ASSISTED_ORDERING])
