"""Trajectories as one table: a row for each month of each replicate, a column for each outcome with its unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def trajectory_table(trajectories: Sequence[Any]) -> pa.Table:
    """The replicates of one scenario: replicate, seed, month (first day), then the outcomes; unit and labels in each field."""
    import numpy as np
    import pyarrow as pa

    from sim.theory.outcomes import OUTCOMES

    declared = {outcome.name: outcome for outcome in OUTCOMES}
    months = [len(one.months) for one in trajectories]
    columns: dict[str, Any] = {
        "replicate": pa.array(np.repeat(np.arange(len(months), dtype=np.int32), months)),
        "seed": pa.array(np.repeat(np.array([one.seed for one in trajectories], dtype=np.int64), months)),
        "month": pa.array([month for one in trajectories for month in one.months], pa.string()),
    }
    fields = [pa.field(name, column.type) for name, column in columns.items()]
    for index, name in enumerate(trajectories[0].columns):
        outcome = declared[name]
        values = np.concatenate([one.outcomes[:, index] for one in trajectories])
        # An outcome that so small a sample cannot tell is missing, not a number.
        silent = np.repeat([one.share_simulated < outcome.least_share for one in trajectories], months)
        columns[name] = pa.array(values, mask=silent)
        said = {"unit": outcome.unit, "label": outcome.label, "label_zh": outcome.label_zh}
        said["kind"] = "flow of the month" if outcome.flow else "state at the end of the month"
        fields.append(pa.field(name, pa.float64(), metadata=said))
    return pa.table(list(columns.values()), schema=pa.schema(fields))


def trajectory_bytes(table: pa.Table) -> bytes:
    """The table as the bytes of a parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    held = pa.BufferOutputStream()
    pq.write_table(table, held)
    return bytes(held.getvalue().to_pybytes())
