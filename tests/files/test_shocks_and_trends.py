"""Shocks and what comes after the data: read by month, with a size in the range of the event, every mistake at its place."""

import re
from typing import Any

import pytest

from sim.files import Shock, TrendTable, load_scenario
from sim.theory.shocks import EVENT, EVENTS

GROWTH = "{wages: 0.03, wholesale: 0, express: -0.02, broadband_price: 0, demand: 0.1, goods_demand: 0.08, outside: 0.1, variety: 0.05}"


def _sizes(desk: Any, *entries: str) -> list[tuple[float, ...]]:
    scenario = load_scenario(desk.with_lines("shocks:\n" + "".join(f"  - {{{one}}}\n" for one in entries)))
    return [shock.sizes for shock in scenario.shocks]


def test_a_shock_lasts_for_its_months_at_the_size_of_its_event(desk: Any) -> None:
    assert _sizes(desk, "event: epidemic, start: 2014-02, months: 3") == [(0.0,) + (1.0,) * 3 + (0.0,) * 20]


def test_a_shock_is_dated_and_ramped_as_a_policy_is(desk: Any) -> None:
    (sizes,) = _sizes(desk, "event: weather, start: 2014-02, end: 2014-05, ramp: 2, size: 0.5")
    assert sizes == (0.0, 0.25, 0.5, 0.5, 0.5) + (0.0,) * 19
    (sizes,) = _sizes(desk, "event: platform_fee, start: 2015-01")
    assert sizes == (0.0,) * 12 + (0.05,) * 12


@pytest.mark.parametrize(
    ("event", "default", "most"),
    [("epidemic", 1.0, 2.0), ("weather", 0.3, 1.0), ("price_slump", 0.3, 0.8), ("carrier_failure", 0.5, 1.0), ("platform_fee", 0.05, 0.2)],
)
def test_the_size_of_an_event_has_a_default_and_a_range(desk: Any, event: str, default: float, most: float) -> None:
    assert _sizes(desk, f"event: {event}, start: 2014-01") == [(default,) * 24]
    assert _sizes(desk, f"event: {event}, start: 2014-01, size: {most}") == [(most,) * 24]
    desk.with_lines(f"shocks: [{{event: {event}, start: 2014-01, size: {most + 0.1:.1f}}}]\n")
    (said,) = desk.said("two.yaml")
    assert f"shocks.0.size: expected a number from 0 to {most:g} ({EVENT[event].size}), got {most + 0.1:.1f}" in said
    with pytest.raises(ValueError, match="expected a number from 0"):
        Shock(event=event, sizes=(most + 0.1,))  # type: ignore[arg-type]


def test_an_event_says_what_it_is_in_two_languages_and_where_its_size_comes_from() -> None:
    for event in EVENTS:
        assert all(text.strip() for text in (event.label, event.does, event.size, event.source))
        assert re.search(r"[\u4e00-\u9fff]", event.label_zh)
        assert 0.0 < event.default <= event.high


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("shocks: epidemic\n", "3:9: shocks: expected a list of shocks, got `epidemic`"),
        ("shocks:\n", "3:1: shocks: expected a list of shocks, got nothing"),
        ("shocks: [epidemic]\n", "3:10: shocks.0: expected a mapping, got `epidemic`"),
        ("shocks: [{event: epidemics, start: 2014-01}]\n", "3:18: shocks.0.event: expected epidemic, weather, price_slump, carrier_failure or platform_fee, got `epidemics`; did you mean 'epidemic'?"),
        ("shocks: [{event: epidemic}]\n", "3:10: shocks.0.start: is missing"),
        ("shocks: [{event: epidemic, start: 2014-01-20}]\n", "3:35: shocks.0.start: `2014-01-20`: write 2014-01"),
        ("shocks: [{event: epidemic, start: 2020-01}]\n", "3:35: shocks.0.start: 2020-01 is outside the horizon, 2014-01 to 2015-12"),
        ("shocks: [{event: epidemic, start: 2015-06, months: 12}]\n", "3:52: shocks.0.months: 2016-05 is outside the horizon, 2014-01 to 2015-12"),
        ("shocks: [{event: epidemic, start: 2015-06, end: 2015-05}]\n", "3:49: shocks.0.end: 2015-05 is before the start, 2015-06"),
        ("shocks: [{event: epidemic, start: 2015-06, end: 2015-07, months: 2}]\n", "3:10: shocks.0: has both `months` and `end`: write one of them"),
        ("shocks: [{event: epidemic, start: 2015-01, months: 3, ramp: 4}]\n", "3:61: shocks.0.ramp: a ramp of 4 months never gets to the 1 of 2015-01: it ends after 3"),
        ("shocks: [{event: weather, start: 2015-01, size: 30%}]\n", "3:49: shocks.0.size: `30%` is text: write 0.3"),
        ("shocks: [{event: weather, start: 2015-01, size: -0.1}]\n", "3:49: shocks.0.size: expected a number from 0 to 1 (share of the yield lost), got -0.1"),
        ("shocks: [{event: weather, start: 2015-01, size: }]\n", "3:43: shocks.0.size: is empty: give it a value, or leave it out"),
        ("shocks: [{event: weather, start: 2015-01, level: 1}]\n", "3:43: shocks.0.level: unknown key 'level'"),
    ],
)  # fmt: skip
def test_a_wrong_shock(desk: Any, lines: str, said: str) -> None:
    desk.with_lines(lines)
    assert desk.said("two.yaml") == [f"two.yaml:{said}"]


