"""A sweep as a user types it, in a process of its own, that can be hurt."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def typed(tmp_path: Path) -> Callable[..., tuple[list[str], dict[str, str]]]:
    """The words and the environment of `ruralsim` with arguments; `preface` is Python that comes first."""

    def words(*arguments: object, preface: str = "", **environment: str) -> tuple[list[str], dict[str, str]]:
        code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{preface}\nfrom sim.cli import main\nsys.exit(main())"
        known = {"PYTHONDONTWRITEBYTECODE": "1", **os.environ, **environment}
        return [sys.executable, "-c", code, *map(str, arguments)], known

    return words


@pytest.fixture
def ruralsim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `ruralsim` to its end in this process, which has the model loaded already."""
    from sim.cli import main

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        usual = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
        with monkeypatch.context() as here:
            here.chdir(tmp_path)
            code = main([str(one) for one in arguments])
        for number, handler in usual.items():
            signal.signal(number, handler)
        return subprocess.CompletedProcess([], code, *capsys.readouterr())

    return call


@pytest.fixture
def begin(tmp_path: Path, typed: Callable[..., tuple[list[str], dict[str, str]]]) -> Callable[..., "subprocess.Popen[str]"]:
    """Start `ruralsim` as from a terminal of its own, where it hears Ctrl-C, and hand back the process."""

    def start(*arguments: object, preface: str = "", **environment: str) -> "subprocess.Popen[str]":
        command, known = typed(*arguments, preface=preface, **environment)

        def heard() -> None:
            signal.signal(signal.SIGINT, signal.SIG_DFL)

        return subprocess.Popen(
            command, cwd=tmp_path, env=known, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard, start_new_session=True
        )

    return start
