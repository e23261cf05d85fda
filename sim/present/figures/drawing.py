"""Every figure that an experiment can ask for, drawn of stored results. Nothing is simulated here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sim.compute.store.ownership import write_set
from sim.present.figures.dose_response import draw_dose_response
from sim.present.figures.drawn_figure import DrawnFigure, NotDrawn
from sim.present.figures.interaction import draw_interaction
from sim.present.figures.robustness import draw_robustness
from sim.present.figures.screening import draw_screening
from sim.present.figures.sensitivity import draw_sensitivity
from sim.present.figures.side_by_side import draw_side_by_side
from sim.present.figures.stored_sweep import StoredSweep, missing_cases
from sim.present.figures.style import files_of
from sim.present.figures.takeoff import draw_takeoff
from sim.present.figures.who_gains import draw_who_gains

DRAWING: Mapping[str, Callable[[StoredSweep], list[DrawnFigure]]] = {
    "dose_response": draw_dose_response,
    "interaction": draw_interaction,
    "sensitivity": draw_sensitivity,
    "screening": draw_screening,
    "robustness": draw_robustness,
    "takeoff": draw_takeoff,
    "who_gains": draw_who_gains,
    "side_by_side": draw_side_by_side,
}
"""By the name that a file asks for."""

FIGURES = "figures"
"""The folder of figures in a folder of results."""


def figure_files(held: StoredSweep) -> dict[str, dict[str, bytes]]:
    """The figures that the experiment asks for: by name, the bytes of each file by kind (png, svg, pdf, csv).

    Raises NotDrawn for a figure that these results do not give.
    """
    if not held.table.num_rows:
        raise NotDrawn("no case is done yet, so there is nothing to draw")
    found: dict[str, dict[str, bytes]] = {}
    missing = missing_cases(held.table, held.folder)
    for name in held.design.experiment.figures:
        try:
            for one in DRAWING[name](held):
                found[one.name] = files_of(one.figure, one.table)
        except ValueError as error:
            # Estimates refuse what cannot carry them, such as a sweep of which too few cases ran.
            why = str(error) if isinstance(error, NotDrawn) else f"{name}: {error}"
            raise NotDrawn(f"{why}; {missing}" if missing else why) from error
    return found


def write_figures(folder: Path, files: Mapping[str, Mapping[str, bytes]], experiment: str) -> list[str]:
    """Write the figures of an experiment into a folder, as one set with its record; returns the names of the files. Raises OSError."""
    contents = flat(files)
    write_set(folder, contents, {"figures_of": experiment})
    return list(contents)


def flat(files: Mapping[str, Mapping[str, bytes]]) -> dict[str, bytes]:
    """The bytes of each file by its name."""
    return {f"{name}.{kind}": content for name, kinds in files.items() for kind, content in kinds.items()}
