"""Kilograms: what is harvested and stored is used, lost, sold or kept, by product and month."""

import numpy as np

STEP = 2.0**-21  # the rounding of one term of an exact sum


def by_product(state, column):
    """Kilograms of the county for each product: a column of households, weighted."""
    product = state.village.product[state.household.village]
    total = np.zeros(len(state.product.price))
    np.add.at(total, product, state.household.weight * column)
    return total


def cooperatives_by_product(state, column):
    total = np.zeros(len(state.product.price))
    np.add.at(total, state.village.product[state.cooperative.village], column)
    return total


def merchants_by_product(state, column):
    total = np.zeros(len(state.product.price))
    np.add.at(total, state.cell.product[state.merchant.cell], column)
    return total


def rounding(state, scale):
    """Room for the rounding of one term for each household, cooperative and merchant, and of float64."""
    terms = len(state.household.weight) + len(state.cooperative.village) + len(state.merchant.village)
    return terms * STEP * max(1.0, float(state.household.weight.max())) + 1e-9 * np.abs(scale)


def test_harvest_and_opening_stock_are_used_lost_sold_offline_delivered_refunded_or_kept(history):
    for t, before, case in history:
        s = case.state
        h, c, m = s.household, s.cooperative, s.merchant
        supply = by_product(s, h.harvest_month) + by_product(s, before.household.stock)
        refund_own = by_product(s, h.online_kg_month * s.village.refund[h.village])
        cooperative_refund = s.cell.refund[s.village.cell[c.village]]
        refund_together = cooperatives_by_product(s, c.online_kg_month * cooperative_refund)
        refund_merchants = merchants_by_product(s, m.bought_kg_month * s.cell.refund[m.cell])
        refunded = refund_own + refund_together + refund_merchants
        sent = by_product(s, h.online_kg_month) + cooperatives_by_product(s, c.online_kg_month)
        sent = sent + merchants_by_product(s, m.bought_kg_month)
        offline = by_product(s, h.trader_kg_month) + cooperatives_by_product(s, c.quantity_month - c.online_kg_month)
        delivered = sent - refunded
        use = by_product(s, h.own_use_month) + by_product(s, h.lost_month)
        room = rounding(s, supply)
        assert (np.abs(use + offline + delivered + refunded + by_product(s, h.stock) - supply) <= room).all(), t
        assert ((refunded >= 0.0) & (delivered >= 0.5 * sent - room)).all(), t


def test_no_kilogram_is_negative_in_any_month(history):
    for t, _, case in history:
        h, c, m = case.state.household, case.state.cooperative, case.state.merchant
        for name in (
            "harvest_month", "own_use_month", "lost_month", "available_month", "released_month", "offered_month",
            "trader_kg_month", "cooperative_kg_month", "merchant_kg_month", "online_kg_month", "stock",
        ):  # fmt: skip
            assert (getattr(h, name) >= 0.0).all(), (t, name)
        assert (c.online_kg_month <= c.quantity_month).all(), t
        assert (c.online_kg_month >= 0.0).all() and (m.bought_kg_month >= 0.0).all(), t


def test_every_farm_balances_its_own_kilograms(history):
    for t, before, case in history:
        h = case.state.household
        supply = before.household.stock + h.harvest_month
        sold = h.trader_kg_month + h.cooperative_kg_month + h.merchant_kg_month + h.online_kg_month
        assert np.abs(h.own_use_month + h.lost_month + sold + h.stock - supply).max() <= 1e-9 * max(supply.max(), 1.0), t


def test_merchants_send_what_farmers_sell_them_and_cooperatives_what_members_deliver(history):
    for t, _, case in history:
        s = case.state
        h = s.household
        sold = by_product(s, h.merchant_kg_month)
        bought = merchants_by_product(s, s.merchant.bought_kg_month)
        assert (np.abs(sold - bought) <= rounding(s, sold)).all(), t
        delivered = by_product(s, h.cooperative_kg_month)
        pooled = cooperatives_by_product(s, s.cooperative.quantity_month)
        assert (np.abs(delivered - pooled) <= rounding(s, delivered)).all(), t


def test_perishable_produce_is_gone_two_months_after_it_was_harvested(history):
    """Sold in the month of harvest or the next, so nothing is in store from the second month on."""
    seen = 0
    for t, _, case in history:
        s = case.state
        month = case.trends.calendar_month[t]
        for k in range(len(s.product.price)):
            if s.product.storable[k] == 0.0 and s.product.since_harvest[k, month] >= 1.0:
                assert by_product(s, s.household.stock)[k] <= 1e-6, (t, k)
                seen += 1
    perishable = (history[0][2].state.product.storable == 0.0).any()
    assert seen > 0 or not perishable


def test_storable_produce_is_gone_when_its_storage_time_ends(history):
    for t, _, case in history:
        s = case.state
        since = s.product.since_harvest[:, case.trends.calendar_month[t]]
        done = (s.product.storable > 0.0) & (since >= s.product.storable)
        assert (by_product(s, s.household.stock)[done] <= 1e-6).all(), t


def test_every_way_of_selling_and_storing_occurs_where_levers_and_parameters_allow(busy_history):
    """Otherwise the identities would hold because nothing happens."""
    last = busy_history
    assert any((after.state.household.online_kg_month > 0.0).any() for _, _, after in last)
    assert any((after.state.household.trader_kg_month > 0.0).any() for _, _, after in last)
    assert any((after.state.cooperative.online_kg_month > 0.0).any() for _, _, after in last)
    assert any((after.state.cooperative.quantity_month > after.state.cooperative.online_kg_month).any() for _, _, after in last)
    assert any((after.state.cooperative.cold_share > 0.0).any() for _, _, after in last)
    assert any((after.state.merchant.bought_kg_month * after.state.merchant.live > 0.0).any() for _, _, after in last)
    assert any((after.state.household.stock > 0.0).any() for _, _, after in last)
    assert any((after.state.household.assisted_month > 0.0).any() for _, _, after in last)
    assert any((after.state.township.carriers > 1.0).any() for _, _, after in last[12:])
