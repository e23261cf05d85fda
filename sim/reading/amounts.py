"""Amounts of money: their price year, and what a budget must at least buy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from sim.reading.value_types import Money
from sim.theory.deflator import BASE_YEAR, price_years, to_2015
from sim.theory.levers import Lever
from sim.theory.parameters import PARAMETERS

Record = TypeVar("Record", bound=BaseModel)

FEN = 0.01
"""The smallest amount that is paid, in CNY."""
_ONE = {"persons/month": "one seat", "persons": "one expert", "stores": "one store", "share of villages": "one village"}
"""What a lever is counted in, by its unit, where that has a price: the first of its cost parameters."""


def outside_deflator(year: int) -> str | None:
    """What is wrong with a price year that the deflator does not reach, or None."""
    first, last = price_years()
    return None if first <= year <= last else f"expected a year from {first} to {last}, where the deflator reaches, got {year}"


def without_prices(unit: str) -> str:
    """What is said of an amount in a file that does not say the year of its yuan."""
    return f"an amount ({unit}) without `prices`: say the year whose yuan it is in, as in prices: {BASE_YEAR}"


def in_2015(value: float, unit: str, year: int) -> float:
    """An amount in CNY of 2015; one per CNY moves the other way."""
    if re.search(r"(/|\bper )\s*([0-9,]+ )?CNY", unit):
        return value / to_2015(1.0, year)
    return to_2015(value, year)


def as_written(value: float, year: int | None) -> str:
    """A note on an amount that was converted: what the file says; nothing where the file is in CNY of 2015 or it is no amount."""
    return "" if year is None or year == BASE_YEAR else f" CNY of {BASE_YEAR} ({value:.12g} in yuan of {year})"


def level_refusal(lever: Lever, level: float, note: str = "") -> str | None:
    """What is wrong with a level of a lever (amounts in CNY of 2015), or None."""
    if lever.low <= level <= lever.high:
        return None
    unit = f" ({lever.unit})" if lever.unit != "0..1" else ""
    said = f"expected a number from {lever.low:g} to {lever.high:g}{unit}, got {level:.12g}{note}"
    if lever.high <= 1 and 2 <= level <= 100 and not lever.money:
        said += f"; {level:g} % is {level / 100:g}"
    return said


def budget_refusal(lever: Lever, budget: float, note: str, parameters: Mapping[str, float]) -> str | None:
    """What is wrong with a budget (CNY of 2015) that buys less than one unit, or None; `parameters` are overrides of prices."""
    if budget < FEN:
        return f"expected at least {FEN:g} CNY, one fen, got {budget:.12g}{note}"
    if lever.unit not in _ONE or not lever.cost_parameters:
        return None
    key = lever.cost_parameters[0]
    price = parameters.get(key, PARAMETERS[key].default)
    if budget >= price:
        return None
    one = _ONE[lever.unit] + (" for a month" if PARAMETERS[key].unit.endswith("a month") else "")
    return f"expected at least {price:g} CNY of {BASE_YEAR}, the price of {one} ({key}), got {budget:.12g}{note}"


def in_cny_of_2015(record: Record, year: int) -> Record:
    """A record with every amount converted from CNY of `year`; the county's `prices` becomes 2015."""
    changed: dict[str, Any] = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if any(isinstance(mark, Money) for mark in field.metadata):
            many = isinstance(value, tuple)
            changed[name] = tuple(to_2015(one, year) for one in value) if many else to_2015(value, year)
        elif isinstance(value, BaseModel):
            changed[name] = in_cny_of_2015(value, year)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            changed[name] = tuple(in_cny_of_2015(one, year) for one in value)
    if "prices" in type(record).model_fields:
        changed["prices"] = BASE_YEAR
    return record.model_copy(update=changed)
