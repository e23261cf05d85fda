"""Joint draws of parameters, as a posterior gives them: a CSV file with a column a parameter and a row a draw."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.files import InputError, Problem
from sim.files.experiment.content import World
from sim.files.experiment.factor_loader import number_in_range
from sim.files.experiment.factors import DRAW, Factor
from sim.files.reading_context import ReadingContext
from sim.files.scenario.schema import parameter_out_of_range
from sim.reading.amounts import in_2015, without_prices
from sim.reading.nodes import Node, Path_
from sim.reading.problems import shortened
from sim.reading.reader import read_bytes
from sim.reading.wrong_keys_and_values import closest
from sim.theory.parameters import PARAMETERS

LARGEST_DRAWS = 64 * 1024 * 1024
"""Bytes of a file of draws."""


def draws_of(root: Node, context: ReadingContext) -> tuple[tuple[Mapping[str, float], ...], list[Factor]]:
    """The joint draws of `draws`, a row each, and the factor that chooses among them."""
    node = root.at(("draws",))
    if node is None or not isinstance(node.value, str) or not node.value:
        return (), []
    held = context.held.get(node.value)
    if held is not None:
        rows = [_draw(one, number, node, context) for number, one in enumerate(held)]
    else:
        file, shown = context.file(node.value)
        text = _text(file, shown, node, context)
        rows = [] if text is None else _table(text, shown, context)
    if not rows or any(one is None for one in rows):
        return (), []
    said = tuple(one for one in rows if one is not None)
    if len({tuple(one) for one in said}) > 1:
        context.report(node, ("draws",), "every draw sets the same parameters")
        return (), []
    values = tuple(float(number) for number in range(len(said)))
    return said, [Factor(DRAW, "draw", "uncertain", "", "joint draw of parameters", "参数联合抽样", values=values)]


def check_draws_set_once(
    draws: Sequence[Mapping[str, float]], factors: Sequence[Factor], worlds: Sequence[World], root: Node, context: ReadingContext
) -> None:
    """Say which parameters are drawn jointly, and varied or set in a scenario as well."""
    node = root.at(("draws",))
    for key in draws[0] if draws else ():
        if any(one.key == key for one in factors):
            context.report(node, ("draws",), f"{key} is varied and drawn at once")
        elif setting := next((one for one in worlds if key in one.scenario.parameters), None):
            context.report(node, ("draws",), f"{key} is drawn and fixed at once: the scenario {setting.scenario.name} sets it")


def _draw(said: Mapping[str, Any], number: int, node: Node, context: ReadingContext) -> dict[str, float] | None:
    """A draw that was given in Python."""
    path: Path_ = ("draws", number)
    found: dict[str, float] = {}
    for key, value in said.items():
        if key not in PARAMETERS:
            context.report(node, (*path, key), f"no parameter named '{shortened(str(key))}'", closest(str(key), PARAMETERS))
            return None
        one = number_in_range(key, Node(float(value), node.place, node.key, str(value)), (*path, key), context)
        if one is None:
            return None
        found[key] = one
    return found


def _text(file: Path, shown: str, node: Node, context: ReadingContext) -> str | None:
    """The text of a file of draws."""
    try:
        return read_bytes(file, shown, node.best_place.problem(("draws",), ""), LARGEST_DRAWS).decode("utf-8-sig")
    except UnicodeDecodeError:
        context.report(node, ("draws",), f"{shown}: not UTF-8: save the file as UTF-8")
    except InputError as error:
        context.problems += error.problems
    return None


def _table(text: str, shown: str, context: ReadingContext) -> list[dict[str, float] | None]:
    """The rows of a CSV of draws; its columns are parameters."""
    lines = text.split("\n")

    def at(message: str, line: int, path: str, suggestion: str | None = None) -> None:
        source = lines[line - 1].rstrip("\r")
        context.problems.append(Problem(shown, line, 1, path, message, suggestion, max(1, len(source)), source))

    reader = csv.reader(io.StringIO(text))
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        context.problems.append(Problem(shown, 0, 0, "", f"cannot be read as CSV: line {reader.line_num}: {error}"))
        return []
    if not rows:
        context.problems.append(Problem(shown, 0, 0, "", "is empty: expected a row of parameters, and a draw in each row below"))
        return []
    top, header = rows[0]
    for key in header:
        if key not in PARAMETERS:
            at(f"no parameter named '{shortened(key)}'", top, shortened(key), closest(key, PARAMETERS))
        elif header.count(key) > 1:
            at("is named twice", top, key)
        elif PARAMETERS[key].money and context.year is None:
            at(without_prices(PARAMETERS[key].unit) + ", in the experiment", top, key)
    if context.problems:
        return []
    found: list[dict[str, float] | None] = []
    for line, row in rows[1:]:
        if len(row) != len(header):
            at(f"expected {len(header)} numbers, got {len(row)}", line, "")
            return []
        draw: dict[str, float] = {}
        for key, cell in zip(header, row, strict=True):
            value = _number(cell)
            declared = PARAMETERS[key]
            if value is not None and declared.money and isinstance(context.year, int):
                value = in_2015(value, declared.unit, context.year)
            said = f"expected a number, got `{shortened(cell)}`" if value is None else parameter_out_of_range(key, value)
            if said is not None or value is None:
                at(said or "", line, key)
                return []
            draw[key] = value
        found.append(draw)
    if not found:
        context.problems.append(Problem(shown, 0, 0, "", "has no draws below its first row"))
    return found


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if value - value == 0.0 else None
