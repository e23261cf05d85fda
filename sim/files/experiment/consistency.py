"""Whether the parts of an experiment fit together: sampler and points, time step and horizon, outcomes, figures and design."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.files.experiment.content import GIVEN, ExperimentContent
from sim.files.experiment.factors import Factor
from sim.files.experiment.schema import MOST_POINTS
from sim.files.reading_context import ReadingContext, key_place
from sim.reading.arguments import LARGEST_SEED
from sim.reading.nodes import Node, Path_
from sim.reading.problems import shortened
from sim.reading.wrong_keys_and_values import closest
from sim.theory.outcomes import OUTCOMES

MOST_DIMENSIONS = 21201
"""Dimensions for which direction numbers of Sobol' sequences are known (Joe & Kuo 2008)."""
FIGURES = ("dose_response", "interaction", "sensitivity", "screening", "robustness", "takeoff", "who_gains", "side_by_side")
"""Names of figures, as an experiment file asks for them."""
OUTLAY = "public_outlay"
"""The outcome that says what a policy costs."""


def check_consistency(experiment: ExperimentContent, root: Node, context: ReadingContext) -> None:
    """Report what does not fit together in an experiment whose parts are right by themselves."""
    _sampler(experiment, root, context)
    _steps(experiment, root, context)
    _acting(experiment, root, context)
    _figures(experiment, root, context)


def _sampler(experiment: ExperimentContent, root: Node, context: ReadingContext) -> None:
    """A sampler without the settings it needs, or with some that it has no use for; too many cases."""
    sampler, points = experiment.sampler, root.at(("points",))
    place = points or root.at(("sampler",)) or root.at(("name",))
    free, shares = experiment.free, experiment.shares
    ranges = [one for one in free if one.values is None]
    if sampler == "list":
        if points is not None:
            context.report(points, ("points",), "the rows of `list` are the points: leave `points` out")
        if not experiment.rows:
            context.report(place, ("sampler",), "list needs its points: write list: [{…}, {…}]")
        return
    if (rows := root.at(("list",))) is not None:
        context.report(key_place(rows), ("list",), f"{sampler} chooses its points itself: write sampler: list, or leave `list` out")
    if sampler == "grid":
        _grid(ranges, bool(shares), points, place, context)
    elif not free and not shares:
        context.report(root.at(("sampler",)) or place, ("sampler",), f"{sampler} needs something under `vary` or `uncertain`")
    elif points is None:
        context.report(place, ("sampler",), f"{sampler} needs `points`")
    elif sampler in ("sobol", "saltelli") and experiment.points & (experiment.points - 1):
        below = 1 << (experiment.points.bit_length() - 1)
        said = f"{sampler} is balanced for powers of two only: write {below} or {2 * below}, not {experiment.points}"
        context.report(points, ("points",), said)
    if shares and sampler in ("saltelli", "morris"):
        said = f"shares of one sum hang on one another, which {sampler} cannot take: write latin_hypercube, sobol or grid"
        context.report(root.at(("split",)), ("split",), said)
    alone = next((one for one in free if one.values is not None and len(one.values) == 1), None)
    if alone is not None and sampler in ("saltelli", "morris"):
        context.report(root.at((alone.role, alone.key)), (alone.role, alone.key), f"has one value, so {sampler} can say nothing of it")
    if sampler in ("sobol", "saltelli") and (2 if sampler == "saltelli" else 1) * len(free) > MOST_DIMENSIONS:
        context.report(root.at(("sampler",)), ("sampler",), f"{sampler} takes {MOST_DIMENSIONS} dimensions at most")
    if not context.problems and (cases := number_of_cases(experiment)) > MOST_POINTS:
        context.report(place, ("points",), f"comes to {cases:,} cases, more than {MOST_POINTS:,}: take fewer points, arms or replicates")


def _grid(ranges: Sequence[Factor], shares: bool, points: Node | None, place: Node | None, context: ReadingContext) -> None:
    """A grid over ranges needs their number of levels; one over values has it."""
    if (ranges or shares) and (points is None or (type(points.value) is int and points.value < 2)):
        what = ranges[0].key if ranges else "the split"
        context.report(points or place, ("points",), f"a grid needs points, the levels of {what}: two or more")
    if not ranges and not shares and points is not None:
        context.report(points, ("points",), "every factor has its values: leave `points` out")


