"""Arms of an experiment, and money that it splits over levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.files import Measure

GIVEN = "given"
"""The only arm of an experiment without arms: the world as given."""


@dataclass(frozen=True)
class Arm:
    """One policy of an experiment, in force at every point: its measures, over the months of the horizon."""

    name: str
    measures: tuple[Measure, ...] = ()

    def resolved(self) -> dict[str, Any]:
        """The arm as plain data, for the record; amounts in CNY of 2015."""
        return {"name": self.name, "measures": [one.model_dump(mode="json") for one in self.measures]}


@dataclass(frozen=True)
class Split:
    """A sum of money split over levers: each acts at its level of `levels` until its share of `money`, CNY of 2015, is spent."""

    money: float
    levels: Mapping[str, float]

    def resolved(self) -> dict[str, Any]:
        """The split as plain data, for the record."""
        return {"money": self.money, "levels": dict(self.levels)}
