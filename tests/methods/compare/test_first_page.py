"""The first page of a comparison: it fits a terminal, answers first, ranks arms of different sums, and says where nothing changes."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.files import InputError
from sim.files.study.loader import load_study
from sim.methods.compare.arms_table import CANNOT_BE_TOLD, NOTHING, RISES
from sim.methods.compare.closing_words import closing_words
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.no_effect import reasons_of_no_effect
from sim.methods.compare.phrases import PHRASES
from sim.methods.compare.result_tables import result_tables
from sim.present.screen.comparison import print_comparison
from sim.theory.levers import LEVERS, NUMBER

File = Callable[..., Path]
FULL_SPEED = ("draws: 4, replicates: 3", "draws: 6, replicates: 2")
MANY = ("differences:", "".join(f"  help_{number}: [{{lever: training.seats, level: {number}}}]\n" for number in range(1, 9)) + "differences:")


@pytest.fixture
def page(study_file: File, carried: Any, capsys: Any) -> Callable[..., str]:
    """The first page of a study carried out in the small county."""

    def printed(*changes: tuple[str, str], lang: str = "en", full: bool = False) -> str:
        study = load_study(study_file(*changes))
        estimates = Estimates(carried(study))
        tables = result_tables(estimates)
        capsys.readouterr()
        print_comparison(study, estimates, tables, closing_words(estimates, tables), "table", lang, full)
        return str(capsys.readouterr().out)

    return printed


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("changes", [(), (MANY,)], ids=["three arms", "eleven arms"])
def test_the_first_page_fits_80_columns_and_40_lines(page: Any, lang: str, changes: tuple[tuple[str, str], ...]) -> None:
    lines = page(*changes, lang=lang).splitlines()
    assert max(map(_columns, lines)) <= 80
    assert len(lines) <= 40


def test_the_first_page_has_the_question_a_sentence_an_arm_a_table_and_what_cannot_be_told(page: Any) -> None:
    said = " ".join(page().split())
    assert said.startswith("Small Does training pay?")
    assert "sites changes nothing at all." in said
    for arm in ("training", "mix"):
        assert f"{arm} raises it by " in said
    assert "Cannot be told from no policy, of 3 outcomes in 2018" in said and "95 % intervals, of the difference" in said


def test_all_tables_come_by_full_and_say_what_each_interval_is_of(page: Any) -> None:
    assert "probability best" not in page() and "poorest fifth" not in page()
    full = " ".join(page(full=True).split())
    assert "poorest fifth" in full
    for said in ("intervals are of the difference", "intervals are of the change", "intervals are of the share itself", "intervals are of the ratio"):
        assert said in full


def test_every_phrase_names_the_same_values_in_both_languages() -> None:
    import string

    for key, texts in PHRASES.items():
        named = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]
        assert named[0] == named[1], key
        assert texts[0].count("|") == texts[1].count("|"), key


def test_arms_of_different_sums_are_ranked_by_value_of_public_funds(study_file: File, carried: Any) -> None:
    file = study_file(("differences:", "  few: [{lever: training.seats, level: 3}]\ndifferences:"))
    estimates = Estimates(carried(load_study(file)))
    assert len(estimates.comparable()) > 1
    tables = result_tables(estimates)
    rows = {one["arm"]: one for one in tables[0].records()}
    placed = sorted((one for one in rows.values() if one["place"] is not None), key=lambda one: one["place"])
    assert [one["place"] for one in placed] == [1, 2, 3, 4] and placed[-1]["arm"] == "sites" and placed[-1]["mvpf"] == 0.0
    assert [one["mvpf"] for one in placed] == sorted((one["mvpf"] for one in placed), reverse=True)
    assert sum(one["highest"] for one in placed) == pytest.approx(1.0)
    text = next(one.text for one in closing_words(estimates, tables) if one.topic == "ranking")
    assert f"1. {placed[0]['arm']}" in text and "goes back to the treasury" in text


def test_an_arm_whose_differences_are_all_0_changes_nothing_and_is_never_undecided(study_file: File, carried: Any) -> None:
    estimates = Estimates(carried(load_study(study_file())))
    assert estimates.changes_nothing("sites") and not estimates.changes_nothing("training")
    rows = {one["arm"]: one["effect"] for one in result_tables(estimates)[0].records()}
    assert rows["sites"] == NOTHING and rows["training"] in (RISES, CANNOT_BE_TOLD)


def test_why_nothing_changes_is_said_in_both_languages(study_file: File, carried: Any) -> None:
    covered = ("differences:", "  coverage: {lever: broadband.coverage, level: 0.0001}\ndifferences:")
    study = load_study(study_file(covered))
    estimates = Estimates(carried(study))
    reasons = reasons_of_no_effect(estimates)
    assert set(reasons) == {"sites", "coverage"}
    words = closing_words(estimates, result_tables(estimates), reasons)
    said = next(one for one in words if one.text.startswith("coverage changes nothing at all: "))
    assert reasons["coverage"][0] in said.text and reasons["coverage"][1] in said.text_zh


def test_an_outcome_that_no_run_moves_is_not_among_those_that_cannot_be_told(study_file: File, carried: Any) -> None:
    study = load_study(study_file(("outcomes: [", "outcomes: [gini, ")))
    estimates = Estimates(carried(study))
    words = closing_words(estimates, result_tables(estimates))
    assert any(one.text.startswith("training against no policy, 2018, does not change at all: Gini") for one in words)
    assert not any("cannot be told" in one.text and "Gini" in one.text for one in words)


# ------------------------------------------------------------------------------------------------------------- left-over money

IDLE = [("training: {training.seats: 100%}", "training: {training.seats: 100%}\n  first: {market.village_sites: 60%, training.seats: 40%}"),
        ("money: {total: 96000}", "money: {total: 900000}")]  # fmt: skip


def _spent(study_file: File, carried: Any, *changes: tuple[str, str]) -> tuple[dict[str, float], Estimates]:
    estimates = Estimates(carried(load_study(study_file(*changes))))
    money = next(one for one in result_tables(estimates) if one.name == "money").records()
    return {one["lever"]: one["spent"] for one in money if one["arm"] == "first"}, estimates


@pytest.mark.parametrize("drawn", [True, False])
def test_what_a_lever_cannot_spend_goes_to_the_next_one_and_never_more_than_the_whole_sum(
    study_file: File, carried: Any, drawn: bool
) -> None:
    sure = [] if drawn else [("parameters: ranges, costs: ranges, draws: 4", "parameters: none, costs: none, draws: 1")]
    returned, _ = _spent(study_file, carried, *IDLE, *sure)
    passed, estimates = _spent(study_file, carried, *IDLE, *sure, ("arms:", "leftover: next\narms:"))
    assert returned["market.village_sites"] < 540000.0 - 1000.0, "the first lever must leave something"
    assert passed["training.seats"] > returned["training.seats"] + 1000.0
    for measures in estimates.runs.policies.values():
        assert sum(one.budget for one in measures["first"]) == pytest.approx(900000.0)
    assert passed["all"] <= 900000.0


def test_a_lever_that_spends_nothing_passes_on_all_but_a_fen(study_file: File) -> None:
    from sim.files.study.study import measures_at
    from sim.methods.compare.level_search import affordable_shares

    study = load_study(study_file(*IDLE))
    arm = next(one for one in study.arms if one.name == "first")

    def spending(measures: Any) -> np.ndarray:
        spent = np.zeros(len(LEVERS))
        for one in measures:
            spent[NUMBER[one.lever]] = 1000.0 * max(one.levels) if one.lever == "training.seats" else 0.0
        return spent

    found = affordable_shares(arm, study.first, study.last, study.scenario.months, spending, "next")
    assert [one.budget for one in found] == [pytest.approx(0.01), pytest.approx(900000.0 - 0.01)]
    levels, budgets = {one.lever: one.level for one in found}, {one.lever: one.budget for one in found}
    measures = measures_at(arm, levels, study.first, study.last, study.scenario.months, budgets=budgets)
    assert sum(one.budget for one in measures) == pytest.approx(900000.0)


def test_money_is_returned_unless_the_study_says_next(study_file: File) -> None:
    assert load_study(study_file()).leftover == "return"
    with pytest.raises(InputError, match="leftover"):
        load_study(study_file(("arms:", "leftover: later\narms:")))


def test_leftover_without_money_is_refused_at_its_place(study_file: File) -> None:
    text = "schema: 1\nname: S\nscenario: world.yaml\nleftover: next\nperiod: {policy: [2016-01, 2016-12], follow_until: 2017-12}\n" \
        "arms:\n  a: {lever: training.seats, level: 5}\n"  # fmt: skip
    with pytest.raises(InputError) as refused:
        load_study(study_file(text=text))
    assert "study.yaml:4" in refused.value.render() and "no money to be left" in refused.value.render()


def test_a_value_without_cost_ranks_above_any_other_where_there_is_a_benefit() -> None:
    from sim.methods.compare.arms_table import values_of_funds

    found = values_of_funds(np.array([2.0, 2.0, -1.0]), np.array([1.0, -1.0, -1.0]))
    assert found.tolist() == [2.0, float("inf"), float("-inf")]
