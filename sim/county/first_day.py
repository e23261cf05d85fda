"""The first day: what households own, earn, know and do when the simulation starts, and who trades with them."""

from typing import NamedTuple

import numpy as np

from sim.county.income_distribution import assign_places
from sim.county.small_areas import FULL, THOUSAND, estimate_sales
from sim.county.state import TRAILING
from sim.numeric import keyed_draws as rng
from sim.numeric.exact_sum import from_fixed, to_fixed
from sim.numeric.jit import entry, kernel
from sim.theory.rules.accounting import share_of
from sim.theory.rules.channel import season_quantity
from sim.theory.rules.connection import village_served
from sim.theory.rules.cooperation import expected_payout, which_cooperative
from sim.theory.rules.logistics import keeper_margin
from sim.theory.rules.market import (
    available_kg,
    closing_kg,
    harvest_month,
    loss_share,
    lost_kg,
    release_share,
    season_price,
    trader_margin,
    trader_price,
)  # fmt: skip
from sim.theory.rules.trading import start_capital
from sim.theory.rules.traits import learning_ability, online_taste, skill_ceiling, skill_floor, youth


class FirstDay(NamedTuple):
    """Numbers of the profile that the first day needs; shares 0..1, cuts as standard normal places."""

    served_share: float
    broadband_cut: float  # among served villages
    online_cut: float  # by broadband or mobile, among all
    shopping: float  # share of the connected who buy online
    own_shop: float  # share of connected growers with a shop
    members: float  # share of households in a cooperative
    stations: float  # share of villages with a station
    income_past: float  # income of the first year over that of 2015
    calendar_month: int  # of the first day, 0 January
    demand: float  # online demand of the first year, CNY a household a year


class Crops(NamedTuple):
    """What the crops of the county take and give; one row for each product."""

    land_share: np.ndarray
    yield_mu: np.ndarray
    cost_mu: np.ndarray


@entry
def settle(seed, p, day, crops, s, able_z, income_z, nodes, heights, wanted, order):
    """Fill all columns of the first day of a `State` s: households, cooperatives, merchants, carriers, the county."""
    sums = np.zeros((2, max(len(s.cooperative.village), len(s.township.hub_km), len(s.cell.product))), np.int64)
    area, sums_of = np.zeros((4, sums.shape[1])), np.zeros((4, len(s.product.price)), np.int64)
    squares, group = np.zeros((2, sums.shape[1]), np.int64)
    least, usual, target = np.zeros((3, len(income_z)))
    persons = s.household.weight * s.household.size
    released, rise = np.zeros((2, len(s.product.price), 12))
    settle_farms(p, day, crops, s.household, s.village, s.product, released, rise, least, usual)
    order_of_least, waiting = np.argsort(least, kind="mergesort"), np.zeros(len(income_z), np.int64)
    assign_places(income_z, least, order_of_least, persons, nodes, heights, day.income_past, waiting, target)
    settle_households(seed, p, day, s.household, s.village, s.cooperative, able_z, usual, target)
    settle_cooperatives(seed, p, s.household, s.village, s.product, s.cooperative, sums[0], sums[1], squares, area, group, sums_of)
    settle_merchants(seed, p, s.village, s.cell, s.merchant, wanted, order)
    sums[:] = 0
    settle_carriers(seed, p, s.carrier, s.village, s.township, sums[0])
    sums[:] = 0
    settle_county(p, day, s.household, s.village, s.cell, s.product, s.county, sums[0])


@kernel
def year_before(i, k, place, calendar_month, p, released, rise, h, v, product):
    """Receipts of each of the twelve months before the first, into `household.income_trailing`; returns the stock they leave, kg.

    Normal harvests are brought in, lost and sold to the trader month by month over two years, the first to fill the store. Without this
    the first year would lack the sales of the last harvest, and a trailing income its season. `released` and `rise` [P, 12] are the share
    of each product that is sold in a month, and its price over that of the harvest.
    """
    stock = 0.0
    if h.grows[i] == 0:
        return stock
    fresh_loss = loss_share(product.loss_rate[k], p.market.handling_days, 0.0)
    for back in range(2 * TRAILING, 0, -1):
        month = (calendar_month - back) % 12
        harvest = harvest_month(h.harvest_year[i], product.harvest_share[k, month], 1.0)
        used = harvest * product.own_use[k]
        lost = lost_kg(harvest - used, fresh_loss, stock, p.market.storage_loss, 0.0)
        available = available_kg(stock, harvest, used, lost)
        sold = available * released[k, month]
        stock = closing_kg(available, sold)
        if back <= TRAILING and sold > 0.0:
            h.income_trailing[i, TRAILING - back] = sold * (v.trader_price[place] * rise[k, month])
    return stock


