"""A pilot that turns money into levels, and what the same money buys in each draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from sim.files import Scenario
from sim.files.policy.schema import Measure, lever_named
from sim.files.policy_arms import NONE
from sim.files.study.study import Arm, Study, measures_at
from sim.methods.compare.level_search import Level, affordable_shares
from sim.methods.compare.runs import Run, draws_differ

LEAST_PASSED_ON = 1.0
"""CNY below which nothing is passed on to the next lever."""


def pilot(study: Study, run: Run, seed: int, tell: Callable[[Arm, tuple[Level, ...]], None] | None = None) -> dict[str, tuple[Level, ...]]:
    """The levels of every money arm, found in one seed at default parameters; `tell` is told of each arm as it is found."""
    levels: dict[str, tuple[Level, ...]] = {}
    if not any(arm.shares for arm in study.arms):
        return {arm.name: () for arm in study.arms}
    without = _period_outlay(study, run(study.scenario, seed))
    for arm in study.arms:

        def spending(measures: Sequence[Measure]) -> np.ndarray:
            return np.asarray(_period_outlay(study, run(study.scenario.with_measures(measures), seed)) - without)

        levels[arm.name] = affordable_shares(arm, study.first, study.last, study.scenario.months, spending, study.leftover)
        if tell is not None and arm.shares:
            tell(arm, levels[arm.name])
    return levels


def _period_outlay(study: Study, trajectory: Any) -> np.ndarray:
    """Public money by lever over the months of the policy, CNY of 2015."""
    months = trajectory.outlays[study.first : study.last + 1]
    return np.asarray(months.sum(axis=(0, 2), dtype=np.int64) / 100.0)


def measures_of_arms(
    study: Study, levels: Mapping[str, Mapping[str, float]], budgets: Mapping[str, Mapping[str, float]]
) -> dict[str, tuple[Measure, ...]]:
    """The measures of each arm as they are run, by its name; none has none. `levels` and `budgets` by arm and lever, of money arms."""
    found: dict[str, tuple[Measure, ...]] = {NONE: ()}
    for arm in study.arms:
        found[arm.name] = measures_at(
            arm, levels.get(arm.name, {}), study.first, study.last, study.scenario.months, budgets=budgets.get(arm.name)
        )
    return found


def affordable_measures(
    study: Study, levels: Mapping[str, tuple[Level, ...]], world: Scenario, run: Run, seed: int
) -> dict[str, tuple[Measure, ...]]:
    """The measures of each arm in one draw: what the money buys at its prices and volumes, tried out on the pilot's seed.

    A level is moved by what the pilot's level costs here: the same money buys fewer seats where seats are dear. Budgets cap the runs
    themselves to the fen. Levels of services that a village has or has not stay: budgets say how many villages they reach.
    Where what is left goes to the next lever, each lever but the last is tried once more, and what it leaves is added to the next budget.
    """
    at = {name: {one.lever: one.level for one in found} for name, found in levels.items()}
    if not draws_differ(study):
        return measures_of_arms(study, at, {name: {one.lever: one.budget for one in found} for name, found in levels.items()})
    before = len(world.measures)
    budgets: dict[str, dict[str, float]] = {}

    def spent_by(arm: Arm, **limits: Any) -> np.ndarray:
        measures = measures_at(arm, at[arm.name], study.first, study.last, study.scenario.months, **limits)
        return np.asarray(run(world.with_measures(measures), seed).spent[study.last, before:] / 100.0)

    for arm in study.arms:
        if not arm.shares:
            continue
        here, money = at[arm.name], {share.lever: share.budget for share in arm.shares}
        for share, cost in zip(arm.shares, spent_by(arm, capped=False), strict=True):
            if not lever_named(share.lever).union and cost > 0.0:
                here[share.lever] = min(here[share.lever] * share.budget / float(cost), share.top)
        if study.leftover == "next":
            for number, (share, after) in enumerate(pairwise(arm.shares)):
                kept = max(float(spent_by(arm, budgets=money)[number]), 0.01)
                left = money[share.lever] - kept
                if left >= LEAST_PASSED_ON:
                    here[after.lever] = min(here[after.lever] * (money[after.lever] + left) / money[after.lever], after.top)
                    money[share.lever], money[after.lever] = kept, money[after.lever] + left
        budgets[arm.name] = money
    return measures_of_arms(study, at, budgets)
