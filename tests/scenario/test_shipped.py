"""What ships: every scenario loads, the schema for editors is the declarations' own, and the baseline shows every key."""

import json
from pathlib import Path

import pytest

from sim.parameters import PARAMETERS
from sim.scenario import load_county, load_scenario
from sim.scenario.json_schema import county_schema, scenario_schema, written
from sim.scenario.reading import read_yaml

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


def test_the_schema_names_every_parameter_with_its_default() -> None:
    declared = scenario_schema()["properties"]["parameters"]["properties"]
    assert {key: one["default"] for key, one in declared.items()} == {key: one.default for key, one in PARAMETERS.items()}


def test_the_schema_of_a_county_is_json_and_requires_its_figures() -> None:
    schema = json.loads(written(county_schema()))
    assert {"geography", "people", "products", "market", "first_year"} <= set(schema["required"])


def test_the_baseline_shows_every_key_of_a_scenario_but_extends() -> None:
    root = read_yaml(SCENARIOS / "baseline.yaml", "baseline.yaml")
    declared = scenario_schema()["properties"]
    assert set(root.value) == set(declared) - {"extends"}
    assert set(root.value["county"].value) == {"profile", "share_simulated"}


def test_no_programme_differs_from_the_baseline_in_its_history_only() -> None:
    baseline = load_scenario(SCENARIOS / "baseline.yaml")
    without = load_scenario(SCENARIOS / "no_programme.yaml")
    renamed = {"name": baseline.name, "description": baseline.description, "history": baseline.history}
    assert without.history == "no_programme"
    assert without.model_copy(update=renamed) == baseline
