"""A comparison carried out in a county that is known by heart: pairs, money, draws, failures, and what is told of them."""

import math
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.files.policy_arms import NONE
from sim.files.study.examination import Indicator
from sim.files.study.loader import load_study
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.examination import ANYHOW, MISSED, NO_TARGET, REACHED, score_indicator
from sim.methods.compare.level_search import level_for
from sim.methods.compare.null_tests import exact_nulls
from sim.methods.compare.paired_runs import run_pairs
from sim.methods.compare.parameter_draws import drawn_parameters, draws_of, is_cost
from sim.methods.compare.precision import luck_half_width, replicates_wanted
from sim.methods.compare.quantities import ALL
from sim.methods.compare.result_tables import result_tables
from sim.methods.compare.runs import runs_planned
from sim.methods.statistics.means import Interval
from sim.theory.levers import NUMBER
from sim.theory.parameters import PARAMETERS

File = Callable[..., Path]
CERTAIN = ("parameters: ranges, costs: ranges, draws: 4", "parameters: none, costs: none, draws: 1")


def _records(estimates: Estimates, name: str) -> list[dict[str, Any]]:
    return next(table for table in result_tables(estimates) if table.name == name).records()


# ---------------------------------------------------------------------------------------------------------------- levels


@pytest.mark.parametrize("price", [12.0, 250.0, 4.0e5])
def test_the_level_spends_its_budget_and_at_most_a_hundredth_more(price: float) -> None:
    found = level_for("training.seats", 96000.0, lambda level: price * level)
    assert 96000.0 <= found.spent <= 1.01 * 96000.0 and not found.top
    assert found.spent == price * found.level


def test_where_the_money_reaches_the_level_is_the_top_of_the_range() -> None:
    found = level_for("delivery.stations", 1000.0, lambda level: 900.0 * level)
    assert (found.level, found.spent, found.top) == (1.0, 900.0, True)


def test_a_lumpy_lever_stands_just_above_its_budget_so_that_the_budget_ends_it() -> None:
    found = level_for("delivery.stations", 1000.0, lambda level: 400.0 * math.floor(6 * level + 1e-9))
    assert found.spent == 1200.0
    assert found.level == pytest.approx(0.5, abs=2e-6)


def test_a_lever_that_costs_nothing_is_set_to_its_top_and_says_so() -> None:
    assert level_for("training.quality", 1000.0, lambda level: 0.0).top


def test_the_levers_of_a_mix_are_settled_again_with_all_of_them_in_force(study_file: File, county: Any) -> None:
    from sim.methods.compare.level_search import affordable_shares

    study = load_study(study_file())
    asked: list[dict[str, float]] = []

    def spending(measures: Any) -> np.ndarray:
        levels = {one.lever: one.levels[study.first] for one in measures}
        asked.append(levels)
        money = np.zeros(len(NUMBER))
        money[NUMBER["market.village_sites"]] = 60000.0 * levels.get("market.village_sites", 0.0)
        # Seats cost more where there are sites.
        money[NUMBER["training.seats"]] = levels.get("training.seats", 0.0) * (800.0 + 800.0 * levels.get("market.village_sites", 0.0))
        return money

    found = {one.lever: one for one in affordable_shares(study.arms[2], study.first, study.last, study.scenario.months, spending)}
    assert 72000.0 <= found["training.seats"].spent <= 72720.0
    assert 24000.0 <= found["market.village_sites"].spent <= 24240.0
    assert any(len(levels) == 2 for levels in asked)


# ----------------------------------------------------------------------------------------------------------------- cases


def test_every_arm_of_a_pair_has_its_seed_and_every_pair_its_own(study_file: File, county: Any, carried: Any) -> None:
    study = load_study(study_file())
    seeds: dict[int, list[Any]] = {}

    def watched(scenario: Any, seed: int) -> Any:
        seeds.setdefault(seed, []).append(tuple(sorted(scenario.parameters.items())))
        return county(scenario, seed)

    runs = run_pairs(study, watched, 100, 3, {arm.name: _levels(arm) for arm in study.arms}, threads=1)
    assert sorted(seeds) == list(range(100, 112))
    # Each seed: none and three arms at drawn costs; the first replicate of each draw again at default costs. On the pilot's seed,
    # the first, each money arm is tried out in every draw, at both costs, to see what its money buys there.
    assert [len(seeds[seed]) for seed in sorted(seeds)] == [8 + 3 * 4 * 2] + [8] * 3 + [4] * 8
    assert sum(map(len, seeds.values())) == runs_planned(study, 3)
    for parameters in list(seeds.values())[4:]:
        assert len(set(parameters)) == 1
    assert all(set(pair.kept) == {NONE, "training", "sites", "mix"} for pair in runs.pairs.values())


