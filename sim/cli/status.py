"""`ruralsim status`: how far a sweep is and what to type next; reads only, and never simulates."""

from __future__ import annotations

from pathlib import Path

from sim.cli import DONE, WRONG_INPUT
from sim.cli.screen import say
from sim.cli.sweep_screen import print_status


def show_status(results: Path, verify: bool, shape: str) -> int:
    """Show how far the sweep in a folder is; returns the exit code."""
    from sim.execution.status import status_of
    from sim.store.sealed import Damaged
    from sim.store.sweep_folder import NotASweep

    try:
        status = status_of(results, verify)
    except (NotASweep, Damaged, OSError) as error:
        say(f"ruralsim: {error}")
        return WRONG_INPUT
    print_status(status, shape)
    return DONE
