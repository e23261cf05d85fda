"""Coming online: hazards by income, price, skill and ties; service by village (docs/odd.md, Connect)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import parameters
from sim.rules.connection import connected_next, mobile_hazard, subscribe_utility, tie_share, village_served

P = parameters().connection
UNIT = st.floats(0.0, 1.0)


def z(income=3000.0, base=3000.0, price=60.0, subsidy=0.0, skill=0.2, peers=0.25, years=1.0):
    return subscribe_utility(income, base, price, subsidy, skill, peers, years, -0.55, 0.8, 50.0, 1.5, 1.5, 0.12)


def test_the_utility_of_broadband_is_the_stated_sum():
    assert z() == pytest.approx(-0.55 - 50.0 * 60.0 / 3000.0 + 1.5 * 0.2 + 1.5 * 0.25 + 0.12)
    assert z(income=6000.0) == pytest.approx(-0.55 + 0.8 * math.log(2.0) - 0.5 + 0.3 + 0.375 + 0.12)


def test_income_skill_ties_time_and_a_subsidy_raise_it_and_the_price_lowers_it():
    for changed in ({"income": 3100.0}, {"skill": 0.3}, {"peers": 0.5}, {"years": 2.0}, {"subsidy": 0.1}, {"price": 55.0}):
        assert z(**changed) > z(), changed


def test_a_full_subsidy_takes_the_price_away():
    assert z(subsidy=1.0) == pytest.approx(z(price=0.0))


@given(st.floats(-1e5, 0.0))
def test_incomes_below_a_yuan_count_as_one(income):
    assert z(income=income) == z(income=1.0)


@given(UNIT, st.floats(0.0, 20.0), st.floats(0.0, 20.0))
def test_the_mobile_hazard_stays_within_its_bounds(young, schooling, years):
    hazard = mobile_hazard(young, schooling, 0.5, years, P.mobile_rate, P.mobile_youth, P.mobile_midpoint)
    assert P.mobile_rate <= hazard <= P.mobile_rate + P.mobile_youth


def test_mobile_follows_youth_schooling_and_time():
    usual = mobile_hazard(0.5, 6.0, 0.5, 2.0, 0.004, 0.016, 1.5)
    assert mobile_hazard(0.6, 6.0, 0.5, 2.0, 0.004, 0.016, 1.5) > usual
    assert mobile_hazard(0.5, 9.0, 0.5, 2.0, 0.004, 0.016, 1.5) > usual
    assert mobile_hazard(0.5, 6.0, 0.5, 3.0, 0.004, 0.016, 1.5) > usual
    assert mobile_hazard(0.0, 6.0, 0.5, 2.0, 0.004, 0.016, 1.5) == 0.004


def after(connected, served=1, utility=0.0, u=0.5, u_mobile=0.5, mobile=0.01):
    return connected_next(connected, served, utility, 0.032, 0.004, mobile, u, u_mobile)


def test_broadband_needs_service_and_its_highest_hazard_is_h_plus():
    assert after(0, utility=40.0, u=0.0319) == 2
    assert after(0, utility=40.0, u=0.0321) == 0
    assert after(1, utility=40.0, u=0.0319) == 2
    assert after(0, served=0, utility=40.0, u=0.0) == 0
    assert after(0, utility=-40.0, u=1e-9) == 0


def test_the_way_back_is_not_the_mirror_of_the_way_in():
    """At z = 0 one in 62 starts a month and one in 500 stops: spells last years, not weeks."""
    assert after(0, u=0.0159) == 2 and after(0, u=0.0161) == 0
    assert after(2, u=0.0019) == 1 and after(2, u=0.0021) == 2


def test_who_gives_broadband_up_keeps_the_phone_and_nobody_with_a_phone_goes_back_to_nothing():
    assert after(2, utility=-40.0, u=0.0) == 1
    assert all(after(1, served=served, utility=utility, u=u) >= 1 for served in (0, 1) for utility in (-40.0, 40.0) for u in (0.0, 0.9))


def test_the_phone_comes_without_service_in_the_village():
    assert after(0, served=0, u_mobile=0.009) == 1
    assert after(0, served=0, u_mobile=0.011) == 0


def test_remote_villages_are_served_last():
    assert village_served(0.2, 0.5) == 1
    assert village_served(0.5, 0.5) == 0
    assert village_served(0.999, 1.0) == 1
    assert village_served(0.001, 0.0) == 0


def test_a_share_of_ties_counts_ties():
    assert [tie_share(float(count), 8.0) for count in (0, 2, 8)] == [0.0, 0.25, 1.0]
