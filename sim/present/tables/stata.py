"""Tables as Stata 118 files: names Stata takes, variable labels with units, months as monthly dates, text as value labels."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sim.present.tables.labelled import Column, Table, cut, distinct

LONGEST_NAME = 32
LONGEST_LABEL = 80
MOST_CATEGORIES = 100
LONGEST_TEXT = 2045
"""Bytes of a text of fixed length; a longer one is stored apart (strL)."""
LARGEST = 8.988465674311579e307
"""Stata's largest double."""
EXACT = 2**53
RESERVED = frozenset({
    "_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_se", "_skip", "aggregate", "array",
    "boolean", "break", "byte", "case", "catch", "class", "colvector", "complex", "const", "continue", "default",
    "delegate", "delete", "do", "double", "else", "eltypedef", "end", "enum", "explicit", "export", "external",
    "float", "for", "friend", "function", "global", "goto", "if", "in", "inline", "int", "local", "long", "mata",
    "matrix", "namespace", "new", "NULL", "numeric", "polymorphic", "pragma", "private", "protected", "public",
    "quad", "real", "return", "rowvector", "scalar", "short", "signed", "sizeof", "static", "str", "strL", "string",
    "struct", "super", "switch", "template", "this", "throw", "transmorphic", "try", "typedef", "typename", "union",
    "unsigned", "using", "vector", "version", "virtual", "void", "volatile", "while", "with",
})  # fmt: skip
"""Words that Stata keeps for itself."""


def stata_names(names: Sequence[str]) -> list[str]:
    """Names that Stata takes, in order: letters, digits and `_`, at most 32 characters, no two alike after cutting."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = "".join(character if _allowed(character) else "_" for character in name) or "_"
        kept = plain in RESERVED or (plain.startswith("str") and plain[3:].isdigit())
        plain = f"_{plain}" if plain[0].isdigit() or kept else plain
        one, copies = plain[:LONGEST_NAME], 1
        while one in taken:
            copies += 1
            one = f"{plain[: LONGEST_NAME - len(str(copies)) - 1]}_{copies}"
        taken.add(one)
        found.append(one)
    return found


def _allowed(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character == "_"
    return ord(character) >= 192 and character.isalpha()


def variable_label(column: Column, lang: str) -> str:
    """Label and unit of a column in the 80 characters that Stata gives them; it is the label that is cut, not the unit."""
    unit = f" [{column.unit}]" if column.unit else ""
    if len(unit) > LONGEST_LABEL // 2:
        return cut(column.labelled(lang) + unit, LONGEST_LABEL)
    return cut(column.labelled(lang), LONGEST_LABEL - len(unit)) + unit


def infinite_cells(table: Table) -> int:
    """How many numbers are infinite or beyond Stata's largest: it can only hold them as missing."""
    return sum(
        1 for column in table.columns if column.kind == "number" for value in column.cells() if value is not None and _too_large(value)
    )


def _too_large(value: float) -> bool:
    return not -LARGEST < value < LARGEST


def as_dta(table: Table, lang: str, stored_at: datetime) -> bytes:
    """The table as a Stata 118 file; what Stata cannot hold as a number is missing. `stored_at` is when the results were stored."""
    import pandas as pd

    names = stata_names([column.name for column in table.columns])
    columns = {name: _stata_column(column) for name, column in zip(names, table.columns, strict=True)}
    months = {name: "tm" for name, column in zip(names, table.columns, strict=True) if column.kind == "month"}
    days = {name: "td" for name, column in zip(names, table.columns, strict=True) if column.kind == "date"}
    answers = {name: {0: "no", 1: "yes"} for name, column in zip(names, table.columns, strict=True) if column.kind == "yes or no"}
    long_texts = [
        name
        for name, column in zip(names, table.columns, strict=True)
        if column.kind == "text" and any(len(text.encode()) > LONGEST_TEXT for text in distinct(column.cells()))
    ]
    held = io.BytesIO()
    pd.DataFrame(columns).to_stata(
        held,
        version=118,
        write_index=False,
        time_stamp=stored_at,
        data_label=cut(table.captioned(lang), LONGEST_LABEL),
        variable_labels={name: variable_label(column, lang) for name, column in zip(names, table.columns, strict=True)},
        value_labels=answers,
        convert_dates=months | days,
        convert_strl=long_texts,
    )
    return held.getvalue()


def _stata_column(column: Column) -> Any:
    """The values as pandas hands them to Stata."""
    import numpy as np
    import pandas as pd

    cells = column.cells()
    if column.kind == "number":
        return np.array([np.nan if value is None or _too_large(value) else value for value in cells], np.float64)
    if column.kind == "whole number":
        if any(value is not None and abs(value) > EXACT for value in cells):
            return np.array(["" if value is None else str(value) for value in cells], object)
        if column.values.null_count:
            return np.array([np.nan if value is None else float(value) for value in cells], np.float64)
        return np.array(cells, np.int64)
    if column.kind == "yes or no":
        # A byte has room for no missing value that pandas would write.
        with_gaps = np.float64 if column.values.null_count else np.int8
        return np.array([np.nan if value is None else int(value) for value in cells], with_gaps)
    if column.kind in ("month", "date"):
        return pd.to_datetime(pd.Series(cells, dtype=object), format="%Y-%m" if column.kind == "month" else None)
    categories = distinct(cells)
    repeated = len(categories) < len(cells) - column.values.null_count
    if repeated and len(categories) <= MOST_CATEGORIES and all(0 < len(text) <= LONGEST_LABEL for text in categories):
        return pd.Categorical(cells, categories=categories)
    return np.array(["" if text is None else text for text in cells], object)
