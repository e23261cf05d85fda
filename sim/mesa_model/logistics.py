"""Logistics providers: they enter and leave a township, add vans and hands, and keep books."""

from typing import Any

import mesa

from sim.numeric.keyed_draws import CARRIER_SLOTS, Stream, slot_key
from sim.theory.rules.logistics import (
    capacity_next,
    carrier_cost,
    carrier_enters,
    carrier_profit,
    carrier_stays,
    loss_months_next,
    part_of,
    smoothed,
)  # fmt: skip


class LogisticsProvider(mesa.Agent):
    """A carrier, or a free place for one: attributes are the columns of `sim.county.state.Carrier`; `township` is the township itself."""

    model: Any

    def __init__(self, market: Any, row: int, attributes: dict[str, Any]) -> None:
        super().__init__(market)
        self.row = row
        vars(self).update(attributes)

    def draw(self, stream: Stream) -> float:
        """A uniform draw of this month, keyed by township and slot."""
        return self.model.draw(stream, slot_key(self.township.row, CARRIER_SLOTS, self.slot))

    # ------------------------------------------------------------------------------------------------------------ carry

    def enter_or_leave(self) -> None:
        """Leave after a year of loss; take a free place where incumbents earn well."""
        p = self.model.parameters.logistics
        if self.active == 1:
            self.active = carrier_stays(self.active, self.slot, self.losses, p.loss_months)
            if self.active == 0:
                self.capacity = 0.0
            return
        self.active = carrier_enters(self.township.incumbent_margin, p.entry_margin, p.entry_rate, self.draw(Stream.CARRIER_ENTRY))
        if self.active == 1:
            self.losses = 0
            self.profit = 0.0
            self.revenue = 0.0

    def invest(self) -> None:
        """Add vans and hands for its part of the township's parcels."""
        if self.active == 1:
            p = self.model.parameters.logistics
            part = part_of(self.township.volume, self.township.carriers)
            self.capacity = capacity_next(self.capacity, part, p.utilisation, p.investment)

    # ---------------------------------------------------------------------------------------------------------- account

    def close_books(self) -> None:
        """Revenue, subsidy, cost and profit of the month: carriers of a township share its parcels."""
        self.revenue_month = 0.0
        self.subsidy_month = 0.0
        self.cost_month = 0.0
        self.profit_month = 0.0
        if self.active == 0:
            return
        p = self.model.parameters.logistics
        township = self.township
        n = township.carriers
        self.revenue_month = part_of(township.carriage_month, n)
        self.subsidy_month = part_of(township.subsidy_month, n)
        self.cost_month = carrier_cost(
            township.driven_month, p.km_cost, self.unit_cost, self.model.county.hub, part_of(township.carried_month, n)
        )
        self.profit_month = carrier_profit(self.revenue_month, self.subsidy_month, self.cost_month)
        self.profit = smoothed(self.profit, self.profit_month, 12.0)
        self.revenue = smoothed(self.revenue, self.revenue_month + self.subsidy_month, 12.0)
        self.losses = loss_months_next(self.losses, self.profit_month)
