"""The sign of what each lever and each event does at once: one month from the same state, with it and without it, the same draws.

Not estimates: at the phase named, no one may have moved the other way, in any county, month and seed. What follows from it later in the
month and in years, the total effect, is left free: a lever that lowers carriers' cost may raise their price.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pytest

from sim.county.state import State
from sim.county.synthesis import Synthesis, synthesise
from sim.county.trends import trends
from sim.files.policy.schema import Target, VillageFilter
from sim.files.scenario.shocks import Shock
from sim.theory.levers import LEVERS, NUMBER
from sim.theory.schedule import Phase
from sim.theory.shocks import EVENTS

COUNTIES = {"poor": "longnan", "average": "baseline"}
SEEDS = range(1, 6)
HORIZON = 66  # months: livestreams begin in the course of them
# July (pepper), September (walnut, apple, fruit: farms choose their channel), October (their last harvest) 2018.
SOME = (54, 56, 57)
ALL = tuple(range(HORIZON - 24, HORIZON))  # for what is drawn and rare
HEAVY = 1000.0  # kg a mu: twenty farms of a village fill a cooperative
MUCH = 10000.0  # seats: one for everybody
OFTEN = {
    "trading.livestream_rate": 0.06, "trading.livestream_start": 3.0, "channel.consider_base": 0.05, "channel.consider_any": 0.1,
    "channel.start_cost": 5000.0, "logistics.hub_volume_least": 200.0,
}  # fmt: skip


def broadband(s: State) -> np.ndarray:
    return s.household.connected == 2


def own_shop(s: State) -> np.ndarray:
    return s.household.channel == 3


@dataclass(frozen=True)
class Sign:
    """After `phase` of a month, `column` of everybody is as it was or moved in the direction of `sign`; of somebody it moved.

    `beside` is in force with and without the lever.
    """

    phase: Phase
    column: str | Callable[[State], np.ndarray]
    sign: int
    months: tuple[int, ...] = SOME
    beside: dict[str, float] = field(default_factory=dict)

    def of(self, state: State) -> np.ndarray:
        """The column, as numbers."""
        if callable(self.column):
            return self.column(state).astype(np.float64)
        entity, name = self.column.split(".")
        return np.asarray(getattr(getattr(state, entity), name), np.float64)

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.__name__ if callable(self.column) else self.column


UP, DOWN = 1, -1
SIGNS: dict[str, list[Sign]] = {
    "broadband.coverage": [Sign(Phase.GOVERN, "village.served", UP, ALL), Sign(Phase.CONNECT, broadband, UP, ALL)],
    "broadband.speed": [Sign(Phase.CONNECT, broadband, UP, ALL)],
    "broadband.price_subsidy": [Sign(Phase.CONNECT, broadband, UP, ALL)],
    "broadband.poor_discount": [Sign(Phase.CONNECT, broadband, UP, ALL)],
    "delivery.stations": [Sign(Phase.CARRY, "village.station", UP), Sign(Phase.CARRY, "village.trip_cost", DOWN)],
    "delivery.parcel_subsidy_out": [Sign(Phase.CARRY, "village.price_out", DOWN), Sign(Phase.TRADE, "village.shop_price", DOWN)],
    "delivery.parcel_subsidy_in": [Sign(Phase.CARRY, "village.price_in", DOWN)],
    "delivery.joint": [Sign(Phase.CARRY, "village.leg", DOWN)],
    "delivery.hub_capacity": [Sign(Phase.CARRY, "county.hub", DOWN)],
    "delivery.roads": [
        Sign(Phase.CARRY, "village.leg", DOWN), Sign(Phase.CARRY, "village.trip_cost", DOWN), Sign(Phase.CARRY, "village.price_in", DOWN),
        Sign(Phase.TRADE, "village.trader_price", UP),
    ],
    "delivery.cold_chain": [Sign(Phase.SELL, "household.lost_month", DOWN), Sign(Phase.SELL, "household.available_month", UP)],
    "training.seats": [Sign(Phase.LEARN, "household.skill", UP)],
    "training.quality": [Sign(Phase.LEARN, "household.skill", UP, beside={"training.seats": MUCH})],
    "training.follow_up": [Sign(Phase.LEARN, "household.skill", UP, beside={"training.seats": MUCH})],
    "training.managers": [Sign(Phase.LEARN, "cooperative.skill", UP)],
    "training.experts": [Sign(Phase.LEARN, "merchant.skill", UP), Sign(Phase.LEARN, "cooperative.skill", UP)],
    "cooperatives.ecommerce_support": [
        Sign(Phase.ORGANISE, "cooperative.online", UP, ALL), Sign(Phase.ORGANISE, "cooperative.graded", UP),
    ],
    "cooperatives.grading": [Sign(Phase.ORGANISE, "cooperative.graded", UP), Sign(Phase.SELL, "cooperative.cost_month", DOWN)],
    "cooperatives.cold_storage": [
        Sign(Phase.ORGANISE, "cooperative.cold", UP), Sign(Phase.ORGANISE, "cooperative.cold_share", UP, ALL),
        Sign(Phase.SELL, "household.lost_month", DOWN, ALL),
    ],
    "quality.standards": [
        Sign(Phase.ORGANISE, "county.standing", UP), Sign(Phase.ORGANISE, "county.brand", UP, ALL),
        Sign(Phase.TRADE, "village.shop_pull", UP), Sign(Phase.TRADE, "cell.pull", UP),
    ],
    "quality.supervision": [Sign(Phase.TRADE, "village.refund", DOWN), Sign(Phase.TRADE, "cell.refund", DOWN)],
    "quality.brand": [Sign(Phase.ORGANISE, "county.brand", UP), Sign(Phase.TRADE, "cell.pull", UP)],
    "merchants.startup_grant": [Sign(Phase.TRADE, "merchant.active", UP, ALL), Sign(Phase.CHOOSE, own_shop, UP, ALL)],
    # Leaders beside it, so that some of the few who lack the money for a shop think of opening one in these months.
    "merchants.credit": [Sign(Phase.TRADE, "merchant.active", UP, ALL), Sign(Phase.CHOOSE, own_shop, UP, ALL, {"people.leaders": 1.0})],
    "merchants.park": [Sign(Phase.TRADE, "cell.handling", DOWN), Sign(Phase.TRADE, "merchant.active", UP, ALL)],
    "merchants.livestream_base": [Sign(Phase.TRADE, "merchant.live", UP, ALL)],
    "people.return_grant": [Sign(Phase.WORK, "household.returned_month", UP, ALL), Sign(Phase.WORK, "household.away", DOWN, ALL)],
    "people.leaders": [Sign(Phase.CHOOSE, own_shop, UP, ALL)],
    "market.commission_rebate": [
        Sign(Phase.GOVERN, "county.kept", UP), Sign(Phase.TRADE, "village.shop_net", UP), Sign(Phase.TRADE, "cell.offer", UP),
    ],
    "market.platform_opening": [Sign(Phase.SELL, "product.unit_demand", UP)],
    "market.experience_store": [Sign(Phase.SELL, "product.unit_demand", UP)],
    "market.village_sites": [
        Sign(Phase.GOVERN, "village.clerk", UP), Sign(Phase.SHOP, "household.shops", UP, ALL),
        Sign(Phase.SHOP, "household.assisted_month", UP, ALL),
    ],
    "services.agri_inputs": [Sign(Phase.ACCOUNT, "household.income_month", UP)],
    "services.rural_services": [Sign(Phase.WORK, "household.wages_month", UP)],
}  # fmt: skip

EVENT_SIGNS: dict[str, list[Sign]] = {
    "epidemic": [
        Sign(Phase.CARRY, "township.capacity", DOWN), Sign(Phase.TRADE, "product.price", DOWN), Sign(Phase.SELL, "product.unit_demand", UP),
        Sign(Phase.SHOP, "household.online_share", UP), Sign(Phase.WORK, "household.returned_month", DOWN, ALL),
        Sign(Phase.WORK, "household.departed_month", DOWN, ALL),
    ],
    "weather": [Sign(Phase.SELL, "household.harvest_month", DOWN), Sign(Phase.SELL, "village.yield_factor", DOWN)],
    "price_slump": [Sign(Phase.TRADE, "product.price", DOWN), Sign(Phase.TRADE, "village.trader_price", DOWN)],
    "carrier_failure": [Sign(Phase.CARRY, "township.capacity", DOWN), Sign(Phase.CARRY, "village.days", UP)],
    "platform_fee": [
        Sign(Phase.GOVERN, "county.commission", UP), Sign(Phase.GOVERN, "county.kept", DOWN), Sign(Phase.TRADE, "village.shop_price", UP),
        Sign(Phase.TRADE, "cell.price", UP),
    ],
}  # fmt: skip
SIZES = {"epidemic": 1.0, "weather": 0.4, "price_slump": 0.3, "carrier_failure": 0.9, "platform_fee": 0.03}


def test_every_lever_and_every_event_has_its_sign():
    assert list(SIGNS) == [lever.key for lever in LEVERS]
    assert set(EVENT_SIGNS) == {event.name for event in EVENTS} == set(SIZES)


@dataclass(frozen=True)
class Start:
    """A county on the first day of a month, with its scenario, where no programme ran."""

    case: Synthesis
    scenario: object
    seed: int
    month: int


@pytest.fixture(scope="module", params=COUNTIES)
def starts(request, busy_scenario, busy_case, set_levers, months_of):
    """The months of five seeds of a county in which everything happens; first those of one seed, then of the next.

    Six villages in ten have had a supported station until then. Every other cooperative is offline again, and every carrier is back.
    """
    found = []
    for seed in SEEDS:
        scenario = busy_scenario(HORIZON, COUNTIES[request.param])
        plenty = [one.model_copy(update={"yield_kg_mu": max(one.yield_kg_mu, HEAVY)}) for one in scenario.county.products]
        county = scenario.county.model_copy(update={"products": tuple(plenty)})
        often = scenario.parameters | OFTEN
        scenario = scenario.model_copy(update={"county": county, "history": "no_programme", "parameters": often})
        for t, before, case in months_of(busy_case(set_levers(scenario, {"delivery.stations": 0.6}), seed), seed):
            if t in ALL:
                before.cooperative.online[::2] = 0
                before.carrier.active[:] = 1
                before.carrier.losses[:] = 0
                found.append(Start(case._replace(state=before), scenario, seed, t))
    return found


@pytest.fixture(scope="module")
def after(with_measures_in, run_phases, measure_of):
    """The state after a phase of a start's month under levers at given levels."""

    known, tables = {}, {}  # what happens without a lever is the same for all, and a plan for all months of a county

    def state_after(start, levels, phase, targets=None):
        county = (start.scenario.name, start.scenario.months, start.seed)
        moment, asked = (*county, start.month, phase, *levels.items()), (*county, *levels.items(), repr(targets))
        if targets is None and moment in known:
            return known[moment]
        months = start.scenario.months
        measures = tuple(measure_of(one, level, months, target=(targets or {}).get(one)) for one, level in levels.items())
        case = with_measures_in(start.case, start.scenario, measures, start.seed, tables.get(asked))
        tables[asked] = case.plan
        state = run_phases(case, start.seed, start.month, Phase.GOVERN, phase)
        if targets is None and (not levels or levels == {"training.seats": MUCH}):
            known[moment] = state
        return state

    return state_after


