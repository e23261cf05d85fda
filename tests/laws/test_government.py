"""Public money: what each lever costs is what its recipients get, to one fen a payment; what a budget does not pay is booked as unpaid."""

import numpy as np
import pytest

from sim.county.state import DISCOUNT, GRANT, SUBSIDY
from sim.numeric.keyed_draws import MERCHANT_TRAITS, entrant_month, normal
from sim.theory.levers import LEVERS, NUMBER
from sim.theory.rules.trading import start_capital

SEED = 5


def entered(t, before, s):
    """Which merchants took a free slot this month."""
    return (s.merchant.active == 1) & (s.merchant.entry_month == t) & (before.merchant.active == 0)


def opened(before, s):
    """Which farms opened a shop this month."""
    return (s.household.channel == 3) & (before.household.channel != 3)


def lent_this_month(case, t, before):
    """CNY lent to entrants, and to farms that open a shop: what their own funds and the grant leave uncovered."""
    s, p = case.state, case.parameters
    m, h, level = s.merchant, s.household, s.village.level
    grant, credit = NUMBER["merchants.startup_grant"], NUMBER["merchants.credit"]
    start = p.trading.start_cost * (1.0 - p.trading.park_start * s.government.level[NUMBER["merchants.park"]])
    total = 0.0
    for row in np.flatnonzero(entered(t, before, s)):
        z = normal(SEED, MERCHANT_TRAITS, entrant_month(t), int(row))
        own = start_capital(p.trading.capital_start, p.trading.capital_spread, z) + level[m.village[row], grant]
        total += min(level[m.village[row], credit], max(start + p.trading.working_capital - own, 0.0))
    for row in np.flatnonzero(opened(before, s)):
        own = before.household.liquid[row] + min(level[h.village[row], grant], p.channel.start_cost)
        total += h.weight[row] * min(level[h.village[row], credit], max(p.channel.start_cost - own, 0.0))
    return total


