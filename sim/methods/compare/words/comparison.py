"""The closing words of a study, made from its numbers: what can be told, what cannot, which arm is probably best, what is left out."""

from __future__ import annotations

from collections.abc import Sequence

from sim.methods.compare.estimates import Estimates
from sim.methods.compare.long_table import Field, ResultTable
from sim.methods.compare.words.differences import of_differences, of_money
from sim.methods.compare.words.sentences import Sentence
from sim.methods.compare.words.value_for_money import of_cost_per_seller, of_public_funds, of_the_best


def closing_words(estimates: Estimates, tables: Sequence[ResultTable]) -> list[Sentence]:
    """What the numbers of a study say, in the order in which it is read. `tables` are those of `result_tables`."""
    by_name = {table.name: table.records() for table in tables}
    return [
        *of_money(estimates, by_name["money"]),
        *of_differences(estimates, by_name["differences"]),
        *of_the_best(estimates, by_name["best"]),
        *of_cost_per_seller(by_name["cost_per_seller"]),
        *of_public_funds(estimates, by_name["welfare"]),
        *_runs_left_out(estimates),
        *_intervals_hold(estimates),
    ]


def words_table(sentences: Sequence[Sentence]) -> ResultTable:
    """The words as a table of results."""
    fields = (Field("topic", "topic", "主题"), Field("text", "in English", "英文"), Field("text_zh", "in Chinese", "中文"))
    rows = tuple((one.topic, one.text, one.text_zh) for one in sentences)
    return ResultTable("words", "what can be told and what cannot", "能够与不能够得出的结论", fields, rows)


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
        (held_zh if chosen == "ranges" else out_zh).append(f"{name_zh}（在声明的范围内）" if chosen == "ranges" else name_zh)
    out += [
        "the form of the equations", "trends of the world after the data end", "parameters that the scenario sets",
        "answers of other counties and of carriers beyond the county", "taxes and transfers that follow",
        "what works are still worth at the end",
    ]  # fmt: skip
    out_zh += [
        "方程形式", "数据截止后的外部趋势", "情景中已设定的参数", "其他县和县外承运商的反应",
        "随之而来的税收与转移支付，以及期末工程残值",
    ]  # fmt: skip
    return [
        Sentence(
            "left out",
            f"The intervals (95 %) hold {', '.join(held)}. They leave out {'; '.join(out)}. "
            "Parameters are drawn evenly and apart from one another, which is a choice and no finding.",
            f"区间（95%）包含{'、'.join(held_zh)}；不包含{'、'.join(out_zh)}。参数按均匀且相互独立抽取，这是设定而非发现。",
        )
    ]
