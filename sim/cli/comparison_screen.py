"""What a comparison shows on the screen: money, differences, who gains, what it was worth, which arm is best, and the closing words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sim.cli.summary import print_table
from sim.comparison.measuring import ALL, of_months
from sim.comparison.words import amount, shown, with_bounds
from sim.scenario.errors import printable

Records = Sequence[dict[str, Any]]
STATES_ZH = {"defined": "–", "infinite": "无穷大", "not defined": "无定义"}
TOO_LONG = ("levels_by_draw", "cases", "draws")
"""Tables that are only on disk."""


def print_comparison(
    study: Any, estimates: Any, tables: Sequence[Any], words: Sequence[Any], shape: str, lang: str
) -> None:
    """Print the results on standard output, as tables and words or as JSON."""
    if shape == "json":
        print(json.dumps(_as_json(study, tables), indent=2, ensure_ascii=False, allow_nan=False))
        return
    by_name = {table.name: table.records() for table in tables}
    zh = lang == "zh"
    decimals = {one.outcome: one.decimals for one in estimates.runs.measuring.quantities}
    print(printable(_heading(study, estimates, zh)))
    _money(by_name["money"], zh)
    _levels(by_name["levels"], zh)
    _differences(study, estimates, by_name["differences"], decimals, zh)
    _groups(estimates, by_name["differences"], decimals, zh)
    _crossed(
        by_name["bands"],
        "band_label",
        "share",
        zh,
        ("households by change of real income", "按实际收入变动的家庭比例"),
        _last(estimates),
    )
    if study.groups.sellers:
        _crossed(
            by_name["sellers"],
            "kind_label",
            "share",
            zh,
            ("households that …, in any year since it began", "政策以来按网销划分的家庭比例"),
        )
    _cost_per_seller(by_name["cost_per_seller"], zh)
    _welfare(study, by_name["welfare"], zh)
    _best(by_name["best"], zh)
    if "examination" in by_name:
        _examination(by_name["examination"], decimals, zh)
    for one in words:
        print(printable(f"· {one.text_zh if zh else one.text}"))


def _heading(study: Any, estimates: Any, zh: bool) -> str:
    start = study.scenario.start
    first, last, until = start.plus(study.first), start.plus(study.last), study.scenario.last_month
    number = len(estimates.draws), len(estimates.replicates)
    lines = [study.name, *([study.question] if study.question else [])]
    if zh:
        lines.append(
            f"政策期 {first} 至 {last}，跟踪至 {until}；{number[0]} 次抽样 × {number[1]} 个种子；金额为 2015 年不变价。"
        )
    else:
        lines.append(
            f"policy {first} to {last}, followed until {until}; {number[0]} draws x {number[1]} seeds; amounts in CNY of 2015."
        )
    if study.prices is not None:
        said, said_zh = (
            f"The study's own amounts are in yuan of {study.prices}",
            f"研究文件中的金额为 {study.prices} 年价",
        )
        if study.total is not None:
            said, said_zh = (
                f"{said}: its money comes to {study.total:,.0f} CNY of 2015",
                f"{said_zh}，总额合 2015 年价 {study.total:,.0f} 元",
            )
        lines.append(f"{said_zh}。" if zh else f"{said}.")
    return "\n".join(lines)


def _titled(titles: Sequence[str], rows: Iterable[Sequence[str]], title: str, words: int) -> None:
    listed = [list(row) for row in rows]
    if listed:
        print_table(titles, listed, printable(title), words=words)


def _label(record: dict[str, Any], name: str, zh: bool) -> str:
    return str(record[f"{name}_zh" if zh else name])


def _money(records: Records, zh: bool) -> None:
    titles = (
        ("方案", "政策工具", "计划", "支出", "未支出", "合计区间")
        if zh
        else ("arm", "lever", "planned", "spent", "unspent", "spent, together")
    )
    rows = [
        (
            one["arm"],
            _label(one, "lever_label", zh),
            *(amount(one[key]) for key in ("planned", "spent", "unspent")),
            _money_span(one["together_low"], one["together_high"], zh),
        )
        for one in records
    ]
    title = (
        "公共支出（2015年价元，政策期内，较无政策）"
        if zh
        else "public money in the policy period, more than without (CNY of 2015)"
    )
    _titled(titles, rows, title, 2)


def _levels(records: Records, zh: bool) -> None:
    titles = (
        ("方案", "政策工具", "单位", "水平", "已达上限") if zh else ("arm", "lever", "unit", "level", "top of range")
    )
    yes = ("是", "") if zh else ("yes", "")
    rows = [
        (
            one["arm"],
            _label(one, "lever_label", zh),
            one["unit"],
            f"{one['level']:.5g}",
            yes[0] if one["top"] else yes[1],
        )
        for one in records
    ]
    _titled(titles, rows, "试算得到的水平" if zh else "levels that spend the money in the pilot", 3)


def _differences(study: Any, estimates: Any, records: Records, decimals: dict[str, int], zh: bool) -> None:
    """A table for each pair: the outcomes of the last year, the difference, and its interval by what it holds."""
    last = _last(estimates)
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
                _span(one[f"{part}_low"], one[f"{part}_high"], places, zh)
                for part in ("luck", "parameters", "costs", "together")
            )
            rows.append(
                (
                    _label(one, "label", zh),
                    one["unit"],
                    shown(one["without"], places),
                    shown(one["mean"], places, sign=True),
                    *spans,
                )
            )
        same = pair[1] == "none" or estimates.rankable(*pair)
        against = ("无政策" if zh else "no policy") if pair[1] == "none" else pair[1]
        note = "" if same else "；两者支出不同" if zh else "; the two do not spend the same"
        _titled(
            titles, rows, f"{pair[0]} − {against}，{last}{note}" if zh else f"{pair[0]} - {against}, {last}{note}", 2
        )


def _groups(estimates: Any, records: Records, decimals: dict[str, int], zh: bool) -> None:
    """Change of real income a person by group, a column for each arm."""
    last, name = _last(estimates), "real_income_year_person"
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


def _crossed(
    records: Records, label: str, value: str, zh: bool, title: tuple[str, str], year: int | None = None
) -> None:
    """Shares by arm, in per cent, with all together."""
    chosen = [one for one in records if year is None or one["year"] == year]

    def cell(one: dict[str, Any]) -> str:
        low, high = one["together_low"], one["together_high"]
        span = "" if low is None or high is None else f" ({_percent(low)}{'至' if zh else ' to '}{_percent(high)})"
        return "–" if one[value] is None else f"{_percent(one[value])} %{span}"

    _by_arm(chosen, label, title[1] if zh else title[0], cell, zh, year)


def _by_arm(
    records: Records, label: str, title: str, cell: Callable[[dict[str, Any]], str], zh: bool, year: int | None
) -> None:
    """A table with a row for each label and a column for each arm."""
    arms = list(dict.fromkeys(one["arm"] for one in records))
    cells = {(_label(one, label, zh), one["arm"]): cell(one) for one in records}
    rows = [(name, *(cells.get((name, arm), "") for arm in arms)) for name in dict.fromkeys(name for name, _ in cells)]
    when = "" if year is None else f"，{year}" if zh else f", {year}"
    _titled(("", *arms), rows, f"{title}{when}", 1)


def _cost_per_seller(records: Records, zh: bool) -> None:
    titles = (
        ("方案", "新增网销家庭", "公共支出", "每户成本")
        if zh
        else ("arm", "more households that sell", "public outlay", "cost per extra seller")
    )
    missing = "无定义" if zh else "not defined"
    rows = [
        (
            one["arm"],
            with_bounds(one["more_sellers"], one["more_low"], one["more_high"], 0, "zh" if zh else "en"),
            amount(one["outlay"]),
            f"{amount(one['cost'])} {_money_span(one['cost_low'], one['cost_high'], zh)}"
            if one["defined"]
            else missing,
        )
        for one in records
    ]
    _titled(
        titles,
        rows,
        "每新增一户网销家庭的成本（2015年价元）" if zh else "cost per extra seller in the last year (CNY of 2015)",
        1,
    )


def _welfare(study: Any, records: Records, zh: bool) -> None:
    """At the study's rate of discount, everyone counting alike and by share of income, with and without a cost of raising taxes."""
    titles = (
        ("方案", "口径", "η", "λ", "支付意愿现值", "公共成本现值", "效益成本比", "公共资金边际价值")
        if zh
        else (
            "arm",
            "view",
            "η",
            "λ",
            "willingness to pay",
            "public cost",
            "benefit over cost",
            "value of public funds",
        )
    )
    views = {"local": "本县", "national": "全国"} if zh else {"local": "local", "national": "national"}
    rows = []
    for one in records:
        if one["rate"] == study.discount:
            ratios = (
                STATES_ZH[one["ratios"]] if zh and one[name] is None else one["ratios"] if one[name] is None
                else f"{shown(one[name], 2)} {_span(one[f'{name}_low'], one[f'{name}_high'], 2, zh)}"
                for name in ("bcr", "mvpf")
            )  # fmt: skip
            rows.append(
                (
                    one["arm"],
                    views[one["view"]],
                    f"{one['eta']:g}",
                    f"{one['deadweight']:g}",
                    amount(one["wtp"]),
                    amount(one["cost"]),
                    *ratios,
                )
            )
    rate = f"{100 * study.discount:g} %"
    _titled(
        titles,
        rows,
        f"成本与效益，贴现率 {rate}（2015年价元）"
        if zh
        else f"cost and benefit, present values at {rate} a year (CNY of 2015)",
        2,
    )


