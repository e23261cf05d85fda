"""Small areas: villages, markets and cooperatives of a sample, as they would be with all of their households."""

import numpy as np
import pytest

from sim.county.small_areas import FULL, NOISE, OWN, WEIGHT, estimate_in_full
from sim.numeric.jit import entry
from sim.theory.rules.small_areas import (
    benchmark,
    in_full,
    likely_supply,
    part_in_sample,
    sampling_variance,
    spread_in_full,
)


@entry
def estimated(areas, area, group, sums):
    """The kernel as Python may call it."""
    estimate_in_full(areas, area, group, sums)


def test_the_variance_that_a_sample_adds_is_that_of_a_total_from_a_simple_random_sample():
    """Every sample of 2 of the 4 households 0, 0, 4, 8, each standing for two: totals have the variance that the rule expects on average."""
    households, n = np.array([0.0, 0.0, 4.0, 8.0]), 2
    pairs = [(i, j) for i in range(4) for j in range(i)]
    stands_for = np.array([[households[i] * 2.0, households[j] * 2.0] for i, j in pairs])
    totals = stands_for.sum(axis=1)
    expected = np.mean([sampling_variance(float((q * q).sum()), float(q.sum()), float(n), 0.5) for q in stands_for])
    assert expected == pytest.approx(totals.var())


def test_a_whole_county_has_no_variance_of_a_sample_and_neither_has_an_area_of_one_household():
    assert sampling_variance(1000.0, 40.0, 50.0, 1.0) == 0.0
    assert sampling_variance(1000.0, 40.0, 1.0, 0.1) == 0.0


def test_the_variance_of_the_sample_is_taken_off_the_spread_of_areas():
    assert spread_in_full(100.0, 0.0) == 1.0
    assert spread_in_full(100.0, 75.0) == pytest.approx(0.5)
    assert spread_in_full(100.0, 130.0) == 0.0
    assert spread_in_full(0.0, 0.0) == 1.0


def test_an_area_is_its_own_sum_in_a_whole_county_and_what_is_expected_of_it_where_the_sample_says_nothing():
    assert in_full(37_123.4, 20_000.0, 1.0) == 37_123.4
    assert in_full(90_000.0, 20_000.0, 0.0) == 20_000.0
    assert in_full(0.0, 20_000.0, 0.25) == 15_000.0


def test_merchants_are_expected_where_they_make_an_offer_to_find_what_they_could_sell_of_what_grows():
    assert likely_supply(3.0, 50.0, 80.0) == 50.0
    assert likely_supply(3.0, 90.0, 80.0) == 80.0
    assert likely_supply(0.0, 50.0, 80.0) == 0.0


def test_purchases_are_multiplied_so_that_they_add_up_to_sales():
    assert benchmark(-25.0, 100.0) == pytest.approx(0.75)
    assert benchmark(0.0, 100.0) == 1.0
    assert benchmark(0.0, 0.0) == 1.0


def test_the_sample_has_its_part_of_an_amount_and_a_whole_county_all_of_it():
    assert part_in_sample(0.1, 3.0, 3.0) == 0.1
    assert part_in_sample(10.0, 40.0, 20.0) == pytest.approx(5.0)
    assert part_in_sample(10.0, 40.0, 0.0) == 0.0
    assert part_in_sample(0.0, 0.0, 1.0) == 0.0


def test_estimates_of_a_group_keep_its_sum_and_have_the_spread_that_the_sample_did_not_add():
    """Two groups of 400 areas whose sums are known, seen with noise of known variance; one area that does not count keeps its own."""
    rng = np.random.default_rng(5)
    areas = 801
    area, group, sums = np.zeros((4, areas)), np.repeat([0, 1], [400, 401]), np.zeros((4, 2), np.int64)
    true = np.concatenate([rng.normal(50e3, 8e3, 400), rng.normal(20e3, 3e3, 401)])
    noise = np.concatenate([np.full(400, 12e3), np.full(401, 2e3)])
    area[OWN], area[WEIGHT], area[NOISE] = true + rng.normal(size=areas) * noise, 1000.0, (noise / 1000.0) ** 2
    area[WEIGHT, -1] = 0.0
    estimated(areas, area, group, sums)
    assert area[FULL, -1] == area[OWN, -1]
    for rows in (slice(0, 400), slice(400, 800)):
        own, full = area[OWN, rows], area[FULL, rows]
        assert full.sum() == pytest.approx(own.sum(), rel=1e-6)
        # The variance of 400 draws is known to 7 %; own has up to 3.2 times that of the true sums.
        assert full.std() == pytest.approx(true[rows].std(), rel=0.25)
        assert own.std() > 1.15 * full.std()
