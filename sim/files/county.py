"""A county profile: what is known of a county before the simulation starts, with the source of each figure."""

import itertools
import math
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from sim.reading.nodes import Node
from sim.reading.problems import Problem
from sim.reading.value_types import (
    Amount,
    Declared,
    LowestAndHighest,
    Money,
    Prose,
    Share,
    Text,
    Within,
    sums_to_one,
    wrong,
)
from sim.reading.wrong_keys_and_values import closest

PROSE = ("schema", "name", "name_zh", "description", "prices", "sources", "missing")
"""Keys of a profile that are no figures and need no source."""


class VillageRoads(Declared):
    """Road km from a village to its township seat: log-normal, cut to a range."""

    median: Annotated[float, Within(0, 300, above=True, unit="km")]
    sd_log: Annotated[float, Within(0, 3, unit="log points")]
    range: Annotated[tuple[float, ...], LowestAndHighest(0, 500)]

    @model_validator(mode="after")
    def _median_in_range(self) -> Self:
        if not self.range[0] <= self.median <= self.range[1]:
            raise wrong(f"the median, {self.median:g}, is outside the range {self.range[0]:g} to {self.range[1]:g}")
        return self


class Geography(Declared):
    """Townships, villages and the roads between them."""

    townships: Annotated[int, Within(1, 200)]
    villages: Annotated[int, Within(1, 5000, unit="administrative villages")]
    households_per_village: Annotated[float, Within(1, 20000, unit="mean")]
    households_spread: Annotated[float, Within(0, 0.95, unit="villages range over mean x (1 -/+ spread)")]
    hub_km: Annotated[tuple[float, ...], LowestAndHighest(0, 500)]
    village_km: VillageRoads

    @model_validator(mode="after")
    def _a_village_each(self) -> Self:
        if self.villages < self.townships:
            raise wrong(f"{self.townships} townships need at least as many villages, got {self.villages}")
        return self


class Spread(Declared):
    """A trait that is normal over households, cut to a range."""

    mean: Annotated[float, Within(0, 200)]
    sd: Annotated[float, Within(0, 100)]
    range: Annotated[tuple[float, ...], LowestAndHighest(0, 200)]

    @model_validator(mode="after")
    def _mean_in_range(self) -> Self:
        if not self.range[0] <= self.mean <= self.range[1]:
            raise wrong(f"the mean, {self.mean:g}, is outside the range {self.range[0]:g} to {self.range[1]:g}")
        return self


class Schooling(Declared):
    """Share of those who run a farm by the school they finished."""

    none: Share
    primary: Share
    junior: Share
    senior: Share
    tertiary: Share

    @model_validator(mode="after")
    def _whole(self) -> Self:
        sums_to_one(self.model_dump(), "schooling")
        return self


class Land(Declared):
    """Farm land of a household, in mu: log-normal with a given mean, cut at the largest farm."""

    mean: Annotated[float, Within(0, 10000, above=True, unit="mu")]
    sd_log: Annotated[float, Within(0, 3, unit="log points")]
    most: Annotated[float, Within(0, 100000, above=True, unit="mu")]

    @model_validator(mode="after")
    def _mean_below_most(self) -> Self:
        if not self.mean <= self.most:
            raise wrong(f"the mean, {self.mean:g} mu, is above the largest farm, {self.most:g} mu")
        return self


def _five_ascending(means: tuple[float, ...]) -> tuple[float, ...]:
    if len(means) != 5:
        raise wrong(f"expected the means of five fifths, got {len(means)}")
    if not all(math.isfinite(mean) and 0 < mean <= 1e6 for mean in means):
        raise wrong("expected incomes above 0 up to 1000000")
    if not all(low < high for low, high in itertools.pairwise(means)):
        raise wrong("the means of the fifths must ascend, from the poorest to the richest")
    return means


class People(Declared):
    """Households and those in them."""

    household_size: Spread
    workers_per_household: Annotated[float, Within(0, 20, above=True)]
    away_share: Share
    operator_age: Spread
    schooling: Schooling
    land_mu: Land
    income_fifths: Annotated[
        tuple[float, ...],
        AfterValidator(_five_ascending),
        Money(),
        Field(json_schema_extra={"minItems": 5, "maxItems": 5, "description": "CNY a person a year, poorest fifth first"}),
    ]

    @model_validator(mode="after")
    def _workers_are_members(self) -> Self:
        workers, members = self.workers_per_household, self.household_size.mean
        if workers > members:
            raise wrong(f"{workers:g} workers a household are more than its {members:g} members", ("workers_per_household",))
        return self


