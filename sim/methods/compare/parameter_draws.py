"""Draws of what is known only as a range: parameters of behaviour, technology, prices and institutions, and unit costs of the levers.

A Latin hypercube: with D draws, each range is cut into D strata of equal width, and each stratum is met once (McKay, Beckman & Conover
1979, Technometrics 21, 239–245). The place of a draw is keyed by study seed and parameter, so a parameter added to the model leaves the
draws of all others as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.files import Scenario
from sim.files.study.schema import Uncertainty
from sim.numeric.keyed_draws import Stream, uniform
from sim.theory.parameters import PARAMETERS, Parameter

ROLES = ("behaviour", "technology", "price", "institution")
"""Roles of the parameters that describe the world; a measurement is a definition, and is not drawn."""
COSTS = "costs"
"""The group of unit costs."""
OTHER_COSTS = ("accounting.seat_cost",)
"""Unit costs of levers declared in another group."""


@dataclass(frozen=True)
class Draw:
    """One draw: values of `parameters` and of unit `costs`, "group.name" -> number in the unit declared. Empty: the defaults."""

    number: int
    parameters: dict[str, float]
    costs: dict[str, float]


def is_cost(key: str) -> bool:
    """Whether a parameter is a unit cost of a lever: it moves what the public pays, and nothing else unless a budget binds."""
    return key.partition(".")[0] == COSTS or key in OTHER_COSTS


def drawn_parameters(scenario: Scenario, costs: bool) -> tuple[Parameter, ...]:
    """The parameters that are drawn, or the unit costs; those that the scenario sets are known there, and stay as set."""
    return tuple(
        one
        for key, one in PARAMETERS.items()
        if is_cost(key) == costs and one.role in ROLES and one.low < one.high and key not in scenario.parameters
    )


def draws_of(scenario: Scenario, uncertainty: Uncertainty, seed: int) -> tuple[Draw, ...]:
    """The draws of a study, over the declared range of each parameter; `seed` is the study's."""
    count = uncertainty.draws
    parameters = drawn_parameters(scenario, costs=False) if uncertainty.parameters == "ranges" else ()
    costs = drawn_parameters(scenario, costs=True) if uncertainty.costs == "ranges" else ()
    values = {one.key: _over_range(one, count, seed) for one in (*parameters, *costs)}

    def of(kind: Iterable[Parameter], number: int) -> dict[str, float]:
        return {one.key: float(values[one.key][number]) for one in kind}

    return tuple(Draw(number, of(parameters, number), of(costs, number)) for number in range(count))


def _over_range(one: Parameter, count: int, seed: int) -> np.ndarray:
    """One value in each of `count` strata of the range, in an order drawn by key; one draw alone falls anywhere in it."""
    key = int.from_bytes(hashlib.sha256(one.key.encode()).digest()[:6], "big")
    order = np.argsort([uniform(seed, Stream.SPARE, number, key) for number in range(count)], kind="stable")
    within = np.array([uniform(seed, Stream.SPARE, count + number, key) for number in range(count)])
    places = (order + within) / count
    # Rounding must not carry a value over the end of its range.
    return np.asarray(np.clip(one.low + places * (one.high - one.low), one.low, one.high))
