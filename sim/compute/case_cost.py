"""How long a case takes and how many bytes it leaves, measured on a few cases in memory; from it the size of shards."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.compute.case import Evaluate, evaluate
from sim.compute.design import Design, steps
from sim.compute.store.households import household_rows
from sim.compute.store.sealed import sealed
from sim.compute.store.shards import Shard, rows
from sim.compute.store.sweep_folder import MOST_CASES, MOST_SHARDS

if TYPE_CHECKING:
    import pyarrow as pa

SECONDS_OF_A_SHARD = 20.0
"""Work in a shard on one core: long beside the start of a process, short beside what one is ready to lose."""
LARGEST = 64 * 2**20
"""Bytes of the numbers of a shard in memory."""
LOADING_MATTERS_BELOW = 20.0
"""Seconds of a first case below which the loading of compiled code would distort them."""
ENOUGH = 2.0
"""Seconds after which no further case is timed."""


@dataclass(frozen=True)
class Rate:
    """One core's seconds a case, and bytes a case in memory and on disk; `measured` cases were timed."""

    seconds: float
    bytes_in_memory: int
    bytes_on_disk: int
    measured: int


def measure(design: Design, evaluate: Evaluate = evaluate) -> Rate:
    """Time cases spread over the design, in memory; writes nothing.

    The first call loads or compiles the model and counts only where loading hardly mattered. A case that raises counts with the time it
    took.
    """
    from sim.engine.month import run_handed
    from sim.numeric.jit import is_warm

    compiled = is_warm(run_handed)
    spread = [round(place * (design.cases - 1)) for place in (0.5, 0.0, 1.0, 0.25, 0.75)]
    shard, timed = Shard(""), []
    first = _timed(design, spread[0], shard, evaluate)
    if compiled and first > LOADING_MATTERS_BELOW:
        timed.append(first)
    for number in spread:
        if timed and math.fsum(timed) > ENOUGH:
            break
        timed.append(_timed(design, number, shard, evaluate))
    in_memory, on_disk = _bytes(design, shard)
    return Rate(math.fsum(timed) / len(timed), in_memory, on_disk, len(timed))


def _timed(design: Design, number: int, shard: Shard, evaluate: Evaluate) -> float:
    began = time.perf_counter()
    try:
        kept = evaluate(design, number, lambda: None)
    except Exception:
        # The sweep will run it again and record what is wrong with it.
        return time.perf_counter() - began
    shard.values[number] = kept.values
    if kept.households is not None:
        shard.households[number] = kept.households
    return time.perf_counter() - began


def _bytes(design: Design, shard: Shard) -> tuple[int, int]:
    """Bytes a case in memory and on disk. The ends of files weigh on few cases and not on many: they are taken off."""
    labels, outcomes = tuple(steps(design.experiment)), tuple(design.experiment.outcomes)
    in_memory = 8 * len(labels) * len(outcomes)
    if not shard.values:
        return in_memory, in_memory
    # The ends of pages weigh on so few rows, too: no more than the numbers themselves.
    on_disk = min(_slope(rows(shard, labels, outcomes), len(shard.values)), in_memory + 8 * len(labels))
    if shard.households:
        table = household_rows(shard.households)
        in_memory += table.nbytes // len(shard.households)
        on_disk += _slope(table, len(shard.households))
    return in_memory, on_disk


def _slope(table: pa.Table, cases: int) -> int:
    """Bytes that one more case adds to a file."""
    return max(1, (len(sealed(table, {})) - len(sealed(table.slice(0, 0), {}))) // cases)


def cases_in_a_shard(rate: Rate, cases: int, cores: int = 1) -> int:
    """How many cases make a shard: about SECONDS_OF_A_SHARD of work on each of `cores`, within what files and memory can bear."""
    fitting = int(SECONDS_OF_A_SHARD * cores / rate.seconds) if rate.seconds > 0.0 else MOST_CASES
    fitting = min(fitting, MOST_CASES, LARGEST // max(1, rate.bytes_in_memory))
    return max(1, fitting, math.ceil(cases / MOST_SHARDS))