def _levels(arm: Any) -> Any:
    from sim.methods.compare.level_search import Level

    return tuple(Level(one.lever, 0.5 if "sites" in one.lever else 10.0, one.budget, False) for one in arm.shares)


def test_threads_do_not_change_a_number(study_file: File, carried: Any) -> None:
    study = load_study(study_file())
    tables = [result_tables(Estimates(carried(study, threads=threads))) for threads in (1, 4)]
    assert tables[0] == tables[1]


def test_no_more_than_two_runs_a_thread_are_held_at_a_time(study_file: File, county: Any) -> None:
    study = load_study(study_file())
    alive: weakref.WeakSet[Any] = weakref.WeakSet()
    most = 0

    def watched(scenario: Any, seed: int) -> Any:
        nonlocal most
        run = county(scenario, seed)
        run.panel = run.panel.view(_Traced)
        alive.add(run.panel)
        most = max(most, len(alive))
        return run

    run_pairs(study, watched, 1, 3, {arm.name: _levels(arm) for arm in study.arms}, threads=1)
    # The run without a policy, the arm before it (about to be let go), and the one just made.
    assert most <= 3


class _Traced(np.ndarray):
    """A panel that can be watched."""

    __hash__ = object.__hash__  # type: ignore[assignment]

    def __eq__(self, other: object) -> Any:
        return self is other


def test_further_replicates_leave_those_before_as_they_were(study_file: File, county: Any, carried: Any) -> None:
    study = load_study(study_file())
    runs = carried(study)
    more = run_pairs(study, county, 1, 5, runs.levels, before=runs)
    whole = run_pairs(study, county, 1, 5, runs.levels)
    assert all(more.pairs[key] is pair for key, pair in runs.pairs.items())
    assert result_tables(Estimates(more)) == result_tables(Estimates(whole))


def test_a_run_that_fails_is_reported_and_its_draw_is_left_out_of_every_arm(study_file: File, county: Any, carried: Any) -> None:
    study = load_study(study_file())

    def failing(scenario: Any, seed: int) -> Any:
        if seed == 7 and any(one.lever == "training.seats" for one in scenario.measures):
            raise ValueError("a village\nwithout households")
        return county(scenario, seed)

    levels = {arm.name: _levels(arm) for arm in study.arms}
    runs = run_pairs(study, failing, 1, 3, levels)
    # Seed 7 is the second replicate of the third draw: 1 + 1 x 4 + 2.
    assert [(one.arm, one.draw, one.replicate, one.error) for one in runs.failures] == [
        ("training", 2, 1, "a village without households"),
        ("mix", 2, 1, "a village without households"),
    ]
    assert runs.complete() == ([0, 1, 3], [0, 1, 2])
    estimates = Estimates(runs)
    states = {(one["arm"], one["draw"], one["replicate"]): one["state"] for one in _records(estimates, "cases") if not one["default_costs"]}
    assert states["training", 2, 1] == "failed" and states["sites", 2, 0] == "left out" and states["sites", 1, 0] == "used"


def test_where_every_run_fails_there_is_nothing_to_compare(study_file: File) -> None:
    study = load_study(study_file())

    def failing(scenario: Any, seed: int) -> Any:
        raise ValueError("no county")

    with pytest.raises(RuntimeError, match="every run failed; the first said: no county"):
        run_pairs(study, failing, 1, 1, {arm.name: _levels(arm) for arm in study.arms})


def test_an_interruption_ends_the_study(study_file: File, county: Any) -> None:
    study = load_study(study_file())

    def interrupted(scenario: Any, seed: int) -> Any:
        if seed == 5:
            raise KeyboardInterrupt
        return county(scenario, seed)

    with pytest.raises(KeyboardInterrupt):
        run_pairs(study, interrupted, 1, 3, {arm.name: _levels(arm) for arm in study.arms})


# ----------------------------------------------------------------------------------------------------------------- draws


