"""Sampling: any rate stands for the whole county."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import ttest_ind

from sim.compute.simulate import simulate
from sim.county.synthesis import synthesise
from sim.files import load_scenario
from sim.theory.outcomes import OUTCOMES

BASELINE = Path(__file__).parents[2] / "scenarios" / "baseline.yaml"
RATES = (0.05, 0.2, 1.0)
SEEDS = {0.05: 48, 0.1: 32, 0.2: 16}  # replicates at each sample
WHOLE = 12  # replicates of the whole county


def sampled_at(rate, months):
    return load_scenario(BASELINE).model_copy(update={"share_simulated": rate, "months": months})


@pytest.fixture(scope="module")
def counties():
    """The average county on its first day, at each rate."""
    return {rate: synthesise(sampled_at(rate, 1), seed=4).state for rate in RATES}


def test_samples_are_nested(counties):
    ids = [set(counties[rate].household.population_id.tolist()) for rate in RATES]
    assert ids[0] < ids[1] < ids[2]
    assert [len(some) for some in ids] == [len(counties[rate].household.weight) for rate in RATES]


def test_a_household_has_the_same_fixed_traits_at_every_rate(counties):
    small, whole = counties[0.05].household, counties[1.0].household
    rows = np.searchsorted(whole.population_id, small.population_id)
    for name in ("population_id", "land", "size", "workers", "age", "schooling", "grows", "skill_ceiling", "distance_km", "connected"):
        assert getattr(small, name).tobytes() == getattr(whole, name)[rows].tobytes(), name


@pytest.mark.parametrize("rate", RATES)
def test_weights_add_up_to_the_households_of_each_village_and_of_the_county(counties, rate):
    h, v = counties[rate].household, counties[rate].village
    of_villages = np.bincount(h.village, h.weight, minlength=len(v.km))
    assert np.abs(of_villages - v.households).max() < 1e-9 * v.households.max()
    assert abs(counties[rate].county.households[0] - v.households.sum()) < 2.0**-21 * len(h.weight)


@pytest.mark.parametrize("rate", RATES)
def test_merchants_cooperatives_and_carriers_are_at_full_scale_at_every_rate(counties, rate):
    for entity in ("merchant", "cooperative", "carrier", "village"):
        assert len(getattr(counties[rate], entity)[0]) == len(getattr(counties[1.0], entity)[0]), entity
    assert counties[rate].merchant.active.sum() == counties[1.0].merchant.active.sum()


@pytest.mark.parametrize("rate", RATES)
def test_ties_do_not_depend_on_the_rate_in_number_or_in_reach(counties, rate):
    h = counties[rate].household
    assert h.ties.shape[1] == 8
    across = (h.village[h.ties] != h.village[:, None]).mean()
    # A share of n independent ties: 4 standard errors, at the fewest households 8 x 5,000 ties.
    assert abs(across - 0.125) < 4.0 * np.sqrt(0.125 * 0.875 / h.ties.size)


def means_of_2020(rate, seeds):
    """Mean of the last twelve months of 2020 of every outcome: an array of seeds x outcomes."""
    scenario = sampled_at(rate, 84)
    with ThreadPoolExecutor(2) as threads:
        runs = list(threads.map(lambda seed: simulate(scenario, seed), range(1, seeds + 1)))
    return np.array([[np.mean(run[one.name][-12:]) for one in OUTCOMES] for run in runs])


@pytest.mark.slow
def test_the_mean_of_every_outcome_does_not_depend_on_the_sample():
    """Means of 2020 at 5, 10 and 20 % (48, 32, 16 seeds) against those of the whole county (12 seeds), outcome by outcome.

    Welch's t of two independent samples, which is conservative where seeds are shared. Each comparison has a level of 0.05 over their
    number, so that a change of the model raises a false alarm with a chance of at most 5 % (Bonferroni). An outcome is compared at the
    samples at which it is reported (`least_share`).
    """
    whole = means_of_2020(1.0, WHOLE)
    compared = [(rate, k) for rate in SEEDS for k, one in enumerate(OUTCOMES) if rate >= one.least_share]
    means = {rate: means_of_2020(rate, seeds) for rate, seeds in SEEDS.items()}
    failures = []
    for rate, k in compared:
        name, small, full = OUTCOMES[k].name, means[rate][:, k], whole[:, k]
        gap = small.mean() - full.mean()
        if small.std() == 0.0 and full.std() == 0.0:  # no luck in it: it must be the same but for the rounding of weights
            moved = abs(gap) > 1e-3 * abs(full.mean())
        else:
            moved = ttest_ind(small, full, equal_var=False).pvalue < 0.05 / len(compared)
        if moved:
            failures.append((name, rate, small.mean(), full.mean()))
    assert failures == []
