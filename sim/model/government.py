"""The government of the county: the levers in force and the public money spent under each."""

from typing import Any

import mesa

from sim.exact import to_fen


class Government(mesa.Agent):
    """Sets levers and pays. `level`, `outlay_month` [fen] and `outlay_total` [fen] hold one number for each lever of `sim.levers`.

    Override `levels_in_force` to govern otherwise: by what the county looks like this month, say.
    """

    model: Any

    def __init__(self, market: Any, level: list[float], outlay_month: list[int], outlay_total: list[int]) -> None:
        super().__init__(market)
        self.level = level
        self.outlay_month = outlay_month
        self.outlay_total = outlay_total

    def govern(self) -> None:
        """Put this month's levers in force; no public money is spent yet."""
        self.level = self.levels_in_force()
        self.outlay_month = [0] * len(self.level)

    def levels_in_force(self) -> list[float]:
        """The level of each lever this month, as the scenario's history sets it."""
        return list(self.model.now.levels)

    def pay(self, lever: int, amount: float) -> None:
        """Spend `amount` CNY under a lever. Money is paid in whole fen."""
        self.outlay_month[lever] += to_fen(amount)

    def close_books(self) -> None:
        """Add the month's outlays to those since the start."""
        self.outlay_total = [before + now for before, now in zip(self.outlay_total, self.outlay_month, strict=True)]
