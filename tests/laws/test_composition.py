"""Composition: several measures on one lever. Levels add up; a village that is served or not is served once, by one of them."""

import numpy as np
import pytest

from sim.county.state import DISCOUNT, GRANT, SUBSIDY
from sim.files.policy.schema import Target, VillageFilter
from sim.theory.levers import LEVERS, NUMBER
from sim.theory.schedule import Phase

SEATS = NUMBER["training.seats"]
UNION = [lever.key for lever in LEVERS if lever.union]
OF_HOUSEHOLDS = {"people.return_grant": GRANT, "broadband.price_subsidy": SUBSIDY, "broadband.poor_discount": DISCOUNT}
ADD_UP = [lever.key for lever in LEVERS if not lever.union and lever.key != "training.seats"]


def in_force(state, key):
    """The level of a lever in villages, households and the county, and what works have built."""
    k = NUMBER[key]
    parts = [state.village.level[:, k], state.government.level[k : k + 1], state.household.level.ravel()]
    return np.concatenate([*parts, state.village.road, state.county.hub_added, state.county.cold, state.county.cold_in_use])


@pytest.mark.parametrize("key", ADD_UP)
def test_levels_of_two_measures_on_a_lever_add_up(
    busy_scenario, busy_case, measure_of, needed_beside, months_of, every_lever, key
):
    """Half and half are one; the outlays too, but for a fen of rounding a claim."""
    months = 24
    base = needed_beside(busy_scenario(months), key)
    whole = measure_of(key, every_lever[key], months)
    half = measure_of(key, every_lever[key] / 2.0, months)
    one, two = busy_case(base.with_measures([whole])), busy_case(base.with_measures([half, half]))
    (_, _, a), (_, _, b) = next(months_of(one, 5)), next(months_of(two, 5))
    assert (in_force(a.state, key) == in_force(b.state, key)).all()
    claims = len(a.state.household.village) + len(a.state.village.km)
    outlays = [int(after.state.government.outlay_month[NUMBER[key]]) for after in (a, b)]
    assert abs(outlays[0] - outlays[1]) <= claims


@pytest.mark.parametrize("key", ADD_UP)
def test_a_measure_that_starts_later_adds_to_the_one_in_force_and_leaves_its_level_when_it_ends(
    busy_scenario, busy_case, measure_of, months_of, every_lever, key
):
    level, months, k = every_lever[key] / 2.0, 12, NUMBER[key]
    later = measure_of(key, level, months, first=4, last=8)
    case = busy_case(busy_scenario(months).with_measures([measure_of(key, level, months), later]))
    reached = []
    for t, _, after in months_of(case, 5):
        state = after.state
        where = {"county": state.government.level[k : k + 1], "village": state.village.level[:, k]}
        column = OF_HOUSEHOLDS.get(key, 0)
        reached.append(where.get(LEVERS[k].reach, state.household.level[:, column]).max())
        assert abs(reached[-1] - (2.0 * reached[0] if 4 <= t < 8 else reached[0])) <= 1e-9 * reached[0], t
    assert reached[0] > 0.0


def test_seats_of_two_measures_add_up_and_each_draws_its_own(busy_scenario, busy_case, measure_of, months_of):
    months, seats = 36, 4.0
    alone = measure_of("training.seats", seats, months)
    scenario = busy_scenario(months).model_copy(update={"history": "no_programme"})
    case = busy_case(scenario.with_measures([alone, alone]))
    cost, both = int(100.0 * case.parameters.accounting.seat_cost), 0
    for _, _, after in months_of(case, 5):
        both += int((after.state.household.seat_month == 2.0).sum())
        taken = after.state.household.seat_month.sum()
        assert after.state.government.outlay_month[SEATS] == int(taken) * cost
    spent = case.state.measure.spent
    assert spent[0] != spent[1] and both < spent[0] // cost  # not the same people twice


