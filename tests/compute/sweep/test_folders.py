"""A folder of results takes one design by one version of the model, and one sweep at a time; all else is refused before anything runs."""

import importlib
import json
import os
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sim.compute.store.locks import LOCK, Occupied, at_work, owner_of
from sim.compute.store.sweep_table import read_sweep, rows_digest


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[None]]:
    """Inside, the model is another version, and gives every case another key."""

    @contextmanager
    def inside() -> Iterator[None]:
        with monkeypatch.context() as here:
            here.setattr("sim.compute.design.keys.sources_digest", lambda: "a version of last year")
            yield

    return inside


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_sweep_prints_its_plan_without_writing_and_then_does_what_it_said(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    file = experiment()
    said = ruralsim("sweep", file, "--plan", "--shard-size", 6, "--format", "json")
    assert said.returncode == 0, said.stderr
    plan = json.loads(said.stdout)
    assert (plan["cases"], plan["left"], plan["shards"], plan["cases_a_shard"]) == (20, 20, 4, 6)
    assert plan["core_hours"] * 3600.0 == pytest.approx(plan["seconds_a_case"] * 20) and plan["bytes"] > 0
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert "20 = 5 points x 1 arms x 4 replicates" in ruralsim("sweep", file, "--plan").stdout
    done = ruralsim("sweep", file, "--shard-size", 6)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "results" / "seats"
    assert sorted(path.name for path in folder.iterdir()) == ["cases.parquet", "design.json", "provenance.json", "shards"]
    assert len(list((folder / "shards").iterdir())) == 4
    record = json.loads((folder / "provenance.json").read_text())
    assert (record["finished"], record["failed"], record["cases"], record["experiment_file"]) == (True, 0, 20, file.name)
    plan = json.loads(ruralsim("sweep", file, "--plan", "--format", "json").stdout)
    assert (plan["done"], plan["left"], plan["core_hours"]) == (20, 0, 0.0)
    status = json.loads(ruralsim("status", folder, "--format", "json").stdout)
    assert (status["done"], status["failed"], status["left"], status["at_work"], status["damaged"]) == (20, 0, 0, None, [])


@pytest.mark.parametrize(
    ("sampler", "points", "expected"),
    [("latin_hypercube", 5_000_000, 5_000_000), ("sobol", 2**22, 2**22), ("saltelli", 2**16, 2**16 * 42)],
)
def test_the_plan_of_a_huge_design_counts_its_points_and_draws_few(
    experiment: Any,
    ruralsim: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sampler: str,
    points: int,
    expected: int,
) -> None:
    """Five million points over forty factors are 1.6 GB of numbers: the plan takes no memory that grows with them."""
    from sim.compute.design import points as drawn
    from sim.theory.parameters import PARAMETERS

    asked: list[int] = []
    usual = drawn.cube
    monkeypatch.setattr(drawn, "cube", lambda kind, number, *more: asked.append(number) or usual(kind, number, *more))
    free = [key for key, one in PARAMETERS.items() if not one.money][:40]
    factors = "".join(f"  {key}: {{from: {PARAMETERS[key].low}, to: {PARAMETERS[key].high}}}\n" for key in free)
    file = experiment(replicates=1)
    text = file.read_text().replace("vary:\n  training.seats: {from: 0, to: 30}", f"uncertain:\n{factors.rstrip()}")
    file.write_text(text.replace("sampler: grid\npoints: 5", f"sampler: {sampler}\npoints: {points}"))
    tracemalloc.start()
    plan = json.loads(ruralsim("sweep", file, "--plan", "--format", "json").stdout)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert plan["points"] == plan["cases"] == plan["left"] == expected and plan["seconds_a_case"] > 0.0
    assert asked and max(asked) <= 1024
    assert most < 100e6


def test_results_of_another_design_are_refused_and_left_alone(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    assert ruralsim("sweep", experiment()).returncode == 0
    before = files(tmp_path / "results")
    other = ruralsim("sweep", experiment(points=6))
    assert other.returncode == 2
    assert "holds the results of another design. It differs in: points" in other.stderr
    assert files(tmp_path / "results") == before


def test_a_change_that_moves_no_number_goes_on_in_the_same_folder(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    file = experiment()
    assert ruralsim("sweep", file).returncode == 0
    file.write_text(file.read_text().replace("Do seats help?", "Do they?") + "figures: [dose_response]\n")
    again = ruralsim("sweep", file)
    assert (again.returncode, "0 were run now" in again.stderr) == (0, True), again.stderr


def test_results_of_another_version_say_how_many_cases_and_how_to_keep_them(experiment: Any, ruralsim: Any, tmp_path: Path, another_version: Any) -> None:
    file = experiment()
    assert ruralsim("sweep", file, "--out", "clean").returncode == 0
    with another_version():
        assert ruralsim("sweep", file, "--shard-size", 4).returncode == 0
    folder = tmp_path / "results" / "seats"
    before = files(folder)
    said = ruralsim("sweep", file)
    assert said.returncode == 2
    assert "another version of the model: 20 of 20 cases would be redone" in said.stderr and "--out" in said.stderr and "--redo" in said.stderr
    assert ruralsim("shard", folder, "--index", 0, "--retry-failed").returncode == 0
    assert files(folder) == before
    redone = ruralsim("sweep", file, "--redo")
    assert redone.returncode == 0 and "20 were run now" in redone.stderr
    assert rows_digest(read_sweep(folder)) == rows_digest(read_sweep(tmp_path / "clean"))
    assert ruralsim("sweep", file).returncode == 0


def test_a_job_of_another_version_does_nothing(experiment: Any, ruralsim: Any, tmp_path: Path, another_version: Any) -> None:
    file = experiment()
    assert ruralsim("sweep", file, "--shard-size", 10).returncode == 0
    folder = tmp_path / "results" / "seats"
    (folder / "shards" / "00001.parquet").unlink()
    before = files(folder)
    with another_version():
        said = ruralsim("shard", folder, "--index", 1)
    assert said.returncode == 2 and "another key" in said.stderr
    assert files(folder) == before
    assert ruralsim("shard", folder, "--index", 1).returncode == 0
    assert ruralsim("shard", folder, "--index", 2).returncode == 2


def test_a_folder_that_holds_something_else_is_refused(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("Dear reader")
    said = ruralsim("sweep", experiment(), "--out", mine)
    assert said.returncode == 2 and "is not empty and holds no sweep: letter.txt" in said.stderr
    assert [path.name for path in mine.iterdir()] == ["letter.txt"]
    assert ruralsim("status", mine).returncode == ruralsim("shard", mine, "--index", 0).returncode == 2


def test_shards_never_leave_the_folder_through_a_link(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "shards").symlink_to(tmp_path / "elsewhere")
    said = ruralsim("sweep", experiment(), "--out", "out")
    assert said.returncode == 2 and "a link that leaves the folder" in said.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--scheduler", "tcp://127.0.0.1:1"), "--scheduler: only for --on dask"),
        (("--cluster", "site.yaml"), "--cluster: only for --on slurm"),
        (("--on", "slurm"), "--cluster: --on slurm needs a file"),
        (("--shard-size", "6000"), "--shard-size: expected 1 to 5000 cases, got 6000"),
    ],
)
def test_options_that_do_not_go_together_end_with_2_and_write_nothing(
    experiment: Any, ruralsim: Any, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    (tmp_path / "site.yaml").write_text('time: "10:00"\n')
    done = ruralsim("sweep", experiment(), *options)
    assert done.returncode == 2 and said in done.stderr
    assert not (tmp_path / "results").exists()


def test_two_sweeps_of_one_folder_never_run_at_once(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    file, folder = experiment(), tmp_path / "results" / "seats"
    folder.mkdir(parents=True)
    with at_work(folder):
        said = ruralsim("sweep", file)
        assert said.returncode == 2
        assert f"process {os.getpid()} is at work in it" in said.stderr
        assert owner_of(folder) == os.getpid()
        assert [path.name for path in folder.iterdir()] == [LOCK]
    assert list(folder.iterdir()) == []
    assert owner_of(folder) is None


def test_jobs_of_a_cluster_work_side_by_side_and_keep_a_sweep_out(tmp_path: Path) -> None:
    with at_work(tmp_path, alone=False), at_work(tmp_path, alone=False), pytest.raises(Occupied), at_work(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_whose_owner_is_dead_does_not_stand_in_the_way(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    folder = tmp_path / "results" / "seats"
    folder.mkdir(parents=True)
    # The number of a process that lives: only the system's own lock counts.
    (folder / LOCK).write_text(str(os.getppid()))
    assert ruralsim("sweep", experiment()).returncode == 0
    assert not (folder / LOCK).exists()


def test_a_sweep_with_failed_cases_ends_with_4_until_they_are_retried(
    experiment: Any, ruralsim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = experiment()
    assert ruralsim("sweep", file, "--out", "clean").returncode == 0
    usual = importlib.import_module("sim.compute.simulate").simulate

    def failing(scenario: Any, seed: int, **more: Any) -> Any:
        if seed == 2:
            raise ArithmeticError("no equilibrium")
        return usual(scenario, seed=seed, **more)

    with monkeypatch.context() as here:
        here.setattr(sys.modules["sim.compute.simulate"], "simulate", failing)
        done = ruralsim("sweep", file)
    assert done.returncode == 4, done.stderr
    assert "failed: case 1, arm given, seed 2: ArithmeticError: no equilibrium" in done.stderr
    folder = tmp_path / "results" / "seats"
    assert [json.loads(line)["seed"] for line in (folder / "failures.jsonl").read_text().splitlines()] == [2] * 5
    assert ruralsim("sweep", file).returncode == 4
    status = ruralsim("status", folder)
    assert "failed      5" in status.stdout and "--retry-failed" in status.stdout
    retried = ruralsim("sweep", file, "--retry-failed")
    assert retried.returncode == 0 and "5 were run now" in retried.stderr
    assert not (folder / "failures.jsonl").exists()
    assert rows_digest(read_sweep(folder)) == rows_digest(read_sweep(tmp_path / "clean"))
