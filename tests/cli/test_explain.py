"""`ruralsim check --explain`: what a scenario's policies come to, in the words that users were promised."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.cli.explain import _notes, _stretches, millions
from sim.theory.levers import LEVERS, NUMBER

ROOT = Path(__file__).parents[2]
MONTHS = [f"{2017 + t // 12}-{t % 12 + 1:02d}" for t in range(36)]


def measure(budget: float | None, last: int = 35) -> Any:
    """Something in force from the first month to `last`."""
    return SimpleNamespace(levels=tuple(1.0 if t <= last else 0.0 for t in range(36)), budget=budget)


def notes(lever: str, budget: float | None, spent: list[float], taken: int = 0, wanted: int = 0, unpaid: float = 0.0, last: int = 35) -> list[str]:
    """The notes on a measure that spent so much, in CNY, by the end of each month."""
    fen = np.array([round(amount * 100) for amount in spent], np.int64)
    return list(_notes(measure(budget, last), LEVERS[NUMBER[lever]], MONTHS, fen, taken, wanted, unpaid))


def test_villages_already_served_are_counted_with_the_money_that_cannot_be_spent() -> None:
    spent = [900_000.0] * 36
    assert notes("delivery.stations", 12_000_000.0, spent, taken=15, wanted=220) == [
        "stations: 205 of 220 villages are already served; 11.1 m of 12 m CNY cannot be spent"
    ]


def test_a_budget_that_ends_early_says_when_and_how_long_before_the_end() -> None:
    spent = [min(100_000.0 * (t + 1), 1_900_000.0) for t in range(36)]
    assert notes("training.seats", 1_900_000.0, spent) == ["the budget ends 2018-07, 17 months before `end`"]


def test_a_budget_that_ends_with_its_last_month_is_not_worth_a_word() -> None:
    assert notes("training.seats", 3_600_000.0, [100_000.0 * (t + 1) for t in range(36)]) == []


def test_what_was_claimed_past_the_end_of_the_money_is_said() -> None:
    spent = [min(60_000.0 * (t + 1), 90_000.0) for t in range(36)]
    said = notes("delivery.parcel_subsidy_out", 90_000.0, spent, unpaid=30_000.0)
    assert said[0] == "the budget ends 2017-02, 34 months before `end`"
    assert said[1] == "30,000 CNY was claimed in the month in which the budget ended and stays unpaid"


def test_without_a_budget_only_the_villages_that_have_it_by_themselves_are_told() -> None:
    assert notes("delivery.stations", None, [0.0] * 36, taken=200, wanted=220) == ["stations: 20 of 220 villages are already served"]
    assert notes("training.seats", None, [0.0] * 36) == []


@pytest.mark.parametrize(
    ("amount", "said"), [(12_000_000.0, "12 m"), (11_100_000.0, "11.1 m"), (999_999.0, "999,999"), (1_800_000.0, "1.8 m")]
)
def test_money_is_said_as_users_say_it(amount: float, said: str) -> None:
    assert millions(amount) == said


def test_levels_are_told_by_stretches_of_one_level_or_of_equal_moves() -> None:
    levels = (0.0, 40.0, 80.0, 120.0, 120.0, 120.0, 0.0)
    found = [(one.first, one.last, one.levels) for one in _stretches(levels, MONTHS[:7])]
    assert found == [("2017-02", "2017-04", (40.0, 120.0)), ("2017-05", "2017-06", (120.0, 120.0))]


@pytest.fixture
def policies(hamlet: Path) -> Path:
    """The hamlet with a budget that is soon spent, and a programme file beside it."""
    entry = "  - {lever: training.seats, level: 20, start: 2014-03, budget: 40000}\n"
    scenario = hamlet.parent / "seats.yaml"
    scenario.write_text(f"extends: {hamlet.name}\nname: Seats\nprices: 2015\npolicies:\n{entry}", encoding="utf-8")
    programme = hamlet.parent / "programme.yaml"
    programme.write_text(
        "schema: 1\nname: Parcels\nstands_for: cheaper parcels\nsource: none, a test\nprices: 2015\n"
        "policies:\n  - {lever: delivery.parcel_subsidy_in, level: 1, start: 2014-02, end: 2014-06}\n",
        encoding="utf-8",
    )
    return scenario


def test_the_explanation_is_of_the_scenario_as_it_runs(ruralsim: Any, policies: Path) -> None:
    done = ruralsim("check", policies.name, "--explain", "--policy", "programme.yaml", "--format", "json")
    assert done.returncode == 0, done.stderr
    seats, parcels = json.loads(done.stdout)["measures"]
    assert (seats["lever"], seats["budget"], seats["spent"]) == ("training.seats", 40000.0, 40000.0)
    assert seats["buys"] == "50 seats"
    assert seats["notes"][0].startswith("the budget ends 2014-")
    assert parcels["policy"] == "Parcels" and parcels["stretches"] == [{"first": "2014-02", "last": "2014-06", "levels": [1.0, 1.0]}]


def test_the_screen_shows_the_same_and_how_policies_compose(ruralsim: Any, policies: Path) -> None:
    done = ruralsim("check", policies.name, "--explain")
    assert done.returncode == 0, done.stderr
    for said in ("training.seats", "50 seats", "the budget ends 2014-", "add up", "served once, by the first"):
        assert said in done.stdout, said


def test_a_target_that_selects_nobody_is_refused_at_its_place_by_check_and_by_run(ruralsim: Any, hamlet: Path) -> None:
    scenario = hamlet.parent / "nobody.yaml"
    entry = "{lever: delivery.joint, level: 0.5, target: {villages: {farther_than_km: 900}}}"
    scenario.write_text(f"extends: {hamlet.name}\nname: Nobody\npolicies:\n  - {entry}\n", encoding="utf-8")
    for command in (("check", scenario.name), ("run", scenario.name, "--out", "out")):
        done = ruralsim(*command)
        assert done.returncode == 2
        assert "nobody.yaml:4:13: policies.0: no village of the county meets this target" in done.stderr
    assert not (hamlet.parent / "out").exists()


def test_run_takes_programmes_on_top_and_refuses_two_that_together_leave_the_range(ruralsim: Any, policies: Path) -> None:
    done = ruralsim("run", policies.name, "--policy", "programme.yaml", "--out", "out")
    assert done.returncode == 0, done.stderr
    twice = [argument for _ in range(11) for argument in ("--policy", "programme.yaml")]
    done = ruralsim("run", policies.name, *twice, "--out", "out2")
    assert done.returncode == 2
    assert "delivery.parcel_subsidy_in comes to 11 CNY/parcel of 2015 in 2014-02" in done.stderr
    assert not (policies.parent / "out2").exists()


@pytest.fixture
def wired(hamlet: Path) -> Path:
    """The hamlet with broadband for 70 % of households, where it has reached half of the villages."""
    county = (ROOT / "scenarios" / "counties" / "hamlet.yaml").read_text(encoding="utf-8")
    county = county.replace("broadband: 0.35\n  mobile: 0.30", "broadband: 0.7\n  mobile: 0.10")
    (hamlet.parent / "county.yaml").write_text(county, encoding="utf-8")
    file = hamlet.parent / "wired.yaml"
    file.write_text(
        f"extends: {hamlet.name}\nname: Wired\nreplicates: 1\ncounty: {{profile: county.yaml}}\n", encoding="utf-8"
    )
    return file


def test_broadband_beyond_the_served_villages_is_said_by_check_explain_and_run(ruralsim: Any, wired: Path) -> None:
    why = "given 0.7, got {}0.5: in 2014-01 broadband has reached 3 of 6 villages"
    for file in (wired, wired.parent / "county.yaml"):
        assert (
            f"note: first_year.broadband is missed by about -28.6 %: {why.format('about ')}"
            in ruralsim("check", file).stdout
        )
    explained = ruralsim("check", wired, "--explain").stdout
    assert (
        f"first_year.broadband is missed by -28.6 %: {why.format('')}" in explained
        and "first_year.mobile is missed by +" in explained
    )
    said = json.loads(ruralsim("check", wired, "--explain", "--format", "json").stdout)
    broadband = next(one for one in said["county"] if one["figure"] == "first_year.broadband")
    assert (broadband["given"], broadband["got"]) == (0.7, pytest.approx(0.5)) and why.format("") in broadband["missed"]
    assert f"first_year.broadband is missed by -28.6 %: {why.format('')}" in ruralsim("run", wired).stderr


def test_run_says_each_figure_that_the_county_cannot_have_and_counts_those_missed_by_luck(ruralsim: Any, tmp_path: Path) -> None:
    xi = ROOT / "scenarios" / "xi.yaml"
    explained = [line for line in ruralsim("check", xi, "--explain").stdout.splitlines() if " is missed by " in line]
    lucky = [line for line in explained if "of so few that are drawn" in line]
    said = ruralsim("run", xi, "--replicates", 1, "--out", tmp_path / "xi").stderr
    assert any(line.startswith("income_fifths.1 ") for line in explained) and len(lucky) > 1
    assert all((f"Xi County: {line}" in said) == (line not in lucky) for line in explained)
    assert f"Xi County: {len(lucky)} figures of the profile missed by luck of the draw" in said
