"""`ruralsim reproduce`: experiments run where something is missing, drawn, and held against what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.cli import DONE, FAILED, INTERRUPTED, WRONG_INPUT
from sim.cli.interrupts import stopping_between_cases
from sim.cli.memory import refuse_little_memory
from sim.cli.progress import say
from sim.cli.run import announce_compiling
from sim.cli.sweep import SOME_FAILED
from sim.cli.sweep_progress import CaseProgress, say_failures

DIFFERS = 3
"""The exit code where figures or data differ from what was recorded."""


@dataclass(frozen=True)
class ReproduceOptions:
    """What the command line asks."""

    quick: bool = False
    record: bool = False
    redo: bool = False


def reproduce_experiments(names: Sequence[str], options: ReproduceOptions) -> int:
    """Reproduce the experiments of those names, or all. Everything that can be checked is checked first; returns the exit code."""
    refuse_little_memory()
    from sim.compute.prepare import Refused
    from sim.compute.store.locks import Occupied
    from sim.compute.store.sealed import Damaged
    from sim.compute.store.sweep_folder import NotASweep
    from sim.files import InputError

    try:
        reproductions = _load(names, options.quick)
    except InputError as error:
        say(error.render())
        return WRONG_INPUT
    try:
        _announce(reproductions, options)
    except (Refused, NotASweep, Damaged) as error:
        say(f"ruralsim: {error}")
        return WRONG_INPUT
    codes = set()
    for one in reproductions:
        try:
            code = _reproduce(one, options)
        except (Refused, Occupied, NotASweep, Damaged) as error:
            say(f"ruralsim: {error}")
            code = FAILED
        if code == INTERRUPTED:
            return code
        codes.add(code)
    # The worst that happened: nothing to look at, other numbers, cases that failed.
    return next((code for code in (FAILED, DIFFERS, SOME_FAILED) if code in codes), DONE)


def _load(names: Sequence[str], quick: bool) -> list[Any]:
    """Every experiment, read and checked. Raises InputError with all that is wrong in any of them."""
    from sim.cli.reproduction import Reproduction, experiments
    from sim.files import InputError

    found, problems = [], []
    for folder in experiments(names):
        try:
            found.append(Reproduction.of(folder, quick))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    seen: dict[Any, Any] = {}
    for one in found:
        if one.results in seen:
            from sim.reading.problems import Problem

            said = f"{seen[one.results].file} has the same name, so their results would mix"
            raise InputError([Problem(str(one.folder.file), 0, 0, "name", said)])
        seen[one.results] = one.folder
    return found


def _announce(reproductions: Sequence[Any], options: ReproduceOptions) -> None:
    """Say beforehand how long it takes: a few cases of each experiment are timed, nothing is written."""
    from sim.compute.prepare import cores

    announce_compiling()
    at_once = cores()
    total, unknown = 0.0, False
    for one in reproductions:
        plan = one.plan(options.redo)
        unknown |= plan.core_hours is None
        hours = (plan.core_hours or 0.0) / at_once
        total += hours
        left = f"{plan.left:,} of {plan.cases:,} cases to run, {_time_said(hours)}" if plan.left else f"all {plan.cases:,} cases are there"
        say(f"{plan.name}: {left}")
    if len(reproductions) > 1 and total:
        say(f"{len(reproductions)} experiments on {at_once} cores: {_time_said(total)}{' at least' if unknown else ''}, and drawing")


def _time_said(hours: float) -> str:
    seconds = 3600.0 * hours
    if seconds < 90.0:
        return f"about {max(seconds, 1.0):.0f} s"
    return f"about {seconds / 60.0:.0f} min" if seconds < 7200.0 else f"about {hours:.1f} h"


def _reproduce(one: Any, options: ReproduceOptions) -> int:
    """Run, draw and compare one experiment; returns its exit code."""
    from sim.compute.case import Stop
    from sim.present.figures.drawn_figure import NotDrawn

    stop, shown = Stop(), _ShardProgress(one.design.experiment.name)
    with stopping_between_cases(stop):
        try:
            outcome = one.run(stop, shown.begun, shown.at, options.redo)
        except OSError as error:
            say(f"ruralsim: failed while writing into {one.results}: {error.strerror or error}; what is finished is kept")
            return FAILED
        finally:
            shown.end()
    if not outcome.whole:
        say(f"ruralsim: interrupted; {outcome.done:,} of {outcome.cases:,} cases are kept in {outcome.folder}: run the same command again")
        return INTERRUPTED if outcome.tally.stopped else FAILED
    say_failures(outcome.failures, outcome.folder)
    try:
        drawings = one.draw()
        if options.record:
            one.record(drawings)
    except NotDrawn as error:
        say(f"{one.folder.file}: {error}")
        return FAILED
    except OSError as error:
        say(f"ruralsim: failed while writing figures: {error.strerror or error}; what was being written is not kept")
        return FAILED
    code = _compare(one, drawings, options)
    return SOME_FAILED if code == DONE and outcome.failures else code


class _ShardProgress:
    """The progress of an experiment, from the moment its folder is ready."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._progress: CaseProgress | None = None

    def begun(self, made: Any) -> None:
        """Name damaged files, and show the bar where anything is left."""
        for damaged in made.damaged:
            say(f"{damaged}; it is not read, and done again")
        left = made.design.cases - sum(state.done for state in made.states)
        if left:
            self._progress = CaseProgress(self._name, left)
            self._progress.__enter__()

    def at(self, tally: Any) -> None:
        """So much is done."""
        if self._progress is not None:
            self._progress.at(tally.cases, tally.failed)

    def end(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.__exit__(None, None, None)


def _compare(one: Any, drawings: Any, options: ReproduceOptions) -> int:
    """Say which figures are as recorded and which moved; returns the exit code."""
    name, where = one.design.experiment.name, f"{one.results}/figures"
    if options.record:
        print(f"{name}: recorded {', '.join(sorted(drawings.files))}")
        return DONE
    verdicts = one.verdicts(drawings)
    if not verdicts:
        drawn = ", ".join(sorted(drawings.files)) or "no figure"
        print(f"{name}: {drawn} drawn into {where}; nothing is recorded to compare with (--record does)")
        return DONE
    for verdict in verdicts:
        print(f"{name}: {verdict.figure}: {verdict.state}{f': {verdict.why}' if verdict.why else ''}")
    return DIFFERS if any(verdict.differs for verdict in verdicts) else DONE
