"""Ratios of paired means and Fieller's interval of them: of one sample, or of many at once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.methods.statistics.means import Estimates, Interval, over_seeds, paired_interval
from sim.methods.statistics.samples import Reals, mean_of, paired, student_quantile, sum_of_squares


def fieller_bounds(ratio: Any, slope: Any, v_xx: Any, v_rest: Any, x_mean: Any, t: Any) -> tuple[Any, Any]:
    """Bounds of a ratio ȳ/x̄ of means: all ρ for which the paired t interval of y − ρx holds 0; numbers, or arrays of them.

    With v the variances and covariance of the means, t of n − 1 degrees and g = t²·v_xx/x̄², they are
    [ȳ/x̄ − g·v_xy/v_xx ± (t/|x̄|)·√(v_yy − 2ρ·v_xy + ρ²·v_xx − g·(v_yy − v_xy²/v_xx))]/(1 − g), ρ = ȳ/x̄. `slope` is v_xy/v_xx and `v_rest`
    the variance of the mean of y − slope·x. They bound anything only where g < 1, that is where the interval of the denominator excludes
    0: the caller sees to it. Exact for normal pairs. Source: Fieller (1954), J. R. Statist. Soc. B 16, 175-185.
    """
    g = t * t * v_xx / (x_mean * x_mean)
    # The discriminant as a sum of squares: in the textbook form it is a difference that can round below 0.
    half = t / np.abs(x_mean) * np.sqrt(v_rest * (1.0 - g) + (ratio - slope) ** 2 * v_xx)
    middle = ratio - g * slope
    return (middle - half) / (1.0 - g), (middle + half) / (1.0 - g)


def ratio_interval(numerator: npt.ArrayLike, denominator: npt.ArrayLike, level: float = 0.95) -> Interval | None:
    """Fieller's interval of a ratio of paired means, ȳ/x̄ [n], one pair a seed (or a draw); None where it is not defined.

    It is not where the interval of the denominator holds 0: any ratio, or any but a middle stretch, is compatible with the data then.
    `mean` is the ratio of means, not the mean of ratios. Raises ValueError as `paired_interval` does.
    """
    y, x = paired(numerator, denominator, 1, ("numerator", "denominator"))
    if not paired_interval(x, level).tells:
        return None
    n, y_mean, x_mean = x.size, mean_of(y), mean_of(x)
    ratio = y_mean / x_mean
    per_mean = n * (n - 1)
    v_xx = sum_of_squares(x - x_mean) / per_mean
    slope = math.fsum(((y - y_mean) * (x - x_mean)).tolist()) / per_mean / v_xx if v_xx > 0.0 else 0.0
    v_rest = sum_of_squares((y - y_mean) - slope * (x - x_mean)) / per_mean
    low, high = fieller_bounds(ratio, slope, v_xx, v_rest, x_mean, float(student_quantile(level, n - 1)))
    return Interval(ratio, float(low), float(high), n)


def ratio_over_seeds(numerator: npt.ArrayLike, denominator: npt.ArrayLike, level: float = 0.95) -> Estimates:
    """Fieller's interval of a ratio of paired means ȳ/x̄ over the last axis; all NaN where it is not defined.

    It is not where the interval of the denominator holds 0. A pair with a gap is left out.
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
    t = student_quantile(level, np.maximum(n - 1, 1))
    ratio = y_mean / x_mean
    # Where it is not defined the denominator counts as certain, so that nothing is divided by 0; those bounds are left out.
    bounds = fieller_bounds(ratio, slope, np.where(defined, v_xx, 0.0), v_rest, x_mean, t)
    low, high = (np.where(defined, bound, np.nan) for bound in bounds)
    return Estimates(np.where(defined, ratio, np.nan), low, high, n)
