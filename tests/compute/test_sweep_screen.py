"""What a sweep shows while it runs: rate and time left, in a log now and then."""

import pytest

from sim.cli.sweep_progress import CaseProgress, duration, size


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.31, "0.31 s"), (40.0, "40 s"), (720.0, "12 min"), (12600.0, "3.5 h"), (181440.0, "2.1 days")]
)
def test_times_are_said_in_the_unit_one_thinks_in(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(("bytes_", "said"), [(12, "12 B"), (12_300, "12.3 kB"), (3_400_000_000, "3.4 GB")])
def test_sizes_are_said_in_the_unit_one_thinks_in(bytes_: int, said: str) -> None:
    assert size(bytes_) == said


def test_a_log_is_told_cases_rate_failures_and_time_left(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    now = 100.0
    monkeypatch.setattr("sim.cli.sweep_progress.time.monotonic", lambda: now)
    with CaseProgress("seats\x1b[31m", 1000) as progress:
        progress.at(0, 0)
        now += 60.0
        progress.at(10, 0)
        now += 20.0
        progress.at(110, 3)
        progress.at(120, 3)
    said = capsys.readouterr().err.splitlines()
    # Counted from the first case on: what came before was the compiler.
    assert said == ["seats\N{REPLACEMENT CHARACTER}[31m: 110 of 1000 cases, 5 a second, 3 failed, about 3 min left"]
