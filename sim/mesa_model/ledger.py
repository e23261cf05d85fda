"""Exact sums by member, so that the order in which agents are asked cannot change a total."""

from collections import defaultdict
from collections.abc import Hashable

from sim.numeric.exact_sum import from_fixed, to_fixed


class Ledger:
    """Totals by member: each amount is rounded to 2**-20 of its unit and added as a whole number (`sim.numeric.exact_sum`)."""

    def __init__(self) -> None:
        self._totals: defaultdict[Hashable, int] = defaultdict(int)

    def add(self, member: Hashable, amount: float) -> None:
        """Add an amount to a member's total."""
        self._totals[member] += to_fixed(amount)

    def total(self, member: Hashable) -> float:
        """A member's total; 0 where nothing was added."""
        return from_fixed(self._totals[member])
