"""The shocks of a scenario: as a file says them, and month by month as the model reads them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.files.policy.conflicts import first_above
from sim.reading.nodes import Node, Path_
from sim.reading.problems import Problem
from sim.reading.timeline import Span, levels_by_month, ramp_too_long
from sim.reading.value_types import Declared, Month, MonthText, Within, month_of, wrong
from sim.reading.wrong_keys_and_values import forgotten, validated
from sim.theory.shocks import EVENT, Event, EventName

MOST_SHOCKS = 60


class ShockEntry(Declared):
    """A shock as a file says it, from `start` for some `months` or to `end`."""

    event: EventName
    start: Annotated[MonthText, Field(description="first month")]
    months: Annotated[int, Within(1, 600, unit="number of months")] | None = None
    end: Annotated[MonthText | None, Field(description="last month; default: that of the horizon")] = None
    ramp: Annotated[int, Within(0, 120, unit="months in which the size is reached, in equal moves")] = 0
    size: Annotated[float | None, Field(description="how strong; default: as the event says")] = None

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if self.months is not None and self.end is not None:
            raise wrong("has both `months` and `end`: write one of them")
        return self


class Shock(Declared):
    """A shock by month over the horizon of a scenario: `sizes` has one a month, 0 where there is none."""

    event: EventName
    sizes: tuple[float, ...]

    @model_validator(mode="after")
    def _possible(self) -> Self:
        for size in self.sizes:
            if said := size_refusal(EVENT[self.event], size):
                raise wrong(said)
        return self


def size_refusal(event: Event, size: float) -> str | None:
    """What is wrong with the size of a shock, or None."""
    if 0.0 <= size <= event.high:
        return None
    return f"expected a number from 0 to {event.high:g} ({event.size}), got {size:.12g}"


def shocks_of(node: Node, path: Path_, span: Span) -> tuple[list[Shock], list[Problem]]:
    """The shocks that a list in a file says, month by month, and all that is wrong with them.

    Sizes of one event that overlap add up; a sum above the range is a problem at the later entry.
    """
    if not isinstance(node.value, list):
        return [], [node.best_place.problem(path, f"expected a list of shocks, got {node.kind}")]
    shocks: list[Shock] = []
    problems: list[Problem] = []
    for index, one in enumerate(node.value):
        if index == MOST_SHOCKS:
            problems.append(one.best_place.problem((*path, index), f"more than {MOST_SHOCKS} shocks"))
            break
        shock, found = _shock(one, (*path, index), span)
        problems += found
        if shock is None:
            continue
        event = EVENT[shock.event]
        before = [other.sizes for other in shocks if other.event == shock.event]
        if above := first_above(before, shock.sizes, event.high):
            month, total = above
            said = f"several shocks of this event come to {total:.12g} in {span.start.plus(month)}; the range is 0 to {event.high:g}"
            problems.append(one.value["event"].place.problem((*path, index), said))
        else:
            shocks.append(shock)
    return shocks, problems


def _shock(node: Node, path: Path_, span: Span) -> tuple[Shock | None, list[Problem]]:
    """One entry."""
    entry, problems = validated(ShockEntry, node, path)
    if entry is None or (problems := forgotten(node, path)):
        return None, problems
    event = EVENT[entry.event]
    size = event.default if entry.size is None else entry.size
    if said := size_refusal(event, size):
        problems.append(node.value["size"].best_place.problem((*path, "size"), said))
    start = month_of(entry.start)
    end, key = span.last, "start"
    if entry.end is not None:
        end, key = month_of(entry.end), "end"
    elif entry.months is not None:
        end, key = start.plus(entry.months - 1), "months"
    problems += _misdated(node, path, span, start, end, key)
    given = None if key == "start" else end
    if not problems and (said := ramp_too_long([(start, size)], given, entry.ramp)):
        problems.append(node.value["ramp"].best_place.problem((*path, "ramp"), said))
    if problems:
        return None, problems
    return Shock(event=entry.event, sizes=levels_by_month([(start, size)], end, entry.ramp, span)), []


def _misdated(node: Node, path: Path_, span: Span, start: Month, end: Month, key: str) -> list[Problem]:
    """What is wrong with the dates of a shock; `key` is where its end is said."""
    found: list[Problem] = []
    if said := span.outside(start):
        found.append(node.value["start"].best_place.problem((*path, "start"), said))
    elif end < start:
        found.append(node.value["end"].best_place.problem((*path, "end"), f"{end} is before the start, {start}"))
    elif said := span.outside(end):
        found.append(node.value[key].best_place.problem((*path, key), said))
    return found
