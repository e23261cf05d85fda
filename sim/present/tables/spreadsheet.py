"""Tables as CSV and as Excel workbooks: numbers stay numbers, and text is never taken for a formula."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.present.tables.codebook import HEADER, codebook
from sim.present.tables.labelled import Column, NotATable, Table, cut
from sim.reading.problems import STARTS_A_FORMULA

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
EXACT = 10**15
"""Excel keeps fifteen digits: a longer whole number, such as a seed, is written as text."""
DATES = {"month": "yyyy-mm", "date": "yyyy-mm-dd"}
"""How Excel shows a date."""
RESERVED = ("codebook", "history")


def as_csv(table: Table) -> bytes:
    """The table as UTF-8 CSV: names in the first row, nothing where a value is missing, all digits of a number."""
    return _csv([column.name for column in table.columns], zip(*(column.cells() for column in table.columns), strict=True))


def codebook_csv(tables: Sequence[Table]) -> bytes:
    """The codebook of several tables as UTF-8 CSV."""
    return _csv(HEADER, codebook(tables))


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow([_csv_cell(name) for name in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return held.getvalue().encode("utf-8")


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    # An apostrophe is how a spreadsheet marks text; nothing else keeps it from reading the cell as a formula.
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS_A_FORMULA) else value


def as_xlsx(table: Table) -> bytes:
    """The table as an Excel workbook: names in a header row that stays in sight, and a second sheet `codebook`.

    A number has sixteen digits there, one more than Excel shows; CSV and Stata have them all.
    Raises NotATable where it has more rows than a sheet.
    """
    if table.rows >= MOST_ROWS:
        raise NotATable(f"has {table.rows:,} rows, and a sheet of Excel holds {MOST_ROWS - 1:,} below its header: choose csv or dta")
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "ruralsim"
    book.properties.title = cut(table.caption, 255)
    dates = {index: DATES[column.kind] for index, column in enumerate(table.columns) if column.kind in DATES}
    _sheet(book, sheet_name(table.name), [column.name for column in table.columns], _rows(table.columns), dates)
    _sheet(book, "codebook", HEADER, codebook([table]), {})
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet: at most 31 characters, none of []:*?/\\, none of its own names."""
    plain = "".join("_" if character in "[]:*?/\\\n\t" else character for character in name).strip("'")[:31] or "table"
    return f"{plain[:30]}_" if plain.lower() in RESERVED else plain


def _rows(columns: Sequence[Column]) -> Iterable[Sequence[Any]]:
    import datetime

    cells = []
    for column in columns:
        values = column.cells()
        if column.kind == "month":
            values = [None if text is None else datetime.date(int(text[:4]), int(text[5:]), 1) for text in values]
        cells.append(values)
    return zip(*cells, strict=True)


def _sheet(book: Any, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], dates: Mapping[int, str]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for index, title in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(max(len(title) + 2, 10), 40)
    bold = Font(bold=True)

    def cell(value: Any, shown_as: str | None = None) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            value = str(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= EXACT:
            value = str(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        made = WriteOnlyCell(sheet, cut(value, LONGEST_CELL) if isinstance(value, str) else value)
        if isinstance(value, str):
            # Said outright, for the writer would take `=1+1` for a formula and `#N/A` for an error.
            made.data_type = "s"
            made.quotePrefix = value.startswith(STARTS_A_FORMULA)
        else:
            made.number_format = shown_as
        return made

    titles = [cell(title) for title in header]
    for title in titles:
        title.font = bold
    sheet.append(titles)
    for row in rows:
        sheet.append([cell(value, dates.get(index)) for index, value in enumerate(row)])
