"""The runs of a study: what each left behind, which seed it had, and how many there are to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.files import Scenario
from sim.files.policy.schema import Measure
from sim.files.study.study import Study
from sim.methods.compare.level_search import Level
from sim.methods.compare.measurement import ArmResult, Measurement
from sim.methods.compare.parameter_draws import Draw

Run = Callable[[Scenario, int], Any]
"""Runs a scenario with a seed and hands back a trajectory with its panel and outlays."""


@dataclass(frozen=True)
class Failure:
    """A run that failed: its arm, draw, replicate and seed, whether at default unit costs, and what was wrong."""

    arm: str
    draw: int
    replicate: int
    seed: int
    default_costs: bool
    error: str


@dataclass(frozen=True)
class Pair:
    """The runs of one draw and seed: what is kept of each arm, by name; `none` among them. Without what failed."""

    kept: Mapping[str, ArmResult]
    failures: tuple[Failure, ...]


@dataclass
class Runs:
    """The runs of a study that are done.

    `pairs` by (draw, replicate), at drawn unit costs; `at_default_costs` by draw, of its first replicate: what drawn unit costs did is
    the difference between the two, seed by seed. `levels` by arm, of the pilot; `policies` by draw and whether at default unit costs,
    the measures of each arm as they were run there, or what was wrong with the runs that try them out.
    """

    study: Study
    seed: int
    draws: tuple[Draw, ...]
    replicates: int
    levels: Mapping[str, tuple[Level, ...]]
    measurement: Measurement
    policies: Mapping[tuple[int, bool], Mapping[str, tuple[Measure, ...]] | str]
    pairs: dict[tuple[int, int], Pair] = field(default_factory=dict)
    at_default_costs: dict[int, Pair] = field(default_factory=dict)

    @property
    def failures(self) -> list[Failure]:
        """Every run that failed."""
        return [one for pair in (*self.pairs.values(), *self.at_default_costs.values()) for one in pair.failures]

    def complete(self) -> tuple[list[int], list[int]]:
        """The draws and the replicates for which every arm is there, the most that make a full table.

        A study with several draws leaves out a draw in which anything failed, so that every arm is seen in the same draws; one with a
        single draw leaves out the seed.
        """

        def whole(draw: int, replicate: int) -> bool:
            return len(self.pairs[draw, replicate].kept) == len(self.study.arms) + 1

        everything = list(range(self.replicates))
        if len(self.draws) == 1:
            extra = not self.at_default_costs or len(self.at_default_costs[0].kept) == len(self.study.arms) + 1
            return [0] if extra else [], [replicate for replicate in everything if whole(0, replicate)]
        return [
            draw.number
            for draw in self.draws
            if all(whole(draw.number, replicate) for replicate in everything)
            and (draw.number not in self.at_default_costs or len(self.at_default_costs[draw.number].kept) == len(self.study.arms) + 1)
        ], everything


def seed_of(first: int, draws: int, draw: int, replicate: int) -> int:
    """The seed of a draw and replicate: every pair has its own, and more replicates leave those before as they were."""
    return first + replicate * draws + draw


def needs_default_costs(study: Study) -> bool:
    """Whether each draw is run once more at default unit costs, so that what costs do is told from what parameters do.

    One more run for each arm and draw is enough: it has the seed of the draw's first replicate, so luck drops out of the difference.
    Where only one of the two is drawn there is nothing to tell apart.
    """
    return study.uncertainty.parameters == "ranges" and study.uncertainty.costs == "ranges"


def runs_planned(study: Study, replicates: int) -> int:
    """How many times the model will be run, pilot aside."""
    draws = study.uncertainty.draws
    worlds = draws * (2 if needs_default_costs(study) else 1)
    each = [len(arm.shares) if study.leftover == "next" else 1 for arm in study.arms if arm.shares]
    trials = worlds * sum(each) if draws_differ(study) else 0
    return (draws * replicates + (draws if needs_default_costs(study) else 0)) * (len(study.arms) + 1) + trials


def draws_differ(study: Study) -> bool:
    """Whether money buys another level in each draw, because parameters or unit costs are drawn."""
    return "ranges" in (study.uncertainty.parameters, study.uncertainty.costs)
