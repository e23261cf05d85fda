"""Points of a design: places in the unit cube by a sampler, the levels of the factors there, and what a point sets in the world.

A split of money over k levers takes k - 1 places, sorted: the gaps between them are shares uniform over the simplex (Devroye 1986,
Non-Uniform Random Variate Generation, ch. V.2). In a grid it takes the lattice of the simplex instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.files.experiment.experiment import Experiment
from sim.files.experiment.factors import SPLIT, Factor
from sim.reading.amounts import FEN

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


def points_of(experiment: Experiment) -> tuple[np.ndarray, np.ndarray | None]:
    """The level of each factor at each point, float64 [points, factors], and the places in the unit cube they come from.

    Of a factor with labels the level is the number of the label. Grids and lists have no places: None.
    """
    free, shares = experiment.free, len(experiment.shares)
    if experiment.sampler == "list":
        listed = [_numbers(one, [row[place] for row in experiment.rows]) for place, one in enumerate(experiment.factors)]
        return np.array(listed, np.float64).T.reshape(len(experiment.rows), len(experiment.factors)), None
    if experiment.sampler == "grid":
        return grid(free, experiment.points, shares), None
    places = cube(experiment.sampler, experiment.points, len(free) + max(shares - 1, 0), experiment.seed)
    columns = [one.levels(places[:, place]) for place, one in enumerate(free)]
    together = [np.array(columns, np.float64).T.reshape(len(places), len(free))]
    if shares:
        together.append(shares_of(places[:, len(free) :]))
    return np.ascontiguousarray(np.hstack(together)), places


def _numbers(factor: Factor, values: Sequence[float | str]) -> list[float]:
    """The numbers of a column of a list; of labels, their places."""
    if not factor.named:
        return [float(one) for one in values]
    place = {label: number for number, label in enumerate(factor.values or ())}
    return [float(place[one]) for one in values]


@dataclass(frozen=True, slots=True)
class Dose:
    """A lever at a level over the months of the policy, with the money there is for it (CNY of 2015, None: no limit)."""

    lever: str
    level: float
    budget: float | None

    def constant(self, first: int, last: int, months: int) -> tuple[float, ...]:
        """The level of each month of a horizon, in force from row `first` to row `last`."""
        return (0.0,) * first + (self.level,) * (last - first + 1) + (0.0,) * (months - last - 1)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a point sets: the number of its world, parameters ("group.name" -> number), and doses of levers."""

    world: int
    parameters: dict[str, float]
    doses: tuple[Dose, ...]


def setting_of(experiment: Experiment, levels: Sequence[float]) -> Setting:
    """What the levels of a point set, in the order of the experiment's factors.

    A dose of nothing is no measure: the case is that in which the lever was never named.
    """
    world = 0
    parameters: dict[str, float] = {}
    doses: list[Dose] = []
    for one, level in zip(experiment.factors, levels, strict=True):
        if one.kind == "parameter":
            parameters[one.key] = level
        elif one.kind == "county":
            world = int(level)
        elif one.kind == "draw":
            parameters.update(experiment.draws[int(level)])
        elif one.kind == "lever":
            doses += [Dose(one.key, level, None)] if level != 0.0 else []
        else:
            assert experiment.split is not None
            lever, budget = one.key.removeprefix(SPLIT), level * experiment.split.money
            doses += [Dose(lever, experiment.split.levels[lever], budget)] if budget >= FEN else []
    return Setting(world, parameters, tuple(doses))
