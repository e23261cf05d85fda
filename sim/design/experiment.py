"""An experiment: a question, what is varied to answer it, and what is kept of each run. From a file or from Python, the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.design.factors import SPLIT, Factor, factor_from
from sim.design.worlds import World, world_from
from sim.scenario import Measure, Month, Scenario

if TYPE_CHECKING:
    from sim.design.experiment_file import Households, Sampler, TimeStep

NONE = "none"
"""The arm without any policy of its own, the first of an experiment with arms."""
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
class Experiment:
    """An experiment ready to be carried out; amounts in CNY of 2015.

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

    @classmethod
    def of(
        cls,
        scenario: Scenario | str | Path,
        *,
        name: str = "experiment",
        question: str = "",
        vary: Mapping[str, Any] | None = None,
        uncertain: Mapping[str, Any] | None = None,
        split: Mapping[str, Any] | None = None,
        arms: Mapping[str, Any] | None = None,
        draws: str | Path | Sequence[Mapping[str, float]] | None = None,
        sampler: Sampler = "grid",
        points: int | None = None,
        rows: Sequence[Mapping[str, Any]] | None = None,
        replicates: int = 1,
        seed: int | None = None,
        outcomes: Sequence[str] | None = None,
        time_step: TimeStep = "yearly",
        households: Households = "none",
        figures: Sequence[str] = (),
        policy: Sequence[str] | None = None,
        horizon: Mapping[str, Any] | None = None,
        share_simulated: float | None = None,
        prices: int | None = None,
    ) -> Experiment:
        """An experiment from Python: the keys of an experiment file, with the same meaning and the same checks.

        `scenario` is a Scenario or a file; values of the county may be County profiles, Scenarios or files; an arm may be a Policy or a
        list of them as well. `rows` is what a file calls `list`; a range may be a pair, as in `vary={"training.seats": (0, 300)}`, and
        values a list. Raises InputError with everything that is wrong.
        """
        from sim.design.from_python import experiment_of

        said = {key: value for key, value in locals().items() if key not in ("cls", "experiment_of") and value is not None}
        return experiment_of(cls, said)

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

    @classmethod
    def from_resolved(cls, said: Mapping[str, Any]) -> Experiment:
        """The experiment that `resolved` stands for. Raises KeyError or pydantic's ValidationError where it is none."""
        import json

        def measure(one: Any) -> Measure:
            return Measure.model_validate_json(json.dumps(one))

        changed: dict[str, Any] = {
            "worlds": tuple(world_from(one) for one in said["worlds"]),
            "factors": tuple(factor_from(one) for one in said["factors"]),
            "split": None if said["split"] is None else Split(**said["split"]),
            "arms": tuple(Arm(one["name"], tuple(measure(each) for each in one["measures"])) for one in said["arms"]),
            "draws": tuple(dict(one) for one in said["draws"]),
            "rows": tuple(tuple(row) for row in said["rows"]),
            "outcomes": tuple(said["outcomes"]),
            "figures": tuple(said["figures"]),
        }
        return cls(**{**{name: said[name] for name in cls.__dataclass_fields__}, **changed})


def load_experiment(path: str | Path, quick: bool = False) -> Experiment:
    """The experiment in a file, with its scenario, counties and programmes; amounts in CNY of 2015.

    `quick`: the smaller design that the file declares under that name. Raises InputError with every problem found, in all files that
    take part.
    """
    from sim.design.loading import load

    return load(Path(path), str(path), quick)
