"""`reproduce` and `figures` as a user calls them: exit codes, what is said, what is written."""

import json
from pathlib import Path

import pytest

NO_MODEL = "import sim.compute.simulate\ndef simulate(*_, **__): raise SystemExit('the model was run')\nsim.simulate.simulate = simulate"
FIGURES = "figures: [dose_response]\nquick: {replicates: 2}\n"


@pytest.fixture
def seats(experiment) -> Path:
    return experiment(points=2, replicates=3, more=FIGURES, name="experiments/seats/experiment.yaml").parent


def test_an_experiment_is_run_drawn_recorded_and_then_held_against_the_record(ruralsim, seats, tmp_path):
    first = ruralsim("reproduce", "seats", "--quick", "--record")
    assert first.returncode == 0, first.stderr
    assert "4 of 4 cases to run, about" in first.stderr, "how long it takes is said beforehand"
    record = seats / "recorded.json"
    said = json.loads(record.read_text(encoding="utf-8"))
    assert list(said) == ["quick"] and list(said["quick"]["figures"]) == ["dose_response"]
    assert not (seats / "figures").exists(), "only figures of the full design are kept beside the experiment"
    drawn = tmp_path / "results" / "seats-quick" / "figures"
    assert {one.name for one in drawn.iterdir()} == {"provenance.json", *(f"dose_response.{kind}" for kind in ("png", "svg", "pdf", "csv"))}

    again = ruralsim("reproduce", "--quick", preface=NO_MODEL)
    assert (again.returncode, again.stdout) == (0, "seats: dose_response: as recorded\n"), again.stderr

    said["quick"]["figures"]["dose_response"] = "0" * 64
    record.write_text(json.dumps(said), encoding="utf-8")
    moved = ruralsim("reproduce", "--quick", preface=NO_MODEL)
    assert moved.returncode == 3
    assert moved.stdout.startswith("seats: dose_response: moved: model and experiment are as they were")


def test_figures_are_drawn_of_what_is_stored_and_the_model_never_runs(ruralsim, seats, tmp_path):
    assert ruralsim("sweep", seats / "experiment.yaml").returncode == 0
    results = tmp_path / "results" / "seats"
    drawn = ruralsim("figures", results, preface=NO_MODEL)
    assert drawn.returncode == 0, drawn.stderr
    assert sorted(one.suffix for one in (results / "figures").iterdir()) == [".csv", ".json", ".pdf", ".png", ".svg"]
    csv = (results / "figures" / "dose_response.csv").read_text(encoding="utf-8").splitlines()
    assert len(csv) == 1 + 2 * 2, "two levels of two outcomes: money spent is no effect"

    wrong = ruralsim("figures", results, "--figure", "dose_respons", "--figure", "sensitivity", preface=NO_MODEL)
    assert wrong.returncode == 2
    assert "did you mean 'dose_response'?" in wrong.stderr and "write sampler: saltelli" in wrong.stderr

    shard = results / "shards" / "00000.parquet"
    content = bytearray(shard.read_bytes())
    content[len(content) // 2] ^= 1
    shard.write_bytes(content)
    before = sorted((results / "figures").iterdir())
    damaged = ruralsim("figures", results)
    assert damaged.returncode == 2 and "00000.parquet" in damaged.stderr
    assert sorted((results / "figures").iterdir()) == before


def test_what_is_wrong_is_said_before_anything_runs(ruralsim, seats, tmp_path):
    text = (seats / "experiment.yaml").read_text(encoding="utf-8")
    (seats / "experiment.yaml").write_text(text.replace("hamlet.yaml", "nowhere.yaml"), encoding="utf-8")
    for arguments in (("reproduce", "seat"), ("reproduce",), ("figures", "nowhere")):
        wrong = ruralsim(*arguments)
        assert wrong.returncode == 2, arguments
        assert wrong.stderr
    assert not (tmp_path / "results").exists()
    assert "did you mean 'seats'?" in ruralsim("reproduce", "seat").stderr


def test_results_of_another_design_are_not_taken_for_this_one(ruralsim, seats, tmp_path):
    assert ruralsim("sweep", seats / "experiment.yaml", "--quick").returncode == 0
    text = (seats / "experiment.yaml").read_text(encoding="utf-8")
    (seats / "experiment.yaml").write_text(text.replace("to: 30", "to: 40"), encoding="utf-8")
    refused = ruralsim("reproduce", "--quick")
    assert refused.returncode == 2 and "another design" in refused.stderr
