"""Working: who leaves and returns, what hours earn (docs/odd.md, Work)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.work import (
    away_earnings,
    away_next,
    departs,
    hours_added,
    hours_asked,
    local_earnings,
    returns,
    stay_utility,
    wage_income,
)  # fmt: skip

P = parameters().work


def test_earnings_follow_ability_and_wages():
    assert away_earnings(16000.0, 1.5, 1.2) == pytest.approx(2400.0)
    assert pytest.approx(10.8) == 9.0 * 1.2
    assert local_earnings(10.0, 1.5, 60.0, 0.0, 2.0) == 900.0


def test_a_gain_from_online_selling_is_shared_by_those_at_home_and_the_one_who_may_return():
    assert local_earnings(10.0, 1.0, 60.0, 300.0, 2.0) == 700.0


def test_hours_spent_online_are_hours_not_worked():
    assert wage_income(2.0, 60.0, 20.0, 10.0, 1.5) == 1500.0
    assert wage_income(2.0, 60.0, 500.0, 10.0, 1.5) == 0.0
    assert wage_income(0.0, 60.0, 0.0, 10.0, 1.5) == 0.0


def utility(local=700.0, away=1333.0, grant=0.0):
    return stay_utility(local, away, 0.65, grant, 2.0)


def test_home_draws_with_local_earnings_and_grants_and_away_with_away_earnings():
    assert utility(local=1333.0) == pytest.approx(1.3)
    assert utility(local=710.0) > utility() < utility(grant=1200.0)
    assert utility(grant=1200.0) == pytest.approx(utility(local=800.0))
    assert utility(away=1400.0) < utility()


def test_returning_needs_somebody_away_and_leaving_two_at_home():
    assert returns(1.0, 40.0, 1.0, 2.0, 0.02, 0.0199) == 1.0
    assert returns(0.0, 40.0, 1.0, 2.0, 0.02, 0.0) == 0.0
    assert departs(2.0, -40.0, 1.0, 2.0, 0.02, 0.0199) == 1.0
    assert departs(1.0, -40.0, 1.0, 2.0, 0.02, 0.0) == 0.0


@pytest.mark.parametrize("u", [0.0001, 0.0023, 0.0024, 0.01, 0.0201])
def test_moving_has_a_cost_in_both_directions(u):
    """At equal earnings and no home value, both hazards are 0.02 L(-2) = 0.00238."""
    expected = 1.0 if u < 0.02 / (1.0 + 7.38905609893065) else 0.0
    assert returns(1.0, 0.0, 1.0, 2.0, 0.02, u) == departs(2.0, 0.0, 1.0, 2.0, 0.02, u) == expected


@given(st.floats(-50.0, 50.0), st.floats(0.0, 2.0))
def test_a_dearer_move_never_makes_anybody_move(z, cost):
    for u in (0.001, 0.01, 0.02):
        assert returns(1.0, z, cost + 0.5, 2.0, P.rate_return, u) <= returns(1.0, z, cost, 2.0, P.rate_return, u)
        assert departs(2.0, z, cost + 0.5, 2.0, P.rate_leave, u) <= departs(2.0, z, cost, 2.0, P.rate_leave, u)


def test_members_are_counted_once():
    assert away_next(2.0, 1.0, 0.0) == 1.0
    assert away_next(2.0, 0.0, 1.0) == 3.0
    assert 3.0 - 1.0 == 2.0
    assert 4.0 + 1.0 == 5.0


@given(st.floats(0.0, 300.0), st.floats(0.0, 1.0), st.floats(0.0, 0.03))
def test_services_sold_online_ask_for_hours_of_those_who_are_connected_and_of_nobody_else(hours, services, effect):
    assert hours_asked(hours, services, effect, 0) == hours
    assert hours_asked(hours, 0.0, effect, 2) == hours
    assert hours_asked(hours, services, effect, 1) == hours_asked(hours, services, effect, 2) == pytest.approx(hours * (1.0 + effect * services))


def test_restrictions_keep_people_where_they_are_in_both_directions():
    assert 0.02 * 1.0 == 0.02
    assert pytest.approx(0.006) == 0.02 * 0.3
    for u in (0.0, 0.001, 0.01):
        assert returns(1.0, 40.0, 1.0, 2.0, 0.02 * 0.0, u) == departs(2.0, -40.0, 1.0, 2.0, 0.02 * 0.0, u) == 0.0


def test_hours_on_a_shop_come_out_of_wage_work_first_and_only_what_goes_beyond_is_added():
    assert hours_added(2.0, 60.0, 60.0, 0.0) == 0.0
    assert hours_added(2.0, 60.0, 60.0, 120.0) == 0.0
    assert hours_added(2.0, 60.0, 60.0, 150.0) == 30.0
    assert hours_added(0.0, 60.0, 60.0, 10.0) == 10.0


@given(st.floats(0.0, 6.0), st.floats(0.0, 200.0), st.floats(0.0, 100.0), st.floats(0.0, 500.0))
def test_hours_asked_for_by_services_are_added_where_a_shop_does_not_take_them(home, hours, more, online):
    added = hours_added(home, hours, hours + more, online)
    assert added >= -1e-9
    assert added >= hours_added(home, hours, hours, online)
    assert hours_added(home, hours, hours + more, 0.0) == pytest.approx(home * more, abs=1e-9)
