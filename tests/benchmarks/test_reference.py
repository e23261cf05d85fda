"""The cases that are timed are what they are said to be, and timing them by parts does the same work."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.floor import chances_of, floor_of, shares_over
from benchmarks.reference import Prepared, prepare, reference
from benchmarks.work import BEFORE, MEASURE, WORK, heads
from sim.theory.levers import LEVERS
from sim.theory.schedule import PHASES, Phase

HAMLET = Path(__file__).parents[2] / "scenarios" / "hamlet.yaml"
MONTHS = 14  # over a harvest


@pytest.fixture(scope="module")
def county() -> Prepared:
    return prepare(reference(HAMLET, months=MONTHS))


def test_every_lever_is_in_force_in_every_month() -> None:
    scenario = reference(HAMLET, months=3)
    levels = {measure.lever: measure.levels for measure in scenario.measures}
    assert set(levels) == {lever.key for lever in LEVERS}
    assert all(len(each) == 3 and min(each) > 0.0 for each in levels.values())
    assert reference(HAMLET, months=3, levers=False).measures == ()


def test_a_county_of_more_villages_keeps_their_size() -> None:
    small, large = (prepare(reference(HAMLET, months=1, villages=villages)) for villages in (6, 24))
    assert len(large.case.state.village.km) == 24
    assert large.households / 24 == pytest.approx(small.households / 6, rel=0.2)


def test_running_a_county_leaves_its_copy_on_the_first_day(county: Prepared) -> None:
    one = county.again()
    one.run()
    untouched = county.again()
    assert np.array_equal(untouched.case.state.household.skill, county.case.state.household.skill)
    assert not np.array_equal(one.case.state.household.skill, county.case.state.household.skill)
    assert not county.record.outcomes.any()


def test_phases_timed_one_by_one_are_the_months_of_a_run(county: Prepared) -> None:
    whole, parts = county.again(), county.again()
    whole.run()
    for t in range(MONTHS):
        for phase in PHASES:
            parts.run(t, t + 1, phase, phase + 1)
        parts.measure(t)  # a second time, as when it is timed
    assert np.array_equal(parts.record.outcomes, whole.record.outcomes)
    for ours, theirs in zip(parts.case.state.household, whole.case.state.household, strict=True):
        assert np.array_equal(ours, theirs)


def test_those_whom_work_is_counted_for_are_those_of_the_county() -> None:
    # Without the average programmes of the nation, which have measures of their own.
    county = prepare(reference(HAMLET, months=MONTHS).model_copy(update={"history": "no_programme"}))
    ran = county.again()
    ran.run()
    found = heads(county.case, **shares_over(ran.record.outcomes))
    h, v = county.case.state.household, county.case.state.village
    assert found["household"] == 1.0
    assert found["grower"] * len(h.weight) == pytest.approx((h.grows == 1).sum())
    assert found["village"] * len(h.weight) == pytest.approx(len(v.km))
    assert found["candidate"] == pytest.approx(1.0)  # seats are open to all
    villages = [lever for lever in LEVERS if lever.reach == "village"]
    assert found["served"] * len(h.weight) == pytest.approx(len(villages) * len(v.km))
    assert set().union(*WORK.values(), MEASURE, BEFORE) == set(found)


def test_the_floor_of_a_month_is_the_sum_over_its_phases(county: Prepared) -> None:
    ran = county.again()
    ran.run()
    floor = floor_of(county, ran)
    assert all(floor.phase(phase) > 0.0 for phase in PHASES)
    operations = sum(np.array(work) for work in (*floor.phases.values(), floor.before, floor.measure))
    assert floor.total == pytest.approx(float(operations @ np.array(floor.costs)))
    assert floor.phase(Phase.ACCOUNT) > floor.of(floor.phases[Phase.ACCOUNT])
    assert chances_of(county)["connection.rate_on"] == county.case.parameters.connection.rate_on
