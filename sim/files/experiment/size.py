"""How many points and cases an experiment has, counted without drawing them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.files.experiment.content import ExperimentContent
from sim.files.experiment.factors import Factor

MOST_DIMENSIONS = 21201
"""Dimensions for which direction numbers of Sobol' sequences are known (Joe & Kuo 2008)."""


def number_of_points(sampler: str, points: int, factors: Sequence[Factor], shares: int, rows: int) -> int:
    """How many points a design has. `factors` without those of the split, `shares`: levers it is over, `rows` of a list."""
    if sampler == "list":
        return rows
    if sampler == "grid":
        lattice = math.comb(points - 1 + shares - 1, shares - 1) if shares else 1
        return lattice * math.prod(points if one.values is None else len(one.values) for one in factors)
    if sampler == "saltelli":
        return points * (len(factors) + 2)
    if sampler == "morris":
        return points * (len(factors) + 1)
    return points


def cases_of(experiment: ExperimentContent) -> int:
    """How many cases an experiment has, found without drawing its points."""
    free, shares = experiment.free, len(experiment.shares)
    points = number_of_points(experiment.sampler, experiment.points, free, shares, len(experiment.rows))
    return points * len(experiment.arms) * experiment.replicates
