"""Which channel a farm sells through: exposure, then a choice with habit (docs/odd.md, Choose)."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.channel import (
    best_channel,
    channel_utility,
    consider_chance,
    expected_orders,
    grant_for,
    granted_if,
    led,
    may_open,
    online_quantity,
    own_taste,
    perceived,
    receipts_own,
    receipts_part,
    reputation_on_choice,
    season_quantity,
    shop_hours,
    start_payment,
)  # fmt: skip

P = parameters().channel


def test_imitation_enters_by_exposure():
    """One tie in eight lifts the chance of considering a shop from 0.25 to 0.66: the S-curve starts here, not inside the logit."""
    assert consider_chance(0.0, 0.0, 0.25, 0.35, 0.5) == 0.25
    assert consider_chance(1.0, 0.125, 0.25, 0.35, 0.5) == pytest.approx(0.6625)
    assert consider_chance(1.0, 1.0, 0.6, 0.6, 1.0) == 1.0


def opens(own=0, considers=1.0, connected=1, liquid=3000.0, grant=0.0, reachable=1, stops=0.0):
    return may_open(own, considers, connected, liquid, grant, 3000.0, reachable, stops)


def test_a_shop_needs_thought_connection_money_and_a_way_to_send_parcels():
    assert opens() == 1
    for missing in ({"considers": 0.0}, {"connected": 0}, {"liquid": 2999.0}, {"reachable": 0}):
        assert opens(**missing) == 0, missing
    assert opens(liquid=2000.0, grant=1000.0) == 1


def test_a_shop_that_runs_goes_on_unless_it_stops():
    assert opens(own=1, considers=0.0, connected=0, liquid=0.0, reachable=0) == 1
    assert opens(own=1, stops=1.0) == 0


def test_hours_fall_with_skill_and_rise_with_parcels():
    assert shop_hours(0.0, 0.5, 120.0, 0.2, 1.5) == 120.0
    assert shop_hours(100.0, 0.5, 120.0, 0.2, 1.5) == 140.0
    assert shop_hours(100.0, 0.7, 120.0, 0.2, 1.5) == pytest.approx(112.0)


@given(st.floats(0.0, 1e5), st.floats(0.0, 1.0))
def test_hours_are_never_negative_for_any_skill(parcels, skill):
    assert shop_hours(parcels, skill, P.shop_hours, P.parcel_hours, P.hours_skill) >= 0.0


def test_receipts_of_an_own_shop_are_orders_at_the_net_price_and_the_rest_at_the_traders():
    assert receipts_own(1000.0, 0.6, 200.0, 7.0, 4.0) == pytest.approx(200.0 * 7.0 + 800.0 * 4.0)
    assert receipts_own(1000.0, 0.6, 9000.0, 7.0, 4.0) == pytest.approx(600.0 * 7.0 + 400.0 * 4.0)
    assert online_quantity(1000.0, 0.6, 200.0) == 200.0
    assert online_quantity(1000.0, 0.6, 9000.0) == 600.0


@given(st.floats(0.0, 1e5), st.floats(0.0, 1.0), st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_selling_a_part_elsewhere_brings_something_between_the_two_prices(quantity, part, price, rest):
    receipts = receipts_part(quantity, part, price, rest)
    low, high = sorted((quantity * price, quantity * rest))
    assert low - 1e-6 <= receipts <= high + 1e-6
    assert receipts_part(quantity, 0.0, price, rest) == quantity * rest


def test_the_utility_of_a_channel_is_its_gain_over_the_trader_as_a_share_of_income():
    """A gain of 1 % of income after costs and hours is worth 0.4 at beta = 40."""
    assert channel_utility(-0.5, 10300.0, 10000.0, 60.0, 10.0, 9.0, 15000.0, 40.0) == pytest.approx(-0.5 + 40.0 * 150.0 / 15000.0)
    assert channel_utility(0.0, 10000.0, 10000.0, 0.0, 0.0, 9.0, 15000.0, 40.0) == 0.0
    assert channel_utility(0.0, 10000.0, 10000.0, 0.0, 10.0, 9.0, 15000.0, 40.0) < 0.0


def test_income_below_a_yuan_counts_as_one():
    assert channel_utility(0.0, 101.0, 100.0, 0.0, 0.0, 9.0, -500.0, 40.0) == 40.0


def test_skill_and_ties_add_to_the_taste_for_an_own_shop():
    assert own_taste(0.5, 1.0, 0.25, 3.0, 1.0, 1.5) == pytest.approx(1.5 + 1.0 + 0.375)
    assert own_taste(0.0, 0.0, 0.0, 3.0, 1.0, 1.5) == 0.0


def test_habit_counts_against_every_channel_but_the_present_one():
    assert perceived(2.0, 1, 1, 1.0, 0.3) == pytest.approx(2.3)
    assert perceived(2.0, 1, 0, 1.0, 0.3) == pytest.approx(1.3)
    assert perceived(2.0, 0, 1, 1.0, 0.3) == -1.0e9


@given(*(st.floats(-50.0, 50.0) for _ in range(4)))
def test_the_chosen_channel_has_the_highest_perceived_utility(trader, cooperative, merchant, own):
    utilities = (trader, cooperative, merchant, own)
    assert utilities[best_channel(*utilities)] == max(utilities)


def test_ties_in_utility_go_to_the_first_channel():
    assert best_channel(1.0, 1.0, 1.0, 1.0) == 0
    assert best_channel(0.0, 1.0, 1.0, 1.0) == 1


def test_only_a_new_shop_pays_to_start_and_a_grant_lowers_the_payment():
    assert start_payment(0, 3, 3000.0, 0.0) == 3000.0
    assert start_payment(0, 3, 3000.0, 1000.0) == 2000.0
    assert start_payment(0, 3, 3000.0, 5000.0) == 0.0
    assert start_payment(3, 3, 3000.0, 0.0) == start_payment(3, 0, 3000.0, 0.0) == start_payment(0, 2, 3000.0, 0.0) == 0.0
    assert 3000.0 / 3.0 == 1000.0


def test_pioneers_start_without_a_name_and_a_closed_shop_loses_it():
    assert reputation_on_choice(0, 3, 0.0, 0.35) == 0.35
    assert reputation_on_choice(3, 3, 0.8, 0.35) == 0.8
    assert reputation_on_choice(3, 0, 0.8, 0.35) == 0.0


def test_expected_orders_are_last_seasons_demand_at_the_posted_price():
    assert expected_orders(0.35, 1.2, 5000.0, 10.0) == pytest.approx(210.0)


def test_what_can_be_sold_is_the_harvest_after_own_use_and_loss():
    assert season_quantity(1000.0, 0.03, 0.25) == pytest.approx(727.5)


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.06))
def test_a_leader_in_the_village_adds_to_the_chance_of_thinking_of_a_shop_and_none_changes_nothing(chance, added):
    assert led(chance, 0.0, added) == chance
    assert led(chance, 1.0, added) == min(chance + added, 1.0)
    assert chance <= led(chance, 1.0, added) <= 1.0


@given(st.floats(0.0, 5e4), st.floats(0.0, 1e5))
def test_a_grant_never_pays_more_than_the_shop_costs(level, cost):
    assert grant_for(level, cost) == (level if level < cost else cost)
    assert grant_for(0.0, cost) == 0.0
    assert start_payment(0, 3, cost, grant_for(level, cost)) + grant_for(level, cost) == pytest.approx(cost)


def test_the_grant_is_for_who_opens_a_shop_and_for_nobody_else():
    moves = list(product((0, 1, 2, 3), repeat=2))
    opening = [(before, chosen) for before, chosen in moves if chosen == 3 and before != 3]
    granted = {(before, chosen): granted_if(before, chosen, 2000.0) for before, chosen in moves}
    assert granted == {move: 2000.0 if move in opening else 0.0 for move in moves}
    assert [(before, chosen) for before, chosen in moves if start_payment(before, chosen, 3000.0, 0.0) > 0.0] == opening
