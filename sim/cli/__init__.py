"""The command line: `ruralsim`. Nothing heavy is imported here, so that help comes at once."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from types import FrameType
from typing import IO

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130
LONGEST_SHOWN = 200
"""Characters of a name that are shown when it is too long."""
STOPPED = "ruralsim: interrupted; no half-written file is left"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed while running, 2 the input is wrong, 130 interrupted.

    A failure is one line on standard error; with RURALSIM_DEBUG=1 in the environment the traceback comes too.
    """
    # A closed stream is no reason to fail either: what would go there goes nowhere.
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark; it is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    _stop_on_signals()
    try:
        from sim.cli.commands import answer

        code = answer(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
        if code == INTERRUPTED:
            print(STOPPED, file=sys.stderr)
        return code
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has had enough. Python would complain once more when it closes the stream.
        to_nowhere(sys.stdout)
        return FAILED
    except Exception as error:
        if os.environ.get("RURALSIM_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        if wrong := name_that_cannot_be_read(sys.argv[1:] if arguments is None else arguments):
            print(f"ruralsim: {wrong}", file=sys.stderr)
            return WRONG_INPUT
        from sim.cli.memory import NOT_ENOUGH, is_short_of_memory

        if is_short_of_memory(error):
            print(f"ruralsim: failed while running: {NOT_ENOUGH}", file=sys.stderr)
            return FAILED
        why = " ".join(str(error).split()) or type(error).__name__
        print(f"ruralsim: failed while running: {why} (RURALSIM_DEBUG=1 shows where)", file=sys.stderr)
        return FAILED


def name_that_cannot_be_read(arguments: Sequence[str]) -> str | None:
    """The first argument that the system refuses as the name of a file, and why; None where there is none."""
    for argument in arguments:
        name = argument.partition("=")[2] if argument.startswith("--") else argument
        try:
            os.stat(name)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.ELOOP, errno.ENAMETOOLONG):
                return f"{name if len(name) <= LONGEST_SHOWN else name[:LONGEST_SHOWN] + '…'}: cannot be read: {error.strerror}"
        except ValueError:
            return f"{name!r}: no file has such a name"
    return None


def to_nowhere(stream: IO[str]) -> None:
    """Point a stream whose reader has gone at nothing, so that closing it does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _stop_on_signals() -> None:
    """Have Ctrl-C, and a request to end as a batch system or a closed terminal sends it, clean up.

    While a module is being imported nothing is written yet, and an exception in the middle would end in a traceback of a library: there
    the process ends at once.
    """
    import signal
    import threading

    def stop(_: int, frame: FrameType | None) -> None:
        while frame is not None:
            if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
                os.write(2, f"{STOPPED}\n".encode())
                os._exit(INTERRUPTED)
            frame = frame.f_back
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # One that is ignored, as under nohup, stays ignored.
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, stop)


__all__ = ["main"]
