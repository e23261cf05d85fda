"""`ruralsim compare` as a user calls it, with the model: tables and words on the screen, everything on disk, and clean refusals."""

import functools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest

import sim
from sim.methods.compare.result_files import RECORDS, TABLES

ROOT = Path(__file__).parents[3]
Command = Callable[..., subprocess.CompletedProcess[str]]
CODE = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom sim.cli import main\nsys.exit(main())"

STUDY = """\
schema: 1
name: Hamlet
question: Seats or a programme?
scenario: world.yaml
prices: 2018
period: {policy: [2015-01, 2015-06], follow_until: 2015-12}
money: {total: 30000}
arms:
  training: {training.seats: 100%}
  both: {training.seats: 50%, delivery.parcel_subsidy_in: 50%}
  joint: {lever: delivery.joint, level: 0.5}
differences: [[both, training]]
groups: {income_fifths: 2014, sellers: true}
uncertainty: {parameters: ranges, costs: ranges, draws: 2, replicates: 2}
examination: {arm: joint, indicators: {shoppers_share: 0.9}}
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A year and a half in the hamlet."""
    base = os.path.relpath(ROOT / "scenarios" / "hamlet.yaml", tmp_path)
    (tmp_path / "world.yaml").write_text(f"name: World\nextends: {base}\nhistory: no_programme\nhorizon: {{months: 12}}\n", encoding="utf-8")
    file = tmp_path / "seats.yaml"
    file.write_text(STUDY, encoding="utf-8")
    return file


@pytest.fixture
def compare(tmp_path: Path) -> Command:
    """Run `ruralsim compare` in the folder of the study."""

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", CODE, "compare", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=900)

    return call


def test_a_comparison_shows_money_differences_gains_and_words_and_writes_them_all(compare: Command, study: Path) -> None:
    done = compare("seats.yaml", "--seed", 5, "--full")
    assert done.returncode == 0, done.stderr
    for said in ("planned", "training - no policy, 2015", "both - training, 2015", "unit costs", "poorest fifth", "sell because of it",
                 "cost per extra seller", "value of public funds", "examination of the demonstration county: joint, 2015",
                 "yuan of 2018", "CNY of 2015", "They leave out"):  # fmt: skip
        assert said in done.stdout, said
    assert "pilot: training: training.seats at" in done.stderr
    folder = study.parent / "results" / "seats"
    assert {path.name for path in folder.iterdir()} == {f"{name}.{kind}" for name in TABLES for kind in ("csv", "parquet")} | set(RECORDS)
    record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert (record["seed"], record["draws"], record["replicates"], record["failures"]) == (5, 2, 2, [])


def test_the_same_study_gives_the_same_bytes_and_json_is_json_alone(compare: Command, study: Path) -> None:
    first = compare("seats.yaml", "--out", "a", "--draws", 2, "--replicates", 1, "--format", "json")
    second = compare("seats.yaml", "--out", "b", "--draws", 2, "--replicates", 1, "--format", "json", "--lang", "zh")
    assert first.returncode == second.returncode == 0, first.stderr
    assert json.loads(first.stdout) == json.loads(second.stdout)
    for name in TABLES:
        assert (study.parent / "a" / f"{name}.parquet").read_bytes() == (study.parent / "b" / f"{name}.parquet").read_bytes(), name


def test_the_words_come_in_chinese(compare: Command, study: Path) -> None:
    done = compare("seats.yaml", "--draws", 1, "--lang", "zh", "--full")
    assert done.returncode == 0, done.stderr
    assert "公共资金边际价值" in done.stdout and "区间（95%）包含" in done.stdout


