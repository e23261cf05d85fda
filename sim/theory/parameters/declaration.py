"""What it takes to declare a parameter: one number of one equation, with its unit, range, role and source."""

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """A number in an equation.

    `default`, `low` and `high` are in `unit`; amounts are CNY of 2015. `role` says what the number describes (behaviour, technology,
    price, institution, measurement); `source` is an evidence row, a paper, or `assumption` (the range then says how unsure it is).
    """

    symbol: str
    label: str
    label_zh: str
    unit: str
    default: float
    low: float
    high: float
    role: str
    source: str
    key: str = ""

    @property
    def money(self) -> bool:
        """Whether the number is an amount of money, which has a price year."""
        return "CNY" in self.unit

    def named(self, key: str) -> "Parameter":
        """The same declaration under its full name, `group.name`."""
        return replace(self, key=key)


def declare(
    symbol: str, label: str, label_zh: str, unit: str, default: float, low: float, high: float, role: str, source: str
) -> Any:
    """Declare a parameter as the default of a field of its group.

    Raises ValueError where the default lies outside its own range.
    """
    if not low <= default <= high:
        raise ValueError(f"{label}: default {default} outside [{low}, {high}]")
    return Parameter(symbol, label, label_zh, unit, float(default), float(low), float(high), role, source)
