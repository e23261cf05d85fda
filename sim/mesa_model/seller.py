"""The selling side of a farm: harvest and store, own shop, merchant, cooperative and trader, and what each brings."""

from typing import Any

from mesa.discrete_space import FixedAgent

from sim.numeric.keyed_draws import Stream
from sim.theory.levers import COMMISSION_REBATE
from sim.theory.rules.channel import shop_hours
from sim.theory.rules.market import (
    available_kg,
    closing_kg,
    colder,
    harvest_month,
    hours_limit_kg,
    loss_share,
    lost_kg,
    net_receipts,
    orders_kg,
    own_online_kg,
    payments,
    release_share,
    reputation_next,
    rest_kg,
    shop_attraction,
)  # fmt: skip

TRADER, COOPERATIVE, MERCHANT, OWN_SHOP = range(4)  # channels


class Seller(FixedAgent):
    """A household as a seller of what it grows, through the channel it has chosen."""

    model: Any

    def draw(self, stream: Stream) -> float:
        """A uniform draw of this month, keyed by the household's identity in the whole population."""
        return self.model.draw(stream, self.population_id)

    def draw_second(self, stream: Stream) -> float:
        """A second draw of the same place, independent of the first."""
        return self.model.draw_second(stream, self.population_id)

    # ------------------------------------------------------------------------------------------------------------- sell

    def bring_in(self) -> None:
        """Harvest, own use and loss; what is meant for sale, and how much of it the cooperative or merchants are offered."""
        if self.grows == 0:
            return
        p, product, village = self.model.parameters.market, self.village.product, self.village
        month = self.model.now.calendar_month
        belongs = self.cooperative
        together = self.channel == COOPERATIVE and belongs is not None and belongs.trading == 1
        cold = colder(belongs.cold_share if together else 0.0, self.model.county.cold_share)
        self.harvest_month = harvest_month(self.harvest_year, product.harvest_share[month], village.yield_factor)
        self.own_use_month = self.harvest_month * product.own_use
        self.lost_month = lost_kg(
            self.harvest_month - self.own_use_month, loss_share(product.loss_rate, p.handling_days, cold), self.stock,
            p.storage_loss, cold,
        )  # fmt: skip
        self.available_month = available_kg(self.stock, self.harvest_month, self.own_use_month, self.lost_month)
        self.released_month = self.available_month * self.share_released()
        self.offered_month = 0.0
        self.cooperative_kg_month = 0.0
        if together:
            self.cooperative_kg_month = self.released_month
        elif self.channel == MERCHANT and village.market.offer >= village.trader_price:
            self.offered_month = self.released_month * product.graded

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
        own = net_receipts(paid, self.model.county.kept, boxes * village.price_out, boxes * p.market.packing)
        self.hours_online_month = 0.0
        if self.channel == OWN_SHOP:
            self.hours_online_month = shop_hours(
                boxes, self.skill, p.channel.shop_hours / 12.0, p.channel.parcel_hours, p.channel.hours_skill
            )
        self.reputation = reputation_next(self.reputation, self.online_kg_month, p.market.reputation_gain)
        self.merchant_kg_month = self.offered_month * village.market.fill
        together = self.cooperative_kg_month
        payout = self.cooperative.payout_month if together > 0.0 else 0.0
        self.trader_kg_month = rest_kg(self.released_month, self.online_kg_month + self.merchant_kg_month + together)
        elsewhere = self.trader_kg_month * village.trader_price + self.merchant_kg_month * village.market.offer + together * payout
        self.receipts_month = own + elsewhere
        self.stock = closing_kg(self.available_month, self.sold_kg())
        apart = own + self.merchant_kg_month * village.market.offer
        at_the_gate = (self.online_kg_month + self.merchant_kg_month) * village.trader_price
        self.online_gain_month = apart - at_the_gate
        rebate = government.level[COMMISSION_REBATE]
        government.claim(COMMISSION_REBATE, self.weight * (paid * rebate))

    def sent_online(self) -> float:
        """Kilograms its shop sends: orders, as far as grading and the hands at home allow."""
        p, product = self.model.parameters.channel, self.village.product
        orders = orders_kg(product.unit_demand, self.attraction_month, self.village.shop_price)
        hands = hours_limit_kg(
            self.workers - self.away, p.hours_most, self.skill, p.parcel_hours, p.hours_skill, product.kg_parcel
        )
        return own_online_kg(orders, product.graded, self.available_month, hands)

    def boxes(self) -> float:
        """Parcels its shop sent this month."""
        return self.online_kg_month / self.village.product.kg_parcel

    def sold_kg(self) -> float:
        """Kilograms sold this month through all channels."""
        return self.trader_kg_month + (self.online_kg_month + self.merchant_kg_month + self.cooperative_kg_month)
