"""How far a sweep is, from its folder alone: reads, and changes nothing. Never simulates, so it is safe on a login node."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.compute.slurm import SlurmFailed, has_slurm, jobs_of, queued
from sim.compute.store.locks import owner_of
from sim.compute.store.sealed import Damaged
from sim.compute.store.sweep_folder import SweepFolder


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
    except (SlurmFailed, Damaged) as error:
        return 0, 0, str(error)
    running = sum(number for (_, state), number in counted.items() if state in ("RUNNING", "COMPLETING", "CONFIGURING"))
    return running, sum(counted.values()) - running, None
