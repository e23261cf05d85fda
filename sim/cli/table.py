"""`ruralsim table`: stored results in the formats that papers and ministries use. Reads what is there, never simulates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.cli import DONE, FAILED, WRONG_INPUT
from sim.cli.progress import say

OF_A_SWEEP = "results"
"""Name of the table of a sweep's rows, which lie in many files."""
DESIGN, CASES = "design.json", "cases.parquet"


def write_tables(results: Path, formats: str, out: Path | None, lang: str) -> int:
    """Write the tables of RESULTS, or the one of RESULTS/NAME, with a codebook of all; returns the exit code.

    All files are made before the first is written, so that a wrong input leaves nothing behind.
    """
    from sim.files import InputError
    from sim.present.tables.export import CODEBOOK, exported
    from sim.present.tables.labelled import NotATable
    from sim.present.tables.results import folder_and_name, read_tables, table_files
    from sim.present.tables.spreadsheet import codebook_csv
    from sim.reading.problems import Problem

    wanted, said = _formats(formats)
    problems: list[Problem] = []
    contents: dict[str, bytes] = {}
    folder, name = results, None
    try:
        folder, name = (results.parent, OF_A_SWEEP) if _is_rows_of_a_sweep(results) else folder_and_name(results)
        tables = read_tables(folder) if not said else []
        if tables and _is_a_sweep(folder):
            tables.append(_rows_of_a_sweep(folder))
    except InputError as error:
        problems += error.problems
        tables = []
    target = out if out is not None else folder / "tables"
    files = table_files(folder) if tables else {}
    files |= {OF_A_SWEEP: folder / CASES} if _is_a_sweep(folder) else {}
    for table in tables:
        if name is not None and table.name != name:
            continue
        if table.name == CODEBOOK and "csv" in wanted:
            problems.append(Problem(str(files[table.name]), 0, 0, "", "as csv it would take the name of the codebook: rename it"))
            continue
        try:
            stored_at = datetime.fromtimestamp(files[table.name].stat().st_mtime, UTC).replace(tzinfo=None)
            contents |= {f"{table.name}.{form}": made for form, made in exported(table, wanted, lang, stored_at).items()}
        except NotATable as error:
            alone = "" if name is not None or len(tables) == 1 else f"; or name the table you want, as in {folder / 'NAME'}"
            problems.append(Problem(str(files[table.name]), 0, 0, "", f"{error}{alone}"))
    if tables:
        contents[f"{CODEBOOK}.csv"] = codebook_csv(tables)
    if problems:
        said.append(InputError(problems).render())
    elif refused := _refusal(target, list(contents)):
        said.append(f"--out: {refused}")
    if said:
        say("\n".join(said))
        return WRONG_INPUT
    return _written(target, contents, [table for table in tables if name in (None, table.name)], "dta" in wanted)


def _is_a_sweep(folder: Path) -> bool:
    return (folder / DESIGN).is_file() and (folder / CASES).is_file()


def _is_rows_of_a_sweep(results: Path) -> bool:
    return results.name == OF_A_SWEEP and not results.is_dir() and _is_a_sweep(results.parent)


def _rows_of_a_sweep(folder: Path) -> Any:
    """The rows of a sweep, each beside its case, as one table. Raises InputError where they cannot be read."""
    from sim.compute.store.sealed import Damaged
    from sim.compute.store.sweep_table import read_sweep
    from sim.files import InputError
    from sim.present.tables.labelled import labelled
    from sim.reading.problems import Problem

    try:
        return labelled(OF_A_SWEEP, f"{folder.name}: outcomes by case; amounts in CNY of 2015", read_sweep(folder))
    except (Damaged, ValueError) as error:
        raise InputError([Problem(str(folder), 0, 0, "", str(error))]) from None


def _formats(formats: str) -> tuple[list[str], list[str]]:
    """The formats asked for, each once, and what is wrong with the asking."""
    from difflib import get_close_matches

    from sim.present.tables.export import FORMATS
    from sim.reading.problems import printable

    asked = list(dict.fromkeys(one.strip().lower() for one in formats.replace("，", ",").split(",") if one.strip()))
    there = f"there are {', '.join(FORMATS)}"
    if not asked:
        return [], [f"--as: expected a format or several; {there}"]
    said = []
    for one in asked:
        if one not in FORMATS:
            close = get_close_matches(one, FORMATS, n=1)
            hint = f"did you mean '{close[0]}'? " if close else ""
            said.append(f"--as: no format named '{printable(one)}'; {hint}{there}")
    return asked, said


def _refusal(target: Path, names: Sequence[str]) -> str | None:
    """Why the files cannot be written there, or None."""
    from sim.compute.store.files import folder_refusal

    refused = folder_refusal(target)
    if refused:
        return refused
    for name in names:
        if (target / name).is_dir():
            return f"{target / name} is a folder, and a file of that name would be written"
    return None


def _written(target: Path, contents: dict[str, bytes], tables: Sequence[Any], stata: bool) -> int:
    from sim.compute.store.files import write_bytes
    from sim.present.tables.stata import infinite_cells

    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            write_bytes(target / name, content)
    except OSError as error:
        say(f"ruralsim: failed while writing into {target}: {error.strerror or error}; what was being written is not kept")
        return FAILED
    for table in tables if stata else ():
        if beyond := infinite_cells(table):
            say(f"{table.name}.dta: {beyond} number{'s' if beyond > 1 else ''} beyond what Stata can hold, written as missing")
    say(f"written into {target}: {', '.join(contents)}")
    return DONE
