"""Public money by arm and lever: planned, spent, unspent; by year; and the levels that spend it."""

from __future__ import annotations

import math
from typing import Any

from sim.comparison.estimates import Estimates
from sim.comparison.result_table import (
    ARM,
    BOUNDS,
    LEVER,
    MONEY,
    YEAR,
    Field,
    ResultTable,
    bounds_of,
    outlay_of,
    period_spent_of,
)
from sim.levers import LEVERS, NUMBER


def money(estimates: Estimates) -> ResultTable:
    """Planned, spent and unspent over the policy period by arm and lever, and all levers together."""
    rows: list[tuple[Any, ...]] = []
    for arm in estimates.runs.study.arms:
        planned = arm.planned
        for lever in [*_levers_of(estimates, arm.name), None]:
            spent = estimates.parts(period_spent_of(lever), arm.name)
            meant = (
                math.fsum(planned.values())
                if lever is None and planned
                else None
                if lever is None
                else planned.get(LEVERS[lever].key)
            )
            mean = None if spent is None else spent.luck.mean
            # What is spent on a lever that no budget is meant for is neither planned nor left over.
            unspent = None if meant is None or mean is None else max(0.0, meant - mean)
            after = estimates.level(outlay_of(lever), arm.name) - (mean or 0.0)
            rows.append((arm.name, *lever_of(lever), meant, mean, unspent, *bounds_of(spent)[1:], after))
    fields = (
        Field("planned", "planned", "计划", MONEY),
        Field("spent", "spent in the policy period", "政策期支出", MONEY),
        Field("unspent", "unspent", "未支出", MONEY),
        *(Field(one.name, one.label, one.label_zh, MONEY) for one in BOUNDS),
        Field("spent_after", "spent after it", "政策期后支出", MONEY),
    )
    caption = "public money by arm and lever, more than without the policy: planned, spent, unspent"
    return ResultTable(
        "money", caption, "各方案各工具的公共支出：计划、已支出、未支出", (ARM, *LEVER, *fields), tuple(rows)
    )


def money_by_year(estimates: Estimates) -> ResultTable:
    """Public money by arm, lever and year."""
    measuring = estimates.runs.measuring
    rows: list[tuple[Any, ...]] = []
    for arm in estimates.runs.study.arms:
        for lever in [*_levers_of(estimates, arm.name), None]:
            for place in range(measuring.first_year, len(measuring.years)):
                found = estimates.parts(outlay_of(lever, place), arm.name)
                rows.append((arm.name, *lever_of(lever), measuring.years[place], *bounds_of(found)))
    fields = (
        Field("outlay", "public outlay", "公共支出", MONEY),
        *(Field(one.name, one.label, one.label_zh, MONEY) for one in BOUNDS),
    )
    return ResultTable(
        "money_by_year",
        "public money by arm, lever and year",
        "各方案各工具分年公共支出",
        (ARM, *LEVER, YEAR, *fields),
        tuple(rows),
    )


def levels(estimates: Estimates) -> ResultTable:
    """The levels at which money arms are run, found in the pilot."""
    rows = []
    for arm in estimates.runs.study.arms:
        for one in estimates.runs.levels.get(arm.name, ()):
            lever = LEVERS[NUMBER[one.lever]]
            rows.append(
                (
                    arm.name,
                    lever.key,
                    lever.label,
                    lever.label_zh,
                    one.level,
                    lever.unit,
                    arm.planned[one.lever],
                    one.spent,
                    one.top,
                )
            )
    fields = (
        Field("level", "level", "水平"),
        Field("unit", "unit", "单位"),
        Field("budget", "budget", "预算", MONEY),
        Field("pilot_spent", "spent in the pilot", "试算支出", MONEY),
        Field("top", "top of the lever's range", "已达工具上限"),
    )
    return ResultTable(
        "levels",
        "levels that spend the money, found in a pilot",
        "试算得到的政策水平",
        (ARM, *LEVER, *fields),
        tuple(rows),
    )


def _levers_of(estimates: Estimates, arm: str) -> list[int]:
    """Rows of the levers that an arm sets or on which more or less is spent because of it."""
    study = estimates.runs.study
    of = next(one for one in study.arms if one.name == arm)
    named = {NUMBER[lever] for lever in (*(one.lever for one in of.shares), *(one.lever for one in of.measures))}
    return [row for row in range(len(LEVERS)) if row in named or estimates.drawn(outlay_of(row), arm).values.any()]


def lever_of(row: int | None) -> tuple[str, str, str]:
    """Key and labels of a lever, or of all together."""
    return (
        ("all", "all levers", "全部工具") if row is None else (LEVERS[row].key, LEVERS[row].label, LEVERS[row].label_zh)
    )
