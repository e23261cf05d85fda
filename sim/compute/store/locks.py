"""Who may work in a folder of results: one sweep alone, or several jobs of a cluster side by side.

The system keeps the lock and gives it up with the process that held it, however that ended: a dead owner never stands in the way.
The file only gives the lock a place and says which process holds it; whole files under their final names keep the folder right even
where a file system has no locks.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "sweep.lock"
"""The name of the file."""
PATIENCE = 2.0
"""Seconds to try for a lock: one that goes, or only looks who is there, holds it for an instant."""
_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK}
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


class Occupied(RuntimeError):
    """Another process is at work in the folder; `owner` is its number, where it left one."""

    def __init__(self, folder: Path, owner: int | None) -> None:
        """`folder` as shown to the user."""
        self.owner = owner
        who = f"process {owner}" if owner is not None else "another process"
        super().__init__(f"{folder}: {who} is at work in it, on this machine or one that shares the folder; nothing was done")


@contextmanager
def at_work(folder: Path, alone: bool = True) -> Iterator[bool]:
    """Hold the lock of a folder that exists: `alone`, or beside others that are not alone. The file goes with the last of them.

    Yields whether the file system has locks at all. Raises Occupied where another holds it, OSError where the file cannot be made.
    """
    path = folder / LOCK
    handle, locked = _taken(path, fcntl.LOCK_EX if alone else fcntl.LOCK_SH, folder)
    try:
        if alone:
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield locked
    finally:
        # Only who is alone may take the file away: another could be waiting with it open.
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
        os.close(handle)


def owner_of(folder: Path) -> int | None:
    """The number of a process that is at work in a folder, 0 where it left none, None where nobody is; writes nothing."""
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return _number(handle) or 0 if error.errno in _HELD else None
    finally:
        os.close(handle)
    return None


def _taken(path: Path, kind: int, folder: Path) -> tuple[int, bool]:
    """The open file with its lock, and whether there is one."""
    until = time.monotonic() + PATIENCE
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except OSError as error:
            owner = _number(handle)
            os.close(handle)
            if error.errno in _HELD:
                if time.monotonic() < until:
                    time.sleep(0.05)
                    continue
                raise Occupied(folder, owner) from None
            if error.errno in _NO_LOCKS:
                return os.open(path, os.O_RDWR | os.O_CREAT, 0o666), False
            raise
        # Between opening and locking, the one before may have taken the file away: then this is the lock of nothing.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle, True
        os.close(handle)


def _number(handle: int) -> int | None:
    said = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
    return int(said) if said.isdigit() else None
