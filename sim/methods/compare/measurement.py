"""What is kept of a run: outcomes by year and group, public money by lever, who sells, who gains, what it is worth.

A run holds every household of the sample in every year. All that a study needs of it is worked out as soon as its pair is there, and the
households are let go, so that a study of a thousand runs needs no more memory than a few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.files.study.study import Study
from sim.methods.compare.groups import (
    BANDS,
    FIFTH_LABELS,
    SELLER_LABELS,
    SELLERS,
    bands,
    column,
    far,
    income_fifths,
    sellers,
)
from sim.methods.compare.quantities import (
    ALL,
    FAR,
    HOUSEHOLD_QUANTITIES,
    NEAR,
    Quantity,
    of_months,
    real_income,
    yearly_unit,
)
from sim.methods.compare.welfare import distribution_weights, equivalent_variation, willingness_to_pay
from sim.theory.outcomes import OUTCOMES, Outcome

INEQUALITY_AVERSION = (0.0, 1.0)
"""η: all alike, and a given share of income alike."""
GAINS_OF_FIRMS = (
    "surplus_household", "merchant_profit_household", "carrier_profit_household", "trader_margin_household", "income_produce_household",
)  # fmt: skip
"""Outcomes of which the gains of others than households are made up, and what sellers elsewhere lose."""
FLOWS = ("wtp_0", "wtp_1", "outlay", "taken")
"""Columns of the flows of a pair: willingness to pay at η = 0 and 1, public outlay, what sellers elsewhere lose; CNY a year."""


@dataclass(frozen=True)
class ArmResult:
    """What is kept of one run beside its pair without the policy; K quantities, Y years, L levers.

    `with_policy` and `change` [K] (nan where a group is empty), `outlay` [Y, L] more public money by lever than without the policy and
    `spent` [L] the same over the months of the policy, `bands` [Y, 5] and `sellers` [4] shares of households, `sellers_more` the weighted
    number of households that sold online in the last year, more than without, `flows` [Y, 4]. Amounts are CNY of 2015.
    """

    with_policy: np.ndarray
    change: np.ndarray
    outlay: np.ndarray
    spent: np.ndarray
    bands: np.ndarray
    sellers: np.ndarray
    sellers_more: float
    flows: np.ndarray


def kept_outcomes(study: Study) -> tuple[str, ...]:
    """The outcomes that a run of a study has to keep, by year: those measured, and those that welfare is made up of."""
    return tuple(dict.fromkeys((*study.measured, *GAINS_OF_FIRMS)))


class Measurement:
    """What is kept of the runs of a study: the quantities, in an order that is the same for all of them."""

    def __init__(self, study: Study, trajectory: Any) -> None:
        """`trajectory` is any run of the study: its years and outcomes are those of all."""
        self.study = study
        self.years: tuple[int, ...] = tuple(trajectory.years)
        start = study.scenario.start
        calendar = np.array([start.plus(row).year for row in range(study.scenario.months)])
        self._rows = [np.flatnonzero(calendar == year) for year in self.years]
        self.months_of: dict[int, int] = {year: len(rows) for year, rows in zip(self.years, self._rows, strict=True)}
        """Months of each year that the horizon holds; sums over a year are over these."""
        self._of_year = np.array([len(rows) / 12.0 for rows in self._rows])
        self.first_year = self.years.index(start.plus(study.first).year)
        """The row of the year in which the policy starts."""
        self._outcomes = [_declared(name) for name in study.measured]
        self.groups = self._named_groups()
        self.quantities = tuple(self._all_quantities())

    def _named_groups(self) -> dict[str, tuple[str, str]]:
        """Key of each group, with its labels."""
        groups = {ALL: ("all households", "全部农户")}
        asked = self.study.groups
        if asked.income_fifths is not None:
            groups |= {f"fifth_{fifth}": labels for fifth, labels in FIFTH_LABELS.items()}
        if asked.far is not None:
            low, high = asked.far
            said = (
                f"{low:g} km or more"
                if low is not None and high is None
                else f"under {high:g} km"
                if low is None
                else f"{low:g} to {high:g} km"
            )
            groups |= {FAR: (f"villages at {said}", f"距县城 {said} 的村"), NEAR: ("other villages", "其余村")}
        if asked.sellers:
            groups |= {kind: SELLER_LABELS[kind] for kind in SELLERS}
        return groups

    def _all_quantities(self) -> list[Quantity]:
        found = []
        for year in self.years[self.first_year :]:
            months = self.months_of[year]
            for one in self._outcomes:
                unit = of_months(yearly_unit(one.unit), months) if one.flow else one.unit
                found.append(Quantity(one.name, one.label, one.label_zh, unit, one.decimals, year, ALL))
            for group in self.groups:
                for each in HOUSEHOLD_QUANTITIES:
                    unit = of_months(each.unit, months)
                    found.append(Quantity(each.name, each.label, each.label_zh, unit, each.decimals, year, group))
        return found

    # ----------------------------------------------------------------------------------------------------------- one run

    def of_pair(self, none: Any, arm: Any) -> ArmResult:
        """What is kept of a run and its pair without the policy, same seed and same parameters; `none` twice is the run without."""
        if arm.panel.shape != none.panel.shape or arm.outlays.shape != none.outlays.shape:
            raise ValueError("the two runs of a pair are not of the same households and months")
        households: Mapping[str, np.ndarray] = none.households
        fixed = self._fixed_groups(none)
        first = self.first_year
        both = none.panel[first:], arm.panel[first:]
        kinds = sellers(column(both[0], "seller"), column(both[1], "seller"))
        weight = np.asarray(households["weight"], np.float64)
        strata = {kind: kinds == kind for kind in SELLERS} if self.study.groups.sellers else {}
        without, with_policy = (self._values(one, households, fixed | strata) for one in (none, arm))
        outlay = (arm.outlays - none.outlays).sum(axis=2, dtype=np.int64) / 100.0
        incomes = [real_income(one, self._of_year[first:]) for one in both]
        return ArmResult(
            with_policy=with_policy,
            change=with_policy - without,
            outlay=np.array([outlay[rows].sum(axis=0) for rows in self._rows]),
            spent=outlay[self.study.first : self.study.last + 1].sum(axis=0),
            bands=np.array([_shares(bands(*pair), range(len(BANDS)), weight) for pair in zip(*incomes, strict=True)]),
            sellers=_shares(kinds, SELLERS, weight),
            sellers_more=float(weight[column(both[1], "seller")[-1] > 0.0].sum() - weight[column(both[0], "seller")[-1] > 0.0].sum()),
            flows=self._flows(none, arm, outlay, households),
        )

    def _fixed_groups(self, none: Any) -> dict[str, np.ndarray]:
        """Members of each group that is fixed before the policy: bool [households]."""
        households = none.households
        members = {ALL: np.ones(len(households["weight"]), np.bool_)}
        asked = self.study.groups
        if asked.income_fifths is not None:
            fifth = income_fifths(none.panel, households, self.years.index(asked.income_fifths))
            members |= {f"fifth_{number}": fifth == number for number in FIFTH_LABELS}
        if asked.far is not None:
            members[FAR] = far(households, *asked.far)
            members[NEAR] = ~members[FAR]
        return members

    def _values(self, run: Any, households: Mapping[str, np.ndarray], members: Mapping[str, np.ndarray]) -> np.ndarray:
        """The quantities of one run, float64 [K]; nan for a group without members."""
        silent = run.share_simulated
        yearly: dict[tuple[str, str], np.ndarray] = {}
        for one in self._outcomes:
            months = run[one.name]
            if silent < one.least_share:
                yearly[one.name, ALL] = np.full(len(self.years), np.nan)
            elif one.flow:
                yearly[one.name, ALL] = np.array([months[rows].sum() for rows in self._rows])
            else:
                yearly[one.name, ALL] = np.array([months[rows[-1]] for rows in self._rows])
        weight, size = (np.asarray(households[name], np.float64) for name in ("weight", "size"))
        for each in HOUSEHOLD_QUANTITIES:
            values = each.values(run.panel, self._of_year) * weight
            counted = weight * size if each.persons else weight
            for group, inside in members.items():
                total = counted[inside].sum()
                means = values[:, inside].sum(axis=1) / total if total > 0.0 else np.full(len(self.years), np.nan)
                yearly[each.name, group] = means
        place = {year: row for row, year in enumerate(self.years)}
        return np.array([yearly[one.outcome, one.group][place[one.year]] for one in self.quantities])

    def _flows(self, none: Any, arm: Any, outlay: np.ndarray, households: Mapping[str, np.ndarray]) -> np.ndarray:
        """Willingness to pay, outlay and what sellers elsewhere lose, by year: float64 [Y, 4], CNY."""
        weight = np.asarray(households["weight"], np.float64)
        count = float(weight.sum())
        more = {
            name: np.array([(arm[name] - none[name])[rows].sum() for rows in self._rows]) * count
            for name in GAINS_OF_FIRMS
        }
        variation = equivalent_variation(none.panel, arm.panel)
        size = np.asarray(households["size"], np.float64)
        # Incomes of the last year that the policy cannot have touched; of its first one, without it, where there is none before.
        before = max(self.first_year - 1, 0)
        income_person = column(none.panel, "income")[before] / size
        worth = [
            willingness_to_pay(
                variation,
                weight,
                surplus=more["surplus_household"],
                merchant=more["merchant_profit_household"],
                carrier=more["carrier_profit_household"],
                trader=more["trader_margin_household"],
                distribution=None if eta == 0.0 else distribution_weights(income_person, size * weight, eta),
            )
            for eta in INEQUALITY_AVERSION
        ]
        # The bound: every sale that the county's sellers gain is lost by sellers elsewhere, at the same gain to those who make it.
        taken = more["income_produce_household"] + more["merchant_profit_household"] + more["surplus_household"]
        spent = np.array([outlay[rows].sum() for rows in self._rows])
        return np.stack([*worth, spent, taken], axis=1)


def _declared(name: str) -> Outcome:
    return next(one for one in OUTCOMES if one.name == name)


def _shares(of: np.ndarray, among: Any, weight: np.ndarray) -> np.ndarray:
    total = weight.sum()
    return np.array([weight[of == kind].sum() / total for kind in among])
