"""Govern: the levels in force in villages, households and the county; who is served with the money there is; what is paid ahead."""

from sim.county.state import DISCOUNT, HOUSEHOLD_LEVERS, SUBSIDY
from sim.engine.purse import pay
from sim.numeric.exact_sum import to_fen
from sim.numeric.jit import kernel
from sim.theory.levers import (
    AHEAD,
    BROADBAND_COVERAGE,
    BROADBAND_SPEED,
    BROADBAND_SUBSIDY,
    CLAIMS,
    COLD_CHAIN,
    COMMISSION_REBATE,
    COUNTY,
    HOUSEHOLD,
    HUB_CAPACITY,
    POOR_DISCOUNT,
    RETURN_GRANT,
    ROADS,
    STATIONS,
    VILLAGE,
    VILLAGE_SITES,
    WORKS,
)
from sim.theory.rules.connection import served_next, village_served
from sim.theory.rules.government import affordable, commitment, is_open, left_after, left_fen, works_due
from sim.theory.rules.trading import kept_share


@kernel
def govern(t, p, world, plan, government, county, measure, h, v):
    """Read the plan and what was spent; write levels in force, services that reach villages, and what is paid ahead."""
    put_out_of_force(plan, government, county, h, v)
    for j in range(HOUSEHOLD_LEVERS):
        k = BROADBAND_SUBSIDY if j == SUBSIDY else (POOR_DISCOUNT if j == DISCOUNT else RETURN_GRANT)
        if is_renewed(t, k, plan, measure) == 1:
            put_in_force(t, j, k, plan, measure, h)
    for m in range(len(plan.lever)):
        k = plan.lever[m]
        measure.open[m] = is_open(plan.levels[t, m], left_fen(plan.budget[m], measure.spent[m]))
        if measure.open[m] == 1:
            if plan.union[k] == 1 and plan.budget[m] < 0:
                serve_all_villages(t, m, k, world, plan, government, measure, v)
            elif plan.union[k] == 1:
                serve_villages(t, m, k, world, plan, government, measure, v)
            elif plan.payment[k] == WORKS:
                build(t, m, k, plan, government, county, measure, v)
            elif plan.payment[k] == AHEAD:
                pay_ahead(t, m, k, plan, government, measure, v)
            elif plan.payment[k] == CLAIMS:
                promise(t, m, k, plan, government, v)
    county.commission[0] = p.market.commission + world.fee_added[t]
    county.kept[0] = kept_share(county.commission[0], p.market.promotion, p.market.payment, government.level[COMMISSION_REBATE])
    for i in range(len(v.km)):
        reached = village_served(v.service_rank[i], world.served_share[t])
        v.served[i] = served_next(v.served[i], reached, v.level[i, BROADBAND_COVERAGE])
        v.clerk[i] = 1 if v.station[i] == 1 and v.level[i, VILLAGE_SITES] > 0.0 else 0


@kernel
def put_out_of_force(plan, government, county, h, v):
    """Nothing is in force, owed or paid before the month's measures are read; but levels on households stay until they change."""
    for k in range(len(government.level)):
        government.level[k] = 0.0
        government.owed_month[k] = 0
        government.outlay_month[k] = 0
    for k in range(len(government.level)):
        for i in range(len(v.km)):
            v.level[i, k] = 0.0
            v.owed_month[i, k] = 0
            v.outlay_month[i, k] = 0
    county.cold_in_use[0] = 0.0
    if reaches_households(plan) == 1:
        for j in range(HOUSEHOLD_LEVERS):
            for i in range(len(h.village)):
                h.owed_month[i, j] = 0


@kernel
def is_renewed(t, k, plan, measure):
    """1 where the level of lever k on some household may not be what it was last month, before the month's measures are read."""
    m = plan.first[k]
    while m >= 0:
        opens = is_open(plan.levels[t, m], left_fen(plan.budget[m], measure.spent[m]))
        if opens != measure.open[m] or (opens == 1 and plan.levels[t, m] != plan.levels[max(t - 1, 0), m]):
            return 1
        m = plan.following[m]
    return 0


