"""The commands and their options, in one application; the work of each command is a module that is imported when it is called."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Engine(StrEnum):
    """What counts: the compiled engine, or the Mesa model, which is slower and gives the same bits."""

    compiled = "compiled"
    mesa = "mesa"


class Shape(StrEnum):
    """How a result is printed."""

    table = "table"
    json = "json"


class Listing(StrEnum):
    """How a list is printed."""

    table = "table"
    json = "json"
    csv = "csv"


class Described(StrEnum):
    """Kinds of file that have a JSON Schema."""

    scenario = "scenario"
    programme = "programme"
    study = "study"
    experiment = "experiment"
    county = "county"


class Where(StrEnum):
    """Where the cases of a sweep are run."""

    local = "local"
    dask = "dask"
    slurm = "slurm"


class Language(StrEnum):
    """Language of the labels."""

    en = "en"
    zh = "zh"


def _showable(lang: Language) -> Language:
    """The language asked for, where standard output can show it."""
    from sim.cli.listings import refuse_unshowable

    if refused := refuse_unshowable(lang.value):
        raise typer.BadParameter(refused)
    return lang


Force = Annotated[bool, typer.Option("--force", help="Write over files that something else made.")]
LangOfFiles = Annotated[Language, typer.Option("--lang", help="Language of the labels.")]
Lang = Annotated[Language, typer.Option("--lang", help="Language of the labels.", callback=_showable)]
Names = Annotated[
    list[str] | None, typer.Argument(help="Items to show in full, or groups; default: all.", metavar="[NAME]...", show_default=False)
]
Search = Annotated[str, typer.Option("--search", help="Only what holds this word.", show_default=False)]
LargestSeed = 2**53 - 1


def run(
    scenario: Annotated[Path, typer.Argument(help="A scenario file.", show_default=False)],
    policy: Annotated[
        list[Path] | None, typer.Option(help="A programme file to add to the scenario's policies; may be given several times.")
    ] = None,
    replicates: Annotated[
        int | None,
        typer.Option(min=1, max=10000, help="Runs with seeds in a row; default: as the scenario states, else 8 of a small county or 1."),
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, max=LargestSeed, help="First seed; default: as in the scenario.")] = None,
    engine: Annotated[Engine, typer.Option(help="What counts; both give the same bits.")] = Engine.compiled,
    out: Annotated[str | None, typer.Option(help="Folder for the results; default: results/<scenario file>.")] = None,
    shape: Annotated[Shape, typer.Option("--format", help="How the summary is printed.")] = Shape.table,
    every: Annotated[bool, typer.Option("--all", help="Print all outcomes, not only the main ones.")] = False,
    lang: Lang = Language.en,
    force: Force = False,
) -> None:
    """Run one scenario: a summary on the screen, trajectory, figure and provenance on disk."""
    from sim.cli.run import run_scenario

    if out is not None and not out.strip():
        raise typer.BadParameter("expected the name of a folder, got nothing", param_hint="--out")
    out_folder = None if out is None else Path(out)
    raise typer.Exit(
        run_scenario(scenario, policy or [], replicates, seed, engine.value, out_folder, shape.value, every, lang.value, force)
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
    force: Force = False,
    full: Annotated[bool, typer.Option("--full", help="Print every table and sentence, not the first page only.")] = False,
) -> None:
    """Compare the arms of a study in pairs: differences with intervals, who gains, what it cost, what it was worth."""
    from sim.cli.compare import CompareOptions, compare_study

    if out is not None and not out.strip():
        raise typer.BadParameter("expected the name of a folder, got nothing", param_hint="--out")
    asked = CompareOptions(replicates, draws, seed, precision, replicates_most, null, shape.value, lang.value, force, full)
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
    force: Force = False,
) -> None:
    """A study of one's own, ready to run: county, scenario, policy, study, and schemas for the editor."""
    from sim.cli.new import write_new

    raise typer.Exit(write_new(folder, force))


def status(
    results: Annotated[Path, typer.Argument(help="A folder of a sweep.", show_default=False)],
    verify: Annotated[bool, typer.Option("--verify", help="Hold every byte against the checksums.")] = False,
    shape: Annotated[Shape, typer.Option("--format", help="How it is printed.")] = Shape.table,
) -> None:
    """How far a sweep is: done, failed, running, left, and what to type next; reads only."""
    from sim.cli.status import show_status

    raise typer.Exit(show_status(results, verify, shape.value))


