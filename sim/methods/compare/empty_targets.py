"""Whether the arms of a study reach anyone in its county."""

from __future__ import annotations

from sim.county.empty_targets import target_problems
from sim.files import InputError
from sim.files.study.study import Study


def refuse_empty_targets(study: Study) -> None:
    """Raise InputError, with a problem at each place, where a policy of the scenario or of an arm selects no one in the county."""
    world = study.scenario
    problems = list(target_problems(world, world.seed))
    for arm in study.arms:
        problems += target_problems(world.model_copy(update={"measures": arm.measures}), world.seed)
    if problems:
        raise InputError(problems)
