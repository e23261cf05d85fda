"""Several policies on one lever: their levels add up, and a sum above the lever's range is refused at the policy that makes it so.

Levers whose level is a share of villages served are unions instead: a village that two policies serve is served once, so they never
conflict. Sums are taken as if the targets overlapped, for who is in both may differ from draw to draw.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.files.policy.schema import Measure, lever_named
from sim.reading.problems import Problem
from sim.reading.value_types import Month

MOST_MEASURES = 60
"""Levers that policies may set at once; each costs memory for every month and household."""
_ROUNDING = 1e-9


def first_above(before: Sequence[Sequence[float]], levels: Sequence[float], high: float) -> tuple[int, float] | None:
    """The first month in which levels add up to more than `high` once `levels` joins those `before`, and the sum; or None."""
    for month, level in enumerate(levels):
        if level == 0.0:
            continue
        # Left to right: the order of the file, on every machine.
        total = level
        for other in before:
            total += other[month]
        if total > high * (1.0 + _ROUNDING):
            return month, total
    return None


def conflicts(measures: Sequence[Measure], start: Month) -> list[Problem]:
    """What is wrong with measures taken together: sums above a lever's range, and too many of them.

    Each problem stands at the place of the later policy (`asked`), or has no place where that has none.
    """
    problems: list[Problem] = []
    accepted: dict[str, list[Measure]] = {}
    for number, measure in enumerate(measures):
        if number == MOST_MEASURES:
            problems.append(_at(measure, f"more than {MOST_MEASURES} levers are set at once"))
            break
        lever = lever_named(measure.lever)
        before = accepted.setdefault(measure.lever, [])
        above = None if lever.union else first_above([one.levels for one in before], measure.levels, lever.high)
        if above is None:
            before.append(measure)
            continue
        month, total = above
        others = " and ".join(dict.fromkeys(one.policy for one in before if one.levels[month] > 0.0))
        unit = f" {lever.unit}" if lever.unit != "0..1" else ""
        year = " of 2015" if lever.money else ""
        said = f"{lever.key} comes to {total:.12g}{unit}{year} in {start.plus(month)} together with {others}"
        problems.append(_at(measure, f"{said}; its range is {lever.low:g} to {lever.high:g}"))
    return problems


def _at(measure: Measure, message: str) -> Problem:
    """A problem at the place of a measure."""
    at = measure.asked
    if at is None:
        return Problem(measure.policy, 0, 0, "", message)
    return Problem(at.file, at.line, at.column, at.path, message, None, at.length, at.source)
