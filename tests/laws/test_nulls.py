"""Exact nulls: what a policy must not change, to the last bit."""

from functools import cache

import numpy as np
import pytest

from sim.county.policy_targets import households_aimed, villages_aimed
from sim.county.state import State
from sim.engine import run
from sim.files.policy.schema import HouseholdFilter, RandomShare, Target, VillageFilter
from sim.theory.levers import LEVERS, NUMBER
from sim.theory.schedule import Phase

KEYS = [lever.key for lever in LEVERS]
START = 18
QUICK = 66  # months, past the time when livestreams begin
HISTORY = 2  # measures of what programmes did on average


def same_bytes(one, other):
    return one.tobytes() == other.tobytes()


def states_differ(one, other, but=("measure",)):
    """Names of the columns whose bytes differ; the purses of measures are left out, for there is one more of them."""
    return [
        f"{entity}.{name}"
        for entity, a, b in zip(State._fields, one, other, strict=True)
        if entity not in but
        for name, x, y in zip(a._fields, a, b, strict=True)
        if not same_bytes(x, y)
    ]


def widest_target(key):
    """A target with every part that a lever takes."""
    reach = LEVERS[NUMBER[key]].reach
    if reach == "county":
        return None
    villages = VillageFilter(farther_than_km=1.0)
    if reach == "village":
        return Target(villages=villages, rank="remoteness", random=RandomShare(share=0.9, key=3))
    return Target(
        villages=villages, households=HouseholdFilter(land_below_mu=1000.0), rank="poverty",
        random=RandomShare(share=0.9, of="households", key=3),
    )  # fmt: skip


@pytest.fixture(scope="module")
def everything(busy_scenario, busy_case, set_levers, every_lever):
    """A county in which every lever is in force, to be disturbed: the scenario, what a run of it leaves, and its last state."""
    scenario = set_levers(busy_scenario(48), every_lever)
    case = busy_case(scenario)
    return scenario, run(case, 5), case.state


@pytest.fixture(scope="module")
def quick_scenario(busy_scenario):
    """The busy county where what is drawn happens often."""
    scenario = busy_scenario(QUICK)
    often = {
        "trading.livestream_rate": 0.06, "trading.livestream_start": 3.0, "channel.consider_base": 0.05, "channel.consider_any": 0.1,
        "channel.start_cost": 1000.0,
    }  # fmt: skip
    return scenario.model_copy(update={"parameters": scenario.parameters | often})


@pytest.mark.parametrize("key", KEYS)
def test_a_policy_of_zero_dose_equals_the_baseline_bit_for_bit(everything, busy_case, measure_of, key):
    """Whatever its target and budget, and though the same lever is in force: all outcomes, outlays and columns in all months."""
    scenario, expected, last = everything
    nothing = measure_of(key, 0.0, scenario.months, target=widest_target(key), budget=100000.0)
    case = busy_case(scenario.with_measures([nothing]))
    found = run(case, 5)
    assert same_bytes(expected.outcomes, found.outcomes)
    assert same_bytes(expected.outlays, found.outlays)
    assert same_bytes(expected.spent, found.spent[:, :-1].copy()) and (found.spent[:, -1] == 0).all()
    assert states_differ(last, case.state) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_policy_of_zero_dose_changes_nothing_where_it_is_written_first(everything, busy_case, measure_of, key):
    scenario, expected, last = everything
    nothing = measure_of(key, 0.0, scenario.months, target=widest_target(key), budget=100000.0)
    case = busy_case(scenario.model_copy(update={"measures": (nothing, *scenario.measures)}))
    found = run(case, 5)
    assert same_bytes(expected.outcomes, found.outcomes)
    assert same_bytes(expected.outlays, found.outlays)
    assert states_differ(last, case.state) == []


@pytest.fixture(scope="module")
def others_in_force(busy_scenario, busy_case, set_levers, every_lever):
    """Makes the busy county with every lever but one in force, and what a run of it leaves."""

    @cache
    def build(key):
        others = {other: level for other, level in every_lever.items() if other != key}
        scenario = set_levers(busy_scenario(84), others)
        case = busy_case(scenario)
        return scenario, run(case, 5), case.state

    return build


