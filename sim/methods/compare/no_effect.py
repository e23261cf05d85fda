"""Why an arm changes nothing at all: whom it could have served, and what it could not spend."""

from __future__ import annotations

import numpy as np

from sim.methods.compare.estimates import Estimates
from sim.methods.compare.phrases import Both, both


def reasons_of_no_effect(estimates: Estimates) -> dict[str, Both]:
    """Of each arm that changes nothing: why, from one run of it at default parameters and the study's first seed."""
    from sim.county.synthesis import synthesise
    from sim.engine import run
    from sim.theory.levers import LEVERS, NUMBER

    runs = estimates.runs
    measures_of = next((one for one in runs.policies.values() if not isinstance(one, str)), {})
    found: dict[str, Both] = {}
    for arm in runs.study.arms:
        if not estimates.changes_nothing(arm.name):
            continue
        measures = measures_of.get(arm.name, arm.measures)
        scenario = runs.study.scenario.with_measures(measures)
        case = synthesise(scenario, runs.seed)
        record = run(case, runs.seed)
        first = len(case.plan.lever) - len(measures)
        said: list[Both] = []
        for row, measure in enumerate(measures):
            lever = LEVERS[NUMBER[measure.lever]]
            label = (lever.label, lever.label_zh)
            wanted = int(np.count_nonzero(case.plan.place[first + row] < max(measure.levels)))
            taken = int(np.count_nonzero(case.plan.taken[first + row]))
            if lever.union and taken < wanted:
                said.append(both("already served", lever=label, served=wanted - taken, wanted=wanted))
            elif not record.spent[-1, first + row]:
                said.append(both("nothing spent", lever=label))
            else:
                said.append(both("spent for nothing", lever=label))
        found[arm.name] = "; ".join(one[0] for one in said), "；".join(one[1] for one in said)
    return found
