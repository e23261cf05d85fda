"""The closing words about which arm is probably best, what an extra seller costs, and what a public yuan is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.methods.compare.estimates import Estimates
from sim.methods.compare.words.sentences import Sentence, amount, shown, with_bounds

LEAST_PROBABLE = 0.5
"""An arm is named as probably best above this."""


def of_the_best(estimates: Estimates, best: Sequence[dict[str, Any]]) -> list[Sentence]:
    """The probability that each arm is best, by outcome."""
    if not best:
        if len(estimates.runs.study.arms) < 2:
            why = "One arm is not ranked.", "只有一个方案，不排名。"
        elif not any(len(several) > 1 for several in estimates.comparable()):
            why = "No two arms spend the same, so none is called best.", "没有两个方案支出相同，不排名。"
        elif len(estimates.draws) * len(estimates.replicates) < 2:
            why = "With one seed and one draw no arm is called best.", "仅一次抽样、一个种子，不排名。"
        else:
            why = "Of no outcome asked for is more or less better, so no arm is called best.", "所选结果无优劣之分，不排名。"
        return [Sentence("best", *why)]
    found = []
    number = len(estimates.draws) if len(estimates.draws) > 1 else len(estimates.replicates)
    of, of_zh = ("draws", "次抽样") if len(estimates.draws) > 1 else ("seeds", "个种子")
    for outcome in dict.fromkeys(one["outcome"] for one in best):
        rows = sorted((one for one in best if one["outcome"] == outcome), key=lambda one: -one["probability"])
        if rows[0]["probability"] <= LEAST_PROBABLE:
            leads, leads_zh = "no arm is probably best", "没有方案很可能最优"
        else:
            leads, leads_zh = f"{rows[0]['arm']} is probably best", f"{rows[0]['arm']} 很可能最优"
        better_zh = "低" if rows[0]["better"] == "lower" else "高"
        each = ", ".join(f"{one['arm']} {100 * one['probability']:.0f} %" for one in rows)
        each_zh = "、".join(f"{one['arm']} {100 * one['probability']:.0f}%" for one in rows)
        found.append(
            Sentence(
                "best",
                f"{rows[0]['label']} ({rows[0]['better']} is better), {number} {of}: {leads}; probability best: {each}.",
                f"{rows[0]['label_zh']}（{better_zh}者为优），{number}{of_zh}：{leads_zh}；最优概率：{each_zh}。",
            )
        )
    return found


def of_cost_per_seller(rows: Sequence[dict[str, Any]]) -> list[Sentence]:
    """How many more households sell online in each arm, and what each of them cost."""
    found = []
    for one in rows:
        more = with_bounds(one["more_sellers"], one["more_low"], one["more_high"], 0)
        more_zh = with_bounds(one["more_sellers"], one["more_low"], one["more_high"], 0, "zh")
        if one["defined"]:
            cost, low, high = (amount(one[key]) for key in ("cost", "cost_low", "cost_high"))
            text = f"{one['arm']}: {more} more households sell online; {cost} ({low} to {high}) CNY for each."
            text_zh = f"{one['arm']}：新增网销家庭 {more_zh} 户；每户 {cost}（{low}至{high}）元。"
        else:
            text = f"{one['arm']}: {more} more households sell online; the cost of each is not defined."
            text_zh = f"{one['arm']}：新增网销家庭 {more_zh} 户；每户成本无定义。"
        found.append(Sentence("cost per seller", text, text_zh))
    return found


def of_public_funds(estimates: Estimates, rows: Sequence[dict[str, Any]]) -> list[Sentence]:
    """Marginal value of public funds, for the county and for the country, all counting alike, at the study's rate."""
    study = estimates.runs.study
    found = []
    for arm in study.arms:
        local, national = (
            next(
                one for one in rows
                if (one["arm"], one["view"], one["eta"], one["rate"], one["deadweight"]) == (arm.name, view, 0.0, study.discount, 0.0)
            )
            for view in ("local", "national")
        )  # fmt: skip
        alone = len(estimates.draws) * len(estimates.replicates) < 2
        if local["ratios"] == national["ratios"] == "infinite":
            text = f"{arm.name}: it costs the public nothing on balance, and is worth something: a public yuan is worth any sum."
            text_zh = f"{arm.name}：公共净成本不为正而有正收益：公共资金边际价值为无穷大。"
        elif local["mvpf"] is None or national["mvpf"] is None:
            why = "one run has no interval" if alone else "the interval of what it cost holds 0"
            why_zh = "单次模拟没有区间" if alone else "成本区间含0"
            text = f"{arm.name}: what a public yuan is worth is not defined: {why}."
            text_zh = f"{arm.name}：公共资金边际价值无定义：{why_zh}。"
        else:
            text = (
                f"{arm.name}: a public yuan is worth {_ratio(local, 'en')} to the county, "
                f"and {_ratio(national, 'en')} to the country if sellers elsewhere lose all that sellers here gain."
            )
            text_zh = (
                f"{arm.name}：每一元公共资金对本县价值 {_ratio(local, 'zh')}；"
                f"若本县卖家所得皆为外县卖家所失，则对全国价值 {_ratio(national, 'zh')}。"
            )
        found.append(Sentence("worth", text, text_zh))
    return found


def _ratio(one: dict[str, Any], lang: str) -> str:
    to = "至" if lang == "zh" else " to "
    unit = " 元" if lang == "zh" else " yuan"
    return f"{shown(one['mvpf'], 2)} ({shown(one['mvpf_low'], 2)}{to}{shown(one['mvpf_high'], 2)}){unit}"
