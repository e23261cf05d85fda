"""Designs: which cases answer a question. Points over levers, parameters and counties; arms; replicates with shared seeds."""

from sim.compute.design.design import Case, Design
from sim.compute.design.time_steps import reduce, steps
from sim.files.experiment.arms import GIVEN, NONE, Arm, Split
from sim.files.experiment.experiment import Experiment, load_experiment
from sim.files.experiment.factors import Factor
from sim.files.experiment.figures import FIGURES
from sim.files.experiment.json_schema import experiment_schema

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
