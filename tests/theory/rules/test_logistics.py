"""What a parcel costs and how long it takes (docs/odd.md, Carry)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.logistics import (
    capacity_in_service,
    capacity_next,
    carrier_cost,
    carrier_enters,
    carrier_profit,
    carrier_stays,
    carrier_trips,
    delivery_days,
    driven_km,
    express_path,
    handled_parcels,
    hub_cost,
    hub_scale,
    keeper_margin,
    leg_cost,
    local_cost,
    local_price,
    loss_months_next,
    opened_now,
    outlet_next,
    own_trip_cost,
    own_trip_km,
    part_of,
    pass_through,
    pooled_share,
    price_in,
    price_out,
    profit_margin,
    rival_carriers,
    smoothed,
    station_age_next,
    station_next,
    support_offered,
    travel_km,
    trips_month,
)  # fmt: skip

P = parameters().logistics


def leg_at(volume, pool=1.0, km=10.0):
    trips = trips_month(volume, pool, P.load, P.trips_least, P.trips_most)
    return leg_cost(km, trips, volume, pool, P.km_cost, P.volume_least, P.leg_most)


def test_the_cost_of_a_leg_falls_with_volume_until_vans_are_full():
    """Mohring: from V_min on each parcel shares the fewest trips, until trips grow with the load and the cost stays."""
    falling = [leg_at(volume) for volume in range(100, 1200, 50)]
    assert all(later <= earlier for earlier, later in itertools.pairwise(falling))
    assert falling[-1] < 0.5 * falling[0]
    full = P.trips_least * P.load
    assert leg_at(1.5 * full) == pytest.approx(leg_at(3.0 * full)) == pytest.approx(P.km_cost * 20.0 / P.load)


@given(st.floats(0.0, 1e5), st.floats(0.0, 60.0), st.floats(0.1, 1.0))
def test_a_leg_never_costs_more_than_its_limit_nor_less_than_nothing(volume, km, pool):
    assert 0.0 <= leg_at(volume, pool, km) <= P.leg_most


def test_trips_follow_the_load_between_the_fewest_and_the_most():
    assert trips_month(0.0, 1.0, 150.0, 8.0, 60.0) == 8.0
    assert trips_month(3000.0, 1.0, 150.0, 8.0, 60.0) == 20.0
    assert trips_month(1e6, 1.0, 150.0, 8.0, 60.0) == 60.0


def test_carriers_that_deliver_jointly_pool_all_parcels():
    assert pooled_share(0.0, 4.0) == 0.25
    assert pooled_share(1.0, 4.0) == 1.0
    assert pooled_share(0.5, 4.0) == 0.625
    assert pooled_share(0.3, 1.0) == 1.0
    assert leg_at(400.0, pooled_share(1.0, 4.0)) < leg_at(400.0, pooled_share(0.0, 4.0))


def test_joint_delivery_pools_competition_as_well_as_vans():
    assert rival_carriers(0.0, 4.0) == pytest.approx(4.0)
    assert rival_carriers(0.5, 4.0) == pytest.approx(2.0)
    assert rival_carriers(1.0, 4.0) == pytest.approx(1.0)


@given(st.integers(1, 20))
def test_the_pass_through_of_a_subsidy_is_n_over_n_plus_one(rivals):
    assert pass_through(float(rivals)) == pytest.approx(rivals / (rivals + 1.0))
    price = local_price(5.0, float(rivals), 0.0, 0.3, 0.3)
    assert price == pytest.approx(5.0 * (1.0 + 0.3 / rivals))
    assert price - local_price(5.0, float(rivals), 1.0, 0.3, 0.3) == pytest.approx(rivals / (rivals + 1.0))


def test_the_pass_through_lies_within_the_evidence_for_one_to_many_carriers():
    """Evidence 0.22 to 1."""
    assert 0.22 <= pass_through(1.0) == 0.5 <= pass_through(20.0) < 1.0


def test_no_subsidy_brings_a_price_below_its_floor():
    assert local_price(5.0, 2.0, 100.0, 0.3, 0.3) == 0.3


def test_the_hub_gets_cheaper_with_the_volume_of_the_county_down_to_its_floor():
    assert hub_cost(200000.0, 1.6, 200000.0, 0.15, 1000.0, 0.8) == pytest.approx(1.6)
    assert hub_cost(400000.0, 1.6, 200000.0, 0.15, 1000.0, 0.8) == pytest.approx(1.6 * 2.0**-0.15)
    assert hub_cost(1e9, 1.6, 200000.0, 0.15, 1000.0, 0.8) == 0.8
    assert hub_cost(0.0, 1.6, 200000.0, 0.15, 1000.0, 0.8) == hub_cost(1000.0, 1.6, 200000.0, 0.15, 1000.0, 0.8)


def test_congestion_adds_15_percent_of_its_scale_at_capacity():
    """BPR: d0 0.15 (V/K)^4."""
    free = delivery_days(15.0, 1, 0.0, 100.0, 3.0, 3.0, 2.0, 2.0)
    assert free == 4.0
    assert delivery_days(15.0, 1, 100.0, 100.0, 3.0, 3.0, 2.0, 2.0) == pytest.approx(free + 0.15 * 2.0)
    assert delivery_days(15.0, 1, 200.0, 100.0, 3.0, 3.0, 2.0, 2.0) == pytest.approx(free + 16.0 * 0.15 * 2.0)
    assert delivery_days(15.0, 1, 1e9, 100.0, 3.0, 3.0, 2.0, 2.0) == pytest.approx(free + 16.0 * 0.15 * 2.0)


def test_more_trips_shorten_the_wait_and_no_station_replaces_it():
    assert delivery_days(1.0, 1, 0.0, 1.0, 3.0, 3.0, 2.0, 2.0) == 6.0
    assert delivery_days(30.0, 1, 0.0, 1.0, 3.0, 3.0, 2.0, 2.0) == 3.5
    assert delivery_days(30.0, 0, 0.0, 1.0, 3.0, 3.0, 2.0, 2.0) == 5.0


def test_an_own_trip_costs_kilometres_and_hours_both_ways_shared_over_its_parcels():
    """12 km out, 0.35 CNY/km, 9 CNY/hour at 20 km/h, three parcels."""
    assert own_trip_cost(12.0, 9.0, 0.35, 20.0, 3.0) == pytest.approx((24.0 * 0.35 + 24.0 / 20.0 * 9.0) / 3.0)
    assert own_trip_cost(0.0, 9.0, 0.35, 20.0, 3.0) == 0.0


def test_the_own_trip_goes_to_the_outlet_or_else_to_the_county_hub_and_with_a_station_nowhere():
    assert own_trip_km(6.0, 20.0, 1, 0) == 0.0
    assert own_trip_km(6.0, 20.0, 0, 1) == 6.0
    assert own_trip_km(6.0, 20.0, 0, 0) == 26.0


def test_a_parcel_pays_the_station_or_the_own_trip_and_only_senders_pay_the_express():
    assert price_out(1.0, 7.0, 1, 0.7, 10.0, 1.15) == pytest.approx(11.5 + 1.0 + 0.7)
    assert price_out(1.0, 7.0, 0, 0.7, 10.0, 1.15) == pytest.approx(11.5 + 1.0 + 7.0)
    assert price_in(1.0, 7.0, 1, 0.7) == pytest.approx(1.7)
    assert price_in(1.0, 7.0, 0, 0.7) == 8.0


def test_carriers_drive_to_a_village_only_where_a_station_takes_parcels():
    assert local_cost(2.0, 1.5, 1) == 3.5
    assert local_cost(2.0, 1.5, 0) == 1.5
    assert carrier_trips(20.0, 2.0, 0.5, 0) == 0.0


def test_one_carrier_runs_all_its_trips_alone_and_its_part_in_joint_delivery():
    assert carrier_trips(20.0, 4.0, pooled_share(0.0, 4.0), 1) == 20.0
    assert carrier_trips(20.0, 4.0, pooled_share(1.0, 4.0), 1) == 5.0


def test_a_station_opens_when_it_pays_and_closes_after_a_year_of_loss():
    assert station_next(0, 0.0, 0, 12.0) == 1
    assert station_next(0, -0.01, 0, 12.0) == 0
    assert station_next(1, -50.0, 11, 12.0) == 1
    assert station_next(1, -50.0, 12, 12.0) == 0
    assert [loss_months_next(5, margin) for margin in (-1.0, 0.0, 1.0)] == [6, 0, 0]
    assert [station_age_next(1, 0), station_age_next(1, 3), station_age_next(0, 9)] == [1, 4, 0]


def test_a_keeper_breaks_even_at_about_a_thousand_parcels_and_support_covers_his_cost():
    assert keeper_margin(1000.0, 0.0, 0.7, 0.04, 700.0, 1.0) == pytest.approx(0.0)
    assert keeper_margin(0.0, 1000.0, 0.7, 0.04, 700.0, 1.0) == pytest.approx(-660.0)
    assert keeper_margin(0.0, 0.0, 0.7, 0.04, 700.0, 1.3) + support_offered(1.0, 700.0, 1.3) == 0.0
    assert support_offered(0.0, 700.0, 1.3) == 0.0


def test_an_outlet_opens_with_volume_or_universal_service_and_stays_to_half_that_volume():
    assert outlet_next(0, 3000.0, 3000.0, 0.9, 0.5) == 1
    assert outlet_next(0, 2999.0, 3000.0, 0.9, 0.5) == 0
    assert outlet_next(1, 1500.0, 3000.0, 0.9, 0.5) == 1
    assert outlet_next(1, 1499.0, 3000.0, 0.9, 0.5) == 0
    assert outlet_next(0, 0.0, 3000.0, 0.4, 0.5) == 1


def test_the_post_stays_whatever_it_loses_and_others_leave_after_a_year_of_loss():
    assert carrier_stays(1, 0, 600, 12.0) == 1
    assert carrier_stays(1, 1, 11, 12.0) == 1
    assert carrier_stays(1, 1, 12, 12.0) == 0
    assert carrier_stays(0, 0, 0, 12.0) == 0


def test_a_carrier_comes_where_incumbents_earn_well():
    assert carrier_enters(0.11, 0.1, 0.04, 0.03) == 1
    assert carrier_enters(0.10, 0.1, 0.04, 0.03) == 0
    assert carrier_enters(0.11, 0.1, 0.04, 0.05) == 0


def test_capacity_follows_volume_up_at_the_rate_of_investment_and_does_not_shrink():
    assert capacity_next(100.0, 160.0, 0.8, 0.1) == pytest.approx(110.0)
    assert capacity_next(100.0, 40.0, 0.8, 0.1) == 100.0


def test_revenue_and_subsidy_are_cost_and_profit():
    assert carrier_profit(100.0, 20.0, 90.0) == 30.0
    assert part_of(90.0, 3.0) == 30.0


def test_a_smoothed_volume_closes_one_nth_of_its_gap_each_month():
    assert smoothed(90.0, 180.0, 9.0) == 100.0
    assert smoothed(90.0, 90.0, 9.0) == 90.0


def test_a_price_between_two_years_lies_on_the_line_of_its_logarithm():
    assert express_path(16.0, 4.0, 0.0) == 16.0
    assert express_path(16.0, 4.0, 0.5) == pytest.approx(8.0)
    assert express_path(16.0, 4.0, 1.0) == pytest.approx(4.0)


def test_the_local_price_covers_the_handling_of_all_that_is_sent_and_of_the_buyers_share_of_what_is_received():
    assert handled_parcels(100.0, 400.0, 0.3) == 220.0
    assert handled_parcels(100.0, 400.0, 1.0) == 500.0


@given(st.floats(0.0, 300.0), st.floats(0.0, 0.5))
def test_a_better_road_is_shorter_by_the_time_it_saves_and_an_unchanged_one_as_long_to_the_bit(km, saved):
    assert travel_km(km, 0.0) == km
    assert travel_km(km, saved) == pytest.approx(km - km * saved)
    assert 0.0 <= travel_km(km, saved) <= km


@given(st.floats(0.0, 1e7), st.floats(0.0, 3.0))
def test_a_hub_built_larger_has_the_cost_of_the_volume_it_was_built_for(volume, added):
    assert hub_scale(volume, 0.0) == volume
    larger = hub_cost(hub_scale(volume, added), 1.6, 200000.0, 0.15, 1000.0, 0.8)
    assert larger <= hub_cost(volume, 1.6, 200000.0, 0.15, 1000.0, 0.8)
    assert hub_scale(2000.0, 1.0) == 4000.0


@given(st.floats(0.0, 1e6), st.floats(0.0, 1.0))
def test_a_failure_leaves_its_part_of_the_capacity_and_none_leaves_it_all(capacity, index):
    assert capacity_in_service(capacity, 1.0) == capacity
    assert capacity_in_service(capacity, 0.0) == 0.0
    assert capacity_in_service(capacity, index) <= capacity


def test_a_station_is_fitted_out_in_the_month_it_opens_and_in_no_other():
    assert [opened_now(before, after) for before in (0, 1) for after in (0, 1)] == [0.0, 1.0, 0.0, 0.0]


def test_a_trip_is_driven_there_and_back_and_its_kilometres_and_the_hub_are_a_carriers_cost():
    assert driven_km(20.0, 6.0) == 240.0
    assert carrier_cost(240.0, 1.5, 1.0, 1.6, 100.0) == pytest.approx(240.0 * 1.5 + 160.0)
    assert carrier_cost(240.0, 1.5, 1.2, 1.6, 100.0) == pytest.approx(1.2 * 520.0)


def test_the_margin_of_a_carrier_is_profit_over_revenue_and_nothing_without_revenue():
    assert profit_margin(10.0, 40.0) == 0.25
    assert profit_margin(-10.0, 40.0) == -0.25
    assert profit_margin(-10.0, 0.0) == 0.0
