"""A study file: what it means, and what is said of one that is wrong, at its place."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.files import InputError
from sim.files.json_schemas import study_schema, written
from sim.files.study.loader import load_study

ROOT = Path(__file__).parents[3]
File = Callable[..., Path]


def _message(file: Path) -> list[str]:
    with pytest.raises(InputError) as wrong:
        load_study(file)
    return [one.headline().removeprefix(f"{file}:") for one in wrong.value.problems]


def test_the_horizon_reaches_until_effects_are_followed_and_the_policy_has_its_months(study_file: File) -> None:
    study = load_study(study_file())
    assert (study.scenario.months, str(study.scenario.last_month)) == (54, "2018-06")
    assert (study.first, study.last) == (24, 35)
    assert load_study(study_file(("2018-06", "2016-12"))).scenario.months == 36


def test_shares_are_budgets_of_the_money_in_yuan_of_2015(study_file: File) -> None:
    from sim.theory.deflator import to_2015

    study = load_study(study_file(("prices: 2015", "prices: 2020")))
    assert study.total == pytest.approx(to_2015(96000.0, 2020), rel=1e-12)
    mix = study.arms[2]
    assert mix.planned == {
        "training.seats": pytest.approx(0.75 * to_2015(96000.0, 2020)),
        "market.village_sites": pytest.approx(0.25 * to_2015(96000.0, 2020)),
    }


def test_an_arm_may_be_a_policy_in_force_within_the_period_and_nowhere_else(study_file: File) -> None:
    entry = "  sites: {lever: market.village_sites, level: 0.5}"
    measure = load_study(study_file(("  sites: {market.village_sites: 100%}", entry))).arms[1].measures[0]
    assert measure.levels == (0.0,) * 24 + (0.5,) * 12 + (0.0,) * 18
    late = entry.replace("0.5}", "0.5, start: 2017-01}")
    assert _message(study_file(("  sites: {market.village_sites: 100%}", late))) == [
        "10:59: arms.sites.start: 2017-01 is outside the policy's period, 2016-01 to 2016-12"
    ]


def test_an_arm_may_use_a_programme_file_relative_to_the_study(study_file: File, tmp_path: Path) -> None:
    (tmp_path / "help.yaml").write_text(
        "schema: 1\nname: Help\nstands_for: x\nsource: x\npolicies:\n"
        "  - {lever: training.seats, level: 5, start: 2010-01, end: 2010-06}\n",
        encoding="utf-8",
    )
    study = load_study(study_file(("  sites: {market.village_sites: 100%}", "  sites: {use: help.yaml, start: 2016-03}")))
    measure = study.arms[1].measures[0]
    assert (measure.policy, measure.levels.index(5.0), sum(measure.levels)) == ("Help", 26, 30.0)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("25%}", "15%}", "11:3: arms.mix: the shares of arm mix sum to 90 %, not 100 %"),
        ("75%, ", "0.75, ", "11:25: arms.mix.training.seats: expected a share of the money, got `0.75`: write 75%"),
        ("75%, ", "75, ", "11:25: arms.mix.training.seats: expected a share of the money, got `75`: write 75%"),
        ("75%, ", "most, ", "11:25: arms.mix.training.seats: expected a share of the money like 40%, got `most`"),
        ("25%}", "25%, training.quality: 0%}", "11:75: arms.mix.training.quality: a share of 0% buys nothing: leave the lever out"),
        ("sites: {market.village_sites", "sites: {market.vilage_sites", "10:11: arms.sites.market.vilage_sites: no lever named 'market.vilage_sites'; did you mean 'market.village_sites'?"),
        ("  sites: {", "  none: {", "10:3: arms.none: 'none' is the arm without a policy, which every study has: choose another name"),
        ("[[mix, training]]", "[[mix, trainign]]", "12:21: differences.0.1: no arm named 'trainign'; did you mean 'training'?"),
        ("[[mix, training]]", "[[mix, mix]]", "12:21: differences.0.1: an arm does not differ from itself"),
        ("[[mix, training]]", "[[mix, none]]", "12:21: differences.0.1: each arm is compared with none anyhow"),
        ("[[mix, training]]", "[[mix]]", "12:15: differences.0: expected two arms, as in [training, sites], got 1"),
        ("income_fifths: 2015", "income_fifths: 2016", "13:25: groups.income_fifths: groups are fixed before the policy, which starts 2016-01: expected a whole year before it (2014 to 2015), got 2016"),
        ("[15, null]", "[15, 3]", "13:46: groups.far.road_km: from, 15, is not below to, 3"),
        ("[15, null]", "[null, null]", "13:46: groups.far.road_km: expected a number at one end at least, as in [15, null]"),
        ("outcomes: [sellers_share", "outcomes: [selers_share", "15:12: outcomes.0: no outcome named 'selers_share'; did you mean 'sellers_share'?"),
        ("[2016-01, 2016-12]", "[2016-12, 2016-01]", "6:18: period.policy: the first month, 2016-12, is after the last, 2016-01"),
        ("[2016-01, 2016-12]", "[2013-01, 2016-12]", "6:19: period.policy.0: 2013-01 is before 2014-01, the first month of the scenario"),
        ("follow_until: 2018-06", "follow_until: 2016-06", "6:52: period.follow_until: 2016-06 is before 2016-12, a month of the policy"),
        ("follow_until: 2018-06", "follow_until: 2018-06-30", "6:52: period.follow_until: `2018-06-30`: write 2018-06"),
        ("{total: 96000}", "{total: 96,000}", None),
        ("prices: 2015\n", "", "6:16: money.total: an amount (CNY) without `prices`: say the year whose yuan it is in, as in prices: 2015"),
        ("prices: 2015", "prices: 1850", None),
        ("parameters: ranges, costs: ranges, draws: 4", "parameters: none, costs: none, draws: 4", "14:53: uncertainty.draws: 4 draws of nothing: parameters and costs are both none, so write draws: 1"),
        ("scenario: world.yaml", "scenario: wrld.yaml", None),
        ("money: {total: 96000}", "money: {total: 500}", None),
        ("question:", "qestion:", "3:1: qestion: unknown key 'qestion'; did you mean 'question'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(study_file: File, before: str, after: str, said: str | None) -> None:
    found = _message(study_file((before, after)))
    if said is not None:
        assert found == [said]
    elif "96,000" in after:
        assert any("stands alone" in one or "write 96000" in one for one in found)
    elif "1850" in after:
        assert found[0].startswith("5:9: prices: expected a year from ") and len(found) == 1
    elif "wrld" in after:
        assert found[0].startswith("4:11: scenario: ") and found[0].endswith("wrld.yaml: no such file")
    else:
        assert found[0].startswith("9:30: arms.training.training.seats: expected at least 800 CNY of 2015, the price of one seat")


def test_shares_without_money_and_money_without_shares_are_refused(study_file: File) -> None:
    said = _message(study_file(("money: {total: 96000}\n", "")))
    assert "8:3: arms.training: shares of money without `money`: say how much, as in money: {total: 12000000}" in said
    lone = STUDY_OF_POLICIES.replace("prices: 2015\n", "prices: 2015\nmoney: {total: 96000}\n")
    assert _message(study_file(text=lone))[0].startswith("7:1: arms: no arm is a share of the money")


STUDY_OF_POLICIES = """\
schema: 1
name: Policies
scenario: world.yaml
prices: 2015
period: {policy: [2016-01, 2016-12], follow_until: 2017-12}
arms:
  sites: {lever: market.village_sites, level: 0.5}