@kernel
def settle_farms(p, day, crops, h, v, product, released, rise, least, usual):
    """Fill what farms bring and the farm-gate prices it rests on; `usual` [H] gets earnings at an ability of 1, CNY a year.

    `least` [H] gets the income a person at the lowest earning ability, CNY a year: farming, transfers as a share of it, and earnings.
    """
    for k in range(len(product.wholesale)):
        for month in range(12):
            since = product.since_harvest[k, month]
            released[k, month] = release_share(
                product.storable[k], since, p.market.season_price, p.market.storage_loss, p.market.store_release,
                p.market.perishable_release,
            )  # fmt: skip
            rise[k, month] = season_price(1.0, since, product.storable[k], p.market.season_price)
    for i in range(len(v.km)):
        margin = trader_margin(
            v.km[i], v.hub_km[i], 0.0, 0.0, p.market.trader_base, p.market.trader_km, p.market.trader_hub,
            p.market.trader_information, p.market.trader_rivalry, p.market.trader_most,
        )  # fmt: skip
        v.trader_price[i] = trader_price(product.wholesale[v.product[i]], margin)
        v.served[i] = village_served(v.service_rank[i], day.served_share)
        v.station[i] = 1 if v.programme_rank[i] < day.stations else 0
        v.station_age[i] = 100 * v.station[i]  # not new
        v.remote[i] = 1.0 if v.km[i] + v.hub_km[i] > p.accounting.remote_km else 0.0
        v.volume[i] = p.population.parcels_start * v.households[i]
        v.yield_factor[i] = 1.0
        v.keeper_margin[i] = keeper_margin(
            v.volume[i], 0.0, p.logistics.station_fee, p.logistics.clerk_commission, p.logistics.station_cost, 1.0
        )
    for i in range(len(h.population_id)):
        place = h.village[i]
        k = v.product[place]
        crop_land = h.land[i] * crops.land_share[k] * h.grows[i]
        h.harvest_year[i] = crop_land * crops.yield_mu[k]
        h.product_cost_year[i] = crop_land * crops.cost_mu[k]
        h.other_land_year[i] = (h.land[i] - crop_land) * p.accounting.grain_net
        h.stock[i] = year_before(i, k, place, day.calendar_month, p, released, rise, h, v, product)
        farming = h.other_land_year[i] - h.product_cost_year[i]
        for m in range(TRAILING):
            farming += h.income_trailing[i, m]
        h.income[i] = farming
        usual[i] = h.away[i] * p.work.away_wage + (h.workers[i] - h.away[i]) * p.work.local_hours * 12.0 * p.work.wage_hour
        least[i] = (farming + p.work.ability_least * usual[i]) / (1.0 - p.work.transfers) / h.size[i]


