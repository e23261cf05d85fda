"""The folder of a sweep: the design, the table of its cases with the shard of each, the shards, and a record of what made them.

`cases.parquet` is written last when a folder is made ready: where it is there, the boundaries of the shards are frozen in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compute.store.locks import LOCK
from sim.compute.store.ownership import SWEEP, owner_of
from sim.compute.store.sealed import (
    Damaged,
    about_sealed,
    as_json,
    read_sealed,
    read_sealed_json,
    verified,
    write_sealed,
    write_sealed_json,
)
from sim.compute.store.shards import About, about_shard, check_households, digest_of_keys, kept_name, shard_name

if TYPE_CHECKING:
    import pyarrow as pa

DESIGN, CASES, PROVENANCE, SHARDS, HOUSEHOLDS, JOBS = (
    "design.json", "cases.parquet", "provenance.json", "shards", "households", "jobs.json",
)  # fmt: skip
MOST_CASES, MOST_SHARDS = 5_000, 20_000
"""The most cases of a shard, and the most shards of a sweep."""
_OF_A_SWEEP = {DESIGN, CASES, PROVENANCE, SHARDS, HOUSEHOLDS, JOBS, LOCK, "failures.jsonl", "figures", "tables", "jobs", "logs"}
RESTORE = "the same `ruralsim sweep` command makes it anew from the experiment file"
"""What to do about a damaged or missing file that says what a sweep is."""
_DESIGN_DIGEST, _HOUSEHOLDS = "ruralsim.design", "ruralsim.households"
_SHARD = re.compile(r"(\d{5,})(\.kept)?\.parquet")
_PARTIAL = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.partial")


class NotASweep(ValueError):
    """A folder is no folder of a sweep, or of another one; says what was found."""


@dataclass(frozen=True)
class State:
    """How far a shard is: its cases, how many ran or failed, how many failed, and which file says so.

    `file` is "whole", "kept" (stopped in the middle) or "none". `damaged` names files that are not what was written, or hold rows of
    another design or version, and why: they do not count as done.
    """

    index: int
    cases: int
    done: int
    failed: int
    file: str
    damaged: tuple[Damaged, ...] = ()


class SweepFolder:
    """A folder that holds a sweep. Opening it reads and changes nothing.

    `cases` is its table of cases, [cases] in their order; `keys` a digest of the keys of each shard's cases. Raises NotASweep where the
    folder is none, Damaged where the table of cases is not what was written, OSError where it cannot be read.
    """

    def __init__(self, path: Path, cases: pa.Table | None = None, about: Mapping[str, str] | None = None) -> None:
        """`path` as shown to the user; `cases` and `about` stand in for a damaged table of cases."""
        self.path = path
        if not path.is_dir():
            raise NotASweep(f"{path}: no such folder")
        self.cases, self.about = (cases, dict(about or {})) if cases is not None else _read_cases(path)
        shard = self.cases.column("shard").to_numpy()
        self.shards = int(shard[-1]) + 1 if len(shard) else 0
        self._firsts = np.searchsorted(shard, np.arange(self.shards + 1))
        self._keys: dict[int, str] = {}

    @property
    def digest(self) -> str:
        """The digest of the design, as stored. Raises Damaged where only a damaged design.json says it."""
        return self.about.get(_DESIGN_DIGEST) or str(self.resolved().get("digest"))

    @cached_property
    def with_households(self) -> bool:
        """Whether the sweep keeps households. Raises Damaged where only a damaged design.json says it."""
        kept = self.about.get(_HOUSEHOLDS)
        return (self.resolved().get("experiment", {}).get("households", "none") if kept is None else kept) != "none"

    def describe(self, resolved: dict[str, Any]) -> None:
        """Take up what changes no row: the question, the figures asked for. Raises OSError."""
        written = as_json(resolved)
        if self.resolved() != json.loads(written):
            write_sealed_json(self.path / DESIGN, resolved)

    def resolved(self) -> dict[str, Any]:
        """The design as it was stored. Raises Damaged where it is missing or not what was written."""
        path = self.path / DESIGN
        try:
            found = read_sealed_json(path)
        except Damaged as error:
            raise Damaged(path, f"{error.why}; {RESTORE}") from error
        if self.about.get(_DESIGN_DIGEST, found.get("digest")) != found.get("digest"):
            raise Damaged(path, f"is not the design that {CASES} was made for; {RESTORE}")
        return found

    def record(self) -> dict[str, Any]:
        """What `provenance.json` says. Raises Damaged where it is missing or not what was written."""
        path = self.path / PROVENANCE
        try:
            return read_sealed_json(path)
        except Damaged as error:
            raise Damaged(path, f"{error.why}; {RESTORE}") from error

    def damaged_records(self) -> list[Damaged]:
        """Those of design.json and provenance.json that are missing or not what was written."""
        found = []
        for read in (self.resolved, self.record):
            try:
                read()
            except Damaged as error:
                found.append(error)
        return found

    # ----------------------------------------------------------------------------------------------------------- shards

    def numbers(self, index: int) -> range:
        """The numbers of the cases of a shard."""
        return range(int(self._firsts[index]), int(self._firsts[index + 1]))

    def keys(self, index: int) -> list[str]:
        """The keys of the cases of a shard, in their order, as they were stored."""
        numbers = self.numbers(index)
        found: list[str] = self.cases.column("key").slice(numbers.start, len(numbers)).to_pylist()
        return found

    def keys_digest(self, index: int) -> str:
        """One digest of the keys of a shard's cases and of the design: what its rows must say they were made from."""
        if index not in self._keys:
            self._keys[index] = digest_of_keys([self.digest, *self.keys(index)])
        return self._keys[index]

    def whole(self, index: int) -> Path:
        """The file of a shard."""
        return self.path / SHARDS / shard_name(index)

    def kept(self, index: int) -> Path:
        """The file of what is kept of a shard that was stopped."""
        return self.path / SHARDS / kept_name(index)

    def snapshots(self, file: Path) -> Path:
        """The file of households beside a file of a shard."""
        return self.path / HOUSEHOLDS / file.name

    def state(self, index: int, verify: bool = False) -> State:
        """How far a shard is; with `verify` every byte of its files is read and held against the checksum."""
        cases = len(self.numbers(index))
        damaged: list[Damaged] = []
        for name, path in (("whole", self.whole(index)), ("kept", self.kept(index))):
            try:
                about = self._looked_at(path, verify)
            except FileNotFoundError:
                continue
            except Damaged as error:
                damaged.append(error)
                continue
            if about.keys != self.keys_digest(index):
                damaged.append(Damaged(path, "holds rows of another design or version of the model"))
            elif name == "kept" or about.cases == cases:
                return State(index, cases, about.cases, about.failed, name, tuple(damaged))
            else:
                damaged.append(Damaged(path, f"holds {about.cases} of {cases} cases"))
        return State(index, cases, 0, 0, "none", tuple(damaged))

    def states(self, verify: bool = False) -> list[State]:
        """How far every shard is. Of those without a file nothing is read."""
        there = set(self._there())
        return [
            self.state(index, verify) if index in there else State(index, len(self.numbers(index)), 0, 0, "none")
            for index in range(self.shards)
        ]

    def complete(self) -> bool:
        """Whether a whole file stands for every shard, by name alone."""
        return len({path.name for path in self._files()} & {shard_name(index) for index in range(self.shards)}) == self.shards

    def _looked_at(self, path: Path, verify: bool) -> About:
        about = about_shard(path)
        # Another's keys can also be one's own with a bit turned.
        if verify or about.keys != self.keys_digest(int(path.name.split(".")[0])):
            verified(path)
        if not self.with_households or about.keys != self.keys_digest(int(path.name.split(".")[0])):
            return about
        beside = self.snapshots(path)
        if not beside.exists():
            raise Damaged(beside, "is missing")
        if verify:
            verified(beside)
            check_households(beside, about_sealed(beside), path, about)
        return about

    def _there(self) -> Iterator[int]:
        for path in self._files():
            if found := _SHARD.fullmatch(path.name):
                yield int(found[1])

    def _files(self) -> Iterable[Path]:
        with suppress(FileNotFoundError):
            return list((self.path / SHARDS).iterdir())
        return []

    def drop_kept(self, index: int) -> None:
        """Take away what was kept of a shard that is whole now. Raises OSError."""
        for path in (self.kept(index), self.snapshots(self.kept(index))):
            path.unlink(missing_ok=True)

    def drop_others(self) -> None:
        """Take away files of shards that are none of this sweep's, or hold rows of another version. Raises OSError."""
        for path in self._files():
            found = _SHARD.fullmatch(path.name)
            if found is None or self._is_ours(path, int(found[1])):
                continue
            self.snapshots(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)

    def _is_ours(self, path: Path, index: int) -> bool:
        if index >= self.shards:
            return False
        try:
            about = about_shard(path)
            verified(path)
            return about.keys == self.keys_digest(index)
        except Damaged:
            # It will be named, and done again.
            return True

    def sweep_away(self, of: str | None = None) -> None:
        """Take away what a killed process left: half-written files, and what was kept of shards that are whole by now.

        All of them, which is for who works here alone, or only half-written ones of one name. Raises OSError.
        """
        if of is None:
            names = {path.name for path in self._files()}
            for index in self._there():
                if shard_name(index) in names and kept_name(index) in names:
                    self.drop_kept(index)
        for folder in (self.path, self.path / SHARDS, self.path / HOUSEHOLDS):
            if not folder.is_dir():
                continue
            for path in folder.iterdir():
                found = _PARTIAL.fullmatch(path.name)
                if found and (of is None or found["name"] == of):
                    path.unlink(missing_ok=True)


