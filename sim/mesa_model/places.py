"""Places and goods of the county: what agents look at and what they add up to. Their attributes are the columns of `sim.county.state`."""

from typing import TYPE_CHECKING, Any

from sim.numeric.exact_sum import from_fixed, to_fixed
from sim.theory.levers import (
    BRAND_SPENDING,
    COMMISSION_REBATE,
    EXPERIENCE_STORE,
    EXPERTS,
    PLATFORM_OPENING,
    STANDARDS,
    SUBSIDY_IN,
    SUBSIDY_OUT,
)  # fmt: skip
from sim.theory.rules.accounting import share_of
from sim.theory.rules.cooperation import bad_share, brand_money, brand_next, harm_left, standing
from sim.theory.rules.learning import dose_each
from sim.theory.rules.logistics import (
    capacity_in_service,
    driven_km,
    handled_parcels,
    hub_cost,
    hub_scale,
    outlet_next,
    profit_margin,
    smoothed,
)  # fmt: skip
from sim.theory.rules.market import chain_share, market_size, opened_demand, season_price, unit_demand  # fmt: skip
from sim.theory.rules.small_areas import benchmark
from sim.theory.rules.trading import kept_share

YEAR = 12


class Place:
    """A member of the county that decides nothing. `model` is the market it belongs to, `row` its number."""

    if TYPE_CHECKING:  # the attributes are the columns of the member's entity, given by name

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...

    def __init__(self, market: Any, row: int, attributes: dict[str, Any]) -> None:
        vars(self).update(attributes)
        self.model = market
        self.row = row


class Product(Place):
    """A speciality product: its harvest, its wholesale price, the demand for it online."""

    def post_price(self) -> None:
        """Wholesale price at the county this month."""
        now = self.model.now
        base = self.wholesale * now.wholesale_index
        rise = self.model.parameters.market.season_price
        self.price = season_price(base, self.since_harvest[now.calendar_month], self.storable, rise)

    def close_season(self) -> None:
        """In the month its harvest begins: last season's demand per unit of attraction becomes known."""
        if self.choose_month == self.model.now.calendar_month:
            if self.model.month >= YEAR:
                self.unit_demand_year = self.season_demand
            self.season_demand = 0.0

    def balance_purchases(self) -> None:
        """What merchants buy in all of its markets adds up to what farms sell them."""
        difference, estimated = 0, 0
        for market in self.markets:
            taken = market.taken()
            if market.supply_in_full != market.supply_month:
                difference += to_fixed(market.supply_month * market.fill - taken)
            estimated += to_fixed(taken)
        self.benchmark = benchmark(from_fixed(difference), from_fixed(estimated))

    def balance_payments(self) -> None:
        """What merchants pay in all of its markets adds up to what farms are paid."""
        difference, paid = 0, 0
        for market in self.markets:
            difference += to_fixed(market.supply_month * market.fill * market.offer)
            for merchant in market.slots:
                paid += to_fixed(merchant.bought_kg_month * market.offer)
        difference -= paid
        sample = any(market.supply_in_full != market.supply_month for market in self.model.local_markets)
        self.benchmark_paid = benchmark(from_fixed(difference), from_fixed(paid)) if sample else 1.0

    def meet_demand(self, attraction: float) -> None:
        """Demand per unit of attraction, where all who sell online have `attraction` together."""
        now, p, households = self.model.now, self.model.parameters.market, self.model.county.households
        level = self.model.government.level
        self.attraction = attraction
        opened = opened_demand(now.demand, level[PLATFORM_OPENING], level[EXPERIENCE_STORE], p.store_sales, households)
        size = market_size(opened, households, self.demand_share)
        outside = market_size(p.outside * now.outside, households, self.demand_share)
        demand = size * self.demand_season[now.calendar_month]
        self.unit_demand = unit_demand(demand, outside, self.attraction, p.stealing)
        self.season_demand += self.unit_demand


