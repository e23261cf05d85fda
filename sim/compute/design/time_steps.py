"""What is kept of a trajectory: the outcomes asked for, by month, by calendar year, or at the end.

This file decides which numbers a row holds, so its text is part of a design's digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.theory.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.files.experiment.experiment import Experiment

YEAR = 12
"""Months over which a flow is added up."""
FLOWS = frozenset(one.name for one in OUTCOMES if one.flow)
"""Outcomes that are amounts of a month."""


def steps(experiment: Experiment) -> tuple[str, ...]:
    """The labels of the rows of a case: months ("2014-01"), calendar years ("2014"), or "final".

    Only whole calendar years are kept: sums over a part of one are no amounts a year.
    """
    start = experiment.start
    if experiment.time_step == "monthly":
        return tuple(str(start.plus(month)) for month in range(experiment.months))
    if experiment.time_step == "yearly":
        first, years = _years(experiment)
        return tuple(str(start.plus(first + YEAR * year).year) for year in range(years))
    return ("final",)


def reduce(trajectory: Any, experiment: Experiment) -> np.ndarray:
    """The outcomes of a case, float64 [steps, outcomes], in the order of `steps` and of the experiment's outcomes.

    `trajectory` has `outcomes`, float64 [months, outcomes], and the names of their `columns`. Over a year flows are added up and states
    are those at its end; "final" is the last twelve months. Raises ValueError where the trajectory is not of the experiment's months.
    """
    if len(trajectory.outcomes) != experiment.months:
        raise ValueError(f"a trajectory of {len(trajectory.outcomes)} months, the experiment has {experiment.months}")
    columns = [trajectory.columns.index(name) for name in experiment.outcomes]
    kept = np.asarray(trajectory.outcomes)[:, columns]
    if experiment.time_step == "monthly":
        return np.ascontiguousarray(kept, np.float64)
    first, years = _years(experiment) if experiment.time_step == "yearly" else (experiment.months - YEAR, 1)
    months = kept[first : first + years * YEAR].astype(np.float64).reshape(years, YEAR, len(columns))
    # Added up month by month: NumPy's own sum adds in an order that hangs on the memory layout.
    total = np.cumsum(months, axis=1)[:, -1]
    flow = np.array([name in FLOWS for name in experiment.outcomes])
    return np.where(flow, total, months[:, -1])


def _years(experiment: Experiment) -> tuple[int, int]:
    """The first row of the first whole calendar year, and how many there are."""
    first = (1 - experiment.start.month) % YEAR
    return first, max(experiment.months - first, 0) // YEAR
