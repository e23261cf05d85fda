"""Reproducing an experiment: its folder and its record, run what is missing, draw, and compare with what was recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sim.compute.case import Stop
from sim.compute.design import Design, load_experiment
from sim.compute.design.empty_targets import refuse_empty_targets
from sim.compute.prepare import Plan, Prepared, plan_sweep
from sim.compute.store.files import write_bytes, write_text
from sim.compute.sweep import Outcome, results_folder, sweep
from sim.compute.worker import Tally
from sim.files import InputError
from sim.present.figures.drawing import FIGURES, figure_files, flat, write_figures
from sim.present.figures.stored_sweep import StoredSweep, load_stored_sweep
from sim.reading.problems import Problem

EXPERIMENTS = Path("experiments")
"""Where experiments are, in the folder that the user works in."""
FILE, RECORD = "experiment.yaml", "recorded.json"


@dataclass(frozen=True)
class ExperimentFolder:
    """The folder of an experiment, by the path that the user knows it by."""

    path: Path

    @property
    def file(self) -> Path:
        """Its experiment file."""
        return self.path / FILE

    @property
    def figures(self) -> Path:
        """The folder of the figures that were recorded."""
        return self.path / FIGURES

    def recorded(self, quick: bool) -> Recorded | None:
        """What was recorded of the full or the quick design; None where nothing was. Raises InputError for a damaged record."""
        said = self._record().get(_design(quick))
        if said is None:
            return None
        try:
            figures = {str(name): str(digest) for name, digest in said["figures"].items()}
            return Recorded(str(said["design"]), str(said["model"]), figures)
        except (AttributeError, KeyError, TypeError) as error:
            raise InputError([Problem(str(self.path / RECORD), 0, 0, _design(quick), "is no record of figures")]) from error

    def record(self, quick: bool, recorded: Recorded) -> None:
        """Write down the figures of the full or the quick design; what is recorded of the other stays. Raises OSError, InputError."""
        said = self._record() | {
            _design(quick): {
                "design": recorded.design,
                "model": recorded.model,
                "figures": dict(sorted(recorded.figures.items())),
            }
        }
        write_text(self.path / RECORD, json.dumps(dict(sorted(said.items())), indent=2) + "\n")

    def _record(self) -> dict[str, Any]:
        try:
            said = json.loads((self.path / RECORD).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise InputError([Problem(str(self.path / RECORD), 0, 0, "", f"is no JSON: {error}")]) from error
        if not isinstance(said, dict):
            raise InputError([Problem(str(self.path / RECORD), 0, 0, "", "is no record of figures")])
        return said


@dataclass(frozen=True)
class Recorded:
    """Digests: of the design and of the model that made the figures, and SHA-256 (hex) of the CSV of each."""

    design: str
    model: str
    figures: Mapping[str, str]


def _design(quick: bool) -> str:
    return "quick" if quick else "full"


def digest_of(content: bytes) -> str:
    """SHA-256 (hex) of what is drawn."""
    return hashlib.sha256(content).hexdigest()


def experiments(names: Sequence[str], inside: Path = EXPERIMENTS) -> list[ExperimentFolder]:
    """The experiments of those names, or all in a folder where none is named.

    A name is that of a folder in `inside`, or the path of a folder or of an experiment file. Raises InputError for one that is none.
    """
    there = {one.parent.name: ExperimentFolder(one.parent) for one in sorted(inside.glob(f"*/{FILE}"))}
    if not names:
        if not there:
            raise InputError([Problem(str(inside), 0, 0, "", f"holds no experiment: expected folders with an {FILE}")])
        return list(there.values())
    found, problems = [], []
    for name in dict.fromkeys(names):
        path = Path(name)
        if name in there:
            found.append(there[name])
        elif (path / FILE).is_file():
            found.append(ExperimentFolder(path))
        elif path.name == FILE and path.is_file():
            found.append(ExperimentFolder(path.parent))
        else:
            close = get_close_matches(name, there, n=1)
            said = f"no experiment of that name in {inside}, and no folder with an {FILE}"
            problems.append(Problem(name, 0, 0, "", said, close[0] if close else None))
    if problems:
        raise InputError(problems)
    return found


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
        refuse_empty_targets(experiment)
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
        write_figures(self.results / FIGURES, files, self.design.experiment.name)
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
            self.folder.figures.mkdir(parents=True, exist_ok=True)
            for name, content in flat(drawings.files).items():
                write_bytes(self.folder.figures / name, content)
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
