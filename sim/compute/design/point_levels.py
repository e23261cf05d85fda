"""The points of an experiment: the level of each factor at each of them, drawn by its sampler, listed, or crossed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.compute.design.points import cube, grid, shares_of
from sim.files.experiment.experiment import Experiment
from sim.files.experiment.factors import Factor


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
