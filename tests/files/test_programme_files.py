"""Programme files: read on their own or used in a scenario, as they stand or shifted in time; files are only read, never followed round."""

from typing import Any

import pytest

from sim.files import InputError, Month, load_policy_file, load_scenario, measures_of
from sim.reading.nodes import Node
from sim.reading.reader import read_yaml

START, MONTHS = Month(2014, 1), 84


def _said(desk: Any, months: int = MONTHS) -> list[str]:
    with pytest.raises(InputError) as refused:
        load_policy_file(desk.folder / "programme.yaml", START, months)
    return [one.headline().replace(f"{desk.folder}/", "") for one in refused.value.problems]


def test_a_programme_says_what_it_stands_for_and_sets_its_levers(desk: Any) -> None:
    programme = load_policy_file(desk.folder / "programme.yaml", START, MONTHS)
    assert (programme.name, programme.name_zh, programme.source) == ("Seats and subsidy", "培训与补贴", "invented")
    assert (programme.stands_for, programme.assumed, programme.prices) == ("an invented programme", ("the seats", "the subsidy"), 2017)
    seats, subsidy = programme.measures
    assert seats.policy == subsidy.policy == "Seats and subsidy"
    assert seats.levels == (0.0,) * 24 + (10.0,) * 6 + (0.0,) * 54
    assert seats.budget == pytest.approx(100000.0, rel=1e-12)
    assert subsidy.levels == pytest.approx((0.0,) * 26 + (0.5, 1, 1, 1, 1.5, 2, 2, 2) + (0.0,) * 50, rel=1e-12)


def test_a_scenario_uses_a_programme_as_it_stands_in_the_programmes_own_yuan(desk: Any) -> None:
    desk.with_lines("horizon: {months: 84}\npolicies: [{use: programme.yaml}]\n")
    used = load_scenario(desk.folder / "two.yaml").measures
    read = load_policy_file(desk.folder / "programme.yaml", START, MONTHS).measures
    assert [one.model_dump() for one in used] == [one.model_dump() for one in read]


def test_a_start_shifts_every_date_of_a_programme_so_that_its_first_is_that_month(desk: Any) -> None:
    desk.with_lines("horizon: {months: 84}\npolicies: [{use: programme.yaml, start: 2014-03}, {use: programme.yaml, start: 2018-01}]\n")
    seats, subsidy, late_seats, late_subsidy = load_scenario(desk.folder / "two.yaml").measures
    read = load_policy_file(desk.folder / "programme.yaml", START, MONTHS).measures
    assert seats.levels == read[0].levels[22:] + (0.0,) * 22
    assert subsidy.levels == read[1].levels[22:] + (0.0,) * 22
    assert late_seats.levels == (0.0,) * 24 + read[0].levels[:60]
    assert late_subsidy.levels == (0.0,) * 24 + read[1].levels[:60]


def test_the_first_date_may_be_that_of_a_dated_level(desk: Any) -> None:
    desk.change("programme.yaml", "start: 2016-01, end: 2016-06", "start: 2016-05")
    desk.with_lines("policies: [{use: programme.yaml, start: 2014-02}]\n")
    seats, subsidy = load_scenario(desk.folder / "two.yaml").measures
    assert [levels.index(next(filter(None, levels))) for levels in (seats.levels, subsidy.levels)] == [3, 1]
    assert seats.levels[3:] == (10.0,) * 21, "without an end it runs to that of the horizon"


