"""`ruralsim compare`: a study, from the file to the tables and words on the screen and the files on disk."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.cli import DONE, FAILED, WRONG_INPUT, to_nowhere
from sim.cli.interrupts import stopping_between_months
from sim.cli.memory import refuse_little_memory
from sim.cli.progress import Progress, say
from sim.cli.run import announce_compiling, folder_name

SOME_FAILED = 4
"""The exit code of a study that finished, but some of whose runs failed."""
MOST_SHOWN = 5
"""Failures printed; the rest are in the table of cases."""


@dataclass(frozen=True)
class CompareOptions:
    """What the command line asks of a study: numbers in place of the file's, a precision, and how results are shown."""

    replicates: int | None = None
    draws: int | None = None
    seed: int | None = None
    precision: str | None = None
    replicates_most: int = 64
    null: bool = False
    shape: str = "table"
    lang: str = "en"
    force: bool = False
    full: bool = False


def compare_study(file: Path, options: CompareOptions, out: Path | None) -> int:
    """Compare the arms of a study and report. Everything that can be checked is checked first; returns the exit code."""
    refuse_little_memory()
    from sim.cli.policies import levers_of_a_study, overstated_in_the_sample
    from sim.files import InputError
    from sim.files.study.loader import load_study
    from sim.methods.compare.empty_targets import refuse_empty_targets

    folder = out if out is not None else Path("results") / study_folder(file)
    problems: list[str] = []
    study: Any = None
    precision: tuple[str, float] | None = None
    try:
        study = load_study(file)
        refuse_empty_targets(study)
    except InputError as error:
        study = None
        problems.append(error.render())
    if not options.null and (refused := _folder_refusal(folder, study, options.force)):
        problems.append(f"--out: {refused}")
    if study is not None:
        study, wrong = _with_options(study, options)
        problems += wrong
        precision, wrong = _precision(options.precision, study)
        problems += wrong
    if problems:
        say("\n".join(problems))
        return WRONG_INPUT
    seed = study.scenario.seed if options.seed is None else options.seed
    if options.null:
        return _test_nulls(study, seed, options)
    began = time.perf_counter()
    runs = _run_study(study, seed, precision, options.replicates_most)
    for note in overstated_in_the_sample(levers_of_a_study(study), study.scenario.share_simulated):
        say(note)
    return _report(study, runs, folder, options, precision, time.perf_counter() - began)


def study_folder(file: Path) -> str:
    """The results folder of a study: the name of its file, or of the folder it is in where it is called study.yaml."""
    return folder_name(file.resolve().parent if file.stem == "study" else file)


def _folder_refusal(folder: Path, study: Any, force: bool) -> str | None:
    """Why the results cannot be written there, or None; of a study that could not be read, only whether a folder can be written."""
    from sim.compute.store.files import folder_refusal
    from sim.compute.store.ownership import COMPARISON, Owner, refusal
    from sim.methods.compare.result_files import files_of_a_comparison

    if study is None:
        return folder_refusal(folder)
    return refusal(folder, Owner(COMPARISON, study.name), files_of_a_comparison(), force)


def _with_options(study: Any, options: CompareOptions) -> tuple[Any, list[str]]:
    """The study with the numbers of the command line in place of its own, and what is wrong with them."""
    from dataclasses import replace

    from sim.reading.arguments import LARGEST_SEED

    changed = {key: value for key, value in (("draws", options.draws), ("replicates", options.replicates)) if value is not None}
    uncertainty = study.uncertainty.model_copy(update=changed)
    said = []
    if uncertainty.draws > 1 and uncertainty.parameters == uncertainty.costs == "none":
        said.append(f"--draws: {uncertainty.draws} draws of nothing: in this study parameters and costs are both none")
    most = max(uncertainty.replicates, options.replicates_most if options.precision is not None else 0)
    first = study.scenario.seed if options.seed is None else options.seed
    if (last := first + uncertainty.draws * most - 1) > LARGEST_SEED:
        said.append(f"--seed: the last of {uncertainty.draws * most} seeds would be {last}, above {LARGEST_SEED}")
    return replace(study, uncertainty=uncertainty), said


