"""The tables of policies: levels, budgets, months left, prices, and what programmes did on average (docs/odd.md, Govern)."""

import numpy as np
import pytest

from sim.county.empty_targets import target_problems
from sim.county.policy_plan import NO_BUDGET, OUTSIDE, number_of_measures, plan
from sim.county.trends import average_programmes
from sim.files import HouseholdFilter, Measure, Problem, RandomShare, Scenario, Target, VillageFilter
from sim.theory.levers import LEVERS, NUMBER, STATIONS, TRAINING_SEATS
from sim.theory.parameters import PARAMETERS, parameters

ASKED = Problem(file="policies.yaml", line=3, column=5, path="policies.1", message="")
PRICED = ("ahead", "works")
RUNNING_ONLY = {"delivery.stations", "market.village_sites"}  # claims whose price is known ahead, so that money can be set aside
OWN_AMOUNT = {"CNY/parcel", "CNY", "CNY/month"}


@pytest.fixture(scope="session")
def bare(hamlet_scenario) -> Scenario:
    """The hamlet without the programmes of the history."""
    return hamlet_scenario.model_copy(update={"history": "no_programme", "months": 6})


@pytest.fixture(scope="session")
def tables(hamlet):
    """The plan of a scenario over the settled hamlet, under its parameters or others."""
    return lambda scenario, p=hamlet.parameters: plan(scenario, hamlet.state, hamlet.trends, p, 1)


def measure(lever, levels, budget=None, asked=None, **target):
    return Measure(policy="test", lever=lever, levels=tuple(levels), target=Target(**target), budget=budget, asked=asked)


def with_measures(scenario, *measures):
    return scenario.model_copy(update={"measures": measures})


def test_a_measure_keeps_its_levels_and_counts_the_months_in_which_it_is_still_above_zero(bare, tables):
    table = tables(with_measures(bare, measure("training.seats", (0.0, 1.0, 0.5, 0.0, 2.0, 0.0))))
    assert table.levels[:, 0].tolist() == [0.0, 1.0, 0.5, 0.0, 2.0, 0.0]
    assert table.left[:, 0].tolist() == [3, 3, 2, 1, 1, 0]


@pytest.mark.parametrize(("yuan", "fen"), [(1800.0, 180000), (1234.56, 123456), (0.01, 1), (1e12, 10**14), (None, NO_BUDGET)])
def test_a_budget_is_whole_fen_and_its_absence_is_not_a_budget_of_nothing(bare, tables, yuan, fen):
    assert tables(with_measures(bare, measure("quality.brand", [1.0] * 6, yuan))).budget.tolist() == [fen]


def test_measures_on_one_lever_are_numbered_for_their_draws_and_others_do_not_move_the_numbers(bare, tables):
    seats, brand = measure("training.seats", [1.0] * 6), measure("quality.brand", [1.0] * 6)
    assert tables(with_measures(bare, seats, brand, seats, seats, brand)).draw.tolist() == [0, 0, 1, 2, 1]


def test_a_measure_for_all_reaches_every_village_and_household(bare, tables, hamlet):
    table = tables(with_measures(bare, measure("delivery.joint", [1.0] * 6)))
    assert (table.share == 1.0).all() and (table.aimed == 1).all()
    assert table.place.max() < 1.0
    assert sorted(table.order[0].tolist()) == list(range(len(hamlet.state.village.km)))
    assert not table.taken.any() and not table.seated.any() and table.ranked.tolist() == [0]


def test_managers_seats_are_shared_out_over_the_villages_of_the_target_and_other_levels_are_for_each(bare, tables, hamlet):
    near = VillageFilter(nearer_than_km=float(np.median(hamlet.state.village.km + hamlet.state.village.hub_km)))
    everywhere = measure("training.managers", [2.0] * 6)
    table = tables(with_measures(bare, everywhere, measure("training.managers", [2.0] * 6, villages=near), measure("delivery.joint", [1.0] * 6, villages=near)))
    villages = len(hamlet.state.village.km)
    assert table.share[0] == pytest.approx(np.full(villages, 1.0 / villages))
    assert table.share[1].sum() == pytest.approx(1.0)
    inside = table.place[1] < OUTSIDE
    assert 0 < inside.sum() < villages
    assert (table.share[1][~inside] == 0.0).all() and len(set(table.share[1][inside])) == 1
    assert table.share[2].tolist() == inside.astype(float).tolist()


