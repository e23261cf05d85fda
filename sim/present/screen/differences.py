"""What arms spent and changed, on the screen: money, levels, differences, and who gains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.methods.compare.quantities import ALL, of_months
from sim.methods.compare.words.sentences import amount, shown, with_bounds
from sim.present.screen.comparison_cells import Records, label_of, last_year, money_span, percent, print_titled, span


def print_money(records: Records, zh: bool) -> None:
    """Public money by arm and lever: planned, spent, unspent."""
    titles = (
        ("方案", "政策工具", "计划", "支出", "未支出", "合计区间")
        if zh
        else ("arm", "lever", "planned", "spent", "unspent", "spent, together")
    )
    rows = [
        (
            one["arm"],
            label_of(one, "lever_label", zh),
            *(amount(one[key]) for key in ("planned", "spent", "unspent")),
            money_span(one["together_low"], one["together_high"], zh),
        )
        for one in records
    ]
    title = ("公共支出（2015年价元，政策期内，较无政策）" if zh else "public money in the policy period, more than without (CNY of 2015)")
    print_titled(titles, rows, title, 2)


def print_levels(records: Records, zh: bool) -> None:
    """The levels that the pilot found for the levers of money arms."""
    titles = (("方案", "政策工具", "单位", "水平", "已达上限") if zh else ("arm", "lever", "unit", "level", "top of range"))
    yes = ("是", "") if zh else ("yes", "")
    rows = [
        (
            one["arm"],
            label_of(one, "lever_label", zh),
            one["unit"],
            f"{one['level']:.5g}",
            yes[0] if one["top"] else yes[1],
        )
        for one in records
    ]
    print_titled(titles, rows, "试算得到的水平" if zh else "levels that spend the money in the pilot", 3)


def print_differences(study: Any, estimates: Any, records: Records, decimals: dict[str, int], zh: bool) -> None:
    """A table for each pair: the outcomes of the last year, the difference, and its interval by what it holds."""
    last = last_year(estimates)
    titles = (
        ("指标", "单位", "对照", "差值", "随机性", "参数", "单位成本", "合计")
        if zh
        else ("outcome", "unit", "without", "difference", "luck", "parameters", "unit costs", "together")
    )
    for pair in dict.fromkeys((one["arm"], one["against"]) for one in records):
        rows = []
        for one in records:
            if (
                (one["arm"], one["against"]) != pair
                or one["year"] != last
                or one["group"] != ALL
                or one["outcome"] not in study.measured
            ):
                continue
            places = decimals[one["outcome"]]
            spans = (
                span(one[f"{part}_low"], one[f"{part}_high"], places, zh)
                for part in ("luck", "parameters", "costs", "together")
            )
            rows.append(
                (
                    label_of(one, "label", zh),
                    one["unit"],
                    shown(one["without"], places),
                    shown(one["mean"], places, sign=True),
                    *spans,
                )
            )
        same = pair[1] == "none" or estimates.rankable(*pair)
        against = ("无政策" if zh else "no policy") if pair[1] == "none" else pair[1]
        note = "" if same else "；两者支出不同" if zh else "; the two do not spend the same"
        print_titled(
            titles, rows, f"{pair[0]} − {against}，{last}{note}" if zh else f"{pair[0]} - {against}, {last}{note}", 2
        )


def print_groups(estimates: Any, records: Records, decimals: dict[str, int], zh: bool) -> None:
    """Change of real income a person by group, a column for each arm."""
    last, name = last_year(estimates), "real_income_year_person"
    chosen = [one for one in records if (one["outcome"], one["against"], one["year"]) == (name, "none", last)]
    months = estimates.runs.measuring.months_of[last]
    per = "人年" if months == 12 else f"人，{months}个月"
    title = (
        f"分组人均实际收入变化（2015年价元/{per}）"
        if zh
        else f"change of real income a person by group ({of_months('CNY of 2015 a person a year', months)})"
    )
    _by_arm(
        chosen,
        "group_label",
        title,
        lambda one: with_bounds(
            one["mean"], one["together_low"], one["together_high"], decimals[name], "zh" if zh else "en"
        ),
        zh,
        last,
    )


def print_shares(
    records: Records, label: str, value: str, zh: bool, title: tuple[str, str], year: int | None = None
) -> None:
    """Shares by arm, in per cent, with all together."""
    chosen = [one for one in records if year is None or one["year"] == year]

    def cell(one: dict[str, Any]) -> str:
        low, high = one["together_low"], one["together_high"]
        span = "" if low is None or high is None else f" ({percent(low)}{'至' if zh else ' to '}{percent(high)})"
        return "–" if one[value] is None else f"{percent(one[value])} %{span}"

    _by_arm(chosen, label, title[1] if zh else title[0], cell, zh, year)


def _by_arm(
    records: Records, label: str, title: str, cell: Callable[[dict[str, Any]], str], zh: bool, year: int | None
) -> None:
    """A table with a row for each label and a column for each arm."""
    arms = list(dict.fromkeys(one["arm"] for one in records))
    cells = {(label_of(one, label, zh), one["arm"]): cell(one) for one in records}
    rows = [(name, *(cells.get((name, arm), "") for arm in arms)) for name in dict.fromkeys(name for name, _ in cells)]
    when = "" if year is None else f"，{year}" if zh else f", {year}"
    print_titled(("", *arms), rows, f"{title}{when}", 1)
