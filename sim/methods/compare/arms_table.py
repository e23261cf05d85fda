"""The arms of a study in one table: money, the main difference, cost per seller, value of public funds, and the order by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import rankdata

from sim.files.reading_context import main_outcomes
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.long_table import ARM, OUTCOME, YEAR, ResultTable, change_of, columns, interval_of, pair_of
from sim.methods.compare.quantities import ALL
from sim.methods.compare.ranking import probability_best_intervals
from sim.methods.compare.value_for_money import DEFINED, INFINITE, benefit_and_cost
from sim.methods.statistics.means import Interval

RISES, FALLS, CANNOT_BE_TOLD, ONE_RUN, NOTHING = "rises", "falls", "cannot be told", "one run", "changes nothing at all"
"""What can be told of an arm's main difference."""
REAL_INCOME = "real_income_year_person"


def main_outcome(estimates: Estimates) -> str:
    """The outcome told first: the first that the study names, else real income a person of the year."""
    outcomes = estimates.runs.study.outcomes
    return REAL_INCOME if outcomes == main_outcomes() else outcomes[0]


def arms_table(estimates: Estimates, money: ResultTable, cost_per_seller: ResultTable, welfare: ResultTable) -> ResultTable:
    """One row an arm: what it planned and spent, its main difference in the last year, and what the money was worth to the county.

    `place` orders the arms by value of public funds, benefit for each yuan that the public pays on balance, so that arms of different
    sums can be ranked: what is not spent costs nothing. `highest` is the share of draws in which the arm's value is the highest, with
    Jeffreys' interval. An arm without a value has neither.
    """
    study, measurement = estimates.runs.study, estimates.runs.measurement
    year = measurement.years[-1]
    name = main_outcome(estimates)
    row, quantity = next(
        (row, one) for row, one in enumerate(measurement.quantities) if (one.outcome, one.group, one.year) == (name, ALL, year)
    )
    spent = {one["arm"]: one for one in money.records() if one["lever"] == "all"}
    sellers = {one["arm"]: one for one in cost_per_seller.records()}
    wanted = ("local", 0.0, study.discount, 0.0)
    worth = {one["arm"]: one for one in welfare.records() if (one["view"], one["eta"], one["rate"], one["deadweight"]) == wanted}
    order = _order(estimates, worth)
    rows: list[tuple[Any, ...]] = []
    for arm in study.arms:
        found = estimates.components(change_of(row), arm.name)
        interval = None if found is None else found.together
        seller, value = sellers[arm.name], worth[arm.name]
        place, highest = order.get(arm.name, (None, None))
        rows.append((
            arm.name, spent[arm.name]["planned"], spent[arm.name]["spent"], *quantity.cells, year, *pair_of(found),
            _effect(estimates, arm.name, interval), seller["cost"], seller["cost_low"], seller["cost_high"],
            value["mvpf"], value["mvpf_low"], value["mvpf_high"], value["ratios"], place, *interval_of(highest),
        ))  # fmt: skip
    money_columns = columns("planned | planned | 计划 | CNY of 2015\nspent | spent in the policy period | 政策期支出 | CNY of 2015")
    more = columns("""
        mean | difference from no policy | 与无政策之差 | | 差值
        effect | what can be told of it | 结论
        cost | cost per extra seller | 每新增一户网销家庭的成本 | CNY of 2015 | 成本
        mvpf | marginal value of public funds, to the county | 公共资金边际价值（本县） | | 公共资金边际价值
        ratios | the value is | 比率状态
        place | place by value of public funds | 按公共资金边际价值的名次
        highest | probability that its value is the highest | 价值最高的概率 | share | 概率""")
    caption = "arms: money, main difference, cost per seller, value of public funds", "各方案：资金、主要差值、每户成本、公共资金边际价值"
    return ResultTable("arms", *caption, (ARM, *money_columns, *OUTCOME, YEAR, *more), tuple(rows))


def _effect(estimates: Estimates, arm: str, interval: Interval | None) -> str:
    if estimates.changes_nothing(arm):
        return NOTHING
    if interval is None or not np.isfinite(interval.low):
        return ONE_RUN
    return CANNOT_BE_TOLD if not interval.tells else RISES if interval.mean > 0.0 else FALLS


def _order(estimates: Estimates, worth: dict[str, dict[str, Any]]) -> dict[str, tuple[int, Interval]]:
    """Place and probability of the highest value of each arm that has a value of public funds, where two arms or more have one."""
    arms = [name for name, one in worth.items() if one["ratios"] in (DEFINED, INFINITE)]
    if len(arms) < 2 or estimates.one_run:
        return {}
    benefit, cost = benefit_and_cost(estimates, "local", 0.0, estimates.runs.study.discount)
    values = np.stack([values_of_funds(estimates.independent(benefit, arm), estimates.independent(cost, arm)) for arm in arms], axis=1)
    highest = probability_best_intervals(rankdata(values, axis=1))
    mean = {name: float("inf") if worth[name]["ratios"] == INFINITE else float(worth[name]["mvpf"]) for name in arms}
    return {
        name: (1 + sum(mean[other] > mean[name] for other in arms), found) for name, found in zip(arms, highest, strict=True)
    }


def values_of_funds(benefit: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Benefit over cost in each draw; without a cost, above any number where there is a benefit, and below any where there is none."""
    ratio = np.divide(benefit, cost, out=np.zeros_like(benefit), where=cost > 0.0)
    return np.where(cost > 0.0, ratio, np.where(benefit > 0.0, np.inf, -np.inf))


def ranked(arms: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of arms that have a place, in its order."""
    return sorted((one for one in arms if one["place"] is not None), key=lambda one: (one["place"], one["arm"]))
