"""Merchants: who enters, who leaves, what they want, buy and sell."""

from typing import Any

import mesa

from sim.numeric.keyed_draws import Stream, entrant_month, normal
from sim.theory.levers import COMMISSION_REBATE, CREDIT, LIVESTREAM_BASE, PARK, START_GRANT
from sim.theory.rules.learning import skill_next
from sim.theory.rules.logistics import smoothed
from sim.theory.rules.market import orders_kg, payments, rationed, reputation_next, shop_attraction  # fmt: skip
from sim.theory.rules.trading import (
    by_kind,
    capital_left,
    capital_next,
    density,
    enters,
    entry_chance,
    goes_live,
    host_share,
    lent,
    live_rate,
    merchant_attraction,
    merchant_profit,
    opportunity_wage,
    parked,
    produce_margin,
    start_capital,
    stays,
)  # fmt: skip


class Merchant(mesa.Agent):
    """A rural online seller, or a free place for one: attributes are the columns of `sim.county.state.Merchant`.

    `village` is his home village and `market` the local market he buys in, themselves. Amounts in CNY of 2015, quantities in kg.
    """

    model: Any

    def __init__(self, market: Any, row: int, attributes: dict[str, Any]) -> None:
        super().__init__(market)
        self.row = row
        vars(self).update(attributes)

    def draw(self, stream: Stream) -> float:
        """A uniform draw of this month, keyed by his place."""
        return self.model.draw(stream, self.row)

    # ------------------------------------------------------------------------------------------------------------ learn

    def learn(self) -> None:
        """Digital skill: grows with trade and visits by experts, fades without."""
        p = self.model.parameters.learning
        selling = 1.0 if self.active == 1 else 0.0
        self.skill = skill_next(
            self.skill, self.skill_floor, self.skill_ceiling, selling * self.model.county.expert_visits, selling, 0.0, 0.0,
            p.training_effect, p.selling_effect, p.shopping_effect, p.peer_effect, p.decay,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------------ trade

    def trade(self) -> None:
        """Stay, go live or leave; take a free place where profit, skill, returnees and rivals draw and capital allows."""
        p = self.model.parameters.trading
        self.grant_month = 0.0
        if self.active == 1:
            self.active = stays(self.active, self.capital)
            self.live = self.active * self.decide_to_go_live()
        else:
            capital = start_capital(
                p.capital_start, p.capital_spread,
                normal(self.model.seed, int(Stream.MERCHANT_TRAITS), entrant_month(self.model.month), self.row),
            )  # fmt: skip
            if self.decide_to_enter(capital) == 1:
                self.enter(capital)
        size = p.attraction if self.active == 1 else 0.0
        self.attraction = merchant_attraction(self.reputation, size, self.live, p.livestream_boost)
        self.goods_attraction = merchant_attraction(self.reputation, size, 0, p.livestream_boost)

    def decide_to_go_live(self) -> int:
        """1 where he sells by livestream."""
        p = self.model.parameters.trading
        rate = live_rate(p.livestream_rate, self.village.level[LIVESTREAM_BASE], p.base_effect)
        return goes_live(
            self.live, self.village.served, self.model.now.years, p.livestream_start, self.skill, rate,
            self.model.draw_second(Stream.MERCHANT_ENTRY, self.row),
        )  # fmt: skip

    def decide_to_enter(self, capital: float) -> int:
        """1 where someone with this capital takes the free place."""
        p = self.model.parameters.trading
        township = self.village.township
        chance = entry_chance(
            self.model.county.merchant_profit, opportunity_wage(p.opportunity_hours, self.model.wage_hour(), self.skill), township.skill,
            township.returnees, density(township.merchants, township.households), p.entry_rate, p.entry_constant, p.entry_scale,
            p.entry_skill, p.entry_returnees, p.entry_rivals,
        )  # fmt: skip
        helped = self.village.level[START_GRANT] + self.village.level[CREDIT]
        return enters(chance, self.draw(Stream.MERCHANT_ENTRY), capital, helped, self.capital_needed())

    def start_cost(self) -> float:
        """What opening a shop costs, CNY: less with the services of a park."""
        p = self.model.parameters.trading
        return parked(p.start_cost, self.model.government.level[PARK], p.park_start)

    def capital_needed(self) -> float:
        """What it takes to open a shop and to trade, CNY."""
        return self.start_cost() + self.model.parameters.trading.working_capital

    def enter(self, capital: float) -> None:
        """Open a shop with this capital, what is granted, and what is lent of what is missing then."""
        p, village = self.model.parameters.trading, self.village
        self.active = 1
        self.live = 0
        self.entry_month = self.model.month
        self.profit = self.model.county.merchant_profit
        self.reputation = p.reputation_start
        self.grant_month = village.level[START_GRANT]
        loan = lent(self.capital_needed(), capital + self.grant_month, village.level[CREDIT])
        self.capital = capital_left(capital, self.grant_month + loan, self.start_cost())
        village.claim(START_GRANT, self.grant_month)
        village.claim(CREDIT, loan * self.model.parameters.costs.credit_loss)

    # ------------------------------------------------------------------------------------------------------------- sell

    def price(self) -> float:
        """What he posts, CNY/kg: a livestream's price pays its host too."""
        return by_kind(self.live, self.market.price, self.market.price_live)

    def pull(self) -> float:
        """Attraction of his shop or livestream at full reputation, at its price."""
        return by_kind(self.live, self.market.pull, self.market.pull_live)

    def pulled(self) -> float:
        """Attraction of his shop for produce, where farmers offer any this month."""
        return shop_attraction(self.attraction, self.pull(), self.market.supply_in_full)

    def want(self) -> None:
        """What he could sell if he found it: his orders, up to his capacity."""
        pulled = self.attraction * self.pull()
        orders = orders_kg(self.market.product.unit_demand, pulled, self.price())
        self.wanted_kg_month = min(orders, self.model.parameters.trading.capacity)

    def buy(self) -> None:
        """Buy from farmers, pro rata where all merchants want more than there is."""
        market = self.market
        self.bought_kg_month = rationed(self.wanted_kg_month, market.wanted_month, market.supply_in_full) * market.product.benchmark

    def boxes(self) -> float:
        """Parcels of produce sent this month."""
        return self.bought_kg_month / self.market.product.kg_parcel

    def goods_boxes(self) -> float:
        """Parcels of non-farm goods sent this month."""
        return self.goods_sales_month / self.model.parameters.trading.goods_parcel

    def sales(self) -> float:
        """Produce and goods, CNY this month."""
        return self.produce_sales_month + self.goods_sales_month

    def sell(self) -> None:
        """Send what was bought; sell goods; reputation grows."""
        p = self.model.parameters.trading
        government, market = self.model.government, self.market
        kg = self.bought_kg_month
        paid = payments(kg, self.price(), market.refund)
        shipping = kg * market.freight + self.boxes() * self.model.parameters.market.packing
        self.produce_sales_month = paid
        self.produce_margin_month = produce_margin(
            paid, self.model.county.kept - host_share(self.live, p.livestream_fee), shipping,
            kg * market.handling, kg * market.offer * market.product.benchmark_paid,
        )  # fmt: skip
        self.goods_sales_month = self.goods_attraction * self.model.county.goods_unit_demand
        self.reputation = reputation_next(self.reputation, self.sales(), p.reputation_gain)
        government.claim(COMMISSION_REBATE, paid * government.level[COMMISSION_REBATE])

    # ---------------------------------------------------------------------------------------------------------- account

    def close_books(self) -> None:
        """Profit of the month and capital after it, less what the public left unpaid of a grant."""
        if self.active == 0:
            self.profit_month = 0.0
            return
        p = self.model.parameters.trading
        self.profit_month = merchant_profit(
            self.produce_margin_month, self.goods_sales_month, p.goods_margin, p.fixed_cost, self.model.now.wage_index
        )
        missing = (1.0 - self.village.share_paid(START_GRANT)) * self.grant_month
        self.grant_month -= missing
        self.capital -= missing
        self.capital = capital_next(self.capital, self.profit_month, p.drawings)
        self.profit = smoothed(self.profit, self.profit_month, p.memory)
