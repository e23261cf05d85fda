"""A figure that is drawn, why one cannot be, and which outcomes, factors and arms it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.compute.design import Factor
from sim.methods.statistics.means import Estimates
from sim.present.figures.quantities import Quantity, quantity
from sim.present.figures.stored_sweep import Look, StoredSweep

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_OUTCOMES = 3
"""Outcomes side by side in a figure: the first of the file that are no money spent."""


class NotDrawn(ValueError):
    """A figure cannot be drawn of these results; says why, and what would help."""


@dataclass(frozen=True)
class DrawnFigure:
    """A figure by the name of its files, and the table that is drawn in it."""

    name: str
    figure: Figure
    table: pd.DataFrame


def frame(rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Rows as a table with those columns; numbers are floats where any of them is."""
    import pandas as pd

    return pd.DataFrame.from_records(rows, columns=list(columns))


def scaled(estimates: Estimates, factor: float) -> tuple[npt.NDArray[np.float64], ...]:
    """Mean, low and high in the unit of a figure."""
    return tuple(factor * one for one in (estimates.mean, estimates.low, estimates.high))


def figure_of_each_look(held: StoredSweep, figure: str) -> list[tuple[Look, str]]:
    """What is looked at and the name of its figure: one without arms, else one for each arm less no policy."""
    first, *arms = held.looks
    if not arms:
        return [(first, figure)]
    return [(look, f"{figure}_{file_part(look.arm)}" if len(arms) > 1 else figure) for look in arms]


def file_part(name: str) -> str:
    """A name as a part of the name of a file, on every system."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "arm"


def chosen(held: StoredSweep) -> list[Factor]:
    """The levers and parameters that the experiment varies because they can be chosen."""
    return [one for one in held.design.factors if one.role == "vary" and one.kind in ("lever", "parameter")]


def quantities(held: StoredSweep) -> list[Quantity]:
    """The outcomes that are drawn, as they are drawn."""
    by_year = held.design.experiment.time_step != "monthly"
    found = [quantity(name, by_year) for name in held.effects[:MOST_OUTCOMES]]
    if not found:
        raise NotDrawn("every outcome of the experiment is money spent: ask for an outcome that a policy may move")
    return found


def dimensions(held: StoredSweep) -> tuple[str, ...]:
    """The names of the places that points were drawn at: factors, then those that a split takes."""
    free = tuple(one.key for one in held.design.experiment.free)
    more = max(len(held.design.experiment.shares) - 1, 0)
    return (*free, *(f"split, place {place + 1}" for place in range(more)))
