"""A sweep as it is stored, ready to be looked at: its design, its rows, its households."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.compute.design import GIVEN, NONE, Design, steps
from sim.compute.store.households import Households, households_of
from sim.compute.store.sealed import read_sealed
from sim.compute.store.sweep_folder import NotASweep, SweepFolder
from sim.compute.store.sweep_table import read_sweep
from sim.methods.statistics.responses import Responses, responses

if TYPE_CHECKING:
    import pyarrow as pa

LEVEL = "level"
"""What is looked at of an outcome where it is no difference of arms."""
MONEY = ("public_outlay", "outlay_stations", "outlay_training")
"""Outcomes that are what a policy costs, and none of its effects."""


@dataclass(frozen=True)
class Look:
    """One way to look at an outcome: its levels in an arm, or what an arm adds to no policy; `said` in captions and tables."""

    arm: str
    difference: bool

    @property
    def said(self) -> str:
        """"level", or which arm less which."""
        return f"{self.arm} less no policy" if self.difference else LEVEL


@dataclass(frozen=True)
class StoredSweep:
    """A sweep in a folder; `table` has a row a case and step (`sim.compute.store.read_sweep`)."""

    folder: Path
    design: Design
    table: pa.Table

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The labels of the time steps, in order."""
        return steps(self.design.experiment)

    @property
    def failed(self) -> int:
        """Cases that raised an error."""
        return int((self.table.schema.metadata or {}).get(b"failed", b"0"))

    @property
    def undone(self) -> int:
        """Cases that have not run yet."""
        return self.design.cases - int((self.table.schema.metadata or {}).get(b"done", str(self.design.cases).encode()))

    @property
    def with_arms(self) -> bool:
        """Whether there are arms besides no policy."""
        return len(self.design.arms) > 1

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that are held against no policy; none where there is only the world as given."""
        return tuple(one for one in self.design.arms if one not in (NONE, GIVEN))

    @property
    def looks(self) -> tuple[Look, ...]:
        """Levels without a policy, then what each arm adds to it."""
        first = Look(NONE if NONE in self.design.arms else self.design.arms[0], False)
        return (first, *(Look(arm, True) for arm in self.arms)) if NONE in self.design.arms else (first,)

    @cached_property
    def unmoved(self) -> dict[str, bool]:
        """Arms that change nothing: whose every difference in every outcome that is kept is exactly 0; and whether they spend nothing."""
        found = {}
        for arm in self.arms if NONE in self.design.arms else ():
            changes = {of: [self.looked_at(of, Look(arm, True), step) for step in self.steps] for of in self.design.experiment.outcomes}
            moved = {of: any(np.nan_to_num(one).any() for one in each) for of, each in changes.items()}
            there = any(np.isfinite(one).any() for of in self.effects for one in changes[of])
            if there and not any(moved[of] for of in self.effects):
                found[arm] = MONEY[0] in moved and not any(moved.values())
        return found

    @property
    def effects(self) -> tuple[str, ...]:
        """The outcomes that are no money spent, in the order of the file."""
        return tuple(one for one in self.design.experiment.outcomes if one not in MONEY)

    def responses(self, outcome: str, step: str | None = None) -> Responses:
        """One outcome at a step (the last where none is named), points as the design has them, failed ones included."""
        step = self.steps[-1] if step is None else step
        found = responses(self.table, outcome, (), self.design.arms, step, points=self.design.points)
        return Responses(found.values, found.arms, self.factors)

    def looked_at(self, outcome: str, look: Look, step: str | None = None) -> npt.NDArray[np.float64]:
        """An outcome in one way [points, replicates], gaps where a case is missing."""
        found = self.responses(outcome, step)
        return found.difference(look.arm, NONE) if look.difference else found.of(look.arm)

    @cached_property
    def factors(self) -> dict[str, npt.NDArray[np.float64]]:
        """What each factor is at every point: its level, or the number of its label."""
        return {one.key: self.design.levels[:, place] for place, one in enumerate(self.design.factors)}

    def households(self, year: int) -> Iterator[dict[str, Households]]:
        """The households of each point and replicate in a calendar year, by arm, where every arm is there.

        A shard at a time, so that a sweep of large counties needs no more memory than a few of its cases.
        """
        import pyarrow.compute as pc

        folder = SweepFolder(self.folder)
        waiting: dict[tuple[int, int], dict[str, Households]] = {}
        for state in folder.states():
            if state.file == "none":
                continue
            file = folder.whole(state.index) if state.file == "whole" else folder.kept(state.index)
            table = read_sealed(folder.snapshots(file))[0]
            for number, one in households_of(table.filter(pc.equal(table["year"], year))).items():
                case = self.design.case(number)
                arms = waiting.setdefault((case.point, case.replicate), {})
                arms[case.arm] = one
                if len(arms) == len(self.design.arms):
                    yield waiting.pop((case.point, case.replicate))


def missing_cases(table: pa.Table, folder: Path) -> str:
    """What the rows of a sweep lack, and what to do about it: cases that have not run, cases that failed; nothing where all are there."""
    about = table.schema.metadata or {}
    cases, done, failed = (int(about.get(key, b"0")) for key in (b"cases", b"done", b"failed"))
    said = []
    if done < cases:
        said.append(f"{cases - done:,} of {cases:,} cases have not run yet: run the same `ruralsim sweep` again to do them")
    if failed:
        said.append(f"{failed:,} of {cases:,} cases failed: `ruralsim sweep --retry-failed` runs them once more")
    return f"{folder}: the sweep is unfinished; {'; '.join(said)}" if said else ""


def load_stored_sweep(folder: Path) -> StoredSweep:
    """The sweep in a folder. Raises NotASweep, Damaged where it cannot be read, and NotASweep where its design is of another form."""
    opened = SweepFolder(folder)
    try:
        design = Design.from_json(opened.resolved())
    except (KeyError, TypeError, ValueError) as error:
        raise NotASweep(f"{folder}: its design cannot be read: {error}") from error
    return StoredSweep(folder, design, read_sweep(opened))
