"""Budgets: spent in the order of the rank, to the fen and never past it; what stays when a measure ends; what is booked when."""

import numpy as np
import pytest

from sim.county.panel import record_for
from sim.county.state import DISCOUNT, GRANT, SUBSIDY
from sim.engine import run
from sim.files.policy.schema import HouseholdFilter, Target, VillageFilter
from sim.theory.levers import LEVERS, NUMBER
from sim.theory.schedule import Phase

KEYS = [lever.key for lever in LEVERS]
HISTORY = {"delivery.stations", "training.seats"}  # what programmes did on average in the nation, in every month
FIRST = len(HISTORY)  # row of a scenario's first measure, after those of the history


def fen(yuan):
    return int(yuan * 100.0 + 0.5)


def places_in_order(case, measure=FIRST):
    """The villages of a measure's target, first in rank first."""
    table = case.plan
    return [int(i) for i in table.order[measure] if table.place[measure, i] <= 1.0]


# ------------------------------------------------------------------------------------------------------- to the fen


@pytest.fixture(scope="module")
def limited(busy_scenario, busy_case, set_levers, every_lever, budgets):
    """A run of the busy county with every lever in force, each with less money than it would spend."""
    case = busy_case(set_levers(busy_scenario(84), every_lever, budgets))
    return run(case, 5)


@pytest.mark.parametrize("key", KEYS)
def test_a_budget_is_spent_to_the_fen_and_never_passed(limited, budgets, key):
    row = FIRST + NUMBER[key]
    assert (limited.spent[:, row] <= fen(budgets[key])).all()
    assert limited.spent[-1, row] == fen(budgets[key])
    assert (np.diff(limited.spent[:, row], prepend=0) >= 0).all()


def test_nothing_is_asked_for_once_a_budget_has_ended(limited, budgets):
    """A lever whose money is gone is out of force: in the months that follow, nobody is promised anything."""
    for key, budget in budgets.items():
        row = FIRST + NUMBER[key]
        end = int(np.argmax(limited.spent[:, row] == fen(budget)))
        assert (limited.unpaid[end:, row] == limited.unpaid[end, row]).all(), key
        assert key in HISTORY or (limited.outlays[end + 1 :, NUMBER[key]] == 0).all(), key


def test_without_a_budget_everything_is_paid(busy_scenario, busy_case, set_levers, every_lever):
    record = run(busy_case(set_levers(busy_scenario(84), every_lever)), 5)
    assert (record.unpaid == 0).all() and (record.spent[-1, FIRST:] > 0).all()


def test_a_budget_that_is_never_reached_changes_nothing(busy_scenario, busy_case, set_levers, every_lever):
    without = run(busy_case(set_levers(busy_scenario(60), every_lever)), 5)
    ample = run(busy_case(set_levers(busy_scenario(60), every_lever, dict.fromkeys(every_lever, 1e10))), 5)
    assert all(one.tobytes() == other.tobytes() for one, other in zip(without, ample, strict=True))


@pytest.mark.parametrize("key", KEYS)
def test_a_budget_of_one_fen_buys_one_fen_and_no_more(
    busy_scenario, busy_case, measure_of, needed_beside, every_lever, key
):
    # By luck nobody may draw so small a part of a seat; by rank the first does.
    ranked = Target(rank="land") if key == "training.seats" else None
    scenario = busy_scenario(84).with_measures([measure_of(key, every_lever[key], 84, target=ranked, budget=0.01)])
    record = run(busy_case(needed_beside(scenario, key)), 5)
    assert record.spent[-1, FIRST] == 1


# ----------------------------------------------------------------------------------------------------- in rank order


@pytest.mark.parametrize("share", [1.0, 0.85], ids=lambda share: f"{share:g} simulated")
def test_seats_by_rank_go_to_the_first_in_rank_and_the_last_seat_is_taken_in_part(
    busy_scenario, busy_case, measure_of, months_of, share
):
    """Seven seats and a half, all in one month: the eighth in rank gets the half; ties in rank by population id."""
    months, farms = 24, Target(rank="land", households=HouseholdFilter(grows=True))
    scenario = busy_scenario(months).model_copy(update={"share_simulated": share, "history": "no_programme"})
    case = busy_case(scenario)
    cost, weight = case.parameters.accounting.seat_cost, float(case.state.household.weight[0])
    persons = 7.5 * weight
    case = busy_case(scenario.with_measures([measure_of("training.seats", 5000.0, months, target=farms, budget=persons * cost)]))
    h = case.state.household
    inside = np.flatnonzero(h.grows == 1)
    order = inside[np.lexsort((h.population_id[inside], h.land[inside]))]
    taken = np.zeros(len(h.village))
    for _, _, after in months_of(case, 5):
        taken += after.state.household.seat_month
    assert (taken[order[:7]] == 1.0).all() and abs(taken[order[7]] - 0.5) <= 0.01 / cost
    assert taken.sum() == taken[order[:8]].sum()
    assert case.state.measure.spent[0] == fen(persons * cost)


