"""A wrong target or amount of a policy is refused with file, line and column: whom a lever can be aimed at, and what money buys."""

from typing import Any

import pytest

from sim.files import load_scenario


def _said(desk: Any, lines: str) -> list[str]:
    desk.with_lines(lines)
    return desk.said("two.yaml")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("target: {households: por}", "6:26: policies.0.target.households: expected poor, young, skilled, grows, remote or a mapping, got `por`; did you mean 'poor'?"),
        ("target: {households: {por: true}}", "6:27: policies.0.target.households.por: unknown key 'por'; did you mean 'poor'?"),
        ("target: {households: {poor: yes}}", "6:33: policies.0.target.households.poor: expected true or false, got `yes`; did you mean 'true'?"),
        ("target: {household: poor}", "6:14: policies.0.target.household: unknown key 'household'; did you mean 'households'?"),
        ("target: {households: {income_fifths: [0, 1]}}", "6:43: policies.0.target.households.income_fifths.0: expected a whole number from 1 to 5, got 0"),
        ("target: {households: {income_fifths: [1, 1]}}", "6:42: policies.0.target.households.income_fifths: the same number is there twice"),
        ("target: {villages: {farther_than_km: 15 km}}", "6:42: policies.0.target.villages.farther_than_km: `15 km` is text: write 15"),
        ("target: {villages: {farther_than_km: 20, nearer_than_km: 10}}", "6:24: policies.0.target.villages: no village is farther than 20 km and nearer than 10 km"),
        ("target: {villages: {product: fruits}}", "6:34: policies.0.target.villages.product: no product named 'fruits' in Tiny, which has fruit; did you mean 'fruit'?"),
        ("target: {households: {product: pear}}", "6:36: policies.0.target.households.product: no product named 'pear' in Tiny, which has fruit"),
        ("target: {villages: {townships: [1, 2]}}", "6:40: policies.0.target.villages.townships.1: no township 2: Tiny has 1, numbered from 1"),
        ("target: {villages: {townships: []}}", "6:36: policies.0.target.villages.townships: is empty: say which, or leave it out"),
        ("target: {villages: {}}", "6:24: policies.0.target.villages: is empty: say which, or leave it out"),
        ("target: {households: {}}", "6:26: policies.0.target.households: is empty: say which, or leave it out"),
        ("target: {}", "6:13: policies.0.target: is empty: say whom, or leave it out"),
        ("target:", "6:5: policies.0.target: is empty: give it a value, or leave it out"),
        ("target: {households: }", "6:14: policies.0.target.households: is empty: give it a value, or leave it out"),
        ("target: poor", "6:13: policies.0.target: expected a mapping, got `poor`"),
        ("target: {rank: remotness}", "6:20: policies.0.target.rank: expected remoteness, nearness, poverty, land, youth, skill, random or roll_out, got `remotness`; did you mean 'remoteness'?"),
        ("target: {random: 50%}", "6:22: policies.0.target.random: `50%` is text: write 0.5"),
        ("target: {random: 0}", "6:22: policies.0.target.random: expected a number above 0 up to 1, got 0"),
        ("target: {random: 1}", "6:22: policies.0.target.random: a share of 1 is everybody: leave `random` out"),
        ("target: {random: {of: villages}}", "6:22: policies.0.target.random.share: is missing"),
        ("target: {random: {share: 0.5, key: -1}}", "6:40: policies.0.target.random.key: expected a whole number from 0 to 16777215, got -1"),
    ],
)  # fmt: skip
def test_a_wrong_target(desk: Any, line: str, said: str) -> None:
    assert _said(desk, f"policies:\n  - lever: training.seats\n    level: 120\n    {line}\n") == [f"two.yaml:{said}"]


def test_a_product_named_in_chinese_is_told_its_name(desk: Any) -> None:
    desk.change("tiny.yaml", "  - name: fruit\n", "  - name: fruit\n    name_zh: 水果\n")
    lines = "policies: [{lever: training.seats, level: 1, target: {villages: {product: 水果}}}]\n"
    assert _said(desk, lines)[0].endswith("no product named '水果' in Tiny, which has fruit; did you mean 'fruit'?")


