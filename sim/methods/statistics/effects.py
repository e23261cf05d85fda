"""Effects by factor: what each level of a factor does against its lowest, in pairs of points that differ in nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.methods.statistics.means import Estimates, over_seeds

Reals = npt.NDArray[np.float64]
Factors = Mapping[str, npt.NDArray[Any]]


class NotPaired(ValueError):
    """The design has no points that differ only in the factors asked for."""


class Dose(NamedTuple):
    """Levels of a factor in rising order without the lowest, `reference`, and what each adds to it; `groups` of points it rests on."""

    factor: str
    reference: Any
    levels: npt.NDArray[Any]
    effects: Estimates
    groups: npt.NDArray[np.int64]


class Binned(NamedTuple):
    """A factor's range in bins: bounds [bins + 1], and the mean over the points in each, with an interval over points."""

    factor: str
    edges: Reals
    means: Estimates


class Interaction(NamedTuple):
    """Factors raised from low to high alone and together; all in the unit of the outcome, each row a combination.

    `effect` is all of the combination raised against none; `sum_of_parts` the sum of each alone; `beyond` their difference;
    `interaction` what only this combination adds and no smaller one explains (for two factors the same as `beyond`).
    """

    combinations: tuple[tuple[str, ...], ...]
    effect: Estimates
    sum_of_parts: Estimates
    beyond: Estimates
    interaction: Estimates
    groups: int


def dose_response(values: Reals, factors: Factors, factor: str) -> Dose:
    """What each level of a factor does against its lowest; `values` [points, replicates], levels or differences of arms.

    Points are compared that are equal in every other factor, seed by seed; a level's effect is the mean over such groups, then over
    seeds, with Student's interval over seeds: luck alone. Raises NotPaired where no two points differ in this factor only, as in
    designs that fill space (`by_bins` then).
    """
    levels, number = np.unique(factors[factor], return_inverse=True)
    groups = _groups(factors, (factor,))
    table = _by_group(values, groups, number, len(levels))
    steps = table[:, 1:] - table[:, :1]
    there = np.isfinite(steps).any(axis=2).sum(axis=0)
    seen = there > 0
    if not seen.any():
        raise NotPaired(f"no two points of the design differ in {factor} only")
    return Dose(factor, levels[0], levels[1:][seen], over_seeds(_mean_over_groups(steps[:, seen])), there[seen])


def by_bins(values: Reals, place: Reals, factor: str, edges: Reals) -> Binned:
    """Means of `values` [points, replicates] over the points whose `place` [points] falls into each bin.

    What a factor does on average over all others, for designs that fill space. The interval is over points: what the other factors
    do to the mean, and luck. An empty bin is NaN.
    """
    place = np.asarray(place, dtype=np.float64)
    at = np.clip(np.searchsorted(edges, place, side="right") - 1, 0, len(edges) - 2)
    there = np.isfinite(values)
    by_point = np.where(there, values, 0.0).sum(axis=1) / np.where(there.any(axis=1), there.sum(axis=1), np.nan)
    found = [over_seeds(by_point[at == one]) for one in range(len(edges) - 1)]
    return Binned(factor, edges, Estimates(*(np.array([getattr(one, name) for one in found]) for name in Estimates._fields)))


def interaction_effects(values: Reals, factors: Factors, raised: Mapping[str, tuple[Any, Any]]) -> Interaction:
    """Factors raised from low to high, alone and together; `values` [points, replicates], `raised` factor: (low, high).

    For every combination S of the factors, with y_T the mean where those in T are high and the others low, seed by seed within groups of
    points that are equal in every other factor:

        effect_S = y_S − y_∅,   beyond_S = effect_S − Σ_i effect_i,   interaction_S = Σ_{T ⊆ S} (−1)^{|S| − |T|} y_T

    A positive interaction is complementarity (for two factors: the difference of differences). Intervals are Student's over seeds.
    Raises NotPaired where the design lacks a corner. Source: Topkis (1998), Supermodularity and Complementarity, ch. 2, for the sign;
    Box, Hunter & Hunter (2005), ch. 5, for the contrasts.
    """
    names = tuple(raised)
    corner = np.zeros(len(values), dtype=np.int64)
    for place, (name, (low, high)) in enumerate(raised.items()):
        is_low, is_high = factors[name] == low, factors[name] == high
        corner = np.where(is_high & (corner >= 0), corner + 2**place, np.where(is_low, corner, -1))
    at = corner >= 0
    groups = _groups({name: of[at] for name, of in factors.items()}, names)
    table = _by_group(values[at], groups, corner[at], 2 ** len(names))
    whole = np.any(np.all(np.isfinite(table), axis=1), axis=1)
    if not whole.any():
        raise NotPaired(f"no points of the design differ only in {', '.join(names)} and have every combination of low and high")
    # A seed with a gap in one corner of a group gives no contrast in that group.
    table = np.where(np.isfinite(table).all(axis=1, keepdims=True), table, np.nan)[whole]
    by_seed = _mean_over_groups(table)
    chosen = [one for size in range(1, len(names) + 1) for one in combinations(range(len(names)), size)]

    def row(one: Sequence[int]) -> int:
        return sum(2**place for place in one)

    effect = np.stack([by_seed[row(one)] - by_seed[0] for one in chosen])
    alone = {place: by_seed[2**place] - by_seed[0] for place in range(len(names))}
    parts = np.stack([np.sum([alone[place] for place in one], axis=0) for one in chosen])
    interaction = np.stack(
        [
            np.sum(
                [(-1.0) ** (len(one) - size) * by_seed[row(part)] for size in range(len(one) + 1) for part in combinations(one, size)],
                axis=0,
            )
            for one in chosen
        ]
    )
    return Interaction(
        tuple(tuple(names[place] for place in one) for one in chosen),
        over_seeds(effect), over_seeds(parts), over_seeds(effect - parts), over_seeds(interaction), int(whole.sum()),
    )  # fmt: skip


def _groups(factors: Factors, apart: Sequence[str]) -> npt.NDArray[np.int64]:
    """The number of each point's group: points with the same values of every factor but those set apart."""
    group = np.zeros(len(next(iter(factors.values()))), dtype=np.int64)
    for name, of in factors.items():
        if name not in apart:
            _, number = np.unique(of, return_inverse=True)
            _, group = np.unique(group * (int(number.max()) + 1) + number, return_inverse=True)
    return group


def _by_group(values: Reals, groups: npt.NDArray[np.int64], level: npt.NDArray[np.int64], levels: int) -> Reals:
    """Values [points, replicates] as [groups, levels, replicates], gaps where a group has no point of a level."""
    table = np.full((int(groups.max()) + 1, levels, values.shape[1]), np.nan)
    table[groups, level] = values
    return table


def _mean_over_groups(table: Reals) -> Reals:
    """Mean over the groups that have a value, [levels, replicates]."""
    there = np.isfinite(table)
    counted = there.sum(axis=0)
    return np.asarray(np.where(there, table, 0.0).sum(axis=0) / np.where(counted > 0, counted, np.nan))