@pytest.mark.parametrize("key", UNION)
def test_a_village_that_two_measures_serve_is_served_once_and_paid_once(
    busy_scenario, busy_case, measure_of, needed_beside, months_of, key
):
    months, k = 36, NUMBER[key]
    scenario = needed_beside(busy_scenario(months), key)
    once, again = measure_of(key, 0.7, months), measure_of(key, 0.5, months, first=6)
    one, two = busy_case(scenario.with_measures([once])), busy_case(scenario.with_measures([once, again]))
    for (t, _, a), (_, _, b) in zip(months_of(one, 5), months_of(two, 5), strict=True):
        assert (a.state.village.level[:, k] == b.state.village.level[:, k]).all(), t
        assert (b.state.village.level[:, k] <= 1.0).all()
        assert (a.state.village.outlay_month[:, k] == b.state.village.outlay_month[:, k]).all(), t
    assert two.state.measure.spent[-1] == 0


@pytest.mark.parametrize("key", ["people.leaders", "services.agri_inputs"])
def test_two_measures_on_a_service_serve_every_village_that_either_is_aimed_at(
    busy_scenario, busy_case, measure_of, months_of, key
):
    months, k = 18, NUMBER[key]
    aims = [Target(villages=VillageFilter(townships=(n,))) for n in (1, 2)]
    measures = [measure_of(key, 1.0, months, target=aims[0]), measure_of(key, 1.0, months, first=6, target=aims[1])]
    case = busy_case(busy_scenario(months).with_measures(measures))
    for t, _, after in months_of(case, 5):
        v = after.state.village
        assert (v.level[:, k] == np.where((v.township == 0) | (t >= 6), 1.0, 0.0)).all(), t


@pytest.mark.parametrize("key", UNION)
def test_a_measure_takes_over_the_villages_of_one_whose_money_has_ended(
    busy_scenario, busy_case, measure_of, needed_beside, months_of, key
):
    """At once; a village with a station in the month after it has closed, for an open one is not in want of support."""
    months, k = 36, NUMBER[key]
    scenario = needed_beside(busy_scenario(months), key).model_copy(update={"history": "no_programme"})
    first = measure_of(key, 1.0, months, budget=12000.0)
    case = busy_case(scenario.with_measures([first, measure_of(key, 1.0, months)]))
    case.state.village.service_rank[:], case.state.village.served[:], case.state.village.station[:] = 2.0, 0, 0
    closed = int(case.parameters.logistics.loss_months) + 3 if key == "delivery.stations" else 0
    for t, _, after in months_of(case, 5):
        line = after.state.village.served == 1 if key == "broadband.coverage" else after.state.village.level[:, k] == 1.0
        assert line.all() or t < closed, t


def test_two_measures_never_pay_more_than_what_is_owed(busy_scenario, busy_case, measure_of, run_phases):
    key = "delivery.parcel_subsidy_in"
    case = busy_case(busy_scenario(3).with_measures([measure_of(key, 1.0, 3), measure_of(key, 1.0, 3)]))
    run_phases(case, 5, 0, Phase.GOVERN, Phase.WORK)
    v = case.state.village
    v.owed_month[:, NUMBER[key]] = 333
    run_phases(case, 5, 0, Phase.ACCOUNT, Phase.ACCOUNT)
    assert (v.outlay_month[:, NUMBER[key]] == 333).all()


@pytest.mark.parametrize("key", ["delivery.roads", "delivery.hub_capacity", "delivery.cold_chain"])
def test_a_measure_does_not_pay_for_works_that_another_has_no_money_for(
    busy_scenario, busy_case, measure_of, months_of, every_lever, key
):
    months, level = 3, every_lever[key]
    poor, rich = measure_of(key, level, months, budget=0.01), measure_of(key, level, months)
    _, _, after = next(months_of(busy_case(busy_scenario(months).with_measures([poor, rich])), 5))
    column = {
        "delivery.roads": after.state.village.road, "delivery.hub_capacity": after.state.county.hub_added,
        "delivery.cold_chain": after.state.county.cold,
    }[key]  # fmt: skip
    assert (np.abs(column - level) <= 1e-4 * level).all()
