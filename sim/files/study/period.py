"""The months of a study: those in which its arms may act, and the scenario reaching to the month until which effects are followed."""

from __future__ import annotations

from typing import Any

from sim.files import Month, Problem, Scenario
from sim.files.scenario.schema import needs_trends
from sim.files.value_types import month_of
from sim.files.yaml.nodes import Node

LONGEST = 600
"""Months that can be simulated."""


def _read_month(node: Node | None) -> Month | None:
    """The month a node holds, None where it holds none; the declaration has said so."""
    if node is None or not isinstance(node.value, str):
        return None
    try:
        return month_of(node.value)
    except ValueError:
        return None


def period_of(root: Node, world: Scenario) -> tuple[Scenario | None, int, int, list[Problem]]:
    """The scenario with the horizon that the study needs, and the rows of the first and last month of the policy."""
    until = root.at(("period", "follow_until"))
    ends = [_read_month(root.at(("period", "policy", end))) for end in (0, 1)]
    to = _read_month(until)
    if to is None or until is None or ends[0] is None or ends[1] is None:
        return None, 0, 0, []
    problems: list[Problem] = []
    rows = []
    for end, month in enumerate(ends):
        assert month is not None
        node = root.at(("period", "policy", end))
        assert node is not None
        row = month.since(world.start)
        if row < 0:
            said = f"{month} is before {world.start}, the first month of the scenario"
            problems.append(node.best_place.problem(("period", "policy", end), said))
        rows.append(row)
    months = to.since(world.start) + 1
    place = until.best_place
    if month_after := next((one for one in ends if one is not None and one > to), None):
        problems.append(
            place.problem(("period", "follow_until"), f"{to} is before {month_after}, a month of the policy")
        )
    elif months > LONGEST:
        said = f"{to} is {months} months after {world.start}, the first month of the scenario; at most {LONGEST} can be simulated"
        problems.append(place.problem(("period", "follow_until"), said))
    elif said_of_trends := needs_trends(world.start, months, world.trends):
        problems.append(place.problem(("period", "follow_until"), f"{said_of_trends}, in the scenario"))
    if problems:
        return None, 0, 0, problems
    return reaching(world, months), rows[0], rows[1], []


def reaching(scenario: Scenario, months: int) -> Scenario:
    """The scenario with a horizon of so many months.

    A policy of the scenario that is in force in its last month stays in force as it is then; a shock is over. The caller sees to it that
    `trends` are stated where the data end before the horizon does.
    """
    changed: dict[str, Any] = {"months": months}
    if scenario.measures:
        changed["measures"] = tuple(
            one.model_copy(update={"levels": _reaching(one.levels, months, one.levels[-1])})
            for one in scenario.measures
        )
    if scenario.shocks:
        changed["shocks"] = tuple(
            one.model_copy(update={"sizes": _reaching(one.sizes, months, 0.0)}) for one in scenario.shocks
        )
    return scenario.model_copy(update=changed)


def _reaching(months: tuple[float, ...], wanted: int, after: float) -> tuple[float, ...]:
    return (*months, *[after] * (wanted - len(months)))[:wanted]
