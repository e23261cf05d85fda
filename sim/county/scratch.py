"""Room to work in, given once for a run, so that nothing is allocated in it: where each village's households stand, draws, sums.

Everything here follows from the state or is written before it is read within a phase, but for the year's weather, which is kept
with the year it was drawn for.
"""

from typing import NamedTuple

import numpy as np

from sim.county.state import State
from sim.exact import BUCKETS, DISTRIBUTION_SIZE, fixed

BLOCK = 512  # households of a block, at least, unless it is the last: what a phase reads of them fits into 64 kB
TOTALS = 31  # sums over a county's households
POOR, REMOTE, YOUNG, SKILLED, GROWERS = range(5)  # groups of households that outcomes are given for
HOUSEHOLDS, PERSONS, INCOME, SHOPPERS, OWN_SHOPS = range(5)  # what is summed over each


class Scratch(NamedTuple):
    """H households, V villages, J townships, C markets, K cooperatives, P products.

    `first` and `first_grower` are unsigned, so that loops from one to the next need no check for rows below zero, which would keep
    them from being vectorised.
    """

    first: np.ndarray  # uint64 [V + 1] first household of each village; households stand village by village
    block: np.ndarray  # uint64 [B + 1] first village of each block: neighbours whose columns a phase keeps in the nearest cache
    growers: np.ndarray  # uint64 [G] rows of the households that grow a product
    first_grower: np.ndarray  # uint64 [V + 1] first of them in each village
    weights: np.ndarray  # int64 [H] weight in fixed point
    grower_weight: np.ndarray  # float64 [H] weight of those who grow a product, else 0
    draw: np.ndarray  # float64 [H] the draws of a phase; income a person while it is measured
    second: np.ndarray  # float64 [H] other draws; who belongs to a group
    ties: np.ndarray  # uint32 [H, TIES] the ties of households, in half the room
    marks: np.ndarray  # uint32 [H] what each has done
    counts: np.ndarray  # uint32 [H] how many of its ties did
    village: np.ndarray  # int64 [4, V] sums by village
    township: np.ndarray  # int64 [4, J]
    market: np.ndarray  # int64 [C]
    cooperative: np.ndarray  # int64 [K + 1], the first for households in none
    product: np.ndarray  # int64 [P]
    shops_of: np.ndarray  # float64 [V] shops that a village's merchants stand for
    weather: np.ndarray  # float64 [V] yield of the season drawn last
    season: np.ndarray  # int64 [1] that season, -1 none
    totals: np.ndarray  # int64 [TOTALS] sums over the county (`sim.county.totals`)
    groups: np.ndarray  # int64 [5, 5] sums by group of households
    persons: np.ndarray  # int64 [H] persons it stands for, in fixed point
    ranked: np.ndarray  # int64 [2, H] CNY a year of all it stands for, in fixed point, in the second row; then keys of a distribution
    buckets: np.ndarray  # int64 [BUCKETS]
    distribution: np.ndarray  # float64 [DISTRIBUTION_SIZE]


def scratch_for(state: State) -> Scratch:
    """Room for a county of this size. Raises ValueError where its households do not stand village by village."""
    h = state.household
    rows, villages, townships = len(h.weight), len(state.village.km), len(state.township.hub_km)
    if np.any(h.village[1:] < h.village[:-1]):
        raise ValueError("the households of a village have to stand together, village by village")
    edges = np.arange(villages + 1)
    first = np.searchsorted(h.village, edges).astype(np.uint64)
    growers = np.flatnonzero(h.grows == 1)
    return Scratch(
        first=first,
        block=blocks(first),
        growers=growers.astype(np.uint64),
        first_grower=np.searchsorted(h.village[growers], edges).astype(np.uint64),
        weights=fixed(h.weight),
        grower_weight=np.where(h.grows == 1, h.weight, 0.0),
        draw=np.zeros(rows),
        second=np.zeros(rows),
        ties=h.ties.astype(np.uint32),
        marks=np.zeros(rows, np.uint32),
        counts=np.zeros(rows, np.uint32),
        village=np.zeros((4, villages), np.int64),
        township=np.zeros((4, townships), np.int64),
        market=np.zeros(len(state.cell.product), np.int64),
        cooperative=np.zeros(len(state.cooperative.village) + 1, np.int64),
        product=np.zeros(len(state.product.price), np.int64),
        shops_of=np.zeros(villages),
        weather=np.zeros(villages),
        season=np.full(1, -1, np.int64),
        totals=np.zeros(TOTALS, np.int64),
        groups=np.zeros((5, 5), np.int64),
        persons=fixed(h.weight * h.size),
        ranked=np.zeros((2, rows), np.int64),
        buckets=np.zeros(BUCKETS, np.int64),
        distribution=np.zeros(DISTRIBUTION_SIZE),
    )


def blocks(first: np.ndarray) -> np.ndarray:
    """The first village of each block, and the number of villages; `first` [V + 1] is the first household of each village."""
    found = [0]
    for place in range(1, len(first)):
        if first[place] - first[found[-1]] >= BLOCK or place == len(first) - 1:
            found.append(place)
    return np.array(found, np.uint64)
