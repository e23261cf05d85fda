"""The content of an experiment: its worlds, its arms, what is varied, what is kept of each run; and its record as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.files import CountyProfile, Measure, Month, Scenario
from sim.files.experiment.factors import SPLIT, Factor
from sim.reading.value_types import month_of

if TYPE_CHECKING:
    from sim.files.experiment.schema import Households, Sampler, TimeStep

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


@dataclass(frozen=True)
class World:
    """A scenario, and the label it has as a value of the factor `county`."""

    label: str
    scenario: Scenario

    def resolved(self) -> dict[str, Any]:
        """The world in full as plain data, for the record; amounts in CNY of 2015."""
        return {"label": self.label, "scenario": self.scenario.resolved()}


def world_from(resolved: dict[str, Any]) -> World:
    """The world that `resolved` stands for. Raises pydantic's ValidationError where it is none."""
    said = dict(resolved["scenario"])
    start = month_of(said.pop("start"))
    # As JSON, in which tuples are lists and keys that are numbers are text; the start is no part of it and follows.
    scenario = Scenario.model_validate_json(json.dumps(said))
    return World(str(resolved["label"]), scenario.model_copy(update={"start": start}))


def in_county(scenario: Scenario, county: CountyProfile) -> Scenario:
    """The scenario in another county. The caller sees to it that the share simulated suits it."""
    return scenario.model_copy(update={"county": county})


@dataclass(frozen=True)
class ExperimentContent:
    """What an experiment says, checked; amounts in CNY of 2015.

    `worlds` is one scenario for each county varied, or one. `first` and `last` are the rows of the months in which varied levers, the
    split and arms that are levels act. `factors` are in the order of the file: those chosen, those uncertain, the county, the shares of
    the split. `points` is what the file says of its sampler (levels of a grid, base points, trajectories; 0 where it needs none), `rows`
    the points of a list, labels as in `Factor.values`. Replicate r has seed `seed` + r at every point and arm. Factors act in every arm,
    `none` included: an arm is what is added to the world of its point.
    """

    name: str
    question: str
    file: str
    quick: bool
    worlds: tuple[World, ...]
    prices: int | None
    first: int
    last: int
    factors: tuple[Factor, ...]
    split: Split | None
    arms: tuple[Arm, ...]
    draws: tuple[Mapping[str, float], ...]
    sampler: Sampler
    points: int
    rows: tuple[tuple[float | str, ...], ...]
    replicates: int
    seed: int
    outcomes: tuple[str, ...]
    time_step: TimeStep
    households: Households
    figures: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """The world of the first point."""
        return self.worlds[0].scenario

    @property
    def start(self) -> Month:
        """The first month of the horizon, the same in every world."""
        return self.scenario.start

    @property
    def months(self) -> int:
        """Months of the horizon, the same in every world."""
        return self.scenario.months

    @property
    def free(self) -> tuple[Factor, ...]:
        """The factors without the shares of a split, which hang on one another."""
        return tuple(one for one in self.factors if one.kind != "share")

    @property
    def shares(self) -> tuple[str, ...]:
        """The levers that the split is over."""
        return tuple(one.key.removeprefix(SPLIT) for one in self.factors if one.kind == "share")

    def resolved(self) -> dict[str, Any]:
        """The experiment in full as plain data, for the record: it reads no other file. Amounts in CNY of 2015."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return said | {
            "worlds": [one.resolved() for one in self.worlds],
            "factors": [one.resolved() for one in self.factors],
            "split": None if self.split is None else self.split.resolved(),
            "arms": [one.resolved() for one in self.arms],
            "draws": [dict(one) for one in self.draws],
            "rows": [list(row) for row in self.rows],
            "outcomes": list(self.outcomes),
            "figures": list(self.figures),
        }
