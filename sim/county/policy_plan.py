"""The policies of a scenario as tables: whom each reaches, in which order, at which level each month, for which price.

A scenario's measures are put together with what programmes did on average in the nation (`history: national_average`), which are measures
without a budget. A measure reaches the villages and households that its target's filters and lottery leave, in the order of its rank.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.county.policy_targets import ability_of, households_aimed, households_in_order, village_rank, villages_aimed
from sim.county.state import State
from sim.county.trends import Trends, average_programmes
from sim.files import CountyProfile, Measure, Scenario
from sim.files.policy.schema import Target
from sim.theory.levers import (
    COLD_CHAIN,
    HUB_CAPACITY,
    LEVERS,
    MANAGER_SEATS,
    NUMBER,
    PAYMENTS,
    REACHES,
    ROADS,
    STATIONS,
    TRAINING_SEATS,
    VILLAGE_SITES,
)
from sim.theory.parameters import Parameters

NO_BUDGET = -1
OUTSIDE = 2.0  # the place of a village outside the target: beyond every share
FEN_MOST = 2**52  # a budget of 45 trillion CNY


class Plan(NamedTuple):
    """The measures of a case and the price list of the levers.

    M measures, V villages, H households, T months, L levers; G targets that differ, S measures that give seats by rank. `taken` and
    `seated` are filled while the model runs.
    """

    lever: np.ndarray  # [M] row of its lever
    following: np.ndarray  # [M] next measure of the same lever, -1 none
    first: np.ndarray  # [L] first measure of each lever, -1 none
    levels: np.ndarray  # [T, M] level, lever's unit
    left: np.ndarray  # [T, M] months from this one on in which the level is above zero
    budget: np.ndarray  # [M] fen, -1 none
    draw: np.ndarray  # [M] number of the measure among those with its lever and any level: keys its draws
    ranked: np.ndarray  # [M] 1 where its target has a rank of households
    share: np.ndarray  # [M, V] part of a county-wide quantity that goes to the village
    place: np.ndarray  # [M, V] 0 first .. 1 last of the target, 2 outside it
    order: np.ndarray  # [M, V] villages in the order of the rank
    target: np.ndarray  # [M] row of its target
    aimed: np.ndarray  # uint8 [G, H] 1 in the target
    order_households: np.ndarray  # int32 [G, H] households in the order of the rank, then by population id; levers on households only
    ability: np.ndarray  # [M] sum of w x ability to learn over the target
    taken: np.ndarray  # [M, V] 1 from the month in which a village-wide service was granted
    by_rank: np.ndarray  # [M] row of a measure that gives seats by rank, -1 for others
    seated: np.ndarray  # [S, H] seats by rank had so far, 1 at most
    reach: np.ndarray  # [L] place in REACHES of sim.theory.levers
    union: np.ndarray  # [L] 1 where a village is served or not
    payment: np.ndarray  # [L] place in PAYMENTS
    capital: np.ndarray  # [L, V + 1] CNY once for a level of 1 in the village; last column: the county
    running: np.ndarray  # [L, V + 1] CNY a month for a level of 1


class Aimed(NamedTuple):
    """What a plan's measures aim at, whatever their levels and budgets: some of the columns of a `Plan`. Nobody writes into it."""

    lever: np.ndarray
    following: np.ndarray
    first: np.ndarray
    ranked: np.ndarray
    share: np.ndarray
    place: np.ndarray
    order: np.ndarray
    target: np.ndarray
    aimed: np.ndarray
    order_households: np.ndarray
    ability: np.ndarray
    by_rank: np.ndarray
    reach: np.ndarray
    union: np.ndarray
    payment: np.ndarray
    capital: np.ndarray
    running: np.ndarray


Aims = tuple[tuple[str, Target], ...]
"""The lever and the target of each measure."""
MOST_AIMS = 4
"""Combinations of levers and targets that are known at once of one first day."""


def plan(scenario: Scenario, state: State, world: Trends, p: Parameters, seed: int, known: dict[Aims, Aimed] | None = None) -> Plan:
    """The tables of a scenario's measures over a settled county. A measure that reaches nobody is kept and does nothing.

    `known` holds what was worked out before of the same first day, and is given more: cases of a sweep differ in levels alone.
    """
    measures = [*_history(scenario, world, float(state.county.households[0])), *scenario.measures]
    months, n, villages, households = scenario.months, len(measures), len(state.village.km), len(state.household.village)
    levels = np.array([one.levels for one in measures], np.float64).reshape(n, months)
    left = np.cumsum(levels[:, ::-1] > 0.0, axis=1, dtype=np.int64)[:, ::-1]
    budget, draw = np.full(n, NO_BUDGET, np.int64), np.zeros(n, np.int64)
    for m, one in enumerate(measures):
        if one.budget is not None:
            budget[m] = min(int(one.budget * 100.0 + 0.5), FEN_MOST)
        draw[m] = sum(1 for other in measures[:m] if other.lever == one.lever and any(other.levels))
    aims = tuple((one.lever, one.target) for one in measures)
    aimed = None if known is None else known.get(aims)
    if aimed is None:
        aimed = _aimed(aims, scenario.county, state, p, seed)
        if known is not None:
            if len(known) >= MOST_AIMS:
                known.clear()
            known[aims] = aimed
    return Plan(
        levels=levels.T.copy(), left=left.T.copy(), budget=budget, draw=draw, taken=np.zeros((n, villages), np.int64),
        seated=np.zeros((int(np.max(aimed.by_rank, initial=-1)) + 1, households)), **aimed._asdict(),
    )  # fmt: skip