def test_each_range_is_met_once_in_each_stratum(study_file: File) -> None:
    study = load_study(study_file(("draws: 4", "draws: 10")))
    draws = draws_of(study.scenario, study.uncertainty, 3)
    drawn = {one.key for costs in (False, True) for one in drawn_parameters(study.scenario, costs)}
    for key in drawn:
        one = PARAMETERS[key]
        values = np.array([(draw.costs if is_cost(key) else draw.parameters)[key] for draw in draws])
        strata = np.floor((values - one.low) / (one.high - one.low) * 10).clip(max=9)
        assert sorted(strata) == list(range(10)), key
    assert {PARAMETERS[key].role for key in drawn} == {"behaviour", "technology", "price", "institution"}
    assert "accounting.seat_cost" in draws[0].costs and "accounting.seat_cost" not in draws[0].parameters


def test_what_the_scenario_sets_is_known_and_not_drawn(study_file: File, tmp_path: Path) -> None:
    file = study_file()
    world = tmp_path / "world.yaml"
    world.write_text(world.read_text(encoding="utf-8") + "parameters: {trading.attraction: 25}\n", encoding="utf-8")
    study = load_study(file)
    without, given = (
        draws_of(one, study.uncertainty, 3) for one in (study.scenario.model_copy(update={"parameters": {}}), study.scenario)
    )
    assert "trading.attraction" not in given[0].parameters
    # One parameter fewer leaves the draws of all others as they were.
    for before, after in zip(without, given, strict=True):
        assert {key: value for key, value in before.parameters.items() if key != "trading.attraction"} == after.parameters
        assert before.costs == after.costs


# ----------------------------------------------------------------------------------------------------------------- money


def test_no_arm_spends_a_fen_more_than_its_money_whatever_is_drawn(study_file: File, carried: Any) -> None:
    study = load_study(study_file())
    runs = carried(study)
    for arm in study.arms:
        for pair in runs.pairs.values():
            for lever, budget in arm.planned.items():
                assert round(100 * pair.kept[arm.name].spent[NUMBER[lever]]) <= round(100 * budget)


def test_planned_spent_and_unspent_add_up(study_file: File, carried: Any) -> None:
    estimates = Estimates(carried(load_study(study_file())))
    for one in _records(estimates, "money"):
        assert one["planned"] == pytest.approx(one["spent"] + one["unspent"], rel=1e-9)
    by_year = _records(estimates, "money_by_year")
    for arm in ("training", "sites", "mix"):
        whole = next(one["spent"] for one in _records(estimates, "money") if (one["arm"], one["lever"]) == (arm, "all"))
        years = [one["outlay"] for one in by_year if (one["arm"], one["lever"]) == (arm, "all")]
        assert math.fsum(years) == pytest.approx(whole)


def test_arms_that_spend_unequal_sums_are_never_ranked(study_file: File, carried: Any) -> None:
    estimates = Estimates(carried(load_study(study_file(CERTAIN))))
    # A clerk at every site of the small county costs a tenth of the money.
    assert estimates.comparable() == [["training"], ["mix"], ["sites"]] or estimates.comparable() == [["training"], ["sites"], ["mix"]]
    assert _records(estimates, "best") == []
    assert not estimates.rankable("mix", "training")


def test_arms_that_spend_the_same_share_the_probability_of_being_best(study_file: File, carried: Any) -> None:
    less = "  less: {training.seats: 100%}"
    study = load_study(study_file(CERTAIN, ("  sites: {market.village_sites: 100%}", less)))
    estimates = Estimates(carried(study))
    rows = [one for one in _records(estimates, "best") if one["outcome"] == "income_person"]
    assert {one["arm"]: one["probability"] for one in rows} == {"training": 0.5, "less": 0.5}


# ----------------------------------------------------------------------------------------------------- what has changed


def test_differences_are_those_of_the_pairs(study_file: File, county: Any, carried: Any) -> None:
    study = load_study(study_file(CERTAIN))
    runs = carried(study)
    level = {one.lever: one.level for one in runs.levels["training"]}["training.seats"]
    assert level == pytest.approx(10.0, rel=0.01)
    row = next(
        one
        for one in _records(Estimates(runs), "differences")
        if (one["arm"], one["against"], one["outcome"], one["year"], one["group"]) == ("training", NONE, "income_person", 2018, ALL)
    )
    answers = [np.random.default_rng(seed) for seed in (1, 2, 3)]
    by_seed = []
    for draw in answers:
        draw.normal(0.0, 1.0, 60)
        # The budget pays 120 seats of 800 yuan.
        by_seed.append(0.1 * 120.0 * draw.uniform(0.5, 1.5, 60).mean())
    assert row["mean"] == pytest.approx(np.mean(by_seed), rel=1e-6)
    half = 4.302652729911275 * np.std(by_seed, ddof=1) / math.sqrt(3)
    assert row["luck_high"] - row["luck_low"] == pytest.approx(2 * half, rel=1e-5)
    assert row["value"] - row["without"] == pytest.approx(row["mean"], rel=1e-9)
    assert row["parameters_low"] is None and row["costs_low"] is None
    assert row["together_low"] == pytest.approx(row["luck_low"], rel=1e-6)


