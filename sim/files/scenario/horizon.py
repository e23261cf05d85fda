"""A scenario over other months."""

from __future__ import annotations

from typing import Any

from sim.files.scenario.schema import Scenario
from sim.reading.value_types import Month


def with_horizon(scenario: Scenario, start: Month, months: int) -> Scenario:
    """The scenario over other months.

    A policy of the scenario that is in force in its last month stays in force as it is then; a shock is over; before its first month there
    is neither. The caller sees to it that `trends` are stated where the data end before the horizon does.
    """
    if (start, months) == (scenario.start, scenario.months):
        return scenario
    shift = start.since(scenario.start)

    def moved(levels: tuple[float, ...], after: float) -> tuple[float, ...]:
        rows = range(shift, shift + months)
        return tuple(0.0 if row < 0 else levels[row] if row < len(levels) else after for row in rows)

    changed: dict[str, Any] = {"start": start, "months": months}
    if scenario.measures:
        changed["measures"] = tuple(
            one.model_copy(update={"levels": moved(one.levels, one.levels[-1])}) for one in scenario.measures
        )
    if scenario.shocks:
        changed["shocks"] = tuple(one.model_copy(update={"sizes": moved(one.sizes, 0.0)}) for one in scenario.shocks)
    return scenario.model_copy(update=changed)
