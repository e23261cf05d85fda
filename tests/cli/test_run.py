"""`ruralsim run`: a table on the screen, four whole files on disk, and a clean stop when something is wrong."""

import functools
import getpass
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
FILES = {"trajectory.parquet", "trajectory.png", "trajectory.svg", "provenance.json"}


def test_a_run_prints_a_table_and_writes_trajectory_figure_and_provenance(ruralsim: Any, hamlet: Path) -> None:
    from sim.theory.outcomes import OUTCOMES

    done = ruralsim("run", hamlet, "--replicates", 2, "--seed", 7)
    assert done.returncode == 0, done.stderr
    assert "2014-01" in done.stdout and "2014-12" in done.stdout and "change" in done.stdout
    folder = hamlet.parent / "results" / "year"
    assert set(os.listdir(folder)) == FILES
    table = pq.read_table(folder / "trajectory.parquet")
    assert table.column_names == ["replicate", "seed", "month", *(one.name for one in OUTCOMES)]
    assert table["seed"].to_pylist() == [7] * 12 + [8] * 12
    assert table["month"].to_pylist()[:2] == ["2014-01", "2014-02"]
    assert table.schema.field(OUTCOMES[0].name).metadata[b"unit"].decode() == OUTCOMES[0].unit
    record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert record["seeds"] == [7, 8]
    assert record["scenario"]["months"] == 12
    assert set(record["files"]) == FILES - {"provenance.json"}
    assert len(record["outcome_digest"]) == 64


def test_the_name_of_a_scenario_does_not_steer_where_results_go(ruralsim: Any, hamlet: Path) -> None:
    assert ruralsim("run", hamlet).returncode == 0
    assert sorted(os.listdir(hamlet.parent)) == ["results", "year.yaml"]


def test_provenance_names_no_user_host_or_folder(ruralsim: Any, hamlet: Path) -> None:
    assert ruralsim("run", hamlet, "--out", "here").returncode == 0
    text = (hamlet.parent / "here" / "provenance.json").read_text(encoding="utf-8")
    words = set(re.findall(r"[^\s\"]+", text))
    assert not words & {os.uname().nodename, getpass.getuser(), str(Path.home()), str(hamlet.parent), str(ROOT)}
    assert str(hamlet.parent) not in text


def test_json_on_standard_output_is_json_and_nothing_else(ruralsim: Any, hamlet: Path) -> None:
    done = ruralsim("run", hamlet, "--format", "json", "--all")
    said = json.loads(done.stdout)
    assert (said["first_month"], said["last_month"], said["seeds"]) == ("2014-01", "2014-12", list(range(1, 9)))
    for one in said["outcomes"]:
        if one["change"] is not None:
            assert one["change"] == pytest.approx(one["last"] - one["first"], abs=1e-9 * max(abs(one["last"]), 1.0))


@pytest.mark.parametrize(
    ("scenario", "engine", "stated", "expected"),
    [
        *(
            ("hamlet", "compiled", None, 8),
            ("baseline", "compiled", None, 8),
            ("hamlet", "mesa", None, 8),
            ("xi", "mesa", None, 1),
        ),
        *(("hamlet", "compiled", 1, 1), ("hamlet", "compiled", 20, 20), ("xi", "mesa", 3, 3)),
    ],
)
def test_a_small_county_is_run_with_eight_seeds_unless_a_number_is_stated(
    scenario: str, engine: str, stated: int | None, expected: int
) -> None:
    from sim.cli.run import default_replicates
    from sim.files import load_scenario

    loaded = load_scenario(ROOT / "scenarios" / f"{scenario}.yaml")
    assert loaded.replicates is None
    loaded = loaded.model_copy(update={"replicates": stated})
    assert default_replicates(loaded, engine) == expected


def test_a_file_that_states_one_replicate_gets_one(ruralsim: Any, hamlet: Path) -> None:
    hamlet.write_text(hamlet.read_text(encoding="utf-8") + "replicates: 1\n", encoding="utf-8")
    assert json.loads(ruralsim("run", hamlet, "--format", "json").stdout)["seeds"] == [1]


def test_a_large_county_is_run_once_unless_a_number_is_stated() -> None:
    from sim.cli.run import default_replicates
    from sim.files import load_scenario

    loaded = load_scenario(ROOT / "scenarios" / "baseline.yaml").model_copy(update={"share_simulated": 1.0})
    assert default_replicates(loaded, "compiled") == 1


def test_policies_that_change_nothing_at_all_are_said_with_the_reason(ruralsim: Any, hamlet: Path) -> None:
    """From 2021 on every village has broadband: there is nothing for a programme to cover."""
    late = hamlet.parent / "late.yaml"
    text = f"extends: {hamlet.name}\nname: Late\nprices: 2015\nreplicates: 2\nhorizon: {{start: 2021-01, months: 12}}\npolicies:\n"
    late.write_text(f"{text}  - {{lever: broadband.coverage, level: 1, start: 2021-02}}\n", encoding="utf-8")
    idle = ruralsim("run", late)
    assert "changes nothing at all: villages with broadband service: 6 of 6 villages are already served." in idle.stderr
    assert "不产生任何变化" in ruralsim("run", late, "--lang", "zh").stderr
    late.write_text(f"{text}  - {{lever: training.seats, level: 60, start: 2021-02}}\n", encoding="utf-8")
    assert "nothing at all" not in ruralsim("run", late).stderr