def test_the_path_of_a_programme_is_relative_to_the_file_that_names_it(desk: Any) -> None:
    folder = desk.folder / "far"
    (folder / "policies").mkdir(parents=True)
    (desk.folder / "programme.yaml").rename(folder / "policies" / "p.yaml")
    desk.write("far/base.yaml", "extends: ../one.yaml\npolicies: [{use: policies/p.yaml, start: 2014-01}]\n")
    desk.write("two.yaml", "extends: far/base.yaml\n")
    assert len(load_scenario(desk.folder / "two.yaml").measures) == 2
    desk.write("two.yaml", f"extends: one.yaml\npolicies: [{{use: {folder}/policies/p.yaml, start: 2014-01}}]\n")
    assert len(load_scenario(desk.folder / "two.yaml").measures) == 2


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{use: none.yaml}", "3:18: policies.0.use: none.yaml: no such file"),
        ("{use: folder}", "3:18: policies.0.use: folder: is a folder, not a file"),
        ('{use: "a\\0b"}', "3:18: policies.0.use: a\N{REPLACEMENT CHARACTER}b: cannot be read: no file has such a name"),
        ("{use: 3}", "3:18: policies.0.use: expected text, got `3`: write it in quotes"),
        ("{use: }", "3:13: policies.0.use: expected text, got nothing"),
        ("{use: programme.yaml, scale: 0.5}", "3:34: policies.0.scale: unknown key 'scale'"),
        ("{use: programme.yaml, start: 2014}", "3:41: policies.0.start: `2014` is a year: write a month, as 2014-01"),
        ("{use: programme.yaml, start: }", "3:34: policies.0.start: is empty: give it a value, or leave it out"),
        ("{use: programme.yaml}", "3:18: policies.0.use: Seats and subsidy has dates from 2016-01 to 2016-10, outside the horizon, 2014-01 to 2015-12: shift it with `start`, or change the horizon"),
        ("{use: programme.yaml, start: 2015-04}", "3:41: policies.0.start: Seats and subsidy has dates from 2015-04 to 2016-01, outside the horizon, 2014-01 to 2015-12"),
    ],
)  # fmt: skip
def test_a_wrong_use_is_an_error_at_its_place(desk: Any, entry: str, said: str) -> None:
    (desk.folder / "folder").mkdir()
    desk.with_lines(f"policies: [{entry}]\n")
    assert desk.said("two.yaml") == [f"two.yaml:{said}"]


def test_a_programme_that_is_used_may_conflict_with_what_stands_before_it(desk: Any) -> None:
    desk.with_lines("policies:\n  - {lever: delivery.parcel_subsidy_out, level: 9}\n  - use: programme.yaml\n    start: 2014-01\n")
    assert desk.said("two.yaml") == [
        "two.yaml:5:10: policies.1: delivery.parcel_subsidy_out comes to 10.5 CNY/parcel of 2015 in 2014-07 together with policies.0; "
        "its range is 0 to 10"
    ]


def test_mistakes_in_a_programme_are_said_at_their_place_in_it(desk: Any) -> None:
    desk.change("programme.yaml", "level: 10,", "level: 10%,")
    desk.with_lines("policies: [{use: programme.yaml}]\n")
    assert desk.said("two.yaml") == ["programme.yaml:9:36: policies.0.level: `10%` is text: write 0.1"] == _said(desk)


