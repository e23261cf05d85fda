"""The income distribution of the first year, matched to the means of its fifths."""

from functools import lru_cache

import numpy as np

from sim.numeric.elementary import exp, log, normal_quantile
from sim.numeric.jit import entry, kernel

NODES = (-1.4, -0.5244, 0.0, 0.5244, 1.4)  # standard normal medians of the five fifths, nearly; outer slopes continue
GRID = 1000


@kernel
def income_at(z, nodes, heights):
    """Income a person at the standard normal place z, CNY a year: log income is linear between the nodes and beyond the outer ones."""
    k = 0
    while k < 3 and z > nodes[k + 1]:
        k += 1
    slope = (heights[k + 1] - heights[k]) / (nodes[k + 1] - nodes[k])
    return exp(heights[k] + slope * (z - nodes[k]))


@entry
def fifth_means(places, nodes, heights, means):
    """Fill `means` with the mean income of each fifth of the population at `places`, in ascending order."""
    per = len(places) // 5
    for fifth in range(5):
        total = 0.0
        for i in range(fifth * per, (fifth + 1) * per):
            total += income_at(places[i], nodes, heights)
        means[fifth] = total / per


@lru_cache(64)
def matched_heights(fifths: tuple[float, ...]) -> np.ndarray:
    """Log incomes at the nodes for which the five fifths of a standard normal population have the given means.

    Found by moving each node by the log error of its fifth until all are within 0.1 %; raises ValueError where they cannot be.
    """
    places = np.array([normal_quantile((i + 0.5) / GRID) for i in range(GRID)])
    nodes = np.array(NODES)
    heights = np.array([log(float(mean)) for mean in fifths])
    means = np.zeros(5)
    for _ in range(500):
        fifth_means(places, nodes, heights, means)
        errors = np.array([log(float(want) / float(got)) for want, got in zip(fifths, means, strict=True)])
        if np.abs(errors).max() < 1e-3 and bool((np.diff(heights) > 0.0).all()):
            return heights
        heights += errors * 0.5
    raise ValueError(f"no income distribution has fifths with the means {fifths}")
