"""Before anything runs: whether a folder can take a sweep, what is in it already, how much work is left, how it is cut in shards."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.compute.case import Evaluate, evaluate
from sim.compute.case_cost import Rate, cases_in_a_shard, measure
from sim.compute.design import Design, Experiment
from sim.compute.store.files import folder_refusal
from sim.compute.store.provenance import FLAGS, commit, machine_class, versions
from sim.compute.store.sealed import Damaged, read_sealed_json
from sim.compute.store.sweep_folder import (
    CASES,
    DESIGN,
    MOST_CASES,
    MOST_SHARDS,
    PROVENANCE,
    State,
    SweepFolder,
    about_cases,
    differing,
    foreign,
    holds_sweep,
    make_ready,
    restore,
    shard_of,
    shards_made_for,
)  # fmt: skip


class Refused(ValueError):
    """A sweep cannot be begun as it was asked for; nothing was run and nothing written."""


class MadeByAnotherVersion(Refused):
    """The folder holds this design by another version of the model; `cases` of its cases would be done again."""

    def __init__(self, path: Path, cases: int, of: int) -> None:
        """`path` as shown to the user."""
        self.cases = cases
        super().__init__(
            f"{path} was made by another version of the model: {cases} of {of} cases would be redone, for their numbers could be others.\n"
            "To keep them, write elsewhere with --out; to redo them here, add --redo."
        )


@dataclass(frozen=True)
class Plan:
    """What a sweep comes to. `seconds_a_case` is that of one core, None where nothing was measured; `bytes` what the results will take."""

    name: str
    folder: Path
    points: int
    arms: int
    replicates: int
    cases: int
    done: int
    failed: int
    shards: int
    cases_a_shard: int
    seconds_a_case: float | None
    bytes_a_case: int | None
    free_bytes: int

    @property
    def left(self) -> int:
        """Cases that are not done."""
        return self.cases - self.done

    @property
    def core_hours(self) -> float | None:
        """Hours of one core for what is left."""
        return None if self.seconds_a_case is None else self.left * self.seconds_a_case / 3600.0

    @property
    def bytes(self) -> int | None:
        """Bytes on disk once all is done."""
        return None if self.bytes_a_case is None else self.cases * self.bytes_a_case


@dataclass(frozen=True)
class Prepared:
    """A folder made ready: its sweep, its design by the model at hand, how far each shard is, the rate that was measured for it."""

    folder: SweepFolder
    design: Design
    states: tuple[State, ...]
    rate: Rate | None
    restored: tuple[Damaged, ...] = ()

    @property
    def unfinished(self) -> list[int]:
        """The shards that are not whole."""
        return [state.index for state in self.states if state.file != "whole"]

    @property
    def with_failures(self) -> list[int]:
        """The whole shards in which cases failed."""
        return [state.index for state in self.states if state.file == "whole" and state.failed]

    @property
    def damaged(self) -> list[Damaged]:
        """Files that are not what was written; design.json, cases.parquet and provenance.json among them are restored."""
        return [*self.restored, *(one for state in self.states for one in state.damaged)]


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Contents:
    """What a folder holds of a design: its sweep, by the table of cases on disk or as it will be restored; damaged files beside shards.

    `current` says that the version of the model at hand made it; else it is to be made ready anew, in shards of `per_shard` cases.
    """

    folder: SweepFolder
    damaged: tuple[Damaged, ...]
    current: bool

    @property
    def per_shard(self) -> int:
        """Cases of a shard."""
        return len(self.folder.numbers(0))


def plan_sweep(
    design: Design, path: Path, redo: bool = False, shard_size: int | None = None, at_once: int = 1, evaluate: Evaluate = evaluate
) -> Plan:
    """What a sweep into a folder comes to; a few cases are timed in memory, nothing is written. Raises Refused.

    Points are counted; they are drawn only where the folder holds a sweep, which may be of other points.
    """
    there = refuse(design, path, redo, shard_size)
    states = there.folder.states() if there is not None else []
    rate = (rate_in(_record(there.folder)) if there is not None else None) or measure(design.thinned(), evaluate)
    per_shard = there.per_shard if there is not None else _size(design, rate, shard_size, at_once)
    return Plan(
        name=design.experiment.name,
        folder=path,
        points=design.points,
        arms=len(design.arms),
        replicates=design.replicates,
        cases=design.cases,
        done=sum(state.done for state in states),
        failed=sum(state.failed for state in states),
        shards=len(states) or math.ceil(design.cases / per_shard),
        cases_a_shard=per_shard,
        seconds_a_case=rate.seconds,
        bytes_a_case=rate.bytes_on_disk,
        free_bytes=_free(path),
    )


def prepare_folder(
    design: Design, path: Path, redo: bool = False, shard_size: int | None = None, at_once: int = 1, evaluate: Evaluate = evaluate
) -> Prepared:
    """Make a folder ready for a design, or take up what is in it; every byte that is there is held against its checksum.

    `shard_size` in cases sets the boundaries of a new folder; otherwise they follow from the time a few cases take and from the cores
    that will do a shard at once. Those of a folder that is there stay as they are. A damaged or missing design.json, cases.parquet or
    provenance.json is made anew. Raises Refused, OSError.
    """
    there = refuse(design, path, redo, shard_size)
    if there is not None and there.current:
        folder, rate = there.folder, rate_in(_record(there.folder))
        if there.damaged:
            rate = rate or measure(design, evaluate)
            names = {one.path.name for one in there.damaged}
            folder = restore(folder, names, design.to_json(), record_of(design, rate, there.per_shard))
        folder.describe(design.to_json())
        return Prepared(folder, design, tuple(folder.states(verify=True)), rate, there.damaged)
    rate = measure(design, evaluate)
    per_shard = _size(design, rate, shard_size or (there.per_shard if there is not None else None), at_once)
    cases = design.table(shard_of(design.cases, per_shard))
    folder = make_ready(path, design.to_json(), cases, record_of(design, rate, per_shard))
    return Prepared(folder, design, tuple(folder.states(verify=True)), rate)


def contents(design: Design, path: Path, redo: bool) -> Contents | None:
    """What a folder holds of this design, None where it holds no sweep; writes nothing.

    A file counts that says it is of this design and version, or a shard whose keys are: the others are damaged. Raises Refused where
    the folder holds something else, or where it cannot be written.
    """
    if refused := folder_refusal(path) or foreign(path):
        raise Refused(f"--out: {refused}")
    if not path.is_dir() or not holds_sweep(path):
        return None
    damaged: list[Damaged] = []
    digests: dict[str, str | None] = {}
    stored = _read(lambda: read_sealed_json(path / DESIGN), damaged)
    record = _read(lambda: read_sealed_json(path / PROVENANCE), damaged)
    folder = _read(lambda: SweepFolder(path), damaged)
    for name, found in ((DESIGN, stored), (PROVENANCE, record)):
        digests[name] = None if found is None else found.get("digest" if name == DESIGN else "design_digest")
    digests[CASES] = None if folder is None else folder.about.get("ruralsim.design", digests[DESIGN])
    if design.digest in digests.values():
        others = [name for name, one in digests.items() if one not in (None, design.digest)]
        damaged += [Damaged(path / name, "belongs to another design") for name in others]
        if CASES in others:
            folder = None
    elif stored is not None:
        other = _as_stored(stored)
        if other is None or other.digest != design.digest:
            raise Refused(_another(path, stored, design))
        if not redo:
            keys = folder.cases.column("key").to_pylist() if folder is not None else []
            changed = sum(1 for one, key in zip(keys, design.keys(), strict=False) if one != key)
            raise MadeByAnotherVersion(path, changed or design.cases, design.cases)
        return Contents(folder or _restored(design, path, _cases_a_shard(record)), (), False)
    elif any(digests.values()) or (folder is not None and folder.cases.column("key").to_pylist() != list(design.keys())):
        if not redo:
            raise Refused(f"{path} holds the results of another design or version, and {damaged[0]}.\n{_KEEP}")
        return Contents(_restored(design, path, _cases_a_shard(record)), (), False)
    if folder is None:
        per_shard, others_ = shards_made_for(path, list(design.keys()), design.digest, _cases_a_shard(record))
        if per_shard is None and others_ and not redo:
            raise Refused(f"{path}: {others_[0].name} holds rows of another design or version, and {damaged[0]}.\n{_KEEP}")
        folder = _restored(design, path, per_shard or _cases_a_shard(record))
        damaged = damaged if any(one.path.name == CASES for one in damaged) else [*damaged, Damaged(path / CASES, "is missing")]
    return Contents(folder, tuple(damaged), True)


_KEEP = "To keep them, write elsewhere with --out or move that folder away; to run all cases anew here, add --redo."


def _read(read: Callable[[], Any], damaged: list[Damaged]) -> Any:
    """What is read, or None where it is damaged, which is added to `damaged`."""
    try:
        return read()
    except Damaged as error:
        damaged.append(error)
        return None


def _restored(design: Design, path: Path, per_shard: int | None) -> SweepFolder:
    """The sweep of a folder with the table of cases that it should have. Nothing is written."""
    cases = design.table(shard_of(design.cases, per_shard or min(MOST_CASES, max(1, design.cases))))
    return SweepFolder(path, cases, about_cases(design.to_json()))


def _cases_a_shard(record: Mapping[str, Any] | None) -> int | None:
    found = (record or {}).get("cases_a_shard")
    return found if isinstance(found, int) and found > 0 else None


def _record(folder: SweepFolder) -> dict[str, Any]:
    """The record of a sweep, empty where it is damaged."""
    return _read(folder.record, []) or {}


def _as_stored(stored: dict[str, Any]) -> Design | None:
    """The stored design by the model at hand, or None where it cannot be read as one."""
    try:
        return Design.of(Experiment.from_resolved(stored["experiment"]))
    except (KeyError, TypeError, ValueError):
        # Another form of an older version, or a file that was edited: either way another design.
        return None


def _another(path: Path, stored: dict[str, Any], design: Design) -> str:
    """That a folder holds another design, and where the two differ."""
    experiment = stored.get("experiment")
    names = differing(experiment, design.to_json()["experiment"]) if isinstance(experiment, dict) else []
    where = f" It differs in: {', '.join(names[:8])}." if names else ""
    return f"{path} holds the results of another design.{where}\nWrite elsewhere with --out, or move that folder away."


def refuse(design: Design, path: Path, redo: bool, shard_size: int | None) -> Contents | None:
    """What a folder holds of a design. Raises Refused for what can be seen to be wrong before anything is measured or made."""
    there = contents(design, path, redo)
    if shard_size is None:
        return there
    if not 1 <= shard_size <= max(MOST_CASES, math.ceil(design.cases / MOST_SHARDS)):
        raise Refused(f"--shard-size: expected 1 to {MOST_CASES} cases, got {shard_size}")
    if (shards := math.ceil(design.cases / shard_size)) > MOST_SHARDS:
        raise Refused(f"--shard-size: {shard_size} makes {shards} shards of {design.cases} cases, more than {MOST_SHARDS}")
    return there


def _size(design: Design, rate: Rate, shard_size: int | None, at_once: int) -> int:
    """Cases a shard: as asked for, or by the rate."""
    return min(shard_size or cases_in_a_shard(rate, design.cases, at_once), max(1, design.cases))


def _free(path: Path) -> int:
    """Bytes free where a folder is, or will be."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free