def test_the_mesa_model_writes_the_same_outcomes_to_the_last_bit(ruralsim: Any, hamlet: Path) -> None:
    for engine in ("compiled", "mesa"):
        done = ruralsim("run", hamlet, "--engine", engine, "--out", engine)
        assert done.returncode == 0, done.stderr
    records = [json.loads((hamlet.parent / name / "provenance.json").read_text()) for name in ("compiled", "mesa")]
    assert records[0]["outcome_digest"] == records[1]["outcome_digest"]


def test_a_wrong_scenario_ends_with_2_and_writes_nothing(ruralsim: Any, hamlet: Path) -> None:
    hamlet.write_text(hamlet.read_text().replace("months: 12", "months: 0"))
    done = ruralsim("run", hamlet)
    assert done.returncode == 2
    assert "year.yaml:3:19: horizon.months: expected a whole number from 1 to 600, got 0" in done.stderr
    assert done.stdout == ""
    assert os.listdir(hamlet.parent) == ["year.yaml"]


def test_an_output_folder_that_cannot_be_written_ends_with_2_before_anything_runs(ruralsim: Any, hamlet: Path) -> None:
    closed = hamlet.parent / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    done = ruralsim("run", hamlet, "--out", closed / "deeper", unprivileged=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"--out: no permission to write into {closed}\n"
    assert os.listdir(closed) == []


def test_a_file_where_the_output_folder_should_be_ends_with_2(ruralsim: Any, hamlet: Path) -> None:
    done = ruralsim("run", hamlet, "--out", hamlet)
    assert done.returncode == 2
    assert "is not a folder" in done.stderr


def test_a_run_leaves_files_of_others_as_they_are_unless_forced(ruralsim: Any, hamlet: Path) -> None:
    out = hamlet.parent / "out"
    out.mkdir()
    (out / "trajectory.parquet").write_text("of another program")
    done = ruralsim("run", hamlet, "--out", "out")
    said = "--out: out holds trajectory.parquet, and no record says that ruralsim wrote it; choose another folder, or add --force\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert (out / "trajectory.parquet").read_text() == "of another program"
    assert ruralsim("run", hamlet, "--out", "out", "--force").returncode == 0
    assert set(os.listdir(out)) == FILES
    # The same scenario takes the place of its own results, another does not.
    assert ruralsim("run", hamlet, "--out", "out", "--seed", 2).returncode == 0
    hamlet.write_text(hamlet.read_text().replace("A year", "Another year"))
    done = ruralsim("run", hamlet, "--out", "out")
    assert done.returncode == 2
    assert "out holds the run of scenario '../../A year', which would be overwritten" in done.stderr


def test_a_full_disk_ends_with_1_says_so_and_leaves_no_half_file(ruralsim: Any, hamlet: Path) -> None:
    assert ruralsim("run", hamlet, "--out", "out").returncode == 0
    out = hamlet.parent / "out"
    before = {name: (out / name).read_bytes() for name in FILES}
    # Compiled code is in its cache by now: what no longer fits is the first of the results.
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))"
    done = ruralsim("run", hamlet, "--out", "out", "--seed", 5, preface=full)
    assert done.returncode == 1
    assert "failed while writing into out" in done.stderr and "Traceback" not in done.stderr
    assert {name: (out / name).read_bytes() for name in os.listdir(out)} == before


@pytest.mark.parametrize("seconds", [0.1, 0.3, 0.6, 1.0, 1.6])
def test_a_request_to_end_while_the_program_starts_gives_no_traceback(hamlet: Path, seconds: float) -> None:
    # Said as soon as the command has its signals in hand: what follows is importing, reading and compiling.
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport sim.cli as cli\nbefore = cli._stop_on_signals\ncli._stop_on_signals = lambda: (before(), print('ready', file=sys.stderr, flush=True))\nsys.exit(cli.main())"
    command = [sys.executable, "-c", code, "run", str(hamlet), "--replicates", "10000", "--out", "out"]
    running = subprocess.Popen(command, cwd=hamlet.parent, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None and running.stderr.readline() == "ready\n"
    time.sleep(seconds)
    running.send_signal(signal.SIGTERM)
    try:
        _, said = running.communicate(timeout=120)
    finally:
        running.kill()
    assert (running.returncode, "Traceback" in said) == (130, False), said
    assert "ruralsim: interrupted; no half-written file is left" in said
    assert not (hamlet.parent / "out").exists()


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_ctrl_c_stops_with_130_and_leaves_no_half_file(hamlet: Path, engine: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom sim.cli import main\nsys.exit(main())"
    command = [sys.executable, "-c", code, "run", str(hamlet), "--engine", engine, "--replicates", "10000", "--out", "out"]
    # A test that was started in the background inherits a Ctrl-C that is ignored; a terminal's is not.
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    running = subprocess.Popen(command, cwd=hamlet.parent, stderr=subprocess.PIPE, text=True, preexec_fn=heard)
    # Long enough to be compiling or running, and far too short for ten thousand replicates.
    time.sleep(3)
    running.send_signal(signal.SIGINT)
    try:
        _, said = running.communicate(timeout=120)
    finally:
        running.kill()
    assert running.returncode == 130, said
    assert "interrupted" in said and "Traceback" not in said
    assert not (hamlet.parent / "out").exists()
