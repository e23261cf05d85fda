"""What holds for every test: in continuous integration nothing is skipped, and generated examples are the same each time."""

import os
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

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
