"""Failures that users of neighbouring systems met, each as a test here (docs/known_failures_elsewhere.md says which others hold)."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim import Experiment, Policy, Target, load_scenario, simulate, sweep
from sim.compute.design import Design
from sim.county.synthesis import synthesise
from sim.files import InputError, Scenario
from sim.files.policy.target import HouseholdFilter, VillageFilter
from sim.theory.levers import LEVERS
from sim.theory.parameters import PARAMETERS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "known_failures_elsewhere.md"
SCENARIOS = ROOT / "scenarios"
REAL = ("baseline", "xi", "fuping", "longnan")
MONTHS = 12
PEOPLE = 120  # households of the hamlet


def hamlet(*policies: Policy) -> Scenario:
    """A year in the hamlet without the nation's programmes, under these policies."""
    world = load_scenario(SCENARIOS / "hamlet.yaml").model_copy(update={"months": MONTHS, "history": "no_programme"})
    return world.with_measures(policies)


def policy(lever: str, level: float, budget: float | None = None, target: Target | None = None) -> Policy:
    """A lever at one level through the year."""
    return Policy(policy=lever, lever=lever, levels=(level,) * MONTHS, budget=budget, target=target or Target())


def spent_by(world: Scenario) -> float:
    """CNY that the first policy spent over the year."""
    return float(simulate(world, seed=1).spent[-1, 0]) / 100.0


# ------------------------------------------------------------------------------------------------------------------ the page


def _named_on_the_page() -> list[tuple[str, list[tuple[str, str]]]]:
    """The rows of the page's table: what went wrong, and the tests that it names, each as file and name."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and not line.startswith("| What")]
    return [(row.split("|")[1].strip(), re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)) for row in rows]


def test_every_failure_on_the_page_names_tests_that_exist() -> None:
    rows = _named_on_the_page()
    assert len(rows) >= 16
    assert [failure for failure, tests in rows if not tests] == []
    missing = []
    for file, name in sorted({one for _, tests in rows for one in tests}):
        path = ROOT / file
        tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
        if name not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
            missing.append(f"{file}::{name}")
    assert missing == []


def test_every_test_of_this_file_is_on_the_page() -> None:
    here = Path(__file__).relative_to(ROOT).as_posix()
    tests = {node.name for node in ast.parse(Path(__file__).read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
    about_the_page = {"test_every_failure_on_the_page_names_tests_that_exist", "test_every_test_of_this_file_is_on_the_page"}
    named = {name for _, tests in _named_on_the_page() for file, name in tests if file == here}
    assert {name for name in tests if name.startswith("test_")} - about_the_page == named


# -------------------------------------------------------------------------------------------------------- places and people


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target(villages=VillageFilter(townships=(1, 9))), "no township 9: Hamlet has 2, numbered from 1"),
        (Target(villages=VillageFilter(product="apple")), "no product named 'apple' in Hamlet, which has walnut, berries"),
        (Target(households=HouseholdFilter(product="apple")), "no product named 'apple' in Hamlet, which has walnut, berries"),
    ],
    ids=["township", "product of villages", "product of households"],
)
def test_a_policy_for_places_that_the_county_does_not_have_is_refused_from_python(target: Target, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        hamlet(policy("training.seats", 5.0, target=target))
    # Nor can a county be exchanged under a policy that was right for the one before.
    average = load_scenario(SCENARIOS / "baseline.yaml").model_copy(update={"months": MONTHS})
    moved = average.model_copy(update={"measures": (policy("training.seats", 5.0, target=target),), "county": hamlet().county})
    with pytest.raises(ValueError, match=said):
        simulate(moved.model_copy(update={"share_simulated": 1.0}))


@pytest.mark.parametrize("name", REAL)
def test_households_of_a_county_add_up_to_its_profile_within_the_luck_of_village_sizes(name: str) -> None:
    """Villages are drawn one by one; a county of n villages has the profile's households within 3 standard errors, its sample exactly."""
    scenario = load_scenario(SCENARIOS / f"{name}.yaml").model_copy(update={"months": 1})
    geography = scenario.county.geography
    error = geography.households_spread / np.sqrt(3.0 * geography.villages)
    ratios = []
    for seed in range(1, 9):
        state = synthesise(scenario, seed).state
        whole = float(state.village.households.sum())
        assert float(state.household.weight.sum()) == pytest.approx(whole, rel=1e-9)
        # An exact sum of weights, each rounded to its last binary place.
        assert abs(float(state.county.households[0]) - whole) <= 2.0**-21 * len(state.household.weight)
        ratios.append(whole / scenario.county.households)
    assert np.abs(np.array(ratios) - 1.0).max() < 3.0 * error
    assert abs(np.mean(ratios) - 1.0) < 3.0 * error / np.sqrt(len(ratios))


