"""A scenario that differs from another: `extends` names it; mappings merge, lists and values replace."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sim.reading.nodes import Node
from sim.reading.problems import InputError, Problem
from sim.reading.reader import read_yaml

LONGEST_CHAIN = 16
"""Files that may extend one another in a row."""


@dataclass(slots=True)
class Layers:
    """A scenario merged from a chain of files, with what each file says for itself."""

    root: Node
    files: dict[str, Path] = field(default_factory=dict)
    """Name as shown -> path; the file asked for is first."""
    prices: dict[str, Node | None] = field(default_factory=dict)
    """Name as shown -> its own `prices`, since a year holds for the amounts of its own file only."""


def read_layers(path: Path, shown: str, asked: Problem | None = None) -> Layers:
    """Read a scenario and all that it extends. Raises InputError at the `extends` that fails, or at the place that `asked` for it."""
    layers = Layers(Node({}, None))  # type: ignore[arg-type]
    layers.root = _read(path, shown, asked, layers, [])
    return layers


def _read(path: Path, shown: str, asked: Problem | None, layers: Layers, above: list[Path]) -> Node:
    own = read_yaml(path, shown, asked)
    layers.files[shown] = path
    layers.prices[shown] = own.value.pop("prices", None)
    base = own.value.pop("extends", None)
    if base is None:
        return own
    place = base.best_place
    if not isinstance(base.value, str) or not base.value:
        raise InputError([place.problem(("extends",), f"expected the name of a file, got {base.kind}")])
    above = [*above, path.resolve()]
    target = beside(path, base.value)
    try:
        meant = target.resolve()
    except (OSError, ValueError, RuntimeError):
        # A name that leads nowhere: reading it says why.
        meant = target
    if meant in above:
        said = "the file extends itself" if meant == above[-1] else f"{base.value} extends this file: a loop"
        raise InputError([place.problem(("extends",), said)])
    if len(above) >= LONGEST_CHAIN:
        raise InputError([place.problem(("extends",), f"more than {LONGEST_CHAIN} files extend one another")])
    below = _read(target, str(beside(Path(shown), base.value)), place.problem(("extends",), ""), layers, above)
    return _merged(below, own)


def beside(file: Path, name: str) -> Path:
    """The path of a file named in another one."""
    import os

    return Path(os.path.normpath(file.parent / name))


def _merged(below: Node, above: Node) -> Node:
    """Mappings merge, all else is replaced; each value keeps the place where it is written."""
    if not (isinstance(below.value, dict) and isinstance(above.value, dict)):
        return above
    both = dict(below.value)
    for key, node in above.value.items():
        both[key] = _merged(both[key], node) if key in both else node
    return Node(both, above.place, above.key, above.text, above.plain)
