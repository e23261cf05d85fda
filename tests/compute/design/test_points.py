"""Points: what each sampler promises of them."""

import itertools
import math

import numpy as np
import pytest

from sim.compute.design.points import cube, grid, saltelli, shares_of, simplex_lattice
from sim.files.experiment.consistency import number_of_points
from sim.files.experiment.factors import Factor, factor_of

SAMPLERS = ("latin_hypercube", "sobol", "saltelli", "morris")


def _ranges(count: int) -> list[Factor]:
    return [factor_of("training.seats", "vary", 0.0, 10.0 * (one + 1)) for one in range(count)]


def test_a_grid_crosses_all_levels_with_the_first_factor_slowest_and_meets_both_ends() -> None:
    factors = [factor_of("training.seats", "vary", 10.0, 30.0), factor_of("broadband.coverage", "vary", values=(0.6, 1.0))]
    assert grid(factors, 3, 0).tolist() == [[10, 0.6], [10, 1.0], [20, 0.6], [20, 1.0], [30, 0.6], [30, 1.0]]


def test_a_grid_of_nothing_is_one_point() -> None:
    assert grid([], 0, 0).shape == (1, 0)


def test_every_stratum_of_a_latin_hypercube_is_met_once_in_every_dimension() -> None:
    places = cube("latin_hypercube", 50, 4, seed=3)
    assert (np.sort(np.floor(places * 50), axis=0) == np.arange(50)[:, None]).all()


def test_a_scrambled_sobol_sequence_is_a_net_every_elementary_interval_holds_one_point() -> None:
    # Two dimensions, 2^6 points: each rectangle of 2^-a x 2^-(6-a) holds exactly one (t = 0 in two dimensions).
    places = cube("sobol", 64, 2, seed=5)
    for split in range(7):
        cells = np.floor(places * [2**split, 2 ** (6 - split)])
        assert len({tuple(one) for one in cells.tolist()}) == 64


@pytest.mark.parametrize(("base", "factors", "seed"), [(8, 3, 1), (16, 5, 20260101), (2, 1, 7)])
def test_the_arrangement_of_saltelli_is_that_of_salib(base: int, factors: int, seed: int) -> None:
    from SALib.sample import sobol

    problem = {"num_vars": factors, "names": [f"x{one}" for one in range(factors)], "bounds": [[0.0, 1.0]] * factors}
    theirs = sobol.sample(problem, base, calc_second_order=False, scramble=True, seed=np.random.default_rng(seed))
    assert np.array_equal(cube("saltelli", base, factors, seed), theirs)


def test_each_row_of_saltelli_takes_one_column_of_b() -> None:
    a, b = np.arange(6.0).reshape(2, 3), 100.0 + np.arange(6.0).reshape(2, 3)
    rows = saltelli(a, b).reshape(2, 5, 3)
    for base in range(2):
        assert rows[base, 0].tolist() == a[base].tolist() and rows[base, 4].tolist() == b[base].tolist()
        for column in range(3):
            changed = rows[base, column + 1] != a[base]
            assert changed.tolist() == [one == column for one in range(3)] and rows[base, column + 1, column] == b[base, column]


def test_a_trajectory_of_morris_moves_every_factor_once_by_two_thirds() -> None:
    rows = cube("morris", 12, 4, seed=9).reshape(12, 5, 4)
    moves = np.diff(rows, axis=1)
    assert (np.count_nonzero(moves, axis=2) == 1).all() and (np.count_nonzero(moves, axis=1) == 1).all()
    assert np.allclose(np.abs(moves[moves != 0.0]), 2.0 / 3.0, rtol=0.0, atol=1e-12)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(sampler: str) -> None:
    first = cube(sampler, 8, 3, seed=1)
    assert np.array_equal(first, cube(sampler, 8, 3, seed=1))
    assert not np.array_equal(first, cube(sampler, 8, 3, seed=2))
    assert first.min() >= 0.0 and first.max() <= 1.0


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_points_do_not_move_the_randomness_of_the_process(sampler: str) -> None:
    np.random.seed(4)
    expected = np.random.random(3)
    np.random.seed(4)
    cube(sampler, 8, 3, seed=1)
    assert np.array_equal(np.random.random(3), expected)


@pytest.mark.parametrize(("shares", "steps"), [(2, 4), (3, 5), (4, 3)])
def test_the_lattice_of_the_simplex_holds_every_way_to_share_equal_parts_once(shares: int, steps: int) -> None:
    rows = simplex_lattice(shares, steps)
    expected = {one for one in itertools.product(range(steps + 1), repeat=shares) if sum(one) == steps}
    parts = [tuple(round(share * steps) for share in row) for row in rows]
    assert len(parts) == len(expected) and set(parts) == expected
    assert all(math.fsum(row) == pytest.approx(1.0, abs=1e-12) for row in rows)


def test_shares_from_sorted_places_are_uniform_over_the_simplex() -> None:
    # The share of each of three has the density 2 (1 - x): mean 1/3, variance 1/18; P(x > 1/2) = 1/4. Of 20,000 points the mean of
    # such an indicator has a standard deviation of 0.0031: five of them are passed once in 1.7 million draws, three tests: 2e-6.
    shares = shares_of(np.random.default_rng(8).random((20_000, 2)))
    assert np.allclose(shares.sum(axis=1), 1.0, rtol=0.0, atol=1e-12) and shares.min() >= 0.0
    assert np.abs((shares > 0.5).mean(axis=0) - 0.25).max() < 5 * 0.0031
    assert np.abs(shares.mean(axis=0) - 1.0 / 3.0).max() < 5 * math.sqrt(1.0 / 18.0 / 20_000)


@pytest.mark.parametrize(("sampler", "points"), [("latin_hypercube", 5), ("sobol", 8), ("saltelli", 4), ("morris", 3)])
def test_the_number_of_points_is_known_before_they_are_drawn(sampler: str, points: int) -> None:
    assert number_of_points(sampler, points, _ranges(3), 0, 0) == len(cube(sampler, points, 3, seed=1))


@pytest.mark.parametrize(("points", "shares"), [(2, 0), (4, 3), (3, 2)])
def test_the_number_of_points_of_a_grid_is_known_before_they_are_made(points: int, shares: int) -> None:
    factors = [*_ranges(2), factor_of("broadband.coverage", "vary", values=(0.1, 0.2, 0.3))]
    assert number_of_points("grid", points, factors, shares, 0) == len(grid(factors, points, shares))


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_a_move_of_morris_always_reaches_another_value(count: int) -> None:
    values = factor_of("training.seats", "vary", values=tuple(float(one) for one in range(count)))
    levels = values.levels(cube("morris", 40, 1, seed=2)).reshape(40, 2)
    assert (levels[:, 0] != levels[:, 1]).all()


def test_places_stand_for_the_range_from_end_to_end_and_for_values_each_as_likely() -> None:
    seats = factor_of("training.seats", "vary", 10.0, 30.0)
    assert seats.levels(np.array([0.0, 0.5, 1.0])).tolist() == [10.0, 20.0, 30.0]
    third = 0.1 + 0.2
    odd = factor_of("training.seats", "vary", 0.1, third)
    assert odd.levels(np.array([np.nextafter(1.0, 0.0), 1.0])).max() <= third
    values = factor_of("broadband.coverage", "vary", values=(0.6, 0.8, 1.0))
    assert values.levels(np.array([0.0, 0.33, 0.34, 0.66, 0.67, 1.0])).tolist() == [0.6, 0.6, 0.8, 0.8, 1.0, 1.0]
