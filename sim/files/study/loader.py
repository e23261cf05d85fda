"""From a study file to a Study; everything wrong is reported at once, each thing at its place."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from pathlib import Path

from sim.files import InputError, Scenario
from sim.files.policy.conflicts import conflicts
from sim.files.policy.schema import lever_named
from sim.files.policy_arms import NONE, highest_addition, is_policy, name_is_wrong, policy_entries
from sim.files.reading_context import ReadingContext, main_outcomes
from sim.files.scenario.schema import needs_trends, with_horizon
from sim.files.study.examination import examination_of
from sim.files.study.schema import StudyFile
from sim.files.study.study import Arm, Groups, MoneyShare, Study
from sim.reading.amounts import as_written, budget_refusal, without_prices
from sim.reading.nodes import Node, Path_
from sim.reading.problems import shortened
from sim.reading.reader import read_yaml
from sim.reading.wrong_keys_and_values import closest, month_at, validated
from sim.theory.deflator import to_2015
from sim.theory.levers import NUMBER

LONGEST = 600
"""Months that can be simulated."""
MAY_BE_LEFT_OUT: tuple[Path_, ...] = (
    ("prices",), ("money",), ("outcomes",), ("examination",), ("groups", "income_fifths"), ("groups", "far"),
)  # fmt: skip
"""Keys that may be left out and must not be empty."""


@dataclass(frozen=True)
class Money:
    """The sum that arms share: `named` in the file at all; `written` in its yuan, `in_2015` in CNY of 2015, None where it is wrong."""

    named: bool
    written: float | None
    in_2015: float | None


def load_study(path: str | Path) -> Study:
    """The study in a file, with its scenario and the programmes that its arms use; amounts in CNY of 2015.

    Raises InputError with every problem found, in all files that take part.
    """
    context = ReadingContext(Path(path), str(path))
    root = read_yaml(context.path, context.shown)
    said, context.problems = validated(StudyFile, root)
    context.read_price_year(root)
    world = _world(root, context)
    money = _money(root, context)
    context.check_not_empty(root, MAY_BE_LEFT_OUT)
    scenario, rows = (None, (0, 0)) if world is None else _period(root, world, context)
    arms = () if scenario is None else _arms(root.at(("arms",)), context, scenario, rows, money)
    _check_differences(root, context)
    _check_income_fifths(root, scenario, rows[0], context)
    context.check_outcomes(root)
    outcomes = root.at(("outcomes",))
    if outcomes is not None and outcomes.value == []:
        context.report(outcomes, ("outcomes",), "is empty: name an outcome, or leave the key out for the main ones")
    _check_draws(root, context)
    if (leftover := root.at(("leftover",))) is not None and not money.named:
        context.report(leftover, ("leftover",), "there is no money to be left: arms are shares of it with money: {total: 12000000}")
    year = context.year if isinstance(context.year, int) else None
    examination, found = examination_of(root.at(("examination",)), [arm.name for arm in arms], scenario, *rows, year)
    context.problems += found
    if context.problems or said is None or scenario is None:
        raise InputError(context.sorted_problems())
    far = said.groups.far
    return Study(
        name=said.name, question=said.question, file=context.path.name, scenario=scenario, prices=year, first=rows[0], last=rows[1],
        total=money.in_2015, arms=arms, differences=tuple((one[0], one[1]) for one in said.differences),
        groups=Groups(said.groups.income_fifths, None if far is None else (far.road_km[0], far.road_km[1]), said.groups.sellers),
        uncertainty=said.uncertainty, outcomes=said.outcomes if said.outcomes is not None else main_outcomes(),
        discount=said.discount, examination=examination, leftover=said.leftover,
    )  # fmt: skip


def _world(root: Node, context: ReadingContext) -> Scenario | None:
    """The scenario that the study names, relative to it."""
    node = root.at(("scenario",))
    if node is None or not isinstance(node.value, str) or not node.value:
        return None
    return context.scenario(node, ("scenario",))


def _money(root: Node, context: ReadingContext) -> Money:
    """The sum of money, and a problem where the file does not say the year of its yuan."""
    node, prices = root.at(("money", "total")), root.at(("prices",))
    if node is not None and (prices is None or prices.value is None):
        context.report(node, ("money", "total"), without_prices("CNY"))
    number = node is not None and isinstance(node.value, int | float) and not isinstance(node.value, bool) and node.value > 0
    written = float(node.value) if number and node is not None else None
    in_2015 = to_2015(written, context.year) if written is not None and isinstance(context.year, int) else None
    return Money(root.at(("money",)) is not None, written, in_2015)


def _period(root: Node, world: Scenario, context: ReadingContext) -> tuple[Scenario | None, tuple[int, int]]:
    """The scenario with the horizon that the study needs, and the rows of the first and last month of the policy."""
    until = month_at(root.at(("period", "follow_until")))
    nodes = [root.at(("period", "policy", end)) for end in (0, 1)]
    first, last = (month_at(node) for node in nodes)
    if until is None or first is None or last is None:
        return None, (0, 0)
    before = len(context.problems)
    for end, month in enumerate((first, last)):
        if month.since(world.start) < 0:
            said = f"{month} is before {world.start}, the first month of the scenario"
            context.report(nodes[end], ("period", "policy", end), said)
    months, wrong = until.since(world.start) + 1, None
    if after := next((one for one in (first, last) if one > until), None):
        wrong = f"{until} is before {after}, a month of the policy"
    elif months > LONGEST:
        wrong = f"{until} is {months} months after {world.start}, the first month of the scenario; at most {LONGEST} can be simulated"
    elif said_of_trends := needs_trends(world.start, months, world.trends):
        wrong = f"{said_of_trends}, in the scenario"
    if wrong is not None:
        context.report(root.at(("period", "follow_until")), ("period", "follow_until"), wrong)
    if len(context.problems) > before:
        return None, (0, 0)
    return with_horizon(world, world.start, months), (first.since(world.start), last.since(world.start))


def _arms(node: Node | None, context: ReadingContext, world: Scenario, rows: tuple[int, int], money: Money) -> tuple[Arm, ...]:
    """The arms of a study file: policy entries, or shares of the money."""
    if node is None or not isinstance(node.value, dict):
        # Missing, or no mapping: the declaration reports it.
        return ()
    arms: list[Arm] = []
    before = len(context.problems)
    for name, one in node.value.items():
        path: Path_ = ("arms", name)
        if name_is_wrong(name, one, path, context, "every study"):
            continue
        if is_policy(one):
            found = len(context.problems)
            measures = policy_entries(one, path, context, [world], rows, "the policy's period")
            if len(context.problems) == found:
                context.problems += conflicts([*world.measures, *measures], world.start)
            arms.append(Arm(str(name), (), measures))
        else:
            arms.append(Arm(str(name), _shares(one, str(name), path, context, world, rows, money), ()))
    if money.named and len(context.problems) == before and not any(arm.shares for arm in arms):
        said = "no arm is a share of the money: write an arm as {lever: 40%, …}, or leave `money` out"
        context.report(node.key or node.place, ("arms",), said)
    return tuple(arms)


def _shares(
    node: Node, name: str, path: Path_, context: ReadingContext, world: Scenario, rows: tuple[int, int], money: Money
) -> tuple[MoneyShare, ...]:
    """Shares of the money, `{lever: 40%, …}`."""
    if not isinstance(node.value, dict) or not node.value:
        context.report(node, path, f"expected shares of the money as in {{training.seats: 100%}}, or a policy entry, got {node.kind}")
        return ()
    shares: list[MoneyShare] = []
    for lever, one in node.value.items():
        where = (*path, lever)
        if lever not in NUMBER:
            context.report_unknown(one, where, f"no lever named '{shortened(str(lever))}'", NUMBER)
        share = _share(one, where, context)
        if share is None:
            continue
        top = highest_addition(lever, world, rows) if lever in NUMBER else 0.0
        shares.append(MoneyShare(str(lever), share, share * (money.in_2015 or 0.0), top, one.best_place.problem(where, "")))
        if lever in NUMBER:
            _check_buys_something(shares[-1], context, world, money)
            if top <= 0.0:
                said = f"the scenario's own policies set {lever} to the top of its range: no money can be added"
                context.report(one.key or one.place, where, said)
    whole = node.key or node.best_place
    if not money.named:
        context.report(whole, path, "shares of money without `money`: say how much, as in money: {total: 12000000}")
    if len(shares) == len(node.value):
        percent = 100.0 * math.fsum(one.share for one in shares)
        if abs(percent - 100.0) > 1e-9:
            context.report(whole, path, f"the shares of arm {name} sum to {percent:.10g} %, not 100 %")
    return tuple(shares)


def _share(node: Node, path: Path_, context: ReadingContext) -> float | None:
    """The share that `40%` stands for, or None and a problem."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*%", node.value.strip()) if isinstance(node.value, str) else None
    percent = float(found.group(1)) if found and len(node.value) <= 30 else None
    if isinstance(node.value, int | float) and not isinstance(node.value, bool) and math.isfinite(node.value):
        meant = node.value if node.value > 1 else 100.0 * node.value
        said = f"expected a share of the money, got {node.kind}: write {meant:g}%"
    elif percent is None:
        said = f"expected a share of the money like 40%, got {node.kind}"
    elif percent > 100.0:
        said = f"expected a share of at most 100%, got {node.kind}"
    elif percent == 0.0:
        said = "a share of 0% buys nothing: leave the lever out"
    else:
        return percent / 100.0
    context.report(node, path, said)
    return None


