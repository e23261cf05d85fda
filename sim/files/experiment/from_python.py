"""An experiment said in Python, read as a file is: the same keys, the same checks, the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sim.files import CountyProfile, Measure, Scenario
from sim.files.experiment.content import ExperimentContent
from sim.files.experiment.loader import read
from sim.reading.nodes import Node, Place

E = TypeVar("E", bound=ExperimentContent)

SHOWN = "experiment"
"""What stands in problems where a file has its name."""


def experiment_of(kind: type[E], said: Mapping[str, Any]) -> E:
    """The experiment that keywords say, as a `kind`. Raises InputError with everything that is wrong."""
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
    return read(kind, root, Path.cwd() / SHOWN, SHOWN, held, quick=False)


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
