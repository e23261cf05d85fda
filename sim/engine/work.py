"""Work: members leave and return; what hours at home and away earn."""

from sim.county.scratch import lay_out
from sim.county.state import GRANT
from sim.engine.govern import reaches_households
from sim.exact import to_fen
from sim.jit import kernel
from sim.levers import RURAL_SERVICES
from sim.rng import LEAVE, RETURN, uniform
from sim.rules.accounting import outlay, weighted
from sim.rules.work import (
    away_earnings,
    away_next,
    could_move,
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
def work(t, seed, p, world, plan, h, v, scratch):
    """Read local and away earnings; write `household.away`, moves, wages and earnings away."""
    return_rate = moving_rate(p.work.rate_return, world.movement[t])
    leave_rate = moving_rate(p.work.rate_leave, world.movement[t])
    claims = reaches_households(plan)
    for b in range(len(scratch.block) - 1):
        start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
        for i in range(start, end):
            scratch.draw[i - start] = uniform(seed, RETURN, t, h.population_id[i])
            scratch.second[i - start] = uniform(seed, LEAVE, t, h.population_id[i])
        for i in range(start, end):
            h.returned_month[i] = 0.0
            h.departed_month[i] = 0.0
            h.return_grant_month[i] = 0.0
        for i in range(start, end):
            # Few draws are low enough at any earnings.
            come, go = scratch.draw[i - start], scratch.second[i - start]
            if could_move(come, return_rate) == 1 or could_move(go, leave_rate) == 1:
                decide_on_moving(t, i, come, go, return_rate, leave_rate, p, world, h, v)
        for place in range(scratch.block[b], scratch.block[b + 1]):
            lay_out(v.level[place, RURAL_SERVICES], scratch.first[place], scratch.first[place + 1], start, 0, scratch)
        earn_wages(t, start, end, p, world, h, scratch)
        if claims == 1:
            for i in range(start, end):
                h.owed_month[i, GRANT] = to_fen(weighted(h.weight[i], outlay(h.returned_month[i], h.level[i, GRANT])))


@kernel
def decide_on_moving(t, i, come, go, return_rate, leave_rate, p, world, h, v):
    """Whether a member of one household comes home, and whether one leaves, for draws `come` and `go`."""
    wage = wage_hour(p.work.wage_hour, world.wage_index[t])
    hours = hours_asked(p.work.local_hours, v.level[h.village[i], RURAL_SERVICES], p.work.services_hours, h.connected[i])
    home = members_home(h.workers[i], h.away[i])
    away = away_earnings(p.work.away_wage, h.earning[i], world.wage_index[t])
    local = local_earnings(wage, h.earning[i], hours, h.online_gain[i], home)
    z = stay_utility(local, away, p.work.home_value, h.level[i, GRANT], p.work.gain_effect)
    if could_move(come, return_rate) == 1:
        h.returned_month[i] = returns(h.away[i], z, p.work.moving_cost, p.work.gain_effect, return_rate, come)
    if could_move(go, leave_rate) == 1:
        h.departed_month[i] = departs(home, z, p.work.moving_cost, p.work.gain_effect, leave_rate, go)


@kernel
def earn_wages(t, start, end, p, world, h, scratch):
    """Members at home and away after the month's moves, and what they earn, in a block; beside it lie rural services."""
    wage = wage_hour(p.work.wage_hour, world.wage_index[t])
    for i in range(start, end):
        h.away[i] = away_next(h.away[i], h.returned_month[i], h.departed_month[i])
        h.returned_total[i] = returned_next(h.returned_total[i], h.returned_month[i])
        hours = hours_asked(p.work.local_hours, scratch.beside[0, i - start], p.work.services_hours, h.connected[i])
        home = members_home(h.workers[i], h.away[i])
        h.wages_month[i] = wage_income(home, hours, h.hours_online_month[i], wage, h.earning[i])
        h.away_month[i] = weighted(h.away[i], away_earnings(p.work.away_wage, h.earning[i], world.wage_index[t]))
