"""Whether policies change nothing at all, and why: whom they could have served, and what they could not spend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.files import Measure, Scenario
from sim.methods.compare.estimates import MONEY, Estimates
from sim.methods.compare.phrases import Both, both


def reasons_of_no_effect(estimates: Estimates) -> dict[str, Both]:
    """Of each arm that changes nothing: why, from one run of it at default parameters and the study's first seed."""
    runs = estimates.runs
    measures_of = next((one for one in runs.policies.values() if not isinstance(one, str)), {})
    found: dict[str, Both] = {}
    for arm in runs.study.arms:
        if not estimates.changes_nothing(arm.name):
            continue
        measures = measures_of.get(arm.name, arm.measures)
        found[arm.name] = reason_of(runs.study.scenario.with_measures(measures), measures, runs.seed)
    return found


def reason_of(scenario: Scenario, measures: Sequence[Measure], seed: int) -> Both:
    """Why the last measures of a scenario change nothing, lever by lever, from one run of it."""
    from sim.county.synthesis import synthesise
    from sim.engine import run
    from sim.theory.levers import LEVERS, NUMBER

    case = synthesise(scenario, seed)
    record = run(case, seed)
    first = len(case.plan.lever) - len(measures)
    said: list[Both] = []
    for row, measure in enumerate(measures, first):
        lever = LEVERS[NUMBER[measure.lever]]
        label = (lever.label, lever.label_zh)
        wanted = int(np.count_nonzero(case.plan.place[row] < max(measure.levels)))
        taken = int(np.count_nonzero(case.plan.taken[row]))
        if lever.union and taken < wanted:
            said.append(both("already served", lever=label, served=wanted - taken, wanted=wanted))
        elif not record.spent[-1, row]:
            said.append(both("nothing spent", lever=label))
        else:
            said.append(both("spent for nothing", lever=label))
    return "; ".join(one[0] for one in said), "；".join(one[1] for one in said)


def change_nothing(scenario: Scenario, trajectories: Sequence[Any], run: Callable[[Scenario, int], Any]) -> bool:
    """Whether the policies of a scenario leave every outcome of every run as it is without them, but for public money.

    `trajectories` are its runs; `run` gives the trajectory of a scenario at a seed, and is called until one differs.
    """
    if not scenario.measures:
        return False
    without = scenario.model_copy(update={"measures": ()})
    return all(_same(one, run(without, one.seed)) for one in trajectories)


def _same(one: Any, other: Any) -> bool:
    counted = [not name.startswith(MONEY) for name in one.columns]
    return bool(np.array_equal(one.outcomes[:, counted], other.outcomes[:, counted], equal_nan=True))
