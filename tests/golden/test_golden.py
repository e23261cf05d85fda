"""Golden digests: the results of two shipped scenarios, committed to the last bit.

A change of the model changes them on purpose: `python -m tests.golden` from the root of the project writes the new ones, and CHANGES.md
says under *Results change* why. They hold on every platform, Python version and number of threads.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.scenario import Scenario, load_scenario
from sim.simulate import simulate

ROOT = Path(__file__).parents[2]
DIGESTS = ROOT / "tests" / "golden" / "digests.json"
SEED = 1


def cases() -> dict[str, Scenario]:
    """The hamlet in full, and the baseline at one household in twenty; both to the end of 2024."""
    baseline = load_scenario(ROOT / "scenarios" / "baseline.yaml")
    return {
        "hamlet": load_scenario(ROOT / "scenarios" / "hamlet.yaml"),
        "baseline_5_percent": baseline.model_copy(update={"share_simulated": 0.05}),
    }


def digest_of(name: str) -> str:
    """SHA-256 of the trajectory of a case under seed 1."""
    return simulate(cases()[name], SEED).digest()


@pytest.mark.parametrize("name", ["hamlet", "baseline_5_percent"])
def test_the_result_is_the_committed_one_to_the_last_bit(name):
    golden = json.loads(DIGESTS.read_text())
    assert digest_of(name) == golden[name], "results changed: if on purpose, run `python -m tests.golden` and say so in CHANGES.md"


def test_every_committed_digest_belongs_to_a_case():
    assert set(json.loads(DIGESTS.read_text())) == set(cases())
