"""What tables on paper share: cells as they are read, and wide tables in parts that repeat the columns that name a row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.present.tables.labelled import Column, NotATable, Table, one_line

MOST_ROWS = 2_000
MOST_ACROSS = 8
"""Columns that fit side by side on a sheet of paper."""
DIGITS = 4
"""Digits shown of a number, those before the point aside, which are all shown."""
SMALLEST, LARGEST = 1e-6, 1e15
"""Beyond these a number is written with its power of ten."""
MISSING = "–"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Part:
    """Columns that stand side by side: heads, units, whether a column holds numbers, and the cells of each row."""

    caption: str
    heads: tuple[str, ...]
    units: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: list[tuple[str, ...]]


def parts(table: Table, lang: str) -> list[Part]:
    """The table as it goes on paper, in as many parts as its width asks for.

    Raises NotATable where it has more rows than anyone would read on paper.
    """
    if table.rows > MOST_ROWS:
        raise NotATable(f"has {table.rows:,} rows, and paper (docx, tex) takes at most {MOST_ROWS:,}: choose csv, xlsx or dta")
    groups = _abreast(table.columns)
    cells = {id(column): _cells(column) for column in table.columns}
    found = []
    about = table.captioned(lang)
    for number, columns in enumerate(groups, start=1):
        caption = about if len(groups) == 1 else f"{about} ({number}/{len(groups)})"
        found.append(
            Part(
                one_line(caption),
                tuple(one_line(column.labelled(lang)) for column in columns),
                tuple(one_line(column.unit) for column in columns),
                tuple(column.kind in ("number", "whole number") for column in columns),
                list(zip(*(cells[id(column)] for column in columns), strict=True)),
            )
        )
    return found


def _abreast(columns: Sequence[Column]) -> list[Sequence[Column]]:
    if len(columns) <= MOST_ACROSS:
        return [columns]
    # The columns before the first measured one say which row it is.
    measured = next((index for index, column in enumerate(columns) if column.kind == "number"), 0)
    naming = min(measured, MOST_ACROSS // 2)
    across = MOST_ACROSS - naming
    return [[*columns[:naming], *columns[start : start + across]] for start in range(naming, len(columns), across)]


def _cells(column: Column) -> list[str]:
    values = column.cells()
    if column.kind == "number" and column.unit:
        # One unit, one precision all the way down.
        sizes = [abs(value) for value in values if value is not None and math.isfinite(value)]
        decimals = _decimals(max(sizes, default=0.0))
        return [shown(value, decimals) for value in values]
    return [one_line(shown(value, None, bool(column.unit))) for value in values]


def shown(value: Any, decimals: int | None = None, grouped: bool = True) -> str:
    """A value as it is read on paper: four digits or more, thousands apart, a dash where there is none."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return (f"{value:,}" if grouped else str(value)).replace("-", MINUS)
    if isinstance(value, float):
        if math.isinf(value):
            return "∞" if value > 0 else f"{MINUS}∞"
        if decimals is None and value and not SMALLEST <= abs(value) < LARGEST:
            return f"{value:.{DIGITS - 1}e}".replace("-", MINUS)
        places = _decimals(abs(value)) if decimals is None else decimals
        # Zero has no sign, not even a tiny number that rounds to it.
        return f"{round(value, places) + 0.0:,.{places}f}".replace("-", MINUS)
    return str(value)


def _decimals(size: float) -> int:
    if size == 0.0:
        return 0
    return min(max(DIGITS - 1 - math.floor(math.log10(size)), 0), 9)
