"""Farmers: a farm household that connects, learns, joins, chooses, sells, shops, works and keeps accounts."""

from typing import Any

from sim.county.state import TIES, TRAILING
from sim.levers import BROADBAND_SUBSIDY, RETURN_GRANT, TRAINING_SEATS
from sim.model.farm import Farm
from sim.rng import Stream
from sim.rules.accounting import farm_cost, income_month, liquid_next, mean_of_year, outlay, weighted
from sim.rules.connection import connected_next, mobile_hazard, subscribe_utility, tie_share
from sim.rules.cooperation import join_utility, joins, leaves, which_cooperative
from sim.rules.learning import seat_chance, seats_offered, skill_next, takes_seat
from sim.rules.logistics import smoothed
from sim.rules.market import sum_of_two
from sim.rules.shopping import (
    able_to_shop,
    assisted_gain,
    assisted_if,
    best_gain,
    leave_chance,
    monthly_gain,
    online_share,
    parcels_bought,
    price_index,
    relative_price,
    retail_spending,
    share_if,
    shops_next,
    spent_online,
    start_chance,
    station_is_new,
    variety_gain,
)  # fmt: skip
from sim.rules.work import (
    away_earnings,
    away_next,
    departs,
    local_earnings,
    members_home,
    returned_next,
    returns,
    stay_utility,
    wage_income,
)  # fmt: skip


