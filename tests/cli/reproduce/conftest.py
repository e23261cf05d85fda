"""Sweeps whose numbers are known: a stand-in for the model that is a formula of what a case varies."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.compute.case import CaseResult
from sim.compute.design import Design, load_experiment, steps
from sim.compute.prepare import prepare_folder
from sim.compute.store.households import Households
from sim.compute.worker import run_shards
from sim.present.figures.stored_sweep import StoredSweep, load_stored_sweep

ROOT = Path(__file__).parents[3]
HEAD = """\
schema: 1
name: {name}
question: What comes of it?
scenario: {scenario}
horizon: {{start: 2014-01, months: 36}}
outcomes: {outcomes}
"""
MAIN = "[real_income_person, sales_online_household, public_outlay]"
Formula = Callable[[dict[str, Any], str, int, int], float]
"""Of the values of a point, the arm, the replicate and the number of the year: the first outcome."""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the file of an experiment over three years of the hamlet into its own folder of experiments/."""

    def written(name: str, more: str, outcomes: str = MAIN) -> Path:
        folder = tmp_path / "experiments" / name
        folder.mkdir(parents=True, exist_ok=True)
        base = os.path.relpath(ROOT / "scenarios" / "hamlet.yaml", folder)
        (folder / "experiment.yaml").write_text(HEAD.format(name=name, scenario=base, outcomes=outcomes) + more, encoding="utf-8")
        return folder / "experiment.yaml"

    return written


@pytest.fixture
def swept(write: Callable[..., Path], tmp_path: Path) -> Callable[..., StoredSweep]:
    """A sweep in a folder, its numbers those of a formula; cases whose formula raises fail."""

    def made(more: str, formula: Formula, name: str = "known", outcomes: str = MAIN, shards: int | None = None) -> StoredSweep:
        design = Design.of(load_experiment(write(name, more, outcomes)))

        def evaluate(of: Design, number: int, between_years: Callable[[], None]) -> CaseResult:
            case = of.case(number)
            rows = []
            for year in range(len(steps(of.experiment))):
                first = formula(dict(case.values), case.arm, case.replicate, year)
                known = {"real_income_person": first, "sales_online_household": 3.0 * first, "public_outlay": 8.0 * (case.arm != "none")}
                rows.append([known.get(one, float(year)) for one in of.experiment.outcomes])
            people = None
            if of.experiment.households != "none":
                years = tuple(2014 + year for year in range(3))
                who = np.arange(20.0)
                traits = {"weight": np.ones(20), "size": np.full(20, 4.0), "km": 2.0 * who, "skill": who / 50, "income_first_year": 100 * who}
                added = 40.0 * (case.arm != "none") * (traits["km"] >= 10.0) + case.replicate
                panel = {"income": np.tile(5000.0 + added, (3, 1)), "retail": np.zeros((3, 20)), "living_cost": np.ones((3, 20))}
                people = Households(years, traits, panel)
            return CaseResult(np.array(rows), people)

        made_ready = prepare_folder(design, tmp_path / "results" / name, shard_size=7, evaluate=evaluate)
        run_shards(made_ready.folder, design, range(made_ready.folder.shards if shards is None else shards), evaluate=evaluate)
        return load_stored_sweep(tmp_path / "results" / name)

    return made
