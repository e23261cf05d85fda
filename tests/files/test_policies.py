"""What a right policy comes to: levels by month, amounts in CNY of 2015, whom it is aimed at, and several policies at once."""

from typing import Any

import pytest

from sim.files import InputError, Measure, Month, Scenario, Target, load_scenario
from sim.files.policy.schema import HouseholdFilter, RandomShare, VillageFilter
from sim.theory.deflator import to_2015


def _measures(desk: Any, *entries: str) -> tuple[Measure, ...]:
    return load_scenario(desk.with_lines("policies:\n" + "".join(f"  - {{{one}}}\n" for one in entries))).measures


def _levels(desk: Any, entry: str) -> list[float]:
    (measure,) = _measures(desk, entry)
    return list(measure.levels)


def test_without_policies_there_are_no_measures(desk: Any) -> None:
    assert load_scenario(desk.folder / "one.yaml").measures == ()
    assert load_scenario(desk.with_lines("policies: []\n")).measures == ()


def test_a_level_holds_over_the_whole_horizon_where_no_dates_are_given(desk: Any) -> None:
    assert _levels(desk, "lever: training.seats, level: 120") == [120.0] * 24


def test_start_and_end_are_both_in_force(desk: Any) -> None:
    levels = _levels(desk, "lever: training.seats, level: 120, start: 2014-03, end: 2014-05")
    assert levels == [0.0] * 2 + [120.0] * 3 + [0.0] * 19


def test_a_ramp_reaches_the_level_in_equal_monthly_moves(desk: Any) -> None:
    levels = _levels(desk, "lever: training.seats, level: 120, start: 2014-03, ramp: 3")
    assert levels == [0.0, 0.0, 40.0, 80.0] + [120.0] * 20
    assert levels == _levels(desk, "lever: training.seats, level: 120, start: 2014-03, ramp: 3, end: 2015-12")
    for at_once in ("0", "1"):
        assert _levels(desk, f"lever: training.seats, level: 120, start: 2014-03, ramp: {at_once}")[2] == 120.0


def test_dated_levels_hold_from_their_month_on_in_whatever_order_they_are_written(desk: Any) -> None:
    said = "lever: training.seats, level: {2014-11: 30, 2014-03: 60}, end: 2015-02"
    assert _levels(desk, said) == [0.0] * 2 + [60.0] * 8 + [30.0] * 4 + [0.0] * 10


def test_a_ramp_between_dated_levels_starts_from_the_level_before(desk: Any) -> None:
    said = "lever: training.seats, level: {2014-01: 60, 2014-07: 0, 2015-01: 40}, ramp: 4"
    assert _levels(desk, said)[:16] == [15, 30, 45, 60, 60, 60, 45, 30, 15, 0, 0, 0, 10, 20, 30, 40]


def test_a_level_of_zero_is_a_policy_that_does_nothing(desk: Any) -> None:
    assert _levels(desk, "lever: training.seats, level: 0") == [0.0] * 24


def test_a_policy_reads_as_the_interface_shows_it(desk: Any) -> None:
    (measure,) = load_scenario(
        desk.with_lines("""\
horizon: {months: 84}
policies:
  - lever: training.seats
    level: 120                    # persons a month
    start: 2018-01
    end: 2019-12
    ramp: 3                       # months
    target: {households: poor, villages: {farther_than_km: 15}, rank: remoteness}
    budget: 1800000               # CNY
""")
    ).measures
    assert measure.policy == "policies.0"
    assert measure.levels[48:51] == (40.0, 80.0, 120.0) and measure.levels[71:73] == (120.0, 0.0)
    assert measure.budget == 1800000.0
    assert measure.target == Target(
        households=HouseholdFilter(poor=True), villages=VillageFilter(farther_than_km=15.0), rank="remoteness"
    )


