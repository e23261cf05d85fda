"""The versions of the reduced model have one distribution, and a version that had another would be found.

Statistical tests name the chance that they fail for other seeds although nothing is wrong; seeds here are fixed.
"""

from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow.parquet as pq
import pytest
from scipy import stats

from benchmarks.peers import agreement as comparing
from benchmarks.peers import compiled_model, mesa_model, numpy_model
from benchmarks.peers.spec import NEAR, OUTCOMES, TIES, VILLAGE, Setting, population, sweep_table

HOUSEHOLDS, MONTHS, RUNS = 300, 24, 100
PEERS = [compiled_model, numpy_model, mesa_model]


def runs_from(peer: ModuleType, first: int, months: int = MONTHS, runs: int = RUNS, setting: Setting | None = None) -> np.ndarray:
    """Runs of consecutive seeds, stacked."""
    numbers = Setting() if setting is None else setting
    return np.stack([peer.run(HOUSEHOLDS, months, seed, numbers) for seed in range(first, first + runs)])


@pytest.fixture(scope="module")
def paths_of_numpy() -> np.ndarray:
    return runs_from(numpy_model, 1001)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.NAME)
def test_every_version_has_the_distribution_of_the_numpy_one(peer: ModuleType, paths_of_numpy: np.ndarray) -> None:
    """False alarm: 1 in 1,000 for each version."""
    found = comparing.agreement(runs_from(peer, 1), paths_of_numpy)
    assert found.agree, f"{peer.NAME} is {found.shops_last:+.4f} ± {found.error:.4f} apart, adjusted p {found.smallest_p:.2g}"


@pytest.mark.parametrize(
    "other",
    [{"peers": 5.0}, {"closing": 0.03}, {"learning": 0.06}, {"forgetting": 0.02}, {"sales": 440.0}, {"hazard": 0.16}],
    ids=lambda other: next(iter(other)),
)
def test_a_version_with_another_number_is_found(other: dict[str, float], paths_of_numpy: np.ndarray) -> None:
    found = comparing.agreement(runs_from(compiled_model, 1, setting=Setting(**other)), paths_of_numpy)
    assert not found.agree


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.NAME)
def test_the_first_month_is_that_of_the_equations(peer: ModuleType) -> None:
    """Means over seeds against expectations worked out by hand. False alarm: 1 in 10,000 for each version (4.2 standard errors, 3 means)."""
    s, p = Setting(), population(HOUSEHOLDS)
    had = p.shop == 1
    z = s.constant + s.taste * p.taste + s.skill * p.skill + s.peers * had[p.ties].mean(axis=1)
    shop = np.where(had, 1.0 - s.closing, s.hazard / (1.0 + np.exp(-z)))
    taught = p.skill + s.learning * (1.0 - p.skill)
    skill = shop * taught + (1.0 - shop) * (1.0 - s.forgetting) * p.skill
    sales = shop * s.sales * (0.5 + taught)  # the luck has mean 1
    expected = np.array([shop.mean(), skill.mean(), sales.mean()])
    seen = runs_from(peer, 1, months=1, runs=200)[:, 0]
    error = seen.std(axis=0, ddof=1) / np.sqrt(len(seen))
    assert np.all(np.abs(seen.mean(axis=0) - expected) < 4.2 * error)


def sales_of_shops_that_stay(peer: ModuleType, spread: float = Setting().spread) -> np.ndarray:
    """Mean sales of the first month over 400 seeds where no shop opens or closes: all that is left to chance is the luck."""
    return runs_from(peer, 1, months=1, runs=400, setting=Setting(hazard=0.0, closing=0.0, spread=spread))[:, 0, 2]


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.NAME)
def test_the_luck_of_sellers_is_log_normal(peer: ModuleType) -> None:
    """Kolmogorov-Smirnov against draws made here. False alarm: 1 in 1,000 for each version; a spread of 0.7 for 0.5 is found."""
    s, p = Setting(), population(HOUSEHOLDS)
    skill = p.skill[p.shop == 1]
    each = s.sales * (0.5 + skill + s.learning * (1.0 - skill))
    luck = np.random.default_rng(5).lognormal(-0.5 * s.spread**2, s.spread, (4000, len(skill)))
    expected = (luck @ each) / HOUSEHOLDS
    assert stats.ks_2samp(sales_of_shops_that_stay(peer), expected).pvalue > 1e-3
    assert stats.ks_2samp(sales_of_shops_that_stay(peer, spread=0.7), expected).pvalue < 1e-3


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.NAME)
def test_a_seed_says_the_whole_run(peer: ModuleType) -> None:
    one, again, other = (peer.run(HOUSEHOLDS, 6, seed) for seed in (7, 7, 8))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_months_that_differ_are_not_compared(paths_of_numpy: np.ndarray) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        comparing.agreement(paths_of_numpy[:, :-1], paths_of_numpy)


def test_ties_are_six_in_the_village_and_two_anywhere() -> None:
    p = population(HOUSEHOLDS)
    own = np.arange(HOUSEHOLDS)[:, None] // VILLAGE
    near, far = p.ties[:, :NEAR] // VILLAGE, p.ties[:, NEAR:] // VILLAGE
    assert p.ties.shape == (HOUSEHOLDS, TIES)
    assert np.all(near == own)
    assert np.any(far != own)


def test_a_population_too_small_for_its_ties_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 8 needed"):
        population(TIES)


def test_a_sweep_leaves_every_month_of_every_run(tmp_path: Path) -> None:
    file = tmp_path / "sweep.parquet"
    seeds = [3, 1, 2]
    compiled_model.sweep(HOUSEHOLDS, 5, seeds, file)
    expected = sweep_table(seeds, [compiled_model.run(HOUSEHOLDS, 5, seed) for seed in seeds])
    stored = pq.read_table(file)
    assert stored.column_names == ["seed", "month", *OUTCOMES]
    assert stored.equals(expected)
    assert stored["seed"].to_pylist() == [3] * 5 + [1] * 5 + [2] * 5
