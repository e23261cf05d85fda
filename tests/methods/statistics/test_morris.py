"""Morris' elementary effects against SALib, and with luck of a known size."""

import numpy as np
import pytest
from SALib.analyze import morris as oracle
from SALib.sample import morris as sampled

from sim.methods.statistics.morris import screening
from sim.methods.statistics.responses import Incomplete

NAMES = ("a", "b", "c")
PROBLEM = {"num_vars": 3, "names": list(NAMES), "bounds": [[0.0, 1.0]] * 3}


def model(x: np.ndarray) -> np.ndarray:
    return 3.0 * x[:, 0] - x[:, 1] + 5.0 * x[:, 0] * x[:, 2] ** 2


def test_effects_are_those_of_salib():
    x = sampled.sample(PROBLEM, 20, num_levels=4, seed=1)
    said = oracle.analyze(PROBLEM, x, model(x), num_levels=4, seed=1)
    found = screening(x, model(x)[:, None], NAMES)
    np.testing.assert_allclose(found.mu, said["mu"])
    np.testing.assert_allclose(found.mu_star, said["mu_star"])
    np.testing.assert_allclose(found.sigma, said["sigma"], atol=1e-12)
    # Two bootstraps of 1,000 and 100 resamples.
    np.testing.assert_allclose((found.mu_star_high - found.mu_star_low) / 2, said["mu_star_conf"], rtol=0.35, atol=1e-9)


def test_a_straight_factor_has_its_slope_and_no_spread():
    x = sampled.sample(PROBLEM, 5, num_levels=4, seed=2)
    found = screening(x, np.repeat(model(x)[:, None], 2, axis=1), NAMES)
    assert (found.mu[1], found.mu_star[1]) == pytest.approx((-1.0, 1.0))
    assert found.sigma[1] == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_allclose(found.luck, 0.0, atol=1e-12)


def test_what_luck_alone_would_give_is_what_it_gives():
    # Pure noise: the mean of mu_star and of luck over 200 designs differ by less than 4 standard errors, a false alarm in 1 of 16,000;
    # a root of a variance that is estimated lies a little below the root of the variance, here by less than 0.01.
    random = np.random.default_rng(4)
    x = sampled.sample(PROBLEM, 10, num_levels=4, seed=3)
    found = [screening(x, random.standard_normal((len(x), 5)), NAMES, resamples=2) for _ in range(200)]
    apart = np.array([one.mu_star.mean() - one.luck.mean() for one in found])
    assert abs(apart.mean()) < 4 * apart.std(ddof=1) / np.sqrt(len(apart)) + 0.01


def test_trajectories_with_a_failed_case_are_refused_unless_said_so():
    x = sampled.sample(PROBLEM, 6, num_levels=4, seed=1)
    y = model(x)[:, None]
    y[5] = np.nan
    with pytest.raises(Incomplete, match="1 of 6 trajectories"):
        screening(x, y, NAMES)
    found, rest = screening(x, y, NAMES, leave_out=True), screening(np.delete(x, range(4, 8), 0), np.delete(y, range(4, 8), 0), NAMES)
    assert (found.left_out, found.trajectories) == (1, 5)
    np.testing.assert_array_equal(found.mu_star, rest.mu_star)


def test_points_that_are_no_trajectories_are_refused():
    x = np.random.default_rng(0).random((8, 3))
    with pytest.raises(ValueError, match="every step moves one factor"):
        screening(x, x[:, :1], NAMES)