class Farmer(Farm):
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
        self.peers_connected = tie_share(float(count), float(TIES))

    def connect(self) -> None:
        """Take up or give up broadband, or come to use the mobile internet."""
        p = self.model.parameters.connection
        self.connected = connected_next(
            self.connected, self.village.served, self.utility_of_broadband(), p.rate_on, p.rate_off, self.chance_of_mobile(),
            self.draw(Stream.CONNECT), self.draw(Stream.MOBILE),
        )  # fmt: skip
        if self.connected == 2:
            government = self.model.government
            subsidy = outlay(self.model.now.broadband_price, government.level[BROADBAND_SUBSIDY])
            government.pay(BROADBAND_SUBSIDY, weighted(self.weight, subsidy))

    def utility_of_broadband(self) -> float:
        """Income, price, skill and ties of a subscription."""
        p, now = self.model.parameters.connection, self.model.now
        return subscribe_utility(
            self.income, self.model.county.income_base, now.broadband_price, self.model.government.level[BROADBAND_SUBSIDY],
            self.skill, self.peers_connected, now.years, p.constant, p.income_effect, p.price_effect, p.skill_effect, p.peer_effect,
            p.trend,
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
        self.peers_selling = tie_share(float(online), float(TIES))
        self.peers_own = tie_share(float(own), float(TIES))

    def learn(self) -> None:
        """Take a training seat if one is to be had; learn from it, from practice and from ties."""
        p = self.model.parameters.learning
        self.seat_month = self.seat_taken()
        if self.seat_month > 0.0:
            cost = outlay(1.0, self.model.parameters.accounting.seat_cost)
            self.model.government.pay(TRAINING_SEATS, weighted(self.weight, cost))
        selling = 1.0 if self.channel == 3 else 0.0
        shopping = 1.0 if self.shops == 1 else 0.0
        self.skill = skill_next(
            self.skill, self.skill_floor, self.skill_ceiling, self.seat_month, selling, shopping, self.peers_selling,
            p.training_effect, p.selling_effect, p.shopping_effect, p.peer_effect, p.decay,
        )  # fmt: skip

    def seat_taken(self) -> float:
        """1 where it takes a seat in a training course this month, else 0."""
        county = self.model.county
        seats = seats_offered(self.model.government.level[TRAINING_SEATS], county.households)
        return takes_seat(seat_chance(self.ability, county.ability_total, seats), self.draw(Stream.SEAT))

    # --------------------------------------------------------------------------------------------------------- organise

    def observe_members(self) -> None:
        """Share of its ties that belong to a cooperative."""
        count = sum(1 for tie in self.ties if tie.cooperative is not None)
        self.peers_member = tie_share(float(count), float(TIES))

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

    # ------------------------------------------------------------------------------------------------------------- shop

    def observe_shoppers(self) -> None:
        """Share of its ties that buy online."""
        count = sum(1 for tie in self.ties if tie.shops == 1)
        self.peers_shopping = tie_share(float(count), float(TIES))

    def shop(self) -> None:
        """Start or stop buying online; spending, parcels and cost of living follow."""
        p, village = self.model.parameters.shopping, self.village
        spending = retail_spending(self.income, p.spending, p.retail)
        share = self.online_share_if_shopping()
        gain = variety_gain(share, p.sigma)
        own = monthly_gain(spending, gain, self.skill, self.youth, p.fixed_cost, p.skill_cost, p.youth_relief)
        helped = assisted_gain(spending, gain, p.fixed_cost, p.assisted_fee)
        self.shops = self.decide_to_shop(best_gain(own, helped, village.clerk))
        self.online_share = share_if(self.shops, share)
        self.spent_online_month = spent_online(self.shops, spending, share)
        self.living_cost = price_index(self.online_share, p.sigma)
        self.assisted_month = assisted_if(self.shops, self.connected, village.clerk, own, helped, self.spent_online_month)
        self.parcels_in_month = parcels_bought(self.spent_online_month, village.price_in, p.basket)

    def online_share_if_shopping(self) -> float:
        """Share of retail spending that would go online, at prices with delivery here."""
        p, village = self.model.parameters.shopping, self.village
        price = relative_price(village.price_in, p.basket, village.km, village.hub_km, p.online_price, p.local_km, p.local_hub)
        return online_share(p.taste, self.taste, self.model.now.variety, price, p.sigma)

    def decide_to_shop(self, gain: float) -> int:
        """1 where it buys online this month, for a gain of so many CNY a month."""
        p, village = self.model.parameters.shopping, self.village
        start = start_chance(
            gain, self.peers_shopping, station_is_new(village.station_age, p.novelty_months), p.rate_base, p.rate_peers, p.novelty,
            p.gain_effect,
        )  # fmt: skip
        leave = leave_chance(gain, p.rate_leave, p.gain_effect)
        return shops_next(
            self.shops, able_to_shop(self.connected, village.clerk), start, leave, self.draw(Stream.SHOP), self.draw(Stream.SHOP_LEAVE)
        )

    # ------------------------------------------------------------------------------------------------------------- work

    def work(self) -> None:
        """Members leave and return; what those at home and those away earn."""
        p, government, wage = self.model.parameters.work, self.model.government, self.model.wage_hour()
        home = members_home(self.workers, self.away)
        away = away_earnings(p.away_wage, self.earning, self.model.now.wage_index)
        z = self.utility_of_staying(home, away)
        self.returned_month = returns(
            self.away, z, p.moving_cost, p.gain_effect, p.rate_return, self.draw(Stream.RETURN)
        )
        self.departed_month = departs(home, z, p.moving_cost, p.gain_effect, p.rate_leave, self.draw(Stream.LEAVE))
        self.away = away_next(self.away, self.returned_month, self.departed_month)
        self.returned_total = returned_next(self.returned_total, self.returned_month)
        self.return_grant_month = outlay(self.returned_month, government.level[RETURN_GRANT])
        government.pay(RETURN_GRANT, weighted(self.weight, self.return_grant_month))
        home = members_home(self.workers, self.away)
        self.wages_month = wage_income(home, p.local_hours, self.hours_online_month, wage, self.earning)
        self.away_month = weighted(self.away, away)

    def utility_of_staying(self, home: float, away: float) -> float:
        """How much home draws against `away` earnings, with `home` members there."""
        p = self.model.parameters.work
        local = local_earnings(self.model.wage_hour(), self.earning, p.local_hours, self.online_gain, home)
        return stay_utility(local, away, p.home_value, self.model.government.level[RETURN_GRANT], p.gain_effect)

    # ---------------------------------------------------------------------------------------------------------- account

    def account(self) -> None:
        """Income by source, its mean over twelve months, liquid funds."""
        p = self.model.parameters
        cost = farm_cost(self.product_cost_year, p.shopping.inputs_saving, self.shops)
        self.income_month = income_month(
            self.receipts_month, cost, self.other_land_year, self.wages_month, self.away_month, self.transfers_year,
            self.model.now.wage_index,
        )  # fmt: skip
        self.income_trailing[self.model.month % TRAILING] = self.income_month
        total = 0.0
        for month in self.income_trailing:
            total = sum_of_two(total, month)
        self.income = mean_of_year(total)
        self.online_gain = smoothed(self.online_gain, self.online_gain_month, 12.0)
        self.liquid = liquid_next(
            sum_of_two(self.liquid, self.return_grant_month), self.income_month, self.start_paid_month, p.accounting.saving,
            p.accounting.liquidity_decay,
        )  # fmt: skip
