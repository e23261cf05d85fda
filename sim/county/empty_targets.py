"""Targets that select nobody in a county: a problem at the place of the file that asks for them."""

from dataclasses import replace
from typing import NamedTuple

from sim.county.policy_plan import OUTSIDE, Plan
from sim.county.synthesis import synthesise
from sim.files import Problem, Scenario
from sim.files.policy.schema import Target
from sim.theory.levers import LEVERS, NUMBER


class EmptyTarget(NamedTuple):
    """A measure that reaches no one: its row among the scenario's measures, and what its target asked for."""

    measure: int
    said: str


def empty_targets(scenario: Scenario, table: Plan) -> list[EmptyTarget]:
    """The scenario's measures whose target leaves no one."""
    first = len(table.lever) - len(scenario.measures)
    found = []
    for row, measure in enumerate(scenario.measures):
        reach = LEVERS[NUMBER[measure.lever]].reach
        if reach == "household" and not table.aimed[table.target[first + row]].any():
            found.append(EmptyTarget(row, "no household of the county meets this target"))
        elif reach == "village" and not (table.place[first + row] < OUTSIDE).any():
            found.append(EmptyTarget(row, "no village of the county meets this target"))
    return found


def target_problems(scenario: Scenario, seed: int) -> list[Problem]:
    """A problem for each measure whose target selects nobody in this scenario's county, at the place that asks for it."""
    problems = []
    if any(measure.target != Target() for measure in scenario.measures):
        for nobody in empty_targets(scenario, synthesise(scenario, seed).plan):
            measure = scenario.measures[nobody.measure]
            asked = measure.asked or Problem(measure.policy, 0, 0, "target", "")
            problems.append(replace(asked, message=nobody.said))
    return problems
