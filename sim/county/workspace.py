"""Room to work in, given once for a run, so that nothing is allocated in it: where each village's households stand, draws, sums.

Everything here follows from the state or is written before it is read within a phase, but for the year's weather, which is kept
with the year it was drawn for.
"""

from typing import NamedTuple

import numpy as np

from sim.county.state import State
from sim.numeric.exact_sum import BUCKETS, DISTRIBUTION_SIZE, fixed
from sim.numeric.jit import kernel
from sim.theory.parameters import Parameters

BLOCK = 2048  # households of a block, at least, unless it is the last: what a phase reads of them fits into a core's own cache
TOTALS = 29  # sums over a county's households
POOR, REMOTE, YOUNG, SKILLED, GROWERS = range(5)  # groups of households that outcomes are given for
HOUSEHOLDS, PERSONS, INCOME, SHOPPERS, OWN_SHOPS = range(5)  # what is summed over each
LAID_OUT = 3  # values of villages that can lie beside their households at a time
SEEN, STANDS = 9, 5  # columns of what those who act look at, and of how they stand


class Scratch(NamedTuple):
    """H households, V villages, J townships, C markets, K cooperatives, R merchants, P products.

    `first` and `first_grower` are unsigned, so that loops from one to the next need no check for rows below zero, which would keep
    them from being vectorised.
    """

    first: np.ndarray  # uint64 [V + 1] first household of each village; households stand village by village
    block: np.ndarray  # uint64 [B + 1] first village of each block: neighbours whose columns a phase keeps in the nearest cache
    growers: np.ndarray  # uint32 [G] rows of the households that grow a product
    first_grower: np.ndarray  # uint64 [V + 1] first of them in each village
    grower_ids: np.ndarray  # int64 [G] their population ids
    growers_of: np.ndarray  # int64 [V] how many they are in each village
    weights: np.ndarray  # int64 [H] weight in fixed point
    draw: np.ndarray  # float64 [N] the draws of a phase for one block, which has N households at most
    second: np.ndarray  # float64 [N] other draws
    beside: np.ndarray  # float64 [LAID_OUT, N] values of villages, laid out beside the households of a block
    acts: np.ndarray  # uint8 [N] 1 for households of a block whose draw is low enough for something to happen, else 0
    few: np.ndarray  # uint32 [N] the rows of these
    seen: np.ndarray  # float64 [SEEN, N] what each of them looks at before it acts, side by side
    stands: np.ndarray  # int64 [STANDS, N] how each stands: flags and numbers; then what it decides
    terms: np.ndarray  # int64 [N] what the households of a block add to the sum of their village, in fixed point
    ties: np.ndarray  # uint32 [H, TIES] the ties of households, in half the room
    marks: np.ndarray  # uint32 [H] what each has done
    counts: np.ndarray  # uint32 [H] how many of its ties did
    village: np.ndarray  # int64 [4, V] sums by village
    township: np.ndarray  # int64 [4, J]
    market: np.ndarray  # int64 [2, C]
    cooperative: np.ndarray  # int64 [K + 1], the first for households in none
    product: np.ndarray  # int64 [2, P]
    area: np.ndarray  # float64 [4, A] villages, markets or cooperatives of a sample, estimated in full (`sim.county.small_areas`)
    area_group: np.ndarray  # int64 [A] the group of each
    area_sums: np.ndarray  # int64 [4, G] sums over the areas of each group
    area_terms: np.ndarray  # int64 [2, A] what the households of each add up to, and their squares
    of_village: np.ndarray  # float64 [V] a value of each village, for loops over villages that are vectorised
    of_firm: np.ndarray  # float64 [max(K, R)] the same of each cooperative or merchant
    shops_of: np.ndarray  # float64 [V] shops that a village's merchants stand for
    weather: np.ndarray  # float64 [V] yield of the season drawn last
    season: np.ndarray  # int64 [1] that season, -1 none
    totals: np.ndarray  # int64 [TOTALS] sums over the county (`sim.county.totals`)
    groups: np.ndarray  # int64 [5, 5] sums by group of households; households and persons of each stay what they are
    belongs: np.ndarray  # uint8 [H] a bit for each group it belongs to, for good
    all_persons: np.ndarray  # int64 [1] persons of all households, in fixed point
    ranked: np.ndarray  # int64 [2, H] keys that put households in the order of income, and CNY a year of all it stands for; then keys
    buckets: np.ndarray  # int64 [BUCKETS]
    distribution: np.ndarray  # float64 [DISTRIBUTION_SIZE]


