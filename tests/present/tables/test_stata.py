"""Stata 118: names, labels, months, categories and gaps as Stata has them, read back with a reader of that format."""

import io
import math
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.io.stata import StataReader

from sim.present.tables.labelled import Column, Table
from sim.present.tables.results import read_tables
from sim.present.tables.stata import as_dta, infinite_cells, stata_names, variable_label

STORED = datetime(2016, 7, 1, 12, 0)


def _reader(table: Table, lang: str = "en") -> Any:
    return StataReader(io.BytesIO(as_dta(table, lang, STORED)))


def _read(table: Table, **how: Any) -> pd.DataFrame:
    with _reader(table) as reader:
        return reader.read(**how)


def _stored(folder: Path, **columns: Any) -> Table:
    pq.write_table(pa.table(columns), folder / "t.parquet")
    return read_tables(folder)[0]


def test_the_file_is_stata_118_with_labels_that_end_in_the_unit(stored: Table) -> None:
    content = as_dta(stored, "en", STORED)
    assert content.startswith(b"<stata_dta><header><release>118</release>")
    with _reader(stored) as reader:
        reader.read()
        assert reader.data_label == "Effects & costs of 100% {training}"
        assert reader.variable_labels()["online_sales"] == "sold online [CNY a household a month]"
        assert reader.variable_labels()["arm"] == "arm of the study"
        assert reader.time_stamp == "01 Jul 2016 12:00"
    with _reader(stored, "zh") as reader:
        reader.read()
        assert reader.variable_labels()["online_sales"] == "网络零售额 [CNY a household a month]"


def test_the_same_results_give_the_same_bytes(stored: Table) -> None:
    assert as_dta(stored, "en", STORED) == as_dta(stored, "en", STORED)


def test_values_come_back_and_what_is_missing_is_missing(stored: Table) -> None:
    read = _read(stored)
    assert list(read["online_sales"].isna()) == [False, True, True, False]
    assert (read["online_sales"][0], read["online_sales"][3]) == (-1.5, 12345.678901234567)
    assert [None if math.isnan(value) else value for value in read["persons"]] == [1200.0, None, -3.0, 0.0]
    assert list(read["seed"]) == [1, 2, 3, 2**53 - 1]
    assert list(read["arm"]) == ["=1+1", "@SUM(A1)", "", "50% \\input{x} & 隰县_#~^$"]
    assert [None if pd.isna(day) else str(day)[:10] for day in read["day"]] == ["2016-07-01", None, "2020-02-29", "2014-01-01"]


def test_months_are_monthly_dates_that_count_from_1960(stored: Table) -> None:
    months = _read(stored)["month"]
    assert [None if pd.isna(month) else str(month)[:7] for month in months] == ["2016-01", "2016-02", None, "2020-12"]
    raw = _read(stored, convert_dates=False)["month"]
    assert [raw[0], raw[1], raw[3]] == [(2016 - 1960) * 12, (2016 - 1960) * 12 + 1, (2020 - 1960) * 12 + 11]


def test_text_that_repeats_is_a_number_with_value_labels_in_the_order_of_appearance(stored: Table) -> None:
    with _reader(stored) as reader:
        coded = reader.read(convert_categoricals=False)["group"]
        assert reader.value_labels()["group"] == {0: "poor", 1: "穷人"}
        assert reader.value_labels()["served"] == {0: "no", 1: "yes"}
    assert list(coded[[0, 1, 3]]) == [0, 0, 1]
    assert math.isnan(coded[2])


def test_a_whole_number_beyond_exact_doubles_is_kept_as_text(tmp_path: Path) -> None:
    assert list(_read(_stored(tmp_path, key=[2**53 + 1, None]))["key"]) == [str(2**53 + 1), ""]


def test_a_text_longer_than_a_fixed_string_is_kept_whole(tmp_path: Path) -> None:
    assert list(_read(_stored(tmp_path, said=["长" * 2000, "short"]))["said"]) == ["长" * 2000, "short"]


def test_numbers_that_stata_cannot_hold_are_missing_and_counted(tmp_path: Path) -> None:
    table = _stored(tmp_path, ratio=[math.inf, -math.inf, 1e308, 1.0])
    assert list(_read(table)["ratio"].isna()) == [True, True, True, False]
    assert infinite_cells(table) == 3


def test_a_table_without_rows_keeps_its_columns_and_labels(hostile: pa.Table, tmp_path: Path) -> None:
    pq.write_table(hostile.slice(0, 0), tmp_path / "t.parquet")
    table = read_tables(tmp_path)[0]
    with _reader(table) as reader:
        assert len(reader.read()) == 0
        assert reader.variable_labels()["online_sales"] == "sold online [CNY a household a month]"


def test_a_label_that_is_too_long_loses_its_end_and_not_its_unit() -> None:
    column = Column("x", "number", None, "CNY a household a month", "very " * 30 + "long")
    label = variable_label(column, "en")
    assert len(label) == 80
    assert label.endswith("… [CNY a household a month]")


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (["delivery.stations", "delivery_stations"], ["delivery_stations", "delivery_stations_2"]),
        (["a" * 40, "a" * 41, "a" * 32], ["a" * 32, "a" * 30 + "_2", "a" * 30 + "_3"]),
        (["2016", "if", "str12", "string", "", "a b-c"], ["_2016", "_if", "_str12", "_string", "_", "a_b_c"]),
        (["隰县", "é", "²"], ["隰县", "é", "_"]),
    ],
)
def test_names_are_those_stata_takes(names: list[str], taken: list[str]) -> None:
    assert stata_names(names) == taken


def test_a_word_that_stata_or_the_writer_reserves_is_never_a_name(stored: Table) -> None:
    with _reader(stored) as reader:
        reserved = sorted({*reader.RESERVED_WORDS, "_se"})
    assert len(reserved) > 30
    assert [name for name in stata_names(reserved) if name in reserved] == []


@given(st.lists(st.text(min_size=0, max_size=45), min_size=1, max_size=30))
def test_names_are_distinct_and_at_most_32_characters_whatever_they_were(names: list[str]) -> None:
    found = stata_names(names)
    assert len(set(found)) == len(names)
    assert all(0 < len(name) <= 32 and not name[0].isdigit() for name in found)
    frame = pd.DataFrame(np.zeros((1, len(found))), columns=found)
    # The writer warns, and so fails here, where it would have to change a name.
    frame.to_stata(io.BytesIO(), version=118, write_index=False)
