"""Exact sums: what is added in fixed point, and the distribution built on it, cannot depend on the order of rows."""

from __future__ import annotations

import functools
import math
import operator
from fractions import Fraction

import numba
import numpy as np
import pytest

from sim.numeric.exact_sum import (
    BOUND,
    BUCKETS,
    DISTRIBUTION_SIZE,
    SCALE_BITS,
    fixed,
    from_fixed,
    ranking_key,
    to_fen,
    to_fixed,
    weighted_distribution,
)
from sim.numeric.jit import entry

ONE = 1 << SCALE_BITS


@entry
def fill_distribution(values, weights, ranked, buckets, out):
    for row in range(min(values.size, ranked.shape[1])):
        ranked[0, row] = ranking_key(values[row], row)
    weighted_distribution(weights, ranked, buckets, out)


def room_for(rows):
    return np.empty((2, rows), dtype=np.int64), np.empty(BUCKETS, dtype=np.int64)


def distribution(values, weights=None):
    values = np.asarray(values, dtype=np.float64)
    weights = np.full(values.size, ONE) if weights is None else np.asarray(weights, dtype=np.int64)
    out = np.full(DISTRIBUTION_SIZE, -1.0)
    fill_distribution(values, weights, *room_for(values.size), out)
    return out


@entry
def total_of(values):
    total = 0
    for i in range(values.size):
        total += to_fixed(values[i])
    return total


def test_a_number_becomes_the_nearest_multiple_of_the_step_and_halves_go_up():
    draw = np.random.default_rng(3)
    points = [*draw.normal(0.0, 1e5, 500), *draw.normal(0.0, 1e-5, 500), 0.49999999999999994 / ONE, 2.0**41 + 0.25]
    for x in map(float, points):
        assert to_fixed(x) == math.floor(Fraction(x) * ONE + Fraction(1, 2)), x
    assert [to_fixed(half / ONE) for half in (-1.5, -0.5, 0.5, 1.5)] == [-1, 0, 1, 2]


def test_numbers_beyond_the_bound_saturate():
    assert to_fixed(1e300) == to_fixed(BOUND) == 1 << 62
    assert to_fixed(-1e300) == to_fixed(-BOUND) == -(1 << 62)
    assert to_fen(1e300) == 1 << 36


def test_a_total_comes_back_as_the_number_it_stands_for():
    for x in (0.0, 1.0, -2.5, 123456.0 + 2.0**-20, -(2.0**40)):
        assert from_fixed(to_fixed(x)) == x


def test_a_total_is_the_same_in_every_order_where_floats_differ():
    draw = np.random.default_rng(5)
    values = draw.lognormal(8.0, 3.0, 20_000)
    orders = [draw.permutation(values) for _ in range(8)]
    # One by one: Python's own sum() is compensated from 3.12 on.
    assert len({functools.reduce(operator.add, order.tolist()) for order in orders}) > 1
    assert len({total_of(order) for order in orders}) == 1
    assert from_fixed(total_of(values)) == pytest.approx(math.fsum(values), rel=1e-12)


def test_a_distribution_is_the_same_to_the_bit_in_every_order_of_rows():
    draw = np.random.default_rng(7)
    values = draw.lognormal(9.0, 1.0, 3001).round(1) - 500.0
    values[::5] = values[0]
    weights = draw.integers(0, 30 * ONE, 3001)
    results = set()
    for _ in range(12):
        order = draw.permutation(3001)
        results.add(distribution(values[order], weights[order]).tobytes())
    assert len(results) == 1


def test_equal_incomes_have_no_inequality():
    out = distribution(np.full(1000, 10311.37), np.random.default_rng(1).integers(1, 30 * ONE, 1000))
    assert out[10] == 0.0
    assert set(out[:10]) == {10311.37}


@pytest.mark.parametrize("n", [1, 2, 10, 1000])
def test_one_owner_of_all_gives_a_gini_of_one_less_one_nth(n):
    assert distribution([0.0] * (n - 1) + [123456.78])[10] == pytest.approx(1.0 - 1.0 / n, abs=1e-15)


