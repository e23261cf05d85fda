"""What the laws are tested on: small counties of every shipped scenario, walked month by month in the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from sim.county.panel import Record, record_for
from sim.county.policy_plan import Plan, number_of_measures, plan
from sim.county.state import State
from sim.county.synthesis import Synthesis, synthesise
from sim.county.workspace import scratch_for
from sim.engine.month import run_months
from sim.files import CountyProfile, Measure, Scenario, load_county, load_scenario
from sim.files.policy.schema import Target
from sim.theory.levers import LEVERS
from sim.theory.parameters import packed
from sim.theory.schedule import PHASES

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
SEED = 5
EVERY_LEVER = {
    "broadband.coverage": 0.9, "broadband.speed": 0.5, "broadband.price_subsidy": 0.3, "broadband.poor_discount": 0.5,
    "delivery.stations": 0.6, "delivery.parcel_subsidy_out": 2.0, "delivery.parcel_subsidy_in": 1.0, "delivery.joint": 0.5,
    "delivery.hub_capacity": 0.5, "delivery.roads": 0.2, "delivery.cold_chain": 4.0, "training.seats": 5.0, "training.quality": 0.5,
    "training.follow_up": 6.0, "training.managers": 3.0, "training.experts": 0.5, "cooperatives.ecommerce_support": 0.5,
    "cooperatives.grading": 0.4, "cooperatives.cold_storage": 0.1, "quality.standards": 0.5, "quality.supervision": 0.5,
    "quality.brand": 60.0, "merchants.startup_grant": 1500.0, "merchants.credit": 20000.0, "merchants.park": 0.5,
    "merchants.livestream_base": 0.5, "people.return_grant": 500.0, "people.leaders": 0.5, "market.commission_rebate": 0.02,
    "market.platform_opening": 0.5, "market.experience_store": 0.25, "market.village_sites": 0.6, "services.agri_inputs": 0.5,
    "services.rural_services": 0.5,
}  # fmt: skip
# Chosen so that cooperatives trade, farms open shops and merchants enter short of capital, and several carriers stay in villages of
# twenty households.
BUSY = {
    "cooperation.quantity_least": 5000.0, "cooperation.fixed_cost": 5000.0, "cooperation.ecommerce_rate": 0.05,
    "cooperation.ecommerce_constant": -3.0, "cooperation.retained": 0.2, "channel.cooperative_constant": 1.0,
    "channel.own_constant": 0.0, "logistics.loss_months": 24.0, "logistics.hub_cost": 3.0, "logistics.markup": 0.6,
    "logistics.km_cost": 1.0, "market.commission": 0.03, "channel.switching_cost": 2.0, "channel.gain_effect": 25.0,
    "cooperation.handling": 0.1, "trading.entry_rate": 0.1, "trading.entry_constant": 0.0, "trading.fixed_cost": 1500.0,
    "trading.capital_start": 15000.0, "work.rate_return": 0.05, "work.rate_leave": 0.05, "channel.leader_effect": 0.06,
}  # fmt: skip
WITH_LEVERS = " with all levers"
WITH_BUDGETS = " with all levers and budgets that bind"
SAMPLED = "a sample of "
Walk = list[tuple[int, State, Synthesis]]


def shrunk_to(hamlet: CountyProfile, county: CountyProfile) -> CountyProfile:
    """A county's own people and products in the six villages of the hamlet, with the hamlet's busy first year and market."""
    busy = {"geography": hamlet.geography, "market": hamlet.market, "first_year": hamlet.first_year}
    return county.model_copy(update=busy)


def small_scenario(name: str, months: int) -> Scenario:
    """A shipped scenario on the scale of the hamlet, every household simulated."""
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    county = shrunk_to(load_county(SCENARIOS / "counties" / "hamlet.yaml"), scenario.county)
    return scenario.model_copy(update={"county": county, "share_simulated": 1.0, "months": months})


def busy_scenario(months: int = 84, name: str = "hamlet") -> Scenario:
    """A small county under parameters that let everything happen."""
    return small_scenario(name, months).model_copy(update={"parameters": BUSY})


def with_busy_cooperatives(case: Synthesis) -> Synthesis:
    """The same case, its cooperatives trading online from the first day with all members who grow the product."""
    h, c = case.state.household, case.state.cooperative
    h.channel[(h.cooperative >= 0) & (h.grows == 1)] = 1
    h.reputation[h.channel == 1] = 0.0
    c.trading[:] = 1
    c.online[:] = 1
    c.quantity_year[:] = 2.0 * case.parameters.cooperation.quantity_least
    return case


def measure_of(
    lever: str, level: float, months: int, first: int = 0, last: int | None = None, target: Target | None = None,
    budget: float | None = None, policy: str = "policy",
) -> Measure:  # fmt: skip
    """A lever at a level in the months first <= t < last of a horizon, to its end where no `last` is given."""
    levels = tuple(level if first <= t < (months if last is None else last) else 0.0 for t in range(months))
    return Measure(policy=policy, lever=lever, levels=levels, target=target or Target(), budget=budget)


def with_levels(
    scenario: Scenario, levels: Mapping[str, float], budgets: Mapping[str, float] | None = None
) -> Scenario:
    """A scenario with levers at given levels in every month, each with a budget [CNY] where `budgets` has one."""
    limits = budgets or {}
    added = (measure_of(key, level, scenario.months, budget=limits.get(key)) for key, level in levels.items())
    return scenario.model_copy(update={"measures": (*scenario.measures, *added)})


def with_needed_beside(scenario: Scenario, lever: str) -> Scenario:
    """The scenario with what a lever needs beside it to cost anything: seats for what follows a seat, stations for clerks."""
    beside = {
        "training.quality": ("training.seats", 5.0), "training.follow_up": ("training.seats", 5.0),
        "market.village_sites": ("delivery.stations", 0.9),
    }.get(lever)  # fmt: skip
    return scenario if beside is None else with_levels(scenario, dict([beside]))


def copied(state: State) -> State:
    """A state with columns of its own."""
    return State(*(type(part)(*(column.copy("K") for column in part)) for part in state))


def months_of(case: Synthesis, seed: int, record: Record | None = None) -> Iterator[tuple[int, State, Synthesis]]:
    """Walk a case: after each month its number, the state before it, and the case with the state after it."""
    kept = record_for(case.state, case.trends.season, False) if record is None else record
    scratch = scratch_for(case.state, case.parameters)
    numbers = packed(case.parameters)
    for t in range(len(case.trends.years)):
        before = copied(case.state)
        run_months(t, t + 1, 0, len(PHASES), seed, numbers, case.trends, case.plan, case.state, scratch, kept)
        yield t, before, case


def with_measures_in(
    case: Synthesis, scenario: Scenario, measures: tuple[Measure, ...], seed: int, table: Plan | None = None
) -> Synthesis:
    """A copy of a case, at whatever moment it is, with these measures in place of its own and their purses full.

    Right because whom a measure reaches is fixed by what never changes, and because nothing differs before a measure starts. `table`
    is their plan, where another month of the same county has made it.
    """
    told = scenario.model_copy(update={"measures": measures})
    state = copied(case.state)
    purse = type(state.measure)(*(np.zeros(number_of_measures(told), np.int64) for _ in state.measure))
    made = plan(told, state, case.trends, case.parameters, seed) if table is None else table
    own = made._replace(taken=np.zeros_like(made.taken), seated=np.zeros_like(made.seated))
    return case._replace(state=state._replace(measure=purse), plan=own)


def run_phases(case: Synthesis, seed: int, month: int, first: int, last: int) -> State:
    """The state of a case after the phases `first` to `last` of a month."""
    record, scratch = record_for(case.state, case.trends.season, False), scratch_for(case.state, case.parameters)
    numbers, phases = packed(case.parameters), (int(first), int(last) + 1)
    run_months(month, month + 1, *phases, seed, numbers, case.trends, case.plan, case.state, scratch, record)
    return case.state


def budgets_that_bind(scenario: Scenario, busy: bool, share: float = 0.4) -> dict[str, float]:
    """CNY for each lever: a part, in whole fen, of what it costs without a budget."""
    case = synthesise(with_levels(scenario, EVERY_LEVER), SEED)
    for _, _, after in months_of(with_busy_cooperatives(case) if busy else case, SEED):
        spent = after.state.measure.spent[-len(EVERY_LEVER) :].copy()
    return {key: max(int(share * fen), 1) / 100.0 for key, fen in zip(EVERY_LEVER, spent, strict=True)}


def walked(title: str) -> Walk:
    """Every month of 2014-2020 of a shipped scenario: its number, the state before and the case with the state after."""
    first, _, rest = title.partition(WITH_LEVERS)
    name, _, said = first.partition(", ")
    busy = bool(said)
    name, sampled = name.removeprefix(SAMPLED), name.startswith(SAMPLED)
    scenario = busy_scenario() if busy else small_scenario(name, 84)
    if sampled:  # 17 of the 20 households of a village, the fewest there may be
        scenario = scenario.model_copy(update={"share_simulated": 0.85})
    if title.endswith(WITH_BUDGETS):
        scenario = with_levels(scenario, EVERY_LEVER, budgets_that_bind(scenario, busy))
    elif title.endswith(WITH_LEVERS) and not rest:
        scenario = with_levels(scenario, EVERY_LEVER)
    case = synthesise(scenario, SEED)
    if busy:
        case = with_busy_cooperatives(case)
    return [(t, before, after._replace(state=copied(after.state))) for t, before, after in months_of(case, SEED)]


@pytest.fixture(
    scope="session",
    params=[
        *SHIPPED, *(name + WITH_LEVERS for name in ("baseline", "longnan", "hamlet, busy", f"{SAMPLED}hamlet, busy")),
        *(name + WITH_BUDGETS for name in ("fuping", "hamlet, busy")),
    ],
)  # fmt: skip
def history(request: pytest.FixtureRequest) -> Walk:
    """Every month of 2014-2020 of a shipped scenario at the scale of the hamlet, with the state before and after.

    Then with every lever in force, also under parameters that make every way of selling occur, in a sample of its households, and with
    budgets of which each ends.
    """
    return walked(request.param)


@pytest.fixture(scope="session")
def busy_history() -> Walk:
    """The history in which everything happens, with every lever in force."""
    return walked("hamlet, busy" + WITH_LEVERS)


@pytest.fixture(scope="session")
def budget_history() -> Walk:
    """The same with budgets that bind."""
    return walked("hamlet, busy" + WITH_BUDGETS)


@pytest.fixture(scope="session")
def scenario_at_hamlet_scale() -> Callable[[str, int], Scenario]:
    """Makes a shipped scenario small."""
    return small_scenario


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], Scenario]:
    """Loads a shipped scenario."""
    return lambda name: load_scenario(SCENARIOS / f"{name}.yaml")


@pytest.fixture(scope="session", name="busy_scenario")
def _busy_scenario() -> Callable[..., Scenario]:
    """Makes a small county in which everything happens, `months` long."""
    return busy_scenario


@pytest.fixture(scope="session", name="measure_of")
def _measure_of() -> Callable[..., Measure]:
    """Makes a measure: a lever at a level from one month to another."""
    return measure_of


@pytest.fixture(scope="session")
def set_levers() -> Callable[..., Scenario]:
    """Puts levers in force in every month."""
    return with_levels


@pytest.fixture(scope="session")
def needed_beside() -> Callable[[Scenario, str], Scenario]:
    """Puts beside a lever what it needs."""
    return with_needed_beside


@pytest.fixture(scope="session", name="months_of")
def _months_of() -> Callable[..., Iterator[tuple[int, State, Synthesis]]]:
    """Walks a case month by month."""
    return months_of


@pytest.fixture(scope="session", name="with_measures_in")
def _with_measures_in() -> Callable[..., Synthesis]:
    """Puts measures into a case that is under way."""
    return with_measures_in


@pytest.fixture(scope="session", name="run_phases")
def _run_phases() -> Callable[..., State]:
    """Runs some phases of a month."""
    return run_phases


@pytest.fixture(scope="session", name="copied")
def _copied() -> Callable[[State], State]:
    """Copies a state."""
    return copied


@pytest.fixture(scope="session")
def every_lever() -> dict[str, float]:
    """Every lever, in the order of `LEVERS`, at a level above zero."""
    assert list(EVERY_LEVER) == [lever.key for lever in LEVERS]
    return dict(EVERY_LEVER)


@pytest.fixture(scope="session")
def budgets(every_lever: dict[str, float]) -> dict[str, float]:
    """CNY for each lever, all of which the busy county would spend."""
    return budgets_that_bind(busy_scenario(), True)


@pytest.fixture(scope="session")
def busy_case() -> Callable[..., Synthesis]:
    """Synthesises a county whose cooperatives trade online from the first day."""
    return lambda scenario, seed=SEED: with_busy_cooperatives(synthesise(scenario, seed))


@pytest.fixture(scope="session")
def busy_county() -> Callable[[], Synthesis]:
    """Makes a hamlet in which every way of selling occurs, before any lever is set."""
    return lambda: with_busy_cooperatives(synthesise(busy_scenario(), SEED))
