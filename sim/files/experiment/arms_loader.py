"""The arms of an experiment file, and the money that it splits over levers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.files import Measure, Problem, Scenario
from sim.files.experiment.content import GIVEN, Arm, Split, World
from sim.files.experiment.factor_loader import number_in_range
from sim.files.experiment.factors import SPLIT, Factor
from sim.files.policy.conflicts import conflicts
from sim.files.policy.schema import lever_named
from sim.files.policy_arms import NONE, highest_addition, is_policy, name_is_wrong, policy_entries
from sim.files.reading_context import ReadingContext, key_place
from sim.reading.nodes import Node, Path_
from sim.reading.problems import shortened
from sim.reading.wrong_keys_and_values import closest
from sim.theory.levers import NUMBER


def arms_of(root: Node, context: ReadingContext, worlds: Sequence[World], rows: tuple[int, int]) -> tuple[Arm, ...]:
    """The arms of an experiment: `none` and those of the file, or one where the file has none."""
    block = root.at(("arms",))
    if block is None or block.value is None:
        return (Arm(GIVEN),)
    if not isinstance(block.value, dict):
        return ()
    arms = [Arm(NONE)]
    for name, node in block.value.items():
        path: Path_ = ("arms", name)
        if name_is_wrong(name, node, path, context, "every experiment with arms"):
            continue
        if name == GIVEN:
            context.report(key_place(node), path, f"'{GIVEN}' is the world of an experiment without arms: choose another name")
            continue
        held = context.held.get(node.value) if isinstance(node.value, str) else None
        if held is not None:
            measures: Sequence[Measure] = _as_given(held, node, path, context, worlds[0].scenario)
        elif is_policy(node):
            whole = rows == (0, worlds[0].scenario.months - 1)
            period = "the horizon" if whole else "the months of `policy`"
            measures = policy_entries(node, path, context, [one.scenario for one in worlds], rows, period)
        else:
            measures = _levels(node, path, str(name), context, worlds[0].scenario, rows)
        arms.append(Arm(str(name), tuple(measures)))
    return tuple(arms)


def split_of(root: Node, context: ReadingContext, worlds: Sequence[World], rows: tuple[int, int]) -> tuple[Split | None, list[Factor]]:
    """The money that is split, and a factor for the share of each lever."""
    money, over = root.at(("split", "money")), root.at(("split", "over"))
    if money is None or over is None or not isinstance(over.value, list):
        return None, []
    amount, _ = context.amount(money, ("split", "money"), "CNY", True)
    levers: list[str] = []
    for number, one in enumerate(over.value):
        path = ("split", "over", number)
        if not isinstance(one.value, str):
            # Of the wrong kind: said by the declaration.
            continue
        if one.value not in NUMBER:
            context.report(one, path, f"no lever named '{shortened(one.value)}'", closest(one.value, NUMBER))
        elif one.value in levers:
            context.report(one, path, f"'{one.value}' is named twice")
        else:
            levers.append(one.value)
    if len(over.value) < 2:
        context.report(over, ("split", "over"), "expected two levers or more: one alone gets all of the money")
    levels = _at(root.at(("split", "at")), levers, context, worlds, rows)
    if amount is None or levels is None or len(levers) < len(over.value):
        return None, []
    shares = []
    for lever in levers:
        declared = lever_named(lever)
        said = (f"share of the money for {declared.label}", f"{declared.label_zh}资金份额")
        shares.append(Factor(SPLIT + lever, "share", "vary", "share", *said, low=0.0, high=1.0))
    return Split(amount, levels), shares


def check_lever_sums(
    factors: Sequence[Factor], split: Split | None, arms: Sequence[Arm], worlds: Sequence[World], rows: tuple[int, int], root: Node,
    context: ReadingContext,
) -> None:
    """Say where a world, an arm and varied levers at their highest come to more than a lever can take."""
    doses = {one.key: one.top for one in factors if one.kind == "lever"} | dict({} if split is None else split.levels)
    for world in worlds:
        for arm in arms:
            varied = [
                _constant(lever, level, world.scenario, rows, "vary" if split is None or lever not in split.levels else "split", root)
                for lever, level in doses.items()
            ]
            context.problems += conflicts([*world.scenario.measures, *arm.measures, *varied], world.scenario.start)


def check_levers_set_once(factors: Sequence[Factor], root: Node, context: ReadingContext) -> None:
    """Say which levers are varied, and split or fixed in an arm as well."""
    varied = {one.key for one in factors if one.kind == "lever"}
    over = root.at(("split", "over"))
    for number, one in enumerate(over.value if over is not None and isinstance(over.value, list) else ()):
        if isinstance(one.value, str) and one.value in varied:
            context.report(one, ("split", "over", number), "is varied and part of the split at once: it gets its level or its share")
    split = {one.key.removeprefix(SPLIT) for one in factors if one.kind == "share"}
    arms = root.at(("arms",))
    for name, arm in (arms.value if arms is not None and isinstance(arms.value, dict) else {}).items():
        if not isinstance(arm.value, dict) or is_policy(arm):
            continue
        for lever, node in arm.value.items():
            if lever in varied or lever in split:
                where = "under `vary`" if lever in varied else "in the split"
                context.report(key_place(node), ("arms", name, lever), f"is varied and fixed at once: it is {where} as well")


def _as_given(held: Any, node: Node, path: Path_, context: ReadingContext, world: Scenario) -> Sequence[Measure]:
    """The measures of an arm that was given as objects."""
    measures = [held] if isinstance(held, Measure) else list(held)
    for one in measures:
        if len(one.levels) != world.months:
            context.report(node, path, f"the measure of {one.lever} has {len(one.levels)} months, the horizon {world.months}")
            return ()
    return measures


def _levels(
    node: Node, path: Path_, name: str, context: ReadingContext, world: Scenario, rows: tuple[int, int]
) -> Sequence[Measure]:
    """An arm written as levels, `{lever: level, …}`, each in force over the months of `policy`."""
    if not isinstance(node.value, dict) or not node.value:
        said = f"expected levels as in {{training.seats: 120}}, or a policy entry, got {node.kind if node.value else 'nothing'}"
        context.report(node, path, said)
        return ()
    measures: list[Measure] = []
    for lever, one in node.value.items():
        if lever not in NUMBER:
            context.report_unknown(one, (*path, lever), f"no lever named '{shortened(str(lever))}'", NUMBER)
            continue
        level = number_in_range(str(lever), one, (*path, lever), context)
        if level is not None:
            measures.append(_measure(str(lever), level, world, rows, name, key_place(one).problem((*path, lever), "")))
    return measures


def _at(
    node: Node | None, levers: Sequence[str], context: ReadingContext, worlds: Sequence[World], rows: tuple[int, int]
) -> dict[str, float] | None:
    """The level at which each lever of a split acts: as said, or the top of its range on top of the scenario's own policies."""
    levels: dict[str, float] = {}
    right = True
    for lever, one in (node.value if node is not None and isinstance(node.value, dict) else {}).items():
        path = ("split", "at", lever)
        if lever not in levers:
            context.report_unknown(one, path, f"'{shortened(str(lever))}' is not among the levers of `over`", levers)
            right = False
            continue
        level = number_in_range(str(lever), one, path, context)
        if level == 0.0:
            context.report(one, path, "a level of 0 spends nothing: leave the lever out")
        right = right and level is not None and level > 0.0
        levels[str(lever)] = level or 0.0
    for lever in levers:
        if lever in levels:
            continue
        levels[lever] = min(highest_addition(lever, world.scenario, rows) for world in worlds)
        if levels[lever] <= 0.0:
            over = f"the scenario's own policies set {lever} to the top of its range: no money can be added"
            context.report(None if node is None else node, ("split", "over"), over)
            right = False
    return {lever: levels[lever] for lever in levers} if right else None


def _constant(lever: str, level: float, world: Scenario, rows: tuple[int, int], block: str, root: Node) -> Measure:
    """A varied lever at its highest, with the place to blame."""
    path: Path_ = (block, lever) if block == "vary" else ("split", "over")
    node = root.at(path)
    return _measure(lever, level, world, rows, "what is varied", None if node is None else key_place(node).problem(path, ""))


def _measure(lever: str, level: float, world: Scenario, rows: tuple[int, int], name: str, asked: Problem | None) -> Measure:
    first, last = rows
    levels = (0.0,) * first + (level,) * (last - first + 1) + (0.0,) * (world.months - last - 1)
    return Measure(policy=name, lever=lever, levels=levels, asked=asked)
