"""`ruralsim table`: stored results in the formats that papers and ministries use. Reads what is there, never simulates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.cli import DONE, FAILED, WRONG_INPUT
from sim.cli.memory import refuse_little_memory
from sim.cli.progress import say

OF_A_SWEEP = "results"
"""Name of the table of a sweep's rows, which lie in many files."""
DESIGN, CASES = "design.json", "cases.parquet"
UNFINISHED = (
    "is not the file that provenance.json names: its writing was not finished, or it was changed later; "
    "make the results anew by the command that made them"
)


def write_tables(results: Path, formats: str, out: Path | None, lang: str, force: bool = False) -> int:
    """Write the tables of RESULTS, or the one of RESULTS/NAME, with a codebook of all; returns the exit code.

    All files are made before the first is written, so that a wrong input leaves nothing behind.
    """
    refuse_little_memory()
    from sim.compute.store.ownership import TABLES, Owner, owner_of, refusal, unfinished, write_set
    from sim.files import InputError
    from sim.present.tables.export import CODEBOOK, exported
    from sim.present.tables.labelled import NotATable
    from sim.present.tables.results import folder_and_name, read_tables, table_files
    from sim.present.tables.spreadsheet import codebook_csv
    from sim.reading.problems import Problem

    wanted, said = _formats(formats)
    problems: list[Problem] = []
    contents: dict[str, bytes] = {}
    folder, name, missing = results, None, ""
    try:
        folder, name = (results.parent, OF_A_SWEEP) if _is_rows_of_a_sweep(results) else folder_and_name(results)
        tables = read_tables(folder) if not said else []
        changed = set(unfinished(folder)) & {f"{table.name}.parquet" for table in tables if name in (None, table.name)}
        problems += [Problem(str(folder / one), 0, 0, "", UNFINISHED) for one in sorted(changed)]
        if tables and _is_a_sweep(folder):
            rows, missing = _rows_of_a_sweep(folder)
            tables.append(rows)
    except InputError as error:
        problems += error.problems
        tables = []
    target = out if out is not None else folder / "tables"
    files = table_files(folder) if tables else {}
    files |= {OF_A_SWEEP: folder / CASES} if _is_a_sweep(folder) else {}
    for table in tables if not problems else ():
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
    found = owner_of(folder)
    owner = Owner(TABLES, folder.resolve().name if found is None else found.name)
    if not problems and (refused := refusal(target, owner, list(contents), force)):
        said.append(f"--out: {refused}")
    if said:
        say("\n".join(said))
        return WRONG_INPUT
    try:
        write_set(target, contents, {"tables_of": owner.name})
    except OSError as error:
        say(f"ruralsim: failed while writing into {target}: {error.strerror or error}; what was being written is not kept")
        return FAILED
    if missing and f"{OF_A_SWEEP}.{wanted[0]}" in contents:
        say(missing)
    _say_written(target, list(contents), [table for table in tables if name in (None, table.name)], "dta" in wanted)
    return DONE


def _is_a_sweep(folder: Path) -> bool:
    return (folder / DESIGN).is_file() and (folder / CASES).is_file()


def _is_rows_of_a_sweep(results: Path) -> bool:
    return results.name == OF_A_SWEEP and not results.is_dir() and _is_a_sweep(results.parent)


def _rows_of_a_sweep(folder: Path) -> tuple[Any, str]:
    """The rows of a sweep, each beside its case, as one table, and what is missing. Raises InputError where they cannot be read."""
    from sim.compute.store.sealed import Damaged
    from sim.compute.store.sweep_table import read_sweep
    from sim.files import InputError
    from sim.present.figures.stored_sweep import missing_cases
    from sim.present.tables.labelled import labelled
    from sim.reading.problems import Problem

    try:
        stored = read_sweep(folder)
        return labelled(OF_A_SWEEP, f"{folder.name}: outcomes by case; amounts in CNY of 2015", stored), missing_cases(stored, folder)
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


def _say_written(target: Path, names: Sequence[str], tables: Sequence[Any], stata: bool) -> None:
    from sim.present.tables.stata import infinite_cells

    for table in tables if stata else ():
        if beyond := infinite_cells(table):
            say(f"{table.name}.dta: {beyond} number{'s' if beyond > 1 else ''} beyond what Stata can hold, written as missing")
    say(f"written into {target}: {', '.join(names)}")
