"""What a comparison shows on the screen: money, differences, who gains, what it was worth, which arm is best, and the closing words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sim.methods.compare.phrases import amount, percent, phrase, shown, with_bounds
from sim.methods.compare.quantities import ALL, of_months
from sim.present.screen.first_page import print_first_page
from sim.present.screen.run_summary import print_table
from sim.reading.problems import printable

Records = Sequence[dict[str, Any]]
"""The rows of a table of results, by name of the column."""


def print_comparison(
    study: Any, estimates: Any, tables: Sequence[Any], words: Sequence[Any], shape: str, lang: str, full: bool = True,
    reasons: Mapping[str, tuple[str, str]] | None = None,
) -> None:  # fmt: skip
    """Print the results on standard output: the first page, all tables and words where `full`, or JSON."""
    if shape == "json":
        said = {"study": study.name, "price_year": 2015, "prices_of_the_study": study.prices}
        print(json.dumps(said | {"tables": {one.name: one.records() for one in tables}}, indent=2, ensure_ascii=False, allow_nan=False))
        return
    by_name = {table.name: table.records() for table in tables}
    zh = lang == "zh"
    print_first_page(study, estimates, by_name, words, zh, reasons or {})
    if not full:
        return
    decimals = {one.outcome: one.decimals for one in estimates.runs.measurement.quantities}
    last = int(estimates.runs.measurement.years[-1])
    _print_money(by_name["money"], zh)
    _print_levels(by_name["levels"], zh)
    _print_differences(study, estimates, by_name["differences"], decimals, zh)
    _print_groups(estimates, by_name["differences"], decimals, zh)
    _print_shares([one for one in by_name["bands"] if one["year"] == last], "band_label", zh, phrase("bands", zh, year=last))
    if study.groups.sellers:
        _print_shares(by_name["sellers"], "kind_label", zh, phrase("sellers", zh))
    _print_cost_per_seller(by_name["cost_per_seller"], zh)
    _print_welfare(study, by_name["welfare"], zh)
    _print_best(by_name["best"], zh)
    if "examination" in by_name:
        _print_examination(by_name["examination"], decimals, zh)
    for one in words:
        print(printable(f"· {one.text_zh if zh else one.text}"))


def print_nulls(study: Any, found: Sequence[Any], shape: str, lang: str) -> None:
    """Print whether the exact nulls hold, as a table or as JSON."""
    if shape == "json":
        records = [
            {"arm": one.arm, "claim": one.claim, "holds": one.difference is None, "first_difference": one.difference} for one in found
        ]
        print(json.dumps({"study": study.name, "nulls": records}, indent=2, ensure_ascii=False))
        return
    zh = lang == "zh"

    def result(where: str | None) -> str:
        return phrase("the same", zh) if where is None else phrase("differs first", zh, where=where)

    _print_titled("nulls", zh, [(one.arm, phrase(f"null {one.claim}", zh), result(one.difference)) for one in found], 3)


# --------------------------------------------------------------------------------------------------------------- cells


def _print_titled(key: str, zh: bool, rows: Iterable[Sequence[str]], words: int, title: str = "") -> None:
    """A table under a title; nothing where it has no rows. `words` of its first columns hold words, the rest numbers."""
    if listed := [list(row) for row in rows]:
        print_table(phrase(f"{key} |", zh).split("|"), listed, printable(title or phrase(key, zh)), words=words)


def _print_by_arm(
    records: Records, label: str, title: str, cell: Callable[[dict[str, Any]], str], zh: bool, corner: str = "", gap: str = ""
) -> None:
    """A table with a row for each label and a column for each arm; nothing where there are no records."""
    arms = list(dict.fromkeys(one["arm"] for one in records))
    cells = {(_label(one, label, zh), one["arm"]): cell(one) for one in records}
    if rows := [[name, *(cells.get((name, arm), gap) for arm in arms)] for name in dict.fromkeys(name for name, _ in cells)]:
        print_table((corner, *arms), rows, printable(title), words=1)


def _label(record: dict[str, Any], name: str, zh: bool) -> str:
    return str(record[f"{name}_zh" if zh else name])


def _span(low: float | None, high: float | None, text: Callable[[float], str], zh: bool) -> str:
    """Bounds in brackets; a dash where they are not known."""
    return "–" if low is None or high is None else phrase("span", zh, low=text(low), high=text(high))


# -------------------------------------------------------------------------------------------------------------- tables


def _print_money(records: Records, zh: bool) -> None:
    """Public money by arm and lever: planned, spent, unspent."""
    rows = [
        (one["arm"], _label(one, "lever_label", zh), *(amount(one[key]) for key in ("planned", "spent", "unspent")),
         _span(one["together_low"], one["together_high"], amount, zh))
        for one in records
    ]  # fmt: skip
    _print_titled("money", zh, rows, 2)


def _print_levels(records: Records, zh: bool) -> None:
    """The levels that the pilot found for the levers of money arms."""
    rows = [
        (one["arm"], _label(one, "lever_label", zh), one["unit"], f"{one['level']:.5g}", phrase("yes", zh) if one["top"] else "")
        for one in records
    ]
    _print_titled("levels", zh, rows, 3)


def _print_differences(study: Any, estimates: Any, records: Records, decimals: dict[str, int], zh: bool) -> None:
    """A table for each pair: the outcomes of the last year, the difference, and its interval by what it holds."""
    last = int(estimates.runs.measurement.years[-1])
    shown_here = [one for one in records if (one["year"], one["group"]) == (last, ALL) and one["outcome"] in study.measured]
    for arm, other in dict.fromkeys((one["arm"], one["against"]) for one in records):
        rows = []
        for one in shown_here:
            if (one["arm"], one["against"]) == (arm, other):
                places = decimals[one["outcome"]]
                bounds = [(one[f"{part}_low"], one[f"{part}_high"]) for part in ("luck", "parameters", "costs", "together")]
                rows.append(
                    (_label(one, "label", zh), one["unit"], shown(one["without"], places), shown(one["mean"], places, sign=True),
                     *(_span(low, high, partial(shown, decimals=places), zh) for low, high in bounds))
                )  # fmt: skip
        against = phrase("no policy", zh) if other == "none" else other
        note = "" if other == "none" or estimates.rankable(arm, other) else phrase("unequal sums", zh)
        _print_titled("difference", zh, rows, 2, phrase("difference", zh, arm=arm, against=against, year=last) + note)


def _print_groups(estimates: Any, records: Records, decimals: dict[str, int], zh: bool) -> None:
    """Change of real income a person by group, a column for each arm."""
    last, name = int(estimates.runs.measurement.years[-1]), "real_income_year_person"
    months = estimates.runs.measurement.months_of[last]
    unit = (of_months("CNY of 2015 a person a year", months), "人年" if months == 12 else f"人，{months}个月")

    def cell(one: dict[str, Any]) -> str:
        return with_bounds(one["mean"], one["together_low"], one["together_high"], decimals[name], zh)

    chosen = [one for one in records if (one["outcome"], one["against"], one["year"]) == (name, "none", last)]
    _print_by_arm(chosen, "group_label", phrase("groups", zh, unit=unit, year=last), cell, zh)


def _print_shares(records: Records, label: str, zh: bool, title: str) -> None:
    """Shares by arm, in per cent, with all together."""

    def cell(one: dict[str, Any]) -> str:
        span = _span(one["together_low"], one["together_high"], percent, zh)
        return "–" if one["share"] is None else f"{percent(one['share'])} %" + ("" if span == "–" else f" {span}")

    _print_by_arm(records, label, title, cell, zh)


def _print_cost_per_seller(records: Records, zh: bool) -> None:
    """More households that sell, the outlay, and the cost of each of them."""
    rows = [
        (one["arm"], with_bounds(one["more_sellers"], one["more_low"], one["more_high"], 0, zh), amount(one["outlay"]),
         f"{amount(one['cost'])} {_span(one['cost_low'], one['cost_high'], amount, zh)}" if one["defined"] else phrase("not defined", zh))
        for one in records
    ]  # fmt: skip
    _print_titled("cost per seller", zh, rows, 1)


def _print_best(records: Records, zh: bool) -> None:
    """The probability that each arm is best, by outcome."""

    def cell(one: dict[str, Any]) -> str:
        return f"{percent(one['probability'])} %"

    _print_by_arm(records, "label", phrase("probability best", zh), cell, zh, phrase("outcome", zh), "–")


def _ratio(one: dict[str, Any], name: str, zh: bool) -> str:
    """A ratio with its bounds, or why it has none."""
    if one[name] is None:
        return phrase(f"ratio {one['ratios']}", zh)
    return f"{shown(one[name], 2)} {_span(one[f'{name}_low'], one[f'{name}_high'], partial(shown, decimals=2), zh)}"


def _print_welfare(study: Any, records: Records, zh: bool) -> None:
    """At the study's rate of discount, everyone counting alike and by share of income, with and without a cost of raising taxes."""
    rows = [
        (one["arm"], phrase(one["view"], zh), f"{one['eta']:g}", f"{one['deadweight']:g}", amount(one["wtp"]), amount(one["cost"]),
         *(_ratio(one, name, zh) for name in ("bcr", "mvpf")))
        for one in records
        if one["rate"] == study.discount
    ]  # fmt: skip
    _print_titled("welfare", zh, rows, 2, phrase("welfare", zh, rate=f"{100 * study.discount:g} %"))


def _print_examination(records: Records, decimals: dict[str, int], zh: bool) -> None:
    """Each indicator beside the county without the programme, its target and the verdict."""
    signs = {"at_least": "≥ ", "at_most": "≤ ", None: ""}
    rows = []
    for one in records:
        places = decimals[one["outcome"]]
        closed = "–" if one["closed"] is None else f"{percent(one['closed'])} %"
        if one["closed_low"] is not None and one["closed_high"] is not None:
            closed += f" {_span(one['closed_low'], one['closed_high'], percent, zh)}"
        change = with_bounds(one["change"], one["change_low"], one["change_high"], places, zh)
        target = "–" if one["target"] is None else f"{signs[one['side']]}{shown(one['target'], places)}"
        value, without = shown(one["value"], places), shown(one["without"], places)
        rows.append((_label(one, "label", zh), one["unit"], value, without, change, target, closed, _label(one, "verdict", zh)))
    about = {"arm": records[0]["arm"], "year": records[0]["year"]} if records else {"arm": "", "year": ""}
    _print_titled("examination", zh, rows, 2, phrase("examination", zh, **about))
