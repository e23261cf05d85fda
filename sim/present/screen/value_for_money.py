"""What the money of an arm was worth, on the screen: cost per seller, cost and benefit, the best arm, the examination."""

from __future__ import annotations

from typing import Any

from sim.methods.compare.words.sentences import amount, shown, with_bounds
from sim.present.screen.comparison_cells import Records, label_of, money_span, percent, print_titled, span

STATES_ZH = {"defined": "–", "infinite": "无穷大", "not defined": "无定义"}


def print_cost_per_seller(records: Records, zh: bool) -> None:
    """More households that sell, the outlay, and the cost of each of them."""
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
            f"{amount(one['cost'])} {money_span(one['cost_low'], one['cost_high'], zh)}"
            if one["defined"]
            else missing,
        )
        for one in records
    ]
    print_titled(
        titles,
        rows,
        "每新增一户网销家庭的成本（2015年价元）" if zh else "cost per extra seller in the last year (CNY of 2015)",
        1,
    )


def print_welfare(study: Any, records: Records, zh: bool) -> None:
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
                else f"{shown(one[name], 2)} {span(one[f'{name}_low'], one[f'{name}_high'], 2, zh)}"
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
    print_titled(
        titles,
        rows,
        f"成本与效益，贴现率 {rate}（2015年价元）"
        if zh
        else f"cost and benefit, present values at {rate} a year (CNY of 2015)",
        2,
    )


def print_best(records: Records, zh: bool) -> None:
    """The probability that each arm is best, by outcome."""
    arms = list(dict.fromkeys(one["arm"] for one in records))
    cells = {(label_of(one, "label", zh), one["arm"]): f"{percent(one['probability'])} %" for one in records}
    rows = [(name, *(cells.get((name, arm), "–") for arm in arms)) for name in dict.fromkeys(name for name, _ in cells)]
    print_titled(
        ("指标" if zh else "outcome", *arms),
        rows,
        "支出相同的方案中最优的概率" if zh else "probability best, among arms that spend the same",
        1,
    )


def print_examination(records: Records, decimals: dict[str, int], zh: bool) -> None:
    """Each indicator beside the county without the programme, its target and the verdict."""
    titles = (
        ("指标", "单位", "指标值", "无项目值", "项目效应", "目标", "缺口完成率", "结论")
        if zh
        else ("indicator", "unit", "value", "without it", "due to it", "target", "gap closed", "verdict")
    )
    signs = {"at_least": "≥ ", "at_most": "≤ ", None: ""}
    rows = []
    for one in records:
        places = decimals[one["outcome"]]
        closed = "–" if one["closed"] is None else f"{percent(one['closed'])} %"
        if one["closed_low"] is not None and one["closed_high"] is not None:
            closed += f" ({percent(one['closed_low'])}{'至' if zh else ' to '}{percent(one['closed_high'])})"
        change = with_bounds(one["change"], one["change_low"], one["change_high"], places, "zh" if zh else "en")
        target = "–" if one["target"] is None else f"{signs[one['side']]}{shown(one['target'], places)}"
        verdict = one["verdict_zh"] if zh else one["verdict"]
        rows.append(
            (
                label_of(one, "label", zh),
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
    print_titled(titles, rows, f"示范县体检：{about}" if zh else f"examination of the demonstration county: {about}", 2)
