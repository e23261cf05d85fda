"""Ctrl-C, or a batch system's request to end, while the model runs: heard at once, acted on where nothing is left half done."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.cli import INTERRUPTED, STOPPED
from sim.cli.progress import say


@contextmanager
def stopping_between_months() -> Iterator[Callable[[], None]]:
    """Have Ctrl-C or a request to end stop a run between months.

    What is yielded is to be called there; it raises KeyboardInterrupt once asked to stop.

    The compiler, and the loading of what it compiled, must not be unwound by an exception: it can crash, or complain on the screen.
    So before the first call, while nothing is being written but compiled code (which appears whole or not at all), Ctrl-C ends
    the process; afterwards it waits for the next call. A second Ctrl-C never waits.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    # One that is ignored, as under nohup, stays ignored.
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    usual = {number: signal.getsignal(number) for number in numbers if signal.getsignal(number) is not signal.SIG_IGN}
    begun = asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        if asked or not begun:
            say(STOPPED)
            os._exit(INTERRUPTED)
        asked = True

    def between_months() -> None:
        nonlocal begun
        begun = True
        if asked:
            raise KeyboardInterrupt

    for number in usual:
        signal.signal(number, stop)
    try:
        yield between_months
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
