"""Farmers: a farm household that connects, learns, joins, chooses, sells, shops, works and keeps accounts."""

from typing import Any

from sim.county.state import DISCOUNT, SUBSIDY, TIES
from sim.mesa_model.household import Household
from sim.mesa_model.policy import Measure
from sim.numeric.keyed_draws import Stream, seat_month, uniform
from sim.theory.levers import BROADBAND_SPEED, FOLLOW_UP, TRAINING_QUALITY
from sim.theory.rules.connection import connected_next, discount_left, mobile_hazard, price_off, subscribe_utility
from sim.theory.rules.cooperation import join_utility, joins, leaves, which_cooperative
from sim.theory.rules.learning import followed_next, practice_effect, seat_chance, seat_effect, skill_next, takes_seat


class Farmer(Household):
    """A farm household: attributes are the columns of `sim.county.state.Household`, amounts in CNY of 2015.

    `village` is the village itself, `ties` are the eight farmers it looks at (one may count twice), `cooperative` the one it belongs to or
    None. Each month has one verb for each phase; where the phase looks at ties, all look (`observe_...`) before any acts. Subclass and
    override a verb, or one of the smaller methods it is made of, and pass the class to `RuralMarket(..., farmer=...)`.
    """

    def __init__(self, market: Any, row: int, attributes: dict[str, Any]) -> None:
        super().__init__(market)
        self.row = row
        vars(self).update(attributes)

    # ---------------------------------------------------------------------------------------------------------- connect

    def observe_broadband(self) -> None:
        """Share of its ties with broadband."""
        count = sum(1 for tie in self.ties if tie.connected == 2)
        self.peers_connected = float(count) / float(TIES)

    def connect(self) -> None:
        """Take up or give up broadband, or come to use the mobile internet."""
        p = self.model.parameters.connection
        self.connected = connected_next(
            self.connected, self.village.served, self.utility_of_broadband(), p.rate_on, p.rate_off, self.chance_of_mobile(),
            self.draw(Stream.CONNECT), self.draw(Stream.MOBILE),
        )  # fmt: skip
        if self.connected == 2:
            price = self.model.now.broadband_price
            self.claim(SUBSIDY, price * self.level[SUBSIDY])
            self.claim(DISCOUNT, price * discount_left(self.level[SUBSIDY], self.level[DISCOUNT], self.poor))

    def utility_of_broadband(self) -> float:
        """Income, price, skill, ties and speed of a subscription."""
        p, now = self.model.parameters.connection, self.model.now
        off = price_off(self.level[SUBSIDY], self.level[DISCOUNT], self.poor)
        return subscribe_utility(
            self.income, self.model.county.income_base, now.broadband_price, off, self.skill, self.peers_connected, now.years,
            p.constant, p.income_effect, p.price_effect, p.skill_effect, p.peer_effect, p.trend, self.village.level[BROADBAND_SPEED],
            p.speed_effect,
        )  # fmt: skip

    def chance_of_mobile(self) -> float:
        """Monthly hazard of coming to use the mobile internet."""
        p = self.model.parameters
        return mobile_hazard(
            self.youth, self.schooling, p.learning.ability_unschooled, self.model.now.years, p.connection.mobile_rate,
            p.connection.mobile_youth, p.connection.mobile_midpoint,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------------ learn

    def observe_sellers(self) -> None:
        """Shares of its ties that sell online, and that have an own shop."""
        online = sum(1 for tie in self.ties if tie.channel >= 2)
        own = sum(1 for tie in self.ties if tie.channel == 3)
        self.peers_selling = float(online) / float(TIES)
        self.peers_own = float(own) / float(TIES)

    def learn(self) -> None:
        """Learn from a seat taken this month, from practice, which trainers may follow up, and from ties."""
        p, level = self.model.parameters.learning, self.model.government.level
        self.followed = followed_next(self.followed, self.seat_month, level[FOLLOW_UP])
        selling = 1.0 if self.channel == 3 else 0.0
        shopping = 1.0 if self.shops == 1 else 0.0
        self.skill = skill_next(
            self.skill, self.skill_floor, self.skill_ceiling, self.seat_month, selling, shopping, self.peers_selling,
            seat_effect(p.training_effect, level[TRAINING_QUALITY]), practice_effect(p.selling_effect, self.followed, p.follow_up_effect),
            p.shopping_effect, p.peer_effect, p.decay,
        )  # fmt: skip

    def seat_taken(self, measure: Measure, seats: float) -> float:
        """1 where it takes one of a measure's seats of the month, open to the measure's target, else 0."""
        month = seat_month(self.model.month, measure.draw)
        chance = seat_chance(self.ability, measure.ability, seats)
        return takes_seat(chance, uniform(self.model.seed, int(Stream.SEAT), month, self.population_id))

    # --------------------------------------------------------------------------------------------------------- organise

    def observe_members(self) -> None:
        """Share of its ties that belong to a cooperative."""
        count = sum(1 for tie in self.ties if tie.cooperative is not None)
        self.peers_member = float(count) / float(TIES)

    def organise(self) -> None:
        """Join a cooperative of the village, or leave the one it belongs to."""
        choices = self.village.cooperatives
        if not choices:
            return
        p = self.model.parameters.cooperation
        if self.cooperative is not None:
            if leaves(self.utility_of_membership(self.cooperative), p.rate_leave, self.draw(Stream.JOIN)) == 1:
                self.cooperative = None
            return
        looked_at = choices[which_cooperative(self.draw(Stream.JOIN_WHICH), 0, len(choices))]
        if joins(self.utility_of_membership(looked_at), p.rate_join, self.draw(Stream.JOIN)) == 1:
            self.cooperative = looked_at

    def utility_of_membership(self, cooperative: Any) -> float:
        """Last payout against the better of trader and merchant, members among ties, distance."""
        p, village = self.model.parameters.cooperation, self.village
        alternative = max(village.trader_price, village.market.offer)
        return join_utility(
            cooperative.payout, alternative, village.product.price, self.grows, self.peers_member, self.distance_km, p.constant,
            p.gain_effect, p.peer_effect, p.distance_effect,
        )  # fmt: skip