@pytest.mark.parametrize("trait", ["poor", "young", "skilled", "grows", "remote"])
def test_a_word_stands_for_the_household_filter_of_that_name(desk: Any, trait: str) -> None:
    short, long = _measures(
        desk,
        f"lever: training.seats, level: 1, target: {{households: {trait}}}",
        f"lever: training.seats, level: 1, target: {{households: {{{trait}: true}}}}",
    )
    assert short.target == long.target == Target(households=HouseholdFilter(**{trait: True}))


def test_a_share_alone_is_a_lottery_of_villages(desk: Any) -> None:
    short, long, other = _measures(
        desk,
        "lever: training.seats, level: 1, target: {random: 0.5}",
        "lever: training.seats, level: 1, target: {random: {share: 0.5, of: villages, key: 0}}",
        "lever: training.seats, level: 1, target: {random: {share: 0.5, of: households, key: 7}}",
    )
    assert short.target == long.target == Target(random=RandomShare(share=0.5))
    assert other.target.random == RandomShare(share=0.5, of="households", key=7)


def test_levels_and_budgets_in_money_become_cny_of_2015_and_nothing_else_does(desk: Any) -> None:
    desk.write(
        "two.yaml",
        """\
extends: one.yaml
prices: 2020
policies:
  - {lever: delivery.parcel_subsidy_out, level: {2014-01: 1, 2015-01: 2}, budget: 50000}
  - {lever: training.seats, level: 120, budget: 50000}
""",
    )
    subsidy, seats = load_scenario(desk.folder / "two.yaml").measures
    assert subsidy.levels == (to_2015(1.0, 2020),) * 12 + (to_2015(2.0, 2020),) * 12
    assert subsidy.budget == seats.budget == to_2015(50000.0, 2020) < 50000.0
    assert seats.levels == (120.0,) * 24


def test_an_amount_above_the_range_in_its_own_yuan_may_be_inside_it_in_yuan_of_2015(desk: Any) -> None:
    text = "extends: one.yaml\nprices: 2020\npolicies: [{lever: delivery.parcel_subsidy_out, level: 10.5}]\n"
    desk.write("two.yaml", text)
    assert load_scenario(desk.folder / "two.yaml").measures[0].levels[0] == to_2015(10.5, 2020) < 10.0


def test_a_list_of_policies_replaces_that_of_the_file_extended_and_a_file_without_one_keeps_it(desk: Any) -> None:
    desk.with_lines("policies: [{lever: training.seats, level: 1}, {lever: delivery.joint, level: 1}]\n")
    desk.write("keeps.yaml", "extends: two.yaml\n")
    desk.write("replaces.yaml", "extends: two.yaml\npolicies: [{lever: delivery.roads, level: 0.1}]\n")
    assert [one.lever for one in load_scenario(desk.folder / "keeps.yaml").measures] == ["training.seats", "delivery.joint"]
    assert [one.lever for one in load_scenario(desk.folder / "replaces.yaml").measures] == ["delivery.roads"]


def test_an_amount_has_the_price_year_of_the_file_that_says_it(desk: Any) -> None:
    desk.with_lines("policies: [{lever: quality.brand, level: 1000}]\n")
    desk.write("three.yaml", "extends: two.yaml\nprices: 2020\n")
    assert load_scenario(desk.folder / "three.yaml").measures[0].levels[0] == 1000.0


def test_levels_of_several_policies_may_add_up_to_the_end_of_the_range(desk: Any) -> None:
    three = ["lever: market.commission_rebate, level: 0.04", "lever: market.commission_rebate, level: 0.03"]
    assert len(_measures(desk, *three, "lever: market.commission_rebate, level: 0.03")) == 3


def test_policies_that_follow_one_another_do_not_add_up(desk: Any) -> None:
    first, second = "level: 8, end: 2014-12", "level: 8, start: 2015-01"
    lever = "lever: delivery.parcel_subsidy_out"
    assert len(_measures(desk, f"{lever}, {first}", f"{lever}, {second}")) == 2


