"""Account: incomes, liquid funds, carriers', merchants' and cooperatives' books, public money."""

from sim.county.state import TRAILING
from sim.county.workspace import lay_out
from sim.engine.purse import settle_claims
from sim.numeric.exact_sum import from_fixed, to_fixed
from sim.numeric.jit import kernel
from sim.theory.levers import AGRI_INPUTS, GRADING, START_GRANT, SUBSIDY_IN, SUBSIDY_OUT
from sim.theory.rules.accounting import farm_cost, income_month, liquid_next, share_of
from sim.theory.rules.government import paid_share
from sim.theory.rules.logistics import (
    carrier_cost,
    carrier_profit,
    driven_km,
    handled_parcels,
    loss_months_next,
    part_of,
    profit_margin,
    smoothed,
    travel_km,
)
from sim.theory.rules.trading import capital_next, merchant_profit


@kernel
def account(t, p, world, plan, government, county, measure, h, v, township, carrier, cooperative, merchant, scratch):
    """Read the month's flows; write what claims were paid, income, funds, profits, capital, surplus and outlays."""
    settle_claims(t, plan, government, measure, h, v, scratch)
    earn_incomes(t, p, world, h, v, scratch)
    run_carrier_books(p, county, v, township, carrier, scratch)
    run_trade_books(p, world.wage_index[t], county, v, cooperative, merchant)
    for k in range(len(government.level)):
        government.outlay_total[k] += government.outlay_month[k]


@kernel
def earn_incomes(t, p, world, h, v, scratch):
    """Income by source, its trailing mean, liquid funds."""
    slot = t % TRAILING
    for b in range(len(scratch.block) - 1):
        start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
        for place in range(scratch.block[b], scratch.block[b + 1]):
            first, last = scratch.first[place], scratch.first[place + 1]
            lay_out(v.level[place, AGRI_INPUTS], first, last, start, 0, scratch)
            lay_out(paid_share(v.outlay_month[place, START_GRANT], v.owed_month[place, START_GRANT]), first, last, start, 1, scratch)
        for i in range(start, end):
            cost = farm_cost(h.product_cost_year[i], p.shopping.inputs_saving, h.shops[i], scratch.beside[0, i - start])
            h.income_month[i] = income_month(
                h.receipts_month[i], cost, h.other_land_year[i], h.wages_month[i], h.away_month[i], h.transfers_year[i],
                world.wage_index[t],
            )  # fmt: skip
            h.income_trailing[i, slot] = h.income_month[i]
        for i in range(start, end):
            total = 0.0
            for m in range(TRAILING):
                total += h.income_trailing[i, m]
            h.income[i] = total / 12.0
        for i in range(start, end):
            h.online_gain[i] = smoothed(h.online_gain[i], h.online_gain_month[i], 12.0)
            h.start_grant_month[i] = scratch.beside[1, i - start] * h.start_grant_month[i]
            h.liquid[i] = liquid_next(
                h.liquid[i] + h.return_grant_month[i] + h.start_grant_month[i], h.income_month[i],
                h.start_paid_month[i], p.accounting.saving, p.accounting.liquidity_decay,
            )  # fmt: skip


