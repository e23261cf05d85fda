"""Ctrl-C, a request to end, or a batch system's warning, while the model runs: acted on where nothing is left half done."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sim.cli import INTERRUPTED, STOPPED
from sim.cli.progress import say

STOPPING = "ruralsim: stopping; cases in flight are finished if they are short, and what is finished is kept (once more: at once)"
AT_ONCE = "ruralsim: interrupted at once; shards that were finished are kept"


@contextmanager
def _signals(hear: Callable[[int, object], None], names: tuple[str, ...]) -> Iterator[None]:
    """Have `hear` answer those signals, in the main thread; one that is ignored, as under nohup, stays ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    usual = {number: signal.getsignal(number) for number in numbers if signal.getsignal(number) is not signal.SIG_IGN}
    for number in usual:
        signal.signal(number, hear)
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


@contextmanager
def stopping_between_months() -> Iterator[Callable[[], None]]:
    """Have Ctrl-C or a request to end stop a run between months.

    What is yielded is to be called there; it raises KeyboardInterrupt once asked to stop.

    The compiler, and the loading of what it compiled, must not be unwound by an exception: it can crash, or complain on the screen.
    So before the first call, while nothing is being written but compiled code (which appears whole or not at all), Ctrl-C ends
    the process; afterwards it waits for the next call. A second Ctrl-C never waits.
    """
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

    with _signals(stop, ("SIGINT", "SIGTERM", "SIGHUP")):
        yield between_months


@contextmanager
def stopping_between_cases(stop: Any) -> Iterator[None]:
    """Have signals ask for a stop (`sim.compute.case.Stop`): SIGINT, SIGTERM, SIGHUP, and SIGUSR1, by which SLURM warns.

    A second Ctrl-C or request to end does not wait. A second warning is no request: it is heard as the first was.
    """
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

    with _signals(hear, ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1")):
        yield
