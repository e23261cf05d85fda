"""Screening by Morris' elementary effects: which factors matter at all, and which act alone and evenly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.methods.statistics.responses import Incomplete

Reals = npt.NDArray[np.float64]


class Screening(NamedTuple):
    """By factor [k], in the unit of the outcome for a step across the factor's whole range.

    `mu` is the mean elementary effect, `mu_star` the mean of their absolute values with bootstrap bounds, `sigma` their standard
    deviation: large beside mu_star where the effect depends on the other factors or is curved. `luck` is the mu_star that luck alone
    would give a factor without any effect (NaN with one replicate). `trajectories` were used, `left_out` were not.
    """

    names: tuple[str, ...]
    mu: Reals
    mu_star: Reals
    mu_star_low: Reals
    mu_star_high: Reals
    sigma: Reals
    luck: Reals
    trajectories: int
    left_out: int
    replicates: int


def screening(
    places: Reals,
    values: Reals,
    names: tuple[str, ...],
    *,
    leave_out: bool = False,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Screening:
    """Elementary effects of a Morris design: `places` [n(k + 1), k] in 0..1 of each range, `values` [n(k + 1), R], n trajectories.

    In a trajectory of k + 1 points each step moves one factor; its effect is the change of the mean over seeds by the part of the range
    moved. Luck in one effect is estimated from the scatter of the effect over the R seeds, which share their draws, as its standard error
    times √(2/π), the mean of an absolute normal value. Intervals: percentiles of a bootstrap over trajectories.

    A trajectory with a gap is not used: that raises Incomplete unless `leave_out`. Raises ValueError for arrays that are no such design.
    Sources: Morris (1991), Technometrics 33, 161-174; Campolongo, Cariboni & Saltelli (2007), Environ. Model. Softw. 22, 1509-1518.
    """
    k = len(names)
    places, values = np.asarray(places, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if places.ndim != 2 or values.ndim != 2 or places.shape != (len(values), k) or len(values) % (k + 1):
        raise ValueError(f"{k} factors: places [n x {k + 1}, {k}] and values [n x {k + 1}, R], not {places.shape} and {values.shape}")
    x, y = places.reshape(-1, k + 1, k), values.reshape(-1, k + 1, values.shape[1])
    whole = np.all(np.isfinite(y), axis=(1, 2))
    left_out = int((~whole).sum())
    if left_out and not leave_out:
        raise Incomplete(left_out, len(whole), "trajectories of the Morris design")
    effects = _elementary_effects(x[whole], y[whole])
    n, _, replicates = effects.shape
    if n < 2:
        raise ValueError(f"{n} whole trajectories: two at least")
    by_mean = effects.mean(axis=2)
    luck = np.full(k, np.nan)
    if replicates > 1:
        luck = np.sqrt(2.0 / np.pi * effects.var(axis=2, ddof=1).mean(axis=0) / replicates)
    # The frozen generator of NumPy: its stream is the same in every release, and recorded figures with it.
    counts = np.random.RandomState(seed).multinomial(n, np.full(n, 1.0 / n), size=resamples) / n
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(counts @ np.abs(by_mean), [tail, 1.0 - tail], axis=0)
    return Screening(
        names, by_mean.mean(axis=0), np.abs(by_mean).mean(axis=0), low, high, by_mean.std(axis=0, ddof=1), luck, n, left_out, replicates
    )


def _elementary_effects(x: Reals, y: Reals) -> Reals:
    """Change of y by part of the range moved, [trajectories, k, R]; x is [trajectories, k + 1, k]."""
    moved = np.diff(x, axis=1)
    if np.any((moved != 0.0).sum(axis=2) != 1) or np.any((moved != 0.0).sum(axis=1) != 1):
        raise ValueError("in each trajectory of a Morris design every step moves one factor, and every factor is moved once")
    which = np.argmax(moved != 0.0, axis=2)
    by_step: Reals = np.diff(y, axis=1) / moved.sum(axis=2)[:, :, None]
    effects = np.empty_like(by_step)
    np.put_along_axis(effects, which[:, :, None].repeat(y.shape[2], axis=2), by_step, axis=1)
    return effects
