"""How cost grows: with villages, over two threads, in memory.

`python -m benchmarks.scaling [--villages 20 63 200 632 2000] [--months 24]`. Villages keep their size, so a county of 2,000 villages has
a hundred times the households of one of 20.
"""

from __future__ import annotations

import argparse
import copy
import gc
import statistics
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from benchmarks.loops import draws_below
from benchmarks.reference import SEED, Prepared, prepare, ready, reference
from benchmarks.timing import markdown, processor, seconds_of, versions
from sim.numeric.keyed_draws import CONNECT

VILLAGES = (20, 63, 200, 632, 2000)
MONTHS = 24
REPEATS = 11
THREADS = 2
CASES = 8  # run by the threads, and one after the other
MONTHS_OF_CASES = 132  # of each of these, so that the last one to end weighs little
DRAWN, ROUNDS = 1024, 50_000


class Size(NamedTuple):
    """A county of one size: households simulated, ns a household-month, bytes held by a case that runs."""

    villages: int
    households: int
    nanoseconds: float
    bytes: int


def sizes_of(villages: Sequence[int], months: int = MONTHS, repeats: int = REPEATS, levers: bool = True) -> list[Size]:
    """Time counties of these numbers of villages, and count the bytes that each keeps while it runs: state, plan, results, scratch.

    The counties are timed in turn, and that several times: what else the machine does then falls on all of them.
    """
    counties = [prepare(reference(months=months, villages=number, levers=levers)) for number in villages]
    seconds: list[list[float]] = [[] for _ in counties]
    for _ in range(repeats):
        for county, spent in zip(counties, seconds, strict=True):
            spent.append(seconds_of(county.again().run))
    return [
        Size(number, county.households, statistics.median(spent) / months / county.households * 1e9, bytes_held(county))
        for number, county, spent in zip(villages, counties, seconds, strict=True)
    ]


def bytes_held(county: Prepared) -> int:
    """Bytes of a case as a sweep runs it, which leaves out the table of outlays by lever, village and month."""
    gc.collect()
    tracemalloc.start()
    held = ready(copy.deepcopy(county.case), county.seed, outlays=False)
    held.run()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept


def threads_gain(months: int = MONTHS_OF_CASES, villages: int = 220, levers: bool = True) -> float:
    """How many times faster cases of different seeds run in two threads than in one; the median of repeats."""
    scenario = reference(months=months, villages=villages, levers=levers)
    counties = [prepare(scenario, SEED + n) for n in range(CASES)]
    gains = []
    for _ in range(REPEATS):
        alone, together = ([county.again().run for county in counties] for _ in range(2))
        gains.append(_gain(alone, together))
    return statistics.median(gains)


def machine_gain() -> float:
    """The same for draws from the nearest cache, which need no memory: what two threads of this machine can gain at most."""
    ids = np.arange(DRAWN, dtype=np.int64)
    draws_below(SEED, CONNECT, 1, ids, 0.5)
    works = [lambda: draws_below(SEED, CONNECT, ROUNDS, ids, 0.5) for _ in range(CASES)]
    return statistics.median(_gain(works, works) for _ in range(REPEATS))


def _gain(alone: Sequence[Callable[[], object]], together: Sequence[Callable[[], object]]) -> float:
    """Seconds of works one after the other, over seconds of the same works in threads."""
    one = seconds_of(lambda: [work() for work in alone])
    with ThreadPoolExecutor(THREADS) as pool:
        return one / seconds_of(lambda: list(pool.map(lambda work: work(), together)))


def bytes_a_household(sizes: list[Size]) -> tuple[float, float]:
    """Slope of bytes over households (least squares), and the largest deviation from the line as a share of what is held there."""
    households = np.array([size.households for size in sizes], float)
    held = np.array([size.bytes for size in sizes], float)
    slope, start = np.polyfit(households, held, 1)
    return float(slope), float(np.max(np.abs(start + slope * households - held) / held))


def page(sizes: list[Size], gain: float, most: float, months: int) -> str:
    """The table in Markdown with what it holds for."""
    middle = statistics.median(size.nanoseconds for size in sizes)
    rows = []
    for size in sizes:
        apart = f"{100.0 * (size.nanoseconds / middle - 1.0):+.0f} %"
        each = f"{size.bytes / size.households:,.0f}"
        rows.append([f"{size.villages:,}", f"{size.households:,}", f"{size.nanoseconds:.1f}", apart, each])
    table = markdown(["villages", "households", "ns a household-month", "from the median", "bytes a household"], rows)
    slope, off = bytes_a_household(sizes)
    return (
        f"{table}\n\nOne more household takes {slope:,.0f} bytes of memory (deviation from a line: {100.0 * off:.0f} % at most). "
        f"{THREADS} threads over cases: {gain:.2f} times the speed of one, where draws alone, which need no memory, reach {most:.2f}.\n\n"
        f"{months} months; {processor()}; {versions('numba', 'numpy')}."
    )


def main() -> None:
    """Print how cost grows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--villages", type=int, nargs="+", default=list(VILLAGES))
    parser.add_argument("--months", type=int, default=MONTHS)
    parser.add_argument("--no-levers", action="store_true", help="the scenario's own policies only")
    asked = parser.parse_args()
    levers = not asked.no_levers
    sizes = sizes_of(asked.villages, asked.months, levers=levers)
    print(page(sizes, threads_gain(levers=levers), machine_gain(), asked.months))


if __name__ == "__main__":
    main()
