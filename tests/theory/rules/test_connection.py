"""Coming online: hazards by income, price, skill and ties; service by village (docs/odd.md, Connect)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.connection import (
    connected_next,
    discount_left,
    mobile_hazard,
    price_off,
    served_next,
    subscribe_utility,
    village_served,
)  # fmt: skip

P = parameters().connection
UNIT = st.floats(0.0, 1.0)


def z(income=3000.0, base=3000.0, price=60.0, subsidy=0.0, skill=0.2, peers=0.25, years=1.0, speed=0.0, effect=0.3):
    return subscribe_utility(income, base, price, subsidy, skill, peers, years, -0.55, 0.8, 50.0, 1.5, 1.5, 0.12, speed, effect)


def test_the_utility_of_broadband_is_the_stated_sum():
    assert z() == pytest.approx(-0.55 - 50.0 * 60.0 / 3000.0 + 1.5 * 0.2 + 1.5 * 0.25 + 0.12)
    assert z(income=6000.0) == pytest.approx(-0.55 + 0.8 * math.log(2.0) - 0.5 + 0.3 + 0.375 + 0.12)


def test_income_skill_ties_time_and_a_subsidy_raise_it_and_the_price_lowers_it():
    for changed in ({"income": 3100.0}, {"skill": 0.3}, {"peers": 0.5}, {"years": 2.0}, {"subsidy": 0.1}, {"price": 55.0}, {"speed": 0.1}):
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
    assert [float(count) / 8.0 for count in (0, 2, 8)] == [0.0, 0.25, 1.0]


def test_each_doubling_of_speed_is_worth_the_same_and_so_each_added_megabit_less():
    """Nevo, Turner & Williams (2016): the value of speed falls with speed."""
    assert z(speed=1.0) - z() == pytest.approx(0.3 * math.log(2.0))
    assert z(speed=3.0) - z(speed=1.0) == pytest.approx(z(speed=1.0) - z())
    assert z(speed=1.0) - z(speed=0.5) < z(speed=0.5) - z()


@given(st.floats(0.0, 1e5), st.floats(0.0, 2.0))
def test_no_speed_added_does_nothing_to_the_bit(income, effect):
    assert z(income=income, speed=0.0, effect=effect) == z(income=income, effect=0.0)


def test_a_line_is_there_once_the_roll_out_or_a_policy_has_reached_the_village_and_it_stays():
    assert served_next(0, 0, 0.0) == 0
    assert served_next(0, 1, 0.0) == served_next(0, 0, 1.0) == served_next(1, 0, 0.0) == 1


def test_subsidy_and_discount_add_up_to_at_most_the_price_and_the_discount_is_for_the_poor_alone():
    assert price_off(0.3, 0.5, 1.0) == pytest.approx(0.8)
    assert price_off(0.3, 0.5, 0.0) == 0.3
    assert price_off(0.8, 0.5, 1.0) == 1.0
    assert price_off(0.0, 0.0, 1.0) == price_off(0.0, 0.5, 0.0) == 0.0


@given(UNIT, UNIT, st.sampled_from((0.0, 1.0)))
def test_what_the_public_pays_of_a_price_is_the_subsidy_and_what_it_leaves_of_the_discount(subsidy, discount, poor):
    assert subsidy + discount_left(subsidy, discount, poor) == pytest.approx(price_off(subsidy, discount, poor), abs=1e-15)
    assert 0.0 <= discount_left(subsidy, discount, poor) <= discount
    assert discount_left(1.0, discount, poor) == discount_left(subsidy, discount, 0.0) == 0.0
