"""A stand-in for the model that is fast and whose rows say which case they are, and folders made ready for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.compute.case import CaseResult, Evaluate
from sim.compute.design import Design, load_experiment, steps
from sim.compute.prepare import Prepared, prepare_folder


def _stand_in(design: Design, number: int, between_years: Callable[[], None]) -> CaseResult:
    """Rows of numbers that follow from the number of the case and nothing else."""
    between_years()
    shape = len(steps(design.experiment)), len(design.experiment.outcomes)
    return CaseResult(np.arange(shape[0] * shape[1], dtype=np.float64).reshape(shape) / 7.0 + number, None)


@pytest.fixture
def stand_in() -> Evaluate:
    """The stand-in for the model."""
    return _stand_in


@pytest.fixture
def ready(experiment: Callable[..., Path], tmp_path: Path) -> Callable[..., Prepared]:
    """A folder made ready for an experiment, its shards of so many cases."""

    def made(
        shard_size: int, folder: str = "results", evaluate: Any = _stand_in, points: int = 4, replicates: int = 3
    ) -> Prepared:
        design = Design.of(load_experiment(experiment(points, replicates)))
        return prepare_folder(design, tmp_path / folder, shard_size=shard_size, evaluate=evaluate)

    return made
