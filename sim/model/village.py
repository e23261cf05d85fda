"""Villages and the local markets in which merchants buy."""

from sim.exact import from_fixed, to_fixed
from sim.levers import ASSISTED_ORDERING, JOINT_DELIVERY, STATION_SUPPORT, SUBSIDY_IN, SUBSIDY_OUT, SUPERVISION
from sim.model.places import Place
from sim.rng import Stream, normal
from sim.rules.accounting import outlay, share_of, weighted
from sim.rules.connection import village_served
from sim.rules.logistics import (
    carrier_trips,
    delivery_days,
    keeper_margin,
    leg_cost,
    local_cost,
    local_price,
    loss_months_next,
    own_trip_cost,
    own_trip_km,
    pooled_share,
    price_in,
    price_out,
    rival_carriers,
    smoothed,
    station_age_next,
    station_next,
    support_offered,
    trips_month,
)  # fmt: skip
from sim.rules.market import (
    fill_share,
    per_kg,
    posted_price,
    pull,
    refund_share,
    sum_of_two,
    trader_margin,
    trader_price,
    unit_net,
    yield_factor,
)  # fmt: skip
from sim.rules.trading import density, handling_cost, netback_kg, offer_kg


class Village(Place):
    """An administrative village; `farmers`, `cooperatives` and `slots` of merchants are its members, `market` its local market."""

    # ----------------------------------------------------------------------------------------------------------- govern

    def be_reached(self) -> None:
        """Broadband service, support to a station keeper, a clerk who orders for others: each by the village's place in a roll-out."""
        level = self.model.government.level
        self.served = village_served(self.service_rank, self.model.now.served_share)
        self.supported = village_served(self.programme_rank, level[STATION_SUPPORT])
        self.clerk = self.station * village_served(self.programme_rank, level[ASSISTED_ORDERING])

    # ---------------------------------------------------------------------------------------------------------- connect

    def count_connected(self) -> None:
        """Share of households with broadband."""
        connected = 0
        for farmer in self.farmers:
            if farmer.connected == 2:
                connected += to_fixed(farmer.weight)
        self.connected_share = share_of(from_fixed(connected), self.households)

    # ------------------------------------------------------------------------------------------------------------ carry

    def parcels_month(self) -> float:
        """Parcels sent and received this month."""
        return sum_of_two(self.parcels_out_month, self.parcels_in_month)

    def smooth_volume(self) -> None:
        """The volume that carriers plan with."""
        self.volume = smoothed(self.volume, self.parcels_month(), self.model.parameters.logistics.memory)

    def keep_station(self) -> None:
        """A station opens when a year's expected fees plus support cover its keeper, and closes after a year of loss."""
        p, index = self.model.parameters.logistics, self.model.now.wage_index
        margin = keeper_margin(self.volume, self.assisted_month, p.station_fee, p.clerk_commission, p.station_cost, index)
        self.keeper_margin = smoothed(self.keeper_margin, margin, 12.0)
        offered = support_offered(self.supported, p.station_cost, index)
        expected = sum_of_two(self.keeper_margin, offered)
        self.keeper_losses = loss_months_next(self.keeper_losses, expected)
        self.station = station_next(self.station, expected, self.keeper_losses, p.loss_months)
        self.station_age = station_age_next(self.station, self.station_age)
        self.support_month = offered if self.station == 1 else 0.0
        self.model.government.pay(STATION_SUPPORT, self.support_month)

    def price_parcels(self) -> None:
        """Trips, cost of the leg to the township, local prices, what senders and receivers pay, days of delivery."""
        p, level, hub = self.model.parameters.logistics, self.model.government.level, self.model.county.hub
        township = self.township
        pool = pooled_share(level[JOINT_DELIVERY], township.carriers)
        rivals = rival_carriers(level[JOINT_DELIVERY], township.carriers)
        self.trips = trips_month(self.volume, pool, p.load, p.trips_least, p.trips_most)
        self.trips_month = carrier_trips(self.trips, township.carriers, pool, self.station)
        self.leg = leg_cost(self.km, self.trips, self.volume, pool, p.km_cost, p.volume_least, p.leg_most)
        cost_out = local_cost(self.leg, hub, self.station)
        cost_in = local_cost(self.leg, weighted(p.inbound_share, hub), self.station)
        self.local_out = local_price(cost_out, rivals, level[SUBSIDY_OUT], p.markup, p.price_least)
        self.local_in = local_price(cost_in, rivals, level[SUBSIDY_IN], p.markup, p.price_least)
        km = own_trip_km(self.km, self.hub_km, self.station, township.outlet)
        self.trip_cost = own_trip_cost(km, self.model.wage_hour(), p.trip_km_cost, p.trip_speed, p.trip_parcels)
        self.price_out = price_out(
            self.local_out, self.trip_cost, self.station, p.station_fee, self.model.now.express, p.small_sender
        )
        self.price_in = price_in(self.local_in, self.trip_cost, self.station, p.station_fee)
        self.days = delivery_days(
            self.trips, self.station, township.parcels_month, township.capacity, p.days_base, p.wait_most, p.wait_without, p.congestion
        )

    # ------------------------------------------------------------------------------------------------------------ trade

    def post_prices(self) -> None:
        """The trader's price at the farm gate; what an own shop here would post, attract and net."""
        p, product = self.model.parameters.market, self.product
        margin = trader_margin(
            self.km, self.hub_km, self.connected_share, share_of(self.online_volume, self.sold_volume), p.trader_base, p.trader_km,
            p.trader_hub, p.trader_information, p.trader_rivalry, p.trader_most,
        )  # fmt: skip
        self.trader_price = trader_price(product.price, margin)
        self.refund = refund_share(
            p.refund, self.days, p.refund_days, self.model.government.level[SUPERVISION], p.supervision
        )
        ship = per_kg(self.price_out, product.kg_parcel)
        pack = per_kg(p.packing, product.kg_parcel)
        self.shop_price = posted_price(p.sigma, self.trader_price, ship, pack, p.commission, p.promotion, self.refund)
        usual = weighted(p.price_reference, product.price)
        self.shop_pull = pull(
            self.days, self.shop_price, usual, self.model.county.brand, p.sigma, p.days_effect, p.brand_effect
        )
        self.shop_net = unit_net(self.shop_price, self.model.kept_share(), self.refund, ship, pack)

    # ------------------------------------------------------------------------------------------------------------- sell

    def have_weather(self) -> None:
        """This year's yield over the normal one."""
        z = normal(self.model.seed, int(Stream.WEATHER), self.model.now.season, self.row)
        self.yield_factor = yield_factor(self.model.parameters.market.yield_spread, z)

    def count_sales(self) -> None:
        """Parcels and produce sent, from its farms; what its own shops, cooperatives and merchants sold online."""
        sent, sold, online, own_sales, other_sales = 0, 0, 0, 0, 0
        for farmer in self.farmers:
            if farmer.grows == 1:
                w = farmer.weight
                sent += to_fixed(weighted(w, farmer.boxes()))
                sold += to_fixed(weighted(w, farmer.sold_kg()))
                online += to_fixed(weighted(w, sum_of_two(farmer.online_kg_month, farmer.merchant_kg_month)))
                own_sales += to_fixed(weighted(w, farmer.online_sales_month))
        for merchant in self.slots:
            other_sales += to_fixed(merchant.sales())
        for cooperative in self.cooperatives:
            other_sales += to_fixed(cooperative.online_sales_month)
            online += to_fixed(cooperative.online_kg_month)
        self.parcels_out_month = from_fixed(sent)
        self.sold_volume = smoothed(self.sold_volume, from_fixed(sold), 12.0)
        self.online_volume = smoothed(self.online_volume, from_fixed(online), 12.0)
        self.online_sales_month = sum_of_two(from_fixed(own_sales), from_fixed(other_sales))
        self.online_sales = smoothed(self.online_sales, self.online_sales_month, 12.0)
        government = self.model.government
        government.pay(SUBSIDY_OUT, outlay(self.parcels_out_month, government.level[SUBSIDY_OUT]))

    # ------------------------------------------------------------------------------------------------------------- shop

    def count_parcels_in(self) -> None:
        """Parcels received, and what the clerk ordered."""
        bought, assisted = 0, 0
        for farmer in self.farmers:
            bought += to_fixed(weighted(farmer.weight, farmer.parcels_in_month))
            assisted += to_fixed(weighted(farmer.weight, farmer.assisted_month))
        self.parcels_in_month = from_fixed(bought)
        self.assisted_month = from_fixed(assisted)
        government = self.model.government
        government.pay(SUBSIDY_IN, outlay(self.parcels_in_month, government.level[SUBSIDY_IN]))


