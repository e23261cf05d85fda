"""The results of a study as plain tables in long form: what changed, which arm is best, the examination, and every run."""

from __future__ import annotations

import math
from typing import Any

from sim.files.policy_arms import NONE
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.examination import VERDICTS_ZH, Score, scored
from sim.methods.compare.groups import SELLERS
from sim.methods.compare.long_table import (
    AGAINST,
    ARM,
    BOUNDS,
    OUTCOME,
    YEAR,
    Field,
    ResultTable,
    bounds_of,
    finite,
    interval_of,
)
from sim.methods.compare.measurement import ArmResult
from sim.methods.compare.public_money import levels, levels_by_draw, money, money_by_year
from sim.methods.compare.quantities import ALL
from sim.methods.compare.ranking import probability_best_intervals
from sim.methods.compare.runs import seed_of
from sim.methods.compare.value_for_money import bands, cost_per_seller, sellers, welfare

LOWER_IS_BETTER = frozenset(
    {
        "delivery_price_out",
        "delivery_price_in",
        "delivery_days",
        "gini",
        "poverty_share",
        "cost_of_living_change",
        "trader_margin",
        "produce_lost_kg_household",
    }
)
"""Outcomes of which less is better, for the probability that an arm is best."""
NEITHER_BETTER = frozenset(
    {"public_outlay", "outlay_stations", "outlay_training", "away_household", "hours_online_household", "online_price"}
)
"""Outcomes of which neither more nor less is better: no arm is best in them."""


def result_tables(estimates: Estimates) -> list[ResultTable]:
    """Every table of a study but its words, in the order in which they are read."""
    tables = [
        differences(estimates),
        money(estimates),
        money_by_year(estimates),
        levels(estimates),
        levels_by_draw(estimates),
        bands(estimates),
        sellers(estimates),
        cost_per_seller(estimates),
        welfare(estimates),
        best(estimates),
        cases(estimates),
        drawn(estimates),
    ]
    if estimates.runs.study.examination is not None:
        tables.append(examination(estimates))
    return tables


def pairs(estimates: Estimates) -> list[tuple[str, str]]:
    """Arm and what it is compared with: each with none, then the differences that the study asks for."""
    study = estimates.runs.study
    return [*((arm.name, NONE) for arm in study.arms), *study.differences]


def differences(estimates: Estimates) -> ResultTable:
    """Paired differences by outcome, year and group, with luck, parameters and unit costs apart and together."""
    measuring = estimates.runs.measuring
    rows = []
    for arm, against in pairs(estimates):
        for place, one in enumerate(measuring.quantities):
            if one.group in SELLERS and against != NONE:
                # Who an induced seller is depends on the arm: two arms have no such group in common.
                continue

            def change(kept: ArmResult, place: int = place) -> float:
                return float(kept.change[place])

            found = estimates.parts(change, arm, against)
            label, label_zh = measuring.groups[one.group]

            def there(kept: ArmResult, place: int = place) -> float:
                return float(kept.with_policy[place])

            value = finite(estimates.level(there, arm))
            before = None if value is None or found is None else value - found.luck.mean
            rows.append(
                (
                    arm,
                    against,
                    one.outcome,
                    one.label,
                    one.label_zh,
                    one.unit,
                    one.year,
                    one.group,
                    label,
                    label_zh,
                    before,
                    value,
                    *bounds_of(found),
                )
            )
    group = (
        Field("group", "group", "组别代码"),
        Field("group_label", "group, in words", "组别"),
        Field("group_label_zh", "group, in Chinese", "组别（中文）"),
    )
    values = (
        Field("without", "value compared with", "对照值"),
        Field("value", "value in the arm", "方案值"),
        Field("mean", "difference", "差值"),
    )
    return ResultTable(
        "differences",
        "paired differences by outcome, year and group; amounts in CNY of 2015",
        "按指标、年份和组别的配对差值；金额为2015年不变价",
        (ARM, AGAINST, *OUTCOME, YEAR, *group, *values, *BOUNDS),
        tuple(rows),
    )


def best(estimates: Estimates) -> ResultTable:
    """The probability that each arm is best in each outcome of the last year, among arms that spend the same."""
    runs = estimates.runs
    last = runs.measuring.years[-1]
    rows: list[tuple[Any, ...]] = []
    for place, one in enumerate(runs.measuring.quantities):
        if (
            one.year != last
            or one.group != ALL
            or one.outcome not in runs.study.outcomes
            or one.outcome in NEITHER_BETTER
        ):
            continue
        sign = -1.0 if one.outcome in LOWER_IS_BETTER else 1.0

        def change(kept: ArmResult, place: int = place, sign: float = sign) -> float:
            return sign * float(kept.change[place])

        for several in estimates.comparable():
            if len(several) < 2:
                continue
            values = [estimates.independent(change, arm) for arm in several]
            if len(values[0]) < 2:
                # One run tells nothing apart.
                continue
            table = [[float(column[row]) for column in values] for row in range(len(values[0]))]
            if not all(math.isfinite(value) for row in table for value in row):
                continue
            for arm, found in zip(several, probability_best_intervals(table), strict=True):
                rows.append(
                    (
                        arm,
                        one.outcome,
                        one.label,
                        one.label_zh,
                        one.unit,
                        last,
                        "lower" if sign < 0 else "higher",
                        *interval_of(found),
                    )
                )
    fields = (
        *OUTCOME,
        YEAR,
        Field("better", "which is better", "优劣方向"),
        Field("probability", "probability best", "最优概率", "share"),
        Field("low", "its lower bound", "下限", "share"),
        Field("high", "its upper bound", "上限", "share"),
    )
    return ResultTable(
        "best",
        "probability that an arm is best among those that spend the same",
        "支出相同的方案中各方案最优的概率",
        (ARM, *fields),
        tuple(rows),
    )


