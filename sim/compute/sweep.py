"""Carry out a design: make the folder ready, do what is missing of it somewhere, write down what failed; and how far it is.

Run again, a sweep goes on. `status_of` reads and changes nothing and never simulates, so it is safe on a login node.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sim.compute.case import Stop
from sim.compute.design import Design, Experiment, load_experiment
from sim.compute.design.empty_targets import refuse_empty_targets
from sim.compute.prepare import Prepared, Refused, prepare_folder, refuse
from sim.compute.slurm import SlurmFailed, has_slurm, jobs_of, queued
from sim.compute.store.failures import Failure, write_failures
from sim.compute.store.locks import at_work, owner_of
from sim.compute.store.sealed import Damaged, write_sealed_json
from sim.compute.store.sweep_folder import PROVENANCE, SweepFolder
from sim.compute.store.sweep_table import failures_of, read_sweep
from sim.compute.worker import Local, Tally
from sim.reading.arguments import of_kind, optional_path, whole_number

RESULTS = Path("results")
"""Where the folders of results are, in the folder that the user works in."""


class Place(Protocol):
    """Somewhere that shards can be done: threads here, or workers elsewhere."""

    @property
    def at_once(self) -> int:
        """Cores that do one shard together."""

    def carry_out(
        self, prepared: Prepared, indices: Sequence[int], stop: Stop, tell: Callable[[Tally], None] | None, retry_failed: bool
    ) -> Tally:
        """Do what is missing of the shards and say what was done; `tell` is called now and then."""


@dataclass(frozen=True)
class Outcome:
    """How a sweep ended: cases of the design, of them done and failed; what this call did; damaged files that were done again."""

    folder: Path
    cases: int
    done: int
    failures: tuple[Failure, ...]
    tally: Tally
    damaged: tuple[Damaged, ...]

    @property
    def whole(self) -> bool:
        """Whether every case ran or failed."""
        return self.done == self.cases

    def table(self, outcomes: Sequence[str] | None = None) -> Any:
        """The results as a pyarrow table (see `read_sweep`)."""
        return read_sweep(self.folder, outcomes)


def results_folder(experiment: Experiment, out: str | Path | None = None) -> Path:
    """Where the results of an experiment go: `out`, or results/<name>; those of the quick design beside those of the full one."""
    if out is not None:
        return Path(out)
    return RESULTS / (f"{experiment.name}-quick" if experiment.quick else experiment.name)


def sweep(
    experiment: str | Path | Experiment | Design,
    out: str | Path | None = None,
    *,
    place: Place | None = None,
    quick: bool = False,
    retry_failed: bool = False,
    redo: bool = False,
    shard_size: int | None = None,
    stop: Stop | None = None,
    begun: Callable[[Prepared], None] | None = None,
    tell: Callable[[Tally], None] | None = None,
) -> Outcome:
    """Run every case of an experiment that is not done yet, and store it; the same call again does what is left.

    `experiment` is a file, an Experiment or its Design; `out` the folder of the results (default results/<name>); `place` where the work
    is done (default `Local()`: all cores of this machine). `quick` takes the small design of a file, `retry_failed` runs failed cases
    once more, `redo` takes the place of results that another version of the model made. `begun` is called once the folder is ready,
    `tell` now and then while cases run. On `stop` no new case is begun and what is finished is kept.

    Raises TypeError and ValueError for a wrong argument; InputError for a wrong file; Refused, and Occupied where another process is at
    work there, before anything is run; OSError where nothing can be written.
    """
    of_kind("experiment", experiment, str | Path | Experiment | Design, "an Experiment, its Design or the path of an experiment file")
    optional_path("out", out, "a folder")
    for name, choice in (("quick", quick), ("retry_failed", retry_failed), ("redo", redo)):
        of_kind(name, choice, bool, "True or False")
    if shard_size is not None:
        shard_size = whole_number("shard_size", shard_size, 1, 2**31 - 1)
    place = Local() if place is None else place
    design = design_of(experiment, quick)
    path = results_folder(design.experiment, out)
    stop = Stop() if stop is None else stop
    refuse(design, path, redo, shard_size)
    path.mkdir(parents=True, exist_ok=True)
    with at_work(path):
        made = prepare_folder(design, path, redo, shard_size, place.at_once)
        made.folder.sweep_away()
        if begun is not None:
            begun(made)
        wanted = sorted(made.unfinished + (made.with_failures if retry_failed else []))
        tally = Tally()
        try:
            if wanted and not stop.asked:
                tally = place.carry_out(made, wanted, stop, tell, retry_failed)
        except BaseException:
            # What failed so far is on record, where the disk still takes it; the first error is the one to tell.
            with suppress(OSError):
                record_failures(made.folder, 0.0)
            raise
        failures = record_failures(made.folder, tally.seconds)
        states = made.folder.states()
    done = sum(state.done for state in states)
    return Outcome(path, design.cases, done, tuple(failures), tally, tuple(made.damaged))


def design_of(experiment: str | Path | Experiment | Design, quick: bool = False) -> Design:
    """The design of an experiment, from its file where it is one; a design is taken as it is.

    Raises InputError, also where an arm reaches nobody; Refused where `quick` is asked of no file.
    """
    if isinstance(experiment, str | Path):
        experiment = load_experiment(experiment, quick=quick)
    elif quick:
        raise Refused("quick: only an experiment file has a quick design")
    if isinstance(experiment, Design):
        return experiment
    refuse_empty_targets(experiment)
    return Design.of(experiment)


def record_failures(folder: SweepFolder, seconds: float) -> list[Failure]:
    """Write what failed so far into one file and the record; `seconds` are added to the wall time. Raises OSError, Damaged.

    Both follow from the shards alone, so two that end at once write the same.
    """
    failures = failures_of(folder)
    write_failures(folder.path, failures)
    try:
        record = folder.record()
    except Damaged:
        # The next sweep names it and makes it anew.
        return failures
    record["wall_seconds"] = round(float(record.get("wall_seconds") or 0.0) + seconds, 3)
    record["failed"] = len(failures)
    record["finished"] = folder.complete()
    record["shards_digest"] = _digest(folder) if record["finished"] else None
    write_sealed_json(folder.path / PROVENANCE, record)
    return failures


def _digest(folder: SweepFolder) -> str:
    """One digest of the bytes of all shards, in order."""
    digest = hashlib.sha256()
    for path in map(folder.whole, range(folder.shards)):
        try:
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        except FileNotFoundError as error:
            raise Damaged(path, "is missing") from error
    return digest.hexdigest()


@dataclass(frozen=True)
class Status:
    """How far a sweep is.

    `running` and `waiting` count shards that jobs of a cluster do or will do; `owner` is the number of a process on this machine that is
    at work in the folder, 0 where it left none, None where nobody is. `unsure` says why it cannot be told whether jobs run.
    """

    name: str
    folder: Path
    cases: int
    done: int
    failed: int
    shards: int
    shards_done: int
    damaged: tuple[str, ...]
    owner: int | None
    running: int
    waiting: int
    unsure: str | None

    @property
    def left(self) -> int:
        """Cases that are not done."""
        return self.cases - self.done

    @property
    def next_step(self) -> str:
        """What to type next."""
        again = "run the same `ruralsim sweep` command again: it does what is left"
        if self.owner is not None or self.running or self.waiting:
            return f"wait, and ask again: ruralsim status {self.folder}"
        if self.damaged:
            return f"{again}, and damaged shards once more"
        if self.left:
            return again
        if self.failed:
            return "what failed is in failures.jsonl; once it is mended: the same `ruralsim sweep` command with --retry-failed"
        return f"ruralsim table {self.folder} --as csv, or ruralsim figures {self.folder} (--figure NAME where none is asked for)"


def status_of(path: Path, verify: bool = False) -> Status:
    """How far the sweep in a folder is; with `verify` every byte is read and held against the checksums. Raises NotASweep, Damaged."""
    folder = SweepFolder(path)
    states, damaged = folder.states(verify), folder.damaged_records()
    running, waiting, unsure = _jobs(path)
    return Status(
        name=path.name if damaged else str(folder.record().get("experiment", path.name)),
        folder=path,
        cases=len(folder.cases),
        done=sum(state.done for state in states),
        failed=sum(state.failed for state in states),
        shards=folder.shards,
        shards_done=sum(1 for state in states if state.file == "whole"),
        damaged=tuple(str(one) for one in (*damaged, *(one for state in states for one in state.damaged))),
        owner=owner_of(path),
        running=running,
        waiting=waiting,
        unsure=unsure,
    )


def _jobs(path: Path) -> tuple[int, int, str | None]:
    """Elements of job arrays that run and that wait, and why that cannot be told."""
    try:
        if not jobs_of(path) or not has_slurm():
            return 0, 0, None
        counted = queued(path)
    except (SlurmFailed, Damaged, OSError) as error:
        return 0, 0, str(error)
    running = sum(number for (_, state), number in counted.items() if state in ("RUNNING", "COMPLETING", "CONFIGURING"))
    return running, sum(counted.values()) - running, None
