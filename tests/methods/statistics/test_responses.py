"""A table of results as points by arms by replicates."""

import numpy as np
import pyarrow as pa
import pytest

from sim.methods.statistics.responses import responses


def table() -> pa.Table:
    rows = [
        (point, arm, replicate, step, 0.5 * point, "near" if point else "far", 100.0 * point + 10.0 * (arm == "park") + replicate + bonus)
        for point in (1, 0)
        for arm in ("none", "park")
        for replicate in (0, 1)
        for step, bonus in (("2019", 0.0), ("2020", 0.25))
        if (point, arm, replicate) != (1, "none", 1)
    ]
    names = ("point", "arm", "replicate", "step", "training.seats", "county", "income_person")
    columns = [pa.array(list(of)) for of in zip(*rows, strict=True)]
    columns[5] = columns[5].dictionary_encode()
    return pa.table(columns, names=names)


def test_a_table_of_rows_becomes_points_by_arms_by_replicates_with_gaps_where_cases_failed():
    found = responses(table(), "income_person", ("training.seats", "county"), ("none", "park"), "2019")
    assert found.values.shape == (2, 2, 2)
    assert found.values[1, 1, 1] == 111.0 and np.isnan(found.values[1, 0, 1]) and found.missing == 1
    assert list(found.factors["training.seats"]) == [0.0, 0.5] and list(found.factors["county"]) == ["far", "near"]


def test_the_last_step_is_taken_where_none_is_named():
    assert responses(table(), "income_person", (), ("none", "park")).values[0, 0, 0] == 0.25


def test_arms_are_compared_at_the_same_point_and_seed():
    found = responses(table(), "income_person", (), ("none", "park")).difference("park")
    np.testing.assert_array_equal(found, [[10.0, 10.0], [10.0, np.nan]])


def test_a_point_of_which_every_case_failed_keeps_its_place():
    assert responses(table(), "income_person", ("county",), ("none", "park"), points=4).values.shape == (4, 2, 2)


def test_names_that_are_not_there_are_said():
    with pytest.raises(KeyError, match="no column 'income'"):
        responses(table(), "income", (), ("none", "park"))
    with pytest.raises(KeyError, match="no step '2031'; there are 2019 to 2020"):
        responses(table(), "income_person", (), ("none", "park"), "2031")
    with pytest.raises(KeyError, match="no arm named 'roads'"):
        responses(table(), "income_person", (), ("none", "park")).of("roads")


def test_a_case_that_is_there_twice_is_no_result():
    with pytest.raises(ValueError, match="two rows for one case"):
        responses(pa.concat_tables([table(), table()]), "income_person", (), ("none", "park"))
