"""What a run leaves behind: public money by lever and place, and households by year; on the hamlet, weighed against the outcomes."""

import numpy as np
import pytest

from sim.compute.simulate import simulate
from sim.county.panel import PANEL
from sim.county.synthesis import synthesise
from sim.files import Measure, Month
from sim.theory.levers import LEVERS, NUMBER

MONTHS = 24  # 2014 and 2015
AT_WORK = {
    "training.seats": 4.0, "delivery.stations": 0.5, "delivery.parcel_subsidy_in": 1.0, "broadband.price_subsidy": 0.3,
    "quality.brand": 2000.0, "delivery.joint": 0.5, "services.agri_inputs": 0.5, "people.leaders": 0.5, "delivery.roads": 0.1,
    "merchants.startup_grant": 2000.0, "people.return_grant": 500.0,
}  # fmt: skip
INCOMES = ("income_produce_household", "income_wages_household", "income_away_household", "income_other_household")


def measure(lever, level, budget=None, months=MONTHS):
    return Measure(policy=lever, lever=lever, levels=(level,) * months, budget=budget)


@pytest.fixture(scope="session")
def village_life(hamlet_scenario):
    """Two years of the hamlet without the programmes of the history."""
    return hamlet_scenario.model_copy(update={"months": MONTHS, "history": "no_programme"})


@pytest.fixture(scope="session")
def kept(village_life):
    """The same with eleven levers at work and every household's years kept."""
    measures = tuple(measure(lever, level) for lever, level in AT_WORK.items())
    return simulate(village_life.model_copy(update={"measures": measures}), panel=True)


@pytest.fixture(scope="session")
def quiet(village_life):
    """The two years with every household's kept and no lever at work."""
    return simulate(village_life, panel=True)


def column(trajectory, name):
    """A column of the panel, [years, households]."""
    return trajectory.panel[:, :, PANEL.index(name)]


def weighted_mean(trajectory, name):
    """The mean over all households, by year."""
    weight = trajectory.households["weight"]
    return (column(trajectory, name) * weight).sum(axis=1) / weight.sum()


def sum_of_years(trajectory, *outcomes):
    """Outcomes of each month added up over the years of the hamlet's two."""
    return np.add.reduce([trajectory[name] for name in outcomes]).reshape(-1, 12).sum(axis=1)


# ---------------------------------------------------------------------------------------------------------- the panel


def test_a_panel_has_a_row_for_each_calendar_year_and_household(kept):
    assert kept.years == (2014, 2015)
    assert kept.panel.shape == (2, len(kept.households["weight"]), len(PANEL))
    assert np.isfinite(kept.panel).all()


def test_keeping_a_panel_changes_no_result(village_life, quiet):
    with_panel, without = quiet, simulate(village_life)
    assert with_panel.digest() == without.digest()
    assert without.panel.shape[0] == 0 and without.years == () and without.households == {}
    assert with_panel.panel.any()


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("hours_online", ("hours_online_household",)),
        ("spent_online", ("spend_online_household",)),
        ("online_sales", ("sales_own_shop_household",)),
        ("own_shop", ("own_shop_share",)),
        ("shopper", ("shoppers_share",)),
        ("broadband", ("broadband_share",)),
    ],
)
def test_the_households_years_add_up_to_the_months_of_the_outcomes(kept, name, outcomes):
    expected = sum_of_years(kept, *outcomes)
    assert (expected > 0.0).all()
    assert weighted_mean(kept, name) == pytest.approx(expected, rel=1e-6)


def test_a_households_income_is_that_of_all_its_sources_and_its_grants_for_coming_home(kept, quiet):
    households = quiet.households["weight"].sum()
    grants = kept.outlays[:, NUMBER["people.return_grant"]].sum(axis=1).reshape(-1, 12).sum(axis=1) / 100.0 / households
    assert grants.any()
    assert weighted_mean(quiet, "income") == pytest.approx(sum_of_years(quiet, *INCOMES), rel=1e-6)
    assert weighted_mean(kept, "income") == pytest.approx(sum_of_years(kept, *INCOMES) + grants, rel=1e-6)


def test_income_of_a_year_is_the_trailing_year_of_december(quiet):
    """In its first year the outcome also holds what was earned before the start, so the second year is compared."""
    weight, size = quiet.households["weight"], quiet.households["size"]
    persons = (weight * size).sum()
    assert (column(quiet, "income")[1] * weight).sum() / persons == pytest.approx(quiet["income_person"][-1], rel=1e-6)