@pytest.mark.parametrize("how", ["for all", "with target, rank and budget"])
@pytest.mark.parametrize("key", KEYS)
def test_nothing_differs_before_a_policy_starts(others_in_force, busy_case, measure_of, every_lever, budgets, key, how):
    scenario, without, last = others_in_force(key)
    target, budget = (None, None) if how == "for all" else (widest_target(key), budgets[key])
    level = 1.0 if LEVERS[NUMBER[key]].union else every_lever[key]
    policy = measure_of(key, level, scenario.months, first=START, target=target, budget=budget)
    case = busy_case(scenario.with_measures([policy]))
    found = run(case, 5)
    assert same_bytes(without.outcomes[:START], found.outcomes[:START])
    assert same_bytes(without.outlays[:START], found.outlays[:START])
    assert (found.spent[:START, -1] == 0).all()
    bookkeeping = {"government.level", "government.owed_month", "government.outlay_month", "government.outlay_total"}
    booked_in_villages = {"village.level", "village.owed_month", "village.outlay_month", "household.level", "household.owed_month"}
    assert found.spent[-1, -1] > 0
    if how == "for all":
        assert set(states_differ(last, case.state)) - bookkeeping - booked_in_villages, "the lever does nothing at all"


@pytest.mark.parametrize("key", [key for key in KEYS if key != "training.seats"])
def test_another_lever_changes_nobodys_training_seat(busy_scenario, busy_case, measure_of, months_of, every_lever, key):
    """Open seats depend on ability and luck, ranked seats on the rank: each is the same household's in every month."""
    months = 24
    ranked = Target(rank="youth", villages=VillageFilter(farther_than_km=1.0))
    scenario = busy_scenario(months).with_measures(
        [measure_of("training.seats", 4.0, months), measure_of("training.seats", 0.5, months, target=ranked)]
    )
    with_it = scenario.with_measures([measure_of(key, every_lever[key], months, first=3)])
    seats = [
        np.array([after.state.household.seat_month.copy() for _, _, after in months_of(busy_case(one), 5)])
        for one in (scenario, with_it)
    ]
    assert seats[0].sum() > months and same_bytes(*seats)


def test_training_for_some_leaves_the_seats_of_others_as_they_were(busy_scenario, busy_case, measure_of, months_of):
    months = 24
    young, old = (Target(households=HouseholdFilter(young=one)) for one in (True, False))
    first = busy_scenario(months).with_measures([measure_of("training.seats", 4.0, months, target=young)])
    both = first.with_measures([measure_of("training.seats", 4.0, months, target=old)])
    aimed = busy_case(first).plan.aimed[busy_case(first).plan.target[HISTORY]] == 1
    seats = [
        np.array([after.state.household.seat_month.copy() for _, _, after in months_of(busy_case(one), 5)])
        for one in (first, both)
    ]
    assert seats[0][:, aimed].sum() > 0.0 and (seats[1] - seats[0])[:, ~aimed].sum() > 0.0
    assert same_bytes(seats[0][:, aimed].copy(), seats[1][:, aimed].copy())


DRAWN_IN = {  # the phase in which those draw whom the lever reaches, and the column that the draw decides
    "broadband.coverage": (Phase.CONNECT, "household", "connected"),
    "broadband.speed": (Phase.CONNECT, "household", "connected"),
    "broadband.price_subsidy": (Phase.CONNECT, "household", "connected"),
    "cooperatives.ecommerce_support": (Phase.ORGANISE, "cooperative", "online"),
    "merchants.startup_grant": (Phase.TRADE, "merchant", "active"),
    "merchants.credit": (Phase.TRADE, "merchant", "active"),
    "merchants.livestream_base": (Phase.TRADE, "merchant", "live"),
    "people.leaders": (Phase.CHOOSE, "household", "channel"),
    "market.village_sites": (Phase.SHOP, "household", "shops"),
    "people.return_grant": (Phase.WORK, "household", "returned_month"),
}


@pytest.fixture(scope="module")
def under_way(quick_scenario, busy_case, months_of, copied):
    """The busy county on the first day of each month, cooperatives not online yet on the first."""
    case = busy_case(quick_scenario)
    case.state.cooperative.online[:] = 0
    return [case._replace(state=before) for _, before, _ in months_of(case, 5)]