"""


def test_everything_wrong_is_said_at_once(study_file: File) -> None:
    said = _message(study_file(("25%}", "15%}"), ("[[mix, training]]", "[[mix, trainign]]"), ("[sellers_share", "[selers_share")))
    assert [one.partition(":")[0] for one in said] == ["11", "12", "15"]


def test_two_policies_that_exceed_a_lever_are_refused_at_the_arm(study_file: File, tmp_path: Path) -> None:
    file = study_file(("  sites: {market.village_sites: 100%}", "  sites: [{lever: delivery.joint, level: 0.8}, {lever: delivery.joint, level: 0.5}]"))
    said = _message(file)
    assert len(said) == 1 and said[0].startswith("10:") and "delivery.joint comes to 1.3 in 2016-01" in said[0]


def test_policies_of_the_world_stay_in_force_on_a_longer_horizon_and_shocks_end(study_file: File, tmp_path: Path) -> None:
    file = study_file()
    world = tmp_path / "world.yaml"
    more = "policies: [{lever: delivery.joint, level: 0.5, start: 2015-01}]\nshocks: [{event: weather, start: 2016-12, size: 0.2}]\n"
    world.write_text(world.read_text(encoding="utf-8") + more, encoding="utf-8")
    scenario = load_study(file).scenario
    assert scenario.measures[0].levels == (0.0,) * 12 + (0.5,) * 42
    assert scenario.shocks[0].sizes == (0.0,) * 35 + (0.2,) + (0.0,) * 18


def test_following_beyond_the_data_needs_trends(study_file: File, tmp_path: Path) -> None:
    file = study_file(("2018-06", "2022-06"))
    assert load_study(file).scenario.months == 102
    text = (ROOT / "scenarios" / "hamlet.yaml").read_text(encoding="utf-8")
    assert "trends" not in text
    base = (ROOT / "scenarios" / "baseline.yaml").read_text(encoding="utf-8").replace("trends: continue_2020", "#")
    base = base.replace("counties/average.yaml", str(ROOT / "scenarios" / "counties" / "hamlet.yaml")).replace("share_simulated: 0.1", "share_simulated: 1.0")
    (tmp_path / "world.yaml").write_text(base.replace("months: 132", "months: 60"), encoding="utf-8")
    assert _message(file) == [
        "6:52: period.follow_until: the horizon ends 2022-06, a date after the data (2020-12) with no `trends`: "
        "write continue_2020 or flat, in the scenario"
    ]


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        ("sellers_shar: 0.1", "examination.indicators.sellers_shar: no outcome named 'sellers_shar'; did you mean 'sellers_share'?"),
        ("sellers_share: {about: 0.1}", "examination.indicators.sellers_share: expected at_least or at_most with a target, as in {at_least: 0.5}"),
        ("sellers_share: 10%", "examination.indicators.sellers_share: `10%` is text: write 0.1"),
    ],
)  # fmt: skip
def test_indicators_of_an_examination_are_checked(study_file: File, indicator: str, said: str) -> None:
    file = study_file(("outcomes:", f"examination: {{indicators: {{{indicator}}}}}\noutcomes:"))
    assert [one.partition(": ")[2] for one in _message(file)] == [said]


def test_targets_in_money_are_in_yuan_of_the_study(study_file: File) -> None:
    from sim.theory.deflator import to_2015

    wanted = "examination: {arm: mix, year: 2017, indicators: {income_person: 10000, sellers_share: {at_most: 0.2}, skill_mean: }}\noutcomes:"
    study = load_study(study_file(("prices: 2015", "prices: 2018"), ("outcomes:", wanted)))
    assert study.examination is not None
    assert (study.examination.arm, study.examination.year) == ("mix", 2017)
    targets = [(one.outcome, one.side, one.target) for one in study.examination.indicators]
    assert targets == [
        ("income_person", "at_least", to_2015(10000.0, 2018)),
        ("sellers_share", "at_most", 0.2),
        ("skill_mean", "at_least", None),
    ]
    assert study.measured[-1] == "skill_mean"


@pytest.mark.parametrize("name", ["twelve_million", "demonstration_county"])
def test_the_studies_that_ship_are_right(name: str) -> None:
    study = load_study(ROOT / "experiments" / name / "study.yaml")
    assert study.scenario.history == "no_programme"
    assert study.examination is not None or study.total is not None
    # Everything that was resolved can be written down.
    json.dumps(study.resolved(), allow_nan=False)


def test_the_schema_that_ships_is_that_of_the_declarations() -> None:
    assert (ROOT / "experiments" / "study.schema.json").read_text(encoding="utf-8") == written(study_schema())
