"""What a sweep shows: a bar with rate and time left on a terminal, plain lines in a log, plan and status as a table or JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from sim.cli.progress import SECONDS_BETWEEN_LINES, say
from sim.reading.problems import printable

MOST_SHOWN = 5
"""Failures printed; the rest are in failures.jsonl."""


class CaseProgress:
    """Cases done of those that were left: a bar with rate and time left on a terminal, a plain line now and then elsewhere."""

    def __init__(self, label: str, cases: int) -> None:
        """`label` is the experiment's name, `cases` how many are to be done."""
        self._label, self._cases = printable(" ".join(label.split())[:40]), cases
        self._bar: Any = None
        self._task: Any = None
        self._first: tuple[float, int] | None = None
        self._told = time.monotonic()

    def __enter__(self) -> CaseProgress:
        """Show the bar, on a terminal."""
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.markup import escape
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("cases, {task.fields[rate]}"),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(escape(self._label), total=self._cases, rate="")
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away, whatever happened."""
        if self._bar is not None:
            self._bar.stop()

    def at(self, done: int, failed: int) -> None:
        """So many cases are done, of which so many failed."""
        now = time.monotonic()
        if self._first is None:
            # The first cases may have waited for the compiler: the rate is counted from here on.
            if done:
                self._first = (now, done)
            return
        began, before = self._first
        rate = (done - before) / max(now - began, 1e-9)
        said = f"{rate:.3g} a second" + (f", {failed} failed" if failed else "")
        if self._bar is not None:
            self._bar.update(self._task, completed=done, rate=said)
        elif now - self._told >= SECONDS_BETWEEN_LINES and rate > 0.0:
            self._told = now
            say(f"{self._label}: {done} of {self._cases} cases, {said}, about {duration((self._cases - done) / rate)} left")


def print_plan(plan: Any, workers: int, shape: str) -> None:
    """A plan (`sim.compute.prepare.Plan`); wall time is for `workers` cores that do nothing else."""
    wall = None if plan.core_hours is None else plan.core_hours / workers
    if shape == "json":
        said = {
            "experiment": plan.name, "folder": str(plan.folder), "points": plan.points, "arms": plan.arms,
            "replicates": plan.replicates, "cases": plan.cases, "done": plan.done, "failed": plan.failed, "left": plan.left,
            "shards": plan.shards, "cases_a_shard": plan.cases_a_shard, "seconds_a_case": plan.seconds_a_case,
            "core_hours": plan.core_hours, "cores": workers, "wall_hours": wall, "bytes": plan.bytes, "free_bytes": plan.free_bytes,
        }  # fmt: skip
        print(json.dumps(said, indent=2, ensure_ascii=False))
        return
    time = "not known" if wall is None else f"{plan.core_hours:.3g}, or about {duration(wall * 3600.0)} on {workers} cores"
    rows = [
        ("experiment", printable(plan.name)),
        ("cases", f"{plan.cases:,} = {plan.points:,} points x {plan.arms} arms x {plan.replicates} replicates"),
        ("done", f"{plan.done:,}" + (f", of which {plan.failed:,} failed" if plan.failed else "")),
        ("left", f"{plan.left:,}"),
        ("a case", f"{plan.seconds_a_case:.3g} s on one core, measured here"),
        ("core-hours", time),
        ("bytes", f"{size(plan.bytes)}, {size(plan.free_bytes)} free" + ("; too little" if plan.bytes > plan.free_bytes else "")),
        ("shards", f"{plan.shards:,} of {plan.cases_a_shard:,} cases"),
        ("results", str(plan.folder)),
    ]
    _print_rows(rows)


def print_status(status: Any, shape: str) -> None:
    """How far a sweep is (`sim.compute.sweep.Status`)."""
    if shape == "json":
        said = {
            "experiment": status.name, "folder": str(status.folder), "cases": status.cases, "done": status.done, "failed": status.failed,
            "left": status.left, "shards": status.shards, "shards_done": status.shards_done, "at_work": status.owner,
            "jobs_running": status.running, "jobs_waiting": status.waiting, "damaged": list(status.damaged), "unsure": status.unsure,
            "next": status.next_step,
        }  # fmt: skip
        print(json.dumps(said, indent=2, ensure_ascii=False))
        return
    running = []
    if status.owner is not None:
        running.append(f"process {status.owner} is at work" if status.owner else "somebody is at work")
    if status.running or status.waiting:
        running.append(f"{status.running:,} jobs run, {status.waiting:,} wait")
    if status.unsure:
        running.append(f"not sure about jobs: {printable(status.unsure)}")
    rows = [
        ("experiment", printable(status.name)),
        ("done", f"{status.done:,} of {status.cases:,} cases, {status.shards_done:,} of {status.shards:,} shards"),
        ("failed", f"{status.failed:,}"),
        ("left", f"{status.left:,}"),
        ("running", "; ".join(running) or "nothing"),
        *(("damaged", printable(one)) for one in status.damaged),
        ("next", status.next_step),
    ]
    _print_rows(rows)


def say_failures(failures: Sequence[Any], folder: Path) -> None:
    """The first cases that failed, with what was wrong (`sim.compute.store.failures.Failure`)."""
    for one in failures[:MOST_SHOWN]:
        say(printable(f"failed: case {one.case}, arm {one.arm}, seed {one.seed}: {one.error}" + (f" ({one.where})" if one.where else "")))
    if len(failures) > MOST_SHOWN:
        say(f"… and {len(failures) - MOST_SHOWN} more in {folder / 'failures.jsonl'}")


def duration(seconds: float) -> str:
    """A time in words: 40 s, 12 min, 3.5 h, 2.1 days."""
    for most, unit, name in ((90.0, 1.0, "s"), (5400.0, 60.0, "min"), (172800.0, 3600.0, "h")):
        if seconds < most:
            return f"{seconds / unit:.2g} {name}" if seconds / unit < 10 else f"{seconds / unit:.0f} {name}"
    return f"{seconds / 86400.0:,.1f} days"


def size(bytes_: int) -> str:
    """An amount of bytes in words: 12 kB, 3.4 GB."""
    value, units = float(bytes_), ["B", "kB", "MB", "GB", "TB"]
    while value >= 1000.0 and len(units) > 1:
        value, units = value / 1000.0, units[1:]
    return f"{value:.3g} {units[0]}"


def _print_rows(rows: Sequence[tuple[str, str]]) -> None:
    width = max(len(name) for name, _ in rows)
    for name, said in rows:
        print(f"{name:<{width}}  {said}")
