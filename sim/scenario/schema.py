"""A scenario: the world that is simulated. Declared twice: as the file says it, and as the model reads it."""

import math
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, InstanceOf, model_validator

from sim.scenario.county_profile import CountyProfile
from sim.scenario.declarations import Declared, Month, Prose, Text, Within, wrong
from sim.scenario.scalars import month_meant

FEWEST_SAMPLED = 17
"""Sampled households in the smallest village: 2 x 8 ties + 1, so that the network is the same at every sampling rate."""
FIRST_MONTH = Month(2014, 1)
LAST_DATA_MONTH = Month(2020, 12)
"""The national series end here; what comes after needs `trends`."""
LARGEST_SEED = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exact."""

Trends = Literal["continue_2020", "flat"]
History = Literal["national_average", "no_programme"]


def month_of(text: str) -> Month:
    """The month that `YYYY-MM` stands for. Raises a validation error that says what to write."""
    year, dash, month = text.partition("-")
    if dash and len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit():
        if 1 <= int(month) <= 12:
            return Month(int(year), int(month))
    hint = month_meant(text)
    raise wrong(f"`{text}`: write {hint}" if hint else f"expected a month like 2014-01, got `{text}`")


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

    start: Annotated[str, AfterValidator(_start), Field(json_schema_extra={"pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})]
    months: Annotated[int, Within(1, 600)]


class ScenarioFile(Declared):
    """A scenario as a file says it, `extends` followed."""

    schema_version: Annotated[int, Within(1, 1)] = Field(alias="schema")
    name: Text
    description: Prose = ""
    extends: Annotated[str | None, Field(description="a scenario that this one differs from, relative to this file")] = None
    prices: Annotated[int | None, Field(description="the year whose yuan every amount in this file is in")] = None
    county: CountyChoice
    horizon: Horizon
    trends: Annotated[Trends | None, Field(description="wages, prices and demand after 2020-12")] = None
    history: History = "national_average"
    parameters: Annotated[dict[str, Any], Field(description="any declared parameter: group.name: value")] = Field(
        default_factory=dict
    )
    seed: Annotated[int, Within(0, LARGEST_SEED)] = 1
    replicates: Annotated[int, Within(1, 10000)] = 1


class Scenario(Declared):
    """A scenario as the model reads it: the county in full, every amount in CNY of 2015.

    `parameters` holds only those that differ from their default. `share_simulated` is the share of households in the sample,
    `months` the length of the horizon from `start` on. Raises pydantic's ValidationError where the parts do not fit together.
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
    seed: Annotated[int, Within(0, LARGEST_SEED)] = 1
    replicates: Annotated[int, Within(1, 10000)] = 1

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for said in (
            needs_trends(self.start, self.months, self.trends),
            sample_too_small(self.county, self.share_simulated),
            *(parameter_out_of_range(key, value) for key, value in self.parameters.items()),
        ):
            if said is not None:
                raise wrong(said)
        return self

    @property
    def last_month(self) -> Month:
        """The last month of the horizon."""
        return self.start.plus(self.months - 1)

    def resolved(self) -> dict[str, Any]:
        """The scenario in full as plain data, for the record of a run; amounts in CNY of 2015."""
        return self.model_dump(mode="json", exclude={"start"}, by_alias=True) | {"start": str(self.start)}


def needs_trends(start: Month, months: int, trends: str | None) -> str | None:
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
    from sim.parameters import PARAMETERS

    if key not in PARAMETERS:
        return f"no parameter named '{key}'"
    declared = PARAMETERS[key]
    if declared.low <= value <= declared.high:
        return None
    return f"expected a number from {declared.low:g} to {declared.high:g}, got {value:.12g}"