def holds_sweep(path: Path) -> bool:
    """Whether a folder holds a sweep, whole or damaged: its table of cases, or a design or shards without it."""
    there = (path / SHARDS).is_dir() and any(_SHARD.fullmatch(one.name) for one in (path / SHARDS).iterdir())
    return there or (path / CASES).is_file() or (path / DESIGN).is_file()


def _read_cases(path: Path) -> tuple[pa.Table, dict[str, str]]:
    if not (path / CASES).is_file() and not holds_sweep(path):
        raise NotASweep(f"{path}: holds no sweep: it has no {CASES}")
    try:
        return read_sealed(path / CASES)
    except FileNotFoundError:
        raise Damaged(path / CASES, f"is missing; {RESTORE}") from None
    except Damaged as error:
        raise Damaged(path / CASES, f"{error.why}; {RESTORE}") from error


def shards_made_for(path: Path, keys: Sequence[str], digest: str, per_shard: int | None) -> tuple[int | None, list[Path]]:
    """The cases a shard of the files that hold a design's rows, None where none does; and the whole files that hold other rows.

    `keys` are those of all cases of the design, `digest` is its own, `per_shard` the number to try first.
    """
    files = {one: int(found[1]) for one in sorted((path / SHARDS).glob("*.parquet")) if (found := _SHARD.fullmatch(one.name))}
    made: dict[Path, tuple[int, str]] = {}
    tried = [per_shard] if per_shard else []
    for file, index in files.items():
        try:
            verified(file)
            said = about_shard(file)
        except Damaged:
            continue
        made[file] = (index, said.keys)
        # Every whole shard but the last has as many cases as all others.
        if file.name == shard_name(index) and said.cases not in tried:
            tried.append(said.cases)

    def matching(per: int) -> list[Path]:
        return [
            file for file, (index, found) in made.items() if found == digest_of_keys([digest, *keys[index * per : (index + 1) * per]])
        ]

    best = max(tried, key=lambda per: len(matching(per)), default=None)
    ours = [] if best is None else matching(best)
    return (best if ours else None), [file for file in made if file not in ours]


