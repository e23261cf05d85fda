"""Cooperatives: joining, payouts, grading, cold storage, e-commerce, the regional brand (docs/odd.md, Organise)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.cooperation import (
    bad_share,
    brand_money,
    brand_next,
    cold_next,
    cold_purchase,
    cold_share,
    cooperative_receipts,
    expected_payout,
    goes_online,
    grading_next,
    harm_left,
    join_utility,
    joins,
    leaves,
    own_part,
    payout_kg,
    quality_cost,
    ratio,
    running_cost,
    shop_size,
    standing,
    supported_grading,
    trades_next,
    which_cooperative,
)  # fmt: skip

P = parameters().cooperation
SHARES = st.floats(0.0, 1.0)


def utility(payout=5.0, alternative=4.5, grows=1, peers=0.4, km=0.5):
    return join_utility(payout, alternative, 5.5, grows, peers, km, -2.0, 4.0, 1.5, 0.5)


def test_a_better_payout_and_member_ties_draw_and_distance_deters():
    assert utility(payout=5.1) > utility() > utility(alternative=4.6)
    assert utility(peers=0.5) > utility() > utility(km=0.6)
    assert utility() == pytest.approx(-2.0 + 4.0 * 0.5 / 5.5 + 0.6 - 0.25)


def test_the_payout_says_nothing_to_those_who_do_not_grow_the_product():
    assert utility(payout=100.0, grows=0) == utility(payout=0.0, grows=0)


def test_joining_and_leaving_are_hazards_that_mirror_each_other_in_utility_but_not_in_rate():
    assert joins(40.0, 0.02, 0.0199) == 1
    assert joins(40.0, 0.02, 0.0201) == 0
    assert joins(-40.0, 0.02, 0.0001) == 0
    assert leaves(-40.0, 0.006, 0.0059) == 1
    assert leaves(40.0, 0.006, 0.0001) == 0


@given(st.floats(0.0, 0.9999999), st.integers(1, 9))
def test_a_new_member_joins_a_cooperative_of_the_village(u, count):
    assert 30 <= which_cooperative(u, 30, count) < 30 + count


@given(st.floats(-1e6, 1e6), st.floats(0.0, 1e6), st.floats(1.0, 1e6), st.floats(0.0, 0.4))
def test_a_payout_is_never_negative_and_shares_out_what_is_not_kept(receipts, cost, quantity, retained):
    payout = payout_kg(receipts, cost, quantity, retained)
    assert payout >= 0.0
    assert payout * quantity == pytest.approx(max((1.0 - retained) * (receipts - cost), 0.0), rel=1e-9, abs=1e-9)


def test_the_expected_payout_mixes_net_back_and_wholesale_less_fixed_cost_a_kilogram():
    assert expected_payout(0.4, 7.0, 5.5, 0.5, 15000.0, 30000.0, 20000.0, 0.0) == pytest.approx(0.4 * 7.0 + 0.6 * 5.0 - 0.5)
    assert expected_payout(0.4, 7.0, 5.5, 0.5, 15000.0, 0.0, 20000.0, 0.0) == pytest.approx(5.8 - 0.75)
    assert expected_payout(0.0, 0.0, 0.1, 0.35, 15000.0, 0.0, 20000.0, 0.05) == 0.0


def test_a_cooperative_rests_below_its_least_quantity_and_returns_only_where_it_would_pay():
    assert trades_next(1, 20000.0, 20000.0, 0.0, 9.0, 0.1, 0.9) == 1
    assert trades_next(1, 19999.0, 20000.0, 9.0, 0.0, 0.1, 0.0) == 0
    assert trades_next(0, 0.0, 20000.0, 5.0, 4.0, 0.1, 0.05) == 1
    assert trades_next(0, 0.0, 20000.0, 4.0, 4.0, 0.1, 0.05) == 0
    assert trades_next(0, 0.0, 20000.0, 5.0, 4.0, 0.1, 0.15) == 0


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_the_cold_share_is_capacity_over_volume_up_to_all(capacity, volume):
    assert 0.0 <= cold_share(capacity, volume) <= 1.0
    # The last term: numbers too small for all of their digits.
    assert cold_share(capacity, volume) * max(volume, 1.0) <= capacity * (1.0 + 1e-12) + 1e-300


def test_cold_storage_wears_and_grows_by_grants_and_purchases():
    assert cold_next(1200.0, 100.0, 30.0, 1.5, 0.08) == pytest.approx(1200.0 * (1.0 - 0.08 / 12.0) + 120.0)
    assert cold_purchase(1200.0, 0.0, 1e6, 1.5) == 100.0
    assert cold_purchase(1200.0, 90.0, 100.0, 1.5) == 15.0
    assert cold_purchase(1200.0, 100.0, 90.0, 1.5) == 0.0
    assert cold_purchase(-1200.0, 0.0, 1e6, 1.5) == 0.0


@given(SHARES, st.integers(0, 1), SHARES)
def test_the_graded_share_moves_between_its_two_targets(graded, online, support):
    moved = grading_next(graded, online, support, P.grading_start, P.grading_online, P.grading_speed)
    low, high = min(graded, P.grading_start), max(graded, P.grading_online)
    assert low - 1e-12 <= moved <= high + 1e-12


def test_support_grades_as_much_as_selling_online_does():
    assert grading_next(0.3, 0, 1.0, 0.3, 0.7, 0.1) == grading_next(0.3, 1, 0.0, 0.3, 0.7, 0.1) == pytest.approx(0.34)
    assert grading_next(0.3, 0, 0.0, 0.3, 0.7, 0.1) == pytest.approx(0.3)


def online(trading=1, skill=0.5, quantity=20000.0, support=0.0, u=0.001, before=0):
    return goes_online(before, trading, skill, quantity, 20000.0, support, -4.0, 4.0, 0.6, 3.0, 0.02, u)


def test_e_commerce_of_a_cooperative_needs_trade_and_comes_with_skill_volume_and_support():
    """At skill 0.5 the hazard is 0.02 L(-2) = 0.0024."""
    assert online(u=0.0023) == 1
    assert online(u=0.0025) == 0
    assert online(u=0.0025, skill=0.6) == online(u=0.0025, quantity=40000.0) == online(u=0.0025, support=0.5) == 1
    assert online(u=0.0, trading=0, before=1) == 0
    assert online(u=0.99, before=1) == 1


@given(SHARES, SHARES, st.floats(0.0, 10.0))
def test_the_brand_stays_between_nothing_and_all_for_any_spending_and_any_spoilage(brand, bad, spending):
    moved = brand_next(brand, spending, bad, P.brand_decay, P.brand_effect, P.brand_half, P.brand_harm)
    assert 0.0 <= moved <= 1.0
    assert moved <= brand_next(brand, spending + 0.01, bad, P.brand_decay, P.brand_effect, P.brand_half, P.brand_harm) + 1e-15
    assert moved >= brand_next(brand, spending, min(bad + 0.1, 1.0), P.brand_decay, P.brand_effect, P.brand_half, P.brand_harm) - 1e-15


def test_a_brand_without_spending_fades_and_spending_saturates():
    fading = brand_next(0.6, 0.0, 0.0, 0.15, 0.25, 0.01, 1.0)
    assert fading == pytest.approx(0.6 * (1.0 - 0.15 / 12.0))
    rises = [brand_next(0.0, share, 0.0, 0.15, 0.25, 0.01, 1.0) for share in (0.01, 0.02, 0.04, 1e6)]
    assert rises[0] == pytest.approx(0.25 * 0.5 / 12.0)
    assert rises[-1] == pytest.approx(0.25 / 12.0, rel=1e-6)
    assert rises == sorted(rises)


def test_spoilt_and_ungraded_parcels_are_bad_for_the_name_of_all():
    assert bad_share(5.0, 40.0, 0.05, 100.0) == pytest.approx(0.07)
    assert bad_share(0.0, 0.0, 0.05, 0.0) == 0.0


def test_costs_of_a_cooperative_are_handling_and_fixed_cost_grading_cooling_and_brand():
    assert running_cost(1000.0, 400.0, 0.35, 15000.0, 30000.0, 20000.0) == pytest.approx(600.0 * 0.35 + 500.0)
    assert running_cost(1000.0, 400.0, 0.35, 15000.0, 0.0, 20000.0) == pytest.approx(600.0 * 0.35 + 750.0)
    assert quality_cost(700.0, 0.2, 100.0, 0.15, 5000.0, 0.01) == pytest.approx(140.0 + 15.0 + 50.0)


def test_receipts_are_online_net_and_wholesale_of_the_rest():
    assert cooperative_receipts(2000.0, 600.0, 5.5) == 5300.0
    assert ratio(3.0, 0.0) == 0.0


def test_the_brand_is_paid_for_by_the_public_and_by_cooperatives_twelve_months_a_year():
    assert brand_money(500.0, 100.0) == 7200.0
    assert brand_money(0.0, 100.0) == 1200.0


def test_a_shop_of_a_cooperative_counts_what_it_grades_and_only_while_it_sells_online():
    assert shop_size(5.0, 0.7, 1) == pytest.approx(3.5)
    assert shop_size(5.0, 0.7, 0) == 0.0


@given(SHARES, SHARES)
def test_traceability_spares_the_brand_a_share_of_the_harm_and_without_standards_nothing(harm, relief):
    assert harm_left(harm, 0.0, relief) == harm
    assert harm_left(harm, 1.0, relief) == pytest.approx(harm * (1.0 - relief))
    assert 0.0 <= harm_left(harm, 1.0, relief) <= harm_left(harm, 0.5, relief) <= harm


@given(SHARES, st.floats(0.0, 0.3))
def test_standards_add_to_the_name_among_buyers_and_without_them_it_is_the_brand_to_the_bit(brand, effect):
    assert standing(brand, 0.0, effect) == brand
    assert standing(brand, 1.0, effect) == pytest.approx(brand + effect)


@given(SHARES, SHARES)
def test_of_support_and_paid_grading_the_stronger_counts(support, grading):
    assert supported_grading(support, grading) == max(support, grading)
    assert supported_grading(support, 0.0) == support


@given(st.floats(0.0, 1e6), SHARES)
def test_a_cost_is_shared_between_the_public_and_the_cooperative_and_nothing_is_left_over(cost, share):
    assert own_part(cost, 0.0) == cost
    assert own_part(cost, 1.0) == 0.0
    assert own_part(cost, share) + cost * share == pytest.approx(cost)


def test_a_tonne_has_a_thousand_kilograms():
    assert 2.5 * 1000.0 == 2500.0
