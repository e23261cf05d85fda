"""Settle a synthesised county: one object for each row of its columns, and who belongs to whom."""

from collections.abc import Callable, Mapping
from typing import Any

from sim.county.policy_plan import Plan
from sim.county.state import State
from sim.county.synthesis import Synthesis
from sim.mesa_model.agent_columns import attributes
from sim.mesa_model.government import Government
from sim.mesa_model.local_market import LocalMarket
from sim.mesa_model.places import County, Product, Township
from sim.mesa_model.policy import Measure
from sim.mesa_model.village import Village
from sim.theory.levers import LEVERS

Member = Callable[[Any, int, dict[str, Any]], Any]


def settled(market: Any, state: State, kinds: Mapping[str, Member]) -> dict[str, list[Any]]:
    """The members of each entity in row order, row numbers in their attributes replaced by the members they stand for.

    `kinds` says what a household, a carrier, a cooperative and a merchant is; places are what they are. The columns are copied.
    """
    places: dict[str, Member] = {"village": Village, "township": Township, "cell": LocalMarket, "product": Product, "county": County}
    members: dict[str, list[Any]] = {}
    for entity, kind in (places | dict(kinds)).items():
        rows = len(getattr(state, entity)[0])
        members[entity] = [kind(market, row, attributes(state, entity, row)) for row in range(rows)]
    _bind_places(members)
    _bind_households(members)
    return members


def governed(market: Any, case: Synthesis, members: dict[str, list[Any]], kind: type[Government]) -> Government:
    """The government, with a number for each lever and the measures of the case; adds both to the members, and prices to places."""
    books = case.state.government
    government = kind(market, {name: column.tolist() for name, column in books._asdict().items()})
    government.measures = [
        Measure(case.plan, row, members["village"], members["household"], attributes(case.state, "measure", row))
        for row in range(len(case.plan.lever))
    ]
    members["government"], members["measure"] = [government], government.measures
    (county,) = members["county"]
    _price(county, case.plan, -1)
    for village in members["village"]:
        _price(village, case.plan, village.row)
    return government


def _price(place: Any, plan: Plan, column: int) -> None:
    """What a level of 1 of each lever costs in a place: once, and a month."""
    place.capital = [float(plan.capital[lever, column]) for lever in range(len(LEVERS))]
    place.running = [float(plan.running[lever, column]) for lever in range(len(LEVERS))]


def _bind_places(members: dict[str, list[Any]]) -> None:
    for township in members["township"]:
        township.villages, township.providers, township.slots = [], [], []
    for product in members["product"]:
        product.markets = []
    for cell in members["cell"]:
        cell.township, cell.product = members["township"][cell.township], members["product"][cell.product]
        cell.places, cell.slots = [], []
        cell.product.markets.append(cell)
    for village in members["village"]:
        village.township, village.product = members["township"][village.township], members["product"][village.product]
        village.market = members["cell"][village.market]
        village.farmers, village.cooperatives, village.slots = [], [], []
        village.township.villages.append(village)
        village.market.places.append(village)
    for provider in members["carrier"]:
        provider.township = members["township"][provider.township]
        provider.township.providers.append(provider)
    for cooperative in members["cooperative"]:
        cooperative.village = members["village"][cooperative.village]
        cooperative.village.cooperatives.append(cooperative)
    for merchant in members["merchant"]:
        merchant.village, merchant.market = members["village"][merchant.village], members["cell"][merchant.market]
        merchant.village.slots.append(merchant)
        merchant.village.township.slots.append(merchant)
        merchant.market.slots.append(merchant)


def _bind_households(members: dict[str, list[Any]]) -> None:
    farmers = members["household"]
    for farmer in farmers:
        farmer.village = members["village"][farmer.village]
        farmer.village.farmers.append(farmer)
        farmer.ties = [farmers[row] for row in farmer.ties]
        farmer.cooperative = members["cooperative"][farmer.cooperative] if farmer.cooperative >= 0 else None
