"""A small experiment, and a stand-in for the model that is fast and whose rows say which case they are."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.design import Design, load_experiment, steps
from sim.execution.case import Evaluate, Kept
from sim.execution.preparing import Prepared, prepared

ROOT = Path(__file__).parents[2]
EXPERIMENT = """\
schema: 1
name: seats
question: Do seats help?
scenario: {scenario}
horizon: {{start: 2014-01, months: 24}}
vary:
  training.seats: {{from: 0, to: 30}}
sampler: grid
points: {points}
replicates: {replicates}
outcomes: [income_person, sellers_share, public_outlay]
time_step: yearly
"""


@pytest.fixture
def experiment(tmp_path: Path) -> Callable[..., Path]:
    """Writes the file of an experiment over two years of the hamlet."""

    def written(points: int = 4, replicates: int = 3, more: str = "", name: str = "experiment.yaml") -> Path:
        file = tmp_path / name
        base = os.path.relpath(ROOT / "scenarios" / "hamlet.yaml", tmp_path)
        file.write_text(EXPERIMENT.format(scenario=base, points=points, replicates=replicates) + more, encoding="utf-8")
        return file

    return written


def _stand_in(design: Design, number: int, between_years: Callable[[], None]) -> Kept:
    """Rows of numbers that follow from the number of the case and nothing else."""
    between_years()
    shape = len(steps(design.experiment)), len(design.experiment.outcomes)
    return Kept(np.arange(shape[0] * shape[1], dtype=np.float64).reshape(shape) / 7.0 + number, None)


@pytest.fixture
def stand_in() -> Evaluate:
    """The stand-in for the model."""
    return _stand_in


@pytest.fixture
def ready(experiment: Callable[..., Path], tmp_path: Path) -> Callable[..., Prepared]:
    """A folder made ready for an experiment, its shards of so many cases."""

    def made(shard_size: int, folder: str = "results", evaluate: Any = _stand_in, **asked: Any) -> Prepared:
        design = Design.of(load_experiment(experiment(**asked)))
        return prepared(design, tmp_path / folder, shard_size=shard_size, evaluate=evaluate)

    return made
