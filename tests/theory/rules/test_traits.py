"""Fixed traits: youth, schooling and what they mean for skill."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.traits import junior_schooled, learning_ability, online_taste, skill_ceiling, skill_floor, youth

P = parameters().learning
AGES = st.floats(16.0, 100.0)
SCHOOLING = st.floats(0.0, 22.0)


def test_youth_is_one_at_thirty_a_half_at_45_and_nothing_from_sixty_on():
    assert [youth(age, 60.0, 30.0) for age in (22.0, 30.0, 45.0, 60.0, 80.0)] == [1.0, 1.0, 0.5, 0.0, 0.0]


def test_junior_secondary_schooling_is_nine_years():
    assert [junior_schooled(years) for years in (0.0, 6.0, 8.9, 9.0, 15.0)] == [0.0, 0.0, 0.0, 1.0, 1.0]


@given(AGES, SCHOOLING)
def test_every_household_can_learn_and_its_skill_has_room(age, schooling):
    young = youth(age, P.youth_end, P.youth_span)
    ability = learning_ability(young, schooling, P.ability_old, P.ability_unschooled)
    floor = skill_floor(young, schooling, P.floor_base, P.floor_schooling, P.floor_youth, P.floor_most)
    assert 0.0 < ability <= 1.0
    assert 0.0 <= floor <= P.floor_most
    assert P.ceiling_base <= skill_ceiling(ability, P.ceiling_base) <= 1.0


def test_no_class_of_households_starts_above_its_ceiling():
    above = []
    for age, schooling in product((22.0, 40.0, 60.0, 80.0), (0.0, 6.0, 9.0, 12.0, 15.0)):
        young = youth(age, P.youth_end, P.youth_span)
        ceiling = skill_ceiling(learning_ability(young, schooling, P.ability_old, P.ability_unschooled), P.ceiling_base)
        floor = skill_floor(young, schooling, P.floor_base, P.floor_schooling, P.floor_youth, P.floor_most)
        above += [f"age {age}, schooling {schooling}: {floor} >= {ceiling}"] if floor >= ceiling else []
    assert above == []


def test_the_young_and_schooled_learn_most():
    assert learning_ability(1.0, 9.0, 0.3, 0.5) == 1.0
    assert learning_ability(0.0, 9.0, 0.3, 0.5) == pytest.approx(0.3)
    assert learning_ability(0.0, 6.0, 0.3, 0.5) == pytest.approx(0.15)
    assert skill_ceiling(1.0, 0.5) == 1.0 and skill_ceiling(0.0, 0.5) == 0.5


def test_skill_without_practice_grows_with_years_after_primary_and_with_youth_of_the_schooled():
    assert skill_floor(0.0, 6.0, 0.03, 0.03, 0.15, 0.6) == pytest.approx(0.03)
    assert skill_floor(0.0, 9.0, 0.03, 0.03, 0.15, 0.6) == pytest.approx(0.12)
    assert skill_floor(1.0, 9.0, 0.03, 0.03, 0.15, 0.6) == pytest.approx(0.27)
    assert skill_floor(1.0, 6.0, 0.03, 0.03, 0.15, 0.6) == pytest.approx(0.03)
    assert skill_floor(1.0, 22.0, 0.03, 0.05, 0.15, 0.6) == 0.6


def test_the_young_care_more_for_online_variety():
    assert online_taste(0.0, 0.75, 0.5) == 0.75
    assert online_taste(1.0, 0.75, 0.5) == 1.25
