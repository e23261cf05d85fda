"""The closing words about what was spent, what an arm changed beyond doubt, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.methods.compare.estimates import SPENDING_APART, Estimates
from sim.methods.compare.quantities import ALL
from sim.methods.compare.words.sentences import Sentence, amount, with_bounds


def of_money(estimates: Estimates, money: Sequence[dict[str, Any]]) -> list[Sentence]:
    """What each arm planned, spent and left unspent, and which arms spend too differently to be ranked."""
    found = []
    for one in money:
        if one["lever"] != "all" or one["planned"] is None or one["spent"] is None:
            continue
        planned, spent, unspent = (amount(one[key]) for key in ("planned", "spent", "unspent"))
        found.append(
            Sentence(
                "money",
                f"{one['arm']}: {planned} CNY of 2015 planned, {spent} spent, {unspent} unspent.",
                f"{one['arm']}：计划 {planned} 元（2015年价），支出 {spent} 元，未支出 {unspent} 元。",
            )
        )
    if estimates.runs.study.scenario.history == "national_average":
        found.append(
            Sentence(
                "money",
                "In this world the programmes that ran on average in the nation run in every arm (history: national_average); what an arm "
                "spends is what is spent more than that. To compare with a county without programmes, write history: no_programme.",
                "本情景中各方案均含全国平均项目（history: national_average），方案支出为在此之上的增量；"
                "若要与无项目县比较，请写 history: no_programme。",
            )
        )
    several = estimates.comparable()
    if len(several) > 1:
        spent_by = estimates.spending()
        said = "; ".join(f"{', '.join(names)} ({amount(spent_by[names[0]])} CNY)" for names in several)
        said_zh = "；".join(f"{'、'.join(names)}（{amount(spent_by[names[0]])} 元）" for names in several)
        apart = f"{100 * SPENDING_APART:g}"
        found.append(
            Sentence(
                "money",
                f"Spending differs by more than {apart} %, so these are not ranked with one another: {said}.",
                f"支出相差超过 {apart}%，以下各组之间不排名：{said_zh}。",
            )
        )
    return found


def of_differences(estimates: Estimates, differences: Sequence[dict[str, Any]]) -> list[Sentence]:
    """For each pair, the outcomes of the last year in which a sign can be told, and those in which it cannot."""
    measuring, asked = estimates.runs.measuring, estimates.runs.study.outcomes
    decimals = {one.outcome: one.decimals for one in measuring.quantities}
    last = measuring.years[-1]
    found: list[Sentence] = []
    seen = dict.fromkeys((one["arm"], one["against"]) for one in differences)
    for arm, against in seen:
        rows = [
            one for one in differences
            if (one["arm"], one["against"], one["year"], one["group"]) == (arm, against, last, ALL) and one["outcome"] in asked
        ]  # fmt: skip
        sure = [one for one in rows if _tells(one)]
        unsure = [one for one in rows if _tells(one) is False]
        versus, versus_zh = ("no policy", "无政策") if against == "none" else (against, against)
        if sure:
            said = "; ".join(f"{one['label']} {_change(one, decimals)}" for one in sure)
            said_zh = "；".join(f"{one['label_zh']} {_change(one, decimals, 'zh')}" for one in sure)
            found.append(
                Sentence(
                    "told",
                    f"{arm} against {versus}, {last}, can be told: {said}.",
                    f"{last}年，{arm} 与 {versus_zh} 能够区分：{said_zh}。",
                )
            )
        if unsure:
            said, said_zh = ", ".join(one["label"] for one in unsure), "、".join(one["label_zh"] for one in unsure)
            found.append(
                Sentence(
                    "not told",
                    f"{arm} against {versus}, {last}, cannot be told (the interval holds 0): {said}.",
                    f"{last}年，{arm} 与 {versus_zh} 不能区分（区间含0）：{said_zh}。",
                )
            )
        if rows and not sure and not unsure:
            found.append(
                Sentence(
                    "not told",
                    f"{arm} against {versus}: with one seed and one draw nothing can be told.",
                    f"{arm} 与 {versus_zh}：仅一次抽样、一个种子，无法区分。",
                )
            )
    return found


def _change(one: dict[str, Any], decimals: dict[str, int], lang: str = "en") -> str:
    return with_bounds(one["mean"], one["together_low"], one["together_high"], decimals[one["outcome"]], lang)


def _tells(record: dict[str, Any]) -> bool | None:
    """Whether the interval of all together leaves out 0; None where it is not known."""
    low, high = record["together_low"], record["together_high"]
    return None if low is None or high is None else low > 0.0 or high < 0.0
