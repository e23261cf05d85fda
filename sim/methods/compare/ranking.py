"""The probability that an arm is best: the share of draws in which it is, and how sure so many draws are of it."""

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

from sim.methods.statistics.means import Interval
from sim.methods.statistics.samples import Reals, finite, tail_of


def probability_best(values: npt.ArrayLike) -> Reals:
    """Share of draws [draws, arms] in which each arm has the highest value; arms tied at the top share the draw. [arms], sums to 1.

    For what should be low (money), give its negative. Give means over seeds: luck left in the values pulls the shares towards one another.
    """
    table = finite(values, 2, "values")
    top = table == table.max(axis=1, keepdims=True)
    return np.asarray((top / top.sum(axis=1, keepdims=True)).mean(axis=0))


def probability_best_intervals(values: npt.ArrayLike, level: float = 0.95) -> tuple[Interval, ...]:
    """For each arm the share of `probability_best` and how sure it is with so many draws: Jeffreys' interval of a binomial share.

    Quantiles of Beta(k + ½, D − k + ½) for k wins of D draws, a tie counting in part; 0 below where there is no win and 1 above where
    every draw is won. Each arm is judged by itself. Source: Brown, Cai & DasGupta (2001), Statist. Sci. 16, 101–133.
    """
    table, tail = finite(values, 2, "values"), tail_of(level)
    draws = table.shape[0]
    found = []
    for share in probability_best(table).tolist():
        wins = share * draws
        ends = (betaincinv(wins + 0.5, draws - wins + 0.5, at) for at in (tail, 1.0 - tail))
        low, high = (float(end) for end in ends)
        found.append(Interval(share, 0.0 if share == 0.0 else low, 1.0 if share == 1.0 else high, draws))
    return tuple(found)
