"""The one function that does the work: whole shards in the order of their cases, whoever did them and however often it was stopped."""

import json
import math
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.compute.case import Abandoned, CaseResult, Stop
from sim.compute.store.shards import read_shard
from sim.compute.store.sweep_folder import SweepFolder
from sim.compute.store.sweep_table import read_sweep, rows_digest
from sim.compute.sweep import record_failures
from sim.compute.worker import AnotherVersion, run_shards


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "shards").iterdir())}


def test_shards_have_the_same_bytes_whatever_the_number_of_threads(ready: Any, stand_in: Any) -> None:
    found = []
    for threads in (1, 2, 7):
        made = ready(5, folder=f"threads-{threads}", points=40)
        tally = run_shards(made.folder, made.design, range(made.folder.shards), threads, evaluate=stand_in)
        assert (tally.cases, tally.failed, tally.shards) == (120, 0, 24)
        found.append(bytes_of(made.folder.path))
    assert found[0] == found[1] == found[2]
    assert list(found[0]) == [f"{index:05d}.parquet" for index in range(24)]


def test_rows_are_ordered_by_case_and_step_and_hold_what_the_model_gave(ready: Any, stand_in: Any) -> None:
    made = ready(5, points=4)
    run_shards(made.folder, made.design, range(made.folder.shards), 3, evaluate=stand_in)
    table = read_sweep(made.folder.path)
    assert table.column_names == [
        *("case", "point", "arm", "replicate", "seed", "training.seats", "step"),
        *("income_person", "sellers_share", "public_outlay"),
    ]
    assert table["case"].to_pylist() == [case for case in range(12) for _ in range(2)]
    assert table["step"].to_pylist() == ["2014", "2015"] * 12
    assert table["sellers_share"].to_pylist() == [value / 7.0 + case for case in range(12) for value in (1.0, 4.0)]
    assert table["seed"].to_pylist() == [made.design.case(case).seed for case in range(12) for _ in range(2)]
    assert table["training.seats"].to_pylist() == [made.design.values(case // 3)["training.seats"] for case in range(12) for _ in range(2)]
    assert table.schema.field("income_person").metadata[b"unit"]
    assert table.schema.metadata == {b"cases": b"12", b"done": b"12", b"failed": b"0"}


def test_what_a_small_sample_cannot_tell_is_missing_and_no_number(ready: Any) -> None:
    made = ready(12)
    run_shards(made.folder, made.design, [0], evaluate=lambda design, number, _: CaseResult(np.array([[1.0, np.nan, 2.0]] * 2), None))
    assert read_sweep(made.folder.path)["sellers_share"].to_pylist() == [None] * 24


def test_a_second_run_touches_no_byte_of_what_is_whole(ready: Any, stand_in: Any) -> None:
    made = ready(5)
    run_shards(made.folder, made.design, range(made.folder.shards), 2, evaluate=stand_in)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in made.folder.path.rglob("*")}
    tally = run_shards(made.folder, made.design, range(made.folder.shards), 2, evaluate=stand_in)
    assert tally.cases == 0
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in made.folder.path.rglob("*")} == before


def test_a_case_that_raises_is_on_record_with_its_inputs_and_the_others_go_on(ready: Any, stand_in: Any) -> None:
    made = ready(5)

    def failing(design: Any, number: int, between_years: Callable[[], None]) -> CaseResult:
        if number in (3, 7):
            raise ArithmeticError(f"no such\nnumber as {number}")
        return stand_in(design, number, between_years)

    tally = run_shards(made.folder, made.design, range(made.folder.shards), 2, evaluate=failing)
    assert (tally.cases, tally.failed) == (12, 2)
    failures = record_failures(made.folder, 1.0)
    lines = [json.loads(line) for line in (made.folder.path / "failures.jsonl").read_text().splitlines()]
    assert [line["case"] for line in lines] == [one.case for one in failures] == [3, 7]
    case = made.design.case(7)
    assert lines[1] == {
        "case": 7, "key": case.key, "point": case.point, "arm": case.arm, "replicate": case.replicate, "seed": case.seed,
        "values": dict(case.values), "error": "ArithmeticError: no such number as 7", "where": lines[1]["where"],
    }  # fmt: skip
    assert lines[1]["where"].startswith("compute/worker.py:")
    table = read_sweep(made.folder.path)
    assert sorted(set(table["case"].to_pylist())) == [case for case in range(12) if case not in (3, 7)]
    assert table.schema.metadata[b"failed"] == b"2"