def test_a_share_of_villages_is_a_share_of_the_target_to_the_nearest_village(average_scenario, average):
    levels = (0.1, 0.25, 0.5, 0.99, 1.0)
    remote = measure("delivery.stations", levels, villages=VillageFilter(remote=True))
    scenario = with_measures(average_scenario, remote).model_copy(update={"history": "no_programme", "months": 5})
    table = plan(scenario, average.state, average.trends, average.parameters, 1)
    inside = int((average.state.village.remote > 0.0).sum())
    assert 0 < inside < len(average.state.village.km)
    reached = [int((table.place[0] < level).sum()) for level in levels]
    assert all(abs(count - level * inside) <= 0.5 for count, level in zip(reached, levels, strict=True))
    assert reached[-1] == inside


def test_the_ability_to_learn_that_seats_compete_for_is_that_of_the_target_for_all_whom_it_stands_for(bare, tables, hamlet):
    table = tables(with_measures(bare, measure("training.seats", [1.0] * 6), measure("training.seats", [1.0] * 6, households=HouseholdFilter(poor=True))))
    h = hamlet.state.household
    assert table.ability[0] == pytest.approx(float(hamlet.state.county.ability_total[0]))
    assert table.ability[1] == pytest.approx(float((h.weight * h.ability)[h.poor > 0.0].sum()))


# ------------------------------------------------------------------------------------------------------------- prices


def prices_of(table, lever):
    return np.concatenate([table.capital[NUMBER[lever.key]], table.running[NUMBER[lever.key]]])


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.key)
def test_what_is_paid_ahead_or_built_has_a_price_where_it_acts_and_what_is_claimed_has_its_price_in_the_claim(bare, tables, lever):
    table = tables(bare)
    row, last = NUMBER[lever.key], table.capital.shape[1] - 1
    priced = (table.capital[row] > 0.0) | (table.running[row] > 0.0)
    if lever.paid in PRICED or lever.key in RUNNING_ONLY:
        at_county = lever.reach == "county"
        assert priced[last] == at_county
        assert priced[:last].tolist() == [not at_county] * last
    else:
        assert not priced.any()


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.key)
def test_a_lever_without_declared_prices_is_itself_an_amount_of_money_or_a_share_of_one(lever):
    assert len(set(lever.cost_parameters)) == len(lever.cost_parameters)
    assert set(lever.cost_parameters) <= set(PARAMETERS)
    if not lever.cost_parameters:
        assert lever.unit in OWN_AMOUNT or lever.unit in ("share", "share of sales"), lever.key


def test_every_public_price_belongs_to_exactly_one_lever():
    named = [key for lever in LEVERS for key in lever.cost_parameters if key.startswith("costs.")]
    assert sorted(named) == sorted(key for key in PARAMETERS if key.startswith("costs."))


@pytest.mark.parametrize("key", [key for key in PARAMETERS if key.startswith("costs.")])
def test_a_public_price_moves_the_price_of_the_lever_that_names_it_and_of_no_other(bare, tables, key):
    (lever,) = (lever for lever in LEVERS if key in lever.cost_parameters)
    before, after = tables(bare), tables(bare, parameters({key: PARAMETERS[key].high}))
    moved = {other.key for other in LEVERS if not np.array_equal(prices_of(before, other), prices_of(after, other))}
    assert moved == ({lever.key} if lever.paid in PRICED or lever.key in RUNNING_ONLY else set())


def test_prices_for_each_household_count_all_households_of_the_county_whatever_the_sample(average_scenario, average):
    p, households = average.parameters, float(average.state.village.households.sum())
    table = plan(average_scenario, average.state, average.trends, p, 1)
    assert table.running[NUMBER["quality.standards"], -1] == pytest.approx(p.costs.standards * households)
    assert table.running[NUMBER["merchants.park"], -1] == pytest.approx(p.costs.park * households / 1000.0)
    assert table.capital[NUMBER["delivery.hub_capacity"], -1] == pytest.approx(p.costs.hub_capital * households / 1000.0)
    assert table.running[NUMBER["services.rural_services"], :-1].sum() == pytest.approx(p.costs.rural_services * households)


def test_a_road_costs_its_kilometres_to_the_township_and_a_tenth_of_time_the_declared_price(bare, tables, hamlet):
    capital = tables(bare).capital[NUMBER["delivery.roads"], :-1]
    assert 0.1 * capital == pytest.approx(hamlet.parameters.costs.road_capital * hamlet.state.village.km)


