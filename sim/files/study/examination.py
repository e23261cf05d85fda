"""The examination of a demonstration county: the indicators and targets that a study file asks for.

The ministry's evaluation (programme 2, the four measures of 2017) reads indicators off the county as it is. Here each also has its own
counterfactual, the same county, seed by seed, without the programme: what would have come anyhow is no merit of the programme.
Indicator: an outcome at the end of a year, with a target or without.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.files import Problem, Scenario
from sim.files.study.schema import SIDES, ExaminationFile, Side
from sim.reading.amounts import without_prices
from sim.reading.nodes import Node, Path_
from sim.reading.problems import shortened
from sim.reading.wrong_keys_and_values import closest, number_of, validated
from sim.theory.deflator import to_2015


@dataclass(frozen=True)
class Indicator:
    """An outcome with its target in the outcome's unit (amounts CNY of 2015), nothing where there is none; a flow counts by year.

    `part_year`: it is a flow, and the horizon holds only some months of the year of the examination.
    """

    outcome: str
    side: Side = "at_least"
    target: float | None = None
    part_year: bool = False


@dataclass(frozen=True)
class Examination:
    """The indicators of an arm at the end of a year."""

    arm: str
    year: int
    indicators: tuple[Indicator, ...]

    def resolved(self) -> dict[str, Any]:
        """The examination as plain data, for the record."""
        return {
            "arm": self.arm,
            "year": self.year,
            "indicators": {one.outcome: None if one.target is None else {one.side: one.target} for one in self.indicators},
        }


def examination_of(
    node: Node | None, arms: Sequence[str], scenario: Scenario | None, first: int, last: int, prices: int | None
) -> tuple[Examination | None, list[Problem]]:
    """The examination that a study file asks for, and all that is wrong with it; the policy's months are rows `first` to `last`."""
    from sim.theory.outcomes import OUTCOMES

    if node is None or node.value is None or not isinstance(node.value, dict):
        return None, []
    path: Path_ = ("examination",)
    said, problems = validated(ExaminationFile, node, path)
    arm, year, listed = (node.at((key,)) for key in ("arm", "year", "indicators"))
    if arm is not None and isinstance(arm.value, str) and arms and arm.value not in arms:
        no_arm = f"no arm named '{shortened(arm.value)}'"
        problems.append(arm.best_place.problem((*path, "arm"), no_arm, closest(arm.value, arms)))
    if year is not None and type(year.value) is int and scenario is not None:
        begins, final = scenario.start.plus(first).year, scenario.last_month.year
        if not begins <= year.value <= final:
            problems.append(year.best_place.problem((*path, "year"), f"expected a year from {begins} to {final}, got {year.value}"))
    indicators: list[Indicator] = []
    if listed is not None and isinstance(listed.value, dict):
        for name, one in listed.value.items():
            found, wrong = _indicator(str(name), one, (*path, "indicators", name), prices)
            problems += wrong
            indicators += [] if found is None else [found]
    if problems or said is None or scenario is None or not arms:
        return None, problems
    examined = scenario.start.plus(last).year if said.year is None else said.year
    whole = sum(scenario.start.plus(month).year == examined for month in range(scenario.months)) == 12
    flows = {one.name for one in OUTCOMES if one.flow}
    asked = tuple(replace(one, part_year=not whole and one.outcome in flows) for one in indicators)
    return Examination(said.arm or arms[0], examined, asked), []


def _indicator(name: str, node: Node, path: Path_, prices: int | None) -> tuple[Indicator | None, list[Problem]]:
    """One indicator: a declared outcome, with `target`, `{at_least: target}`, `{at_most: target}` or nothing."""
    from sim.theory.outcomes import OUTCOMES

    declared = next((one for one in OUTCOMES if one.name == name), None)
    if declared is None:
        place = node.key or node.place
        return None, [place.problem(path, f"no outcome named '{shortened(name)}'", closest(name, [one.name for one in OUTCOMES]))]
    if node.value is None:
        return Indicator(name), []
    side: Side = SIDES[0]
    number = node
    if isinstance(node.value, dict):
        keys = list(node.value)
        if len(keys) != 1 or keys[0] not in SIDES:
            said = f"expected {SIDES[0]} or {SIDES[1]} with a target, as in {{{SIDES[0]}: 0.5}}"
            return None, [node.best_place.problem(path, said)]
        side = keys[0]
        number, path = node.value[side], (*path, side)
    target, problem = number_of(number, path)
    if problem is not None or target is None:
        return None, [problem] if problem is not None else []
    if not math.isfinite(target):
        return None, [number.best_place.problem(path, f"expected a number, got {number.kind}")]
    if "CNY" in declared.unit:
        if prices is None:
            return None, [number.best_place.problem(path, without_prices(declared.unit))]
        target = to_2015(target, prices)
    return Indicator(name, side, target), []
