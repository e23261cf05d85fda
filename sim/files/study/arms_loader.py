"""The arms as a study file says them: policy entries, or shares of the money, and all that is wrong with either."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.files import Problem, Scenario
from sim.files.amounts import as_written, budget_refusal
from sim.files.policy.conflicts import conflicts
from sim.files.policy.loader import measures_of
from sim.files.policy.schema import Measure, lever_named
from sim.files.problems import shortened
from sim.files.study.arms import NONE, Arm, MoneyShare
from sim.files.validation import closest
from sim.files.yaml.nodes import Node, Path_
from sim.theory.levers import NUMBER


@dataclass(frozen=True)
class Asked:
    """What the arms of a study file are read against.

    `first` and `last` are the rows of the policy's months in the scenario; `total` is the money as the file says it, None where there
    is none or it is wrong, `in_2015` the same in CNY of 2015; `money` says whether the file names any. `files` and `years` give path
    and price year by the name of a file as shown.
    """

    scenario: Scenario
    first: int
    last: int
    total: float | None
    in_2015: float | None
    money: bool
    files: Mapping[str, Path]
    years: Mapping[str, int | None]

    @property
    def months(self) -> int:
        """Months of the policy."""
        return self.last - self.first + 1


def arms_of(node: Node | None, asked: Asked) -> tuple[tuple[Arm, ...], list[Problem]]:
    """The arms of a study file and all that is wrong with them."""
    if node is None or not isinstance(node.value, dict):
        # Missing, or no mapping: said by the declaration.
        return (), []
    arms: list[Arm] = []
    problems: list[Problem] = []
    for name, one in node.value.items():
        path: Path_ = ("arms", name)
        said = _name_problem(name, one, path)
        if said is not None:
            problems.append(said)
            continue
        measures: tuple[Measure, ...] = ()
        shares: tuple[MoneyShare, ...] = ()
        if _is_policy(one):
            measures, found = _policies(one, path, asked, str(name))
        else:
            shares, found = _shares(one, str(name), path, asked)
        arms.append(Arm(str(name), shares, measures))
        problems += found
    if asked.money and not problems and not any(arm.shares for arm in arms):
        said_of = "no arm is a share of the money: write an arm as {lever: 40%, …}, or leave `money` out"
        problems.append((node.key or node.place).problem(("arms",), said_of))
    return tuple(arms), problems


def _policies(node: Node, path: Path_, asked: Asked, name: str) -> tuple[tuple[Measure, ...], list[Problem]]:
    """An arm written as policy entries, over the months of the policy: before and after them no arm does anything."""
    world = asked.scenario
    found, problems = measures_of(
        node,
        path,
        asked.files,
        world.start.plus(asked.first),
        asked.months,
        asked.years,
        name,
        world.county,
        world.parameters,
    )
    problems = [
        replace(one, message=one.message.replace("outside the horizon", "outside the policy's period"))
        for one in problems
    ]
    after = world.months - asked.last - 1
    measures = tuple(
        one.model_copy(update={"levels": (0.0,) * asked.first + one.levels + (0.0,) * after}) for one in found
    )
    if not problems:
        problems = conflicts([*world.measures, *measures], world.start)
    return measures, problems


def _name_problem(name: Any, node: Node, path: Path_) -> Problem | None:
    """What is wrong with the name of an arm."""
    place = node.key or node.best_place
    if not isinstance(name, str):
        return place.problem(path, f"expected a name, got `{name}`: write it in quotes")
    if not name.strip() or not name.isprintable():
        return place.problem(path, "expected a name that can be shown")
    if name == NONE:
        return place.problem(path, f"'{NONE}' is the arm without a policy, which every study has: choose another name")
    return None


def _is_policy(node: Node) -> bool:
    """Whether an arm is written as policy entries."""
    return isinstance(node.value, list) or (isinstance(node.value, dict) and bool({"use", "lever"} & node.value.keys()))


def _shares(node: Node, name: str, path: Path_, asked: Asked) -> tuple[tuple[MoneyShare, ...], list[Problem]]:
    """Shares of the money, `{lever: 40%, …}`."""
    if not isinstance(node.value, dict) or not node.value:
        said = f"expected shares of the money as in {{training.seats: 100%}}, or a policy entry, got {node.kind}"
        return (), [node.best_place.problem(path, said)]
    problems: list[Problem] = []
    shares: list[MoneyShare] = []
    for lever, one in node.value.items():
        where = (*path, lever)
        if lever not in NUMBER:
            said = f"no lever named '{shortened(str(lever))}'"
            problems.append((one.key or one.place).problem(where, said, closest(lever, NUMBER)))
        share, found = _share_of(one, where)
        problems += found
        if share is not None:
            top = top_of(lever, asked) if lever in NUMBER else 0.0
            shares.append(MoneyShare(str(lever), share, share * (asked.in_2015 or 0.0), top, one.best_place.problem(where, "")))
            problems += _too_little(shares[-1], asked) if lever in NUMBER else []
            if lever in NUMBER and top <= 0.0:
                said = f"the scenario's own policies set {lever} to the top of its range: no money can be added"
                problems.append((one.key or one.place).problem(where, said))
    whole = node.key or node.best_place
    if not asked.money:
        said = "shares of money without `money`: say how much, as in money: {total: 12000000}"
        problems.append(whole.problem(path, said))
    if len(shares) == len(node.value):
        percent = 100.0 * math.fsum(one.share for one in shares)
        if abs(percent - 100.0) > 1e-9:
            problems.append(whole.problem(path, f"the shares of arm {name} sum to {percent:.10g} %, not 100 %"))
    return tuple(shares), problems


def top_of(lever: str, asked: Asked) -> float:
    """The highest level that money may buy of a lever on top of the scenario's own policies; of a share of villages, its range."""
    declared = lever_named(lever)
    if declared.union:
        return declared.high
    own = [one for one in asked.scenario.measures if one.lever == lever]
    most = max((math.fsum(one.levels[month] for one in own) for month in range(asked.first, asked.last + 1)), default=0.0)
    return declared.high - most


def _share_of(node: Node, path: Path_) -> tuple[float | None, list[Problem]]:
    """The share that `40%` stands for."""
    place = node.best_place
    if isinstance(node.value, int | float) and not isinstance(node.value, bool) and math.isfinite(node.value):
        percent = node.value if node.value > 1 else 100.0 * node.value
        return None, [place.problem(path, f"expected a share of the money, got {node.kind}: write {percent:g}%")]
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*%", node.value.strip()) if isinstance(node.value, str) else None
    if not found or len(node.value) > 30:
        return None, [place.problem(path, f"expected a share of the money like 40%, got {node.kind}")]
    percent = float(found.group(1))
    if percent > 100.0:
        return None, [place.problem(path, f"expected a share of at most 100%, got {node.kind}")]
    if percent == 0.0:
        return None, [place.problem(path, "a share of 0% buys nothing: leave the lever out")]
    return percent / 100.0, []


def _too_little(share: MoneyShare, asked: Asked) -> list[Problem]:
    """A share that buys less than one unit of its lever."""
    if asked.total is None or asked.in_2015 is None or share.asked is None:
        return []
    year = next(iter(asked.years.values()), None)
    note = as_written(share.share * asked.total, year)
    said = budget_refusal(lever_named(share.lever), share.budget, note, dict(asked.scenario.parameters))
    return [] if said is None else [replace(share.asked, message=said)]
