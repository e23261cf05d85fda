"""What the reader takes for true and false: the words of YAML 1.2 alone, so that a name or a country code stays what it is."""

from typing import Any

import pytest

from sim.files import load_scenario

YAML_1_1_BOOLEANS = ("NO", "No", "no", "N", "n", "YES", "yes", "y", "on", "On", "ON", "off", "OFF")


@pytest.mark.parametrize("word", YAML_1_1_BOOLEANS)
def test_a_country_code_no_is_not_read_as_false(desk: Any, word: str) -> None:
    """YAML 1.2: only true and false are booleans. In YAML 1.1 these words were, and Norway's code became false."""
    desk.change("one.yaml", "name: One", f"name: {word}")
    assert load_scenario(desk.folder / "one.yaml").name == word


@pytest.mark.parametrize(("word", "meant"), [("yes", "true"), ("No", "false"), ("on", "true"), ("否", "false")])
def test_where_true_or_false_is_due_another_word_is_refused(desk: Any, word: str, meant: str) -> None:
    lines = "policies:\n  - {lever: training.seats, level: 10, target: {households: {poor: " + word + "}}}\n"
    desk.with_lines(lines)
    path = "policies.0.target.households.poor"
    assert desk.said("two.yaml") == [f"two.yaml:4:68: {path}: expected true or false, got `{word}`; did you mean '{meant}'?"]


@pytest.mark.parametrize(("word", "poor"), [("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False)])
def test_true_and_false_are_booleans(desk: Any, word: str, poor: bool) -> None:
    file = desk.with_lines("policies:\n  - {lever: training.seats, level: 10, target: {households: {poor: " + word + "}}}\n")
    (measure,) = load_scenario(file).measures
    assert measure.target.households is not None and measure.target.households.poor is poor