def _check_buys_something(share: MoneyShare, context: ReadingContext, world: Scenario, money: Money) -> None:
    """Report a share that buys less than one unit of its lever."""
    if money.written is None or money.in_2015 is None or share.asked is None:
        return
    note = as_written(share.share * money.written, context.year if isinstance(context.year, int) else None)
    if said := budget_refusal(lever_named(share.lever), share.budget, note, dict(world.parameters)):
        context.problems.append(replace(share.asked, message=said))


def _check_differences(root: Node, context: ReadingContext) -> None:
    """Report pairs that are not two different arms of the study."""
    node, arms = root.at(("differences",)), root.at(("arms",))
    if node is None or not isinstance(node.value, list) or arms is None or not isinstance(arms.value, dict):
        return
    names = [str(name) for name in arms.value]
    for number, pair in enumerate(node.value):
        if not isinstance(pair.value, list):
            continue
        path = ("differences", number)
        if len(pair.value) != 2:
            example = f", as in [{names[0]}, {names[1]}]" if len(names) > 1 else ""
            context.report(pair, path, f"expected two arms{example}, got {len(pair.value)}")
            continue
        first, second = (str(one.value) for one in pair.value)
        for place, name in enumerate((first, second)):
            if name == NONE and name not in names:
                context.report(pair.value[place], (*path, place), f"each arm is compared with {NONE} anyhow")
            elif name not in names:
                context.report(pair.value[place], (*path, place), f"no arm named '{shortened(name)}'", closest(name, names))
        if first == second and first in names:
            context.report(pair.value[1], (*path, 1), "an arm does not differ from itself")


