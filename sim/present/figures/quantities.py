"""How an outcome is called and in which unit it is drawn: shares in per cent, flows by year where they are added up."""

from __future__ import annotations

from dataclasses import dataclass

from sim.theory.levers import LEVERS, NUMBER
from sim.theory.outcomes import OUTCOMES
from sim.theory.parameters import PARAMETERS


@dataclass(frozen=True)
class Quantity:
    """An outcome as it is drawn: `unit` of its levels, `change` of its differences, both reached by multiplying with `factor`."""

    name: str
    label: str
    unit: str
    change: str
    factor: float


def quantity(outcome: str, by_year: bool) -> Quantity:
    """The outcome of that name; `by_year` where flows are added up over a year. Raises KeyError for a name that is none."""
    found = next((one for one in OUTCOMES if one.name == outcome), None)
    if found is None:
        raise KeyError(outcome)
    unit = found.unit.replace("a month", "a year") if found.flow and by_year else found.unit
    if unit == "share" or unit.startswith("share of"):
        return Quantity(outcome, found.label, "%" + unit.removeprefix("share"), "percentage points", 100.0)
    return Quantity(outcome, found.label, unit, unit, 1.0)


def capital(text: str) -> str:
    """Text with its first letter in capitals, as a title has it; the rest as it stands."""
    return text[:1].upper() + text[1:]


def factor_label(key: str) -> str:
    """What a lever or a parameter is called; other factors by their key."""
    if key in NUMBER:
        return LEVERS[NUMBER[key]].label
    return PARAMETERS[key].label if key in PARAMETERS else key


def factor_unit(key: str) -> str:
    """The unit of a lever or a parameter; of other factors none."""
    if key in NUMBER:
        return LEVERS[NUMBER[key]].unit
    return PARAMETERS[key].unit if key in PARAMETERS else ""
