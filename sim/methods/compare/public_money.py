"""Public money by arm and lever: planned, spent, unspent; by year; and the levels that spend it, in the pilot and in each draw."""

from __future__ import annotations

import math
from typing import Any

from sim.files.study.study import Arm
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.long_table import (
    ARM,
    LEVER,
    MONEY,
    YEAR,
    ResultTable,
    bounds_columns,
    bounds_of,
    columns,
    outlay_of,
    period_spent_of,
)  # fmt: skip
from sim.theory.levers import LEVERS, NUMBER


def money(estimates: Estimates) -> ResultTable:
    """Planned, spent and unspent over the policy period by arm and lever, and all levers together.

    A lever is planned where every entry of the arm on it has a budget, and an arm where every lever that it names is. What is unspent
    of an arm is what is unspent of its planned levers: what goes to the others takes nothing from it. Where a lever passes on what it
    cannot spend, it is not unspent there.
    """
    rows: list[tuple[Any, ...]] = []
    study = estimates.runs.study
    for arm in study.arms:
        planned = _planned(arm)
        budgets = planned if study.leftover == "return" or not arm.shares else _budgets(estimates, arm)
        left: list[float] = []
        for lever in [*_levers_of(estimates, arm.name), None]:
            spent = estimates.components(period_spent_of(lever), arm.name)
            mean = None if spent is None else spent.luck.mean
            if lever is None:
                meant = math.fsum(planned.values()) if planned and planned.keys() == _named(arm) else None
                unspent = math.fsum(left) if left else None
            else:
                meant = planned.get(LEVERS[lever].key)
                # What is spent on a lever that no budget is meant for is neither planned nor left over.
                unspent = None if meant is None or mean is None else max(0.0, budgets[LEVERS[lever].key] - mean)
                left += [] if unspent is None else [unspent]
            later = estimates.level(outlay_of(lever), arm.name) - (mean or 0.0)
            rows.append((arm.name, *lever_of(lever), meant, mean, unspent, *bounds_of(spent)[1:], later))
    fields = columns("""
        planned | planned | 计划 | CNY of 2015
        spent | spent in the policy period | 政策期支出 | CNY of 2015
        unspent | unspent | 未支出 | CNY of 2015""")
    after = columns("spent_after | spent after it | 政策期后支出 | CNY of 2015")
    caption = "public money by arm and lever, more than without the policy: planned, spent, unspent"
    caption_zh = "各方案各工具的公共支出：计划、已支出、未支出"
    return ResultTable("money", caption, caption_zh, (ARM, *LEVER, *fields, *bounds_columns(MONEY), *after), tuple(rows))


def money_by_year(estimates: Estimates) -> ResultTable:
    """Public money by arm, lever and year."""
    measurement = estimates.runs.measurement
    rows: list[tuple[Any, ...]] = []
    for arm in estimates.runs.study.arms:
        for lever in [*_levers_of(estimates, arm.name), None]:
            for place in range(measurement.first_year, len(measurement.years)):
                found = estimates.components(outlay_of(lever, place), arm.name)
                rows.append((arm.name, *lever_of(lever), measurement.years[place], *bounds_of(found)))
    outlay = columns("outlay | public outlay | 公共支出 | CNY of 2015")
    caption = "public money by arm, lever and year", "各方案各工具分年公共支出"
    return ResultTable("money_by_year", *caption, (ARM, *LEVER, YEAR, *outlay, *bounds_columns(MONEY)), tuple(rows))


def levels(estimates: Estimates) -> ResultTable:
    """The levels of money arms that spend their budgets in the pilot; at what they are run in a draw is in `levels_by_draw`."""
    rows: list[tuple[Any, ...]] = []
    for arm in estimates.runs.study.arms:
        for one in estimates.runs.levels.get(arm.name, ()):
            row = NUMBER[one.lever]
            rows.append((arm.name, *lever_of(row), one.level, LEVERS[row].unit, one.budget, one.spent, one.top))
    fields = columns("""
        level | level | 水平
        unit | unit | 单位
        budget | budget | 预算 | CNY of 2015
        pilot_spent | spent in the pilot | 试算支出 | CNY of 2015
        top | top of the lever's range | 已达工具上限""")
    caption = (
        "levels that spend the money in the pilot, at default parameters; those that were run are in levels_by_draw",
        "默认参数下试算得到的政策水平；各次抽样实际采用的水平见 levels_by_draw",
    )
    return ResultTable("levels", *caption, (ARM, *LEVER, *fields), tuple(rows))


def levels_by_draw(estimates: Estimates) -> ResultTable:
    """The levels at which money arms were run in each draw, at drawn and at default unit costs, with the budgets that ended them.

    Each held from the first month of the policy to its last. A draw in which they could not be tried out was not run: `cases` says why.
    """
    runs = estimates.runs
    rows: list[tuple[Any, ...]] = []
    for (draw, default_costs), measures in sorted(runs.policies.items()):
        if isinstance(measures, str):
            continue
        for arm in runs.study.arms:
            for one in measures[arm.name] if arm.shares else ():
                row = NUMBER[one.lever]
                level = one.levels[runs.study.first]
                rows.append((arm.name, *lever_of(row), draw, default_costs, level, LEVERS[row].unit, one.budget))
    fields = columns("""
        draw | draw | 抽样序号
        default_costs | at default unit costs | 按默认单位成本
        level | level | 水平
        unit | unit | 单位
        budget | budget | 预算 | CNY of 2015""")
    caption = "levels of money arms as they were run in each draw", "各次抽样中按资金份额设定的方案实际采用的政策水平"
    return ResultTable("levels_by_draw", *caption, (ARM, *LEVER, *fields), tuple(rows))


def _planned(arm: Arm) -> dict[str, float]:
    """The money meant for each lever of which every entry has a budget, CNY of 2015: of a lever with an open one nothing is planned."""
    unlimited = {one.lever for one in arm.measures if one.budget is None}
    return {lever: budget for lever, budget in arm.planned.items() if lever not in unlimited}


def _budgets(estimates: Estimates, arm: Arm) -> dict[str, float]:
    """What each lever of a money arm could spend, mean over the draws, with what was passed on to it and without what it passed on."""
    found: dict[str, list[float]] = {}
    for draw in estimates.draws:
        measures = estimates.runs.policies[draw, False]
        for one in () if isinstance(measures, str) else measures[arm.name]:
            found.setdefault(one.lever, []).append(one.budget or 0.0)
    return {lever: math.fsum(several) / len(several) for lever, several in found.items()}


def _named(arm: Arm) -> set[str]:
    """Keys of the levers that an arm sets."""
    return {*(one.lever for one in arm.shares), *(one.lever for one in arm.measures)}


def _levers_of(estimates: Estimates, arm: str) -> list[int]:
    """Rows of the levers that an arm sets or on which more or less is spent because of it."""
    study = estimates.runs.study
    of = next(one for one in study.arms if one.name == arm)
    named = {NUMBER[lever] for lever in _named(of)}
    return [row for row in range(len(LEVERS)) if row in named or estimates.arm_differences(outlay_of(row), arm).values.any()]


def lever_of(row: int | None) -> tuple[str, str, str]:
    """Key and labels of a lever, or of all together."""
    return ("all", "all levers", "全部工具") if row is None else (LEVERS[row].key, LEVERS[row].label, LEVERS[row].label_zh)
