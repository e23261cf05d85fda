"""What the world brings a county in a month."""

from typing import NamedTuple

from sim.county.trends import Trends


class Conditions(NamedTuple):
    """What the world brings this month: one row of `sim.county.trends.Trends`, its columns by the same names."""

    years: float
    calendar_month: int
    season: int
    wage_index: float
    wholesale_index: float
    express: float
    broadband_price: float
    served_share: float
    outlet_share: float
    demand: float
    goods_demand: float
    outside: float
    variety: float
    yield_index: float
    capacity_index: float
    movement: float
    fee_added: float


def month_of(trends: Trends, month: int) -> Conditions:
    """One month of the trends as plain numbers."""
    return Conditions(**{name: getattr(trends, name)[month].tolist() for name in Conditions._fields})
