"""Trends pass through the evidence, in CNY of 2015, and say how they go on after it."""

import itertools

import numpy as np
import pytest

from sim.county.trends import (
    TABLED,
    TERM_MONTHS,
    Trends,
    average_programmes,
    demonstration_share,
    express_price,
    trends,
)  # fmt: skip
from sim.files import Month, Shock, TrendTable
from sim.theory.deflator import to_2015
from sim.theory.evidence import annual
from sim.theory.parameters import parameters
from sim.theory.roll_out import interpolated


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
    stations, _ = average_programmes(year + 1.0 - 2014)
    assert abs(stations - observed) < 0.03


def test_training_is_that_of_counties_in_the_two_years_of_their_programme():
    """2016: 240 + 200 new counties of 2,642 in their term, 3,036 persons each over 24 months, 103,400 households."""
    assert demonstration_share(2.5) == pytest.approx(440.0 / 2642.0)
    _, seats = average_programmes(2.5)
    assert seats == pytest.approx(1000.0 * 440.0 / 2642.0 * 3036.0 / TERM_MONTHS / 103400.0)


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
    assert (flat.programme_years[84:] == flat.programme_years[83]).all()


def test_a_horizon_past_2020_that_does_not_say_how_trends_go_on_is_refused(average_scenario):
    silent = average_scenario.model_copy(update={"trends": None})
    with pytest.raises(ValueError, match="continue_2020 or flat"):
        trends(silent, parameters())
    assert len(trends(silent.model_copy(update={"months": 84}), parameters()).years) == 84


def test_interpolation_is_linear_inside_and_constant_outside():
    points = ((0.0, 1.0), (2.0, 3.0), (4.0, 3.0))
    assert [interpolated(points, x) for x in (-1.0, 0.0, 1.0, 2.0, 3.0, 9.0)] == [1.0, 1.0, 2.0, 3.0, 3.0, 3.0]


# -------------------------------------------------------------------------------------------- a table of growth rates

SERIES = dict(zip(TABLED, ("wage_index", "wholesale_index", "express", "broadband_price", "demand", "goods_demand", "outside", "variety"), strict=True))
DECEMBER_2020 = 83


def tabled(scenario, **growth):
    """The trends of a scenario whose series grow as said after 2020, the others not at all."""
    table = TrendTable(**(dict.fromkeys(TABLED, 0.0) | growth))
    return trends(scenario.model_copy(update={"trends": table}), parameters())


def test_a_table_without_growth_is_a_flat_world_to_the_bit(average_scenario):
    flat = trends(average_scenario.model_copy(update={"trends": "flat"}), parameters())
    for ours, theirs in zip(tabled(average_scenario), flat, strict=True):
        assert ours.tobytes() == theirs.tobytes()


@pytest.mark.parametrize("name", TABLED)
def test_a_growth_rate_moves_its_own_series_from_december_2020_on_and_no_other(average_scenario, name):
    still, moved = tabled(average_scenario), tabled(average_scenario, **{name: 0.1})
    for column in Trends._fields:
        a, b = getattr(still, column), getattr(moved, column)
        if column == SERIES[name]:
            assert b[:DECEMBER_2020 + 1] == pytest.approx(a[:DECEMBER_2020 + 1], rel=1e-12)
            assert b[DECEMBER_2020 + 12] == pytest.approx(1.1 * a[DECEMBER_2020], rel=1e-12)
            assert b[DECEMBER_2020 + 24] == pytest.approx(1.21 * a[DECEMBER_2020], rel=1e-12)
        else:
            assert a.tobytes() == b.tobytes(), column


def test_a_fall_is_a_negative_growth(average_scenario):
    falling = tabled(average_scenario, express=-0.05)
    assert falling.express[DECEMBER_2020 + 12] == pytest.approx(0.95 * falling.express[DECEMBER_2020], rel=1e-12)


def test_a_table_of_the_past_rates_goes_on_as_the_past_did(average_scenario):
    world = parameters().world
    onward = trends(average_scenario, parameters())
    rates = {
        "wages": world.wage_growth, "wholesale": world.wholesale_growth, "broadband_price": -world.broadband_fall,
        "demand": world.demand_growth, "goods_demand": world.goods_growth, "outside": world.outside_growth, "variety": world.variety_growth,
    }  # fmt: skip
    table = tabled(average_scenario, **rates)
    for name in rates:
        assert getattr(table, SERIES[name]) == pytest.approx(getattr(onward, SERIES[name]), rel=1e-12)