def _calendar(harvest: dict[int, float]) -> dict[int, float]:
    for month, share in harvest.items():
        if not 1 <= month <= 12:
            raise wrong(f"expected calendar months from 1 to 12, got {month}")
        if not 0 <= share <= 1:
            raise wrong(f"expected shares from 0 to 1, got {share:.12g} in month {month}")
    sums_to_one(harvest, "harvest")
    return harvest


class Product(Declared):
    """A product of the county that can be sold online."""

    name: Text
    name_zh: Prose = ""
    share_of_villages: Share
    suited_inside: Share
    land_share: Share
    yield_kg_mu: Annotated[float, Within(0, 100000, above=True, unit="kg/mu")]
    price_kg: Annotated[float, Amount(0, 10000, "CNY/kg", above=True)]
    cost_mu: Annotated[float, Amount(0, 1000000, "CNY/mu")]
    harvest: Annotated[dict[int, float], AfterValidator(_calendar)]
    storable_months: Annotated[int, Within(0, 12)]
    loss_per_day: Share
    kg_per_parcel: Annotated[float, Within(0, 50, above=True, unit="kg")]
    graded_share: Share
    own_use_share: Share


class MerchantSlots(Declared):
    """Room for rural online sellers."""

    village: Annotated[int, Within(0, 50)]
    township: Annotated[int, Within(0, 200)]


class Market(Declared):
    """Demand that the county meets online, and those who trade and carry."""

    online_demand_2015: Annotated[float, Amount(0, 100000, "CNY a household a year")]
    goods_demand_2015: Annotated[float, Amount(0, 100000, "CNY a household a year")]
    merchants_2014: Annotated[float, Within(0, 100, unit="a thousand households")]
    cooperatives_per_village: Annotated[int, Within(0, 50)]
    cooperative_members: Share
    carriers_per_township: Annotated[int, Within(1, 20)]
    merchant_slots: MerchantSlots


class FirstYear(Declared):
    """Adoption in 2014, as shares of households; stations, of villages."""

    broadband: Share
    mobile: Share
    shopping: Share
    own_shop: Share
    stations: Share

    @model_validator(mode="after")
    def _online_are_households(self) -> Self:
        online = self.broadband + self.mobile
        if online > 1.0 + 1e-9:
            said = f"households with broadband and with mobile access only sum to {online:.10g}, more than 1"
            raise wrong(said, ("mobile",))
        if self.shopping > online + 1e-9:
            said = f"{self.shopping:g} of households shop online, more than the {online:g} that are online (broadband and mobile)"
            raise wrong(said, ("shopping",))
        return self


def _one_to_four(products: tuple[Product, ...]) -> tuple[Product, ...]:
    if not 1 <= len(products) <= 4:
        raise wrong(f"expected 1 to 4 products, got {len(products)}")
    total = math.fsum(product.share_of_villages for product in products)
    if total > 1.0 + 1e-9:
        raise wrong(f"the shares of villages of all products sum to {total:.10g}, more than 1")
    names = [product.name for product in products]
    for name in sorted({name for name in names if names.count(name) > 1}):
        raise wrong(f"two products are named '{name}'")
    return products


class CountyProfile(Declared):
    """A county as a profile file describes it. Once loaded by `load_scenario`, every amount is in CNY of 2015."""

    schema_version: Annotated[int, Within(1, 1)] = Field(alias="schema")
    name: Text
    name_zh: Prose = ""
    description: Prose = ""
    prices: Annotated[int, Within(1900, 2100, unit="the year whose yuan the amounts of this file are in")]
    geography: Geography
    people: People
    products: Annotated[tuple[Product, ...], AfterValidator(_one_to_four), Field(json_schema_extra={"minItems": 1, "maxItems": 4})]
    suited_elsewhere: Share
    market: Market
    first_year: FirstYear
    sources: dict[str, Prose] = Field(default_factory=dict)
    missing: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _shops_are_of_growers_online(self) -> Self:
        first = self.first_year
        most = self.growers * (first.broadband + first.mobile)
        if first.own_shop > most + 1e-9:
            said = f"{first.own_shop:g} of households have an own shop, more than the {most:.6g} that grow a product and are online"
            raise wrong(said, ("first_year", "own_shop"))
        return self

    @property
    def growers(self) -> float:
        """Share of households that grow a product of the county."""
        inside = math.fsum(one.share_of_villages * one.suited_inside for one in self.products)
        return inside + (1.0 - math.fsum(one.share_of_villages for one in self.products)) * self.suited_elsewhere

    @property
    def smallest_village(self) -> float:
        """Households in the smallest village."""
        return self.geography.households_per_village * (1.0 - self.geography.households_spread)

    @property
    def households(self) -> float:
        """Households of the county."""
        return self.geography.households_per_village * self.geography.villages