def test_failed_cases_are_run_again_only_when_asked_for_and_leave_no_trace_once_they_run(ready: Any, stand_in: Any) -> None:
    made, clean = ready(5), ready(5, folder="clean")
    run_shards(clean.folder, clean.design, range(3), evaluate=stand_in)

    def failing(design: Any, number: int, between_years: Callable[[], None]) -> CaseResult:
        if number == 7:
            raise ArithmeticError
        return stand_in(design, number, between_years)

    run_shards(made.folder, made.design, range(3), evaluate=failing)
    record_failures(made.folder, 0.0)
    assert run_shards(made.folder, made.design, range(3), evaluate=stand_in).cases == 0
    again = run_shards(made.folder, made.design, range(3), evaluate=stand_in, retry_failed=True)
    assert (again.cases, again.failed) == (1, 0)
    assert record_failures(made.folder, 0.0) == []
    assert not (made.folder.path / "failures.jsonl").exists()
    assert bytes_of(made.folder.path) == bytes_of(clean.folder.path)


def test_a_stop_keeps_finished_cases_and_the_next_run_takes_them_up(ready: Any, stand_in: Any) -> None:
    made, whole = ready(50, points=40), ready(50, folder="whole", points=40)
    run_shards(whole.folder, whole.design, range(3), evaluate=stand_in)
    stop, done = Stop(), []

    def stopping(design: Any, number: int, between_years: Callable[[], None]) -> CaseResult:
        done.append(number)
        if len(done) == 70:
            stop.ask()
        return stand_in(design, number, between_years)

    tally = run_shards(made.folder, made.design, range(3), 1, stop, evaluate=stopping)
    assert (tally.stopped, tally.cases) == (True, 70)
    assert sorted(bytes_of(made.folder.path)) == ["00000.parquet", "00001.kept.parquet"]
    assert [state.done for state in made.folder.states(verify=True)] == [50, 20, 0]
    assert len(read_sweep(made.folder.path)) == 140
    again = run_shards(made.folder, made.design, range(3), 2, evaluate=stand_in)
    assert again.cases == 50
    assert bytes_of(made.folder.path) == bytes_of(whole.folder.path)


def test_a_case_that_lasts_longer_than_there_is_time_is_given_up_and_not_recorded(ready: Any, stand_in: Any) -> None:
    made = ready(12)
    stop = Stop(patience=0.0)

    def endless(design: Any, number: int, between_years: Callable[[], None]) -> CaseResult:
        if number < 4:
            return stand_in(design, number, between_years)
        stop.ask()
        while True:
            between_years()

    assert run_shards(made.folder, made.design, [0], 1, stop, evaluate=endless).cases == 4
    assert sorted(read_shard(made.folder.kept(0)).values) == [0, 1, 2, 3]
    with pytest.raises(Abandoned):
        endless(made.design, 4, lambda: (_ for _ in ()).throw(Abandoned()))


