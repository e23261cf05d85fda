"""Public money of an arm: what was planned for it, what is left over, and the levels at which it was run."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.files.study.loader import load_study
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.public_money import levels, levels_by_draw, money
from sim.methods.compare.runs import Runs

File = Callable[..., Path]
CERTAIN = ("parameters: ranges, costs: ranges, draws: 4", "parameters: none, costs: none, draws: 1")
CAPPED_SEATS = "{lever: training.seats, level: 5, budget: 30000}"
OPEN_SEATS = "{lever: training.seats, level: 2}"
CAPPED_SITES = "{lever: market.village_sites, level: 0.5, budget: 500000}"
OPEN_SITES = "{lever: market.village_sites, level: 0.5}"


@pytest.fixture
def money_of(study_file: File, carried: Any) -> Callable[..., dict[str, dict[str, Any]]]:
    """Rows of the table of money, by lever, of an arm of these entries."""

    def rows(*entries: str) -> dict[str, dict[str, Any]]:
        arm = ("differences:", f"  help: [{', '.join(entries)}]\ndifferences:")
        estimates = Estimates(carried(load_study(study_file(CERTAIN, arm))))
        return {one["lever"]: one for one in money(estimates).records() if one["arm"] == "help"}

    return rows


def test_an_arm_all_of_whose_entries_have_a_budget_is_planned(money_of: Any) -> None:
    rows = money_of(CAPPED_SEATS, CAPPED_SITES)
    assert rows["all"]["planned"] == pytest.approx(rows["training.seats"]["planned"] + rows["market.village_sites"]["planned"], rel=1e-12)
    assert rows["all"]["planned"] == pytest.approx(530000.0, rel=1e-12)
    assert rows["market.village_sites"]["unspent"] > 0.0
    assert rows["all"]["unspent"] == math.fsum(rows[lever]["unspent"] for lever in ("training.seats", "market.village_sites"))


def test_a_lever_with_an_entry_without_a_budget_has_no_plan(money_of: Any) -> None:
    rows = money_of(CAPPED_SEATS, OPEN_SEATS)
    for lever in ("training.seats", "all"):
        assert rows[lever]["spent"] > 0.0
        assert rows[lever]["planned"] is None and rows[lever]["unspent"] is None


def test_what_is_unspent_of_one_lever_is_not_taken_up_by_an_unplanned_one(money_of: Any) -> None:
    rows = money_of(CAPPED_SITES, OPEN_SEATS)
    assert rows["market.village_sites"]["planned"] == 500000.0 and rows["training.seats"]["planned"] is None
    assert rows["training.seats"]["spent"] > 0.0 and rows["training.seats"]["unspent"] is None
    assert rows["all"]["planned"] is None
    left = rows["market.village_sites"]["unspent"]
    assert rows["all"]["unspent"] == left == pytest.approx(500000.0 - rows["market.village_sites"]["spent"], rel=1e-12)
    assert rows["all"]["spent"] == pytest.approx(rows["market.village_sites"]["spent"] + rows["training.seats"]["spent"], rel=1e-12)


def test_an_arm_without_any_budget_has_nothing_planned_or_unspent(money_of: Any) -> None:
    assert {(one["planned"], one["unspent"]) for one in money_of(OPEN_SITES, OPEN_SEATS).values()} == {(None, None)}


def test_the_levels_of_every_draw_are_those_that_were_run(study_file: File, county: Any, carried: Any) -> None:
    study = load_study(study_file())
    run_at: set[tuple[str, float, float | None]] = set()

    def watched(scenario: Any, seed: int) -> Any:
        run_at.update((one.lever, one.levels[study.first], one.budget) for one in scenario.measures if one.budget is not None)
        return county(scenario, seed)

    estimates = Estimates(carried(study, watched))
    rows = levels_by_draw(estimates).records()
    assert {(one["lever"], one["level"], one["budget"]) for one in rows} == run_at
    places = {(one["draw"], one["default_costs"], one["arm"], one["lever"]) for one in rows}
    assert len(rows) == len(places) == 4 * 2 * 4, "four draws at both costs, four shares of money in three arms"
    seats = {one["level"] for one in rows if (one["arm"], one["lever"]) == ("training", "training.seats")}
    pilot = next(one["level"] for one in levels(estimates).records() if one["arm"] == "training")
    assert len(seats) > 1 and seats != {pilot}, "where seats are dear the same money buys fewer of them"


def test_where_nothing_is_drawn_the_levels_run_are_those_of_the_pilot(study_file: File, carried: Any) -> None:
    estimates = Estimates(carried(load_study(study_file(CERTAIN))))
    at = {(one["arm"], one["lever"]): (one["level"], one["budget"]) for one in levels(estimates).records()}
    rows = levels_by_draw(estimates).records()
    assert {(one["arm"], one["lever"]): (one["level"], one["budget"]) for one in rows} == at
    assert {(one["draw"], one["default_costs"]) for one in rows} == {(0, False)}


def test_a_draw_whose_levels_could_not_be_tried_out_has_none(study_file: File, carried: Any) -> None:
    runs: Runs = carried(load_study(study_file()))
    runs.policies = {**runs.policies, (2, True): "no such county"}
    rows = levels_by_draw(Estimates(runs)).records()
    assert {(one["draw"], one["default_costs"]) for one in rows} == set(runs.policies) - {(2, True)}
