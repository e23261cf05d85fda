"""A scenario: the world that is simulated. Declared twice: as the file says it, and as the model reads it."""

import math
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, InstanceOf, Tag, model_validator

from sim.files.county import CountyProfile
from sim.files.policy.conflicts import conflicts
from sim.files.policy.schema import Measure, PolicyEntry
from sim.files.policy.target import unknown_in
from sim.files.scenario.shocks import Shock, ShockEntry
from sim.reading.arguments import LARGEST_SEED
from sim.reading.problems import InputError
from sim.reading.value_types import Declared, Month, MonthText, Prose, Text, Within, month_of, wrong

FEWEST_SAMPLED = 17
"""Sampled households in the smallest village: 2 x 8 ties + 1, so that the network is the same at every sampling rate."""
FIRST_MONTH = Month(2014, 1)
LAST_DATA_MONTH = Month(2020, 12)
"""The national series end here; what comes after needs `trends`."""

TrendName = Literal["continue_2020", "flat"]
Growth = Annotated[float, Within(-0.5, 0.5, unit="growth a year after 2020-12: 0.03 is 3 %")]


class TrendTable(Declared):
    """How the world goes on after the data end: growth a year, real, of what no one in the county sets."""

    wages: Growth
    wholesale: Growth
    express: Growth
    broadband_price: Growth
    demand: Growth
    goods_demand: Growth
    outside: Growth
    variety: Growth


def _trend_kind(value: Any) -> str:
    return "=table" if isinstance(value, dict | TrendTable) else "=name"


Trends = Annotated[Annotated[TrendName, Tag("=name")] | Annotated[TrendTable, Tag("=table")], Discriminator(_trend_kind)]
"""How the world goes on after the data end: by name, or as a table."""
History = Literal["national_average", "no_programme"]


def _start(text: str) -> str:
    start = month_of(text)
    if start < FIRST_MONTH:
        raise wrong(f"{start} is before {FIRST_MONTH}, the first month of the data")
    if start.year > 2100:
        raise wrong(f"{start} is after 2100-12, the last month that can be simulated")
    return text


class CountyChoice(Declared):
    """Which county, and how much of it is simulated."""

    profile: Annotated[str, Field(min_length=1, description="a county profile, relative to this file")]
    share_simulated: Annotated[float, Within(0, 1, above=True, unit="share of households simulated")] = 0.1


class Horizon(Declared):
    """First month and number of months."""

    start: Annotated[MonthText, AfterValidator(_start)]
    months: Annotated[int, Within(1, 600)]


Replicates = Annotated[int, Within(1, 10_000)]


class ScenarioFile(Declared):
    """A scenario as a file says it, `extends` followed."""

    schema_version: Annotated[int, Within(1, 1)] = Field(alias="schema")
    name: Text
    description: Prose = ""
    extends: Annotated[str | None, Field(description="a scenario that this one differs from, relative to this file")] = None
    prices: Annotated[int | None, Field(description="the year whose yuan every amount in this file is in")] = None
    county: CountyChoice
    horizon: Horizon
    trends: Annotated[
        Trends | None, Field(description="wages, prices and demand after 2020-12: by name, or growth a year of each")
    ] = None
    history: History = "national_average"
    parameters: Annotated[dict[str, Any], Field(description="any declared parameter: group.name: value")] = Field(
        default_factory=dict
    )
    shocks: Annotated[tuple[ShockEntry, ...], Field(description="what happens that no one in the county chose")] = ()
    policies: Annotated[tuple[PolicyEntry, ...], Field(description="what a government sets, in every arm of a study")] = ()
    seed: Annotated[int, Within(0, LARGEST_SEED)] = 1
    replicates: Annotated[
        Replicates | None, Field(description="runs with seeds in a row; where not stated, 8 of a small county, else 1")
    ] = None