def test_nothing_is_told_of_years_before_the_policy(study_file: File, carried: Any) -> None:
    assert {one["year"] for one in _records(Estimates(carried(load_study(study_file()))), "differences")} == {2016, 2017, 2018}


def test_a_group_fixed_before_the_policy_is_the_same_in_every_arm_and_sellers_are_only_held_against_none(
    study_file: File, carried: Any
) -> None:
    rows = _records(Estimates(carried(load_study(study_file()))), "differences")
    groups = {against: {one["group"] for one in rows if one["against"] == against} for against in (NONE, "training")}
    fifths = {f"fifth_{number}" for number in range(1, 6)}
    assert groups[NONE] == {ALL, "far", "near", *fifths, "always", "induced", "lost", "never"}
    assert groups["training"] == {ALL, "far", "near", *fifths}


def test_drawn_unit_costs_widen_what_they_move_and_nothing_else(study_file: File, carried: Any) -> None:
    study = load_study(study_file(("parameters: ranges, costs: ranges, draws: 4", "parameters: ranges, costs: ranges, draws: 8")))
    rows = _records(Estimates(carried(study)), "differences")
    width = {
        one["arm"]: one["costs_high"] - one["costs_low"]
        for one in rows
        if (one["against"], one["outcome"], one["year"], one["group"]) == (NONE, "income_person", 2018, ALL)
    }
    # Dear seats are fewer seats; what a clerk costs moves no income here.
    assert width["training"] > 1.0
    assert width["sites"] == 0.0


def test_of_costs_alone_the_width_is_told_as_theirs(study_file: File, carried: Any) -> None:
    study = load_study(study_file(("parameters: ranges, costs: ranges", "parameters: none, costs: ranges")))
    assert runs_planned(study, 3) == 4 * 3 * 4 + 4 * 3  # and each money arm tried out in each draw
    row = next(one for one in _records(Estimates(carried(study)), "differences") if (one["arm"], one["outcome"], one["group"]) == ("training", "income_person", ALL))
    assert row["parameters_low"] is None and row["costs_high"] > row["costs_low"]


def test_precision_asks_for_seeds_until_luck_is_narrow_and_for_luck_only(study_file: File, county: Any, carried: Any) -> None:
    study = load_study(study_file(("draws: 4", "draws: 3")))
    runs = carried(study)
    before = luck_half_width(runs, "income_person")
    wanted = replicates_wanted(runs, "income_person", before / 2)
    assert wanted > runs.replicates
    after = run_pairs(study, county, 1, wanted, runs.levels, before=runs)
    assert luck_half_width(after, "income_person") < 0.75 * before
    spread = {}
    for name, one in (("before", runs), ("after", after)):
        row = next(row for row in _records(Estimates(one), "differences") if (row["arm"], row["outcome"], row["year"], row["group"]) == ("training", "income_person", 2018, ALL))
        spread[name] = row["parameters_high"] - row["parameters_low"]
    assert spread["after"] > 0.5 * spread["before"]


# ---------------------------------------------------------------------------------------------------------------- worth