def test_roll_outs_are_complete_and_programmes_stay_as_they_were_in_a_tabled_future(average_scenario):
    table = tabled(average_scenario, wages=0.05)
    assert table.served_share[-1] == table.served_share[DECEMBER_2020]
    assert (table.programme_years[DECEMBER_2020:] == table.programme_years[DECEMBER_2020]).all()


# ------------------------------------------------------------------------------------------------------------- shocks

MOVED_BY = {
    "epidemic": {"demand", "goods_demand", "variety", "wholesale_index", "movement", "capacity_index"},
    "weather": {"yield_index"},
    "price_slump": {"wholesale_index"},
    "carrier_failure": {"capacity_index"},
    "platform_fee": {"fee_added"},
}
FIRST, LAST = 73, 75  # February to April 2020


def shocked_by(scenario, *shocks):
    """The trends of a scenario with shocks (event, size) in three months of 2020."""
    hits = tuple(
        Shock(event=event, sizes=tuple(size if FIRST <= t <= LAST else 0.0 for t in range(scenario.months))) for event, size in shocks
    )
    return trends(scenario.model_copy(update={"shocks": hits}), parameters())


@pytest.mark.parametrize("event", MOVED_BY)
def test_a_shock_moves_what_it_is_about_in_its_months_and_nothing_else_to_the_bit(average_scenario, baseline, event):
    hit = shocked_by(average_scenario, (event, 0.1))
    for column in Trends._fields:
        a, b = getattr(baseline, column), getattr(hit, column)
        moved = np.flatnonzero(a != b).tolist()
        assert moved == (list(range(FIRST, LAST + 1)) if column in MOVED_BY[event] else []), column


def test_without_shocks_harvests_capacity_and_movement_are_whole_and_platforms_take_nothing_on_top(baseline):
    assert (baseline.yield_index == 1.0).all() and (baseline.capacity_index == 1.0).all() and (baseline.movement == 1.0).all()
    assert (baseline.fee_added == 0.0).all()


def test_a_shock_of_size_nothing_is_none(average_scenario, baseline):
    nothing = shocked_by(average_scenario, *((event, 0.0) for event in MOVED_BY))
    assert all(a.tobytes() == b.tobytes() for a, b in zip(baseline, nothing, strict=True))


def test_the_size_of_a_shock_is_the_share_that_is_lost_or_the_points_that_are_taken(average_scenario, baseline):
    for event, column in (("weather", "yield_index"), ("price_slump", "wholesale_index"), ("carrier_failure", "capacity_index")):
        hit = shocked_by(average_scenario, (event, 0.3))
        assert getattr(hit, column)[FIRST] == pytest.approx(0.7 * getattr(baseline, column)[FIRST]), event
    assert shocked_by(average_scenario, ("platform_fee", 0.02)).fee_added[FIRST] == pytest.approx(0.02)


def test_an_epidemic_of_size_one_is_that_of_the_declared_parameters_and_of_size_two_never_below_nothing(average_scenario, baseline):
    world = parameters().world
    hit = shocked_by(average_scenario, ("epidemic", 1.0))
    for column, factor in (
        ("demand", 1.0 + world.epidemic_demand), ("goods_demand", 1.0 + world.epidemic_demand), ("variety", 1.0 + world.epidemic_demand),
        ("wholesale_index", 1.0 - world.epidemic_offline), ("movement", 1.0 - world.epidemic_movement),
        ("capacity_index", 1.0 - world.epidemic_carriers),
    ):  # fmt: skip
        assert getattr(hit, column)[FIRST] == pytest.approx(factor * getattr(baseline, column)[FIRST]), column
    assert shocked_by(average_scenario, ("epidemic", 2.0)).movement[FIRST] == 0.0


def test_shocks_of_one_month_multiply_and_fees_add_up(average_scenario, baseline):
    both = shocked_by(average_scenario, ("price_slump", 0.2), ("price_slump", 0.5), ("platform_fee", 0.02), ("platform_fee", 0.03))
    assert both.wholesale_index[FIRST] == pytest.approx(0.4 * baseline.wholesale_index[FIRST])
    assert both.fee_added[FIRST] == pytest.approx(0.05)
