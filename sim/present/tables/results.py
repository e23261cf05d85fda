"""The tables in a folder of results, as `run` and `compare` leave them: found, read, never made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.present.tables.labelled import NotATable, Table, clean, labelled, one_line
from sim.reading.problems import InputError, Problem

ENDING = ".parquet"


def folder_and_name(results: Path) -> tuple[Path, str | None]:
    """What RESULTS[/NAME] means: the folder, and the one table asked for, or None for all.

    A file is named with or without its ending. Raises InputError where there is no such folder, or no such table in it.
    """
    folder, name = (results, None) if results.is_dir() else (results.parent, results.name.removesuffix(ENDING))
    if not folder.is_dir():
        raise _refused(results, "no such folder")
    there = table_files(folder)
    if name is None and not there:
        raise _refused(results, "holds no tables (files *.parquet, as `ruralsim run` and `ruralsim compare` write them)")
    if name is not None and name not in there:
        if not there:
            raise _refused(results, "no such folder")
        from difflib import get_close_matches

        close = get_close_matches(name, there, n=1)
        said = f"no table named '{name}'" + ("" if close else f"; there {'are' if len(there) > 1 else 'is'} {', '.join(there)}")
        raise InputError([Problem(str(folder), 0, 0, "", said, close[0] if close else None)])
    return folder, name


def table_files(folder: Path) -> dict[str, Path]:
    """The tables directly in a folder, by name, in the order of their names."""
    files = (path for path in folder.iterdir() if path.suffix == ENDING and not path.name.startswith("."))
    return {path.stem: path for path in sorted(files) if path.is_file()}


def read_tables(folder: Path) -> list[Table]:
    """Every table of a folder. Raises InputError for all that cannot be read, at once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    problems: list[Problem] = []
    tables: list[Table] = []
    about, year = "", ""
    try:
        about, year = _about(folder)
    except InputError as error:
        problems += error.problems
    for name, path in table_files(folder).items():
        try:
            # One file and no more: its folder's name must not add columns to it.
            stored = pq.ParquetFile(path).read()
            said = {key.decode("utf-8", "replace"): _line(text) for key, text in (stored.schema.metadata or {}).items()}
            caption = f"{about}{said.get('caption') or name.replace('_', ' ')}"
            caption_zh = f"{about}{said['caption_zh']}" if said.get("caption_zh") else ""
            caption, caption_zh = _priced(caption, caption_zh, said.get("price_year") or year)
            tables.append(labelled(name, caption, stored, caption_zh))
        except (pa.ArrowException, OSError) as error:
            problems.append(Problem(str(path), 0, 0, "", f"cannot be read as parquet: {one_line(str(error))}"))
        except NotATable as error:
            problems.append(Problem(str(path), 0, 0, "", str(error)))
    if problems:
        raise InputError(problems)
    return tables


def _line(text: bytes) -> str:
    return one_line(clean(text.decode("utf-8", "replace")))


def _priced(caption: str, caption_zh: str, year: str) -> tuple[str, str]:
    """The captions with the year whose yuan amounts are in, where they do not say it themselves."""
    if year and f"CNY of {year}" not in caption:
        caption += f"; amounts in CNY of {year}"
    if year and caption_zh and f"{year}年" not in caption_zh:
        caption_zh += f"；金额为{year}年不变价"
    return caption, caption_zh


def _about(folder: Path) -> tuple[str, str]:
    """What the record beside the tables says: the name of the study or scenario, and the price year; nothing where there is no record."""
    path = folder / "provenance.json"
    if not path.exists():
        return "", ""
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _refused(path, f"cannot be read as JSON: {one_line(str(error))}") from None
    if not isinstance(record, dict):
        return "", ""
    year = record.get("price_year")
    for key in ("study", "scenario", "experiment"):
        one = record.get(key)
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip():
            return f"{one_line(clean(name))}: ", str(year) if isinstance(year, int) else ""
    return "", str(year) if isinstance(year, int) else ""


def _refused(path: Path, why: str) -> InputError:
    return InputError([Problem(str(path), 0, 0, "", why)])