def test_what_a_yuan_is_worth_is_income_gained_over_money_spent(study_file: File, carried: Any) -> None:
    study = load_study(study_file(CERTAIN))
    runs = carried(study)
    estimates = Estimates(runs)
    row = next(
        one for one in _records(estimates, "welfare")
        if (one["arm"], one["view"], one["eta"], one["rate"], one["deadweight"]) == ("training", "local", 0.0, 0.05, 0.0)
    )  # fmt: skip
    flows = np.mean([pair.kept["training"].flows for pair in runs.pairs.values()], axis=0)
    # 2016, 2017 and the first half of 2018, each discounted from its middle.
    worth = np.array([0.0, 0.0, 1.05**-0.5, 1.05**-1.5, 1.05**-2.25])
    assert row["wtp"] == pytest.approx(float((flows[:, 0] * worth).sum()), rel=1e-9)
    assert row["cost"] == pytest.approx(96000.0 * 1.05**-0.5, rel=1e-6)
    assert row["mvpf"] == pytest.approx(row["wtp"] / row["cost"], rel=1e-9)
    gained = np.mean([np.random.default_rng(seed).uniform(0.5, 1.5) for seed in (1, 2, 3)])
    assert gained > 0
    dear = next(
        one for one in _records(estimates, "welfare")
        if (one["arm"], one["view"], one["eta"], one["rate"], one["deadweight"]) == ("training", "local", 0.0, 0.05, 0.3)
    )  # fmt: skip
    assert dear["bcr"] == pytest.approx(row["bcr"] / 1.3) and dear["mvpf"] == pytest.approx(row["mvpf"])


def test_the_cost_of_an_extra_seller_is_not_defined_where_there_may_be_none(study_file: File, carried: Any) -> None:
    rows = {one["arm"]: one for one in _records(Estimates(carried(load_study(study_file(CERTAIN)))), "cost_per_seller")}
    assert (rows["sites"]["more_sellers"], rows["sites"]["cost"], rows["sites"]["defined"]) == (0.0, None, False)
    for one in rows.values():
        assert one["defined"] == (one["more_low"] > 0.0)


def test_bands_and_sellers_share_out_all_households(study_file: File, carried: Any) -> None:
    estimates = Estimates(carried(load_study(study_file())))
    for name, keys in (("bands", ("arm", "year")), ("sellers", ("arm",))):
        sums: dict[tuple[Any, ...], float] = {}
        for one in _records(estimates, name):
            key = tuple(one[field] for field in keys)
            sums[key] = sums.get(key, 0.0) + one["share"]
        assert list(sums.values()) == [pytest.approx(1.0)] * len(sums)


# ---------------------------------------------------------------------------------------------------------- examination


@pytest.mark.parametrize(
    ("side", "target", "value", "without", "closed", "verdict"),
    [
        ("at_least", 0.5, 0.4, 0.2, 2 / 3, MISSED),
        ("at_least", 0.5, 0.5, 0.2, 1.0, REACHED),
        ("at_most", 4.0, 5.0, 6.0, 0.5, MISSED),
        ("at_most", 4.0, 3.0, 6.0, 1.5, REACHED),
        ("at_least", 0.5, 0.7, 0.6, None, ANYHOW),
        ("at_least", 0.5, 0.4, 0.5, None, MISSED),
        ("at_least", None, 0.4, 0.2, None, NO_TARGET),
    ],
)  # fmt: skip
def test_an_indicator_is_scored_against_the_county_without_the_programme(
    side: Any, target: float | None, value: float, without: float, closed: float | None, verdict: str
) -> None:
    change = Interval(value - without, value - without - 0.1, value - without + 0.1, 20)
    score = score_indicator(Indicator("sellers_share", side, target), value, without, change)
    assert score.verdict == verdict
    assert (score.closed is None) == (closed is None)
    if score.closed is not None:
        assert score.closed.mean == pytest.approx(closed)
        assert score.closed.low < score.closed.mean < score.closed.high


# ---------------------------------------------------------------------------------------------------------- exact nulls


def test_exact_nulls_hold_in_the_small_county(study_file: File, county: Any) -> None:
    found = exact_nulls(load_study(study_file()), county, 1)
    assert {(one.arm, one.claim, one.difference) for one in found} == {
        (arm, claim, None) for arm in ("training", "sites", "mix") for claim in ("no dose", "before it begins")
    }


def test_a_policy_without_a_dose_that_moves_one_bit_is_found_with_its_month(study_file: File, county: Any) -> None:
    def leaking(scenario: Any, seed: int) -> Any:
        run = county(scenario, seed)
        if any(one.lever == "market.village_sites" for one in scenario.measures):
            column = run.columns.index("skill_mean")
            run.outcomes[7, column] = -0.0
        return run

    found = {(one.arm, one.claim): one.difference for one in exact_nulls(load_study(study_file()), leaking, 1)}
    assert found["training", "no dose"] is None
    assert found["sites", "no dose"] == found["sites", "before it begins"] == "skill_mean in 2014-08"
