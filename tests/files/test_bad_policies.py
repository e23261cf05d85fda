"""A wrong policy is refused with file, line, column and caret, in words that say what to write; one mistake is one message."""

from typing import Any

import pytest

from sim.files import InputError, load_scenario

ENTRY = "policies:\n  - lever: {lever}\n    {line}\n"


def _said(desk: Any, lines: str) -> list[str]:
    desk.with_lines(lines)
    return desk.said("two.yaml")


def test_an_unknown_lever_is_said_as_the_interface_has_it(desk: Any) -> None:
    path = desk.with_lines("policies:\n  - use: programme.yaml\n    start: 2014-07\n  - lever: trainning.seats\n    level: 120\n")
    with pytest.raises(InputError) as refused:
        load_scenario(path)
    assert refused.value.render().replace(f"{desk.folder}/", "").splitlines() == [
        "two.yaml:6:12: policies.1.lever: no lever named 'trainning.seats'; did you mean 'training.seats'?",
        "   6 |   - lever: trainning.seats",
        "                  ^^^^^^^^^^^^^^^",
    ]


@pytest.mark.parametrize(
    ("lever", "line", "said"),
    [
        ("seats", "level: 1", "4:12: policies.0.lever: no lever named 'seats'; did you mean 'training.seats'?"),
        ("3", "level: 1", "4:12: policies.0.lever: expected text, got `3`: write it in quotes"),
        ("training.seats", "levle: 1", "5:5: policies.0.levle: unknown key 'levle'; did you mean 'level'?"),
        ("training.seats", "budget: 1000", "4:5: policies.0.level: is missing"),
        # level out of range
        ("training.seats", "level: 20000", "5:12: policies.0.level: expected a number from 0 to 10000 (persons/month), got 20000"),
        ("training.seats", "level: -1", "5:12: policies.0.level: expected a number from 0 to 10000 (persons/month), got -1"),
        ("training.seats", "level: .nan", "5:12: policies.0.level: expected a number from 0 to 10000 (persons/month), got nan"),
        ("training.seats", "level: .inf", "5:12: policies.0.level: expected a number from 0 to 10000 (persons/month), got inf"),
        ("delivery.joint", "level: 1.5", "5:12: policies.0.level: expected a number from 0 to 1, got 1.5"),
        ("delivery.roads", "level: 30", "5:12: policies.0.level: expected a number from 0 to 0.5 (share of travel time), got 30; 30 % is 0.3"),
        ("training.seats", "level: {2014-02: 60, 2014-09: 20000}", "5:35: policies.0.level.2014-09: expected a number from 0 to 10000 (persons/month), got 20000"),
        # unit written wrongly
        ("delivery.stations", "level: 40%", "5:12: policies.0.level: `40%` is text: write 0.4"),
        ("delivery.stations", 'level: "40 %"', "5:12: policies.0.level: `40 %` is text: write 0.4"),
        ("delivery.stations", "level: 40 percent", "5:12: policies.0.level: `40 percent` is text: write 0.4"),
        ("training.seats", "level: 120 persons", "5:12: policies.0.level: `120 persons` is text: write 120"),
        ("training.seats", "level: 120人次", "5:12: policies.0.level: `120人次` is text: write 120"),
        ("training.seats", "level: '120'", "5:12: policies.0.level: `120` is text: write 120, without quotes"),
        ("training.seats", "level: 1,200", "5:12: policies.0.level: `1,200` is text: write 1200"),
        ("training.seats", "level: 1，200", "5:13: policies.0.level: full-width `，`: write `,`"),
        ("training.seats", "level: '１２０'", "5:12: policies.0.level: `１２０` is text: write 120, without quotes"),
        ("training.seats", "level: [120]", "5:12: policies.0.level: expected a number, got a list"),
        ("training.seats", "level:", "5:5: policies.0.level: expected a number, got nothing"),
        ("training.seats", "level: true", "5:12: policies.0.level: expected a number, got `true`"),
        ("training.seats", "level: many", "5:12: policies.0.level: expected a number, got `many`"),
        ("training.seats", "level: {}", "5:12: policies.0.level: is empty: write a level, or levels by month as in {2018-01: 60, 2019-01: 120}"),
        ("training.seats", "level: {2014-03: 1,200}", "5:24: policies.0.level.200: `200` stands alone: a comma separates here, so write 1200, not 1,200"),
        ("training.seats", "level: {2014-03: 60 persons}", "5:22: policies.0.level.2014-03: `60 persons` is text: write 60"),
        ("training.seats", "level: {2014: 60}", "5:13: policies.0.level.2014: `2014` is a year: write a month, as 2014-01"),
        ("training.seats", "level: {2014-3: 60}", "5:13: policies.0.level.2014-3: `2014-3`: write 2014-03"),
        ("training.seats", "level: {start: 60}", "5:13: policies.0.level.start: expected a month like 2014-01, got `start`"),
    ],
)  # fmt: skip
def test_a_wrong_lever_or_level(desk: Any, lever: str, line: str, said: str) -> None:
    assert _said(desk, ENTRY.format(lever=lever, line=line)) == [f"two.yaml:{said}"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        # end before start
        ("start: 2014-05\n    end: 2014-03", "7:10: policies.0.end: 2014-03 is before the start, 2014-05"),
        # date outside the horizon
        ("start: 2013-12", "6:12: policies.0.start: 2013-12 is outside the horizon, 2014-01 to 2015-12"),
        ("start: 2016-01", "6:12: policies.0.start: 2016-01 is outside the horizon, 2014-01 to 2015-12"),
        ("end: 2016-01", "6:10: policies.0.end: 2016-01 is outside the horizon, 2014-01 to 2015-12"),
        # written wrongly
        ("start: 2014-03-01", "6:12: policies.0.start: `2014-03-01`: write 2014-03"),
        ("start: 2014/3", "6:12: policies.0.start: `2014/3`: write 2014-03"),
        ("start: 2014.03", "6:12: policies.0.start: `2014.03`: write 2014-03"),
        ("start: 201403", "6:12: policies.0.start: `201403`: write 2014-03"),
        ("start: 2014年3月", "6:12: policies.0.start: `2014年3月`: write 2014-03"),
        ("start: 2014", "6:12: policies.0.start: `2014` is a year: write a month, as 2014-01"),
        ("start: '2014'", "6:12: policies.0.start: `2014` is a year: write a month, as 2014-01"),
        ("start: ２０１４-03", "6:12: policies.0.start: full-width `２`: write `2`"),
        ("start: '２０１４-03'", "6:12: policies.0.start: `２０１４-03`: write 2014-03"),
        ("start: 2014-13", "6:12: policies.0.start: expected a month like 2014-01, got `2014-13`"),
        ("start: spring", "6:12: policies.0.start: expected a month like 2014-01, got `spring`"),
        ("start: [2014-03]", "6:12: policies.0.start: expected a month like 2014-01, got a list"),
        ("start:", "6:5: policies.0.start: is empty: give it a value, or leave it out"),
        ("start： 2014-03", "6:10: full-width `：`: write `:`"),
        ("ramp: 1.5", "6:11: policies.0.ramp: expected a whole number, got `1.5`"),
        ("ramp: 3 months", "6:11: policies.0.ramp: `3 months` is text: write 3"),
        ("ramp: 121", "6:11: policies.0.ramp: expected a whole number from 0 to 120, got 121"),
        ("ramp: 9\n    end: 2014-06", "6:11: policies.0.ramp: a ramp of 9 months never gets to the 120 of 2014-01: it ends after 6"),
        ("months: 3", "6:5: policies.0.months: unknown key 'months'"),
        ("scale: 0.5", "6:5: policies.0.scale: unknown key 'scale'"),
    ],
)  # fmt: skip
def test_a_wrong_date(desk: Any, line: str, said: str) -> None:
    assert _said(desk, f"policies:\n  - lever: training.seats\n    level: 120\n    {line}\n") == [f"two.yaml:{said}"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("level: {2014-03: 1, 2016-03: 2}", "5:25: policies.0.level.2016-03: 2016-03 is outside the horizon, 2014-01 to 2015-12"),
        ("level: {2014-03: 1, 2014-09: 2}\n    end: 2014-06", "5:25: policies.0.level.2014-09: is after the end, 2014-06"),
        ("level: {2014-03: 1}\n    start: 2014-01", "6:12: policies.0.start: the first dated level is that of 2014-03, not of 2014-01: write that, or leave `start` out"),
        ("level: {2014-03: 1, 2014-05: 2}\n    ramp: 3", "6:11: policies.0.ramp: a ramp of 3 months never gets to the 1 of 2014-03: it ends after 2"),
    ],
)  # fmt: skip
def test_a_wrong_dated_level(desk: Any, line: str, said: str) -> None:
    assert _said(desk, ENTRY.format(lever="training.seats", line=line)) == [f"two.yaml:{said}"]