def test_a_case_of_another_key_is_never_run(ready: Any, stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ready(5)
    calls = []
    monkeypatch.setattr("sim.compute.design.keys.sources_digest", lambda: "another version")
    design = type(made.design).of(made.design.experiment)
    with pytest.raises(AnotherVersion, match="case 0 has another key"):
        run_shards(made.folder, design, range(3), evaluate=lambda *_: calls.append(1))
    assert calls == [] and bytes_of(made.folder.path) == {}


def test_no_more_cases_are_in_memory_than_a_few_shards_hold_however_many_there_are(ready: Any, stand_in: Any) -> None:
    made = ready(20, points=400, replicates=5)
    lock, alive, most = threading.Lock(), 0, 0

    def gone() -> None:
        nonlocal alive
        with lock:
            alive -= 1

    def counted(design: Any, number: int, between_years: Callable[[], None]) -> CaseResult:
        nonlocal alive, most
        kept = stand_in(design, number, between_years)
        with lock:
            alive += 1
            most = max(most, alive)
        weakref.finalize(kept.values, gone)
        return kept

    tally = run_shards(made.folder, made.design, range(made.folder.shards), 2, evaluate=counted)
    assert (tally.cases, tally.shards) == (2000, 100)
    # Two threads: the shard in work, one that the other thread still writes, one that is being let go.
    assert most <= 20 * 4


@pytest.mark.slow
def test_a_hundred_thousand_cases_leave_twenty_files_and_no_memory_behind(
    ready: Any, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gc
    import tracemalloc

    # On a machine that is busy a shard may last so long that what is done of it is kept, which takes a copy.
    monkeypatch.setattr("sim.compute.worker.KEEP_EVERY", math.inf)
    made = ready(5000, points=25_000, replicates=4)

    def needed(shards: range, threads: int) -> tuple[int, int]:
        """Bytes over those at the start that these shards took at most, and that they left behind."""
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        run_shards(made.folder, made.design, shards, threads, evaluate=stand_in)
        _, peak = tracemalloc.get_traced_memory()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
        return peak - before, after - before

    tracemalloc.start()
    try:
        needed(range(0, 1), 1)  # what is loaded or remembered once is there from here on
        early, _ = needed(range(1, 3), 1)
        late, left = needed(range(3, 11), 1)
        both, left_by_both = needed(range(11, 20), 2)
    finally:
        tracemalloc.stop()
    assert len(bytes_of(made.folder.path)) == 20
    # One thread does the same in the same order every time. Whatever is kept of a case takes more than a byte.
    assert late - early < 30_000
    assert left < 40_000 and left_by_both < 45_000
    # Two threads: while one writes a shard the other may fill the next, or may not. How much of it is chance; that it is no more than
    # twice what one needs, and a shard that is being let go, is not.
    assert both < 3 * early


def test_households_are_stored_beside_the_rows_and_taken_up_after_a_stop(experiment: Any, tmp_path: Path) -> None:
    from sim.compute.case import evaluate
    from sim.compute.design import Design, load_experiment
    from sim.compute.prepare import prepare_folder
    from sim.compute.store.sweep_table import read_households
    from sim.county.panel import PANEL

    design = Design.of(load_experiment(experiment(points=2, replicates=2, more="households: yearly\n")))
    tables = []
    for name, stops in (("stopped", True), ("whole", False)):
        made = prepare_folder(design, tmp_path / name, shard_size=4)
        stop, done = Stop(), []

        def run(*case: Any, stop: Stop = stop, done: list[int] = done, stops: bool = stops) -> CaseResult:
            done.append(1)
            if stops and len(done) == 2:
                stop.ask()
            return evaluate(*case)

        run_shards(made.folder, made.design, [0], 1, stop, evaluate=run)
        run_shards(made.folder, made.design, [0], 2)
        assert sorted(path.name for path in (tmp_path / name / "households").iterdir()) == ["00000.parquet"]
        tables.append(read_households(tmp_path / name))
        rows_digest(read_sweep(tmp_path / name))
    assert tables[0].equals(tables[1])
    table = tables[0]
    assert table.column_names[:2] == ["case", "year"] and set(PANEL) < set(table.column_names)
    scenario, seed = design.scenario(3)
    from sim.compute.simulate import simulate

    trajectory = simulate(scenario, seed=seed, panel=True)
    mine = table.filter([case == 3 and year == 2015 for case, year in zip(table["case"].to_pylist(), table["year"].to_pylist(), strict=True)])
    assert mine["income"].to_numpy().tobytes() == trajectory.panel[1, :, PANEL.index("income")].tobytes()
    assert mine["km"].to_numpy().tobytes() == trajectory.households["km"].tobytes()


def test_a_folder_can_be_opened_without_the_model(ready: Any) -> None:
    made = ready(5)
    folder = SweepFolder(made.folder.path)
    assert [list(folder.numbers(index)) for index in range(folder.shards)] == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11]]
    assert folder.keys(1) == [made.design.case(number).key for number in range(5, 10)]
