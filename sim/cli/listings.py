"""`ruralsim parameters`, `outcomes`, `levers`, `programmes` and `schema`: what there is, as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli import DONE, WRONG_INPUT
from sim.cli.progress import say
from sim.reading.problems import printable


def list_parameters(group: str | None, shape: str, lang: str) -> int:
    """Print the declared parameters, all or of one group; returns the exit code."""
    from sim.theory.parameters import PARAMETERS

    groups = sorted({key.partition(".")[0] for key in PARAMETERS})
    if group is not None and group not in groups:
        from difflib import get_close_matches

        close = get_close_matches(group, groups, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(groups)}"
        say(f"--group: no group of parameters named '{printable(group)}'; {hint}")
        return WRONG_INPUT
    chosen = [one for key, one in PARAMETERS.items() if group is None or key.partition(".")[0] == group]
    fields = ("key", "symbol", "label", "label_zh", "unit", "default", "low", "high", "role", "source")
    records = [{field: getattr(one, field) for field in fields} for one in chosen]
    _print(records, shape, ("key", "label", "unit", "default", "low", "high", "source"), lang)
    return DONE


def list_outcomes(shape: str, lang: str) -> int:
    """Print the declared outcomes; returns the exit code."""
    from sim.theory.outcomes import OUTCOMES

    fields = ("name", "label", "label_zh", "unit", "how", "headline", "flow")
    _print([{field: getattr(one, field) for field in fields} for one in OUTCOMES], shape, ("name", "label", "unit", "how"), lang)
    return DONE


def list_levers(shape: str, lang: str) -> int:
    """Print the declared levers, with the prices that their cost is made of; returns the exit code."""
    from sim.theory.levers import LEVERS
    from sim.theory.parameters import PARAMETERS

    fields = ("key", "label", "label_zh", "unit", "low", "high", "default", "reach", "union", "acts_on", "cost", "source")
    priced = ("key", "label", "label_zh", "unit", "default", "low", "high", "source")
    records = []
    for lever in LEVERS:
        record: dict[str, Any] = {field: getattr(lever, field) for field in fields}
        prices = [PARAMETERS[key] for key in lever.cost_parameters]
        said = "; ".join(f"{one.key} {one.default:g} ({one.low:g} to {one.high:g}) {one.unit}" for one in prices)
        if shape == "json":
            record["prices"] = [{field: getattr(price, field) for field in priced} for price in prices]
        elif shape == "csv":
            record["prices"] = said
        else:
            record["range"] = f"{lever.low:g} to {lever.high:g}"
            record["cost"] += f": {said}" if said else ""
        records.append(record)
    _print(records, shape, ("key", "label", "unit", "range", "reach", "acts_on", "cost", "source"), lang)
    return DONE


POLICIES = Path("scenarios", "policies")
"""Where the programme files are, seen from the folder of the project."""
TIME_OF_PROGRAMMES = ((2010, 1), 240)
"""First month and months within which a programme's own dates are read: wider than any of them."""


def list_programmes(folder: Path | None, shape: str, lang: str) -> int:
    """Print the programmes of a folder, or of those found here, or of those that ship; returns the exit code."""
    from sim.files import InputError

    if folder is None:
        from sim.reading.shipped import shipped_scenarios

        folder = POLICIES if POLICIES.is_dir() else shipped_scenarios() / POLICIES.name
    if not folder.is_dir():
        say(printable(f"--folder: {folder} is not a folder"))
        return WRONG_INPUT
    records: list[dict[str, Any]] = []
    problems = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            records.append(_programme(file))
        except InputError as error:
            problems += error.problems
    if problems:
        say(InputError(problems).render())
        return WRONG_INPUT
    if not records:
        say(printable(f"--folder: no programme files (*.yaml) in {folder}"))
        return WRONG_INPUT
    if shape == "json":
        _print(records, shape, (), lang)
        return DONE
    for record in records:
        record |= {"levers": ", ".join(record["levers"]), "assumed": " ".join(record["assumed"])}
    if shape == "table":
        for record in records:
            record["stands for"] = record["stands_for"]
            record["name"] = record["name_zh"] if lang == "zh" and record["name_zh"] else record["name"]
            record["planned, CNY of 2015"] = _planned(record["planned_cny_2015"], record["without_budget"])
    _print(records, shape, ("file", "name", "stands for", "levers", "planned, CNY of 2015", "source"), lang)
    return DONE


def _programme(file: Path) -> dict[str, Any]:
    """What a programme file says. Raises InputError for one that is wrong."""
    import math

    from sim.files import Month, load_policy_file

    (year, month), months = TIME_OF_PROGRAMMES
    programme = load_policy_file(file, Month(year, month), months)
    budgets = [measure.budget for measure in programme.measures if measure.budget is not None]
    return {
        "file": file.name,
        "name": programme.name,
        "name_zh": programme.name_zh,
        "stands_for": programme.stands_for,
        "levers": list(dict.fromkeys(measure.lever for measure in programme.measures)),
        "planned_cny_2015": math.fsum(budgets) if budgets else None,
        "without_budget": len(programme.measures) - len(budgets),
        "source": programme.source,
        "assumed": programme.assumed,
    }


def _planned(planned: float | None, without: int) -> str:
    """The money of the budgets; a measure without one costs what its level costs, which only a county can tell."""
    if planned is None:
        return "no budget"
    return f"{planned:,.0f}" + (f" and {without} without budget" if without else "")


def print_schema(kind: str) -> int:
    """Print the JSON Schema of a kind of file; returns the exit code."""
    sys.stdout.write(schema_text(kind))
    return DONE


def schema_text(kind: str) -> str:
    """The text of the JSON Schema of `scenario`, `programme`, `study`, `experiment` or `county` files."""
    from sim.files import json_schemas

    return json_schemas.written(getattr(json_schemas, f"{kind}_schema")())


def _print(records: Sequence[dict[str, Any]], shape: str, shown: Sequence[str], lang: str) -> None:
    if shape == "json":
        print(json.dumps(records, indent=2, ensure_ascii=False))
        return
    if shape == "csv":
        writer = csv.DictWriter(sys.stdout, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
        return
    columns = ["label_zh" if name == "label" and lang == "zh" else name for name in shown]
    rows = [[_cell(record[name]) for name in columns] for record in records]
    _show(["label" if name == "label_zh" else name for name in columns], rows)


def _show(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table of words: the first column, which is typed again elsewhere, in one piece; of the others nothing is left out."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for index, name in enumerate(titles):
        table.add_column(Text(name), no_wrap=index == 0, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    if sys.stdout.isatty():
        Console(highlight=False).print(table)
        return
    # A log or a pipe has no width to fit into, and no use for the blanks that fill a line.
    held = io.StringIO()
    Console(file=held, highlight=False, width=200).print(table)
    print("\n".join(line.rstrip() for line in held.getvalue().splitlines()))


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
