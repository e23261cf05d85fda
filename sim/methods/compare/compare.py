"""Compare the arms of a study from Python: what `ruralsim compare` does, without screen and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.compute.simulate import Trajectory, simulate
from sim.files import Scenario
from sim.files.study.loader import load_study
from sim.files.study.study import Study
from sim.methods.compare.closing_words import closing_words
from sim.methods.compare.empty_targets import refuse_empty_targets
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.long_table import ResultTable
from sim.methods.compare.measurement import kept_outcomes
from sim.methods.compare.no_effect import reasons_of_no_effect
from sim.methods.compare.paired_runs import run_pairs
from sim.methods.compare.phrases import Sentence
from sim.methods.compare.pilot import pilot
from sim.methods.compare.result_tables import result_tables
from sim.methods.compare.runs import Runs
from sim.reading.arguments import MOST_REPLICATES, MOST_THREADS, checked_model, of_kind, seed_number, whole_number


@dataclass(frozen=True)
class Comparison:
    """A study carried out: its runs, its tables by name, and in words what can be told apart and what cannot."""

    runs: Runs
    tables: Mapping[str, ResultTable]
    words: tuple[Sentence, ...]


def compare(
    study: Study | str | Path,
    *,
    seed: int | None = None,
    draws: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
) -> Comparison:
    """Run every arm of a study, and no policy, on common keyed draws; paired differences with their intervals.

    `study` is a Study or its file; `seed`, `draws` and `replicates` replace its own numbers; `threads` defaults to the cores there are.
    Raises TypeError and ValueError for a wrong argument, InputError where the file is wrong,
    and RuntimeError where every run failed; runs that failed are in `runs.failures`.
    """
    of_kind("study", study, str | Path | Study, "a Study or the path of a study file")
    seed = None if seed is None else seed_number("seed", seed)
    draws = None if draws is None else whole_number("draws", draws, 1, MOST_REPLICATES)
    replicates = None if replicates is None else whole_number("replicates", replicates, 1, MOST_REPLICATES)
    threads = None if threads is None else whole_number("threads", threads, 1, MOST_THREADS)
    asked = study if isinstance(study, Study) else load_study(study)
    checked_model("study.scenario", asked.scenario)
    refuse_empty_targets(asked)
    changed = {key: value for key, value in (("draws", draws), ("replicates", replicates)) if value is not None}
    asked = replace(asked, uncertainty=asked.uncertainty.model_copy(update=changed))
    first = asked.scenario.seed if seed is None else seed
    kept = kept_outcomes(asked)

    def run(scenario: Scenario, case_seed: int) -> Trajectory:
        return simulate(scenario, seed=case_seed, panel=True, outcomes=kept, time_step="yearly")

    levels: Any = pilot(asked, run, first)
    runs = run_pairs(asked, run, first, asked.uncertainty.replicates, levels, threads)
    estimates = Estimates(runs)
    tables = result_tables(estimates)
    words = closing_words(estimates, tables, reasons_of_no_effect(estimates))
    return Comparison(runs, {table.name: table for table in tables}, tuple(words))