@pytest.mark.parametrize("name", REAL)
def test_shared_parameters_give_no_nonsense_in_any_county_and_each_starts_from_its_own_profile(name: str) -> None:
    """To the end of 2020, at the smallest sample. Incomes in the countryside grew by some 50 % in these years, after prices."""
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    assert scenario.parameters == {}
    smallest = np.ceil(1e4 * 17.0 / np.floor(scenario.county.smallest_village)) / 1e4
    run = simulate(scenario.model_copy(update={"months": 84, "share_simulated": float(smallest)}), seed=1)
    profile = scenario.county
    assert run["income_person"][0] == pytest.approx(np.mean(profile.people.income_fifths), rel=0.1)
    assert run["broadband_share"][0] == pytest.approx(profile.first_year.broadband, abs=0.03)
    assert run["own_shop_share"][0] == pytest.approx(profile.first_year.own_shop, abs=0.005)
    assert 1.1 < run["income_person"][-1] / run["income_person"][0] < 1.8
    assert (run["broadband_share"][-1] < 0.95) and (run["sellers_share"][-1] < 0.3) and (run["gini"][-1] < 0.6)
    assert (run["sales_produce_online_household"] < run["income_produce_household"].max()).all()


# ------------------------------------------------------------------------------------------------------------------- chance


def test_ten_replicates_are_ten_different_runs_however_they_are_run(experiment: Callable[..., Path], tmp_path: Path) -> None:
    assert len({simulate(hamlet(), seed).digest() for seed in range(1, 11)}) == 10
    rows = sweep(experiment(points=2, replicates=10, months=12), tmp_path / "results").table().to_pandas()
    for _, point in rows.groupby("point"):
        assert sorted(point["seed"]) == list(range(1, 11))
        assert point["income_person"].nunique() == 10


# ----------------------------------------------------------------------------------------------------- counts, money, effect


@pytest.mark.parametrize("share", [1.0, 0.85], ids=["every household", "a sample"])
def test_a_count_is_the_countys_whatever_share_of_it_is_simulated(share: float) -> None:
    """Three managers a month are three, not three of every household that a sampled one stands for."""
    world = hamlet(policy("training.managers", 3.0)).model_copy(update={"share_simulated": share})
    assert spent_by(world) == 3.0 * MONTHS * PARAMETERS["accounting.seat_cost"].default
    # Seats are drawn by lot among households: 60 are asked for, and a sampled household may stand for more than one.
    seats = spent_by(hamlet(policy("training.seats", 5.0)).model_copy(update={"share_simulated": share}))
    assert seats / PARAMETERS["accounting.seat_cost"].default == pytest.approx(5.0 * MONTHS, abs=4.0 * np.sqrt(5.0 * MONTHS))


@pytest.mark.parametrize(
    ("lever", "level", "by_hand"),
    [
        ("training.managers", 3.0, 3.0 * 800.0 * 12.0),
        ("quality.brand", 60.0, 60.0 * 12.0),
        ("training.experts", 0.5, 0.5 * 12_000.0 * 12.0),
        ("merchants.park", 0.5, 0.5 * 2000.0 * 0.12 * 12.0),
        ("people.leaders", 0.5, 0.5 * 1000.0 * 6.0 * 12.0),
        ("market.experience_store", 0.25, 0.25 * 30_000.0 * 12.0),
    ],
)
def test_what_a_policy_costs_is_what_one_reckons_by_hand(lever: str, level: float, by_hand: float) -> None:
    """In the hamlet, for twelve months: level x price x 6 villages or 0.12 thousand households; in fen, in CNY and a household alike."""
    run = simulate(hamlet(policy(lever, level)), seed=1)
    assert run.spent[-1, 0] == round(100.0 * by_hand) == run.outlays.sum()
    assert run["public_outlay"].sum() * PEOPLE == pytest.approx(by_hand, rel=1e-6)
    capped = simulate(hamlet(policy(lever, level, budget=by_hand / 3.0)), seed=1)
    assert capped.spent[-1, 0] == round(100.0 * by_hand / 3.0)


