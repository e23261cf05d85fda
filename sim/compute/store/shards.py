"""Shards: the outcomes of a few thousand cases in one file, a row for each case and time step, in the order of the cases.

A shard is whole or not there. What is finished of one that was stopped is kept beside it under another name, in the same form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.compute.store.failures import Failure, from_json, to_json
from sim.compute.store.households import Households, household_rows, households_of
from sim.compute.store.sealed import Damaged, about_sealed, read_sealed, write_sealed

if TYPE_CHECKING:
    import pyarrow as pa

FORM = "1"
"""The form of the files; another one is not read."""
_FORM, _KEYS, _CASES, _FAILED, _FAILURES = (
    "ruralsim.form", "ruralsim.keys", "ruralsim.cases", "ruralsim.failed", "ruralsim.failures",
)  # fmt: skip


@dataclass
class Shard:
    """The cases of a shard that are done.

    `keys` is the digest of the keys of all its cases; `values` holds float64 [steps, outcomes] by the number of the case, `failures`
    what failed by number, `households` the snapshots by number where they were asked for.
    """

    keys: str
    values: dict[int, np.ndarray] = field(default_factory=dict)
    failures: dict[int, Failure] = field(default_factory=dict)
    households: dict[int, Households] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Cases that ran or failed."""
        return len(self.values) + len(self.failures)


@dataclass(frozen=True)
class About:
    """What the last bytes of a shard say: digest of the keys of all its cases, cases done, of which so many failed."""

    keys: str
    cases: int
    failed: int


def digest_of_keys(keys: Iterable[str]) -> str:
    """One digest of the keys of a shard's cases, in order: it tells the rows of one version of the model from those of another."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def shard_name(index: int) -> str:
    """The file of a whole shard in its folder."""
    return f"{index:05d}.parquet"


def kept_name(index: int) -> str:
    """The file of what is kept of a shard that was stopped."""
    return f"{index:05d}.kept.parquet"


def write_shard(path: Path, shard: Shard, steps: Sequence[str], outcomes: Sequence[str], snapshots: Path | None = None) -> None:
    """Write a shard whole; the households' file before it, for a shard that is there has all its parts. Raises OSError."""
    about = {
        _FORM: FORM,
        _KEYS: shard.keys,
        _CASES: str(shard.done),
        _FAILED: str(len(shard.failures)),
        _FAILURES: to_json(shard.failures.values()),
    }
    if snapshots is not None:
        snapshots.parent.mkdir(exist_ok=True)
        write_sealed(snapshots, household_rows(shard.households), about)
    write_sealed(path, rows(shard, steps, outcomes), about)


def rows(shard: Shard, steps: Sequence[str], outcomes: Sequence[str]) -> pa.Table:
    """The rows of a shard: case, step, then an outcome a column with its unit and labels; what a sample cannot tell is missing."""
    import pyarrow as pa

    numbers = np.array(sorted(shard.values), dtype=np.int64)
    values = np.empty((len(numbers), len(steps), len(outcomes)))
    for place, number in enumerate(numbers):
        values[place] = shard.values[int(number)]
    named = pa.array(list(steps), pa.string())
    places = pa.array(np.tile(np.arange(len(steps), dtype=np.int32), len(numbers)))
    columns = [pa.array(np.repeat(numbers, len(steps))), named.take(places)]
    fields = [pa.field("case", pa.int64()), pa.field("step", pa.string())]
    flat = values.reshape(-1, len(outcomes))
    for place, name in enumerate(outcomes):
        # A NaN is a gap: to a reader in SQL it would be a number, and spoil every mean.
        columns.append(pa.array(np.ascontiguousarray(flat[:, place]), pa.float64(), from_pandas=True))
        fields.append(pa.field(name, pa.float64(), metadata=_labels(name)))
    return pa.table(columns, schema=pa.schema(fields))


def read_shard(path: Path, snapshots: Path | None = None) -> Shard:
    """The cases in a shard, whole or kept. Raises Damaged where file or households are not what was written, OSError."""
    table, about = read_sealed(path)
    said = _about(path, about)
    failures = {one.case: one for one in failures_in(path, about)}
    numbers = table.column("case").to_numpy()
    distinct = numbers[np.concatenate([[True], numbers[1:] != numbers[:-1]])] if len(numbers) else numbers
    if len(distinct) + len(failures) != said.cases:
        raise Damaged(path, f"holds {len(distinct) + len(failures)} cases and says {said.cases}")
    outcomes = [name for name in table.column_names if name not in ("case", "step")]
    flat = np.column_stack([table.column(name).to_numpy() for name in outcomes]) if len(numbers) else np.empty((0, len(outcomes)))
    values = flat.reshape(len(distinct), -1, len(outcomes)) if len(distinct) else np.empty((0, 0, len(outcomes)))
    households: dict[int, Households] = {}
    if snapshots is not None:
        try:
            held, beside = read_sealed(snapshots)
        except FileNotFoundError:
            raise Damaged(snapshots, "is missing") from None
        check_households(snapshots, beside, path, said)
        households = households_of(held)
    return Shard(said.keys, {int(number): values[place] for place, number in enumerate(distinct)}, failures, households)


def check_households(file: Path, about: Mapping[str, str], shard: Path, of: About) -> None:
    """Raise Damaged where a file of households is not that of a shard, by what the metadata of both say."""
    if (about.get(_KEYS), about.get(_CASES), about.get(_FAILED)) != (of.keys, str(of.cases), str(of.failed)):
        raise Damaged(file, f"does not belong to {shard.name}")


def about_shard(path: Path) -> About:
    """What a shard says of itself, from its last bytes; its checksum is not taken. Raises Damaged, OSError."""
    return _about(path, about_sealed(path))


def failures_in(path: Path, about: Mapping[str, str] | None = None) -> list[Failure]:
    """The cases of a shard that failed. Raises Damaged, OSError."""
    said = about_sealed(path) if about is None else about
    try:
        return from_json(said[_FAILURES])
    except (KeyError, ValueError, TypeError) as error:
        raise Damaged(path, f"does not say what failed: {error}") from error


def _about(path: Path, about: Mapping[str, str]) -> About:
    if about.get(_FORM) != FORM:
        raise Damaged(path, "is no shard that this version of ruralsim wrote")
    try:
        return About(about[_KEYS], int(about[_CASES]), int(about[_FAILED]))
    except (KeyError, ValueError) as error:
        raise Damaged(path, f"does not say what it holds: {error}") from error


def _labels(name: str) -> dict[str, str] | None:
    """Unit and labels of an outcome for the metadata of its column."""
    from sim.theory.outcomes import OUTCOMES

    found = next((one for one in OUTCOMES if one.name == name), None)
    return None if found is None else {"unit": found.unit, "label": found.label, "label_zh": found.label_zh}
