"""Who gains: what an arm adds to the income of households, by groups fixed before it began."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.methods.statistics.means import Estimates, over_seeds

Reals = npt.NDArray[np.float64]
Traits = Mapping[str, Reals]

KM = (10.0, 20.0, 30.0)
"""Bounds of the bands of road to the county seat, km."""
SKILL = (0.05, 0.15, 0.25)
"""Bounds of the bands of digital skill on the first day, 0 to 1: most of those in the lowest have none to speak of."""
TENTHS = 10


@dataclass(frozen=True)
class Grouping:
    """One way to sort households: what its groups are called, and the number of each household's group from its traits."""

    name: str
    groups: tuple[str, ...]
    number: Callable[[Traits], npt.NDArray[np.int64]]


class Pair(NamedTuple):
    """One county with and without an arm, same seed, same households: traits, and a year of each [households]."""

    traits: Traits
    without: Mapping[str, Reals]
    with_it: Mapping[str, Reals]


class Gains(NamedTuple):
    """Of one grouping: gains [measures, groups] in MEASURES' order, CNY a person a year; `households` the share in each group."""

    grouping: Grouping
    gains: Estimates
    households: Reals


def income_tenths(traits: Traits) -> npt.NDArray[np.int64]:
    """The tenth of households by income a person in the year before the first month, 0 to 9; weighted, ties in order of their rows."""
    order = np.argsort(traits["income_first_year"], kind="stable")
    weight = traits["weight"][order]
    middle = np.cumsum(weight) - weight / 2.0
    tenth = np.empty(len(order), dtype=np.int64)
    tenth[order] = np.minimum((TENTHS * middle / weight.sum()).astype(np.int64), TENTHS - 1)
    return tenth


def bands(trait: str, bounds: tuple[float, ...]) -> Callable[[Traits], npt.NDArray[np.int64]]:
    """The band that a trait lies in, from 0: below the first bound, from the first up, …"""
    return lambda traits: np.searchsorted(np.array(bounds), traits[trait], side="right").astype(np.int64)


def _said(bounds: tuple[float, ...]) -> tuple[str, ...]:
    between = (f"{low:g}–{high:g}" for low, high in pairwise(bounds))
    return (f"<{bounds[0]:g}", *between, f"≥{bounds[-1]:g}")


GROUPINGS: tuple[Grouping, ...] = (
    Grouping("tenth of households by income at the start", tuple(str(one + 1) for one in range(TENTHS)), income_tenths),
    Grouping("km to the county seat", _said(KM), bands("km", KM)),
    Grouping("digital skill at the start", _said(SKILL), bands("skill", SKILL)),
)
"""Fixed on the first day, so that no arm can make its own groups."""


def real_income(year: Mapping[str, Reals]) -> Reals:
    """Income of a full year with retail spending valued at P0/P1, the cost of living without shopping online over that with it; CNY."""
    return year["income"] + year["retail"] * (1.0 / year["living_cost"] - 1.0)


MEASURES: Mapping[str, Callable[[Mapping[str, Reals]], Reals]] = {
    "income": lambda year: year["income"],
    "income at constant cost of living": real_income,
}
"""What of a household's year is compared."""


def gains_by_group(pairs: Iterable[Pair], level: float = 0.95) -> list[Gains]:
    """Mean gain a person in each group of each of GROUPINGS, over pairs; Student's interval over pairs.

    In a pair a group's gain is Σ w·Δ / Σ w·size, w the weight of a household and Δ the change of its income: a mean over persons.
    A group without a household in a pair is a gap there. Raises ValueError where there is no pair.
    """
    by_pair: list[list[Reals]] = [[] for _ in GROUPINGS]
    shares: list[list[Reals]] = [[] for _ in GROUPINGS]
    for pair in pairs:
        weight, persons = pair.traits["weight"], pair.traits["weight"] * pair.traits["size"]
        added = np.stack([weight * (of(pair.with_it) - of(pair.without)) for of in MEASURES.values()])
        for place, grouping in enumerate(GROUPINGS):
            number, groups = grouping.number(pair.traits), len(grouping.groups)
            counted = np.bincount(number, weights=persons, minlength=groups)
            summed = np.stack([np.bincount(number, weights=one, minlength=groups) for one in added])
            by_pair[place].append(summed / np.where(counted > 0.0, counted, np.nan))
            shares[place].append(np.bincount(number, weights=weight, minlength=groups) / weight.sum())
    if not by_pair[0]:
        raise ValueError("no pair of households with and without the arm")
    return [
        Gains(grouping, over_seeds(np.stack(found, axis=-1), level), np.mean(held, axis=0))
        for grouping, found, held in zip(GROUPINGS, by_pair, shares, strict=True)
    ]
