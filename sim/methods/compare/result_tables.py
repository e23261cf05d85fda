"""The results of a study as plain tables in long form: what changed, which arm is best, the examination, and every run."""

from __future__ import annotations

import math
from typing import Any

from sim.files.policy_arms import NONE
from sim.methods.compare.arms_table import arms_table
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.examination import VERDICTS_ZH, Score, score_indicator
from sim.methods.compare.groups import SELLERS
from sim.methods.compare.long_table import (
    AGAINST,
    ARM,
    OUTCOME,
    YEAR,
    ResultTable,
    bounds_columns,
    bounds_of,
    change_of,
    columns,
    finite,
    interval_of,
    value_of,
)  # fmt: skip
from sim.methods.compare.public_money import levels, levels_by_draw, money, money_by_year
from sim.methods.compare.quantities import ALL
from sim.methods.compare.ranking import probability_best_intervals
from sim.methods.compare.runs import seed_of
from sim.methods.compare.value_for_money import bands, cost_per_seller, sellers, welfare

LOWER_IS_BETTER = frozenset({
    "delivery_price_out", "delivery_price_in", "delivery_days",
    "gini", "poverty_share", "cost_of_living_change", "trader_margin", "produce_lost_kg_household",
})  # fmt: skip
"""Outcomes of which less is better, for the probability that an arm is best."""
NEITHER_BETTER = frozenset({
    "public_outlay", "outlay_stations", "outlay_training", "away_household", "hours_online_household", "online_price",
})  # fmt: skip
"""Outcomes of which neither more nor less is better: no arm is best in them."""


def result_tables(estimates: Estimates) -> list[ResultTable]:
    """Every table of a study but its words, in the order in which they are read."""
    tables = [
        differences, money, money_by_year, levels, levels_by_draw, bands, sellers, cost_per_seller, welfare, best, cases, draws,
    ]  # fmt: skip
    if estimates.runs.study.examination is not None:
        tables.append(examination)
    made = [table(estimates) for table in tables]
    by_name = {table.name: table for table in made}
    return [arms_table(estimates, *(by_name[name] for name in ("money", "cost_per_seller", "welfare"))), *made]


def differences(estimates: Estimates) -> ResultTable:
    """Paired differences by outcome, year and group, with luck, parameters and unit costs apart and together."""
    study, measurement = estimates.runs.study, estimates.runs.measurement
    rows: list[tuple[Any, ...]] = []
    for arm, against in (*((arm.name, NONE) for arm in study.arms), *study.differences):
        for place, one in enumerate(measurement.quantities):
            if one.group in SELLERS and against != NONE:
                # Who an induced seller is depends on the arm: two arms have no such group in common.
                continue
            found = estimates.components(change_of(place), arm, against)
            value = finite(estimates.level(value_of(place), arm))
            without = None if value is None or found is None else value - found.luck.mean
            group = (one.group, *measurement.groups[one.group])
            rows.append((arm, against, *one.cells, one.year, *group, without, value, *bounds_of(found)))
    more = columns("""
        group | group | 组别代码
        group_label | group, in words | 组别
        group_label_zh | group, in Chinese | 组别（中文）
        without | value compared with | 对照值
        value | value in the arm | 方案值
        mean | difference | 差值""")
    caption = "paired differences by outcome, year and group; amounts in CNY of 2015", "按指标、年份和组别的配对差值；金额为2015年不变价"
    return ResultTable("differences", *caption, (ARM, AGAINST, *OUTCOME, YEAR, *more, *bounds_columns()), tuple(rows))


def best(estimates: Estimates) -> ResultTable:
    """The probability that each arm is best in each outcome of the last year, among arms that spend the same."""
    runs = estimates.runs
    last = runs.measurement.years[-1]
    rows: list[tuple[Any, ...]] = []
    for place, one in enumerate(runs.measurement.quantities):
        if (one.year, one.group) != (last, ALL) or one.outcome not in runs.study.outcomes or one.outcome in NEITHER_BETTER:
            continue
        sign, better = (-1.0, "lower") if one.outcome in LOWER_IS_BETTER else (1.0, "higher")
        for several in estimates.comparable():
            values = [sign * estimates.independent(change_of(place), arm) for arm in several]
            if len(several) < 2 or len(values[0]) < 2 or not all(math.isfinite(value) for each in values for value in each):
                # One arm is not ranked, and one run tells nothing apart.
                continue
            intervals = probability_best_intervals([[float(each[row]) for each in values] for row in range(len(values[0]))])
            rows += [(arm, *one.cells, last, better, *interval_of(found)) for arm, found in zip(several, intervals, strict=True)]
    more = columns("""
        better | which is better | 优劣方向
        probability | probability best | 最优概率 | share
        low | its lower bound | 下限 | share
        high | its upper bound | 上限 | share""")
    caption = "probability that an arm is best among those that spend the same", "支出相同的方案中各方案最优的概率"
    return ResultTable("best", *caption, (ARM, *OUTCOME, YEAR, *more), tuple(rows))


