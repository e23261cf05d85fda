"""Work: members leave and return; what hours at home and away earn."""

from sim.county.state import GRANT
from sim.exact import to_fen
from sim.jit import kernel
from sim.levers import RURAL_SERVICES
from sim.rng import LEAVE, RETURN, uniform
from sim.rules.accounting import outlay, weighted
from sim.rules.work import (
    away_earnings,
    away_next,
    departs,
    hours_asked,
    local_earnings,
    members_home,
    moving_rate,
    returned_next,
    returns,
    stay_utility,
    wage_hour,
    wage_income,
)  # fmt: skip


@kernel
def work(t, seed, p, world, h, v):
    """Read local and away earnings; write `household.away`, moves, wages and earnings away."""
    wage = wage_hour(p.work.wage_hour, world.wage_index[t])
    for i in range(len(h.village)):
        pid = h.population_id[i]
        grant = h.level[i, GRANT]
        hours = hours_asked(p.work.local_hours, v.level[h.village[i], RURAL_SERVICES], p.work.services_hours, h.connected[i])
        home = members_home(h.workers[i], h.away[i])
        away = away_earnings(p.work.away_wage, h.earning[i], world.wage_index[t])
        local = local_earnings(wage, h.earning[i], hours, h.online_gain[i], home)
        z = stay_utility(local, away, p.work.home_value, grant, p.work.gain_effect)
        h.returned_month[i] = returns(
            h.away[i], z, p.work.moving_cost, p.work.gain_effect, moving_rate(p.work.rate_return, world.movement[t]),
            uniform(seed, RETURN, t, pid),
        )
        h.departed_month[i] = departs(
            home, z, p.work.moving_cost, p.work.gain_effect, moving_rate(p.work.rate_leave, world.movement[t]),
            uniform(seed, LEAVE, t, pid),
        )
        h.away[i] = away_next(h.away[i], h.returned_month[i], h.departed_month[i])
        h.returned_total[i] = returned_next(h.returned_total[i], h.returned_month[i])
        h.return_grant_month[i] = 0.0
        h.owed_month[i, GRANT] = to_fen(weighted(h.weight[i], outlay(h.returned_month[i], grant)))
        home = members_home(h.workers[i], h.away[i])
        h.wages_month[i] = wage_income(home, hours, h.hours_online_month[i], wage, h.earning[i])
        h.away_month[i] = weighted(h.away[i], away)
