"""Public money: what each lever costs is what its recipients get, to one fen a payment."""

import numpy as np

from sim.levers import LEVERS, Levers


def due(case, t, before):
    """CNY that each lever owes this month and the number of payments, from prices and from what recipients did."""
    s, p = case.state, case.parameters
    h, v, c, m = s.household, s.village, s.cooperative, s.merchant
    level = Levers(*s.government.level)
    sales = (h.weight * h.online_sales_month).sum() + c.online_sales_month.sum() + m.produce_sales_month.sum()
    entered = (m.active == 1) & (m.entry_month == t) & (before.merchant.active == 0)
    months_price = case.trends.broadband_price[t]
    keepers = p.logistics.station_cost * case.trends.wage_index[t]
    return Levers(
        broadband_subsidy=((h.weight * (h.connected == 2)).sum() * months_price * level.broadband_subsidy, len(h.weight)),
        station_support=(keepers * (v.station * v.supported).sum(), len(v.km)),
        subsidy_out=(v.parcels_out_month.sum() * level.subsidy_out, len(v.km)),
        subsidy_in=(v.parcels_in_month.sum() * level.subsidy_in, len(v.km)),
        joint_delivery=(0.0, 0),
        training_seats=((h.weight * h.seat_month).sum() * p.accounting.seat_cost, len(h.weight)),
        cooperative_support=(0.0, 0),
        cold_storage=(c.trading.sum() * level.cold_storage * p.cooperation.cold_price, len(c.village)),
        brand_spending=(level.brand_spending * s.county.households[0], 1),
        supervision=(0.0, 0),
        start_grant=(level.start_grant * entered.sum(), len(m.village)),
        return_grant=((h.weight * h.returned_month).sum() * level.return_grant, len(h.weight)),
        commission_rebate=(level.commission_rebate * sales, len(h.weight) + len(c.village) + len(m.village)),
        assisted_ordering=(0.0, 0),
    )


def test_the_outlay_of_each_lever_is_what_its_recipients_get(history):
    for t, before, case in history:
        outlay = case.state.government.outlay_month
        for name, spent, (owed, payments) in zip(LEVERS, outlay, due(case, t, before), strict=True):
            assert abs(spent / 100.0 - owed) <= 0.005 * payments + 1e-9 * owed, (t, name, spent / 100.0, owed)


def test_every_lever_that_costs_money_costs_some_when_all_are_in_force(
    scenario_at_hamlet_scale, set_levers, all_levers
):
    """Otherwise the test above would compare nothing with nothing. Support, supervision and joint delivery are rules, not payments."""
    from sim.county.synthesis import synthesise
    from sim.engine import run

    case = set_levers(synthesise(scenario_at_hamlet_scale("hamlet", 84), seed=5), tuple(all_levers))
    run(case, 5)
    spent = dict(zip(LEVERS, case.state.government.outlay_total, strict=True))
    free = {"joint_delivery", "cooperative_support", "supervision", "assisted_ordering"}
    assert {name for name, total in spent.items() if total == 0} == free


def test_outlays_add_up_to_what_was_spent_since_the_start(history):
    total = np.zeros(len(LEVERS), np.int64)
    for t, _, case in history:
        total += case.state.government.outlay_month
        assert (case.state.government.outlay_total == total).all(), t


def test_the_support_a_keeper_receives_is_booked_in_his_village(history):
    for t, _, case in history:
        v = case.state.village
        owed = case.parameters.logistics.station_cost * case.trends.wage_index[t]
        assert (v.support_month[(v.station == 1) & (v.supported == 1)] == owed).all(), t
        assert (v.support_month[(v.station == 0) | (v.supported == 0)] == 0.0).all(), t


def test_no_programme_spends_nothing(scenario_at_hamlet_scale):
    from sim.simulate import simulate

    trajectory = simulate(scenario_at_hamlet_scale("no_programme", 84), seed=5)
    for name in ("public_outlay", "outlay_stations", "outlay_training"):
        assert (trajectory[name] == 0.0).all(), name
