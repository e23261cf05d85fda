"""Whether the arms of an experiment reach anyone in its counties."""

from sim.files import InputError
from sim.files.experiment.experiment import Experiment


def refuse_empty_targets(experiment: Experiment) -> None:
    """Raise InputError, with a problem at each place, where a policy of a scenario or of an arm selects no one in a county."""
    from sim.county.empty_targets import target_problems  # loads the model, which a folder of results is read without

    problems = []
    for world in (one.scenario for one in experiment.worlds):
        problems += target_problems(world, experiment.seed)
        for arm in experiment.arms:
            problems += target_problems(world.model_copy(update={"measures": arm.measures}), experiment.seed)
    if problems:
        raise InputError(problems)