class Scenario(Declared):
    """A scenario as the model reads it: the county in full, every amount in CNY of 2015.

    `parameters` holds only those that differ from their default. `share_simulated` is the share of households in the sample,
    `months` the length of the horizon from `start` on. `measures` are the policies in force, lever by lever and month by month;
    `shocks` likewise. `replicates` is None where the scenario does not state how many.
    Raises pydantic's ValidationError where the parts do not fit together.
    """

    name: Text
    description: Prose = ""
    county: CountyProfile
    share_simulated: Annotated[float, Within(0, 1, above=True)] = 0.1
    start: InstanceOf[Month] = FIRST_MONTH
    months: Annotated[int, Within(1, 600)] = 132
    trends: Trends | None = None
    history: History = "national_average"
    parameters: dict[str, float] = Field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    shocks: tuple[Shock, ...] = ()
    seed: Annotated[int, Within(0, LARGEST_SEED)] = 1
    replicates: Replicates | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for said in (
            needs_trends(self.start, self.months, self.trends),
            sample_too_small(self.county, self.share_simulated),
            *(f"parameters.{key}: {said}" for key, value in self.parameters.items() if (said := parameter_out_of_range(key, value))),
            *(_not_a_level_a_month(f"measure of {one.lever}", one.levels, self.months) for one in self.measures),
            *(_not_a_level_a_month(f"shock {one.event}", one.sizes, self.months) for one in self.shocks),
            *(f"measure of {one.lever}: {said}" for one in self.measures for _, said in unknown_in(self.county, one.target)),
            *(problem.headline() for problem in conflicts(self.measures, self.start)),
        ):
            if said is not None:
                raise wrong(said)
        return self

    @property
    def last_month(self) -> Month:
        """The last month of the horizon."""
        return self.start.plus(self.months - 1)

    def with_measures(self, measures: Iterable[Measure]) -> "Scenario":
        """The same world with further measures; levels of several on one lever add up.

        Raises InputError at the place of the measure where a sum leaves the lever's range.
        """
        together = (*self.measures, *measures)
        if problems := conflicts(together, self.start):
            raise InputError(problems)
        return Scenario(**({name: getattr(self, name) for name in type(self).model_fields} | {"measures": together}))

    def resolved(self) -> dict[str, Any]:
        """The scenario in full as plain data, for the record of a run; amounts in CNY of 2015."""
        return self.model_dump(mode="json", exclude={"start"}, by_alias=True) | {"start": str(self.start)}


def _not_a_level_a_month(what: str, levels: tuple[float, ...], months: int) -> str | None:
    """What is wrong where a timeline is not as long as the horizon; else None."""
    return None if len(levels) == months else f"{what} has {len(levels)} months, the horizon {months}"


def needs_trends(start: Month, months: int, trends: str | TrendTable | None) -> str | None:
    """What is wrong where the horizon ends after the data and no `trends` says how the world goes on; else None."""
    last = start.plus(months - 1)
    if trends is None and last > LAST_DATA_MONTH:
        return f"the horizon ends {last}, a date after the data ({LAST_DATA_MONTH}) with no `trends`: write continue_2020 or flat"
    return None


def sample_too_small(county: CountyProfile, share: float) -> str | None:
    """What is wrong where the smallest village has too few sampled households; else None."""
    village = math.floor(county.smallest_village + 1e-9)
    sampled = math.floor(village * share + 1e-9)
    if sampled >= FEWEST_SAMPLED:
        return None
    if village < FEWEST_SAMPLED:
        return f"the smallest village has {village} households, {FEWEST_SAMPLED} needed even when all are simulated"
    enough = math.ceil(100.0 * FEWEST_SAMPLED / village - 1e-9) / 100.0
    return f"a village of {village} at {share:g} gives {sampled} households, {FEWEST_SAMPLED} needed: use {enough:g}"


def parameter_out_of_range(key: str, value: float) -> str | None:
    """What is wrong with the value of a declared parameter, amounts in CNY of 2015; else None."""
    from sim.theory.parameters import PARAMETERS

    if key not in PARAMETERS:
        return f"no parameter named '{key}'"
    declared = PARAMETERS[key]
    if declared.low <= value <= declared.high:
        return None
    return f"expected a number from {declared.low:g} to {declared.high:g}, got {value:.12g}"


def with_horizon(scenario: Scenario, start: Month, months: int) -> Scenario:
    """The scenario over other months.

    A policy of the scenario that is in force in its last month stays in force as it is then; a shock is over; before its first month there
    is neither. The caller sees to it that `trends` are stated where the data end before the horizon does.
    """
    if (start, months) == (scenario.start, scenario.months):
        return scenario
    shift = start.since(scenario.start)

    def moved(levels: tuple[float, ...], after: float) -> tuple[float, ...]:
        rows = range(shift, shift + months)
        return tuple(0.0 if row < 0 else levels[row] if row < len(levels) else after for row in rows)

    changed: dict[str, Any] = {"start": start, "months": months}
    if scenario.measures:
        changed["measures"] = tuple(
            one.model_copy(update={"levels": moved(one.levels, one.levels[-1])}) for one in scenario.measures
        )
    if scenario.shocks:
        changed["shocks"] = tuple(one.model_copy(update={"sizes": moved(one.sizes, 0.0)}) for one in scenario.shocks)
    return scenario.model_copy(update=changed)
