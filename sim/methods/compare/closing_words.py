"""The closing words of a study, made from its numbers: what can be told, what cannot, which arm is probably best, what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.methods.compare.arms_table import ranked
from sim.methods.compare.estimates import SPENDING_APART, Estimates
from sim.methods.compare.long_table import Field, ResultTable
from sim.methods.compare.phrases import Both, Sentence, amount, both, sentence, shown, with_bounds
from sim.methods.compare.quantities import ALL

LEAST_PROBABLE = 0.5
"""An arm is named as probably best above this."""

MOST_PLACES = 5
"""Arms named in the sentence of the ranking; all are in the table of arms."""

_LEFTOVER = {"return": "returned", "next": "next"}
Records = Sequence[dict[str, Any]]


def closing_words(estimates: Estimates, tables: Sequence[ResultTable], reasons: Mapping[str, Both] | None = None) -> list[Sentence]:
    """What the numbers of a study say, in the order in which it is read. `tables` are those of `result_tables`.

    `reasons` say of arms that change nothing why that is so (`reasons_of_no_effect`).
    """
    by_name = {table.name: table.records() for table in tables}
    return [
        *_money(estimates, by_name["money"]),
        *_differences(estimates, by_name["differences"], reasons or {}),
        *_ranking(estimates, by_name["arms"]),
        *_best(estimates, by_name["best"]),
        *_cost_per_seller(by_name["cost_per_seller"]),
        *_public_funds(estimates, by_name["welfare"]),
        *_runs_left_out(estimates),
        _intervals_hold(estimates),
    ]


def words_table(sentences: Sequence[Sentence]) -> ResultTable:
    """The words as a table of results."""
    fields = (Field("topic", "topic", "主题"), Field("text", "in English", "英文"), Field("text_zh", "in Chinese", "中文"))
    rows = tuple((one.topic, one.text, one.text_zh) for one in sentences)
    return ResultTable("words", "what can be told and what cannot", "能够与不能够得出的结论", fields, rows)


def _joined(several: Sequence[Both], en: str, zh: str) -> Both:
    return en.join(one[0] for one in several), zh.join(one[1] for one in several)


def _money(estimates: Estimates, money: Records) -> list[Sentence]:
    """What each arm planned, spent and left unspent, and which arms spend too differently to be ranked."""
    found = [
        sentence("money", "spent", arm=one["arm"], **{key: amount(one[key]) for key in ("planned", "spent", "unspent")})
        for one in money
        if one["lever"] == "all" and one["planned"] is not None and one["spent"] is not None
    ]
    if estimates.runs.study.scenario.history == "national_average":
        found.append(sentence("money", "national history"))
    several = estimates.comparable()
    if len(several) > 1:
        spent = estimates.spending()
        groups = [both("several sums, one", arms=(", ".join(arms), "、".join(arms)), spent=amount(spent[arms[0]])) for arms in several]
        found.append(sentence("money", "several sums", apart=f"{100 * SPENDING_APART:g}", arms=_joined(groups, "; ", "；")))
    return found


def _differences(estimates: Estimates, differences: Records, reasons: Mapping[str, Both]) -> list[Sentence]:
    """For each pair, the outcomes of the last year in which a sign can be told, and those in which it cannot."""
    measurement, asked = estimates.runs.measurement, estimates.runs.study.outcomes
    decimals = {one.outcome: one.decimals for one in measurement.quantities}
    last = measurement.years[-1]

    def change(one: dict[str, Any], zh: bool) -> str:
        return with_bounds(one["mean"], one["together_low"], one["together_high"], decimals[one["outcome"]], zh)

    found: list[Sentence] = []
    for arm, against in dict.fromkeys((one["arm"], one["against"]) for one in differences):
        rows = [
            one for one in differences
            if (one["arm"], one["against"], one["year"], one["group"]) == (arm, against, last, ALL) and one["outcome"] in asked
        ]  # fmt: skip
        if estimates.changes_nothing(arm, against):
            found.append(nothing_at_all(arm, against, reasons))
            continue
        still = [one for one in rows if one["mean"] == 0.0 and one["together_low"] in (0.0, None) and one["together_high"] in (0.0, None)]
        sure, unsure = ([one for one in rows if one not in still and _tells(one) is told] for told in (True, False))
        versus = both("no policy") if against == "none" else against
        if sure:
            changes = [(f"{one['label']} {change(one, False)}", f"{one['label_zh']} {change(one, True)}") for one in sure]
            found.append(sentence("told", "told", arm=arm, against=versus, year=last, changes=_joined(changes, "; ", "；")))
        if unsure:
            outcomes = _joined([(one["label"], one["label_zh"]) for one in unsure], ", ", "、")
            found.append(sentence("not told", "not told", arm=arm, against=versus, year=last, outcomes=outcomes))
        if still:
            outcomes = _joined([(one["label"], one["label_zh"]) for one in still], ", ", "、")
            found.append(sentence("unchanged", "unchanged", arm=arm, against=versus, year=last, outcomes=outcomes))
        if len(rows) > len(still) and not sure and not unsure:
            found.append(sentence("not told", "one run", arm=arm, against=versus))
    return found


def nothing_at_all(arm: str, against: str, reasons: Mapping[str, Both]) -> Sentence:
    """That an arm changes nothing against no policy, and why if that is known; or does the same as another."""
    if against != "none":
        return sentence("unchanged", "nothing between", arm=arm, against=against)
    why = both("because", reason=reasons[arm]) if arm in reasons else ""
    return sentence("unchanged", "nothing at all", arm=arm, why=why)


def _ranking(estimates: Estimates, arms: Records) -> list[Sentence]:
    """The arms by value of public funds, where two or more have one."""
    order = ranked(arms)
    if not order:
        return []
    study = estimates.runs.study
    note = "ranking, equal sums" if len(estimates.comparable()) < 2 else f"ranking, {_LEFTOVER[study.leftover]}"
    each = [
        both("ranking, one", place=one["place"], arm=one["arm"], value=both("any sum") if one["mvpf"] is None else shown(one["mvpf"], 2))
        for one in order[:MOST_PLACES]
    ] + [("…", "…")] * (len(order) > MOST_PLACES)
    first = order[0]
    leads = both("first" if first["highest"] > LEAST_PROBABLE else "first, not sure", arm=first["arm"])
    runs = both("runs of draws" if len(estimates.draws) > 1 else "runs of seeds")
    share = f"{100 * first['highest']:.0f}"
    return [sentence("ranking", "ranking", note=both(note), order=_joined(each, "; ", "；"), leads=leads, share=share, runs=runs)]


def _tells(record: dict[str, Any]) -> bool | None:
    """Whether the interval of all together leaves out 0; None where it is not known."""
    low, high = record["together_low"], record["together_high"]
    return None if low is None or high is None else low > 0.0 or high < 0.0


def _best(estimates: Estimates, best: Records) -> list[Sentence]:
    """The probability that each arm is best, by outcome."""
    if not best:
        if len(estimates.runs.study.arms) < 2:
            return [sentence("best", "one arm")]
        if not any(len(several) > 1 for several in estimates.comparable()):
            return [sentence("best", "no equal sums")]
        return [sentence("best", "one run, no best" if estimates.one_run else "nothing better")]
    found = []
    draws, seeds = len(estimates.draws), len(estimates.replicates)
    count = both("draws", number=draws) if draws > 1 else both("seeds", number=seeds)
    for outcome in dict.fromkeys(one["outcome"] for one in best):
        rows = sorted((one for one in best if one["outcome"] == outcome), key=lambda one: -one["probability"])
        first = rows[0]
        leads = both("leads", arm=first["arm"]) if first["probability"] > LEAST_PROBABLE else both("nobody leads")
        each = [(f"{one['arm']} {100 * one['probability']:.0f} %", f"{one['arm']} {100 * one['probability']:.0f}%") for one in rows]
        label, better = (first["label"], first["label_zh"]), both(first["better"])
        found.append(sentence("best", "best", label=label, better=better, count=count, leads=leads, each=_joined(each, ", ", "、")))
    return found


def _cost_per_seller(rows: Records) -> list[Sentence]:
    """How many more households sell online in each arm, and what each of them cost."""
    found = []
    for one in rows:
        bounds = (one["more_sellers"], one["more_low"], one["more_high"], 0)
        cost, low, high = (amount(one[key]) for key in ("cost", "cost_low", "cost_high"))
        key = "cost of each" if one["defined"] else "no cost of each"
        more = with_bounds(*bounds), with_bounds(*bounds, zh=True)
        found.append(sentence("cost per seller", key, arm=one["arm"], more=more, cost=cost, low=low, high=high))
    return found


def _public_funds(estimates: Estimates, rows: Records) -> list[Sentence]:
    """Marginal value of public funds, for the county and for the country, all counting alike, at the study's rate."""
    study = estimates.runs.study
    found = []
    for arm in study.arms:
        local, national = (funds_of(rows, arm.name, view, study.discount) for view in ("local", "national"))
        if local["ratios"] == national["ratios"] == "infinite":
            found.append(sentence("worth", "pays for itself", arm=arm.name))
        elif local["mvpf"] is None or national["mvpf"] is None:
            why = both("why one run" if estimates.one_run else "why cost holds 0")
            found.append(sentence("worth", "no value of funds", arm=arm.name, why=why))
        else:
            found.append(sentence("worth", "value of funds", arm=arm.name, local=_yuan(local), national=_yuan(national)))
    return found


