"""The twins: one county stepped phase by phase in both models, compared column by column."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from mesa.agent import AgentSet

from sim.county.panel import record_for
from sim.county.state import ENTITIES, State, columns
from sim.county.synthesis import Synthesis, synthesise
from sim.county.workspace import scratch_for
from sim.engine.month import run_months
from sim.files import Scenario, load_scenario
from sim.files.policy.schema import Measure, Target
from sim.mesa_model import RuralMarket
from sim.theory.parameters import packed
from sim.theory.schedule import PHASES, Phase

ROOT = Path(__file__).resolve().parents[2]
BUSY = {
    "cooperation.quantity_least": 5000.0,
    "cooperation.fixed_cost": 5000.0,
    "cooperation.ecommerce_constant": -3.0,
    "cooperation.ecommerce_rate": 0.05,
    "cooperation.revive_rate": 0.3,
    "trading.livestream_start": 3.0,
    "trading.livestream_rate": 0.06,
    "trading.entry_rate": 0.1,
    "trading.entry_constant": 0.0,
    "trading.fixed_cost": 1500.0,
    "trading.capital_spread": 1.2,
    "logistics.entry_margin": 0.0,
    "logistics.entry_rate": 0.1,
    "logistics.loss_months": 6.0,
    "logistics.markup": 0.6,
    "logistics.price_least": 1.0,
    "logistics.hub_volume": 50000.0,
}
LEVELS = {
    "broadband.coverage": 1.0,
    "broadband.speed": 4.0,
    "broadband.price_subsidy": 0.9,
    "broadband.poor_discount": 1.0,
    "delivery.stations": 1.0,
    "delivery.parcel_subsidy_out": 2.0,
    "delivery.parcel_subsidy_in": 2.0,
    "delivery.joint": 0.7,
    "delivery.hub_capacity": 1.0,
    "delivery.roads": 0.3,
    "delivery.cold_chain": 10.0,
    "training.seats": 20.0,
    "training.quality": 1.0,
    "training.follow_up": 6.0,
    "training.managers": 3.0,
    "training.experts": 2.0,
    "cooperatives.ecommerce_support": 1.0,
    "cooperatives.grading": 0.5,
    "cooperatives.cold_storage": 0.5,
    "quality.standards": 1.0,
    "quality.supervision": 0.7,
    "quality.brand": 20000.0,
    "merchants.startup_grant": 5000.0,
    "merchants.credit": 20000.0,
    "merchants.park": 1.0,
    "merchants.livestream_base": 1.0,
    "people.return_grant": 5000.0,
    "people.leaders": 1.0,
    "market.commission_rebate": 0.05,
    "market.platform_opening": 1.0,
    "market.experience_store": 2.0,
    "market.village_sites": 1.0,
    "services.agri_inputs": 0.5,
    "services.rural_services": 1.0,
}
"""A level of each lever that the busy hamlet feels."""

def scenario_named(name: str) -> Scenario:
    return load_scenario(ROOT / "scenarios" / f"{name}.yaml")


def on_the_hamlet(name: str, months: int) -> Scenario:
    """A shipped scenario with its county replaced by the hamlet."""
    return scenario_named(name).model_copy(update={"county": scenario_named("hamlet").county, "share_simulated": 1.0, "months": months})


def busy_hamlet(months: int, history: str = "national_average") -> Scenario:
    """A hamlet in which what is rare elsewhere happens within a few years: big harvests, one cooperative a village, cheap entry.

    Cooperatives trade, rest and sell online; merchants enter, go live and leave; carriers enter and leave.
    """
    hamlet = scenario_named("hamlet")
    products = tuple(
        product.model_copy(update={"yield_kg_mu": product.yield_kg_mu * (20.0 if product.storable_months else 5.0)})
        for product in hamlet.county.products
    )
    market = hamlet.county.market.model_copy(update={"cooperatives_per_village": 1})
    county = hamlet.county.model_copy(update={"products": products, "market": market})
    return hamlet.model_copy(update={"county": county, "months": months, "history": history, "parameters": BUSY})


def ulps(a: Any, b: Any) -> int:
    """How many floats of the same kind lie between two numbers, or their difference where they are whole."""
    if isinstance(a, np.integer):
        return abs(int(a) - int(b))
    places = [int(np.float64(x).view(np.int64)) for x in (a, b)]
    ordered = [place if place >= 0 else -(2**63) - place for place in places]
    return abs(ordered[0] - ordered[1])


def differences(engine: State, mesa: State) -> Iterator[str]:
    """Each number that differs between two states, as bytes: entity.column, who, both values."""
    for entity in ENTITIES:
        for name in columns(entity):
            a, b = getattr(getattr(engine, entity), name), getattr(getattr(mesa, entity), name)
            if a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes():
                continue
            assert (a.shape, a.dtype) == (b.shape, b.dtype), f"{entity}.{name}: {a.dtype}{a.shape} and {b.dtype}{b.shape}"
            for where in np.argwhere(a.view(np.int64) != b.view(np.int64)):
                place = tuple(int(k) for k in where)
                who = f"row {place[0]}" + (f" place {place[1]}" if len(place) > 1 else "")
                if entity == "household":
                    who += f", household {engine.household.population_id[place[0]]}"
                yield f"{entity}.{name}, {who}: engine {a[place]!r}, mesa {b[place]!r}, {ulps(a[place], b[place])} ulp apart"


class Twins:
    """One county in both models. `shuffle` puts all agents in another order before each phase of the Mesa model."""

    def __init__(self, scenario: Scenario, seed: int, shuffle: bool = True) -> None:
        self.seed = seed
        self.months = scenario.months
        self.market = RuralMarket(synthesise(scenario, seed), seed, panel=True)
        self.case: Synthesis = synthesise(scenario, seed)  # the Mesa model must not live on the engine's arrays
        self.state = self.case.state
        self.numbers = packed(self.case.parameters)
        self.scratch = scratch_for(self.state, self.case.parameters)
        self.record = record_for(self.state, self.case.trends.season, panel=True)
        self.order = Random(seed) if shuffle else None

    def shuffle(self) -> None:
        """Put the agents of every kind, and of every village, township and local market, in another order."""
        assert self.order is not None
        market = self.market
        for kind in ("farmers", "cooperatives", "merchants", "logistics_providers"):
            agents = list(getattr(market, kind))
            self.order.shuffle(agents)
            setattr(market, kind, AgentSet(agents, random=Random(0)))
        for kind in ("villages", "townships", "local_markets", "products"):
            places = list(getattr(market, kind))
            self.order.shuffle(places)
            setattr(market, kind, places)
        for places, lists in (
            (market.villages, ("farmers", "slots")),
            (market.townships, ("villages", "providers", "slots")),
            (market.local_markets, ("places", "slots")),
        ):
            for place in places:
                for members in lists:
                    self.order.shuffle(getattr(place, members))

    def run(self, month: int, phase: Phase) -> None:
        """One phase of both models."""
        if self.order is not None:
            self.shuffle()
        self.market.run_phase(phase)
        case = self.case
        run_months(
            month, month + 1, int(phase), int(phase) + 1, self.seed, self.numbers, case.trends, case.plan, self.state, self.scratch,
            self.record,
        )  # fmt: skip

    def compare(self, month: int, phase: Phase) -> None:
        """Raise AssertionError where any column differs: says month, phase, column, agent and both values, ten numbers at most."""
        found = [*differences(self.state, self.market.to_state()), *self.differences_of_targets()]
        if found:
            more = f"\n… and {len(found) - 10} more" if len(found) > 10 else ""
            raise AssertionError(f"month {month}, phase {phase.name}: {len(found)} numbers differ\n" + "\n".join(found[:10]) + more)

    def differences_of_targets(self) -> Iterator[str]:
        """Each village and household that one model has served, or given a seat by rank, and the other has not."""
        for measure in self.market.government.measures:
            plan, taken = self.case.plan, {village: 1 for village in measure.taken}
            by_rank = int(plan.by_rank[measure.row])
            seated = plan.seated[by_rank] if by_rank >= 0 else np.zeros(0)
            for kind, mine, engine in (("village", taken, plan.taken[measure.row]), ("household", measure.seated, seated)):
                theirs = {row: number for row, number in enumerate(engine.tolist()) if number}
                for row, number in sorted({(member.row, number) for member, number in mine.items()} ^ set(theirs.items())):
                    yield f"measure {measure.row}, {measure.kind.key}: {kind} row {row} has {number!r} in one model only"

    def live(self, months: int) -> None:
        """So many months, compared after every phase; then outcomes, outlays and the households' years."""
        for month in range(months):
            for phase in PHASES:
                self.run(month, phase)
                self.compare(month, phase)
            for kept in ("outcomes", "outlays", "spent", "unpaid"):
                mine, engine = (getattr(record, kept)[month].tobytes() for record in (self.market.record, self.record))
                assert mine == engine, f"{kept} of month {month} differ"
            assert self.market.record.panel.tobytes() == self.record.panel.tobytes(), f"panels differ after month {month}"