def test_two_policies_in_conflict_are_refused_at_the_second_with_month_sum_range_and_the_other(desk: Any) -> None:
    path = desk.with_lines("""\
policies:
  - {lever: delivery.parcel_subsidy_out, level: 6}
  - {lever: training.seats, level: 6}
  - {lever: delivery.parcel_subsidy_out, level: 6, start: 2014-06, target: {villages: {remote: true}}}
""")
    with pytest.raises(InputError) as refused:
        load_scenario(path)
    assert refused.value.render().replace(f"{desk.folder}/", "").splitlines() == [
        "two.yaml:6:13: policies.2: delivery.parcel_subsidy_out comes to 12 CNY/parcel of 2015 in 2014-06 together with policies.0; "
        "its range is 0 to 10",
        "   6 |   - {lever: delivery.parcel_subsidy_out, level: 6, start: 2014-06, target: {villages: {remote: true}}}",
        "                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ]


def test_all_that_a_policy_conflicts_with_is_named_and_a_refused_one_is_not(desk: Any) -> None:
    lever = "lever: market.commission_rebate"
    lines = "".join(f"  - {{{lever}, level: {level}}}\n" for level in (0.04, 0.04, 0.04, 0.02, 0.03))
    said = _said(desk, f"policies:\n{lines}")
    assert [one.partition(" together with ")[2].partition(";")[0] for one in said] == [
        "policies.0 and policies.1",
        "policies.0 and policies.1 and policies.3",
    ]


def test_the_same_policy_twice_is_a_conflict_only_where_the_sum_leaves_the_range(desk: Any) -> None:
    twice = "policies:\n" + "  - {lever: delivery.joint, level: 0.5}\n" * 2
    assert len(load_scenario(desk.with_lines(twice)).measures) == 2
    said = _said(desk, twice.replace("0.5", "0.75"))
    assert said == ["two.yaml:5:13: policies.1: delivery.joint comes to 1.5 in 2014-01 together with policies.0; its range is 0 to 1"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("policies:\n", "3:1: policies: expected a list of policies, got nothing"),
        ("policies: training.seats\n", "3:11: policies: expected a list of policies, got `training.seats`"),
        ("policies: {lever: training.seats, level: 1}\n", "3:11: policies: expected a list of policies, got a mapping"),
        ("policies: [training.seats]\n", "3:12: policies.0: expected a mapping, got `training.seats`"),
        ("policies: [{start: 2014-03}]\n", "3:12: policies.0: expected `lever` with its `level`, or `use` with a programme file"),
        ("policies: [{level: 3}]\n", "3:12: policies.0: expected `lever` with its `level`, or `use` with a programme file"),
        ("policies: [{levr: training.seats, level: 1}]\n", "3:13: policies.0.levr: unknown key 'levr'; did you mean 'lever'?"),
        ("policies: [{usee: programme.yaml}]\n", "3:13: policies.0.usee: unknown key 'usee'; did you mean 'use'?"),
        ("policies: [{use: programme.yaml, lever: training.seats}]\n", "3:13: policies.0.use: an entry has `lever` or `use`, not both"),
        ("polices: []\n", "3:1: polices: unknown key 'polices'; did you mean 'policies'?"),
    ],
)  # fmt: skip
def test_an_entry_that_is_none(desk: Any, lines: str, said: str) -> None:
    assert _said(desk, lines) == [f"two.yaml:{said}"]