def _precision(text: str | None, study: Any) -> tuple[tuple[str, float] | None, list[str]]:
    """The outcome and half width that `--precision OUTCOME=HALFWIDTH` asks for, and what is wrong with it."""
    if text is None:
        return None, []
    from difflib import get_close_matches

    from sim.reading.problems import printable

    name, equals, number = text.partition("=")
    if not equals:
        return None, [f"--precision: expected OUTCOME=HALFWIDTH, as in sellers_share=0.002, got {printable(text)}"]
    said = []
    if name in study.measured and (refused := _too_small_a_sample(name, study)):
        said.append(refused)
    if name not in study.measured:
        close = get_close_matches(name, study.measured, n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        said.append(f"--precision: '{printable(name)}' is not measured in this study{hint}")
    try:
        half_width = float(number)
    except ValueError:
        half_width = -1.0
    if not 0.0 < half_width < float("inf"):
        said.append(f"--precision: expected a half width above 0, in the unit of the outcome, got {printable(number)}")
    return (None, said) if said else ((name, half_width), [])


def _too_small_a_sample(name: str, study: Any) -> str | None:
    """Why an outcome has no numbers to narrow, or None."""
    from sim.theory.outcomes import OUTCOMES

    least = next((one.least_share for one in OUTCOMES if one.name == name), 0.0)
    if study.scenario.share_simulated >= least:
        return None
    return f"--precision: {name} is not reported below a share_simulated of {least:g}"


# -------------------------------------------------------------------------------------------------------------- running


class _MonthCounter:
    """Months simulated by all threads, told to a progress bar."""

    def __init__(self, progress: Progress) -> None:
        self._lock = threading.Lock()
        self._progress = progress
        self._done = 0

    def run(self, between_months: Callable[[], None], outcomes: Sequence[str]) -> Callable[[Any, int], Any]:
        """A run of the compiled engine, with panel, whose months are counted."""
        from sim.compute.simulate import simulate

        def counted(scenario: Any, seed: int) -> Any:
            before = 0

            def tell(done: int, _of: int) -> None:
                nonlocal before
                between_months()
                with self._lock:
                    self._done += done - before
                    before = done
                    self._progress.at(self._done)

            return simulate(scenario, seed=seed, progress=tell, panel=True, outcomes=outcomes, time_step="yearly")

        return counted


def _run_study(study: Any, seed: int, precision: tuple[str, float] | None, most: int) -> Any:
    """Pilot, cases, and more seeds until luck is as narrow as asked; with progress in months over all."""
    from sim.methods.compare.measurement import kept_outcomes
    from sim.methods.compare.paired_runs import run_pairs
    from sim.methods.compare.pilot import pilot
    from sim.methods.compare.precision import luck_half_width, replicates_wanted
    from sim.methods.compare.runs import runs_planned

    months = study.scenario.months
    with stopping_between_months() as between_months:
        announce_compiling()

        def silent(scenario: Any, run_seed: int) -> Any:
            from sim.compute.simulate import simulate

            return simulate(
                scenario, seed=run_seed, progress=lambda _done, _of: between_months(), panel=True, outcomes=kept_outcomes(study),
                time_step="yearly",
            )  # fmt: skip

        levels = pilot(study, silent, seed, lambda arm, found: _announce_levels(study, arm, found))
        replicates = study.uncertainty.replicates
        with Progress(study.name, runs_planned(study, replicates) * months) as progress:
            runs = run_pairs(study, _MonthCounter(progress).run(between_months, kept_outcomes(study)), seed, replicates, levels)
        while precision is not None and luck_half_width(runs, precision[0]) > precision[1] and runs.replicates < most:
            wanted = min(max(replicates_wanted(runs, precision[0], precision[1]), runs.replicates + 1), most)
            further = (wanted - runs.replicates) * len(runs.draws) * (len(study.arms) + 1)
            say(f"precision: {wanted} seeds a draw in place of {runs.replicates}: luck narrows, parameters and costs stay as wide")
            with Progress(study.name, further * months) as progress:
                counted = _MonthCounter(progress).run(between_months, kept_outcomes(study))
                runs = run_pairs(study, counted, seed, wanted, levels, before=runs)
        if precision is not None and (width := luck_half_width(runs, precision[0])) > precision[1]:
            say(f"precision: luck is ± {width:.3g} after {runs.replicates} seeds a draw (--replicates-most), not ± {precision[1]:g}")
    return runs


def _announce_levels(study: Any, arm: Any, found: Sequence[Any]) -> None:
    """What the pilot found for an arm."""
    from sim.theory.levers import LEVERS, NUMBER

    for one in found:
        budget = one.budget
        unit = LEVERS[NUMBER[one.lever]].unit
        ends = ": the top of its range, with money left" if one.top else ""
        say(f"pilot: {arm.name}: {one.lever} at {one.level:.6g} {unit} spends {one.spent:,.0f} of {budget:,.0f} CNY of 2015{ends}")


def _test_nulls(study: Any, seed: int, options: CompareOptions) -> int:
    """Whether every arm at zero is the county without it, bit for bit, and no arm changes anything before it begins."""
    from sim.compute.simulate import simulate
    from sim.methods.compare.null_tests import exact_nulls

    with stopping_between_months() as between_months:
        announce_compiling()
        found = exact_nulls(study, lambda scenario, one: simulate(scenario, seed=one, progress=lambda _d, _o: between_months()), seed)
    from sim.present.screen.comparison import print_nulls

    print_nulls(study, found, options.shape, options.lang)
    return DONE if all(one.difference is None for one in found) else FAILED


# ------------------------------------------------------------------------------------------------------------ reporting


def _report(study: Any, runs: Any, folder: Path, options: CompareOptions, precision: tuple[str, float] | None, seconds: float) -> int:
    """Tables and words on the screen, then everything on disk; returns the exit code."""
    from sim.methods.compare.closing_words import closing_words, words_table
    from sim.methods.compare.estimates import Estimates
    from sim.methods.compare.no_effect import reasons_of_no_effect
    from sim.methods.compare.result_files import write_comparison
    from sim.methods.compare.result_tables import result_tables
    from sim.present.screen.comparison import print_comparison

    failures = runs.failures
    for one in failures[:MOST_SHOWN]:
        say(f"failed: arm {one.arm}, draw {one.draw}, seed {one.seed}: {one.error}")
    if len(failures) > MOST_SHOWN:
        say(f"… and {len(failures) - MOST_SHOWN} more")
    draws, replicates = runs.complete()
    if not draws or not replicates:
        say("ruralsim: failed while running: in no draw and seed did every arm run, so there is nothing to compare")
        return FAILED
    estimates = Estimates(runs)
    tables = result_tables(estimates)
    reasons = reasons_of_no_effect(estimates)
    words = closing_words(estimates, tables, reasons)
    tables.append(words_table(words))
    try:
        print_comparison(study, estimates, tables, words, options.shape, options.lang, options.full, reasons)
        sys.stdout.flush()
    except OSError:
        # The reader of a pipe has gone, or its disk is full: the results are kept all the same.
        to_nowhere(sys.stdout)
    try:
        said = None if precision is None else {"outcome": precision[0], "half_width": precision[1]}
        write_comparison(folder, tables, runs, seconds, said)
    except OSError as error:
        say(f"ruralsim: failed while writing into {folder}: {error.strerror or error}; what was being written is not kept")
        return FAILED
    say(f"written into {folder}: {len(tables)} tables (csv, parquet), study.json, provenance.json")
    return SOME_FAILED if failures else DONE
