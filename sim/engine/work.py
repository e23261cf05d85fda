"""Work: members leave and return; what hours at home and away earn."""

from sim.exact import to_fen
from sim.jit import kernel
from sim.levers import RETURN_GRANT
from sim.rng import LEAVE, RETURN, uniform
from sim.rules.accounting import outlay, weighted
from sim.rules.work import (
    away_earnings,
    away_next,
    departs,
    local_earnings,
    members_home,
    returned_next,
    returns,
    stay_utility,
    wage_hour,
    wage_income,
)  # fmt: skip


@kernel
def work(t, seed, p, world, government, h):
    """Read local and away earnings; write `household.away`, moves, wages and earnings away."""
    grant = government.level[RETURN_GRANT]
    wage = wage_hour(p.work.wage_hour, world.wage_index[t])
    for i in range(len(h.village)):
        pid = h.population_id[i]
        home = members_home(h.workers[i], h.away[i])
        away = away_earnings(p.work.away_wage, h.earning[i], world.wage_index[t])
        local = local_earnings(wage, h.earning[i], p.work.local_hours, h.online_gain[i], home)
        z = stay_utility(local, away, p.work.home_value, grant, p.work.gain_effect)
        h.returned_month[i] = returns(
            h.away[i], z, p.work.moving_cost, p.work.gain_effect, p.work.rate_return, uniform(seed, RETURN, t, pid)
        )
        h.departed_month[i] = departs(
            home, z, p.work.moving_cost, p.work.gain_effect, p.work.rate_leave, uniform(seed, LEAVE, t, pid)
        )
        h.away[i] = away_next(h.away[i], h.returned_month[i], h.departed_month[i])
        h.returned_total[i] = returned_next(h.returned_total[i], h.returned_month[i])
        h.return_grant_month[i] = outlay(h.returned_month[i], grant)
        government.outlay_month[RETURN_GRANT] += to_fen(weighted(h.weight[i], h.return_grant_month[i]))
        home = members_home(h.workers[i], h.away[i])
        h.wages_month[i] = wage_income(home, p.work.local_hours, h.hours_online_month[i], wage, h.earning[i])
        h.away_month[i] = weighted(h.away[i], away)
