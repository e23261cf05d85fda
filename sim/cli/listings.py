"""`ruralsim parameters`, `outcomes`, `levers`, `programmes` and `schema`: a short list by group, one item in full, JSON or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sim.cli import DONE, WRONG_INPUT
from sim.cli.progress import say
from sim.reading.problems import printable

WIDEST = 100
"""Columns of a listing on a wide terminal; where there is no terminal it has 80."""
POLICIES = Path("scenarios", "policies")
"""Where the programme files are, seen from the folder of the project."""
TIME_OF_PROGRAMMES = ((2010, 1), 240)
"""First month and months within which a programme's own dates are read: wider than any of them."""


@dataclass(frozen=True)
class Wanted:
    """What of a list is asked for: items or groups by name, those that hold a word, all where both are empty; and how it is printed."""

    names: tuple[str, ...] = ()
    word: str = ""
    shape: str = "table"
    lang: str = "en"


def list_parameters(group: str | None, wanted: Wanted) -> int:
    """Print the declared parameters; returns the exit code."""
    from sim.theory.parameters import PARAMETERS

    groups = list(dict.fromkeys(key.partition(".")[0] for key in PARAMETERS))
    if group is not None and group not in groups:
        close = get_close_matches(group, groups, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(sorted(groups))}"
        say(f"--group: no group of parameters named '{printable(group)}'; {hint}")
        return WRONG_INPUT
    fields = ("key", "symbol", "label", "label_zh", "unit", "default", "low", "high", "role", "source")
    records = [_record(one, fields) for key, one in PARAMETERS.items() if group is None or key.partition(".")[0] == group]
    return _list(records, "parameter", wanted)


def list_outcomes(wanted: Wanted) -> int:
    """Print the declared outcomes; returns the exit code."""
    from sim.theory.outcomes import OUTCOMES

    return _list([_record(one, ("name", "label", "label_zh", "unit", "how", "headline", "flow")) for one in OUTCOMES], "outcome", wanted)


def list_levers(wanted: Wanted) -> int:
    """Print the declared levers, with the prices that their cost is made of; returns the exit code."""
    from sim.theory.levers import LEVERS
    from sim.theory.parameters import PARAMETERS

    fields = ("key", "label", "label_zh", "unit", "low", "high", "default", "reach", "union", "acts_on", "cost", "source")
    priced = ("key", "label", "label_zh", "unit", "default", "low", "high", "source")
    records = []
    for lever in LEVERS:
        record = _record(lever, fields)
        prices = [PARAMETERS[key] for key in lever.cost_parameters]
        record["prices"] = [_record(price, priced) for price in prices]
        if wanted.shape != "json":
            record["prices"] = "; ".join(f"{one.key} {one.default:g} ({one.low:g} to {one.high:g}) {one.unit}" for one in prices)
        records.append(record)
    return _list(records, "lever", wanted)


def list_programmes(folder: Path | None, wanted: Wanted) -> int:
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
    if wanted.shape != "json":
        for record in records:
            record |= {"levers": ", ".join(record["levers"]), "assumed": " ".join(record["assumed"])}
    return _list(records, "programme", wanted)


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


def _record(declared: Any, fields: Sequence[str]) -> dict[str, Any]:
    """The fields of a declaration, its unit in Chinese too."""
    from sim.present.screen.units import unit_in

    found: dict[str, Any] = {}
    for field in fields:
        found[field] = getattr(declared, field)
        if field == "unit":
            found["unit_zh"] = unit_in(found["unit"], "zh")
    return found


# -------------------------------------------------------------------------------------------------------------- printing


