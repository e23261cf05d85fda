"""Timing: medians of repeated calls in nanoseconds, and what machine and versions they hold for."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

REPEATS = 7
LEAST_SECONDS = 0.02  # one timing lasts at least this long, so that the clock and the call are small beside it


def seconds_of(call: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def nanoseconds(call: Callable[[], object], operations: float, repeats: int = REPEATS) -> float:
    """Median nanoseconds of one of the `operations` that a call does. The first call, which may compile, is not counted."""
    call()
    once = max(seconds_of(call), 1e-7)
    calls = max(int(LEAST_SECONDS / once), 1)

    def many() -> None:
        for _ in range(calls):
            call()

    return statistics.median(seconds_of(many) for _ in range(repeats)) / calls / operations * 1e9


def processor() -> str:
    """The processor as the system names it, and how many of its threads there are."""
    name = platform.processor() or platform.machine()
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    return f"{name}, {os.cpu_count()} threads"


def versions(*packages: str) -> str:
    """Python and packages with their versions, for the line under a table."""
    found = [f"{package} {importlib.metadata.version(package)}" for package in packages]
    return ", ".join([f"Python {platform.python_version()}", *found])


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown: the first column to the left, numbers to the right, cells padded so that it reads as text too."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]

    def line(cells: list[str]) -> str:
        padded = [cell.ljust(width) if n == 0 else cell.rjust(width) for n, (cell, width) in enumerate(zip(cells, widths, strict=True))]
        return "| " + " | ".join(padded) + " |"

    rule = "|" + "|".join("-" * (width + 2) if n == 0 else "-" * (width + 1) + ":" for n, width in enumerate(widths)) + "|"
    return "\n".join([line(head), rule, *(line(row) for row in rows)])
