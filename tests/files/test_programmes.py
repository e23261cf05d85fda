"""The twenty programmes: each file is whole, each level can be set, published money rules hold, and the docs say what the files say."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.files import Month, load_policy_file
from sim.files.policy.schema import Measure
from sim.reading.reader import read_yaml
from sim.theory.evidence import load
from sim.theory.levers import LEVERS, NUMBER

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "scenarios" / "policies").glob("*.yaml"))
NAMES = [path.name for path in FILES]
DOCS = (ROOT / "docs" / "programmes.md").read_text(encoding="utf-8")

CENTRE = {"merchants.park"}
"""What stands for the county service centre in programme 1."""
BOTH_WAYS = {"delivery.hub_capacity", "delivery.stations", "delivery.joint", "training.seats"}
"""What serves buying and selling alike, so that it counts neither as upstream nor as the centre."""
UPSTREAM = {
    "delivery.parcel_subsidy_out",
    "delivery.cold_chain",
    "cooperatives.ecommerce_support",
    "cooperatives.grading",
    "cooperatives.cold_storage",
    "training.managers",
    "quality.standards",
    "quality.supervision",
    "quality.brand",
}
"""What serves selling the county's produce."""


@cache
def _said(path: Path) -> dict[str, Any]:
    """A programme file as plain data."""
    data: dict[str, Any] = read_yaml(path, path.name).data()
    return data


@cache
def _measures(path: Path) -> tuple[Measure, ...]:
    """A programme over 2014 to 2028."""
    return load_policy_file(path, Month(2014, 1), 180).measures


def _demonstration() -> Path:
    return next(path for path in FILES if path.name == "comprehensive_demonstration.yaml")


def _budgets(levers: set[str]) -> float:
    return float(sum(entry["budget"] for entry in _said(_demonstration())["policies"] if entry["lever"] in levers))


def _rows(section: str) -> list[list[str]]:
    """The cells of the first table under a heading of the docs, without its two head lines."""
    after = DOCS.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in after.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def _as_written(entry: dict[str, Any]) -> str:
    """How the docs write an entry."""
    level = entry["level"]
    shown = (
        ", ".join(f"{one:g} from {month}" for month, one in level.items()) if isinstance(level, dict) else f"{level:g}"
    )
    return f"`{entry['lever']}` {shown}, {entry['start']} to {entry['end']}"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_programme_loads_over_2014_to_2028_and_every_entry_is_set_in_some_month(path: Path) -> None:
    programme = load_policy_file(path, Month(2014, 1), 180)
    assert len(programme.measures) == len(_said(path)["policies"])
    assert all(len(measure.levels) == 180 and max(measure.levels) > 0.0 for measure in programme.measures)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_programme_says_what_it_stands_for_its_source_and_what_was_assumed(path: Path) -> None:
    said = _said(path)
    assert set(said) == {"schema", "name", "name_zh", "stands_for", "source", "assumed", "prices", "policies"}
    assert re.search(r"[\u4e00-\u9fff]", said["name_zh"])
    assert min(len(said[key].split()) for key in ("stands_for", "source")) >= 10
    assert len(said["assumed"]) >= 2
    assert all(one.endswith(".") and len(one.split()) >= 5 for one in said["assumed"])


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_programme_opens_with_the_line_for_editors_and_some_plain_words(path: Path) -> None:
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=schema.json"
    words = " ".join(line for line in rest[: rest.index("schema: 1")] if line.startswith("# "))
    assert len(words.split()) >= 20


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_levels_of_a_programme_lie_in_the_range_of_their_lever_and_their_budgets_are_said(path: Path) -> None:
    for measure, entry in zip(_measures(path), _said(path)["policies"], strict=True):
        lever = LEVERS[NUMBER[measure.lever]]
        assert lever.low <= min(measure.levels) and max(measure.levels) <= lever.high
        assert measure.budget is not None
        assert {"start", "end", "budget"} <= set(entry)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_programme_names_no_product_and_no_township_so_that_it_runs_in_any_county(path: Path) -> None:
    for measure in _measures(path):
        assert measure.target.villages is None or measure.target.villages.product is None
        assert measure.target.villages is None or measure.target.villages.townships is None
        assert measure.target.households is None or measure.target.households.product is None


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_evidence_that_a_programme_names_is_there(path: Path) -> None:
    words = set(re.findall(r"\b[a-z][a-z0-9]*(?:_[A-Za-z0-9]+)+\b", _said(path)["source"]))
    known = {row.parameter for row in load("micro")} | {row.series for row in load("national_series")}
    assert words - known - {"national_series"} == set()
    studies = re.findall(r"(?:Evidence effects: |; |\), )([A-Z][^();]*? \d{4})", _said(path)["source"])
    assert set(studies) - {row.study for row in load("effects")} == set()
    assert bool(studies) == ("Evidence effects" in _said(path)["source"])


