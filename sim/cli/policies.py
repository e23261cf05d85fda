"""Policies that a command adds to a scenario, and what is wrong with policies once the county is known."""

from __future__ import annotations

from collections.abc import Sequence
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
