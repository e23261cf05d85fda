"""Who gains and what it is worth: bands of winners and losers, sellers, cost per extra seller, cost and benefit."""

from __future__ import annotations

from itertools import product
from typing import Any

from sim.methods.compare.estimates import Estimates, Number
from sim.methods.compare.groups import BANDS, SELLER_LABELS, SELLERS
from sim.methods.compare.long_table import (
    ARM,
    YEAR,
    ResultTable,
    bounds_columns,
    columns,
    finite,
    interval_of,
    outlay_of,
    pair_of,
    share_bounds_of,
)  # fmt: skip
from sim.methods.compare.measurement import FLOWS, INEQUALITY_AVERSION, ArmResult
from sim.methods.compare.welfare import DEADWEIGHT, RATE, RATE_HIGH, RATE_LOW, Horizon
from sim.methods.statistics.means import Interval

DEFINED, INFINITE, NOT_DEFINED = "defined", "infinite", "not defined"
"""Of a ratio: it has a value; it pays for itself; the interval of what it cost holds 0, or it neither costs nor helps."""
SOME_DEADWEIGHT = 0.3
"""What raising a yuan of tax costs beyond it, where it is not taken to be nothing."""


def bands(estimates: Estimates) -> ResultTable:
    """Shares of households by five bands of change in real income, by year."""
    measurement = estimates.runs.measurement
    years = enumerate(measurement.years[measurement.first_year :])
    rows: list[tuple[Any, ...]] = []
    for arm, (place, year), (number, band) in product(estimates.runs.study.arms, years, enumerate(BANDS)):

        def share(kept: ArmResult, place: int = place, number: int = number) -> float:
            return float(kept.bands[place, number])

        bounds = share_bounds_of(estimates.components(share, arm.name))
        rows.append((arm.name, year, number + 1, band.label, band.label_zh, *bounds))
    more = columns("""
        band | band | 组
        band_label | change of real income | 实际收入变动
        band_label_zh | change, in Chinese | 实际收入变动（中文）
        share | share of households | 家庭比例 | share""")
    caption = "households by change of real income, by year", "按实际收入变动分组的家庭比例"
    return ResultTable("bands", *caption, (ARM, YEAR, *more, *bounds_columns()), tuple(rows))


def sellers(estimates: Estimates) -> ResultTable:
    """Shares of households that sell online always, because of the policy, only without it, never; since the policy began."""
    rows: list[tuple[Any, ...]] = []
    for arm, (number, kind) in product(estimates.runs.study.arms, enumerate(SELLERS)):

        def share(kept: ArmResult, number: int = number) -> float:
            return float(kept.sellers[number])

        rows.append((arm.name, kind, *SELLER_LABELS[kind], *share_bounds_of(estimates.components(share, arm.name))))
    more = columns("""
        kind | kind | 类型代码
        kind_label | households that | 类型
        kind_label_zh | kind, in Chinese | 类型（中文）
        share | share of households | 家庭比例 | share""")
    caption = (
        "households by whether they sell online with the policy and without, in any year since it began",
        "政策开始以来按有无政策时是否网销划分的家庭",
    )
    return ResultTable("sellers", *caption, (ARM, *more, *bounds_columns()), tuple(rows))


def cost_per_seller(estimates: Estimates) -> ResultTable:
    """Public money for each household that sells online in the last year and would not without; None where it is not defined."""
    rows: list[tuple[Any, ...]] = []
    for arm in estimates.runs.study.arms:
        more = estimates.mean_interval(lambda kept: kept.sellers_more, arm.name)
        cost = estimates.ratio(outlay_of(None), lambda kept: kept.sellers_more, arm.name)
        # Fewer sellers have no cost each, and a policy that spent nothing bought nothing.
        known = cost is not None and more.mean > 0.0 and cost.mean > 0.0
        outlay = estimates.level(outlay_of(None), arm.name)
        rows.append((arm.name, more.mean, finite(more.low), finite(more.high), outlay, *interval_of(cost if known else None), known))
    fields = columns("""
        more_sellers | more households that sell online | 新增网销家庭 | households
        more_low | lower bound | 下限 | households
        more_high | upper bound | 上限 | households
        outlay | public outlay | 公共支出 | CNY of 2015
        cost | cost per extra seller | 每新增一户网销家庭的成本 | CNY of 2015
        cost_low | lower bound of cost | 成本下限 | CNY of 2015
        cost_high | upper bound of cost | 成本上限 | CNY of 2015
        defined | defined | 有定义""")
    caption = (
        "cost per extra seller in the last year; not defined where the interval of extra sellers holds 0",
        "末年每新增一户网销家庭的成本；新增户数区间含0时无定义",
    )
    return ResultTable("cost_per_seller", *caption, (ARM, *fields), tuple(rows))


