"""The summary of a run: each outcome at the start and at the end, and the change.

A state is shown in the first and the last month; a flow, which has seasons, summed over the first and the last twelve months.
"""

from __future__ import annotations

import io
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One outcome over the replicates: means of the first and last month and of the change, and how far replicates differ."""

    name: str
    label: str
    unit: str
    decimals: int
    first: float
    last: float
    change: float
    standard_error: float
    lowest: float
    highest: float


def summarised(trajectories: Sequence[Any], every: bool, lang: str) -> list[Line]:
    """The lines of the summary, in the declared order; only the main outcomes unless `every`."""
    from sim.present.screen.units import unit_in
    from sim.theory.outcomes import OUTCOMES

    lines = []
    for index, outcome in enumerate(OUTCOMES):
        if not (every or outcome.headline):
            continue
        yearly = outcome.flow and len(trajectories[0].months) >= 24
        firsts = [_ends(one, index, outcome, yearly)[0] for one in trajectories]
        lasts = [_ends(one, index, outcome, yearly)[1] for one in trajectories]
        changes = [last - first for first, last in zip(firsts, lasts, strict=True)]
        label = outcome.label_zh if lang == "zh" else outcome.label
        unit = unit_in(yearly_unit(outcome.unit) if yearly else outcome.unit, lang)
        spread = (_standard_error(changes), min(lasts), max(lasts))
        lines.append(
            Line(outcome.name, label, unit, outcome.decimals, _mean(firsts), _mean(lasts), _mean(changes), *spread)
        )
    return lines


def _ends(trajectory: Any, index: int, outcome: Any, yearly: bool) -> tuple[float, float]:
    """The outcome at the start and at the end; not a number where too few households are simulated to report it."""
    if trajectory.share_simulated < outcome.least_share:
        return math.nan, math.nan
    column = [float(value) for value in trajectory.outcomes[:, index]]
    return (math.fsum(column[:12]), math.fsum(column[-12:])) if yearly else (column[0], column[-1])


def yearly_unit(unit: str) -> str:
    """The unit of a flow added up over twelve months."""
    return unit.replace("a month", "a year")


def print_summary(scenario: Any, trajectories: Sequence[Any], shape: str, every: bool, lang: str) -> None:
    """Print the summary on standard output, as a table or as JSON."""
    lines = summarised(trajectories, every, lang)
    months = trajectories[0].months
    if shape == "json":
        print(_as_json(scenario, trajectories, lines, months[0], months[-1]))
        return
    from sim.reading.problems import printable

    print_table(_titles(len(trajectories), months[0], months[-1], lang), _rows(lines, len(trajectories)), printable(_title(scenario, lang)))


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]], title: str = "", words: int = 2) -> None:
    """Print a table on standard output; the first `words` columns hold text, the others numbers."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD)
    for index, name in enumerate(titles):
        table.add_column(Text(name), justify="left" if index < words else "right", no_wrap=index >= words)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    if sys.stdout.isatty():
        Console(highlight=False).print(table)
        return
    # A log or a pipe has no width to fit into, and no use for the blanks that fill a line.
    held = io.StringIO()
    Console(file=held, highlight=False, width=200).print(table)
    print("\n".join(line.rstrip() for line in held.getvalue().splitlines()))


def _title(scenario: Any, lang: str) -> str:
    county = scenario.county.name_zh if lang == "zh" and scenario.county.name_zh else scenario.county.name
    if lang == "zh":
        return f"{scenario.name}:{county},模拟 {scenario.share_simulated:.0%} 的农户;金额为 2015 年不变价;年值为最初与最后十二个月合计"
    sample = f"{scenario.share_simulated:.0%} of households simulated"
    return f"{scenario.name}: {county}, {sample}; amounts in CNY of 2015; a year: the first and the last twelve months"


def _titles(replicates: int, first: str, last: str, lang: str) -> list[str]:
    words = ("指标", "单位", "变化") if lang == "zh" else ("outcome", "unit", "change")
    titles = [words[0], words[1], first, last, words[2]]
    if replicates > 1:
        titles += ["变化的标准误", f"{last} 最低", f"{last} 最高"] if lang == "zh" else ["s.e. of change", "lowest", "highest"]
    return titles


def _rows(lines: Sequence[Line], replicates: int) -> list[list[str]]:
    rows = []
    for line in lines:
        numbers = [line.first, line.last]
        spread = [line.standard_error, line.lowest, line.highest] if replicates > 1 else []
        cells = [_number(value, line.decimals) for value in numbers]
        cells.append(_number(line.change, line.decimals, sign=True))
        rows.append([line.label, line.unit, *cells, *(_number(value, line.decimals) for value in spread)])
    return rows


def _number(value: float, decimals: int, sign: bool = False) -> str:
    """A number to the declared decimals; a dash where it is not defined."""
    if not math.isfinite(value):
        return "–"
    # Zero has no sign, not even a tiny change that rounds to it.
    rounded = round(value, decimals) + 0.0
    return f"{rounded:+,.{decimals}f}" if sign and rounded else f"{rounded:,.{decimals}f}"


def _as_json(scenario: Any, trajectories: Sequence[Any], lines: Sequence[Line], first: str, last: str) -> str:
    def plain(value: float) -> float | None:
        return value if math.isfinite(value) else None

    several = len(trajectories) > 1
    outcomes = []
    for line in lines:
        one: dict[str, Any] = {"name": line.name, "label": line.label, "unit": line.unit}
        one |= {"first": plain(line.first), "last": plain(line.last), "change": plain(line.change)}
        if several:
            one |= {"standard_error_of_change": plain(line.standard_error)}
            one |= {"lowest_last": plain(line.lowest), "highest_last": plain(line.highest)}
        outcomes.append(one)
    said = {
        "scenario": scenario.name,
        "county": scenario.county.name,
        "price_year": 2015,
        "first_month": first,
        "last_month": last,
        "seeds": [one.seed for one in trajectories],
        "digests": [one.digest() for one in trajectories],
        "outcomes": outcomes,
    }
    return json.dumps(said, indent=2, ensure_ascii=False, allow_nan=False)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _standard_error(values: Sequence[float]) -> float:
    """Standard error of the mean over replicates; not defined for one."""
    if len(values) < 2:
        return math.nan
    mean = _mean(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values))