def _best(records: Records, zh: bool) -> None:
    arms = list(dict.fromkeys(one["arm"] for one in records))
    cells = {(_label(one, "label", zh), one["arm"]): f"{_percent(one['probability'])} %" for one in records}
    rows = [(name, *(cells.get((name, arm), "–") for arm in arms)) for name in dict.fromkeys(name for name, _ in cells)]
    _titled(
        ("指标" if zh else "outcome", *arms),
        rows,
        "支出相同的方案中最优的概率" if zh else "probability best, among arms that spend the same",
        1,
    )


def _examination(records: Records, decimals: dict[str, int], zh: bool) -> None:
    titles = (
        ("指标", "单位", "指标值", "无项目值", "项目效应", "目标", "缺口完成率", "结论")
        if zh
        else ("indicator", "unit", "value", "without it", "due to it", "target", "gap closed", "verdict")
    )
    signs = {"at_least": "≥ ", "at_most": "≤ ", None: ""}
    rows = []
    for one in records:
        places = decimals[one["outcome"]]
        closed = "–" if one["closed"] is None else f"{_percent(one['closed'])} %"
        if one["closed_low"] is not None and one["closed_high"] is not None:
            closed += f" ({_percent(one['closed_low'])}{'至' if zh else ' to '}{_percent(one['closed_high'])})"
        change = with_bounds(one["change"], one["change_low"], one["change_high"], places, "zh" if zh else "en")
        target = "–" if one["target"] is None else f"{signs[one['side']]}{shown(one['target'], places)}"
        verdict = one["verdict_zh"] if zh else one["verdict"]
        rows.append(
            (
                _label(one, "label", zh),
                one["unit"],
                shown(one["value"], places),
                shown(one["without"], places),
                change,
                target,
                closed,
                verdict,
            )
        )
    about = f"{records[0]['arm']}, {records[0]['year']}" if records else ""
    _titled(titles, rows, f"示范县体检：{about}" if zh else f"examination of the demonstration county: {about}", 2)


