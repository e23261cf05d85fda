"""Published observations in the unit of the model, and the quantity of the model that each series is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.county.trends import COUNTIES, HOUSEHOLDS_OF_A_COUNTY
from sim.theory import evidence
from sim.theory.deflator import to_2015
from sim.theory.evidence import micro

FIRST_YEAR, LAST_YEAR = 2014, 2020  # the national series are held back after 2020
MODEL_BASE = COUNTIES * HOUSEHOLDS_OF_A_COUNTY  # households the model county stands for, over all counties
CENSUS_BASE = micro("rural_households_enumerated").value * 1e6  # households the census of 2016 found
Monthly = Mapping[str, np.ndarray]
"""Outcomes of one case by name, one value a month from January 2014."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A published number in the unit of its comparison, at a month (0 is January 2014); `low` and `high` from its other readings."""

    month: int
    period: str
    value: float
    low: float
    high: float
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One quantity of the model against one published series.

    `measure` takes the outcomes of a case to monthly values in `unit`, NaN where there is none. `below` and `above` say what may
    be missing where the model is too low or too high. `bounds`: the observation is a pair of bounds, not a value.
    """

    key: str
    name: str
    unit: str
    series: str
    role: str
    base: str
    measure: Callable[[Monthly], np.ndarray]
    observed: tuple[Observation, ...]
    below: str
    above: str
    bounds: bool = False
    notes: str = ""


def year_sum(flow: np.ndarray) -> np.ndarray:
    """Sum over the twelve months up to each; NaN in the first eleven."""
    total = np.full(len(flow), np.nan)
    total[11:] = np.convolve(flow, np.ones(12), "valid")
    return total


def state(name: str, factor: float = 1.0) -> Callable[[Monthly], np.ndarray]:
    """The state of an outcome at the end of each month, times a factor."""
    return lambda monthly: factor * monthly[name]


def a_year(*names: str) -> Callable[[Monthly], np.ndarray]:
    """The flows of some outcomes together, over the twelve months up to each."""
    return lambda monthly: year_sum(np.sum([monthly[name] for name in names], axis=0))


def real(value: float, year: int) -> float:
    """An amount in CNY of its year, in CNY of 2015."""
    return to_2015(value, year)


def per_household(value: float, base: float) -> tuple[float, float, float]:
    """A national total a household: on the chosen base, and its lowest and highest reading over both bases."""
    return value / base, value / max(MODEL_BASE, CENSUS_BASE), value / min(MODEL_BASE, CENSUS_BASE)


def observations(series: str, convert: Callable[[float, int], tuple[float, float, float]]) -> tuple[Observation, ...]:
    """The rows of a national series from 2014 to 2020, converted; where sources quarrel, the row written first."""
    found = []
    for row in evidence.observations(series):
        year, month = row.ends
        if FIRST_YEAR <= year <= LAST_YEAR:
            value, low, high = convert(row.value, year)
            at = (year - FIRST_YEAR) * 12 + month - 1
            found.append(Observation(at, row.year, value, low, high, row.verified, f"{series}, {row.source.source_id}"))
    if not found:
        raise KeyError(f"no observation of '{series}' between {FIRST_YEAR} and {LAST_YEAR}")
    return tuple(sorted(found, key=lambda one: one.month))


def micro_observation(name: str, year: int) -> Observation:
    """A share of the micro evidence as a percentage, placed at the end of a year, with its range where it has one."""
    row = micro(name)
    low, high = (row.value if bound is None else bound for bound in (row.low, row.high))
    at = (year - FIRST_YEAR) * 12 + 11
    return Observation(at, str(year), 100 * row.value, 100 * low, 100 * high, row.verified, f"{name}, {row.source.source_id}")


def as_it_is(value: float, year: int) -> tuple[float, float, float]:
    """A value with no other reading."""
    return value, value, value
