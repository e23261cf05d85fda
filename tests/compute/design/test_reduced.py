"""What is kept of a trajectory."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.compute.design import Experiment, reduce, steps
from sim.files import load_scenario
from sim.theory.outcomes import OUTCOMES

HAMLET = Path(__file__).parents[3] / "scenarios" / "hamlet.yaml"
NAMES = tuple(one.name for one in OUTCOMES)
FLOW, STATE = "sales_online_household", "sellers_share"


def _experiment(start: str = "2014-01", months: int = 36, **more: Any) -> Experiment:
    return Experiment.of(load_scenario(HAMLET), horizon={"start": start, "months": months}, outcomes=[STATE, FLOW], **more)


def _trajectory(months: int) -> Any:
    return SimpleNamespace(columns=NAMES, outcomes=np.random.default_rng(months).normal(100.0, 30.0, (months, len(NAMES))))


def test_months_are_kept_as_they_are_in_the_order_asked_for() -> None:
    experiment, trajectory = _experiment(time_step="monthly"), _trajectory(36)
    kept = reduce(trajectory, experiment)
    assert kept.dtype == np.float64 and kept.shape == (36, 2)
    assert np.array_equal(kept[:, 0], trajectory.outcomes[:, NAMES.index(STATE)])
    assert steps(experiment)[:2] == ("2014-01", "2014-02") and len(steps(experiment)) == 36


@pytest.mark.parametrize(
    ("start", "months", "years"),
    [("2014-01", 36, ["2014", "2015", "2016"]), ("2014-03", 36, ["2015", "2016"]), ("2014-12", 26, ["2015", "2016"]), ("2014-01", 23, ["2014"])],
)
def test_a_year_has_the_sum_of_a_flow_and_the_end_of_a_state_and_part_years_are_left_out(start: str, months: int, years: list[str]) -> None:
    experiment, trajectory = _experiment(start, months), _trajectory(months)
    assert list(steps(experiment)) == years
    kept = reduce(trajectory, experiment)
    calendar = [str(experiment.start.plus(month)) for month in range(months)]
    for row, year in enumerate(years):
        inside = [month for month, name in enumerate(calendar) if name.startswith(year)]
        assert len(inside) == 12
        assert kept[row, 0] == trajectory.outcomes[inside[-1], NAMES.index(STATE)]
        assert kept[row, 1] == pytest.approx(np.sum(trajectory.outcomes[inside, NAMES.index(FLOW)]), rel=1e-14)


def test_final_is_the_last_twelve_months() -> None:
    experiment, trajectory = _experiment(months=31, time_step="final"), _trajectory(31)
    assert steps(experiment) == ("final",)
    kept = reduce(trajectory, experiment)
    assert kept.shape == (1, 2) and kept[0, 0] == trajectory.outcomes[30, NAMES.index(STATE)]
    assert kept[0, 1] == pytest.approx(np.sum(trajectory.outcomes[19:, NAMES.index(FLOW)]), rel=1e-14)


def test_every_flow_and_only_flows_are_added_up() -> None:
    experiment = Experiment.of(load_scenario(HAMLET), horizon={"months": 12}, outcomes=NAMES)
    ones = SimpleNamespace(columns=NAMES, outcomes=np.ones((12, len(NAMES))))
    assert reduce(ones, experiment)[0].tolist() == [12.0 if one.flow else 1.0 for one in OUTCOMES]


def test_a_trajectory_of_other_months_is_refused() -> None:
    with pytest.raises(ValueError, match="a trajectory of 24 months, the experiment has 36"):
        reduce(_trajectory(24), _experiment())
