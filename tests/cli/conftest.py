"""The command as a user calls it, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ruralsim(tmp_path: Path) -> Command:
    """Run `ruralsim` with arguments in an empty folder; `unprivileged` without root's power to write anywhere."""

    def call(
        *arguments: object, unprivileged: bool = False, preface: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{preface}\nfrom sim.cli import main\nsys.exit(main())"
        command = [sys.executable, "-c", code, *map(str, arguments)]
        if unprivileged and os.geteuid() == 0:
            # Root still owns, and so can read, its own Python.
            without = "-dac_override,-dac_read_search"
            command = ["setpriv", f"--bounding-set={without}", f"--inh-caps={without}", *command]
        known = {"PYTHONDONTWRITEBYTECODE": "1", **os.environ, **environment}
        return subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True, check=False, timeout=600)

    return call


@pytest.fixture
def hamlet(tmp_path: Path) -> Path:
    """A year in the hamlet, in a scenario of its own."""
    file = tmp_path / "year.yaml"
    base = os.path.relpath(ROOT / "scenarios" / "hamlet.yaml", tmp_path)
    file.write_text(f"name: ../../A year\nextends: {base}\nhorizon: {{months: 12}}\n", encoding="utf-8")
    return file
