"""Ctrl-C, a request to end, or a batch system's warning before its limit, while cases run: what is finished is kept."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sim.cli import INTERRUPTED
from sim.cli.progress import say

STOPPING = "ruralsim: stopping; cases in flight are finished if they are short, and what is finished is kept (once more: at once)"
AT_ONCE = "ruralsim: interrupted at once; shards that were finished are kept"


@contextmanager
def stopping_between_cases(stop: Any) -> Iterator[None]:
    """Have signals ask for a stop (`sim.compute.stop.Stop`): SIGINT, SIGTERM, SIGHUP, and SIGUSR1, by which SLURM warns.

    A second Ctrl-C or request to end does not wait. A second warning is no request: it is heard as the first was.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # One that is ignored, as under nohup, stays ignored.
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1") if hasattr(signal, name)]
    usual = {number: signal.getsignal(number) for number in numbers if signal.getsignal(number) is not signal.SIG_IGN}
    hurried = False

    def hear(number: int, _frame: object) -> None:
        nonlocal hurried
        warning = number == getattr(signal, "SIGUSR1", None)
        if hurried and not warning:
            say(AT_ONCE)
            os._exit(INTERRUPTED)
        if not stop.asked:
            say(STOPPING)
        stop.ask()
        hurried = hurried or not warning

    for number in usual:
        signal.signal(number, hear)
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