def due(case, t, before):
    """CNY that each lever comes to this month, by its key, from prices and from what recipients did."""
    s, p, c = case.state, case.parameters, case.parameters.costs
    h, v, coop, m, county = s.household, s.village, s.cooperative, s.merchant, s.county
    households = county.households[0]

    def wide(key):
        return s.government.level[NUMBER[key]]

    def local(key):
        return v.level[:, NUMBER[key]]

    def begun(key):
        return (local(key) > 0.0) & (before.village.level[:, NUMBER[key]] == 0.0)

    sales = (h.weight * h.online_sales_month).sum() + coop.online_sales_month.sum() + m.produce_sales_month.sum()
    line = h.weight * (h.connected == 2) * case.trends.broadband_price[t]
    keepers = p.logistics.station_cost * case.trends.wage_index[t]
    supported = (v.station == 1) & (local("delivery.stations") > 0.0)
    seats = (h.weight * h.seat_month).sum() * p.accounting.seat_cost
    graded = np.where(coop.online == 1, coop.quantity_month * coop.graded, 0.0)
    grants = local("merchants.startup_grant")
    to_farms = (h.weight * opened(before, s) * np.minimum(grants, p.channel.start_cost)[h.village]).sum()
    return {
        "broadband.coverage": c.coverage_capital * begun("broadband.coverage").sum()
        + c.coverage_running * local("broadband.coverage").sum(),
        "broadband.speed": c.speed_running * local("broadband.speed").sum(),
        "broadband.price_subsidy": (line * h.level[:, SUBSIDY]).sum(),
        "broadband.poor_discount": (line * np.minimum(h.poor * h.level[:, DISCOUNT], 1.0 - h.level[:, SUBSIDY])).sum(),
        "delivery.stations": keepers * supported.sum() + c.station_capital * (supported & (before.village.station == 0)).sum(),
        "delivery.parcel_subsidy_out": (v.parcels_out_month * local("delivery.parcel_subsidy_out")).sum(),
        "delivery.parcel_subsidy_in": (v.parcels_in_month * local("delivery.parcel_subsidy_in")).sum(),
        "delivery.joint": c.joint_running * local("delivery.joint").sum(),
        "delivery.hub_capacity": c.hub_capital * households / 1000.0 * (county.hub_added[0] - before.county.hub_added[0]),
        "delivery.roads": 10.0 * c.road_capital * (v.km * (v.road - before.village.road)).sum(),
        "delivery.cold_chain": c.cold_capital * (county.cold[0] - before.county.cold[0]) + c.cold_running * county.cold_in_use[0],
        "training.seats": seats,
        "training.quality": seats * wide("training.quality"),
        "training.follow_up": c.follow_up * (h.weight * (h.followed > 0.0)).sum() if wide("training.follow_up") > 0.0 else 0.0,
        "training.managers": p.accounting.seat_cost * local("training.managers").sum(),
        "training.experts": c.expert * wide("training.experts"),
        "cooperatives.ecommerce_support": c.cooperative_support
        * (local("cooperatives.ecommerce_support")[coop.village] * coop.trading).sum(),
        "cooperatives.grading": p.cooperation.grading_cost * (graded * local("cooperatives.grading")[coop.village]).sum(),
        "cooperatives.cold_storage": 1000.0 * p.cooperation.cold_price
        * (local("cooperatives.cold_storage")[coop.village] * coop.trading).sum(),
        "quality.standards": c.standards * households * wide("quality.standards"),
        "quality.supervision": c.supervision * households * wide("quality.supervision"),
        "quality.brand": wide("quality.brand"),
        "merchants.startup_grant": grants[m.village][entered(t, before, s)].sum() + to_farms,
        "merchants.credit": c.credit_loss * lent_this_month(case, t, before),
        "merchants.park": c.park * households / 1000.0 * wide("merchants.park"),
        "merchants.livestream_base": c.livestream_base * local("merchants.livestream_base").sum(),
        "people.return_grant": (h.weight * h.returned_month * h.level[:, GRANT]).sum(),
        "people.leaders": c.leader * local("people.leaders").sum(),
        "market.commission_rebate": wide("market.commission_rebate") * sales,
        "market.platform_opening": c.platform_opening * households * wide("market.platform_opening"),
        "market.experience_store": c.experience_store * wide("market.experience_store"),
        "market.village_sites": c.clerk * v.clerk.sum(),
        "services.agri_inputs": c.agri_inputs * local("services.agri_inputs").sum(),
        "services.rural_services": c.rural_services * (v.households * local("services.rural_services")).sum(),
    }  # fmt: skip


def by_lever(case, values):
    """A number for each measure, added up for each lever."""
    return np.bincount(case.plan.lever, values, minlength=len(LEVERS))


def test_the_outlay_of_each_lever_is_what_its_recipients_get(history):
    """What a budget could not pay of a claim is booked as unpaid. Seats, and services for whole villages, are given to the last of them
    in full though the money for him ends: then, and only then, less was paid than they come to.
    """
    for t, before, case in history:
        s = case.state
        payments = len(s.household.weight) + 2 * len(s.village.km) + len(s.cooperative.village) + len(s.merchant.village)
        unpaid = by_lever(case, s.measure.unpaid - before.measure.unpaid) / 100.0
        money_gone = by_lever(case, (s.measure.spent == case.plan.budget) & (s.measure.spent > before.measure.spent)) > 0.0
        owed = due(case, t, before)
        assert list(owed) == [lever.key for lever in LEVERS]
        for row, lever in enumerate(LEVERS):
            cost, paid = owed[lever.key], s.government.outlay_month[row] / 100.0 + unpaid[row]
            room = 0.005 * payments + 1e-9 * cost
            assert paid <= cost + room, (t, lever.key, paid, cost)
            in_full = lever.paid == "seats" or (lever.union and lever.paid == "ahead")
            assert paid >= cost - room or (in_full and money_gone[row]), (t, lever.key, paid, cost)
            assert unpaid[row] == 0.0 or (lever.paid == "claims" and money_gone[row]), (t, lever.key)


