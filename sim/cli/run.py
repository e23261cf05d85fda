"""`ruralsim run`: one scenario, from the file to the table on the screen and the files on disk."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sim.cli import DONE, FAILED, WRONG_INPUT, to_nowhere
from sim.cli.interrupts import stopping_between_months
from sim.cli.memory import refuse_little_memory
from sim.cli.progress import Progress, say
from sim.reading.problems import printable

FILES = ("trajectory.parquet", "trajectory.png", "trajectory.svg", "provenance.json")
FOR_A_BAND = 8
SMALL = {"compiled": 20_000.0, "mesa": 200.0}
"""Households simulated up to which a run counts as short, by engine."""


def run_scenario(
    file: Path,
    programmes: Sequence[Path],
    replicates: int | None,
    seed: int | None,
    engine: str,
    out: Path | None,
    shape: str,
    every: bool,
    lang: str,
    force: bool = False,
) -> int:
    """Run and report. Everything that can be checked is checked first; returns the exit code."""
    refuse_little_memory()
    from sim.cli.policies import overstated_in_the_sample, refuse_empty_targets, with_programmes
    from sim.compute.store.files import folder_refusal
    from sim.compute.store.ownership import RUN, Owner, refusal
    from sim.files import InputError, load_scenario
    from sim.reading.arguments import LARGEST_SEED

    folder = out if out is not None else Path("results") / folder_name(file)
    try:
        scenario = with_programmes(load_scenario(file), programmes)
        refuse_empty_targets(scenario)
    except InputError as error:
        say(error.render())
        if refused := folder_refusal(folder):
            say(f"--out: {refused}")
        return WRONG_INPUT
    if refused := refusal(folder, Owner(RUN, scenario.name), FILES, force):
        say(f"--out: {refused}")
        return WRONG_INPUT
    first = scenario.seed if seed is None else seed
    number = default_replicates(scenario, engine) if replicates is None else replicates
    seeds = [first + replicate for replicate in range(number)]
    if seeds[-1] > LARGEST_SEED:
        say(f"--seed: the last of {len(seeds)} seeds would be {seeds[-1]}, above {LARGEST_SEED}")
        return WRONG_INPUT
    began = time.perf_counter()
    trajectories = _simulated(scenario, seeds, engine)
    seconds = time.perf_counter() - began

    from sim.present.screen.run_summary import print_summary

    try:
        print_summary(scenario, trajectories, shape, every, lang)
        sys.stdout.flush()
    except OSError:
        # The reader of a pipe has gone, or its disk is full: the results are kept all the same.
        to_nowhere(sys.stdout)
    _say_what_is_not_met(scenario, first)
    _say_what_changes_nothing(scenario, trajectories, lang)
    for note in overstated_in_the_sample((one.lever for one in scenario.measures), scenario.share_simulated):
        say(note)
    try:
        _write(folder, file, scenario, trajectories, engine, seconds)
    except OSError as error:
        say(f"ruralsim: failed while writing into {folder}: {error.strerror or error}; what was being written is not kept")
        return FAILED
    return DONE


def default_replicates(scenario: Any, engine: str) -> int:
    """Runs where the command line names no number: those that the scenario states; else enough for a band of a small county, or one.

    One seed says nothing of luck. Up to SMALL households simulated a run takes about a second, so that eight cost little.
    """
    if scenario.replicates is not None:
        return int(scenario.replicates)
    geography = scenario.county.geography
    households = geography.villages * geography.households_per_village * scenario.share_simulated
    return FOR_A_BAND if households <= SMALL[engine] else 1


def _say_what_is_not_met(scenario: Any, seed: int) -> None:
    """Say which figures of its profile the county of the first seed does not have, and why; those missed by luck are counted."""
    from sim.county.margins import margins, missed
    from sim.county.synthesis import synthesise

    found = [one for one in margins(scenario, synthesise(scenario, seed)) if not one.met]
    for one in found:
        if not one.by_luck:
            say(printable(f"{scenario.county.name}: {missed(one)}"))
    if lucky := sum(one.by_luck for one in found):
        figures = f"{lucky} figure{'s' if lucky > 1 else ''} of the profile missed by luck of the draw"
        say(printable(f"{scenario.county.name}: {figures}, by more than 2 %: `ruralsim check --explain` lists them"))


def _say_what_changes_nothing(scenario: Any, trajectories: Sequence[Any], lang: str) -> None:
    """Say, and why, where the policies of a scenario change nothing at all: every outcome is what it is without them."""
    from sim.compute.simulate import simulate
    from sim.methods.compare.no_effect import change_nothing

    with stopping_between_months() as between_months:

        def run(without: Any, seed: int) -> Any:
            return simulate(without, seed=seed, progress=lambda _done, _of: between_months(), outlays=False)

        if not change_nothing(scenario, trajectories, run):
            return

        from sim.methods.compare.closing_words import nothing_at_all
        from sim.methods.compare.no_effect import reason_of

        policies = ", ".join(dict.fromkeys(one.policy for one in scenario.measures))
        said = nothing_at_all(policies, "none", {policies: reason_of(scenario, scenario.measures, trajectories[0].seed)})
    say(printable(said.text_zh if lang == "zh" else said.text))


def folder_name(file: Path) -> str:
    """The results folder of a scenario file, from the name of the file: one step, never hidden, never upwards."""
    plain = re.sub(r"[^\w.-]+", "_", file.stem).strip(".")
    return plain or "scenario"


def _simulated(scenario: Any, seeds: Sequence[int], engine: str) -> list[Any]:
    """One trajectory for each seed, with progress in months over all."""
    trajectories = []
    with stopping_between_months() as between_months:
        from sim.compute.simulate import simulate

        backend: Callable[..., Any] | None = None
        if engine == "mesa":
            from sim.mesa_model import run as mesa

            backend = mesa
        announce_compiling()
        with Progress(scenario.name, len(seeds) * scenario.months) as progress:
            for replicate, seed in enumerate(seeds):

                def tell(done: int, _of: int, before: int = replicate * scenario.months) -> None:
                    between_months()
                    progress.at(before + done)

                trajectories.append(simulate(scenario, seed=seed, backend=backend, progress=tell))
    return trajectories


def announce_compiling() -> None:
    """Say why the first start takes its time, where nothing was compiled before."""
    from sim.engine.month import run_handed
    from sim.numeric.jit import is_warm

    if not is_warm(run_handed):
        say("compiling, once for this version: this takes one to two minutes, later starts take seconds")


def _write(folder: Path, file: Path, scenario: Any, trajectories: Sequence[Any], engine: str, seconds: float) -> None:
    """Table, figure and record, as one set. Raises OSError."""
    from sim.compute.store.ownership import write_set
    from sim.compute.store.provenance import provenance
    from sim.compute.store.trajectories import trajectory_bytes, trajectory_table
    from sim.present.figures.trajectory import draw

    table = trajectory_table(trajectories)
    caption = (
        f"{scenario.name}: {scenario.county.name}, {scenario.share_simulated:.0%} of households simulated; "
        f"{_seeds_said(trajectories)}; amounts in CNY of 2015. Source: ruralsim, {engine} engine."
    )
    files = {"trajectory.parquet": trajectory_bytes(table)}
    files |= {f"trajectory.{kind}": content for kind, content in draw(table, caption).items()}
    write_set(folder, files, provenance(scenario, trajectories, file=file, engine=engine, seconds=seconds))
    say(f"written into {folder}: {', '.join(FILES)}")


def _seeds_said(trajectories: Sequence[Any]) -> str:
    first, last = trajectories[0].seed, trajectories[-1].seed
    return f"seed {first}" if first == last else f"{len(trajectories)} replicates, seeds {first} to {last}"
