"""Cooperatives: seasons, plans, what they sell and what they pay out."""

from typing import Any

import mesa

from sim.county.small_areas import THOUSAND
from sim.mesa_model.small_areas import Area
from sim.numeric.keyed_draws import COOPERATIVE_SLOTS, Stream, slot_key
from sim.theory.levers import COLD_STORAGE, COMMISSION_REBATE, COOPERATIVE_SUPPORT, GRADING, MANAGER_SEATS
from sim.theory.rules.cooperation import (
    cold_next,
    cold_purchase,
    cold_share,
    cooperative_receipts,
    expected_payout,
    goes_online,
    grading_next,
    own_part,
    payout_kg,
    quality_cost,
    ratio,
    running_cost,
    shop_size,
    supported_grading,
    trades_next,
)  # fmt: skip
from sim.theory.rules.learning import dose_each, skill_next
from sim.theory.rules.market import (
    net_receipts,
    orders_kg,
    own_online_kg,
    payments,
    rest_kg,
    shop_attraction,
)  # fmt: skip
from sim.theory.rules.small_areas import part_in_sample, sampling_variance

YEAR = 12


class Cooperative(mesa.Agent):
    """A village cooperative: attributes are the columns of `sim.county.state.Cooperative`; `village` is the village itself."""

    model: Any

    def __init__(self, market: Any, row: int, attributes: dict[str, Any]) -> None:
        super().__init__(market)
        self.row = row
        vars(self).update(attributes)

    def draw(self, stream: Stream) -> float:
        """A uniform draw of this month, keyed by village and slot."""
        return self.model.draw(stream, slot_key(self.village.row, COOPERATIVE_SLOTS, self.slot))

    # ------------------------------------------------------------------------------------------------------------ learn

    def learn(self) -> None:
        """The manager's skill: grows with online trade, seats and visits by experts, fades without."""
        p = self.model.parameters.learning
        selling = 1.0 if self.online == 1 else 0.0
        self.skill = skill_next(
            self.skill, self.skill_floor, self.skill_ceiling, self.taught(selling), selling, 0.0, 0.0,
            p.training_effect, p.selling_effect, p.shopping_effect, p.peer_effect, p.decay,
        )  # fmt: skip

    def taught(self, selling: float) -> float:
        """Seats the manager takes this month, visits of experts to those who sell online counted as seats."""
        managers = float(len(self.model.cooperatives) // len(self.model.villages))
        seat = dose_each(self.village.level[MANAGER_SEATS], managers)
        return seat + selling * self.model.county.expert_visits

    # --------------------------------------------------------------------------------------------------------- organise

    def close_season(self) -> None:
        """In the month a harvest begins: what last season brought, and whether to trade in the new one."""
        product = self.village.product
        if product.choose_month != self.model.now.calendar_month:
            return
        p = self.model.parameters.cooperation
        if self.model.month >= YEAR:
            self.quantity_year = self.season_in_full
        if self.season_kg > 0.0:
            self.payout = ratio(self.season_paid, self.season_kg)
        else:
            self.payout = expected_payout(
                0.0, 0.0, product.price, p.handling, p.fixed_cost, self.quantity_year, p.quantity_least, p.retained
            )
        self.season_kg = 0.0
        self.season_in_full = 0.0
        self.season_paid = 0.0
        self.trading = self.decide_to_trade()

    def decide_to_trade(self) -> int:
        """1 to trade in the season that begins, 0 to rest."""
        p = self.model.parameters.cooperation
        return trades_next(
            self.trading, self.quantity_year, p.quantity_least, self.payout, self.village.trader_price, p.revive_rate,
            self.draw(Stream.COOPERATIVE_REVIVE),
        )  # fmt: skip

    def plan(self) -> None:
        """E-commerce, grading and cold storage."""
        p, village = self.model.parameters.cooperation, self.village
        support = village.level[COOPERATIVE_SUPPORT]
        self.online = self.decide_to_go_online()
        helped = supported_grading(support, village.level[GRADING])
        self.graded = grading_next(self.graded, self.online, helped, p.grading_start, p.grading_online, p.grading_speed)
        granted = village.level[COLD_STORAGE] * 1000.0 if self.trading == 1 else 0.0
        self.cold_paid_month = cold_purchase(self.surplus, self.cold, self.quantity_month, p.cold_price)
        self.cold = cold_next(self.cold, granted, self.cold_paid_month, p.cold_price, p.cold_decay)
        self.cold_share = cold_share(self.cold, self.quantity_month)
        village.claim(COLD_STORAGE, granted * p.cold_price)
        if self.trading == 1:
            village.claim(COOPERATIVE_SUPPORT, support * self.model.parameters.costs.cooperative_support)

    def decide_to_go_online(self) -> int:
        """1 where it sells online this month."""
        p = self.model.parameters.cooperation
        return goes_online(
            self.online, self.trading, self.skill, self.quantity_year, p.quantity_least, self.village.level[COOPERATIVE_SUPPORT],
            p.ecommerce_constant, p.ecommerce_skill, p.ecommerce_volume, p.ecommerce_support, p.ecommerce_rate,
            self.draw(Stream.COOPERATIVE_ECOMMERCE),
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------------- sell

    def attract(self) -> None:
        """Attraction of its online shop this month."""
        size = shop_size(self.model.parameters.cooperation.attraction, self.graded, self.online)
        self.attraction_month = shop_attraction(size, self.village.market.pull, self.quantity_in_full)

    def as_area(self) -> Area:
        """What its members deliver this month in the sample, and what to expect of them by the land of its village."""
        village = self.village
        noise = sampling_variance(self.squares, self.quantity_month / THOUSAND, village.sampled, village.sampled / village.households)
        return Area(village.product, self.quantity_month, village.grown_mu if self.trading == 1 else 0.0, noise)

    def sell(self) -> None:
        """Online what orders and grading allow, the rest at the county market; pay members what is left of the receipts."""
        p = self.model.parameters.cooperation
        packing_cost = self.model.parameters.market.packing
        product, market = self.village.product, self.village.market
        government, public = self.model.government, self.village.level[GRADING]
        quantity, full = self.quantity_month, self.quantity_in_full
        self.price = market.price
        orders = orders_kg(product.unit_demand, self.attraction_month, market.price)
        online = part_in_sample(own_online_kg(orders, self.graded, full, full), full, quantity) if self.online == 1 else 0.0
        paid = payments(online, market.price, market.refund)
        packing = online * (packing_cost / product.kg_parcel)
        net = net_receipts(paid, self.model.county.kept, online * market.freight, packing)
        receipts = cooperative_receipts(net, rest_kg(quantity, online), product.price)
        graded = quantity * self.graded if self.online == 1 else 0.0
        running = running_cost(quantity, online, p.handling, p.fixed_cost, self.quantity_year, p.quantity_least)
        quality = quality_cost(
            graded, own_part(p.grading_cost, public), quantity * self.cold_share, p.cold_cost, paid, p.brand_spending
        )
        self.brand_paid_month = paid * p.brand_spending
        self.cost_month = running + quality
        self.payout_month = payout_kg(receipts, self.cost_month, quantity, p.retained)
        self.online_kg_month = online
        self.online_sales_month = paid
        paid_out = quantity * self.payout_month
        self.surplus_change_month = receipts - self.cost_month - paid_out
        self.season_kg += quantity
        self.season_in_full += full
        self.season_paid += paid_out
        government.claim(COMMISSION_REBATE, paid * government.level[COMMISSION_REBATE])
        self.grading_paid_month = graded * p.grading_cost * public
        self.village.claim(GRADING, self.grading_paid_month)

    # ---------------------------------------------------------------------------------------------------------- account

    def close_books(self) -> None:
        """Surplus after the month, less what went into cold storage and what the public left unpaid of grading."""
        short = 1.0 - self.village.share_paid(GRADING)
        missing = short * self.grading_paid_month
        self.grading_paid_month -= missing
        self.surplus_change_month -= missing
        self.cost_month += missing
        self.surplus += self.surplus_change_month - self.cold_paid_month
