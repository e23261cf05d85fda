"""Measures: what a policy comes down to, one lever for a target, with the money it has."""

from typing import Any

from sim.county.policy_plan import OUTSIDE, Plan
from sim.theory.levers import LEVERS, Lever
from sim.theory.rules.government import is_open, left_fen, paid_fen


class Measure:
    """One lever of `sim.theory.levers`, month by month, for a target of villages and farmers.

    `lever` is its row and `kind` its declaration; `levels` what it asks for each month, in the lever's unit, `left` in how many months
    from each on it asks for anything; `budget` in fen, -1 without one; `level` what it asks for this month. `villages` and `farmers` are
    those of the target in the order of its rank, `ability` the sum of what those farmers bring to learning. `place` (0 first .. 1 last of
    the target, 2 outside) and `share` (of a quantity for the county) have a number for the row of each village, `aimed` 1 for the row of
    each farmer in the target. `taken` are the villages it has granted a service, `seated` what each farmer has had of a seat by rank.
    """

    def __init__(self, plan: Plan, row: int, villages: list[Any], farmers: list[Any], attributes: dict[str, Any]) -> None:
        vars(self).update(attributes)
        self.open: int
        self.spent: int
        self.unpaid: int
        self.row = row
        self.lever = int(plan.lever[row])
        self.kind: Lever = LEVERS[self.lever]
        self.levels: list[float] = plan.levels[:, row].tolist()
        self.left: list[int] = plan.left[:, row].tolist()
        self.budget = int(plan.budget[row])
        self.draw = int(plan.draw[row])
        self.ranked = bool(plan.ranked[row])
        self.share: list[float] = plan.share[row].tolist()
        self.place: list[float] = plan.place[row].tolist()
        self.villages = [villages[village] for village in plan.order[row] if self.place[village] < OUTSIDE]
        self.aimed: list[int] = plan.aimed[plan.target[row]].tolist()
        self.farmers = []
        if self.kind.reach == "household":
            self.farmers = [farmers[farmer] for farmer in plan.order_households[plan.target[row]] if self.aimed[farmer] == 1]
        self.ability = float(plan.ability[row])
        self.level = 0.0
        self.taken: set[Any] = set()
        self.seated: dict[Any, float] = {}

    # ------------------------------------------------------------------------------------------------------------ money

    def left_fen(self) -> int:
        """What it may still spend, fen."""
        return left_fen(self.budget, self.spent)

    def begin_month(self, level: float) -> None:
        """Ask for a level; it is open while it has one, and money."""
        self.level = level
        self.open = is_open(level, self.left_fen())

    def pay(self, asked: int) -> int:
        """Pay what is asked, or what is left; returns fen paid."""
        paid = paid_fen(asked, self.left_fen())
        self.spent += paid
        return paid

    # ----------------------------------------------------------------------------------------------------------- target

    def is_for(self, recipient: Any) -> bool:
        """Whether a village, a farmer or the county, as its lever reaches them, is in the target."""
        if self.kind.reach == "household":
            return self.aimed[recipient.row] == 1
        return self.kind.reach == "county" or self.place[recipient.row] < OUTSIDE

    def comes_to(self, village: Any) -> bool:
        """Whether the share of the target that it asks for this month, in the order of its rank, comes to the village."""
        return self.place[village.row] < self.level

    def serves(self, village: Any) -> bool:
        """Whether the village has its service this month."""
        return village in self.taken and self.comes_to(village)

    def level_in(self, village: Any) -> float:
        """The level it asks for in a village of the target: of a service, 1 where it serves."""
        if self.kind.union:
            return 1.0 if self.serves(village) else 0.0
        return self.level