@kernel
def put_in_force(t, j, k, plan, measure, h):
    """The level of lever k on each household: what the measures that are open this month add up to."""
    for i in range(len(h.village)):
        h.level[i, j] = 0.0
    m = plan.first[k]
    while m >= 0:
        if is_open(plan.levels[t, m], left_fen(plan.budget[m], measure.spent[m])) == 1:
            level, target = plan.levels[t, m], plan.target[m]
            for i in range(len(h.village)):
                h.level[i, j] += level if plan.aimed[target, i] == 1 else 0.0
        m = plan.following[m]


@kernel
def reaches_households(plan):
    """1 where any measure is a level on households; without one, their levels and claims are zero from the first day."""
    for m in range(len(plan.lever)):
        k = plan.lever[m]
        if plan.reach[k] == HOUSEHOLD and plan.payment[k] == CLAIMS:
            return 1
    return 0


@kernel
def serve_villages(t, m, k, world, plan, government, measure, v):
    """A service that a village has or has not: those taken on before, then new ones in rank order while money can be set aside."""
    free = left_fen(plan.budget[m], measure.spent[m])
    # A keeper's support follows wages, so what is set aside for it does too.
    index = world.wage_index[t] if k == STATIONS else 1.0
    for n in range(len(v.km)):
        i = plan.order[m, n]
        reached = k == BROADBAND_COVERAGE and village_served(v.service_rank[i], world.served_share[t]) == 1
        if plan.taken[m, i] == 1 and (v.level[i, k] > 0.0 or reached):
            plan.taken[m, i] = 0
        if plan.taken[m, i] == 1 and plan.place[m, i] < plan.levels[t, m]:
            v.level[i, k] = 1.0
            free = left_after(free, to_fen(commitment(0.0, plan.running[k, i] * index, plan.left[t, m])))
    for n in range(len(v.km)):
        i = plan.order[m, n]
        wanted = plan.place[m, i] < plan.levels[t, m] and plan.taken[m, i] == 0
        if v.level[i, k] > 0.0 or taken_by_another(t, m, k, i, plan, measure) == 1:
            wanted = False
        # A village that has the service by itself costs nothing and gets nothing.
        if k == BROADBAND_COVERAGE and (v.served[i] == 1 or village_served(v.service_rank[i], world.served_share[t]) == 1):
            wanted = False
        if k == STATIONS and v.station[i] == 1:
            wanted = False
        if wanted and free > 0:
            plan.taken[m, i] = 1
            v.level[i, k] = 1.0
            aside = commitment(plan.capital[k, i], plan.running[k, i] * index, plan.left[t, m])
            free = left_after(free, to_fen(aside))
            if plan.payment[k] == AHEAD:
                pay(m, k, i, to_fen(plan.capital[k, i]), plan, government, measure, v)
    if plan.payment[k] == AHEAD:
        for n in range(len(v.km)):
            i = plan.order[m, n]
            if plan.taken[m, i] == 1 and plan.place[m, i] < plan.levels[t, m]:
                pay(m, k, i, to_fen(plan.running[k, i]), plan, government, measure, v)


@kernel
def serve_all_villages(t, m, k, world, plan, government, measure, v):
    """What `serve_villages` does where no budget could end: nothing has to be set aside, and the order of villages changes nothing."""
    level = plan.levels[t, m]
    for i in range(len(v.km)):
        reached = k == BROADBAND_COVERAGE and village_served(v.service_rank[i], world.served_share[t]) == 1
        if plan.taken[m, i] == 1 and (v.level[i, k] > 0.0 or reached):
            plan.taken[m, i] = 0
        if plan.place[m, i] < level:
            if plan.taken[m, i] == 0 and v.level[i, k] <= 0.0 and taken_by_another(t, m, k, i, plan, measure) == 0:
                # A village that has the service by itself costs nothing and gets nothing.
                by_itself = reached or (k == BROADBAND_COVERAGE and v.served[i] == 1) or (k == STATIONS and v.station[i] == 1)
                if not by_itself:
                    plan.taken[m, i] = 1
                    if plan.payment[k] == AHEAD:
                        pay(m, k, i, to_fen(plan.capital[k, i]), plan, government, measure, v)
            if plan.taken[m, i] == 1:
                v.level[i, k] = 1.0
                if plan.payment[k] == AHEAD:
                    pay(m, k, i, to_fen(plan.running[k, i]), plan, government, measure, v)


