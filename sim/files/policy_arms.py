"""Arms of a study and of an experiment, as far as both read them alike: their names, and policy entries over the months of the policy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.files import Measure, Scenario
from sim.files.policy.loader import measures_of
from sim.files.policy.schema import lever_named
from sim.files.reading_context import ReadingContext, key_place
from sim.reading.nodes import Node, Path_

NONE = "none"
"""The arm without any policy of its own: of every study, and of an experiment with arms."""


def name_is_wrong(name: Any, node: Node, path: Path_, context: ReadingContext, whole: str) -> bool:
    """Report what is wrong with the name of an arm; `whole` says what has an arm without a policy, as in `every study`."""
    if not isinstance(name, str):
        said = f"expected a name, got `{name}`: write it in quotes"
    elif not name.strip() or not name.isprintable():
        said = "expected a name that can be shown"
    elif name == NONE:
        said = f"'{NONE}' is the arm without a policy, which {whole} has: choose another name"
    else:
        return False
    context.report(key_place(node), path, said)
    return True


def is_policy(node: Node) -> bool:
    """Whether an arm is written as policy entries: one, or a list of them."""
    return isinstance(node.value, list) or (isinstance(node.value, dict) and bool({"use", "lever"} & node.value.keys()))


def policy_entries(
    node: Node, path: Path_, context: ReadingContext, worlds: Sequence[Scenario], rows: tuple[int, int], period: str
) -> tuple[Measure, ...]:
    """The measures of policy entries, in force over `rows` of the horizon only; `period` names these months where a date lies outside.

    They are read in each world, for a target may name a product or township that not all counties have.
    """
    first, last = rows
    found: tuple[Measure, ...] = ()
    # A year that is wrong is reported already: without it, no amount is said to be without one as well.
    years = {} if context.year == "wrong" else {context.shown: context.year if isinstance(context.year, int) else None}
    for number, world in enumerate(worlds):
        measures, problems = measures_of(
            node, path, {context.shown: context.path}, world.start.plus(first), last - first + 1, years, str(path[-1]), world.county,
            world.parameters,
        )  # fmt: skip
        problems = [replace(one, message=one.message.replace("outside the horizon", f"outside {period}")) for one in problems]
        context.problems += [one for one in problems if one not in context.problems]
        found = tuple(measures) if number == 0 else found
    after = worlds[0].months - last - 1
    return tuple(one.model_copy(update={"levels": (0.0,) * first + one.levels + (0.0,) * after}) for one in found)


def highest_addition(lever: str, world: Scenario, rows: tuple[int, int]) -> float:
    """The highest level of a lever on top of what the scenario's own policies set in `rows`; of a share of villages, its range."""
    declared = lever_named(lever)
    if declared.union:
        return declared.high
    own = [one.levels for one in world.measures if one.lever == lever]
    return declared.high - max((math.fsum(one[month] for one in own) for month in range(rows[0], rows[1] + 1)), default=0.0)
