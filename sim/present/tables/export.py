"""Stored tables in the formats asked for, made in full before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sim.present.tables.labelled import Table

FORMATS = ("csv", "xlsx", "tex", "dta", "docx")
CODEBOOK = "codebook"


def exported(table: Table, formats: Sequence[str], lang: str, stored_at: datetime) -> dict[str, bytes]:
    """The content of each file by its format. Raises NotATable where a format cannot hold the table."""
    return {one: _content(table, one, lang, stored_at) for one in formats}


def _content(table: Table, form: str, lang: str, stored_at: datetime) -> bytes:
    # Each format brings a library of its own: only those asked for are loaded.
    if form == "csv":
        from sim.present.tables.spreadsheet import as_csv

        return as_csv(table)
    if form == "xlsx":
        from sim.present.tables.spreadsheet import as_xlsx

        return as_xlsx(table)
    if form == "tex":
        from sim.present.tables.tex import as_tex

        return as_tex(table, lang)
    if form == "docx":
        from sim.present.tables.word import as_docx

        return as_docx(table, lang)
    if form == "dta":
        from sim.present.tables.stata import as_dta

        return as_dta(table, lang, stored_at)
    raise ValueError(f"no format named {form}")