class Township(Place):
    """A township; `villages`, `providers` and `slots` of merchants are its members."""

    def count_parcels(self) -> None:
        """Parcels of its villages, and whether it has an express outlet."""
        p = self.model.parameters.logistics
        parcels_month, volume = 0, 0
        for village in self.villages:
            parcels_month += to_fixed(village.parcels_month())
            volume += to_fixed(village.volume)
        self.parcels_month = from_fixed(parcels_month)
        self.volume = from_fixed(volume)
        self.outlet = outlet_next(self.outlet, self.volume, p.outlet_volume, self.outlet_rank, self.model.now.outlet_share)

    def count_carriers(self) -> None:
        """Carriers that serve it."""
        self.carriers = float(sum(1 for provider in self.providers if provider.active == 1))

    def add_capacity(self) -> None:
        """Parcels a month that its carriers can take, as far as they are in service."""
        capacity = 0
        for provider in self.providers:
            if provider.active == 1:
                capacity += to_fixed(provider.capacity)
        self.capacity = capacity_in_service(from_fixed(capacity), self.model.now.capacity_index)

    def look_around(self) -> None:
        """Mean skill, returnees, shops and merchants: what a would-be merchant sees."""
        skill, returnees, sellers = 0, 0, 0
        for village in self.villages:
            for farmer in village.farmers:
                skill += to_fixed(farmer.weight * farmer.skill)
                returnees += to_fixed(farmer.weight * farmer.returned_total)
                if farmer.channel == 3:
                    sellers += to_fixed(farmer.weight)
        self.skill = share_of(from_fixed(skill), self.households)
        self.returnees = share_of(from_fixed(returnees), self.households)
        self.sellers_share = share_of(from_fixed(sellers), self.households)
        self.merchants = float(sum(1 for merchant in self.slots if merchant.active == 1))

    def add_carriage(self) -> None:
        """The month's revenue, subsidy [CNY], parcels to handle and kilometres, for its carriers to share."""
        p = self.model.parameters.logistics
        revenue, subsidy, carried, driven = 0, 0, 0, 0
        for village in self.villages:
            sent, received = village.parcels_out_month, village.parcels_in_month
            revenue += to_fixed(sent * village.local_out + received * village.local_in)
            paid = village.outlay_month
            subsidy += to_fixed(paid[SUBSIDY_OUT] / 100.0 + paid[SUBSIDY_IN] / 100.0)
            carried += to_fixed(handled_parcels(sent, received, p.inbound_share))
            driven += to_fixed(driven_km(village.trips_month, village.km_in_time()))
        self.carriage_month = from_fixed(revenue)
        self.subsidy_month = from_fixed(subsidy)
        self.carried_month = from_fixed(carried)
        self.driven_month = from_fixed(driven)

    def look_at_margins(self) -> None:
        """Profit margin of its carriers, which draws others in."""
        profit, turnover = 0, 0
        for provider in self.providers:
            if provider.active == 1:
                profit += to_fixed(provider.profit)
                turnover += to_fixed(provider.revenue)
        self.incumbent_margin = profit_margin(from_fixed(profit), from_fixed(turnover))


