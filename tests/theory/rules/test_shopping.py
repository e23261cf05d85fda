"""Buying online: one CES gain for adoption and cost of living (docs/odd.md, Shop)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.shopping import (
    able_to_shop,
    assisted_if,
    best_gain,
    leave_chance,
    monthly_gain,
    novelty_of,
    online_share,
    own_effort,
    parcels_bought,
    price_index,
    price_pull,
    relative_price,
    retail_spending,
    share_if,
    shops_next,
    spent_online,
    start_chance,
    variety_gain,
)  # fmt: skip

P = parameters().shopping
SHARES = st.floats(0.0, 0.95)
SIGMAS = st.floats(P.sigma - 1.0, 7.0)


def test_a_share_of_14_5_percent_lowers_the_cost_of_living_by_5_3_percent_at_an_elasticity_of_3_9():
    assert price_index(0.145, 3.9) == pytest.approx(0.947, abs=5e-4)


@given(SHARES, SIGMAS)
def test_the_cost_of_living_is_that_of_feenstra(share, sigma):
    assert price_index(share, sigma) == pytest.approx((1.0 - share) ** (1.0 / (sigma - 1.0)), rel=1e-12)
    assert 0.0 < price_index(share, sigma) <= 1.0


@given(SHARES, SIGMAS)
def test_the_gain_of_adopting_is_the_inverse_of_the_price_index(share, sigma):
    """One gain serves adoption and index alike: nothing is counted twice."""
    assert (1.0 + variety_gain(share, sigma)) * price_index(share, sigma) == pytest.approx(1.0, rel=1e-12)


def test_buying_nothing_online_changes_nothing():
    assert price_index(0.0, 3.9) == 1.0
    assert variety_gain(0.0, 3.9) == 0.0


@given(st.floats(0.5, 1.5), st.floats(0.01, 1.0), st.floats(0.5, 1.5), st.floats(1.0, 3.0), SIGMAS)
def test_the_odds_of_buying_online_are_taste_times_variety_times_the_relative_price_to_one_minus_sigma(price, weight, taste, variety, sigma):
    pull = price_pull(price, sigma)
    share = online_share(taste, weight, variety, pull)
    assert share / (1.0 - share) == pytest.approx(taste * weight * variety * price ** (1.0 - sigma), rel=1e-9)
    assert online_share(taste, weight, variety, price_pull(1.01 * price, sigma)) < share
    assert online_share(taste, weight, 1.01 * variety, pull) > share


def test_a_usual_household_of_2014_buys_about_a_tenth_online_once_it_shops():
    price = relative_price(2.0, P.basket, 5.75, 24.0, P.online_price, P.local_km, P.local_hub)
    assert 0.08 < online_share(1.0, P.taste, 1.0, price_pull(price, P.sigma)) < 0.2


def test_delivery_fees_raise_and_remoteness_lowers_the_relative_price():
    near = relative_price(2.0, 50.0, 5.0, 20.0, 0.85, 0.01, 0.3)
    assert near == pytest.approx(0.85 * 1.04 / 1.11)
    assert relative_price(3.0, 50.0, 5.0, 20.0, 0.85, 0.01, 0.3) > near > relative_price(2.0, 50.0, 9.0, 20.0, 0.85, 0.01, 0.3)


def test_the_skilled_and_young_gain_more_from_ordering_themselves():
    usual = monthly_gain(800.0, 0.05, 15.0, own_effort(0.2, 0.3, 60.0, 1.2))
    assert usual == pytest.approx(800.0 * 0.05 - 15.0 - 60.0 * 0.8 * 0.9)
    assert monthly_gain(800.0, 0.05, 15.0, own_effort(0.3, 0.3, 60.0, 1.2)) > usual
    assert monthly_gain(800.0, 0.05, 15.0, own_effort(0.2, 0.4, 60.0, 1.2)) > usual
    assert monthly_gain(800.0, 0.05, 15.0, own_effort(1.0, 0.0, 60.0, 1.2)) == 800.0 * 0.05 - 15.0


def test_a_clerk_replaces_skill_by_a_fee_and_helps_only_where_there_is_one():
    assert monthly_gain(800.0, 0.05, 15.0, 45.0) == -20.0
    assert best_gain(-30.0, -20.0, 1) == -20.0
    assert best_gain(-30.0, -20.0, 0) == -30.0
    assert best_gain(5.0, -20.0, 1) == 5.0


def test_exposure_works_at_the_lowest_gain_and_novelty_only_while_the_station_is_new():
    """The hazard is (p + q m + novelty) L(b G): ties raise it in the same proportion at any gain."""
    base = start_chance(0.0, 0.0, 0.0, 0.006, 0.05, 0.02)
    assert base == pytest.approx(0.003)
    assert start_chance(0.0, 0.5, 0.0, 0.006, 0.05, 0.02) == pytest.approx(0.0155)
    assert start_chance(0.0, 0.0, 0.06, 0.006, 0.05, 0.02) == pytest.approx(0.033)
    assert [novelty_of(age, 4.0, 0.06) for age in (0, 1, 4, 5)] == [0.0, 0.06, 0.06, 0.0]


@given(st.floats(-1e4, 1e4), st.floats(0.0, 1.0))
def test_hazards_of_starting_and_stopping_stay_within_their_bounds(gain, peers):
    assert 0.0 <= start_chance(gain, peers, P.novelty, P.rate_base, P.rate_peers, P.gain_effect) <= 0.116 + 1e-12
    assert 0.0 <= leave_chance(gain, P.rate_leave, P.gain_effect) <= P.rate_leave


def test_only_those_with_a_connection_or_a_clerk_can_start():
    assert [able_to_shop(connected, clerk) for connected, clerk in ((0, 0), (1, 0), (2, 0), (0, 1))] == [0, 1, 1, 1]
    assert shops_next(0, 0, 1.0, 0.0, 0.5, 0.5) == 0
    assert shops_next(0, 1, 0.6, 0.0, 0.5, 0.5) == 1
    assert shops_next(0, 1, 0.4, 0.0, 0.5, 0.5) == 0
    assert shops_next(1, 0, 0.0, 0.4, 0.5, 0.5) == 1
    assert shops_next(1, 1, 1.0, 0.6, 0.5, 0.5) == 0


def test_spending_is_split_into_goods_and_fees():
    parcels = parcels_bought(104.0, 2.0, 50.0)
    assert parcels == 2.0
    assert parcels * 50.0 + parcels * 2.0 == 104.0


def test_retail_spending_is_a_share_of_income_and_never_negative():
    assert retail_spending(3000.0, 0.75, 0.45) == pytest.approx(1012.5)
    assert retail_spending(-100.0, 0.75, 0.45) == 0.0


def test_orders_go_through_the_clerk_where_that_is_better_or_the_only_way():
    assert assisted_if(1, 0, 1, 40.0, 45.0, 80.0) == 80.0
    assert assisted_if(1, 2, 1, 50.0, 45.0, 80.0) == 80.0
    assert assisted_if(1, 2, 1, 40.0, 45.0, 80.0) == 0.0
    assert assisted_if(1, 0, 0, 50.0, 45.0, 80.0) == 0.0
    assert assisted_if(0, 0, 1, 50.0, 45.0, 80.0) == 0.0


def test_the_gain_grows_faster_than_the_share():
    gains = [variety_gain(share / 10.0, P.sigma) / (share / 10.0) for share in range(1, 10)]
    assert gains == sorted(gains)
    assert math.isfinite(variety_gain(0.999999, P.sigma))


def test_only_who_shops_online_spends_there_and_has_an_online_share():
    assert spent_online(1, 600.0, 0.25) == 150.0
    assert spent_online(0, 600.0, 0.25) == 0.0
    assert share_if(1, 0.25) == 0.25
    assert share_if(0, 0.25) == 0.0
