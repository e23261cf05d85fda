"""Who gains: households grouped by what they were before the policy, or by what it did to their income.

A group must not be made by the policy it is judged by. Fifths of income and distance are therefore read in the county without the policy
and hold for every arm. Sellers are told apart by both arms together: households that sell with and without the policy, only
with it, only without it, in neither. That is possible here, and nowhere in the field, because each household is seen in both (the principal
strata of Frangakis & Rubin 2002, Biometrics 58, 21–29).

`households` is a mapping of arrays, one row a household of the sample; `panel` is float64 [years, households, columns]. Arrays that do not
fit together raise ValueError. Weights are the households that one of the sample stands for. Sums do not depend on the order of the rows.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.county.panel import PANEL

Array = npt.NDArray[np.generic]
Reals = npt.NDArray[np.float64]

ALWAYS, INDUCED, LOST, NEVER = SELLERS = ("always", "induced", "lost", "never")
SELLER_LABELS = {
    ALWAYS: ("sell with and without it", "始终网销"),
    INDUCED: ("sell because of it", "因政策而网销"),
    LOST: ("would have sold without it", "因政策而退出网销"),
    NEVER: ("sell in neither", "始终未网销"),
}


@dataclass(frozen=True)
class Band:
    """A band of change in real income, as shares of income without the policy; a bound belongs to the band nearer to no change."""

    low: float
    high: float
    label: str
    label_zh: str


# Five bands, as PolicyEngine shows them; there the middle one is ± 0.1 %, which a sampled county cannot resolve.
BANDS = (
    Band(-math.inf, -0.05, "loses more than 5 %", "损失超过5%"),
    Band(-0.05, -0.01, "loses 1 to 5 %", "损失1%至5%"),
    Band(-0.01, 0.01, "changes by less than 1 %", "变动不足1%"),
    Band(0.01, 0.05, "gains 1 to 5 %", "增加1%至5%"),
    Band(0.05, math.inf, "gains more than 5 %", "增加超过5%"),
)

FIFTH_LABELS = {
    1: ("poorest fifth", "最低收入五分之一"),
    2: ("second fifth", "次低收入五分之一"),
    3: ("middle fifth", "中间收入五分之一"),
    4: ("fourth fifth", "次高收入五分之一"),
    5: ("richest fifth", "最高收入五分之一"),
}


def column(panel: npt.ArrayLike, name: str) -> Reals:
    """One column of a panel, float64 [years, households]. Raises ValueError for another shape, KeyError for an unknown name."""
    table = np.asarray(panel, dtype=np.float64)
    if table.ndim != 3 or table.shape[2] != len(PANEL):
        raise ValueError(f"a panel is [years, households, {len(PANEL)}], not {table.shape}")
    if name not in PANEL:
        raise KeyError(name)
    return np.asarray(table[:, :, PANEL.index(name)])


def _alike(first: Array, second: Array, what: str) -> None:
    if first.shape != second.shape:
        raise ValueError(f"{what} do not belong to the same households: shapes {first.shape} and {second.shape}")


def income_fifths(panel_none: npt.ArrayLike, households: Mapping[str, Array], year_index: int) -> npt.NDArray[np.int64]:
    """Fifth of each household, 1 (poorest) to 5, by income a person in one year of the county without the policy. int64 [households].

    Households, not persons, are cut into five equal parts, as in the national household survey; each counts with its weight and falls
    where the middle of its weight falls. Equal incomes are ordered by population id, so that the order of rows does not matter.
    Needs `size`, `weight`, `population_id`. Raises ValueError for a year outside the panel.
    """
    income = column(panel_none, "income")
    if not 0 <= year_index < len(income):
        raise ValueError(f"year {year_index} of a panel of {len(income)}")
    weight = np.asarray(households["weight"], dtype=np.float64)
    _alike(weight, income[year_index], "weights and incomes")
    a_person = income[year_index] / np.asarray(households["size"], dtype=np.float64)
    order = np.lexsort((np.asarray(households["population_id"]), a_person))
    after = np.cumsum(weight[order])
    middle = (after - weight[order] / 2.0) / after[-1]
    fifth = np.empty(len(weight), dtype=np.int64)
    fifth[order] = np.minimum(np.floor(5.0 * middle), 4.0) + 1
    return fifth


def far(households: Mapping[str, Array], least_km: float | None, most_km: float | None) -> npt.NDArray[np.bool_]:
    """Households whose village lies from `least_km` to below `most_km` of road from the county seat; None is no bound. bool [households].

    [0, 15) and [15, None) share out a county without gap or overlap. Raises ValueError where the bounds leave nothing between them.
    """
    km = np.asarray(households["km"], dtype=np.float64)
    least, most = -math.inf if least_km is None else least_km, math.inf if most_km is None else most_km
    if not least < most:
        raise ValueError(f"no road lies between {least} and {most} km")
    return np.asarray((km >= least) & (km < most))


def sellers(panel_none_seller: npt.ArrayLike, panel_arm_seller: npt.ArrayLike) -> npt.NDArray[np.str_]:
    """`always`, `induced`, `lost` or `never` for each household. str [households].

    Both arguments [years, households] are the `seller` column over the years of the period, above 0 where the household sold online in any
    month: without the policy and with it. A seller is one that sold in any of the years. Always: in both; induced: only with the
    policy; lost: only without; never: in neither.
    """
    none, arm = np.asarray(panel_none_seller, dtype=np.float64), np.asarray(panel_arm_seller, dtype=np.float64)
    _alike(none, arm, "sellers of the two arms")
    if none.ndim != 2:
        raise ValueError(f"sellers are [years, households], not {none.shape}")
    without, within = (none > 0.0).any(axis=0), (arm > 0.0).any(axis=0)
    return np.asarray(np.select([without & within, within, without], [ALWAYS, INDUCED, LOST], NEVER))


def bands(base: npt.ArrayLike, changed: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Row of `BANDS`, 0 to 4, into which each household's change of real income falls. int64 [households].

    `base` and `changed`: real income without and with the policy [CNY a year]. A loss of exactly 5 % is in the second band, a gain
    of exactly 5 % in the fourth. Change is relative to income without the policy, and to 1 CNY for those whose income is lower than that.
    """
    before, after = np.asarray(base, dtype=np.float64), np.asarray(changed, dtype=np.float64)
    _alike(before, after, "incomes of the two arms")
    # Gains are compared in yuan: dividing first would round a gain of just 5 % to either side.
    gain, scale = after - before, np.maximum(before, 1.0)
    edges = [band.high for band in BANDS[:-1]]
    passed = [gain >= edge * scale if edge < 0.0 else gain > edge * scale for edge in edges]
    return np.asarray(np.sum(passed, axis=0, dtype=np.int64))
