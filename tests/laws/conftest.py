"""What the laws are tested on: small counties of every shipped scenario, walked month by month in the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from sim.county.measure import scratch_for
from sim.county.outcomes import OUTCOMES
from sim.county.state import State
from sim.county.synthesis import Synthesis, synthesise
from sim.engine.month import run_months
from sim.levers import Levers
from sim.parameters import packed
from sim.scenario import CountyProfile, Scenario, load_county, load_scenario
from sim.schedule import PHASES

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
ALL_LEVERS = Levers(
    broadband_subsidy=0.3, station_support=0.5, subsidy_out=2.0, subsidy_in=1.0, joint_delivery=0.5, training_seats=20.0,
    cooperative_support=0.5, cold_storage=100.0, brand_spending=0.5, supervision=0.5, start_grant=5000.0, return_grant=500.0,
    commission_rebate=0.02, assisted_ordering=0.5,
)  # fmt: skip
# Chosen so that cooperatives trade, farms open shops, and several carriers stay in villages of twenty households.
BUSY = {
    "cooperation.quantity_least": 5000.0, "cooperation.fixed_cost": 5000.0, "cooperation.ecommerce_rate": 0.05,
    "cooperation.ecommerce_constant": -3.0, "cooperation.retained": 0.2, "channel.cooperative_constant": 1.0,
    "channel.own_constant": 0.0, "logistics.loss_months": 24.0, "logistics.hub_cost": 3.0, "logistics.markup": 0.6,
    "logistics.km_cost": 1.0, "market.commission": 0.03, "channel.switching_cost": 2.0, "channel.gain_effect": 25.0,
    "cooperation.handling": 0.1,
}  # fmt: skip


def shrunk_to(hamlet: CountyProfile, county: CountyProfile) -> CountyProfile:
    """A county's own people and products in the six villages of the hamlet, with the hamlet's busy first year and market."""
    busy = {"geography": hamlet.geography, "market": hamlet.market, "first_year": hamlet.first_year}
    return county.model_copy(update=busy)


def small_scenario(name: str, months: int) -> Scenario:
    """A shipped scenario on the scale of the hamlet, every household simulated."""
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    county = shrunk_to(load_county(SCENARIOS / "counties" / "hamlet.yaml"), scenario.county)
    return scenario.model_copy(update={"county": county, "share_simulated": 1.0, "months": months})


def busy_scenario() -> Scenario:
    """The hamlet under parameters that let everything happen."""
    return small_scenario("hamlet", 84).model_copy(update={"parameters": BUSY})


def with_busy_cooperatives(case: Synthesis) -> Synthesis:
    """The same case, its cooperatives trading online from the first day with all members who grow the product."""
    h, c = case.state.household, case.state.cooperative
    h.channel[(h.cooperative >= 0) & (h.grows == 1)] = 1
    h.reputation[h.channel == 1] = 0.0
    c.trading[:] = 1
    c.online[:] = 1
    c.quantity_year[:] = 2.0 * case.parameters.cooperation.quantity_least
    return case


def with_levels(case: Synthesis, levels: tuple[float, ...], first: int = 0) -> Synthesis:
    """The same case with every lever at its given level from month `first` on, and the history's levels before."""
    table = case.trends.levels.copy()
    table[first:] = levels
    return case._replace(trends=case.trends._replace(levels=table))


def copied(state: State) -> State:
    """A state with columns of its own."""
    return State(*(type(part)(*(column.copy() for column in part)) for part in state))


def months_of(case: Synthesis, seed: int, outcomes: np.ndarray | None = None) -> Iterator[tuple[int, State, Synthesis]]:
    """Walk a case: after each month its number, the state before it, and the case with the state after it."""
    months = len(case.trends.years)
    table = np.zeros((months, len(OUTCOMES))) if outcomes is None else outcomes
    scratch = scratch_for(case.state)
    numbers = packed(case.parameters)
    for t in range(months):
        before = copied(case.state)
        run_months(t, t + 1, 0, len(PHASES), seed, numbers, case.trends, case.state, scratch, table)
        yield t, before, case


def walked(title: str) -> list[tuple[int, State, Synthesis]]:
    """Every month of 2014-2020 of a shipped scenario: its number, the state before and the case with the state after."""
    first, _, levers = title.partition(" with ")
    name, _, busy = first.partition(", ")
    case = with_busy_cooperatives(synthesise(busy_scenario(), 5)) if busy else synthesise(small_scenario(name, 84), 5)
    if levers:
        case = with_levels(case, tuple(ALL_LEVERS))
    return [(t, before, after._replace(state=copied(after.state))) for t, before, after in months_of(case, 5)]


@pytest.fixture(scope="session", params=[*SHIPPED, "baseline with all levers", "hamlet, busy with all levers"])
def history(request: pytest.FixtureRequest) -> list[tuple[int, State, Synthesis]]:
    """Every month of 2014-2020 of a shipped scenario at the scale of the hamlet, with the state before and after.

    Then twice with every lever in force, once with parameters that make every way of selling occur.
    """
    return walked(request.param)


@pytest.fixture(scope="session")
def busy_history() -> list[tuple[int, State, Synthesis]]:
    """The last of these histories, in which everything happens."""
    return walked("hamlet, busy with all levers")


@pytest.fixture(scope="session")
def scenario_at_hamlet_scale() -> Callable[[str, int], Scenario]:
    """Makes a shipped scenario small."""
    return small_scenario


@pytest.fixture(scope="session")
def set_levers() -> Callable[..., Synthesis]:
    """Puts levers in force."""
    return with_levels


@pytest.fixture(scope="session", name="months_of")
def _months_of() -> Callable[..., Iterator[tuple[int, State, Synthesis]]]:
    """Walks a case month by month."""
    return months_of


@pytest.fixture(scope="session")
def all_levers() -> Levers:
    """Every lever above zero."""
    return ALL_LEVERS


@pytest.fixture(scope="session")
def busy_county() -> Callable[[], Synthesis]:
    """Makes a hamlet in which every way of selling occurs, before any lever is set."""
    return lambda: with_busy_cooperatives(synthesise(busy_scenario(), seed=5))
