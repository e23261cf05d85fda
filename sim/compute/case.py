"""One case: from its number to the rows that are kept of it, and the request to stop before the next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.compute.design import Design, reduce
from sim.compute.store.households import Households


class Abandoned(Exception):
    """A case was given up between two years, because there was no time left to finish it."""


@dataclass(frozen=True)
class CaseResult:
    """What is kept of a case: `values` float64 [steps, outcomes]; the households' years where the experiment asks for them."""

    values: np.ndarray
    households: Households | None


Evaluate = Callable[[Design, int, Callable[[], None]], CaseResult]
"""Runs a case of a design; calls the last argument between years, which may raise Abandoned."""


def evaluate(design: Design, number: int, between_years: Callable[[], None]) -> CaseResult:
    """Simulate a case with the compiled engine and keep what its experiment asks for. Raises what the model raises, and Abandoned."""
    from sim.compute.simulate import simulate
    from sim.county.panel import PANEL

    scenario, seed = design.scenario(number)
    panel = design.experiment.households != "none"
    trajectory = simulate(
        scenario, seed=seed, progress=lambda _done, _of: between_years(), panel=panel, outlays=False,
        outcomes=design.experiment.outcomes, time_step=design.experiment.time_step,
    )  # fmt: skip
    households = None
    if panel:
        years = {name: np.ascontiguousarray(trajectory.panel[:, :, place]) for place, name in enumerate(PANEL)}
        households = Households(trajectory.years, trajectory.households, years)
    return CaseResult(reduce(trajectory, design.experiment), households)


class Stop:
    """Asked once, by Ctrl-C, by a batch system before its time limit, or by a thread that failed; then `asked` for good."""

    def __init__(self, patience: float = 10.0) -> None:
        """`patience`: seconds that cases in flight still have once it is asked; then they are given up between two years."""
        self.patience = patience
        self._since: float | None = None

    def ask(self) -> None:
        """Ask to stop; safe to call from a signal handler and from any thread."""
        if self._since is None:
            self._since = time.monotonic()

    @property
    def asked(self) -> bool:
        """Whether no new case is to be begun."""
        return self._since is not None

    @property
    def overdue(self) -> bool:
        """Whether cases in flight are to be given up."""
        return self._since is not None and time.monotonic() - self._since > self.patience
