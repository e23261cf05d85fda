"""What the world brings, month by month: wages, prices, demand, the roll-out of services, and what programmes did on average.

All amounts are CNY of 2015. Series from evidence end in 2020; past that a scenario says `continue_2020` (the last growth rates go on) or
`flat` (everything stays at its level of December 2020).
"""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.files import Month, Scenario, Shock, TrendTable
from sim.numeric.elementary import logistic, pow_
from sim.theory.deflator import to_2015
from sim.theory.evidence import annual
from sim.theory.parameters import Parameters
from sim.theory.parameters.world import World
from sim.theory.roll_out import OUTLETS, SERVED, interpolated
from sim.theory.rules.logistics import express_path

FIRST_YEAR = 2014
DATA_END_YEARS = 7.0  # December 2020, in years since January 2014
COUNTIES = 2642  # evidence micro: counties_in_evaluation_2020
HOUSEHOLDS_OF_A_COUNTY = 103400.0  # 220 villages of 470 households: evidence villages_per_county (unverified), households_per_village
TERM_MONTHS = 24.0  # a demonstration county's term: evidence sources, Sichuan2016


class Trends(NamedTuple):
    """One row a month: what no one in the county sets."""

    years: np.ndarray  # since January 2014
    calendar_month: np.ndarray  # 0 January .. 11 December
    season: np.ndarray  # number of the calendar year, for yearly draws
    wage_index: np.ndarray  # wages, transfers and running costs, 2014 = 1
    wholesale_index: np.ndarray  # real wholesale prices, 2014 = 1
    express: np.ndarray  # average express revenue a parcel, CNY
    broadband_price: np.ndarray  # CNY a month
    served_share: np.ndarray  # villages with usable broadband
    outlet_share: np.ndarray  # townships that universal postal service has reached
    demand: np.ndarray  # online demand for the county's produce, CNY a household a year
    goods_demand: np.ndarray  # the same for non-farm goods
    outside: np.ndarray  # attraction of other counties' sellers, 2014 = 1
    variety: np.ndarray  # of online goods, 2014 = 1
    yield_index: np.ndarray  # yield left by disasters
    capacity_index: np.ndarray  # carriers' capacity in service
    movement: np.ndarray  # moves made of those meant
    fee_added: np.ndarray  # points of sales that platforms take on top
    programme_years: np.ndarray  # years since January 2014 that average programmes go by


@lru_cache(4096)
def express_price(years: float, past_end: bool) -> float:
    """Average revenue a parcel in CNY of 2015, log-linear between the middle of the years of evidence.

    Past 2020 it goes on falling as from 2016 to 2020. Source: evidence express_average_revenue_per_parcel, deflated.
    """
    observed = annual("express_average_revenue_per_parcel")
    points = [(year - FIRST_YEAR + 0.5, to_2015(value, year)) for year, value in sorted(observed.items()) if year >= FIRST_YEAR]
    if years <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if years <= x1:
            return express_path(y0, y1, (years - x0) / (x1 - x0))
    last = points[-1]
    if not past_end:
        return last[1]
    before = next(point for point in points if point[0] == 2016 - FIRST_YEAR + 0.5)
    return express_path(before[1], last[1], (years - before[0]) / (last[0] - before[0]))


def demonstration_share(years: float) -> float:
    """Share of counties within the two-year term of a demonstration programme. Evidence: demonstration_counties_new."""
    new = annual("demonstration_counties_new")
    year = FIRST_YEAR + int(years)
    return (new.get(year, 0.0) + new.get(year - 1, 0.0)) / COUNTIES


@lru_cache(4096)
def average_programmes(years: float) -> tuple[float, float]:
    """What programmes did in an average county: share of villages with a supported station, seats a month per 1,000 households.

    Supported stations follow the national series of village e-commerce stations (0.8 Λ(1.1 (t - 3.6)) passes its points of
    2016-2020 within 3 percentage points), so their share in the national baseline is given, not predicted. Training: the share of
    counties within their term times 3,036 persons over 24 months (evidence demo_county_people_trained).
    """
    stations = 0.8 * logistic(1.1 * (years - 3.6))
    return stations, 1000.0 * demonstration_share(years) * (3036.0 / TERM_MONTHS) / HOUSEHOLDS_OF_A_COUNTY