@kernel
def taken_by_another(t, m, k, i, plan, measure):
    """1 where another measure of the lever, with money left, serves the village: no village is served twice."""
    other = plan.first[k]
    while other >= 0:
        if other != m and plan.taken[other, i] == 1 and plan.place[other, i] < plan.levels[t, other]:
            if left_fen(plan.budget[other], measure.spent[other]) > 0:
                return 1
        other = plan.following[other]
    return 0


@kernel
def build(t, m, k, plan, government, county, measure, v):
    """Public works, as far as the money goes; what is built stays. The cold chain runs at a monthly cost on top.

    The level in force is what stands of what is asked for, so that a second measure does not pay for what the first could not.
    """
    last = len(v.km)
    if k == ROADS:
        for n in range(last):
            i = plan.order[m, n]
            if plan.place[m, i] <= 1.0:
                asked = v.level[i, k] + plan.levels[t, m]
                v.road[i] = built(m, k, i, asked, v.road[i], plan, government, measure, v)
                v.level[i, k] = min(asked, v.road[i])
    else:
        asked = government.level[k] + plan.levels[t, m]
        if k == HUB_CAPACITY:
            county.hub_added[0] = built(m, k, last, asked, county.hub_added[0], plan, government, measure, v)
            government.level[k] = min(asked, county.hub_added[0])
        if k == COLD_CHAIN:
            county.cold[0] = built(m, k, last, asked, county.cold[0], plan, government, measure, v)
            government.level[k] = min(asked, county.cold[0])
            wanted = min(plan.levels[t, m], county.cold[0])
            price = to_fen(wanted * plan.running[k, last])
            runs = affordable(wanted, price, left_fen(plan.budget[m], measure.spent[m]))
            pay(m, k, last, price, plan, government, measure, v)
            county.cold_in_use[0] += runs


@kernel
def built(m, k, i, asked, standing, plan, government, measure, v):
    """What stands after the month's works in a place; pays for them."""
    due = works_due(asked, standing)
    cost = to_fen(due * plan.capital[k, i])
    done = affordable(due, cost, left_fen(plan.budget[m], measure.spent[m]))
    pay(m, k, i, cost, plan, government, measure, v)
    return standing + done


@kernel
def pay_ahead(t, m, k, plan, government, measure, v):
    """What runs at a monthly price: paid for the month, in rank order, the last village in part."""
    last = len(v.km)
    if plan.reach[k] == COUNTY:
        asked = to_fen(plan.levels[t, m] * plan.running[k, last])
        level = affordable(plan.levels[t, m], asked, left_fen(plan.budget[m], measure.spent[m]))
        government.level[k] += level
        pay(m, k, last, asked, plan, government, measure, v)
    elif plan.budget[m] < 0:
        pay_all_ahead(t, m, k, plan, government, measure, v)
    else:
        for n in range(last):
            i = plan.order[m, n]
            if plan.place[m, i] <= 1.0 and (k != BROADBAND_SPEED or v.served[i] == 1):
                wanted = plan.levels[t, m] * plan.share[m, i]
                asked = to_fen(wanted * plan.running[k, i])
                level = affordable(wanted, asked, left_fen(plan.budget[m], measure.spent[m]))
                v.level[i, k] += level
                pay(m, k, i, asked, plan, government, measure, v)


@kernel
def pay_all_ahead(t, m, k, plan, government, measure, v):
    """What runs at a monthly price in villages, where no budget could end: what `pay_ahead` does for them, in any order."""
    needs_line = 1 if k == BROADBAND_SPEED else 0
    paid = 0
    for i in range(len(v.km)):
        reached = (plan.place[m, i] <= 1.0) & ((needs_line == 0) | (v.served[i] == 1))
        wanted = plan.levels[t, m] * plan.share[m, i]
        wanted = wanted if reached else 0.0
        asked = to_fen(wanted * plan.running[k, i])
        v.level[i, k] += wanted
        v.outlay_month[i, k] += asked
        paid += asked
    measure.spent[m] += paid
    government.outlay_month[k] += paid


@kernel
def promise(t, m, k, plan, government, v):
    """What is paid when it was delivered: in force for all of the target while there is money. Households' levels stand already."""
    if plan.reach[k] == COUNTY:
        government.level[k] += plan.levels[t, m]
    elif plan.reach[k] == VILLAGE:
        level = plan.levels[t, m]
        for i in range(len(v.km)):
            v.level[i, k] += level if plan.place[m, i] <= 1.0 else 0.0
