"""Tables of results in long form, and what goes into their cells."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.methods.compare.measurement import ArmResult
from sim.methods.statistics.means import Interval
from sim.methods.statistics.variance_components import UncertaintyComponents

MONEY = "CNY of 2015"


@dataclass(frozen=True)
class Field:
    """A column of a table: its name, labels and unit (nothing where the rows have units of their own)."""

    name: str
    label: str
    label_zh: str
    unit: str = ""


@dataclass(frozen=True)
class ResultTable:
    """A table of results: name, caption, columns, rows. What is not defined is None."""

    name: str
    caption: str
    caption_zh: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows as mappings of column to value."""
        names = [one.name for one in self.fields]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def columns(declared: str) -> tuple[Field, ...]:
    """Columns, one a line: `name | label | label in Chinese | unit`, without unit where the rows have units of their own.

    A fifth cell, a short name in Chinese, adds the two bounds of the column after it.
    """
    found: list[Field] = []
    for line in declared.strip().splitlines():
        name, label, label_zh, *rest = (cell.strip() for cell in line.split("|"))
        unit = rest[0] if rest else ""
        found.append(Field(name, label, label_zh, unit))
        if len(rest) > 1:
            ends = (("low", "lower", "下限"), ("high", "upper", "上限"))
            found += [Field(f"{name}_{end}", f"its {said} bound", f"{rest[1]}{zh}", unit) for end, said, zh in ends]
    return tuple(found)


def bounds_columns(unit: str = "") -> tuple[Field, ...]:
    """The bounds of luck, parameters, unit costs and all together."""
    parts = (("luck", "luck", "随机性"), ("parameters", "parameters", "参数"),
             ("costs", "unit costs", "单位成本"), ("together", "together", "合计"))  # fmt: skip
    ends = (("low", "下限"), ("high", "上限"))
    return tuple(Field(f"{key}_{end}", f"{said}, {end}", f"{zh}{zh_end}", unit) for key, said, zh in parts for end, zh_end in ends)


ARM, AGAINST, YEAR = columns("arm | arm | 方案\nagainst | compared with | 对照\nyear | year | 年份")
OUTCOME = columns("""
    outcome | outcome | 指标代码
    label | outcome, in words | 指标
    label_zh | outcome, in Chinese | 指标（中文）
    unit | unit | 单位""")
LEVER = columns("""
    lever | lever | 政策工具代码
    lever_label | lever, in words | 政策工具
    lever_label_zh | lever, in Chinese | 政策工具（中文）""")


def bounds_of(found: UncertaintyComponents | None) -> tuple[float | None, ...]:
    """Mean, then the bounds of luck, parameters, unit costs and together; None where they are not known or not told apart."""
    if found is None:
        return (None,) * 9
    bounds: list[float | None] = [found.luck.mean]
    for part in (found.luck, found.parameters, found.costs, found.together):
        bounds += [None, None] if part is None else [finite(part.low), finite(part.high)]
    return tuple(bounds)


def share_bounds_of(found: UncertaintyComponents | None) -> tuple[float | None, ...]:
    """The same for a share of households: an interval does not reach below none of them or above all."""
    return tuple(None if bound is None else min(max(bound, 0.0), 1.0) for bound in bounds_of(found))


def pair_of(found: UncertaintyComponents | None) -> tuple[float | None, ...]:
    """Mean and the bounds of all together."""
    return (None,) * 3 if found is None else interval_of(found.together)


def interval_of(one: Interval | None) -> tuple[float | None, ...]:
    """Mean and bounds, None where they are not known."""
    return (None,) * 3 if one is None else (finite(one.mean), finite(one.low), finite(one.high))


def finite(value: float) -> float | None:
    """A number, or None where it is none."""
    return float(value) if math.isfinite(value) else None


def change_of(place: int) -> Callable[[ArmResult], float]:
    """What a quantity changed by, against no policy."""
    return lambda kept: float(kept.change[place])


def value_of(place: int) -> Callable[[ArmResult], float]:
    """What a quantity is in the arm."""
    return lambda kept: float(kept.with_policy[place])


def period_spent_of(lever: int | None) -> Callable[[ArmResult], float]:
    """What is kept of spending in the policy period: on the lever of a row, or on all of them."""
    return lambda kept: float(kept.spent.sum() if lever is None else kept.spent[lever])


def outlay_of(lever: int | None, year: int | None = None) -> Callable[[ArmResult], float]:
    """What is kept of public outlay: on the lever of a row or on all, in the year of a row or over the whole horizon."""

    def of(kept: ArmResult) -> float:
        rows = kept.outlay if year is None else kept.outlay[year : year + 1]
        return float(rows.sum() if lever is None else rows[:, lever].sum())

    return of
