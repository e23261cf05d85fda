"""Money: every yuan paid is received by someone, month by month. Each side is added up from prices and quantities.

What the public pays counts as it was paid. A claim past the end of a budget stays with who advanced it: a parcel subsidy with the
carriers, a rebate with the platforms, the public part of grading with the cooperatives.
"""

import numpy as np

from sim.theory.levers import AGRI_INPUTS, COMMISSION_REBATE, GRADING, SUBSIDY_IN, SUBSIDY_OUT
from sim.theory.rules.cooperation import quality_cost, running_cost

STEP = 2.0**-21  # the rounding of one term of an exact sum, in its own unit (kg, parcels, CNY)


def room(state, scale, price):
    """Each household, cooperative, merchant and village rounds one term, worth at most `price` a unit."""
    terms = len(state.household.weight) + len(state.cooperative.village) + len(state.merchant.village) + len(state.village.km)
    return terms * STEP * max(price, 1.0) * max(1.0, float(state.household.weight.max())) + 1e-9 * abs(scale)


def produce_payments(s):
    """What consumers pay online for produce, net of refunds: own shops, cooperatives, merchants (from kilograms and posted prices)."""
    h, v, c, m = s.household, s.village, s.cooperative, s.merchant
    own = (h.weight * h.online_kg_month * (v.shop_price * (1.0 - v.refund))[h.village]).sum()
    cell = v.cell[c.village]
    together = (c.online_kg_month * s.cell.price[cell] * (1.0 - s.cell.refund[cell])).sum()
    posted = np.where(m.live == 1, s.cell.price_live[m.cell], s.cell.price[m.cell])
    traded = (m.bought_kg_month * posted * (1.0 - s.cell.refund[m.cell])).sum()
    return own, together, traded


def test_what_is_paid_for_produce_is_what_farmers_sellers_traders_carriers_and_platforms_get(history):
    for t, _, case in history:
        s, p = case.state, case.parameters
        h, v, c, m, cell, product = s.household, s.village, s.cooperative, s.merchant, s.cell, s.product
        spent = s.government.outlay_month / 100.0
        own, together, traded = produce_payments(s)
        wholesale = product.price[v.product[h.village]]
        to_traders = h.weight * h.trader_kg_month
        market_kg = c.quantity_month - c.online_kg_month
        offline = (to_traders * wholesale).sum() + (market_kg * product.price[v.product[c.village]]).sum()
        online = own + together + traded
        paid = online + offline + spent[SUBSIDY_OUT] + spent[COMMISSION_REBATE] + spent[GRADING]

        boxes = h.weight * h.online_kg_month / product.kg_parcel[v.product[h.village]]
        express = case.trends.express[t] * p.logistics.small_sender
        last_step = np.where(v.station == 1, p.logistics.station_fee, v.trip_cost)
        from_village = (boxes * (express + v.local_out + last_step)[h.village]).sum() + spent[SUBSIDY_OUT]
        bulk_price = case.trends.express[t] * p.logistics.bulk_sender / product.kg_parcel
        bulk = (c.online_kg_month * bulk_price[v.product[c.village]]).sum()
        bulk += (m.bought_kg_month * bulk_price[cell.product[m.cell]]).sum()
        advanced = s.government.level[COMMISSION_REBATE] * online - spent[COMMISSION_REBATE]
        platform = (s.county.commission[0] + p.market.promotion + p.market.payment) * online - advanced
        box = p.market.packing / product.kg_parcel
        packing = p.market.packing * boxes.sum()
        packing += (c.online_kg_month * box[v.product[c.village]]).sum() + (m.bought_kg_month * box[cell.product[m.cell]]).sum()
        net_price = np.where(m.live == 1, cell.price_live[m.cell], cell.price[m.cell]) * (1.0 - cell.refund[m.cell])
        hosts = (m.bought_kg_month * net_price * np.where(m.live == 1, p.trading.livestream_fee, 0.0)).sum()
        handling = (m.bought_kg_month * cell.handling[m.cell]).sum()
        q = p.cooperation
        costs_together = 0.0
        for i in range(len(c.village)):
            sales = c.online_kg_month[i] * cell.price[v.cell[c.village[i]]] * (1.0 - cell.refund[v.cell[c.village[i]]])
            graded = c.quantity_month[i] * c.graded[i] if c.online[i] == 1 else 0.0
            costs_together += running_cost(
                c.quantity_month[i], c.online_kg_month[i], q.handling, q.fixed_cost, c.quantity_year[i], q.quantity_least
            )
            costs_together += quality_cost(
                graded, q.grading_cost, c.quantity_month[i] * c.cold_share[i], q.cold_cost, sales, q.brand_spending
            )
        received = (h.weight * h.receipts_month).sum() + c.surplus_change_month.sum() + m.produce_margin_month.sum()
        received += (to_traders * (wholesale - v.trader_price[h.village])).sum()
        received += from_village + bulk + platform + packing + hosts + handling + costs_together
        whole_fen = 0.005 * (len(c.village) + len(v.km))  # the public part of grading is paid in whole fen
        dearest = float(max(cell.price.max(), v.shop_price.max()))
        assert abs(paid - received) <= room(s, paid, dearest) + whole_fen, (t, paid, received)


