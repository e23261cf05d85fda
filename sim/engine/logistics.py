"""Carry: volumes, carriers, outlets, stations; what a parcel costs and how long it takes."""

from sim.county.small_areas import FULL, estimate_parcels
from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import CARRIER_ENTRY, CARRIER_SLOTS, slot_key, uniform
from sim.theory.levers import JOINT_DELIVERY, STATIONS, SUBSIDY_IN, SUBSIDY_OUT, VILLAGE_SITES
from sim.theory.rules.logistics import (
    capacity_in_service,
    capacity_next,
    carrier_enters,
    carrier_stays,
    carrier_trips,
    delivery_days,
    hub_cost,
    hub_scale,
    keeper_margin,
    leg_cost,
    local_cost,
    local_price,
    loss_months_next,
    opened_now,
    outlet_next,
    own_trip_cost,
    own_trip_km,
    part_of,
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


@kernel
def carry(t, seed, p, world, county, h, v, township, carrier, product, scratch):
    """Read last month's parcels; write volumes, carriers, outlets, stations, prices and days."""
    parcels, volume = scratch.township[0], scratch.township[1]
    for j in range(len(township.hub_km)):
        parcels[j] = 0
        volume[j] = 0
    through_hub = to_fixed(county.bulk_parcels_month[0])
    estimate_parcels(h, v, product, scratch.first, scratch.area, scratch.area_group, scratch.area_sums)
    for i in range(len(v.km)):
        month = v.parcels_out_month[i] + v.parcels_in_month[i]
        v.volume[i] = smoothed(v.volume[i], scratch.area[FULL, i], p.logistics.memory)
        parcels[v.township[i]] += to_fixed(month)
        volume[v.township[i]] += to_fixed(v.volume[i])
        through_hub += to_fixed(month)
    county.volume[0] = smoothed(county.volume[0], from_fixed(through_hub), p.logistics.memory)
    county.hub[0] = hub_cost(
        hub_scale(county.volume[0], county.hub_added[0]), p.logistics.hub_cost, p.logistics.hub_volume, p.logistics.hub_elasticity,
        p.logistics.hub_volume_least, p.logistics.hub_cost_least,
    )  # fmt: skip
    for j in range(len(township.hub_km)):
        township.parcels_month[j] = from_fixed(parcels[j])
        township.volume[j] = from_fixed(volume[j])
        township.outlet[j] = outlet_next(
            township.outlet[j], township.volume[j], p.logistics.outlet_volume, township.outlet_rank[j], world.outlet_share[t]
        )
    run_carriers(t, seed, p, world, township, carrier, scratch)
    keep_stations(t, p, world, v)
    price_parcels(t, p, world, county, v, township, scratch)


@kernel
def run_carriers(t, seed, p, world, township, carrier, scratch):
    """Carriers leave after a year of loss, enter where incumbents earn well, and adapt their capacity."""
    for c in range(len(carrier.township)):
        j = carrier.township[c]
        stays = carrier_stays(carrier.active[c], carrier.slot[c], carrier.losses[c], p.logistics.loss_months)
        if carrier.active[c] == 1 and stays == 0:
            carrier.capacity[c] = 0.0
        if carrier.active[c] == 0:
            draw = uniform(seed, CARRIER_ENTRY, t, slot_key(j, CARRIER_SLOTS, carrier.slot[c]))
            stays = carrier_enters(township.incumbent_margin[j], p.logistics.entry_margin, p.logistics.entry_rate, draw)
            if stays == 1:
                carrier.losses[c] = 0
                carrier.profit[c] = 0.0
                carrier.revenue[c] = 0.0
        carrier.active[c] = stays
    for j in range(len(township.hub_km)):
        township.carriers[j] = 0.0
    for c in range(len(carrier.township)):
        if carrier.active[c] == 1:
            township.carriers[carrier.township[c]] += 1.0
    capacity = scratch.township[0]
    for j in range(len(township.hub_km)):
        capacity[j] = 0
    for c in range(len(carrier.township)):
        j = carrier.township[c]
        if carrier.active[c] == 1:
            part = part_of(township.volume[j], township.carriers[j])
            carrier.capacity[c] = capacity_next(carrier.capacity[c], part, p.logistics.utilisation, p.logistics.investment)
            capacity[j] += to_fixed(carrier.capacity[c])
    for j in range(len(township.hub_km)):
        township.capacity[j] = capacity_in_service(from_fixed(capacity[j]), world.capacity_index[t])


@kernel
def keep_stations(t, p, world, v):
    """Stations open when a year's expected fees plus support cover their keeper, and close after a year of loss."""
    for i in range(len(v.km)):
        margin = keeper_margin(
            v.volume[i], v.assisted_month[i], p.logistics.station_fee, p.logistics.clerk_commission, p.logistics.station_cost,
            world.wage_index[t],
        )  # fmt: skip
        v.keeper_margin[i] = smoothed(v.keeper_margin[i], margin, 12.0)
        offered = support_offered(v.level[i, STATIONS], p.logistics.station_cost, world.wage_index[t])
        expected = v.keeper_margin[i] + offered
        v.keeper_losses[i] = loss_months_next(v.keeper_losses[i], expected)
        before = v.station[i]
        v.station[i] = station_next(before, expected, v.keeper_losses[i], p.logistics.loss_months)
        v.station_age[i] = station_age_next(v.station[i], v.station_age[i])
        v.support_month[i] = offered if v.station[i] == 1 else 0.0
        fitted = opened_now(before, v.station[i]) * p.costs.station_capital if v.level[i, STATIONS] > 0.0 else 0.0
        v.owed_month[i, STATIONS] = to_fen(v.support_month[i] + fitted)
        v.owed_month[i, VILLAGE_SITES] = to_fen(p.costs.clerk) if v.clerk[i] == 1 else 0


@kernel
def price_parcels(t, p, world, county, v, township, scratch):
    """Trips, cost of the leg, local prices, what senders and receivers pay, days of delivery."""
    wage = p.work.wage_hour * world.wage_index[t]
    for i in range(len(v.km)):
        scratch.of_village[i] = township.carriers[v.township[i]]
    for i in range(len(v.km)):
        scratch.of_village[i] = rival_carriers(v.level[i, JOINT_DELIVERY], scratch.of_village[i])
    for i in range(len(v.km)):
        j = v.township[i]
        joint = v.level[i, JOINT_DELIVERY]
        km = travel_km(v.km[i], v.road[i])
        pool = pooled_share(joint, township.carriers[j])
        rivals = scratch.of_village[i]
        v.trips[i] = trips_month(v.volume[i], pool, p.logistics.load, p.logistics.trips_least, p.logistics.trips_most)
        v.trips_month[i] = carrier_trips(v.trips[i], township.carriers[j], pool, v.station[i])
        v.leg[i] = leg_cost(
            km, v.trips[i], v.volume[i], pool, p.logistics.km_cost, p.logistics.volume_least, p.logistics.leg_most
        )
        cost_out = local_cost(v.leg[i], county.hub[0], v.station[i])
        cost_in = local_cost(v.leg[i], p.logistics.inbound_share * county.hub[0], v.station[i])
        v.local_out[i] = local_price(
            cost_out, rivals, v.level[i, SUBSIDY_OUT], p.logistics.markup, p.logistics.price_least
        )
        v.local_in[i] = local_price(cost_in, rivals, v.level[i, SUBSIDY_IN], p.logistics.markup, p.logistics.price_least)
        way = own_trip_km(km, travel_km(v.hub_km[i], v.road[i]), v.station[i], township.outlet[j])
        v.trip_cost[i] = own_trip_cost(way, wage, p.logistics.trip_km_cost, p.logistics.trip_speed, p.logistics.trip_parcels)
        v.price_out[i] = price_out(
            v.local_out[i], v.trip_cost[i], v.station[i], p.logistics.station_fee, world.express[t], p.logistics.small_sender
        )
        v.price_in[i] = price_in(v.local_in[i], v.trip_cost[i], v.station[i], p.logistics.station_fee)
        v.days[i] = delivery_days(
            v.trips[i], v.station[i], township.parcels_month[j], township.capacity[j], p.logistics.days_base, p.logistics.wait_most,
            p.logistics.wait_without, p.logistics.congestion,
        )  # fmt: skip
