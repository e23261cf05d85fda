"""The experiments that ship: whole, small enough for a quick look, and with a question and an expectation in words."""

from pathlib import Path

import pytest

from sim.compute.design import Design, load_experiment

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(one.parent.name for one in (ROOT / "experiments").glob("*/experiment.yaml"))
SECONDS_A_HOUSEHOLD_MONTH, SECONDS_A_CASE = 150e-9, 0.015
"""What the model is allowed to take."""


def test_each_of_the_six_questions_has_its_experiment():
    assert set(SHIPPED) >= {"take_off", "levers_alone", "three_together", "who_gains", "twenty_programmes", "what_matters"}


@pytest.mark.parametrize("name", SHIPPED)
def test_an_experiment_says_its_question_and_what_was_expected(name):
    page = (ROOT / "experiments" / name / "README.md").read_text(encoding="utf-8")
    for heading in ("**Question.**", "**What is run.**", "**Expectation, written before the runs.**", f"ruralsim reproduce {name}"):
        assert heading in page, heading
    assert load_experiment(ROOT / "experiments" / name / "experiment.yaml").name == name, "results are named as the folder is"


def work(design: Design) -> float:
    """Core-seconds of a design."""
    scenario = design.experiment.scenario
    geography = scenario.county.geography
    households = geography.villages * geography.households_per_village * scenario.share_simulated
    return design.cases * (SECONDS_A_CASE + households * scenario.months * SECONDS_A_HOUSEHOLD_MONTH)


def test_all_quick_designs_together_take_less_than_six_minutes_on_two_cores():
    quick = [Design.of(load_experiment(ROOT / "experiments" / name / "experiment.yaml", quick=True)) for name in SHIPPED]
    assert sum(map(work, quick)) / 2 < 360
    for one in quick:
        assert one.replicates > 1, f"{one.experiment.name}: with one seed no figure has an interval"


def test_every_lever_is_tried_alone_and_every_programme_beside_the_others():
    from sim.theory.levers import LEVERS

    alone = load_experiment(ROOT / "experiments" / "levers_alone" / "experiment.yaml")
    assert {one.key for one in alone.factors} == {one.key for one in LEVERS}
    assert all(sum(level != 0.0 for level in row) <= 1 for row in alone.rows)
    beside = load_experiment(ROOT / "experiments" / "twenty_programmes" / "experiment.yaml")
    files = {one.stem.replace("_", " ") for one in (ROOT / "scenarios" / "policies").glob("*.yaml")}
    assert {one.name for one in beside.arms} == {"none", *files} and len(files) == 20