def _aimed(aims: Aims, profile: CountyProfile, state: State, p: Parameters, seed: int) -> Aimed:
    h, v = state.household, state.village
    n, rows = len(aims), (len(v.km), len(h.village))
    targets = {target: row for row, target in enumerate(dict.fromkeys(target for _, target in aims))}
    by_rank = [m for m, (lever, target) in enumerate(aims) if NUMBER[lever] == TRAINING_SEATS and target.rank is not None]
    table = Aimed(
        lever=np.array([NUMBER[lever] for lever, _ in aims], np.int64), **_by_lever(aims),
        ranked=np.array([0 if target.rank is None else 1 for _, target in aims], np.int64), share=np.zeros((n, rows[0])),
        place=np.full((n, rows[0]), OUTSIDE), order=np.zeros((n, rows[0]), np.int64),
        target=np.array([targets[target] for _, target in aims], np.int64), aimed=np.zeros((len(targets), rows[1]), np.uint8),
        order_households=np.zeros((len(targets), rows[1]), np.int32), ability=np.zeros(n),
        by_rank=np.array([by_rank.index(m) if m in by_rank else -1 for m in range(n)], np.int64),
        reach=np.array([REACHES.index(one.reach) for one in LEVERS], np.int64),
        union=np.array([1 if one.union else 0 for one in LEVERS], np.int64),
        payment=np.array([PAYMENTS.index(one.paid) for one in LEVERS], np.int64), **_prices(state, p),
    )  # fmt: skip
    for target, row in targets.items():
        villages = villages_aimed(target, profile, state, p, seed)
        table.aimed[row] = households_aimed(target, villages, profile, state, p, seed)
        ability = ability_of(h.weight, h.ability, table.aimed[row])
        for m in np.flatnonzero(table.target == row).tolist():
            order = np.argsort(village_rank(target.rank, int(table.lever[m]), state, seed), kind="stable")
            table.order[m] = order
            inside = order[villages[order]]
            table.place[m, inside] = (np.arange(len(inside)) + 0.5) / len(inside)
            table.share[m, inside] = 1.0 / max(len(inside), 1) if table.lever[m] == MANAGER_SEATS else 1.0
            table.ability[m] = ability
        if any(LEVERS[NUMBER[lever]].reach == "household" for lever, asked in aims if asked == target):
            table.order_households[row] = households_in_order(target.rank, state, seed)
    for column in table:
        column.flags.writeable = False
    return table


def _by_lever(aims: Aims) -> dict[str, np.ndarray]:
    """The measures of each lever as a chain: for each measure the next one, for each lever the first; -1 where there is none."""
    following, first = np.full(len(aims), -1, np.int64), np.full(len(LEVERS), -1, np.int64)
    for m in reversed(range(len(aims))):
        lever = NUMBER[aims[m][0]]
        following[m], first[lever] = first[lever], m
    return {"following": following, "first": first}


def number_of_measures(scenario: Scenario) -> int:
    """Rows of a scenario's plan: its measures, after those of the history."""
    return len(scenario.measures) + (2 if scenario.history == "national_average" else 0)


def _history(scenario: Scenario, world: Trends, households: float) -> tuple[Measure, ...]:
    """What programmes did on average, as measures for all without a budget."""
    if scenario.history != "national_average":
        return ()
    return _average(tuple(world.programme_years.tolist()), households)


@lru_cache(64)
def _average(programme_years: tuple[float, ...], households: float) -> tuple[Measure, ...]:
    """The measures of the history by month, worked out once for cases with the same months and as many households."""
    stations, seats = zip(*(average_programmes(years) for years in programme_years), strict=True)
    persons = tuple(level * households / 1000.0 for level in seats)
    return (
        Measure(policy="history", lever=LEVERS[STATIONS].key, levels=stations, target=Target(), budget=None),
        Measure(policy="history", lever=LEVERS[TRAINING_SEATS].key, levels=persons, target=Target(), budget=None),
    )


def _prices(state: State, p: Parameters) -> dict[str, np.ndarray]:
    """What a level of 1 costs in each village and, in the last column, in the county as a whole: capital, and each month."""
    v, c = state.village, p.costs
    villages, households = len(v.km), float(state.county.households[0])
    capital, running = np.zeros((len(LEVERS), villages + 1)), np.zeros((len(LEVERS), villages + 1))
    for key, price in {
        "broadband.coverage": c.coverage_running, "broadband.speed": c.speed_running, "delivery.joint": c.joint_running,
        "training.managers": p.accounting.seat_cost, "merchants.livestream_base": c.livestream_base, "people.leaders": c.leader,
        "services.agri_inputs": c.agri_inputs,
    }.items():  # fmt: skip
        running[NUMBER[key], :villages] = price
    running[NUMBER["services.rural_services"], :villages] = c.rural_services * v.households
    running[STATIONS, :villages] = p.logistics.station_cost
    running[VILLAGE_SITES, :villages] = c.clerk
    capital[NUMBER["broadband.coverage"], :villages] = c.coverage_capital
    capital[STATIONS, :villages] = c.station_capital
    capital[ROADS, :villages] = 10.0 * c.road_capital * v.km
    for key, price in {
        "training.experts": c.expert, "quality.standards": c.standards * households, "quality.supervision": c.supervision * households,
        "quality.brand": 1.0, "merchants.park": c.park * households / 1000.0, "market.platform_opening": c.platform_opening * households,
        "market.experience_store": c.experience_store,
    }.items():  # fmt: skip
        running[NUMBER[key], villages] = price
    capital[HUB_CAPACITY, villages] = c.hub_capital * households / 1000.0
    capital[COLD_CHAIN, villages] = c.cold_capital
    running[COLD_CHAIN, villages] = c.cold_running
    return {"capital": capital, "running": running}