def scratch_for(state: State, p: Parameters) -> Scratch:
    """Room for a county of this size.

    Raises ValueError where its households do not stand village by village, or those of a village do not stand for as many each, as
    `sim.county.households.sampled_rows` draws them.
    """
    h = state.household
    rows, villages, townships = len(h.weight), len(state.village.km), len(state.township.hub_km)
    if np.any(h.village[1:] < h.village[:-1]):
        raise ValueError("the households of a village have to stand together, village by village")
    if np.any((h.village[1:] == h.village[:-1]) & (h.weight[1:] != h.weight[:-1])):
        raise ValueError("the households of a village have to stand for as many each")
    edges = np.arange(villages + 1)
    first = np.searchsorted(h.village, edges).astype(np.uint64)
    growers = np.flatnonzero(h.grows == 1)
    block = blocks(first)
    largest = int(np.max(np.diff(first[block]), initial=0))
    areas = max(villages, len(state.cell.product), len(state.cooperative.village))
    weights, persons = fixed(h.weight), fixed(h.weight * h.size)
    members = members_of_groups(state, p)
    groups = np.zeros((len(members), 5), np.int64)
    groups[:, HOUSEHOLDS], groups[:, PERSONS] = members @ weights, members @ persons
    return Scratch(
        first=first,
        block=block,
        growers=growers.astype(np.uint32),
        first_grower=np.searchsorted(h.village[growers], edges).astype(np.uint64),
        grower_ids=h.population_id[growers],
        growers_of=np.bincount(h.village[growers], minlength=villages),
        weights=weights,
        draw=np.zeros(largest),
        second=np.zeros(largest),
        beside=np.zeros((LAID_OUT, largest)),
        acts=np.zeros(largest, np.uint8),
        few=np.zeros(largest, np.uint32),
        seen=np.zeros((SEEN, largest)),
        stands=np.zeros((STANDS, largest), np.int64),
        terms=np.zeros(largest, np.int64),
        ties=h.ties.astype(np.uint32),
        marks=np.zeros(rows, np.uint32),
        counts=np.zeros(rows, np.uint32),
        village=np.zeros((4, villages), np.int64),
        township=np.zeros((4, townships), np.int64),
        market=np.zeros((2, len(state.cell.product)), np.int64),
        cooperative=np.zeros(len(state.cooperative.village) + 1, np.int64),
        product=np.zeros((2, len(state.product.price)), np.int64),
        area=np.zeros((4, areas)),
        area_group=np.zeros(areas, np.int64),
        area_sums=np.zeros((4, max(2, len(state.product.price))), np.int64),  # two: villages with a station or without
        area_terms=np.zeros((2, areas), np.int64),
        of_village=np.zeros(villages),
        of_firm=np.zeros(max(len(state.cooperative.village), len(state.merchant.village))),
        shops_of=np.zeros(villages),
        weather=np.zeros(villages),
        season=np.full(1, -1, np.int64),
        totals=np.zeros(TOTALS, np.int64),
        groups=groups,
        belongs=(members << np.arange(len(members))[:, None]).sum(axis=0, dtype=np.int64).astype(np.uint8),
        all_persons=np.array([persons.sum(dtype=np.int64)]),
        ranked=np.zeros((2, rows), np.int64),
        buckets=np.zeros(BUCKETS, np.int64),
        distribution=np.zeros(DISTRIBUTION_SIZE),
    )


def members_of_groups(state: State, p: Parameters) -> np.ndarray:
    """Who belongs to each group that outcomes are given for: int64 [groups, H], 0 or 1. None of what decides it ever changes."""
    h = state.household
    in_group = np.zeros((5, len(h.weight)), np.int64)
    in_group[POOR] = h.poor > 0.0
    in_group[REMOTE] = state.village.remote[h.village] > 0.0
    in_group[YOUNG] = h.age < p.accounting.young_age
    in_group[SKILLED] = h.skill_floor >= p.accounting.skilled_from
    in_group[GROWERS] = h.grows == 1
    return in_group


def blocks(first: np.ndarray) -> np.ndarray:
    """The first village of each block, and the number of villages; `first` [V + 1] is the first household of each village."""
    found = [0]
    for place in range(1, len(first)):
        if first[place] - first[found[-1]] >= BLOCK or place == len(first) - 1:
            found.append(place)
    return np.array(found, np.uint64)


@kernel
def lay_out(value, first, last, start, row, scratch):
    """Put a village's value beside its households, first <= i < last, in a block that starts with household `start`.

    A loop over a whole block is vectorised but for a few households at its end; a loop over a village's would leave many of its few to be
    done one by one.
    """
    for i in range(first, last):
        scratch.beside[row, i - start] = value


@kernel
def few_who_act(start, end, scratch):
    """Put the rows of a block's households that `scratch.acts` marks into `scratch.few`, start <= i < end; returns how many they are.

    To mark is a loop that is vectorised, and this one has no branch that could be guessed wrong. What these few look at is then read into
    `scratch.seen`, and the equations are solved in a third loop: rows far from each other are waited for together, not one by one.
    """
    found = 0
    for i in range(start, end):
        scratch.few[found] = i
        found += scratch.acts[i - start]
    return found


@kernel
def add_terms(first, last, start, scratch):
    """The sum of `scratch.terms` over the households of a village, first <= i < last."""
    total = 0
    for i in range(first, last):
        total += scratch.terms[i - start]
    return total
