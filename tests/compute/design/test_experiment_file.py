"""An experiment file: what it means, and what is said of one that is wrong, at its place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.compute.design import FIGURES, Design, experiment_schema, load_experiment
from sim.files import InputError
from sim.files.experiment.schema import ExperimentFile, QuickFile
from sim.files.json_schemas import written
from sim.theory.deflator import to_2015
from sim.theory.levers import LEVERS
from sim.theory.outcomes import OUTCOMES
from sim.theory.parameters import PARAMETERS

ROOT = Path(__file__).parents[3]
COUNTIES = ROOT / "scenarios" / "counties"
File = Callable[..., Path]


def _said(file: Path, quick: bool = False) -> list[str]:
    with pytest.raises(InputError) as wrong:
        load_experiment(file, quick)
    return [one.headline().removeprefix(f"{file}:") for one in wrong.value.problems]


# ------------------------------------------------------------------------------------------------------------- meaning


def test_levers_act_in_the_months_of_the_policy_and_by_default_over_the_horizon(experiment_file: File) -> None:
    one = load_experiment(experiment_file())
    assert (one.first, one.last, one.months) == (5, 23, 36)
    one = load_experiment(experiment_file(("policy: [2014-06, 2015-12]\n", "")))
    assert (one.first, one.last) == (0, 35)


def test_a_range_is_from_to_or_that_declared_and_values_stay_as_they_are_said(experiment_file: File) -> None:
    subsidy, coverage, effect = load_experiment(experiment_file()).factors
    assert (subsidy.low, subsidy.high, subsidy.values, subsidy.role) == (0.0, 4.0, None, "vary")
    assert (coverage.values, coverage.kind) == ((0.6, 0.8, 1.0), "lever")
    declared = PARAMETERS["learning.training_effect"]
    assert (effect.low, effect.high, effect.role, effect.kind) == (declared.low, declared.high, "uncertain", "parameter")


def test_amounts_are_in_yuan_of_2015(experiment_file: File) -> None:
    one = load_experiment(experiment_file(("prices: 2015", "prices: 2020")))
    assert one.factors[0].high == pytest.approx(to_2015(4.0, 2020), rel=1e-12) and one.factors[0].high < 4.0
    unpriced = experiment_file(("prices: 2015\n", ""), ("{from: 0, to: 4}", "range"))
    assert load_experiment(unpriced).factors[0].high == 10.0


def test_the_first_arm_is_none_and_without_arms_there_is_one_as_given(experiment_file: File) -> None:
    arms = load_experiment(experiment_file()).arms
    assert [one.name for one in arms] == ["none", "training"] and arms[0].measures == ()
    assert arms[1].measures[0].levels == (0.0,) * 5 + (20.0,) * 19 + (0.0,) * 12
    alone = load_experiment(experiment_file(("arms:\n  training: {training.seats: 20}\n", "")))
    assert [one.name for one in alone.arms] == ["given"]


def test_an_arm_may_be_policy_entries_within_the_months_of_the_policy_or_a_programme_file(experiment_file: File, tmp_path: Path) -> None:
    (tmp_path / "help.yaml").write_text(
        "schema: 1\nname: Help\nstands_for: x\nsource: x\npolicies:\n"
        "  - {lever: training.seats, level: 5, start: 2010-01, end: 2010-06}\n",
        encoding="utf-8",
    )
    entries = "[{lever: training.seats, level: 20}, {use: help.yaml, start: 2015-01}]"
    measures = load_experiment(experiment_file(("{training.seats: 20}", entries))).arms[1].measures
    assert measures[0].levels == (0.0,) * 5 + (20.0,) * 19 + (0.0,) * 12
    assert (measures[1].policy, measures[1].levels) == ("Help", (0.0,) * 12 + (5.0,) * 6 + (0.0,) * 18)


def test_counties_are_worlds_with_the_months_of_the_scenario(experiment_file: File, tmp_path: Path) -> None:
    text = (COUNTIES / "hamlet.yaml").read_text(encoding="utf-8")
    (tmp_path / "other.yaml").write_text(text.replace("name: Hamlet", "name: Other"), encoding="utf-8")
    (tmp_path / "far.yaml").write_text("schema: 1\nname: Far\nextends: world.yaml\nhorizon: {months: 12}\n", encoding="utf-8")
    one = load_experiment(experiment_file(("vary:\n", "vary:\n  county: {values: [other.yaml, far.yaml]}\n")))
    assert [world.label for world in one.worlds] == ["other", "far"]
    assert [(world.scenario.county.name, world.scenario.months) for world in one.worlds] == [("Other", 36), ("Hamlet", 36)]
    assert one.factors[0].values == ("other", "far")
    assert {case.values["county"] for case in map(Design.of(one).case, range(32))} == {"other", "far"}


def test_the_horizon_and_the_share_simulated_may_be_others_than_the_scenarios(experiment_file: File) -> None:
    more = ("policy:", "horizon: {start: 2014-04, months: 48}\nshare_simulated: 0.9\npolicy:")
    world = "policies: [{lever: delivery.joint, level: 0.5, start: 2014-06}]\nshocks: [{event: weather, start: 2016-10, size: 0.2}]\n"
    one = load_experiment(experiment_file(more, world=world)).scenario
    assert (str(one.start), one.months, str(one.last_month), one.share_simulated) == ("2014-04", 48, "2018-03", 0.9)
    assert one.measures[0].levels == (0.0, 0.0) + (0.5,) * 46
    assert one.shocks[0].sizes == (0.0,) * 30 + (0.2,) * 3 + (0.0,) * 15


def test_a_quick_design_differs_in_what_it_says_and_in_nothing_else(experiment_file: File) -> None:
    quick = "quick: {points: 2, replicates: 1, months: 24, share_simulated: 0.9, vary: {broadband.coverage: {values: [0.6, 1.0]}}}\n"
    file = experiment_file(("figures:", quick + "figures:"))
    whole, small = load_experiment(file), load_experiment(file, quick=True)
    assert (whole.points, whole.replicates, whole.months, whole.quick) == (8, 2, 36, False)
    assert (small.points, small.replicates, small.months, small.quick) == (2, 1, 24, True)
    assert small.scenario.share_simulated == 0.9
    assert [one.key for one in small.factors] == [one.key for one in whole.factors] and small.factors[0] == whole.factors[0]
    assert small.factors[1].values == (0.6, 1.0) and small.outcomes == whole.outcomes
    assert Design.of(small).digest != Design.of(whole).digest


def test_what_is_wrong_with_a_quick_design_is_said_at_once_and_asking_for_one_that_is_not_there(experiment_file: File) -> None:
    said = _said(experiment_file(("figures:", "quick: {points: 3}\nfigures:")))
    assert said == ["19:17: points: sobol is balanced for powers of two only: write 2 or 4, not 3"]
    assert "no smaller design is declared" in _said(experiment_file(), quick=True)[0]


def test_a_split_takes_shares_of_the_money_each_lever_at_its_level_until_its_part_is_spent(experiment_file: File, plain: str) -> None:
    split = (
        "prices: 2020\npolicy: [2014-06, 2014-12]\npoints: 3\n"
        "split: {money: 100000, over: [training.seats, delivery.joint, market.village_sites], at: {training.seats: 30}}\n"
    )
    world = "policies: [{lever: delivery.joint, level: 0.25}]\n"
    design = Design.of(load_experiment(experiment_file(text=plain + split, world=world)))
    assert design.points == 6 and design.levels.sum(axis=1) == pytest.approx([1.0] * 6, abs=1e-12)
    assert [one.key for one in design.factors] == ["split.training.seats", "split.delivery.joint", "split.market.village_sites"]
    row = design.levels.tolist().index([0.5, 0.5, 0.0])
    _, seats, joint = design.scenario(row)[0].measures
    half = 0.5 * to_2015(100000.0, 2020)
    assert (seats.lever, seats.levels, seats.budget) == ("training.seats", (0.0,) * 5 + (30.0,) * 7 + (0.0,) * 24, pytest.approx(half))
    assert (joint.lever, max(joint.levels), joint.budget) == ("delivery.joint", 0.75, pytest.approx(half))


def test_a_split_beside_factors_fills_the_simplex(experiment_file: File, plain: str) -> None:
    text = plain + "prices: 2015\nsampler: sobol\npoints: 64\nsplit: {money: 1000000, over: [training.seats, delivery.joint]}\nvary: {quality.standards: range}\n"
    levels = Design.of(load_experiment(experiment_file(text=text))).levels
    assert levels.shape == (64, 3) and levels[:, 1:].sum(axis=1) == pytest.approx([1.0] * 64, abs=1e-12)
    # A net in two dimensions: as many points in each half of either.
    assert (levels[:, 0] < 0.5).sum() == 32 and (levels[:, 1] < 0.5).sum() == 32


def test_rows_of_a_list_are_the_points_as_they_stand(experiment_file: File, plain: str) -> None:
    rows = "list: [{training.seats: 10, delivery.joint: 0}, {delivery.joint: 0.5, training.seats: 0}]\nsampler: list\n"
    design = Design.of(load_experiment(experiment_file(text=plain + rows)))
    assert [design.values(point) for point in range(2)] == [
        {"training.seats": 10.0, "delivery.joint": 0.0},
        {"training.seats": 0.0, "delivery.joint": 0.5},
    ]
    measures = [(one.lever, max(one.levels)) for one in design.scenario(0)[0].measures]
    assert measures == [("training.seats", 10.0)]


def test_a_list_may_name_counties(experiment_file: File, plain: str) -> None:
    rows = f"sampler: list\nlist:\n  - {{county: {COUNTIES / 'hamlet.yaml'}, training.seats: 1}}\n  - {{county: {COUNTIES / 'xi.yaml'}, training.seats: 2}}\n"
    design = Design.of(load_experiment(experiment_file(text=plain + rows)))
    assert [design.case(one).values["county"] for one in range(2)] == ["hamlet", "xi"]
    assert [design.scenario(one)[0].county.name for one in range(2)] == ["Hamlet", "Xi County"]


def test_a_list_may_name_draws_and_shares_that_are_declared(experiment_file: File, plain: str, tmp_path: Path) -> None:
    (tmp_path / "posterior.csv").write_text("learning.training_effect\r\n0.1\r\n0.2\r\n\r\n", encoding="utf-8")
    text = (
        "prices: 2015\ndraws: posterior.csv\nsplit: {money: 90000, over: [delivery.joint, market.village_sites]}\nsampler: list\nlist:\n"
        "  - {quality.standards: 0.5, split.delivery.joint: 0.25, split.market.village_sites: 0.75, draw: 1}\n"
        "  - {split.delivery.joint: 1, split.market.village_sites: 0, draw: 0, quality.standards: 0}\n"
    )
    design = Design.of(load_experiment(experiment_file(text=plain + text)))
    scenario, _ = design.scenario(0)
    assert [(one.lever, one.budget) for one in scenario.measures] == [
        ("quality.standards", None), ("delivery.joint", 22500.0), ("market.village_sites", 67500.0),
    ]  # fmt: skip
    assert scenario.parameters == {"learning.training_effect": 0.2}
    assert [(one.lever, one.budget) for one in design.scenario(1)[0].measures] == [("delivery.joint", 90000.0)]
    for before, after, said in (
        ("market.village_sites: 0.75", "market.village_sites: 0.7", "list.0: the shares of the split sum to 0.95, not 1"),
        ("split.delivery.joint: 1,", "split.delivery.joint: 1.5,", "list.1.split.delivery.joint: expected a share from 0 to 1, got `1.5`"),
        ("draw: 1}", "draw: 2}", "list.0.draw: 2 is not among the values of draw"),
    ):
        assert said in _said(experiment_file((before, after), text=plain + text))[0]


def test_joint_draws_are_rows_that_are_never_torn_apart(experiment_file: File, plain: str, tmp_path: Path) -> None:
    (tmp_path / "posterior.csv").write_text("learning.training_effect,channel.shop_hours\n0.1,100\n0.2,150\n0.3,200\n", encoding="utf-8")
    design = Design.of(load_experiment(experiment_file(text=plain + "draws: posterior.csv\nvary: {training.seats: {values: [0, 5]}}\n")))
    assert design.points == 6
    pairs = {(one["learning.training_effect"], one["channel.shop_hours"]) for one in map(design.values, range(6))}
    assert pairs == {(0.1, 100.0), (0.2, 150.0), (0.3, 200.0)}
    assert dict(design.scenario(1)[0].parameters) == {"learning.training_effect": 0.2, "channel.shop_hours": 150.0}
    table = design.table([0] * 6)
    assert table["draw"].to_pylist() == [0, 1, 2, 0, 1, 2] and table["channel.shop_hours"].to_pylist() == [100, 150, 200] * 2


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("sensitivity", "sampler: saltelli\npoints: 4\nvary: {training.seats: range}\n"),
        ("screening", "sampler: morris\npoints: 4\nvary: {training.seats: range}\n"),
        ("dose_response", "vary: {training.seats: {values: [0, 5]}}\n"),
        ("interaction", "vary: {training.seats: {values: [0, 5]}, delivery.joint: {values: [0, 1]}}\n"),
        ("robustness", "arms: {a: {training.seats: 5}}\nuncertain: {channel.switching_cost: {values: [0.5, 0.6]}}\n"),
        ("takeoff", ""),
        ("who_gains", "arms: {a: {training.seats: 5}}\nhouseholds: yearly\n"),
        ("side_by_side", "arms: {a: {training.seats: 5}}\noutcomes: [public_outlay, income_person]\n"),
    ],
)
def test_a_figure_may_be_asked_of_a_design_that_gives_it(experiment_file: File, plain: str, figure: str, text: str) -> None:
    assert load_experiment(experiment_file(text=plain + text + f"figures: [{figure}]\n")).figures == (figure,)


def test_every_figure_is_asked_for_above() -> None:
    marks = test_a_figure_may_be_asked_of_a_design_that_gives_it.pytestmark  # type: ignore[attr-defined]
    assert sorted(one[0] for mark in marks for one in mark.args[1]) == sorted(FIGURES)


def test_outcomes_are_the_main_ones_by_default_and_the_seed_the_scenarios(experiment_file: File, plain: str) -> None:
    one = load_experiment(experiment_file(text=plain, world="seed: 77\n"))
    assert one.outcomes == tuple(each.name for each in OUTCOMES if each.headline) and one.seed == 77


# -------------------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("points: 8", "points: 1000", "14:9: points: sobol is balanced for powers of two only: write 512 or 1024, not 1000"),
        ("sampler: sobol\npoints: 8", "sampler: saltelli\npoints: 12", "14:9: points: saltelli is balanced for powers of two only: write 8 or 16, not 12"),
        ("points: 8\n", "", "13:10: sampler: sobol needs `points`"),
        ("points: 8", "points: 0", "14:9: points: expected a whole number from 1 to 10000000, got 0"),
        ("points: 8", "points: 1,024", "14:9: points: `1,024` is text: write 1024"),
        ("points: 8", "points: 4194304", "14:9: points: comes to 16,777,216 cases, more than 10,000,000: take fewer points, arms or replicates"),
        ("sampler: sobol", "sampler: sobel", "13:10: sampler: expected grid, list, latin_hypercube, sobol, saltelli or morris, got `sobel`; did you mean 'sobol'?"),
        ("[sales_online_household", "[sales_online_houshold", "17:12: outcomes.0: no outcome named 'sales_online_houshold'; did you mean 'sales_online_household'?"),
        ("sellers_share]", "sales_online_household]", "17:36: outcomes.1: 'sales_online_household' is named twice"),
        ("uncertain: {", "uncertain: {delivery.joint: range, ", "10:13: uncertain.delivery.joint: is a lever, which is chosen: write it under `vary`"),
        ("uncertain: {learning.training_effect: range", "uncertain: {learning.training_effects: range", "10:13: uncertain.learning.training_effects: no parameter named 'learning.training_effects'; did you mean 'learning.training_effect'?"),
        ("broadband.coverage", "broadband.coverag", "9:3: vary.broadband.coverag: no lever or parameter named 'broadband.coverag'; did you mean 'broadband.coverage'?"),
        ("vary:\n", "vary:\n  learning.training_effect: range\n", "11:13: uncertain.learning.training_effect: is varied and uncertain at once: write it under one of the two"),
        ("vary:\n", "vary:\n  training.seats: {from: 0, to: 5}\n", "13:14: arms.training.training.seats: is varied and fixed at once: it is under `vary` as well"),
        ("{from: 0, to: 4}", "{from: 4, to: 4}", "8:46: vary.delivery.parcel_subsidy_out.to: the range is empty: from and to are both 4"),
        ("{from: 0, to: 4}", "{from: 4, to: 0}", "8:46: vary.delivery.parcel_subsidy_out.to: the range is empty: from, 4, is above to, 0"),
        ("{from: 0, to: 4}", "{from: 0}", "8:32: vary.delivery.parcel_subsidy_out: `to` is missing: expected `range`, {from: …, to: …} or {values: […]}"),
        ("{from: 0, to: 4}", "{from: 0, too: 4}", "8:42: vary.delivery.parcel_subsidy_out.too: unknown key 'too'; did you mean 'to'?"),
        ("{from: 0, to: 4}", "{from: 0, to: 40}", "8:46: vary.delivery.parcel_subsidy_out.to: expected a number from 0 to 10 (CNY/parcel), got 40"),
        ("{from: 0, to: 4}", "{from: 0, to: 4, values: [1]}", None),
        ("{from: 0, to: 4}", "[0, 4]", "8:32: vary.delivery.parcel_subsidy_out: expected `range`, {from: …, to: …} or {values: […]}, got a list: write {values: [0, 4]}"),
        ("{values: [0.6, 0.8, 1.0]}", "{values: [0.6, 0.8, 0.6]}", "9:43: vary.broadband.coverage.values.2: 0.6 is named twice"),
        ("{values: [0.6, 0.8, 1.0]}", "{values: [0.6, 1.8]}", "9:38: vary.broadband.coverage.values.1: expected a number from 0 to 1 (share of villages), got 1.8"),
        ("{values: [0.6, 0.8, 1.0]}", "{values: []}", "9:32: vary.broadband.coverage.values: expected a list of values, got an empty one"),
        ("training_effect: range", "training_effect: {from: -1, to: 0.5}", None),
        ("training_effect: range", "training_effect: .nan", None),
        ("prices: 2015\n", "", None),
        ("{training.seats: 20}", "{training.seat: 20}", "12:14: arms.training.training.seat: no lever named 'training.seat'; did you mean 'training.seats'?"),
        ("{training.seats: 20}", "{use: nowhere.yaml}", None),
        ("{training.seats: 20}", "{training.seats: 40%}", None),
        ("  training: {training", "  none: {training", "12:3: arms.none: 'none' is the arm without a policy, which every experiment with arms has: choose another name"),
        ("  training: {training", "  given: {training", "12:3: arms.given: 'given' is the world of an experiment without arms: choose another name"),
        ("{training.seats: 20}", "{lever: broadband.speed, level: 1, start: 2016-03}", "12:55: arms.training.start: 2016-03 is outside the months of `policy`, 2014-06 to 2015-12"),
        ("[2014-06, 2015-12]", "[2014-06, 2019-12]", "6:19: policy.1: 2019-12 is outside the horizon, 2014-01 to 2016-12"),
        ("[2014-06, 2015-12]", "[2015-06, 2014-12]", "6:9: policy: the first month, 2015-06, is after the last, 2014-12"),
        ("[2014-06, 2015-12]", "[]", "6:9: policy: expected two months, the first and the last, got 0"),
        ("[2014-06, 2015-12]", "[2014-06]", "6:9: policy: expected two months, the first and the last, got 1"),
        ("figures: [dose_response]", "figures: [dose_respons]", "19:11: figures.0: no figure named 'dose_respons'; did you mean 'dose_response'?"),
        ("figures: [dose_response]", "figures: [sensitivity]", "19:11: figures.0: sensitivity needs first and total order effects, which sobol cannot give: write sampler: saltelli"),
        ("figures: [dose_response]", "figures: [screening]", "19:11: figures.0: screening needs elementary effects, which sobol cannot give: write sampler: morris"),
        ("figures: [dose_response]", "figures: [takeoff, takeoff]", "19:20: figures.1: 'takeoff' is named twice"),
        ("replicates: 2", "list: [{training.seats: 1}]\nreplicates: 2", "15:1: list: sobol chooses its points itself: write sampler: list, or leave `list` out"),
        ("scenario: world.yaml", "scenario: wrld.yaml", None),
        ("question:", "qestion:", "3:1: qestion: unknown key 'qestion'; did you mean 'question'?"),
        ("seed: 11", "seed: 9007199254740991", "16:7: seed: the last replicate's seed would be above 9007199254740991"),
        ("time_step: yearly", "time_step: yearly\nhorizon: {months: 11}", None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(experiment_file: File, before: str, after: str, said: str | None) -> None:
    found = _said(experiment_file((before, after)))
    if said is not None:
        assert found == [said]
        return
    expected = {
        "values: [1]}": "8:48: vary.delivery.parcel_subsidy_out.values: ",
        "from: -1": "10:46: uncertain.learning.training_effect.from: expected a number from ",
        ".nan": "10:39: uncertain.learning.training_effect: expected `range`",
        "nowhere": "12:19: arms.training.use: ",
        "40%": "12:30: arms.training.training.seats: ",
        "wrld": "4:11: scenario: ",
        "months: 11": "6:19: policy.1: 2015-12 is outside the horizon, 2014-01 to 2014-11",
    }
    if before == "prices: 2015\n":
        assert len(found) == 2 and all("an amount (CNY/parcel) without `prices`" in one for one in found)
    elif "values: [1]}" in after:
        assert [one.partition(": ")[2] for one in found] == [
            f"vary.delivery.parcel_subsidy_out.{end}: a factor has `values`, or `from` and `to`, not both" for end in ("from", "to")
        ]
    else:
        start = next(start for part, start in expected.items() if part in after)
        assert len(found) == 1 and found[0].startswith(start)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a/b", "cannot have `/` in it"),
        ("..", "cannot begin with a dot"),
        ("'../../etc'", "cannot have `/` in it"),
        (".hidden", "cannot begin with a dot"),
        ("-rf", "cannot begin with a dot or a dash"),
        ("'a\\b'", "cannot have `\\` in it"),
        ("'C:x'", "cannot have `:` in it"),
        ("'a '", "end with a dot or a space"),
        ("nul", "on Windows"),
        ("''", "is empty"),
        ("'  '", "expected a name"),
        ("x" * 81, "80 bytes at most, got 81"),
        ("县" * 27, "80 bytes at most, got 81"),
        ('"a\\nb"', "expected a name on one line"),
        ('"a\\0b"', "cannot be shown"),
        ("12", "expected text, got `12`: write it in quotes"),
    ],
)
def test_a_name_that_no_folder_beside_others_can_have_is_refused(experiment_file: File, name: str, said: str) -> None:
    found = _said(experiment_file(("name: delivery-and-training", f"name: {name}")))
    assert len(found) == 1 and found[0].startswith("2:7: name: ") and said in found[0]


def test_names_in_any_script_are_names(experiment_file: File) -> None:
    for name in ("西县 快递", "a.b_c-1", "x" * 80):
        assert load_experiment(experiment_file(("delivery-and-training", name))).name == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vary: {training.seats: {from: 0, to: 9}}\n", "a grid needs points, the levels of training.seats: two or more"),
        ("vary: {training.seats: {from: 0, to: 9}}\npoints: 1\n", "a grid needs points"),
        ("vary: {training.seats: {values: [0, 9]}}\npoints: 2\n", "every factor has its values: leave `points` out"),
        ("sampler: latin_hypercube\npoints: 4\n", "latin_hypercube needs something under `vary` or `uncertain`"),
        ("sampler: morris\npoints: 4\nvary: {training.seats: {values: [3]}, delivery.joint: range}\n", "has one value, so morris can say nothing of it"),
        ("sampler: list\n", "list needs its points"),
        ("sampler: list\npoints: 3\nlist: [{training.seats: 1}]\n", "the rows of `list` are the points: leave `points` out"),
        ("sampler: list\nlist: [{training.seats: 1}, {training.seats: 2, delivery.joint: 1}]\n", "'delivery.joint' is not among the factors of the first row"),
        ("sampler: list\nlist: [{training.seats: 1, delivery.joint: 0.5}, {delivery.joint: 1}]\n", "list.1: training.seats is missing: every row says every factor"),
        ("sampler: list\nlist: [{training.seats: 1}, {training.seats: 1}]\n", "list.1: is the same point as row 0: for more runs of a point, write replicates"),
        ("sampler: list\nlist: [{training.seats: 5}]\nvary: {training.seats: {from: 0, to: 4}}\n", "list.0.training.seats: 5 is outside the range of training.seats"),
        ("sampler: list\nlist: [{training.seats: 5}]\nvary: {training.seats: {values: [0, 4]}}\n", "list.0.training.seats: 5 is not among the values of training.seats"),
        ("sampler: list\nlist: [{training.seat: 5}]\n", "no lever or parameter named 'training.seat'"),
        ("policy: [2014-01, 2014-12]\n", "no lever is varied and there are no arms: leave `policy` out"),
        ("vary: {county: {values: [nowhere.yaml]}}\n", "nowhere.yaml: no such file"),
        ("vary: {county: range}\n", "expected {values: [counties/a.yaml, …]}"),
        ("uncertain: {county: {values: [x.yaml]}}\n", "a county is chosen: write it under `vary`"),
        ("vary: {county: {values: [world.yaml, sub/../world.yaml]}}\n", "two counties would be named 'world', after their files"),
        ("prices: 2015\npoints: 2\nsplit: {money: 100, over: [training.seats]}\n", "expected two levers or more: one alone gets all of the money"),
        ("prices: 2015\npoints: 2\nsplit: {money: 100, over: [training.seats, training.seat]}\n", "no lever named 'training.seat'; did you mean 'training.seats'?"),
        ("prices: 2015\npoints: 2\nsplit: {money: 100, over: [training.seats, training.seats]}\n", "'training.seats' is named twice"),
        ("points: 2\nsplit: {money: 100, over: [training.seats, delivery.joint]}\n", "an amount (CNY) without `prices`"),
        ("prices: 2015\npoints: 2\nsplit: {money: 100, over: [training.seats, delivery.joint], at: {quality.brand: 4}}\n", "'quality.brand' is not among the levers of `over`"),
        ("prices: 2015\npoints: 2\nsplit: {money: 100, over: [training.seats, delivery.joint], at: {delivery.joint: 0}}\n", "a level of 0 spends nothing: leave the lever out"),
        ("prices: 2015\npoints: 2\nvary: {training.seats: range}\nsplit: {money: 100, over: [training.seats, delivery.joint]}\n", "is varied and part of the split at once"),
        ("prices: 2015\npoints: 2\nsampler: saltelli\nsplit: {money: 100, over: [training.seats, delivery.joint]}\nvary: {quality.standards: range}\n", "shares of one sum hang on one another, which saltelli cannot take"),
        ("draws: nowhere.csv\n", "nowhere.csv: no such file"),
        ("figures: [side_by_side]\n", "side_by_side needs `arms` to put side by side"),
        ("figures: [side_by_side]\narms: {a: {training.seats: 1}}\noutcomes: [gini]\n", "side_by_side needs what arms cost: write public_outlay under `outcomes`"),
        ("figures: [side_by_side]\narms: {a: {training.seats: 1}}\noutcomes: [public_outlay]\ntime_step: final\n", "side_by_side needs whole calendar years: write time_step: yearly"),
        ("figures: [takeoff]\ntime_step: monthly\n", "takeoff needs whole calendar years: write time_step: yearly"),
        ("figures: [who_gains]\nhouseholds: yearly\n", "who_gains needs `arms`, by which some gain"),
        ("figures: [who_gains]\narms: {a: {training.seats: 1}}\n", "who_gains needs the households of each year: write households: yearly"),
        ("figures: [robustness]\nuncertain: {channel.switching_cost: {values: [0.5, 0.6]}}\n", "robustness needs `arms` to choose between"),
        ("figures: [robustness]\narms: {a: {training.seats: 1}}\n", "robustness needs parameters under `uncertain`"),
        ("figures: [interaction]\nvary: {training.seats: {values: [0, 1]}}\n", "interaction needs two levers or parameters under `vary`"),
        ("figures: [dose_response]\n", "dose_response needs a lever or a parameter under `vary`"),
        ("time_step: final\nhorizon: {months: 11}\n", "the last twelve months of a horizon of 11: write monthly"),
        ("horizon: {start: 2014-02, months: 22}\n", "no whole calendar year lies between 2014-02 and 2015-11: write monthly"),
        ("horizon: {start: 2013-02}\n", "expected a month from 2014-01 to 2100-12, got 2013-02"),
        ("share_simulated: 0.5\n", "a village of "),
        ("points:\n", "points: is empty: give it a value, or leave it out"),
        ("arms: {a: {}}\n", "arms.a: expected levels as in {training.seats: 120}, or a policy entry, got nothing"),
        ("arms: {a: {training.seats: 1}, 3: {training.seats: 1}}\n", "expected a name, got `3`: write it in quotes"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_said(experiment_file: File, plain: str, text: str, said: str) -> None:
    found = _said(experiment_file(text=plain + text))
    assert len(found) == 1 and said in found[0]


def test_a_parameter_that_the_scenario_sets_is_not_varied_as_well(experiment_file: File, tmp_path: Path) -> None:
    fixed = "parameters: {learning.training_effect: 0.2}\n"
    expected = "is varied and fixed at once: the scenario World sets it to 0.2"
    assert _said(experiment_file(world=fixed)) == [f"10:13: uncertain.learning.training_effect: {expected}"]
    (tmp_path / "draws.csv").write_text("learning.training_effect\n0.1\n", encoding="utf-8")
    both = experiment_file(("sampler:", "draws: draws.csv\nsampler:"))
    assert _said(both) == ["13:8: draws: learning.training_effect is varied and drawn at once"]


def test_levels_that_come_to_more_than_a_lever_takes_are_refused_before_anything_runs(experiment_file: File) -> None:
    world = "policies: [{lever: delivery.parcel_subsidy_out, level: 7, start: 2014-07}]\nprices: 2015\n"
    assert _said(experiment_file(world=world)) == [
        "8:3: vary.delivery.parcel_subsidy_out: delivery.parcel_subsidy_out comes to 11 CNY/parcel of 2015 in 2014-07 together with "
        "policies.0; its range is 0 to 10"
    ]
    # Of a share of villages a village that two policies serve is served once.
    load_experiment(experiment_file(world="policies: [{lever: broadband.coverage, level: 0.9}]\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("learning.training_effects\n0.1\n", "1:1: learning.training_effects: no parameter named"),
        ("learning.training_effect\nmuch\n", "2:1: learning.training_effect: expected a number, got `much`"),
        ("learning.training_effect\n0.1\n-5\n", "3:1: learning.training_effect: expected a number from"),
        ("learning.training_effect\nnan\n", "2:1: learning.training_effect: expected a number, got `nan`"),
        ("learning.training_effect\n0.1,0.2\n", "2:1: expected 1 numbers, got 2"),
        ("learning.training_effect,learning.training_effect\n0.1,0.1\n", "1:1: learning.training_effect: is named twice"),
        ("learning.training_effect\n", " has no draws below its first row"),
        ("", " is empty"),
        ("accounting.seat_cost\n800\n", "1:1: accounting.seat_cost: an amount (CNY"),
    ],
)
def test_draws_that_cannot_be_read_are_said_at_their_line(experiment_file: File, plain: str, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "posterior.csv"
    file.write_text(text, encoding="utf-8")
    found = _said(experiment_file(text=plain + "draws: posterior.csv\n"))
    assert found[0].startswith(f"{file}:{said}")


def test_an_outcome_that_a_small_sample_does_not_show_is_refused(experiment_file: File) -> None:
    changes = ("scenario: world.yaml", f"scenario: {ROOT / 'scenarios' / 'xi.yaml'}"), ("sellers_share]", "taobao_villages_share]")
    expected = "17:36: outcomes.1: is reported where at least 0.2 of households are simulated, here it is 0.1"
    assert _said(experiment_file(*changes)) == [expected]
    assert load_experiment(experiment_file(*changes, ("seed: 11", "seed: 11\nshare_simulated: 0.2"))).outcomes[1] == "taobao_villages_share"


def test_everything_wrong_is_said_at_once_in_the_order_of_the_lines(experiment_file: File) -> None:
    said = _said(experiment_file(("[sales_online_household", "[sales"), ("broadband.coverage", "broadband"), ("to: 4", "to: 40")))
    assert [one.partition(":")[0] for one in said] == ["8", "9", "17"]


def test_nothing_is_written_by_reading(experiment_file: File, tmp_path: Path) -> None:
    file = experiment_file()
    before = sorted(one.name for one in tmp_path.iterdir())
    load_experiment(file)
    assert sorted(one.name for one in tmp_path.iterdir()) == before


# --------------------------------------------------------------------------------------------------------------- schema


def test_the_shipped_schema_is_what_the_declarations_say() -> None:
    shipped = (ROOT / "experiments" / "experiment.schema.json").read_text(encoding="utf-8")
    assert shipped == written(experiment_schema()), "made by sim.compute.design.experiment_schema"


def test_an_editor_knows_every_key_factor_outcome_and_figure() -> None:
    schema = experiment_schema()
    assert set(schema["properties"]) == {field.alias or name for name, field in ExperimentFile.model_fields.items()}
    quick = schema["$defs"]["QuickFile"]["properties"]
    assert set(quick) == {field.alias or name for name, field in QuickFile.model_fields.items()}
    chosen, uncertain = (set(schema["$defs"][name]["properties"]) for name in ("Chosen", "Uncertain"))
    assert chosen == {*(one.key for one in LEVERS), *PARAMETERS, "county"} and uncertain == set(PARAMETERS)
    assert schema["properties"]["outcomes"]["items"]["enum"] == [one.name for one in OUTCOMES]
    assert schema["properties"]["figures"]["items"]["enum"] == list(FIGURES)


def test_every_reference_of_the_schema_leads_somewhere_and_no_key_may_be_empty() -> None:
    schema = json.loads(written(experiment_schema()))

    def walk(one: Any) -> None:
        if isinstance(one, dict):
            assert one.get("type") != "null"
            if "$ref" in one:
                assert one["$ref"].removeprefix("#/$defs/") in schema["$defs"]
        for each in one.values() if isinstance(one, dict) else one if isinstance(one, list) else ():
            walk(each)

    walk(schema)
