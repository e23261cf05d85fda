"""Accounts: incomes, liquid funds, shares, public money, the Taobao rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.accounting import (
    farm_cost,
    follow_cost,
    income_month,
    is_below,
    liquid_next,
    per_person,
    price_ratio,
    real_income,
    share_of,
    shrunk_share,
    taobao_village,
)  # fmt: skip
from sim.theory.rules.shopping import price_index

P = parameters().accounting


def test_income_is_receipts_less_cost_and_all_other_sources():
    assert income_month(1000.0, 200.0, 2400.0, 500.0, 1300.0, 1200.0, 1.1) == pytest.approx(1000.0 - 200.0 + 200.0 + 500.0 + 1300.0 + 110.0)


def test_inputs_bought_online_save_their_share_of_production_cost():
    assert farm_cost(1200.0, 0.02, 0, 0.0) == 100.0
    assert farm_cost(1200.0, 0.02, 1, 0.0) == pytest.approx(98.0)


def test_a_village_that_orders_inputs_for_all_saves_as_much_for_who_does_not_shop_and_nothing_twice():
    assert farm_cost(1200.0, 0.02, 0, 1.0) == farm_cost(1200.0, 0.02, 1, 0.0) == farm_cost(1200.0, 0.02, 1, 1.0)


def test_a_year_has_twelve_months():
    assert 7.0 * 12.0 / 12.0 == 7.0
    assert per_person(12000.0, 4.0) == 3000.0
    assert per_person(12000.0, 0.0) == 12000.0


@given(st.floats(0.0, 1e6), st.floats(-1e5, 1e5), st.floats(0.0, 1e4))
def test_liquid_funds_are_never_negative(liquid, income, paid):
    assert liquid_next(liquid, income, paid, P.saving, P.liquidity_decay) >= 0.0


def test_liquid_funds_settle_at_saving_over_decay_months_of_income():
    funds = 0.0
    for _ in range(400):
        funds = liquid_next(funds, 1000.0, 0.0, 0.1, 0.05)
    assert funds == pytest.approx(1000.0 * 0.1 / 0.05, rel=1e-6)
    assert P.liquidity_start == P.saving / P.liquidity_decay
    assert liquid_next(3000.0, 0.0, 3000.0, 0.1, 0.05) == 0.0


def test_real_income_values_spending_at_its_cost_of_living():
    assert real_income(3000.0, 1000.0, 1.0) == 3000.0
    assert real_income(3000.0, 1000.0, price_index(0.145, 3.9)) == pytest.approx(3000.0 + 1000.0 * (1.0 / 0.94741 - 1.0), abs=0.05)


def test_a_share_of_nothing_is_nothing():
    assert share_of(3.0, 4.0) == 0.75
    assert share_of(3.0, 0.0) == 0.0
    assert price_ratio(4.0, 5.0) == pytest.approx(0.2)
    assert price_ratio(4.0, 0.0) == 0.0


def test_the_poor_are_those_below_the_line_and_not_on_it():
    assert is_below(2854.99, 2855.0) == 1.0
    assert is_below(2855.0, 2855.0) == 0.0


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1e4))
def test_a_village_rate_is_drawn_towards_its_townships(own, around, households):
    shrunk = shrunk_share(own, households, around, 30.0)
    assert min(own, around) - 1e-12 <= shrunk <= max(own, around) + 1e-12
    assert shrunk_share(own, 0.0, around, 30.0) == pytest.approx(around)
    assert shrunk_share(own, 30.0, around, 30.0) == pytest.approx((own + around) / 2.0)


@pytest.mark.parametrize(
    ("share", "merchants", "sales", "expected"),
    [(0.1, 0.0, 1.0e7, 1.0), (0.09, 0.0, 1.0e7, 0.0), (0.09, 60.0, 1.0e7, 1.0), (0.1, 0.0, 9.9e6, 0.0), (0.0, 100.0, 1.0e7, 1.0)],
)
def test_a_taobao_village_has_a_hundred_shops_or_a_tenth_of_households_and_ten_million_of_sales(share, merchants, sales, expected):
    assert taobao_village(share, 470.0, merchants, sales, 100.0, 0.1, 1.0e7) == expected


def test_public_money_is_quantity_times_amount_for_all_whom_a_household_stands_for():
    assert 10.0 * (2.0 * 800.0) == 16000.0


def test_following_somebody_up_costs_the_same_each_month_until_it_ends():
    assert follow_cost(6.0, 40.0) == follow_cost(1.0, 40.0) == 40.0
    assert follow_cost(0.0, 40.0) == 0.0
