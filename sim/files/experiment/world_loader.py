"""The worlds of an experiment file: its scenario over the months asked for, and other counties and scenarios in its place."""

from __future__ import annotations

from pathlib import Path

from sim.files import CountyProfile, InputError, Month, Scenario, load_county
from sim.files.experiment.content import in_county
from sim.files.reading_context import ReadingContext
from sim.files.scenario.schema import FIRST_MONTH, needs_trends, sample_too_small, with_horizon
from sim.reading.nodes import Node, Path_
from sim.reading.reader import read_yaml
from sim.reading.timeline import Span
from sim.reading.wrong_keys_and_values import month_at

LAST_START = Month(2100, 12)
"""The last month in which a horizon can start."""


def world_of(root: Node, context: ReadingContext) -> Scenario | None:
    """The scenario that an experiment names, over the months and at the share that it asks for."""
    node = root.at(("scenario",))
    if node is None or not isinstance(node.value, str) or not node.value:
        return None
    scenario = _scenario(node, ("scenario",), context)
    return None if scenario is None else _as_asked(scenario, root, node, ("scenario",), context)


def world_of_county(node: Node, path: Path_, context: ReadingContext, world: Scenario) -> Scenario | None:
    """The scenario that a value of the county stands for: another county in the experiment's scenario, or a scenario of its own.

    Either has the months of `world`; a county has its share simulated as well, a scenario its own unless the experiment says one.
    """
    held = context.held.get(node.value)
    file, shown = context.file(node.value)
    try:
        if isinstance(held, CountyProfile):
            return _sampled(in_county(world, held), node, path, context)
        if isinstance(held, Scenario):
            scenario = held
        elif file in context.scenarios or _is_scenario(file, shown, node, path):
            read = context.scenario(node, path)
            if read is None:
                return None
            scenario = read
        else:
            return _sampled(in_county(world, load_county(file, shown, node.place.problem(path, ""))), node, path, context)
    except InputError as error:
        context.problems += error.problems
        return None
    moved = with_horizon(scenario, world.start, world.months)
    if said := needs_trends(moved.start, moved.months, moved.trends):
        context.report(node, path, f"{said}, in that scenario")
        return None
    return moved if context.share is None else _sampled(_at_share(moved, context.share), node, path, context)


def label_of(name: str, context: ReadingContext) -> str:
    """The label of a county or scenario: the name of its file without folder and ending; of an object, its own name."""
    held = context.held.get(name)
    return str(held.name) if isinstance(held, CountyProfile | Scenario) else Path(name).stem


def _scenario(node: Node, path: Path_, context: ReadingContext) -> Scenario | None:
    held = context.held.get(node.value)
    if isinstance(held, Scenario):
        return held
    return context.scenario(node, path)


def _is_scenario(file: Path, shown: str, node: Node, path: Path_) -> bool:
    """Whether a file is a scenario and no county profile. Raises InputError where it cannot be read."""
    return "geography" not in read_yaml(file, shown, node.place.problem(path, "")).value


def _as_asked(scenario: Scenario, root: Node, node: Node, path: Path_, context: ReadingContext) -> Scenario | None:
    """The scenario over the months that `horizon` asks for, at the share of `share_simulated`."""
    start_node, months_node = root.at(("horizon", "start")), root.at(("horizon", "months"))
    start, months = scenario.start, scenario.months
    if start_node is not None and isinstance(start_node.value, str):
        meant = month_at(start_node)
        if meant is None:
            return None
        start = meant
        if not FIRST_MONTH <= start <= LAST_START:
            context.report(start_node, ("horizon", "start"), f"expected a month from {FIRST_MONTH} to {LAST_START}, got {start}")
            return None
    if months_node is not None and type(months_node.value) is int:
        if not 1 <= months_node.value <= 600:
            return None
        months = months_node.value
    if said := needs_trends(start, months, scenario.trends):
        context.report(months_node or start_node or node, ("horizon",) if months_node or start_node else path, f"{said}, in the scenario")
        return None
    moved = with_horizon(scenario, start, months)
    share = root.at(("share_simulated",))
    if share is None or isinstance(share.value, bool) or not isinstance(share.value, int | float) or not 0 < share.value <= 1:
        return moved
    context.share = float(share.value)
    return _sampled(_at_share(moved, context.share), share, ("share_simulated",), context)


def _at_share(scenario: Scenario, share: float) -> Scenario:
    return scenario.model_copy(update={"share_simulated": share})


def _sampled(scenario: Scenario, node: Node, path: Path_, context: ReadingContext) -> Scenario | None:
    """The scenario, if its smallest village has enough sampled households."""
    if said := sample_too_small(scenario.county, scenario.share_simulated):
        context.report(node, path, said)
        return None
    return scenario


def rows_of_policy(root: Node, world: Scenario, context: ReadingContext) -> tuple[int, int] | None:
    """The rows of the first and the last month of `policy`; by default those of the horizon. None, and problems, where it is wrong."""
    node = root.at(("policy",))
    if node is None or node.value is None:
        return 0, world.months - 1
    if not isinstance(node.value, list) or len(node.value) != 2:
        return None
    span = Span(world.start, world.months)
    rows: list[int] = []
    for end, one in enumerate(node.value):
        month = month_at(one)
        if month is None:
            return None
        if said := span.outside(month):
            context.report(one, ("policy", end), said)
        else:
            rows.append(month.since(world.start))
    return (rows[0], rows[1]) if len(rows) == 2 and rows[0] <= rows[1] else None