@kernel
def settle_households(seed, p, day, h, v, cooperative, able_z, usual, target):
    """Fill the households' columns of the first day. Compiled loop over rows.

    Each has the income a person of its place in the distribution, `target` [H]; what farming does not bring comes from wages, earnings away
    and transfers, which fixes its earning ability. Who is online, young and schooled goes together with `able_z`.
    """
    rest = np.sqrt(1.0 - p.population.online_ability * p.population.online_ability)
    per_village = len(cooperative.village) // len(v.km)
    for i in range(len(h.population_id)):
        pid = h.population_id[i]
        place = h.village[i]
        young = youth(h.age[i], p.learning.youth_end, p.learning.youth_span)
        ability = learning_ability(young, h.schooling[i], p.learning.ability_old, p.learning.ability_unschooled)
        h.youth[i] = young
        h.ability[i] = ability
        h.skill_floor[i] = skill_floor(
            young, h.schooling[i], p.learning.floor_base, p.learning.floor_schooling, p.learning.floor_youth, p.learning.floor_most
        )
        h.skill_ceiling[i] = skill_ceiling(ability, p.learning.ceiling_base)
        h.skill[i] = h.skill_floor[i]
        h.taste[i] = online_taste(young, p.shopping.taste_old, p.shopping.taste_youth)
        farming, wanted = h.income[i], target[i] * h.size[i]
        h.transfers_year[i] = p.work.transfers * wanted
        earning = share_of(wanted - h.transfers_year[i] - farming, usual[i])
        h.earning[i] = min(max(earning, p.work.ability_least), p.work.ability_most)
        earned = usual[i] * h.earning[i]
        income_year = farming + h.transfers_year[i] + earned
        h.income_first_year[i] = income_year / h.size[i]
        steady = h.other_land_year[i] - h.product_cost_year[i] + h.transfers_year[i] + earned
        for m in range(TRAILING):
            h.income_trailing[i, m] += steady / 12.0
        h.income[i] = income_year / 12.0
        h.income_month[i] = h.income[i]
        h.liquid[i] = p.accounting.liquidity_start * max(h.income[i], 0.0)
        h.living_cost[i] = 1.0
        leaning = p.population.online_ability * able_z[i]
        latent = -(leaning + rest * rng.normal(seed, rng.START_CONNECTED, 0, pid))
        if v.served[place] == 1 and latent < day.broadband_cut:
            h.connected[i] = 2
        else:
            h.connected[i] = 1 if latent < day.online_cut else 0
        h.shops[i] = 1 if h.connected[i] > 0 and rng.uniform(seed, rng.START_SHOPPING, 0, pid) < day.shopping else 0
        h.cooperative[i] = -1
        if rng.uniform(seed, rng.START_MEMBER, 0, pid) < day.members and per_village > 0:
            u = rng.uniform(seed, rng.START_MEMBER, 1, pid)
            h.cooperative[i] = which_cooperative(u, v.first_cooperative[place], per_village)
        u = rng.uniform(seed, rng.START_CHANNEL, 0, pid)
        if h.grows[i] == 1 and h.connected[i] > 0 and u < day.own_shop:
            h.channel[i] = 3
            h.reputation[i] = p.market.reputation_start
        elif h.grows[i] == 1 and h.cooperative[i] >= 0:
            chosen = rng.uniform(seed, rng.START_CHANNEL, 1, pid) < p.population.members_selling
            h.channel[i] = 1 if chosen else 0


@kernel
def settle_cooperatives(seed, p, h, v, product, cooperative, pledged, members, squares, area, group, sums):
    """Managers' traits, members and last season of each cooperative: those whose members deliver enough start by trading."""
    for i in range(len(h.population_id)):
        c = h.cooperative[i]
        if c >= 0:
            members[c] += to_fixed(h.weight[i])
            if h.channel[i] == 1:
                k = v.product[h.village[i]]
                loss = loss_share(product.loss_rate[k], p.market.handling_days, 0.0)
                kg = h.weight[i] * season_quantity(h.harvest_year[i], product.own_use[k], loss)
                pledged[c] += to_fixed(kg)
                squares[c] += to_fixed(kg / THOUSAND * (kg / THOUSAND))
    for c in range(len(cooperative.village)):
        cooperative.quantity_year[c] = from_fixed(pledged[c])
        cooperative.trading[c] = 1
    estimate_sales(v, cooperative, cooperative.quantity_year, cooperative.trading, squares, area, group, sums)
    low, spread = p.population.agent_skill_floor, p.population.agent_skill_spread
    for c in range(len(cooperative.village)):
        place = cooperative.village[c]
        k = v.product[place]
        key = rng.slot_key(cooperative.village[c], rng.COOPERATIVE_SLOTS, cooperative.slot[c])
        cooperative.skill_floor[c] = low + spread * rng.uniform(seed, rng.COOPERATIVE_TRAITS, 0, key)
        top = p.population.agent_skill_ceiling
        cooperative.skill_ceiling[c] = top + (1.0 - top) * rng.uniform(seed, rng.COOPERATIVE_TRAITS, 1, key)
        cooperative.skill[c] = cooperative.skill_floor[c]
        cooperative.members[c] = from_fixed(members[c])
        cooperative.quantity_year[c] = area[FULL, c]
        cooperative.trading[c] = 1 if cooperative.quantity_year[c] >= p.cooperation.quantity_least else 0
        cooperative.graded[c] = p.cooperation.grading_start
        cooperative.payout[c] = expected_payout(
            0.0, 0.0, product.wholesale[v.product[cooperative.village[c]]], p.cooperation.handling, p.cooperation.fixed_cost,
            cooperative.quantity_year[c], p.cooperation.quantity_least, p.cooperation.retained,
        )  # fmt: skip


