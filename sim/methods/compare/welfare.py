"""Benefit of a policy: what people would pay for it, by household and in all, and what a yuan of a later year is worth at its start.

Real CNY of 2015, arm against no policy, under common keyed draws. Costs and benefits share one horizon and one price year, and all present
values are at the start of the policy. Outlays are costs and nothing else: what a subsidy gives reaches the benefits only as the income,
time, prices or profit it changes, so that a transfer is worth once what it costs and never twice.

Pure functions of arrays; arrays that do not fit together, or hold what is not finite, raise ValueError. Sums do not depend on the order of
the rows.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.methods.compare.groups import column

Reals = npt.NDArray[np.float64]

# Yearly real rate of discount and its range; marginal cost of public funds less one.
RATE, RATE_LOW, RATE_HIGH = 0.05, 0.03, 0.08
DEADWEIGHT = 0.0

# Incomes are raised to this share of the mean before they are weighted: (Y/Ȳ)^(−η) has no value at or below 0 and no bound near it. The
# share is the one at which the Luxembourg Income Study long bottom-coded (recalled, not re-read).
LEAST_RELATIVE_INCOME = 0.01


@dataclass(frozen=True)
class Horizon:
    """The years over which costs and benefits are counted, and the day to which they are discounted.

    `years`: the calendar years of the arrays, in order. `start`: when the policy starts, `end`: when the horizon ends, as years with a
    fraction (2016-07 starts at 2016.5). Raises ValueError where they do not fit.
    """

    years: tuple[int, ...]
    start: float
    end: float

    def __post_init__(self) -> None:
        if not self.years or list(self.years) != list(range(self.years[0], self.years[0] + len(self.years))):
            raise ValueError(f"the years of a horizon follow one another, unlike {self.years}")
        if not self.years[0] <= self.start < self.end or not self.years[-1] < self.end < self.years[-1] + 1 + 1e-6:
            raise ValueError(f"a policy from {self.start} to {self.end} does not fit years {self.years[0]} to {self.years[-1]}")

    def factors(self, rate: float = RATE) -> Reals:
        """What 1 CNY in each year is worth at the start: (1 + r)^−τ, [years].

        τ is the time from the start to the middle of what the year has after the start and before the end; a flow is spread over it.
        Years over before the start have 0: nothing may flow in them.
        """
        if not (math.isfinite(rate) and rate > -1.0):
            raise ValueError(f"a rate of discount lies above −1, not at {rate}")
        worth = []
        for year in self.years:
            first, last = max(float(year), self.start), min(year + 1.0, self.end)
            worth.append((1.0 + rate) ** (self.start - (first + last) / 2.0) if last > first else 0.0)
        return np.array(worth)


def equivalent_variation(panel_none: npt.ArrayLike, panel_arm: npt.ArrayLike) -> Reals:
    """What each household gained in each year, as an amount of income without the policy. CNY a year, float64 [years, households].

    EV_i = ΔY − Δ(wage_i·H) − ΔF + S¹(P⁰/P¹ − 1) + s·(m⁰ + m¹)/2, Δ = arm − none: Y income net of inputs and of away wages given up, H
    hours worked past normal ones (hours on a shop come out of wage work first, and out of Y with it; they are not taken off twice), F
    start-up payments net of grants, S¹ retail spending with the policy, P⁰ and P¹ the index of the cost of living without and with it.
    With ΔS in ΔY, the fourth term makes S¹P⁰/P¹ − S⁰, the equivalent variation of homothetic preferences. Time and money of picking
    parcels up are inside P, and not counted again. The last term is what cheaper broadband is worth, s the fall of its price a month and m
    months with it: all of it to who had it anyway, half to who came for it. Sources: Hicks (1942), Rev. Econ. Stud. 9, 126–137; Harberger
    (1971), J. Econ. Lit. 9, 785–797; Varian (1992), Microeconomic Analysis, ch. 10.
    """
    none, arm = np.asarray(panel_none, dtype=np.float64), np.asarray(panel_arm, dtype=np.float64)
    if none.shape != arm.shape:
        raise ValueError(f"the panels of the two arms are not of the same households and years: {none.shape} and {arm.shape}")
    if not (np.isfinite(none).all() and np.isfinite(arm).all()):
        raise ValueError("every value of a panel must be a finite number")

    def change(name: str) -> Reals:
        return column(arm, name) - column(none, name)

    price, price_then = column(arm, "living_cost"), column(none, "living_cost")
    if not ((price > 0.0).all() and (price_then > 0.0).all()):
        raise ValueError("the cost of living is an index above 0")
    months, months_then = column(arm, "broadband"), column(none, "broadband")
    # Fall of the monthly price against no policy; an arm in which no one has broadband saves no one anything.
    cheaper = _each(column(arm, "broadband_saved"), months) - _each(column(none, "broadband_saved"), months_then)
    broadband = cheaper * (months + months_then) / 2.0
    retail = column(arm, "retail") * ((price_then - price) / price)
    return np.asarray(change("income") - change("time_cost") - change("start_paid") + retail + broadband)


def _each(total: Reals, months: Reals) -> Reals:
    """A total by month in which there was any; 0 where there was none."""
    return np.divide(total, months, out=np.zeros_like(total), where=months > 0.0)


def distribution_weights(income_person: npt.ArrayLike, persons: npt.ArrayLike, eta: float) -> Reals:
    """What a yuan to each household counts for, against a yuan at mean income: (Y_i/Ȳ)^(−η). float64 [households].

    `income_person`: income a person *without* the policy [CNY a year]; `persons`: size × weight, over which the mean Ȳ is taken. η = 0
    counts all alike, η = 1 counts a given share of income alike. Incomes below 1 % of the mean count as that (LEAST_RELATIVE_INCOME).
    Raises ValueError where the mean is not above 0. Sources: Atkinson (1970), J. Econ. Theory 2, 244–263; HM Treasury, Green Book (2022),
    annex 3.
    """
    income, count = np.asarray(income_person, dtype=np.float64), np.asarray(persons, dtype=np.float64)
    if income.shape != count.shape or income.ndim != 1 or not (count > 0.0).all() or not np.isfinite(income).all():
        raise ValueError("incomes and persons: one finite number a household each, persons above 0")
    mean = math.fsum((income * count).tolist()) / math.fsum(count.tolist())
    if not mean > 0.0:
        raise ValueError(f"no weights by relative income where mean income is {mean}")
    return np.asarray(np.maximum(income / mean, LEAST_RELATIVE_INCOME) ** -eta)


def willingness_to_pay(
    variation: npt.ArrayLike,
    weight: npt.ArrayLike,
    *,
    surplus: npt.ArrayLike,
    merchant: npt.ArrayLike,
    carrier: npt.ArrayLike,
    trader: npt.ArrayLike,
    distribution: npt.ArrayLike | None = None,
) -> Reals:
    """What all together would pay for the policy, Σ w·EV + profits that are in nobody's income. CNY a year, float64 [years].

    `variation` [years, households] by `equivalent_variation`; `weight` [households]; `distribution` by `distribution_weights`, None
    for η = 0. The rest [years] are changes, arm − none, of the county's sums: undistributed surplus of cooperatives, profit of merchants,
    of *local* carriers, of traders, as far as it is in no household's income. Their owners count as having mean income: 1 at any η.
    No outlay is an argument: what the public pays is a cost.
    """
    each, weights = np.asarray(variation, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if each.ndim != 2 or weights.shape != each.shape[1:]:
        raise ValueError(f"variations are [years, households] and weights [households], not {each.shape} and {weights.shape}")
    if distribution is not None:
        counts = np.asarray(distribution, dtype=np.float64)
        if counts.shape != weights.shape:
            raise ValueError(f"distribution weights are one a household, {weights.shape}, not {counts.shape}")
        weights = weights * counts
    profits = [np.asarray(flow, dtype=np.float64) for flow in (surplus, merchant, carrier, trader)]
    if any(flow.shape != each.shape[:1] for flow in profits):
        raise ValueError(f"profits are one number a year, {each.shape[:1]}, not {[flow.shape for flow in profits]}")
    return np.array([math.fsum([*(weights * each[t]).tolist(), *(float(flow[t]) for flow in profits)]) for t in range(len(each))])
