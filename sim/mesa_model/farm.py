"""The farm side of a household: which channel it sells through, once a harvest."""

from typing import NamedTuple

from sim.mesa_model.seller import COOPERATIVE, MERCHANT, OWN_SHOP, TRADER, Seller
from sim.numeric.elementary import gumbel
from sim.numeric.keyed_draws import Stream
from sim.theory.levers import CREDIT, LEADERS, START_GRANT
from sim.theory.rules.channel import (
    best_channel,
    channel_utility,
    consider_chance,
    expected_orders,
    grant_for,
    granted_if,
    led,
    may_open,
    online_quantity,
    own_taste,
    perceived,
    receipts_own,
    receipts_part,
    reputation_on_choice,
    season_quantity,
    shop_hours,
    start_payment,
)  # fmt: skip
from sim.theory.rules.market import loss_share  # fmt: skip
from sim.theory.rules.trading import lent, reach_chance


class Season(NamedTuple):
    """What a farm expects of the harvest that begins: kg to sell, what the trader would pay [CNY], wage [CNY/hour], income [CNY a year]."""

    quantity: float
    trader: float
    wage: float
    income: float


class Farm(Seller):
    """A household as a farm. To change a decision, override `choose_channel`, or one of the `utility_of_...` methods."""

    # ----------------------------------------------------------------------------------------------------------- choose

    def choose(self) -> None:
        """Once a harvest: pick a channel and take it up."""
        self.start_paid_month = 0.0
        self.start_grant_month = 0.0
        if self.grows == 1 and self.village.product.choose_month == self.model.now.calendar_month:
            self.take_up(self.choose_channel(self.expected_season()))

    def expected_season(self) -> Season:
        """A normal year's harvest at today's prices."""
        product = self.village.product
        loss = loss_share(product.loss_rate, self.model.parameters.market.handling_days, 0.0)
        quantity = season_quantity(self.harvest_year, product.own_use, loss)
        return Season(quantity, quantity * self.village.trader_price, self.model.wage_hour(), self.income * 12.0)

    def choose_channel(self, season: Season) -> int:
        """0 trader, 1 cooperative, 2 merchant, 3 own shop: the channel of the highest perceived utility."""
        return best_channel(
            self.utility_of_trader(season), self.utility_of_cooperative(season), self.utility_of_merchant(season),
            self.utility_of_own_shop(season),
        )  # fmt: skip

    def utility_of_trader(self, season: Season) -> float:
        """The village trader, against whom all others are measured."""
        return self.perceived_utility(TRADER, 0.0, 1, Stream.CHOOSE_TRADER)

    def utility_of_cooperative(self, season: Season) -> float:
        """The cooperative it belongs to, at last season's payout, where that trades."""
        belongs = self.cooperative
        available = 1 if belongs is not None and belongs.trading == 1 else 0
        payout = belongs.payout if available == 1 else self.village.trader_price
        utility = self.utility_of_gain(
            season, self.model.parameters.channel.cooperative_constant, season.quantity * payout, 0.0, 0.0
        )
        return self.perceived_utility(COOPERATIVE, utility, available, Stream.CHOOSE_COOPERATIVE)

    def utility_of_merchant(self, season: Season) -> float:
        """Merchants of the township: what they took last season at their offer, the rest to the trader."""
        village = self.village
        market, trader_price = village.market, village.trader_price
        available = 1 if market.offer >= trader_price and self.is_found_by_merchant() else 0
        taken = market.fill_last * village.product.graded
        receipts = receipts_part(season.quantity, taken, market.offer, trader_price)
        utility = self.utility_of_gain(season, self.model.parameters.channel.merchant_constant, receipts, 0.0, 0.0)
        return self.perceived_utility(MERCHANT, utility, available, Stream.CHOOSE_MERCHANT)

    def is_found_by_merchant(self) -> bool:
        """Whether a merchant finds the farm this harvest: they look for what they could sell last season among all that farms grade."""
        market = self.village.market
        return self.draw_second(Stream.CONSIDER) < reach_chance(market.wanted_year, market.graded_year)

    def utility_of_own_shop(self, season: Season) -> float:
        """A shop of its own: orders as reputation and last season's demand let expect, hours, what it pays to open, skill and ties."""
        p, village = self.model.parameters.channel, self.village
        product = village.product
        reputation = self.reputation if self.channel == OWN_SHOP else self.model.parameters.market.reputation_start
        orders = expected_orders(reputation, village.shop_pull, product.unit_demand_year, village.shop_price)
        online = online_quantity(season.quantity, product.graded, orders)
        hours = shop_hours(online / product.kg_parcel, self.skill, p.shop_hours, p.parcel_hours, p.hours_skill)
        own_part = p.start_cost - self.grant_for_shop()
        start_cost = 0.0 if self.channel == OWN_SHOP else own_part / p.start_years
        receipts = receipts_own(season.quantity, product.graded, orders, village.shop_net, village.trader_price)
        gain = self.utility_of_gain(season, p.own_constant, receipts, start_cost, hours)
        taste = own_taste(self.skill, self.any_tie(), self.peers_selling, p.skill_effect, p.any_tie, p.peer_effect)
        return self.perceived_utility(OWN_SHOP, gain + taste, self.may_have_own_shop(), Stream.CHOOSE_OWN)

    def may_have_own_shop(self) -> int:
        """1 if a shop is a choice: one runs and does not stop; or it is considered, connected, affordable and parcels can leave."""
        p, village = self.model.parameters.channel, self.village
        runs = 1 if self.channel == OWN_SHOP else 0
        stops = 1.0 if runs == 1 and self.draw(Stream.QUIT) < p.exit_rate else 0.0
        reachable = 1 if village.station == 1 or village.township.outlet == 1 else 0
        considers = 1.0 if self.considers_own_shop() else 0.0
        helped = self.grant_for_shop() + village.level[CREDIT]
        return may_open(runs, considers, self.connected, self.liquid, helped, p.start_cost, reachable, stops)

    def considers_own_shop(self) -> bool:
        """Whether it thinks of a shop this harvest: exposure to ties that sell, or to a leader, comes before any choice."""
        p = self.model.parameters.channel
        chance = consider_chance(self.any_tie(), self.peers_selling, p.consider_base, p.consider_any, p.consider_peers)
        return self.draw(Stream.CONSIDER) < led(chance, self.village.level[LEADERS], p.leader_effect)

    def grant_for_shop(self) -> float:
        """What the public would pay of a shop it opens, CNY."""
        return grant_for(self.village.level[START_GRANT], self.model.parameters.channel.start_cost)

    def any_tie(self) -> float:
        """1 where any of its ties has an own shop."""
        return 1.0 if self.peers_own > 0.0 else 0.0

    def utility_of_gain(self, season: Season, constant: float, receipts: float, cost: float, hours: float) -> float:
        """What a channel brings over the trader, relative to income; hours at the local wage. CNY and hours a year."""
        gain_effect = self.model.parameters.channel.gain_effect
        return channel_utility(constant, receipts, season.trader, cost, hours, season.wage, season.income, gain_effect)

    def perceived_utility(self, channel: int, utility: float, available: int, stream: Stream) -> float:
        """Utility less the cost of switching, plus this harvest's taste shock; out of reach where the channel is not available."""
        habit = self.model.parameters.channel.switching_cost
        return perceived(utility, available, 1 if self.channel == channel else 0, habit, gumbel(self.draw(stream)))

    def take_up(self, chosen: int) -> None:
        """Pay for a shop that opens, with grant and credit; keep or lose its name; sell through the chosen channel from now on."""
        p, village, grant = self.model.parameters, self.village, self.grant_for_shop()
        self.start_paid_month = start_payment(self.channel, chosen, p.channel.start_cost, 0.0)
        self.start_grant_month = granted_if(self.channel, chosen, grant)
        village.claim(START_GRANT, self.weight * self.start_grant_month)
        if self.start_paid_month > 0.0:
            loan = lent(p.channel.start_cost, self.liquid + grant, village.level[CREDIT])
            village.claim(CREDIT, self.weight * (loan * p.costs.credit_loss))
        self.reputation = reputation_on_choice(self.channel, chosen, self.reputation, p.market.reputation_start)
        self.channel = chosen