def print_nulls(study: Any, found: Sequence[Any], shape: str, lang: str) -> None:
    """Print whether the exact nulls hold, as a table or as JSON."""
    if shape == "json":
        records = [
            {"arm": one.arm, "claim": one.claim, "holds": one.difference is None, "first_difference": one.difference}
            for one in found
        ]
        print(json.dumps({"study": study.name, "nulls": records}, indent=2, ensure_ascii=False))
        return
    zh = lang == "zh"
    claims = (
        {"no dose": "零剂量等于无政策", "before it begins": "开始之前无任何变化"}
        if zh
        else {"no dose": "no dose is no policy", "before it begins": "nothing before it begins"}
    )
    holds = ("逐位相同", "首个差异：") if zh else ("the same to the last bit", "differs first: ")
    rows = [
        (one.arm, claims[one.claim], holds[0] if one.difference is None else f"{holds[1]}{one.difference}")
        for one in found
    ]
    _titled(
        ("方案", "命题", "结果") if zh else ("arm", "claim", "found"), rows, "精确零检验" if zh else "exact nulls", 3
    )


def _as_json(study: Any, tables: Sequence[Any]) -> dict[str, Any]:
    return {
        "study": study.name,
        "price_year": 2015,
        "prices_of_the_study": study.prices,
        "tables": {one.name: one.records() for one in tables},
    }


def _last(estimates: Any) -> int:
    return int(estimates.runs.measuring.years[-1])


def _percent(share: float) -> str:
    return shown(100.0 * share, 1)


def _span(low: float | None, high: float | None, decimals: int, zh: bool) -> str:
    if low is None or high is None:
        return "–"
    return f"({shown(low, decimals)}{'至' if zh else ' to '}{shown(high, decimals)})"


def _money_span(low: float | None, high: float | None, zh: bool) -> str:
    return "–" if low is None or high is None else f"({amount(low)}{'至' if zh else ' to '}{amount(high)})"
