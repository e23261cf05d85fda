"""`ruralsim sweep`: every case of an experiment, here, on Dask or on SLURM; run again, it does what is left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.cli import DONE, FAILED, INTERRUPTED, WRONG_INPUT
from sim.cli.interrupts import stopping_between_cases
from sim.cli.memory import TOO_LITTLE_MEMORY, is_short_of_memory, refuse_little_memory
from sim.cli.progress import say
from sim.cli.run import announce_compiling
from sim.cli.sweep_progress import CaseProgress, print_plan, say_failures

SOME_FAILED = 4
"""The exit code of a sweep that finished, but some of whose cases failed."""


@dataclass(frozen=True)
class SweepOptions:
    """What the command line asks of a sweep."""

    plan: bool = False
    on: str = "local"
    cluster: Path | None = None
    scheduler: str | None = None
    workers: int | None = None
    quick: bool = False
    retry_failed: bool = False
    redo: bool = False
    shard_size: int | None = None
    shape: str = "table"


def sweep_experiment(file: Path, asked: SweepOptions, out: Path | None) -> int:
    """Plan or carry out an experiment. Everything that can be checked is checked first; returns the exit code."""
    try:
        return _planned_or_carried_out(file, asked, out)
    except (MemoryError, ImportError, OSError, RuntimeError) as error:
        if not is_short_of_memory(error):
            raise
        say(f"ruralsim: failed while running: {TOO_LITTLE_MEMORY}")
        return FAILED


def _planned_or_carried_out(file: Path, asked: SweepOptions, out: Path | None) -> int:
    refuse_little_memory()
    from sim.cli.policies import levers_of_an_experiment, overstated_in_the_sample
    from sim.compute.design import Design, load_experiment
    from sim.compute.design.empty_targets import refuse_empty_targets
    from sim.files import InputError
    from sim.files.cluster_profile import load_cluster_profile

    said = _mismatched(asked)
    site = design = None
    try:
        site = load_cluster_profile(asked.cluster) if asked.cluster is not None else None
    except InputError as error:
        said.append(error.render())
    try:
        experiment = load_experiment(file, quick=asked.quick)
        refuse_empty_targets(experiment)
        design = Design.of(experiment)
    except InputError as error:
        said.append(error.render())
    if said or design is None:
        say("\n".join(said))
        return WRONG_INPUT
    share = min(world.scenario.share_simulated for world in design.experiment.worlds)
    for note in overstated_in_the_sample(levers_of_an_experiment(design.experiment), share):
        say(note)
    from sim.compute.prepare import Refused
    from sim.compute.store.locks import Occupied
    from sim.compute.store.sealed import Damaged
    from sim.compute.store.sweep_folder import NotASweep
    from sim.compute.sweep import results_folder

    folder = results_folder(design.experiment, out)
    try:
        if asked.plan:
            return _plan(design, folder, asked, site)
        if asked.on == "slurm":
            return _submit(design, folder, asked, site)
        return _carry_out(design, folder, asked)
    except (Refused, Occupied, NotASweep, Damaged) as error:
        say(f"ruralsim: {error}")
        return WRONG_INPUT


def _mismatched(asked: SweepOptions) -> list[str]:
    """Options that do not go together."""
    said = []
    if asked.scheduler is not None and asked.on != "dask":
        said.append("--scheduler: only for --on dask")
    if asked.cluster is not None and asked.on != "slurm":
        said.append("--cluster: only for --on slurm")
    if asked.on == "slurm" and asked.cluster is None:
        said.append("--cluster: --on slurm needs a file that describes the site: time, cpus, memory, account, partition, at_most, setup")
    if asked.workers is not None and (asked.on == "slurm" or asked.scheduler is not None):
        said.append("--workers: a site says how many cpus a job has, and a running scheduler has the workers it has")
    return said


def _cores(asked: SweepOptions, site: Any) -> int:
    """Cores that do one shard together."""
    from sim.compute.prepare import cores

    if site is not None:
        return int(site.cpus)
    return 1 if asked.on == "dask" else asked.workers or cores()


def _plan(design: Any, folder: Path, asked: SweepOptions, site: Any) -> int:
    """Cases, core-hours, bytes and shards; nothing is written."""
    from sim.compute.prepare import cores, plan_sweep

    announce_compiling()
    plan = plan_sweep(design, folder, asked.redo, asked.shard_size, _cores(asked, site))
    workers = asked.workers or cores()
    if site is not None:
        workers = site.cpus * min(site.at_most or plan.shards, max(1, plan.shards))
    print_plan(plan, workers, asked.shape)
    return DONE


def _place(asked: SweepOptions) -> Any:
    if asked.on == "dask":
        from sim.compute.dask import Dask

        return Dask(asked.scheduler, asked.workers)
    from sim.compute.worker import Local

    return Local(asked.workers)


def _carry_out(design: Any, folder: Path, asked: SweepOptions) -> int:
    """Do what is left, with progress; returns the exit code."""
    from sim.compute.case import Stop
    from sim.compute.sweep import sweep

    stop, progress = Stop(), _Shown(design.experiment.name, asked.retry_failed)
    announce_compiling()
    with stopping_between_cases(stop):
        try:
            outcome = sweep(
                design, folder, place=_place(asked), retry_failed=asked.retry_failed, redo=asked.redo, shard_size=asked.shard_size,
                stop=stop, begun=progress.begun, tell=progress.at,
            )  # fmt: skip
        except OSError as error:
            if is_short_of_memory(error):
                raise
            say(
                f"ruralsim: failed while writing into {folder}: {error.strerror or error}; "
                "what is finished is kept: once there is room, run the same command again"
            )
            return FAILED
        finally:
            progress.end()
    say_failures(outcome.failures, folder)
    tally, left = outcome.tally, outcome.cases - outcome.done
    if stop.asked and left:
        say(f"ruralsim: interrupted; {outcome.done:,} of {outcome.cases:,} cases are kept in {folder}: run the same command again")
        return INTERRUPTED
    if left:
        say(f"ruralsim: failed while running: {left:,} of {outcome.cases:,} cases are not done; run the same command again")
        return FAILED
    rate = f" in {tally.seconds:.1f} s, {tally.cases / tally.seconds:.3g} a second" if tally.cases and tally.seconds else ""
    say(f"{folder}: all {outcome.cases:,} cases are done, {len(outcome.failures):,} of them failed; {tally.cases:,} were run now{rate}")
    return SOME_FAILED if outcome.failures else DONE


class _Shown:
    """The progress of a sweep on the screen, from the moment its folder is ready."""

    def __init__(self, name: str, retry_failed: bool) -> None:
        self._name, self._retry_failed = name, retry_failed
        self._progress: CaseProgress | None = None

    def begun(self, made: Any) -> None:
        """Say what is there, and show the bar."""
        again = sum(state.failed for state in made.states) if self._retry_failed else 0
        self._progress = CaseProgress(self._name, made.design.cases - _say_what_is_there(made) + again)
        self._progress.__enter__()

    def at(self, tally: Any) -> None:
        """So much is done."""
        if self._progress is not None:
            self._progress.at(tally.cases, tally.failed)

    def end(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.__exit__(None, None, None)


def _say_what_is_there(made: Any) -> int:
    """Name damaged files, and say how many cases are done already."""
    for one in made.damaged:
        say(f"{one}; it is not read, and done again" if one not in made.restored else f"{one}; it is made anew")
    done = sum(state.done for state in made.states)
    if done:
        say(f"{made.folder.path}: {done:,} of {made.design.cases:,} cases are done already")
    return int(done)


def _submit(design: Any, folder: Path, asked: SweepOptions, site: Any) -> int:
    """Make the folder ready, submit what is left, return at once; returns the exit code."""
    from sim.compute.prepare import prepare_folder, refuse
    from sim.compute.slurm import SlurmFailed, refuse_queued, submit
    from sim.compute.store.locks import at_work

    refuse(design, folder, asked.redo, asked.shard_size)
    announce_compiling()
    try:
        # A job that runs already holds the folder too, and says less of why there is nothing to submit.
        refuse_queued(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with at_work(folder):
            made = prepare_folder(design, folder, asked.redo, asked.shard_size, site.cpus)
            _say_what_is_there(made)
            wanted = sorted(made.unfinished + (made.with_failures if asked.retry_failed else []))
            if not wanted:
                return _nothing_left(made)
            done = submit(made, wanted, site, asked.retry_failed)
    except SlurmFailed as error:
        say(f"ruralsim: failed while running: {error}")
        return FAILED
    except OSError as error:
        say(f"ruralsim: failed while writing into {folder}: {error.strerror or error}")
        return FAILED
    arrays = ", ".join(f"job array {job}" for job in done.jobs)
    say(f"submitted {done.shards:,} shards as {arrays}; ruralsim status {folder} says how far they are")
    return DONE


def _nothing_left(made: Any) -> int:
    from sim.compute.sweep import record_failures

    failures = record_failures(made.folder, 0.0)
    say_failures(failures, made.folder.path)
    say(f"{made.folder.path}: all {made.design.cases:,} cases are done, {len(failures):,} of them failed; nothing was submitted")
    return SOME_FAILED if failures else DONE
