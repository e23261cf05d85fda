"""Every figure that an experiment can ask for, drawn of stored results. Nothing is simulated here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sim.compute.store.files import write_bytes
from sim.present.figures.style import files_of
from sim.present.sweep_figures.arms import side_by_side_drawn, who_gains_drawn
from sim.present.sweep_figures.drawn_figure import DrawnFigure, NotDrawn
from sim.present.sweep_figures.effects import dose_response_drawn, interaction_drawn
from sim.present.sweep_figures.sensitivity import robustness_drawn, screening_drawn, sensitivity_drawn
from sim.present.sweep_figures.stored_sweep import StoredSweep
from sim.present.sweep_figures.takeoff import takeoff_drawn

DRAWING: Mapping[str, Callable[[StoredSweep], list[DrawnFigure]]] = {
    "dose_response": dose_response_drawn,
    "interaction": interaction_drawn,
    "sensitivity": sensitivity_drawn,
    "screening": screening_drawn,
    "robustness": robustness_drawn,
    "takeoff": takeoff_drawn,
    "who_gains": who_gains_drawn,
    "side_by_side": side_by_side_drawn,
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
    for asked in held.design.experiment.figures:
        try:
            drawn = DRAWING[asked](held)
        except NotDrawn:
            raise
        except ValueError as error:
            # Estimates refuse what cannot carry them, such as a sweep of which too few cases ran.
            raise NotDrawn(f"{asked}: {error}") from error
        for one in drawn:
            found[one.name] = files_of(one.figure, one.table)
    return found


def write_figures(folder: Path, files: Mapping[str, Mapping[str, bytes]]) -> list[Path]:
    """Write figures into a folder, which is made; returns what was written. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, kinds in files.items():
        for kind, content in kinds.items():
            written.append(folder / f"{name}.{kind}")
            write_bytes(written[-1], content)
    return written
