"""The arms of an experiment file, and the money that it splits over levers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.files import Measure, Problem, Scenario
from sim.files.experiment.arms import GIVEN, NONE, Arm, Split
from sim.files.experiment.context import Asked, key_place
from sim.files.experiment.factor_loader import checked
from sim.files.experiment.factors import SPLIT, Factor
from sim.files.experiment.worlds import World
from sim.files.policy.conflicts import conflicts
from sim.files.policy.loader import measures_of
from sim.files.policy.schema import lever_named
from sim.files.problems import shortened
from sim.files.validation import closest
from sim.files.yaml.nodes import Node, Path_
from sim.theory.levers import NUMBER


def arms_of(root: Node, asked: Asked, worlds: Sequence[World], rows: tuple[int, int]) -> tuple[Arm, ...]:
    """The arms of an experiment: `none` and those of the file, or one where the file has none."""
    block = root.at(("arms",))
    if block is None or block.value is None:
        return (Arm(GIVEN),)
    if not isinstance(block.value, dict):
        return ()
    arms = [Arm(NONE)]
    for name, node in block.value.items():
        path: Path_ = ("arms", name)
        if _name_is_wrong(name, node, path, asked):
            continue
        held = asked.held.get(node.value) if isinstance(node.value, str) else None
        if held is not None:
            measures: Sequence[Measure] = _as_given(held, node, path, asked, worlds[0].scenario)
        elif isinstance(node.value, list) or (isinstance(node.value, dict) and {"use", "lever"} & node.value.keys()):
            measures = _entries(node, path, asked, worlds, rows)
        else:
            measures = _levels(node, path, str(name), asked, worlds[0].scenario, rows)
        arms.append(Arm(str(name), tuple(measures)))
    return tuple(arms)


def split_of(root: Node, asked: Asked, worlds: Sequence[World], rows: tuple[int, int]) -> tuple[Split | None, list[Factor]]:
    """The money that is split, and a factor for the share of each lever."""
    money, over = root.at(("split", "money")), root.at(("split", "over"))
    if money is None or over is None or not isinstance(over.value, list):
        return None, []
    amount, _ = asked.amount(money, ("split", "money"), "CNY", True)
    levers: list[str] = []
    for number, one in enumerate(over.value):
        path = ("split", "over", number)
        if not isinstance(one.value, str):
            # Of the wrong kind: said by the declaration.
            continue
        if one.value not in NUMBER:
            asked.say(one, path, f"no lever named '{shortened(one.value)}'", closest(one.value, NUMBER))
        elif one.value in levers:
            asked.say(one, path, f"'{one.value}' is named twice")
        else:
            levers.append(one.value)
    if len(over.value) < 2:
        asked.say(over, ("split", "over"), "expected two levers or more: one alone gets all of the money")
    levels = _at(root.at(("split", "at")), levers, asked, worlds, rows)
    if amount is None or levels is None or len(levers) < len(over.value):
        return None, []
    shares = []
    for lever in levers:
        declared = lever_named(lever)
        said = (f"share of the money for {declared.label}", f"{declared.label_zh}资金份额")
        shares.append(Factor(SPLIT + lever, "share", "vary", "share", *said, low=0.0, high=1.0))
    return Split(amount, levels), shares


def together(
    factors: Sequence[Factor], split: Split | None, arms: Sequence[Arm], worlds: Sequence[World], rows: tuple[int, int], root: Node,
    asked: Asked,
) -> None:
    """Say where a world, an arm and varied levers at their highest come to more than a lever can take."""
    doses = {one.key: one.top for one in factors if one.kind == "lever"} | dict({} if split is None else split.levels)
    for world in worlds:
        for arm in arms:
            varied = [
                _constant(lever, level, world.scenario, rows, "vary" if split is None or lever not in split.levels else "split", root)
                for lever, level in doses.items()
            ]
            asked.problems += conflicts([*world.scenario.measures, *arm.measures, *varied], world.scenario.start)


def lever_fixed_at_once(factors: Sequence[Factor], root: Node, asked: Asked) -> None:
    """Say which levers are varied, and split or fixed in an arm as well."""
    varied = {one.key for one in factors if one.kind == "lever"}
    over = root.at(("split", "over"))
    for number, one in enumerate(over.value if over is not None and isinstance(over.value, list) else ()):
        if isinstance(one.value, str) and one.value in varied:
            asked.say(one, ("split", "over", number), "is varied and part of the split at once: it gets its level or its share")
    split = {one.key.removeprefix(SPLIT) for one in factors if one.kind == "share"}
    arms = root.at(("arms",))
    for name, arm in (arms.value if arms is not None and isinstance(arms.value, dict) else {}).items():
        if not isinstance(arm.value, dict) or {"use", "lever"} & arm.value.keys():
            continue
        for lever, node in arm.value.items():
            if lever in varied or lever in split:
                where = "under `vary`" if lever in varied else "in the split"
                asked.say(key_place(node), ("arms", name, lever), f"is varied and fixed at once: it is {where} as well")


def _name_is_wrong(name: Any, node: Node, path: Path_, asked: Asked) -> bool:
    """Say what is wrong with the name of an arm."""
    if not isinstance(name, str):
        said = f"expected a name, got `{name}`: write it in quotes"
    elif not name.strip() or not name.isprintable():
        said = "expected a name that can be shown"
    elif name == NONE:
        said = f"'{NONE}' is the arm without a policy, which every experiment with arms has: choose another name"
    else:
        return False
    asked.say(key_place(node), path, said)
    return True


def _as_given(held: Any, node: Node, path: Path_, asked: Asked, world: Scenario) -> Sequence[Measure]:
    """The measures of an arm that was given as objects."""
    measures = [held] if isinstance(held, Measure) else list(held)
    for one in measures:
        if len(one.levels) != world.months:
            asked.say(node, path, f"the measure of {one.lever} has {len(one.levels)} months, the horizon {world.months}")
            return ()
    return measures


def _entries(node: Node, path: Path_, asked: Asked, worlds: Sequence[World], rows: tuple[int, int]) -> Sequence[Measure]:
    """An arm written as policy entries, over the months of `policy`: before and after them no arm does anything."""
    first, last = rows
    found: list[Measure] = []
    years = {} if asked.year == "wrong" else {asked.shown: asked.year if isinstance(asked.year, int) else None}
    for number, world in enumerate(worlds):
        one = world.scenario
        # In each county, for a target may name a product or township that not all of them have.
        measures, problems = measures_of(
            node, path, {asked.shown: asked.path}, one.start.plus(first), last - first + 1, years, str(path[-1]), one.county,
            one.parameters,
        )  # fmt: skip
        if (first, last) != (0, one.months - 1):
            problems = [
                replace(each, message=each.message.replace("outside the horizon", "outside the months of `policy`")) for each in problems
            ]
        asked.problems += [each for each in problems if each not in asked.problems]
        found = measures if number == 0 else found
    after = worlds[0].scenario.months - last - 1
    return [one.model_copy(update={"levels": (0.0,) * first + one.levels + (0.0,) * after}) for one in found]


def _levels(
    node: Node, path: Path_, name: str, asked: Asked, world: Scenario, rows: tuple[int, int]
) -> Sequence[Measure]:
    """An arm written as levels, `{lever: level, …}`, each in force over the months of `policy`."""
    if not isinstance(node.value, dict) or not node.value:
        said = f"expected levels as in {{training.seats: 120}}, or a policy entry, got {node.kind if node.value else 'nothing'}"
        asked.say(node, path, said)
        return ()
    measures: list[Measure] = []
    for lever, one in node.value.items():
        if lever not in NUMBER:
            asked.unknown(one, (*path, lever), f"no lever named '{shortened(str(lever))}'", NUMBER)
            continue
        level = checked(str(lever), one, (*path, lever), asked)
        if level is not None:
            measures.append(_measure(str(lever), level, world, rows, name, key_place(one).problem((*path, lever), "")))
    return measures


def _at(
    node: Node | None, levers: Sequence[str], asked: Asked, worlds: Sequence[World], rows: tuple[int, int]
) -> dict[str, float] | None:
    """The level at which each lever of a split acts: as said, or the top of its range on top of the scenario's own policies."""
    levels: dict[str, float] = {}
    right = True
    for lever, one in (node.value if node is not None and isinstance(node.value, dict) else {}).items():
        path = ("split", "at", lever)
        if lever not in levers:
            asked.unknown(one, path, f"'{shortened(str(lever))}' is not among the levers of `over`", levers)
            right = False
            continue
        level = checked(str(lever), one, path, asked)
        if level == 0.0:
            asked.say(one, path, "a level of 0 spends nothing: leave the lever out")
        right = right and level is not None and level > 0.0
        levels[str(lever)] = level or 0.0
    for lever in levers:
        if lever in levels:
            continue
        levels[lever] = min(_left(lever, world.scenario, rows) for world in worlds)
        if levels[lever] <= 0.0:
            over = f"the scenario's own policies set {lever} to the top of its range: no money can be added"
            asked.say(None if node is None else node, ("split", "over"), over)
            right = False
    return {lever: levels[lever] for lever in levers} if right else None


def _left(lever: str, world: Scenario, rows: tuple[int, int]) -> float:
    """The highest level that a lever can take on top of a scenario's own policies; of a share of villages, its range."""
    declared = lever_named(lever)
    if declared.union:
        return declared.high
    months = range(rows[0], rows[1] + 1)
    own = [one.levels for one in world.measures if one.lever == lever]
    highest = 0.0
    for month in months:
        total = 0.0
        for levels in own:
            total += levels[month]
        highest = max(highest, total)
    return declared.high - highest


def _constant(lever: str, level: float, world: Scenario, rows: tuple[int, int], block: str, root: Node) -> Measure:
    """A varied lever at its highest, with the place to blame."""
    path: Path_ = (block, lever) if block == "vary" else ("split", "over")
    node = root.at(path)
    return _measure(lever, level, world, rows, "what is varied", None if node is None else key_place(node).problem(path, ""))


def _measure(lever: str, level: float, world: Scenario, rows: tuple[int, int], name: str, asked: Problem | None) -> Measure:
    first, last = rows
    levels = (0.0,) * first + (level,) * (last - first + 1) + (0.0,) * (world.months - last - 1)
    return Measure(policy=name, lever=lever, levels=levels, asked=asked)
