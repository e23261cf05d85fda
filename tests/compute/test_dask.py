"""On Dask: the same rows as on this machine, from real worker processes; one that dies in the middle costs nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from sim.compute.case import Stop
from sim.compute.dask import Dask, NoWorkers
from sim.compute.design import Design, load_experiment
from sim.compute.store.sweep_folder import SweepFolder
from sim.compute.store.sweep_table import read_sweep, rows_digest
from sim.compute.sweep import sweep
from sim.compute.worker import Local

pytestmark = pytest.mark.filterwarnings("default")  # the library's own, from its threads and sockets, are none of ours


def shards(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "shards").iterdir())}


def test_one_thread_two_threads_and_dask_workers_write_the_same_bytes(experiment: Any, tmp_path: Path) -> None:
    file = experiment(points=6, replicates=4)
    for name, place in (("one", Local(1)), ("two", Local(2)), ("dask", Dask(workers=2))):
        outcome = sweep(file, tmp_path / name, place=place, shard_size=5)
        assert (outcome.done, outcome.tally.cases, outcome.tally.shards) == (24, 24, 5)
    assert shards(tmp_path / "one") == shards(tmp_path / "two") == shards(tmp_path / "dask")
    # And other boundaries of shards hold the same rows.
    sweep(file, tmp_path / "other", shard_size=24)
    assert rows_digest(read_sweep(tmp_path / "other")) == rows_digest(read_sweep(tmp_path / "one"))


def test_a_scheduler_that_does_not_answer_is_said_to_be_missing(experiment: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.compute.dask.WAIT_FOR_WORKERS", 0.5)
    with pytest.raises(NoWorkers, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        sweep(experiment(), tmp_path / "out", place=Dask(scheduler="tcp://127.0.0.1:1"), shard_size=5)


@pytest.mark.slow
def test_a_worker_that_dies_in_the_middle_and_a_stop_lose_nothing(experiment: Any, tmp_path: Path) -> None:
    import distributed

    design = Design.of(load_experiment(experiment(points=40, replicates=20)))
    sweep(design, tmp_path / "local", shard_size=40)
    stop, folder = Stop(), tmp_path / "dask"
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, distributed.Client(cluster) as client:
        pids = client.run(os.getpid)

        def hurt() -> None:
            while not (folder / "shards").is_dir() or len(list((folder / "shards").glob("[0-9]*.parquet"))) < 2:
                time.sleep(0.02)
            os.kill(next(iter(pids.values())), signal.SIGKILL)
            while len(list((folder / "shards").glob("[0-9]*.parquet"))) < 6:
                time.sleep(0.02)
            stop.ask()

        thread = threading.Thread(target=hurt, daemon=True)
        thread.start()
        place = Dask(scheduler=cluster.scheduler_address)
        first = sweep(design, folder, place=place, shard_size=40, stop=stop)
        thread.join(timeout=60)
        assert first.tally.stopped and 240 <= first.done < 800
        kept = [state for state in SweepFolder(folder).states(verify=True) if state.file == "kept"]
        assert sum(state.done for state in kept) + 40 * sum(1 for state in SweepFolder(folder).states() if state.file == "whole") == first.done
        second = sweep(design, folder, place=place)
    assert (second.done, second.tally.cases) == (800, 800 - first.done)
    assert shards(folder) == shards(tmp_path / "local")


@pytest.mark.slow
def test_a_scheduler_that_is_killed_is_said_in_one_sentence_and_nothing_is_lost(
    experiment: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    design, folder = Design.of(load_experiment(experiment(points=40, replicates=50))), tmp_path / "dask"
    address = "tcp://127.0.0.1:18786"
    words = ("--no-dashboard",)
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "18786", *words], stderr=subprocess.DEVNULL
    )
    worker = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", *words], stderr=subprocess.DEVNULL
    )

    def kill() -> None:
        while len(list((folder / "shards").glob("[0-9]*.parquet"))) < 2:
            time.sleep(0.02)
        scheduler.kill()

    thread = threading.Thread(target=kill, daemon=True)
    try:
        thread.start()
        with pytest.raises(NoWorkers, match=r"the Dask scheduler at tcp://127\.0\.0\.1:18786 was lost; shards that are finished are kept"):
            sweep(design, folder, place=Dask(scheduler=address), shard_size=40)
        thread.join(timeout=60)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
    assert capfd.readouterr().err == ""
    second = sweep(design, folder, place=Local(2))
    assert second.done == 2000 and second.tally.cases < 2000
