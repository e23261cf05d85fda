"""Run a synthesised county through its months in the compiled engine."""

from collections.abc import Callable

from sim.county.panel import Record, record_for
from sim.county.scratch import scratch_for
from sim.county.state import handed
from sim.county.synthesis import Synthesis
from sim.engine.month import run_handed
from sim.entity import Handed
from sim.parameters import packed
from sim.schedule import PHASES

SLICE = 12  # months between two looks at progress and Ctrl-C


def run(
    case: Synthesis, seed: int, progress: Callable[[int, int], None] | None = None, panel: bool = False, outlays: bool = True
) -> Record:
    """Outcomes by month, outlays too where asked, households by year where `panel` asks; advances `case.state` to its last month.

    Compiled code runs without the interpreter's lock, so cases run side by side in threads. `progress(done, of)` is called each
    twelve months.
    """
    months = len(case.trends.years)
    record = record_for(case.state, case.trends.season, panel, outlays)
    scratch = scratch_for(case.state)
    numbers = packed(case.parameters)
    state, world, plan = handed(case.state), Handed(case.trends), Handed(case.plan)
    room, kept = Handed(scratch), Handed(record)
    for first in range(0, months, SLICE):
        last = min(first + SLICE, months)
        run_handed(first, last, 0, len(PHASES), seed, numbers, world, plan, state, room, kept)
        if progress is not None:
            progress(last, months)
    return record