# ----------------------------------------------------------------------------------------------------------------- the record


def record_of(design: Design, rate: Rate, per_shard: int) -> dict[str, Any]:
    """What made a sweep: versions, digests, machine class, the rate that cut it in shards. No user, host or folder names."""
    experiment = design.experiment
    return {
        "experiment": experiment.name,
        "experiment_file": Path(experiment.file).name if experiment.file else None,
        "price_year": 2015,
        "design_digest": design.digest,
        "source_digest": design.sources,
        "cases": design.cases,
        "cases_a_shard": per_shard,
        "rate": {
            "seconds_a_case": rate.seconds,
            "bytes_a_case_in_memory": rate.bytes_in_memory,
            "bytes_a_case_on_disk": rate.bytes_on_disk,
            "cases_measured": rate.measured,
        },
        "commit": commit(),
        "versions": versions(),
        "machine": machine_class(),
        "flags": {name: os.environ[name] for name in FLAGS if name in os.environ},
        "wall_seconds": 0.0,
        "failed": None,
        "finished": False,
    }


def rate_in(record: dict[str, Any]) -> Rate | None:
    """The rate that a record holds, or None where it holds none."""
    said: Any = record.get("rate")
    try:
        bytes_ = int(said["bytes_a_case_in_memory"]), int(said["bytes_a_case_on_disk"])
        return Rate(float(said["seconds_a_case"]), *bytes_, int(said["cases_measured"]))
    except (TypeError, KeyError, ValueError):
        return None
