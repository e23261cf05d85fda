"""Samples: checked arrays of finite numbers, their sums to the last bit whatever the order of the rows, and Student's quantile."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

Reals = npt.NDArray[np.float64]


def finite(values: npt.ArrayLike, dimensions: int, what: str) -> Reals:
    """The values as an array. Raises ValueError, with `what` as their name, for another number of dimensions, none, or one not finite."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != dimensions or array.size == 0:
        raise ValueError(f"{what}: an array of {dimensions} dimensions with something in it, not of shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{what}: every value must be a finite number")
    return array


def paired(first: npt.ArrayLike, second: npt.ArrayLike, dimensions: int, names: tuple[str, str]) -> tuple[Reals, Reals]:
    """Two arrays of one shape. Raises ValueError where they are not, or as `finite` does."""
    a, b = finite(first, dimensions, names[0]), finite(second, dimensions, names[1])
    if a.shape != b.shape:
        raise ValueError(f"{names[0]} and {names[1]} are pairs: shapes {a.shape} and {b.shape}")
    return a, b


def tail_of(level: float) -> float:
    """The probability on each side of a central interval of that level. Raises ValueError for a level outside (0, 1)."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"a level of confidence lies between 0 and 1, not at {level}")
    return (1.0 - level) / 2.0


def mean_of(values: Reals) -> float:
    """Mean of all values."""
    return math.fsum(values.ravel().tolist()) / values.size


def means_of_rows(table: Reals) -> Reals:
    """Mean of each row."""
    return np.array([mean_of(row) for row in table])


def sum_of_squares(values: Reals) -> float:
    """Sum of the squares of all values."""
    return math.fsum((values.ravel() ** 2).tolist())


def student_quantile(level: float, degrees: Any) -> Any:
    """t such that a Student variable of so many degrees of freedom lies within ± t at that level; a number, or an array of them."""
    return -stdtrit(degrees, tail_of(level))