def test_sizes_of_one_event_add_up_and_may_not_leave_the_range(desk: Any) -> None:
    assert len(_sizes(desk, "event: weather, start: 2014-01, size: 0.5", "event: weather, start: 2014-06, size: 0.5")) == 2
    desk.with_lines("shocks:\n  - {event: weather, start: 2014-01, size: 0.5}\n  - {event: weather, start: 2014-06, size: 0.75}\n")
    assert desk.said("two.yaml") == [
        "two.yaml:5:13: shocks.1: several shocks of this event come to 1.25 in 2014-06; the range is 0 to 1"
    ]


def test_the_record_of_a_scenario_holds_its_shocks_and_trends(desk: Any) -> None:
    lines = f"horizon: {{months: 96}}\ntrends: {GROWTH}\nshocks: [{{event: weather, start: 2014-01}}]\n"
    record = load_scenario(desk.with_lines(lines)).resolved()
    assert record["shocks"] == [{"event": "weather", "sizes": [0.3] * 96}]
    assert record["trends"]["express"] == -0.02


def test_growth_after_the_data_may_be_given_as_a_table(desk: Any) -> None:
    trends = load_scenario(desk.with_lines(f"horizon: {{months: 96}}\ntrends: {GROWTH}\n")).trends
    assert isinstance(trends, TrendTable)
    assert (trends.wages, trends.express, trends.variety) == (0.03, -0.02, 0.05)


@pytest.mark.parametrize("name", ["continue_2020", "flat"])
def test_growth_after_the_data_may_be_given_by_name(desk: Any, name: str) -> None:
    assert load_scenario(desk.with_lines(f"horizon: {{months: 96}}\ntrends: {name}\n")).trends == name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("variety: 0.05", "variety: 5%", "variety: `5%` is text: write 0.05"),
        ("variety: 0.05", "variety: 5", "variety: expected a number from -0.5 to 0.5, got 5"),
        (", variety: 0.05", "", "variety: is missing"),
        ("wages: 0.03", "wage: 0.03", "wage: unknown key 'wage'; did you mean 'wages'?"),
    ],
)
def test_a_table_of_growth_has_every_row_and_no_other(desk: Any, old: str, new: str, said: str) -> None:
    desk.with_lines(f"trends: {GROWTH.replace(old, new)}\n")
    (found,) = desk.said("two.yaml")
    assert found.endswith(f": trends.{said}")


def test_a_word_for_the_trends_that_is_none_is_one_mistake(desk: Any) -> None:
    desk.with_lines("trends: 2020\n")
    assert desk.said("two.yaml") == ["two.yaml:3:9: trends: expected continue_2020 or flat, got `2020`"]
