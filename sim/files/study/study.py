"""A study: arms compared in one world, ready to be carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.files import Scenario
from sim.files.study.arms import Arm
from sim.files.study.examination import Examination
from sim.files.study.schema import Uncertainty
from sim.theory.deflator import BASE_YEAR


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
            "period": {
                "policy": [str(start.plus(self.first)), str(start.plus(self.last))],
                "follow_until": str(self.scenario.last_month),
            },
            "money": None if self.total is None else {"total": self.total},
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
