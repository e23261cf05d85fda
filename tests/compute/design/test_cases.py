"""Cases: their numbers, seeds, scenarios and keys, and the design as plain data."""

import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.compute.design import Design, Experiment, load_experiment
from sim.compute.design.keys import constant_said, measure_said, measures_said, sources_digest
from sim.files import InputError, Measure, Scenario, load_scenario

ROOT = Path(__file__).parents[3]
File = Callable[..., Path]


@pytest.fixture
def design(experiment_file: File) -> Design:
    return Design.of(load_experiment(experiment_file()))


# ------------------------------------------------------------------------------------------------------------- numbers


def test_cases_are_points_times_arms_times_replicates_numbered_with_replicates_fastest(design: Design) -> None:
    assert (design.points, design.arms, design.replicates, design.cases) == (8, ("none", "training"), 2, 32)
    for number in range(32):
        case = design.case(number)
        assert number == (case.point * 2 + design.arms.index(case.arm)) * 2 + case.replicate
        assert (case.number, case.seed) == (number, 11 + case.replicate)
        assert design.scenario(number)[1] == case.seed


def test_a_replicate_has_one_seed_at_every_point_and_in_every_arm(design: Design) -> None:
    cases = [design.case(number) for number in range(design.cases)]
    assert {(one.replicate, one.seed) for one in cases} == {(0, 11), (1, 12)}


@pytest.mark.parametrize("number", [-1, 32])
def test_a_number_that_no_case_has_is_refused(design: Design, number: int) -> None:
    for ask in (design.case, design.scenario):
        with pytest.raises(IndexError, match="numbered from 0 to 31"):
            ask(number)


# ----------------------------------------------------------------------------------------------------------- scenarios


def test_a_case_is_the_scenario_that_its_values_say_written_out_in_full(design: Design) -> None:
    world = design.experiment.scenario
    for number in range(design.cases):
        case, (scenario, _) = design.case(number), design.scenario(number)
        levers = {key: case.values[key] for key in ("delivery.parcel_subsidy_out", "broadband.coverage")}
        doses = {**({"training.seats": 20.0} if case.arm == "training" else {}), **levers}
        measures = tuple(
            Measure(policy="x", lever=lever, levels=(0.0,) * 5 + (float(level),) * 19 + (0.0,) * 12) for lever, level in doses.items()
        )
        effect = {"learning.training_effect": float(case.values["learning.training_effect"])}
        # Built with every check, which a case leaves out.
        whole = Scenario(**{**{name: getattr(world, name) for name in Scenario.model_fields}, "measures": measures, "parameters": effect})
        plain, expected = scenario.resolved(), whole.resolved()
        for one in (*plain["measures"], *expected["measures"]):
            one.pop("policy")
        assert plain == expected


def test_a_case_at_the_top_of_every_range_passes_every_check_of_a_scenario(experiment_file: File) -> None:
    changes = ("sampler: sobol\npoints: 8", "sampler: grid\npoints: 2"), ("{values: [0.6, 0.8, 1.0]}", "range")
    design = Design.of(load_experiment(experiment_file(*changes)))
    for number in range(design.cases):
        scenario, _ = design.scenario(number)
        Scenario(**{name: getattr(scenario, name) for name in Scenario.model_fields})


def test_a_dose_of_nothing_is_the_case_without_the_lever(experiment_file: File, plain: str) -> None:
    design = Design.of(load_experiment(experiment_file(text=plain + "vary: {training.seats: {values: [0, 5]}}\n")))
    alone = Design.of(load_experiment(experiment_file(text=plain)))
    assert design.scenario(0)[0] == alone.scenario(0)[0] == alone.experiment.scenario
    assert design.case(0).key == alone.case(0).key != design.case(1).key


# ---------------------------------------------------------------------------------------------------------------- keys


