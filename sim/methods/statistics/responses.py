"""One outcome of a sweep, arranged as a design asks for it: points by arms by replicates, gaps where a case failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Reals = npt.NDArray[np.float64]

CASE_COLUMNS = ("point", "arm", "replicate", "step")
"""What a table of results says of every row, besides factors and outcomes."""


class Incomplete(ValueError):
    """Cases are missing that an estimate needs; `left_out` of `blocks` would have to be left out."""

    def __init__(self, left_out: int, blocks: int, what: str) -> None:
        """`what` the blocks are, in the plural."""
        self.left_out, self.blocks = left_out, blocks
        super().__init__(f"{left_out} of {blocks} {what} hold a case that failed; say that they may be left out, or redo the cases")


@dataclass(frozen=True)
class Responses:
    """One outcome at one time step: `values` float64 [points, arms, replicates], NaN where a case is missing.

    `arms` are the names of the arms in the order of the design; `factors` holds an array [points] for each factor, of numbers or
    text. A replicate has the same seed at every point and in every arm.
    """

    values: Reals
    arms: tuple[str, ...]
    factors: Mapping[str, npt.NDArray[Any]]

    def of(self, arm: str | None = None) -> Reals:
        """The levels of one arm [points, replicates]; the only arm where none is named. Raises KeyError for another name."""
        if arm is None and len(self.arms) == 1:
            arm = self.arms[0]
        if arm not in self.arms:
            raise KeyError(f"no arm named '{arm}'; there are {', '.join(self.arms)}")
        return self.values[:, self.arms.index(arm), :]

    def difference(self, arm: str, base: str = "none") -> Reals:
        """What an arm adds to another, pair by pair, at the same point and seed [points, replicates]."""
        return self.of(arm) - self.of(base)

    @property
    def missing(self) -> int:
        """Cases without a value."""
        return int(np.isnan(self.values).sum())

    def only(self, points: npt.NDArray[Any]) -> Responses:
        """The same at some of the points (a mask or numbers)."""
        return replace(self, values=self.values[points], factors={name: of[points] for name, of in self.factors.items()})


def responses(
    table: pa.Table, outcome: str, factors: tuple[str, ...], arms: tuple[str, ...], step: str | None = None, points: int | None = None
) -> Responses:
    """Arrange one outcome of a table of results, at one time step (the last one where none is named).

    `table` has a row a case and step with CASE_COLUMNS, the factors and the outcome; `arms` is the order of the arms. `points`
    says how many points the design has, for those of which every case failed; their factors are then NaN or empty.
    Raises KeyError for a column or step that is not there, ValueError where two rows claim one place.
    """
    for name in (*CASE_COLUMNS, *factors, outcome):
        if name not in table.column_names:
            raise KeyError(f"the table has no column '{name}'")
    frame = table.select([*CASE_COLUMNS, *dict.fromkeys(factors), outcome]).to_pandas()
    steps = sorted(set(frame["step"]))
    if not steps:
        raise ValueError("the table has no rows")
    step = steps[-1] if step is None else step
    if step not in steps:
        raise KeyError(f"no step '{step}'; there are {steps[0]} to {steps[-1]}")
    frame = frame[frame["step"] == step]
    at_point, at_replicate = (frame[name].to_numpy(dtype=np.int64) for name in ("point", "replicate"))
    number = {name: place for place, name in enumerate(arms)}
    at_arm = np.array([number[name] for name in frame["arm"]], dtype=np.int64)
    shape = (max(int(at_point.max()) + 1, points or 0), len(arms), int(at_replicate.max()) + 1)
    places = np.ravel_multi_index((at_point, at_arm, at_replicate), shape)
    if len(np.unique(places)) != len(places):
        raise ValueError(f"two rows for one case at step {step}")
    values = np.full(shape, np.nan)
    values.flat[places] = frame[outcome].to_numpy(dtype=np.float64)
    return Responses(values, arms, {name: _by_point(frame[name], at_point, shape[0]) for name in factors})


def _by_point(column: Any, at_point: npt.NDArray[np.int64], points: int) -> npt.NDArray[Any]:
    """One value a point, from a column with one a case."""
    given = column.to_numpy()
    held: npt.NDArray[Any]
    if given.dtype.kind in "fiub":
        held = np.full(points, np.nan)
    else:
        held, given = np.full(points, "", dtype=object), np.array([str(one) for one in given], dtype=object)
    held[at_point] = given
    return held