def scores(estimates: Estimates) -> list[Score]:
    """The scores of the indicators of the study's examination; of one that is not reported at this sampling, none."""
    asked = estimates.runs.study.examination
    if asked is None:
        return []
    places = {(one.outcome, one.year, one.group): row for row, one in enumerate(estimates.runs.measurement.quantities)}
    found = []
    for one in asked.indicators:
        place = places[one.outcome, asked.year, ALL]
        moved = estimates.components(change_of(place), asked.arm)
        if moved is not None:
            value = estimates.level(value_of(place), asked.arm)
            found.append(score_indicator(one, value, value - moved.luck.mean, moved.together))
    return found


def examination(estimates: Estimates) -> ResultTable:
    """Each indicator's value, its counterfactual, its target, and the share of the gap that the programme closed."""
    asked = estimates.runs.study.examination
    assert asked is not None
    # A flow has another unit in a year of which the horizon holds only some months.
    by_name = {one.outcome: one for one in estimates.runs.measurement.quantities if one.year == asked.year}
    rows: list[tuple[Any, ...]] = []
    for one in scores(estimates):
        target = (one.indicator.side if one.indicator.target is not None else None, one.indicator.target)
        values = (one.value, one.without, *interval_of(one.change), *target, *interval_of(one.closed))
        rows.append((asked.arm, *by_name[one.indicator.outcome].cells, asked.year, *values, one.verdict, VERDICTS_ZH[one.verdict]))
    more = columns("""
        value | value | 指标值
        without | without the programme | 无项目值
        change | due to the programme | 项目效应 | | 效应
        side | target is | 目标方向
        target | target | 目标值
        closed | share of the gap closed | 缺口完成率 | share | 完成率
        verdict | verdict | 结论
        verdict_zh | verdict, in Chinese | 结论（中文）""")
    caption = "indicators against the same county without the programme", "以同县无项目情形为对照的指标体检"
    return ResultTable("examination", *caption, (ARM, *OUTCOME, YEAR, *more), tuple(rows))


def cases(estimates: Estimates) -> ResultTable:
    """Every run: its arm, draw, replicate and seed, and whether it is in the results."""
    runs = estimates.runs
    failed = {(one.arm, one.draw, one.replicate, one.default_costs): one.error for one in runs.failures}
    done = [
        *((draw, replicate, False, pair) for (draw, replicate), pair in sorted(runs.pairs.items())),
        *((draw, 0, True, pair) for draw, pair in sorted(runs.at_default_costs.items())),
    ]
    rows: list[tuple[Any, ...]] = []
    for draw, replicate, default_costs, pair in done:
        used = draw in estimates.draws and replicate in estimates.replicates
        seed = seed_of(runs.seed, len(runs.draws), draw, replicate)
        for name in (NONE, *(arm.name for arm in runs.study.arms)):
            error = failed.get((name, draw, replicate, default_costs))
            state = "failed" if error is not None else "not run" if name not in pair.kept else "used" if used else "left out"
            rows.append((name, draw, replicate, seed, default_costs, state, error))
    more = columns("""
        draw | draw | 抽样序号
        replicate | replicate | 重复序号
        seed | seed | 随机种子
        default_costs | at default unit costs | 按默认单位成本
        state | state | 状态
        error | error | 错误""")
    return ResultTable("cases", "every run of the study", "全部模拟", (ARM, *more), tuple(rows))


def draws(estimates: Estimates) -> ResultTable:
    """The drawn parameters and unit costs."""
    from sim.theory.parameters import PARAMETERS

    rows: list[tuple[Any, ...]] = []
    for draw in estimates.runs.draws:
        for kind, values in (("parameter", draw.parameters), ("unit cost", draw.costs)):
            for key, value in values.items():
                rows.append((draw.number, key, PARAMETERS[key].label, PARAMETERS[key].label_zh, kind, PARAMETERS[key].unit, value))
    fields = columns("""
        draw | draw | 抽样序号
        parameter | parameter | 参数代码
        parameter_label | parameter, in words | 参数
        parameter_label_zh | parameter, in Chinese | 参数（中文）
        kind | kind | 类别
        unit | unit | 单位
        value | value | 取值""")
    return ResultTable("draws", "drawn parameters and unit costs", "参数与单位成本抽样", fields, tuple(rows))
