"""Whose a folder of results is, and files that change as a set: a folder belongs to one kind of result and to one name.

The record of a folder, `provenance.json`, says what made it and names the SHA-256 of every file of the set. It is written last. So a
folder whose files do not match its record is unfinished, whatever ended the writing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.compute.store.files import folder_refusal, sync_folder

RECORD = "provenance.json"
RUN, COMPARISON, SWEEP, TABLES, FIGURES = "run", "comparison", "sweep", "tables", "figures"
"""Kinds of result."""
_NAMED_BY = {"tables_of": TABLES, "figures_of": FIGURES, "study": COMPARISON, "experiment": SWEEP, "scenario": RUN}
_WORDS = {
    RUN: "the run of scenario", COMPARISON: "the comparison of study", SWEEP: "the sweep of experiment", TABLES: "the tables of",
    FIGURES: "the figures of",
}  # fmt: skip
_PARTIAL = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.partial")


@dataclass(frozen=True)
class Owner:
    """What a folder belongs to: the kind of result, and the name of the scenario, study or experiment."""

    kind: str
    name: str

    def __str__(self) -> str:
        """In words, as in "the run of scenario 'Hamlet'"."""
        return f"{_WORDS[self.kind]} '{' '.join(self.name.split())}'"


def read_record(folder: Path) -> dict[str, Any] | None:
    """The record of a folder; where it is missing, one that was about to take its place; None where there is none that can be read."""
    waiting = [one for one in _partials(folder) if one.name.startswith(f".{RECORD}.")]
    for path in (folder / RECORD, *sorted(waiting)):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # Missing, or cut short while it was written: the next may say more.
            continue
        if isinstance(record, dict):
            return record
    return None


def owner_of(folder: Path) -> Owner | None:
    """What the record of a folder says that it belongs to; None where it does not say so."""
    record = read_record(folder) or {}
    for key, kind in _NAMED_BY.items():
        said = record.get(key)
        name = said.get("name") if isinstance(said, dict) else said
        if isinstance(name, str):
            return Owner(kind, name)
    return None


def refusal(folder: Path, owner: Owner, names: Sequence[str], force: bool = False) -> str | None:
    """Why files of these names cannot be written into a folder for this owner, or None; writes nothing.

    The folder may be missing, may hold other files, or may belong to the same owner. A folder of another owner is refused, and so is
    one without a record that holds a file of one of the names. `force` lets both pass; what cannot be written is refused all the same.
    """
    if refused := folder_refusal(folder):
        return refused
    there = [name for name in names if os.path.lexists(folder / name)]
    for name in there:
        if (folder / name).is_dir():
            return f"{folder / name} is a folder, and a file of that name would be written"
    found = owner_of(folder)
    derived = owner.kind in (TABLES, FIGURES)
    if derived and found is not None and found.kind not in (TABLES, FIGURES):
        return f"{folder} holds {found}; {owner.kind} need a folder of their own"
    if force or found == owner:
        return None
    if found is not None:
        return f"{folder} holds {found}, which would be overwritten; choose another folder, or add --force"
    if there:
        listed = ", ".join(there[:3]) + (", …" if len(there) > 3 else "")
        what = f"{folder} holds {listed}, and no record says that ruralsim wrote it; "
        before = f"older versions kept no record of {owner.kind}: if it is theirs, add --force, this once; if not, choose another folder"
        return what + (before if derived else "choose another folder, or add --force")
    return None


def write_set(folder: Path, files: Mapping[str, bytes], record: Mapping[str, Any], drop: Sequence[str] = ()) -> None:
    """Write files and, last, the record of the folder, which gets their SHA-256 under `files`.

    All are on the disk under hidden names before the first takes its own; on a failure before that, nothing in the folder has changed.
    `drop` names files of an earlier set that this one does not have. What an earlier writer that was killed left is removed.
    Raises OSError, also where another process writes into the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    text = json.dumps({**record, "files": digests}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    with _alone(folder):
        old = _partials(folder)
        waiting: list[tuple[Path, Path]] = []
        try:
            for name, content in {**files, RECORD: text.encode("utf-8")}.items():
                partial = folder / f".{name}.{secrets.token_hex(4)}.partial"
                waiting.append((partial, folder / name))
                with partial.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
        except BaseException:
            # The failure that matters is the first one.
            for partial, _ in waiting:
                with suppress(OSError):
                    partial.unlink()
            raise
        with _finished_first():
            for partial, path in waiting[:-1]:
                os.replace(partial, path)
            for name in drop:
                (folder / name).unlink(missing_ok=True)
            os.replace(*waiting[-1])
            for partial in old:
                partial.unlink(missing_ok=True)
        sync_folder(folder)


def unfinished(folder: Path) -> list[str]:
    """The files that the record of a folder names and that are missing or have other bytes; none where there is no record of files."""
    record = read_record(folder) or {}
    files = record.get("files")
    if not isinstance(files, dict):
        return []
    return [name for name, digest in files.items() if _digest(folder / str(name)) != digest]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of the folder, where the system has such locks. Raises OSError where another process holds it."""
    with ExitStack() as stack:
        if os.name == "posix":
            from sim.compute.store.locks import Occupied, at_work

            try:
                stack.enter_context(at_work(folder))
            except Occupied as error:
                raise OSError(str(error)) from error
        yield


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        # Missing, or not to be read: either way not the file that the record names.
        return None


def _partials(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [one for one in folder.iterdir() if _PARTIAL.fullmatch(one.name) and one.is_file()]


@contextmanager
def _finished_first() -> Iterator[None]:
    """Hold signals back for the few renames of a set, where the system can."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)
