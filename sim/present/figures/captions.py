"""What stands under a figure: the world, the sample, the months, what the intervals hold, the source."""

from __future__ import annotations

from sim.present.figures.quantities import capital
from sim.present.figures.stored_sweep import StoredSweep

SAMPLERS = {
    "grid": "every combination of levels",
    "list": "a list of points",
    "latin_hypercube": "a Latin hypercube",
    "sobol": "a scrambled Sobol' sequence",
    "saltelli": "Saltelli's arrangement of a scrambled Sobol' sequence",
    "morris": "Morris' trajectories",
}
"""How points were chosen, in words."""


def caption(held: StoredSweep, *said: str, step: str | None = None) -> str:
    """The caption of a figure of a sweep: `said` are sentences on what is drawn."""
    # What has nothing to say leaves no gap.
    return " ".join(" ".join([_world(held), _sample(held), _months(held, step), *said, *_unmoved(held), _source(held)]).split())


def _unmoved(held: StoredSweep) -> list[str]:
    """A sentence on each arm that changes nothing, which an interval of no width would not tell."""
    because = {True: ", and nothing is spent", False: ""}
    return [
        f"{capital(arm)} changes nothing: every difference is exactly 0 in every case{because[idle]}." for arm, idle in held.unmoved.items()
    ]


def title(held: StoredSweep, otherwise: str) -> str:
    """The question of the experiment, or what the figure shows where it has none."""
    return " ".join(held.design.experiment.question.split()) or otherwise


def intervals(held: StoredSweep, of: str = "mean of paired differences over seeds") -> str:
    """What dots and lines are, and what the lines hold."""
    if held.design.replicates == 1:
        return f"Dots: {of}; one seed, so luck is not known and no interval is drawn."
    return f"Dots: {of}; lines or bands: 95 % intervals, which hold luck only."


def left_out(number: int, of: int, what: str) -> str:
    """A sentence on what could not be used, or nothing where all could."""
    return f"{number:,} of {of:,} {what} left out: a case of each is missing." if number else ""


def _world(held: StoredSweep) -> str:
    worlds = held.design.experiment.worlds
    one = worlds[0].scenario
    county = one.county.name if len(worlds) == 1 else f"{len(worlds)} counties"
    # A scenario is often named after its county.
    where = county if county == one.name else f"{one.name}: {county}"
    return f"{where}, {100.0 * one.share_simulated:.3g} % of households simulated."


def _sample(held: StoredSweep) -> str:
    design = held.design
    seeds = "1 seed" if design.replicates == 1 else f"{design.replicates} seeds, the same everywhere"
    points = "1 point" if design.points == 1 else f"{design.points:,} points ({SAMPLERS[design.experiment.sampler]})"
    arms = f" × {len(design.arms)} arms" if held.with_arms else ""
    gone = [f"{number:,} {what}" for number, what in ((held.failed, "failed"), (held.undone, "not run yet")) if number]
    failed = f", of which {' and '.join(gone)}" if gone else ""
    quick = ", the quick design" if design.experiment.quick else ""
    return f"{points}{arms} × {seeds}: {design.cases:,} cases{failed}{quick}."


def _months(held: StoredSweep, step: str | None) -> str:
    experiment = held.design.experiment
    first, last = (experiment.start.plus(row) for row in (experiment.first, experiment.last))
    whole = experiment.first == 0 and experiment.last == experiment.months - 1
    acts = "" if whole else f"Levers act from {first} to {last}. "
    shown = held.steps[-1] if step is None else step
    at = f"the last twelve months, to {experiment.start.plus(experiment.months - 1)}" if shown == "final" else shown
    return f"{acts}Shown: {at}." if step != "" else acts.strip()


def _source(held: StoredSweep) -> str:
    # Which sources: the version may be the same for many, and is not known where the package is run from a checkout.
    return f"Amounts in CNY of 2015. Source: ruralsim, model {held.design.sources[:8]}, experiment {held.design.experiment.name}."
