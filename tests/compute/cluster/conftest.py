"""Tests that need a SLURM cluster: only where they are asked for with `-m cluster`, as .ci/slurm_tests.sh does after starting one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SLOWLY = """
import importlib, time
model = importlib.import_module("sim.compute.simulate")
usual = model.simulate
def slowly(*said, **more):
    time.sleep({seconds})
    return usual(*said, **more)
model.simulate = slowly
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "cluster" in str(config.option.markexpr).replace("not cluster", ""):
        return
    left_out = [item for item in items if item.get_closest_marker("cluster")]
    items[:] = [item for item in items if not item.get_closest_marker("cluster")]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Path]:
    """Writes the file of a site, on whose nodes a case takes so many more seconds than where it was timed."""

    def written(slower: float = 0.0, more: str = "", limit: str = "10:00") -> Path:
        (tmp_path / "slow").mkdir(exist_ok=True)
        (tmp_path / "slow" / "sitecustomize.py").write_text(SLOWLY.format(seconds=slower) if slower else "")
        file = tmp_path / "site.yaml"
        file.write_text(f"time: '{limit}'\ncpus: 1\nsetup: ['export PYTHONPATH={tmp_path / 'slow'}']\n{more}", encoding="utf-8")
        return file

    return written


@pytest.fixture
def ruralsim(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `ruralsim` as on a login node."""

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        known = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "sim.cli", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True, check=False, timeout=600)

    return call


@pytest.fixture
def until() -> Callable[[Callable[[], bool], float], None]:
    """Wait until something is so; fails after so many seconds."""

    def wait(so: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not so():
            assert time.monotonic() < end, subprocess.run(["squeue", "--long", "--array"], capture_output=True, text=True, check=False).stdout
            time.sleep(0.5)

    return wait
