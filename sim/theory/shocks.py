"""Shocks: what may happen to a county that no one in it chose, with the meaning and range of its size, and the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

EventName = Literal["epidemic", "weather", "price_slump", "carrier_failure", "platform_fee"]


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of shock: what it does, and what its size means, with range and default."""

    name: EventName
    label: str
    label_zh: str
    does: str
    size: str
    high: float
    default: float
    source: str


EVENTS: tuple[Event, ...] = (
    Event("epidemic", "epidemic", "疫情", "demand in shops, local work and trips fall; demand online rises",
        "strength; 1 is that of early 2020", 2.0, 1.0, "programme 10: farm produce online in 2020; evidence national_series"),
    Event("weather", "bad weather", "灾害天气", "part of the harvest is lost in these months",
        "share of the yield lost", 1.0, 0.3, "assumption: a bad year of a perennial crop"),
    Event("price_slump", "price slump", "价格低迷", "wholesale prices of the county's products fall",
        "share of the wholesale price lost", 0.8, 0.3, "assumption: a glut year of fruit"),
    Event("carrier_failure", "failure of carriers", "快递网点停运", "carriers can move fewer parcels",
        "share of capacity lost", 1.0, 0.5, "assumption: one of two carriers of a township closes"),
    Event("platform_fee", "higher platform fee", "平台费上调", "platforms keep more of online sales",
        "points of sales added to the commission", 0.2, 0.05, "assumption: commission and promotion together"),
)  # fmt: skip
EVENT: dict[str, Event] = {event.name: event for event in EVENTS}
"""Each event by its name."""
assert tuple(EVENT) == get_args(EventName)
