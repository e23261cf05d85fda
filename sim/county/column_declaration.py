"""How a column is declared: its kind, unit, meaning and width."""

from typing import Any, NamedTuple


class Column(NamedTuple):
    """A declared column: `kind` is "f8", "i8" or "i1", as NumPy names what it holds; `width` the numbers in one row.

    Where `tall`, each of these numbers lies in memory as a column by itself, for loops that walk down one of them.
    """

    kind: str
    unit: str
    meaning: str
    width: int = 1
    tall: bool = False


def real(unit: str, meaning: str, width: int = 1, tall: bool = False) -> Any:
    """Declare a float64 column."""
    return Column("f8", unit, meaning, width, tall)


def whole(unit: str, meaning: str, width: int = 1, tall: bool = False) -> Any:
    """Declare an int64 column."""
    return Column("i8", unit, meaning, width, tall)


def flag(unit: str, meaning: str) -> Any:
    """Declare an int8 column, for what households are looked at by in every phase: a flag, or one of a few states."""
    return Column("i1", unit, meaning)
