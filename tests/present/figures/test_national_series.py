"""The national series in the units of the model."""

import numpy as np
import pytest

from sim.present.figures.national_series import SERIES
from sim.theory.outcomes import OUTCOMES

BY_PANEL = {one.panel: one for one in SERIES}


def at(panel: str, year_end: float):
    return next(one for one in BY_PANEL[panel].published() if one.year_end == year_end)


def test_every_quantity_reads_declared_outcomes_and_has_published_numbers():
    known = {one.name for one in OUTCOMES}
    for one in SERIES:
        assert set(one.needs) <= known
        assert one.published(), one.panel
        numbers = one.model({name: np.ones(3) for name in one.needs})
        assert numbers.shape == (3,) and (numbers > 0).all()


def test_lines_are_a_share_of_the_households_of_the_census():
    # 74.5 million lines in 2016 (unverified) and 230 million households of the census: 32.4 %.
    assert at("households with broadband", 2016.0).value == pytest.approx(32.4, abs=0.1)


def test_amounts_are_those_of_2015_a_household():
    # 2016: 579.24 billion yuan of goods, prices 2.0 % up on 2015, over 2,642 counties of 103,400 households: 2,079 yuan.
    assert at("all goods sold online", 2016.0).value == pytest.approx(579.24e9 / 1.02 / (2642 * 103400))


def test_a_share_of_persons_bounds_that_of_households():
    seen = BY_PANEL["households online"].published()
    assert all(one.low < one.value < one.high for one in seen)


def test_a_month_stands_at_its_place_in_the_year():
    places = {one.year_end for one in BY_PANEL["households online"].published()}
    assert 2019.25 in places, "March 2020 is a quarter of a year after the end of 2019"


def test_every_published_number_says_its_source():
    for one in SERIES:
        assert all(seen.source and seen.low <= seen.value <= seen.high for seen in one.published())
