"""Arms of measures run on the same seeds as no policy, and their paired differences."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.compute.simulate import simulate
from sim.county.panel import PANEL
from sim.files import Measure, Scenario, Target, load_scenario
from sim.theory.levers import LEVERS

ROOT = Path(__file__).resolve().parents[2]
FIRST, LAST, MONTHS = 24, 59, 60
"""Policies run from 2016-01 to 2018-12 in a county that starts in 2014-01; what is compared is the last year."""

YEARLY = {
    "sales_produce_online_household": "produce sold online, CNY a household a year",
    "sales_online_household": "all goods sold online, CNY a household a year",
    "spend_online_household": "bought online, CNY a household a year",
}
STATES = {
    "income_person": "income, CNY a person a year",
    "real_income_person": "income at constant cost of living, CNY a person a year",
    "cost_of_living_change": "cost of living, share",
    "sellers_share": "households that sell online, share",
    "shoppers_share": "households that buy online, share",
}


@dataclass(frozen=True)
class Ran:
    """One arm on one seed: the last year of each outcome, all public money [CNY], households' cost of living in the last year."""

    values: Mapping[str, float]
    outlay: float
    living_cost: np.ndarray
    weight: np.ndarray


def average_county(name: str = "no_programme", months: int = MONTHS, **changes: float) -> Scenario:
    """The no-programme county (or another shipped scenario), with parameters changed."""
    scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
    return scenario.model_copy(update={"months": months, "parameters": {**scenario.parameters, **changes}})


def measure(
    lever: str, level: float, first: int = FIRST, last: int = LAST, months: int = MONTHS, target: Target | None = None
) -> Measure:
    """One lever at one level from month `first` to `last`, both included."""
    levels = tuple(level if first <= month <= last else 0.0 for month in range(months))
    return Measure(policy=lever, lever=lever, levels=levels, target=target or Target())


def ran(scenario: Scenario, arm: Sequence[Measure], seed: int, upto: int, panel: bool = False) -> Ran:
    """One run; outcomes of the twelve months before month `upto`."""
    done = simulate(scenario.with_measures(tuple(arm)), seed=seed, panel=panel)
    rows = slice(upto - 12, upto)
    values = {name: float(np.add.reduce(done[name][rows])) for name in YEARLY}
    values |= {name: float(done[name][upto - 1]) for name in STATES}
    year = upto // 12 - 1
    living = done.panel[year, :, PANEL.index("living_cost")].copy() if panel else np.zeros(0)
    weight = done.households["weight"] if panel else np.zeros(0)
    return Ran(values, int(done.outlays.sum(dtype=np.int64)) / 100.0, living, weight)


def runs(
    scenario: Scenario,
    arms: Mapping[str, Sequence[Measure]],
    seeds: Sequence[int],
    upto: int = MONTHS,
    panel: bool = False,
) -> dict[str, list[Ran]]:
    """Every arm on every seed, in threads; the first alone, so that what must be compiled is compiled once."""
    cases = [(name, seed) for name in arms for seed in seeds]
    first = ran(scenario, arms[cases[0][0]], cases[0][1], upto, panel)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        rest = list(threads.map(lambda case: ran(scenario, arms[case[0]], case[1], upto, panel), cases[1:]))
    found: dict[str, list[Ran]] = {name: [] for name in arms}
    for (name, _), one in zip(cases, [first, *rest], strict=True):
        found[name].append(one)
    return found


def differences(found: Mapping[str, Sequence[Ran]], arm: str, outcome: str, against: str = "none") -> np.ndarray:
    """Arm less the other, seed by seed: [seeds]."""
    return np.array([a.values[outcome] - b.values[outcome] for a, b in zip(found[arm], found[against], strict=True)])


def full_level(key: str) -> float:
    """The highest level of a lever."""
    return next(lever.high for lever in LEVERS if lever.key == key)