def horizon_of(estimates: Estimates) -> Horizon:
    """The years over which costs and benefits are counted, from the first month of the policy."""
    study = estimates.runs.study
    start, last = study.scenario.start.plus(study.first), study.scenario.last_month
    return Horizon(estimates.runs.measurement.years, start.year + (start.month - 1) / 12.0, last.year + last.month / 12.0)


def welfare(estimates: Estimates) -> ResultTable:
    """Benefit over cost and marginal value of public funds, by view, aversion to inequality, discount rate and cost of raising taxes."""
    study = estimates.runs.study
    rates = sorted({RATE_LOW, RATE, RATE_HIGH, study.discount})
    choices = product(study.arms, ("local", "national"), INEQUALITY_AVERSION, rates)
    rows = [row for arm, view, eta, rate in choices for row in _accounts(estimates, arm.name, view, eta, rate)]
    fields = columns("""
        view | whose welfare | 口径
        eta | aversion to inequality | 不平等厌恶系数
        rate | discount rate | 贴现率 | share a year
        deadweight | cost of raising a yuan of tax | 税收边际超额负担 | CNY per CNY
        wtp | willingness to pay, present value | 支付意愿现值 | CNY of 2015 | 支付意愿
        cost | public cost, present value | 公共成本现值 | CNY of 2015 | 公共成本
        bcr | benefit over cost | 效益成本比 | | 效益成本比
        mvpf | marginal value of public funds | 公共资金边际价值 | | 公共资金边际价值
        ratios | the ratios are | 比率状态""")
    caption = "cost and benefit over the horizon, present values at the start of the policy", "成本与效益，折现到政策起始月"
    return ResultTable("welfare", *caption, (ARM, *fields), tuple(rows))


def benefit_and_cost(estimates: Estimates, view: str, eta: float, rate: float) -> tuple[Number, Number]:
    """Willingness to pay and net public outlay of a pair, present values at the start of the policy, CNY of 2015."""
    place = {name: number for number, name in enumerate(FLOWS)}
    factors = horizon_of(estimates).factors(rate)

    def benefit(kept: ArmResult) -> float:
        flows = kept.flows[:, place[f"wtp_{eta:g}"]]
        return float(((flows - kept.flows[:, place["taken"]] if view == "national" else flows) * factors).sum())

    def cost(kept: ArmResult) -> float:
        return float((kept.flows[:, place["outlay"]] * factors).sum())

    return benefit, cost


def _accounts(estimates: Estimates, arm: str, view: str, eta: float, rate: float) -> list[tuple[Any, ...]]:
    """The rows of one arm, view, aversion and rate: without a cost of raising taxes, and with some."""
    benefit, cost = benefit_and_cost(estimates, view, eta, rate)
    gain, paid = estimates.components(benefit, arm), estimates.components(cost, arm)
    value = estimates.ratio(benefit, cost, arm) if paid is not None and paid.luck.mean > 0.0 else None
    state = DEFINED if value is not None else NOT_DEFINED
    if paid is not None and gain is not None and paid.together.high <= 0.0 < gain.together.low:
        # A policy that surely pays for itself and surely is worth something.
        state = INFINITE
    rows: list[tuple[Any, ...]] = []
    for deadweight in (DEADWEIGHT, SOME_DEADWEIGHT):
        scale = 1.0 / (1.0 + deadweight)
        ratio = None if value is None else Interval(value.mean * scale, value.low * scale, value.high * scale, value.n)
        # The marginal value of public funds leaves the cost of raising taxes to the comparison with a tax change.
        accounts = (*pair_of(gain), *pair_of(paid), *interval_of(ratio), *interval_of(value))
        rows.append((arm, view, eta, rate, deadweight, *accounts, state))
    return rows
