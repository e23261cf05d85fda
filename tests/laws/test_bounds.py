"""What no month may leave: shares in 0..1, skill between its floor and ceiling, no missing number (over every shipped scenario)."""

import numpy as np

from sim.compute.simulate import simulate
from sim.county.panel import record_for
from sim.county.state import State, columns
from sim.theory.levers import LEVERS, STATIONS, TRAINING_SEATS
from sim.theory.outcomes import OUTCOMES


def test_no_column_holds_a_missing_or_infinite_number_in_any_month(history):
    for t, _, case in history:
        for entity in State._fields:
            for name, column in getattr(case.state, entity)._asdict().items():
                assert np.isfinite(column).all(), (t, entity, name)


def test_columns_declared_as_shares_or_levels_from_0_to_1_stay_there(history):
    for t, _, case in history:
        # Shares are of sums in fixed point: a weight of a sample is no multiple of 2**-20 and is rounded; that of a whole county is 1.
        whole = (case.state.household.weight == 1.0).all()
        most = 1.0 + (1e-12 if whole else 2.0**-20)
        for entity in State._fields:
            for name, declared in columns(entity).items():
                if declared.unit in ("0..1", "0/1") or (declared.unit == "share" and name != "incumbent_margin"):
                    column = getattr(getattr(case.state, entity), name)
                    assert column.min(initial=0.0) >= 0.0 and column.max(initial=0.0) <= most, (t, entity, name)


def test_skill_lies_between_its_floor_and_its_ceiling(history):
    for t, _, case in history:
        for who in (case.state.household, case.state.cooperative, case.state.merchant):
            assert (who.skill >= np.minimum(who.skill_floor, who.skill_ceiling) - 1e-12).all(), t
            assert (who.skill <= np.maximum(who.skill_ceiling, who.skill_floor) + 1e-12).all(), t


def test_members_away_never_exceed_the_working_members(history):
    for t, _, case in history:
        h = case.state.household
        assert (h.away >= 0.0).all() and (h.away <= h.workers).all(), t


def test_the_post_serves_every_township_in_every_month(history):
    for t, _, case in history:
        assert (case.state.carrier.active[case.state.carrier.slot == 0] == 1).all(), t
        assert (case.state.township.carriers >= 1.0).all(), t


def test_prices_days_and_volumes_of_delivery_are_positive(history):
    for t, _, case in history:
        v = case.state.village
        for name in ("price_out", "price_in", "days", "trips", "volume"):
            assert (getattr(v, name) > 0.0).all(), (t, name)


def test_every_outcome_is_finite_in_every_month_to_2024(scenario_at_hamlet_scale):
    trajectory = simulate(scenario_at_hamlet_scale("hamlet", 132), seed=7)
    assert trajectory.columns == tuple(outcome.name for outcome in OUTCOMES)
    assert np.isfinite(trajectory.outcomes).all()


def test_outcomes_declared_as_shares_stay_between_nothing_and_all(scenario_at_hamlet_scale):
    trajectory = simulate(scenario_at_hamlet_scale("hamlet", 132), seed=7)
    signed = {"cost_of_living_change"}
    for outcome in OUTCOMES:
        if outcome.unit in ("share", "0..1") and outcome.name not in signed:
            assert 0.0 <= trajectory[outcome.name].min() <= trajectory[outcome.name].max() <= 1.0, outcome.name


def test_buying_online_never_raises_the_cost_of_living(scenario_at_hamlet_scale):
    assert (simulate(scenario_at_hamlet_scale("hamlet", 132), seed=7)["cost_of_living_change"] <= 0.0).all()


def test_measured_means_agree_with_the_columns(busy_scenario, busy_case, set_levers, every_lever, months_of):
    """Outcomes of every month against plain weighted means."""
    names = [outcome.name for outcome in OUTCOMES]
    case = busy_case(set_levers(busy_scenario(84), every_lever))
    record = record_for(case.state, case.trends.season, False)
    for t, _, after in months_of(case, 5, record):
        compare_with_columns(t, after.state, record.outcomes, names)


def traders_margin(s):
    h, v = s.household, s.village
    return (h.weight * h.trader_kg_month * (s.product.price[v.product] - v.trader_price)[h.village]).sum()


def compare_with_columns(t, s, row, names):
    h, n = s.household, s.county.households[0]
    expected = {
        "broadband_share": (h.weight * (h.connected == 2)).sum() / n,
        "shoppers_share": (h.weight * (h.shops == 1)).sum() / n,
        "own_shop_share": (h.weight * (h.channel == 3)).sum() / n,
        "spend_online_household": (h.weight * h.spent_online_month).sum() / n,
        "income_person": (h.weight * h.income * 12.0).sum() / (h.weight * h.size).sum(),
        "stations_share": s.village.station.mean(),
        "produce_lost_kg_household": (h.weight * h.lost_month).sum() / n,
        "sales_own_shop_household": (h.weight * h.online_sales_month).sum() / n,
        "surplus_household": (s.cooperative.surplus_change_month - s.cooperative.cold_paid_month).sum() / n,
        "merchant_profit_household": s.merchant.profit_month.sum() / n,
        "carrier_profit_household": s.carrier.profit_month.sum() / n,
        "trader_margin_household": traders_margin(s) / n,
        "outlay_training": s.government.outlay_month[TRAINING_SEATS] / 100.0 / n,
        "outlay_stations": s.government.outlay_month[STATIONS] / 100.0 / n,
        "public_outlay": s.government.outlay_month.sum() / 100.0 / n,
    }
    for name, value in expected.items():
        assert abs(row[t, names.index(name)] - value) <= 1e-6 + 1e-9 * abs(value), (t, name)


def test_levers_in_force_stay_within_their_range_and_works_within_what_was_asked(history):
    for t, _, case in history:
        v, government, county = case.state.village, case.state.government, case.state.county
        for row, lever in enumerate(LEVERS):
            assert v.level[:, row].min() >= 0.0 and v.level[:, row].max() <= lever.high, (t, lever.key)
            assert 0.0 <= government.level[row] <= lever.high, (t, lever.key)
        assert county.cold_in_use[0] <= county.cold[0] and v.road.min() >= 0.0 and v.road.max() <= 0.5, t
