"""The figures that an experiment may ask for, and what a design must have to give each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.files.experiment.content import ExperimentContent

FIGURES = ("dose_response", "interaction", "sensitivity", "screening", "robustness", "takeoff", "who_gains", "side_by_side")
"""Names of figures, as an experiment file asks for them."""
OUTLAY = "public_outlay"
"""The outcome that says what a policy costs."""


def lacking(figure: str, experiment: ExperimentContent) -> str | None:
    """What an experiment lacks for a figure, in words that say what to write; None where it lacks nothing."""
    ranged = [one for one in experiment.factors if one.kind in ("lever", "parameter")]
    chosen = [one for one in ranged if one.role == "vary"]
    others = len(experiment.arms) - 1
    if figure == "sensitivity" and experiment.sampler != "saltelli":
        return f"needs first and total order effects, which {experiment.sampler} cannot give: write sampler: saltelli"
    if figure == "screening" and experiment.sampler != "morris":
        return f"needs elementary effects, which {experiment.sampler} cannot give: write sampler: morris"
    if figure == "dose_response" and not chosen:
        return "needs a lever or a parameter under `vary`"
    if figure == "interaction" and len(chosen) < 2:
        return "needs two levers or parameters under `vary`"
    if figure == "side_by_side" and others < 1:
        return "needs `arms` to put side by side"
    if figure == "side_by_side" and OUTLAY not in experiment.outcomes:
        return f"needs what arms cost: write {OUTLAY} under `outcomes`"
    if figure == "who_gains" and others < 1:
        return "needs `arms`, by which some gain"
    if figure == "who_gains" and experiment.households == "none":
        return "needs the households of each year: write households: yearly"
    if figure in ("takeoff", "side_by_side") and experiment.time_step != "yearly":
        return "needs whole calendar years: write time_step: yearly"
    if figure == "robustness" and others < 1:
        return "needs `arms` to choose between"
    if figure == "robustness" and not any(one.role == "uncertain" for one in experiment.factors):
        return "needs parameters under `uncertain`, over which an arm is robust or not"
    return None
