"""Sixty kills of sweeps and runs at random times: what is left is known for what it is, the same command mends it, nothing is lost.

RURALSIM_KILLS sets how many; `pytest -m slow -s tests/compute/sweep/test_kill_campaign.py` prints the counts.
"""

import os
import random
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

KILLS = int(os.environ.get("RURALSIM_KILLS", "60"))


def contents(folder: Path, kind: str = "*") -> dict[str, bytes]:
    """Every file of a folder but its record, which holds times, and its lock."""
    there = folder.rglob(kind) if folder.is_dir() else ()
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in there if path.is_file() and path.name not in ("provenance.json", "sweep.lock")}


@pytest.mark.slow
def test_killed_sweeps_are_taken_up_and_end_with_the_table_of_one_that_was_not(experiment: Any, ruralsim: Any, begin: Any, tmp_path: Path) -> None:
    file, counts, chance = experiment(points=20, replicates=60), Counter[str](), random.Random(7)
    assert ruralsim("sweep", file, "--shard-size", 60, "--out", "clean").returncode == 0
    assert ruralsim("table", "clean", "--as", "csv", "--out", "whole").returncode == 0
    whole, table = contents(tmp_path / "clean" / "shards"), contents(tmp_path / "whole", "*.csv")
    for number in range(max(1, 3 * KILLS // 4)):
        folder = tmp_path / f"killed{number}"
        process = begin("sweep", file, "--shard-size", 60, "--out", folder)
        time.sleep(chance.uniform(0.2, 6.0))
        counts["tried"] += 1
        counts["in time"] += process.poll() is None
        process.kill()
        _, said = process.communicate(timeout=60)
        counts["tracebacks"] += "Traceback" in said
        left = contents(folder / "shards", "[0-9]*.parquet")
        # A shard that stands is whole: it has the bytes of one that nobody disturbed.
        counts["lost"] += any(whole[name] != content for name, content in left.items() if ".kept." not in name)
        counts["unfinished"] += 0 < len(left) < len(whole)
        known = ruralsim("status", folder, "--verify")
        counts["detected"] += "Traceback" not in known.stderr and (known.returncode == 2 or "next" in known.stdout)
        again = ruralsim("sweep", file, "--shard-size", 60, "--out", folder)
        verified = ruralsim("status", folder, "--verify")
        done = again.returncode == verified.returncode == 0 and "damaged" not in verified.stdout
        assert ruralsim("table", folder, "--as", "csv", "--out", f"table{number}").returncode == 0
        same = contents(folder / "shards") == whole and contents(tmp_path / f"table{number}", "*.csv") == table
        counts["mended"] += done and same and not list(folder.rglob("*.partial"))
        shutil.rmtree(folder)
    print(f"\nsweeps: {dict(counts)}")
    assert (counts["detected"], counts["mended"]) == (counts["tried"], counts["tried"])
    assert (counts["lost"], counts["tracebacks"]) == (0, 0)


@pytest.mark.slow
def test_killed_runs_leave_old_results_or_new_ones_and_the_next_run_is_whole(experiment: Any, ruralsim: Any, begin: Any, tmp_path: Path) -> None:
    """Half of them are killed while the results are being written, which is the moment that could leave a mixture."""
    scenario, counts, chance = experiment().parent / "year.yaml", Counter[str](), random.Random(8)
    base = os.path.relpath(Path(__file__).parents[3] / "scenarios" / "hamlet.yaml", tmp_path)
    scenario.write_text(f"name: Year\nextends: {base}\nreplicates: 2\nhorizon: {{months: 24}}\n", encoding="utf-8")
    assert ruralsim("run", scenario, "--out", "clean").returncode == 0
    whole = contents(tmp_path / "clean")
    for number in range(max(1, KILLS // 4)):
        folder = tmp_path / f"run{number}"
        process = begin("run", scenario, "--out", folder)
        until = time.monotonic() + (30.0 if number % 2 else chance.uniform(0.2, 6.0))
        while time.monotonic() < until and process.poll() is None and not (number % 2 and folder.is_dir()):
            time.sleep(0.001)
        time.sleep(chance.uniform(0.0, 0.02) if number % 2 else 0.0)
        counts["tried"] += 1
        process.kill()
        _, said = process.communicate(timeout=60)
        left = contents(folder)
        counts["half-written"] += any(name.endswith(".partial") for name in left)
        counts["lost"] += any(whole[name] != content for name, content in left.items() if not name.startswith("."))
        counts["tracebacks"] += "Traceback" in said
        again = ruralsim("run", scenario, "--out", folder)
        counts["mended"] += again.returncode == 0 and contents(folder) == whole
    print(f"\nruns: {dict(counts)}")
    assert counts["mended"] == counts["tried"] and (counts["lost"], counts["tracebacks"]) == (0, 0)
