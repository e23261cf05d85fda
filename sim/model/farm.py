"""The farm side of a household: which channel it sells through, and what each channel brings it."""

from typing import Any, NamedTuple

from mesa.discrete_space import FixedAgent

from sim.elementary import gumbel
from sim.levers import COMMISSION_REBATE
from sim.rng import Stream
from sim.rules.accounting import mean_of_year, outlay, weighted, yearly
from sim.rules.channel import (
    best_channel,
    channel_utility,
    consider_chance,
    expected_orders,
    may_open,
    online_quantity,
    own_taste,
    perceived,
    receipts_all,
    receipts_own,
    receipts_part,
    reputation_on_choice,
    season_quantity,
    shop_hours,
    start_payment,
    yearly_cost,
)  # fmt: skip
from sim.rules.market import (
    available_kg,
    closing_kg,
    difference,
    harvest_month,
    hours_limit_kg,
    loss_share,
    lost_kg,
    money,
    net_receipts,
    orders_kg,
    own_online_kg,
    parcels,
    part_kg,
    payments,
    release_share,
    reputation_next,
    rest_kg,
    shop_attraction,
    sum_of_three,
    sum_of_two,
)  # fmt: skip
from sim.rules.trading import reach_chance
from sim.rules.work import members_home

TRADER, COOPERATIVE, MERCHANT, OWN_SHOP = range(4)  # channels


class Season(NamedTuple):
    """What a farm expects of the harvest that begins: kg to sell, what the trader would pay [CNY], wage [CNY/hour], income [CNY a year]."""

    quantity: float
    trader: float
    wage: float
    income: float


