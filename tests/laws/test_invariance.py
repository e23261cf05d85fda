"""What must not change a result: the horizon, the labels of agents, a dose of zero, the threads, the time of a run."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.county.state import State
from sim.county.synthesis import synthesise
from sim.engine import run
from sim.levers import LEVERS
from sim.simulate import simulate

SCENARIOS = ("baseline", "fuping", "hamlet", "longnan", "no_programme", "xi")


def same_bytes(one, other):
    return one.tobytes() == other.tobytes()


def states_differ(one, other):
    """Names of the columns whose bytes differ."""
    return [
        f"{entity}.{name}"
        for entity, a, b in zip(State._fields, one, other, strict=True)
        for name, x, y in zip(a._fields, a, b, strict=True)
        if not same_bytes(x, y)
    ]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_longer_horizon_begins_with_the_shorter(scenario_at_hamlet_scale, name):
    short = simulate(scenario_at_hamlet_scale(name, 24), seed=3)
    long = simulate(scenario_at_hamlet_scale(name, 48), seed=3)
    assert short.months == long.months[:24]
    assert same_bytes(short.outcomes, long.outcomes[:24])


@pytest.mark.parametrize("name", SCENARIOS)
def test_relabelling_households_permutes_columns_and_nothing_else(scenario_at_hamlet_scale, set_levers, all_levers, name):
    scenario = scenario_at_hamlet_scale(name, 60)
    plain = set_levers(synthesise(scenario, 3), tuple(all_levers))
    shuffled = set_levers(synthesise(scenario, 3), tuple(all_levers))
    h = shuffled.state.household
    order = np.random.default_rng(11).permutation(len(h.village))  # the new row r holds the old row order[r]
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    columns = [column[order].copy() for column in h]
    household = type(h)(*columns)
    household.ties[:] = place[household.ties]
    shuffled = shuffled._replace(state=shuffled.state._replace(household=household))
    assert same_bytes(run(plain, 3), run(shuffled, 3))
    back = [column[place] for column in household]
    restored = type(h)(*back)
    restored.ties[:] = order[restored.ties]
    assert states_differ(plain.state, shuffled.state._replace(household=restored)) == []


def test_levers_at_zero_are_the_same_as_no_levers_to_the_last_bit(scenario_at_hamlet_scale, set_levers):
    scenario = scenario_at_hamlet_scale("no_programme", 60)
    without = synthesise(scenario, 3)
    zero = set_levers(synthesise(scenario, 3), (0.0,) * len(LEVERS))
    assert same_bytes(run(without, 3), run(zero, 3))
    assert states_differ(without.state, zero.state) == []


@pytest.mark.parametrize("lever", range(len(LEVERS)), ids=LEVERS)
def test_nothing_differs_before_a_policy_starts(busy_county, set_levers, all_levers, lever):
    others = tuple(0.0 if place == lever else level for place, level in enumerate(all_levers))
    without = set_levers(busy_county(), others)
    policy = set_levers(set_levers(busy_county(), others), tuple(all_levers), first=18)
    as_before, with_it = run(without, 5), run(policy, 5)
    assert same_bytes(as_before[:18], with_it[:18])
    affected = set(states_differ(without.state, policy.state)) - {"government.level"}
    assert affected, "the lever does nothing at all"


def test_removing_a_household_changes_no_draw_of_the_others(scenario_at_hamlet_scale, set_levers, all_levers, months_of):
    """Training seats depend on ability and luck alone, so the others must take the same seats in every month."""
    scenario = scenario_at_hamlet_scale("hamlet", 36)
    everyone = set_levers(synthesise(scenario, 3), tuple(all_levers))
    fewer = set_levers(synthesise(scenario, 3), tuple(all_levers))
    h = fewer.state.household
    remaining = type(h)(*(column[1:].copy() for column in h))
    remaining.ties[:] = np.maximum(remaining.ties - 1, 0)
    fewer = fewer._replace(state=fewer.state._replace(household=remaining))
    seats = [
        [after.state.household.seat_month.copy() for _, _, after in months_of(case, 3)] for case in (everyone, fewer)
    ]
    assert sum(month.sum() for month in seats[1]) > 0.0
    for all_of_them, others in zip(*seats, strict=True):
        assert same_bytes(all_of_them[1:], others)


def test_two_threads_at_once_give_what_one_gives_alone(scenario_at_hamlet_scale):
    scenario = scenario_at_hamlet_scale("hamlet", 60)
    seeds = list(range(1, 9))
    alone = [simulate(scenario, seed).digest() for seed in seeds]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(lambda seed: simulate(scenario, seed).digest(), seeds))
    assert alone == together


def test_the_same_seed_gives_the_same_result_and_another_seed_another(scenario_at_hamlet_scale):
    scenario = scenario_at_hamlet_scale("hamlet", 24)
    digests = [simulate(scenario, seed).digest() for seed in (1, 2, 3, 1)]
    assert digests[0] == digests[3]
    assert len(set(digests)) == 3


def test_progress_is_told_and_changes_nothing(scenario_at_hamlet_scale):
    scenario = scenario_at_hamlet_scale("hamlet", 30)
    told = []
    watched = simulate(scenario, 1, progress=lambda done, of: told.append((done, of)))
    assert told == [(12, 30), (24, 30), (30, 30)]
    assert watched.digest() == simulate(scenario, 1).digest()
