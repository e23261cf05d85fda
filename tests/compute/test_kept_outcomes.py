"""What is kept of a run is measured, and is the same as where everything is."""

from pathlib import Path

import numpy as np
import pytest

from sim.compute.simulate import COLUMNS, parts_of_months, simulate, wanted_months
from sim.county.panel import MEASURE_DISTRIBUTION, MEASURE_GROUPS, MEASURE_SUMS
from sim.files import Month, load_scenario
from sim.mesa_model import run as mesa
from sim.theory.outcomes import OUTCOMES

HAMLET = Path(__file__).parents[2] / "scenarios" / "hamlet.yaml"
FLOWS = {one.name for one in OUTCOMES if one.flow}


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(HAMLET).model_copy(update={"months": 30, "start": Month(2016, 5)})


@pytest.fixture(scope="module")
def whole(scenario):
    return simulate(scenario, 2)


@pytest.mark.parametrize("name", COLUMNS)
def test_an_outcome_kept_alone_is_the_one_kept_with_all_others(scenario, whole, name):
    alone = simulate(scenario, 2, outcomes=[name])
    assert alone.columns == (name,)
    assert alone[name].tobytes() == whole[name].tobytes()


@pytest.mark.parametrize("backend", [None, mesa], ids=["engine", "mesa"])
@pytest.mark.parametrize("time_step", ["yearly", "final"])
def test_states_are_measured_where_a_time_step_looks_and_flows_where_it_adds_up(scenario, whole, time_step, backend):
    """Thirty months from May 2016: the Decembers of 2016 and 2017 and the last month, October 2018; flows of all, or of the last twelve."""
    kept = simulate(scenario, 2, backend=backend, time_step=time_step)
    at, since = ([7, 19, 29], 0) if time_step == "yearly" else ([29], 18)
    for name in COLUMNS:
        looked_at = np.zeros(30, bool)
        looked_at[slice(since, 30) if name in FLOWS else at] = True
        assert kept[name][looked_at].tobytes() == whole[name][looked_at].tobytes(), name
        assert np.isnan(kept[name][~looked_at]).all(), name


def test_nothing_is_measured_that_no_one_asked_for():
    months = wanted_months(Month(2016, 5), 30, "yearly")
    of = {name: parts_of_months([name], months) for name in ("gini", "income_poor", "skill_mean", "parcels_in_household")}
    assert of["parcels_in_household"].tolist() == [MEASURE_SUMS] * 30
    for name, parts in (("skill_mean", 0), ("gini", MEASURE_DISTRIBUTION), ("income_poor", MEASURE_GROUPS)):
        assert {row: int(part) for row, part in enumerate(of[name]) if part} == dict.fromkeys((7, 19, 29), MEASURE_SUMS | parts)


def test_an_outcome_that_was_not_kept_is_named_with_what_was_and_how_to_keep_it(scenario):
    kept = simulate(scenario, 2, outcomes=["gini", "brand"])
    with pytest.raises(KeyError, match=r"skill_mean was not kept, but gini, brand: name it under outcomes"):
        kept["skill_mean"]
    with pytest.raises(ValueError, match=r"no outcome named 'ginni'; did you mean 'gini'\?"):
        simulate(scenario, 2, outcomes=["ginni"])
    with pytest.raises(ValueError, match="time_step: expected monthly, yearly, final, got 'weekly'"):
        simulate(scenario, 2, time_step="weekly")
