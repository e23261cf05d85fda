"""Designs: which cases answer a question. Points over levers, parameters and counties; arms; replicates with shared seeds."""

from sim.compute.design.design import Case, Design
from sim.compute.design.time_steps import reduce, steps
from sim.files.experiment.consistency import FIGURES
from sim.files.experiment.content import GIVEN, Arm, Split
from sim.files.experiment.experiment import Experiment, load_experiment
from sim.files.experiment.factors import Factor
from sim.files.json_schemas import experiment_schema
from sim.files.policy_arms import NONE

__all__ = [
    "FIGURES",
    "GIVEN",
    "NONE",
    "Arm",
    "Case",
    "Design",
    "Experiment",
    "Factor",
    "Split",
    "experiment_schema",
    "load_experiment",
    "reduce",
    "steps",
]