def test_every_seat_in_training_was_paid_for(kept, hamlet):
    seats = (column(kept, "seats") * kept.households["weight"]).sum()
    paid = kept.outlays[:, NUMBER["training.seats"]].sum()
    assert seats > 10.0
    assert paid == pytest.approx(seats * hamlet.parameters.accounting.seat_cost * 100.0, abs=0.5 * seats)


def test_extra_hours_are_worth_at_most_what_they_would_have_earned_and_nothing_to_who_spends_none(quiet, hamlet):
    wages = hamlet.trends.wage_index[:MONTHS].reshape(-1, 12).max(axis=1) * hamlet.parameters.work.wage_hour
    hours, cost = column(quiet, "hours_online"), column(quiet, "time_cost")
    assert (cost >= 0.0).all() and (cost[hours == 0.0] == 0.0).all()
    assert (cost <= hours * wages[:, None] * hamlet.state.household.earning[None, :] * (1.0 + 1e-9)).all()


def test_services_sold_online_take_time_of_those_who_are_connected(village_life, quiet):
    served = village_life.model_copy(update={"measures": (measure("services.rural_services", 1.0),)})
    served = simulate(served, panel=True)
    # Whoever had broadband or a phone throughout: nobody who came online later, and no shop, so that the hours are those of services.
    same = (column(quiet, "own_shop") == 0.0) & (column(served, "own_shop") == 0.0)
    busy = column(served, "time_cost")[same] > 0.0
    assert busy.any() and not busy.all()
    assert not column(quiet, "time_cost")[same].any()


def test_what_households_save_on_broadband_is_what_the_public_pays_for_it(kept, quiet):
    saved = (column(kept, "broadband_saved") * kept.households["weight"]).sum()
    claims = (column(kept, "broadband") * kept.households["weight"]).sum()
    assert saved > 0.0
    assert kept.outlays[:, NUMBER["broadband.price_subsidy"]].sum() == pytest.approx(saved * 100.0, abs=0.5 * claims)
    assert not column(quiet, "broadband_saved").any()


def test_shopping_online_never_makes_living_dearer_and_cheaper_only_for_who_shops(kept):
    living, months = column(kept, "living_cost"), column(kept, "shopper")
    assert living.max() <= 1.0 + 1e-12
    assert living[months == 0.0] == pytest.approx(1.0)
    assert living[months == 12.0].max() < 1.0


def test_a_seller_is_who_sold_online_in_any_month(kept):
    seller, sales, months = column(kept, "seller"), column(kept, "online_sales"), column(kept, "own_shop")
    assert set(np.unique(seller)) == {0.0, 1.0}
    assert (seller[sales > 0.0] == 1.0).all()
    assert (sales[months == 0.0] == 0.0).all()
    assert ((months >= 0.0) & (months <= 12.0)).all()


def test_a_shop_that_opens_costs_its_start_and_a_grant_leaves_the_rest_to_its_owner(quiet, kept):
    paid, granted = column(quiet, "start_paid"), column(kept, "start_paid")
    assert paid.min() >= 0.0 and paid.any() and granted.min() >= -1e-9
    cost = paid[paid > 0.0].min()
    assert paid / cost == pytest.approx(np.round(paid / cost))
    assert granted[granted > 0.0].min() == pytest.approx(cost - 2000.0)


def test_retail_spending_is_positive_and_all_that_is_spent_online_is_part_of_it(kept):
    assert (column(kept, "retail") > 0.0).all()
    assert (column(kept, "spent_online") <= column(kept, "retail") * (1.0 + 1e-9)).all()


def test_a_horizon_from_july_to_june_touches_two_years_and_each_holds_its_months(village_life):
    moved = village_life.model_copy(update={"start": Month(2014, 7), "months": 12})
    trajectory = simulate(moved, panel=True)
    assert trajectory.years == (2014, 2015)
    halves = np.add.reduce([trajectory[name] for name in INCOMES])
    assert weighted_mean(trajectory, "income") == pytest.approx(halves.reshape(2, 6).sum(axis=1), rel=1e-6)
    assert column(trajectory, "shopper").max() <= 6.0


