"""What is wrong with an input, and where: problems with file, line and column, printed with a caret under the place."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 40
"""Problems printed in full; the rest are counted."""
WIDEST_LINE = 140
"""Characters of a source line printed round the place."""
STARTS_A_FORMULA = tuple("=+-@\t\n＝＋－＠")
"""What a spreadsheet takes for the start of a formula, the full-width signs of Chinese input included (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    `line` and `column` count from 1, in characters; 0 means that the problem is with the file as a whole. `path` is the dotted
    path of the value (`county.share_simulated`), `length` the characters to underline, `source` the text of the line.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    suggestion: str | None = None
    length: int = 1
    source: str | None = None

    def headline(self) -> str:
        """The problem on one line: `file:line:column: path: message; did you mean '…'?`."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        said = f"{self.path}: {self.message}" if self.path else self.message
        asked = f"; did you mean '{self.suggestion}'?" if self.suggestion is not None else ""
        # On one line: a line break in a key must not make up a line of its own.
        return printable(f"{place}: {said}{asked}").replace("\n", "\N{REPLACEMENT CHARACTER}")

    def render(self) -> str:
        """The headline, then the source line with its number and carets under the place."""
        if not self.line or self.source is None:
            return self.headline()
        before, marked, shown = _window(self.source, self.column - 1, self.length)
        number = f"   {self.line} | "
        carets = " " * (len(number) + _cells(before)) + "^" * max(1, _cells(marked))
        return f"{self.headline()}\n{number}{shown}\n{carets}"


class InputError(ValueError):
    """The input is wrong; carries every problem found, in the order of the files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; two readings of one file report a problem once."""
        self.problems: list[Problem] = list(dict.fromkeys(problems))
        super().__init__(self.render())

    def render(self) -> str:
        """All problems as the user meets them."""
        return _with_the_rest_counted([problem.render() for problem in self.problems])


def render_once(problems: Iterable[Problem]) -> tuple[str, int]:
    """The problems of several files as the user meets them, and how many there are.

    A mistake in a file that several files name is one problem, whatever path leads to that file. A mistake that several files have,
    word for word, is shown once, with the other places named below it.
    """
    places: dict[tuple[object, ...], Problem] = {}
    for one in problems:
        places.setdefault((os.path.abspath(one.file), one.line, one.column, one.message), one)
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for number, one in enumerate(places.values()):
        alike.setdefault((one.path, one.message, one.source) if one.line else (number,), []).append(one)
    shown = []
    for first, *others in alike.values():
        names = ", ".join(printable(f"{one.file}:{one.line}:{one.column}") for one in others)
        shown.append(first.render() + (f"\n   the same at {names}" if others else ""))
    return _with_the_rest_counted(shown), len(places)


def _with_the_rest_counted(shown: list[str]) -> str:
    left = len(shown) - MOST_SHOWN
    return "\n".join([*shown[:MOST_SHOWN], f"… and {left} more"] if left > 0 else shown)


def printable(text: str) -> str:
    """Text from a file made safe for a terminal: control characters would move the cursor or change colours."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def shortened(text: str, most: int = 60) -> str:
    """Text on one line, cut after `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _window(source: str, start: int, length: int) -> tuple[str, str, str]:
    """The part of a line round a place: text before the place, text at the place, the whole part."""
    source = printable(source.replace("\t", " "))
    first = 0 if len(source) <= WIDEST_LINE else max(0, start - WIDEST_LINE // 2)
    last = min(len(source), first + WIDEST_LINE)
    lead, tail = ("…" if first else ""), ("…" if last < len(source) else "")
    shown = source[first:last]
    at = start - first
    return lead + shown[:at], shown[at : at + length], lead + shown + tail


def _cells(text: str) -> int:
    """Columns that the text takes on a terminal: a Chinese character takes two."""
    from rich.cells import cell_len

    return cell_len(text)
