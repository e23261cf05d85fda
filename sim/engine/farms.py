"""Farms: what is harvested, kept, lost and meant for sale; what each sells through its own shop, to merchants, cooperative and trader."""

from sim.county.small_areas import FULL, THOUSAND, estimate_sales, estimate_supply
from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.numeric.jit import kernel
from sim.theory.levers import COMMISSION_REBATE, SUBSIDY_OUT
from sim.theory.rules.channel import shop_hours
from sim.theory.rules.logistics import smoothed
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
)  # fmt: skip

PAYOUT = 0  # what lies beside households: what their cooperative pays for a kilogram


@kernel
def bring_in(t, p, world, county, h, v, cooperative, cell, product, scratch):
    """Harvest, own use and loss of every farm; what is meant for sale, and what is offered to merchants and cooperatives."""
    supply, squares, delivered = scratch.market[0], scratch.market[1], scratch.cooperative
    scratch.area_terms[:] = 0
    for c in range(len(cell.product)):
        supply[c] = 0
        squares[c] = 0
    for c in range(len(delivered)):
        delivered[c] = 0
    for place in range(len(v.km)):
        bring_in_village(t, place, supply, squares, delivered, p, world, county, h, v, cooperative, cell, product, scratch)
    for c in range(len(cell.product)):
        cell.supply_month[c] = from_fixed(supply[c])
    for c in range(len(cooperative.village)):
        cooperative.quantity_month[c] = from_fixed(delivered[1 + c])
    estimate_sales(
        v, cooperative, cooperative.quantity_month, cooperative.trading, scratch.area_terms[0], scratch.area, scratch.area_group,
        scratch.area_sums,
    )  # fmt: skip
    for c in range(len(cooperative.village)):
        cooperative.quantity_in_full[c] = scratch.area[FULL, c]
    estimate_supply(v, cell, squares, scratch.area, scratch.area_group, scratch.area_sums, scratch.area_terms)


@kernel
def bring_in_village(t, place, supply, squares, delivered, p, world, county, h, v, cooperative, cell, product, scratch):
    """The farms of one village. What only members of a trading cooperative need is computed for them alone."""
    month = world.calendar_month[t]
    k = v.product[place]
    market = v.cell[place]
    released = release_share(
        product.storable[k], product.since_harvest[k, month], p.market.season_price, p.market.storage_loss,
        p.market.store_release, p.market.perishable_release,
    )  # fmt: skip
    cold_alone = colder(0.0, county.cold_share[0])
    loss_alone = loss_share(product.loss_rate[k], p.market.handling_days, cold_alone)
    for n in range(scratch.first_grower[place], scratch.first_grower[place + 1]):
        i = scratch.growers[n]
        belongs = h.cooperative[i]
        together = h.channel[i] == 1 and belongs >= 0 and cooperative.trading[max(belongs, 0)] == 1
        cold, loss = cold_alone, loss_alone
        if together:
            cold = colder(cooperative.cold_share[belongs], county.cold_share[0])
            loss = loss_share(product.loss_rate[k], p.market.handling_days, cold)
        h.harvest_month[i] = harvest_month(h.harvest_year[i], product.harvest_share[k, month], v.yield_factor[place])
        h.own_use_month[i] = h.harvest_month[i] * product.own_use[k]
        h.lost_month[i] = lost_kg(
            h.harvest_month[i] - h.own_use_month[i], loss, h.stock[i], p.market.storage_loss, cold
        )
        h.available_month[i] = available_kg(h.stock[i], h.harvest_month[i], h.own_use_month[i], h.lost_month[i])
        h.released_month[i] = h.available_month[i] * released
        h.online_kg_month[i] = 0.0
        h.online_sales_month[i] = 0.0
        h.hours_online_month[i] = 0.0
        h.offered_month[i] = 0.0
        h.cooperative_kg_month[i] = 0.0
        if together:
            h.cooperative_kg_month[i] = h.released_month[i]
            kg = h.weight[i] * h.released_month[i]
            delivered[1 + belongs] += to_fixed(kg)
            scratch.area_terms[0, belongs] += to_fixed(kg / THOUSAND * (kg / THOUSAND))
        elif h.channel[i] == 2 and cell.offer[market] >= v.trader_price[place]:
            h.offered_month[i] = h.released_month[i] * product.graded[k]
            offered = h.weight[i] * h.offered_month[i]
            supply[market] += to_fixed(offered)
            squares[market] += to_fixed(offered / THOUSAND * (offered / THOUSAND))


