"""`ruralsim shard`: one shard of a sweep whose folder is ready; what an element of a job array calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.cli import DONE, FAILED, INTERRUPTED, WRONG_INPUT, name_that_cannot_be_read
from sim.cli.interrupts import stopping_between_cases
from sim.cli.memory import TOO_LITTLE_MEMORY, is_short_of_memory, refuse_little_memory
from sim.cli.progress import say
from sim.cli.sweep import SOME_FAILED


def do_shard(results: Path, index: int, threads: int | None, patience: float, retry_failed: bool) -> int:
    """Do what is missing of a shard. On a warning signal it stops between cases and keeps what is done; returns the exit code."""
    from sim.compute.store.locks import Occupied
    from sim.compute.store.sealed import Damaged
    from sim.compute.store.sweep_folder import NotASweep, SweepFolder
    from sim.compute.worker import AnotherVersion

    try:
        refuse_little_memory()
        folder = SweepFolder(results)
        if not 0 <= index < folder.shards:
            say(f"--index: {results} has shards 0 to {folder.shards - 1}, got {index}")
            return WRONG_INPUT
        return _done(folder, index, threads, patience, retry_failed)
    except (NotASweep, Damaged, Occupied, AnotherVersion) as error:
        say(f"ruralsim: {error}")
        return WRONG_INPUT
    except (MemoryError, ImportError, OSError, RuntimeError) as error:
        if is_short_of_memory(error):
            say(f"ruralsim: failed while running: {TOO_LITTLE_MEMORY}")
            return FAILED
        if not isinstance(error, OSError):
            raise
        if wrong := name_that_cannot_be_read([str(results)]):
            say(f"ruralsim: {wrong}")
            return WRONG_INPUT
        say(f"ruralsim: failed while writing into {results}: {error.strerror or error}; what is finished is kept")
        return FAILED


def _done(folder: Any, index: int, threads: int | None, patience: float, retry_failed: bool) -> int:
    from sim.compute.case import Stop
    from sim.compute.design import Design
    from sim.compute.prepare import cores
    from sim.compute.store.locks import at_work
    from sim.compute.sweep import record_failures
    from sim.compute.worker import run_shards

    stop = Stop(patience)
    with stopping_between_cases(stop), at_work(folder.path, alone=False):
        folder.sweep_away(of=folder.whole(index).name)
        design = Design.from_json(folder.resolved())
        tally = run_shards(folder, design, [index], threads or cores(), stop, retry_failed=retry_failed)
        state = folder.state(index)
        if folder.complete():
            # Whoever comes last writes down what failed; two that come last at once write the same.
            record_failures(folder, 0.0)
    left = state.cases - state.done
    say(f"shard {index}: {state.done:,} of {state.cases:,} cases are done, {state.failed:,} of them failed; {tally.cases:,} were run now")
    if left:
        return INTERRUPTED if tally.stopped else FAILED
    return SOME_FAILED if state.failed else DONE
