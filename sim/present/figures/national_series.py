"""The national series in the units of the model: what was published of rural e-commerce, by year, a county or a household."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.county.trends import COUNTIES, FIRST_YEAR, HOUSEHOLDS_OF_A_COUNTY
from sim.theory.deflator import to_2015
from sim.theory.evidence import micro, observations

Reals = npt.NDArray[np.float64]
Reading = tuple[float, float, float]
"""A published number in the unit of the model: its value, and its lowest and highest reading."""

MODEL_BASE = COUNTIES * HOUSEHOLDS_OF_A_COUNTY
"""Households that the average county stands for, over all counties."""
SHOPS_OF_A_MERCHANT = 20.0
"""What a slot of a merchant stands for (see the outcome `merchants_density`)."""
PERSONS = 4.0
"""Of a household: evidence micro, household_size_rural_2007."""


@dataclass(frozen=True)
class Published:
    """One published number: when (2014.0 is the end of 2014), its readings in the unit of the panel, whether it was read in its source."""

    year_end: float
    value: float
    low: float
    high: float
    verified: bool
    source: str


@dataclass(frozen=True)
class SeriesComparison:
    """One quantity of the model beside one series: `model` takes yearly outcomes to the panel's unit.

    `given`: the model was given the series, or a value of it was chosen with the series in view and nothing else, so that agreement says
    little. `needs` are the outcomes that `model` reads.
    """

    panel: str
    unit: str
    needs: tuple[str, ...]
    model: Callable[[Mapping[str, Reals]], Reals]
    published: Callable[[], tuple[Published, ...]]
    given: bool = False


def of_series(name: str, convert: Callable[[float, int], Reading]) -> Callable[[], tuple[Published, ...]]:
    """The observations of a series from the first year of the model on, converted; where sources quarrel, the row written first."""

    def found() -> tuple[Published, ...]:
        held = []
        for row in observations(name):
            year, month = row.ends
            if year >= FIRST_YEAR:
                value, low, high = convert(row.value, year)
                said = f"{name} {row.year}, {row.source.source_id}"
                held.append(Published(year + month / 12.0 - 1.0, value, low, high, row.verified, said))
        return tuple(held)

    return found


def of_surveys(*named: tuple[str, int]) -> Callable[[], tuple[Published, ...]]:
    """Shares of the micro evidence as percentages, each placed at the end of a year."""

    def found() -> tuple[Published, ...]:
        held = []
        for name, year in named:
            row = micro(name)
            low, high = (row.value if bound is None else bound for bound in (row.low, row.high))
            held.append(Published(float(year), 100 * row.value, 100 * low, 100 * high, row.verified, f"{name}, {row.source.source_id}"))
        return tuple(held)

    return found


def _as_it_is(value: float, _year: int) -> Reading:
    return value, value, value


def _real(value: float, year: int) -> Reading:
    return (to_2015(value, year),) * 3


def _census_households() -> float:
    return micro("rural_households_enumerated").value * 1e6


def _by_household(factor: float, amount: bool) -> Callable[[float, int], Reading]:
    """A national total times `factor`, a household; on the model's number of households, the census giving the other reading."""

    def convert(value: float, year: int) -> Reading:
        total = factor * (to_2015(value, year) if amount else value)
        one, other = total / MODEL_BASE, total / _census_households()
        return one, min(one, other), max(one, other)

    return convert


def _lines(value: float, _year: int) -> Reading:
    """Millions of lines as a percentage of the households that the census found."""
    share = 100.0 * value * 1e6 / _census_households()
    return share, min(share, 100.0 * value * 1e6 / MODEL_BASE), share


def _persons_to_households(value: float, _year: int) -> Reading:
    """A share of persons online: at least that of households, at most that of users spread over households by chance."""
    most = 100.0 * (1.0 - (1.0 - value / 100.0) ** PERSONS)
    return (value + most) / 2.0, value, most


def _state(name: str, factor: float = 1.0) -> Callable[[Mapping[str, Reals]], Reals]:
    return lambda outcomes: factor * outcomes[name]


SERIES: tuple[SeriesComparison, ...] = (
    SeriesComparison("villages with a station", "% of villages", ("stations_share",), _state("stations_share", 100.0),
        of_series("village_ecommerce_station_coverage", _as_it_is), given=True),
    SeriesComparison("households with broadband", "% of households", ("broadband_share",), _state("broadband_share", 100.0),
        of_series("rural_broadband_users", _lines)),
    SeriesComparison("households online", "% of households", ("online_share",), _state("online_share", 100.0),
        of_series("rural_internet_penetration", _persons_to_households)),
    SeriesComparison("parcels sent and received", "parcels a household a year", ("parcels_in_household", "parcels_out_household"),
        lambda outcomes: outcomes["parcels_in_household"] + outcomes["parcels_out_household"],
        of_series("rural_express_parcels", _by_household(1e9, amount=False))),
    SeriesComparison("households that sell online", "% of households", ("sellers_share",), _state("sellers_share", 100.0),
        of_surveys(("scale_households_selling_online_2016", 2016), ("ordinary_farm_households_selling_online", 2020))),
    SeriesComparison("online shops", "shops per 1,000 households", ("merchants_density", "own_shop_share"),
        lambda outcomes: SHOPS_OF_A_MERCHANT * outcomes["merchants_density"] + 1000.0 * outcomes["own_shop_share"],
        of_series("rural_online_shops", _by_household(1e9, amount=False))),
    SeriesComparison("produce sold online", "CNY a household a year", ("sales_produce_online_household",),
        _state("sales_produce_online_household"),
        of_series("agri_products_online_retail_sales", _by_household(1e9, amount=True))),
    SeriesComparison("all goods sold online", "CNY a household a year", ("sales_online_household",), _state("sales_online_household"),
        of_series("rural_online_retail_physical_goods", _by_household(1e9, amount=True))),
    SeriesComparison("income a person", "CNY a person a year", ("income_person",), _state("income_person"),
        of_series("rural_disposable_income_per_capita", _real), given=True),
)  # fmt: skip
"""In the order in which they are read: infrastructure, adoption, trade, income."""