def _list(records: list[dict[str, Any]], kind: str, wanted: Wanted) -> int:
    """Print the records that are wanted; one that is named is shown in full. Returns the exit code."""
    key = next(iter(records[0]))
    chosen, said = _choose(records, key, kind, wanted)
    if said:
        say("\n".join(said))
        return WRONG_INPUT
    if wanted.shape == "json":
        print(json.dumps(chosen, indent=2, ensure_ascii=not _shows_chinese()))
    elif wanted.shape == "csv":
        writer = csv.DictWriter(sys.stdout, list(chosen[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen)
    elif len(chosen) == 1 and wanted.names:
        _show([(_title(chosen[0], key, wanted.lang), _in_full(chosen[0], key, wanted.lang))])
    else:
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in chosen:
            group = str(one[key]).partition(".")[0] if key == "key" else ""
            groups.setdefault(group, []).append((str(one[key]), _in_short(one, wanted.lang)))
        closing = f"`ruralsim {kind}s {chosen[0][key]}` shows all about one; --search WORD finds by word." if len(chosen) > 1 else ""
        _show(list(groups.items()), closing)
    return DONE


def _choose(records: list[dict[str, Any]], key: str, kind: str, wanted: Wanted) -> tuple[list[dict[str, Any]], list[str]]:
    """The records named (by their key, its last part, or their group) that hold the word, and what is wrong with the asking."""
    chosen, said = records, []
    if wanted.names:
        keys = [str(one[key]) for one in records]
        chosen = []
        for name in wanted.names:
            plain = name.removesuffix(".yaml")
            found = [one for one in records if str(one[key]).removesuffix(".yaml") == plain]
            found = found or [one for one in records if key == "key" and plain in (part for part in str(one[key]).split("."))]
            if not found:
                groups = list(dict.fromkeys(one.partition(".")[0] for one in keys)) if key == "key" else []
                close = get_close_matches(name, [*keys, *groups], n=1)
                hint = f"did you mean '{close[0]}'?" if close else f"`ruralsim {kind}s` lists them"
                said.append(f"no {kind} named '{printable(name)}'; {hint}")
            chosen += [one for one in found if one not in chosen]
    if wanted.word and not said:
        word = wanted.word.casefold()
        chosen = [one for one in chosen if word in " ".join(str(value) for value in one.values()).casefold()]
        if not chosen:
            said.append(f"--search: no {kind} with the word '{printable(wanted.word)}'")
    return chosen, said


def _label(record: dict[str, Any], lang: str) -> str:
    english, chinese = ("label", "label_zh") if "label" in record else ("name", "name_zh")
    return str(record[chinese] if lang == "zh" and record.get(chinese) else record[english])


def _title(record: dict[str, Any], key: str, lang: str) -> str:
    return f"{record[key]}: {_label(record, lang)}"


def _in_short(record: dict[str, Any], lang: str) -> str:
    """Label, and in brackets unit and range, or the money that a programme plans."""
    if "unit" not in record:
        return f"{_label(record, lang)} [{_planned(record, lang)}]"
    unit = record["unit_zh"] if lang == "zh" else record["unit"]
    if "low" not in record:
        return f"{_label(record, lang)} [{unit}]"
    default = f"{record['default']:g}, " if "symbol" in record else ""
    ends = f"{record['low']:g} 至 {record['high']:g}" if lang == "zh" else f"{record['low']:g} to {record['high']:g}"
    return f"{_label(record, lang)} [{default}{ends}{'' if record['unit'] == '0..1' else ' ' + unit}]"


def _planned(record: dict[str, Any], lang: str) -> str:
    """The money of the budgets; a measure without one costs what its level costs, which only a county can tell."""
    planned, without = record["planned_cny_2015"], record["without_budget"]
    if planned is None:
        return "未列预算" if lang == "zh" else "no budget"
    if lang == "zh":
        return f"预算 {planned:,.0f} 元（2015 年价）" + (f"，另有 {without} 项未列预算" if without else "")
    return f"{planned:,.0f} CNY of 2015" + (f" and {without} without budget" if without else "")


WORDS = {
    "symbol": ("symbol", "符号"), "unit": ("unit", "单位"), "default": ("default", "默认值"), "range": ("range", "取值范围"),
    "reach": ("reaches", "作用对象"), "union": ("counted once", "不重复计"), "acts_on": ("acts on", "作用于"), "cost": ("cost", "费用"),
    "prices": ("unit costs", "单位成本"), "role": ("role", "性质"), "how": ("measured as", "计量方法"),
    "headline": ("in the summary", "列入摘要"),
    "flow": ("added up over a year", "按年累计"), "stands_for": ("stands for", "代表"), "levers": ("levers", "政策工具"),
    "planned": ("planned", "预算"), "source": ("source", "来源"), "assumed": ("assumed", "假设"),
}  # fmt: skip
"""What each field is called in the view of one item."""
REACHES_ZH = {"county": "县", "village": "村", "household": "农户"}


def _in_full(record: dict[str, Any], key: str, lang: str) -> list[tuple[str, str]]:
    """Every field of a record as a word and its value, in the order of the record."""
    fields = dict(record)
    for name in (key, "label", "label_zh", "name", "name_zh"):
        fields.pop(name, None)
    if "unit" in fields:
        fields["unit"] = fields["unit_zh"] if lang == "zh" else fields["unit"]
        del fields["unit_zh"]
    if "low" in fields:
        low, high = fields.pop("low"), fields.pop("high")
        fields["range"] = f"{low:g} {'至' if lang == 'zh' else 'to'} {high:g}"
    if "planned_cny_2015" in fields:
        fields["planned"] = _planned(record, lang)
        del fields["planned_cny_2015"], fields["without_budget"]
    if "reach" in fields and lang == "zh":
        fields["reach"] = REACHES_ZH[fields["reach"]]
    order = [name for name in WORDS if name in fields]
    return [(WORDS[name][lang == "zh"], text) for name in order if (text := _cell(fields[name], lang))]


def _cell(value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    # What is listed with semicolons reads better a line each.
    return f"{value:g}" if isinstance(value, float) else "\n".join(str(value).split("; "))


def _show(groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], closing: str = "") -> None:
    """Print groups of names and what each is, names in one piece; on a terminal through a pager where they are more than it shows."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    console = Console(highlight=False, width=min(Console().width, WIDEST) if terminal else 80)
    widest = max(len(name) for _, rows in groups for name, _ in rows)
    parts: list[Any] = []
    for title, rows in groups:
        if title:
            parts.append(Text(printable(title), style="bold"))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, min_width=widest)
        table.add_column(overflow="fold")
        for name, text in rows:
            table.add_row(Text(f"{'  ' if title else ''}{printable(name)}"), Text("\n".join(printable(line) for line in text.splitlines())))
        parts += [table, Text()]
    if closing:
        parts.append(Text(closing))
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    lines = capture.get().splitlines()
    if terminal and len(lines) >= console.height:
        with console.pager(styles=True):
            for part in parts:
                console.print(part)
        return
    print("\n".join(line.rstrip() for line in lines))


def _shows_chinese() -> bool:
    try:
        "中".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def refuse_unshowable(lang: str) -> str | None:
    """Why a language cannot be shown on standard output, or None."""
    if lang != "zh" or _shows_chinese():
        return None
    return f"the encoding here, {sys.stdout.encoding}, has no Chinese characters; use a UTF-8 locale, as in LANG=C.UTF-8, or --lang en"


def print_schema(kind: str) -> int:
    """Print the JSON Schema of a kind of file; returns the exit code."""
    sys.stdout.write(schema_text(kind))
    return DONE


def schema_text(kind: str) -> str:
    """The text of the JSON Schema of `scenario`, `programme`, `study`, `experiment` or `county` files."""
    from sim.files import json_schemas

    return json_schemas.written(getattr(json_schemas, f"{kind}_schema")())
