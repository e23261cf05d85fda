"""An experiment as a file says it: every key declared, so that an unknown one is an error."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from sim.reading.arguments import LARGEST_SEED
from sim.reading.value_types import Amount, Declared, MonthText, Prose, Text, Within, first_and_last, wrong

Sampler = Literal["grid", "list", "latin_hypercube", "sobol", "saltelli", "morris"]
"""How the points of a design are chosen."""
TimeStep = Literal["monthly", "yearly", "final"]
"""By what the outcomes of a case are kept: months, whole calendar years, or the last twelve months alone."""
Households = Literal["none", "yearly"]
"""Whether a snapshot of the households of a case is kept for each year."""
MOST_POINTS = 10_000_000
"""Points, and cases, that a design may have."""
LONGEST_NAME = 80
"""Bytes of a name: what a folder is named by, with room for what is put behind it."""
Points = Annotated[int, Within(1, MOST_POINTS)]
Replicates = Annotated[int, Within(1, 10_000)]
Months = Annotated[int, Within(1, 600)]
Simulated = Annotated[float, Within(0, 1, above=True)]
Seed = Annotated[int, Within(0, LARGEST_SEED)]
_NO_FOLDER = '/\\:*?"<>|'
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def _folder_name(name: str) -> str:
    """A name that can be that of a folder, on every system, and nowhere but where folders of results are made."""
    bad = next((one for one in name if one in _NO_FOLDER), None)
    if bad is not None:
        raise wrong(f"the folder of the results is named by it, so it cannot have `{bad}` in it")
    if name.startswith((".", "-")) or name != name.strip() or name.endswith("."):
        raise wrong("the folder of the results is named by it, so it cannot begin with a dot or a dash, nor end with a dot or a space")
    if name.partition(".")[0].lower() in _RESERVED:
        raise wrong(f"the folder of the results is named by it, and no folder can be named '{name}' on Windows")
    if len(name.encode()) > LONGEST_NAME:
        raise wrong(f"the folder of the results is named by it, so it can have {LONGEST_NAME} bytes at most, got {len(name.encode())}")
    return name


class HorizonFile(Declared):
    """First month and number of months, where they differ from the scenario's."""

    start: MonthText | None = None
    months: Months | None = None


class SplitFile(Declared):
    """A sum of money that is split over levers; each acts at its level until its part is spent."""

    money: Annotated[float, Amount(0.0, 1e12, "CNY", above=True)]
    over: Annotated[tuple[str, ...], Field(min_length=1, description="levers, two or more")]
    at: Annotated[dict[Any, Any], Field(description="lever: level at which it acts; default: the top of its range")] = Field(
        default_factory=dict
    )


class QuickFile(Declared):
    """What differs in the smaller design of the same figures."""

    sampler: Sampler | None = None
    points: Points | None = None
    rows: Annotated[tuple[dict[Any, Any], ...] | None, Field(alias="list")] = None
    vary: Annotated[dict[Any, Any], Field(description="factors that differ; the others stay")] = Field(default_factory=dict)
    uncertain: Annotated[dict[Any, Any], Field(description="factors that differ; the others stay")] = Field(default_factory=dict)
    replicates: Replicates | None = None
    months: Annotated[Months | None, Field(description="of the horizon")] = None
    policy: Annotated[tuple[MonthText, ...] | None, AfterValidator(first_and_last)] = None
    share_simulated: Simulated | None = None


class ExperimentFile(Declared):
    """An experiment as a file says it."""

    schema_version: Annotated[int, Within(1, 1)] = Field(alias="schema")
    name: Annotated[Text, AfterValidator(_folder_name), Field(description="names the folder of its results")]
    question: Prose = ""
    scenario: Annotated[str, Field(min_length=1, description="the world of every case, relative to this file")]
    prices: Annotated[int | None, Field(description="the year whose yuan every amount in this file is in")] = None
    horizon: Annotated[HorizonFile | None, Field(description="where it differs from the scenario's")] = None
    share_simulated: Annotated[Simulated | None, Field(description="where it differs from the scenario's")] = None
    policy: Annotated[
        tuple[MonthText, ...] | None,
        AfterValidator(first_and_last),
        Field(description="first and last month in which varied levers, split and arms act; default: the horizon"),
    ] = None
    vary: Annotated[
        dict[Any, Any], Field(description="what can be chosen: lever, parameter or county: {from, to}, {values: […]} or range")
    ] = Field(default_factory=dict)
    uncertain: Annotated[dict[Any, Any], Field(description="what is not known: parameter: range, {from, to} or {values: […]}")] = (
        Field(default_factory=dict)
    )
    draws: Annotated[
        str | None, Field(min_length=1, description="joint draws of parameters: a CSV file, relative to this one, a draw each row")
    ] = None
    split: SplitFile | None = None
    arms: Annotated[
        dict[Any, Any] | None,
        Field(min_length=1, description="name: {lever: level, …}, a policy entry, or a list of them; `none` is always first"),
    ] = None
    sampler: Sampler = "grid"
    points: Annotated[
        Points | None,
        Field(description="grid: levels of a range; saltelli: base points; morris: trajectories; else points"),
    ] = None
    rows: Annotated[tuple[dict[Any, Any], ...] | None, Field(alias="list", min_length=1, description="the points of sampler: list")] = (
        None
    )
    replicates: Annotated[Replicates, Field(description="runs of each arm at each point, with the same seeds")] = 1
    seed: Annotated[Seed | None, Field(description="the first seed; default: the scenario's")] = None
    outcomes: Annotated[tuple[str, ...] | None, Field(min_length=1, description="declared outcomes; default: the main ones")] = None
    time_step: TimeStep = "yearly"
    households: Households = "none"
    figures: Annotated[tuple[str, ...], Field(description="figures that are drawn of the results")] = ()
    quick: Annotated[QuickFile | None, Field(description="what differs in the smaller design")] = None
