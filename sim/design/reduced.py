"""What is kept of a trajectory: the outcomes asked for, by month, by calendar year, or at the end.

This file decides which numbers a row holds, so its text is part of a design's digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.county.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.design.experiment import Experiment

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
        return tuple(str(start.plus(row).year) for row in _years(experiment))
    return ("final",)


def reduce(trajectory: Any, experiment: Experiment) -> np.ndarray:
    """The outcomes of a case, float64 [steps, outcomes], in the order of `steps` and of the experiment's outcomes.

    `trajectory` has `outcomes`, float64 [months, outcomes], and the names of their `columns`. Over a year flows are added up and states
    are those at its end; "final" is the last twelve months. Raises ValueError where the trajectory is not of the experiment's months.
    """
    if len(trajectory.outcomes) != experiment.months:
        raise ValueError(f"a trajectory of {len(trajectory.outcomes)} months, the experiment has {experiment.months}")
    place = {name: column for column, name in enumerate(trajectory.columns)}
    kept = np.asarray(trajectory.outcomes)[:, [place[name] for name in experiment.outcomes]]
    if experiment.time_step == "monthly":
        return np.ascontiguousarray(kept, np.float64)
    first = np.array(_years(experiment) if experiment.time_step == "yearly" else [experiment.months - YEAR], np.int64)
    total = kept[first].astype(np.float64)
    # Month by month: NumPy's own sum adds in an order that hangs on the memory layout.
    for month in range(1, YEAR):
        total += kept[first + month]
    flow = np.array([name in FLOWS for name in experiment.outcomes])
    return np.where(flow, total, kept[first + YEAR - 1])


def _years(experiment: Experiment) -> list[int]:
    """The first row of every whole calendar year."""
    first = (1 - experiment.start.month) % YEAR
    return list(range(first, experiment.months - YEAR + 1, YEAR))