@pytest.mark.parametrize("lever", [lever.key for lever in LEVERS])
def test_every_lever_costs_some_when_all_are_in_force(busy_history, lever):
    """Otherwise the test above would compare nothing with nothing."""
    assert busy_history[-1][2].state.government.outlay_total[NUMBER[lever]] > 0


def test_outlays_add_up_to_what_was_spent_since_the_start_and_to_what_each_measure_spent(history):
    total = np.zeros(len(LEVERS), np.int64)
    for t, before, case in history:
        s = case.state
        total += s.government.outlay_month
        assert (s.government.outlay_total == total).all(), t
        by_measure = np.zeros(len(LEVERS), np.int64)
        np.add.at(by_measure, case.plan.lever, s.measure.spent - before.measure.spent)
        assert (by_measure == s.government.outlay_month).all(), t


def test_what_is_spent_in_villages_is_spent_by_village_and_the_rest_for_the_county_as_a_whole(history):
    reach = np.array([lever.reach == "county" for lever in LEVERS])
    for t, _, case in history:
        by_village = case.state.village.outlay_month.sum(axis=0)
        assert (by_village[~reach] == case.state.government.outlay_month[~reach]).all(), t
        assert (by_village[reach] == 0).all(), t


def test_a_keeper_is_offered_his_running_cost_where_his_station_is_supported_and_nothing_elsewhere(history):
    for t, _, case in history:
        v = case.state.village
        owed = case.parameters.logistics.station_cost * case.trends.wage_index[t]
        helped = (v.station == 1) & (v.level[:, NUMBER["delivery.stations"]] > 0.0)
        assert (v.support_month[helped] == owed).all(), t
        assert (v.support_month[~helped] == 0.0).all(), t


def test_grants_that_people_and_merchants_get_are_what_the_public_paid_for_them(history):
    """Also in the month in which a budget ends: then the last of them get less, and nobody gets what was not paid."""
    for t, _, case in history:
        h, m = case.state.household, case.state.merchant
        paid = case.state.government.outlay_month / 100.0
        returned = (h.weight * h.return_grant_month).sum()
        started = (h.weight * h.start_grant_month).sum() + m.grant_month.sum()
        claims = len(h.weight) + len(m.village)
        assert abs(returned - paid[NUMBER["people.return_grant"]]) <= 0.005 * claims, t
        assert abs(started - paid[NUMBER["merchants.startup_grant"]]) <= 0.005 * claims, t


def test_an_entrant_starts_with_his_own_capital_the_grant_he_got_and_the_loan_less_what_the_start_costs(
    busy_history, budget_history
):
    seen = 0
    for walk in (busy_history, budget_history):
        for t, before, case in walk:
            s, p = case.state, case.parameters
            m = s.merchant
            start = p.trading.start_cost * (1.0 - p.trading.park_start * s.government.level[NUMBER["merchants.park"]])
            for row in np.flatnonzero(entered(t, before, s)):
                z = normal(SEED, MERCHANT_TRAITS, entrant_month(t), int(row))
                own = start_capital(p.trading.capital_start, p.trading.capital_spread, z)
                promised = s.village.level[m.village[row], NUMBER["merchants.startup_grant"]]
                credit = s.village.level[m.village[row], NUMBER["merchants.credit"]]
                loan = min(credit, max(start + p.trading.working_capital - own - promised, 0.0))
                profit = m.profit_month[row]
                kept = profit * (1.0 - p.trading.drawings) if profit > 0.0 else profit
                assert abs(m.capital[row] - (own + m.grant_month[row] + loan - start + kept)) <= 1e-6, (t, row)
                seen += 1
    assert seen > 0


def test_no_programme_spends_nothing(scenario_at_hamlet_scale):
    from sim.compute.simulate import simulate

    trajectory = simulate(scenario_at_hamlet_scale("no_programme", 84), seed=5)
    for name in ("public_outlay", "outlay_stations", "outlay_training"):
        assert (trajectory[name] == 0.0).all(), name
    assert (trajectory.outlays == 0).all()
