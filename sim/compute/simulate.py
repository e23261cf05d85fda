"""Simulate a scenario: synthesise the county, run its months in a backend, hand back the trajectory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from sim.county.panel import MEASURE_DISTRIBUTION, MEASURE_GROUPS, MEASURE_SUMS, Record
from sim.county.state import State
from sim.county.synthesis import Synthesis, synthesise, synthesised
from sim.files import Month, Scenario
from sim.reading.arguments import checked_model, of_kind, seed_number
from sim.reading.wrong_keys_and_values import closest
from sim.theory.outcomes import DISTRIBUTION, GROUPS, OUTCOMES, SUMS
from sim.theory.parameters import Parameters

COLUMNS = tuple(outcome.name for outcome in OUTCOMES)
"""The columns of a trajectory."""

Backend = Callable[[Synthesis, int, Callable[[int, int], None] | None, bool, bool], Record]


@dataclass(frozen=True)
class Trajectory:
    """The outcomes of one case by month: `outcomes` is float64 [months, outcomes], columns in the order of `columns`.

    `outlays` is what the public spent, int64 fen [months, levers, villages + 1], the last column for the county as a whole, or no months
    where it was left out. `spent` and `unpaid` are what each of the scenario's measures spent since the start, and was asked for past the
    end of its budget, fen [months, measures]. Where a panel was asked for, `panel` is float64 [years, households, len(PANEL)]
    (`sim.county.panel`), and `households` says who they are.
    """

    scenario_name: str
    seed: int
    months: tuple[str, ...]
    columns: tuple[str, ...]
    outcomes: np.ndarray
    share_simulated: float
    outlays: np.ndarray
    spent: np.ndarray
    unpaid: np.ndarray
    panel: np.ndarray
    years: tuple[int, ...]
    households: dict[str, np.ndarray]
    products: tuple[str, ...]

    def __getitem__(self, name: str) -> np.ndarray:
        """The months of one outcome. Raises KeyError where there is none of that name, or it was not kept."""
        if name not in self.columns:
            if name in COLUMNS:
                raise KeyError(f"{name} was not kept, but {', '.join(self.columns)}: name it under outcomes")
            raise KeyError(name)
        return self.outcomes[:, self.columns.index(name)]

    def table(self) -> Any:
        """The trajectory as a pyarrow table: the month ("2014-01"), then a float64 column for each outcome."""
        import pyarrow as pa

        return pa.table({"month": list(self.months), **{name: self[name] for name in self.columns}})

    def digest(self) -> str:
        """SHA-256 of names, months and the bytes of the outcomes (little-endian): equal digests, equal results."""
        digest = hashlib.sha256("\n".join((*self.columns, *self.months)).encode())
        digest.update(np.ascontiguousarray(self.outcomes, "<f8").tobytes())
        return digest.hexdigest()


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    backend: Backend | None = None,
    progress: Callable[[int, int], None] | None = None,
    panel: bool = False,
    outlays: bool = True,
    outcomes: Sequence[str] | None = None,
    time_step: str = "monthly",
) -> Trajectory:
    """Run one case of a scenario.

    `seed` defaults to the scenario's; `backend` to the compiled engine (`sim.engine.run`), or `sim.mesa_model.run` for the Mesa model,
    which gives the same bytes. `progress(done, of)` is told the months done; `panel` keeps each household's years; `outlays=False` leaves
    out the table of outlays by lever and village, which is large. `outcomes` are those that are kept, all where it is None. With a
    `time_step` of "yearly" states are measured in the last month of each calendar year and of the horizon, with "final" in the last
    month alone, and flows then in the last twelve; where a month was not measured stands nan. What is kept is the same, to the last bit.

    Raises TypeError for an argument of another kind, and ValueError for one out of range, for a scenario that was copied with values that
    do not hold together, and where the county cannot be sampled as asked.
    """
    of_kind("scenario", scenario, Scenario, "a Scenario (load_scenario reads one from a file)")
    checked_model("scenario", scenario)
    seed = seed_number("seed", scenario.seed if seed is None else seed)
    for name, value in (("backend", backend), ("progress", progress)):
        if value is not None and not callable(value):
            raise TypeError(f"{name}: expected a function, got {type(value).__name__}")
    for name, choice in (("panel", panel), ("outlays", outlays)):
        of_kind(name, choice, bool, "True or False")
    if time_step not in TIME_STEPS:
        raise ValueError(f"time_step: expected {', '.join(TIME_STEPS)}, got {time_step!r}")
    kept = COLUMNS if outcomes is None else _named(outcomes)
    months = wanted_months(scenario.start, scenario.months, time_step)
    if backend is not None:
        return _only(_run(synthesise(scenario, seed), scenario, seed, backend, progress, panel, outlays), kept, months)
    from sim.engine import run

    measuring = partial(run, measured=parts_of_months(kept, months))
    with synthesised(scenario, seed) as case:
        return _only(_run(case, scenario, seed, measuring, progress, panel, outlays), kept, months)


TIME_STEPS = ("monthly", "yearly", "final")
PARTS = {SUMS: MEASURE_SUMS, DISTRIBUTION: MEASURE_SUMS | MEASURE_DISTRIBUTION, GROUPS: MEASURE_SUMS | MEASURE_GROUPS}


class WantedMonths(NamedTuple):
    """The months of a horizon whose states and whose flows are wanted: bool [T] each."""

    states: np.ndarray
    flows: np.ndarray


@lru_cache(64)
def wanted_months(start: Month, months: int, time_step: str) -> WantedMonths:
    """Which months a time step looks at."""
    rows = np.arange(months)
    if time_step == "monthly":
        return WantedMonths(rows >= 0, rows >= 0)
    last = rows == months - 1
    if time_step == "yearly":
        return WantedMonths(last | ((rows + start.month) % 12 == 0), rows >= 0)
    return WantedMonths(last, rows >= months - 12)


def parts_of_months(outcomes: Sequence[str], months: WantedMonths) -> np.ndarray:
    """What has to be measured of each month for these outcomes: uint8 [T] (`sim.county.panel.Record`)."""
    parts = np.zeros(len(months.states), np.uint8)
    for one in OUTCOMES:
        if one.name in outcomes:
            parts[months.flows if one.flow else months.states] |= PARTS[one.part]
    return parts


def _only(whole: Trajectory, kept: tuple[str, ...], months: WantedMonths) -> Trajectory:
    """A trajectory of the outcomes that are kept, nan where a month is not looked at."""
    if kept == COLUMNS and months.states.all():
        return whole
    flows = {one.name: one.flow for one in OUTCOMES}
    values = np.column_stack([np.where(months.flows if flows[name] else months.states, whole[name], np.nan) for name in kept])
    return replace(whole, columns=kept, outcomes=values)


def _named(outcomes: Sequence[str]) -> tuple[str, ...]:
    """The outcomes that an argument names, each once. Raises TypeError for another kind, ValueError for none or an unknown one."""
    of_kind("outcomes", outcomes, list | tuple, "a list of names of outcomes")
    if not outcomes:
        raise ValueError("outcomes: expected at least one name, got an empty list; None keeps all")
    for name in outcomes:
        of_kind("outcomes", name, str, "names of outcomes")
        if name not in COLUMNS:
            raise ValueError(f"outcomes: no outcome named {name!r}{_meant(name)}")
    return tuple(dict.fromkeys(outcomes))


def _meant(name: object) -> str:
    meant = closest(name, COLUMNS)
    return "" if meant is None else f"; did you mean {meant!r}?"


def _run(
    case: Synthesis,
    scenario: Scenario,
    seed: int,
    backend: Backend,
    progress: Callable[[int, int], None] | None,
    panel: bool,
    outlays: bool,
) -> Trajectory:
    households = household_table(case.state, case.parameters) if panel else {}
    record = backend(case, seed, progress, panel, outlays)
    first = int(case.trends.season[0])
    first_measure = len(case.plan.lever) - len(scenario.measures)
    return Trajectory(
        scenario_name=scenario.name,
        seed=seed,
        months=_months(scenario.start, scenario.months),
        columns=COLUMNS,
        outcomes=record.outcomes,
        share_simulated=scenario.share_simulated,
        outlays=record.outlays,
        spent=record.spent[:, first_measure:],
        unpaid=record.unpaid[:, first_measure:],
        panel=record.panel,
        years=tuple(first + year for year in range(len(record.panel))),
        households=households,
        products=tuple(product.name for product in scenario.county.products),
    )


@lru_cache(64)
def _months(start: Month, months: int) -> tuple[str, ...]:
    return tuple(str(start.plus(t)) for t in range(months))


def household_table(state: State, p: Parameters) -> dict[str, np.ndarray]:
    """Who the sampled households are on the first day, before anything happens: one array a trait.

    Population id, weight, size [persons], village and product [rows], km to the county seat, whether poor, remote, young, skilled or a
    grower (0/1), first-year income [CNY a person a year], skill, age and schooling [years], land [mu].
    """
    h, v = state.household, state.village
    return {
        "population_id": h.population_id.copy(),
        "weight": h.weight.copy(),
        "size": h.size.copy(),
        "village": h.village.copy(),
        "product": v.product[h.village],
        "km": (v.km + v.hub_km)[h.village],
        "poor": h.poor.copy(),
        "remote": v.remote[h.village],
        "young": (h.age < p.accounting.young_age).astype(np.float64),
        "skilled": (h.skill_floor >= p.accounting.skilled_from).astype(np.float64),
        "grows": h.grows.astype(np.int64),
        "income_first_year": h.income_first_year.copy(),
        "skill": h.skill.copy(),
        "age": h.age.copy(),
        "schooling": h.schooling.copy(),
        "land": h.land.copy(),
    }