def test_households_of_one_rank_are_served_by_population_id(busy_scenario, busy_case, measure_of):
    """All of a village are equally remote."""
    case = busy_case(busy_scenario(12).with_measures([measure_of("training.seats", 5.0, 12, target=Target(rank="remoteness"))]))
    h, v = case.state.household, case.state.village
    order = case.plan.order_households[case.plan.target[FIRST]]
    keys = list(zip(-(v.km + v.hub_km)[h.village[order]], h.population_id[order], strict=True))
    assert keys == sorted(keys) and len(set(h.village[order].tolist())) == 6


@pytest.mark.parametrize("rank", ["remoteness", "nearness", "poverty", "land", "youth", "skill", "roll_out", "random"])
def test_villages_are_put_in_the_order_of_the_rank_that_is_asked_for(busy_scenario, busy_case, measure_of, rank):
    case = busy_case(busy_scenario(12).with_measures([measure_of("delivery.joint", 0.5, 12, target=Target(rank=rank))]))
    h, v = case.state.household, case.state.village

    def mean(column):
        return np.bincount(h.village, column) / np.bincount(h.village)

    key = {
        "remoteness": -(v.km + v.hub_km), "nearness": v.km + v.hub_km, "poverty": mean(h.income_first_year), "land": mean(h.land),
        "youth": mean(h.age), "skill": mean(h.skill_floor), "roll_out": v.programme_rank,
    }.get(rank)  # fmt: skip
    order = case.plan.order[FIRST]
    assert sorted(order.tolist()) == list(range(6))
    if key is not None:
        assert (np.diff(key[order]) >= 0.0).all()
    else:
        assert order.tolist() != list(range(6))


WHOLE, PART = 2, 0.25
IN_VILLAGES = {  # levers at once in force or built in a village, and what a level of 1 costs there in the first month
    "broadband.speed": lambda c, v: np.full(len(v.km), c.speed_running),
    "delivery.joint": lambda c, v: np.full(len(v.km), c.joint_running),
    "delivery.roads": lambda c, v: 10.0 * c.road_capital * v.km,
    "merchants.livestream_base": lambda c, v: np.full(len(v.km), c.livestream_base),
    "services.rural_services": lambda c, v: c.rural_services * v.households,
}


@pytest.mark.parametrize("key", IN_VILLAGES)
def test_money_goes_to_villages_in_rank_order_and_the_last_is_served_in_part(
    busy_scenario, busy_case, measure_of, months_of, key
):
    """Two villages in full, the third for a quarter, the others not at all; outlays likewise, in whole fen."""
    level, aim = 0.4, Target(rank="remoteness", villages=VillageFilter(farther_than_km=0.5))
    case = busy_case(busy_scenario(3))
    case.state.village.served[:] = 1
    price = level * IN_VILLAGES[key](case.parameters.costs, case.state.village)
    order = np.argsort(-(case.state.village.km + case.state.village.hub_km), kind="stable")
    money = int(100.0 * (price[order[:WHOLE]].sum() + PART * price[order[WHOLE]])) / 100.0
    case = busy_case(busy_scenario(3).with_measures([measure_of(key, level, 3, target=aim, budget=money)]))
    case.state.village.served[:] = 1
    _, _, after = next(months_of(case, 5))
    v = after.state.village
    served = (v.road if key == "delivery.roads" else v.level[:, NUMBER[key]])[order]
    assert (served[:WHOLE] == level).all() and (served[WHOLE + 1 :] == 0.0).all()
    assert abs(served[WHOLE] - PART * level) <= level * 0.02 / (0.01 + price[order[WHOLE]])
    paid = v.outlay_month[order, NUMBER[key]]
    assert paid[:WHOLE].tolist() == [fen(one) for one in price[order[:WHOLE]]] and (paid[WHOLE + 1 :] == 0).all()
    assert paid.sum() == fen(money) == after.state.measure.spent[FIRST]


def test_claims_of_villages_are_paid_in_rank_order_and_the_last_in_part(
    busy_scenario, busy_case, measure_of, run_phases
):
    """Parcels were carried everywhere; the money is for two villages and a half. The rest stays with the carriers."""
    key = "delivery.parcel_subsidy_in"
    scenario = busy_scenario(3).with_measures([measure_of(key, 1.0, 3, target=Target(rank="nearness"), budget=250.0)])
    case = busy_case(scenario)
    run_phases(case, 5, 0, Phase.GOVERN, Phase.WORK)
    v, carrier = case.state.village, case.state.carrier
    v.owed_month[:, NUMBER[key]] = 10000
    run_phases(case, 5, 0, Phase.ACCOUNT, Phase.ACCOUNT)
    order = np.argsort(v.km + v.hub_km, kind="stable")
    assert v.outlay_month[order, NUMBER[key]].tolist() == [10000, 10000, 5000, 0, 0, 0]
    assert (case.state.measure.spent[FIRST], case.state.measure.unpaid[FIRST]) == (25000, 35000)
    assert abs(carrier.subsidy_month.sum() - 250.0) <= 1e-5