PRICES = {
    "broadband.coverage": ("village", "costs.coverage_capital", "costs.coverage_running"), "broadband.speed": ("village", None, "costs.speed_running"),
    "delivery.stations": ("village", "costs.station_capital", "logistics.station_cost"), "delivery.joint": ("village", None, "costs.joint_running"),
    "delivery.hub_capacity": ("thousand", "costs.hub_capital", None), "delivery.roads": ("tenth of km", "costs.road_capital", None),
    "delivery.cold_chain": ("county", "costs.cold_capital", "costs.cold_running"), "training.managers": ("village", None, "accounting.seat_cost"),
    "training.experts": ("county", None, "costs.expert"), "quality.standards": ("household", None, "costs.standards"),
    "quality.supervision": ("household", None, "costs.supervision"), "merchants.park": ("thousand", None, "costs.park"),
    "merchants.livestream_base": ("village", None, "costs.livestream_base"), "people.leaders": ("village", None, "costs.leader"),
    "market.platform_opening": ("household", None, "costs.platform_opening"), "market.experience_store": ("county", None, "costs.experience_store"),
    "market.village_sites": ("village", None, "costs.clerk"), "services.agri_inputs": ("village", None, "costs.agri_inputs"),
    "services.rural_services": ("household", None, "costs.rural_services"),
}  # fmt: skip
"""What a level of 1 is priced by, once and each month. The brand is money itself; the other levers are paid for as they are claimed."""


def test_the_price_list_of_a_county_is_the_declared_price_times_what_it_is_for() -> None:
    case = synthesise(hamlet(), seed=1)
    heads = {"village": 6.0, "household": 120.0, "thousand": 0.12, "county": 1.0, "tenth of km": 10.0 * float(case.state.village.km.sum())}
    listed = {lever.key: (case.plan.capital[row].sum(), case.plan.running[row].sum()) for row, lever in enumerate(LEVERS)}
    expected = {lever.key: (0.0, 1.0 if lever.key == "quality.brand" else 0.0) for lever in LEVERS}
    for lever, (head, *keys) in PRICES.items():
        once, monthly = (0.0 if key is None else heads[head] * PARAMETERS[key].default for key in keys)
        expected[lever] = (once, monthly)
    assert {key: (price, expected[key]) for key, price in listed.items() if price != pytest.approx(expected[key])} == {}


def test_an_arm_that_reaches_nobody_is_refused_before_a_sweep_begins(experiment: Callable[..., Path], tmp_path: Path) -> None:
    nowhere = "arms: {far: [{lever: delivery.joint, level: 1, target: {villages: {farther_than_km: 900}}}]}\n"
    with pytest.raises(InputError, match=r"experiment\.yaml:13:22: arms\.far\.0: no village of the county meets this target"):
        sweep(experiment(more=nowhere), tmp_path / "results")
    assert not (tmp_path / "results").exists()


def _read_in(file: Path) -> set[str]:
    """The parameters that a file reads: `p.group.name`, or `x.name` where x is assigned a group or declared as one."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    called: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            called.setdefault(node.arg, set()).add(ast.unparse(node.annotation).lower())
        if isinstance(node, ast.Assign):
            for target, value in zip(
                getattr(node.targets[0], "elts", node.targets), getattr(node.value, "elts", [node.value]), strict=False
            ):
                if isinstance(target, ast.Name) and isinstance(value, ast.Attribute):
                    called.setdefault(target.id, set()).add(value.attr)
    read = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            groups = {owner.attr} if isinstance(owner, ast.Attribute) else called.get(owner.id, set()) if isinstance(owner, ast.Name) else set()
            read |= {f"{group}.{node.attr}" for group in groups}
    return read


def test_every_parameter_is_read_somewhere_in_the_model() -> None:
    """A number that nothing reads can be set, drawn and reported on without any effect."""
    read = {key for room in ("county", "engine") for file in sorted((ROOT / "sim" / room).rglob("*.py")) for key in _read_in(file)}
    assert sorted(PARAMETERS.keys() - read) == []


# ------------------------------------------------------------------------------------------------------------- reproduction


def test_the_baseline_of_a_comparison_travels_with_it_in_python_and_on_disk() -> None:
    """A baseline with a policy of its own: the arm without a policy has it, the other has it and its own."""
    world = hamlet(policy("quality.brand", 60.0))
    more = Experiment.of(world, name="more", arms={"managers": policy("training.managers", 3.0)}, replicates=2)
    on_disk = Experiment.from_resolved(json.loads(json.dumps(more.resolved())))
    for design in (Design.of(more), Design.of(on_disk)):
        levers = [[one.lever for one in design.scenario(number)[0].measures] for number in range(design.cases)]
        assert levers == [["quality.brand"]] * 2 + [["quality.brand", "training.managers"]] * 2
        assert [design.scenario(number)[1] for number in range(design.cases)] == [1, 2, 1, 2]