def figures(
    results: Annotated[Path, typer.Argument(help="A folder of a sweep.", show_default=False)],
    figure: Annotated[
        list[str] | None, typer.Option(help="Only this one; may be given several times. Default: those the experiment asks for.")
    ] = None,
    force: Force = False,
) -> None:
    """Draw stored results as png, svg, pdf and the csv that is drawn; never simulates."""
    from sim.cli.figures import draw_figures

    raise typer.Exit(draw_figures(results, figure or [], force))


def parameters(
    names: Names = None,
    group: Annotated[str | None, typer.Option(help="Only one group, such as channel.")] = None,
    search: Search = "",
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """Every number in an equation: label, unit, range; one that is named in full."""
    from sim.cli.listings import Wanted, list_parameters

    raise typer.Exit(list_parameters(group, Wanted(tuple(names or ()), search, shape.value, lang.value)))


def outcomes(
    names: Names = None,
    search: Search = "",
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """Every quantity that is measured in a month: label, unit; one that is named in full."""
    from sim.cli.listings import Wanted, list_outcomes

    raise typer.Exit(list_outcomes(Wanted(tuple(names or ()), search, shape.value, lang.value)))


def levers(
    names: Names = None,
    search: Search = "",
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """What a government can set: label, unit, range; one that is named in full, with whom it reaches and what it costs."""
    from sim.cli.listings import Wanted, list_levers

    raise typer.Exit(list_levers(Wanted(tuple(names or ()), search, shape.value, lang.value)))


def programmes(
    names: Names = None,
    folder: Annotated[
        Path | None, typer.Option(help="Folder of programme files; default: scenarios/policies here, or those that ship.")
    ] = None,
    search: Search = "",
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """Programmes in files, with the money they plan; one that is named in full."""
    from sim.cli.listings import Wanted, list_programmes

    raise typer.Exit(list_programmes(folder, Wanted(tuple(names or ()), search, shape.value, lang.value)))


def schema(
    kind: Annotated[Described, typer.Argument(help="Of which kind of file.")] = Described.scenario,
    county: Annotated[bool, typer.Option("--county", help="The same as `county`.", hidden=True)] = False,
) -> None:
    """The JSON Schema of scenario, programme, study, experiment or county files, for editors."""
    from sim.cli.listings import print_schema

    raise typer.Exit(print_schema("county" if county else kind.value))


def table(
    results: Annotated[Path, typer.Argument(help="A folder of results, or one table in it: RESULTS or RESULTS/NAME.", show_default=False)],
    formats: Annotated[
        str, typer.Option("--as", help="Formats, with commas between: csv, xlsx, tex, dta (Stata 118), docx.", show_default=False)
    ],
    out: Annotated[Path | None, typer.Option(help="Folder for the files; default: RESULTS/tables.")] = None,
    lang: LangOfFiles = Language.en,
    force: Force = False,
) -> None:
    """Stored results as tables with labels, units and a codebook; never simulates."""
    from sim.cli.table import write_tables

    raise typer.Exit(write_tables(results, formats, out, lang.value, force))


app = typer.Typer(
    name="ruralsim",
    help="What broadband, delivery and training do to rural e-commerce and incomes in a county.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for each in (
    run, check, compare, sweep, shard, status, reproduce, figures, parameters, outcomes, levers, programmes, schema, table, new,
):  # fmt: skip
    app.command()(each)


def answer(arguments: list[str]) -> int:
    """Run the command that the arguments name and return its exit code; a wrong argument is said on one line, with code 2."""
    command = typer.main.get_command(app)
    try:
        code = command.main(arguments, prog_name="ruralsim", standalone_mode=False)
    except typer.Abort:
        # What some versions of typer make of Ctrl-C.
        raise KeyboardInterrupt from None
    except Exception as error:
        # typer raises its own or click's exceptions, by version; both know their exit code and how to show themselves.
        if not hasattr(error, "exit_code") or not hasattr(error, "show"):
            raise
        error.show()
        return int(error.exit_code)
    return code if isinstance(code, int) else 0