class LocalMarket(Place):
    """The market of a township for one product, where merchants buy; `places` are its villages, `slots` its merchants.

    Its attributes are the columns of `sim.county.state.Cell`.
    """

    def post_offer(self) -> None:
        """What merchants post online, what a kilogram nets them, what they offer farmers for it."""
        p, trading, logistics = self.model.parameters.market, self.model.parameters.trading, self.model.parameters.logistics
        product, kept = self.product, self.model.kept_share()
        merchants = density(self.township.merchants, self.township.households)
        prices = 0
        for village in self.places:
            prices += to_fixed(village.trader_price)
        self.trader_price = share_of(from_fixed(prices), self.villages)
        self.refund = refund_share(
            p.refund, logistics.days_base, p.refund_days, self.model.government.level[SUPERVISION], p.supervision
        )
        self.freight = per_kg(weighted(logistics.bulk_sender, self.model.now.express), product.kg_parcel)
        pack = per_kg(p.packing, product.kg_parcel)
        self.handling = handling_cost(trading.handling, merchants, trading.density_start, trading.handling_elasticity)
        self.price = posted_price(
            p.sigma, self.trader_price, self.freight, sum_of_two(pack, self.handling), p.commission, p.promotion, self.refund
        )
        usual = weighted(p.price_reference, product.price)
        self.pull = pull(
            logistics.days_base, self.price, usual, self.model.county.brand, p.sigma, p.days_effect, p.brand_effect
        )
        fees = sum_of_two(p.promotion, trading.livestream_fee)
        self.price_live = posted_price(
            p.sigma, self.trader_price, self.freight, sum_of_two(pack, self.handling), p.commission, fees, self.refund
        )
        self.pull_live = pull(
            logistics.days_base, self.price_live, usual, self.model.county.brand, p.sigma, p.days_effect, p.brand_effect
        )
        self.netback = netback_kg(self.price, kept, self.refund, self.freight, pack, self.handling)
        self.offer = offer_kg(self.netback, self.trader_price, merchants, trading.rivalry)

    def close_season(self) -> None:
        """In the month its harvest begins: what merchants could sell last season, and what share of the offer they took."""
        if self.product.choose_month == self.model.now.calendar_month:
            if self.season_supply > 0.0:
                self.fill_last = share_of(self.season_bought, self.season_supply)
            self.wanted_year = self.season_wanted
            self.season_wanted = 0.0
            self.season_supply = 0.0
            self.season_bought = 0.0

    def gather_supply(self) -> None:
        """Graded produce that farms offer to merchants this month."""
        supply = 0
        for village in self.places:
            for farmer in village.farmers:
                supply += to_fixed(weighted(farmer.weight, farmer.offered_month))
        self.supply_month = from_fixed(supply)

    def ration(self) -> None:
        """What share of the offer merchants take."""
        wanted = 0
        for merchant in self.slots:
            wanted += to_fixed(merchant.wanted_kg_month)
        self.wanted_month = from_fixed(wanted)
        self.fill = fill_share(self.wanted_month, self.supply_month)
        self.season_wanted = sum_of_two(self.season_wanted, self.wanted_month)
        self.season_supply = sum_of_two(self.season_supply, self.supply_month)
        self.season_bought = sum_of_two(self.season_bought, min(self.wanted_month, self.supply_month))
