"""Dates and levels on the months of a horizon: start, end, dated levels and ramps, the same for policies and shocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.reading.value_types import Month


@dataclass(frozen=True, slots=True)
class Span:
    """The months of a horizon."""

    start: Month
    months: int

    @property
    def last(self) -> Month:
        """The last month."""
        return self.start.plus(self.months - 1)

    def outside(self, month: Month, shift: int = 0) -> str | None:
        """What is wrong with a month that lies outside, or None."""
        meant = month.plus(shift)
        if self.start <= meant <= self.last:
            return None
        return f"{meant} is outside the horizon, {self.start} to {self.last}"

    def shifted(self, months: int) -> Span:
        """The same number of months, so many later."""
        return Span(self.start.plus(months), self.months)


def levels_by_month(steps: Sequence[tuple[Month, float]], end: Month, ramp: int, span: Span) -> tuple[float, ...]:
    """The level of each month of the horizon: zero before the first step and after `end`.

    `steps` are (month, level) in order of time, all months and `end` (inclusive) inside the horizon. At each step the level moves
    in `ramp` equal monthly moves from where it stood the month before; with a ramp of 0 or 1 it is there in the first month.
    """
    levels = [0.0] * span.months
    before = 0.0
    until = [month.plus(-1) for month, _ in steps[1:]] + [end]
    for (first, level), last in zip(steps, until, strict=True):
        for passed in range(last.since(first) + 1):
            done = (passed + 1) / ramp if passed + 1 < ramp else 1.0
            levels[first.since(span.start) + passed] = before + (level - before) * done if done < 1.0 else level
        before = levels[last.since(span.start)]
    return tuple(levels)


def ramp_too_long(steps: Sequence[tuple[Month, float]], end: Month | None, ramp: int) -> str | None:
    """What is wrong where a level is left before its ramp has reached it, or None; `end` is None where the user gave none."""
    for place, (first, level) in enumerate(steps):
        last = steps[place + 1][0].plus(-1) if place + 1 < len(steps) else end
        if last is not None and last.since(first) + 1 < ramp:
            return f"a ramp of {ramp} months never gets to the {level:g} of {first}: it ends after {last.since(first) + 1}"
    return None
