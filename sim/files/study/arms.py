"""Arms of a study: policies as they stand, or shares of one sum of money.

A share buys a budget. What level of its lever spends that budget is found by a pilot (`sim.methods.compare.level_search`), moved
by what it costs in each draw (`sim.methods.compare.pilot.afforded`), and the budget ends the spending to the fen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.files import Problem
from sim.files.policy.schema import Measure
from sim.files.policy.target import Target

NONE = "none"
"""The arm without any policy of the study, in every study."""


@dataclass(frozen=True)
class MoneyShare:
    """A share of the sum of money for one lever; `budget` in CNY of 2015, `asked` where the study says so.

    `top` is the highest level it may take: the lever's, less what the scenario's own policies set of it in the period.
    """

    lever: str
    share: float
    budget: float
    top: float
    asked: Problem | None = None


@dataclass(frozen=True)
class Arm:
    """One policy of a study: `shares` of the money, or `measures` as they stand."""

    name: str
    shares: tuple[MoneyShare, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def planned(self) -> dict[str, float]:
        """The money meant for each lever, CNY of 2015: the budgets; a lever without one is missing."""
        budgets: dict[str, list[float]] = {}
        for lever, budget in [
            *((one.lever, one.budget) for one in self.shares),
            *((one.lever, one.budget) for one in self.measures),
        ]:
            if budget is not None:
                budgets.setdefault(lever, []).append(budget)
        return {lever: math.fsum(several) for lever, several in budgets.items()}

    def resolved(self) -> dict[str, Any]:
        """The arm as plain data, for the record; amounts in CNY of 2015."""
        if self.shares:
            return {"shares": {one.lever: {"share": one.share, "budget": one.budget} for one in self.shares}}
        return {"measures": [one.model_dump(mode="json") for one in self.measures]}


def measures_at(
    arm: Arm, levels: Mapping[str, float], first: int, last: int, months: int, capped: bool = True
) -> tuple[Measure, ...]:
    """The measures of an arm; of a money arm, each lever at its level over the policy period, under its budget if `capped`."""
    if not arm.shares:
        return arm.measures
    return tuple(
        Measure(
            policy=arm.name,
            lever=one.lever,
            levels=(0.0,) * first + (levels[one.lever],) * (last - first + 1) + (0.0,) * (months - last - 1),
            target=Target(),
            budget=one.budget if capped else None,
            asked=one.asked,
        )
        for one in arm.shares
    )


def without_dose(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The same measures with every level at zero."""
    return tuple(one.model_copy(update={"levels": (0.0,) * len(one.levels)}) for one in measures)
