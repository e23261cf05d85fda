"""Who knows whom: eight ties of each sampled household, a fixed share of them in other villages of the township."""

import numpy as np

from sim.county.state import TIES
from sim.numeric.jit import entry
from sim.numeric.keyed_draws import TIES as TIES_WITHIN
from sim.numeric.keyed_draws import TIES_ACROSS, uniform, uniform_second


@entry
def draw_ties(seed, population_id, village, first, sampled, township, village_first, village_list, across, random_share, ties):
    """Fill `ties`: the four next neighbours on either side in the village, some rewired at random within it, some across.

    `first[v]`, `sampled[v]`: rows of village v; `village_first[j]`, `village_list`: villages of township j. Watts & Strogatz (1998).
    """
    for i in range(len(population_id)):
        v = village[i]
        n = sampled[v]
        j = township[v]
        others = village_first[j + 1] - village_first[j] - 1
        place = i - first[v]
        for k in range(TIES):
            step = k // 2 + 1
            pid = population_id[i]
            u = uniform(seed, TIES_ACROSS, k, pid)
            if u < across and others > 0:
                pick = min(int(uniform(seed, TIES_WITHIN, k, pid) * others), others - 1)
                w = village_list[village_first[j] + pick]
                if w >= v:
                    w = village_list[village_first[j] + pick + 1]
                m = min(int(uniform_second(seed, TIES_WITHIN, k, pid) * sampled[w]), sampled[w] - 1)
                ties[i, k] = first[w] + m
            elif uniform_second(seed, TIES_ACROSS, k, pid) < random_share:
                m = 1 + min(int(uniform(seed, TIES_WITHIN, k, pid) * (n - 1)), n - 2)
                ties[i, k] = first[v] + (place + m) % n
            else:
                ties[i, k] = first[v] + (place + (step if k % 2 == 0 else n - step)) % n


def ties_of(
    seed: int, population_id: np.ndarray, village: np.ndarray, sampled: np.ndarray, township: np.ndarray, across: float, random_share: float
) -> np.ndarray:
    """The ties of all sampled households, rows of `int64` row numbers."""
    ties = np.zeros((len(population_id), TIES), np.int64)
    first = np.concatenate([[0], np.cumsum(sampled)[:-1]]).astype(np.int64)
    village_list = np.argsort(township, kind="stable").astype(np.int64)
    counts = np.bincount(township)
    village_first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    draw_ties(
        seed, population_id, village, first, sampled.astype(np.int64), township, village_first, village_list, across, random_share, ties
    )
    return ties