def test_shares_of_villages_served_are_unions_and_never_conflict(desk: Any) -> None:
    assert len(_measures(desk, *["lever: delivery.stations, level: 0.9"] * 3)) == 3


def test_further_measures_are_added_to_a_scenario_that_stays_as_it_was(desk: Any) -> None:
    scenario = load_scenario(desk.with_lines("policies: [{lever: training.seats, level: 6000}]\n"))
    more = Measure(policy="arm", lever="training.seats", levels=(4000.0,) * 24)
    both = scenario.with_measures([more])
    assert [one.policy for one in both.measures] == ["policies.0", "arm"]
    assert [one.policy for one in scenario.measures] == ["policies.0"]
    assert both.model_copy(update={"measures": scenario.measures}) == scenario


def test_measures_that_conflict_are_refused_where_the_later_one_stands(desk: Any) -> None:
    scenario = load_scenario(desk.with_lines("policies: [{lever: training.seats, level: 6000}]\n"))
    with pytest.raises(InputError) as refused:
        scenario.with_measures(scenario.measures)
    (problem,) = refused.value.problems
    assert problem.headline().replace(f"{desk.folder}/", "") == (
        "two.yaml:3:20: policies.0: training.seats comes to 12000 persons/month in 2014-01 together with policies.0; "
        "its range is 0 to 10000"
    )


def test_a_measure_made_in_python_is_held_to_the_same_ranges() -> None:
    with pytest.raises(ValueError, match=r"expected a number from 0 to 1 \(share of villages\), got 2"):
        Measure(policy="p", lever="delivery.stations", levels=(2.0,))
    with pytest.raises(ValueError, match="no lever named 'x'"):
        Measure(policy="p", lever="x", levels=(2.0,))
    with pytest.raises(ValueError, match="takes no target"):
        Measure(policy="p", lever="training.quality", levels=(1.0,), target=Target(rank="land"))
    with pytest.raises(ValueError, match="expected a number"):
        Measure(policy="p", lever="training.quality", levels=(float("nan"),))


def test_a_measure_has_a_level_for_each_month_of_the_horizon(desk: Any) -> None:
    scenario = load_scenario(desk.folder / "one.yaml")
    with pytest.raises(ValueError, match=r"measure of training\.seats has 3 months, the horizon 24"):
        scenario.with_measures([Measure(policy="p", lever="training.seats", levels=(1.0,) * 3)])


def test_the_record_of_a_scenario_holds_its_measures_and_not_the_places_of_its_file(desk: Any) -> None:
    lines = "policies: [{lever: training.seats, level: 6, target: {households: poor}, budget: 9000}]\n"
    scenario = load_scenario(desk.with_lines(lines))
    assert scenario.measures[0].asked is not None
    (said,) = scenario.resolved()["measures"]
    assert set(said) == {"policy", "lever", "levels", "target", "budget"}
    assert (said["levels"], said["budget"], said["target"]["households"]["poor"]) == ([6.0] * 24, 9000.0, True)


def test_what_is_found_wrong_later_can_be_said_at_the_policy(desk: Any) -> None:
    scenario = load_scenario(desk.with_lines("policies:\n  - {lever: delivery.joint, level: 1}\n  - {use: programme.yaml, start: 2014-01}\n"))
    places = [one.asked.headline().replace(f"{desk.folder}/", "") for one in scenario.measures if one.asked is not None]
    assert places == ["two.yaml:4:13: policies.0: ", "two.yaml:5:11: policies.1: ", "two.yaml:5:11: policies.1: "]


def test_a_scenario_made_in_python_takes_measures(desk: Any) -> None:
    county = load_scenario(desk.folder / "one.yaml").county
    measure = Measure(policy="p", lever="training.seats", levels=(1.0,) * 12)
    made = Scenario(name="Made", county=county, share_simulated=0.2, start=Month(2015, 1), months=12, measures=(measure,))
    assert made.measures == (measure,)
