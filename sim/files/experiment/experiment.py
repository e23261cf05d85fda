"""An experiment: a question, what is varied to answer it, and what is kept of each run. From a file or from Python, the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import Measure, Scenario
from sim.files.experiment.arms import Arm, Split
from sim.files.experiment.content import ExperimentContent
from sim.files.experiment.factors import factor_from
from sim.files.experiment.from_python import experiment_of
from sim.files.experiment.loader import load
from sim.files.experiment.worlds import world_from

if TYPE_CHECKING:
    from sim.files.experiment.schema import Households, Sampler, TimeStep


@dataclass(frozen=True)
class Experiment(ExperimentContent):
    """An experiment ready to be carried out; amounts in CNY of 2015."""

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
        said = {key: value for key, value in locals().items() if key != "cls" and value is not None}
        return experiment_of(cls, said)

    @classmethod
    def from_resolved(cls, said: Mapping[str, Any]) -> Experiment:
        """The experiment that `resolved` stands for. Raises KeyError or pydantic's ValidationError where it is none."""
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
    return load(Experiment, Path(path), str(path), quick)
