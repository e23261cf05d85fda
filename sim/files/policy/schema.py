"""Policies: what a government sets, for whom, from when to when. Declared twice: as a file says it, and as the model reads it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, InstanceOf, Tag, model_validator

from sim.files.policy.target import HouseholdFilter, RandomShare, Target, VillageFilter, target_refusal
from sim.reading.amounts import FEN, level_refusal
from sim.reading.problems import Problem
from sim.reading.value_types import Declared, MonthText, Prose, SomeProse, Text, Within, wrong
from sim.reading.wrong_keys_and_values import closest, unknown_name
from sim.theory.levers import LEVERS, NUMBER, Lever

__all__ = [
    "HouseholdFilter", "LeverEntry", "Measure", "PolicyEntry", "ProgrammeFile", "RandomShare", "Target",
    "UseEntry", "VillageFilter", "entry_kind", "lever_named",
]  # fmt: skip

LONGEST_RAMP = 120
LARGEST_BUDGET = 10**12


def lever_named(key: str) -> Lever:
    """The lever of a key. Raises KeyError."""
    return LEVERS[NUMBER[key]]


def _declared_lever(key: str) -> str:
    if key not in NUMBER:
        raise unknown_name(key, "lever", NUMBER)
    return key


LeverKey = Annotated[str, AfterValidator(_declared_lever)]
"""The key of a declared lever."""


class Measure(Declared):
    """One lever, month by month over the horizon of a scenario: what a policy comes down to. Amounts are CNY of 2015.

    `policy` is the name it is shown under, `levels` has one level a month in the lever's unit, `budget` is CNY. `asked` is an empty
    problem at the place of the policy in its file, for what is found wrong later; it is no part of the record.
    Raises pydantic's ValidationError for a level outside the lever's range and for a target that the lever cannot take.
    """

    policy: Text
    lever: LeverKey
    levels: tuple[float, ...]
    target: Target = Field(default_factory=Target)
    budget: Annotated[float, Within(FEN, LARGEST_BUDGET)] | None = None
    asked: Annotated[InstanceOf[Problem] | None, Field(exclude=True, repr=False)] = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        lever = lever_named(self.lever)
        for level in self.levels:
            if said := level_refusal(lever, level):
                raise wrong(said)
        if refused := target_refusal(lever, self.target):
            raise wrong(refused[1])
        return self


def _level_kind(value: Any) -> str:
    return "=dated" if isinstance(value, Mapping) else "=number"


def _some_dates(levels: dict[str, float]) -> dict[str, float]:
    if not levels:
        raise wrong("is empty: write a level, or levels by month as in {2018-01: 60, 2019-01: 120}")
    return levels


Level = Annotated[
    Annotated[float, Tag("=number")] | Annotated[dict[MonthText, float], AfterValidator(_some_dates), Tag("=dated")],
    Discriminator(_level_kind),
]
"""One level, or levels by the month from which each holds."""


class LeverEntry(Declared):
    """A lever, set from `start` to `end` for a target."""

    lever: LeverKey
    level: Annotated[Level, Field(description="in the lever's unit: a number, or the level from each month on")]
    start: Annotated[MonthText | None, Field(description="first month; default: that of the horizon, or of the first dated level")] = None
    end: Annotated[MonthText | None, Field(description="last month; default: that of the horizon")] = None
    ramp: Annotated[int, Within(0, LONGEST_RAMP, unit="months in which a new level is reached, in equal moves")] = 0
    target: Annotated[Target | None, Field(description="whom the lever is aimed at; default: all")] = None
    budget: Annotated[float, Within(0, LARGEST_BUDGET, unit="CNY of the year in `prices`; spent to the fen, then it stops")] | None = None


class UseEntry(Declared):
    """A programme file, as it stands or shifted in time."""

    use: Annotated[str, Field(min_length=1, description="a programme file, relative to this file")]
    start: Annotated[MonthText | None, Field(description="shifts the whole programme, so that it begins in this month")] = None


def entry_kind(said: Any) -> Literal["=lever", "=use"]:
    """Which kind of entry was meant, so that a misspelled key is one mistake."""
    if isinstance(said, UseEntry):
        return "=use"
    if not isinstance(said, Mapping) or "lever" in said:
        return "=lever"
    known = [*LeverEntry.model_fields, "use"]
    return "=use" if any(closest(key, known) == "use" for key in said) else "=lever"


PolicyEntry = Annotated[Annotated[LeverEntry, Tag("=lever")] | Annotated[UseEntry, Tag("=use")], Discriminator(entry_kind)]
"""An entry of `policies`: a lever, or a programme file to use."""


class ProgrammeFile(Declared):
    """A programme as a file says it: levers with dates of their own, what they stand for, and what was assumed."""

    schema_version: Annotated[int, Within(1, 1)] = Field(alias="schema")
    name: Text
    name_zh: Prose = ""
    stands_for: Annotated[SomeProse, Field(description="which programme of the real world, and what it consisted of")]
    source: SomeProse
    assumed: Annotated[tuple[SomeProse, ...], Field(description="what no source says and was assumed here")] = ()
    prices: Annotated[int | None, Field(description="the year whose yuan every amount in this file is in")] = None
    policies: Annotated[tuple[LeverEntry, ...], Field(min_length=1)]

