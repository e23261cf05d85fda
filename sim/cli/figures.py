"""`ruralsim figures`: stored results drawn. Reads what is there, never simulates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.cli import DONE, FAILED, WRONG_INPUT
from sim.cli.memory import refuse_little_memory
from sim.cli.progress import say


def draw_figures(results: Path, names: Sequence[str], force: bool = False) -> int:
    """Draw the figures that an experiment asks for, or those named, into RESULTS/figures; returns the exit code.

    All are drawn before the first is written, so that results that do not give one leave nothing behind.
    """
    refuse_little_memory()
    from sim.compute.store.ownership import FIGURES as KIND
    from sim.compute.store.ownership import Owner, refusal
    from sim.compute.store.sealed import Damaged
    from sim.compute.store.sweep_folder import NotASweep
    from sim.present.figures.drawing import FIGURES, figure_files, flat, write_figures
    from sim.present.figures.drawn_figure import NotDrawn
    from sim.present.figures.stored_sweep import load_stored_sweep, missing_cases

    try:
        held = load_stored_sweep(results)
        asked = tuple(dict.fromkeys(names)) or held.design.experiment.figures
        if said := _refused(held.design.experiment, asked):
            say("\n".join(said))
            return WRONG_INPUT
        design = replace(held.design, experiment=replace(held.design.experiment, figures=asked))
        files = figure_files(replace(held, design=design))
    except (NotASweep, Damaged, NotDrawn) as error:
        say(f"ruralsim: {error}")
        return WRONG_INPUT
    target, name = results / FIGURES, held.design.experiment.name
    if refused := refusal(target, Owner(KIND, name), list(flat(files)), force):
        say(f"ruralsim: {refused}")
        return WRONG_INPUT
    if missing := missing_cases(held.table, results):
        say(missing)
    try:
        write_figures(target, files, name)
    except OSError as error:
        say(f"ruralsim: failed while writing into {target}: {error.strerror or error}; what was being written is not kept")
        return FAILED
    say(f"written into {target}: {', '.join(files)} (png, svg, pdf, csv)")
    return DONE


def _refused(experiment: Any, asked: Sequence[str]) -> list[str]:
    """What is wrong with the figures asked for."""
    from difflib import get_close_matches

    from sim.files.experiment.consistency import FIGURES, lacking
    from sim.reading.problems import printable

    if not asked:
        return [f"--figure: the experiment asks for no figures; there are {', '.join(FIGURES)}"]
    said = []
    for name in asked:
        if name not in FIGURES:
            close = get_close_matches(name, FIGURES, n=1)
            hint = f"did you mean '{close[0]}'? " if close else ""
            said.append(f"--figure: no figure named '{printable(name)}'; {hint}there are {', '.join(FIGURES)}")
        elif lack := lacking(name, experiment):
            said.append(f"--figure: {name} {lack}")
    return said