OF_HOUSEHOLDS = {"people.return_grant": GRANT, "broadband.price_subsidy": SUBSIDY, "broadband.poor_discount": DISCOUNT}


@pytest.mark.parametrize(("key", "column"), OF_HOUSEHOLDS.items())
def test_claims_of_households_are_paid_in_rank_order_and_the_last_in_part(
    busy_scenario, busy_case, measure_of, run_phases, key, column
):
    """Those with the least land first, whatever their village."""
    level = {"people.return_grant": 100.0}.get(key, 0.5)
    scenario = busy_scenario(3).with_measures([measure_of(key, level, 3, target=Target(rank="land"), budget=12.5)])
    case = busy_case(scenario)
    run_phases(case, 5, 0, Phase.GOVERN, Phase.WORK)
    h, v = case.state.household, case.state.village
    h.owed_month[:, column] = 0
    claim = np.arange(0, len(h.village), 10)
    h.owed_month[claim, column] = 500
    h.return_grant_month[:] = 0.0
    run_phases(case, 5, 0, Phase.ACCOUNT, Phase.ACCOUNT)
    order = claim[np.lexsort((h.population_id[claim], h.land[claim]))]
    expected = np.zeros(len(h.village))
    expected[order[:3]] = 5.0, 5.0, 2.5
    if key == "people.return_grant":
        assert (h.return_grant_month == expected).all()
    by_village = np.bincount(h.village, 100.0 * expected, minlength=len(v.km))
    assert (v.outlay_month[:, NUMBER[key]] == by_village).all()
    assert case.state.measure.unpaid[FIRST] == 500 * len(claim) - 1250


UNION = [lever.key for lever in LEVERS if lever.union]


@pytest.mark.parametrize("key", UNION)
def test_a_service_reaches_whole_villages_in_rank_order_as_far_as_the_money_set_aside_goes(
    busy_scenario, busy_case, measure_of, months_of, key
):
    """Money is set aside for each to the end of the measure, so that nobody is taken on and dropped; the last is paid in part."""
    months = 24
    case = busy_case(busy_scenario(months))
    c, p = case.parameters.costs, case.parameters
    once, monthly = {
        "broadband.coverage": (c.coverage_capital, c.coverage_running), "delivery.stations": (c.station_capital, p.logistics.station_cost),
        "people.leaders": (0.0, c.leader), "market.village_sites": (0.0, c.clerk), "services.agri_inputs": (0.0, c.agri_inputs),
    }[key]  # fmt: skip
    budget = 2.5 * (once + months * monthly)
    scenario = busy_scenario(months).model_copy(update={"history": "no_programme"})
    case = busy_case(scenario.with_measures([measure_of(key, 1.0, months, target=Target(rank="nearness"), budget=budget)]))
    v, k = case.state.village, NUMBER[key]
    v.served[:], v.station[:] = 0, 1 if key == "market.village_sites" else 0  # a clerk is paid where there is a station
    v.service_rank[:] = 2.0  # no commercial roll-out reaches anybody
    order = np.argsort(v.km + v.hub_km, kind="stable")
    for t, _, after in months_of(case, 5):
        if after.state.measure.open[0] == 1:
            assert after.state.village.level[order, k].tolist() == [1.0, 1.0, 1.0, 0.0, 0.0, 0.0], t
    assert case.state.measure.spent[0] == fen(budget)


# ------------------------------------------------------------------------------------------------------ when it ends


def test_works_stay_after_the_measure_ends_and_cost_nothing_more(busy_scenario, busy_case, measure_of, months_of):
    months, end = 24, 6
    works = {"delivery.roads": 0.2, "delivery.hub_capacity": 0.5, "delivery.cold_chain": 4.0}
    case = busy_case(busy_scenario(months).with_measures([measure_of(key, level, months, last=end) for key, level in works.items()]))
    for t, _, after in months_of(case, 5):
        v, county, spent = after.state.village, after.state.county, after.state.government.outlay_month
        assert (v.road == 0.2).all() and county.hub_added[0] == 0.5 and county.cold[0] == 4.0, t
        assert county.cold_in_use[0] == (4.0 if t < end else 0.0), "a cold chain runs only while somebody pays for it"
        capital = [spent[NUMBER[key]] for key in ("delivery.roads", "delivery.hub_capacity")]
        assert all((one > 0) == (t == 0) for one in capital), t
        assert (spent[NUMBER["delivery.cold_chain"]] > 0) == (t < end), t


