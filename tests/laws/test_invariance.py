"""What must not change a result: the horizon, the labels of agents, the threads, the time of a run."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.compute.simulate import simulate
from sim.county.state import State
from sim.county.synthesis import synthesise
from sim.county.workspace import scratch_for
from sim.engine import run
from sim.files.policy.schema import HouseholdFilter, Target

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


def aimed_every_way(scenario, set_levers, every_lever, budgets, measure_of):
    """Every lever with a budget that binds; then seats by rank and by luck, and money for households in an order."""
    poor = Target(households=HouseholdFilter(poor=True), rank="poverty")
    months = scenario.months
    return set_levers(scenario, every_lever, budgets).with_measures(
        [
            measure_of("training.seats", 3.0, months, target=poor),
            measure_of("training.seats", 2.0, months, first=6, budget=20000.0),
            measure_of("broadband.price_subsidy", 0.2, months, target=Target(rank="remoteness"), budget=5000.0),
        ]
    )


def rows_of(column, rows):
    """Some rows of a column, in memory as the column is."""
    return np.array(column[rows], order="F" if column.flags.f_contiguous else "C")


def relabelled(case, order):
    """The same case with household `order[r]` in row r."""
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    household = type(case.state.household)(*(rows_of(column, order) for column in case.state.household))
    household.ties[:] = place[household.ties]
    table = case.plan._replace(
        aimed=case.plan.aimed[:, order].copy(), seated=case.plan.seated[:, order].copy(),
        order_households=place[case.plan.order_households].astype(np.int32),
    )  # fmt: skip
    return case._replace(state=case.state._replace(household=household), plan=table)


@pytest.mark.parametrize("name", SCENARIOS)
def test_relabelling_households_permutes_columns_and_nothing_else(
    scenario_at_hamlet_scale, set_levers, every_lever, budgets, measure_of, name
):
    scenario = aimed_every_way(scenario_at_hamlet_scale(name, 60), set_levers, every_lever, budgets, measure_of)
    plain = synthesise(scenario, 3)
    # Households of a village stand together (`sim.county.workspace`), so each village is shuffled within itself.
    village = plain.state.household.village
    order = np.lexsort((np.random.default_rng(11).permutation(len(village)), village))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    shuffled = relabelled(synthesise(scenario, 3), order)
    one, other = run(plain, 3), run(shuffled, 3)
    assert all(same_bytes(a, b) for a, b in zip(one, other, strict=True))
    back = [column[place] for column in shuffled.state.household]
    restored = type(plain.state.household)(*back)
    restored.ties[:] = order[restored.ties]
    assert states_differ(plain.state, shuffled.state._replace(household=restored)) == []


def test_removing_a_household_changes_no_draw_of_the_others(
    scenario_at_hamlet_scale, set_levers, every_lever, months_of
):
    """Training seats depend on ability and luck alone, so the others must take the same seats in every month."""
    scenario = set_levers(scenario_at_hamlet_scale("hamlet", 36), every_lever)
    everyone, fewer = synthesise(scenario, 3), synthesise(scenario, 3)
    h = fewer.state.household
    remaining = type(h)(*(rows_of(column, slice(1, None)) for column in h))
    remaining.ties[:] = np.maximum(remaining.ties - 1, 0)
    # The first household is row 0 in every order; measures on places have no order of households.
    others = np.array([(order[order > 0] - 1) if order.any() else order[1:] for order in fewer.plan.order_households])
    table = fewer.plan._replace(
        aimed=fewer.plan.aimed[:, 1:].copy(), seated=fewer.plan.seated[:, 1:].copy(), order_households=others
    )
    fewer = fewer._replace(state=fewer.state._replace(household=remaining), plan=table)
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


def test_progress_is_told_and_changes_nothing(scenario_at_hamlet_scale, monkeypatch):
    scenario = scenario_at_hamlet_scale("hamlet", 30)
    told = []
    watched = [simulate(scenario, 1, progress=lambda done, of: told.append((done, of))).digest()]
    # As of a county that takes longer.
    monkeypatch.setattr(sys.modules["sim.engine.run"], "BETWEEN_LOOKS", 1)
    watched.append(simulate(scenario, 1, progress=lambda done, of: told.append((done, of))).digest())
    assert told == [(30, 30), (12, 30), (24, 30), (30, 30)]
    assert watched == [simulate(scenario, 1).digest()] * 2


def test_households_that_do_not_stand_village_by_village_are_refused(scenario_at_hamlet_scale):
    case = synthesise(scenario_at_hamlet_scale("hamlet", 12), 3)
    case.state.household.village[0] = 1
    with pytest.raises(ValueError, match="village by village"):
        scratch_for(case.state, case.parameters)


def test_households_of_a_village_that_stand_for_different_numbers_are_refused(scenario_at_hamlet_scale):
    case = synthesise(scenario_at_hamlet_scale("hamlet", 12), 3)
    case.state.household.weight[0] += 1.0
    with pytest.raises(ValueError, match="stand for as many each"):
        scratch_for(case.state, case.parameters)
