"""Cells of the tables in which a comparison is shown on the screen: labels in two languages, shares, bounds, sums of money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.methods.compare.words.sentences import amount, shown
from sim.present.screen.run_summary import print_table
from sim.reading.problems import printable

Records = Sequence[dict[str, Any]]
"""The rows of a table of results, by name of the column."""


def print_titled(titles: Sequence[str], rows: Iterable[Sequence[str]], title: str, words: int) -> None:
    """A table under a title; nothing where it has no rows. `words` of its first columns hold words, the rest numbers."""
    listed = [list(row) for row in rows]
    if listed:
        print_table(titles, listed, printable(title), words=words)


def label_of(record: dict[str, Any], name: str, zh: bool) -> str:
    """A label of a row in the language asked for."""
    return str(record[f"{name}_zh" if zh else name])


def last_year(estimates: Any) -> int:
    """The last year of the horizon, in which differences are shown."""
    return int(estimates.runs.measuring.years[-1])


def percent(share: float) -> str:
    """A share in per cent, without the sign."""
    return shown(100.0 * share, 1)


def span(low: float | None, high: float | None, decimals: int, zh: bool) -> str:
    """Bounds in brackets; a dash where they are not known."""
    if low is None or high is None:
        return "–"
    return f"({shown(low, decimals)}{'至' if zh else ' to '}{shown(high, decimals)})"


def money_span(low: float | None, high: float | None, zh: bool) -> str:
    """Bounds of a sum of money in brackets, in whole CNY; a dash where they are not known."""
    return "–" if low is None or high is None else f"({amount(low)}{'至' if zh else ' to '}{amount(high)})"
