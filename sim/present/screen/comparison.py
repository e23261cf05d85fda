"""What a comparison shows on the screen: money, differences, who gains, what it was worth, which arm is best, and the closing words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sim.present.screen.comparison_cells import last_year, print_titled
from sim.present.screen.differences import print_differences, print_groups, print_levels, print_money, print_shares
from sim.present.screen.value_for_money import print_best, print_cost_per_seller, print_examination, print_welfare
from sim.reading.problems import printable


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
    print_money(by_name["money"], zh)
    print_levels(by_name["levels"], zh)
    print_differences(study, estimates, by_name["differences"], decimals, zh)
    print_groups(estimates, by_name["differences"], decimals, zh)
    print_shares(
        by_name["bands"],
        "band_label",
        "share",
        zh,
        ("households by change of real income", "按实际收入变动的家庭比例"),
        last_year(estimates),
    )
    if study.groups.sellers:
        print_shares(
            by_name["sellers"],
            "kind_label",
            "share",
            zh,
            ("households that …, in any year since it began", "政策以来按网销划分的家庭比例"),
        )
    print_cost_per_seller(by_name["cost_per_seller"], zh)
    print_welfare(study, by_name["welfare"], zh)
    print_best(by_name["best"], zh)
    if "examination" in by_name:
        print_examination(by_name["examination"], decimals, zh)
    for one in words:
        print(printable(f"· {one.text_zh if zh else one.text}"))


def _heading(study: Any, estimates: Any, zh: bool) -> str:
    start = study.scenario.start
    first, last, until = start.plus(study.first), start.plus(study.last), study.scenario.last_month
    number = len(estimates.draws), len(estimates.replicates)
    lines = [study.name, *([study.question] if study.question else [])]
    if zh:
        lines.append(f"政策期 {first} 至 {last}，跟踪至 {until}；{number[0]} 次抽样 × {number[1]} 个种子；金额为 2015 年不变价。")
    else:
        lines.append(
            f"policy {first} to {last}, followed until {until}; {number[0]} draws x {number[1]} seeds; amounts in CNY of 2015."
        )
    if study.prices is not None:
        said, said_zh = (f"The study's own amounts are in yuan of {study.prices}", f"研究文件中的金额为 {study.prices} 年价")
        if study.total is not None:
            said, said_zh = (
                f"{said}: its money comes to {study.total:,.0f} CNY of 2015",
                f"{said_zh}，总额合 2015 年价 {study.total:,.0f} 元",
            )
        lines.append(f"{said_zh}。" if zh else f"{said}.")
    return "\n".join(lines)


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
    print_titled(("方案", "命题", "结果") if zh else ("arm", "claim", "found"), rows, "精确零检验" if zh else "exact nulls", 3)


def _as_json(study: Any, tables: Sequence[Any]) -> dict[str, Any]:
    return {
        "study": study.name,
        "price_year": 2015,
        "prices_of_the_study": study.prices,
        "tables": {one.name: one.records() for one in tables},
    }
