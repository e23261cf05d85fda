"""Who knows whom: eight ties each, never oneself, an eighth of them across villages of the township (docs/odd.md)."""

import numpy as np

from sim.county.state import TIES


def test_every_household_has_eight_ties_and_none_to_itself(average, hamlet):
    for case in (average, hamlet):
        h = case.state.household
        assert h.ties.shape == (len(h.village), TIES) == (len(h.village), 8)
        assert (h.ties != np.arange(len(h.village))[:, None]).all()
        assert h.ties.min() >= 0 and h.ties.max() < len(h.village)


def test_ties_stay_within_the_township_and_one_in_eight_crosses_villages(average):
    h, v = average.state.household, average.state.village
    place, other = h.village[:, None], h.village[h.ties]
    assert (v.township[place] == v.township[other]).all()
    assert abs((place != other).mean() - 0.125) < 0.005


def test_most_ties_within_a_village_are_next_neighbours_and_the_rest_lie_anywhere_in_it(average):
    """15 % of the ties in the village are drawn at random (Watts & Strogatz 1998); of those, 8 in 350-590 still fall on a neighbour."""
    h, v = average.state.household, average.state.village
    rows = np.arange(len(h.village))[:, None]
    within = h.village[:, None] == h.village[h.ties]
    n = v.sampled[h.village][:, None]
    step = np.abs(rows - h.ties)
    near = np.minimum(step, n - step) <= TIES // 2
    far = 1.0 - near[within].mean()
    expected = average.parameters.population.ties_random * (1.0 - (TIES / (n - 1.0)).mean())
    assert abs(far - expected) < 0.005


def test_ties_to_a_household_are_about_as_many_as_from_it(average):
    """Mean 8 by counting; in other villages and at random nobody is left out or courted by all."""
    h = average.state.household
    known = np.bincount(h.ties.ravel(), minlength=len(h.village))
    assert known.mean() == TIES
    assert known.min() >= 1 and known.max() <= 24
