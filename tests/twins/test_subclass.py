"""A researcher's own behaviour: subclass an agent, override one decision, run it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.files import Scenario, load_scenario
from sim.mesa_model import Cooperative, Farmer, Government, Merchant, RuralMarket
from sim.theory.levers import TRAINING_SEATS
from sim.theory.outcomes import OUTCOMES
from sim.theory.schedule import PHASES

ROOT = Path(__file__).resolve().parents[2]
FIRST_CHOICE = 4  # the hamlet's berries are chosen for in May, its walnuts in September
MONTHS = 24
COLUMN = {outcome.name: k for k, outcome in enumerate(OUTCOMES)}


class NeverOnline(Farmer):
    """Would not open a shop of its own, and closes one it has."""

    def may_have_own_shop(self) -> int:
        return 0


class StaysPut(Farmer):
    """Sells next year as this year."""

    def choose(self) -> None:
        self.start_paid_month = 0.0


class Enthusiast(Farmer):
    """Finds a shop of its own more attractive than others do."""

    def utility_of_own_shop(self, season: Any) -> float:
        return super().utility_of_own_shop(season) + 5.0

    def considers_own_shop(self) -> bool:
        return True


class Eager(Cooperative):
    """A cooperative that sells online whenever it trades."""

    def decide_to_go_online(self) -> int:
        return int(self.trading)


class Reluctant(Merchant):
    """No one enters."""

    def decide_to_enter(self, capital: float) -> int:
        return 0


class Teaching(Government):
    """Offers seats while fewer than half of farmers buy online."""

    def level_of(self, measure: Any) -> float:
        if measure.lever != TRAINING_SEATS:
            return super().level_of(measure)
        shoppers = sum(1 for farmer in self.model.farmers if farmer.shops == 1)
        return 50.0 if 2 * shoppers < len(self.model.farmers) else 0.0


@pytest.fixture(scope="module")
def hamlet() -> Scenario:
    return load_scenario(ROOT / "scenarios" / "hamlet.yaml").model_copy(update={"months": MONTHS})


@pytest.fixture(scope="module")
def as_it_is(hamlet: Scenario) -> RuralMarket:
    return lived(hamlet)


def lived(world: Scenario, **kinds: Any) -> RuralMarket:
    market = RuralMarket(world, 1, **kinds)
    market.run_model()
    return market


def test_one_decision_overridden_changes_its_outcome_and_nothing_before_the_first_choice(hamlet: Scenario, as_it_is: RuralMarket) -> None:
    market = lived(hamlet, farmer=NeverOnline)
    assert market.outcomes[:FIRST_CHOICE].tobytes() == as_it_is.outcomes[:FIRST_CHOICE].tobytes()
    own = COLUMN["own_shop_share"]
    assert as_it_is.outcomes[-1, own] > 0.0
    assert (market.outcomes[12:, own] == 0.0).all()


def test_an_utility_overridden_moves_the_choice(hamlet: Scenario, as_it_is: RuralMarket) -> None:
    market = lived(hamlet, farmer=Enthusiast)
    assert market.outcomes[:FIRST_CHOICE].tobytes() == as_it_is.outcomes[:FIRST_CHOICE].tobytes()
    assert market.outcomes[-1, COLUMN["own_shop_share"]] > as_it_is.outcomes[-1, COLUMN["own_shop_share"]]


def test_a_whole_verb_can_be_overridden(hamlet: Scenario) -> None:
    market = RuralMarket(hamlet, 1, farmer=StaysPut)
    first = [farmer.channel for farmer in market.farmers]
    market.run_model()
    assert [farmer.channel for farmer in market.farmers] == first


def test_subclasses_are_counted_among_farmers(hamlet: Scenario, as_it_is: RuralMarket) -> None:
    market = RuralMarket(hamlet, 1, farmer=StaysPut)
    assert len(market.farmers) == len(as_it_is.farmers) == 120
    assert all(isinstance(farmer, StaysPut) for farmer in market.farmers)


def test_cooperatives_and_merchants_can_be_subclassed(busy_hamlet: Any) -> None:
    world = busy_hamlet(MONTHS)
    plain, market = lived(world), lived(world, cooperative=Eager, merchant=Reluctant)
    online, trading, merchants = (COLUMN[name] for name in ("cooperatives_online_share", "cooperatives_trading_share", "merchants_density"))
    assert plain.outcomes[0, online] < plain.outcomes[0, trading]
    assert (market.outcomes[:, online] == market.outcomes[:, trading]).all()
    assert plain.outcomes[:, merchants].max() > plain.outcomes[0, merchants]
    assert (np.diff(market.outcomes[:, merchants]) <= 0.0).all()


def test_a_government_can_look_at_the_county(hamlet: Scenario, as_it_is: RuralMarket) -> None:
    market = lived(hamlet, government=Teaching)
    taught = COLUMN["outlay_training"]
    assert market.outcomes[0, taught] > as_it_is.outcomes[0, taught]
    assert market.government.outlay_total[TRAINING_SEATS] > as_it_is.government.outlay_total[TRAINING_SEATS]


def test_mesas_data_collector_has_the_declared_outcomes_and_what_a_researcher_asks_of_agents(hamlet: Scenario) -> None:
    world = hamlet.model_copy(update={"months": 3})
    market = lived(world, agent_reporters={"skill": lambda agent: getattr(agent, "skill", None)})
    table = market.datacollector.get_model_vars_dataframe()
    assert list(table.columns) == [outcome.name for outcome in OUTCOMES]
    assert table.to_numpy().tobytes() == market.outcomes.tobytes()
    assert len(market.datacollector.get_agent_vars_dataframe()) == 3 * len(market.agents)


def test_a_farmer_has_its_ties_around_it_in_mesas_network(as_it_is: RuralMarket) -> None:
    for farmer in as_it_is.farmers:
        around = {neighbour for cell in farmer.cell.connections.values() for neighbour in cell.agents}
        assert around == set(farmer.ties)


def test_attributes_are_plain_numbers(as_it_is: RuralMarket) -> None:
    farmer = next(iter(as_it_is.farmers))
    assert type(farmer.income) is float
    assert type(farmer.connected) is int
    assert type(farmer.peers_selling) is float


def test_a_month_after_the_last_is_refused(as_it_is: RuralMarket) -> None:
    assert not as_it_is.running
    with pytest.raises(RuntimeError, match="the horizon of 24 months is over"):
        as_it_is.run_phase(PHASES[0])


def test_a_synthesised_county_without_its_seed_is_refused(as_it_is: RuralMarket) -> None:
    with pytest.raises(ValueError, match="needs the seed"):
        RuralMarket(as_it_is.case)


def test_a_number_too_large_for_its_column_is_refused(as_it_is: RuralMarket) -> None:
    farmer = next(iter(as_it_is.farmers))
    usual, farmer.channel = farmer.channel, 300
    with pytest.raises(TypeError, match="a column of int8 was given numbers up to 300"):
        as_it_is.to_state()
    farmer.channel = usual
