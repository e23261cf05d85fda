"""The shipped deflator: an amount in the yuan of a year, in yuan of 2015."""

from __future__ import annotations

from functools import cache

from sim.theory.evidence import national_series

BASE_YEAR = 2015
SERIES = "consumer_price_growth"
"""Growth of consumer prices over the year before, percent (National Bureau of Statistics; see the evidence row)."""


@cache
def price_levels() -> dict[int, float]:
    """Price level by year, 2015 = 1, chained from consumer price growth; the year before the first growth figure is reached too."""
    growth = {int(year): value / 100.0 for year, value in national_series(SERIES).items()}
    first, last = min(growth), max(growth)
    chained = {first - 1: 1.0}
    for year in range(first, last + 1):
        chained[year] = chained[year - 1] * (1.0 + growth[year])
    return {year: level / chained[BASE_YEAR] for year, level in chained.items()}


def price_years() -> tuple[int, int]:
    """The first and the last year whose yuan can be converted."""
    return min(price_levels()), max(price_levels())


def to_2015(amount: float, year: int) -> float:
    """An amount in CNY of `year`, in CNY of 2015. Raises KeyError for a year outside the deflator."""
    return amount if year == BASE_YEAR else amount / price_levels()[year]
