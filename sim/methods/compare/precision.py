"""How narrow luck is in the runs of a study, and how many seeds would make it as narrow as asked."""

from __future__ import annotations

import numpy as np

from sim.methods.compare.quantities import ALL
from sim.methods.compare.runs import Runs
from sim.methods.statistics.means import paired_interval
from sim.methods.statistics.variance_components import replicates_for, uncertainty_components


def luck_half_width(runs: Runs, outcome: str) -> float:
    """The widest half width of luck of an outcome in the last year, over the arms; infinite where one seed shows none."""
    widest = 0.0
    for table in _tables_of(runs, outcome):
        luck = uncertainty_components(table).luck if len(table) > 1 else paired_interval(table[0])
        half = (luck.high - luck.low) / 2.0
        widest = max(widest, half) if np.isfinite(half) else float("inf")
    return widest


def replicates_wanted(runs: Runs, outcome: str, half_width: float) -> int:
    """Seeds a draw with which luck is expected to be that narrow in every arm; two where there is one, to see how much it varies."""
    if runs.replicates < 2:
        return 2
    return max(replicates_for(table, half_width) for table in _tables_of(runs, outcome))


def _tables_of(runs: Runs, outcome: str) -> list[np.ndarray]:
    """Differences of each arm from none, [draws, replicates], of an outcome of all households in the last year."""
    place = [
        row
        for row, one in enumerate(runs.measurement.quantities)
        if one.outcome == outcome and one.group == ALL and one.year == runs.measurement.years[-1]
    ]
    draws, replicates = runs.complete()
    if not draws or not replicates:
        return []
    return [
        np.array([[runs.pairs[draw, replicate].kept[arm.name].change[place[0]] for replicate in replicates] for draw in draws])
        for arm in runs.study.arms
    ]
