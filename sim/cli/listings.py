"""`ruralsim parameters` and `ruralsim outcomes`: what there is, as a table, JSON or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from typing import Any

from sim.cli import DONE, WRONG_INPUT
from sim.cli.screen import say
from sim.scenario.errors import printable


def list_parameters(group: str | None, shape: str, lang: str) -> int:
    """Print the declared parameters, all or of one group; returns the exit code."""
    from sim.parameters import PARAMETERS

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
    from sim.county.outcomes import OUTCOMES

    fields = ("name", "label", "label_zh", "unit", "how", "headline", "flow")
    _print([{field: getattr(one, field) for field in fields} for one in OUTCOMES], shape, ("name", "label", "unit", "how"), lang)
    return DONE


def _print(records: Sequence[dict[str, Any]], shape: str, shown: Sequence[str], lang: str) -> None:
    if shape == "json":
        print(json.dumps(records, indent=2, ensure_ascii=False))
        return
    if shape == "csv":
        writer = csv.DictWriter(sys.stdout, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
        return
    from sim.cli.summary import print_table

    columns = ["label_zh" if name == "label" and lang == "zh" else name for name in shown]
    rows = [[_cell(record[name]) for name in columns] for record in records]
    titles = ["label" if name == "label_zh" else name for name in columns]
    # Numbers stand between the words: only the columns that hold numbers are set to the right.
    print_table(titles, rows, words=len(titles))


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
