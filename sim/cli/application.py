"""The commands and their options; each command's work is a module of its own, imported when it is called."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="ruralsim",
    help="What broadband, delivery and training do to rural e-commerce and incomes in a county.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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


class Language(StrEnum):
    """Language of the labels."""

    en = "en"
    zh = "zh"


Lang = Annotated[Language, typer.Option("--lang", help="Language of the labels.")]
LargestSeed = 2**53 - 1


@app.command()
def run(
    scenario: Annotated[Path, typer.Argument(help="A scenario file.", show_default=False)],
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
    raise typer.Exit(run_scenario(scenario, replicates, seed, engine.value, out_folder, shape.value, every, lang.value))


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Scenario or county profile files.", show_default=False)],
) -> None:
    """Validate files without running anything; every error of all of them at once."""
    from sim.cli.check import check_files

    raise typer.Exit(check_files(files))


@app.command()
def parameters(
    group: Annotated[str | None, typer.Option(help="Only one group, such as channel.")] = None,
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """Every number in an equation: label, unit, default, range, source."""
    from sim.cli.listings import list_parameters

    raise typer.Exit(list_parameters(group, shape.value, lang.value))


@app.command()
def outcomes(
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """Every quantity that is measured in a month: label, unit, how it is measured."""
    from sim.cli.listings import list_outcomes

    raise typer.Exit(list_outcomes(shape.value, lang.value))


@app.command()
def schema(
    county: Annotated[bool, typer.Option("--county", help="Of county profiles instead.")] = False,
) -> None:
    """The JSON Schema of scenario files, for editors."""
    from sim.scenario.json_schema import county_schema, scenario_schema, written

    sys.stdout.write(written(county_schema() if county else scenario_schema()))


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
