"""Values of a YAML file that remember where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.reading.problems import Problem, shortened

Key = str | int
Path_ = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file as shown to the user, line and column from 1, characters on that line, text of the line."""

    file: str
    line: int
    column: int
    length: int
    source: str

    def problem(self, path: Path_, message: str, suggestion: str | None = None) -> Problem:
        """A problem at this place."""
        dotted = ".".join(str(step) for step in path)
        return Problem(self.file, self.line, self.column, dotted, message, suggestion, max(1, self.length), self.source)


@dataclass(slots=True)
class Node:
    """A value of a YAML file: a mapping (dict of nodes), a list (list of nodes) or a scalar, with its place and its key's place."""

    value: Any
    place: Place
    key: Place | None = None
    text: str = ""
    plain: bool = True

    @property
    def kind(self) -> str:
        """What it is, in words for a message."""
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        if self.value is None:
            return "nothing"
        return f"`{shortened(self.text)}`"

    @property
    def best_place(self) -> Place:
        """The value where it can be underlined, else its key: a block and an empty value have no text of their own."""
        block = isinstance(self.value, dict | list) and self.place.length == 0
        return self.key if self.key is not None and (block or self.value is None) else self.place

    def data(self) -> Any:
        """Plain data: dicts, tuples and scalars."""
        if isinstance(self.value, dict):
            return {key: node.data() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return tuple(node.data() for node in self.value)
        return self.value

    def at(self, path: Path_) -> Node | None:
        """The node at a path, or None."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            if isinstance(node.value, dict):
                node = node.value.get(step, node.value.get(int(step) if str(step).isdigit() else str(step)))
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def nearest(self, path: Path_) -> Node:
        """The node at a path, or its nearest ancestor that exists."""
        for end in range(len(path), 0, -1):
            if (node := self.at(path[:end])) is not None:
                return node
        return self