def test_every_lever_is_used_by_some_programme() -> None:
    used = {measure.lever for path in FILES for measure in _measures(path)}
    assert {lever.key for lever in LEVERS} - used == set()


def test_the_budgets_of_the_demonstration_lie_between_ten_and_twenty_million() -> None:
    levers = {entry["lever"] for entry in _said(_demonstration())["policies"]}
    assert levers <= CENTRE | BOTH_WAYS | UPSTREAM, "the rules need to know what each entry counts as"
    assert 10_000_000 <= _budgets(levers) <= 20_000_000


def test_at_least_half_of_the_demonstration_is_for_selling_and_at_most_15_percent_for_the_centre() -> None:
    total = _budgets(CENTRE | BOTH_WAYS | UPSTREAM)
    assert _budgets(UPSTREAM) >= 0.50 * total
    assert 0.0 < _budgets(CENTRE) <= 0.15 * total


def test_the_demonstration_trains_at_least_3000_person_times_and_can_pay_for_them() -> None:
    from sim.theory.parameters import PARAMETERS

    seats = [measure for measure in _measures(_demonstration()) if measure.lever == "training.seats"]
    trained = sum(sum(measure.levels) for measure in seats)
    assert trained >= 3000.0
    assert sum(measure.budget or 0.0 for measure in seats) >= 3000.0 * PARAMETERS["accounting.seat_cost"].default


def test_three_level_logistics_come_first_in_the_demonstration() -> None:
    entries = _said(_demonstration())["policies"]
    logistics = {"delivery.hub_capacity", "delivery.stations", "delivery.joint"}
    first = min(entry["start"] for entry in entries)
    assert {entry["lever"] for entry in entries if entry["start"] == first} == logistics
    assert {entry["lever"] for entry in entries[: len(logistics)]} == logistics


def test_help_for_the_poor_goes_to_the_poor_and_the_poorest_first() -> None:
    path = next(path for path in FILES if path.name == "poverty_alleviation.yaml")
    (seats,) = [measure for measure in _measures(path) if measure.lever == "training.seats"]
    assert seats.target.households is not None and seats.target.households.poor is True
    assert seats.target.rank == "poverty"


def test_stations_and_clerks_of_the_village_sites_are_in_the_same_villages_and_no_one_is_trained() -> None:
    path = next(path for path in FILES if path.name == "village_sites.yaml")
    by_lever = {measure.lever: measure for measure in _measures(path)}
    assert by_lever["delivery.stations"].target == by_lever["market.village_sites"].target
    assert by_lever["delivery.stations"].levels == by_lever["market.village_sites"].levels
    assert not [lever for lever in by_lever if lever.startswith("training.")]


def test_each_of_the_twenty_programmes_has_one_file_and_each_file_its_number() -> None:
    evidence = (ROOT / "sim" / "theory" / "evidence" / "programmes.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", evidence, re.MULTILINE)]
    assert numbers == list(range(1, 21))
    for section in ("What they are", "What each sets"):
        rows = _rows(section)
        assert [int(row[0]) for row in rows] == numbers
        assert sorted(row[1].split("]")[0].removeprefix("[") for row in rows) == NAMES


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_docs_say_what_a_programme_sets_and_what_it_plans_to_spend(path: Path) -> None:
    said = _said(path)
    (levers,) = [row[2] for row in _rows("What each sets") if row[1] == path.name]
    assert levers.split("; ") == [_as_written(entry) for entry in said["policies"]]
    (money, year) = next((row[3], row[4]) for row in _rows("What they are") if row[1].startswith(f"[{path.name}]"))
    assert money == f"{sum(entry['budget'] for entry in said['policies']) / 1e6:.2f}"
    assert int(year) == said["prices"]


def test_the_docs_show_the_shares_of_the_demonstration_as_they_are() -> None:
    total = _budgets(CENTRE | BOTH_WAYS | UPSTREAM)
    shown = {row[0]: row[3] for row in _rows("The money rules of programme 1")}
    expected = {"upstream": UPSTREAM, "service centre": CENTRE, "other": BOTH_WAYS}
    assert {kind: shown[kind] for kind in expected} == {
        kind: f"{100 * _budgets(of) / total:.1f} %" for kind, of in expected.items()
    }
