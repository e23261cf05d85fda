"""Trends pass through the evidence, in CNY of 2015, and say how they go on after it."""

import itertools

import numpy as np
import pytest

from sim.county.trends import TERM_MONTHS, average_programmes, demonstration_share, express_price, interpolated, trends
from sim.evidence import annual
from sim.levers import LEVERS, STATION_SUPPORT, TRAINING_SEATS
from sim.parameters import parameters
from sim.scenario import Month
from sim.scenario.deflator import to_2015


@pytest.fixture(scope="module")
def baseline(average_scenario):
    return trends(average_scenario, parameters())


@pytest.mark.parametrize("year", [2014, 2015, 2016, 2019, 2020])
def test_the_express_price_passes_the_evidence_in_the_middle_of_each_year(year):
    observed = annual("express_average_revenue_per_parcel")[year]
    assert express_price(year - 2014 + 0.5, True) == pytest.approx(to_2015(observed, year), rel=1e-12)


def test_the_express_price_falls_in_every_month_and_goes_on_falling_only_if_asked_to():
    months = [express_price(t / 12.0, True) for t in range(6, 132)]
    assert all(later < earlier for earlier, later in itertools.pairwise(months))
    assert express_price(9.0, False) == express_price(6.5, False) == pytest.approx(to_2015(10.5, 2020), rel=1e-12)


def test_the_express_price_past_the_data_keeps_the_rate_of_2016_to_2020():
    first, last = to_2015(12.7, 2016), to_2015(10.5, 2020)
    assert express_price(10.5, True) == pytest.approx(last * last / first, rel=1e-12)


def test_wages_start_at_one_and_grow_at_their_yearly_rate(baseline):
    rate = parameters().world.wage_growth
    assert baseline.wage_index[0] == 1.0
    assert baseline.wage_index[24] == pytest.approx((1.0 + rate) ** 2, rel=1e-14)


def test_wages_follow_rural_incomes_of_2014_to_2020_within_3_percent(baseline):
    income = annual("rural_disposable_income_per_capita")
    observed = to_2015(income[2020], 2020) / to_2015(income[2014], 2014)
    assert abs(baseline.wage_index[72] / observed - 1.0) < 0.03


def test_broadband_gets_cheaper_by_its_yearly_fall(baseline):
    world = parameters().world
    assert baseline.broadband_price[0] == world.broadband_price
    assert baseline.broadband_price[12] == pytest.approx(world.broadband_price * (1.0 - world.broadband_fall), rel=1e-14)


def test_demand_is_that_of_the_profile_in_2015(baseline, average_scenario):
    assert baseline.demand[12] == average_scenario.county.market.online_demand_2015
    assert baseline.goods_demand[12] == average_scenario.county.market.goods_demand_2015
    assert (np.diff(baseline.demand) > 0.0).all()


def test_services_reach_ever_more_places_as_in_the_evidence(baseline):
    """67 % of villages at the end of 2015, 98 % in 2019; township outlets 87 % in 2017, 92.4 % in 2018, 96.6 % in April 2020."""
    assert baseline.served_share[24] == pytest.approx(0.667)
    assert baseline.served_share[72] == pytest.approx(0.98)
    outlets = annual("township_express_outlet_coverage")
    assert baseline.outlet_share[48] == pytest.approx(outlets[2017] / 100.0)
    assert baseline.outlet_share[60] == pytest.approx(outlets[2018] / 100.0)
    assert baseline.outlet_share[76] == pytest.approx(0.966, abs=1e-3)
    assert (np.diff(baseline.served_share) >= 0.0).all() and (np.diff(baseline.outlet_share) >= 0.0).all()
    assert baseline.served_share[-1] == baseline.outlet_share[-1] == 1.0


@pytest.mark.parametrize("year", [2016, 2018, 2019, 2020])
def test_supported_stations_are_within_3_points_of_the_evidence_at_the_end_of_the_year(year):
    observed = annual("village_ecommerce_station_coverage")[year] / 100.0
    assert abs(average_programmes(year + 1.0 - 2014)[STATION_SUPPORT] - observed) < 0.03


def test_training_is_that_of_counties_in_the_two_years_of_their_programme():
    """2016: 240 + 200 new counties of 2,642 in their term, 3,036 persons each over 24 months, 103,400 households."""
    assert demonstration_share(2.5) == pytest.approx(440.0 / 2642.0)
    seats = average_programmes(2.5)[TRAINING_SEATS]
    assert seats == pytest.approx(1000.0 * 440.0 / 2642.0 * 3036.0 / TERM_MONTHS / 103400.0)


def test_the_national_average_sets_stations_and_training_and_no_other_lever(baseline):
    used = {LEVERS[k] for k in np.flatnonzero(baseline.levels.any(axis=0))}
    assert used == {"station_support", "training_seats"}


def test_without_programmes_no_lever_is_set(average_scenario):
    bare = average_scenario.model_copy(update={"history": "no_programme"})
    assert not trends(bare, parameters()).levels.any()


def test_the_calendar_starts_where_the_scenario_starts(average_scenario):
    moved = trends(average_scenario.model_copy(update={"start": Month(2016, 10), "months": 6}), parameters())
    assert moved.calendar_month.tolist() == [9, 10, 11, 0, 1, 2]
    assert moved.season.tolist() == [2016, 2016, 2016, 2017, 2017, 2017]
    assert moved.years[0] == pytest.approx(2.75)


def test_a_flat_world_stays_at_its_level_of_december_2020(average_scenario):
    onward = trends(average_scenario, parameters())
    flat = trends(average_scenario.model_copy(update={"trends": "flat"}), parameters())
    for name in ("wage_index", "wholesale_index", "express", "broadband_price", "demand", "goods_demand", "outside", "variety"):
        a, b = getattr(onward, name), getattr(flat, name)
        # After mid-2020, the last observation, a flat express price stays and the other goes on.
        shared = 78 if name == "express" else 84
        assert (a[:shared] == b[:shared]).all(), name
        assert (b[84:] == b[83]).all(), name
    assert onward.wage_index[-1] > flat.wage_index[-1]
    assert (flat.levels[84:] == flat.levels[83]).all()


def test_a_horizon_past_2020_that_does_not_say_how_trends_go_on_is_refused(average_scenario):
    silent = average_scenario.model_copy(update={"trends": None})
    with pytest.raises(ValueError, match="continue_2020 or flat"):
        trends(silent, parameters())
    assert len(trends(silent.model_copy(update={"months": 84}), parameters()).years) == 84


def test_interpolation_is_linear_inside_and_constant_outside():
    points = ((0.0, 1.0), (2.0, 3.0), (4.0, 3.0))
    assert [interpolated(points, x) for x in (-1.0, 0.0, 1.0, 2.0, 3.0, 9.0)] == [1.0, 1.0, 2.0, 3.0, 3.0, 3.0]
