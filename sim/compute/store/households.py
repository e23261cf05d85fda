"""Snapshots of households: what each sampled household of a case did in each year, beside who it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

BEFORE = ("case", "year")


@dataclass(frozen=True)
class Households:
    """The households of one case: `years` the calendar years, `traits` an array [households] each, `panel` [years, households] each.

    Names of traits and of panel columns are those of `sim.compute.simulate.household_table` and `sim.county.panel`.
    """

    years: tuple[int, ...]
    traits: Mapping[str, np.ndarray]
    panel: Mapping[str, np.ndarray]


def household_rows(snapshots: Mapping[int, Households]) -> pa.Table:
    """A row for each case, year and household, in this order; traits, then what it did that year."""
    import pyarrow as pa

    parts: list[pa.Table] = []
    for number in sorted(snapshots):
        one = snapshots[number]
        years, homes = len(one.years), len(next(iter(one.traits.values())))
        columns: dict[str, np.ndarray] = {
            "case": np.full(years * homes, number, dtype=np.int64),
            "year": np.repeat(np.array(one.years, dtype=np.int32), homes),
        }
        columns |= {name: np.tile(values, years) for name, values in one.traits.items()}
        columns |= {name: np.ascontiguousarray(values).reshape(-1) for name, values in one.panel.items()}
        roles = {name: "trait" for name in one.traits} | {name: "year" for name in one.panel}
        arrays = {name: pa.array(values) for name, values in columns.items()}
        fields = [pa.field(name, array.type, metadata={"role": roles.get(name, "place")}) for name, array in arrays.items()]
        parts.append(pa.table(list(arrays.values()), schema=pa.schema(fields)))
    if not parts:
        return pa.table({"case": pa.array([], pa.int64()), "year": pa.array([], pa.int32())})
    return pa.concat_tables(parts).combine_chunks()


def households_of(table: pa.Table) -> dict[int, Households]:
    """The snapshots in a table that `household_rows` made, by the number of the case."""
    roles = {field.name: (field.metadata or {}).get(b"role", b"place") for field in table.schema}
    columns = {name: table.column(name).to_numpy() for name in table.column_names}
    numbers = columns["case"]
    ends = np.flatnonzero(np.diff(numbers)) + 1
    found = {}
    for first, last in zip([0, *ends], [*ends, len(numbers)], strict=True):
        if first == last:
            continue
        years = columns["year"][first:last]
        homes = int(np.flatnonzero(years != years[0])[0]) if years[-1] != years[0] else len(years)
        here = {name: values[first:last] for name, values in columns.items()}
        found[int(numbers[first])] = Households(
            tuple(int(year) for year in years[::homes]),
            {name: values[:homes] for name, values in here.items() if roles[name] == b"trait"},
            {name: values.reshape(-1, homes) for name, values in here.items() if roles[name] == b"year"},
        )
    return found
