"""Run a synthesised county through its months in the compiled engine."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from sim.county.panel import Record, record_for
from sim.county.state import handed
from sim.county.synthesis import Synthesis, numbers_of
from sim.county.trends import Trends
from sim.county.workspace import scratch_for
from sim.engine.month import run_handed
from sim.numeric.by_identity import ByIdentity
from sim.numeric.entity_table import Handed
from sim.theory.schedule import PHASES

YEAR = 12
BETWEEN_LOOKS = 250_000  # household-months, some 30 ms; calling compiled code costs as much as a thousand of them


def run(
    case: Synthesis,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
    panel: bool = False,
    outlays: bool = True,
    measured: np.ndarray | None = None,
) -> Record:
    """Outcomes by month, outlays too where asked, households by year where `panel` asks; advances `case.state` to its last month.

    `measured` says what is measured of each month (`sim.county.panel.Record`): all of it where it is None.

    Compiled code runs without the interpreter's lock, so cases run side by side in threads. `progress(done, of)` is called each
    twelve months, of a small county less often.
    """
    months, households = len(case.trends.years), len(case.state.household.weight)
    record = record_for(case.state, case.trends.season, panel, outlays, measured)
    scratch = scratch_for(case.state, case.parameters)
    numbers, state = numbers_of(ByIdentity(case.parameters)), _state_of(case)
    world, plan = _world(ByIdentity(case.trends)), Handed(case.plan)
    room, kept = Handed(scratch), Handed(record)
    at_once = YEAR * max(1, BETWEEN_LOOKS // (YEAR * households))
    for first in range(0, months, at_once):
        last = min(first + at_once, months)
        run_handed(first, last, 0, len(PHASES), seed, numbers, world, plan, state, room, kept)
        if progress is not None:
            progress(last, months)
    return record


def _state_of(case: Synthesis) -> Any:
    """The state of a case as compiled code is given it; anew where a part of it was put in the place of what was synthesised."""
    known: Any = case.handed
    if known is not None and all(one.parts is part for one, part in zip(known, case.state, strict=True)):
        return known
    return handed(case.state)


@lru_cache(64)
def _world(trends: ByIdentity[Trends]) -> Handed:
    return Handed(trends.one)
