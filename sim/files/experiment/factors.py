"""Factors: what a design varies, over which range or values, and what a place in the unit cube stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Kind = Literal["lever", "parameter", "county", "draw", "share"]
"""What a factor sets: the level of a lever, a parameter, the county, a row of joint draws, or a share of a sum of money."""
Role = Literal["vary", "uncertain"]
"""Whether a factor can be chosen (a policy, a place) or is not known (a parameter of the world)."""

COUNTY = "county"
"""The key of the factor that chooses the county."""
DRAW = "draw"
"""The key of the factor that chooses a row of joint draws, numbered from 0."""
SPLIT = "split."
"""What the keys of shares of money begin with: `split.training.seats` is the share that training gets."""


@dataclass(frozen=True)
class Factor:
    """One thing that a design varies.

    A range has `low` and `high`, and no `values`; otherwise `values` are what it can be: numbers, or labels of counties. Numbers are in
    `unit`, amounts in CNY of 2015. `key` is its column in the table of cases.
    """

    key: str
    kind: Kind
    role: Role
    unit: str
    label: str
    label_zh: str
    low: float | None = None
    high: float | None = None
    values: tuple[float, ...] | tuple[str, ...] | None = None

    @property
    def top(self) -> float:
        """The highest number it takes; of labels, the number of the last one."""
        if self.values is None:
            assert self.high is not None
            return self.high
        return float(len(self.values) - 1) if self.named else max(float(one) for one in self.values)

    @property
    def named(self) -> bool:
        """Whether its values are labels and no numbers."""
        return self.values is not None and any(isinstance(one, str) for one in self.values)

    def levels(self, places: np.ndarray) -> np.ndarray:
        """What places in [0, 1] stand for: numbers of the range, or of the values, each as likely; labels by their number. float64."""
        if self.values is None:
            assert self.low is not None and self.high is not None
            # Rounding must not carry a number over the end of its range.
            return np.asarray(np.clip(self.low + places * (self.high - self.low), self.low, self.high), np.float64)
        number = np.minimum((places * len(self.values)).astype(np.int64), len(self.values) - 1)
        return np.asarray(number, np.float64) if self.named else np.array(self.values, np.float64)[number]

    def said(self, level: float) -> float | str:
        """A level as the table of cases has it: a number, or the label it stands for."""
        if not self.named:
            return level
        assert self.values is not None
        return self.values[int(level)]

    def resolved(self) -> dict[str, Any]:
        """The factor as plain data, for the record."""
        found: dict[str, Any] = {name: getattr(self, name) for name in ("key", "kind", "role", "unit", "label", "label_zh")}
        if self.values is None:
            return found | {"low": self.low, "high": self.high}
        return found | {"values": list(self.values)}


def factor_from(resolved: dict[str, Any]) -> Factor:
    """The factor that `resolved` stands for."""
    values = resolved.get("values")
    return Factor(**{**resolved, "values": None if values is None else tuple(values)})


def factor_of(key: str, role: Role, low: float | None = None, high: float | None = None, values: tuple[Any, ...] | None = None) -> Factor:
    """A factor over a declared lever or parameter. Raises KeyError for a key that is neither."""
    from sim.theory.levers import LEVERS, NUMBER
    from sim.theory.parameters import PARAMETERS

    if key in NUMBER:
        lever = LEVERS[NUMBER[key]]
        return Factor(key, "lever", role, lever.unit, lever.label, lever.label_zh, low, high, values)
    declared = PARAMETERS[key]
    return Factor(key, "parameter", role, declared.unit, declared.label, declared.label_zh, low, high, values)