def moves(sign, without, with_it, said):
    """How many moved in the direction of a sign. Fails where one moved the other way."""
    change = sign.sign * (sign.of(with_it) - sign.of(without))
    assert (change >= 0.0).all(), said
    return int((change > 0.0).sum())


CASES = [pytest.param(key, sign, id=f"{key}-{sign.name}") for key, signs in SIGNS.items() for sign in signs]


@pytest.mark.parametrize(("key", "sign"), CASES)
def test_a_lever_moves_what_it_acts_on_in_its_direction_and_nobody_the_other_way(starts, after, key, sign):
    moved = 0
    for start in starts:
        if start.month in sign.months:
            without = after(start, sign.beside, sign.phase)
            with_it = after(start, sign.beside | {key: LEVERS[NUMBER[key]].high}, sign.phase)
            moved += moves(sign, without, with_it, (start.seed, start.month))
    assert moved > 0, "the lever moves nothing at all"


@pytest.mark.parametrize(
    ("event", "sign"), [pytest.param(key, sign, id=f"{key}-{sign.name}") for key, signs in EVENT_SIGNS.items() for sign in signs]
)
def test_an_event_moves_what_it_strikes_in_its_direction_and_nobody_the_other_way(
    starts, run_phases, with_measures_in, event, sign
):
    moved = 0
    for start in starts:
        if start.month in sign.months:
            shock = Shock(event=event, sizes=(SIZES[event],) * HORIZON)
            quiet = partial(with_measures_in, start.case, start.scenario, (), start.seed)
            struck = trends(start.scenario.model_copy(update={"shocks": (shock,)}), start.case.parameters)
            without, with_it = (
                run_phases(quiet()._replace(trends=world), start.seed, start.month, Phase.GOVERN, sign.phase)
                for world in (start.case.trends, struck)
            )
            moved += moves(sign, without, with_it, (start.seed, start.month))
    assert moved > 0, "the event moves nothing at all"


