"""Experiments on disk: a folder each, with its question, its file, its figures and what was recorded of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sim.compute.store.files import write_text
from sim.files import InputError
from sim.reading.problems import Problem

EXPERIMENTS = Path("experiments")
"""Where experiments are, in the folder that the user works in."""
FILE, RECORD, FIGURES = "experiment.yaml", "recorded.json", "figures"


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
