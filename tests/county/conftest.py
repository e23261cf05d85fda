"""The average county at one household in five, and the hamlet, on their first day."""

from pathlib import Path

import pytest

from sim.county.synthesis import Synthesis, synthesise
from sim.files import Scenario, load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="session")
def average_scenario() -> Scenario:
    """The baseline at 20 %: about 20,000 households."""
    return load_scenario(SCENARIOS / "baseline.yaml").model_copy(update={"share_simulated": 0.2})


@pytest.fixture(scope="session")
def average(average_scenario: Scenario) -> Synthesis:
    """The average county on its first day."""
    return synthesise(average_scenario, seed=1)


@pytest.fixture(scope="session")
def hamlet_scenario() -> Scenario:
    """Six villages of twenty households."""
    return load_scenario(SCENARIOS / "hamlet.yaml")


@pytest.fixture(scope="session")
def hamlet(hamlet_scenario: Scenario) -> Synthesis:
    """The hamlet on its first day."""
    return synthesise(hamlet_scenario, seed=1)
