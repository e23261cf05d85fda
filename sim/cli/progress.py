"""What goes to standard error: notices, and how far a run has come."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import Any

from sim.reading.problems import printable

SECONDS_BETWEEN_LINES = 10.0
"""In a log, a line now and then."""


def say(text: str) -> None:
    """A notice, kept out of standard output, which belongs to the result. Where no one listens, it is not said."""
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)


class Progress:
    """Months done of all months: a bar with rate and time left on a terminal, a plain line now and then elsewhere."""

    def __init__(self, label: str, months: int) -> None:
        """`label` is the scenario's name."""
        self._label = printable(" ".join(label.split())[:40])
        self._months = months
        self._bar: Any = None
        self._task: Any = None
        self._told = time.monotonic()
        self._first: tuple[float, int] | None = None

    def __enter__(self) -> Progress:
        """Show the bar, on a terminal."""
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.markup import escape
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("months"),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(escape(self._label), total=self._months)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away, whatever happened."""
        if self._bar is not None:
            self._bar.stop()

    def at(self, done: int) -> None:
        """So many months are done."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done)
            return
        now = time.monotonic()
        if self._first is None:
            # The first months may have waited for the compiler: the rate is counted from here on.
            self._first = (now, done)
            self._told = now
        elif now - self._told >= SECONDS_BETWEEN_LINES:
            self._told = now
            began, before = self._first
            left = (now - began) / max(done - before, 1) * (self._months - done)
            say(f"{self._label}: {done} of {self._months} months, about {left:.0f} s left")
