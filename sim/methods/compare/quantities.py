"""Quantities of a study: one number of a run each, an outcome of a year for all households or for a group, with label and unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.methods.compare.groups import column

ALL = "all"
FAR, NEAR = "far", "near"
"""Keys of groups: all households; those of villages far from the county seat, and of the others."""


@dataclass(frozen=True)
class HouseholdQuantity:
    """A quantity of households that is told by group: mean of `values(panel, households)` over `counted` (households, or their members)."""

    name: str
    label: str
    label_zh: str
    unit: str
    decimals: int
    persons: bool
    values: Callable[[np.ndarray, np.ndarray], np.ndarray]


def real_income(panel: np.ndarray, of_year: np.ndarray) -> np.ndarray:
    """Income with retail spending valued at P0/P1, CNY a year, [years, households].

    `of_year` [years]: the share of each year's months that the panel holds; its price index is a twelfth of a sum over them.
    """
    price = column(panel, "living_cost") / of_year[:, None]
    return np.asarray(column(panel, "income") + column(panel, "retail") * (1.0 / price - 1.0))


def _of(name: str) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    return lambda panel, _: column(panel, name)


def _any(name: str) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    return lambda panel, _: (column(panel, name) > 0.0).astype(np.float64)


HOUSEHOLD_QUANTITIES: tuple[HouseholdQuantity, ...] = (
    HouseholdQuantity("income_year_person", "income a person of the year", "当年人均收入", "CNY a person a year", 0, True, _of("income")),
    HouseholdQuantity(
        "real_income_year_person", "income a person of the year at constant cost of living", "当年人均实际收入",
        "CNY a person a year", 0, True, real_income,
    ),
    HouseholdQuantity("sells_online", "households that sold online in the year", "当年网销家庭比例", "share", 4, False, _any("seller")),
    HouseholdQuantity("shops_online", "households that bought online in the year", "当年网购家庭比例", "share", 4, False, _any("shopper")),
    HouseholdQuantity("own_online_sales", "sold by own shops", "自营网店销售额", "CNY a household a year", 1, False, _of("online_sales")),
    HouseholdQuantity("spent_online", "bought online", "网购支出", "CNY a household a year", 1, False, _of("spent_online")),
    HouseholdQuantity("hours_online", "hours spent on own shops", "网店工时", "hours a household a year", 2, False, _of("hours_online")),
    HouseholdQuantity("seats", "training seats taken", "参训人次", "persons a household a year", 4, False, _of("seats")),
)  # fmt: skip
"""What is told by group, for the groups of a study and for all."""


@dataclass(frozen=True)
class Quantity:
    """One number that is kept of each run: an outcome of a year, for a group."""

    outcome: str
    label: str
    label_zh: str
    unit: str
    decimals: int
    year: int
    group: str

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The outcome, its labels and its unit, as in a table."""
        return self.outcome, self.label, self.label_zh, self.unit


def yearly_unit(unit: str) -> str:
    """The unit of a flow added up over a year."""
    return unit.replace("a month", "a year")


def of_months(unit: str, months: int) -> str:
    """The unit of a sum over a year of which the horizon holds so many months: what was added up in six is no amount a year."""
    return unit if months == 12 else unit.replace("a year", "in 1 month" if months == 1 else f"in {months} months")
