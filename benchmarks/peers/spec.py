"""What all versions of the reduced model share: its numbers, its households and ties, and the table that a sweep leaves."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TIES = 8
NEAR = 6  # of the ties, within the village
VILLAGE = 50  # households of a village
OUTCOMES = ("shops", "skill", "sales")
POPULATION_SEED = 20141


class Setting(NamedTuple):
    """The numbers of the model, named as in MODEL.md."""

    constant: float = -5.0
    taste: float = 0.8
    skill: float = 2.0
    peers: float = 8.0
    hazard: float = 0.2  # a month, highest
    closing: float = 0.01  # a month
    learning: float = 0.08
    forgetting: float = 0.01
    sales: float = 400.0  # CNY a month
    spread: float = 0.5


class Population(NamedTuple):
    """Households on the first day."""

    taste: np.ndarray  # float64 [N]
    skill: np.ndarray  # float64 [N]
    shop: np.ndarray  # int64 [N], 0 or 1
    ties: np.ndarray  # int64 [N, TIES], rows


@functools.cache
def population(households: int) -> Population:
    """Households and ties, the same for every version and run; arrays cannot be written. Raises ValueError below eight ties a village."""
    if households <= TIES:
        raise ValueError(f"{households} households, more than {TIES} needed")
    rng = np.random.default_rng(POPULATION_SEED)
    rows = np.arange(households)
    first = rows // VILLAGE * VILLAGE
    size = np.minimum(VILLAGE, households - first)
    near = first[:, None] + rng.integers(0, size[:, None], (households, NEAR))
    far = rng.integers(0, households, (households, TIES - NEAR))
    made = Population(
        taste=rng.normal(0.0, 1.0, households),
        skill=rng.beta(2.0, 6.0, households),
        shop=(rng.random(households) < 0.02).astype(np.int64),
        ties=np.concatenate([near, far], axis=1).astype(np.int64),
    )
    for column in made:
        column.flags.writeable = False
    return made


def sweep_table(seeds: Sequence[int], runs: Iterable[np.ndarray]) -> pa.Table:
    """The runs of a sweep, each float64 [months, 3], as a table: seed, month, and a column for each outcome."""
    paths = np.stack(list(runs))
    months = paths.shape[1]
    return pa.table(
        {
            "seed": np.repeat(np.asarray(seeds, np.int64), months),
            "month": np.tile(np.arange(months, dtype=np.int64), len(seeds)),
            **{name: paths[:, :, k].reshape(-1) for k, name in enumerate(OUTCOMES)},
        }
    )


def write_sweep(seeds: Sequence[int], runs: Iterable[np.ndarray], file: Path) -> None:
    """Store the runs of a sweep as parquet."""
    pq.write_table(sweep_table(seeds, runs), file)
