"""The codebook: for every column its name in Stata, its own name, labels, unit and kind."""

from __future__ import annotations

from collections.abc import Sequence

from sim.present.tables.labelled import Table
from sim.present.tables.stata import stata_names

HEADER = ("table", "name", "original_name", "label", "label_zh", "unit", "kind")


def codebook(tables: Sequence[Table]) -> list[tuple[str, ...]]:
    """A row for each column of each table, under `HEADER`. `name` is the name in Stata, `original_name` that of all other formats."""
    rows: list[tuple[str, ...]] = []
    for table in tables:
        for name, column in zip(stata_names([column.name for column in table.columns]), table.columns, strict=True):
            kind = column.said_kind or column.kind
            rows.append((table.name, name, column.name, column.labelled("en"), column.labelled("zh"), column.unit, kind))
    return rows
