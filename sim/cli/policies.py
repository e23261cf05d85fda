"""Policies that a command adds to a scenario, and what is said of policies once the county and its sample are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def with_programmes(scenario: Any, files: Sequence[Path]) -> Any:
    """A scenario with the programmes of files added to its policies. Raises InputError with every problem of all files."""
    from sim.files import InputError, load_policy_file
    from sim.files.policy.conflicts import conflicts

    problems: list[Any] = []
    measures = list(scenario.measures)
    for file in files:
        try:
            measures += load_policy_file(file, scenario.start, scenario.months, scenario.county).measures
        except InputError as error:
            problems += error.problems
    problems = problems or conflicts(measures, scenario.start)
    if problems:
        raise InputError(problems)
    return scenario.model_copy(update={"measures": tuple(measures)})


def refuse_empty_targets(scenario: Any) -> None:
    """Raise InputError where a policy's target selects no one in the scenario's county."""
    from sim.county.empty_targets import target_problems
    from sim.files import InputError

    if problems := target_problems(scenario, scenario.seed):
        raise InputError(problems)


def overstated_in_the_sample(levers: Iterable[str], share: float) -> list[str]:
    """A sentence for each lever whose effect a sample of this share of households overstates (`Lever.least_share`), in their order."""
    from sim.theory.levers import LEVERS

    used = set(levers)
    return [
        f"{one.key}: its effect is overstated where fewer than {100 * one.least_share:.3g} % of households are simulated "
        f"(here {100 * share:.3g} %); set share_simulated to {one.least_share:g} or more"
        for one in LEVERS
        if one.key in used and share < one.least_share
    ]


def levers_of_an_experiment(experiment: Any) -> set[str]:
    """The levers of an experiment: of its scenarios and arms, those that it varies, and those that share its money."""
    measures = [one for world in experiment.worlds for one in world.scenario.measures]
    measures += [one for arm in experiment.arms for one in arm.measures]
    varied = {factor.key for factor in experiment.factors if factor.kind == "lever"}
    return varied | {one.lever for one in measures} | set(experiment.split.levels if experiment.split else ())


def levers_of_a_study(study: Any) -> set[str]:
    """The levers of a study: of its scenario, and those that stand in its arms or share their money."""
    arms = [one for arm in study.arms for one in (*arm.measures, *arm.shares)]
    return {one.lever for one in (*study.scenario.measures, *arms)}