def funds_of(welfare: Records, arm: str, view: str, rate: float) -> dict[str, Any]:
    """The row of an arm in the table of cost and benefit in which all count alike and taxes cost nothing to raise."""
    wanted = (arm, view, 0.0, rate, 0.0)
    return next(one for one in welfare if (one["arm"], one["view"], one["eta"], one["rate"], one["deadweight"]) == wanted)


def _yuan(one: dict[str, Any]) -> Both:
    return both("yuan", value=shown(one["mvpf"], 2), low=shown(one["mvpf_low"], 2), high=shown(one["mvpf_high"], 2))


def _runs_left_out(estimates: Estimates) -> list[Sentence]:
    failed = len(estimates.runs.failures)
    if not failed:
        return []
    gone = len(estimates.runs.draws) * estimates.runs.replicates - len(estimates.draws) * len(estimates.replicates)
    return [sentence("left out", "runs left out", failed=failed, gone=gone)]


def _intervals_hold(estimates: Estimates) -> Sentence:
    held, out = [both("luck of seeds")], []
    uncertainty = estimates.runs.study.uncertainty
    for name, chosen in (("parameters", uncertainty.parameters), ("unit costs", uncertainty.costs)):
        if chosen == "ranges":
            held.append(both("over ranges", what=both(name)))
        else:
            out.append(both(name))
    out.append(both("never in intervals"))
    return sentence("left out", "intervals hold", held=_joined(held, ", ", "、"), out=_joined(out, "; ", "、"))