def test_several_mistakes_in_several_policies_come_at_once(desk: Any) -> None:
    said = _said(desk, "policies:\n  - {lever: x.y, level: 1}\n  - {lever: training.seats, level: -1, start: 2014, budget: 1}\n")
    assert [one.partition(": ")[0] for one in said] == ["two.yaml:4:13", "two.yaml:5:47"]
    said = _said(desk, "policies:\n  - {lever: training.seats, level: -1, start: 2020-01, budget: 1, target: {villages: {product: x}}}\n")
    assert [one.partition(": ")[2].partition(":")[0] for one in said] == [
        "policies.0.level", "policies.0.start", "policies.0.budget", "policies.0.target.villages.product",
    ]  # fmt: skip


def test_mistakes_in_policies_are_found_beside_a_wrong_horizon_and_a_missing_county(desk: Any) -> None:
    lines = "horizon: {months: 0}\ncounty: {profile: none.yaml}\npolicies: [{lever: x.y, level: 1}]\n"
    assert [one.partition(": ")[0] for one in _said(desk, lines)] == ["two.yaml:3:19", "two.yaml:4:19", "two.yaml:5:20"]


def test_a_key_that_looks_like_a_mark_of_the_reader_is_an_unknown_key(desk: Any) -> None:
    assert _said(desk, 'policies: [{"=lever": training.seats, level: 1}]\n') == [
        "two.yaml:3:13: policies.0.=lever: unknown key '=lever'; did you mean 'lever'?"
    ]


def test_no_more_policies_than_the_model_can_hold(desk: Any) -> None:
    lines = "policies:\n" + "  - {lever: broadband.coverage, level: 0.5}\n" * 61
    assert _said(desk, lines) == ["two.yaml:64:5: policies.60: more than 60 policies in one list"]
    many = "policies:\n" + "  - {use: programme.yaml, start: 2014-01}\n" + "  - {lever: broadband.coverage, level: 0.5}\n" * 59
    assert _said(desk, many) == ["two.yaml:63:13: policies.59: more than 60 levers are set at once"]