def test_the_exact_nulls_hold_in_the_model_to_the_last_bit(compare: Command, study: Path) -> None:
    done = compare("seats.yaml", "--null", "--format", "json")
    assert done.returncode == 0, done.stdout
    assert [one["holds"] for one in json.loads(done.stdout)["nulls"]] == [True] * 6
    assert not (study.parent / "results").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--precision", "shoppers_share"), "--precision: expected OUTCOME=HALFWIDTH, as in sellers_share=0.002, got shoppers_share\n"),
        (("--precision", "shopers_share=0.1"), "--precision: 'shopers_share' is not measured in this study; did you mean 'shoppers_share'?\n"),
        (("--precision", "shoppers_share=0"), "--precision: expected a half width above 0, in the unit of the outcome, got 0\n"),
        (("--out", "seats.yaml"), "--out: seats.yaml is not a folder\n"),
        (("--seed", str(2**53 - 2)), f"--seed: the last of 4 seeds would be {2**53 + 1}, above {2**53 - 1}\n"),
    ],
)  # fmt: skip
def test_a_wrong_option_ends_with_2_and_writes_nothing(compare: Command, study: Path, arguments: tuple[str, ...], said: str) -> None:
    done = compare("seats.yaml", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert sorted(os.listdir(study.parent)) == ["seats.yaml", "world.yaml"]


def test_a_wrong_study_ends_with_2_says_where_and_writes_nothing(compare: Command, study: Path) -> None:
    study.write_text(STUDY.replace("50%, delivery", "40%, delivery"), encoding="utf-8")
    done = compare("seats.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("seats.yaml:10:3: arms.both: the shares of arm both sum to 90 %, not 100 %\n   10 |   both:")
    assert sorted(os.listdir(study.parent)) == ["seats.yaml", "world.yaml"]


def test_an_arm_whose_target_selects_nobody_is_refused_at_its_place(compare: Command, study: Path) -> None:
    nobody = "joint: {lever: delivery.joint, level: 0.5, target: {villages: {farther_than_km: 900}}}"
    study.write_text(STUDY.replace("joint: {lever: delivery.joint, level: 0.5}", nobody), encoding="utf-8")
    done = compare("seats.yaml")
    assert done.returncode == 2
    assert done.stderr.startswith("seats.yaml:11:") and "no village" in done.stderr


def test_precision_adds_seeds_and_says_that_it_narrows_luck_only(compare: Command, study: Path) -> None:
    done = compare("seats.yaml", "--precision", "income_person=1e-9", "--replicates-most", 3)
    assert done.returncode == 0, done.stderr
    assert "precision: 3 seeds a draw in place of 2: luck narrows, parameters and costs stay as wide" in done.stderr
    assert "after 3 seeds a draw (--replicates-most), not ± 1e-09" in done.stderr
    record = json.loads((study.parent / "results" / "seats" / "provenance.json").read_text(encoding="utf-8"))
    assert record["replicates"] == 3 and record["precision"] == {"outcome": "income_person", "half_width": 1e-9}


def test_ctrl_c_stops_with_130_and_leaves_nothing(study: Path) -> None:
    command = [sys.executable, "-c", CODE, "compare", "seats.yaml", "--draws", "2000"]
    # A test that was started in the background inherits a Ctrl-C that is ignored; a terminal's is not.
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    running = subprocess.Popen(command, cwd=study.parent, stderr=subprocess.PIPE, text=True, preexec_fn=heard)
    # Long enough to be compiling or running, and far too short for two thousand draws.
    time.sleep(5)
    running.send_signal(signal.SIGINT)
    try:
        _, said = running.communicate(timeout=120)
    finally:
        running.kill()
    assert running.returncode == 130, said
    assert "interrupted" in said and "Traceback" not in said
    assert sorted(os.listdir(study.parent)) == ["seats.yaml", "world.yaml"]


def test_a_study_is_carried_out_from_python_to_the_numbers_of_the_command(compare: Command, study: Path) -> None:
    done = compare("seats.yaml", "--seed", 5, "--draws", 1, "--replicates", 2, "--out", "out")
    assert done.returncode == 0, done.stderr
    found = sim.compare(study, seed=5, draws=1, replicates=2)
    written = pyarrow.parquet.read_table(study.parent / "out" / "differences.parquet").to_pylist()
    assert [row["mean"] for row in found.tables["differences"].records()] == [row["mean"] for row in written]
    assert found.words[0].text and not found.runs.failures