def test_a_line_that_was_laid_stays_and_a_level_that_ends_is_gone(busy_scenario, busy_case, measure_of, months_of):
    months, end = 24, 6
    levers = {lever.key: lever.high / 2.0 for lever in LEVERS if lever.key not in HISTORY}
    measures = [measure_of(key, level, months, last=end) for key, level in levers.items()]
    case = busy_case(busy_scenario(months).with_measures(measures))
    for t, before, after in months_of(case, 5):
        s = after.state
        assert (s.village.served >= before.village.served).all(), t
        if t >= end:
            others = [NUMBER[key] for key in levers]
            assert (s.village.level[:, others] == 0.0).all() and (s.government.level[others] == 0.0).all(), t
            assert (s.household.level == 0.0).all(), t


def test_stations_in_villages_that_have_one_cost_nothing_and_are_not_supported(
    busy_scenario, busy_case, measure_of, months_of
):
    """Until their own closes: then the programme opens one, fits it out, and supports it."""
    months, k = 36, NUMBER["delivery.stations"]
    scenario = busy_scenario(months).model_copy(update={"history": "no_programme"})
    case = busy_case(scenario.with_measures([measure_of("delivery.stations", 1.0, months)]))
    had, seen = case.state.village.station == 1, 0
    assert had.any() and not had.all()
    own = had.copy()
    for t, before, after in months_of(case, 5):
        v = after.state.village
        own &= before.village.station == 1
        assert (v.outlay_month[own, k] == 0).all() and (v.level[own, k] == 0.0).all() and (v.support_month[own] == 0.0).all(), t
        if t == 0:
            fitted = fen(case.parameters.costs.station_capital + case.parameters.logistics.station_cost * case.trends.wage_index[0])
            assert (v.outlay_month[~had, k] == fitted).all() and (v.station[~had] == 1).all()
        seen += int(own.sum())
    assert seen > 0


def test_coverage_costs_nothing_where_the_roll_out_has_been(busy_scenario, busy_case, measure_of, months_of):
    """Nor from the month in which it comes: only villages served ahead of it are paid for."""
    months, k = 24, NUMBER["broadband.coverage"]
    case = busy_case(busy_scenario(months).with_measures([measure_of("broadband.coverage", 1.0, months)]))
    ahead, came = case.state.village.served == 0, 0
    assert ahead.any() and not ahead.all()
    for t, _, after in months_of(case, 5):
        v = after.state.village
        came += int((ahead & (v.service_rank < case.trends.served_share[t])).sum())
        ahead &= v.service_rank >= case.trends.served_share[t]
        assert (v.served == 1).all() and ((v.outlay_month[:, k] > 0) == ahead).all(), t
    assert ahead.any() and came > 0


# ----------------------------------------------------------------------------------------------------------- booking


def test_outlays_by_lever_village_and_month_are_those_of_the_state(
    busy_scenario, busy_case, set_levers, every_lever, months_of
):
    case = busy_case(set_levers(busy_scenario(60), every_lever))
    record = record_for(case.state, case.trends.season, False)
    for t, before, after in months_of(case, 5, record):
        v, government = after.state.village, after.state.government
        assert (record.outlays[t, :, :-1] == v.outlay_month.T).all(), t
        assert (record.outlays[t].sum(axis=1) == government.outlay_month).all(), t
        assert (record.spent[t] == after.state.measure.spent).all() and (record.unpaid[t] == after.state.measure.unpaid).all()
        assert record.outlays[t].sum() == (after.state.measure.spent - before.measure.spent).sum(), t
    county = np.array([lever.reach == "county" for lever in LEVERS])
    assert (record.outlays[:, county, :-1] == 0).all() and (record.outlays[:, ~county, -1] == 0).all()
    assert (record.outlays[:, :, :].sum(axis=(0, 2)) > 0).all()


@pytest.mark.parametrize("key", KEYS)
def test_a_lever_costs_nothing_in_a_month_in_which_it_delivers_nothing(
    busy_scenario, busy_case, measure_of, needed_beside, every_lever, key
):
    """Booked at delivery: in force in the second year only, paid in the second year only."""
    months, k = 36, NUMBER[key]
    scenario = needed_beside(busy_scenario(months).model_copy(update={"history": "no_programme"}), key)
    record = run(busy_case(scenario.with_measures([measure_of(key, every_lever[key], months, first=12, last=24)])), 5)
    by_month = record.outlays[:, k].sum(axis=1)
    assert (by_month[:12] == 0).all() and (by_month[24:] == 0).all() and by_month[12:24].sum() > 0
