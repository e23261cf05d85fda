"""Building nodes from the events of the YAML scanner, refusing all that is more than data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.reading.nodes import Key, Node, Path_, Place
from sim.reading.problems import Problem, printable, shortened
from sim.reading.scalars import core_scalar, full_width_in, meant

DEEPEST = 32
MOST_VALUES = 20_000
MOST_OPEN_BRACKETS = 100
"""Brackets open at once in the raw text; the scanner looks far ahead, so this is counted before it starts."""

FREE_TEXT = ("name", "name_zh", "description", "question", "stands_for", "source", "sources", "assumed", "missing")
"""Keys under which Chinese prose, with its punctuation, is welcome without quotes."""


@dataclass(slots=True)
class Composer:
    """Builds nodes from the events of the scanner, for one file."""

    shown: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    values: int = 0

    def read(self, text: str) -> Node | None:
        """The root mapping; None where problems say why there is none."""
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError
        from ruamel.yaml.reader import ReaderError

        if not self._brackets(text) or not self._directives() or not self._escapes():
            return None
        try:
            events = iter(YAML(typ="safe", pure=True).parse(text))
            return self._document(events)
        except _Refused:
            return None
        except ReaderError as error:
            self._refuse_character(text, error)
        except MarkedYAMLError as error:
            self._refuse_syntax(error)
        except (YAMLError, ValueError, RecursionError) as error:
            self.problems.append(Problem(self.shown, 0, 0, "", f"not YAML: {shortened(str(error), 200)}"))
        return None

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """A place from a line and column that count from 0."""
        source = self.lines[line] if line < len(self.lines) else ""
        return Place(self.shown, line + 1, column + 1, length, source)

    def _brackets(self, text: str) -> bool:
        depth = 0
        for line, column, mark in _bracket_marks(text):
            depth = depth + 1 if mark in "[{" else max(0, depth - 1)
            if depth > MOST_OPEN_BRACKETS:
                self._add(self.place(line, column), (), f"brackets nested deeper than {DEEPEST}")
                return False
        return True

    def _directives(self) -> bool:
        """Whether no line before the content is a directive (`%…`): ruamel drops those that it does not know."""
        for number, line in enumerate(self.lines):
            if line.startswith("%"):
                self._add(self.place(number, 0, len(line.rstrip())), (), "a YAML directive is not read: remove the line")
                return False
            if line.strip() and not line.startswith("#"):
                return True
        return True

    def _escapes(self) -> bool:
        """Whether every `\\U` escape is a character; the scanner would stop without saying where."""
        for number, line in enumerate(self.lines):
            found = re.search(r"\\U(?!000|0010)[0-9A-Fa-f]{8}", line)
            if found is not None:
                self._add(self.place(number, found.start(), 10), (), f"`{found.group()}` is not a character")
                return False
        return True

    def _add(self, place: Place, path: Path_, message: str) -> None:
        self.problems.append(place.problem(path, message))

    def _refuse(self, event: Any, path: Path_, message: str) -> None:
        """Note a problem after which nothing more of the file is worth reading."""
        self._add(self._of(event), path, message)
        raise _Refused

    def _of(self, event: Any) -> Place:
        """The place of an event; the length is what it covers of its first line, 0 for a block."""
        start, end = event.start_mark, event.end_mark
        source = self.lines[start.line] if start.line < len(self.lines) else ""
        last = end.column if end.line == start.line else len(source.rstrip())
        return self.place(start.line, start.column, max(0, last - start.column))

    def _document(self, events: Iterator[Any]) -> Node | None:
        from ruamel.yaml.events import DocumentEndEvent, DocumentStartEvent, StreamEndEvent, StreamStartEvent

        root: Node | None = None
        for event in events:
            if isinstance(event, StreamStartEvent | DocumentEndEvent | StreamEndEvent):
                continue
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self._refuse(event, (), "a second document: one file holds one")
                if event.version or event.tags:
                    first = next(n for n, line in enumerate(self.lines) if line.startswith("%"))
                    self._add(self.place(first, 0, len(self.lines[first])), (), "a YAML directive is not read: remove the line")
                    raise _Refused
                continue
            root = self._node(event, events, (), None, 1)
        if root is None or (root.value is None and root.text == ""):
            self.problems.append(Problem(self.shown, 1, 1, "", "the file is empty", None, 1, self.lines[0]))
            return None
        if not isinstance(root.value, dict) and not self.problems:
            self._add(root.place, (), f"expected a mapping of keys to values, got {root.kind}")
        return root

    def _node(self, event: Any, events: Iterator[Any], path: Path_, key: Place | None, depth: int) -> Node:
        from ruamel.yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

        self.values += 1
        if isinstance(event, AliasEvent):
            self._refuse(event, path, f"`*{event.anchor}` refers to an anchor; write the value out")
        if event.anchor is not None:
            self._refuse(event, path, f"`&{event.anchor}` is an anchor; write the value out where it is needed")
        if event.tag is not None:
            self._refuse(event, path, f"`{shortened(str(event.tag))}` is a tag; this file is data and builds no objects")
        if depth > DEEPEST:
            self._refuse(event, path, f"nested deeper than {DEEPEST}")
        if self.values > MOST_VALUES:
            self._refuse(event, path, f"more than {MOST_VALUES} values in one file")
        if isinstance(event, ScalarEvent):
            return self._scalar(event, path, key)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, events, path, key, depth)
        return self._list(event, events, path, key, depth)

    def _scalar(self, event: Any, path: Path_, key: Place | None) -> Node:
        if any("\ud800" <= character <= "\udfff" for character in event.value):
            self._refuse(event, path, "half of a character (a surrogate): remove it")
        plain = event.style is None or event.style == ""
        value = core_scalar(event.value) if plain else event.value
        if plain and (found := full_width_in(event.value, bool(path) and path[0] in FREE_TEXT)):
            self._full_width(event, path, found)
        return Node(value, self._of(event), key, event.value, plain)

    def _full_width(self, event: Any, path: Path_, mark: str) -> None:
        first, last = event.start_mark.line, event.end_mark.line
        for number in range(first, min(last, len(self.lines) - 1) + 1):
            column = self.lines[number].find(mark, event.start_mark.column if number == first else 0)
            if column >= 0:
                self._add(self.place(number, column), path, f"full-width `{mark}`: write `{meant(mark)}`")
                return

    def _mapping(self, event: Any, events: Iterator[Any], path: Path_, key: Place | None, depth: int) -> Node:
        from ruamel.yaml.events import MappingEndEvent, ScalarEvent

        found: dict[Key, Node] = {}
        start = self._of(event)
        while not isinstance(name := next(events), MappingEndEvent):
            if not isinstance(name, ScalarEvent):
                self._refuse(name, path, "a key must be text on one line")
            label = self._node(name, events, path, None, depth)
            step = label.value if type(label.value) is int else label.text
            if step in found:
                line = found[step].key.line  # type: ignore[union-attr]
                self._add(label.place, (*path, step), f"the key is there twice, first on line {line}")
            found[step] = self._node(next(events), events, (*path, step), label.place, depth + 1)
        return Node(found, self._span(start, event, name), key)

    def _list(self, event: Any, events: Iterator[Any], path: Path_, key: Place | None, depth: int) -> Node:
        from ruamel.yaml.events import SequenceEndEvent

        found: list[Node] = []
        start = self._of(event)
        while not isinstance(entry := next(events), SequenceEndEvent):
            found.append(self._node(entry, events, (*path, len(found)), None, depth + 1))
        return Node(found, self._span(start, event, entry), key)

    def _span(self, start: Place, first: Any, last: Any) -> Place:
        """The place of a collection: its brackets on the first line, or no length where it is a block."""
        if not first.flow_style:
            return Place(start.file, start.line, start.column, 0, start.source)
        same = last.end_mark.line == first.start_mark.line
        end = last.end_mark.column if same else len(start.source.rstrip())
        return Place(start.file, start.line, start.column, end - start.column + 1, start.source)

    def _refuse_character(self, text: str, error: Any) -> None:
        good = text[: error.position]
        line = good.count("\n")
        code = error.character if isinstance(error.character, int) else ord(error.character)
        place = self.place(line, len(good) - good.rfind("\n") - 1)
        self._add(place, (), f"the character U+{code:04X} is not allowed in a text file: remove it")

    def _refuse_syntax(self, error: Any) -> None:
        """A syntax error; if full-width punctuation stands near it, that is the likely cause and is named instead."""
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, len(self.lines) - 1) if mark else 0
        context = error.context_mark.line if error.context_mark else max(0, line - 1)
        for number in range(min(context, line), line + 1):
            bare = self.lines[number].split(" #")[0]
            if found := full_width_in(bare, False):
                column = bare.find(found)
                if (number + 1, column + 1) not in {(one.line, one.column) for one in self.problems}:
                    self._add(self.place(number, column), (), f"full-width `{found}`: write `{meant(found)}`")
                return
        why = printable(shortened(str(error.problem or error.context or "cannot be read"), 120))
        self._add(self.place(line, mark.column if mark else 0), (), f"not YAML: {why}")


class _Refused(Exception):
    """Reading stops: the problem is noted."""


def _bracket_marks(text: str) -> Iterator[tuple[int, int, str]]:
    for number, line in enumerate(text.split("\n")):
        for found in re.finditer(r"[\[\]{}]", line):
            yield number, found.start(), found.group()