# ------------------------------------------------------------------------------------------------------------ making it ready


def shard_of(cases: int, per_shard: int) -> np.ndarray:
    """The shard of each case, int32 [cases]: neighbours together."""
    return (np.arange(cases, dtype=np.int64) // per_shard).astype(np.int32)


def about_cases(resolved: Mapping[str, Any]) -> dict[str, str]:
    """What a table of cases says of the design (`Design.to_json`) that it was made for."""
    return {"ruralsim.form": "1", _DESIGN_DIGEST: resolved["digest"], _HOUSEHOLDS: resolved["experiment"]["households"]}


def make_ready(path: Path, resolved: dict[str, Any], cases: pa.Table, record: dict[str, Any]) -> SweepFolder:
    """Write the design, the record and the table of cases into a folder, which is made; take away shards of another design or version.

    Raises OSError, and NotASweep where the folder holds something else.
    """
    if said := foreign(path):
        raise NotASweep(said)
    path.mkdir(parents=True, exist_ok=True)
    # From here until the new table is there, the folder counts as one that was never made ready.
    (path / CASES).unlink(missing_ok=True)
    (path / SHARDS).mkdir(exist_ok=True)
    write_sealed_json(path / DESIGN, resolved)
    write_sealed_json(path / PROVENANCE, record)
    write_sealed(path / CASES, cases, about_cases(resolved))
    folder = SweepFolder(path)
    folder.drop_others()
    return folder


def restore(folder: SweepFolder, names: Iterable[str], resolved: dict[str, Any], record: dict[str, Any]) -> SweepFolder:
    """Write those of design, record and table of cases that are named, and touch nothing else. Raises OSError."""
    (folder.path / SHARDS).mkdir(exist_ok=True)
    if DESIGN in names:
        write_sealed_json(folder.path / DESIGN, resolved)
    if PROVENANCE in names:
        write_sealed_json(folder.path / PROVENANCE, record)
    if CASES in names:
        write_sealed(folder.path / CASES, folder.cases, about_cases(resolved))
    return SweepFolder(folder.path)


def foreign(path: Path) -> str | None:
    """Why a folder cannot take a sweep though it can be written: it holds something else; None where it can."""
    if not path.is_dir():
        return None
    found = owner_of(path)
    if found is not None and found.kind != SWEEP:
        return f"{path} holds {found}: a folder belongs to one kind of result"
    others = [one.name for one in path.iterdir() if one.name not in _OF_A_SWEEP and not _PARTIAL.fullmatch(one.name)]
    if others and not holds_sweep(path):
        return f"{path} is not empty and holds no sweep: {', '.join(sorted(others)[:3])}{', …' if len(others) > 3 else ''}"
    for name in (SHARDS, HOUSEHOLDS):
        if (path / name).is_symlink():
            # What is written must stay inside.
            return f"{path / name} is a link that leaves the folder"
    return None


def differing(stored: dict[str, Any], asked: dict[str, Any]) -> list[str]:
    """The names at which two resolved experiments differ, in the order of the second."""
    # Through JSON, in which a tuple is a list and every key is text.
    one, other = json.loads(as_json(stored)), json.loads(as_json(asked))
    return [key for key in dict.fromkeys((*other, *one)) if one.get(key) != other.get(key)]
