"""Who gains: groups fixed before, means over persons, pairs of the same households."""

import numpy as np
import pytest

from sim.methods.statistics.group_gains import GROUPINGS, Pair, gains_by_group, income_tenths, real_income

TENTH, KM, SKILL = range(3)


def traits(households: int = 20) -> dict[str, np.ndarray]:
    return {
        "weight": np.full(households, 5.0),
        "size": np.where(np.arange(households) % 2, 4.0, 2.0),
        "km": np.linspace(2.0, 40.0, households),
        "skill": np.linspace(0.0, 0.4, households),
        "income_first_year": np.arange(households)[::-1] * 1000.0,
    }


def year(income: np.ndarray) -> dict[str, np.ndarray]:
    return {"income": income, "retail": np.zeros_like(income), "living_cost": np.ones_like(income)}


def test_tenths_hold_a_tenth_of_households_each_the_poorest_first():
    tenth = income_tenths(traits())
    assert list(np.bincount(tenth)) == [2] * 10
    assert tenth[-1] == 0 and tenth[0] == 9


def test_tenths_are_of_households_and_not_of_rows_of_the_sample():
    one = traits(10) | {"weight": np.array([91.0] + [1.0] * 9)}
    assert income_tenths(one)[0] == 5, "nine poor rows stand for 9 in 100 households, the tenth row for the rest"
    assert set(income_tenths(one)[1:]) == {0}


def test_a_gain_is_a_mean_over_persons():
    who = traits()
    added = np.where(who["km"] < 10.0, 60.0, 0.0)
    found = gains_by_group([Pair(who, year(np.zeros(20)), year(added))])[KM]
    near = who["km"] < 10.0
    assert found.gains.mean[0, 0] == pytest.approx(60.0 * near.sum() / who["size"][near].sum())
    np.testing.assert_array_equal(found.gains.mean[0, 1:], 0.0)
    assert found.households[0] == pytest.approx(near.mean())


def test_bounds_are_over_pairs():
    who = traits()
    pairs = [Pair(who, year(np.zeros(20)), year(who["size"] * shift)) for shift in (1.0, 2.0, 3.0)]
    found = gains_by_group(pairs)[SKILL].gains
    half = 4.302652729911275 / np.sqrt(3)  # t of 2 degrees of freedom, 97.5 %: Student's table
    np.testing.assert_allclose(found.mean, 2.0)
    np.testing.assert_allclose(found.high - 2.0, half)


def test_cheaper_shopping_is_a_gain_of_real_income_alone():
    who = traits()
    before = {"income": np.full(20, 9.0), "retail": np.full(20, 4.0), "living_cost": np.ones(20)}
    after = before | {"living_cost": np.full(20, 0.8)}
    np.testing.assert_allclose(real_income(after), 10.0)
    found = gains_by_group([Pair(who, before, after)])[TENTH].gains.mean
    assert (found[0] == 0.0).all() and (found[1] > 0.0).all()


def test_a_group_that_nobody_is_in_is_a_gap():
    who = traits() | {"km": np.full(20, 5.0)}
    found = gains_by_group([Pair(who, year(np.zeros(20)), year(np.ones(20)))])[KM].gains.mean[0]
    assert np.isnan(found[1:]).all() and np.isfinite(found[0])


def test_groups_have_a_name_each():
    for one in GROUPINGS:
        assert one.number(traits()).max() < len(one.groups)


def test_without_pairs_there_is_nothing_to_say():
    with pytest.raises(ValueError, match="no pair"):
        gains_by_group([])