# ------------------------------------------------------------------------------------------------------------ history


def test_what_programmes_did_on_average_are_two_measures_for_all_without_a_budget(average_scenario, average):
    table = average.plan
    assert number_of_measures(average_scenario) == 2
    assert table.lever.tolist() == [STATIONS, TRAINING_SEATS]
    assert table.budget.tolist() == [NO_BUDGET, NO_BUDGET]
    assert (table.aimed == 1).all() and (table.place < OUTSIDE).all() and not table.ranked.any()


def test_the_history_trains_as_many_of_a_thousand_households_as_programmes_did_and_supports_as_many_stations(average):
    stations, seats = np.array([average_programmes(float(years)) for years in average.trends.programme_years]).T
    assert average.plan.levels[:, 0].tolist() == stations.tolist()
    assert average.plan.levels[:, 1] == pytest.approx(seats * float(average.state.county.households[0]) / 1000.0)


def test_measures_of_the_scenario_come_after_those_of_the_history(average_scenario, average):
    scenario = with_measures(average_scenario, measure("quality.brand", [5.0] * average_scenario.months))
    table = plan(scenario, average.state, average.trends, average.parameters, 1)
    assert number_of_measures(scenario) == len(table.lever) == 3
    assert table.lever.tolist() == [STATIONS, TRAINING_SEATS, NUMBER["quality.brand"]]
    bare = scenario.model_copy(update={"history": "no_programme"})
    assert number_of_measures(bare) == 1


# ------------------------------------------------------------------------------------------------------------- nobody


def test_a_target_that_leaves_nobody_is_a_problem_at_the_policy_that_asks_for_it(bare):
    nowhere = measure("delivery.joint", [1.0] * 6, asked=ASKED, villages=VillageFilter(farther_than_km=900.0))
    noone = measure("training.seats", [1.0] * 6, asked=ASKED, households=HouseholdFilter(land_below_mu=1e-9))
    fine = measure("training.seats", [1.0] * 6, asked=ASKED, households=HouseholdFilter(poor=True))
    (first, second) = target_problems(with_measures(bare, nowhere, fine, noone), 1)
    assert (first.path, first.line, first.column) == (second.path, second.line, second.column) == ("policies.1", 3, 5)
    assert first.message == "no village of the county meets this target"
    assert second.message == "no household of the county meets this target"


def test_a_household_lever_in_villages_that_do_not_exist_reaches_no_household(bare):
    nowhere = measure("training.seats", [1.0] * 6, asked=ASKED, villages=VillageFilter(farther_than_km=900.0))
    (problem,) = target_problems(with_measures(bare, nowhere), 1)
    assert problem.message == "no household of the county meets this target"


def test_measures_that_share_a_target_are_told_from_the_one_among_them_that_reaches_nobody(bare):
    noone = measure("people.return_grant", [1.0] * 6, asked=ASKED, households=HouseholdFilter(land_below_mu=1e-9))
    for_all = [measure(key, [1.0] * 6, asked=ASKED) for key in ("delivery.joint", "broadband.price_subsidy", "broadband.poor_discount")]
    (problem,) = target_problems(with_measures(bare, *for_all, noone), 1)
    assert problem.message == "no household of the county meets this target"
    assert target_problems(with_measures(bare, *for_all), 1) == []


def test_a_lottery_that_draws_no_village_is_a_problem_under_this_seed_alone(bare):
    rare = measure("delivery.joint", [1.0] * 6, asked=ASKED, random=RandomShare(share=0.15))
    said = {len(target_problems(with_measures(bare, rare), seed)) for seed in range(1, 13)}
    assert said == {0, 1}


def test_measures_for_all_have_no_problem(bare):
    assert target_problems(with_measures(bare, measure("quality.brand", [1.0] * 6, asked=ASKED)), 1) == []


def test_a_measure_that_reaches_nobody_is_kept_in_the_tables_and_does_nothing(bare, tables):
    table = tables(with_measures(bare, measure("delivery.joint", [1.0] * 6, villages=VillageFilter(farther_than_km=900.0))))
    assert (table.place == OUTSIDE).all() and (table.share == 0.0).all() and not table.aimed.any()
    assert table.ability.tolist() == [0.0]