def measure(lever: str, level: float | Sequence[float], months: int, budget: float | None = None, **target: Any) -> Measure:
    """A measure of one level, or of levels month by month, for those whom `target` says."""
    levels = tuple(level) if isinstance(level, Sequence) else (level,) * months
    return Measure(policy="policies.1", lever=lever, levels=levels, target=Target(**target), budget=budget)


def governed(world: Scenario, measures: Sequence[Measure], seed: int = 1) -> Twins:
    """Both models under these measures to the end of the horizon, compared after every phase."""
    pair = Twins(world.with_measures(measures), seed)
    pair.live(world.months)
    return pair


@pytest.fixture(name="twins")
def _twins() -> type[Twins]:
    """The class: `twins(scenario, seed)` is a county in both models."""
    return Twins


@pytest.fixture(name="on_the_hamlet")
def _on_the_hamlet() -> Callable[[str, int], Scenario]:
    return on_the_hamlet


@pytest.fixture(name="scenario_named")
def _scenario_named() -> Callable[[str], Scenario]:
    return scenario_named


@pytest.fixture(name="busy_hamlet")
def _busy_hamlet() -> Callable[..., Scenario]:
    return busy_hamlet


@pytest.fixture(name="levels", scope="session")
def _levels() -> dict[str, float]:
    """A level of each lever that the busy hamlet feels."""
    return LEVELS


@pytest.fixture(name="measure", scope="session")
def _measure() -> Callable[..., Measure]:
    return measure


@pytest.fixture(name="governed", scope="session")
def _governed() -> Callable[..., Twins]:
    return governed