@kernel
def sell_at_the_farm(t, p, government, county, h, v, cooperative, cell, product, scratch):
    """Each farm: own shop, merchant, cooperative, trader; receipts and what is left in store."""
    online_kg = scratch.village[0]
    for i in range(len(v.km)):
        online_kg[i] = 0
    for c in range(len(cooperative.village)):
        online_kg[cooperative.village[c]] += to_fixed(cooperative.online_kg_month[c])
    for place in range(len(v.km)):
        first, last = scratch.first[place], scratch.first[place + 1]
        for i in range(first, last):
            scratch.beside[PAYOUT, i - first] = 0.0
        for n in range(scratch.first_grower[place], scratch.first_grower[place + 1]):
            i = scratch.growers[n]
            if h.channel[i] == 3:
                run_shop(i, place, p, government, county, h, v, product)
            elif h.channel[i] == 1 and h.cooperative_kg_month[i] > 0.0:
                scratch.beside[PAYOUT, i - first] = cooperative.payout_month[h.cooperative[i]]
        settle_farms(place, p, county, h, v, cell, product, scratch)
        v.owed_month[place, SUBSIDY_OUT] = to_fen(v.parcels_out_month[place] * v.level[place, SUBSIDY_OUT])


@kernel
def run_shop(i, place, p, government, county, h, v, product):
    """What the own shop of a farm sends, what is paid for it, the hours it takes, its name."""
    k = v.product[place]
    kg = product.kg_parcel[k]
    orders = orders_kg(product.unit_demand[k], h.attraction_month[i], v.shop_price[place])
    hands = hours_limit_kg(
        h.workers[i] - h.away[i], p.channel.hours_most, h.skill[i], p.channel.parcel_hours, p.channel.hours_skill, kg
    )
    online = own_online_kg(orders, product.graded[k], h.available_month[i], hands)
    paid = payments(online, v.shop_price[place], v.refund[place])
    h.online_kg_month[i] = online
    h.online_sales_month[i] = paid
    h.hours_online_month[i] = shop_hours(
        online / kg, h.skill[i], p.channel.shop_hours / 12.0, p.channel.parcel_hours, p.channel.hours_skill
    )
    h.reputation[i] = reputation_next(h.reputation[i], online, p.market.reputation_gain)
    rebate = government.level[COMMISSION_REBATE]
    government.owed_month[COMMISSION_REBATE] += to_fen(h.weight[i] * (paid * rebate))


@kernel
def settle_farms(place, p, county, h, v, cell, product, scratch):
    """What the farms of a village sold through each channel, their receipts and what is left in store; what the village sent and sold.

    Whoever grows nothing sells nothing: read as they lie, all households take less time than growers picked out through a list. Two loops,
    for one that writes too many columns is not vectorised: the compiler would have to show that none overlaps another.
    """
    market, kg_parcel, gate = v.cell[place], product.kg_parcel[v.product[place]], v.trader_price[place]
    offer, fill, fee, kept = cell.offer[market], cell.fill[market], v.price_out[place], county.kept[0]
    first, last = scratch.first[place], scratch.first[place + 1]
    sent, sold, online_kg, sales = 0, 0, 0, 0
    for i in range(first, last):
        w, online, together = h.weight[i], h.online_kg_month[i], h.cooperative_kg_month[i]
        to_merchant = h.offered_month[i] * fill
        to_trader = rest_kg(h.released_month[i], online + to_merchant + together)
        total = to_trader + (online + to_merchant + together)
        h.merchant_kg_month[i] = to_merchant
        h.trader_kg_month[i] = to_trader
        h.stock[i] = closing_kg(h.available_month[i], total)
        sold += to_fixed(w * total)
        online_kg += to_fixed(w * (online + to_merchant))
    for i in range(first, last):
        w, online, to_merchant = h.weight[i], h.online_kg_month[i], h.merchant_kg_month[i]
        boxes = online / kg_parcel
        own = net_receipts(h.online_sales_month[i], kept, boxes * fee, boxes * p.market.packing)
        apart = own + to_merchant * offer
        paid_out = h.cooperative_kg_month[i] * scratch.beside[PAYOUT, i - first]
        elsewhere = h.trader_kg_month[i] * gate + to_merchant * offer + paid_out
        h.receipts_month[i] = own + elsewhere
        h.online_gain_month[i] = apart - (online + to_merchant) * gate
        sent += to_fixed(w * boxes)
        sales += to_fixed(w * h.online_sales_month[i])
    v.parcels_out_month[place] = from_fixed(sent)
    v.sold_volume[place] = smoothed(v.sold_volume[place], from_fixed(sold), 12.0)
    v.online_volume[place] = smoothed(v.online_volume[place], from_fixed(scratch.village[0, place] + online_kg), 12.0)
    v.online_sales_month[place] = from_fixed(sales)
