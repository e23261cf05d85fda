"""What the model requires of a machine: operations for each household and month, counted from its equations, phase by phase.

Counted is what has to be done once a month for the columns and outcomes that the model declares, whatever the engine does today:

- A hazard h Λ(z) is a draw u and a comparison. Where u >= h no Λ(z) can exceed u / h, so the logistic, and what z alone needs, count
  with chance h: written as the name of the parameter that holds h. A draw counts once where one of two streams is looked at.
- What is the same for all households of a village, a product or the county counts once for it and not for each household.
- A sum is a contribution rounded to fixed point and added (`sim.numeric.exact_sum.to_fixed`); a count adds weights that are in fixed
  point already where a flag is set. Contributions that never change over a run, or are zero, count for nothing.
- A gather is one look at one of the eight ties of a household. What ties have done changes only after it is read, so that one look a
  month does for all, at marks made before.
- Reads and writes are bytes of columns, eight for an amount and one for a flag: those that have to be looked at or change in most
  months. Ties are in `gathers`.
- A sort brings the incomes of all households into order, for median, deciles and Gini of each month.

Additions, multiplications, divisions and comparisons of the rules are not counted: the floor leaves them out, and is the lower for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np

from sim.county.state import TIES
from sim.county.synthesis import Synthesis
from sim.theory.levers import BROADBAND_SUBSIDY, POOR_DISCOUNT, TRAINING_SEATS
from sim.theory.schedule import Phase

Whom = Literal[
    "household", "grower", "chooser", "shopper", "member", "candidate", "claimant", "village", "served", "cell", "cooperative", "merchant"
]
Count = float | tuple[float | str, ...]
VILLAGE = 1  # reach of a lever, in `sim.county.policy_plan`
COLUMN, FLAG = 8, 1  # bytes of a number, and of the flag or state of a household
CHOICES_A_YEAR = 1.0  # of the selling channel, by each farm that grows the product


class Work(NamedTuple):
    """Operations in a month for one of whom they are counted. A tuple adds up; a text in it is the value of that parameter."""

    draws: Count = 0.0  # blocks of Philox4x32-10
    exp: Count = 0.0
    log: Count = 0.0
    logistic: Count = 0.0
    power: Count = 0.0
    sums: Count = 0.0  # rounded to fixed point and added
    counts: Count = 0.0  # weights added where a flag is set
    gathers: Count = 0.0  # ties looked at
    reads: Count = 0.0  # bytes
    writes: Count = 0.0  # bytes
    sorts: Count = 0.0  # households put in order


def columns(number: float) -> float:
    """Bytes of a number of columns."""
    return COLUMN * number


def flags(number: float) -> float:
    """Bytes of a number of columns of flags."""
    return FLAG * number


# fmt: off
BEFORE: dict[Whom, Work] = {
    # Read: connected, channel, cooperative, shops, for a mark of half a column; ties. Written: the mark, and the count.
    "household": Work(gathers=TIES, reads=columns(1) + flags(3), writes=columns(1)),
}
WORK: dict[Phase, dict[Whom, Work]] = {
    Phase.GOVERN: {
        # What was owed last month is set to nothing: subsidy, discount, grant. Levels stay what they were.
        "household": Work(writes=columns(3)),
        # The same by lever, owed and spent, of 34 levers; service, clerk.
        "village": Work(reads=columns(6), writes=columns(2 * 34 + 2)),
    },
    Phase.CONNECT: {
        # Draws CONNECT and MOBILE. ln(Y/Y0) and Λ(z) only where the draw is below the higher of the two hazards. The Λ of the mobile
        # hazard is one a month. Counted: weights of those with broadband. Read: id, connected, weight. Written: what is owed.
        "household": Work(
            draws=2, log=("connection.rate_on",), logistic=("connection.rate_on",), counts=1,
            reads=columns(2) + flags(1), writes=columns(2),
        ),
        "village": Work(log=1, reads=columns(3), writes=columns(1)),  # ln(1 + speed)
    },
    Phase.LEARN: {
        # One exp of the effort. Read: skill, floor, ceiling, channel, shops, followed, seat. Written: skill, followed.
        # What better training costs is a sum over the few who took a seat.
        "household": Work(exp=1, reads=columns(5) + flags(2), writes=columns(2)),
        "candidate": Work(draws=1, reads=columns(2)),  # ability and id of those to whom seats are open
        "cooperative": Work(exp=1, reads=columns(4), writes=columns(1)),
        "merchant": Work(exp=1, reads=columns(4), writes=columns(1)),
    },
    Phase.CARRY: {
        # rivals^(1 - joint); parcels of the month and volume, by township and through the hub.
        "village": Work(power=1, sums=3, reads=columns(16), writes=columns(19)),
    },
    Phase.ORGANISE: {
        # Draw JOIN; JOIN_WHICH, Λ(z) only where it is below the hazard. Read: id, cooperative, weight.
        "household": Work(
            draws=(1, "cooperation.rate_join"), logistic=("cooperation.rate_join",), reads=columns(3)
        ),
        "member": Work(counts=1),
        "cooperative": Work(
            draws=1, log=("cooperation.ecommerce_rate",), logistic=("cooperation.ecommerce_rate",), reads=columns(12), writes=columns(5)
        ),
    },
    Phase.TRADE: {
        # Mean skill and returnees of each township. Read: weight, skill, returned; channel, for shops.
        "household": Work(sums=2, reads=columns(3) + flags(1)),
        "village": Work(exp=1, power=1, sums=1, reads=columns(12), writes=columns(5)),   # pull of its shops; mean price of the market
        "cell": Work(exp=2, power=3, reads=columns(8), writes=columns(9)),               # pulls of shops and livestreams; handling
        # MERCHANT_ENTRY serves a running merchant for livestreams and a free slot for entry; what entry needs only where it may happen.
        "merchant": Work(
            draws=(1, "trading.entry_rate"), exp=("trading.entry_rate",), log=("trading.entry_rate", "trading.entry_rate"),
            logistic=("trading.entry_rate",), reads=columns(8), writes=columns(3),
        ),
    },
    Phase.CHOOSE: {
        "grower": Work(reads=columns(1)),  # whether this is the month
        # CONSIDER, and taste shocks of two channels, two logarithms each: most farms have the trader and one other.
        "chooser": Work(draws=3, log=4, reads=columns(10), writes=columns(3)),
    },
    Phase.SELL: {
        "household": Work(reads=flags(1)),  # whether it grows the product
        # Read: harvest, stock, channel, cooperative, weight. Written: harvest, own use, loss, available, released, sold to the trader,
        # receipts, stock. The loss of fresh produce is one exp a cooperative and a product. Summed: kilograms sold by village.
        "grower": Work(sums=1, reads=columns(4) + flags(1), writes=columns(8)),
        "village": Work(draws=1 / 12, exp=1 / 12, log=1 / 12, sums=4, reads=columns(10), writes=columns(6)),  # weather once a year
        "cooperative": Work(exp=1, sums=9, reads=columns(12), writes=columns(12)),
        "merchant": Work(sums=8, reads=columns(8), writes=columns(7)),
    },
    Phase.SHOP: {
        # One draw: SHOP of those who do not shop, SHOP_LEAVE of those who do. Λ(b G), and the gain that G needs, with the hazard.
        # Read: id, shops, income, taste, skill.
        "household": Work(
            draws=1, exp=("shopping.rate_base", "shopping.rate_peers"), log=("shopping.rate_base", "shopping.rate_peers"),
            logistic=("shopping.rate_base", "shopping.rate_peers"), reads=columns(4) + flags(1),
        ),
        # (1-x)^(1/(s-1)) of the cost of living. Written: share, spending, cost of living, parcels.
        "shopper": Work(exp=1, log=1, sums=1, reads=columns(1), writes=columns(4)),
        "village": Work(power=1, reads=columns(6), writes=columns(3)),  # (relative price)^(1-s): the price is the village's
    },
    Phase.WORK: {
        # Draws RETURN and LEAVE. Read: id, away, workers, earning, online gain, hours online, connected. Written: wages, from away.
        "household": Work(
            draws=2, logistic=("work.rate_return", "work.rate_leave"), reads=columns(6) + flags(1), writes=columns(2)
        ),
    },
    Phase.ACCOUNT: {
        # The twelve trailing months are added up in their order. Read besides: other land, wages, from away, transfers, funds,
        # online gain. Written: income, its place among the twelve, mean income, funds.
        "household": Work(reads=columns(12 + 6), writes=columns(4)),
        "claimant": Work(counts=1, reads=columns(2)),             # what is owed for it, paid from a measure's purse
        "served": Work(counts=1, reads=columns(2), writes=columns(1)),  # the same for a village and a measure
        "grower": Work(reads=columns(2)),
        "village": Work(sums=4, reads=columns(12)),
        "cooperative": Work(reads=columns(4), writes=columns(1)),
        "merchant": Work(sums=1, reads=columns(4), writes=columns(3)),
    },
}
MEASURE: dict[Whom, Work] = {
    # Summed: skill, wages, from away, other, retail spending, income, members away. Counted: broadband, online, shops, own shop,
    # merchant, member, poor; income and shoppers of five groups. Read besides what the accounts hold: weight, size, skill, members
    # away, connected, shops, channel, cooperative, poor, age, skill floor, cost of living. Written: the key of the sort.
    "household": Work(sums=7, counts=7 + 2 * 5, reads=columns(9) + flags(3), writes=columns(1), sorts=1),
    # Produce income, offline sales, kilograms sold and lost, shop price, gate price, traders' margin in CNY and as a share.
    "grower": Work(sums=8, reads=columns(5)),
    "shopper": Work(sums=4, reads=columns(2)),  # spent, parcels, saved, real income
    "village": Work(sums=4, reads=columns(8)),
    "cooperative": Work(sums=4, reads=columns(7)),
    "merchant": Work(sums=4, reads=columns(4)),
}
# fmt: on


def heads(case: Synthesis, shoppers: float, members: float, broadband: float) -> dict[Whom, float]:
    """How many of each there are for one simulated household and month.

    `shoppers`, `members`, `broadband`: shares of households, means over the months. A candidate is someone to whom a training seat is
    open; a claimant has broadband that a measure pays for; `served` are villages that a measure reaches, once for each measure.
    """
    state, plan = case.state, case.plan
    h, v = state.household, state.village
    households = len(h.weight)
    active = np.mean(plan.levels > 0.0, axis=0)
    aimed = np.mean(plan.aimed == 1, axis=1)[plan.target]
    poor = np.mean((plan.aimed == 1) & (h.poor == 1.0), axis=1)[plan.target]
    growers = float(np.mean(h.grows == 1))
    open_seats = (plan.lever == TRAINING_SEATS) & (plan.ranked == 0)
    subsidised = aimed * (plan.lever == BROADBAND_SUBSIDY) + poor * (plan.lever == POOR_DISCOUNT)
    reached = np.sum(plan.place <= 1.0, axis=1) * (plan.reach[plan.lever] == VILLAGE)
    return {
        "household": 1.0,
        "grower": growers,
        "chooser": growers * CHOICES_A_YEAR / 12.0,
        "shopper": shoppers,
        "member": members,
        "candidate": float(np.sum(active * aimed * open_seats)),
        "claimant": broadband * float(np.sum(active * subsidised)),
        "village": len(v.km) / households,
        "served": float(np.sum(active * reached)) / households,
        "cell": len(state.cell.product) / households,
        "cooperative": len(state.cooperative.village) / households,
        "merchant": len(state.merchant.village) / households,
    }


def for_each_household(table: Mapping[Whom, Work], heads_of: Mapping[Whom, float], chances: Mapping[str, float]) -> Work:
    """The operations of a table for one household and month: numbers only. `chances` has the parameters that the table names."""

    def number(count: Count) -> float:
        terms = count if isinstance(count, tuple) else (count,)
        return sum(chances[term] if isinstance(term, str) else float(term) for term in terms)

    totals = np.zeros(len(Work._fields))
    for whom, work in table.items():
        totals += heads_of[whom] * np.array([number(count) for count in work])
    return Work(*(float(total) for total in totals))
