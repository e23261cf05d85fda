"""Means of paired differences and their intervals, many at once: what holds of luck when seeds are few and shared."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

Reals = npt.NDArray[np.float64]


class Estimates(NamedTuple):
    """Means with their bounds, arrays of one shape, in the unit of the data; `n` seeds each. Bounds that are not known are NaN."""

    mean: Reals
    low: Reals
    high: Reals
    n: npt.NDArray[np.int64]


def over_seeds(values: npt.ArrayLike, level: float = 0.95) -> Estimates:
    """Student's interval of the mean over the last axis, one value a seed, gaps (NaN) left out: d̄ ± t(n−1)·s/√n.

    One value has a mean and no bounds; none has neither. Differences that are all equal have an interval of no width.
    Raises ValueError for a level outside (0, 1). Source: Student (1908); pairing by common random numbers, Law (2015), Simulation
    Modeling and Analysis, ch. 10-11.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"a level of confidence lies between 0 and 1, not at {level}")
    held = np.asarray(values, dtype=np.float64)
    there = np.isfinite(held)
    n = there.sum(axis=-1)
    # Where nothing is there, the division by 1 gives 0, and 0 is replaced: numpy's own nanmean would warn.
    mean = np.where(there, held, 0.0).sum(axis=-1) / np.maximum(n, 1)
    squares = (np.where(there, held - mean[..., None], 0.0) ** 2).sum(axis=-1)
    half = -stdtrit(np.maximum(n - 1, 1), (1.0 - level) / 2.0) * np.sqrt(squares / np.maximum(n - 1, 1) / np.maximum(n, 1))
    mean = np.where(n > 0, mean, np.nan)
    half = np.where(n > 1, half, np.nan)
    return Estimates(mean, mean - half, mean + half, n)


def ratio_over_seeds(numerator: npt.ArrayLike, denominator: npt.ArrayLike, level: float = 0.95) -> Estimates:
    """Fieller's interval of a ratio of paired means ȳ/x̄ over the last axis; all NaN where it is not defined.

    With v the variances and covariance of the means, t of n − 1 degrees and g = t²·v_xx/x̄², the bounds are
    [ȳ/x̄ − g·v_xy/v_xx ± (t/|x̄|)·√(v_yy − 2ρ·v_xy + ρ²·v_xx − g·(v_yy − v_xy²/v_xx))]/(1 − g), ρ = ȳ/x̄. It is bounded only where
    g < 1, that is where the interval of the denominator excludes 0; elsewhere the ratio is not defined. A pair with a gap is left
    out. Source: Fieller (1954), J. R. Statist. Soc. B 16, 175-185.
    """
    y, x = np.broadcast_arrays(np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64))
    both = np.isfinite(y) & np.isfinite(x)
    y, x = np.where(both, y, np.nan), np.where(both, x, np.nan)
    below, above = over_seeds(x, level), over_seeds(y, level)
    n = below.n
    defined = (below.low > 0.0) | (below.high < 0.0)
    x_mean, y_mean = np.where(defined, below.mean, 1.0), np.where(defined, above.mean, 0.0)
    per = np.maximum(n * (n - 1), 1)

    def product(first: Reals, second: Reals) -> Reals:
        return np.asarray(np.where(both, first * second, 0.0).sum(axis=-1) / per)

    dx, dy = np.where(both, x - x_mean[..., None], 0.0), np.where(both, y - y_mean[..., None], 0.0)
    v_xx, v_xy = product(dx, dx), product(dx, dy)
    slope = np.divide(v_xy, v_xx, out=np.zeros_like(v_xx), where=v_xx > 0.0)
    rest = dy - slope[..., None] * dx
    v_rest = product(rest, rest)
    t = -stdtrit(np.maximum(n - 1, 1), (1.0 - level) / 2.0)
    g = np.where(defined, t * t * v_xx / (x_mean * x_mean), 0.0)
    ratio = y_mean / x_mean
    # The discriminant as a sum of squares: in the textbook form it is a difference that can round below 0.
    half = t / np.abs(x_mean) * np.sqrt(v_rest * (1.0 - g) + (ratio - slope) ** 2 * v_xx)
    middle = ratio - g * slope
    bounds = [np.where(defined, (middle + sign * half) / (1.0 - g), np.nan) for sign in (-1.0, 1.0)]
    return Estimates(np.where(defined, ratio, np.nan), bounds[0], bounds[1], n)