def in_some_months(starts):
    return [start for start in starts if start.month in SOME]


def test_a_parcel_subsidy_lowers_the_price_wherever_it_is_above_its_floor_and_never_below_it(starts, after):
    above = 0
    for start in in_some_months(starts):
        least = start.case.parameters.logistics.price_least
        for key, column in (("delivery.parcel_subsidy_out", "local_out"), ("delivery.parcel_subsidy_in", "local_in")):
            without, with_it = (getattr(after(start, levels, Phase.CARRY).village, column) for levels in ({}, {key: 1.0}))
            assert ((with_it < without) | (without == least)).all() and (with_it >= least).all(), (start.seed, key)
            assert (without - with_it < 1.0).all(), "carriers keep a part of it"
            above += int((without > least).sum())
    assert above > 0


def test_joint_delivery_lowers_the_cost_of_a_leg_only_where_there_are_carriers_to_join(starts, after):
    """And the competition with it, so the price is left free."""
    joined = 0
    for start in in_some_months(starts):
        without, with_it = (after(start, levels, Phase.CARRY) for levels in ({}, {"delivery.joint": 1.0}))
        alone = (without.township.carriers == 1.0)[without.village.township]
        assert (with_it.village.leg[alone] == without.village.leg[alone]).all(), start.seed
        joined += int((with_it.village.leg < without.village.leg)[~alone].sum())
    assert joined > 0


