"""Designs: which cases answer a question. Points over levers, parameters and counties; arms; replicates with shared seeds."""

from sim.design.design import Case, Design
from sim.design.experiment import GIVEN, NONE, Arm, Experiment, Split, load_experiment
from sim.design.factors import Factor
from sim.design.figures_asked import FIGURES
from sim.design.json_schema import experiment_schema
from sim.design.reduced import reduce, steps

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
