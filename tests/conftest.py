"""What holds for every test: in continuous integration nothing is skipped, generated examples are the same each time.

Also the small experiment that those who run, stop, damage and repeat sweeps share.
"""

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
NOTHING_MAY_BE_SKIPPED = os.environ.get("CI") == "true"

# The first call of a rule compiles it, so a deadline per example would measure the compiler. Derandomised, because a failure
# that shows up in one run of three is found by nobody.
settings.register_profile("ruralsim", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ruralsim")


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that says where it was; an expected failure (xfail) is left alone, for it did run."""
    if not NOTHING_MAY_BE_SKIPPED or report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    why = report.longrepr
    where = f"{why[0]}:{why[1]}: {why[2]}" if isinstance(why, tuple) else str(why)
    report.outcome = "failed"
    report.longrepr = f"With CI=true no test may be skipped.\n{where}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _refuse_skip(report)
    return report


# ------------------------------------------------------------------------------------------------------ a small experiment

EXPERIMENT = """\
schema: 1
name: seats
question: Do seats help?
scenario: {scenario}
horizon: {{start: 2014-01, months: {months}}}
vary:
  training.seats: {{from: 0, to: 30}}
sampler: grid
points: {points}
replicates: {replicates}
outcomes: [income_person, sellers_share, public_outlay]
time_step: yearly
"""


@pytest.fixture
def experiment(tmp_path: Path) -> Callable[..., Path]:
    """Writes the file of an experiment in the hamlet, over two years unless told: seats from 0 to 30 at so many points, with so many seeds."""

    def written(points: int = 5, replicates: int = 4, more: str = "", name: str = "experiment.yaml", months: int = 24) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        base = os.path.relpath(ROOT / "scenarios" / "hamlet.yaml", file.parent)
        text = EXPERIMENT.format(scenario=base, points=points, replicates=replicates, months=months)
        file.write_text(text + more, encoding="utf-8")
        return file

    return written
