"""Intervals of many means and ratios at once: those of one sample, gaps left out."""

import numpy as np
import pytest

from sim.methods.statistics.means import over_seeds, paired_interval
from sim.methods.statistics.ratios import ratio_interval, ratio_over_seeds

RANDOM = np.random.default_rng(7)


def test_each_mean_has_the_interval_of_paired_differences():
    values = RANDOM.standard_normal((4, 3, 6))
    found = over_seeds(values, 0.9)
    for place in np.ndindex(4, 3):
        one = paired_interval(values[place], 0.9)
        assert (found.mean[place], found.low[place], found.high[place]) == pytest.approx((one.mean, one.low, one.high))


def test_gaps_are_left_out_and_one_value_has_no_bounds():
    found = over_seeds([[1.0, np.nan, 3.0], [np.nan, 5.0, np.nan], [np.nan] * 3])
    assert list(found.n) == [2, 1, 0]
    assert found.mean[0] == 2.0 and found.low[0] < 1.0
    assert found.mean[1] == 5.0 and np.isnan(found.low[1]) and np.isnan(found.mean[2])


def test_each_ratio_has_the_interval_of_fieller():
    x, y = 3.0 + RANDOM.standard_normal((5, 12)), RANDOM.standard_normal((5, 12))
    found = ratio_over_seeds(y, x)
    for row in range(5):
        one = ratio_interval(y[row], x[row])
        assert (found.mean[row], found.low[row], found.high[row]) == pytest.approx((one.mean, one.low, one.high))


def test_a_ratio_over_what_may_be_nothing_is_not_defined():
    found = ratio_over_seeds([1.0, 2.0, 3.0], [-1.0, 1.0, 0.5])
    assert np.isnan([found.mean, found.low, found.high]).all()


def test_a_level_of_confidence_lies_between_0_and_1():
    with pytest.raises(ValueError, match="between 0 and 1"):
        over_seeds([1.0, 2.0], 1.0)