def test_a_programme_cannot_use_another_so_that_none_can_use_itself(desk: Any) -> None:
    text = (desk.folder / "programme.yaml").read_text(encoding="utf-8")
    desk.write("programme.yaml", text + "  - use: programme.yaml\n")
    desk.with_lines("policies: [{use: programme.yaml}]\n")
    assert desk.said("two.yaml") == _said(desk) == [
        "programme.yaml:11:5: policies.2.use: a programme may not use another one: write its levers here"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("level: 10, start: 2016-01,", "level: 10,", "9:13: policies.0.start: is missing: a programme says when it starts"),
        ("prices: 2017\n", "", "8:35: policies.0.budget"),
        ("prices: 2017", "prices: 1066", "7:9: prices: expected a year from 2013 to 2024, where the deflator reaches, got 1066"),
        ("prices: 2017", "prices: x", "7:9: prices: expected a whole number, got `x`"),
        ("prices: 2017", "prices:", "7:1: prices: is empty: give it a value, or leave it out"),
        ("source: invented\n", "", "1:1: source: is missing"),
        ("stands_for: an invented programme", "stands_for: ''", "4:13: stands_for: is empty"),
        ("name_zh:", "name_cn:", "3:1: name_cn: unknown key 'name_cn'; did you mean 'name_zh'?"),
        ("level: 10, start: 2016-01, end: 2016-06", "level: 10, start: 2016-07, end: 2016-06", "9:61: policies.0.end: 2016-06 is before the start, 2016-07"),
        ("end: 2016-10", "end: 2026-10", "10:92: policies.1.end: 2026-10 is outside the horizon, 2014-01 to 2020-12"),
        ("training.seats", "trainning.seats", "9:13: policies.0.lever: no lever named 'trainning.seats'; did you mean 'training.seats'?"),
        ("delivery.parcel_subsidy_out, level: {2016-03: 1.03632,", "delivery.parcel_subsidy_out, level: {2016-03: 103632,", "10:59: policies.1.level.2016-03: expected a number from 0 to 10 (CNY/parcel), got 100000 CNY of 2015 (103632 in yuan of 2017)"),
    ],
)  # fmt: skip
def test_a_wrong_programme(desk: Any, old: str, new: str, said: str) -> None:
    desk.change("programme.yaml", old, new)
    first = _said(desk)[0]
    if old == "prices: 2017\n":
        assert "without `prices`: say the year whose yuan it is in" in first
    else:
        assert first == f"programme.yaml:{said}"


def test_a_programme_without_amounts_needs_no_prices(desk: Any) -> None:
    text = (desk.folder / "programme.yaml").read_text(encoding="utf-8")
    desk.write("programme.yaml", text[: text.index("prices:")] + "policies: [{lever: delivery.joint, level: 1, start: 2015-01}]\n")
    assert load_policy_file(desk.folder / "programme.yaml", START, MONTHS).prices is None


@pytest.mark.parametrize(("name", "kind"), [("one.yaml", "a scenario"), ("study.yaml", "a study")])
def test_another_kind_of_file_is_recognised(desk: Any, name: str, kind: str) -> None:
    desk.write("study.yaml", "schema: 1\nname: S\nscenario: one.yaml\narms: {}\n")
    desk.with_lines(f"policies: [{{use: {name}}}]\n")
    (said,) = desk.said("two.yaml")
    assert f"this is {kind}, not a programme" in said and said.startswith(name)


def test_a_programme_on_its_own_knows_no_county_and_in_a_scenario_its_products_are_checked(desk: Any) -> None:
    desk.change("programme.yaml", "budget: 103632", "budget: 103632, target: {households: {product: pear}}")
    assert load_policy_file(desk.folder / "programme.yaml", START, MONTHS).measures[0].target.households is not None
    desk.with_lines("horizon: {months: 84}\npolicies: [{use: programme.yaml}]\n")
    (said,) = desk.said("two.yaml")
    assert "no product named 'pear' in Tiny, which has fruit" in said


def test_one_entry_alone_is_read_too_for_an_arm_of_a_study(desk: Any) -> None:
    path = desk.write("study.yaml", "arms:\n  seats: {lever: training.seats, level: 12}\n  bundle: {use: programme.yaml}\n  bad: {lever: x.y, level: 1}\n")
    root = read_yaml(path, "study.yaml")

    def read(arm: str) -> Any:
        node = root.at(("arms", arm))
        assert isinstance(node, Node)
        return measures_of(node, ("arms", arm), {"study.yaml": path}, START, MONTHS, {"study.yaml": None}, arm)

    (seats,), none = read("seats")
    assert (seats.policy, seats.levels, none) == ("seats", (12.0,) * MONTHS, [])
    assert [one.policy for one in read("bundle")[0]] == ["Seats and subsidy"] * 2
    _, (problem,) = read("bad")
    assert problem.headline() == "study.yaml:4:16: arms.bad.lever: no lever named 'x.y'"