class Farm(FixedAgent):
    """A household as a farm. To change a decision, override `choose_channel`, or one of the `utility_of_...` methods."""

    model: Any

    def draw(self, stream: Stream) -> float:
        """A uniform draw of this month, keyed by the household's identity in the whole population."""
        return self.model.draw(stream, self.population_id)

    def draw_second(self, stream: Stream) -> float:
        """A second draw of the same place, independent of the first."""
        return self.model.draw_second(stream, self.population_id)

    # ----------------------------------------------------------------------------------------------------------- choose

    def choose(self) -> None:
        """Once a harvest: pick a channel and take it up."""
        self.start_paid_month = 0.0
        if self.grows == 1 and self.village.product.choose_month == self.model.now.calendar_month:
            self.take_up(self.choose_channel(self.expected_season()))

    def expected_season(self) -> Season:
        """A normal year's harvest at today's prices."""
        product = self.village.product
        loss = loss_share(product.loss_rate, self.model.parameters.market.handling_days, 0.0)
        quantity = season_quantity(self.harvest_year, product.own_use, loss)
        return Season(quantity, receipts_all(quantity, self.village.trader_price), self.model.wage_hour(), yearly(self.income))

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
            season, self.model.parameters.channel.cooperative_constant, receipts_all(season.quantity, payout), 0.0, 0.0
        )
        return self.perceived_utility(COOPERATIVE, utility, available, Stream.CHOOSE_COOPERATIVE)

    def utility_of_merchant(self, season: Season) -> float:
        """Merchants of the township: what they took last season at their offer, the rest to the trader."""
        village = self.village
        market, trader_price = village.market, village.trader_price
        available = 1 if market.offer >= trader_price and self.is_found_by_merchant() else 0
        taken = part_kg(market.fill_last, village.product.graded)
        receipts = receipts_part(season.quantity, taken, market.offer, trader_price)
        utility = self.utility_of_gain(season, self.model.parameters.channel.merchant_constant, receipts, 0.0, 0.0)
        return self.perceived_utility(MERCHANT, utility, available, Stream.CHOOSE_MERCHANT)

    def is_found_by_merchant(self) -> bool:
        """Whether a merchant finds the farm this harvest: they look for what they could sell last season among all that farms grade."""
        market = self.village.market
        return self.draw_second(Stream.CONSIDER) < reach_chance(market.wanted_year, market.graded_year)

    def utility_of_own_shop(self, season: Season) -> float:
        """A shop of its own: orders as reputation and last season's demand let expect, hours, starting cost, skill and ties."""
        p, village = self.model.parameters.channel, self.village
        product = village.product
        reputation = self.reputation if self.channel == OWN_SHOP else self.model.parameters.market.reputation_start
        orders = expected_orders(reputation, village.shop_pull, product.unit_demand_year, village.shop_price)
        online = online_quantity(season.quantity, product.graded, orders)
        hours = shop_hours(parcels(online, product.kg_parcel), self.skill, p.shop_hours, p.parcel_hours, p.hours_skill)
        start_cost = 0.0 if self.channel == OWN_SHOP else yearly_cost(p.start_cost, p.start_years)
        receipts = receipts_own(season.quantity, product.graded, orders, village.shop_net, village.trader_price)
        utility = sum_of_two(
            self.utility_of_gain(season, p.own_constant, receipts, start_cost, hours),
            own_taste(self.skill, self.any_tie(), self.peers_selling, p.skill_effect, p.any_tie, p.peer_effect),
        )
        return self.perceived_utility(OWN_SHOP, utility, self.may_have_own_shop(), Stream.CHOOSE_OWN)

    def may_have_own_shop(self) -> int:
        """1 if a shop is a choice: one runs and does not stop; or it is considered, connected, affordable and parcels can leave."""
        p, village = self.model.parameters.channel, self.village
        runs = 1 if self.channel == OWN_SHOP else 0
        stops = 1.0 if runs == 1 and self.draw(Stream.QUIT) < p.exit_rate else 0.0
        reachable = 1 if village.station == 1 or village.township.outlet == 1 else 0
        considers = 1.0 if self.considers_own_shop() else 0.0
        return may_open(runs, considers, self.connected, self.liquid, 0.0, p.start_cost, reachable, stops)

    def considers_own_shop(self) -> bool:
        """Whether it thinks of a shop this harvest: exposure to ties that sell comes before any choice."""
        p = self.model.parameters.channel
        chance = consider_chance(self.any_tie(), self.peers_selling, p.consider_base, p.consider_any, p.consider_peers)
        return self.draw(Stream.CONSIDER) < chance

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
        """Pay for a shop that opens, keep or lose its name, and sell through the chosen channel from now on."""
        p = self.model.parameters
        self.start_paid_month = start_payment(self.channel, chosen, p.channel.start_cost, 0.0)
        self.reputation = reputation_on_choice(self.channel, chosen, self.reputation, p.market.reputation_start)
        self.channel = chosen

    # ------------------------------------------------------------------------------------------------------------- sell

    def bring_in(self) -> None:
        """Harvest, own use and loss; what is meant for sale, and how much of it the cooperative or merchants are offered."""
        if self.grows == 0:
            return
        p, product, village = self.model.parameters.market, self.village.product, self.village
        month = self.model.now.calendar_month
        belongs = self.cooperative
        together = self.channel == COOPERATIVE and belongs is not None and belongs.trading == 1
        cold = belongs.cold_share if together else 0.0
        self.harvest_month = harvest_month(self.harvest_year, product.harvest_share[month], village.yield_factor)
        self.own_use_month = part_kg(self.harvest_month, product.own_use)
        self.lost_month = lost_kg(
            difference(self.harvest_month, self.own_use_month), loss_share(product.loss_rate, p.handling_days, cold), self.stock,
            p.storage_loss, cold,
        )  # fmt: skip
        self.available_month = available_kg(self.stock, self.harvest_month, self.own_use_month, self.lost_month)
        self.released_month = part_kg(self.available_month, self.share_released())
        self.offered_month = 0.0
        self.cooperative_kg_month = 0.0
        if together:
            self.cooperative_kg_month = self.released_month
        elif self.channel == MERCHANT and village.market.offer >= village.trader_price:
            self.offered_month = part_kg(self.released_month, product.graded)

    def share_released(self) -> float:
        """Share of what is available that it means to sell this month."""
        p, product = self.model.parameters.market, self.village.product
        since_harvest = product.since_harvest[self.model.now.calendar_month]
        return release_share(
            product.storable, since_harvest, p.season_price, p.storage_loss, p.store_release, p.perishable_release
        )

    def attract(self) -> None:
        """Attraction of its shop, while it has anything to sell."""
        self.attraction_month = 0.0
        if self.channel == OWN_SHOP:
            self.attraction_month = shop_attraction(self.reputation, self.village.shop_pull, self.available_month)

    def sell(self) -> None:
        """Own shop, merchant, cooperative, the rest to the trader; receipts, hours, reputation and what is left in store."""
        if self.grows == 0:
            return
        p, village, government = self.model.parameters, self.village, self.model.government
        self.online_kg_month = self.sent_online() if self.channel == OWN_SHOP else 0.0
        boxes = self.boxes()
        paid = payments(self.online_kg_month, village.shop_price, village.refund)
        self.online_sales_month = paid
        own = net_receipts(paid, self.model.kept_share(), money(boxes, village.price_out), money(boxes, p.market.packing))
        self.hours_online_month = 0.0
        if self.channel == OWN_SHOP:
            self.hours_online_month = shop_hours(
                boxes, self.skill, mean_of_year(p.channel.shop_hours), p.channel.parcel_hours, p.channel.hours_skill
            )
        self.reputation = reputation_next(self.reputation, self.online_kg_month, p.market.reputation_gain)
        self.merchant_kg_month = part_kg(self.offered_month, village.market.fill)
        together = self.cooperative_kg_month
        payout = self.cooperative.payout_month if together > 0.0 else 0.0
        self.trader_kg_month = rest_kg(
            self.released_month, sum_of_three(self.online_kg_month, self.merchant_kg_month, together)
        )
        elsewhere = sum_of_three(
            money(self.trader_kg_month, village.trader_price), money(self.merchant_kg_month, village.market.offer), money(together, payout)
        )
        self.receipts_month = sum_of_two(own, elsewhere)
        self.stock = closing_kg(self.available_month, self.sold_kg())
        apart = sum_of_two(own, money(self.merchant_kg_month, village.market.offer))
        at_the_gate = money(sum_of_two(self.online_kg_month, self.merchant_kg_month), village.trader_price)
        self.online_gain_month = difference(apart, at_the_gate)
        rebate = government.level[COMMISSION_REBATE]
        government.pay(COMMISSION_REBATE, weighted(self.weight, outlay(paid, rebate)))

    def sent_online(self) -> float:
        """Kilograms its shop sends: orders, as far as grading and the hands at home allow."""
        p, product = self.model.parameters.channel, self.village.product
        orders = orders_kg(product.unit_demand, self.attraction_month, self.village.shop_price)
        hands = hours_limit_kg(
            members_home(self.workers, self.away), p.hours_most, self.skill, p.parcel_hours, p.hours_skill, product.kg_parcel
        )
        return own_online_kg(orders, product.graded, self.available_month, hands)

    def boxes(self) -> float:
        """Parcels its shop sent this month."""
        return parcels(self.online_kg_month, self.village.product.kg_parcel)

    def sold_kg(self) -> float:
        """Kilograms sold this month through all channels."""
        return sum_of_two(
            self.trader_kg_month, sum_of_three(self.online_kg_month, self.merchant_kg_month, self.cooperative_kg_month)
        )
