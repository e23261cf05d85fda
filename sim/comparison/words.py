"""The closing words of a study, made from its numbers: what can be told, what cannot, which arm is probably best, what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.comparison.estimates import SPENDING_APART, Estimates
from sim.comparison.measuring import ALL
from sim.comparison.result_table import Field, ResultTable

LEAST_PROBABLE = 0.5
"""An arm is named as probably best above this."""


@dataclass(frozen=True)
class Sentence:
    """One sentence, in English and in Chinese, and what it is about."""

    topic: str
    text: str
    text_zh: str


def closing_words(estimates: Estimates, tables: Sequence[ResultTable]) -> list[Sentence]:
    """What the numbers of a study say, in the order in which it is read. `tables` are those of `result_tables`."""
    by_name = {table.name: table.records() for table in tables}
    return [
        *_of_money(estimates, by_name["money"]),
        *_told(estimates, by_name["differences"]),
        *_best(estimates, by_name["best"]),
        *_per_seller(by_name["cost_per_seller"]),
        *_worth(estimates, by_name["welfare"]),
        *_runs_left_out(estimates),
        *_intervals_hold(estimates),
    ]


def words_table(sentences: Sequence[Sentence]) -> ResultTable:
    """The words as a table of results."""
    fields = (
        Field("topic", "topic", "主题"),
        Field("text", "in English", "英文"),
        Field("text_zh", "in Chinese", "中文"),
    )
    rows = tuple((one.topic, one.text, one.text_zh) for one in sentences)
    return ResultTable("words", "what can be told and what cannot", "能够与不能够得出的结论", fields, rows)


def shown(value: float | None, decimals: int, sign: bool = False) -> str:
    """A number to its decimals, to two significant digits where they would leave nothing of it, a dash where it is not known."""
    if value is None:
        return "–"
    rounded = round(value, decimals) + 0.0
    text = f"{value:.2g}" if value and abs(rounded) < 5 * 10.0**-decimals else f"{rounded:,.{decimals}f}"
    if "e" in text:
        # A number that small is nothing in a table.
        text = f"{0.0:.{decimals}f}"
    positive = sign and value > 0.0 and text.strip("0.,") != ""
    return f"+{text}" if positive else text


def amount(value: float | None) -> str:
    """A sum of money in whole CNY; a dash where it is not known."""
    return "–" if value is None else f"{round(value) + 0:,}"


def with_bounds(mean: float | None, low: float | None, high: float | None, decimals: int, lang: str = "en") -> str:
    """A difference with its bounds, as in +0.012 (0.004 to 0.020)."""
    if low is None or high is None:
        return shown(mean, decimals, sign=True)
    to = "至" if lang == "zh" else " to "
    return f"{shown(mean, decimals, sign=True)} ({shown(low, decimals)}{to}{shown(high, decimals)})"


def tells(record: dict[str, Any]) -> bool | None:
    """Whether the interval of all together leaves out 0; None where it is not known."""
    low, high = record["together_low"], record["together_high"]
    return None if low is None or high is None else low > 0.0 or high < 0.0


# ---------------------------------------------------------------------------------------------------------------- money


def _of_money(estimates: Estimates, money: Sequence[dict[str, Any]]) -> list[Sentence]:
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


# ----------------------------------------------------------------------------------------------------------------- told


def _told(estimates: Estimates, differences: Sequence[dict[str, Any]]) -> list[Sentence]:
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
        sure = [one for one in rows if tells(one)]
        unsure = [one for one in rows if tells(one) is False]
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


# ----------------------------------------------------------------------------------------------------------------- best


def _best(estimates: Estimates, best: Sequence[dict[str, Any]]) -> list[Sentence]:
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


def _per_seller(rows: Sequence[dict[str, Any]]) -> list[Sentence]:
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


def _worth(estimates: Estimates, rows: Sequence[dict[str, Any]]) -> list[Sentence]:
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


# ------------------------------------------------------------------------------------------------------ what is left out


def _runs_left_out(estimates: Estimates) -> list[Sentence]:
    failed = len(estimates.runs.failures)
    if not failed:
        return []
    gone = len(estimates.runs.draws) * estimates.runs.replicates - len(estimates.draws) * len(estimates.replicates)
    return [
        Sentence(
            "left out",
            f"{failed} runs failed; {gone} pairs of draw and seed are left out of every arm, so that all are seen in the same ones.",
            f"{failed} 次模拟失败；为使各方案可比，所有方案均剔除 {gone} 组抽样与种子。",
        )
    ]


def _intervals_hold(estimates: Estimates) -> list[Sentence]:
    said = estimates.runs.study.uncertainty
    held, held_zh = ["luck (seeds)"], ["随机性（种子）"]
    out: list[str] = []
    out_zh: list[str] = []
    for name, name_zh, chosen in (("parameters", "参数", said.parameters), ("unit costs", "单位成本", said.costs)):
        (held if chosen == "ranges" else out).append(
            f"{name} over their declared ranges" if chosen == "ranges" else name
        )
        (held_zh if chosen == "ranges" else out_zh).append(
            f"{name_zh}（在声明的范围内）" if chosen == "ranges" else name_zh
        )
    out += [
        "the form of the equations", "trends of the world after the data end", "parameters that the scenario sets",
        "answers of other counties and of carriers beyond the county", "taxes and transfers that follow",
        "what works are still worth at the end",
    ]  # fmt: skip
    out_zh += [
        "方程形式",
        "数据截止后的外部趋势",
        "情景中已设定的参数",
        "其他县和县外承运商的反应",
        "随之而来的税收与转移支付，以及期末工程残值",
    ]
    return [
        Sentence(
            "left out",
            f"The intervals (95 %) hold {', '.join(held)}. They leave out {'; '.join(out)}. "
            "Parameters are drawn evenly and apart from one another, which is a choice and no finding.",
            f"区间（95%）包含{'、'.join(held_zh)}；不包含{'、'.join(out_zh)}。参数按均匀且相互独立抽取，这是设定而非发现。",
        )
    ]
