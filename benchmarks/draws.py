"""What a fit asks for: cases that draw every parameter anew, with their first day, one by one and as a batch on two threads.

`python -m benchmarks.draws [--repeats N]`. The county is the average one. The first day stands beside the run that follows it;
a first day is built for each case, for its parameters are its own, while the seed is one of two. The batch keeps ten outcomes by year.
"""

from __future__ import annotations

import argparse
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from benchmarks.reference import BASELINE
from benchmarks.timing import markdown, processor, versions
from sim.compute.simulate import simulate
from sim.county.synthesis import synthesised
from sim.files import Scenario, load_scenario
from sim.theory.parameters import PARAMETERS

SEEDS = (1, 2)
WARM = 20  # cases before the first that is timed: first days fill the memory that is then used again
REPEATS = 15
BATCH = 120
THREADS = 2
TARGETS = (
    "broadband_share", "online_share", "shoppers_share", "own_shop_share", "stations_share", "merchants_density", "income_person", "gini",
    "spend_online_household", "sales_produce_online_household",
)  # fmt: skip
"""Ten outcomes that a fit holds against published series."""
SETTINGS = ((0.1, 132), (0.05, 84))  # share of households simulated, months


class Timed(NamedTuple):
    """Median milliseconds of a case."""

    households: int
    first_day: float
    run: float


def with_draws(share: float, months: int, count: int) -> list[Scenario]:
    """The baseline, once for each of `count` draws of all parameters that have a range, those of the county's synthesis among them."""
    scenario = load_scenario(BASELINE).model_copy(update={"share_simulated": share, "months": months})
    rng = np.random.default_rng(1)
    ranges = {key: (one.low, one.high) for key, one in PARAMETERS.items() if one.low < one.high and key not in scenario.parameters}
    return [
        scenario.model_copy(update={"parameters": {**scenario.parameters, **{key: rng.uniform(*ends) for key, ends in ranges.items()}}})
        for _ in range(count)
    ]


def one_by_one(share: float, months: int, repeats: int = REPEATS) -> Timed:
    """The first day and the run of cases, each with parameters of its own."""
    first_days, runs, households = [], [], 0
    for number, scenario in enumerate(with_draws(share, months, WARM + repeats)):
        seed = SEEDS[number % len(SEEDS)]
        began = time.perf_counter()
        with synthesised(scenario, seed) as case:
            households = len(case.state.household.weight)
        built = time.perf_counter()
        simulate(scenario, seed, outlays=False)
        if number >= WARM:
            first_days.append(1e3 * (built - began))
            runs.append(1e3 * (time.perf_counter() - built))
    return Timed(households, statistics.median(first_days), statistics.median(runs))


def batch(share: float, months: int, count: int = BATCH) -> float:
    """Cases a second, each with parameters of its own, on two threads."""
    cases = with_draws(share, months, WARM + count)

    def run(number: int) -> None:
        simulate(cases[number], SEEDS[number % len(SEEDS)], outlays=False, outcomes=TARGETS, time_step="yearly")

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(run, range(WARM)))
        began = time.perf_counter()
        list(threads.map(run, range(WARM, WARM + count)))
    return count / (time.perf_counter() - began)


def page(repeats: int = REPEATS) -> str:
    """Both as one table."""
    rows = []
    for share, months in SETTINGS:
        one, many = one_by_one(share, months, repeats), batch(share, months)
        rows.append([
            f"{one.households:,}", str(months), f"{one.first_day:.1f}", f"{one.run:.1f}", f"{one.first_day / one.run:.2f}", f"{many:.1f}",
        ])  # fmt: skip
    head = ["households", "months", "first day, ms", "run, ms", "first day over run", f"cases a second, {THREADS} threads"]
    return f"{markdown(head, rows)}\n\n{processor()}; {versions('numba', 'numpy')}."


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=REPEATS)
    print(page(parser.parse_args().repeats))


if __name__ == "__main__":
    main()
