"""Sobol' indices against known values, against SALib, and with luck whose share is known."""

import numpy as np
import pytest
from SALib.analyze import sobol as oracle
from SALib.sample import sobol as sampled

from sim.methods.statistics.responses import Incomplete
from sim.methods.statistics.sobol import sobol_indices


def ishigami(x: np.ndarray, a: float = 7.0, b: float = 0.1) -> np.ndarray:
    return np.sin(x[..., 0]) + a * np.sin(x[..., 1]) ** 2 + b * x[..., 2] ** 4 * np.sin(x[..., 0])


def g_function(x: np.ndarray, a: np.ndarray) -> np.ndarray:
    return np.prod((np.abs(4.0 * x - 2.0) + a) / (1.0 + a), axis=-1)


ISHIGAMI = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])
G = {"num_vars": 5, "names": [f"x{i}" for i in range(5)], "bounds": [[0.0, 1.0]] * 5}


def blocks(x: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """a, b, ab of SALib's order of rows: a, ab_1 … ab_k, b in every block."""
    by_block = x.reshape(-1, k + 2, *x.shape[1:])
    return by_block[:, 0], by_block[:, -1], np.moveaxis(by_block[:, 1:-1], 1, 0)


@pytest.mark.parametrize(("problem", "model"), [(ISHIGAMI, ishigami), (G, lambda x: g_function(x, WEIGHTS))], ids=["ishigami", "g"])
def test_one_seed_gives_the_numbers_of_salib(problem, model):
    k = problem["num_vars"]
    y = model(sampled.sample(problem, 256, calc_second_order=False, seed=3))
    said = oracle.analyze(problem, y, calc_second_order=False, seed=3)
    found = sobol_indices(*blocks(y[:, None], k), tuple(problem["names"]))
    np.testing.assert_allclose(found.of_mean.first, said["S1"], atol=1e-12)
    np.testing.assert_allclose(found.of_mean.total, said["ST"], atol=1e-12)
    # Two bootstraps of 1,000 and 100 resamples: half widths agree as far as percentiles and ± 1.96 s do.
    half = (found.of_mean.total_high - found.of_mean.total_low) / 2
    np.testing.assert_allclose(half, said["ST_conf"], rtol=0.35, atol=1e-3)
    assert found.of_run is None and np.isnan(found.luck)


def test_ishigami_has_its_known_indices():
    v1, v2, v13 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 8 * 0.01 * np.pi**8 / 225
    v = v1 + v2 + v13
    y = ishigami(sampled.sample(ISHIGAMI, 4096, calc_second_order=False, seed=1))
    found = sobol_indices(*blocks(y[:, None], 3), ("x1", "x2", "x3")).of_mean
    np.testing.assert_allclose(found.first, [v1 / v, v2 / v, 0.0], atol=0.01)
    np.testing.assert_allclose(found.total, [(v1 + v13) / v, v2 / v, v13 / v], atol=0.01)


def test_the_g_function_has_its_known_indices():
    parts = 1.0 / (3.0 * (1.0 + WEIGHTS) ** 2)
    v = np.prod(1.0 + parts) - 1.0
    y = g_function(sampled.sample(G, 8192, calc_second_order=False, seed=1), WEIGHTS)
    found = sobol_indices(*blocks(y[:, None], 5), tuple(G["names"])).of_mean
    np.testing.assert_allclose(found.first, parts / v, atol=0.01)
    np.testing.assert_allclose(found.total, parts * (np.prod(1.0 + parts) / (1.0 + parts)) / v, atol=0.01)


LUCK = ("x1", "x2", "x3")


def runs(replicates: int, blocks_: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """y = 2 x1 + x2 + x2·z(s) + 3 w(s) + e(x, s)/2, x standard uniform about 0: every variance is known."""
    random = np.random.default_rng(seed)
    z, w = random.standard_normal((2, replicates))
    a, b = random.uniform(-0.5, 0.5, (2, blocks_, 3))
    ab = np.stack([np.where(np.arange(3) == i, b, a) for i in range(3)])

    def y(x: np.ndarray) -> np.ndarray:
        noise = random.standard_normal((*x.shape[:-1], replicates))
        return 2.0 * x[..., :1] + x[..., 1:2] * (1.0 + z) + 3.0 * w + 0.5 * noise

    return y(a), y(b), y(ab)


def test_luck_is_told_from_parameters_however_few_the_seeds():
    # Var(2 x1) = 4/12, Var(x2) = 1/12; luck: Var(x2 z) = 1/12, Var(3 w) = 9, Var(e/2) = 1/4. Over 300 designs of 4 seeds the mean of
    # each estimate lies within 4 of its standard errors of the truth: a false alarm in about 1 of 3,000 runs for all six together.
    v_f, interaction, shared, own = 5 / 12, 1 / 12, 9.0, 0.25
    found = [sobol_indices(*runs(4, 200, seed), LUCK, resamples=2) for seed in range(300)]
    v = [one.variance / (1.0 - one.luck) for one in found]
    pairs = [
        (v_f, [one.variance for one in found]),
        (v_f + interaction + shared + own, v),
        (4 / 12, [one.of_mean.first[0] * one.variance for one in found]),
        (1 / 12, [one.of_mean.first[1] * one.variance for one in found]),
        (4 / 12, [one.of_mean.total[0] * one.variance for one in found]),
        (shared, [one.of_run.first[3] * whole for one, whole in zip(found, v, strict=True)]),
    ]
    for truth, estimates in pairs:
        error = np.std(estimates, ddof=1) / np.sqrt(len(estimates))
        assert abs(np.mean(estimates) - truth) < 4 * error, truth


def test_of_a_single_run_the_total_of_the_seed_is_all_of_luck():
    found = sobol_indices(*runs(6, 500, 1), LUCK)
    assert found.of_run.names == (*LUCK, "seed")
    assert found.of_run.total[3] == pytest.approx(found.luck)
    assert found.of_run.total_low[3] == pytest.approx(found.luck_low) and found.luck_low < found.luck < found.luck_high


def test_luck_that_all_points_share_leaves_the_indices_of_the_mean_alone():
    x = sampled.sample(ISHIGAMI, 64, calc_second_order=False, seed=3)
    plain = np.repeat(ishigami(x)[:, None], 3, axis=1)
    shifted = plain + np.array([0.0, 5.0, -20.0])
    one, other = (sobol_indices(*blocks(y, 3), ("x1", "x2", "x3")) for y in (plain, shifted))
    np.testing.assert_allclose(one.of_mean.first, other.of_mean.first, atol=1e-12)
    np.testing.assert_allclose(one.of_mean.total, other.of_mean.total, atol=1e-12)
    assert one.luck == pytest.approx(0.0, abs=1e-12)
    luck = np.var([0.0, 5.0, -20.0], ddof=1)
    assert other.luck == pytest.approx(luck / (luck + other.variance))


def test_blocks_with_a_failed_case_are_refused_unless_said_so_and_then_counted():
    a, b, ab = runs(2, 40, 5)
    ab[1, 7, 0] = np.nan
    a[3, 1] = np.nan
    with pytest.raises(Incomplete, match="2 of 40 blocks"):
        sobol_indices(a, b, ab, LUCK)
    found = sobol_indices(a, b, ab, LUCK, leave_out=True)
    kept = np.setdiff1d(np.arange(40), [3, 7])
    whole = sobol_indices(a[kept], b[kept], ab[:, kept], LUCK)
    assert (found.left_out, found.blocks) == (2, 38)
    np.testing.assert_array_equal(found.of_mean.first, whole.of_mean.first)


def test_an_outcome_that_nothing_moves_has_no_indices():
    found = sobol_indices(np.ones((8, 2)), np.ones((8, 2)), np.ones((3, 8, 2)), LUCK)
    assert np.isnan(found.of_mean.first).all() and found.variance == 0.0


def test_shares_of_a_variance_that_luck_hides_are_not_given():
    # Parameters do nothing at all: what is left of the variance of the mean is noise about 0, and shares of it would be anything.
    random = np.random.default_rng(2)
    a, b, ab = random.standard_normal((64, 2)), random.standard_normal((64, 2)), random.standard_normal((3, 64, 2))
    found = sobol_indices(a, b, ab, LUCK)
    assert np.isnan([*found.of_mean.first, *found.of_mean.total, *found.of_mean.total_high]).all()
    assert found.luck > 0.8 and np.isfinite(found.of_run.total).all()


def test_the_same_blocks_give_the_same_bounds():
    one, other = (sobol_indices(*runs(2, 30, 9), LUCK).of_mean for _ in range(2))
    np.testing.assert_array_equal(one.first_low, other.first_low)


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="k = 3"):
        sobol_indices(np.ones((8, 2)), np.ones((8, 2)), np.ones((2, 8, 2)), LUCK)