@kernel
def run_carrier_books(p, county, v, township, carrier, scratch):
    """Carriers of a township share its parcels; each bears its trips and handling."""
    revenue, subsidy, parcels, driven = scratch.township[0], scratch.township[1], scratch.township[2], scratch.township[3]
    for j in range(len(township.hub_km)):
        revenue[j] = 0
        subsidy[j] = 0
        parcels[j] = 0
        driven[j] = 0
    for i in range(len(v.km)):
        j = v.township[i]
        revenue[j] += to_fixed(v.parcels_out_month[i] * v.local_out[i] + v.parcels_in_month[i] * v.local_in[i])
        subsidy[j] += to_fixed(v.outlay_month[i, SUBSIDY_OUT] / 100.0 + v.outlay_month[i, SUBSIDY_IN] / 100.0)
        parcels[j] += to_fixed(handled_parcels(v.parcels_out_month[i], v.parcels_in_month[i], p.logistics.inbound_share))
        driven[j] += to_fixed(driven_km(v.trips_month[i], travel_km(v.km[i], v.road[i])))
    for c in range(len(carrier.township)):
        j = carrier.township[c]
        carrier.revenue_month[c] = 0.0
        carrier.subsidy_month[c] = 0.0
        carrier.cost_month[c] = 0.0
        carrier.profit_month[c] = 0.0
        if carrier.active[c] == 1:
            n = township.carriers[j]
            carrier.revenue_month[c] = part_of(from_fixed(revenue[j]), n)
            carrier.subsidy_month[c] = part_of(from_fixed(subsidy[j]), n)
            carrier.cost_month[c] = carrier_cost(
                from_fixed(driven[j]), p.logistics.km_cost, carrier.unit_cost[c], county.hub[0], part_of(from_fixed(parcels[j]), n)
            )
            carrier.profit_month[c] = carrier_profit(carrier.revenue_month[c], carrier.subsidy_month[c], carrier.cost_month[c])
            carrier.profit[c] = smoothed(carrier.profit[c], carrier.profit_month[c], 12.0)
            carrier.revenue[c] = smoothed(carrier.revenue[c], carrier.revenue_month[c] + carrier.subsidy_month[c], 12.0)
            carrier.losses[c] = loss_months_next(carrier.losses[c], carrier.profit_month[c])
    profit, turnover = scratch.township[0], scratch.township[1]
    for j in range(len(township.hub_km)):
        profit[j] = 0
        turnover[j] = 0
    for c in range(len(carrier.township)):
        if carrier.active[c] == 1:
            profit[carrier.township[c]] += to_fixed(carrier.profit[c])
            turnover[carrier.township[c]] += to_fixed(carrier.revenue[c])
    for j in range(len(township.hub_km)):
        township.incumbent_margin[j] = profit_margin(from_fixed(profit[j]), from_fixed(turnover[j]))


@kernel
def run_trade_books(p, wage_index, county, v, cooperative, merchant):
    """Merchants' profit and capital, cooperatives' surplus; the mean profit that would-be merchants see."""
    profit = 0
    county.merchants[0] = 0.0
    for m in range(len(merchant.village)):
        if merchant.active[m] == 1:
            merchant.profit_month[m] = merchant_profit(
                merchant.produce_margin_month[m], merchant.goods_sales_month[m], p.trading.goods_margin, p.trading.fixed_cost,
                wage_index,
            )  # fmt: skip
            place = merchant.village[m]
            short = 1.0 - paid_share(v.outlay_month[place, START_GRANT], v.owed_month[place, START_GRANT])
            missing = short * merchant.grant_month[m]
            merchant.grant_month[m] -= missing
            merchant.capital[m] -= missing
            merchant.capital[m] = capital_next(merchant.capital[m], merchant.profit_month[m], p.trading.drawings)
            merchant.profit[m] = smoothed(merchant.profit[m], merchant.profit_month[m], p.trading.memory)
            profit += to_fixed(merchant.profit[m])
            county.merchants[0] += 1.0
        else:
            merchant.profit_month[m] = 0.0
    if county.merchants[0] > 0.0:
        county.merchant_profit[0] = share_of(from_fixed(profit), county.merchants[0])
    for c in range(len(cooperative.village)):
        place = cooperative.village[c]
        short = 1.0 - paid_share(v.outlay_month[place, GRADING], v.owed_month[place, GRADING])
        missing = short * cooperative.grading_paid_month[c]
        cooperative.grading_paid_month[c] -= missing
        cooperative.surplus_change_month[c] -= missing
        cooperative.cost_month[c] += missing
        cooperative.surplus[c] += cooperative.surplus_change_month[c] - cooperative.cold_paid_month[c]