def test_prices_allow_for_the_commission_of_the_month_and_sellers_keep_what_fees_and_rebate_leave(history):
    for t, _, case in history:
        county, p = case.state.county, case.parameters.market
        assert county.commission[0] == p.commission + case.trends.fee_added[t], t
        rebate = case.state.government.level[COMMISSION_REBATE]
        assert abs(county.kept[0] - (1.0 - county.commission[0] - p.promotion - p.payment + rebate)) <= 1e-12, t


def test_sales_that_sellers_book_are_what_consumers_pay(history):
    for t, _, case in history:
        s = case.state
        booked = (
            (s.household.weight * s.household.online_sales_month).sum(),
            s.cooperative.online_sales_month.sum(),
            s.merchant.produce_sales_month.sum(),
        )
        for paid, had in zip(produce_payments(s), booked, strict=True):
            assert abs(paid - had) <= 1e-9 * max(paid, 1.0), t


def test_cooperatives_pay_out_what_members_receive_from_them(history):
    for t, _, case in history:
        s = case.state
        h, c = s.household, s.cooperative
        sells = h.cooperative_kg_month > 0.0
        got = (h.weight * h.cooperative_kg_month * np.where(sells, c.payout_month[h.cooperative], 0.0)).sum()
        paid = (c.quantity_month * c.payout_month).sum()
        assert abs(got - paid) <= room(s, paid, float(c.payout_month.max())), t


def test_households_pay_for_goods_and_for_their_delivery(history):
    """Money, down: what is spent online = value of the parcels + local price + station fee or own trip."""
    for t, _, case in history:
        s, p = case.state, case.parameters
        h, v = s.household, s.village
        spent = (h.weight * h.spent_online_month).sum()
        fee = v.local_in + np.where(v.station == 1, p.logistics.station_fee, v.trip_cost)
        paid = (v.parcels_in_month * (p.shopping.basket + fee)).sum()
        assert abs(spent - paid) <= room(s, spent, p.shopping.basket + float(fee.max())), t


def test_carriers_receive_what_the_parcels_of_their_township_pay_and_the_subsidy_as_far_as_it_is_paid(history):
    for t, _, case in history:
        s = case.state
        v, carrier = s.village, s.carrier
        paid = (v.parcels_out_month * v.local_out + v.parcels_in_month * v.local_in).sum()
        assert abs(carrier.revenue_month.sum() - paid) <= room(s, paid, 1.0), t
        subsidy = v.outlay_month[:, [SUBSIDY_OUT, SUBSIDY_IN]].sum() / 100.0
        assert abs(carrier.subsidy_month.sum() - subsidy) <= room(s, subsidy, 1.0), t
        books = carrier.revenue_month + carrier.subsidy_month - carrier.cost_month - carrier.profit_month
        assert np.abs(books).max() <= 1e-9 * max(carrier.cost_month.max(), 1.0), t