@pytest.mark.parametrize("key", DRAWN_IN)
def test_a_lever_confined_to_one_township_leaves_the_draws_of_the_other_as_they_were(
    quick_scenario, under_way, with_measures_in, run_phases, measure_of, key
):
    """In its first month, before what happens here is seen there; whenever that is. All columns of those elsewhere."""
    phase, entity, column = DRAWN_IN[key]
    changed = 0
    here = Target(villages=VillageFilter(townships=(2,)))
    policy = measure_of(key, LEVERS[NUMBER[key]].high, QUICK, target=here)
    for start, case in enumerate(under_way):
        without, with_it = (
            run_phases(with_measures_in(case, quick_scenario, measures, 5), 5, start, Phase.GOVERN, phase)
            for measures in ((), (policy,))
        )
        elsewhere = without.village.township[getattr(without, entity).village] != 1
        for name, a, b in zip(getattr(without, entity)._fields, getattr(without, entity), getattr(with_it, entity), strict=True):
            assert same_bytes(a[elsewhere].copy(), b[elsewhere].copy()), (start, name)
            changed += int((a != b).sum()) if name == column else 0
    assert changed > 0, "the lever changes nobody's lot in its own township"


LOTTERIES = [RandomShare(share=0.5, key=3), RandomShare(share=0.5, of="households", key=3)]


@pytest.mark.parametrize("lot", LOTTERIES, ids=lambda lot: lot.of)
def test_a_lottery_falls_the_same_in_every_arm(busy_scenario, busy_case, measure_of, every_lever, lot):
    """The same key chooses the same villages or households for every lever, whatever else an arm does and whenever it starts."""
    months = 12
    reach = "village" if lot.of == "villages" else "household"
    levers = [key for key in KEYS if LEVERS[NUMBER[key]].reach == reach]
    drawn = []
    for before in ((), (measure_of("training.seats", 2.0, months), measure_of("delivery.roads", 0.1, months, budget=5000.0))):
        for key in levers:
            policy = measure_of(key, every_lever[key], months, first=len(before), target=Target(random=lot))
            table = busy_case(busy_scenario(months).with_measures([*before, policy])).plan
            drawn.append(table.place[-1] <= 1.0 if lot.of == "villages" else table.aimed[table.target[-1]] == 1)
    assert all(same_bytes(drawn[0], other) for other in drawn)
    assert 0 < drawn[0].sum() < len(drawn[0])


@pytest.mark.parametrize("of", ["villages", "households"])
def test_lotteries_of_other_keys_are_others_and_a_smaller_share_is_drawn_from_a_larger(busy_scenario, busy_county, of):
    """Of 120 households in 400 lotteries of one half each is drawn 200 times: 48,000 draws, 4.5 standard errors of their mean.

    A false alarm has a chance of 7 in a million on a change of the generator; the draws themselves are keyed, so the test always says
    the same of one version. Villages: 2,400 draws, likewise.
    """
    scenario, case = busy_scenario(1), busy_county()

    def drawn(share, key):
        target = Target(random=RandomShare(share=share, of=of, key=key))
        villages = villages_aimed(target, scenario.county, case.state, case.parameters, 5)
        if of == "villages":
            return villages
        return households_aimed(target, villages, scenario.county, case.state, case.parameters, 5)

    lots = np.array([drawn(0.5, key) for key in range(400)])
    assert len({lot.tobytes() for lot in lots}) > 30
    assert abs(lots.mean() - 0.5) <= 4.5 * 0.5 / np.sqrt(lots.size)
    for key in range(20):
        assert (drawn(0.3, key) <= drawn(0.6, key)).all()


def test_a_lottery_of_households_is_none_of_villages(busy_scenario, busy_county):
    """With the same key a household's lot does not follow that of the village whose row is its number."""
    scenario, case = busy_scenario(1), busy_county()
    args = (scenario.county, case.state, case.parameters, 5)
    agree, rows = 0, len(case.state.village.km)
    first = np.flatnonzero(np.isin(case.state.household.population_id, np.arange(rows)))
    for key in range(100):
        of_villages = villages_aimed(Target(random=RandomShare(share=0.5, key=key)), *args)
        everyone = np.ones(rows, np.bool_)
        of_households = households_aimed(Target(random=RandomShare(share=0.5, of="households", key=key)), everyone, *args)
        numbers = case.state.household.population_id[first]
        agree += int((of_villages[numbers] == of_households[first]).sum())
    # Half of 600 pairs agree by luck; 4.5 standard errors, a false alarm in 150,000 changes of the generator.
    draws = 100 * len(first)
    assert len(first) > 0 and abs(agree / draws - 0.5) <= 4.5 * 0.5 / np.sqrt(draws)
