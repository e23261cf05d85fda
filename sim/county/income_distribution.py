"""The income distribution of the first year: matched to the means of its fifths of persons, and who has which place in it."""

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


@kernel
def assign_places(draw, least, by_least, persons, nodes, heights, scale, waiting, target):
    """Give each household an income a person, CNY a year, so that persons are spread as the matched distribution says.

    `draw` [H] is the place a household drew, standard normal; `least` [H] the income a person that it has at the lowest earning ability;
    `by_least` [H] rows in ascending order of it; `persons` [H] whom it stands for; `scale` turns the distribution into the year's;
    `waiting` int64 [H] is room to work in.

    Places are filled from the lowest income up. Each goes to the household that drew lowest among those that can have so little; where
    none can, to the one that can have least. So a household with good land and a low draw moves up, and its place goes to another.
    """
    total, filled, come, queue = 0.0, 0.0, 0, 0
    for i in range(len(draw)):
        total += persons[i]
    for _ in range(len(draw)):
        place = normal_quantile(min(max((filled + 0.5) / total, 1e-9), 1.0 - 1e-9))
        income = income_at(place, nodes, heights) * scale
        while come < len(draw) and (queue == 0 or least[by_least[come]] <= income):
            queue = push(waiting, queue, by_least[come], draw)
            come += 1
        queue = pop(waiting, queue, draw)
        i = waiting[queue]
        middle = normal_quantile((filled + 0.5 * persons[i]) / total)
        target[i] = income_at(middle, nodes, heights) * scale
        filled += persons[i]


@kernel
def push(heap, size, row, draw):
    """Add a row to a binary heap with the lowest draw on top (Williams 1964, Communications of the ACM 7, 347); returns its size."""
    child = size
    while child > 0:
        parent = (child - 1) // 2
        if draw[heap[parent]] <= draw[row]:
            break
        heap[child] = heap[parent]
        child = parent
    heap[child] = row
    return size + 1


@kernel
def pop(heap, size, draw):
    """Take the row with the lowest draw off a heap and put it behind its end; returns the size that is left."""
    size -= 1
    lowest, row = heap[0], heap[size]
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= size:
            break
        if child + 1 < size and draw[heap[child + 1]] < draw[heap[child]]:
            child += 1
        if draw[row] <= draw[heap[child]]:
            break
        heap[parent] = heap[child]
        parent = child
    heap[parent] = row
    heap[size] = lowest
    return size
