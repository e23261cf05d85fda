"""Files of sweeps as a user meets them: an experiment is checked, its rows become a table, its question may be put anew."""

import csv
import json
from pathlib import Path

import pytest


@pytest.fixture
def seats(experiment) -> Path:
    return experiment(points=2, replicates=2, name="seats.yaml", months=12)


def test_check_says_how_many_cases_an_experiment_has(ruralsim, seats):
    said = ruralsim("check", seats)
    assert (said.returncode, said.stdout) == (0, f"{seats}: ok: seats, an experiment of 4 cases: 2 point(s) x 2 seed(s)\n"), said.stderr


def test_check_names_what_is_wrong_in_an_experiment(ruralsim, seats):
    seats.write_text(seats.read_text(encoding="utf-8").replace("training.seats", "trainning.seats"), encoding="utf-8")
    said = ruralsim("check", seats)
    assert said.returncode == 2
    assert "did you mean 'training.seats'?" in said.stderr and f"{seats}:7:" in said.stderr


def test_the_rows_of_a_sweep_become_a_table_and_a_new_question_runs_nothing(ruralsim, seats, tmp_path):
    results = tmp_path / "results" / "seats"
    assert ruralsim("sweep", seats).returncode == 0
    for asked in (results, results / "results"):
        out = tmp_path / f"tables of {asked.name}"
        made = ruralsim("table", asked, "--as", "csv", "--out", out)
        assert made.returncode == 0, made.stderr
        with (out / "results.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["case"], row["training.seats"], row["step"]) for row in rows] == [
            ("0", "0.0", "2014"), ("1", "0.0", "2014"), ("2", "30.0", "2014"), ("3", "30.0", "2014"),
        ]  # fmt: skip
        assert all(float(row["income_person"]) > 0.0 for row in rows)

    seats.write_text(seats.read_text(encoding="utf-8").replace("Do seats help?", "Do seats help at all?"), encoding="utf-8")
    again = ruralsim("sweep", seats, preface="import sim.compute.simulate\ndef simulate(*_, **__): raise SystemExit('run')\nsim.simulate.simulate = simulate")
    assert again.returncode == 0, again.stderr
    assert json.loads((results / "design.json").read_text(encoding="utf-8"))["experiment"]["question"] == "Do seats help at all?"
