"""A study: arms under one scenario, policies as they stand or shares of one sum of money, and what is compared between them.

A share buys a budget. A pilot finds the level of its lever that spends the budget (`sim.methods.compare.level_search`); what it costs in
each draw moves the level (`sim.methods.compare.pilot.affordable_measures`); the budget ends the spending to the fen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.files import Measure, Problem, Scenario, Target
from sim.files.study.examination import Examination
from sim.files.study.schema import Uncertainty
from sim.theory.deflator import BASE_YEAR


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
        money = [(one.lever, one.budget) for one in self.shares]
        for lever, budget in [*money, *((one.lever, one.budget) for one in self.measures)]:
            if budget is not None:
                budgets.setdefault(lever, []).append(budget)
        return {lever: math.fsum(several) for lever, several in budgets.items()}

    def resolved(self) -> dict[str, Any]:
        """The arm as plain data, for the record; amounts in CNY of 2015."""
        if self.shares:
            return {"shares": {one.lever: {"share": one.share, "budget": one.budget} for one in self.shares}}
        return {"measures": [one.model_dump(mode="json") for one in self.measures]}


@dataclass(frozen=True)
class Groups:
    """Groups of a study: the year of the income fifths, the band of road kilometres that counts as far, whether sellers are told apart."""

    income_fifths: int | None = None
    far: tuple[float | None, float | None] | None = None
    sellers: bool = False


@dataclass(frozen=True)
class Study:
    """A study ready to be carried out; amounts in CNY of 2015.

    `scenario` reaches to the month until which effects are followed; `first` and `last` are the rows of the first and the last month of
    the policy in it. `total` is the sum that arms share, None where every arm is a policy as it stands. `prices` is the year whose yuan
    the file spoke of, None where it names no amount.
    """

    name: str
    question: str
    file: str
    scenario: Scenario
    prices: int | None
    first: int
    last: int
    total: float | None
    arms: tuple[Arm, ...]
    differences: tuple[tuple[str, str], ...]
    groups: Groups
    uncertainty: Uncertainty
    outcomes: tuple[str, ...]
    discount: float
    examination: Examination | None
    leftover: Literal["next", "return"] = "return"

    @property
    def measured(self) -> tuple[str, ...]:
        """The outcomes that are measured: those asked for, and the indicators of an examination."""
        indicators = () if self.examination is None else tuple(one.outcome for one in self.examination.indicators)
        return tuple(dict.fromkeys((*self.outcomes, *indicators)))

    def resolved(self) -> dict[str, Any]:
        """The study in full as plain data, for the record; amounts in CNY of 2015."""
        start = self.scenario.start
        return {
            "name": self.name,
            "question": self.question,
            "scenario": self.scenario.resolved(),
            "prices": self.prices,
            "price_year": BASE_YEAR,
            "period": {"policy": [str(start.plus(row)) for row in (self.first, self.last)], "follow_until": str(self.scenario.last_month)},
            "money": None if self.total is None else {"total": self.total, "leftover": self.leftover},
            "arms": {arm.name: arm.resolved() for arm in self.arms},
            "differences": [list(pair) for pair in self.differences],
            "groups": {
                "income_fifths": self.groups.income_fifths,
                "far": None if self.groups.far is None else {"road_km": list(self.groups.far)},
                "sellers": self.groups.sellers,
            },
            "uncertainty": self.uncertainty.model_dump(mode="json"),
            "outcomes": list(self.outcomes),
            "discount": self.discount,
            "examination": None if self.examination is None else self.examination.resolved(),
        }


def measures_at(
    arm: Arm, levels: Mapping[str, float], first: int, last: int, months: int, capped: bool = True,
    budgets: Mapping[str, float] | None = None,
) -> tuple[Measure, ...]:  # fmt: skip
    """The measures of an arm; of a money arm, each lever at its level over the policy period, under its budget if `capped`.

    `budgets` by lever, CNY of 2015, stand in place of the shares: where a lever passes on what it cannot spend.
    """
    if not arm.shares:
        return arm.measures
    return tuple(
        Measure(
            policy=arm.name,
            lever=one.lever,
            levels=(0.0,) * first + (levels[one.lever],) * (last - first + 1) + (0.0,) * (months - last - 1),
            target=Target(),
            budget=(budgets or {}).get(one.lever, one.budget) if capped else None,
            asked=one.asked,
        )
        for one in arm.shares
    )


def without_dose(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The same measures with every level at zero."""
    return tuple(one.model_copy(update={"levels": (0.0,) * len(one.levels)}) for one in measures)