def test_incomes_from_one_to_n_have_their_closed_gini():
    n = 500
    assert distribution(np.arange(1, n + 1))[10] == pytest.approx((n - 1) / (3 * n), abs=1e-15)


def test_quantiles_of_equal_weights_are_the_inverse_of_the_distribution_function():
    draw = np.random.default_rng(11)
    for n in (1, 2, 3, 9, 10, 11, 100, 997):
        values = draw.lognormal(9.0, 1.0, n).round(2)
        # Tenths as fractions of n, so that the reference does not step over a tie by rounding.
        expected = [np.sort(values)[-(-n * k // 10) - 1] for k in range(1, 10)]
        out = distribution(values)
        assert out[1:10].tolist() == expected
        assert out[0] == np.quantile(values, 0.5, method="inverted_cdf")


def test_a_whole_weight_is_that_many_equal_rows():
    draw = np.random.default_rng(13)
    values, times = draw.lognormal(9.0, 1.0, 200).round(2), draw.integers(0, 7, 200)
    assert distribution(values, times * ONE).tobytes() == distribution(np.repeat(values, times)).tobytes()


def test_gini_is_half_the_relative_mean_difference():
    draw = np.random.default_rng(17)
    values, weights = draw.lognormal(9.0, 1.0, 800).round(2), draw.integers(1, 30 * ONE, 800)
    share = weights / weights.sum()
    mean_difference = (share[:, None] * share[None, :] * np.abs(values[:, None] - values[None, :])).sum()
    assert distribution(values, weights)[10] == pytest.approx(mean_difference / (2 * (share * values).sum()), abs=1e-12)


def test_a_large_county_of_large_incomes_does_not_overflow():
    n = 100_000
    values = np.random.default_rng(19).uniform(0.0, 1e6, n).round(2)
    weights = np.full(n, 30 * ONE)
    fen = sorted(round(value * 100) for value in values.tolist())
    exact = Fraction(sum((2 * i + 1 - n) * x for i, x in enumerate(fen)), n * sum(fen))
    assert distribution(values, weights)[10] == pytest.approx(float(exact), rel=1e-14)


def test_nobody_and_nothing_give_zeros_and_never_a_nan():
    assert distribution([]).tolist() == [0.0] * DISTRIBUTION_SIZE
    assert distribution([5.0, 7.0], [0, 0]).tolist() == [0.0] * DISTRIBUTION_SIZE
    assert distribution([0.0, 0.0])[10] == 0.0
    assert distribution([-5.0, -7.0])[10] == 0.0


def test_losses_count_in_the_distribution():
    out = distribution([-100.0, 0.0, 100.0, 400.0])
    assert out[0] == 0.0
    assert out[10] == pytest.approx((-3 * -100 - 0 + 100 + 3 * 400) / (4 * 400))


def test_amounts_of_an_array_are_rounded_as_each_is():
    values = np.concatenate([np.random.default_rng(5).normal(0.0, 1e4, 500), [-0.5 / ONE, 0.5 / ONE, 0.49999999999999994 / ONE, 1e300, -1e300]])
    assert fixed(values).tolist() == [to_fixed(float(x)) for x in values]


def test_a_scratch_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        fill_distribution(np.ones(3), np.full(3, ONE), *room_for(2), np.empty(DISTRIBUTION_SIZE))


def test_a_distribution_allocates_no_array():
    distribution([1.0, 2.0])
    # Compiled anew: code that was loaded from the cache cannot be inspected.
    fresh = numba.njit(error_model="numpy")(weighted_distribution.py_func)
    fresh(np.full(1, ONE), *room_for(1), np.empty(DISTRIBUTION_SIZE))
    llvm = fresh.inspect_llvm(fresh.signatures[0])
    assert "NRT_MemInfo_alloc" not in llvm