def test_households_are_described_as_they_were_on_the_first_day(kept, village_life):
    first = synthesise(village_life, village_life.seed)
    h, v = first.state.household, first.state.village
    said = kept.households
    for name in ("population_id", "weight", "size", "village", "poor", "grows", "income_first_year", "skill", "age", "schooling", "land"):
        assert said[name].tolist() == getattr(h, name).tolist(), name
    assert said["km"].tolist() == (v.km + v.hub_km)[h.village].tolist()
    assert said["product"].tolist() == v.product[h.village].tolist()
    assert said["remote"].tolist() == v.remote[h.village].tolist()
    assert said["young"].tolist() == (h.age < first.parameters.accounting.young_age).astype(float).tolist()
    assert said["skilled"].tolist() == (h.skill_floor >= first.parameters.accounting.skilled_from).astype(float).tolist()
    assert kept.products == tuple(product.name for product in village_life.county.products)


# --------------------------------------------------------------------------------------------------------- the outlays


def test_public_money_by_lever_and_place_adds_up_to_what_was_spent(kept, hamlet):
    households = float(hamlet.state.village.households.sum())
    assert kept.outlays.shape == (MONTHS, len(LEVERS), len(hamlet.state.village.km) + 1)
    assert kept.outlays.dtype == np.int64 and kept.outlays.min() >= 0
    by_month = kept.outlays.sum(axis=(1, 2))
    assert kept["public_outlay"] * households * 100.0 == pytest.approx(by_month, rel=1e-6, abs=0.5)
    assert np.diff(kept.spent, axis=0, prepend=0).sum(axis=1).tolist() == by_month.tolist()


def test_each_measure_spent_what_its_lever_cost(kept):
    for number, lever in enumerate(AT_WORK):
        paid = np.cumsum(kept.outlays[:, NUMBER[lever]].sum(axis=1))
        assert kept.spent[:, number].tolist() == paid.tolist(), lever


def test_money_for_villages_is_spent_in_villages_and_money_for_the_county_in_none(kept):
    for row, lever in enumerate(LEVERS):
        if lever.key not in AT_WORK:
            assert not kept.outlays[:, row].any(), lever.key
        elif lever.reach == "county":
            assert not kept.outlays[:, row, :-1].any() and kept.outlays[:, row, -1].all(), lever.key
        else:
            assert not kept.outlays[:, row, -1].any(), lever.key
            if lever.paid in ("ahead", "works"):
                assert kept.outlays[:, row, :-1].any(), lever.key


def test_outcomes_of_stations_and_training_are_the_outlays_of_their_levers(kept, hamlet):
    households = float(hamlet.state.village.households.sum())
    for outcome, lever in (("outlay_stations", "delivery.stations"), ("outlay_training", "training.seats")):
        paid = kept.outlays[:, NUMBER[lever]].sum(axis=1)
        assert paid.any()
        assert kept[outcome] * households * 100.0 == pytest.approx(paid, rel=1e-6, abs=0.5)


@pytest.mark.parametrize("lever", ["quality.brand", "training.seats", "people.leaders", "delivery.roads", "delivery.parcel_subsidy_in"])
def test_a_budget_is_spent_to_the_fen_and_not_beyond_and_claims_that_it_cannot_pay_are_counted(village_life, kept, lever):
    whole = kept.outlays[:, NUMBER[lever]].sum()
    budget = int(whole) * 3 // 7
    short = simulate(village_life.model_copy(update={"measures": (measure(lever, AT_WORK[lever], budget / 100.0),)}))
    assert short.spent[-1].tolist() == [budget]
    assert short.outlays.sum() == budget
    assert (np.diff(short.spent[:, 0]) >= 0).all() and (np.diff(short.unpaid[:, 0]) >= 0).all()
    # What is paid ahead or taken as a seat is not ordered where the money is gone; only what was delivered can stay unpaid.
    assert (short.unpaid[-1, 0] > 0) == (LEVERS[NUMBER[lever]].paid == "claims")
    assert not simulate(village_life.model_copy(update={"measures": (measure(lever, AT_WORK[lever]),)})).unpaid.any()


def test_levers_at_zero_do_nothing_to_the_bit_and_cost_nothing(hamlet_scenario):
    plain = hamlet_scenario.model_copy(update={"months": MONTHS})
    idle = plain.model_copy(update={"measures": tuple(measure(lever.key, 0.0) for lever in LEVERS)})
    without, with_zeros = simulate(plain, panel=True), simulate(idle, panel=True)
    assert with_zeros.digest() == without.digest()
    assert with_zeros.panel.tobytes() == without.panel.tobytes()
    assert with_zeros.outlays.tobytes() == without.outlays.tobytes()
    assert not with_zeros.spent.any() and not with_zeros.unpaid.any()
