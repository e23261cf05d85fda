"""Whether versions of the reduced model have the same distribution: shown before their speed is compared.

Of each version R independent runs. Compared are the three outcomes and the sales of one shop, whose runs lie close together where the
number of shops does not. Two tests on each version against the NumPy one:

- *Means*: the mean of each at six months, Welch's t for each, Bonferroni over all of them.
- *Distributions*: Kolmogorov-Smirnov on the R values of each in the last month, Bonferroni over the four.

Half of the false-alarm rate goes to each, so that versions of one distribution are called different with at most that chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

FALSE_ALARM = 1e-3  # chance that a version of the same distribution is called different
LOOKS = 6  # months compared, evenly over the horizon, the last one included

Run = Callable[[int, int, int], np.ndarray]


class Agreement(NamedTuple):
    """How far two versions are apart."""

    runs: int
    smallest_p: float  # adjusted for how many tests there are: at most FALSE_ALARM means different
    shops_last: float  # difference of the mean share with a shop in the last month
    error: float  # standard error of that difference

    @property
    def agree(self) -> bool:
        """Whether nothing speaks for different distributions at the stated rate."""
        return self.smallest_p > FALSE_ALARM


def runs_of(run: Run, households: int, months: int, seeds: Sequence[int]) -> np.ndarray:
    """Runs stacked: float64 [R, months, 3]."""
    return np.stack([run(households, months, seed) for seed in seeds])


def with_sales_of_a_shop(runs: np.ndarray) -> np.ndarray:
    """Runs with a fourth column: sales over shops, 0 without a shop."""
    shops, sales = runs[:, :, 0], runs[:, :, 2]
    each = np.divide(sales, shops, out=np.zeros_like(sales), where=shops > 0.0)
    return np.concatenate([runs, each[:, :, None]], axis=2)


def agreement(one: np.ndarray, other: np.ndarray) -> Agreement:
    """Compare runs [R, months, 3] of two versions. Raises ValueError where their months differ."""
    if one.shape[1:] != other.shape[1:]:
        raise ValueError(f"runs of {one.shape[1:]} and {other.shape[1:]} months and outcomes cannot be compared")
    one, other = with_sales_of_a_shop(one), with_sales_of_a_shop(other)
    months = np.unique(np.linspace(0, one.shape[1] - 1, LOOKS + 1).round().astype(int)[1:])
    compared = range(one.shape[2])
    means = [stats.ttest_ind(one[:, month, k], other[:, month, k], equal_var=False).pvalue for month in months for k in compared]
    shapes = [stats.ks_2samp(one[:, -1, k], other[:, -1, k]).pvalue for k in compared]
    smallest = min(2.0 * len(means) * min(means), 2.0 * len(shapes) * min(shapes), 1.0)
    spread = np.sqrt(one[:, -1, 0].var(ddof=1) / len(one) + other[:, -1, 0].var(ddof=1) / len(other))
    return Agreement(len(one), float(smallest), float(one[:, -1, 0].mean() - other[:, -1, 0].mean()), float(spread))
