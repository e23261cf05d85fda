"""Reading a YAML file as plain data that remembers where each value stands.

YAML is data here: no tags, no anchors, no aliases, no second document. Size, depth and the number of values are bounded before
anything is built, so that a hostile file is refused at once.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from sim.reading.composer import Composer
from sim.reading.nodes import Node
from sim.reading.problems import InputError, Problem

LARGEST_FILE = 256 * 1024
"""Bytes; the scanner takes about a second for this, and a scenario is a few thousand."""

def read_yaml(path: Path, shown: str, asked: Problem | None = None) -> Node:
    """The mapping in a YAML file, with places.

    `shown` is the name printed in problems. `asked` is a problem at the place that asked for this file: a file that cannot be
    read at all is reported there.

    Raises InputError with everything found wrong with the file as YAML.
    """
    text = _text(read_bytes(path, shown, asked), shown)
    lines = text.split("\n")
    problems = list(_tabs(lines, shown))
    if not problems:
        reader = Composer(shown, lines)
        root = reader.read(text)
        problems = reader.problems
        if root is not None and not problems:
            return root
    raise InputError(problems)


def read_bytes(path: Path, shown: str, asked: Problem | None, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a regular file of at most `largest` bytes. Raises InputError at the place that asked for it."""

    def refuse(why: str) -> InputError:
        if asked is None:
            return InputError([Problem(shown, 0, 0, "", why)])
        return InputError(
            [Problem(asked.file, asked.line, asked.column, asked.path, f"{shown}: {why}", None, asked.length, asked.source)]
        )

    try:
        kind = path.stat()
        # A pipe or a device would block or never end.
        if stat.S_ISDIR(kind.st_mode):
            raise refuse("is a folder, not a file")
        if not stat.S_ISREG(kind.st_mode):
            raise refuse("is not a regular file")
        with path.open("rb") as file:
            raw = file.read(largest + 1)
    except InputError:
        raise
    except FileNotFoundError:
        raise refuse("no such file") from None
    except (OSError, ValueError) as error:
        # What Python says of a name with a null byte differs from version to version.
        why = "no file has such a name" if isinstance(error, ValueError) else getattr(error, "strerror", None) or error
        raise refuse(f"cannot be read: {why}") from None
    if len(raw) > largest:
        most = f"{largest // 1024} kB" if largest < 1024**2 else f"{largest // 1024**2} MB"
        raise refuse(f"is larger than {most}, the most that is read")
    return raw


def _text(raw: bytes, shown: str) -> str:
    """The text of UTF-8 bytes, line ends made `\\n`, a byte-order mark removed."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8")
        line = good.count("\n") + 1
        start = good.rfind("\n") + 1
        end = raw.find(b"\n", error.start)
        source = good[start:] + raw[error.start : end if end >= 0 else len(raw)].decode("utf-8", "replace")
        message = f"not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}; save the file as UTF-8"
        raise InputError([Problem(shown, line, len(good) - start + 1, "", message, None, 1, source.rstrip("\r"))]) from None
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").replace("\r", "\n")


def _tabs(lines: list[str], shown: str) -> Iterator[Problem]:
    """Indentation that is not made of spaces: YAML counts spaces only."""
    names = {"\t": "a tab", "\N{IDEOGRAPHIC SPACE}": "a full-width space", "\N{NO-BREAK SPACE}": "a no-break space"}
    for number, line in enumerate(lines, 1):
        bare = line.lstrip(" ")
        if bare.strip() and bare[0] in names:
            column = len(line) - len(bare) + 1
            yield Problem(shown, number, column, "", f"{names[bare[0]]} in the indentation: use spaces", None, 1, line)