def scores(estimates: Estimates) -> list[Score]:
    """The scores of the indicators of the study's examination; of one that is not reported at this sampling, none."""
    asked = estimates.runs.study.examination
    found = []
    for one in () if asked is None else asked.indicators:
        place = next(
            row
            for row, each in enumerate(estimates.runs.measuring.quantities)
            if asked is not None and (each.outcome, each.year, each.group) == (one.outcome, asked.year, ALL)
        )

        def change(kept: ArmResult, place: int = place) -> float:
            return float(kept.change[place])

        def there(kept: ArmResult, place: int = place) -> float:
            return float(kept.with_policy[place])

        assert asked is not None
        moved = estimates.parts(change, asked.arm)
        if moved is not None:
            value = estimates.level(there, asked.arm)
            found.append(scored(one, value, value - moved.luck.mean, moved.together))
    return found


def examination(estimates: Estimates) -> ResultTable:
    """Each indicator's value, its counterfactual, its target, and the share of the gap that the programme closed."""
    study = estimates.runs.study
    assert study.examination is not None
    # A flow has another unit in a year of which the horizon holds only some months.
    quantities = estimates.runs.measuring.quantities
    by_name = {one.outcome: one for one in quantities if one.year == study.examination.year}
    rows: list[tuple[Any, ...]] = []
    for one in scores(estimates):
        said = by_name[one.indicator.outcome]
        target = (one.indicator.side if one.indicator.target is not None else None, one.indicator.target)
        rows.append(
            (
                study.examination.arm,
                said.outcome,
                said.label,
                said.label_zh,
                said.unit,
                study.examination.year,
                one.value,
                one.without,
                *interval_of(one.change),
                *target,
                *interval_of(one.closed),
                one.verdict,
                VERDICTS_ZH[one.verdict],
            )
        )
    fields = (
        Field("value", "value", "指标值"),
        Field("without", "without the programme", "无项目值"),
        Field("change", "due to the programme", "项目效应"),
        Field("change_low", "its lower bound", "效应下限"),
        Field("change_high", "its upper bound", "效应上限"),
        Field("side", "target is", "目标方向"),
        Field("target", "target", "目标值"),
        Field("closed", "share of the gap closed", "缺口完成率", "share"),
        Field("closed_low", "its lower bound", "完成率下限", "share"),
        Field("closed_high", "its upper bound", "完成率上限", "share"),
        Field("verdict", "verdict", "结论"),
        Field("verdict_zh", "verdict, in Chinese", "结论（中文）"),
    )
    return ResultTable(
        "examination",
        "indicators against the same county without the programme",
        "以同县无项目情形为对照的指标体检",
        (ARM, *OUTCOME, YEAR, *fields),
        tuple(rows),
    )


def cases(estimates: Estimates) -> ResultTable:
    """Every run: its arm, draw, replicate and seed, and whether it is in the results."""
    runs = estimates.runs
    failed = {(one.arm, one.draw, one.replicate, one.default_costs): one.error for one in runs.failures}
    names = [NONE, *(arm.name for arm in runs.study.arms)]
    done = [
        *((draw, replicate, False, pair) for (draw, replicate), pair in sorted(runs.pairs.items())),
        *((draw, 0, True, pair) for draw, pair in sorted(runs.at_default_costs.items())),
    ]
    rows: list[tuple[Any, ...]] = []
    for draw, replicate, default_costs, pair in done:
        used = draw in estimates.draws and replicate in estimates.replicates
        for name in names:
            error = failed.get((name, draw, replicate, default_costs))
            state = (
                "failed"
                if error is not None
                else "not run"
                if name not in pair.kept
                else "used"
                if used
                else "left out"
            )
            rows.append(
                (
                    name,
                    draw,
                    replicate,
                    seed_of(runs.seed, len(runs.draws), draw, replicate),
                    default_costs,
                    state,
                    error,
                )
            )
    fields = (
        Field("draw", "draw", "抽样序号"),
        Field("replicate", "replicate", "重复序号"),
        Field("seed", "seed", "随机种子"),
        Field("default_costs", "at default unit costs", "按默认单位成本"),
        Field("state", "state", "状态"),
        Field("error", "error", "错误"),
    )
    return ResultTable("cases", "every run of the study", "全部模拟", (ARM, *fields), tuple(rows))


def drawn(estimates: Estimates) -> ResultTable:
    """The drawn parameters and unit costs."""
    from sim.theory.parameters import PARAMETERS

    rows: list[tuple[Any, ...]] = []
    for draw in estimates.runs.draws:
        for kind, values in (("parameter", draw.parameters), ("unit cost", draw.costs)):
            rows += [
                (draw.number, key, PARAMETERS[key].label, PARAMETERS[key].label_zh, kind, PARAMETERS[key].unit, value)
                for key, value in values.items()
            ]
    fields = (
        Field("draw", "draw", "抽样序号"),
        Field("parameter", "parameter", "参数代码"),
        Field("parameter_label", "parameter, in words", "参数"),
        Field("parameter_label_zh", "parameter, in Chinese", "参数（中文）"),
        Field("kind", "kind", "类别"),
        Field("unit", "unit", "单位"),
        Field("value", "value", "取值"),
    )
    return ResultTable("draws", "drawn parameters and unit costs", "参数与单位成本抽样", fields, tuple(rows))
