"""Groups: fixed before the policy, told apart by both arms, five bands of change; means and shares by weight."""

import math
from itertools import pairwise

import numpy as np
import pytest

from sim.county.panel import PANEL
from sim.methods.compare.groups import (
    BANDS,
    FIFTH_LABELS,
    SELLER_LABELS,
    SELLERS,
    bands,
    column,
    far,
    income_fifths,
    sellers,
)


def panel_of(years: int, households: int, **columns: np.ndarray) -> np.ndarray:
    panel = np.zeros((years, households, len(PANEL)))
    for name, values in columns.items():
        panel[:, :, PANEL.index(name)] = values
    return panel


def people(weight: list[float], size: list[float]) -> dict[str, np.ndarray]:
    return {"weight": np.array(weight), "size": np.array(size), "population_id": np.arange(100, 100 + len(weight))}


# --------------------------------------------------------------------------------------------------------------- fifths, distance


def test_fifths_are_of_households_ordered_by_income_a_person() -> None:
    # 40,000 CNY among eight persons is less each than 9,000 among one.
    income = np.array([40_000.0, 9_000.0, 4_000.0, 60_000.0, 30_000.0])
    found = income_fifths(panel_of(1, 5, income=income), people([1.0] * 5, [8.0, 1.0, 1.0, 3.0, 3.0]), 0)
    assert found.tolist() == [2, 3, 1, 5, 4]


def test_a_household_counts_with_those_it_stands_for() -> None:
    # The poorest stands for six of ten: the middle of its weight, 0.3, lies in the second fifth; the next at 0.65, 0.75, 0.85, 0.95.
    income = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert income_fifths(panel_of(1, 5, income=income), people([6.0, 1.0, 1.0, 1.0, 1.0], [1.0] * 5), 0).tolist() == [2, 4, 4, 5, 5]


def test_each_fifth_of_an_equally_weighted_sample_has_a_fifth_of_the_households() -> None:
    income = np.random.Generator(np.random.Philox(key=1)).lognormal(9.0, 0.6, 500)
    fifths = income_fifths(panel_of(1, 500, income=income), people([20.0] * 500, [4.0] * 500), 0)
    assert np.bincount(fifths).tolist() == [0, 100, 100, 100, 100, 100]
    edges = [income[fifths == one].max() for one in (1, 2, 3, 4)]
    assert all(edge <= income[fifths == one].min() for edge, one in zip(edges, (2, 3, 4, 5), strict=True))


def test_fifths_are_those_of_the_year_asked_for() -> None:
    income = np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [5.0, 4.0, 3.0, 2.0, 1.0]])
    panel, households = panel_of(2, 5, income=income), people([1.0] * 5, [1.0] * 5)
    assert income_fifths(panel, households, 0).tolist() == [1, 2, 3, 4, 5]
    assert income_fifths(panel, households, 1).tolist() == [5, 4, 3, 2, 1]
    for outside in (-1, 2):
        with pytest.raises(ValueError, match="of a panel of 2"):
            income_fifths(panel, households, outside)


def test_the_order_of_the_rows_does_not_change_a_households_fifth_even_among_equals() -> None:
    random = np.random.Generator(np.random.Philox(key=2))
    income, weight = np.round(random.lognormal(9.0, 0.6, 200), -4), random.integers(1, 30, 200).astype(float)
    households, order = people(weight.tolist(), [1.0] * 200), random.permutation(200)
    shuffled = {name: values[order] for name, values in households.items()}
    fifths = income_fifths(panel_of(1, 200, income=income), households, 0)
    assert income_fifths(panel_of(1, 200, income=income[order]), shuffled, 0).tolist() == fifths[order].tolist()


def test_two_stretches_of_road_that_meet_share_out_the_county() -> None:
    households = {"km": np.array([0.0, 3.5, 14.9, 15.0, 40.0])}
    near, remote = far(households, None, 15.0), far(households, 15.0, None)
    assert remote.tolist() == [False, False, False, True, True]
    assert (near ^ remote).all()
    assert far(households, 3.0, 15.0).tolist() == [False, True, True, False, False]
    assert far(households, None, None).all()


@pytest.mark.parametrize(("least", "most"), [(15.0, 15.0), (20.0, 15.0), (math.nan, 15.0)])
def test_bounds_with_no_road_between_them_are_refused(least: float, most: float) -> None:
    with pytest.raises(ValueError, match="no road"):
        far({"km": np.array([1.0])}, least, most)


# ------------------------------------------------------------------------------------------------------------------- sellers, bands


def test_sellers_are_told_apart_by_whether_they_sell_in_any_year_with_and_without_the_policy() -> None:
    none = np.array([[0, 0, 1, 0], [1, 0, 0, 0]])
    arm = np.array([[1, 0, 0, 0], [0, 1, 0, 0]])
    assert sellers(none, arm).tolist() == ["always", "induced", "lost", "never"]


def test_without_a_policy_nobody_is_induced_and_nobody_lost() -> None:
    none = np.random.Generator(np.random.Philox(key=3)).integers(0, 2, (3, 50))
    assert set(sellers(none, none)) == {"always", "never"}


def test_sellers_of_different_households_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same households"):
        sellers(np.zeros((2, 4)), np.zeros((2, 5)))
    with pytest.raises(ValueError, match="years, households"):
        sellers(np.zeros(4), np.zeros(4))


@pytest.mark.parametrize(
    ("change", "band"),
    [(-0.9, 0), (-0.051, 0), (-0.05, 1), (-0.02, 1), (-0.01, 2), (0.0, 2), (0.01, 2), (0.011, 3), (0.05, 3), (0.051, 4), (2.0, 4)],
)  # fmt: skip
def test_a_change_of_income_falls_into_its_band_and_a_bound_into_the_band_nearer_to_no_change(change: float, band: int) -> None:
    assert bands([1000.0], [1000.0 + 1000.0 * change]).tolist() == [band]


def test_the_five_bands_follow_one_another_without_gap() -> None:
    assert (BANDS[0].low, BANDS[-1].high, len(BANDS)) == (-math.inf, math.inf, 5)
    assert all(one.high == following.low for one, following in pairwise(BANDS))


def test_a_household_without_income_is_judged_by_the_yuan_it_gains() -> None:
    assert bands([0.0, 0.0, -500.0, -500.0, -500.0], [100.0, 0.0, -500.0, -600.0, -480.0]).tolist() == [4, 2, 2, 0, 4]
    assert bands([0.0, 0.0], [0.03, -0.03]).tolist() == [3, 1]


def test_without_a_policy_everybody_is_in_the_middle_band() -> None:
    income = np.random.Generator(np.random.Philox(key=4)).normal(20_000.0, 15_000.0, 300)
    assert set(bands(income, income).tolist()) == {2}


def test_every_group_is_labelled_in_two_languages() -> None:
    labels = [*SELLER_LABELS.values(), *FIFTH_LABELS.values(), *((band.label, band.label_zh) for band in BANDS)]
    assert len(set(labels)) == len(SELLERS) + 5 + 5
    assert all(english.isascii() and not chinese.isascii() for english, chinese in labels)


def test_a_column_of_the_panel_is_found_by_name() -> None:
    panel = panel_of(2, 3, retail=np.array([7.0, 8.0, 9.0]))
    assert column(panel, "retail").tolist() == [[7.0, 8.0, 9.0]] * 2
    with pytest.raises(KeyError):
        column(panel, "wealth")
    with pytest.raises(ValueError, match="a panel is"):
        column(panel[:, :, :4], "income")
