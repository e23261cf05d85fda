"""Run a synthesised county through its months in the compiled engine."""

from collections.abc import Callable

import numpy as np

from sim.county.measure import scratch_for
from sim.county.outcomes import OUTCOMES
from sim.county.synthesis import Synthesis
from sim.engine.month import run_months
from sim.parameters import packed
from sim.schedule import PHASES

SLICE = 12  # months between two looks at progress and Ctrl-C


def run(case: Synthesis, seed: int, progress: Callable[[int, int], None] | None = None) -> np.ndarray:
    """Outcomes by month, float64 [months, outcomes]; advances `case.state` to the end of its last month.

    Compiled code runs without the interpreter's lock, so cases run side by side in threads. `progress(done, of)` is called each
    twelve months.
    """
    months = len(case.trends.years)
    outcomes = np.zeros((months, len(OUTCOMES)))
    scratch = scratch_for(case.state)
    numbers = packed(case.parameters)
    for first in range(0, months, SLICE):
        last = min(first + SLICE, months)
        run_months(first, last, 0, len(PHASES), seed, numbers, case.trends, case.state, scratch, outcomes)
        if progress is not None:
            progress(last, months)
    return outcomes
