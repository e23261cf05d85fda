"""Whom a lever is aimed at: village filters, household filters, ranking, and chance drawn by key."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticKnownError

from sim.files.county import CountyProfile
from sim.reading.nodes import Path_
from sim.reading.problems import shortened
from sim.reading.value_types import Declared, Text, Within, wrong
from sim.theory.levers import Lever

Trait = Literal["poor", "young", "skilled", "grows", "remote"]
TRAITS: tuple[str, ...] = ("poor", "young", "skilled", "grows", "remote")
"""Household filters that a word stands for: `households: poor` is `households: {poor: true}`."""
Rank = Literal["remoteness", "nearness", "poverty", "land", "youth", "skill", "random", "roll_out"]

LARGEST_KEY = 2**24 - 1
"""Keys of lotteries; those of households are drawn beyond it, so that a lottery of villages is never one of households too."""

Kilometres = Annotated[float, Within(0, 1000, unit="km by road from the village to its township seat and on to the county seat")]


def _some(record: Declared) -> None:
    """Raises where nothing is filtered: an empty filter is a filter forgotten."""
    if all(value is None for _, value in record):
        raise wrong("is empty: say which, or leave it out")


def _distinct(values: tuple[int, ...]) -> tuple[int, ...]:
    if not values:
        raise wrong("is empty: say which, or leave it out")
    if len(set(values)) < len(values):
        raise wrong("the same number is there twice")
    return values


class VillageFilter(Declared):
    """Villages that meet every condition given. Distance is road km from the village to the county seat by way of its township."""

    farther_than_km: Kilometres | None = None
    nearer_than_km: Kilometres | None = None
    product: Annotated[Text | None, Field(description="villages suited to a product of the county, by its name")] = None
    townships: Annotated[
        Annotated[tuple[Annotated[int, Within(1, 200)], ...], AfterValidator(_distinct)] | None,
        Field(description="numbers of townships, from 1"),
    ] = None
    remote: Annotated[bool | None, Field(description="farther from the county seat than accounting.remote_km; false: the others")] = None

    @model_validator(mode="after")
    def _meant(self) -> Self:
        _some(self)
        far, near = self.farther_than_km, self.nearer_than_km
        if far is not None and near is not None and far >= near:
            raise wrong(f"no village is farther than {far:g} km and nearer than {near:g} km")
        return self


class HouseholdFilter(Declared):
    """Households that meet every condition given, as they are on the first day."""

    poor: Annotated[bool | None, Field(description="lowest fifth of income a person in the first year")] = None
    young: Annotated[bool | None, Field(description="run by someone younger than accounting.young_age")] = None
    skilled: Annotated[bool | None, Field(description="skill at the start from accounting.skilled_from")] = None
    grows: Annotated[bool | None, Field(description="grows what its county sells online")] = None
    remote: Annotated[bool | None, Field(description="lives in a village farther than accounting.remote_km")] = None
    product: Annotated[Text | None, Field(description="grows this product of the county, by its name")] = None
    income_fifths: Annotated[
        Annotated[tuple[Annotated[int, Within(1, 5)], ...], AfterValidator(_distinct)] | None,
        Field(description="fifths of income a person in the first year; 1 is the lowest"),
    ] = None
    land_below_mu: Annotated[float, Within(0, 100000, unit="mu", above=True)] | None = None
    schooling_below_years: Annotated[float, Within(0, 30, unit="years", above=True)] | None = None

    @model_validator(mode="after")
    def _meant(self) -> Self:
        _some(self)
        return self


class RandomShare(Declared):
    """A share drawn by lot. The lot of a village or household depends on the seed and on `key` only: another key, another lottery."""

    share: Annotated[float, Within(0, 1, above=True, unit="share of those who pass the filters")]
    of: Literal["villages", "households"] = "villages"
    key: Annotated[int, Within(0, LARGEST_KEY)] = 0

    @model_validator(mode="after")
    def _a_part(self) -> Self:
        if self.share >= 1:
            raise wrong("a share of 1 is everybody: leave `random` out")
        return self


def _from_word(value: Any) -> Any:
    if isinstance(value, str):
        if value not in TRAITS:
            raise PydanticKnownError("literal_error", {"expected": f"{', '.join(TRAITS)} or a mapping"})
        return {value: True}
    return value


def _from_share(value: Any) -> Any:
    if isinstance(value, str):
        raise PydanticKnownError("float_type")
    if isinstance(value, int | float) and not isinstance(value, bool):
        Within(0, 1, above=True).check(float(value))
        return {"share": value}
    return value


class Target(Declared):
    """Whom a lever is aimed at; without anything, all.

    `rank` is the order in which they are served until the budget or the level is used up: by remoteness, nearness, poverty, land,
    youth or skill of those concerned, by lot, or in the order of the commercial roll-out.
    """

    villages: VillageFilter | None = None
    households: Annotated[HouseholdFilter, BeforeValidator(_from_word, json_schema_input_type=Trait | HouseholdFilter)] | None = None
    rank: Rank | None = None
    random: (
        Annotated[
            RandomShare,
            BeforeValidator(
                _from_share, json_schema_input_type=Annotated[float, Field(gt=0, lt=1, description="share of villages")] | RandomShare
            ),
        ]
        | None
    ) = None

    @property
    def lottery(self) -> RandomShare | None:
        """What `random` says, under a name that is not that of a generator: the lot is drawn by key."""
        return self.random


def unknown_in(county: CountyProfile, target: Target) -> Iterator[tuple[Path_, str]]:
    """Products and townships of a target that a county does not have: the keys of each, and what is wrong."""
    names = [product.name for product in county.products]
    for kind, chosen in (("villages", target.villages), ("households", target.households)):
        if chosen is not None and chosen.product is not None and chosen.product not in names:
            yield (kind, "product"), f"no product named '{shortened(chosen.product)}' in {county.name}, which has {', '.join(names)}"
    for place, township in enumerate((target.villages and target.villages.townships) or ()):
        if township > county.geography.townships:
            said = f"no township {township}: {county.name} has {county.geography.townships}, numbered from 1"
            yield ("villages", "townships", place), said


def target_refusal(lever: Lever, target: Target) -> tuple[str, str] | None:
    """The key of a target that a lever cannot take and what is wrong with it, or None. The key is empty for the whole target."""
    if target == Target() or lever.reach == "household":
        return None
    if lever.reach == "county":
        return "", f"{lever.key} is set for the whole county and takes no target"
    said = f"{lever.key} is aimed at villages: it takes `villages`, `rank` and `random` of villages"
    if target.households is not None:
        return "households", said
    if target.lottery is not None and target.lottery.of == "households":
        return "random", said
    return None
