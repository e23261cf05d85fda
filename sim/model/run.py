"""Run a synthesised county through its months as a Mesa model."""

from collections.abc import Callable

import numpy as np

from sim.county.synthesis import Synthesis
from sim.model.market import RuralMarket

SLICE = 12  # months between two reports of progress, as in the engine


def run(case: Synthesis, seed: int, progress: Callable[[int, int], None] | None = None) -> np.ndarray:
    """Outcomes by month, float64 [months, outcomes]: what the compiled engine gives, to the last bit, some hundred times slower.

    `case.state` is read, not changed. `progress(done, of)` is called each twelve months.
    """
    market = RuralMarket(case, seed)
    while market.running:
        market.step()
        if progress is not None and (market.month % SLICE == 0 or not market.running):
            progress(market.month, market.months)
    return market.outcomes