@pytest.mark.parametrize(
    ("lever", "target", "said"),
    [
        ("training.quality", "{households: poor}", "4:41: policies.0.target: training.quality is set for the whole county and takes no target"),
        ("training.quality", "{rank: random}", "4:41: policies.0.target: training.quality is set for the whole county and takes no target"),
        ("delivery.station", "{rank: random}", "4:13: policies.0.lever: no lever named 'delivery.station'; did you mean 'delivery.stations'?"),
        ("delivery.stations", "{households: poor}", "4:51: policies.0.target.households: delivery.stations is aimed at villages: it takes `villages`, `rank` and `random` of villages"),
        ("delivery.stations", "{random: {share: 0.5, of: households}}", "4:51: policies.0.target.random: delivery.stations is aimed at villages: it takes `villages`, `rank` and `random` of villages"),
    ],
)  # fmt: skip
def test_a_target_that_the_lever_cannot_take(desk: Any, lever: str, target: str, said: str) -> None:
    assert _said(desk, f"policies:\n  - {{lever: {lever}, level: 1, target: {target}}}\n") == [f"two.yaml:{said}"]


@pytest.mark.parametrize(
    ("lever", "budget", "said"),
    [
        ("training.seats", "500", "expected at least 800 CNY of 2015, the price of one seat (accounting.seat_cost), got 500"),
        ("training.managers", "799.99", "expected at least 800 CNY of 2015, the price of one seat (accounting.seat_cost), got 799.99"),
        ("delivery.stations", "5000", "expected at least 20000 CNY of 2015, the price of one village (costs.station_capital), got 5000"),
        ("market.experience_store", "100", "expected at least 30000 CNY of 2015, the price of one store for a month (costs.experience_store), got 100"),
        ("broadband.price_subsidy", "0.001", "expected at least 0.01 CNY, one fen, got 0.001"),
        ("broadband.price_subsidy", "0", "expected at least 0.01 CNY, one fen, got 0"),
        ("broadband.price_subsidy", "-5", "expected a number from 0 to 1000000000000, got -5"),
        ("training.seats", "1,800,000", "`1,800,000` is text: write 1800000"),
        ("training.seats", "1.8m", "`1.8m` is text: write 1800000"),
        ("training.seats", "180万", "`180万` is text: write 1800000"),
        ("training.seats", "180 万元", "`180 万元` is text: write 1800000"),
        ("training.seats", "¥1800000", "`¥1800000` is text: write 1800000"),
        ("training.seats", "1.8 million CNY", "`1.8 million CNY` is text: write 1800000"),
    ],
)  # fmt: skip
def test_a_wrong_budget(desk: Any, lever: str, budget: str, said: str) -> None:
    lines = f"policies:\n  - lever: {lever}\n    level: 1\n    budget: {budget}\n"
    assert _said(desk, lines) == [f"two.yaml:6:13: policies.0.budget: {said}"]


def test_the_price_of_a_unit_is_that_of_the_scenario(desk: Any) -> None:
    lines = "parameters: {accounting.seat_cost: 400}\npolicies: [{lever: training.seats, level: 1, budget: 500}]\n"
    assert load_scenario(desk.with_lines(lines)).measures[0].budget == 500.0


def test_an_amount_without_prices_is_an_error_once_for_the_level_and_once_for_the_budget(desk: Any) -> None:
    policies = "policies: [{lever: delivery.parcel_subsidy_out, level: 1, budget: 9}, {lever: training.seats, level: 1}]\n"
    desk.write("two.yaml", f"extends: one.yaml\n{policies}")
    assert desk.said("two.yaml") == [
        "two.yaml:2:56: policies.0.level: an amount (CNY/parcel) without `prices`: say the year whose yuan it is in, as in prices: 2015",
        "two.yaml:2:67: policies.0.budget: an amount (CNY) without `prices`: say the year whose yuan it is in, as in prices: 2015",
    ]


def test_a_wrong_price_year_is_said_once_and_not_at_each_amount(desk: Any) -> None:
    desk.write("two.yaml", "extends: one.yaml\nprices: 1066\npolicies: [{lever: quality.brand, level: 1, budget: 9}]\n")
    assert [said.partition(": ")[0] for said in desk.said("two.yaml")] == ["two.yaml:2:9"]


def test_an_amount_out_of_range_is_said_in_both_years_yuan(desk: Any) -> None:
    desk.write("two.yaml", "extends: one.yaml\nprices: 2017\npolicies: [{lever: delivery.parcel_subsidy_out, level: 12.435840}]\n")
    assert desk.said("two.yaml") == [
        "two.yaml:3:56: policies.0.level: expected a number from 0 to 10 (CNY/parcel), got 12 CNY of 2015 (12.43584 in yuan of 2017)"
    ]
