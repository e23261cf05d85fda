"""Simulate a scenario: synthesise the county, run its months in a backend, hand back the trajectory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.county.outcomes import OUTCOMES
from sim.county.synthesis import Synthesis, synthesise
from sim.scenario import Scenario

Backend = Callable[[Synthesis, int, Callable[[int, int], None] | None], np.ndarray]


@dataclass(frozen=True)
class Trajectory:
    """The outcomes of one case by month: `outcomes` is float64 [months, outcomes], columns in the order of `columns`."""

    scenario_name: str
    seed: int
    months: tuple[str, ...]
    columns: tuple[str, ...]
    outcomes: np.ndarray
    share_simulated: float = 1.0

    def __getitem__(self, name: str) -> np.ndarray:
        """The months of one outcome. Raises KeyError where there is none of that name."""
        if name not in self.columns:
            raise KeyError(name)
        return self.outcomes[:, self.columns.index(name)]

    def table(self) -> Any:
        """The trajectory as a pyarrow table: the month ("2014-01"), then a float64 column for each outcome."""
        import pyarrow as pa

        return pa.table({"month": list(self.months), **{name: self[name] for name in self.columns}})

    def digest(self) -> str:
        """SHA-256 of names, months and the bytes of the outcomes (little-endian): equal digests, equal results."""
        digest = hashlib.sha256("\n".join((*self.columns, *self.months)).encode())
        digest.update(np.ascontiguousarray(self.outcomes, "<f8").tobytes())
        return digest.hexdigest()


def simulate(
    scenario: Scenario, seed: int | None = None, backend: Backend | None = None, progress: Callable[[int, int], None] | None = None
) -> Trajectory:
    """Run one case of a scenario.

    `seed` defaults to the scenario's; `backend` to the compiled engine (`sim.engine.run`), or `sim.model.run` for the Mesa model, which
    gives the same bytes. `progress(done, of)` is told the months done. Raises ValueError where the county cannot be sampled as asked.
    """
    if backend is None:
        from sim.engine import run

        backend = run
    seed = scenario.seed if seed is None else seed
    outcomes = backend(synthesise(scenario, seed), seed, progress)
    months = tuple(str(scenario.start.plus(t)) for t in range(scenario.months))
    return Trajectory(scenario.name, seed, months, tuple(outcome.name for outcome in OUTCOMES), outcomes, scenario.share_simulated)
