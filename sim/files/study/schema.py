"""A study as a file says it: every key declared, so that an unknown one is an error."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from sim.reading.value_types import Amount, Declared, MonthText, Prose, Text, Within, first_and_last, wrong

Side = Literal["at_least", "at_most"]
SIDES: tuple[Side, Side] = ("at_least", "at_most")
"""How a target is meant."""


def _from_to(bounds: tuple[float | None, ...]) -> tuple[float | None, ...]:
    if len(bounds) != 2:
        raise wrong(f"expected two numbers, from and to, got {len(bounds)}; where there is no end, write null")
    low, high = bounds
    if low is None and high is None:
        raise wrong("expected a number at one end at least, as in [15, null]")
    for one in bounds:
        if one is not None and not 0.0 <= one <= 10_000.0:
            raise wrong(f"expected kilometres from 0 to 10000, got {one:g}")
    if low is not None and high is not None and not low < high:
        raise wrong(f"from, {low:g}, is not below to, {high:g}")
    return bounds


class PeriodFile(Declared):
    """When the policy may act, and how long its effects are followed."""

    policy: Annotated[
        tuple[MonthText, ...], AfterValidator(first_and_last), Field(description="first and last month of the policy")
    ]
    follow_until: Annotated[MonthText, Field(description="the last month that is simulated")]


class MoneyFile(Declared):
    """The sum that arms are shares of."""

    total: Annotated[float, Amount(0.0, 1e12, "CNY", above=True)]


class FarFile(Declared):
    """Villages by their way to the county seat."""

    road_km: Annotated[
        tuple[float | None, ...],
        AfterValidator(_from_to),
        Field(description="road to the county seat, from and to; null: no end"),
    ]


class GroupsFile(Declared):
    """Groups of households, fixed before the policy; and sellers by what they do with the policy and without."""

    income_fifths: Annotated[
        int | None, Field(description="fifths of income a person in this calendar year, before the policy")
    ] = None
    far: FarFile | None = None
    sellers: Annotated[bool, Field(description="always, induced, lost and never sellers")] = False


class Uncertainty(Declared):
    """What the intervals hold: draws of parameters and of unit costs over their declared ranges, and seeds."""

    parameters: Literal["ranges", "none"] = "ranges"
    costs: Literal["ranges", "none"] = "ranges"
    draws: Annotated[int, Within(1, 10_000)] = 20
    replicates: Annotated[int, Within(1, 10_000)] = 4


class ExaminationFile(Declared):
    """An examination as a study file says it."""

    arm: Annotated[str | None, Field(description="the arm that is the programme; default: the first")] = None
    year: Annotated[int | None, Field(description="the year whose end is examined; default: that in which the policy ends")] = None
    indicators: Annotated[
        dict[str, Any],
        Field(min_length=1, description="outcome: target, {at_least: target}, {at_most: target}, or nothing"),
    ]


class StudyFile(Declared):
    """A study as a file says it."""

    schema_version: Annotated[int, Within(1, 1)] = Field(alias="schema")
    name: Text
    question: Prose = ""
    scenario: Annotated[str, Field(min_length=1, description="the world of every arm, relative to this file")]
    prices: Annotated[int | None, Field(description="the year whose yuan every amount in this file is in")] = None
    period: PeriodFile
    money: MoneyFile | None = None
    leftover: Annotated[
        Literal["next", "return"],
        Field(description="money a lever cannot spend: to the next lever of its arm, or back to the treasury"),
    ] = "return"
    arms: Annotated[
        dict[str, Any],
        Field(min_length=1, description="name: {lever: 40%, …} of the money, a policy entry, or a list of them"),
    ]
    differences: Annotated[tuple[tuple[str, ...], ...], Field(description="pairs of arms, besides each arm against no policy")] = ()
    groups: GroupsFile = GroupsFile()
    uncertainty: Uncertainty = Uncertainty()
    outcomes: Annotated[tuple[str, ...] | None, Field(description="declared outcomes; default: the main ones")] = None
    discount: Annotated[float, Within(0.0, 0.2, unit="share a year")] = 0.05
    examination: Annotated[
        dict[str, Any] | None,
        Field(description="indicators of a demonstration county scored against its own counterfactual"),
    ] = None
