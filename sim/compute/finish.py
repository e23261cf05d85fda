"""After the work: what failed, in one file; the record brought up to date."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sim.compute.store.failures import Failure, write_failures
from sim.compute.store.sealed import Damaged, write_sealed_json
from sim.compute.store.sweep_folder import PROVENANCE, SweepFolder
from sim.compute.store.sweep_table import failures_of


def record_failures(folder: SweepFolder, seconds: float) -> list[Failure]:
    """Write what failed so far into one file and the record; `seconds` are added to the wall time. Raises OSError, Damaged.

    Both follow from the shards alone, so two that end at once write the same.
    """
    failures = failures_of(folder)
    write_failures(folder.path, failures)
    try:
        record = folder.record()
    except Damaged:
        # The next sweep names it and makes it anew.
        return failures
    record["wall_seconds"] = round(float(record.get("wall_seconds") or 0.0) + seconds, 3)
    record["failed"] = len(failures)
    record["finished"] = folder.complete()
    record["shards_digest"] = _digest(folder) if record["finished"] else None
    write_sealed_json(folder.path / PROVENANCE, record)
    return failures


def _digest(folder: SweepFolder) -> str:
    """One digest of the bytes of all shards, in order."""
    digest = hashlib.sha256()
    for index in range(folder.shards):
        digest.update(_sha256(folder.whole(index)))
    return digest.hexdigest()


def _sha256(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except FileNotFoundError as error:
        raise Damaged(path, "is missing") from error
