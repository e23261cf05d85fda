"""Options that several commands have, and the values they take."""

from __future__ import annotations

from enum import StrEnum
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


Lang = Annotated[Language, typer.Option("--lang", help="Language of the labels.")]
LargestSeed = 2**53 - 1
