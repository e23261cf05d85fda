"""An experiment in the hamlet, written beside its world; no test here runs the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EXPERIMENT = """\
schema: 1
name: delivery-and-training
question: Does training raise online sales where delivery is dear?
scenario: world.yaml
prices: 2015
policy: [2014-06, 2015-12]
vary:
  delivery.parcel_subsidy_out: {from: 0, to: 4}
  broadband.coverage: {values: [0.6, 0.8, 1.0]}
uncertain: {learning.training_effect: range}
arms:
  training: {training.seats: 20}
sampler: sobol
points: 8
replicates: 2
seed: 11
outcomes: [sales_online_household, sellers_share]
time_step: yearly
figures: [dose_response]
"""
PLAIN = """\
schema: 1
name: plain
scenario: world.yaml
"""


@pytest.fixture
def experiment_file(tmp_path: Path) -> Callable[..., Path]:
    """Write an experiment beside a world of the hamlet over three years; pairs of texts replace parts of it."""

    def write(*changes: tuple[str, str], text: str = EXPERIMENT, world: str = "") -> Path:
        base = f"schema: 1\nname: World\nextends: {ROOT / 'scenarios' / 'hamlet.yaml'}\nhistory: no_programme\nhorizon: {{months: 36}}\n"
        (tmp_path / "world.yaml").write_text(base + world, encoding="utf-8")
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after)
        file = tmp_path / "experiment.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def plain() -> str:
    """The least that an experiment says; more is put behind it."""
    return PLAIN
