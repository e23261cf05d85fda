"""Files that appear whole or not at all under their final name."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes its final name only once all is written and on the disk.

    On any failure, a full disk and Ctrl-C included, what stood under the name before is untouched and nothing else is left.
    Raises OSError where the file cannot be written.
    """
    # In the same folder, for a rename is one step only within a file system.
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        # The failure that matters is the first one.
        with suppress(OSError):
            partial.unlink()
        raise
    sync_folder(path.parent)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file. Raises OSError."""
    with whole_file(path) as file:
        file.write(content)


def write_text(path: Path, content: str) -> None:
    """Write a whole file of UTF-8 text with `\\n` line ends on every system. Raises OSError."""
    write_bytes(path, content.encode("utf-8"))


def folder_refusal(folder: Path) -> str | None:
    """Why nothing can be written into a folder that may not exist yet, or None; writes nothing to find out."""
    nearest = folder
    try:
        while not os.path.lexists(nearest):
            nearest = nearest.parent
        if not nearest.is_dir():
            return f"{nearest} is not a folder"
    except OSError as error:
        return f"{folder}: {error.strerror}"
    if not os.access(nearest, os.W_OK | os.X_OK):
        return f"no permission to write into {nearest}"
    return None


def sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
