"""A figure that is drawn, and why one cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.methods.statistics.means import Estimates

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


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
