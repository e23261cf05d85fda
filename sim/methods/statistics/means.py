"""Means of paired differences and Student's interval of them: of one sample, or of many at once.

A paired difference is arm − arm under common keyed draws: same seed, same parameters, so what is left of chance is what the policy itself
moves. Few seeds, and the same ones in every arm: that is what these intervals are for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.methods.statistics.samples import Reals, finite, mean_of, student_quantile, sum_of_squares, tail_of


@dataclass(frozen=True)
class Interval:
    """A mean and its bounds, in the unit of the data; `n` is how many independent values it rests on. Bounds not known are nan."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def tells(self) -> bool:
        """Whether the interval excludes 0, so that a sign can be told. False where the bounds are not known."""
        return self.low > 0.0 or self.high < 0.0


class Estimates(NamedTuple):
    """Means with their bounds, arrays of one shape, in the unit of the data; `n` seeds each. Bounds that are not known are NaN."""

    mean: Reals
    low: Reals
    high: Reals
    n: npt.NDArray[np.int64]


def student_half_width(squares: Any, n: Any, level: float) -> Any:
    """t(n−1)·s/√n from n values and the sum of squares of their distances from their mean; numbers, or arrays of them.

    Of fewer than two values it means nothing, and warns of nothing. Source: Student (1908); pairing by common random numbers, Law (2015),
    Simulation Modeling and Analysis, ch. 10-11.
    """
    degrees = np.maximum(n - 1, 1)
    return student_quantile(level, degrees) * np.sqrt(squares / degrees / np.maximum(n, 1))


def paired_interval(differences: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Student's t interval of the mean of paired differences [n], one a seed: d̄ ± t(n−1)·s/√n.

    One difference has a mean and no bounds: they are nan, and nothing is told. Differences that are all zero have [0, 0]. Values that are
    not finite, none at all, and levels outside (0, 1) raise ValueError. The sum does not depend on the order of the values.
    """
    d = finite(differences, 1, "differences")
    tail_of(level)
    mean, n = mean_of(d), d.size
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = float(student_half_width(sum_of_squares(d - mean), n, level))
    return Interval(mean, mean - half, mean + half, n)


def over_seeds(values: npt.ArrayLike, level: float = 0.95) -> Estimates:
    """Student's interval of the mean over the last axis, one value a seed, gaps (NaN) left out: d̄ ± t(n−1)·s/√n.

    One value has a mean and no bounds; none has neither. Differences that are all equal have an interval of no width.
    Raises ValueError for a level outside (0, 1).
    """
    tail_of(level)
    held = np.asarray(values, dtype=np.float64)
    there = np.isfinite(held)
    n = there.sum(axis=-1)
    # Where nothing is there, the division by 1 gives 0, and 0 is replaced: numpy's own nanmean would warn.
    mean = np.where(there, held, 0.0).sum(axis=-1) / np.maximum(n, 1)
    squares = (np.where(there, held - mean[..., None], 0.0) ** 2).sum(axis=-1)
    half = np.where(n > 1, student_half_width(squares, n, level), np.nan)
    mean = np.where(n > 0, mean, np.nan)
    return Estimates(mean, mean - half, mean + half, n)
