"""Carry out a design: make the folder ready, do what is missing of it somewhere, write down what failed. Run again, it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sim.compute.design import Design, Experiment, load_experiment
from sim.compute.finish import record_failures
from sim.compute.local import Local
from sim.compute.prepare import Prepared, Refused, prepare_folder, refuse
from sim.compute.stop import Stop
from sim.compute.store.failures import Failure
from sim.compute.store.locks import at_work
from sim.compute.store.sealed import Damaged
from sim.compute.store.sweep_table import read_sweep
from sim.compute.worker import Tally
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
    work there, before anything is run; OSError
    where nothing can be written.
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
    """The design of an experiment, from its file where it is one. Raises InputError; Refused where `quick` is asked of no file."""
    if isinstance(experiment, str | Path):
        return Design.of(load_experiment(experiment, quick=quick))
    if quick:
        raise Refused("quick: only an experiment file has a quick design")
    return experiment if isinstance(experiment, Design) else Design.of(experiment)