class Shocked(NamedTuple):
    """What the shocks of a month do to the world: factors, and points of sales."""

    demand: float = 1.0
    wholesale: float = 1.0
    variety: float = 1.0
    yields: float = 1.0
    capacity: float = 1.0
    movement: float = 1.0
    fee: float = 0.0


def shocked(shocks: tuple[Shock, ...], t: int, world: World) -> Shocked:
    """The shocks of a scenario in month t; several at once multiply, and fees add up."""
    now = Shocked()
    for shock in shocks:
        size = shock.sizes[t]
        if shock.event == "epidemic":
            now = now._replace(
                demand=now.demand * (1.0 + world.epidemic_demand * size),
                variety=now.variety * (1.0 + world.epidemic_demand * size),
                wholesale=now.wholesale * max(1.0 - world.epidemic_offline * size, 0.0),
                movement=now.movement * max(1.0 - world.epidemic_movement * size, 0.0),
                capacity=now.capacity * max(1.0 - world.epidemic_carriers * size, 0.0),
            )
        elif shock.event == "weather":
            now = now._replace(yields=now.yields * (1.0 - size))
        elif shock.event == "price_slump":
            now = now._replace(wholesale=now.wholesale * (1.0 - size))
        elif shock.event == "carrier_failure":
            now = now._replace(capacity=now.capacity * (1.0 - size))
        else:
            now = now._replace(fee=now.fee + size)
    return now


TABLED = ("wages", "wholesale", "express", "broadband_price", "demand", "goods_demand", "outside", "variety")


def onward_growth(table: TrendTable | str | None, real_years: float) -> dict[str, float]:
    """What the scenario's own table of growth rates makes of each series after the data end; all 1 where it has none."""
    past = max(real_years - (DATA_END_YEARS - 1.0 / 12.0), 0.0)
    if table is None or isinstance(table, str):
        return dict.fromkeys(TABLED, 1.0)
    return {name: pow_(1.0 + getattr(table, name), past) for name in TABLED}


def trends(scenario: Scenario, p: Parameters) -> Trends:
    """The trends of a scenario over its horizon, shocks included.

    Raises ValueError where the horizon passes December 2020 and the scenario does not say how trends go on.
    """
    market = scenario.county.market
    return _trends(
        scenario.start, scenario.months, scenario.trends, scenario.shocks, market.online_demand_2015, market.goods_demand_2015, p.world
    )


@lru_cache(64)
def _trends(
    start: Month, months: int, table: TrendTable | str | None, shocks: tuple[Shock, ...], demand: float, goods_demand: float, world: World
) -> Trends:
    """`trends`, worked out once for the cases of a sweep that share them; nobody can write into what it returns."""
    first = (start.year - FIRST_YEAR) * 12 + start.month - 1
    rows: list[tuple[float, ...]] = []
    calendar = np.zeros(months, np.int64)
    season = np.zeros(months, np.int64)
    for t in range(months):
        real_years = (first + t) / 12.0
        if real_years >= DATA_END_YEARS and table is None:
            raise ValueError("a date after the data with no `trends`: say continue_2020 or flat")
        onward = table == "continue_2020"
        years = real_years if onward else min(real_years, DATA_END_YEARS - 1.0 / 12.0)
        calendar[t] = (first + t) % 12
        season[t] = FIRST_YEAR + (first + t) // 12
        shock, after = shocked(shocks, t, world), onward_growth(table, real_years)
        rows.append(
            (
                years,
                pow_(1.0 + world.wage_growth, years) * after["wages"],
                pow_(1.0 + world.wholesale_growth, years) * after["wholesale"] * shock.wholesale,
                express_price(years, onward) * after["express"],
                world.broadband_price * pow_(1.0 - world.broadband_fall, years) * after["broadband_price"],
                interpolated(SERVED, years),
                interpolated(OUTLETS, years),
                demand * pow_(1.0 + world.demand_growth, years - 1.0) * after["demand"] * shock.demand,
                goods_demand * pow_(1.0 + world.goods_growth, years - 1.0) * after["goods_demand"] * shock.demand,
                pow_(1.0 + world.outside_growth, years) * after["outside"],
                pow_(1.0 + world.variety_growth, years) * after["variety"] * shock.variety,
                shock.yields,
                shock.capacity,
                shock.movement,
                shock.fee,
                years,
            )
        )
    series = [np.ascontiguousarray(column) for column in np.array(rows, np.float64).T]
    found = Trends._make([series[0], calendar, season, *series[1:]])
    for column in found:
        column.flags.writeable = False
    return found