@kernel
def settle_merchants(seed, p, v, cell, merchant, wanted, order):
    """Traits of every slot; the first `wanted` in a keyed order trade from the start, with what they drew or at least a starting cost."""
    low, spread, top = p.population.agent_skill_floor, p.population.agent_skill_spread, p.population.agent_skill_ceiling
    for m in range(len(merchant.village)):
        merchant.skill_floor[m] = low + spread * rng.uniform(seed, rng.MERCHANT_TRAITS, 0, m)
        merchant.skill_ceiling[m] = top + (1.0 - top) * rng.uniform_second(seed, rng.MERCHANT_TRAITS, 0, m)
        merchant.skill[m] = merchant.skill_floor[m]
        merchant.cell[m] = v.cell[merchant.village[m]]
        merchant.entry_month[m] = -1
    for place in range(wanted):
        m = order[place]
        merchant.active[m] = 1
        merchant.entry_month[m] = 0
        merchant.reputation[m] = p.trading.reputation_start
        z = rng.normal(seed, rng.MERCHANT_TRAITS, 1, m)
        merchant.capital[m] = max(start_capital(p.trading.capital_start, p.trading.capital_spread, z), p.trading.start_cost)
        merchant.profit[m] = p.trading.opportunity_hours * p.work.wage_hour
    for i in range(len(v.km)):
        cell.villages[v.cell[i]] += 1.0
        cell.fill_last[v.cell[i]] = 1.0


@kernel
def settle_carriers(seed, p, carrier, v, township, volume):
    """Cost levels of every slot; the post serves each township, a second carrier the nearer half."""
    for i in range(len(v.km)):
        volume[v.township[i]] += to_fixed(v.volume[i])
        township.households[v.township[i]] += v.households[i]
    for j in range(len(township.hub_km)):
        township.volume[j] = from_fixed(volume[j])
    for c in range(len(carrier.township)):
        j = carrier.township[c]
        half = p.population.carrier_spread
        carrier.unit_cost[c] = 1.0 + half * (2.0 * rng.uniform(seed, rng.CARRIER_TRAITS, carrier.slot[c], j) - 1.0)
        first = carrier.slot[c] == 0 or (carrier.slot[c] == 1 and township.outlet_rank[j] < 0.5)
        carrier.active[c] = 1 if first else 0
        if first:
            township.carriers[j] += 1.0
            township.outlet[j] = 1 if township.outlet_rank[j] < 0.5 else 0
    for c in range(len(carrier.township)):
        j = carrier.township[c]
        if carrier.active[c] == 1:
            carrier.capacity[c] = township.volume[j] / township.carriers[j] / p.logistics.utilisation
            township.capacity[j] += carrier.capacity[c]


@kernel
def settle_county(p, day, h, v, cell, product, county, graded):
    """Sums of the county, last season's demand for a newcomer to expect, prices for merchants to start from."""
    households, income, ability, output = 0, 0, 0, 0
    for i in range(len(h.population_id)):
        households += to_fixed(h.weight[i])
        income += to_fixed(h.weight[i] * h.income[i])
        ability += to_fixed(h.weight[i] * h.ability[i])
        k = v.product[h.village[i]]
        output += to_fixed(h.weight[i] * (h.harvest_year[i] * product.wholesale[k]))
        sold = season_quantity(h.harvest_year[i], product.own_use[k], loss_share(product.loss_rate[k], p.market.handling_days, 0.0))
        graded[v.cell[h.village[i]]] += to_fixed(h.weight[i] * (sold * product.graded[k]))
    county.households[0] = from_fixed(households)
    county.income_base[0] = share_of(from_fixed(income), county.households[0])
    county.ability_total[0] = from_fixed(ability)
    county.output_year[0] = from_fixed(output)
    county.volume[0] = p.population.parcels_start * county.households[0]
    for c in range(len(cell.product)):
        cell.graded_year[c] = from_fixed(graded[c])
    for k in range(len(product.wholesale)):
        product.price[k] = product.wholesale[k]
        product.unit_demand[k] = day.demand / 12.0 / p.market.outside
        product.unit_demand_year[k] = product.unit_demand[k] * 12.0
    for i in range(len(v.km)):
        cell.trader_price[v.cell[i]] += v.trader_price[i] / cell.villages[v.cell[i]]
