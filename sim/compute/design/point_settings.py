"""What a point of a design sets in the world: its county, parameters, and doses of levers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.files.experiment.experiment import Experiment
from sim.files.experiment.factors import SPLIT
from sim.reading.amounts import FEN


@dataclass(frozen=True, slots=True)
class Dose:
    """A lever at a level over the months of the policy, with the money there is for it (CNY of 2015, None: no limit)."""

    lever: str
    level: float
    budget: float | None

    def constant(self, first: int, last: int, months: int) -> tuple[float, ...]:
        """The level of each month of a horizon, in force from row `first` to row `last`."""
        return (0.0,) * first + (self.level,) * (last - first + 1) + (0.0,) * (months - last - 1)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a point sets: the number of its world, parameters ("group.name" -> number), and doses of levers."""

    world: int
    parameters: dict[str, float]
    doses: tuple[Dose, ...]


def setting_of(experiment: Experiment, levels: Sequence[float]) -> Setting:
    """What the levels of a point set, in the order of the experiment's factors.

    A dose of nothing is no measure: the case is that in which the lever was never named.
    """
    world = 0
    parameters: dict[str, float] = {}
    doses: list[Dose] = []
    for one, level in zip(experiment.factors, levels, strict=True):
        if one.kind == "parameter":
            parameters[one.key] = level
        elif one.kind == "county":
            world = int(level)
        elif one.kind == "draw":
            parameters.update(experiment.draws[int(level)])
        elif one.kind == "lever":
            doses += [Dose(one.key, level, None)] if level != 0.0 else []
        else:
            assert experiment.split is not None
            lever, budget = one.key.removeprefix(SPLIT), level * experiment.split.money
            doses += [Dose(lever, experiment.split.levels[lever], budget)] if budget >= FEN else []
    return Setting(world, parameters, tuple(doses))
