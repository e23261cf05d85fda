"""A county small enough to know by heart, in place of the model: what a policy does in it is written here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.county.panel import PANEL
from sim.files import Scenario
from sim.theory.levers import LEVERS, NUMBER
from sim.theory.outcomes import OUTCOMES
from sim.theory.parameters import PARAMETERS

ROOT = Path(__file__).parents[3]
HOUSEHOLDS, VILLAGES = 60, 6
NAMES = tuple(one.name for one in OUTCOMES)


class Small(SimpleNamespace):
    """What the model hands back, as far as a comparison reads it."""

    def __getitem__(self, name: str) -> np.ndarray:
        return self.outcomes[:, self.columns.index(name)]


def small(scenario: Scenario, seed: int) -> Small:
    """A county in which a seat costs what it costs, takers are at most 40 a month, and each seat trained raises selling and income.

    Luck moves the level of everything by seed, and the effect of a seat by household; a parameter (trading.attraction) scales the effect.
    """
    draw = np.random.default_rng(seed)
    months = scenario.months
    calendar = [scenario.start.plus(month) for month in range(months)]
    years = sorted({month.year for month in calendar})
    price = scenario.parameters.get("accounting.seat_cost", PARAMETERS["accounting.seat_cost"].default)
    station = scenario.parameters.get("costs.clerk", PARAMETERS["costs.clerk"].default)
    attraction = PARAMETERS["trading.attraction"]
    scale = scenario.parameters.get(attraction.key, attraction.default) / attraction.default
    outlays = np.zeros((months, len(LEVERS), VILLAGES + 1), np.int64)
    spent = np.zeros((months, len(scenario.measures)), np.int64)
    seats = np.zeros(months)
    for column, measure in enumerate(scenario.measures):
        left = None if measure.budget is None else round(measure.budget * 100)
        row = NUMBER[measure.lever]
        for month, level in enumerate(measure.levels):
            wanted = min(level, 40.0) if measure.lever == "training.seats" else level
            cost = round(wanted * (price if measure.lever == "training.seats" else station) * 100)
            paid = cost if left is None else min(cost, left)
            left = None if left is None else left - paid
            outlays[month, row, VILLAGES] += paid
            spent[month:, column] += paid
            if measure.lever == "training.seats" and cost:
                seats[month] += wanted * paid / cost
    base = draw.normal(0.0, 1.0, HOUSEHOLDS)
    answers = draw.uniform(0.5, 1.5, HOUSEHOLDS) * scale
    trained = np.cumsum(seats)
    outcomes = np.zeros((months, len(NAMES)))
    outcomes[:, NAMES.index("sellers_share")] = 0.05 + 0.01 * base.mean() + 1e-5 * trained * answers.mean()
    outcomes[:, NAMES.index("income_person")] = 9000.0 + 100.0 * base.mean() + 0.1 * trained * answers.mean()
    outcomes[:, NAMES.index("sales_online_household")] = 50.0 + base.mean() + 0.001 * trained * answers.mean()
    panel = np.zeros((len(years), HOUSEHOLDS, len(PANEL)))
    ended = np.array([max(month for month in range(months) if calendar[month].year == year) for year in years])
    panel[:, :, PANEL.index("income")] = 30000.0 + 3000.0 * base + 0.3 * trained[ended][:, None] * answers
    panel[:, :, PANEL.index("retail")] = 12000.0
    panel[:, :, PANEL.index("living_cost")] = 0.98
    inclined = base + 0.0005 * trained[ended][:, None] * answers
    panel[:, :, PANEL.index("seller")] = inclined > 1.0
    return Small(
        months=tuple(map(str, calendar)),
        columns=NAMES,
        outcomes=outcomes,
        share_simulated=1.0,
        outlays=outlays,
        spent=spent,
        panel=panel,
        years=tuple(years),
        households={
            "population_id": np.arange(HOUSEHOLDS),
            "weight": np.full(HOUSEHOLDS, 10.0),
            "size": np.full(HOUSEHOLDS, 3.0),
            "km": np.linspace(2.0, 30.0, HOUSEHOLDS),
        },
    )


STUDY = """\
schema: 1
name: Small
question: Does training pay?
scenario: world.yaml
prices: 2015
period: {policy: [2016-01, 2016-12], follow_until: 2018-06}
money: {total: 96000}
arms:
  training: {training.seats: 100%}
  sites: {market.village_sites: 100%}
  mix: {training.seats: 75%, market.village_sites: 25%}
differences: [[mix, training]]
groups: {income_fifths: 2015, far: {road_km: [15, null]}, sellers: true}
uncertainty: {parameters: ranges, costs: ranges, draws: 4, replicates: 3}
outcomes: [sellers_share, income_person, sales_online_household]
"""


@pytest.fixture
def county() -> Callable[[Scenario, int], Any]:
    """The small county, in place of the model."""
    return small


@pytest.fixture
def study_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a study beside a world of the hamlet; pairs of texts replace parts of it."""

    def write(*changes: tuple[str, str], text: str = STUDY) -> Path:
        world = "name: World\nextends: hamlet.yaml\nhistory: no_programme\nhorizon: {months: 36}\n"
        (tmp_path / "world.yaml").write_text(world.replace("hamlet.yaml", str(ROOT / "scenarios" / "hamlet.yaml")), encoding="utf-8")
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after)
        file = tmp_path / "study.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def carried() -> Callable[..., Any]:
    """Carry a study out in the small county: pilot, then every case."""
    from sim.methods.compare.paired_runs import run_pairs
    from sim.methods.compare.pilot import pilot

    def carry(study: Any, run: Callable[[Scenario, int], Any] = small, **more: Any) -> Any:
        levels = pilot(study, run, 1)
        return run_pairs(study, run, 1, study.uncertainty.replicates, levels, **more)

    return carry
