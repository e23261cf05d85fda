"""CSV and Excel: the values that were stored come back, and no text is taken for a formula."""

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.present.tables.labelled import NotATable, Table
from sim.present.tables.results import read_tables
from sim.present.tables.spreadsheet import HEADER, as_csv, as_xlsx, codebook_csv, sheet_name

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "\t=1+1", '=HYPERLINK("x")']


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"))))


def _book(table: Table) -> Any:
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(table)))


def test_csv_holds_every_digit_and_nothing_where_a_value_is_missing(stored: Table) -> None:
    header, *rows = _csv(as_csv(stored))
    assert header == [column.name for column in stored.columns]
    cells = dict(zip(header, zip(*rows, strict=True), strict=True))
    assert [float(text) if text else None for text in cells["online.sales"]] == [-1.5, None, None, 12345.678901234567]
    assert cells["persons"] == ("1200", "", "-3", "0")
    assert cells["seed"][3] == "9007199254740991"
    assert cells["month"] == ("2016-01", "2016-02", "", "2020-12")
    assert cells["served"] == ("true", "false", "", "true")
    assert cells["day"][2] == "2020-02-29"
    assert cells["arm"][3] == "50% \\input{x} & 隰县_#~^$"


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_like_a_formula_is_text_in_csv_and_excel(tmp_path: Path, text: str) -> None:
    pq.write_table(pa.table({"name": [text, "plain"], "number": [-1.5, 2.0]}), tmp_path / "t.parquet")
    table = read_tables(tmp_path)[0]
    rows = _csv(as_csv(table))
    assert rows[1] == [f"'{text}", "-1.5"]
    assert rows[2] == ["plain", "2.0"]
    cell = _book(table)["t"]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_a_column_whose_name_begins_like_a_formula_is_text_too(tmp_path: Path) -> None:
    pq.write_table(pa.table({"=1+1": [1.0]}), tmp_path / "t.parquet")
    table = read_tables(tmp_path)[0]
    assert _csv(as_csv(table))[0] == ["'=1+1"]
    assert _csv(codebook_csv([table]))[1][2] == "'=1+1"
    book = _book(table)
    assert book["t"]["A1"].data_type == "s"
    assert [cell.data_type for row in book["codebook"].iter_rows(min_row=2) for cell in row if cell.value == "=1+1"] == ["s"] * 3


def test_a_text_that_looks_like_an_error_of_excel_stays_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["#N/A", "#DIV/0!"]}), tmp_path / "t.parquet")
    sheet = _book(read_tables(tmp_path)[0])["t"]
    assert [(sheet[place].data_type, sheet[place].value) for place in ("A2", "A3")] == [("s", "#N/A"), ("s", "#DIV/0!")]


def test_excel_holds_numbers_as_numbers_months_as_dates_and_a_header_that_stays(stored: Table) -> None:
    book = _book(stored)
    sheet = book["effects"]
    assert book.sheetnames == ["effects", "codebook"]
    assert sheet.freeze_panes == "A2"
    header, *rows = sheet.iter_rows()
    assert [cell.value for cell in header] == [column.name for column in stored.columns]
    assert all(cell.font.bold for cell in header)
    cells = {head.value: [row[index] for row in rows] for index, head in enumerate(header)}
    # Excel has sixteen digits of a number; CSV and Stata have them all.
    assert [cell.value for cell in cells["online.sales"]] == [-1.5, None, None, 12345.67890123457]
    assert [cell.value for cell in cells["persons"]] == [1200, None, -3, 0]
    assert [cell.value for cell in cells["served"]] == [True, False, None, True]
    assert cells["month"][1].value == datetime.datetime(2016, 2, 1) and cells["month"][1].number_format == "yyyy-mm"
    assert cells["day"][3].value == datetime.datetime(2014, 1, 1) and cells["day"][3].number_format == "yyyy-mm-dd"
    assert [cell.value for cell in cells["arm"]] == ["=1+1", "@SUM(A1)", None, "50% \\input{x} & 隰县_#~^$"]


def test_a_whole_number_of_more_digits_than_excel_keeps_is_text(stored: Table) -> None:
    seeds = [row[2].value for row in _book(stored)["effects"].iter_rows(min_row=2)]
    assert seeds == [1, 2, 3, "9007199254740991"]


def test_the_codebook_has_labels_units_and_both_names_in_excel_and_csv(stored: Table) -> None:
    rows = _csv(codebook_csv([stored]))
    assert tuple(rows[0]) == HEADER
    assert ["effects", "online_sales", "online.sales", "sold online", "网络零售额", "CNY a household a month", "flow"] in rows
    assert ["effects", "seed", "seed", "seed of the draws", "随机种子", "", "whole number"] in rows
    assert [row[1] for row in rows[8:10]] == ["share_of_income_in_the_lowest_fi", "share_of_income_in_the_lowest__2"]
    sheet = _book(stored)["codebook"]
    assert [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert sheet.freeze_panes == "A2"


def test_more_rows_than_a_sheet_holds_are_refused_with_what_to_do(rows: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.present.tables.spreadsheet.MOST_ROWS", 11)
    assert as_xlsx(rows(tmp_path, 10))
    with pytest.raises(NotATable, match=r"has 11 rows, and a sheet of Excel holds 10 below its header: choose csv or dta"):
        as_xlsx(rows(tmp_path, 11))


@pytest.mark.parametrize(
    ("name", "sheet"),
    [("a" * 40, "a" * 31), ("a/b[c]:*?\\", "a_b_c_____"), ("codebook", "codebook_"), ("History", "History_"), ("'", "table")],
)
def test_a_sheet_has_a_name_that_excel_takes(name: str, sheet: str) -> None:
    assert sheet_name(name) == sheet


def test_infinite_numbers_are_said_in_words(tmp_path: Path) -> None:
    pq.write_table(pa.table({"ratio": [float("inf"), -float("inf"), 1.0]}), tmp_path / "t.parquet")
    table = read_tables(tmp_path)[0]
    assert [row[0] for row in _csv(as_csv(table))[1:]] == ["inf", "-inf", "1.0"]
    assert [row[0] for row in _book(table)["t"].iter_rows(min_row=2, values_only=True)] == ["inf", "-inf", 1]
