"""Points that an experiment says one by one: the rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.files import Scenario
from sim.files.experiment.content import World
from sim.files.experiment.factor_loader import county_factor, is_factor_key, number_in_range
from sim.files.experiment.factors import COUNTY, DRAW, SPLIT, Factor, factor_of
from sim.files.experiment.world_loader import label_of, world_of_county
from sim.files.reading_context import ReadingContext
from sim.reading.nodes import Node, Path_
from sim.reading.problems import shortened
from sim.reading.wrong_keys_and_values import closest

Row = tuple[float | str, ...]


def rows_of(
    root: Node, factors: Sequence[Factor], worlds: Sequence[World], context: ReadingContext, world: Scenario
) -> tuple[list[Factor], list[World], list[Row]]:
    """The rows of `list`, in the order of the factors; without `vary` and `uncertain` the factors are what the rows name."""
    block = root.at(("list",))
    if block is None or not isinstance(block.value, list) or not block.value:
        return [*factors], [*worlds], []
    nodes = [one for one in block.value if isinstance(one.value, dict)]
    if len(nodes) < len(block.value):
        return [*factors], [*worlds], []
    declared = any(one.kind not in ("share", "draw") for one in factors)
    keys = [one.key for one in factors]
    if not declared:
        keys = [str(key) for key in nodes[0].value if _own(str(key))] + keys
    columns: dict[str, list[float | str]] = {key: [] for key in keys}
    found: list[World] = [*worlds]
    seen: dict[tuple[Any, ...], int] = {}
    for number, node in enumerate(nodes):
        path: Path_ = ("list", number)
        for key, one in node.value.items():
            if key not in columns:
                other = "the first row" if not declared else "`vary` and `uncertain`"
                context.report_unknown(one, (*path, key), f"'{shortened(str(key))}' is not among the factors of {other}", columns)
        for key in columns:
            one = node.value.get(key)
            if one is None and any(each.key == key and each.kind == "lever" and each.low == 0.0 for each in factors):
                # A lever that is not set is no policy, as everywhere else.
                columns[key].append(0.0)
                continue
            if one is None:
                context.report(node, path, f"{key} is missing: every row says every factor")
                return [*factors], [*worlds], []
            value = _value(key, one, (*path, key), context, factors, found, world)
            if value is None:
                return [*factors], [*worlds], []
            columns[key].append(value)
        _shares_of_one(node, [columns[key][-1] for key in keys if key.startswith(SPLIT)], path, context)
        row = tuple(columns[key][-1] for key in keys)
        if row in seen:
            context.report(node, path, f"is the same point as row {seen[row]}: for more runs of a point, write replicates")
        seen.setdefault(row, number)
    if not declared:
        factors = [_over(key, columns[key], found) for key in keys if _own(key)] + [*factors]
    return [*factors], found, list(zip(*(columns[one.key] for one in factors), strict=True))


def _own(key: str) -> bool:
    """Whether a key of a row is a factor by itself, and no draw or share that `draws` or `split` declare."""
    return key != DRAW and not key.startswith(SPLIT)


def _over(key: str, values: Sequence[float | str], worlds: Sequence[World]) -> Factor:
    """The factor that rows of a list name: its values are those met, in their order."""
    if key == COUNTY:
        return county_factor(worlds)
    met = tuple(dict.fromkeys(values))
    return factor_of(key, "vary", values=met)


def _value(
    key: str, node: Node, path: Path_, context: ReadingContext, factors: Sequence[Factor], worlds: list[World], world: Scenario
) -> float | str | None:
    """One value of a row; a county that is met first is added to the worlds."""
    factor = next((one for one in factors if one.key == key), None)
    if key == COUNTY:
        return _county(node, path, context, factor, worlds, world)
    if key == DRAW or key.startswith(SPLIT):
        value = context.number(node, path)
        if value is not None and key.startswith(SPLIT) and not 0.0 <= value <= 1.0:
            context.report(node, path, f"expected a share from 0 to 1, got {node.kind}")
            return None
    elif factor is None and not is_factor_key(key, node, path, context, "vary"):
        return None
    else:
        value = number_in_range(key, node, path, context)
    if value is None or factor is None or key.startswith(SPLIT):
        return value
    if factor.values is not None and value not in factor.values:
        context.report(node, path, f"{node.value:g} is not among the values of {key}")
        return None
    if factor.low is not None and factor.high is not None and not factor.low <= value <= factor.high:
        context.report(node, path, f"{node.value:g} is outside the range of {key}")
        return None
    return value


def _county(
    node: Node, path: Path_, context: ReadingContext, factor: Factor | None, worlds: list[World], world: Scenario
) -> str | None:
    if not isinstance(node.value, str) or not node.value:
        context.report(node, path, f"expected the name of a file, got {node.kind}")
        return None
    label = label_of(node.value, context)
    if any(one.label == label for one in worlds):
        return label
    if factor is not None:
        meant = closest(label, [str(one) for one in factor.values or ()])
        context.report(node, path, f"'{label}' is not among the counties of `vary`", meant)
        return None
    scenario = world_of_county(node, path, context, world)
    if scenario is None:
        return None
    worlds.append(World(label, scenario))
    return label


def _shares_of_one(node: Node, shares: Sequence[Any], path: Path_, context: ReadingContext) -> None:
    total = 0.0
    for one in shares:
        total += float(one)
    if shares and abs(total - 1.0) > 1e-9:
        context.report(node, path, f"the shares of the split sum to {total:.10g}, not 1")
