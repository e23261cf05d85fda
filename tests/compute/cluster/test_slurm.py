"""On SLURM: the rows of a local sweep, byte for byte, whatever the cluster does in the middle."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sim.compute.store.sweep_folder import SweepFolder

pytestmark = [pytest.mark.cluster, pytest.mark.slow]
ROOT = Path(__file__).parents[3]


def shards(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "shards").iterdir())}


def waiting_or_running() -> list[str]:
    said = subprocess.run(["squeue", "--noheader", "--array", "--format=%T"], capture_output=True, text=True, check=True)
    return said.stdout.split()


def nobody() -> bool:
    return not waiting_or_running()


@pytest.fixture(autouse=True)
def own_queue() -> Any:
    assert os.environ.get("SLURM_CONF"), "a cluster of one's own: run .ci/slurm_tests.sh"
    assert nobody()
    yield
    subprocess.run(["scancel", f"--user={os.getuid()}"], check=True)


def test_a_job_array_writes_what_threads_here_write_and_is_never_submitted_twice(
    experiment: Any, site: Any, ruralsim: Any, until: Any, tmp_path: Path
) -> None:
    file, here = experiment(10, 9), site(slower=0.1, more="at_most: 3\n")
    assert ruralsim("sweep", file, "--out", "local", "--shard-size", 10).returncode == 0
    submitted = ruralsim("sweep", file, "--on", "slurm", "--cluster", here, "--shard-size", 10, "--out", "far")
    assert submitted.returncode == 0, submitted.stderr
    assert "submitted 9 shards as job array" in submitted.stderr
    # The site takes no more than six elements an array.
    jobs = json.loads((tmp_path / "far" / "jobs.json").read_text())["jobs"]
    assert [len(job["shards"]) for job in jobs] == [6, 3]
    twice = ruralsim("sweep", file, "--on", "slurm", "--cluster", here, "--out", "far")
    assert twice.returncode == 2 and "jobs of it wait or run already" in twice.stderr
    # Nor where the record of the jobs was lost between submitting and writing it down.
    record = (tmp_path / "far" / "jobs.json").read_bytes()
    (tmp_path / "far" / "jobs.json").unlink()
    assert ruralsim("sweep", file, "--on", "slurm", "--cluster", here, "--out", "far").returncode == 2
    (tmp_path / "far" / "jobs.json").write_bytes(record)
    status = json.loads(ruralsim("status", "far", "--format", "json").stdout)
    assert 1 <= status["jobs_running"] + status["jobs_waiting"] <= 9 and "wait" in status["next"]
    until(nobody, 120)
    assert shards(tmp_path / "far") == shards(tmp_path / "local")
    status = json.loads(ruralsim("status", "far", "--verify", "--format", "json").stdout)
    assert (status["done"], status["left"], status["jobs_running"], status["jobs_waiting"]) == (90, 0, 0, 0)
    assert json.loads((tmp_path / "far" / "provenance.json").read_text())["finished"] is True
    again = ruralsim("sweep", file, "--on", "slurm", "--cluster", here, "--out", "far")
    assert again.returncode == 0 and "nothing was submitted" in again.stderr
    assert not (tmp_path / "far" / "sweep.lock").exists()


def test_a_job_that_meets_its_limit_keeps_what_is_done_and_the_next_one_goes_on(
    experiment: Any, site: Any, ruralsim: Any, until: Any, tmp_path: Path
) -> None:
    file = experiment(20, 20)
    assert ruralsim("sweep", file, "--out", "local", "--shard-size", 400).returncode == 0
    # The nodes are a hundred times slower than where a case was timed: the shard would take four minutes and has two.
    slow = site(slower=0.6, limit="2:00")
    submitted = ruralsim("sweep", file, "--on", "slurm", "--cluster", slow, "--shard-size", 400, "--out", "far")
    assert submitted.returncode == 0, submitted.stderr
    until(nobody, 200)
    state = SweepFolder(tmp_path / "far").state(0, verify=True)
    assert state.file == "kept" and 10 <= state.done < 300
    log = "".join(path.read_text() for path in (tmp_path / "far" / "logs").iterdir())
    assert "ruralsim: stopping" in log and f"{state.done} of 400 cases are done" in log
    assert ruralsim("sweep", file, "--on", "slurm", "--cluster", site(), "--out", "far").returncode == 0
    until(nobody, 120)
    log = "".join(path.read_text() for path in (tmp_path / "far" / "logs").iterdir())
    assert f"{400 - state.done} were run now" in log
    assert shards(tmp_path / "far") == shards(tmp_path / "local")


def test_the_loss_of_a_node_in_the_middle_loses_no_row(experiment: Any, site: Any, ruralsim: Any, until: Any, tmp_path: Path) -> None:
    file = experiment(20, 12)
    assert ruralsim("sweep", file, "--out", "local", "--shard-size", 40).returncode == 0
    submitted = ruralsim("sweep", file, "--on", "slurm", "--cluster", site(slower=0.25), "--shard-size", 40, "--out", "far")
    assert submitted.returncode == 0, submitted.stderr
    until(lambda: waiting_or_running().count("RUNNING") >= 3, 60)
    subprocess.run(["bash", ROOT / ".ci" / "slurm_kill_node.sh", "n1"], check=True)

    def node_is_lost() -> bool:
        said = subprocess.run(["sinfo", "--noheader", "--nodes=n1", "--format=%T"], capture_output=True, text=True, check=True)
        return "down" in said.stdout

    until(node_is_lost, 90)
    subprocess.run(["bash", ROOT / ".ci" / "slurm_up.sh"], check=True, stdout=subprocess.DEVNULL)
    until(nobody, 240)
    assert ruralsim("sweep", file, "--on", "slurm", "--cluster", site(), "--out", "far").returncode == 0
    until(nobody, 120)
    assert shards(tmp_path / "far") == shards(tmp_path / "local")


def test_a_shard_that_cannot_finish_within_the_limit_is_refused_beforehand(experiment: Any, site: Any, ruralsim: Any, tmp_path: Path) -> None:
    file = experiment(100, 40)
    said = ruralsim("sweep", file, "--on", "slurm", "--cluster", site(limit="1:00"), "--shard-size", 4000)
    assert said.returncode == 2
    assert "a shard of 4000 cases needs about" in said.stderr and "more time" in said.stderr
    assert nobody()


def test_where_slurm_does_not_answer_nothing_is_submitted_and_the_command_ends_with_1(
    experiment: Any, site: Any, ruralsim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "squeue").write_text("#!/bin/sh\necho 'squeue: error: controller not responding' >&2\nexit 1\n")
    (tmp_path / "bin" / "squeue").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    said = ruralsim("sweep", experiment(2, 2), "--on", "slurm", "--cluster", site())
    assert said.returncode == 1 and "squeue failed: squeue: error: controller not responding" in said.stderr
    monkeypatch.undo()
    assert nobody()
