"""Merchants: net-back, offer, entry and exit, livestream (docs/odd.md, Trade)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.trading import (
    by_kind,
    capital_left,
    capital_next,
    density,
    enters,
    entry_chance,
    goes_live,
    handling_cost,
    host_share,
    kept_share,
    lent,
    live_rate,
    merchant_attraction,
    merchant_profit,
    netback_kg,
    offer_kg,
    opportunity_wage,
    parked,
    produce_margin,
    reach_chance,
    start_capital,
    stays,
)  # fmt: skip

P = parameters().trading


@given(st.floats(0.0, 100.0), st.floats(0.0, 100.0), st.floats(0.0, 50.0), st.floats(0.01, 5.0))
def test_an_offer_lies_between_the_traders_price_and_the_net_back_and_there_is_none_below(netback, trader, merchants, rivalry):
    offer = offer_kg(netback, trader, merchants, rivalry)
    if netback < trader:
        assert offer == 0.0
    else:
        assert trader <= offer <= netback * (1.0 + 1e-12) + 1e-12


def test_rivals_raise_the_offer_and_at_the_half_density_farmers_get_half_the_gain():
    assert offer_kg(8.0, 4.0, 0.0, 0.6) == 4.0
    assert offer_kg(8.0, 4.0, 0.6, 0.6) == pytest.approx(6.0)
    assert offer_kg(8.0, 4.0, 1e9, 0.6) == pytest.approx(8.0)


def test_the_net_back_is_the_price_after_fees_refunds_freight_boxes_and_handling():
    kept = kept_share(0.0, 0.1, 0.006, 0.0)
    assert kept == pytest.approx(0.894)
    assert netback_kg(10.0, kept, 0.05, 1.0, 0.5, 0.4) == pytest.approx(10.0 * 0.894 * 0.95 - 1.9)
    assert kept_share(0.0, 0.1, 0.006, 0.02) == pytest.approx(0.914)


def test_merchants_are_counted_by_density_so_that_counties_of_any_size_compare():
    assert density(18.0, 103400.0) == pytest.approx(density(1.8, 10340.0)) == pytest.approx(0.174, abs=1e-3)


def test_a_cluster_lowers_handling_cost_and_below_the_starting_density_nothing_changes():
    assert handling_cost(0.5, 0.1, 0.2, 0.08) == 0.5
    assert handling_cost(0.5, 0.2, 0.2, 0.08) == 0.5
    assert handling_cost(0.5, 0.4, 0.2, 0.08) == pytest.approx(0.5 * 2.0**-0.08)


def chance(profit=2000.0, wage=2000.0, skill=0.3, returnees=0.1, rivals=1.0):
    return entry_chance(profit, wage, skill, returnees, rivals, 0.06, -3.0, 6000.0, 2.0, 3.0, 0.5)


def test_profit_skill_returnees_and_a_cluster_draw_merchants_in_and_wages_keep_them_out():
    for changed in ({"profit": 2100.0}, {"skill": 0.31}, {"returnees": 0.11}, {"rivals": 1.1}, {"wage": 1900.0}):
        assert chance(**changed) > chance(), changed


@given(st.floats(-1e6, 1e6), st.floats(0.0, 1e5), st.floats(0.0, 1.0), st.floats(0.0, 100.0))
def test_the_chance_of_entry_never_exceeds_its_highest_hazard(profit, wage, skill, rivals):
    assert 0.0 <= chance(profit, wage, skill, 0.1, rivals) <= 0.06


def test_liquidity_binds_and_a_grant_loosens_it():
    assert enters(0.5, 0.4, 20000.0, 0.0, 20000.0) == 1
    assert enters(0.5, 0.4, 19999.0, 0.0, 20000.0) == 0
    assert enters(0.5, 0.4, 15000.0, 5000.0, 20000.0) == 1
    assert enters(0.5, 0.6, 99999.0, 0.0, 20000.0) == 0


def test_half_of_those_who_would_enter_own_less_than_the_median():
    assert start_capital(30000.0, 0.8, 0.0) == 30000.0
    assert start_capital(30000.0, 0.8, -1.0) < 30000.0 < start_capital(30000.0, 0.8, 1.0)


def test_owners_draw_from_profits_and_bear_losses_until_their_capital_is_gone():
    assert capital_next(1000.0, 100.0, 0.7) == pytest.approx(1030.0)
    assert capital_next(1000.0, -100.0, 0.7) == 900.0
    assert [stays(1, 0.01), stays(1, 0.0), stays(0, 5.0)] == [1, 0, 0]


def test_livestreams_need_broadband_the_right_years_and_skill_and_go_on_once_begun():
    assert goes_live(0, 1, 4.0, 4.0, 0.5, 0.02, 0.009) == 1
    assert goes_live(0, 1, 4.0, 4.0, 0.5, 0.02, 0.011) == 0
    assert goes_live(0, 1, 3.9, 4.0, 0.5, 0.02, 0.0) == 0
    assert goes_live(0, 0, 4.0, 4.0, 0.5, 0.02, 0.0) == 0
    assert goes_live(1, 0, 0.0, 4.0, 0.0, 0.02, 0.9) == 1


def test_a_livestream_draws_more_buyers_and_pays_its_host():
    assert merchant_attraction(0.5, 20.0, 1, 1.5) == 15.0
    assert merchant_attraction(0.5, 20.0, 0, 1.5) == 10.0
    assert 0.894 - host_share(1, 0.2) == pytest.approx(0.694)
    assert 0.894 - host_share(0, 0.2) == 0.894


def test_a_merchants_profit_is_his_margins_less_fixed_costs_that_follow_wages():
    assert produce_margin(1000.0, 0.9, 200.0, 50.0, 500.0) == pytest.approx(150.0)
    assert merchant_profit(150.0, 10000.0, 0.12, 3000.0, 1.1) == pytest.approx(150.0 + 1200.0 - 3300.0)


def test_the_margin_of_a_merchant_who_pays_his_net_back_is_nothing():
    netback = netback_kg(10.0, 0.894, 0.05, 1.0, 0.5, 0.4)
    assert produce_margin(10.0 * 0.95 * 7.0, 0.894, 7.0 * 1.5, 7.0 * 0.4, 7.0 * netback) == pytest.approx(0.0, abs=1e-9)


def test_the_skilled_would_earn_more_elsewhere():
    assert opportunity_wage(220.0, 9.0, 0.5) == 1980.0
    assert opportunity_wage(220.0, 9.0, 0.6) > 1980.0


def test_merchants_find_as_many_farms_as_they_can_sell_for():
    assert reach_chance(200.0, 1000.0) == 0.2
    assert reach_chance(5000.0, 1000.0) == 1.0
    assert reach_chance(5000.0, 0.0) == 0.0


@given(st.floats(0.0, 1e5), st.floats(0.0, 0.7))
def test_a_park_saves_its_share_of_a_cost_and_no_park_nothing(cost, effect):
    assert parked(cost, 0.0, effect) == cost
    assert parked(cost, 1.0, effect) == pytest.approx(cost * (1.0 - effect))
    assert parked(cost, 1.0, effect) <= parked(cost, 0.5, effect) <= cost


def test_a_livestream_base_multiplies_the_hazard_of_going_live():
    assert live_rate(0.02, 0.0, 2.0) == 0.02
    assert live_rate(0.02, 1.0, 2.0) == pytest.approx(0.06)
    assert live_rate(0.02, 0.5, 2.0) == pytest.approx(0.04)


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5), st.floats(0.0, 1e5))
def test_nobody_borrows_more_than_is_guaranteed_or_than_is_missing(cost, own, credit):
    borrowed = lent(cost, own, credit)
    assert 0.0 <= borrowed <= credit
    assert borrowed <= max(cost - own, 0.0)
    assert borrowed == 0.0 or borrowed == credit or own + borrowed == pytest.approx(cost)
    assert lent(cost, own, 0.0) == 0.0


def test_a_merchant_begins_with_what_the_start_and_the_grant_leave_him():
    assert capital_left(30000.0, 5000.0, 20000.0) == 15000.0


def test_who_sells_live_posts_the_price_of_livestreams_and_others_that_of_shops():
    assert by_kind(1, 8.0, 10.0) == 10.0
    assert by_kind(0, 8.0, 10.0) == 8.0
