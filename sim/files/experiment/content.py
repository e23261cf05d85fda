"""The content of an experiment: what is varied, what is kept of each run, and its record as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.files import Month, Scenario
from sim.files.experiment.arms import Arm, Split
from sim.files.experiment.factors import SPLIT, Factor
from sim.files.experiment.worlds import World

if TYPE_CHECKING:
    from sim.files.experiment.schema import Households, Sampler, TimeStep


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
        return {
            "name": self.name,
            "question": self.question,
            "file": self.file,
            "quick": self.quick,
            "worlds": [one.resolved() for one in self.worlds],
            "prices": self.prices,
            "first": self.first,
            "last": self.last,
            "factors": [one.resolved() for one in self.factors],
            "split": None if self.split is None else self.split.resolved(),
            "arms": [one.resolved() for one in self.arms],
            "draws": [dict(one) for one in self.draws],
            "sampler": self.sampler,
            "points": self.points,
            "rows": [list(row) for row in self.rows],
            "replicates": self.replicates,
            "seed": self.seed,
            "outcomes": list(self.outcomes),
            "time_step": self.time_step,
            "households": self.households,
            "figures": list(self.figures),
        }
