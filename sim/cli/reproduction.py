"""Reproducing an experiment: run what is missing, draw, and hold the data behind each figure against what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.cli.experiment_folders import ExperimentFolder, Recorded, digest_of
from sim.compute.design import Design, load_experiment
from sim.compute.prepare import Plan, Prepared, plan_sweep
from sim.compute.stop import Stop
from sim.compute.sweep import Outcome, results_folder, sweep
from sim.compute.worker import Tally
from sim.present.sweep_figures.drawing import FIGURES, figure_files, write_figures
from sim.present.sweep_figures.stored_sweep import StoredSweep, load_stored_sweep

AS_RECORDED, MOVED, NOT_RECORDED, GONE = "as recorded", "moved", "not recorded", "no longer drawn"
"""What becomes of a figure."""


@dataclass(frozen=True)
class Verdict:
    """Of one figure: what became of it, and why where that can be told."""

    figure: str
    state: str
    why: str = ""

    @property
    def differs(self) -> bool:
        """Whether the data behind it are other than what was recorded."""
        return self.state != AS_RECORDED


@dataclass(frozen=True)
class Reproduction:
    """An experiment on its way: its folder, its design, where its results are, and whether the design is the quick one."""

    folder: ExperimentFolder
    design: Design
    results: Path
    quick: bool

    @classmethod
    def of(cls, folder: ExperimentFolder, quick: bool) -> Reproduction:
        """Read and check the experiment of a folder, its record too. Raises InputError."""
        experiment = load_experiment(folder.file, quick=quick)
        folder.recorded(quick)
        return cls(folder, Design.of(experiment), results_folder(experiment), quick)

    def plan(self, redo: bool = False) -> Plan:
        """What is left to do, at a rate that a few cases give; writes nothing. Raises Refused, Damaged."""
        return plan_sweep(self.design, self.results, redo)

    def run(
        self, stop: Stop, begun: Callable[[Prepared], None] | None = None, tell: Callable[[Tally], None] | None = None, redo: bool = False
    ) -> Outcome:
        """Run the cases that are missing, on the cores of this machine. Raises what `sim.compute.sweep.sweep` raises."""
        return sweep(self.design, self.results, stop=stop, begun=begun, tell=tell, redo=redo)

    def draw(self) -> Drawings:
        """Draw every figure into the results. Raises NotDrawn, Damaged, OSError."""
        held = load_stored_sweep(self.results)
        files = figure_files(held)
        write_figures(self.results / FIGURES, files)
        return Drawings(held, files)

    def verdicts(self, drawings: Drawings) -> list[Verdict]:
        """What became of each figure since it was recorded; nothing where no record was made."""
        recorded = self.folder.recorded(self.quick)
        if recorded is None:
            return []
        return compared(recorded, drawings.recorded())

    def record(self, drawings: Drawings) -> None:
        """Write down the figures; those of the full design are kept beside the experiment. Raises OSError."""
        if not self.quick:
            write_figures(self.folder.figures, drawings.files)
        self.folder.record(self.quick, drawings.recorded())


@dataclass(frozen=True)
class Drawings:
    """Figures of results: by name, the bytes of each file by kind."""

    held: StoredSweep
    files: Mapping[str, Mapping[str, bytes]]

    def recorded(self) -> Recorded:
        """What is recorded of them."""
        design = self.held.design
        return Recorded(design.digest, design.sources, {name: digest_of(kinds["csv"]) for name, kinds in self.files.items()})


def compared(recorded: Recorded, found: Recorded) -> list[Verdict]:
    """What became of each figure between two records, in order of their names."""
    if recorded.model != found.model:
        why = "the model is another than when it was recorded"
    elif recorded.design != found.design:
        why = "the experiment is another than when it was recorded"
    else:
        why = "model and experiment are as they were: look at the packages in provenance.json"
    verdicts = []
    for name in sorted({*recorded.figures, *found.figures}):
        if name not in found.figures:
            verdicts.append(Verdict(name, GONE, why))
        elif name not in recorded.figures:
            verdicts.append(Verdict(name, NOT_RECORDED, why))
        elif recorded.figures[name] == found.figures[name]:
            verdicts.append(Verdict(name, AS_RECORDED))
        else:
            verdicts.append(Verdict(name, MOVED, why))
    return verdicts
