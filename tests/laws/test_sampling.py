"""Sampling: any rate stands for the whole county."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sim.compute.simulate import simulate
from sim.county.synthesis import synthesise
from sim.files import load_scenario

BASELINE = Path(__file__).parents[2] / "scenarios" / "baseline.yaml"
RATES = (0.05, 0.2, 1.0)
SEEDS = range(1, 9)
COMPARED = (
    "broadband_share", "shoppers_share", "own_shop_share", "income_person", "spend_online_household",
    "sales_produce_online_household",
)  # fmt: skip


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


@pytest.mark.slow
def test_means_at_5_20_and_100_percent_differ_by_less_than_three_standard_errors():
    """End of 2020, eight seeds a rate, three pairs of rates, six outcomes.

    The standard error is that of a difference of two independent means of eight, which is at least the true one, as both rates share
    seeds. Were the means normal (14 degrees of freedom), |gap| > 3 standard errors would have a chance of 1 % for each of the 18
    comparisons: at most 0.17 false alarms to be expected from a change of the model. The run itself is deterministic.
    """
    rows = {}
    with ThreadPoolExecutor(2) as threads:
        for rate in RATES:
            scenario = sampled_at(rate, 84)
            runs = list(threads.map(lambda seed, scenario=scenario: simulate(scenario, seed), SEEDS))
            rows[rate] = np.array([[run[name][-1] for name in COMPARED] for run in runs])
    failures = []
    for one, other in ((0.05, 0.2), (0.2, 1.0), (0.05, 1.0)):
        gap = rows[one].mean(axis=0) - rows[other].mean(axis=0)
        error = np.sqrt((rows[one].var(axis=0, ddof=1) + rows[other].var(axis=0, ddof=1)) / len(SEEDS))
        for k, name in enumerate(COMPARED):
            if abs(gap[k]) >= 3.0 * error[k]:
                failures.append((name, one, other, rows[one][:, k].mean(), rows[other][:, k].mean(), gap[k] / error[k]))
    assert failures == []
