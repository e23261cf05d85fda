"""Estimates from the runs of a study: any number kept of a pair, with its width told apart, and ratios of two of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.files.policy_arms import NONE
from sim.methods.compare.measurement import ArmResult
from sim.methods.compare.runs import Runs
from sim.methods.statistics.means import Interval, paired_interval
from sim.methods.statistics.ratios import ratio_interval
from sim.methods.statistics.variance_components import UncertaintyComponents, uncertainty_components

MONEY = ("outlay_", "public_outlay")
"""What outcomes that are public money, and no effect of it, begin with."""
SPENDING_APART = 0.02
"""Arms whose spending differs by more than this share are never ranked."""

Number = Callable[[ArmResult], float]


@dataclass(frozen=True)
class ArmDifference:
    """A number of an arm less that of another, [draws, replicates], and what drawn unit costs did to it in each draw, [draws]."""

    values: np.ndarray
    by_costs: np.ndarray | None


class Estimates:
    """Estimates over the draws and replicates in which every arm is there. Raises ValueError where there are none."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self.draws, self.replicates = runs.complete()
        if not self.draws or not self.replicates:
            raise ValueError("no draw and seed in which every arm ran")

    @property
    def one_run(self) -> bool:
        """Whether there is one draw and one seed only, which has no interval."""
        return len(self.draws) * len(self.replicates) < 2

    def arm_differences(self, of: Number, arm: str, against: str = NONE) -> ArmDifference:
        """A number of an arm less that of another, in every run; `of` picks it from what was kept."""

        def difference(kept: Sequence[ArmResult]) -> float:
            return of(kept[0]) - (of(kept[1]) if len(kept) > 1 else 0.0)

        # What is kept of none is a pair of none with itself: its changes are zero, and so it needs no subtraction.
        names = [arm] if against == NONE else [arm, against]
        values = np.array(
            [
                [difference([self.runs.pairs[draw, replicate].kept[name] for name in names]) for replicate in self.replicates]
                for draw in self.draws
            ]
        )
        extra = self.runs.at_default_costs
        if not all(draw in extra for draw in self.draws):
            return ArmDifference(values, None)
        default = np.array([difference([extra[draw].kept[name] for name in names]) for draw in self.draws])
        return ArmDifference(values, values[:, 0] - default)

    def components(self, of: Number, arm: str, against: str = NONE) -> UncertaintyComponents | None:
        """The mean with luck, parameters and unit costs told apart; None where the number is not defined in some run."""
        return self.decompose(self.arm_differences(of, arm, against))

    def decompose(self, drawn: ArmDifference) -> UncertaintyComponents | None:
        """The mean of a table with its width told apart.

        What drawn unit costs did is known in each draw's first seed, and taken to be the same in its others: the seed is the same in both
        runs, so hardly any luck is in it. *parameters* is the range at default unit costs, *costs* that of what unit costs did, about
        the mean at their defaults: what they did to deliveries, where a budget buys fewer, is in it.
        """
        if not np.isfinite(drawn.values).all() or (drawn.by_costs is not None and not np.isfinite(drawn.by_costs).all()):
            return None
        said = self.runs.study.uncertainty
        values = _with_some_luck(drawn.values)
        found = uncertainty_components(values)
        if drawn.by_costs is not None and len(self.draws) > 1:
            quantity = uncertainty_components(_with_some_luck(values - drawn.by_costs[:, None])).parameters
            price = uncertainty_components(np.repeat(drawn.by_costs[:, None], 2, axis=1)).parameters
            costs = Interval(found.luck.mean, quantity.mean + price.low, quantity.mean + price.high, price.n)
            return UncertaintyComponents(found.luck, quantity, costs, found.together)
        if said.parameters == "ranges" or said.costs == "none":
            return found
        unvaried = Interval(found.luck.mean, math.nan, math.nan, len(self.draws))
        return UncertaintyComponents(found.luck, unvaried, found.parameters, found.together)

    def level(self, of: Number, arm: str) -> float:
        """The mean of a number of one arm over all runs."""
        pairs = (self.runs.pairs[draw, replicate] for draw in self.draws for replicate in self.replicates)
        return math.fsum(of(pair.kept[arm]) for pair in pairs) / (len(self.draws) * len(self.replicates))

    def independent(self, of: Number, arm: str, against: str = NONE) -> np.ndarray:
        """Values that are independent of each other: means of the draws, or, of a single draw, its seeds."""
        table = self.arm_differences(of, arm, against).values
        return np.asarray(table.mean(axis=1) if len(self.draws) > 1 else table[0])

    def ratio(self, top: Number, bottom: Number, arm: str) -> Interval | None:
        """A ratio of paired means with Fieller's interval; None where it is not defined."""
        tops, bottoms = self.independent(top, arm), self.independent(bottom, arm)
        if len(tops) < 2:
            return None
        return ratio_interval(tops, bottoms)

    def mean_interval(self, of: Number, arm: str) -> Interval:
        """The mean over independent values with Student's interval."""
        return paired_interval(self.independent(of, arm))

    def spending(self) -> dict[str, float]:
        """What each arm spends over the whole horizon, mean over all runs, CNY of 2015."""
        return {arm.name: self.level(lambda kept: float(kept.outlay.sum()), arm.name) for arm in self.runs.study.arms}

    def comparable(self) -> list[list[str]]:
        """Arms that may be ranked with each other: those whose spending differs by at most SPENDING_APART, the dearest first.

        Each arm is in one list; a list of one is an arm that is ranked with no other.
        """
        found: list[list[str]] = []
        spent = self.spending()
        for name in sorted(spent, key=lambda one: -spent[one]):
            if found and _as_dear(spent[name], spent[found[-1][0]]):
                found[-1].append(name)
            else:
                found.append([name])
        order = [arm.name for arm in self.runs.study.arms]
        return [sorted(several, key=order.index) for several in found]

    def changes_nothing(self, arm: str, against: str = NONE) -> bool:
        """Whether every difference in every run is exactly 0, but for public money."""
        counted = [not one.outcome.startswith(MONEY) for one in self.runs.measurement.quantities]
        for pair in self.runs.pairs.values():
            if all(name in pair.kept for name in (arm, against)):
                change = pair.kept[arm].change if against == NONE else pair.kept[arm].change - pair.kept[against].change
                if np.nan_to_num(change)[counted].any():
                    return False
        return True

    def rankable(self, first: str, second: str) -> bool:
        """Whether two arms spend the same, as far as ranking asks."""
        return any(first in several and second in several for several in self.comparable())


def _as_dear(spent: float, most: float) -> bool:
    return abs(most - spent) <= SPENDING_APART * max(abs(most), abs(spent))


def _with_some_luck(values: np.ndarray) -> np.ndarray:
    """The table [draws, replicates], where luck is less than a millionth of it with none: that is rounding, and no luck."""
    means = values.mean(axis=1, keepdims=True)
    scatter = float(np.abs(values - means).max())
    return values if scatter > 1e-6 * float(np.abs(values).max()) else np.repeat(means, values.shape[1], axis=1)
