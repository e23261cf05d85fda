"""A file appears whole under its final name or not at all, whatever goes wrong while it is written."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.compute.store.files import folder_refusal, whole_file, write_bytes, write_text

ROOT = Path(__file__).parents[2]

# Beyond this size the system refuses to write more, as a full disk does; the signal that comes with it is ignored by Python.
FULL = """
import resource, sys
from pathlib import Path
from sim.compute.store.files import write_bytes
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_bytes(Path(sys.argv[1]), b"x" * 5000)
except OSError as error:
    print(type(error).__name__, error.errno)
"""


def _as_anybody(command: list[str]) -> list[str]:
    """The command without root's power to write anywhere; root still owns, and so can read, its own Python."""
    if os.geteuid() != 0:
        return command
    without = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={without}", f"--inh-caps={without}", *command]


def test_a_file_that_is_written_holds_all_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "隰县\n")
    assert (tmp_path / "a.txt").read_bytes() == "隰县\n".encode()
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError, ValueError, MemoryError, SystemExit])
def test_a_failure_leaves_what_was_there_before(tmp_path: Path, failure: type[BaseException]) -> None:
    write_bytes(tmp_path / "a.bin", b"before")
    with pytest.raises(failure), whole_file(tmp_path / "a.bin") as file:
        file.write(b"half of it")
        raise failure
    assert (tmp_path / "a.bin").read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.bin"]


def test_a_full_disk_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "a.bin")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("OSError")
    assert os.listdir(tmp_path) == []


def test_a_full_disk_leaves_the_file_of_the_last_run(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a.bin", b"before")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_bytes(tmp_path / "a.bin", b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert (tmp_path / "a.bin").read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.bin"]


def test_a_folder_that_cannot_be_written_is_known_before_anything_is_written(tmp_path: Path) -> None:
    assert folder_refusal(tmp_path / "new" / "deeper") is None
    (tmp_path / "file").write_text("")
    assert folder_refusal(tmp_path / "file") == f"{tmp_path / 'file'} is not a folder"
    assert folder_refusal(tmp_path / "file" / "deeper") == f"{tmp_path / 'file'} is not a folder"


def test_a_folder_without_permission_to_write_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    code += "from pathlib import Path; from sim.compute.store.files import folder_refusal; print(folder_refusal(Path(sys.argv[1])))"
    done = subprocess.run(
        _as_anybody([sys.executable, "-B", "-c", code, str(closed / "new")]), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"no permission to write into {closed}"