def _steps(experiment: ExperimentContent, root: Node, context: ReadingContext) -> None:
    """A time step that the horizon does not hold, seeds that leave their range, outcomes that are not reported at the share simulated."""
    node = root.at(("time_step",)) or root.at(("outcomes",)) or root.at(("name",))
    if experiment.time_step == "final" and experiment.months < 12:
        context.report(node, ("time_step",), f"the last twelve months of a horizon of {experiment.months}: write monthly")
    elif experiment.time_step == "yearly" and (1 - experiment.start.month) % 12 + 12 > experiment.months:
        said = f"no whole calendar year lies between {experiment.start} and {experiment.scenario.last_month}: write monthly"
        context.report(node, ("time_step",), said)
    if experiment.seed + experiment.replicates - 1 > LARGEST_SEED:
        context.report(root.at(("seed",)), ("seed",), f"the last replicate's seed would be above {LARGEST_SEED}")
    least = {one.name: one.least_share for one in OUTCOMES}
    share = min(one.scenario.share_simulated for one in experiment.worlds)
    for number, name in enumerate(experiment.outcomes):
        if share < least[name]:
            said = f"is reported where at least {least[name]:g} of households are simulated, here it is {share:g}"
            context.report(root.at(("outcomes", number)), ("outcomes", number), said)


def _acting(experiment: ExperimentContent, root: Node, context: ReadingContext) -> None:
    """Months of a policy that nothing acts in."""
    node = root.at(("policy",))
    acts = experiment.split is not None or any(one.kind == "lever" for one in experiment.factors)
    if node is not None and not acts and [one.name for one in experiment.arms] == [GIVEN]:
        context.report(key_place(node), ("policy",), "no lever is varied and there are no arms: leave `policy` out")


def _figures(experiment: ExperimentContent, root: Node, context: ReadingContext) -> None:
    """Figures that are not known, or that the design cannot give."""
    for number, name in enumerate(experiment.figures):
        node = root.at(("figures", number))
        path: Path_ = ("figures", number)
        if name not in FIGURES:
            context.report(node, path, f"no figure named '{shortened(name)}'", closest(name, FIGURES))
        elif name in experiment.figures[:number]:
            context.report(node, path, f"'{name}' is named twice")
        elif said := lacking(name, experiment):
            context.report(node, path, f"{name} {said}")


def number_of_points(sampler: str, points: int, factors: Sequence[Factor], shares: int, rows: int) -> int:
    """How many points a design has. `factors` without those of the split, `shares`: levers it is over, `rows` of a list."""
    if sampler == "list":
        return rows
    if sampler == "grid":
        lattice = math.comb(points - 1 + shares - 1, shares - 1) if shares else 1
        return lattice * math.prod(points if one.values is None else len(one.values) for one in factors)
    if sampler == "saltelli":
        return points * (len(factors) + 2)
    if sampler == "morris":
        return points * (len(factors) + 1)
    return points


def number_of_cases(experiment: ExperimentContent) -> int:
    """How many cases an experiment has: points x arms x replicates, found without drawing the points."""
    points = number_of_points(experiment.sampler, experiment.points, experiment.free, len(experiment.shares), len(experiment.rows))
    return points * len(experiment.arms) * experiment.replicates


def lacking(figure: str, experiment: ExperimentContent) -> str | None:
    """What an experiment lacks for a figure, in words that say what to write; None where it lacks nothing."""
    ranged = [one for one in experiment.factors if one.kind in ("lever", "parameter")]
    chosen = [one for one in ranged if one.role == "vary"]
    others = len(experiment.arms) - 1
    if figure == "sensitivity" and experiment.sampler != "saltelli":
        return f"needs first and total order effects, which {experiment.sampler} cannot give: write sampler: saltelli"
    if figure == "screening" and experiment.sampler != "morris":
        return f"needs elementary effects, which {experiment.sampler} cannot give: write sampler: morris"
    if figure == "dose_response" and not chosen:
        return "needs a lever or a parameter under `vary`"
    if figure == "interaction" and len(chosen) < 2:
        return "needs two levers or parameters under `vary`"
    if figure == "side_by_side" and others < 1:
        return "needs `arms` to put side by side"
    if figure == "side_by_side" and OUTLAY not in experiment.outcomes:
        return f"needs what arms cost: write {OUTLAY} under `outcomes`"
    if figure == "who_gains" and others < 1:
        return "needs `arms`, by which some gain"
    if figure == "who_gains" and experiment.households == "none":
        return "needs the households of each year: write households: yearly"
    if figure in ("takeoff", "side_by_side") and experiment.time_step != "yearly":
        return "needs whole calendar years: write time_step: yearly"
    if figure == "robustness" and others < 1:
        return "needs `arms` to choose between"
    if figure == "robustness" and not any(one.role == "uncertain" for one in experiment.factors):
        return "needs parameters under `uncertain`, over which an arm is robust or not"
    return None
