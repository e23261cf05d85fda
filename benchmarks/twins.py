"""The full model in Mesa against the compiled engine, on the same case: how many times longer it takes for the same bytes.

`python -m benchmarks.twins [SCENARIO] [--months N] [--villages N]`. Synthesis of the county, which both share, is
not in the times; putting it into agents is in Mesa's.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.reference import BASELINE, SEED, reference
from benchmarks.timing import markdown, processor, seconds_of, versions
from sim.county.synthesis import synthesise
from sim.engine import run as run_engine
from sim.mesa_model import run as run_mesa

MONTHS = 12
VILLAGES = 22  # a tenth of the average county: Mesa takes a good millisecond a household-month
REPEATS = 3  # of the engine; Mesa takes long enough to be timed once


class Twins(NamedTuple):
    """Seconds of both on one case."""

    households: int
    months: int
    engine: float
    mesa: float


def twins(file: Path = BASELINE, months: int = MONTHS, villages: int = VILLAGES, levers: bool = True) -> Twins:
    """Time both. Raises RuntimeError where their outcomes differ in any bit."""
    scenario = reference(file, months=months, villages=villages, levers=levers)
    outcomes = {}

    def engine() -> float:
        case = synthesise(scenario, SEED)
        return seconds_of(lambda: outcomes.update(engine=run_engine(case, SEED).outcomes))

    engine()  # compiles, or reads what was compiled before
    seconds = statistics.median(engine() for _ in range(REPEATS))
    case = synthesise(scenario, SEED)
    slow = seconds_of(lambda: outcomes.update(mesa=run_mesa(case, SEED).outcomes))
    if not np.array_equal(outcomes["engine"], outcomes["mesa"]):
        raise RuntimeError("the Mesa model and the engine differ: their times cannot be compared")
    return Twins(len(case.state.household.weight), months, seconds, slow)


def page(found: Twins) -> str:
    """The table in Markdown with what it holds for."""
    operations = found.households * found.months
    rows = [
        [name, f"{seconds:.3f}", f"{seconds / operations * 1e9:,.0f}", f"{seconds / found.engine:,.0f}"]
        for name, seconds in (("compiled engine", found.engine), ("Mesa", found.mesa))
    ]
    table = markdown(["full model", "seconds", "ns a household-month", "times the engine"], rows)
    return (
        f"{table}\n\n{found.households:,} households, {found.months} months, every lever in force, the same outcomes bit for bit; "
        f"{processor()}; {versions('mesa', 'numba', 'numpy')}."
    )


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.twins", description=__doc__)
    parser.add_argument("scenario", nargs="?", type=Path, default=BASELINE)
    parser.add_argument("--months", type=int, default=MONTHS)
    parser.add_argument("--villages", type=int, default=VILLAGES)
    asked = parser.parse_args()
    print(page(twins(asked.scenario, asked.months, asked.villages)))


if __name__ == "__main__":
    main()
