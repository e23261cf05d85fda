"""Commands that only read what there is, and their options; each one's work is a module that is imported when called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Described, Lang, Language, Listing, Shape


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
) -> None:
    """Draw stored results as png, svg, pdf and the csv that is drawn; never simulates."""
    from sim.cli.figures import draw_figures

    raise typer.Exit(draw_figures(results, figure or []))


def parameters(
    group: Annotated[str | None, typer.Option(help="Only one group, such as channel.")] = None,
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """Every number in an equation: label, unit, default, range, source."""
    from sim.cli.listings import list_parameters

    raise typer.Exit(list_parameters(group, shape.value, lang.value))


def outcomes(
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """Every quantity that is measured in a month: label, unit, how it is measured."""
    from sim.cli.listings import list_outcomes

    raise typer.Exit(list_outcomes(shape.value, lang.value))


def levers(
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """What a government can set: label, unit, range, whom it reaches, what it acts on, what it costs."""
    from sim.cli.listings import list_levers

    raise typer.Exit(list_levers(shape.value, lang.value))


def programmes(
    folder: Annotated[
        Path | None, typer.Option(help="Folder of programme files; default: scenarios/policies here, or those that ship.")
    ] = None,
    shape: Annotated[Listing, typer.Option("--format", help="How the list is printed.")] = Listing.table,
    lang: Lang = Language.en,
) -> None:
    """Programmes in files: what each stands for, the levers it sets, the money it plans, its source."""
    from sim.cli.listings import list_programmes

    raise typer.Exit(list_programmes(folder, shape.value, lang.value))


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
    lang: Lang = Language.en,
) -> None:
    """Stored results as tables with labels, units and a codebook; never simulates."""
    from sim.cli.table import write_tables

    raise typer.Exit(write_tables(results, formats, out, lang.value))
