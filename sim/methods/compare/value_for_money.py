"""Who gains and what it is worth: bands of winners and losers, sellers, cost per extra seller, cost and benefit."""

from __future__ import annotations

from typing import Any

from sim.methods.compare.estimates import Estimates
from sim.methods.compare.groups import BANDS, SELLER_LABELS, SELLERS
from sim.methods.compare.long_table import (
    ARM,
    BOUNDS,
    MONEY,
    YEAR,
    Field,
    ResultTable,
    finite,
    interval_of,
    outlay_of,
    pair_of,
    share_bounds_of,
)
from sim.methods.compare.measurement import FLOWS, INEQUALITY_AVERSION, ArmResult
from sim.methods.compare.welfare import DEADWEIGHT, RATE, RATE_HIGH, RATE_LOW, Horizon
from sim.methods.statistics.means import Interval

DEFINED, INFINITE, NOT_DEFINED = "defined", "infinite", "not defined"
"""Of a ratio: it has a value; it pays for itself; the interval of what it cost holds 0, or it neither costs nor helps."""
SOME_DEADWEIGHT = 0.3
"""What raising a yuan of tax costs beyond it, where it is not taken to be nothing."""


def bands(estimates: Estimates) -> ResultTable:
    """Shares of households by five bands of change in real income, by year."""
    measuring = estimates.runs.measuring
    rows: list[tuple[Any, ...]] = []
    for arm in estimates.runs.study.arms:
        for place, year in enumerate(measuring.years[measuring.first_year :]):
            for number, band in enumerate(BANDS):

                def share(kept: ArmResult, place: int = place, number: int = number) -> float:
                    return float(kept.bands[place, number])

                rows.append(
                    (
                        arm.name,
                        year,
                        number + 1,
                        band.label,
                        band.label_zh,
                        *share_bounds_of(estimates.parts(share, arm.name)),
                    )
                )
    fields = (
        YEAR,
        Field("band", "band", "组"),
        Field("band_label", "change of real income", "实际收入变动"),
        Field("band_label_zh", "change, in Chinese", "实际收入变动（中文）"),
        Field("share", "share of households", "家庭比例", "share"),
        *BOUNDS,
    )
    return ResultTable(
        "bands",
        "households by change of real income, by year",
        "按实际收入变动分组的家庭比例",
        (ARM, *fields),
        tuple(rows),
    )


def sellers(estimates: Estimates) -> ResultTable:
    """Shares of households that sell online always, because of the policy, only without it, never; since the policy began."""
    rows: list[tuple[Any, ...]] = []
    for arm in estimates.runs.study.arms:
        for number, kind in enumerate(SELLERS):

            def share(kept: ArmResult, number: int = number) -> float:
                return float(kept.sellers[number])

            rows.append((arm.name, kind, *SELLER_LABELS[kind], *share_bounds_of(estimates.parts(share, arm.name))))
    fields = (
        Field("kind", "kind", "类型代码"),
        Field("kind_label", "households that", "类型"),
        Field("kind_label_zh", "kind, in Chinese", "类型（中文）"),
        Field("share", "share of households", "家庭比例", "share"),
        *BOUNDS,
    )
    return ResultTable(
        "sellers",
        "households by whether they sell online with the policy and without, in any year since it began",
        "政策开始以来按有无政策时是否网销划分的家庭",
        (ARM, *fields),
        tuple(rows),
    )


def cost_per_seller(estimates: Estimates) -> ResultTable:
    """Public money for each household that sells online in the last year and would not without; None where it is not defined."""
    rows: list[tuple[Any, ...]] = []
    for arm in estimates.runs.study.arms:
        more = estimates.mean_interval(lambda kept: kept.sellers_more, arm.name)
        cost = estimates.ratio(outlay_of(None), lambda kept: kept.sellers_more, arm.name)
        # Fewer sellers have no cost each, and a policy that spent nothing bought nothing.
        known = cost is not None and more.mean > 0.0 and cost.mean > 0.0
        rows.append(
            (
                arm.name,
                more.mean,
                finite(more.low),
                finite(more.high),
                estimates.level(outlay_of(None), arm.name),
                *(interval_of(cost) if known else (None,) * 3),
                known,
            )
        )
    fields = (
        Field("more_sellers", "more households that sell online", "新增网销家庭", "households"),
        Field("more_low", "lower bound", "下限", "households"),
        Field("more_high", "upper bound", "上限", "households"),
        Field("outlay", "public outlay", "公共支出", MONEY),
        Field("cost", "cost per extra seller", "每新增一户网销家庭的成本", MONEY),
        Field("cost_low", "lower bound of cost", "成本下限", MONEY),
        Field("cost_high", "upper bound of cost", "成本上限", MONEY),
        Field("defined", "defined", "有定义"),
    )
    return ResultTable(
        "cost_per_seller",
        "cost per extra seller in the last year; not defined where the interval of extra sellers holds 0",
        "末年每新增一户网销家庭的成本；新增户数区间含0时无定义",
        (ARM, *fields),
        tuple(rows),
    )


