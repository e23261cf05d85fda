"""Run a synthesised county through its months as a Mesa model."""

from collections.abc import Callable

from sim.county.panel import Record
from sim.county.synthesis import Synthesis
from sim.mesa_model.market import RuralMarket


def run(
    case: Synthesis, seed: int, progress: Callable[[int, int], None] | None = None, panel: bool = False, outlays: bool = True
) -> Record:
    """Outcomes by month, outlays too where asked, households by year where `panel` asks: what the engine gives, to the last bit.

    Some hundred times slower than the engine. `case` is read, not changed. `progress(done, of)` is called each month.
    """
    market = RuralMarket(case, seed, panel=panel, outlays=outlays)
    while market.running:
        market.step()
        if progress is not None:
            progress(market.month, market.months)
    return market.record
