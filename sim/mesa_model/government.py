"""The government of the county: which measures are in force, where, and with how much money."""

from typing import Any

from sim.mesa_model.policy import Measure
from sim.mesa_model.purse import ON_HOUSEHOLDS, Purse
from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.theory.levers import (
    BROADBAND_COVERAGE,
    BROADBAND_SPEED,
    COLD_CHAIN,
    FOLLOW_UP,
    HUB_CAPACITY,
    LEVERS,
    ROADS,
    STATIONS,
    TRAINING_QUALITY,
    TRAINING_SEATS,
)
from sim.theory.rules.accounting import follow_cost
from sim.theory.rules.government import affordable, commitment, left_after, seat_in_part, seats_affordable, works_due


class Government(Purse):
    """Puts measures in force and pays for them, month by month.

    Villages and the county carry what a level of 1 of each lever costs there: `capital` CNY once, `running` CNY a month. Override
    `level_of` to govern otherwise: by what the county looks like this month, say. A lever is set by the measures on it, so a scenario
    needs one on each lever that is to be set.
    """

    # ----------------------------------------------------------------------------------------------------------- govern

    def govern(self) -> None:
        """Put the month's measures in force, one after the other, and pay what is paid ahead."""
        for measure in self.measures:
            measure.begin_month(self.level_of(measure))
        self.put_out_of_force()
        for measure in self.measures:
            if measure.open == 1:
                self.put_in_force(measure)

    def level_of(self, measure: Measure) -> float:
        """The level a measure asks for this month, in its lever's unit: as the scenario says."""
        return measure.levels[self.model.month]

    def put_out_of_force(self) -> None:
        """Nothing is in force, owed or paid before the month's measures are read."""
        self.level = [0.0] * len(LEVERS)
        self.owed_month, self.outlay_month = [0] * len(LEVERS), [0] * len(LEVERS)
        for village in self.model.villages:
            village.level = [0.0] * len(LEVERS)
            village.owed_month, village.outlay_month = [0] * len(LEVERS), [0] * len(LEVERS)
        self.model.county.cold_in_use = 0.0
        for farmer in self.model.farmers:
            farmer.level = [0.0] * len(ON_HOUSEHOLDS)
            farmer.owed_month = [0] * len(ON_HOUSEHOLDS)

    def put_in_force(self, measure: Measure) -> None:
        """A measure in force, in the way its lever is paid; training seats wait until they are taken."""
        if measure.kind.union:
            self.serve_villages(measure)
        elif measure.kind.paid == "works":
            self.build(measure)
        elif measure.kind.paid == "ahead":
            self.pay_ahead(measure)
        elif measure.kind.paid == "claims":
            self.promise(measure)

    def serve_villages(self, measure: Measure) -> None:
        """A service that a village has or has not: those taken on before, then new ones in rank order while money can be set aside.

        A village that another measure serves by now, or that the commercial roll-out of broadband has reached, is let go.
        """
        lever, months = measure.lever, measure.left[self.model.month]
        # A keeper's support follows wages, so what is set aside for it does too.
        index = self.model.now.wage_index if lever == STATIONS else 1.0
        free = measure.left_fen()
        for village in measure.villages:
            if village.level[lever] > 0.0 or (lever == BROADBAND_COVERAGE and village.in_roll_out() == 1):
                measure.taken.discard(village)
            if measure.serves(village):
                village.level[lever] = 1.0
                free = left_after(free, to_fen(commitment(0.0, village.running[lever] * index, months)))
        for village in measure.villages:
            if free > 0 and self.would_serve(measure, village):
                measure.taken.add(village)
                village.level[lever] = 1.0
                aside = commitment(village.capital[lever], village.running[lever] * index, months)
                free = left_after(free, to_fen(aside))
                if measure.kind.paid == "ahead":
                    self.pay(measure, village, to_fen(village.capital[lever]))
        if measure.kind.paid == "ahead":
            for village in measure.villages:
                if measure.serves(village):
                    self.pay(measure, village, to_fen(village.running[lever]))

    def would_serve(self, measure: Measure, village: Any) -> bool:
        """Whether a measure would take a village on: no village is served twice, or given what it has by itself."""
        if village in measure.taken or not measure.comes_to(village) or village.level[measure.lever] > 0.0:
            return False
        if measure.lever == BROADBAND_COVERAGE and (village.served == 1 or village.in_roll_out() == 1):
            return False
        if measure.lever == STATIONS and village.station == 1:
            return False
        others = [other for other in self.measures if other is not measure and other.lever == measure.lever]
        return not any(other.serves(village) and other.left_fen() > 0 for other in others)

    def build(self, measure: Measure) -> None:
        """Public works, as far as the money goes; what is built stays. The cold chain runs at a monthly cost on top.

        The level in force is what stands of what is asked for, so that a second measure does not pay for what the first could not.
        """
        lever, county = measure.lever, self.model.county
        if lever == ROADS:
            for village in measure.villages:
                asked = village.level[lever] + measure.level
                village.road = self.built(measure, village, asked, village.road)
                village.level[lever] = min(asked, village.road)
            return
        asked = self.level[lever] + measure.level
        if lever == HUB_CAPACITY:
            county.hub_added = self.built(measure, county, asked, county.hub_added)
            self.level[lever] = min(asked, county.hub_added)
        elif lever == COLD_CHAIN:
            county.cold = self.built(measure, county, asked, county.cold)
            self.level[lever] = min(asked, county.cold)
            wanted = min(measure.level, county.cold)
            runs = self.bought(measure, county, wanted)
            county.cold_in_use += runs

    def built(self, measure: Measure, place: Any, asked: float, standing: float) -> float:
        """What stands after the month's works in a place; pays for them."""
        due = works_due(asked, standing)
        cost = to_fen(due * place.capital[measure.lever])
        done = affordable(due, cost, measure.left_fen())
        self.pay(measure, place, cost)
        return standing + done

    def pay_ahead(self, measure: Measure) -> None:
        """What runs at a monthly price: paid for the month, in rank order, the last village in part."""
        lever = measure.lever
        if measure.kind.reach == "county":
            self.level[lever] += self.bought(measure, self.model.county, measure.level)
            return
        for village in measure.villages:
            if lever != BROADBAND_SPEED or village.served == 1:
                wanted = measure.level * measure.share[village.row]
                village.level[lever] += self.bought(measure, village, wanted)

    def bought(self, measure: Measure, place: Any, wanted: float) -> float:
        """The level that runs in a place this month for the money left, of the one wanted; pays for it."""
        asked = to_fen(wanted * place.running[measure.lever])
        level = affordable(wanted, asked, measure.left_fen())
        self.pay(measure, place, asked)
        return level

    def promise(self, measure: Measure) -> None:
        """What is paid when it was delivered: in force for all of the target while there is money."""
        lever = measure.lever
        if measure.kind.reach == "county":
            self.level[lever] += measure.level
        elif measure.kind.reach == "village":
            for village in measure.villages:
                village.level[lever] += measure.level
        else:
            place = ON_HOUSEHOLDS[lever]
            for farmer in measure.farmers:
                farmer.level[place] += measure.level

    # ------------------------------------------------------------------------------------------------------------ learn

    def give_seats(self) -> None:
        """Training seats of the month, measure by measure, paid as they are taken."""
        for farmer in self.model.farmers:
            farmer.seat_month = 0.0
        for measure in self.measures:
            if measure.lever == TRAINING_SEATS and measure.open == 1:
                self.fill_seats(measure)

    def fill_seats(self, measure: Measure) -> None:
        """Seats of one measure: by rank to those who had none or a part, or open to its target: the young and schooled come first."""
        price = self.model.parameters.accounting.seat_cost
        seats = seats_affordable(measure.level, to_fen(price), measure.left_fen())
        for farmer in measure.farmers:
            seat, had = 0.0, measure.seated.get(farmer, 0.0)
            if not measure.ranked:
                seat = farmer.seat_taken(measure, seats)
            elif had < 1.0 and seats > 0.0:
                seat = seat_in_part(seats, farmer.weight, had)
                seats = max(seats - farmer.weight * seat, 0.0)
                measure.seated[farmer] = had + seat
            if seat > 0.0 and measure.left_fen() > 0:
                farmer.seat_month += seat
                self.pay(measure, farmer.village, to_fen(farmer.weight * (seat * price)))

    def count_lessons(self) -> None:
        """What better training and follow-up cost, due when the month is over."""
        p = self.model.parameters
        seats, followed = 0, 0
        for farmer in self.model.farmers:
            seats += to_fixed(farmer.weight * (farmer.seat_month * p.accounting.seat_cost))
            followed += to_fixed(farmer.weight * follow_cost(farmer.followed, p.costs.follow_up))
        self.claim(TRAINING_QUALITY, from_fixed(seats) * self.level[TRAINING_QUALITY])
        if self.level[FOLLOW_UP] > 0.0:
            self.claim(FOLLOW_UP, from_fixed(followed))
