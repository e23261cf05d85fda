"""Points of a design: places in the unit cube by a sampler, and the levels of the factors there.

A split of money over k levers takes k - 1 places, sorted: the gaps between them are shares uniform over the simplex (Devroye 1986,
Non-Uniform Random Variate Generation, ch. V.2). In a grid it takes the lattice of the simplex instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.files.experiment.factors import Factor

SAMPLERS = ("grid", "list", "latin_hypercube", "sobol", "saltelli", "morris")
"""How points are chosen."""
MORRIS_LEVELS = 4
"""Levels of a factor in Morris' design; an elementary effect is a move of two thirds of the range (Morris 1991)."""


def grid(factors: Sequence[Factor], points: int, shares: int) -> np.ndarray:
    """Every combination of levels, the first factor slowest: float64 [points, factors + shares].

    A range has `points` levels from its low to its high end; values are as they stand; labels are numbered.
    """
    axes = [_levels(one, points)[:, None] for one in factors]
    if shares:
        axes.append(np.array(simplex_lattice(shares, points - 1)))
    rows = np.empty((1, 0))
    for axis in axes:
        rows = np.hstack([np.repeat(rows, len(axis), axis=0), np.tile(axis, (len(rows), 1))])
    return rows


def _levels(factor: Factor, points: int) -> np.ndarray:
    if factor.values is None:
        assert factor.low is not None and factor.high is not None
        return np.linspace(factor.low, factor.high, points)
    return np.arange(len(factor.values), dtype=np.float64) if factor.named else np.array(factor.values, np.float64)


def simplex_lattice(shares: int, steps: int) -> list[tuple[float, ...]]:
    """Every way to give `steps` equal parts of a whole to so many receivers: shares that sum to 1."""
    bars = itertools.combinations(range(steps + shares - 1), shares - 1)
    found = []
    for bar in bars:
        ends = (-1, *bar, steps + shares - 1)
        found.append(tuple((ends[one + 1] - ends[one] - 1) / steps for one in range(shares)))
    return found[::-1]


def cube(sampler: str, points: int, dimensions: int, seed: int) -> np.ndarray:
    """Places in the unit cube, float64 [points of the design, dimensions]; the same for the same seed.

    `points` of a Latin hypercube or a scrambled Sobol' sequence; base points N of Saltelli's arrangement; trajectories of Morris'.
    """
    rng = np.random.default_rng(seed)
    if sampler == "latin_hypercube":
        return np.asarray(_quasi("LatinHypercube", dimensions, rng).random(points))
    if sampler == "sobol":
        return np.asarray(_quasi("Sobol", dimensions, rng).random_base2(points.bit_length() - 1))
    if sampler == "saltelli":
        base = np.asarray(_quasi("Sobol", 2 * dimensions, rng).random_base2(points.bit_length() - 1))
        return saltelli(base[:, :dimensions], base[:, dimensions:])
    if sampler == "morris":
        return _morris(points, dimensions, rng)
    raise ValueError(f"no sampler of the unit cube named '{sampler}'")


def saltelli(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Saltelli's arrangement of two samples [N, k]: for each base point A, then AB_1 … AB_k, then B; [N (k + 2), k].

    AB_j is A with column j of B (Saltelli et al. 2010, Computer Physics Communications 181, 259-270).
    """
    base, k = a.shape
    rows = np.repeat(a[:, None, :], k + 2, axis=1)
    for column in range(k):
        rows[:, column + 1, column] = b[:, column]
    rows[:, k + 1, :] = b
    return rows.reshape(base * (k + 2), k)


def _quasi(kind: str, dimensions: int, rng: np.random.Generator) -> Any:
    """A sampler of scipy, drawing from `rng`; the name of that argument changed with SciPy 1.15, the points did not."""
    import inspect

    from scipy.stats import qmc

    made = getattr(qmc, kind)
    known = inspect.signature(made.__init__).parameters
    return made(d=dimensions, scramble=True, **{"rng" if "rng" in known else "seed": rng})


def _morris(trajectories: int, dimensions: int, rng: np.random.Generator) -> np.ndarray:
    """Morris' trajectories as SALib draws them."""
    from SALib.sample import morris

    problem = {"num_vars": dimensions, "names": [f"x{one}" for one in range(dimensions)], "bounds": [[0.0, 1.0]] * dimensions}
    return np.asarray(morris.sample(problem, trajectories, num_levels=MORRIS_LEVELS, seed=rng))


def shares_of(places: np.ndarray) -> np.ndarray:
    """Shares of a whole, [points, k], from k - 1 places in [0, 1] a point: the gaps between them once sorted."""
    ends = np.ones((len(places), 1))
    return np.asarray(np.diff(np.sort(places, axis=1), axis=1, prepend=0.0 * ends, append=ends))