def test_carriers_bear_the_trips_driven_and_the_parcels_handled(history):
    """Cost, added up over carriers at their own cost level: km driven by each + hub cost of their part of the parcels.

    Of inbound parcels they handle at their own cost the share that buyers pay for; the city's sender pays the rest.
    """
    for t, _, case in history:
        s, p = case.state, case.parameters
        v, carrier = s.village, s.carrier
        for j in range(len(s.township.hub_km)):
            mine = v.township == j
            active = (carrier.township == j) & (carrier.active == 1)
            km = (2.0 * v.km * (1.0 - v.road) * v.trips_month)[mine].sum()  # counted in time
            parcels = (v.parcels_out_month + p.logistics.inbound_share * v.parcels_in_month)[mine].sum()
            part = km * p.logistics.km_cost + s.county.hub[0] * parcels / active.sum()
            cost = (part * carrier.unit_cost[active]).sum()
            assert abs(carrier.cost_month[active].sum() - cost) <= room(s, cost, p.logistics.km_cost), (t, j)


def test_the_income_of_a_household_is_the_sum_of_its_sources(history):
    for t, _, case in history:
        h, p = case.state.household, case.parameters
        ordered = case.state.village.level[h.village, AGRI_INPUTS] > 0.0
        saving = np.where((h.shops == 1) | ordered, p.shopping.inputs_saving, 0.0)
        sources = h.receipts_month - h.product_cost_year / 12.0 * (1.0 - saving) + h.other_land_year / 12.0
        sources = sources + h.wages_month + h.away_month + h.transfers_year / 12.0 * case.trends.wage_index[t]
        assert np.abs(h.income_month - sources).max() <= 1e-9 * np.abs(h.income_month).max(), t


def test_a_merchants_capital_changes_by_what_he_keeps_and_by_nothing_else(history):
    for t, before, case in history:
        m, share = case.state.merchant, case.parameters.trading.drawings
        stayed = (m.active == 1) & (before.merchant.active == 1)
        kept = np.where(m.profit_month > 0.0, m.profit_month * (1.0 - share), m.profit_month)
        change = (m.capital - before.merchant.capital - kept)[stayed]
        assert np.abs(change).max(initial=0.0) <= 1e-9 * max(float(np.abs(m.capital).max()), 1.0), t


def test_a_cooperatives_surplus_changes_by_what_it_keeps_less_what_it_puts_into_cold_storage(history):
    for t, before, case in history:
        c = case.state.cooperative
        change = c.surplus - before.cooperative.surplus - c.surplus_change_month + c.cold_paid_month
        assert np.abs(change).max() <= 1e-9 * max(float(np.abs(c.surplus).max()), 1.0), t


def test_a_households_funds_grow_by_what_it_saves_and_by_grants_and_fall_by_what_a_shop_costs(history):
    for t, before, case in history:
        h, p = case.state.household, case.parameters
        left = before.household.liquid + h.return_grant_month + h.start_grant_month - h.start_paid_month
        funds = left * (1.0 - p.accounting.liquidity_decay) + p.accounting.saving * np.maximum(h.income_month, 0.0)
        assert np.abs(h.liquid - np.maximum(funds, 0.0)).max() <= 1e-9 * max(float(h.liquid.max()), 1.0), t


def test_what_a_cooperative_is_paid_for_grading_lowers_its_cost_by_as_much_and_no_more(history):
    """Cost it bears + what the public paid = handling, fixed cost, grading, cold storage and brand in full."""
    for t, _, case in history:
        s, q = case.state, case.parameters.cooperation
        c, v = s.cooperative, s.village
        for i in range(len(c.village)):
            market = v.cell[c.village[i]]
            sales = c.online_kg_month[i] * s.cell.price[market] * (1.0 - s.cell.refund[market])
            graded = c.quantity_month[i] * c.graded[i] if c.online[i] == 1 else 0.0
            cost = running_cost(
                c.quantity_month[i], c.online_kg_month[i], q.handling, q.fixed_cost, c.quantity_year[i], q.quantity_least
            ) + quality_cost(
                graded, q.grading_cost, c.quantity_month[i] * c.cold_share[i], q.cold_cost, sales, q.brand_spending
            )
            borne = c.cost_month[i] + c.grading_paid_month[i]
            assert abs(borne - cost) <= 1e-9 * max(cost, 1.0), (t, i)
        paid = v.outlay_month[:, GRADING].sum() / 100.0
        assert abs(c.grading_paid_month.sum() - paid) <= 0.005 * len(c.village), t
