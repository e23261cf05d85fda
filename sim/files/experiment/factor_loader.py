"""The factors of an experiment file: each range and value checked against what is declared, at its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.files import Scenario
from sim.files.experiment.content import World
from sim.files.experiment.factors import COUNTY, Factor, Role, factor_of
from sim.files.experiment.world_loader import label_of, world_of_county
from sim.files.reading_context import ReadingContext, key_place
from sim.files.scenario.schema import parameter_out_of_range
from sim.reading.amounts import level_refusal
from sim.reading.nodes import Node, Path_
from sim.reading.problems import shortened
from sim.theory.levers import LEVERS, NUMBER
from sim.theory.parameters import PARAMETERS

ENDS = ("from", "to")
FORMS = "`range`, {from: …, to: …} or {values: […]}"


def factors_of(root: Node, context: ReadingContext, world: Scenario | None) -> tuple[list[Factor], list[World]]:
    """The factors under `vary` and `uncertain`, and the worlds of the counties varied (none where no county is)."""
    factors: list[Factor] = []
    worlds: list[World] = []
    roles: tuple[Role, Role] = ("vary", "uncertain")
    for role in roles:
        block = root.at((role,))
        if block is None or not isinstance(block.value, dict):
            continue
        for key, node in block.value.items():
            path = (role, key)
            if role == "uncertain" and root.at(("vary", key)) is not None:
                context.report(key_place(node), path, "is varied and uncertain at once: write it under one of the two")
            elif key == COUNTY:
                if role == "uncertain":
                    context.report(key_place(node), path, "a county is chosen: write it under `vary`")
                elif world is not None:
                    worlds = _counties(node, path, context, world)
                    factors += [county_factor(worlds)] if worlds else []
            elif is_factor_key(key, node, path, context, role):
                factor = _factor(key, role, node, path, context)
                factors += [] if factor is None else [factor]
    return factors, worlds


def county_factor(worlds: Sequence[World]) -> Factor:
    """The factor that chooses among worlds."""
    return Factor(COUNTY, "county", "vary", "", "county", "县域", values=tuple(one.label for one in worlds))


def is_factor_key(key: Any, node: Node, path: Path_, context: ReadingContext, role: Role) -> bool:
    """Whether a key is that of a lever or parameter that can be varied in this role; a problem where it is not."""
    if key in PARAMETERS:
        return True
    if key in NUMBER and role == "vary":
        return True
    if key in NUMBER:
        context.report(key_place(node), path, "is a lever, which is chosen: write it under `vary`")
    elif role == "vary":
        context.report_unknown(node, path, f"no lever or parameter named '{shortened(str(key))}'", [*NUMBER, *PARAMETERS, COUNTY])
    else:
        context.report_unknown(node, path, f"no parameter named '{shortened(str(key))}'", PARAMETERS)
    return False


def check_parameters_set_once(factors: Sequence[Factor], root: Node, context: ReadingContext, worlds: Sequence[World]) -> None:
    """Say which parameters are varied here and set in a scenario."""
    for one in factors:
        setting = next((world for world in worlds if one.kind == "parameter" and one.key in world.scenario.parameters), None)
        if setting is not None:
            node = root.at((one.role, one.key))
            value = setting.scenario.parameters[one.key]
            said = f"is varied and fixed at once: the scenario {setting.scenario.name} sets it to {value:g}"
            context.report(None if node is None else key_place(node), (one.role, one.key), said)


def number_in_range(key: str, node: Node, path: Path_, context: ReadingContext) -> float | None:
    """A number of a lever or parameter in the units of the model, inside its declared range; None, and a problem, where it is not."""
    lever = LEVERS[NUMBER[key]] if key in NUMBER else None
    declared = lever or PARAMETERS[key]
    value, note = context.amount(node, path, declared.unit, declared.money)
    if value is None:
        return None
    said = level_refusal(lever, value, note) if lever is not None else parameter_out_of_range(key, value)
    if said is not None:
        context.report(node, path, said if lever is not None else said + note)
        return None
    return value


def _factor(key: str, role: Role, node: Node, path: Path_, context: ReadingContext) -> Factor | None:
    """A factor over a range or values, or None."""
    if node.value == "range":
        declared = LEVERS[NUMBER[key]] if key in NUMBER else PARAMETERS[key]
        if not declared.low < declared.high:
            context.report(node, path, f"its declared range is empty: it is {declared.low:g}")
            return None
        return factor_of(key, role, declared.low, declared.high)
    if isinstance(node.value, list):
        context.report(node, path, "expected " + FORMS + f", got a list: write {{values: [{_listed(node)}]}}")
        return None
    if not isinstance(node.value, dict) or not node.value:
        context.report(node, path, f"expected {FORMS}, got {node.kind if node.value != {} else 'nothing'}")
        return None
    if "values" in node.value:
        for other in node.value:
            if other != "values":
                context.report(key_place(node.value[other]), (*path, other), "a factor has `values`, or `from` and `to`, not both")
        values = _values(key, node.value["values"], (*path, "values"), context)
        return None if values is None else factor_of(key, role, values=values)
    return _range(key, role, node, path, context)


def _listed(node: Node) -> str:
    return shortened(", ".join(str(one.value) for one in node.value))


def _range(key: str, role: Role, node: Node, path: Path_, context: ReadingContext) -> Factor | None:
    for other, one in node.value.items():
        if other not in ENDS:
            context.report_unknown(one, (*path, other), f"unknown key '{shortened(str(other))}'", [*ENDS, "values"])
            return None
    for end in ENDS:
        if end not in node.value:
            context.report(node, path, f"`{end}` is missing: expected {FORMS}")
            return None
    low, high = (number_in_range(key, node.value[end], (*path, end), context) for end in ENDS)
    if low is None or high is None:
        return None
    if not low < high:
        first, end = (node.value[one].value for one in ENDS)
        said = f"from and to are both {first:g}" if low == high else f"from, {first:g}, is above to, {end:g}"
        context.report(node.value["to"], (*path, "to"), f"the range is empty: {said}")
        return None
    return factor_of(key, role, low, high)


def _values(key: str, node: Node, path: Path_, context: ReadingContext) -> tuple[float, ...] | None:
    """The values of a factor, no two alike."""
    if not isinstance(node.value, list) or not node.value:
        context.report(node, path, f"expected a list of values, got {'an empty one' if isinstance(node.value, list) else node.kind}")
        return None
    found: list[float] = []
    for number, one in enumerate(node.value):
        value = number_in_range(key, one, (*path, number), context)
        if value is None:
            return None
        if value in found:
            context.report(one, (*path, number), f"{one.value:g} is named twice")
            return None
        found.append(value)
    return tuple(found)


def _counties(node: Node, path: Path_, context: ReadingContext, world: Scenario) -> list[World]:
    """The worlds of the counties that are varied, one for each file."""
    values = node.value.get("values") if isinstance(node.value, dict) and len(node.value) == 1 else None
    if values is None or not isinstance(values.value, list) or not values.value:
        context.report(node, path, f"expected {{values: [counties/a.yaml, …]}}, county profiles or scenarios, got {node.kind}")
        return []
    found: list[World] = []
    for number, one in enumerate(values.value):
        where = (*path, "values", number)
        if not isinstance(one.value, str) or not one.value:
            context.report(one, where, f"expected the name of a file, got {one.kind}")
            continue
        label = label_of(one.value, context)
        if any(label == other.label for other in found):
            context.report(one, where, f"two counties would be named '{label}', after their files")
            continue
        scenario = world_of_county(one, where, context, world)
        found += [] if scenario is None else [World(label, scenario)]
    return found if len(found) == len(values.value) else []
