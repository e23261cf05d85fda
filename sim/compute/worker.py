"""The one function that does the work everywhere: threads take cases from shards, and write each shard when its last case is done.

A thread holds one case at a time and takes the next in order, so no more than a few shards are open however many there are. Rows are
ordered by the number of the case: which thread did what, and where, leaves no trace in the bytes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from sim.compute.case import Abandoned, Evaluate, Stop, evaluate
from sim.compute.design import Design, steps
from sim.compute.prepare import Prepared, cores
from sim.compute.store.failures import Failure
from sim.compute.store.sealed import Damaged
from sim.compute.store.shards import Shard, read_shard, write_shard
from sim.compute.store.sweep_folder import SweepFolder

SECONDS_BETWEEN_LOOKS = 0.2
KEEP_EVERY = 30.0
"""Seconds after which what is done of a long shard is kept, so that the sudden end of a process costs no more than that."""


class AnotherVersion(RuntimeError):
    """The model at hand would give a case another key than the folder has: its numbers could be others."""


@dataclass
class Tally:
    """What a process did: cases that ran, those of them that failed, shards finished, wall seconds, seconds inside cases."""

    cases: int = 0
    failed: int = 0
    shards: int = 0
    stopped: bool = False
    seconds: float = 0.0
    busy: float = 0.0


@dataclass
class _Open:
    """A shard that is being worked on."""

    index: int
    shard: Shard
    left: int
    kept: int
    retrying: bool = False
    whole: bool = False
    kept_at: float = field(default_factory=time.monotonic)
    writing: threading.Lock = field(default_factory=threading.Lock)


def run_shards(
    folder: SweepFolder,
    design: Design,
    indices: Iterable[int],
    threads: int = 1,
    stop: Stop | None = None,
    tell: Callable[[Tally], None] | None = None,
    retry_failed: bool = False,
    evaluate: Evaluate = evaluate,
) -> Tally:
    """Do what is missing of the shards of a folder, in order; what is there already is left as it is, byte for byte.

    What was kept of a stopped shard is taken up; a damaged file is done again; with `retry_failed` cases that failed are run once more.
    A case that raises is recorded and the others go on. On `stop` finished cases of unfinished shards are kept beside the whole ones.
    `tell` is called now and then, from the thread that called this.

    Raises AnotherVersion before anything of a shard is run whose cases have other keys by the model at hand, OSError where nothing
    can be written, MemoryError where memory ran out (what is whole then stays).
    """
    crew = _WorkerThreads(folder, design, indices, stop or Stop(), retry_failed, evaluate)
    began = time.perf_counter()
    with ThreadPoolExecutor(max_workers=max(1, threads), thread_name_prefix="case") as pool:
        futures = [pool.submit(crew.work) for _ in range(max(1, threads))]
        pending = set(futures)
        try:
            while pending:
                _, pending = wait(pending, timeout=SECONDS_BETWEEN_LOOKS)
                crew.tally.seconds = time.perf_counter() - began
                if tell is not None:
                    tell(crew.tally)
        except BaseException:
            # Ctrl-C where nobody listens for it, as in a notebook: the threads end, and what they finished is kept below.
            crew.stop.ask()
            wait(pending)
            crew.keep_what_is_done()
            raise
    errors = [error for one in futures if (error := one.exception()) is not None]
    # After a full disk this fails again; the first error is the one to tell.
    try:
        crew.keep_what_is_done()
    except OSError as error:
        errors.append(error)
    if errors:
        raise errors[0]
    crew.tally.stopped = crew.stop.asked
    return crew.tally


class _WorkerThreads:
    """What the threads share; `work` is what each of them does."""

    def __init__(
        self, folder: SweepFolder, design: Design, indices: Iterable[int], stop: Stop, retry_failed: bool, evaluate: Evaluate
    ) -> None:
        self.folder, self.design, self.stop, self.retry_failed, self.evaluate = folder, design, stop, retry_failed, evaluate
        self.tally = Tally()
        self.steps, self.outcomes = tuple(steps(design.experiment)), tuple(design.experiment.outcomes)
        self.with_households = design.experiment.households != "none"
        self._lock = threading.Lock()
        self._open: dict[int, _Open] = {}
        self._cases = self._all_cases(iter(indices))

    def work(self) -> None:
        """Do cases until there are none left or a stop is asked."""
        try:
            while not self.stop.asked and (taken := self._take()) is not None:
                self._do(*taken)
        except BaseException:
            self.stop.ask()
            raise

    def keep_what_is_done(self) -> None:
        """Keep the finished cases of every unfinished shard."""
        for one in list(self._open.values()):
            self._keep(one)

    # ------------------------------------------------------------------------------------------------------- taking

    def _take(self) -> tuple[_Open, int] | None:
        with self._lock:
            return next(self._cases, None)

    def _all_cases(self, indices: Iterator[int]) -> Iterator[tuple[_Open, int]]:
        for index in indices:
            shard, missing = self._begun(index)
            if not missing:
                if not self.folder.whole(index).exists():
                    # Stopped after its last case and before it was written.
                    self._write(_Open(index, shard, 0, 0))
                continue
            self._refuse_other_keys(index)
            # A shard that is whole stands until its second attempt is whole too; beside it nothing is kept.
            retrying = shard.done > 0 and self.folder.whole(index).exists()
            one = self._open[index] = _Open(index, shard, len(missing), shard.done, retrying)
            for number in missing:
                yield one, number

    def _begun(self, index: int) -> tuple[Shard, list[int]]:
        """What is there of a shard, and the cases that are missing."""
        numbers, keys = self.folder.numbers(index), self.folder.keys_digest(index)
        found = Shard(keys)
        for path in (self.folder.whole(index), self.folder.kept(index)):
            try:
                there = read_shard(path, self.folder.snapshots(path) if self.with_households else None)
            except (FileNotFoundError, Damaged):
                continue
            if there.keys == keys:
                found = there
                break
        if self.retry_failed:
            found.failures.clear()
        return found, [number for number in numbers if number not in found.values and number not in found.failures]

    def _refuse_other_keys(self, index: int) -> None:
        numbers = self.folder.numbers(index)
        for number, key, stored in zip(numbers, self.design.keys(numbers), self.folder.keys(index), strict=True):
            if key != stored:
                raise AnotherVersion(
                    f"{self.folder.path}: case {number} has another key by the model at hand than when its folder was made ready"
                )

    # -------------------------------------------------------------------------------------------------------- doing

    def _do(self, one: _Open, number: int) -> None:
        def between_years() -> None:
            if self.stop.overdue:
                raise Abandoned

        began = time.perf_counter()
        kept, failure = None, None
        try:
            kept = self.evaluate(self.design, number, between_years)
        except Abandoned:
            return
        except MemoryError:
            # No fault of the case: with more memory it runs.
            raise
        except Exception as error:
            failure = Failure.of(self.design.case(number), error)
        with self._lock:
            if kept is not None:
                one.shard.values[number] = kept.values
                if kept.households is not None:
                    one.shard.households[number] = kept.households
            if failure is not None:
                one.shard.failures[number] = failure
                self.tally.failed += 1
            one.left -= 1
            self.tally.cases += 1
            self.tally.busy += time.perf_counter() - began
            last, due = one.left == 0, time.monotonic() - one.kept_at > KEEP_EVERY
            if due:
                one.kept_at = time.monotonic()
        if last:
            self._write(one)
            with self._lock:
                del self._open[one.index]
                self.tally.shards += 1
        elif due:
            self._keep(one)

    def _write(self, one: _Open) -> None:
        with one.writing:
            path = self.folder.whole(one.index)
            write_shard(path, one.shard, self.steps, self.outcomes, self._beside(path))
            one.whole = True
            self.folder.drop_kept(one.index)

    def _keep(self, one: _Open) -> None:
        with one.writing:
            with self._lock:
                if one.whole or one.retrying or one.shard.done == one.kept:
                    return
                # A copy: the other threads go on adding to the shard while this one writes.
                shard = Shard(one.shard.keys, dict(one.shard.values), dict(one.shard.failures), dict(one.shard.households))
            path = self.folder.kept(one.index)
            write_shard(path, shard, self.steps, self.outcomes, self._beside(path))
            one.kept = shard.done

    def _beside(self, path: Path) -> Path | None:
        return self.folder.snapshots(path) if self.with_households else None


@dataclass(frozen=True)
class Local:
    """Threads of this process; as many as there are cores where `threads` is None."""

    threads: int | None = None
    evaluate: Evaluate = evaluate

    @property
    def at_once(self) -> int:
        """Cases that run at one time."""
        return self.threads or cores()

    def carry_out(
        self, prepared: Prepared, indices: Sequence[int], stop: Stop, tell: Callable[[Tally], None] | None, retry_failed: bool
    ) -> Tally:
        """Do what is missing of the shards. Raises what `run_shards` raises."""
        return run_shards(
            prepared.folder, prepared.design, indices, self.at_once, stop, tell, retry_failed=retry_failed, evaluate=self.evaluate
        )