def test_a_seat_raises_the_skill_of_who_takes_it_and_of_nobody_else(starts, after):
    for start in in_some_months(starts):
        without, with_it = (after(start, levels, Phase.LEARN).household for levels in ({}, {"training.seats": 20.0}))
        learns = (with_it.seat_month > 0.0) & (with_it.skill_ceiling > start.case.state.household.skill)
        assert 0 < learns.sum() < len(learns)
        assert ((with_it.skill > without.skill) == learns).all(), start.seed


def test_follow_up_raises_the_learning_of_those_who_sell_and_had_a_seat_and_of_nobody_else(starts, after):
    followed = 0
    for start in in_some_months(starts):
        seats = {"training.seats": 20.0}
        without, with_it = (after(start, seats | levels, Phase.LEARN).household for levels in ({}, {"training.follow_up": 3.0}))
        reached = (with_it.seat_month > 0.0) & (with_it.channel == 3) & (with_it.skill_ceiling > start.case.state.household.skill)
        assert ((with_it.skill > without.skill) == reached).all(), start.seed
        followed += int(reached.sum())
    assert followed > 0


def test_the_discount_for_the_poor_leaves_the_others_as_they_were(starts, after):
    for start in starts:
        without, with_it = (
            after(start, levels, Phase.CONNECT).household for levels in ({}, {"broadband.poor_discount": 1.0})
        )
        assert (with_it.connected == without.connected)[with_it.poor == 0.0].all(), start.seed


def test_services_sold_online_raise_the_wages_of_connected_households_and_leave_the_others_theirs(starts, after):
    for start in in_some_months(starts):
        without, with_it = (after(start, levels, Phase.WORK).household for levels in ({}, {"services.rural_services": 1.0}))
        connected = without.connected > 0
        works = connected & (without.workers > without.away) & (without.wages_month > 0.0)
        assert (with_it.wages_month > without.wages_month)[works].all() and works.any(), start.seed
        assert (with_it.wages_month == without.wages_month)[~connected].all(), start.seed


def test_inputs_ordered_online_for_a_village_save_those_who_do_not_shop_online_themselves(starts, after):
    for start in in_some_months(starts):
        without, with_it = (after(start, levels, Phase.ACCOUNT).household for levels in ({}, {"services.agri_inputs": 1.0}))
        saves = (without.shops == 0) & (without.product_cost_year > 0.0)
        assert saves.any() and ((with_it.income_month > without.income_month) == saves).all(), start.seed


def test_a_lever_aimed_at_some_villages_moves_the_others_nothing(starts, after):
    """In the month in which it begins, of levers that act in villages before anybody trades."""
    here = Target(villages=VillageFilter(townships=(2,)))
    for start in in_some_months(starts):
        for key, phase in (
            ("delivery.roads", Phase.CARRY), ("delivery.joint", Phase.CARRY), ("delivery.parcel_subsidy_out", Phase.CARRY),
            ("delivery.parcel_subsidy_in", Phase.CARRY), ("broadband.speed", Phase.CONNECT),
        ):  # fmt: skip
            without = after(start, {}, phase).village
            with_it = after(start, {key: LEVERS[NUMBER[key]].high}, phase, {key: here}).village
            elsewhere = without.township != 1
            for name, a, b in zip(without._fields, without, with_it, strict=True):
                assert a[elsewhere].tobytes() == b[elsewhere].tobytes(), (key, name)


AT_SCALE = {"poor": ("longnan", 0.15), "average": ("baseline", 0.05)}


@pytest.fixture(scope="module", params=AT_SCALE)
def whole_counties(request, shipped, months_of):
    """The same counties in full under their own parameters, in the September of 2018."""
    name, share = AT_SCALE[request.param]
    found = []
    for seed in SEEDS:
        scenario = shipped(name).model_copy(update={"share_simulated": share, "months": 58})
        case = synthesise(scenario, seed)
        for t, before, _ in months_of(case, seed):
            if t in SOME:
                found.append(Start(case._replace(state=before), scenario, seed, t))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("key", "sign"), CASES)
def test_a_lever_has_the_same_sign_in_a_whole_county_under_the_shipped_parameters(whole_counties, after, key, sign):
    for start in whole_counties:
        without = after(start, sign.beside, sign.phase)
        with_it = after(start, sign.beside | {key: LEVERS[NUMBER[key]].high}, sign.phase)
        moves(sign, without, with_it, (start.seed, start.month))
