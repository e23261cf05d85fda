"""What ships: every scenario loads, the schema for editors is the declarations' own, and the baseline shows every key."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from sim.files import load_county, load_scenario
from sim.files.json_schemas import county_schema, programme_schema, scenario_schema, written
from sim.files.policy.target import TRAITS, HouseholdFilter, Rank, VillageFilter
from sim.reading.reader import read_yaml
from sim.theory.levers import LEVERS
from sim.theory.parameters import PARAMETERS
from sim.theory.shocks import EVENTS

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("name", ["baseline", "no_programme", "hamlet", "xi", "fuping", "longnan"])
def test_a_shipped_scenario_loads(name: str) -> None:
    assert load_scenario(SCENARIOS / f"{name}.yaml").months == 132


@pytest.mark.parametrize("name", ["average", "hamlet", "xi", "fuping", "longnan"])
def test_a_shipped_county_loads_and_names_the_source_of_each_figure(name: str) -> None:
    county = load_county(SCENARIOS / "counties" / f"{name}.yaml")
    assert county.sources


def test_the_shipped_schema_is_what_the_declarations_say() -> None:
    shipped = (SCENARIOS / "schema.json").read_text(encoding="utf-8")
    assert shipped == written(scenario_schema()), "run: ruralsim schema > scenarios/schema.json"


def test_the_shipped_schema_of_programmes_is_what_the_declarations_say() -> None:
    shipped = (SCENARIOS / "policies" / "schema.json").read_text(encoding="utf-8")
    assert shipped == written(programme_schema()), "made by sim.files.json_schemas.programme_schema"


@pytest.mark.parametrize("file", sorted([*SCENARIOS.glob("*.yaml"), *SCENARIOS.glob("policies/*.yaml")]), ids=lambda file: file.stem)
def test_an_editor_is_told_where_the_schema_of_a_shipped_file_is(file: Path) -> None:
    key, _, schema = file.read_text(encoding="utf-8").splitlines()[0].partition("=")
    assert key == "# yaml-language-server: $schema"
    assert (file.parent / schema) == file.parent / "schema.json"
    assert (file.parent / schema).is_file()


@pytest.mark.parametrize("schema", [scenario_schema(), programme_schema()], ids=["scenario", "programme"])
def test_an_editor_completes_levers_and_says_what_each_is_and_how_far_it_goes(schema: dict[str, Any]) -> None:
    entry = schema["$defs"]["LeverEntry"]
    assert entry["properties"]["lever"]["enum"] == [lever.key for lever in LEVERS]
    for lever, said in zip(LEVERS, entry["properties"]["lever"]["enumDescriptions"], strict=True):
        assert all(part in said for part in (lever.label, lever.label_zh, lever.unit, f"{lever.low:g} to {lever.high:g}"))
    ranges = {
        key: (case["then"]["properties"]["level"]["minimum"], case["then"]["properties"]["level"]["maximum"])
        for case in entry["allOf"]
        for key in case["if"]["properties"]["lever"]["enum"]
    }
    assert ranges == {lever.key: (lever.low, lever.high) for lever in LEVERS if not lever.money}


def test_an_editor_completes_events_filters_and_ranks() -> None:
    records = scenario_schema()["$defs"]
    event = records["ShockEntry"]["properties"]["event"]
    assert event["enum"] == [one.name for one in EVENTS]
    assert [one.label_zh in said for one, said in zip(EVENTS, event["enumDescriptions"], strict=True)] == [True] * len(EVENTS)
    target = records["Target"]["properties"]
    assert set(records["VillageFilter"]["properties"]) == set(VillageFilter.model_fields)
    assert set(records["HouseholdFilter"]["properties"]) == set(HouseholdFilter.model_fields)
    assert target["households"]["anyOf"][0]["enum"] == [*TRAITS]
    assert target["rank"]["enum"] == [*get_args(Rank)]


def test_entries_of_a_list_need_all_their_keys_and_parts_of_merged_mappings_none() -> None:
    records = scenario_schema()["$defs"]
    required = {name: record["required"] for name, record in records.items() if "required" in record}
    assert required == {
        "LeverEntry": ["lever", "level"],
        "UseEntry": ["use"],
        "ShockEntry": ["event", "start"],
        "RandomShare": ["share"],
    }


def test_the_schema_allows_no_empty_value_where_the_loader_refuses_one() -> None:
    for record in programme_schema()["$defs"].values():
        for said in record["properties"].values():
            assert {"type": "null"} not in said.get("anyOf", ())


def test_the_schema_names_every_parameter_with_its_default() -> None:
    declared = scenario_schema()["properties"]["parameters"]["properties"]
    assert {key: one["default"] for key, one in declared.items()} == {key: one.default for key, one in PARAMETERS.items()}


def test_the_schema_of_a_county_is_json_and_requires_its_figures() -> None:
    schema = json.loads(written(county_schema()))
    assert {"geography", "people", "products", "market", "first_year"} <= set(schema["required"])


def test_the_baseline_shows_every_key_of_a_scenario_but_extends_and_those_of_what_happens_on_top() -> None:
    root = read_yaml(SCENARIOS / "baseline.yaml", "baseline.yaml")
    declared = scenario_schema()["properties"]
    assert set(root.value) | {"policies", "shocks", "replicates"} == set(declared) - {"extends"}
    assert "replicates" not in root.value, "stated here, it would be stated of every scenario that extends the baseline"
    assert "\n# replicates: " in (SCENARIOS / "baseline.yaml").read_text(encoding="utf-8")
    assert set(root.value["county"].value) == {"profile", "share_simulated"}


def test_no_programme_differs_from_the_baseline_in_its_history_only() -> None:
    baseline = load_scenario(SCENARIOS / "baseline.yaml")
    without = load_scenario(SCENARIOS / "no_programme.yaml")
    renamed = {"name": baseline.name, "description": baseline.description, "history": baseline.history}
    assert without.history == "no_programme"
    assert without.model_copy(update=renamed) == baseline
