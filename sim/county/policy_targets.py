"""Targets of policies: which villages and households their filters and lotteries leave, and the order in which ranks put them."""

from collections.abc import Callable

import numpy as np

from sim.county.state import State
from sim.files import CountyProfile
from sim.files.policy.schema import HouseholdFilter, Target, VillageFilter
from sim.numeric.jit import entry
from sim.numeric.keyed_draws import Stream, uniform
from sim.theory.levers import BROADBAND_COVERAGE
from sim.theory.parameters import Parameters

OF_HOUSEHOLDS = 2**24  # added to the key of a lottery over households, which is another than that over villages
RANK_KEY = 2**31  # the key of random ranks, apart from those of lotteries


def villages_aimed(target: Target, profile: CountyProfile, state: State, p: Parameters, seed: int) -> np.ndarray:
    """Which villages a target's filter and lottery leave: bool [villages]."""
    v = state.village
    aimed = np.ones(len(v.km), np.bool_)
    if target.villages is not None:
        aimed &= _in_villages(target.villages, profile, state)
    if target.lottery is not None and target.lottery.of == "villages":
        aimed &= _drawn(seed, target.lottery.key, np.arange(len(v.km)), target.lottery.share)
    return aimed


def households_aimed(
    target: Target, villages: np.ndarray, profile: CountyProfile, state: State, p: Parameters, seed: int
) -> np.ndarray:
    """Which sampled households a target leaves, in the villages it leaves: bool [households]."""
    h = state.household
    aimed = villages[h.village]
    if target.households is not None:
        aimed = aimed & _in_households(target.households, profile, state, p)
    if target.lottery is not None and target.lottery.of == "households":
        aimed = aimed & _drawn(seed, target.lottery.key + OF_HOUSEHOLDS, h.population_id, target.lottery.share)
    return np.asarray(aimed)


def _drawn(seed: int, key: int, members: np.ndarray, share: float) -> np.ndarray:
    return np.array([uniform(seed, Stream.ASSIGN, key, int(member)) < share for member in members], np.bool_)


def _in_villages(asked: VillageFilter, profile: CountyProfile, state: State) -> np.ndarray:
    v = state.village
    km = v.km + v.hub_km
    inside = np.ones(len(km), np.bool_)
    if asked.farther_than_km is not None:
        inside &= km > asked.farther_than_km
    if asked.nearer_than_km is not None:
        inside &= km < asked.nearer_than_km
    if asked.product is not None:
        inside &= v.product == [product.name for product in profile.products].index(asked.product)
    if asked.townships is not None:
        inside &= np.isin(v.township + 1, asked.townships)
    if asked.remote is not None:
        inside &= (v.remote > 0.0) == asked.remote
    return inside


def _in_households(asked: HouseholdFilter, profile: CountyProfile, state: State, p: Parameters) -> np.ndarray:
    h, v = state.household, state.village
    inside = np.ones(len(h.village), np.bool_)
    for wanted, has in (
        (asked.poor, h.poor > 0.0),
        (asked.young, h.age < p.accounting.young_age),
        (asked.skilled, h.skill_floor >= p.accounting.skilled_from),
        (asked.grows, h.grows == 1),
        (asked.remote, v.remote[h.village] > 0.0),
    ):
        if wanted is not None:
            inside &= has == wanted
    if asked.product is not None:
        product = [one.name for one in profile.products].index(asked.product)
        inside &= (h.grows == 1) & (v.product[h.village] == product)
    if asked.income_fifths is not None:
        inside &= np.isin(first_year_fifths(state), asked.income_fifths)
    if asked.land_below_mu is not None:
        inside &= h.land < asked.land_below_mu
    if asked.schooling_below_years is not None:
        inside &= h.schooling < asked.schooling_below_years
    return inside


def first_year_fifths(state: State) -> np.ndarray:
    """The fifth, 1 to 5, of each sampled household by income a person in the first year, by weight."""
    h = state.household
    order = np.lexsort((h.population_id, h.income_first_year))
    running = np.cumsum(h.weight[order])
    fifths = np.empty(len(order), np.int64)
    fifths[order] = np.minimum(np.floor(5.0 * (running - 0.5 * h.weight[order]) / running[-1]), 4.0).astype(np.int64) + 1
    return fifths


def village_rank(rank: str | None, lever: int, state: State, seed: int) -> np.ndarray:
    """What villages are put in order by, the first lowest: the order of the roll-out where nothing is asked."""
    v, h = state.village, state.household
    keys: dict[str, Callable[[], np.ndarray]] = {
        "remoteness": lambda: -(v.km + v.hub_km),
        "nearness": lambda: v.km + v.hub_km,
        "roll_out": lambda: v.service_rank if lever == BROADBAND_COVERAGE else v.programme_rank,
        "random": lambda: np.array([uniform(seed, Stream.ASSIGN, RANK_KEY, i) for i in range(len(v.km))]),
        "poverty": lambda: _village_mean(h.income_first_year, state),
        "land": lambda: _village_mean(h.land, state),
        "youth": lambda: _village_mean(h.age, state),
        "skill": lambda: _village_mean(h.skill_floor, state),
    }
    return np.asarray(keys[rank or "roll_out"](), np.float64)


@entry
def ability_of(weight, ability, aimed):
    """Sum of w x ability to learn over those aimed at."""
    total = 0.0
    for i in range(len(weight)):
        if aimed[i] == 1:
            total += weight[i] * ability[i]
    return total


def households_in_order(rank: str | None, state: State, seed: int) -> np.ndarray:
    """Rows of households by a rank, then by population id."""
    ids = state.household.population_id
    if rank is None:
        return np.argsort(ids, kind="stable")
    return np.lexsort((ids, _household_rank(rank, state, seed)))


def _household_rank(rank: str, state: State, seed: int) -> np.ndarray:
    """What households are put in order by, the first lowest."""
    v, h = state.village, state.household
    keys: dict[str, Callable[[], np.ndarray]] = {
        "remoteness": lambda: -(v.km + v.hub_km)[h.village],
        "nearness": lambda: (v.km + v.hub_km)[h.village],
        "roll_out": lambda: v.programme_rank[h.village],
        "random": lambda: np.array([uniform(seed, Stream.ASSIGN, RANK_KEY, int(i)) for i in h.population_id]),
        "poverty": lambda: h.income_first_year,
        "land": lambda: h.land,
        "youth": lambda: h.age,
        "skill": lambda: h.skill_floor,
    }
    return np.asarray(keys[rank](), np.float64)


def _village_mean(values: np.ndarray, state: State) -> np.ndarray:
    """Mean over a village's sampled households; they stand for as many each."""
    h, v = state.household, state.village
    total = np.zeros(len(v.km))
    for place, value in zip(h.village, values, strict=True):
        total[place] += value
    return total / v.sampled
