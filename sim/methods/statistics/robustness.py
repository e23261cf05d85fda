"""Robustness: how arms do over worlds that nobody can choose; regret, and the share of worlds in which an arm is good enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.methods.statistics.means import over_seeds
from sim.methods.statistics.responses import Incomplete

Reals = npt.NDArray[np.float64]


class Regret(NamedTuple):
    """By arm [arms], over `worlds`: what is lost by having chosen it, in the unit of the outcome.

    `mean`, `most` and `ninth` (90th percentile) regret; `best` is the share of worlds in which no arm does better; `tied` the share in
    which it cannot be told from the best by its paired interval over seeds (NaN with one seed). `left_out` worlds had a gap.
    """

    arms: tuple[str, ...]
    mean: Reals
    most: Reals
    ninth: Reals
    best: Reals
    tied: Reals
    worlds: int
    left_out: int


class Satisficing(NamedTuple):
    """By arm [arms]: the share of worlds that meet each threshold [thresholds, arms], and all of them together."""

    arms: tuple[str, ...]
    thresholds: tuple[str, ...]
    each: Reals
    every: Reals
    worlds: int
    left_out: int


def regret(values: Reals, arms: tuple[str, ...], *, more_is_better: bool = True, leave_out: bool = False, level: float = 0.95) -> Regret:
    """Regret of arms over worlds; `values` [worlds, arms, replicates], a world being a point of uncertain parameters.

    In each world an arm's regret is what the best arm's mean over seeds exceeds its own by. Means of few seeds scatter, and the largest of
    several lies above the truth: regret that is small beside luck is luck, which `tied` shows. Arms of equal means are all best. A world in
    which an arm has no value at all, or one of them has a gap, raises Incomplete unless `leave_out`.
    Sources: Savage (1951), J. Am. Stat. Assoc. 46, 55-67; Lempert, Popper & Bankes (2003), Shaping the Next One Hundred Years.
    """
    held, left_out = _whole(values, leave_out)
    signed = held if more_is_better else -held
    means = signed.mean(axis=2)
    lost = means.max(axis=1, keepdims=True) - means
    winner = means.argmax(axis=1)
    against = np.take_along_axis(signed, winner[:, None, None], axis=1) - signed
    found = over_seeds(against, level)
    known = held.shape[2] > 1
    tied = ((found.low <= 0.0) & (lost > 0.0)).mean(axis=0) if known else np.full(len(arms), np.nan)
    return Regret(
        arms, lost.mean(axis=0), lost.max(axis=0), np.quantile(lost, 0.9, axis=0), (lost == 0.0).mean(axis=0), tied, len(held), left_out
    )


def satisficing(
    outcomes: Mapping[str, Reals], arms: tuple[str, ...], least: Mapping[str, float], *, leave_out: bool = False,
    most: Sequence[str] = (),
) -> Satisficing:  # fmt: skip
    """Share of worlds in which an arm's mean over seeds reaches each threshold, and all at once.

    `outcomes` holds [worlds, arms, replicates] by name, `least` the threshold of each: at least so much, or at most, for those named in
    `most`. Gaps as in `regret`. Raises KeyError for a threshold without its outcome. Source: Starr (1962), Product Design and Decision
    Theory (the domain criterion); Hall et al. (2012), Risk Analysis 32, 1657-1672.
    """
    names = tuple(least)
    stacked = np.stack([outcomes[name] for name in names])
    gap = ~np.all(np.isfinite(stacked), axis=(0, 2, 3))
    if gap.any() and not leave_out:
        raise Incomplete(int(gap.sum()), len(gap), "worlds")
    means = stacked[:, ~gap].mean(axis=3)
    signs = np.array([-1.0 if name in most else 1.0 for name in names])[:, None, None]
    limits = np.array([least[name] for name in names])[:, None, None]
    met = signs * means >= signs * limits
    return Satisficing(arms, names, met.mean(axis=1), met.all(axis=0).mean(axis=0), int((~gap).sum()), int(gap.sum()))


def _whole(values: Reals, leave_out: bool) -> tuple[Reals, int]:
    """The worlds without a gap, and how many had one."""
    held = np.asarray(values, dtype=np.float64)
    gap = ~np.all(np.isfinite(held), axis=(1, 2))
    if gap.all():
        raise ValueError("every world has a gap")
    if gap.any() and not leave_out:
        raise Incomplete(int(gap.sum()), len(gap), "worlds")
    return held[~gap], int(gap.sum())