def leaves(model: type[Declared], products: list[Any]) -> list[tuple[str, ...]]:
    """Paths of all figures of a profile that need a source: `geography.townships`, `products.0.price_kg`, …"""
    found: list[tuple[str, ...]] = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in PROSE:
            continue
        if key == "products":
            inner = leaves(Product, [])
            found += [(key, str(index), *path) for index in range(len(products)) for path in inner]
        elif isinstance(field.annotation, type) and issubclass(field.annotation, Declared):
            found += [(key, *path) for path in leaves(field.annotation, products)]
        else:
            found.append((key,))
    return found


def unsourced(root: Node) -> list[Problem]:
    """Figures of a profile with neither a source nor a word on what was assumed; and sources of what is not there."""
    problems: list[Problem] = []
    products = root.at(("products",))
    entries = products.value if products is not None and isinstance(products.value, list) else []
    names = {str(index): entry.value.get("name") for index, entry in enumerate(entries) if isinstance(entry.value, dict)}
    figures = leaves(CountyProfile, entries)
    spelled: dict[tuple[str, ...], set[str]] = {}
    for path in figures:
        spelled[path] = set()
        for alias in _spellings(path, names):
            spelled[path] |= {".".join(alias[:end]) for end in range(1, len(alias) + 1)}
    said: dict[str, Node] = {}
    for section in ("sources", "missing"):
        node = root.at((section,))
        if node is None or not isinstance(node.value, dict):
            continue
        for key, one in node.value.items():
            place = one.key or one.place
            if not any(str(key) in ways for ways in spelled.values()):
                meant = closest(key, {way for ways in spelled.values() for way in ways})
                problems.append(place.problem((section, key), f"no figure at '{key}'", meant))
            elif str(key) in said:
                problems.append(place.problem((section, key), "is in `sources` already: a figure has a source or is missing"))
            if isinstance(one.value, str) and not one.value.strip():
                problems.append(one.best_place.problem((section, key), "is empty"))
            said[str(key)] = one
    for path, ways in spelled.items():
        steps = tuple(int(step) if step.isdigit() else step for step in path)
        written = root.at(steps)
        if written is not None and not ways & said.keys():
            place = written.key or written.best_place
            problems.append(place.problem(steps, "has no source: name it in `sources`, or in `missing` with what was assumed"))
    return problems


def figures_of_another_county(root: Node, other: Node) -> list[str]:
    """Paths of the figures of a profile that `other`, the profile of another county, has with the same value and the same source.

    A template that was copied and not filled in leaves such figures. Those that either profile calls `missing` are no claim.
    """
    products = root.at(("products",))
    found = []
    for path in leaves(CountyProfile, products.value if products is not None else []):
        steps = tuple(int(step) if step.isdigit() else step for step in path)
        ours, theirs = root.at(steps), other.at(steps)
        source = _source_of(root, path)
        if ours is not None and theirs is not None and ours.data() == theirs.data() and source and source == _source_of(other, path):
            found.append(".".join(path))
    return found


def _source_of(root: Node, path: tuple[str, ...]) -> str | None:
    """The source that a profile gives for a figure; None where it gives none."""
    sources = root.at(("sources",))
    products = root.at(("products",))
    entries = products.value if products is not None else []
    names = {str(index): entry.value.get("name") for index, entry in enumerate(entries)}
    for alias in _spellings(path, {key: None if node is None else node.value for key, node in names.items()}):
        for end in range(len(alias), 0, -1):
            said = None if sources is None else sources.value.get(".".join(alias[:end]))
            if said is not None:
                return str(said.value)
    return None


def _spellings(path: tuple[str, ...], names: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The ways to name a figure: a product by its number, by its name, or all products at once."""
    if path[0] != "products":
        return [path]
    index, rest = path[1], path[2:]
    return [path, ("products", str(names.get(index)), *rest), ("products", *rest)]
