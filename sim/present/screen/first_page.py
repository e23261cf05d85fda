"""The first page of a comparison: question, a sentence an arm, one table of arms, the ranking, what cannot be told; 80 x 40."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from sim.methods.compare.arms_table import NOTHING, ONE_RUN, REAL_INCOME, ranked
from sim.methods.compare.closing_words import nothing_at_all
from sim.methods.compare.phrases import phrase, shown
from sim.methods.compare.quantities import ALL
from sim.reading.problems import printable, shortened

WIDTH = 80
MOST_ARMS = 5
"""Arms shown; with more, the first by value of public funds."""
LONGEST_NAME = 12

Records = Sequence[dict[str, Any]]


def print_first_page(
    study: Any, estimates: Any, tables: Mapping[str, Records], words: Sequence[Any], zh: bool, reasons: Mapping[str, tuple[str, str]]
) -> None:
    """Print the first page on standard output; no line is wider than 80 columns, and there are at most 40."""
    from rich.console import Console
    from rich.text import Text

    page = io.StringIO()
    console = Console(file=page, width=WIDTH, highlight=False)
    decimals = {one.outcome: one.decimals for one in estimates.runs.measurement.quantities}
    arms = tables["arms"]
    order = [*ranked(arms), *(one for one in arms if one["place"] is None)]
    chosen = [one for one in arms if one in order[:MOST_ARMS]]
    for line in _heading(study, estimates, zh):
        console.print(Text(printable(line)))
    console.print()
    console.print(Text(printable(_question(arms[0], zh))))
    for one in chosen:
        console.print(Text(printable(_sentence(one, decimals, zh, reasons))))
    console.print(_table(chosen, decimals, zh))
    if len(arms) > len(chosen):
        console.print(Text(phrase("more arms", zh, number=len(arms) - len(chosen))))
    last = [one for one in words if one.topic == "ranking"] or [one for one in words if one.topic == "best" and not tables["best"]]
    lines = [one.text_zh if zh else one.text for one in last]
    lines += _untold(study, estimates, tables["differences"], [one["arm"] for one in chosen], zh)
    for line in (*lines, phrase("brackets", zh), phrase("more", zh)):
        console.print(Text(printable(line)))
    print("\n".join(line.rstrip() for line in page.getvalue().splitlines()))


def _heading(study: Any, estimates: Any, zh: bool) -> list[str]:
    start = study.scenario.start
    months = {"first": str(start.plus(study.first)), "last": str(start.plus(study.last)), "until": str(study.scenario.last_month)}
    lines = [study.name, *([shortened(study.question, 2 * WIDTH - 10)] if study.question else [])]
    lines.append(phrase("period, short", zh, **months, draws=len(estimates.draws), seeds=len(estimates.replicates)))
    total = None if study.total is None else f"{study.total:,.0f}"
    key = "no prices, short" if study.prices is None else "prices, short" if total is None else "prices and total, short"
    return [*lines, phrase(key, zh, year=study.prices, total=total)]


def _question(one: dict[str, Any], zh: bool) -> str:
    """What the sentences of the arms are about: the main outcome, its year and unit."""
    label = phrase("real income", zh) if one["outcome"] == REAL_INCOME else str(one["label_zh" if zh else "label"])
    unit = phrase("percentage points", zh) if one["unit"] == "share" else one["unit"]
    return phrase("answers", zh, label=label[:1].upper() + label[1:], year=one["year"], unit=unit)


def _main(one: dict[str, Any], decimals: dict[str, int]) -> dict[str, Any]:
    """The main difference with its bounds as text; of shares in percentage points."""
    share = one["unit"] == "share"
    places = max(decimals[one["outcome"]] - 2, 1) if share else decimals[one["outcome"]]
    values = {key: one[key] if one[key] is None or not share else 100.0 * one[key] for key in ("mean", "mean_low", "mean_high")}
    size = values["mean"] if one["effect"] == ONE_RUN or values["mean"] is None else abs(values["mean"])
    texts = {"number": shown(size, places), "low": shown(values["mean_low"], places), "high": shown(values["mean_high"], places)}
    return texts | {"signed": shown(values["mean"], places, sign=True)}


def _sentence(one: dict[str, Any], decimals: dict[str, int], zh: bool, reasons: Mapping[str, tuple[str, str]]) -> str:
    """What an arm does to the main outcome, with one number; or that it changes nothing, and why."""
    if one["effect"] == NOTHING:
        said = nothing_at_all(one["arm"], "none", reasons)
        return str(said.text_zh if zh else said.text)
    return phrase(f"one {one['effect']}", zh, arm=one["arm"], **_main(one, decimals))


def _table(arms: Records, decimals: dict[str, int], zh: bool) -> Any:
    """Money, main difference, cost per seller, value of public funds and place of each arm."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for number, title in enumerate(phrase("arms |", zh).split("|")):
        lines = title if zh else "\n".join(textwrap.wrap(title, 10 if number != 4 else 20))
        table.add_column(Text(lines), justify="right" if number else "left", overflow="fold")
    for one in arms:
        name = one["arm"] if len(one["arm"]) <= LONGEST_NAME else one["arm"][: LONGEST_NAME - 1] + "…"
        place = "" if one["place"] is None else str(one["place"])
        main = _main(one, decimals)
        difference = main["signed"] if one["mean_low"] is None else f"{main['signed']} {phrase('span', zh, **main)}"
        cells = (name, _millions(one["spent"]), "0" if one["effect"] == NOTHING else difference, _seller(one), _worth(one, zh), place)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def _millions(value: float | None) -> str:
    return "–" if value is None else f"{value / 1e6:.2f}"


def _seller(one: dict[str, Any]) -> str:
    return "–" if one["cost"] is None else f"{one['cost']:,.0f}"


def _worth(one: dict[str, Any], zh: bool) -> str:
    if one["mvpf"] is None:
        return phrase(f"ratio {one['ratios']}", zh)
    return f"{shown(one['mvpf'], 2)} {phrase('span', zh, low=shown(one['mvpf_low'], 2), high=shown(one['mvpf_high'], 2))}"


def _untold(study: Any, estimates: Any, differences: Records, arms: Sequence[str], zh: bool) -> list[str]:
    """How many outcomes of each arm cannot be told from no policy; nothing where there is one run only."""
    last = int(estimates.runs.measurement.years[-1])
    if estimates.one_run:
        return []
    each = []
    for arm in arms:
        rows = [
            one for one in differences
            if (one["arm"], one["against"], one["year"], one["group"]) == (arm, "none", last, ALL) and one["outcome"] in study.outcomes
        ]  # fmt: skip
        number = sum(one["together_low"] is not None and one["together_low"] <= 0.0 <= one["together_high"] for one in rows)
        if not estimates.changes_nothing(arm):
            each.append(phrase("untold, one", zh, arm=arm, number=number))
    if not each:
        return []
    joined = ("、" if zh else ", ").join(each)
    return [phrase("untold", zh, count=len(study.outcomes), year=last, arms=joined)]
