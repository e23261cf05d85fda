"""What pairing saves: how much less a difference varies under common keyed draws than under draws of each arm's own."""

import numpy.typing as npt
from scipy.special import fdtri

from sim.methods.statistics.means import Interval
from sim.methods.statistics.samples import finite, mean_of, sum_of_squares, tail_of


def variance_ratio(common: npt.ArrayLike, independent: npt.ArrayLike, level: float = 0.95) -> Interval | None:
    """What pairing saves: variance of a difference under common keyed draws [n] over that under other draws [m], with its F interval.

    Bounds (s²_c/s²_i)/F(n−1, m−1) at the two tails; exact for independent normal samples. If both are made from the same runs their
    variances move together and the interval is too wide, not too narrow. Pairing helps where `high` is below 1; `tells` is not the question
    here. `n` is that of `common`. None where the independent differences do not vary. Raises ValueError below two values in either.
    """
    paired, apart = finite(common, 1, "common"), finite(independent, 1, "independent")
    if paired.size < 2 or apart.size < 2:
        raise ValueError("a variance needs two values at least")
    tail = tail_of(level)
    of_paired = sum_of_squares(paired - mean_of(paired)) / (paired.size - 1)
    of_apart = sum_of_squares(apart - mean_of(apart)) / (apart.size - 1)
    if of_apart == 0.0:
        return None
    ratio, degrees = of_paired / of_apart, (paired.size - 1, apart.size - 1)
    return Interval(ratio, ratio / float(fdtri(*degrees, 1.0 - tail)), ratio / float(fdtri(*degrees, tail)), paired.size)
