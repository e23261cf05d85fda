"""From an experiment file, or the same said in Python, to an Experiment; everything wrong is reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from sim.files import InputError, Problem, Scenario
from sim.files.experiment.arms_loader import arms_of, check_lever_sums, check_levers_set_once, split_of
from sim.files.experiment.consistency import check_consistency
from sim.files.experiment.content import Arm, ExperimentContent, Split, World
from sim.files.experiment.draws import check_draws_set_once, draws_of
from sim.files.experiment.factor_loader import check_parameters_set_once, factors_of
from sim.files.experiment.factors import COUNTY
from sim.files.experiment.point_list import rows_of
from sim.files.experiment.schema import ExperimentFile
from sim.files.experiment.world_loader import rows_of_policy, world_of
from sim.files.reading_context import ReadingContext, main_outcomes
from sim.reading.nodes import Node, Path_
from sim.reading.reader import read_yaml
from sim.reading.wrong_keys_and_values import validated

E = TypeVar("E", bound=ExperimentContent)

MAY_BE_LEFT_OUT: tuple[Path_, ...] = (
    ("prices",), ("horizon",), ("share_simulated",), ("policy",), ("draws",), ("split",), ("arms",), ("points",), ("list",), ("seed",),
    ("outcomes",), ("quick",),
)  # fmt: skip
"""Keys that may be left out and must not be empty."""
OF_QUICK = ("sampler", "points", "list", "replicates", "policy", "share_simulated")
"""Keys of a quick design that stand for those of the whole one."""


def load(kind: type[E], path: Path, shown: str, quick: bool) -> E:
    """The experiment in a file, as a `kind`. Raises InputError with every problem found, those of its quick design included."""
    return read(kind, read_yaml(path, shown), path, shown, {}, quick)


def read(kind: type[E], root: Node, path: Path, shown: str, held: Mapping[str, Any], quick: bool) -> E:
    """The experiment that data say; `held` are objects that stand in for files. Raises InputError with every problem found."""
    block = root.at(("quick",))
    scenarios: dict[Path, Scenario] = {}
    whole, problems = _experiment(kind, root, ReadingContext(path, shown, held=held, scenarios=scenarios), False)
    smaller = None
    if block is not None and isinstance(block.value, dict):
        smaller, found = _experiment(kind, _in_place(root, block), ReadingContext(path, shown, held=held, scenarios=scenarios), True)
        places = {(one.file, one.line, one.column, one.message) for one in problems}
        problems += [one for one in found if (one.file, one.line, one.column, one.message) not in places]
    elif quick and not problems:
        problems = [Problem(shown, 0, 0, "quick", "no smaller design is declared: write quick: {points: …}")]
    chosen = smaller if quick else whole
    if problems or chosen is None:
        raise InputError(sorted(dict.fromkeys(problems), key=lambda one: (one.file != shown, one.file, one.line, one.column)))
    return chosen


def _in_place(root: Node, block: Node) -> Node:
    """The file with what its quick design says in place of the rest."""
    data = dict(root.value)
    for key, node in block.value.items():
        if key in OF_QUICK:
            data[key] = node
        elif key in ("vary", "uncertain") and isinstance(node.value, dict):
            before = data.get(key)
            both = {**(before.value if before is not None and isinstance(before.value, dict) else {}), **node.value}
            data[key] = Node(both, node.place, node.key, node.text, node.plain)
        elif key == "months":
            horizon = data.get("horizon")
            both = {**(horizon.value if horizon is not None and isinstance(horizon.value, dict) else {}), "months": node}
            data["horizon"] = Node(both, node.place, node.key, node.text, node.plain)
    return Node(data, root.place, root.key, root.text, root.plain)


def _experiment(kind: type[E], root: Node, context: ReadingContext, quick: bool) -> tuple[E | None, list[Problem]]:
    """The experiment that data say, or None, and all that is wrong with them."""
    said, found = validated(ExperimentFile, root)
    context.problems += found
    context.check_not_empty(root, MAY_BE_LEFT_OUT)
    context.read_price_year(root)
    world = world_of(root, context)
    context.check_outcomes(root)
    factors, worlds = factors_of(root, context, world)
    if world is None:
        return None, context.problems
    months = rows_of_policy(root, world, context)
    listed = any(isinstance(one.value, dict) and COUNTY in one.value for one in _listed(root))
    worlds = worlds or ([] if listed else [World("", world)])
    rows: list[tuple[float | str, ...]] = []
    arms: tuple[Arm, ...] = ()
    split: Split | None = None
    draws, drawn = draws_of(root, context)
    factors += drawn
    if months is not None:
        split, shares = split_of(root, context, worlds or [World("", world)], months)
        factors += shares
        sampler = root.at(("sampler",))
        if sampler is not None and sampler.value == "list":
            factors, worlds, rows = rows_of(root, factors, worlds, context, world)
        worlds = worlds or [World("", world)]
        arms = arms_of(root, context, worlds, months)
        check_levers_set_once(factors, root, context)
        check_parameters_set_once(factors, root, context, worlds)
        check_draws_set_once(draws, factors, worlds, root, context)
    if context.problems or said is None or months is None:
        return None, context.problems
    check_lever_sums(factors, split, arms, worlds, months, root, context)
    experiment = kind(
        name=said.name, question=said.question, file=context.path.name, quick=quick, worlds=tuple(worlds),
        prices=context.year if isinstance(context.year, int) else None, first=months[0], last=months[1], factors=tuple(factors),
        split=split, arms=arms, draws=draws, sampler=said.sampler, points=said.points or 0, rows=tuple(rows),
        replicates=said.replicates, seed=said.seed if said.seed is not None else world.seed,
        outcomes=said.outcomes if said.outcomes is not None else main_outcomes(), time_step=said.time_step,
        households=said.households, figures=said.figures,
    )  # fmt: skip
    check_consistency(experiment, root, context)
    return (None, context.problems) if context.problems else (experiment, [])


def _listed(root: Node) -> list[Node]:
    block = root.at(("list",))
    return block.value if block is not None and isinstance(block.value, list) else []