def _check_income_fifths(root: Node, scenario: Scenario | None, first: int, context: ReadingContext) -> None:
    """Report income fifths of a year that is not wholly before the policy."""
    node = root.at(("groups", "income_fifths"))
    if node is None or type(node.value) is not int or scenario is None:
        return
    begins = scenario.start.plus(first)
    earliest = scenario.start.year if scenario.start.month == 1 else scenario.start.year + 1
    latest = begins.year - 1
    if earliest <= node.value <= latest:
        return
    if latest < earliest:
        said = f"no whole year lies between {scenario.start}, where the scenario starts, and {begins}, where the policy does"
    else:
        whole = f"{earliest}" if earliest == latest else f"{earliest} to {latest}"
        said = f"groups are fixed before the policy, which starts {begins}: expected a whole year before it ({whole}), got {node.value}"
    context.report(node, ("groups", "income_fifths"), said)


def _check_draws(root: Node, context: ReadingContext) -> None:
    """Report draws of nothing."""
    node = root.at(("uncertainty", "draws"))
    if node is None or type(node.value) is not int or node.value <= 1:
        return
    kinds = [root.at(("uncertainty", kind)) for kind in ("parameters", "costs")]
    if all(kind is not None and kind.value == "none" for kind in kinds):
        said = f"{node.value} draws of nothing: parameters and costs are both none, so write draws: 1"
        context.report(node, ("uncertainty", "draws"), said)
