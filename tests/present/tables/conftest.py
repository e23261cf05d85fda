"""A stored table with all that makes an export go wrong."""

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.present.tables.labelled import Table
from sim.present.tables.results import read_tables

LARGEST_SEED = 2**53 - 1


def _field(name: str, of: Any, **said: str) -> pa.Field:
    return pa.field(name, of, metadata=said or None)


@pytest.fixture
def hostile() -> pa.Table:
    """Four rows: text that spreadsheets and TeX would act on, gaps in every kind, names that Stata cannot take."""
    arms = ["=1+1", "@SUM(A1)", None, "50% \\input{x} & 隰县_#~^$"]
    columns = {
        _field("arm", pa.string(), label="arm of the study", label_zh="方案"): arms,
        _field("month", pa.string(), label="month", label_zh="月份"): ["2016-01", "2016-02", None, "2020-12"],
        _field("seed", pa.int64()): [1, 2, 3, LARGEST_SEED],
        _field("online.sales", pa.float64(), unit="CNY a household a month", label="sold online", label_zh="网络零售额", kind="flow"): [
            *(-1.5, float("nan"), None, 12345.678901234567),
        ],
        _field("persons", pa.int32(), unit="persons"): [1200, None, -3, 0],
        _field("served", pa.bool_()): [True, False, None, True],
        _field("day", pa.date32()): [datetime.date(2016, 7, 1), None, datetime.date(2020, 2, 29), datetime.date(2014, 1, 1)],
        _field("share.of.income.in.the.lowest.fifth.a", pa.float64()): [0.1, 0.2, 0.3, 0.4],
        _field("share.of.income.in.the.lowest.fifth.b", pa.float64()): [0.5, 0.6, 0.7, 0.8],
        _field("group", pa.dictionary(pa.int8(), pa.string()), label="group"): ["poor", "poor", None, "穷人"],
    }
    return pa.table(
        [pa.array(values, field.type) for field, values in columns.items()],
        schema=pa.schema(list(columns), metadata={"caption": "Effects & costs of 100% {training}"}),
    )


@pytest.fixture
def stored(hostile: pa.Table, tmp_path: Path) -> Table:
    """The same, as read back from its file."""
    pq.write_table(hostile, tmp_path / "effects.parquet")
    return read_tables(tmp_path)[0]


@pytest.fixture
def rows() -> Any:
    """A table of so many rows of two columns, as read from its file."""

    def made(folder: Path, count: int) -> Table:
        columns = {"month": pa.array(["2014-01"] * count), "value": pa.array(np.arange(count, dtype=np.float64))}
        pq.write_table(pa.table(columns), folder / "long.parquet")
        return read_tables(folder)[0]

    return made
