"""Regret and good-enough shares over worlds, ties said."""

import numpy as np
import pytest

from sim.methods.statistics.responses import Incomplete
from sim.methods.statistics.robustness import regret, satisficing

ARMS = ("none", "stations", "training")
WORLDS = np.array([[0.0, 4.0, 1.0], [0.0, -2.0, 3.0], [5.0, 5.0, 0.0], [1.0, 0.0, 0.5]])[:, :, None]


def test_regret_is_what_the_best_arm_of_each_world_has_more():
    found = regret(WORLDS, ARMS)
    lost = np.array([[4, 0, 3], [3, 5, 0], [0, 0, 5], [0, 1, 0.5]])
    np.testing.assert_allclose(found.mean, lost.mean(axis=0))
    np.testing.assert_allclose(found.most, [4.0, 5.0, 5.0])
    np.testing.assert_allclose(found.best, [0.5, 0.5, 0.25])
    assert np.isnan(found.tied).all(), "one seed cannot say what luck is"


def test_of_an_outcome_of_which_less_is_better_the_least_is_best():
    np.testing.assert_allclose(regret(-WORLDS, ARMS, more_is_better=False).mean, regret(WORLDS, ARMS).mean)


def test_arms_that_luck_cannot_tell_apart_are_tied():
    # In world 0 stations lead training by 1 ± nothing; in world 1 by a mean of 0.1 that seeds turn round.
    values = np.zeros((2, 3, 4))
    values[0, 1], values[0, 2] = 2.0, 1.0
    values[1, 1], values[1, 2] = [1.0, 0.0, 1.0, 0.4], [0.0, 1.0, 0.0, 1.0]
    found = regret(values, ARMS)
    np.testing.assert_allclose(found.best, [0.0, 1.0, 0.0])
    np.testing.assert_allclose(found.tied, [0.5, 0.0, 0.5])


def test_a_world_with_a_failed_case_is_refused_unless_said_so():
    values = WORLDS.copy()
    values[1, 2] = np.nan
    with pytest.raises(Incomplete, match="1 of 4 worlds"):
        regret(values, ARMS)
    found = regret(values, ARMS, leave_out=True)
    assert (found.worlds, found.left_out) == (3, 1)
    np.testing.assert_allclose(found.mean, regret(values[[0, 2, 3]], ARMS).mean)


def test_good_enough_is_the_share_of_worlds_that_meet_every_threshold():
    found = satisficing({"income": WORLDS, "outlay": -WORLDS}, ARMS, {"income": 0.5, "outlay": -3.5}, most=("outlay",))
    np.testing.assert_allclose(found.each[0], [0.5, 0.5, 0.75])
    np.testing.assert_allclose(found.each[1], [0.25, 0.5, 0.0])
    np.testing.assert_allclose(found.every, [0.25, 0.5, 0.0])
