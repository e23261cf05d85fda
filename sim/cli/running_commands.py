"""Commands that run the model, or make what it is run with, and their options; each one's work is a module that is imported when called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Engine, Lang, Language, LargestSeed, Shape, Where


def run(
    scenario: Annotated[Path, typer.Argument(help="A scenario file.", show_default=False)],
    policy: Annotated[
        list[Path] | None, typer.Option(help="A programme file to add to the scenario's policies; may be given several times.")
    ] = None,
    replicates: Annotated[
        int | None, typer.Option(min=1, max=10000, help="Runs with seeds in a row; default: as in the scenario.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, max=LargestSeed, help="First seed; default: as in the scenario.")] = None,
    engine: Annotated[Engine, typer.Option(help="What counts; both give the same bits.")] = Engine.compiled,
    out: Annotated[str | None, typer.Option(help="Folder for the results; default: results/<scenario file>.")] = None,
    shape: Annotated[Shape, typer.Option("--format", help="How the summary is printed.")] = Shape.table,
    every: Annotated[bool, typer.Option("--all", help="Print all outcomes, not only the main ones.")] = False,
    lang: Lang = Language.en,
) -> None:
    """Run one scenario: a summary on the screen, trajectory, figure and provenance on disk."""
    from sim.cli.run import run_scenario

    if out is not None and not out.strip():
        raise typer.BadParameter("expected the name of a folder, got nothing", param_hint="--out")
    out_folder = None if out is None else Path(out)
    raise typer.Exit(
        run_scenario(scenario, policy or [], replicates, seed, engine.value, out_folder, shape.value, every, lang.value)
    )


def check(
    files: Annotated[list[Path], typer.Argument(help="Scenario, programme, study or county profile files.", show_default=False)],
    policy: Annotated[
        list[Path] | None, typer.Option(help="A programme file to add to the policies of each scenario; may be given several times.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Run each scenario once: levers in force, what the money buys, when a budget ends.")
    ] = False,
    shape: Annotated[Shape, typer.Option("--format", help="How the explanation is printed.")] = Shape.table,
    lang: Lang = Language.en,
) -> None:
    """Validate files without running anything; every error of all of them at once."""
    from sim.cli.check import check_files

    raise typer.Exit(check_files(files, policy or [], explain, shape.value, lang.value))


def compare(
    study: Annotated[Path, typer.Argument(help="A study file.", show_default=False)],
    replicates: Annotated[int | None, typer.Option(min=1, max=10000, help="Seeds in each draw; default: as in the study.")] = None,
    draws: Annotated[
        int | None, typer.Option(min=1, max=10000, help="Draws of parameters and unit costs; default: as in the study.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, max=LargestSeed, help="First seed; default: as in the scenario.")] = None,
    precision: Annotated[
        str | None,
        typer.Option(metavar="OUTCOME=HALFWIDTH", help="Add seeds until luck in this outcome, in the last year, is that narrow."),
    ] = None,
    replicates_most: Annotated[
        int, typer.Option(min=1, max=10000, help="The most seeds in each draw that --precision may add up to.")
    ] = 64,
    null: Annotated[
        bool, typer.Option("--null", help="Only check that arms at zero are no policy, and none acts before it begins, to the last bit.")
    ] = False,
    out: Annotated[str | None, typer.Option(help="Folder for the results; default: results/<study>.")] = None,
    shape: Annotated[Shape, typer.Option("--format", help="How the results are printed.")] = Shape.table,
    lang: Lang = Language.en,
    full: Annotated[bool, typer.Option("--full", help="Print every table and sentence, not the first page only.")] = False,
) -> None:
    """Compare the arms of a study in pairs: differences with intervals, who gains, what it cost, what it was worth."""
    from sim.cli.compare import CompareOptions, compare_study

    if out is not None and not out.strip():
        raise typer.BadParameter("expected the name of a folder, got nothing", param_hint="--out")
    asked = CompareOptions(replicates, draws, seed, precision, replicates_most, null, shape.value, lang.value, full)
    raise typer.Exit(compare_study(study, asked, None if out is None else Path(out)))


def sweep(
    experiment: Annotated[Path, typer.Argument(help="An experiment file.", show_default=False)],
    plan: Annotated[bool, typer.Option("--plan", help="Only say what it comes to: cases, core-hours, bytes, shards.")] = False,
    on: Annotated[Where, typer.Option("--on", help="Where cases are run: threads here, Dask workers, a SLURM job array.")] = Where.local,
    cluster: Annotated[Path | None, typer.Option(help="File that describes a SLURM site; for --on slurm.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler; for --on dask. Default: workers here.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=4096, help="Threads, or Dask workers here; default: one a core.")] = None,
    out: Annotated[str | None, typer.Option(help="Folder for the results; default: results/<name of the experiment>.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="The smaller design that the file declares; results in …-quick.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Run cases that failed once more.")] = False,
    redo: Annotated[bool, typer.Option("--redo", help="Take the place of results that another version of the model made.")] = False,
    shard_size: Annotated[
        int | None, typer.Option(min=1, help="Cases in a shard of a new folder; default: about 20 s of work on each core.")
    ] = None,
    shape: Annotated[Shape, typer.Option("--format", help="How the plan is printed.")] = Shape.table,
) -> None:
    """Run every case of an experiment and store it; run again, it does what is left."""
    from sim.cli.sweep import SweepOptions, sweep_experiment

    if out is not None and not out.strip():
        raise typer.BadParameter("expected the name of a folder, got nothing", param_hint="--out")
    asked = SweepOptions(plan, on.value, cluster, scheduler, workers, quick, retry_failed, redo, shard_size, shape.value)
    raise typer.Exit(sweep_experiment(experiment, asked, None if out is None else Path(out)))


def shard(
    results: Annotated[Path, typer.Argument(help="A folder that a sweep made ready.", show_default=False)],
    index: Annotated[int, typer.Option(help="Number of the shard.", show_default=False)],
    threads: Annotated[int | None, typer.Option(min=1, max=4096, help="Cases side by side; default: one a core.")] = None,
    patience: Annotated[float, typer.Option(min=0.0, help="Seconds that cases in flight still have after a request to stop.")] = 10.0,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Run cases that failed once more.")] = False,
) -> None:
    """Run one shard of a sweep: what an element of a job array calls."""
    from sim.cli.shard import do_shard

    raise typer.Exit(do_shard(results, index, threads, patience, retry_failed))


def reproduce(
    experiments: Annotated[
        list[str] | None, typer.Argument(help="Experiments by name, folder or file; default: all of experiments/.", show_default=False)
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="The smaller designs of the same figures.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Write down the data behind each figure as what is to be reproduced.")] = False,
    redo: Annotated[bool, typer.Option("--redo", help="Take the place of results that another version of the model made.")] = False,
) -> None:
    """Run what is missing, draw, and compare the data behind each figure with what was recorded."""
    from sim.cli.reproduce import ReproduceOptions, reproduce_experiments

    raise typer.Exit(reproduce_experiments(experiments or [], ReproduceOptions(quick, record, redo)))


def new(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.", show_default=False)],
) -> None:
    """A study of one's own, ready to run: county, scenario, policy, study, and schemas for the editor."""
    from sim.cli.new import write_new

    raise typer.Exit(write_new(folder))
