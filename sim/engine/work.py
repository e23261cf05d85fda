"""Work: members leave and return; what hours at home and away earn."""

from sim.county.state import GRANT
from sim.county.workspace import few_who_act, lay_out
from sim.engine.govern import reaches_households
from sim.numeric.exact_sum import to_fen
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import LEAVE, RETURN, uniform
from sim.theory.levers import RURAL_SERVICES
from sim.theory.rules.work import (
    away_earnings,
    away_next,
    could_move,
    departs,
    hours_asked,
    local_earnings,
    returns,
    stay_utility,
    wage_income,
)  # fmt: skip

SERVICES, WORKERS, GONE, EARNING, ONLINE_GAIN, GRANTED, COME, GO = range(8)  # what those look at who may move; then who came and went
IS_CONNECTED = 0  # how they stand


@kernel
def work(t, seed, p, world, plan, h, v, scratch):
    """Read local and away earnings; write `household.away`, moves, wages and earnings away."""
    return_rate = p.work.rate_return * world.movement[t]
    leave_rate = p.work.rate_leave * world.movement[t]
    claims = reaches_households(plan)
    for b in range(len(scratch.block) - 1):
        start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
        for place in range(scratch.block[b], scratch.block[b + 1]):
            lay_out(v.level[place, RURAL_SERVICES], scratch.first[place], scratch.first[place + 1], start, 0, scratch)
        for i in range(start, end):
            scratch.draw[i - start] = uniform(seed, RETURN, t, h.population_id[i])
            scratch.second[i - start] = uniform(seed, LEAVE, t, h.population_id[i])
        for i in range(start, end):
            h.returned_month[i] = 0.0
            h.departed_month[i] = 0.0
            h.return_grant_month[i] = 0.0
        for i in range(start, end):
            scratch.acts[i - start] = could_move(scratch.draw[i - start], return_rate) | could_move(scratch.second[i - start], leave_rate)
        move(t, start, few_who_act(start, end, scratch), claims, return_rate, leave_rate, p, world, h, v, scratch)
        earn_wages(t, start, end, p, world, h, scratch)


@kernel
def move(t, start, acting, claims, return_rate, leave_rate, p, world, h, v, scratch):
    """Whether a member comes home, and whether one leaves, in the few households of a block whose draws are low enough at any earnings."""
    for n in range(acting):
        i = scratch.few[n]
        scratch.seen[SERVICES, n] = v.level[h.village[i], RURAL_SERVICES]
        scratch.seen[WORKERS, n] = h.workers[i]
        scratch.seen[GONE, n] = h.away[i]
        scratch.seen[EARNING, n] = h.earning[i]
        scratch.seen[ONLINE_GAIN, n] = h.online_gain[i]
        scratch.seen[GRANTED, n] = h.level[i, GRANT]
        scratch.seen[COME, n] = scratch.draw[i - start]
        scratch.seen[GO, n] = scratch.second[i - start]
        scratch.stands[IS_CONNECTED, n] = h.connected[i]
    wage = p.work.wage_hour * world.wage_index[t]
    for n in range(acting):
        hours = hours_asked(p.work.local_hours, scratch.seen[SERVICES, n], p.work.services_hours, scratch.stands[IS_CONNECTED, n])
        home = scratch.seen[WORKERS, n] - scratch.seen[GONE, n]
        away = away_earnings(p.work.away_wage, scratch.seen[EARNING, n], world.wage_index[t])
        local = local_earnings(wage, scratch.seen[EARNING, n], hours, scratch.seen[ONLINE_GAIN, n], home)
        z = stay_utility(local, away, p.work.home_value, scratch.seen[GRANTED, n], p.work.gain_effect)
        come, go = scratch.seen[COME, n], scratch.seen[GO, n]
        scratch.seen[COME, n] = returns(scratch.seen[GONE, n], z, p.work.moving_cost, p.work.gain_effect, return_rate, come)
        scratch.seen[GO, n] = departs(home, z, p.work.moving_cost, p.work.gain_effect, leave_rate, go)
    for n in range(acting):
        h.returned_month[scratch.few[n]] = scratch.seen[COME, n]
        h.departed_month[scratch.few[n]] = scratch.seen[GO, n]
    if claims == 1:
        for n in range(acting):
            i = scratch.few[n]
            h.owed_month[i, GRANT] = to_fen(h.weight[i] * (scratch.seen[COME, n] * scratch.seen[GRANTED, n]))


@kernel
def earn_wages(t, start, end, p, world, h, scratch):
    """Members at home and away after the month's moves, and what they earn, in a block; beside it lie rural services."""
    wage = p.work.wage_hour * world.wage_index[t]
    for i in range(start, end):
        h.away[i] = away_next(h.away[i], h.returned_month[i], h.departed_month[i])
        h.returned_total[i] += h.returned_month[i]
        hours = hours_asked(p.work.local_hours, scratch.beside[0, i - start], p.work.services_hours, h.connected[i])
        home = h.workers[i] - h.away[i]
        h.wages_month[i] = wage_income(home, hours, h.hours_online_month[i], wage, h.earning[i])
        h.away_month[i] = h.away[i] * away_earnings(p.work.away_wage, h.earning[i], world.wage_index[t])
