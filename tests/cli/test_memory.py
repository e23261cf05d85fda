"""Too little memory is said in a sentence of ours: no library's words, no endless waiting, and nothing is left behind."""

import os
from pathlib import Path
from typing import Any

import pytest

LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_AS, ({0}, resource.RLIM_INFINITY))"


@pytest.mark.parametrize("kilobytes", [400_000, 600_000, 1_000_000])
@pytest.mark.parametrize("command", [("run",), ("check", "--explain")])
def test_too_little_memory_is_said_in_one_sentence(ruralsim: Any, hamlet: Path, command: tuple[str, ...], kilobytes: int) -> None:
    done = ruralsim(*command, hamlet, preface=LIMIT.format(1024 * kilobytes))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("ruralsim: failed while running: too little memory; nothing half-written")
    assert os.listdir(hamlet.parent) == [hamlet.name]


def test_what_needs_little_memory_works_with_little(ruralsim: Any, hamlet: Path) -> None:
    done = ruralsim("check", hamlet, preface=LIMIT.format(1024 * 400_000))
    assert done.returncode == 0 and "ok: Hamlet" in done.stdout, done.stderr
