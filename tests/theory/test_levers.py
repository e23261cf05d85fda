"""House rules about levers: each is declared once, in two languages, with unit, range, cost and source, and does nothing at zero."""

import re
from itertools import groupby
from typing import get_args

from sim.theory import levers
from sim.theory.levers import LEVERS, NUMBER, Paid, Reach
from sim.theory.parameters import PARAMETERS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
OTHER_MONEY = re.compile(r"yuan|rmb|fen\b|¥|元", re.IGNORECASE)
GROUPS = ("broadband", "delivery", "training", "cooperatives", "quality", "merchants", "people", "market", "services")
# What a government can set, each with the constant that compiled code knows it by (docs/odd.md, Levers).
CONSTANTS = {
    "broadband.coverage": levers.BROADBAND_COVERAGE, "broadband.speed": levers.BROADBAND_SPEED,
    "broadband.price_subsidy": levers.BROADBAND_SUBSIDY, "broadband.poor_discount": levers.POOR_DISCOUNT,
    "delivery.stations": levers.STATIONS, "delivery.parcel_subsidy_out": levers.SUBSIDY_OUT,
    "delivery.parcel_subsidy_in": levers.SUBSIDY_IN, "delivery.joint": levers.JOINT_DELIVERY,
    "delivery.hub_capacity": levers.HUB_CAPACITY, "delivery.roads": levers.ROADS, "delivery.cold_chain": levers.COLD_CHAIN,
    "training.seats": levers.TRAINING_SEATS, "training.quality": levers.TRAINING_QUALITY, "training.follow_up": levers.FOLLOW_UP,
    "training.managers": levers.MANAGER_SEATS, "training.experts": levers.EXPERTS,
    "cooperatives.ecommerce_support": levers.COOPERATIVE_SUPPORT, "cooperatives.grading": levers.GRADING,
    "cooperatives.cold_storage": levers.COLD_STORAGE,
    "quality.standards": levers.STANDARDS, "quality.supervision": levers.SUPERVISION, "quality.brand": levers.BRAND_SPENDING,
    "merchants.startup_grant": levers.START_GRANT, "merchants.credit": levers.CREDIT, "merchants.park": levers.PARK,
    "merchants.livestream_base": levers.LIVESTREAM_BASE,
    "people.return_grant": levers.RETURN_GRANT, "people.leaders": levers.LEADERS,
    "market.commission_rebate": levers.COMMISSION_REBATE, "market.platform_opening": levers.PLATFORM_OPENING,
    "market.experience_store": levers.EXPERIENCE_STORE, "market.village_sites": levers.VILLAGE_SITES,
    "services.agri_inputs": levers.AGRI_INPUTS, "services.rural_services": levers.RURAL_SERVICES,
}  # fmt: skip


def test_every_lever_has_one_key_one_number_and_one_constant() -> None:
    assert [lever.key for lever in LEVERS] == list(CONSTANTS)
    assert NUMBER == CONSTANTS == {key: row for row, key in enumerate(CONSTANTS)}


def test_levers_stand_in_their_groups() -> None:
    assert tuple(group for group, _ in groupby(lever.key.split(".")[0] for lever in LEVERS)) == GROUPS


def test_every_lever_says_what_it_is_in_two_languages_and_where_it_comes_from() -> None:
    wrong = []
    for lever in LEVERS:
        if not re.fullmatch(r"[a-z]+\.[a-z_]+", lever.key):
            wrong.append(f"{lever.key} is no key of the form group.name")
        empty = [field for field in ("label", "unit", "acts_on", "cost", "source") if not getattr(lever, field).strip()]
        wrong += [f"{lever.key} has no {field}" for field in empty]
        if not CHINESE.search(lever.label_zh):
            wrong.append(f"{lever.key} has no Chinese label")
        if not lever.source.startswith(("evidence ", "programme", "assumption")):
            wrong.append(f"{lever.key} has a source of no known kind: {lever.source}")
    assert wrong == []


def test_labels_tell_levers_apart() -> None:
    for field in ("label", "label_zh"):
        names = [getattr(lever, field) for lever in LEVERS]
        assert len(set(names)) == len(names)


def test_every_lever_does_nothing_by_default_and_its_range_begins_there() -> None:
    ranges = {lever.key: (lever.low, lever.default, lever.high) for lever in LEVERS}
    assert {key: range_ for key, range_ in ranges.items() if not range_[0] == range_[1] == 0.0 < range_[2]} == {}
    assert {key: range_ for key, range_ in ranges.items() if not all(isinstance(number, float) for number in range_)} == {}


def test_what_a_lever_can_be_aimed_at_and_how_it_is_paid_fit_together() -> None:
    wrong = []
    for lever in LEVERS:
        if lever.reach not in get_args(Reach) or lever.paid not in get_args(Paid):
            wrong.append(f"{lever.key}: reach {lever.reach}, paid {lever.paid}")
        if lever.reach == "household" and lever.paid not in ("claims", "seats"):
            wrong.append(f"{lever.key}: what reaches households is paid when it was delivered")
        if lever.paid == "seats" and (lever.reach, lever.unit) != ("household", "persons/month"):
            wrong.append(f"{lever.key}: seats are for persons of households")
        if lever.paid == "works" and not any("capital" in key for key in lever.cost_parameters):
            wrong.append(f"{lever.key}: works are capital")
    assert wrong == []


def test_a_village_is_served_or_not_where_the_level_is_a_share_of_villages() -> None:
    assert [lever.key for lever in LEVERS if lever.union != (lever.unit == "share of villages")] == []
    assert [lever.key for lever in LEVERS if lever.union and (lever.reach, lever.high) != ("village", 1.0)] == []


def test_a_share_is_at_most_one_and_an_amount_is_in_the_money_that_has_a_price_year() -> None:
    shares = [lever for lever in LEVERS if lever.unit.startswith("share") or lever.unit == "0..1"]
    assert [lever.key for lever in shares if lever.high > 1.0] == []
    assert [lever.key for lever in LEVERS if OTHER_MONEY.search(lever.unit)] == []


def test_the_prices_in_the_cost_of_a_lever_are_declared_public_prices_or_prices_of_the_model() -> None:
    priced = [(lever.key, key) for lever in LEVERS for key in lever.cost_parameters if key != "costs.credit_loss"]
    assert [(lever, key) for lever, key in priced if "CNY" not in PARAMETERS[key].unit] == []


def test_one_symbol_means_one_parameter() -> None:
    symbols: dict[str, list[str]] = {}
    for key, parameter in PARAMETERS.items():
        symbols.setdefault(parameter.symbol, []).append(key)
    shared = [keys for keys in symbols.values() if len(keys) > 1]
    assert shared == []
