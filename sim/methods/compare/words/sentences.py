"""A sentence in English and in Chinese, and how the numbers in it are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """One sentence, in English and in Chinese, and what it is about."""

    topic: str
    text: str
    text_zh: str


def shown(value: float | None, decimals: int, sign: bool = False) -> str:
    """A number to its decimals, to two significant digits where they would leave nothing of it, a dash where it is not known."""
    if value is None:
        return "–"
    rounded = round(value, decimals) + 0.0
    text = f"{value:.2g}" if value and abs(rounded) < 5 * 10.0**-decimals else f"{rounded:,.{decimals}f}"
    if "e" in text:
        # A number that small is nothing in a table.
        text = f"{0.0:.{decimals}f}"
    positive = sign and value > 0.0 and text.strip("0.,") != ""
    return f"+{text}" if positive else text


def amount(value: float | None) -> str:
    """A sum of money in whole CNY; a dash where it is not known."""
    return "–" if value is None else f"{round(value) + 0:,}"


def with_bounds(mean: float | None, low: float | None, high: float | None, decimals: int, lang: str = "en") -> str:
    """A difference with its bounds, as in +0.012 (0.004 to 0.020)."""
    if low is None or high is None:
        return shown(mean, decimals, sign=True)
    to = "至" if lang == "zh" else " to "
    return f"{shown(mean, decimals, sign=True)} ({shown(low, decimals)}{to}{shown(high, decimals)})"
