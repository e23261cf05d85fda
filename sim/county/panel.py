"""What a run leaves behind: outcomes by month, public money by lever and village, and, where asked for, households by year."""

from typing import NamedTuple

import numpy as np

from sim.county.column_declaration import Column, real
from sim.county.state import DISCOUNT, SUBSIDY, State
from sim.numeric.jit import kernel
from sim.theory.levers import LEVERS, RURAL_SERVICES
from sim.theory.outcomes import OUTCOMES
from sim.theory.rules.connection import price_off
from sim.theory.rules.shopping import retail_spending
from sim.theory.rules.work import hours_added, hours_asked


class Panel(NamedTuple):
    """What is kept of each household and calendar year: sums over the months of the horizon in it, unless it says otherwise."""

    income: Column = real("CNY", "income, and grants to members who returned")
    hours_online: Column = real("hours", "spent on its shop")
    time_cost: Column = real("CNY", "hours worked past normal ones, on a shop or on services asked for online, at its own wage")
    start_paid: Column = real("CNY", "paid to open a shop, net of grants")
    retail: Column = real("CNY", "retail spending")
    living_cost: Column = real("ratio", "twelfth part of the sum of P1/P0 by month: its mean over a full year")
    spent_online: Column = real("CNY", "spent online, fees included")
    online_sales: Column = real("CNY", "paid to its own shop, net of refunds")
    seller: Column = real("0/1", "sold online in any month: by an own shop, to merchants, through a cooperative that sells online")
    own_shop: Column = real("months", "with an own shop")
    shopper: Column = real("months", "buying online")
    seats: Column = real("seats", "in training")
    broadband: Column = real("months", "with broadband")
    broadband_saved: Column = real("CNY", "of the price of broadband, paid by the public")


PANEL: tuple[str, ...] = Panel._fields
(INCOME, HOURS, TIME, START, RETAIL, LIVING, SPENT, SALES, SELLER, OWN, SHOPPER, SEATS, BROADBAND, SAVED) = range(len(PANEL))


MEASURE_SUMS, MEASURE_DISTRIBUTION, MEASURE_GROUPS = 1, 2, 4


class Record(NamedTuple):
    """What a run fills: T months, L levers, V villages, M measures, Y calendar years, H households."""

    outcomes: np.ndarray  # float64 [T, outcomes]
    outlays: np.ndarray  # int64 [T, L, V + 1] fen, or no months; last column: spent for the county as a whole
    spent: np.ndarray  # int64 [T, M] fen, by each measure since the start
    unpaid: np.ndarray  # int64 [T, M] fen, asked of each past the end of its budget since the start
    panel: np.ndarray  # float64 [Y, H, len(PANEL)], or no years where it was not asked for
    measured: np.ndarray  # uint8 [T] what is measured of each month: MEASURE_SUMS, MEASURE_DISTRIBUTION, MEASURE_GROUPS added up


def record_for(state: State, season: np.ndarray, panel: bool, outlays: bool = True, measured: np.ndarray | None = None) -> Record:
    """An empty record for a county and the calendar years of its months; without room for outlays where they are not asked for.

    `measured` uint8 [T] says what is measured of each month, all of it where it is None.
    """
    months, years = len(season), int(season[-1] - season[0]) + 1 if panel else 0
    return Record(
        np.zeros((months, len(OUTCOMES))),
        np.zeros((months if outlays else 0, len(LEVERS), len(state.village.km) + 1), np.int64),
        np.zeros((months, len(state.measure.spent)), np.int64),
        np.zeros((months, len(state.measure.spent)), np.int64),
        np.zeros((years, len(state.household.weight), len(PANEL))),
        np.full(months, MEASURE_SUMS | MEASURE_DISTRIBUTION | MEASURE_GROUPS, np.uint8) if measured is None else measured,
    )


@kernel
def keep_outlays(t, v, government, measure, record):
    """Row t of what was spent, by lever and village, and by measure; what no village has was spent for the county as a whole."""
    outlays = record.outlays
    for m in range(len(measure.spent)):
        record.spent[t, m] = measure.spent[m]
        record.unpaid[t, m] = measure.unpaid[m]
    last = len(v.km)
    if len(outlays) == 0:
        return
    for k in range(len(government.level)):
        if government.outlay_month[k] != 0:
            rest = government.outlay_month[k]
            for i in range(last):
                outlays[t, k, i] = v.outlay_month[i, k]
                rest -= v.outlay_month[i, k]
            outlays[t, k, last] = rest


@kernel
def keep_panel(t, p, world, h, v, cooperative, panel):
    """Add a month to the households' year."""
    if len(panel) == 0:
        return
    year = world.season[t] - world.season[0]
    wage = p.work.wage_hour * world.wage_index[t]
    for i in range(len(h.village)):
        row = panel[year, i]
        belongs = h.cooperative[i]
        together = h.cooperative_kg_month[i] > 0.0 and belongs >= 0 and cooperative.online[max(belongs, 0)] == 1
        home = h.workers[i] - h.away[i]
        asked = hours_asked(p.work.local_hours, v.level[h.village[i], RURAL_SERVICES], p.work.services_hours, h.connected[i])
        added = hours_added(home, p.work.local_hours, asked, h.hours_online_month[i])
        row[INCOME] += h.income_month[i] + h.return_grant_month[i]
        row[HOURS] += h.hours_online_month[i]
        row[TIME] += added * (h.earning[i] * wage)
        row[START] += h.start_paid_month[i] - h.start_grant_month[i]
        row[RETAIL] += retail_spending(h.income[i], p.shopping.spending, p.shopping.retail)
        row[LIVING] += h.living_cost[i] / 12.0
        row[SPENT] += h.spent_online_month[i]
        row[SALES] += h.online_sales_month[i]
        if h.online_kg_month[i] > 0.0 or h.merchant_kg_month[i] > 0.0 or together:
            row[SELLER] = 1.0
        if h.channel[i] == 3:
            row[OWN] += 1.0
        if h.shops[i] == 1:
            row[SHOPPER] += 1.0
        row[SEATS] += h.seat_month[i]
        if h.connected[i] == 2:
            off = price_off(h.level[i, SUBSIDY], h.level[i, DISCOUNT], h.poor[i])
            row[BROADBAND] += 1.0
            row[SAVED] += off * world.broadband_price[t]