def test_keys_come_in_the_order_of_the_cases_and_no_two_of_different_cases_are_alike(design: Design) -> None:
    keys = list(design.keys())
    assert keys == [design.case(number).key for number in range(design.cases)]
    assert len(set(keys)) == 32 and all(len(key) == 32 and int(key, 16) >= 0 for key in keys)


def test_a_key_does_not_hang_on_where_a_number_comes_from(experiment_file: File, plain: str) -> None:
    """The same case as a factor, as an arm, as the scenario's own policy and parameter, and in a list."""
    def keys(text: str, world: str = "") -> list[str]:
        return list(Design.of(load_experiment(experiment_file(text=plain + text, world=world))).keys())

    effect = "learning.training_effect: 0.2"
    factors = keys("vary: {training.seats: {values: [5]}}\nuncertain: {learning.training_effect: {values: [0.2]}}\n")
    arm = keys("arms: {seats: {training.seats: 5}}\nuncertain: {learning.training_effect: {values: [0.2]}}\n")
    own = keys("", f"policies: [{{lever: training.seats, level: 5}}]\nparameters: {{{effect}}}\n")
    listed = keys(f"sampler: list\nlist: [{{{effect}, training.seats: 5}}]\n")
    assert factors == own == listed == arm[1:]
    assert arm[0] != arm[1]


def test_a_parameter_at_its_default_is_as_good_as_not_named(experiment_file: File, plain: str) -> None:
    from sim.theory.parameters import PARAMETERS

    default = PARAMETERS["learning.training_effect"].default
    named = experiment_file(text=plain + f"uncertain: {{learning.training_effect: {{values: [{default}, 0.11]}}}}\n")
    keys = list(Design.of(load_experiment(named)).keys())
    assert Design.of(load_experiment(experiment_file(text=plain))).case(0).key == keys[0] != keys[1]


@pytest.mark.parametrize(
    "change",
    [
        ("seed: 11", "seed: 12"),
        ("to: 4", "to: 3"),
        ("[0.6, 0.8, 1.0]", "[0.5, 0.7, 0.9]"),
        ("training_effect: range", "training_effect: {from: 0.06, to: 0.4}"),
        ("policy: [2014-06", "policy: [2014-07"),
        ("policy:", "horizon: {months: 48}\npolicy:"),
        ("policy:", "share_simulated: 0.9\npolicy:"),
    ],
)
def test_every_key_and_the_digest_change_with_what_changes_the_case(experiment_file: File, change: tuple[str, str]) -> None:
    before, after = (Design.of(load_experiment(experiment_file(*changes))) for changes in ((), (change,)))
    # Replicate 1 of the first is replicate 0 of the second where only the seed moved; a dose of nothing has no month.
    same = set(before.keys()) & set(after.keys())
    assert len(same) == (16 if change[0] == "seed: 11" and np.array_equal(before.levels, after.levels) else 0)
    assert before.digest != after.digest


@pytest.mark.parametrize(
    "change",
    [
        ("name: delivery-and-training", "name: another"),
        ("question: Does training", "question: Does schooling"),
        ("figures: [dose_response]", "figures: [interaction]"),
        ("prices: 2015\n", "prices: 2015\nquick: {points: 4}\n"),
        ("  training: {training.seats", "  training: {'training.seats'"),
    ],
)
def test_names_questions_and_figures_change_neither_keys_nor_digest(experiment_file: File, change: tuple[str, str]) -> None:
    before, after = (Design.of(load_experiment(experiment_file(*changes))) for changes in ((), (change,)))
    assert list(before.keys()) == list(after.keys()) and before.digest == after.digest


@pytest.mark.parametrize(
    "change",
    [
        ("sellers_share]", "gini]"),
        ("[sales_online_household, sellers_share]", "[sellers_share, sales_online_household]"),
        ("time_step: yearly", "time_step: final"),
        ("time_step: yearly", "time_step: yearly\nhouseholds: yearly"),
        ("  training: {", "  seats: {"),
    ],
)
def test_what_is_kept_of_a_case_changes_the_digest_and_no_key(experiment_file: File, change: tuple[str, str]) -> None:
    before, after = (Design.of(load_experiment(experiment_file(*changes))) for changes in ((), (change,)))
    assert list(before.keys()) == list(after.keys()) and before.digest != after.digest


