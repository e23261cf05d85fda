"""Sobol' indices of first and total order, with the seed as a factor: what of the spread is due to which parameter, and what to luck.

One run is y(x, s): x the factors of the design, s the seed. Every point is run with the same R seeds, so that with f(x) = E[y | x] over
seeds the variance of one run is

    V = V_f + V_luck,    V_f = Var f(x),    V_luck = E Var(y | x)

and the indices of f (what parameters do on average) can be told apart from those of y (what a single run shows). All variances are
estimated without bias in the number of seeds: a square of a mean over seeds holds a part of luck, a product of two *different* seeds does
not, so f² is estimated by the mean of y(x, s)·y(x, s') over s ≠ s'.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.methods.statistics.responses import Incomplete

Reals = npt.NDArray[np.float64]

SEED = "seed"
"""The name of luck among the factors of a single run."""


class Indices(NamedTuple):
    """Shares of variance by factor [k], 0 to 1 but for sampling error, each with a bootstrap interval."""

    names: tuple[str, ...]
    first: Reals
    first_low: Reals
    first_high: Reals
    total: Reals
    total_low: Reals
    total_high: Reals


class Sobol(NamedTuple):
    """Indices of the mean over seeds, and of a single run, whose last factor is the seed.

    `of_mean` are shares of V_f, `of_run` of V; the seed's first order is the shift that it gives all points alike, its total order
    all of luck. `luck` is V_luck over V with its bounds. With one replicate `of_run` is None, `luck` NaN, and `of_mean` holds for that
    seed alone. `mean` and `variance` (V_f) are in the unit of the outcome and its square. `blocks` were used, `left_out` were not.
    """

    of_mean: Indices
    of_run: Indices | None
    luck: float
    luck_low: float
    luck_high: float
    mean: float
    variance: float
    blocks: int
    left_out: int
    replicates: int


def sobol_indices(
    a: Reals,
    b: Reals,
    ab: Reals,
    names: tuple[str, ...],
    *,
    leave_out: bool = False,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Sobol:
    """First and total order indices from a Saltelli design: `a`, `b` [N, R] and `ab` [k, N, R], R replicates with shared seeds.

    ab_i is a with factor i taken from b. First order by Saltelli et al. (2010), V_i = E[f(b)·(f(ab_i) − f(a))]; total order by Jansen,
    V_Ti = E[(f(a) − f(ab_i))²]/2; V_f over a and b together. With R > 1 every product of f's is that of different seeds; the total
    order of a single run takes equal seeds, so that it holds what a factor does together with luck. The seed's own first order is the
    covariance of a and b over seeds, which are independent but for the seed. Intervals: percentiles of a bootstrap over the N blocks,
    the seeds held. Where the interval of the variance that indices are shares of holds 0 they are not defined, and NaN: nothing moves
    the outcome, or luck hides what does.

    A block (a row of a, b and every ab_i) with a gap is not used: that raises Incomplete unless `leave_out`. Raises ValueError
    for shapes that do not fit or fewer than two whole blocks. Sources: Saltelli, Annoni, Azzini, Campolongo, Ratto & Tarantola (2010),
    Comput. Phys. Commun. 181, 259-270; Jansen (1999), ibid. 117, 35-43; the seed as a factor: Marrel, Iooss, Da Veiga & Ribatet
    (2012), Stat. Comput. 22, 833-847.
    """
    a, b, ab = (np.asarray(one, dtype=np.float64) for one in (a, b, ab))
    if a.ndim != 2 or a.shape != b.shape or ab.shape != (len(names), *a.shape):
        raise ValueError(f"a and b are [N, R], ab is [k, N, R] for k = {len(names)}; got {a.shape}, {b.shape}, {ab.shape}")
    whole = np.isfinite(np.concatenate([a[None], b[None], ab])).all(axis=(0, 2))
    left_out = int((~whole).sum())
    if left_out and not leave_out:
        raise Incomplete(left_out, len(whole), "blocks of the Saltelli design")
    a, b, ab = a[whole], b[whole], ab[:, whole]
    blocks, replicates = a.shape
    if blocks < 2:
        raise ValueError(f"{blocks} whole blocks: two at least")
    rows = _Rows.of(a, b, ab)
    # The frozen generator of NumPy: its stream is the same in every release, and recorded figures with it.
    counts = np.random.RandomState(seed).multinomial(blocks, np.full(blocks, 1.0 / blocks), size=resamples)
    at = rows.estimates(np.full((1, blocks), 1.0 / blocks))
    spread = rows.estimates(counts / blocks)
    tail = (1.0 - level) / 2.0

    def bounds(drawn: Reals) -> Reals:
        defined = np.isfinite(drawn).reshape(len(drawn), -1).all(axis=1)
        if defined.mean() < 1.0 - tail:
            return np.full((2, *drawn.shape[1:]), np.nan)
        return np.asarray(np.quantile(drawn[defined], [tail, 1.0 - tail], axis=0))

    def indices(found: str, names: tuple[str, ...]) -> Indices:
        order = []
        for one in ("first", "total"):
            low, high = bounds(getattr(spread, f"{one}_of_{found}"))
            # What is a share of a variance that may be none is no share of anything.
            order += [np.where(np.isnan(low), np.nan, getattr(at, f"{one}_of_{found}")[0]), low, high]
        return Indices(names, *order)

    of_run = indices("run", (*names, SEED)) if replicates > 1 else None
    low, high = bounds(spread.luck)
    return Sobol(
        indices("mean", names), of_run, float(at.luck[0]), float(low), float(high), float(a.mean() + b.mean()) / 2.0,
        float(at.variance[0]), blocks, left_out, replicates,
    )  # fmt: skip


class _Estimated(NamedTuple):
    """Estimates under each of a number of weightings of the blocks [W, ...]."""

    first_of_mean: Reals
    total_of_mean: Reals
    first_of_run: Reals
    total_of_run: Reals
    luck: Reals
    variance: Reals


class _Rows(NamedTuple):
    """What each block adds to every variance, so that a resample is a weighted mean of rows."""

    f_squared: Reals  # [N], of a and b
    f_by_seed: Reals  # [N, R], of a and b, for the square of the mean
    first: Reals  # [N, k]
    total: Reals  # [N, k], of the mean over seeds
    total_run: Reals  # [N, k], of a single run
    luck: Reals  # [N]
    shift: Reals  # [N], of luck, what all points share

    @classmethod
    def of(cls, a: Reals, b: Reals, ab: Reals) -> _Rows:
        replicates = a.shape[1]
        if replicates > 1:
            within = (a.var(axis=1, ddof=1) + b.var(axis=1, ddof=1)) / 2.0
            deviations = (a - a.mean(axis=1, keepdims=True)) * (b - b.mean(axis=1, keepdims=True))
            shift = deviations.sum(axis=1) / (replicates - 1)
        else:
            within = shift = np.full(len(a), np.nan)
        # About the mean of each seed: what shifts all points alike is no effect of a factor, and would only widen the intervals.
        centre = (a.sum(axis=0) + b.sum(axis=0) + ab.sum(axis=(0, 1))) / (len(a) * (2 + len(ab)))
        a, b, ab = a - centre, b - centre, ab - centre
        step = a - ab
        return cls(
            (_crossed(a, a) + _crossed(b, b)) / 2.0,
            (a + b) / 2.0,
            _crossed(b[None], -step).T,
            _crossed(step, step).T / 2.0,
            (step**2).mean(axis=2).T / 2.0,
            within,
            shift,
        )

    def estimates(self, weights: Reals) -> _Estimated:
        """Under weights [W, N] that add up to 1."""
        by_seed = weights @ self.f_by_seed
        variance = weights @ self.f_squared - _crossed(by_seed, by_seed)
        luck = weights @ self.luck
        run = variance + luck
        shift = (weights @ self.shift)[:, None]
        return _Estimated(
            _share(weights @ self.first, variance),
            _share(weights @ self.total, variance),
            _share(np.hstack([weights @ self.first, shift]), run),
            _share(np.hstack([weights @ self.total_run, luck[:, None]]), run),
            _share(luck[:, None], run)[:, 0],
            variance,
        )


def _crossed(first: Reals, second: Reals) -> Reals:
    """Mean over the last axis of products of different seeds; with one seed, the product."""
    replicates = first.shape[-1]
    same = (first * second).sum(axis=-1)
    if replicates == 1:
        return np.asarray(same)
    both = first.sum(axis=-1) * second.sum(axis=-1)
    return np.asarray((both - same) / (replicates * (replicates - 1)))


def _share(parts: Reals, whole: Reals) -> Reals:
    """Parts [W, k] over their wholes [W]; NaN where there is nothing to share."""
    there = whole[:, None] > 0.0
    shares: Reals = np.divide(parts, whole[:, None], out=np.full(parts.shape, np.nan), where=there & np.isfinite(parts))
    return shares
