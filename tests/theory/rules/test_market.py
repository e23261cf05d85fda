"""Selling: harvest and stock, losses, posted prices, attraction, demand, the village trader (docs/odd.md, Sell)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.parameters import parameters
from sim.theory.rules.market import (
    available_kg,
    chain_share,
    closing_kg,
    colder,
    fill_share,
    harvest_month,
    hours_limit_kg,
    loss_share,
    lost_kg,
    market_size,
    net_receipts,
    opened_demand,
    orders_kg,
    own_online_kg,
    payments,
    posted_price,
    pull,
    rationed,
    refund_share,
    release_share,
    reputation_next,
    rest_kg,
    season_price,
    shop_attraction,
    trader_margin,
    trader_price,
    unit_demand,
    unit_net,
    yield_after,
    yield_factor,
)  # fmt: skip

P = parameters().market


def price(purchase=4.0, sigma=4.3, ship=1.0, pack=0.5, commission=0.0, promotion=0.1, refund=0.05):
    return posted_price(sigma, purchase, ship, pack, commission, promotion, refund)


def test_the_posted_price_is_the_dixit_stiglitz_markup_on_cost_grossed_up_for_fees_and_refunds():
    assert price() == pytest.approx(4.3 / 3.3 * 5.5 / (0.9 * 0.95))
    assert price(commission=0.0, promotion=0.0, refund=0.0, sigma=2.0) == 2.0 * 5.5


def test_the_markup_falls_as_sellers_become_closer_substitutes():
    prices = [price(sigma=sigma) for sigma in (3.0, 4.0, 5.0, 7.0, 1000.0)]
    assert prices == sorted(prices, reverse=True)
    assert prices[-1] == pytest.approx(5.5 / (0.9 * 0.95), rel=2e-3)


def test_a_higher_cost_fee_or_refund_raises_the_price():
    for changed in ({"purchase": 4.1}, {"ship": 1.1}, {"pack": 0.6}, {"commission": 0.01}, {"promotion": 0.11}, {"refund": 0.06}):
        assert price(**changed) > price(), changed


@given(st.floats(0.5, 50.0), st.floats(0.0, 10.0), st.floats(0.0, 5.0), st.floats(0.0, 0.12))
def test_what_a_kilogram_leaves_a_shop_is_more_than_the_trader_pays_by_the_markup_on_cost(purchase, ship, pack, refund):
    """p kept (1 - r) - ship - pack = sigma/(sigma-1) (c + ship + pack) - ship - pack where the payment fee is nil."""
    posted = price(purchase=purchase, ship=ship, pack=pack, refund=refund)
    assert unit_net(posted, 0.9, refund, ship, pack) == pytest.approx(4.3 / 3.3 * (purchase + ship + pack) - ship - pack, rel=1e-9)
    assert unit_net(posted, 0.9, refund, ship, pack) > purchase


def test_the_pre_sale_loss_of_fruit_without_cooling_is_a_quarter_after_eight_days():
    """Evidence postharvest_loss_fruit_veg_no_cold_chain: 0.25."""
    assert loss_share(0.036, 8.0, 0.0) == pytest.approx(1.0 - math.exp(-0.288))
    assert abs(loss_share(0.036, 8.0, 0.0) - 0.25) < 0.01
    assert loss_share(0.036, 8.0, 1.0) == 0.0
    assert loss_share(0.036, 8.0, 0.5) == pytest.approx(1.0 - math.exp(-0.144))


@given(st.floats(0.0, 1.0), st.floats(0.0, 60.0), st.floats(0.0, 1.0))
def test_a_loss_is_a_share_that_grows_with_days_and_falls_with_cooling(rate, days, cold):
    assert 0.0 <= loss_share(rate, days, cold) <= 1.0
    assert loss_share(rate, days + 1.0, cold) >= loss_share(rate, days, cold)
    assert loss_share(rate, days, 1.0) <= loss_share(rate, days, cold)


def test_refunds_are_a_second_loss_that_grows_with_days_and_falls_with_supervision():
    assert refund_share(0.05, 5.0, 5.0, 0.0, 0.4) == pytest.approx(0.05)
    assert refund_share(0.05, 8.0, 5.0, 0.0, 0.4) == pytest.approx(0.08)
    assert refund_share(0.05, 5.0, 5.0, 1.0, 0.4) == pytest.approx(0.03)
    assert refund_share(0.05, 5000.0, 5.0, 0.0, 0.4) == 0.5


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6), st.floats(0.0, 0.3), st.floats(0.0, 1.0), st.floats(0.0, 0.5))
def test_kilograms_of_a_farm_balance(stock, harvest, own_use, loss, stored_loss):
    used = harvest * own_use
    lost = lost_kg(harvest - used, loss, stock, stored_loss, 0.0)
    available = available_kg(stock, harvest, used, lost)
    assert available >= 0.0
    assert used + lost + available == pytest.approx(stock + harvest, rel=1e-12, abs=1e-9)


def test_perishable_produce_is_sold_within_two_months():
    assert release_share(0.0, 0.0, 0.03, 0.02, 0.35, 0.7) == 0.7
    assert release_share(0.0, 1.0, 0.03, 0.02, 0.35, 0.7) == 1.0


def test_storable_produce_waits_while_the_price_rises_faster_than_the_store_spoils():
    assert release_share(4.0, 0.0, 0.03, 0.02, 0.35, 0.7) == 0.35
    assert release_share(4.0, 3.0, 0.03, 0.02, 0.35, 0.7) == 0.35
    assert release_share(4.0, 4.0, 0.03, 0.02, 0.35, 0.7) == 1.0
    assert release_share(4.0, 0.0, 0.01, 0.02, 0.35, 0.7) == 1.0


def test_the_wholesale_price_rises_each_month_after_harvest_while_a_crop_keeps():
    assert season_price(5.0, 0.0, 4.0, 0.03) == 5.0
    assert season_price(5.0, 3.0, 4.0, 0.03) == pytest.approx(5.0 * 1.03**3)
    assert season_price(5.0, 11.0, 4.0, 0.03) == pytest.approx(5.0 * 1.03**4)
    assert season_price(5.0, 11.0, 0.0, 0.03) == 5.0


def test_the_trader_margin_rises_with_distance_and_is_cut_at_nothing_and_at_its_most():
    assert trader_margin(10.0, 20.0, 0.0, 0.0, 0.1, 0.004, 0.5, 0.0, 0.05, 0.5) == pytest.approx(0.18)
    assert trader_margin(0.0, 0.0, 0.0, 1.0, 0.1, 0.004, 0.5, 0.0, 0.05, 0.5) == pytest.approx(0.05)
    assert trader_margin(500.0, 0.0, 0.0, 0.0, 0.1, 0.004, 0.5, 0.0, 0.05, 0.5) == 0.5
    assert trader_margin(0.0, 0.0, 0.0, 1.0, 0.1, 0.004, 0.5, 0.0, 0.2, 0.5) == 0.0


@pytest.mark.parametrize(("information", "sign"), [(-0.05, 1), (0.0, 0), (0.05, -1)])
def test_information_moves_the_trader_margin_with_a_prior_of_either_sign(information, sign):
    apart = trader_margin(10.0, 20.0, 0.0, 0.0, 0.1, 0.004, 0.5, information, 0.05, 0.5)
    informed = trader_margin(10.0, 20.0, 1.0, 0.0, 0.1, 0.004, 0.5, information, 0.05, 0.5)
    assert (informed > apart) - (informed < apart) == sign


def test_the_farm_gate_price_is_wholesale_less_the_margin():
    assert trader_price(5.5, 0.2) == pytest.approx(4.4)


def test_attraction_has_a_price_elasticity_of_one_minus_sigma_and_falls_with_days():
    usual = pull(3.0, 10.0, 10.0, 0.0, 4.3, 0.03, 0.4755)
    assert usual == pytest.approx(math.exp(-0.09))
    assert pull(3.0, 20.0, 10.0, 0.0, 4.3, 0.03, 0.4755) == pytest.approx(usual * 2.0**-3.3)
    assert pull(4.0, 10.0, 10.0, 0.0, 4.3, 0.03, 0.4755) == pytest.approx(usual * math.exp(-0.03))
    assert pull(3.0, 10.0, 10.0, 1.0, 4.3, 0.03, 0.4755) == pytest.approx(usual * 1.4755)


def test_a_shop_with_nothing_to_sell_attracts_nobody():
    assert shop_attraction(0.5, 2.0, 10.0) == 1.0
    assert shop_attraction(0.5, 2.0, 0.0) == 0.0


def test_mkt_says_how_far_sellers_of_the_county_take_each_others_business():
    """Demand a unit of attraction; with mkt = 1 a county twice the size of the outside gets two thirds of the market."""
    alone = unit_demand(900.0, 100.0, 0.0, 10.0)
    assert alone == 9.0
    assert unit_demand(900.0, 100.0, 200.0, 1.0) * 200.0 == pytest.approx(600.0)
    assert unit_demand(900.0, 100.0, 200.0, 1.0) < unit_demand(900.0, 100.0, 200.0, 10.0) < unit_demand(900.0, 100.0, 200.0, 100.0) < alone


def test_orders_are_demand_times_attraction_over_price():
    assert orders_kg(9.0, 2.0, 6.0) == 3.0
    assert own_online_kg(30.0, 0.6, 100.0, 80.0) == 30.0
    assert own_online_kg(90.0, 0.6, 100.0, 80.0) == 60.0
    assert own_online_kg(90.0, 0.6, 200.0, 80.0) == 80.0


def test_hands_limit_what_a_shop_can_pack_and_the_skilled_pack_more():
    assert hours_limit_kg(2.0, 120.0, 0.5, 0.2, 1.5, 5.0) == pytest.approx(240.0 / 0.2 * 5.0)
    assert hours_limit_kg(2.0, 120.0, 0.9, 0.2, 1.5, 5.0) > hours_limit_kg(2.0, 120.0, 0.5, 0.2, 1.5, 5.0)
    assert hours_limit_kg(0.0, 120.0, 0.5, 0.2, 1.5, 5.0) == 0.0


def test_what_is_not_sold_online_goes_to_the_trader_and_stock_is_never_negative():
    assert rest_kg(10.0, 4.0) == 6.0
    assert rest_kg(4.0, 10.0) == 0.0
    assert closing_kg(10.0, 4.0) == 6.0
    assert closing_kg(10.0, 10.0) == closing_kg(9.0, 10.0) == 0.0


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_merchants_buy_no_more_than_is_offered_and_no_more_than_they_want(one, other, supply):
    bought = rationed(one, one + other, supply) + rationed(other, one + other, supply)
    assert bought <= min(one + other, supply) * (1.0 + 1e-12)
    assert fill_share(one + other, supply) * supply == pytest.approx(bought, rel=1e-9, abs=1e-9)


def test_payments_are_net_of_refunds_and_fees_freight_and_boxes_come_off_receipts():
    assert payments(10.0, 8.0, 0.05) == pytest.approx(76.0)
    assert net_receipts(76.0, 0.894, 10.0, 5.0) == pytest.approx(52.944)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_reputation_grows_with_sales_only_and_stays_within_one(reputation, gain):
    grown = reputation_next(reputation, 1.0, gain)
    assert reputation <= grown <= 1.0
    assert reputation_next(reputation, 0.0, gain) == reputation


def test_a_new_shop_takes_years_to_build_its_name():
    reputation = P.reputation_start
    for _ in range(24):
        reputation = reputation_next(reputation, 1.0, P.reputation_gain)
    assert P.reputation_start < reputation < 0.65


def test_the_yield_of_a_year_has_a_mean_of_one():
    nodes = [(i + 0.5) / 4000.0 * 16.0 - 8.0 for i in range(4000)]
    weights = [math.exp(-0.5 * z * z) for z in nodes]
    mean = sum(w * yield_factor(0.3, z) for w, z in zip(weights, nodes, strict=True)) / sum(weights)
    assert mean == pytest.approx(1.0, abs=1e-9)


def test_a_harvest_and_a_demand_of_a_year_are_spread_by_their_shares():
    assert harvest_month(1000.0, 0.5, 1.1) == pytest.approx(550.0)
    assert sum(551.0 * share for share in (0.25, 0.25, 0.5)) == pytest.approx(551.0)


def test_a_disaster_leaves_its_part_of_the_years_yield():
    assert yield_after(1.1, 0.7) == pytest.approx(0.77)
    assert yield_after(1.1, 1.0) == 1.1
    assert yield_after(1.1, 0.0) == 0.0


@given(st.floats(0.0, 1e4), st.floats(0.0, 1e5), st.floats(0.0, 1e6))
def test_without_opening_and_stores_demand_is_what_it_was_to_the_bit(demand, store_sales, households):
    assert opened_demand(demand, 0.0, 0.0, store_sales, households) == demand


def test_opening_multiplies_demand_and_stores_add_twelve_months_of_their_sales_shared_by_all_households():
    assert opened_demand(500.0, 0.5, 0.0, 60000.0, 1000.0) == 750.0
    assert opened_demand(500.0, 0.0, 2.0, 60000.0, 1000.0) == pytest.approx(500.0 + 1440.0)
    assert opened_demand(500.0, 1.0, 1.0, 60000.0, 1000.0) == pytest.approx(1000.0 + 720.0)


@given(st.floats(0.0, 2e4), st.floats(0.0, 1e7))
def test_the_share_that_travels_cold_is_tonnes_over_kilograms_sold_up_to_all(tonnes, sold):
    share = chain_share(tonnes, sold)
    assert 0.0 <= share <= 1.0
    assert chain_share(0.0, sold) == 0.0
    assert share == pytest.approx(min(1000.0 * tonnes / max(sold, 1.0), 1.0))


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_what_is_kept_cold_in_store_or_on_the_way_is_counted_once(store, chain):
    assert max(store, chain) - 1e-15 <= colder(store, chain) <= min(store + chain, 1.0) + 1e-15
    assert colder(store, chain) == pytest.approx(colder(chain, store), abs=1e-15)
    assert colder(1.0, chain) == colder(store, 1.0) == 1.0
    assert colder(0.5, 0.5) == 0.75


@pytest.mark.parametrize("store", [0.0, 0.25, 0.1, 0.3, 0.7, 1.0])
def test_without_a_cold_chain_what_is_kept_cold_is_what_the_store_holds(store):
    assert colder(store, 0.0) == pytest.approx(store, abs=2.0**-53)


def test_sums_and_products_of_kernels_are_rounded_one_operation_at_a_time_from_left_to_right():
    assert 0.1 + 0.2 == 0.1 + 0.2
    assert 1e16 + 1.0 + 1.0 == (1e16 + 1.0) + 1.0 != 1e16 + 2.0
    assert 0.3 - 0.1 == 0.3 - 0.1
    assert 3.0 * 1.5 == 4.5
    assert 100.0 * 0.3 == 30.0


def test_kilograms_go_in_parcels_and_a_price_a_parcel_is_a_price_a_kilogram():
    assert 12.0 / 5.0 == 2.4
    assert 12.0 / 5.0 == 2.4
    assert pytest.approx(12.0 * (8.0 / 5.0)) == 12.0 / 5.0 * 8.0


def test_a_countys_market_for_a_product_is_its_share_of_what_all_households_are_asked_for():
    assert market_size(500.0, 1000.0, 0.4) == 200000.0
