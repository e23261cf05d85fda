"""Public money: budgets, who is served with what is left, what is claimed and paid, to the fen (docs/odd.md, Govern)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.numeric.exact_sum import to_fen
from sim.theory.rules.government import (
    affordable,
    commitment,
    is_open,
    left_after,
    left_fen,
    paid_fen,
    paid_share,
    part_owed,
    seat_in_part,
    seats_affordable,
    works_due,
)  # fmt: skip

FEN = st.integers(0, 10**13)
LEVELS = st.floats(0.0, 1e6)


@given(FEN, FEN)
def test_a_budget_leaves_what_was_not_spent_and_never_less_than_nothing(budget, spent):
    assert left_fen(budget, spent) == max(budget - spent, 0)


@given(FEN)
def test_without_a_budget_there_is_more_left_than_any_county_could_spend_whatever_was_spent(spent):
    assert left_fen(-1, spent) == left_fen(-1, 0) > 10**15
    assert left_fen(0, spent) == 0


def test_a_measure_is_open_while_it_has_a_level_and_a_fen():
    assert [is_open(level, left) for level in (0.0, 0.1) for left in (0, 1)] == [0, 0, 0, 1]


@given(FEN, FEN)
def test_nothing_is_paid_that_is_not_there(asked, left):
    paid = paid_fen(asked, left)
    assert paid == min(asked, left)
    assert left_fen(left, paid) >= 0


def test_a_cost_is_proportional_to_the_level_and_at_no_level_nothing():
    assert 0.0 * 800.0 == 0.0
    assert 1.5 * 800.0 == 1200.0


@given(LEVELS, FEN, FEN)
def test_the_last_one_is_served_in_part_by_what_the_money_left_pays_for(level, asked, left):
    served = affordable(level, asked, left)
    assert 0.0 <= served <= level
    if asked <= left:
        assert served == level
    else:
        assert served == pytest.approx(level * left / asked)


def test_taking_a_village_on_sets_aside_what_it_will_cost_until_the_measure_ends():
    assert commitment(300000.0, 1000.0, 24) == 324000.0
    assert commitment(0.0, 1000.0, 1) == 1000.0
    assert commitment(20000.0, 0.0, 24) == 20000.0


@given(FEN, FEN)
def test_what_is_left_after_a_commitment_is_never_negative(left, committed):
    assert left_after(left, committed) == max(left - committed, 0)
    assert left_after(left, 0) == left


def test_levels_of_several_policies_on_one_lever_add_up():
    assert 0.0 + 0.3 + 0.2 == 0.5


@given(st.integers(1, 300), LEVELS)
def test_a_quantity_for_the_whole_county_is_shared_out_over_its_villages(villages, level):
    each = level * (1.0 / villages)
    assert each * villages == pytest.approx(level)
    assert level * 0.0 == 0.0


def test_what_is_built_stays_and_only_what_is_missing_is_due():
    assert works_due(0.3, 0.1) == pytest.approx(0.2)
    assert works_due(0.3, 0.3) == works_due(0.1, 0.3) == works_due(0.0, 0.3) == 0.0


@given(FEN, st.floats(0.01, 1e4), st.floats(0.01, 1e4))
def test_two_measures_on_one_lever_owe_together_what_is_owed_to_the_fen(owed, one, other):
    together = one + other
    parts = part_owed(owed, 0.0, one, together), part_owed(owed, one, other, together)
    assert parts[0] + parts[1] == owed
    assert min(parts) >= 0
    assert abs(parts[0] - owed * one / together) <= max(1.0, 1e-12 * owed)


@given(FEN, st.floats(0.01, 1e4))
def test_a_measure_alone_owes_all_to_the_fen(owed, level):
    assert part_owed(owed, 0.0, level, level) == owed
    assert part_owed(0, 0.0, level, 2.0 * level) == 0


@given(st.integers(0, 2**36))
def test_fen_make_yuan_and_back_up_to_the_largest_amount_that_is_counted_in_fen(fen):
    assert to_fen(fen / 100.0) == fen


def test_of_what_was_owed_the_paid_share_reaches_its_receivers_and_where_nothing_was_owed_nobody_is_cut():
    assert paid_share(50, 200) == 0.25
    assert paid_share(200, 200) == paid_share(0, 0) == 1.0
    assert paid_share(0, 200) == 0.0


@given(st.floats(0.0, 1e4), st.integers(1, 10**6), FEN)
def test_seats_are_offered_as_many_as_planned_or_as_the_money_pays_for(seats, cost, left):
    offered = seats_affordable(seats, cost, left)
    assert offered <= seats
    assert offered * cost <= left * (1.0 + 1e-12) or offered == 0.0
    assert offered == pytest.approx(min(seats, left / cost))


def test_seats_that_cost_nothing_need_no_money():
    assert seats_affordable(120.0, 0, 0) == 120.0


@given(st.floats(0.0, 1e3, allow_subnormal=False), st.floats(0.05, 100.0), st.floats(0.0, 1.0))
def test_the_last_household_in_rank_gets_the_rest_of_the_seats_and_what_it_lacks_first_thing_next_month(left, weight, had):
    part = seat_in_part(left, weight, had)
    assert 0.0 <= part <= 1.0 - had
    assert part * weight <= left * (1.0 + 1e-12)
    assert part == 1.0 - had or part * weight == pytest.approx(left)
