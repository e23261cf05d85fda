"""Before anything runs: whether a folder can take a sweep, what is in it already, how much work is left, how it is cut in shards."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.compute.case import Evaluate, evaluate
from sim.compute.design import Design, Experiment
from sim.compute.rate import Rate, cases_in_a_shard, measure
from sim.compute.store.files import folder_refusal
from sim.compute.store.provenance import FLAGS, commit, machine_class, versions
from sim.compute.store.sealed import Damaged
from sim.compute.store.sweep_folder import (
    CASES,
    MOST_CASES,
    MOST_SHARDS,
    State,
    SweepFolder,
    differing,
    foreign,
    make_ready,
    shard_of,
)


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
        """Files that are not what was written."""
        return [one for state in self.states for one in state.damaged]


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def plan_sweep(
    design: Design, path: Path, redo: bool = False, shard_size: int | None = None, at_once: int = 1, evaluate: Evaluate = evaluate
) -> Plan:
    """What a sweep into a folder comes to; a few cases are timed in memory, nothing is written. Raises Refused, Damaged."""
    refuse(design, path, redo, shard_size)
    states, per_shard, rate = _there(design, path, redo)
    if rate is None:
        rate = measure(design, evaluate)
    if per_shard is None:
        per_shard = _size(design, rate, shard_size, at_once)
    shards = len(states) or math.ceil(design.cases / per_shard)
    return Plan(
        name=design.experiment.name,
        folder=path,
        points=design.points,
        arms=len(design.arms),
        replicates=design.replicates,
        cases=design.cases,
        done=sum(state.done for state in states),
        failed=sum(state.failed for state in states),
        shards=shards,
        cases_a_shard=per_shard,
        seconds_a_case=rate.seconds,
        bytes_a_case=rate.bytes_on_disk,
        free_bytes=_free(path),
    )


def _there(design: Design, path: Path, redo: bool) -> tuple[Sequence[State], int | None, Rate | None]:
    """How far the shards of a folder are, cases a shard and rate, where it holds this sweep already."""
    if not holds_this(design, path, redo):
        return (), None, None
    folder = SweepFolder(path)
    return folder.states(), len(folder.numbers(0)), rate_in(folder.record())


def prepare_folder(
    design: Design, path: Path, redo: bool = False, shard_size: int | None = None, at_once: int = 1, evaluate: Evaluate = evaluate
) -> Prepared:
    """Make a folder ready for a design, or take up what is in it; every byte that is there is held against its checksum.

    `shard_size` in cases sets the boundaries of a new folder; otherwise they follow from the time a few cases take and from the cores
    that will do a shard at once. Those of a folder that is there stay as they are. Raises Refused, Damaged, OSError.
    """
    refuse(design, path, redo, shard_size)
    if holds_this(design, path, redo):
        folder = SweepFolder(path)
        if folder.resolved().get("digest") == design.digest:
            folder.describe(design.to_json())
            return Prepared(folder, design, tuple(folder.states(verify=True)), rate_in(folder.record()))
        shard_size = shard_size or len(folder.numbers(0))
    rate = measure(design, evaluate)
    per_shard = _size(design, rate, shard_size, at_once)
    cases = design.table(shard_of(design.cases, per_shard))
    folder = make_ready(path, design.to_json(), cases, record_of(design, rate, per_shard))
    return Prepared(folder, design, tuple(folder.states(verify=True)), rate)


def holds_this(design: Design, path: Path, redo: bool) -> bool:
    """Whether a folder holds this design already. Raises Refused where it holds something else, or it cannot be written."""
    if refused := folder_refusal(path) or foreign(path):
        raise Refused(f"--out: {refused}")
    if not (path / CASES).exists():
        return False
    try:
        folder = SweepFolder(path)
    except Damaged as error:
        raise Refused(
            f"{error}. It says which case is in which shard: put back a copy of it, or write elsewhere with --out"
        ) from error
    stored = folder.resolved()
    if stored.get("digest") == design.digest:
        return True
    other = _as_stored(stored)
    if other is None or other.digest != design.digest:
        raise Refused(_another(path, stored, design))
    if not redo:
        keys = folder.cases.column("key").to_pylist()
        changed = sum(1 for one, other_key in zip(keys, design.keys(), strict=True) if one != other_key) or len(keys)
        raise MadeByAnotherVersion(path, changed, len(keys))
    return True


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


def refuse(design: Design, path: Path, redo: bool, shard_size: int | None) -> None:
    """Refuse what can be seen to be wrong before anything is measured or made. Raises Refused."""
    holds_this(design, path, redo)
    if shard_size is None:
        return
    if not 1 <= shard_size <= max(MOST_CASES, math.ceil(design.cases / MOST_SHARDS)):
        raise Refused(f"--shard-size: expected 1 to {MOST_CASES} cases, got {shard_size}")
    if (shards := math.ceil(design.cases / shard_size)) > MOST_SHARDS:
        raise Refused(f"--shard-size: {shard_size} makes {shards} shards of {design.cases} cases, more than {MOST_SHARDS}")


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
