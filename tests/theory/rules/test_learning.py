"""Digital skill: seats, practice, ties, fading (docs/odd.md, Learn)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.learning import (
    dose_each,
    followed_next,
    practice_effect,
    seat_chance,
    seat_effect,
    skill_next,
    takes_seat,
)  # fmt: skip

P = parameters().learning
UNIT = st.floats(0.0, 1.0)


def next_skill(skill, floor=0.1, ceiling=0.8, seat=0.0, selling=0.0, shopping=0.0, peers=0.0):
    return skill_next(
        skill, floor, ceiling, seat, selling, shopping, peers,
        P.training_effect, P.selling_effect, P.shopping_effect, P.peer_effect, P.decay,
    )  # fmt: skip


@given(UNIT, UNIT, UNIT, st.floats(0.0, 100.0), st.sampled_from((0.0, 1.0)), st.sampled_from((0.0, 1.0)), UNIT)
def test_skill_never_exceeds_its_ceiling_and_never_falls_below_its_floor(a, b, place, seat, selling, shopping, peers):
    floor, ceiling = sorted((a, b))
    skill = floor + place * (ceiling - floor)
    moved = next_skill(skill, floor, ceiling, seat, selling, shopping, peers)
    assert floor - 1e-12 <= moved <= ceiling + 1e-12


def test_one_seat_closes_the_stated_share_of_the_gap():
    assert next_skill(0.1, seat=1.0) == pytest.approx(0.1 + (1.0 - math.exp(-0.25)) * 0.7)


def test_follow_up_and_practice_teach_and_selling_teaches_more_than_shopping():
    assert next_skill(0.3, selling=1.0) == pytest.approx(0.3 + (1.0 - math.exp(-0.03)) * 0.5)
    assert next_skill(0.3, selling=1.0) > next_skill(0.3, shopping=1.0) > 0.3
    assert next_skill(0.3, selling=1.0, peers=0.5) > next_skill(0.3, selling=1.0)


def test_idle_skill_fades_towards_its_floor_and_practised_skill_does_not():
    assert next_skill(0.3) == pytest.approx(0.3 - 0.01 * 0.2)
    assert next_skill(0.1) == 0.1
    assert next_skill(0.8, selling=1.0) == next_skill(0.8, shopping=1.0) == 0.8


def test_a_skill_above_its_ceiling_learns_nothing():
    assert next_skill(0.9, seat=5.0, selling=1.0) == 0.9


@given(UNIT, UNIT)
def test_more_of_anything_that_teaches_never_lowers_skill(skill, peers):
    usual = next_skill(skill, peers=peers)
    for more in ({"seat": 1.0}, {"selling": 1.0}, {"shopping": 1.0}):
        assert next_skill(skill, peers=peers, **more) >= usual - 1e-15


def test_open_seats_go_to_the_able_first_and_add_up_to_what_is_offered():
    abilities = (0.2, 0.5, 1.0, 0.3)
    chances = [seat_chance(ability, sum(abilities), 1.5) for ability in abilities]
    assert sum(chances) == pytest.approx(1.5)
    assert sorted(chances) == [chances[0], chances[3], chances[1], chances[2]]
    assert seat_chance(1.0, 2.0, 9.0) == 1.0


def test_a_seat_is_taken_where_the_draw_lies_below_its_chance():
    assert takes_seat(0.3, 0.29) == 1.0
    assert takes_seat(0.3, 0.31) == 0.0
    assert takes_seat(0.0, 1e-12) == 0.0


@given(UNIT)
def test_better_training_closes_more_of_the_gap_and_no_better_training_the_same_to_the_bit(effect):
    assert seat_effect(effect, 0.0) == effect
    assert seat_effect(effect, 0.6) == pytest.approx(1.6 * effect)


@given(UNIT, UNIT)
def test_follow_up_helps_by_the_same_share_in_each_month_in_which_it_lasts_and_then_no_more(effect, added):
    assert practice_effect(effect, 0.0, added) == effect
    assert practice_effect(effect, 0.5, added) == practice_effect(effect, 12.0, added) == pytest.approx(effect * (1.0 + added))


def test_follow_up_begins_with_a_seat_and_ends_after_its_months():
    left, months = followed_next(0.0, 1.0, 3.0), []
    while left > 0.0:
        months.append(left)
        left = followed_next(left, 0.0, 3.0)
    assert months == [3.0, 2.0, 1.0]
    assert followed_next(0.0, 0.0, 3.0) == followed_next(0.0, 1.0, 0.0) == 0.0


def test_a_second_seat_never_shortens_the_follow_up_of_the_first():
    assert followed_next(2.0, 1.0, 6.0) == 6.0
    assert followed_next(6.0, 1.0, 2.0) == 5.0


@given(st.floats(0.0, 1e4), st.integers(0, 10**4))
def test_seats_are_spread_evenly_over_those_who_take_them_and_nobody_gets_more_than_one(given_seats, takers):
    each = dose_each(given_seats, float(takers))
    assert 0.0 <= each <= 1.0
    assert each * takers <= given_seats * (1.0 + 1e-12)
    assert dose_each(0.0, float(takers)) == 0.0
    assert dose_each(3.0, 12.0) == 0.25


def test_each_expert_sees_as_many_sellers_a_month_as_time_allows():
    assert 2.0 * 8.0 == 16.0
    assert 0.0 * 8.0 == 0.0
