"""`ruralsim status`: how far a sweep is and what to type next; reads only, and never simulates."""

from __future__ import annotations

from pathlib import Path

from sim.cli import DONE, WRONG_INPUT
from sim.cli.progress import say
from sim.cli.sweep_progress import print_status


def show_status(results: Path, verify: bool, shape: str) -> int:
    """Show how far the sweep in a folder is; returns the exit code."""
    from sim.compute.store.sealed import Damaged
    from sim.compute.store.sweep_folder import NotASweep
    from sim.compute.sweep import status_of

    try:
        status = status_of(results, verify)
    except (NotASweep, Damaged, OSError) as error:
        say(f"ruralsim: {error}")
        return WRONG_INPUT
    print_status(status, shape)
    return DONE
