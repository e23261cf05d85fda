"""What a comparison leaves on disk: each table as CSV and Parquet, the study as it was resolved, and what made it."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.compute.store.ownership import write_set
from sim.compute.store.provenance import FLAGS, commit, machine_class, versions
from sim.methods.compare.long_table import ResultTable
from sim.methods.compare.runs import Runs
from sim.reading.problems import STARTS_A_FORMULA

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = (
    "arms", "differences", "money", "money_by_year", "levels", "levels_by_draw", "bands", "sellers", "cost_per_seller", "welfare", "best",
    "cases", "draws", "examination", "words",
)  # fmt: skip
"""Names of the tables that a comparison can have."""
RECORDS = ("study.json", "provenance.json")


def files_of_a_comparison() -> tuple[str, ...]:
    """Every file that a comparison can write."""
    return (*(f"{name}.{kind}" for name in TABLES for kind in ("parquet", "csv")), *RECORDS)


def arrow_table(table: ResultTable) -> pa.Table:
    """A table of results in Arrow: labels and unit with each field, caption and price year with the table."""
    import pyarrow as pa

    columns, fields = [], []
    for place, one in enumerate(table.fields):
        values = [row[place] for row in table.rows]
        column = pa.array(values, _kind(values))
        columns.append(column)
        fields.append(pa.field(one.name, column.type, metadata={"label": one.label, "label_zh": one.label_zh, "unit": one.unit}))
    about = {"caption": table.caption, "caption_zh": table.caption_zh, "price_year": "2015"}
    return pa.table(columns, schema=pa.schema(fields, metadata=about))


def _kind(values: Sequence[Any]) -> pa.DataType:
    """The type of a column; one of nothing but gaps is one of numbers."""
    import pyarrow as pa

    there = [value for value in values if value is not None]
    for kind, arrow in ((bool, pa.bool_()), (str, pa.string()), (int, pa.int64())):
        if there and all(type(value) is kind for value in there):
            return arrow
    return pa.float64()


def csv_text(table: ResultTable) -> str:
    """A table of results as CSV: a line of names, then the rows; what is not defined is empty."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(one.name for one in table.fields)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return held.getvalue()


def _cell(value: Any) -> Any:
    """A value as a cell of CSV; text that a spreadsheet would take for a formula is marked as text."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS_A_FORMULA) else value


def write_comparison(folder: Path, tables: Sequence[ResultTable], runs: Runs, seconds: float, precision: dict[str, Any] | None) -> None:
    """Write every table, the study and the record as one set; the record comes last. Raises OSError.

    Tables of an earlier comparison that this one does not have are taken away, so that a folder never mixes two.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    files: dict[str, bytes] = {}
    for table in tables:
        held = pa.BufferOutputStream()
        pq.write_table(arrow_table(table), held)
        files[f"{table.name}.parquet"] = held.getvalue().to_pybytes()
        files[f"{table.name}.csv"] = csv_text(table).encode()
    files["study.json"] = _json(resolved(runs)).encode()
    write_set(folder, files, record(runs, seconds, precision), [name for name in files_of_a_comparison() if name not in {*files, *RECORDS}])


def resolved(runs: Runs) -> dict[str, Any]:
    """The study as it was carried out: resolved, with the levels that the pilot found."""
    levels = {
        arm: [{"lever": one.lever, "level": one.level, "pilot_spent": one.spent, "top": one.top} for one in found]
        for arm, found in runs.levels.items()
    }
    return runs.study.resolved() | {"levels": levels, "seed": runs.seed, "replicates": runs.replicates}


def record(runs: Runs, seconds: float, precision: dict[str, Any] | None) -> dict[str, Any]:
    """What made a comparison: versions, sources, machine class, seeds, failures. No user, host or folder names."""
    from sim.numeric.jit import source_digest

    return {
        "study": runs.study.name,
        "study_file": runs.study.file,
        "price_year": 2015,
        "prices_of_the_study": runs.study.prices,
        "seed": runs.seed,
        "draws": len(runs.draws),
        "replicates": runs.replicates,
        "precision": precision,
        "failures": [
            {
                "arm": one.arm,
                "draw": one.draw,
                "replicate": one.replicate,
                "seed": one.seed,
                "default_costs": one.default_costs,
                "error": one.error,
            }
            for one in runs.failures
        ],
        "source_digest": source_digest(),
        "commit": commit(),
        "versions": versions(),
        "machine": machine_class(),
        "flags": {name: os.environ[name] for name in FLAGS if name in os.environ},
        "wall_seconds": round(seconds, 3),
    }


def _json(said: Any) -> str:
    return json.dumps(said, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
