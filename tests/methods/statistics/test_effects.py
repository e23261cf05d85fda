"""Effects by factor: paired, with the levels of every other factor equal, and what factors do together beyond the sum of each alone."""

import numpy as np
import pytest

from sim.methods.statistics.effects import NotPaired, by_bins, dose_response, interaction_effects

RAISED = {"a": (0.0, 1.0), "b": (0.0, 2.0)}


def grid(*levels: list[float]) -> dict[str, np.ndarray]:
    mesh = np.meshgrid(*levels, indexing="ij")
    return {name: of.ravel() for name, of in zip("abc", mesh, strict=False)}


def luck(points: int, seeds: int, own: float = 0.0) -> np.ndarray:
    """Luck that all points of a seed share, large, and luck of a point's own."""
    random = np.random.default_rng(1)
    return 100.0 * random.standard_normal(seeds) + own * random.standard_normal((points, seeds))


def test_luck_that_points_share_does_not_touch_an_effect():
    factors = grid([0.0, 0.5, 1.0], [0.0, 2.0])
    values = (3.0 * factors["a"] ** 2 + 10.0 * factors["b"])[:, None] + luck(6, 4)
    found = dose_response(values, factors, "a")
    assert found.reference == 0.0 and list(found.levels) == [0.5, 1.0] and list(found.groups) == [2, 2]
    np.testing.assert_allclose(found.effects.mean, [0.75, 3.0], atol=1e-9)
    np.testing.assert_allclose(found.effects.high - found.effects.low, 0.0, atol=1e-9)
    assert list(found.effects.n) == [4, 4]


def test_one_lever_at_a_time_is_held_against_the_row_with_none():
    factors = {"a": np.array([0.0, 1.0, 2.0, 0.0]), "b": np.array([0.0, 0.0, 0.0, 5.0])}
    values = np.array([1.0, 4.0, 6.0, 1.5])[:, None] + luck(4, 3)
    np.testing.assert_allclose(dose_response(values, factors, "a").effects.mean, [3.0, 5.0], atol=1e-9)
    np.testing.assert_allclose(dose_response(values, factors, "b").effects.mean, [0.5], atol=1e-9)


def test_the_interval_is_students_over_seeds_of_the_mean_over_groups():
    factors = grid([0.0, 1.0], [0.0, 2.0])
    values = luck(4, 6, own=1.0)
    by_seed = (values[2] - values[0] + values[3] - values[1]) / 2.0
    found = dose_response(values, factors, "a").effects
    half = 2.570581835636314 * by_seed.std(ddof=1) / np.sqrt(6)  # t of 5 degrees of freedom, 97.5 %: Student's table
    assert (found.low[0], found.high[0]) == pytest.approx((by_seed.mean() - half, by_seed.mean() + half))


def test_a_seed_of_which_a_case_failed_rests_on_its_whole_groups():
    factors = grid([0.0, 1.0], [0.0, 2.0])
    values = (factors["a"] * (1.0 + factors["b"]))[:, None] * np.ones(3)
    values[1, 0] = np.nan  # a = 0, b = 2
    found = dose_response(values, factors, "a").effects
    assert found.mean[0] == pytest.approx((1.0 + 2.0 + 2.0) / 3.0)  # seed 0 knows the group of b = 0 only


def test_points_that_fill_space_have_no_pairs():
    random = np.random.default_rng(0)
    with pytest.raises(NotPaired, match="differ in a only"):
        dose_response(np.ones((5, 2)), {"a": random.random(5), "b": random.random(5)}, "a")


def test_bins_hold_the_mean_over_the_points_in_them():
    found = by_bins(np.array([[1.0, 3.0], [4.0, 4.0], [10.0, np.nan]]), np.array([0.1, 0.2, 1.0]), "a", np.array([0.0, 0.5, 0.75, 1.0]))
    assert found.means.mean[0] == 3.0 and np.isnan(found.means.mean[1]) and found.means.mean[2] == 10.0
    assert list(found.means.n) == [2, 0, 1]


def test_beyond_the_sum_is_the_difference_of_differences():
    factors = grid([0.0, 1.0], [0.0, 2.0])
    values = np.array([5.0, 8.0, 6.0, 13.0])[:, None] + luck(4, 5)  # (0,0) (0,2) (1,0) (1,2)
    found = interaction_effects(values, factors, RAISED)
    assert found.combinations == (("a",), ("b",), ("a", "b"))
    np.testing.assert_allclose(found.effect.mean, [1.0, 3.0, 8.0], atol=1e-9)
    np.testing.assert_allclose(found.beyond.mean, [0.0, 0.0, 4.0], atol=1e-9)
    np.testing.assert_allclose(found.interaction.mean[2], 4.0, atol=1e-9)


def test_what_only_three_together_add_is_told_from_what_pairs_add():
    factors = grid([0.0, 1.0], [0.0, 2.0], [0.0, 1.0])
    a, b, c = factors["a"], factors["b"] / 2.0, factors["c"]
    values = (a + 2 * b + 4 * c + 0.5 * a * b + 7.0 * a * b * c)[:, None] + luck(8, 3)
    found = interaction_effects(values, factors, {**RAISED, "c": (0.0, 1.0)})
    at = {one: place for place, one in enumerate(found.combinations)}
    np.testing.assert_allclose(found.interaction.mean[at["a", "b"]], 0.5, atol=1e-9)
    np.testing.assert_allclose(found.interaction.mean[at["a", "c"]], 0.0, atol=1e-9)
    np.testing.assert_allclose(found.interaction.mean[at["a", "b", "c"]], 7.0, atol=1e-9)
    np.testing.assert_allclose(found.beyond.mean[at["a", "b", "c"]], 7.5, atol=1e-9)


def test_levels_between_low_and_high_are_passed_over():
    factors = grid([0.0, 0.5, 1.0], [0.0, 2.0])
    values = np.where(factors["a"] == 0.5, 1e6, factors["a"] * factors["b"])[:, None] * np.ones(2)
    assert interaction_effects(values, factors, RAISED).beyond.mean[2] == pytest.approx(2.0)


def test_a_design_without_a_corner_is_refused():
    factors = {"a": np.array([0.0, 1.0, 0.0]), "b": np.array([0.0, 0.0, 2.0])}
    with pytest.raises(NotPaired, match="every combination"):
        interaction_effects(np.ones((3, 2)), factors, RAISED)
