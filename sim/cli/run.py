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
from sim.cli.progress import Progress, say

FILES = ("trajectory.parquet", "trajectory.png", "trajectory.svg", "provenance.json")


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
) -> int:
    """Run and report. Everything that can be checked is checked first; returns the exit code."""
    from sim.cli.policies import refuse_empty_targets, with_programmes
    from sim.files import InputError, load_scenario
    from sim.files.scenario.schema import LARGEST_SEED

    folder = out if out is not None else Path("results") / folder_name(file)
    refused = folder_refusal(folder)
    try:
        scenario = with_programmes(load_scenario(file), programmes)
        refuse_empty_targets(scenario)
    except InputError as error:
        say(error.render())
        if refused:
            say(f"--out: {refused}")
        return WRONG_INPUT
    if refused:
        say(f"--out: {refused}")
        return WRONG_INPUT
    first = scenario.seed if seed is None else seed
    seeds = [first + replicate for replicate in range(scenario.replicates if replicates is None else replicates)]
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
    try:
        _write(folder, file, scenario, trajectories, engine, seconds)
    except OSError as error:
        say(f"ruralsim: failed while writing into {folder}: {error.strerror or error}; what was being written is not kept")
        return FAILED
    return DONE


def folder_refusal(folder: Path) -> str | None:
    """Why the results cannot be written there, or None."""
    from sim.compute.store.files import folder_refusal as refusal

    refused = refusal(folder)
    if refused:
        return refused
    for name in FILES:
        if (folder / name).is_dir():
            return f"{folder / name} is a folder, and a file of that name would be written"
    return None


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
        say("compiling, once for this version: this takes about a minute, later starts take seconds")


def _write(folder: Path, file: Path, scenario: Any, trajectories: Sequence[Any], engine: str, seconds: float) -> None:
    """Table, figure and record; the record comes last and names the digests of the others. Raises OSError."""
    import json

    from sim.compute.store.files import write_bytes, write_text
    from sim.compute.store.provenance import provenance
    from sim.compute.store.trajectories import trajectory_table, write_trajectories

    folder.mkdir(parents=True, exist_ok=True)
    table = trajectory_table(trajectories)
    parquet = folder / "trajectory.parquet"
    write_trajectories(parquet, table)

    from sim.present.figures.trajectory import draw

    caption = (
        f"{scenario.name}: {scenario.county.name}, {scenario.share_simulated:.0%} of households simulated; "
        f"{_seeds_said(trajectories)}; amounts in CNY of 2015. Source: ruralsim, {engine} engine."
    )
    written = [parquet]
    for kind, content in draw(table, caption).items():
        written.append(folder / f"trajectory.{kind}")
        write_bytes(written[-1], content)
    record = provenance(scenario, trajectories, file=file, engine=engine, seconds=seconds, written=written)
    write_text(folder / "provenance.json", json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    say(f"written into {folder}: {', '.join(FILES)}")


def _seeds_said(trajectories: Sequence[Any]) -> str:
    first, last = trajectories[0].seed, trajectories[-1].seed
    return f"seed {first}" if first == last else f"{len(trajectories)} replicates, seeds {first} to {last}"
