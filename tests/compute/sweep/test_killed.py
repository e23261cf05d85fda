"""A sweep that is killed, interrupted or warned loses at most the cases in flight; the same command finishes the rest, none twice."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sim.compute.store.sealed import verified
from sim.compute.store.sweep_folder import SweepFolder
from sim.compute.store.sweep_table import read_sweep, rows_digest

SLOWLY = """
import importlib, time
model = importlib.import_module("sim.compute.simulate")
usual = model.simulate
def slowly(*said, **more):
    time.sleep(0.02)
    return usual(*said, **more)
model.simulate = slowly
"""
"""However fast the model becomes, a case takes a fiftieth of a second here: long enough to be hurt in the middle."""
OURS = {"cases.parquet", "design.json", "provenance.json", "shards"}


def whole_shards(folder: Path) -> list[Path]:
    shards = folder / "shards"
    return sorted(path for path in shards.glob("[0-9]*.parquet") if ".kept." not in path.name) if shards.is_dir() else []


def wait_for(process: Any, ready: Any, seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not ready():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


def as_uninterrupted(folder: Path, other: Path) -> None:
    """Every row once, the same rows, and no file that an uninterrupted sweep would not have left."""
    table, clean = read_sweep(folder), read_sweep(other)
    rows = list(zip(table["case"].to_pylist(), table["step"].to_pylist(), strict=True))
    assert len(set(rows)) == len(rows)
    assert rows_digest(table) == rows_digest(clean)
    assert {path.name for path in folder.iterdir()} == OURS
    assert {path.name for path in (folder / "shards").iterdir()} == {path.name for path in whole_shards(folder)}


def test_ctrl_c_keeps_finished_cases_ends_with_130_and_goes_on(experiment: Any, ruralsim: Any, begin: Any, tmp_path: Path) -> None:
    file, folder = experiment(points=10, replicates=30), tmp_path / "results" / "seats"
    assert ruralsim("sweep", file, "--shard-size", 90, "--out", "clean").returncode == 0
    process = begin("sweep", file, "--shard-size", 90, preface=SLOWLY)
    wait_for(process, lambda: whole_shards(folder))
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "are kept in" in said and "Traceback" not in said
    done = [state.done for state in SweepFolder(folder).states(verify=True)]
    assert 90 <= sum(done) < 300
    assert f"{sum(done)} of 300 cases" in said
    again = ruralsim("sweep", file)
    assert again.returncode == 0 and f"{300 - sum(done)} were run now" in again.stderr
    as_uninterrupted(folder, tmp_path / "clean")


PREPARING = """
import importlib, pathlib, time
prepare = importlib.import_module("sim.compute.case_cost")
usual = prepare.measure
def slowly(*said, **more):
    pathlib.Path("preparing").touch()
    time.sleep(1.0)
    return usual(*said, **more)
importlib.import_module("sim.compute.prepare").measure = slowly
"""
"""While a sweep prepares itself there is time for a signal."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_while_a_sweep_prepares_itself_ends_it_with_130(
    experiment: Any, ruralsim: Any, begin: Any, tmp_path: Path, number: signal.Signals
) -> None:
    file = experiment()
    process = begin("sweep", file, preface=PREPARING)
    wait_for(process, (tmp_path / "preparing").exists)
    process.send_signal(number)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "interrupted; 0 of 20 cases are kept in" in said and "failed" not in said and "Traceback" not in said
    assert ruralsim("sweep", file).returncode == 0


def test_too_little_memory_is_said_in_a_sentence(experiment: Any, begin: Any) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_AS, (600_000_000, resource.RLIM_INFINITY))"
    process = begin("sweep", experiment(), preface=limited)
    shown, said = process.communicate(timeout=120)
    assert (process.returncode, shown) == (1, "") and said.count("\n") == 1
    assert said.startswith("ruralsim: failed while running: too little memory")


def test_a_case_that_finds_no_memory_is_no_failed_case(
    experiment: Any, ruralsim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*_: Any, **__: Any) -> Any:
        raise MemoryError

    file = experiment()
    assert ruralsim("sweep", file).returncode == 0
    (shard,) = whole_shards(tmp_path / "results" / "seats")
    shard.unlink()
    with monkeypatch.context() as here:
        here.setattr(sys.modules["sim.compute.simulate"], "simulate", greedy)
        done = ruralsim("sweep", file)
    assert done.returncode == 1 and "too little memory" in done.stderr
    assert not (tmp_path / "results" / "seats" / "failures.jsonl").exists()
    assert "; 20 were run now" in ruralsim("sweep", file).stderr


