"""The examination of a demonstration county: its indicators scored against the same county without the programme."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.files.study.examination import Indicator
from sim.methods.statistics.means import Interval

REACHED, MISSED, ANYHOW, NO_TARGET = "reached", "not reached", "reached without it too", "no target"
PART_YEAR = "not a full year"
VERDICTS_ZH = {REACHED: "达标", MISSED: "未达标", ANYHOW: "没有项目也达标", NO_TARGET: "无目标值", PART_YEAR: "非完整年度"}


@dataclass(frozen=True)
class Score:
    """An indicator with the programme and without; `closed` is the share of the way from the one without to the target that was gone.

    `change`: what the programme did, with its bounds. `closed` has the bounds of the change, and is None where there is no target,
    where the county without the programme reaches it, and where a flow of some months would be held against the target of a year.
    """

    indicator: Indicator
    value: float
    without: float
    change: Interval
    closed: Interval | None
    verdict: str


def score_indicator(indicator: Indicator, value: float, without: float, change: Interval) -> Score:
    """The score of an indicator, from means over all runs with the programme and without, and what it changed with bounds."""
    if indicator.target is None:
        return Score(indicator, value, without, change, None, NO_TARGET)
    if indicator.part_year:
        return Score(indicator, value, without, change, None, PART_YEAR)
    sign = 1.0 if indicator.side == "at_least" else -1.0
    gap = sign * (indicator.target - without)
    reached = sign * (value - indicator.target) >= 0.0
    if gap <= 0.0:
        return Score(indicator, value, without, change, None, ANYHOW if reached else MISSED)
    bounds = sorted(sign * bound / gap for bound in (change.low, change.high)) if math.isfinite(change.low) else [math.nan, math.nan]
    closed = Interval(sign * change.mean / gap, bounds[0], bounds[1], change.n)
    return Score(indicator, value, without, change, closed, REACHED if reached else MISSED)
