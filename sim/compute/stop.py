"""A request to stop: no new case is begun, those in flight are finished if they are short, and what is finished is kept."""

from __future__ import annotations

import time


class Stop:
    """Asked once, by Ctrl-C, by a batch system before its time limit, or by a thread that failed; then `asked` for good."""

    def __init__(self, patience: float = 10.0) -> None:
        """`patience`: seconds that cases in flight still have once it is asked; then they are given up between two years."""
        self.patience = patience
        self._since: float | None = None

    def ask(self) -> None:
        """Ask to stop; safe to call from a signal handler and from any thread."""
        if self._since is None:
            self._since = time.monotonic()

    @property
    def asked(self) -> bool:
        """Whether no new case is to be begun."""
        return self._since is not None

    @property
    def overdue(self) -> bool:
        """Whether cases in flight are to be given up."""
        return self._since is not None and time.monotonic() - self._since > self.patience
