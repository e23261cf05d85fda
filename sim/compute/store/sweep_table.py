"""Reading a sweep: every row of every shard beside its case, as one table; damaged files are named, never read as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.compute.store.failures import Failure
from sim.compute.store.sealed import Damaged, read_sealed
from sim.compute.store.shards import failures_in
from sim.compute.store.sweep_folder import NotASweep, State, SweepFolder
from sim.reading.arguments import path_of

if TYPE_CHECKING:
    import pyarrow as pa

NOT_OF_A_READER = ("key", "shard")
"""Columns of the table of cases that a table of results leaves out."""


def read_sweep(folder: str | Path | SweepFolder, outcomes: Sequence[str] | None = None) -> pa.Table:
    """What a sweep has found so far: a row for each case and step, in the order of the cases.

    Columns: case, point, arm, replicate, seed, one for each factor, step, one for each outcome (or those named). Every shard is held
    against its checksum first. The metadata of the table say how many `cases` the design has, how many are `done` and how many
    `failed`; what failed is not in the table. `to_pandas()` makes it a data frame; polars and DuckDB take it as it is.

    Raises NotASweep where the folder holds none, Damaged with the name of a file that is not what was written, KeyError for an outcome
    that was not asked for in the experiment.
    """
    import pyarrow as pa

    of = folder if isinstance(folder, SweepFolder) else SweepFolder(path_of("folder", folder, "a folder of a sweep"))
    if isinstance(outcomes, str):
        raise TypeError(f"outcomes: expected a list of names, as in ['{outcomes}'], got one text")
    done = failed = 0
    parts: list[pa.Table] = []
    for state, path in _files(of):
        rows, _ = read_sealed(path)
        done, failed = done + state.done, failed + state.failed
        parts.append(rows if outcomes is None else rows.select(["case", "step", *outcomes]))
    if not parts:
        raise NotASweep(f"{of.path}: no case is done yet")
    table = pa.concat_tables(parts)
    numbers = table.column("case").to_numpy()
    beside = of.cases.drop_columns([name for name in ("number", *NOT_OF_A_READER) if name in of.cases.column_names])
    # Names repeat on every row: as a number and a list of names they take next to no room.
    beside = beside.take(pa.array(numbers)) if len(numbers) else beside.slice(0, 0)
    columns = {"case": table.column("case")}
    columns |= {name: _compact(beside.column(name)) for name in beside.column_names}
    fields = {"case": table.schema.field("case")}
    fields |= {name: of.cases.schema.field(name).with_type(columns[name].type) for name in beside.column_names}
    for name in table.column_names[1:]:
        columns[name], fields[name] = _compact(table.column(name)), table.schema.field(name)
        fields[name] = fields[name].with_type(columns[name].type)
    about = {"cases": str(len(of.cases)), "done": str(done), "failed": str(failed)}
    return pa.table(list(columns.values()), schema=pa.schema(list(fields.values()), metadata=about))


read_results = read_sweep
"""The name by which the package offers it."""


def read_households(folder: str | Path | SweepFolder) -> pa.Table:
    """The households of a sweep that kept them: a row for each case, year and household; columns as in `sim.county.panel`.

    Raises NotASweep, Damaged as `read_sweep` does, and Damaged where a shard's households are missing.
    """
    import pyarrow as pa

    of = folder if isinstance(folder, SweepFolder) else SweepFolder(Path(folder))
    return pa.concat_tables([read_sealed(of.snapshots(path))[0] for _, path in _files(of)])


def failures_of(folder: SweepFolder) -> list[Failure]:
    """Every case that failed, in order, from the shards themselves; damaged ones say nothing. Raises OSError."""
    counting = [state for state in folder.states() if state.failed]
    found: list[Failure] = []
    for state in counting:
        with suppress(Damaged):
            found += failures_in(_file(folder, state))
    return found


def rows_digest(table: pa.Table) -> str:
    """SHA-256 of all rows of a table of results, whatever files they came from: equal digests, equal numbers to the last bit."""
    import hashlib

    import pyarrow as pa

    digest = hashlib.sha256()
    for name in table.column_names:
        column = table.column(name)
        digest.update(f"{name}\0{len(column)}\0".encode())
        if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
            values = column.to_numpy().astype("<f8" if pa.types.is_floating(column.type) else "<i8")
            # One bit pattern for what is missing.
            digest.update((np.where(np.isnan(values), np.nan, values) if values.dtype.kind == "f" else values).tobytes())
        else:
            digest.update("\0".join(map(str, column.to_pylist())).encode())
    return digest.hexdigest()


def _compact(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return column.dictionary_encode().unify_dictionaries() if pa.types.is_string(column.type) else column


def _files(of: SweepFolder) -> Iterator[tuple[State, Path]]:
    """The file that counts of every shard that has one. Raises Damaged for one whose end is not what was written."""
    for state in of.states():
        if state.damaged:
            raise state.damaged[0]
        if state.file != "none":
            yield state, _file(of, state)


def _file(of: SweepFolder, state: State) -> Path:
    """The file that counts of a shard."""
    return of.whole(state.index) if state.file == "whole" else of.kept(state.index)
