"""Golden digests: the results of shipped scenarios and of every lever at once, committed to the last bit.

A change of the model changes them on purpose: `python -m tests.golden` from the root of the project writes the new ones, and CHANGES.md
says under *Results change* why. They hold on every platform, Python version and number of threads.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from sim.compute.simulate import simulate
from sim.files import Measure, Scenario, load_scenario
from sim.files.policy.schema import HouseholdFilter, RandomShare, Target
from sim.files.scenario.shocks import Shock
from sim.theory.levers import LEVERS, Lever

ROOT = Path(__file__).parents[2]
DIGESTS = ROOT / "tests" / "golden" / "digests.json"
SEED = 1
NAMES = ("hamlet", "baseline_5_percent", "hamlet_with_policies")
RAMP = 12  # months
# Of the highest level, where a tenth would drown six villages.
PART = {"training.seats": 0.0004, "quality.brand": 0.00002, "delivery.cold_chain": 0.0002, "market.experience_store": 0.005}

# Cooperatives trade in villages of twenty farms and go online, merchants enter short of capital.
BUSY = {
    "cooperation.quantity_least": 5000.0, "cooperation.fixed_cost": 5000.0, "cooperation.ecommerce_rate": 0.05,
    "cooperation.ecommerce_constant": -3.0, "channel.cooperative_constant": 1.0, "trading.capital_start": 15000.0,
    "trading.entry_rate": 0.1, "trading.entry_constant": 0.0,
}  # fmt: skip


def measures(lever: Lever, months: int) -> list[Measure]:
    """A lever in two policies: one that grows through 2015 and goes on, one for some from 2018 to 2021 with a budget."""
    part = 1.0 if lever.union else PART.get(lever.key, 0.1)
    full = lever.high * part
    grows = tuple(full * min(max(t - 11, 0), RAMP) / RAMP for t in range(months))
    later = tuple(full / 2.0 if 48 <= t < 96 else 0.0 for t in range(months))
    target = {
        "village": Target(rank="remoteness", random=RandomShare(share=0.7, key=1)),
        "household": Target(households=HouseholdFilter(grows=True), rank="poverty", random=RandomShare(share=0.7, of="households")),
    }.get(lever.reach)
    for_all = Measure(policy="grows", lever=lever.key, levels=grows, budget=None if target else 43210.98)
    return [for_all, *([Measure(policy="for some", lever=lever.key, levels=later, target=target, budget=1234.56)] if target else [])]


def with_policies(scenario: Scenario) -> Scenario:
    """Every lever, most of them twice, with targets, ranks, lotteries and budgets that end; an epidemic in the spring of 2020, then a bad harvest."""
    months = scenario.months
    epidemic = Shock(event="epidemic", sizes=tuple(1.0 if 72 <= t < 75 else 0.0 for t in range(months)))
    weather = Shock(event="weather", sizes=tuple(0.3 if 80 <= t < 84 else 0.0 for t in range(months)))
    scenario = scenario.model_copy(update={"shocks": (epidemic, weather), "parameters": BUSY})
    return scenario.with_measures([measure for lever in LEVERS for measure in measures(lever, months)])


def cases() -> dict[str, Scenario]:
    """The hamlet in full, the baseline at one household in twenty, the hamlet under every lever; all to the end of 2024."""
    hamlet, baseline = (load_scenario(ROOT / "scenarios" / f"{name}.yaml") for name in ("hamlet", "baseline"))
    few = baseline.model_copy(update={"share_simulated": 0.05})
    return dict(zip(NAMES, (hamlet, few, with_policies(hamlet)), strict=True))


def digest_of(name: str) -> str:
    """SHA-256 of a case under seed 1: outcomes, then outlays, what each measure spent and did not pay, and the households' years."""
    trajectory = simulate(cases()[name], SEED, panel=name == "hamlet_with_policies")
    digest = hashlib.sha256(trajectory.digest().encode())
    for whole in (trajectory.outlays, trajectory.spent, trajectory.unpaid):
        digest.update(np.ascontiguousarray(whole, "<i8").tobytes())
    digest.update(np.ascontiguousarray(trajectory.panel, "<f8").tobytes())
    return digest.hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_the_result_is_the_committed_one_to_the_last_bit(name):
    golden = json.loads(DIGESTS.read_text())
    assert digest_of(name) == golden[name], "results changed: if on purpose, run `python -m tests.golden` and say so in CHANGES.md"


def test_every_committed_digest_belongs_to_a_case():
    assert set(json.loads(DIGESTS.read_text())) == set(cases()) == set(NAMES)


def test_every_lever_costs_money_in_the_case_with_policies():
    """Otherwise a digest would not notice a change of it."""
    scenario = cases()["hamlet_with_policies"]
    trajectory = simulate(scenario, SEED)
    spent = trajectory.outlays.sum(axis=(0, 2))
    assert [lever.key for lever, fen in zip(LEVERS, spent, strict=True) if fen == 0] == []
    ended = [fen == int(100.0 * one.budget + 0.5) for one, fen in zip(scenario.measures, trajectory.spent[-1], strict=True) if one.budget]
    assert sum(ended) > 10 and (trajectory.unpaid[-1] > 0).any()
