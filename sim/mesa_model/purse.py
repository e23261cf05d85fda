"""The public purse: paying what a measure asks for, and settling what was claimed in a month, in rank order and to the fen."""

from typing import Any

import mesa

from sim.county.state import DISCOUNT, GRANT, SUBSIDY
from sim.mesa_model.policy import Measure
from sim.numeric.exact_sum import to_fen
from sim.theory.levers import BROADBAND_SUBSIDY, POOR_DISCOUNT, RETURN_GRANT
from sim.theory.rules.accounting import share_of
from sim.theory.rules.government import part_owed

ON_HOUSEHOLDS = {BROADBAND_SUBSIDY: SUBSIDY, POOR_DISCOUNT: DISCOUNT, RETURN_GRANT: GRANT}
"""The place of a lever in the `level` and `owed_month` of a farmer."""


class Purse(mesa.Agent):
    """Who pays for the measures in force, and keeps the books.

    `level`, `owed_month` [fen], `outlay_month` [fen] and `outlay_total` [fen] hold one number for each lever of `sim.theory.levers`;
    `measures` are those of the scenario, after those of its history.
    """

    model: Any
    measures: list[Measure]

    def __init__(self, market: Any, attributes: dict[str, list[Any]]) -> None:
        super().__init__(market)
        vars(self).update(attributes)
        self.level: list[float]
        self.owed_month: list[int]
        self.outlay_month: list[int]
        self.outlay_total: list[int]

    def claim(self, lever: int, amount: float) -> None:
        """Have `amount` CNY fall due under a lever for what was delivered to the county as a whole. Money is due in whole fen."""
        self.owed_month[lever] += to_fen(amount)

    def pay(self, measure: Measure, place: Any, asked: int) -> int:
        """Pay what a measure is asked for, or what is left of it, in a village or for the county as a whole; returns fen paid."""
        paid = measure.pay(asked)
        self.outlay_month[measure.lever] += paid
        if place is not self.model.county:
            place.outlay_month[measure.lever] += paid
        return paid

    def settle_claims(self) -> None:
        """Pay what the month delivered, each measure its part of the level in force, those first in rank first.

        Where a budget ends, the last claim is paid in part and the rest stay unpaid with whoever advanced them: carriers, operators,
        platforms, suppliers; grants to persons shrink.
        """
        for measure in self.measures:
            if measure.open == 1 and measure.kind.paid == "claims":
                if measure.kind.reach == "county":
                    owed, level, county = self.owed_month[measure.lever], self.level[measure.lever], self.model.county
                    self.settle(measure, county, part_owed(owed, self.level_before(measure, county), measure.level, level))
                elif measure.kind.reach == "village":
                    self.settle_villages(measure)
                else:
                    self.settle_farmers(measure)

    def level_before(self, measure: Measure, recipient: Any) -> float:
        """Level of the lever that measures before this one have in force for a village, a farmer, or the county."""
        total = 0.0
        for other in self.measures[: measure.row]:
            if other.lever == measure.lever and other.open == 1 and other.is_for(recipient):
                total += other.level
        return total

    def settle(self, measure: Measure, place: Any, asked: int) -> int:
        """Pay what was delivered in a place, or what is left; count the rest as unpaid. Returns fen paid."""
        paid = self.pay(measure, place, asked)
        measure.unpaid += asked - paid
        return paid

    def settle_villages(self, measure: Measure) -> None:
        """What fell due in villages; for a service, all of it where the measure serves."""
        for village in measure.villages:
            level = measure.level_in(village)
            if level > 0.0:
                before = 0.0 if measure.kind.union else self.level_before(measure, village)
                owed, total = village.owed_month[measure.lever], village.level[measure.lever]
                self.settle(measure, village, part_owed(owed, before, level, total))

    def settle_farmers(self, measure: Measure) -> None:
        """What fell due for households; a grant goes to the household itself."""
        place = ON_HOUSEHOLDS[measure.lever]
        for farmer in measure.farmers:
            if farmer.owed_month[place] > 0:
                before = self.level_before(measure, farmer)
                asked = part_owed(farmer.owed_month[place], before, measure.level, farmer.level[place])
                paid = self.settle(measure, farmer.village, asked)
                if place == GRANT:
                    got = share_of(paid / 100.0, farmer.weight)
                    farmer.return_grant_month += got

    def close_books(self) -> None:
        """Add the month's outlays to those since the start."""
        self.outlay_total = [before + now for before, now in zip(self.outlay_total, self.outlay_month, strict=True)]
