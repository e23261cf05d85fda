"""Villages: what reaches them, what parcels cost there, what their farms sell and buy."""

from sim.county.small_areas import THOUSAND
from sim.mesa_model.places import Place
from sim.mesa_model.small_areas import Area
from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.numeric.keyed_draws import Stream, normal
from sim.theory.levers import (
    BROADBAND_COVERAGE,
    JOINT_DELIVERY,
    STATIONS,
    SUBSIDY_IN,
    SUBSIDY_OUT,
    SUPERVISION,
    VILLAGE_SITES,
)  # fmt: skip
from sim.theory.rules.accounting import share_of
from sim.theory.rules.connection import served_next, village_served
from sim.theory.rules.government import paid_share
from sim.theory.rules.logistics import (
    carrier_trips,
    delivery_days,
    keeper_margin,
    leg_cost,
    local_cost,
    local_price,
    loss_months_next,
    opened_now,
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
    travel_km,
    trips_month,
)  # fmt: skip
from sim.theory.rules.market import (
    posted_price,
    pull,
    refund_share,
    trader_margin,
    trader_price,
    unit_net,
    yield_after,
    yield_factor,
)  # fmt: skip
from sim.theory.rules.small_areas import sampling_variance


class Village(Place):
    """An administrative village; `farmers`, `cooperatives` and `slots` of merchants are its members, `market` its local market.

    `level`, `owed_month` [fen] and `outlay_month` [fen] hold one number for each lever of `sim.theory.levers`; `capital` and `running` what
    a level of 1 of each costs here, CNY once and CNY a month.
    """

    # ----------------------------------------------------------------------------------------------------------- govern

    def be_reached(self) -> None:
        """Broadband service, by the roll-out or by a policy, and a clerk at its station who orders for others."""
        self.served = served_next(self.served, self.in_roll_out(), self.level[BROADBAND_COVERAGE])
        self.clerk = 1 if self.station == 1 and self.level[VILLAGE_SITES] > 0.0 else 0

    def in_roll_out(self) -> int:
        """1 where the commercial roll-out of broadband has reached it."""
        return village_served(self.service_rank, self.model.now.served_share)

    def claim(self, lever: int, amount: float) -> None:
        """Have `amount` CNY fall due under a lever for what was delivered here. Money is due in whole fen."""
        self.owed_month[lever] += to_fen(amount)

    def share_paid(self, lever: int) -> float:
        """Share of what fell due here under a lever that was paid."""
        return paid_share(self.outlay_month[lever], self.owed_month[lever])

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
        return self.parcels_out_month + self.parcels_in_month

    def as_area(self) -> Area:
        """Parcels of last month in the sample, and what to expect of them: villages with a station are alike, and villages without."""
        total, squares = 0, 0
        if self.sampled < self.households:
            for farmer in self.farmers:
                parcels = farmer.weight * (farmer.parcels_in_month + farmer.online_kg_month / self.product.kg_parcel) / THOUSAND
                total += to_fixed(parcels)
                squares += to_fixed(parcels * parcels)
        noise = sampling_variance(from_fixed(squares), from_fixed(total), self.sampled, self.sampled / self.households)
        return Area(self.station, self.parcels_month(), self.households, noise)

    def smooth_volume(self) -> None:
        """The volume that carriers plan with."""
        self.volume = smoothed(self.volume, self.parcels_in_full, self.model.parameters.logistics.memory)

    def keep_station(self) -> None:
        """A station opens when a year's expected fees plus support cover its keeper, and closes after a year of loss."""
        p, index = self.model.parameters.logistics, self.model.now.wage_index
        margin = keeper_margin(self.volume, self.assisted_month, p.station_fee, p.clerk_commission, p.station_cost, index)
        self.keeper_margin = smoothed(self.keeper_margin, margin, 12.0)
        level = self.level[STATIONS]
        offered = support_offered(level, p.station_cost, index)
        expected = self.keeper_margin + offered
        self.keeper_losses = loss_months_next(self.keeper_losses, expected)
        before = self.station
        self.station = station_next(before, expected, self.keeper_losses, p.loss_months)
        self.station_age = station_age_next(self.station, self.station_age)
        self.support_month = offered if self.station == 1 else 0.0
        costs = self.model.parameters.costs
        fitted = opened_now(before, self.station) * costs.station_capital if level > 0.0 else 0.0
        self.claim(STATIONS, self.support_month + fitted)
        if self.clerk == 1:
            self.claim(VILLAGE_SITES, costs.clerk)

    def price_parcels(self) -> None:
        """Trips, cost of the leg to the township, local prices, what senders and receivers pay, days of delivery."""
        p, level, hub = self.model.parameters.logistics, self.level, self.model.county.hub
        township, km = self.township, self.km_in_time()
        pool = pooled_share(level[JOINT_DELIVERY], township.carriers)
        rivals = rival_carriers(level[JOINT_DELIVERY], township.carriers)
        self.trips = trips_month(self.volume, pool, p.load, p.trips_least, p.trips_most)
        self.trips_month = carrier_trips(self.trips, township.carriers, pool, self.station)
        self.leg = leg_cost(km, self.trips, self.volume, pool, p.km_cost, p.volume_least, p.leg_most)
        cost_out = local_cost(self.leg, hub, self.station)
        cost_in = local_cost(self.leg, p.inbound_share * hub, self.station)
        self.local_out = local_price(cost_out, rivals, level[SUBSIDY_OUT], p.markup, p.price_least)
        self.local_in = local_price(cost_in, rivals, level[SUBSIDY_IN], p.markup, p.price_least)
        way = own_trip_km(km, self.hub_km_in_time(), self.station, township.outlet)
        self.trip_cost = own_trip_cost(way, self.model.wage_hour(), p.trip_km_cost, p.trip_speed, p.trip_parcels)
        self.price_out = price_out(
            self.local_out, self.trip_cost, self.station, p.station_fee, self.model.now.express, p.small_sender
        )
        self.price_in = price_in(self.local_in, self.trip_cost, self.station, p.station_fee)
        self.days = delivery_days(
            self.trips, self.station, township.parcels_month, township.capacity, p.days_base, p.wait_most, p.wait_without, p.congestion
        )

    def km_in_time(self) -> float:
        """Way to the township, counted by the time it takes on its roads."""
        return travel_km(self.km, self.road)

    def hub_km_in_time(self) -> float:
        """Way from the township to the county seat, likewise."""
        return travel_km(self.hub_km, self.road)

    # ------------------------------------------------------------------------------------------------------------ trade

    def post_prices(self) -> None:
        """The trader's price at the farm gate; what an own shop here would post, attract and net."""
        p, product, county = self.model.parameters.market, self.product, self.model.county
        margin = trader_margin(
            self.km_in_time(), self.hub_km_in_time(), self.connected_share, share_of(self.online_volume, self.sold_volume),
            p.trader_base, p.trader_km, p.trader_hub, p.trader_information, p.trader_rivalry, p.trader_most,
        )  # fmt: skip
        self.trader_price = trader_price(product.price, margin)
        self.refund = refund_share(
            p.refund, self.days, p.refund_days, self.model.government.level[SUPERVISION], p.supervision
        )
        ship = self.price_out / product.kg_parcel
        pack = p.packing / product.kg_parcel
        self.shop_price = posted_price(p.sigma, self.trader_price, ship, pack, county.commission, p.promotion, self.refund)
        usual = p.price_reference * product.price
        self.shop_pull = pull(self.days, self.shop_price, usual, county.standing, p.sigma, p.days_effect, p.brand_effect)
        self.shop_net = unit_net(self.shop_price, county.kept, self.refund, ship, pack)

    # ------------------------------------------------------------------------------------------------------------- sell

    def have_weather(self) -> None:
        """This year's yield over the normal one, and what disasters leave of it this month."""
        z = normal(self.model.seed, int(Stream.WEATHER), self.model.now.season, self.row)
        drawn = yield_factor(self.model.parameters.market.yield_spread, z)
        self.yield_factor = yield_after(drawn, self.model.now.yield_index)

    def count_sales(self) -> None:
        """Parcels and produce sent, from its farms; what its own shops, cooperatives and merchants sold online."""
        sent, sold, online, own_sales, other_sales = 0, 0, 0, 0, 0
        for farmer in self.farmers:
            if farmer.grows == 1:
                w = farmer.weight
                sent += to_fixed(w * farmer.boxes())
                sold += to_fixed(w * farmer.sold_kg())
                online += to_fixed(w * (farmer.online_kg_month + farmer.merchant_kg_month))
                own_sales += to_fixed(w * farmer.online_sales_month)
        for merchant in self.slots:
            other_sales += to_fixed(merchant.sales())
        for cooperative in self.cooperatives:
            other_sales += to_fixed(cooperative.online_sales_month)
            online += to_fixed(cooperative.online_kg_month)
        self.parcels_out_month = from_fixed(sent)
        self.sold_volume = smoothed(self.sold_volume, from_fixed(sold), 12.0)
        self.online_volume = smoothed(self.online_volume, from_fixed(online), 12.0)
        self.online_sales_month = from_fixed(own_sales) + from_fixed(other_sales)
        self.online_sales = smoothed(self.online_sales, self.online_sales_month, 12.0)
        self.claim(SUBSIDY_OUT, self.parcels_out_month * self.level[SUBSIDY_OUT])

    # ------------------------------------------------------------------------------------------------------------- shop

    def count_parcels_in(self) -> None:
        """Parcels received, and what the clerk ordered."""
        bought, assisted = 0, 0
        for farmer in self.farmers:
            bought += to_fixed(farmer.weight * farmer.parcels_in_month)
            assisted += to_fixed(farmer.weight * farmer.assisted_month)
        self.parcels_in_month = from_fixed(bought)
        self.assisted_month = from_fixed(assisted)
        self.claim(SUBSIDY_IN, self.parcels_in_month * self.level[SUBSIDY_IN])