class County(Place):
    """The county as a whole: its parcel hub, its regional brand, its market for non-farm goods, its merchants' mean profit."""

    def post_fees(self) -> None:
        """What platforms take of sales this month, and what they leave a seller of a payment."""
        p = self.model.parameters.market
        self.commission = p.commission + self.model.now.fee_added
        self.kept = kept_share(self.commission, p.promotion, p.payment, self.model.government.level[COMMISSION_REBATE])

    def send_experts(self) -> None:
        """Visits by outside experts, spread evenly over merchants and cooperatives that sell online."""
        sellers = float(
            sum(1 for cooperative in self.model.cooperatives if cooperative.online == 1)
            + sum(1 for merchant in self.model.merchants if merchant.active == 1)
        )
        given = self.model.government.level[EXPERTS] * self.model.parameters.learning.expert_visits
        self.expert_visits = dose_each(given, sellers)

    def run_hub(self) -> None:
        """Parcels through the hub, and what one costs there."""
        p = self.model.parameters.logistics
        through_hub = to_fixed(self.bulk_parcels_month)
        for village in self.model.villages:
            through_hub += to_fixed(village.parcels_month())
        self.volume = smoothed(self.volume, from_fixed(through_hub), p.memory)
        scale = hub_scale(self.volume, self.hub_added)
        self.hub = hub_cost(scale, p.hub_cost, p.hub_volume, p.hub_elasticity, p.hub_volume_least, p.hub_cost_least)

    def tend_brand(self) -> None:
        """The regional brand: public and cooperative spending against decay and bad parcels; with standards, the county's name."""
        p, level = self.model.parameters.cooperation, self.model.government.level
        spending = brand_money(level[BRAND_SPENDING], self.brand_paid_month)
        harm = harm_left(p.brand_harm, level[STANDARDS], p.standards_relief)
        self.brand = brand_next(
            self.brand, share_of(spending, self.output_year), self.bad, p.brand_decay, p.brand_effect, p.brand_half, harm
        )
        self.standing = standing(self.brand, level[STANDARDS], self.model.parameters.market.standards_effect)

    def load_cold_chain(self) -> None:
        """Share of the month's produce that travels cold, of what the county usually sells."""
        usual = 0
        for village in self.model.villages:
            usual += to_fixed(village.sold_volume)
        self.cold_share = chain_share(self.cold_in_use, from_fixed(usual))

    def meet_goods_demand(self) -> None:
        """Demand for non-farm goods per unit of attraction of the county's merchants."""
        now, p = self.model.now, self.model.parameters.market
        attraction = 0
        for merchant in self.model.merchants:
            attraction += to_fixed(merchant.goods_attraction)
        self.goods_attraction = from_fixed(attraction)
        demand = market_size(now.goods_demand, self.households, 1.0) / 12.0
        outside = market_size(p.goods_outside * now.outside, self.households, 1.0)
        self.goods_unit_demand = unit_demand(demand, outside, self.goods_attraction, p.stealing)

    def count_what_was_sent(self) -> None:
        """Bulk parcels, cooperatives' spending on the brand, and the share of online parcels that disappoint."""
        bulk, brand, refunded, ungraded, sent = 0, 0, 0, 0, 0
        for merchant in self.model.merchants:
            kg = merchant.bought_kg_month
            bulk += to_fixed(merchant.boxes() + merchant.goods_boxes())
            refunded += to_fixed(kg * merchant.market.refund)
            sent += to_fixed(kg)
        for cooperative in self.model.cooperatives:
            kg = cooperative.online_kg_month
            bulk += to_fixed(kg / cooperative.village.product.kg_parcel)
            brand += to_fixed(cooperative.brand_paid_month)
            refunded += to_fixed(kg * cooperative.village.market.refund)
            sent += to_fixed(kg)
        for village in self.model.villages:
            kg = village.parcels_out_month * village.product.kg_parcel
            refunded += to_fixed(kg * village.refund)
            ungraded += to_fixed(kg * (1.0 - village.product.graded))
            sent += to_fixed(kg)
        self.bulk_parcels_month = from_fixed(bulk)
        self.brand_paid_month = from_fixed(brand)
        p = self.model.parameters.cooperation
        self.bad = bad_share(from_fixed(refunded), from_fixed(ungraded), p.ungraded_bad, from_fixed(sent))

    def look_at_profits(self) -> None:
        """Merchants at work and their mean profit, which draws others in."""
        profit, active = 0, 0
        for merchant in self.model.merchants:
            if merchant.active == 1:
                profit += to_fixed(merchant.profit)
                active += 1
        self.merchants = float(active)
        if active > 0:
            self.merchant_profit = share_of(from_fixed(profit), self.merchants)
