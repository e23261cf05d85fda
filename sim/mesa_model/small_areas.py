"""Villages, markets and cooperatives of a sample, as they would be with all of their households (`sim.theory.rules.small_areas`)."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from sim.county.small_areas import THOUSAND
from sim.numeric.exact_sum import from_fixed, to_fixed
from sim.theory.rules.accounting import share_of
from sim.theory.rules.small_areas import in_full, spread_in_full


class Area(NamedTuple):
    """What an area has in the sample, what to expect it in proportion to within its group, and the variance added, in square thousands."""

    group: Hashable
    own: float
    weight: float
    noise: float


class Sums:
    """What areas of a group add up to, in fixed point."""

    own = weight = variance = noise = 0

    def rate(self) -> float:
        """Their sum in the sample over their weights."""
        return share_of(from_fixed(self.own), from_fixed(self.weight))

    def spread(self) -> float:
        """Their spread with all households, over that in the sample."""
        return spread_in_full(from_fixed(self.variance), from_fixed(self.noise))


def estimates_in_full(members: Iterable[Any], area_of: Callable[[Any], Area]) -> list[float]:
    """What each member comes to with all of its households; its own sum where its weight is 0."""
    areas = [area_of(one) for one in members]
    groups: defaultdict[Hashable, Sums] = defaultdict(Sums)
    for area in areas:
        if area.weight > 0.0:
            groups[area.group].own += to_fixed(area.own / THOUSAND)
            groups[area.group].weight += to_fixed(area.weight / THOUSAND)
    for area in areas:
        if area.weight > 0.0:
            of = groups[area.group]
            apart = (area.own - of.rate() * area.weight) / THOUSAND
            of.variance += to_fixed(apart * apart)
            of.noise += to_fixed(area.noise)
    return [
        in_full(one.own, groups[one.group].rate() * one.weight, groups[one.group].spread()) if one.weight > 0.0 else one.own
        for one in areas
    ]
