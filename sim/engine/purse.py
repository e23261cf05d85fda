"""The public purse: paying what a measure asks for, and settling what was claimed in a month, in rank order and to the fen."""

from sim.county.state import DISCOUNT, GRANT, SUBSIDY
from sim.numeric.jit import kernel
from sim.theory.levers import BROADBAND_SUBSIDY, CLAIMS, COUNTY, POOR_DISCOUNT, VILLAGE
from sim.theory.rules.accounting import share_of
from sim.theory.rules.government import left_fen, paid_fen, part_owed


@kernel
def pay(m, k, i, asked, plan, government, measure, v):
    """Pay what is asked, or what is left, for lever k in village i (the county where i is past the last); returns fen paid."""
    paid = paid_fen(asked, left_fen(plan.budget[m], measure.spent[m]))
    measure.spent[m] += paid
    government.outlay_month[k] += paid
    if i < len(v.km):
        v.outlay_month[i, k] += paid
    return paid


@kernel
def levels_before(t, m, k, i, plan, measure):
    """Level that measures before this one have in force for recipient i: a village, a household, or the county."""
    total = 0.0
    other = plan.first[k]
    while other != m:
        if measure.open[other] == 1:
            aimed = plan.reach[k] == COUNTY
            if plan.reach[k] == VILLAGE:
                aimed = plan.place[other, i] <= 1.0
            elif plan.reach[k] != COUNTY:
                aimed = plan.aimed[plan.target[other], i] == 1
            if aimed:
                total += plan.levels[t, other]
        other = plan.following[other]
    return total


@kernel
def settle_claims(t, plan, government, measure, h, v, scratch):
    """Pay what the month delivered, each measure its part of the level in force, those first in rank first.

    Where a budget ends, the last claim is paid in part and the rest stay unpaid with whoever advanced them: carriers, operators,
    platforms, suppliers; grants to persons shrink. Writes outlays and `household.return_grant_month`.
    """
    for m in range(len(plan.lever)):
        k = plan.lever[m]
        if measure.open[m] == 1 and plan.payment[k] == CLAIMS:
            if plan.reach[k] == COUNTY:
                before = levels_before(t, m, k, 0, plan, measure)
                asked = part_owed(government.owed_month[k], before, plan.levels[t, m], government.level[k])
                paid = pay(m, k, len(v.km), asked, plan, government, measure, v)
                measure.unpaid[m] += asked - paid
            elif plan.reach[k] == VILLAGE and plan.union[k] == 0 and has_all_it_wants(m, k, plan) == 1:
                pay_all_villages(m, k, plan, government, measure, v)
            elif plan.reach[k] == VILLAGE:
                settle_villages(t, m, k, plan, government, measure, v)
            elif has_all_it_wants(m, k, plan) == 1:
                pay_all_households(m, k, plan, government, measure, h, v, scratch)
            else:
                settle_households(t, m, k, plan, government, measure, h, v)


@kernel
def has_all_it_wants(m, k, plan):
    """1 for a measure that has its lever k for itself, and no budget: all that is owed is its to pay, in any order."""
    return 1 if plan.budget[m] < 0 and plan.first[k] == m and plan.following[m] < 0 else 0


@kernel
def settle_villages(t, m, k, plan, government, measure, v):
    """Pay one measure's part of what is owed in each village of its target."""
    for n in range(len(v.km)):
        i = plan.order[m, n]
        if plan.union[k] == 1:
            level = 1.0 if plan.taken[m, i] == 1 and plan.place[m, i] < plan.levels[t, m] else 0.0
        else:
            level = plan.levels[t, m] if plan.place[m, i] <= 1.0 else 0.0
        if level > 0.0:
            before = levels_before(t, m, k, i, plan, measure) if plan.union[k] == 0 else 0.0
            asked = part_owed(v.owed_month[i, k], before, level, v.level[i, k])
            paid = pay(m, k, i, asked, plan, government, measure, v)
            measure.unpaid[m] += asked - paid


@kernel
def settle_households(t, m, k, plan, government, measure, h, v):
    """Pay one measure's part of what is owed for each household of its target."""
    j, target = household_lever(k), plan.target[m]
    for n in range(len(h.village)):
        # Without a budget that could end, the order of those served changes nothing, and rows are read as they lie.
        i = plan.order_households[target, n] if plan.budget[m] >= 0 else n
        if plan.aimed[target, i] == 1 and h.owed_month[i, j] > 0:
            before = levels_before(t, m, k, i, plan, measure)
            asked = part_owed(h.owed_month[i, j], before, plan.levels[t, m], h.level[i, j])
            paid = pay(m, k, h.village[i], asked, plan, government, measure, v)
            measure.unpaid[m] += asked - paid
            if j == GRANT:
                got = share_of(paid / 100.0, h.weight[i])
                h.return_grant_month[i] += got


@kernel
def pay_all_villages(m, k, plan, government, measure, v):
    """Pay whatever is owed in the villages of the target: what `settle_villages` does for a measure that `has_all_it_wants`."""
    paid = 0
    for i in range(len(v.km)):
        owed = v.owed_month[i, k]
        asked = owed if plan.place[m, i] <= 1.0 else 0
        v.outlay_month[i, k] += asked
        paid += asked
    measure.spent[m] += paid
    government.outlay_month[k] += paid


@kernel
def pay_all_households(m, k, plan, government, measure, h, v, scratch):
    """Pay whatever is owed for households: what `settle_households` does for a measure that `has_all_it_wants`."""
    j = household_lever(k)
    for place in range(len(v.km)):
        owed = 0
        for i in range(scratch.first[place], scratch.first[place + 1]):
            owed += h.owed_month[i, j]
        if owed > 0:
            pay(m, k, place, owed, plan, government, measure, v)
            if j == GRANT:
                for i in range(scratch.first[place], scratch.first[place + 1]):
                    got = share_of(h.owed_month[i, j] / 100.0, h.weight[i])
                    h.return_grant_month[i] += got


@kernel
def household_lever(k):
    """Column of lever k in `household.level` and `.owed_month`."""
    return SUBSIDY if k == BROADBAND_SUBSIDY else (DISCOUNT if k == POOR_DISCOUNT else GRANT)