@pytest.mark.slow
def test_ctrl_c_in_a_terminal_with_dask_workers_keeps_what_they_finished(experiment: Any, ruralsim: Any, begin: Any, tmp_path: Path) -> None:
    file, folder = experiment(points=40, replicates=30), tmp_path / "results" / "seats"
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "sitecustomize.py").write_text(SLOWLY)
    everywhere = os.pathsep.join([str(tmp_path / "slow"), str(Path(__file__).parents[3])])
    process = begin("sweep", file, "--shard-size", 300, "--on", "dask", "--workers", 2, PYTHONPATH=everywhere)
    wait_for(process, lambda: whole_shards(folder))
    # Workers look once a second whether to stop: the shards that are under way now take seven.
    time.sleep(1.0)
    # A terminal tells every process of the group.
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "are kept in" in said and "Traceback" not in said
    states = SweepFolder(folder).states(verify=True)
    assert "kept" in {state.file for state in states} and sum(state.done for state in states) < 1200
    assert ruralsim("sweep", file).returncode == 0
    assert ruralsim("sweep", file, "--shard-size", 600, "--out", "clean").returncode == 0
    as_uninterrupted(folder, tmp_path / "clean")


def test_a_job_that_is_warned_of_its_limit_stops_between_cases_and_is_taken_up(
    experiment: Any, ruralsim: Any, begin: Any, tmp_path: Path
) -> None:
    file, folder = experiment(points=10, replicates=30), tmp_path / "results" / "seats"
    assert ruralsim("sweep", file, "--shard-size", 300).returncode == 0
    shutil.copytree(folder, tmp_path / "clean")
    whole_shards(folder)[0].unlink()
    process = begin("shard", folder, "--index", 0, "--threads", 1, preface=SLOWLY)
    wait_for(process, (folder / "sweep.lock").exists)
    time.sleep(1.0)
    process.send_signal(signal.SIGUSR1)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "stopping" in said and "of 300 cases are done" in said
    done = sum(state.done for state in SweepFolder(folder).states(verify=True))
    assert 0 <= done < 300
    assert "next        run the same" in ruralsim("status", folder).stdout
    assert f"{300 - done} were run now" in ruralsim("shard", folder, "--index", 0).stderr
    as_uninterrupted(folder, tmp_path / "clean")


@pytest.mark.slow
def test_twenty_sudden_deaths_leave_the_table_of_an_uninterrupted_sweep(experiment: Any, ruralsim: Any, begin: Any, tmp_path: Path) -> None:
    file, folder = experiment(points=35, replicates=100), tmp_path / "results" / "seats"
    chance = random.Random(20)
    deaths = 0
    while deaths < 20:
        process = begin("sweep", file, "--shard-size", 25, preface=SLOWLY)
        if deaths % 4:
            # Well into the work, at a moment that has nothing to do with what is being written.
            before = len(whole_shards(folder))
            wait_for(process, lambda before=before: len(whole_shards(folder)) > before)
            time.sleep(chance.uniform(0.0, 1.0))
        else:
            # Before the folder is ready, or hardly after.
            time.sleep(chance.uniform(0.2, 3.0))
        assert process.poll() is None, "the sweep ended before it could be killed twenty times"
        process.kill()
        process.communicate(timeout=60)
        deaths += 1
        for path in whole_shards(folder):
            verified(path)
    begun = len(whole_shards(folder))
    assert 0 < begun < 140
    assert ruralsim("sweep", file).returncode == 0
    assert ruralsim("sweep", file, "--shard-size", 1000, "--out", "clean").returncode == 0
    as_uninterrupted(folder, tmp_path / "clean")


FULL = """
mount -t tmpfs -o size=120k none small || exit 99
"$@"; echo "first $?"
cp -r small/results at_first
mount -o remount,size=64m small
"$@"; echo "second $?"
cp -r small/results at_last
"""


def test_a_full_disk_ends_with_1_keeps_what_is_whole_and_goes_on_once_there_is_room(
    experiment: Any, ruralsim: Any, typed: Any, tmp_path: Path
) -> None:
    file = experiment(points=10, replicates=20)
    file.write_text(file.read_text().replace("time_step: yearly", "time_step: monthly"))
    assert ruralsim("sweep", file, "--out", "clean").returncode == 0
    (tmp_path / "small").mkdir()
    command, known = typed("sweep", file, "--shard-size", 10, "--out", "small/results")
    # A file system of its own, in a name space of its own: as root, or as anyone where the system lets users have them.
    rights = ["--mount"] if os.geteuid() == 0 else ["--mount", "--map-root-user"]
    done = subprocess.run(
        ["unshare", *rights, "sh", "-c", FULL, "sh", *command], cwd=tmp_path, env=known, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout.split() == ["first", "1", "second", "0"], done.stderr
    assert "No space left on device; what is finished is kept" in done.stderr and "Traceback" not in done.stderr
    first, last = tmp_path / "at_first", tmp_path / "at_last"
    assert 0 < len(whole_shards(first)) < 20
    for path in whole_shards(first):
        assert verified(path) == (last / "shards" / path.name).read_bytes()
    as_uninterrupted(last, tmp_path / "clean")
