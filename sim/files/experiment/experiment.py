"""An experiment: a question, what is varied to answer it, and what is kept of each run. From a file or from Python, the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import CountyProfile, Measure, Scenario
from sim.files.experiment.content import Arm, ExperimentContent, Split, world_from
from sim.files.experiment.factors import factor_from
from sim.files.experiment.loader import load, read
from sim.reading.arguments import of_kind, path_of
from sim.reading.nodes import Node, Place

if TYPE_CHECKING:
    from sim.files.experiment.schema import Households, Sampler, TimeStep

SHOWN = "experiment"
"""What stands in problems where a file has its name."""


@dataclass(frozen=True)
class Experiment(ExperimentContent):
    """An experiment ready to be carried out; amounts in CNY of 2015."""

    @classmethod
    def of(
        cls, scenario: Scenario | str | Path, *, name: str = "experiment", question: str = "",
        vary: Mapping[str, Any] | None = None, uncertain: Mapping[str, Any] | None = None,
        split: Mapping[str, Any] | None = None, arms: Mapping[str, Any] | None = None,
        draws: str | Path | Sequence[Mapping[str, float]] | None = None, sampler: Sampler = "grid",
        points: int | None = None, rows: Sequence[Mapping[str, Any]] | None = None, replicates: int = 1,
        seed: int | None = None, outcomes: Sequence[str] | None = None, time_step: TimeStep = "yearly",
        households: Households = "none", figures: Sequence[str] = (), policy: Sequence[str] | None = None,
        horizon: Mapping[str, Any] | None = None, share_simulated: float | None = None, prices: int | None = None,
    ) -> Experiment:  # fmt: skip
        """An experiment from Python: the keys of an experiment file, with the same meaning and the same checks.

        `scenario` is a Scenario or a file; values of the county may be County profiles, Scenarios or files; an arm may be a Policy or a
        list of them as well. `rows` is what a file calls `list`; a range may be a pair, as in `vary={"training.seats": (0, 300)}`, and
        values a list. Raises InputError with everything that is wrong.
        """
        said = {key: value for key, value in locals().items() if key != "cls" and value is not None}
        return _from_keywords(said)

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
    of_kind("quick", quick, bool, "True or False")
    return load(Experiment, path_of("path", path, "an experiment file"), str(path), quick)


def _from_keywords(said: Mapping[str, Any]) -> Experiment:
    """The experiment that keywords say: the keys, checks and words of a file. Raises InputError with everything that is wrong."""
    held: dict[str, Any] = {}
    data = dict(said)
    if "rows" in data:
        data["list"] = data.pop("rows")
    for role in ("vary", "uncertain"):
        if role in data:
            data[role] = {key: _factor(one) for key, one in data[role].items()}
    if "arms" in data:
        data["arms"] = {key: _Held(one) if _policies(one) else one for key, one in data["arms"].items()}
    if isinstance(data.get("draws"), Sequence) and not isinstance(data["draws"], str):
        data["draws"] = _Held(data["draws"])
    root = _node({"schema": 1, **data}, None, held)
    return read(Experiment, root, Path.cwd() / SHOWN, SHOWN, held, quick=False)


class _Held:
    """An object that stands where a file has text."""

    def __init__(self, one: Any) -> None:
        self.one = one


def _factor(said: Any) -> Any:
    """A factor in the words of a file: a pair is a range, a list its values."""
    if isinstance(said, tuple) and len(said) == 2:
        return {"from": said[0], "to": said[1]}
    if isinstance(said, list | tuple):
        return {"values": list(said)}
    return {"values": said.tolist()} if hasattr(said, "tolist") and not isinstance(said, str) else said


def _policies(said: Any) -> bool:
    """Whether an arm is a policy, or a list of them, and no words of a file."""
    return isinstance(said, Measure) or (
        isinstance(said, Sequence) and not isinstance(said, str) and len(said) > 0 and all(isinstance(one, Measure) for one in said)
    )


def _node(value: Any, key: str | None, held: dict[str, Any]) -> Node:
    """A value as a node of a file without lines."""
    place = Place(SHOWN, 0, 0, 0, "")
    own = None if key is None else place
    if isinstance(value, _Held | Scenario | CountyProfile):
        label = f"<{type(value).__name__} {len(held)}>"
        held[label] = value.one if isinstance(value, _Held) else value
        return Node(label, place, own, label)
    if isinstance(value, Path):
        value = str(value)
    if isinstance(value, Mapping):
        return Node({one: _node(each, str(one), held) for one, each in value.items()}, place, own)
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        value = value.item()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return Node([_node(one, None, held) for one in value], place, own)
    return Node(value, place, own, str(value), plain=not isinstance(value, str))