def horizon_of(estimates: Estimates) -> Horizon:
    """The years over which costs and benefits are counted, from the first month of the policy."""
    study = estimates.runs.study
    start, last = study.scenario.start.plus(study.first), study.scenario.last_month
    return Horizon(estimates.runs.measuring.years, start.year + (start.month - 1) / 12.0, last.year + last.month / 12.0)


def welfare(estimates: Estimates) -> ResultTable:
    """Benefit over cost and marginal value of public funds, by view, aversion to inequality, discount rate and cost of raising taxes."""
    study = estimates.runs.study
    rates = sorted({RATE_LOW, RATE, RATE_HIGH, study.discount})
    rows: list[tuple[Any, ...]] = []
    for arm in study.arms:
        for view in ("local", "national"):
            for eta in INEQUALITY_AVERSION:
                for rate in rates:
                    rows += _accounts(estimates, arm.name, view, eta, rate)
    fields = (
        Field("view", "whose welfare", "口径"),
        Field("eta", "aversion to inequality", "不平等厌恶系数"),
        Field("rate", "discount rate", "贴现率", "share a year"),
        Field("deadweight", "cost of raising a yuan of tax", "税收边际超额负担", "CNY per CNY"),
        Field("wtp", "willingness to pay, present value", "支付意愿现值", MONEY),
        Field("wtp_low", "its lower bound", "支付意愿下限", MONEY),
        Field("wtp_high", "its upper bound", "支付意愿上限", MONEY),
        Field("cost", "public cost, present value", "公共成本现值", MONEY),
        Field("cost_low", "its lower bound", "公共成本下限", MONEY),
        Field("cost_high", "its upper bound", "公共成本上限", MONEY),
        Field("bcr", "benefit over cost", "效益成本比"),
        Field("bcr_low", "its lower bound", "效益成本比下限"),
        Field("bcr_high", "its upper bound", "效益成本比上限"),
        Field("mvpf", "marginal value of public funds", "公共资金边际价值"),
        Field("mvpf_low", "its lower bound", "公共资金边际价值下限"),
        Field("mvpf_high", "its upper bound", "公共资金边际价值上限"),
        Field("ratios", "the ratios are", "比率状态"),
    )
    return ResultTable(
        "welfare",
        "cost and benefit over the horizon, present values at the start of the policy",
        "成本与效益，折现到政策起始月",
        (ARM, *fields),
        tuple(rows),
    )


def _accounts(estimates: Estimates, arm: str, view: str, eta: float, rate: float) -> list[tuple[Any, ...]]:
    """The rows of one arm, view, aversion and rate: without a cost of raising taxes, and with some."""
    place = {name: number for number, name in enumerate(FLOWS)}
    factors = horizon_of(estimates).factors(rate)

    def benefit(kept: ArmResult) -> float:
        flows = kept.flows[:, place[f"wtp_{eta:g}"]]
        return float(((flows - kept.flows[:, place["taken"]] if view == "national" else flows) * factors).sum())

    def cost(kept: ArmResult) -> float:
        return float((kept.flows[:, place["outlay"]] * factors).sum())

    gain, paid = estimates.parts(benefit, arm), estimates.parts(cost, arm)
    value = estimates.ratio(benefit, cost, arm) if paid is not None and paid.luck.mean > 0.0 else None
    state = DEFINED if value is not None else NOT_DEFINED
    if paid is not None and gain is not None and paid.together.high <= 0.0 < gain.together.low:
        # A policy that surely pays for itself and surely is worth something.
        state = INFINITE
    rows = []
    for deadweight in (DEADWEIGHT, SOME_DEADWEIGHT):
        scale = 1.0 / (1.0 + deadweight)
        ratio = None if value is None else Interval(value.mean * scale, value.low * scale, value.high * scale, value.n)
        # The marginal value of public funds leaves the cost of raising taxes to the comparison with a tax change.
        accounts = (*pair_of(gain), *pair_of(paid), *interval_of(ratio), *interval_of(value))
        rows.append((arm, view, eta, rate, deadweight, *accounts, state))
    return rows