def test_a_parameter_that_the_scenario_sets_changes_keys_and_digest(experiment_file: File) -> None:
    before = Design.of(load_experiment(experiment_file()))
    after = Design.of(load_experiment(experiment_file(world="parameters: {channel.switching_cost: 0.61}\n")))
    assert not set(before.keys()) & set(after.keys()) and before.digest != after.digest


def test_a_budget_and_a_target_are_part_of_the_key(experiment_file: File, plain: str) -> None:
    entry = "{lever: training.seats, level: 5%s}"
    kinds = ("", ", budget: 90000", ", budget: 90001", ", target: {households: poor}", ", target: {villages: {farther_than_km: 15}}")
    arms = ", ".join(f"a{number}: {entry % kind}" for number, kind in enumerate(kinds))
    design = Design.of(load_experiment(experiment_file(text=plain + f"prices: 2015\narms: {{{arms}}}\n")))
    assert len(set(design.keys())) == 6


def test_another_text_of_the_model_or_its_evidence_makes_other_keys(design: Design, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(design, sources="0" * 64)
    assert not set(design.keys()) & set(other.keys()) and design.digest != other.digest


def test_the_digest_of_sources_holds_the_model_and_the_evidence_and_no_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sim.numeric.jit

    copy = tmp_path / "sim"
    shutil.copytree(ROOT / "sim", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(sim.numeric.jit, "PACKAGE", copy)
    monkeypatch.setattr(sim.compute.design.keys, "files", lambda _: copy / "theory" / "evidence")

    def digest() -> str:
        sim.numeric.jit.source_digest.cache_clear()
        sources_digest.cache_clear()
        return sources_digest()

    try:
        before = digest()
        for name in ("present/figures/trajectory.py", "cli/run.py", "compute/design/points.py", "theory/evidence/programmes.md"):
            with (copy / name).open("a", encoding="utf-8") as file:
                file.write("# another colour\n")
            assert digest() == before, name
        for name in ("theory/rules/market.py", "theory/parameters/channel.py", "theory/levers.py", "theory/evidence/national_series.csv", "theory/evidence/micro.csv"):
            with (copy / name).open("a", encoding="utf-8") as file:
                file.write("# another rule\n")
            assert digest() != before, name
            before = digest()
        for name in ("theory/rules/market.py", "theory/evidence/micro.csv"):
            lines = (copy / name).read_bytes().replace(b"\r\n", b"\n")
            for ends in (b"\n", b"\r\n"):
                (copy / name).write_bytes(lines.replace(b"\n", ends))
                assert digest() == before, name
    finally:
        monkeypatch.undo()
        digest()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_constant_level_is_said_as_any_other_timeline_of_the_same_levels(data: st.DataObject) -> None:
    months = data.draw(st.integers(1, 40))
    first = data.draw(st.integers(0, months - 1))
    last = data.draw(st.integers(first, months - 1))
    level = data.draw(st.floats(0.001, 10000.0))
    levels = (0.0,) * first + (level,) * (last - first + 1) + (0.0,) * (months - last - 1)
    assert constant_said("training.seats", level, first, last, months, None, "all") == measure_said("training.seats", levels, None, "all")


def test_two_timelines_are_said_alike_only_where_every_month_is() -> None:
    def said(*levels: float) -> bytes:
        return measures_said([Measure(policy="x", lever="training.seats", levels=levels)])

    lines = [said(*levels) for levels in ((0, 1, 1), (0, 1, 2), (0, 0, 1), (1, 1, 1), (1, 0, 1), (0, 1, 0))]
    assert len(set(lines)) == 6 and said(0.0, 1.0) == said(0, 1)


# ---------------------------------------------------------------------------------------------------------- plain data


@pytest.mark.parametrize("kind", ["file", "split", "list", "draws", "county"])
def test_plain_data_give_the_same_design_and_read_no_file(experiment_file: File, plain: str, tmp_path: Path, kind: str) -> None:
    (tmp_path / "draws.csv").write_text("learning.training_effect\n0.1\n0.2\n", encoding="utf-8")
    world = (
        "prices: 2015\nparameters: {channel.switching_cost: 0.61}\n"
        "policies: [{lever: training.seats, level: 3, budget: 90000, target: {households: poor}}]\n"
        "shocks: [{event: weather, start: 2015-03, size: 0.2}]\n"
    )
    texts = {
        "split": "prices: 2015\npoints: 3\nsplit: {money: 90000, over: [delivery.joint, market.village_sites]}\n",
        "list": "sampler: list\nlist: [{delivery.joint: 0.1}, {delivery.joint: 0.2}]\nhouseholds: yearly\n",
        "draws": "draws: draws.csv\narms: {a: {use: help.yaml}}\n",
        "county": f"vary: {{county: {{values: [world.yaml, {ROOT / 'scenarios' / 'counties' / 'xi.yaml'}]}}}}\n",
    }
    (tmp_path / "help.yaml").write_text(
        "schema: 1\nname: Help\nstands_for: x\nsource: x\npolicies: [{lever: training.seats, level: 5, start: 2014-10, end: 2015-06}]\n",
        encoding="utf-8",
    )
    late = "horizon: {start: 2014-03, months: 36}\n"
    file = experiment_file() if kind == "file" else experiment_file(text=plain + late + texts[kind], world=world)
    design = Design.of(load_experiment(file))
    text = json.dumps(design.to_json())
    shutil.rmtree(tmp_path)
    again = Design.from_json(json.loads(text))
    assert list(again.keys()) == list(design.keys()) and again.digest == design.digest
    assert again.to_json() == design.to_json() and again.case(design.cases - 1) == design.case(design.cases - 1)
    for number in (0, design.cases - 1):
        assert again.scenario(number)[0].resolved() == design.scenario(number)[0].resolved()


def test_plain_data_that_make_other_cases_are_refused(design: Design) -> None:
    said = json.loads(json.dumps(design.to_json()))
    said["experiment"]["seed"] = 12
    with pytest.raises(ValueError, match="other cases come out of this design"):
        Design.from_json(said)
    with pytest.raises(ValueError, match="a design of form 99, this version reads 1"):
        Design.from_json({**design.to_json(), "form": 99})


@pytest.mark.parametrize(
    ("key", "value"),
    [("worlds", []), ("factors", [{"key": "x"}]), ("arms", 3), ("replicates", "2"), ("points", 2**40), ("split", {"sum": 3}), ("sampler", "x")],
)
def test_damaged_data_are_no_design(design: Design, key: str, value: Any) -> None:
    said = json.loads(json.dumps(design.to_json()))
    said["experiment"][key] = value
    with pytest.raises(ValueError):
        Design.from_json(said)
    del said["experiment"][key]
    with pytest.raises(ValueError, match=f"no design: '{key}' is missing"):
        Design.from_json(said)


def test_a_design_of_another_version_of_the_model_gives_the_keys_of_this_one(design: Design) -> None:
    said = {**json.loads(json.dumps(design.to_json())), "sources": "0" * 64, "digest": "0" * 64}
    assert list(Design.from_json(said).keys()) == list(design.keys())


def test_a_design_may_be_sent_to_another_process(design: Design) -> None:
    list(design.keys())
    again = pickle.loads(pickle.dumps(design))
    assert list(again.keys()) == list(design.keys()) and again.digest == design.digest


def test_the_table_of_cases_says_what_each_case_is(design: Design) -> None:
    shards = np.arange(32) // 5
    table = design.table(shards)
    assert table.column_names == [
        *("number", "key", "shard", "point", "arm", "replicate", "seed"),
        *("delivery.parcel_subsidy_out", "broadband.coverage", "learning.training_effect"),
    ]
    for row, shard in zip(table.to_pylist(), shards, strict=True):
        case = design.case(row["number"])
        values = {key: row[key] for key in case.values}
        assert values == case.values and row["shard"] == shard
        assert (row["key"], row["point"], row["arm"], row["replicate"], row["seed"]) == (case.key, case.point, case.arm, case.replicate, case.seed)
    with pytest.raises(ValueError, match="3 shards for 32 cases"):
        design.table([0, 0, 0])


def test_the_points_of_saltelli_and_morris_stand_for_the_levels_of_their_rows(experiment_file: File) -> None:
    for sampler, rows in (("saltelli", 8 * 5), ("morris", 8 * 4)):
        design = Design.of(load_experiment(experiment_file(("sampler: sobol", f"sampler: {sampler}"))))
        assert design.points == rows and design.coordinates is not None and design.coordinates.shape == (rows, 3)
        for column, factor in enumerate(design.factors):
            assert np.array_equal(design.levels[:, column], factor.levels(design.coordinates[:, column]))


# -------------------------------------------------------------------------------------------------------------- Python


def test_python_says_the_same_as_a_file(experiment_file: File, tmp_path: Path) -> None:
    file = experiment_file()
    said: dict[str, Any] = {
        "vary": {"delivery.parcel_subsidy_out": (0, 4), "broadband.coverage": np.array([0.6, 0.8, 1.0])},
        "uncertain": {"learning.training_effect": "range"},
        "arms": {"training": {"training.seats": np.float64(20)}},
        "sampler": "sobol", "points": np.int64(8), "replicates": 2, "seed": 11, "prices": 2015, "policy": ("2014-06", "2015-12"),
        "outcomes": ["sales_online_household", "sellers_share"],
    }  # fmt: skip
    design = Design.of(load_experiment(file))
    for scenario in (tmp_path / "world.yaml", str(tmp_path / "world.yaml"), load_scenario(tmp_path / "world.yaml")):
        again = Design.of(Experiment.of(scenario, **said))
        assert list(again.keys()) == list(design.keys()) and again.digest == design.digest


def test_python_takes_objects_where_a_file_has_names() -> None:
    hamlet = load_scenario(ROOT / "scenarios" / "hamlet.yaml")
    seats = Measure(policy="seats", lever="training.seats", levels=(5.0,) * 132)
    design = Design.of(
        Experiment.of(
            hamlet,
            vary={"county": [hamlet.county, ROOT / "scenarios" / "xi.yaml"]},
            arms={"one": seats, "two": [seats, seats], "file": {"use": str(ROOT / "scenarios" / "policies" / "village_sites.yaml")}},
            draws=[{"learning.training_effect": 0.1}, {"learning.training_effect": 0.2}],
        )
    )
    assert [one.label for one in design.experiment.worlds] == ["Hamlet", "xi"] and design.cases == 2 * 2 * 4
    assert [len(one.measures) for one in design.experiment.arms][:3] == [0, 1, 2]
    assert Design.from_json(json.loads(json.dumps(design.to_json()))).digest == design.digest


def test_python_hears_the_same_problems_at_the_same_keys() -> None:
    with pytest.raises(InputError) as wrong:
        Experiment.of(
            ROOT / "scenarios" / "hamlet.yaml", name="a/b", vary={"training.seat": (0, 5), "delivery.joint": (1, 1)},
            sampler="sobol", points=8, outcomes=["gino"],
        )  # fmt: skip
    assert [one.headline() for one in wrong.value.problems] == [
        "experiment: name: the folder of the results is named by it, so it cannot have `/` in it",
        "experiment: outcomes.0: no outcome named 'gino'; did you mean 'gini'?",
        "experiment: vary.training.seat: no lever or parameter named 'training.seat'; did you mean 'training.seats'?",
        "experiment: vary.delivery.joint.to: the range is empty: from and to are both 1",
    ]
