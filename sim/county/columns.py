"""How a column is declared: its kind, unit, meaning and width."""

from typing import Any, NamedTuple


class Column(NamedTuple):
    """A declared column: `kind` is "f8" or "i8", `width` the numbers in one row."""

    kind: str
    unit: str
    meaning: str
    width: int = 1


def real(unit: str, meaning: str, width: int = 1) -> Any:
    """Declare a float64 column."""
    return Column("f8", unit, meaning, width)


def whole(unit: str, meaning: str, width: int = 1) -> Any:
    """Declare an int64 column."""
    return Column("i8", unit, meaning, width)
