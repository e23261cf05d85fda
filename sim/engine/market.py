"""Sell: harvest and stock, what each channel takes, parcels, receipts, reputation."""

from sim.engine.farms import bring_in, sell_at_the_farm
from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import WEATHER, normal
from sim.theory.levers import COMMISSION_REBATE, EXPERIENCE_STORE, GRADING, PLATFORM_OPENING
from sim.theory.rules.cooperation import (
    bad_share,
    cooperative_receipts,
    own_part,
    payout_kg,
    quality_cost,
    running_cost,
    shop_size,
)  # fmt: skip
from sim.theory.rules.logistics import smoothed
from sim.theory.rules.market import (
    chain_share,
    fill_share,
    market_size,
    net_receipts,
    opened_demand,
    orders_kg,
    own_online_kg,
    payments,
    rationed,
    reputation_next,
    rest_kg,
    shop_attraction,
    unit_demand,
    yield_after,
    yield_factor,
)  # fmt: skip
from sim.theory.rules.small_areas import benchmark, part_in_sample
from sim.theory.rules.trading import by_kind, host_share, produce_margin


@kernel
def sell(t, seed, p, world, government, county, h, v, cooperative, merchant, cell, product, scratch):
    """Read harvest, stock, prices and demand; write sales by channel, parcels, receipts and reputation."""
    grow(t, seed, p, world, county, v, scratch)
    bring_in(t, p, world, county, h, v, cooperative, cell, product, scratch)
    meet_demand(t, p, world, government, county, h, v, cooperative, merchant, cell, product, scratch)
    buy_from_farmers(t, p, v, merchant, cell, product, scratch)
    sell_together(t, p, world, government, county, v, cooperative, cell, product)
    sell_at_the_farm(t, p, government, county, h, v, cooperative, cell, product, scratch)
    sell_merchants(t, p, world, government, county, v, cooperative, merchant, cell, product, scratch)


@kernel
def grow(t, seed, p, world, county, v, scratch):
    """The year's yield of each village, drawn once a season; the share of the county's produce that travels cold."""
    usual = 0
    if scratch.season[0] != world.season[t]:
        scratch.season[0] = world.season[t]
        for i in range(len(v.km)):
            scratch.weather[i] = yield_factor(p.market.yield_spread, normal(seed, WEATHER, world.season[t], i))
    for i in range(len(v.km)):
        v.yield_factor[i] = yield_after(scratch.weather[i], world.yield_index[t])
        usual += to_fixed(v.sold_volume[i])
    county.cold_share[0] = chain_share(county.cold_in_use[0], from_fixed(usual))


@kernel
def meet_demand(t, p, world, government, county, h, v, cooperative, merchant, cell, product, scratch):
    """Attraction of all who sell online this month, and what a unit of it brings."""
    month = world.calendar_month[t]
    total = scratch.product[0]
    for k in range(len(product.price)):
        total[k] = 0
    goods = 0
    for place in range(len(v.km)):
        for n in range(scratch.first_grower[place], scratch.first_grower[place + 1]):
            i = scratch.growers[n]
            h.attraction_month[i] = 0.0
            if h.channel[i] == 3:
                h.attraction_month[i] = shop_attraction(h.reputation[i], v.shop_pull[place], h.available_month[i])
                total[v.product[place]] += to_fixed(h.weight[i] * h.attraction_month[i])
    for c in range(len(cooperative.village)):
        place = cooperative.village[c]
        size = shop_size(p.cooperation.attraction, cooperative.graded[c], cooperative.online[c])
        cooperative.attraction_month[c] = shop_attraction(size, cell.pull[v.cell[place]], cooperative.quantity_in_full[c])
        total[v.product[place]] += to_fixed(cooperative.attraction_month[c])
    for m in range(len(merchant.village)):
        market = merchant.cell[m]
        kind = by_kind(merchant.live[m], cell.pull[market], cell.pull_live[market])
        pulled = shop_attraction(merchant.attraction[m], kind, cell.supply_in_full[market])
        total[cell.product[market]] += to_fixed(pulled)
        goods += to_fixed(merchant.goods_attraction[m])
    for k in range(len(product.price)):
        product.attraction[k] = from_fixed(total[k])
        opened = opened_demand(
            world.demand[t], government.level[PLATFORM_OPENING], government.level[EXPERIENCE_STORE], p.market.store_sales,
            county.households[0],
        )  # fmt: skip
        size = market_size(opened, county.households[0], product.demand_share[k])
        outside = market_size(p.market.outside * world.outside[t], county.households[0], product.demand_share[k])
        demand = size * product.demand_season[k, month]
        product.unit_demand[k] = unit_demand(demand, outside, product.attraction[k], p.market.stealing)
        product.season_demand[k] += product.unit_demand[k]
    county.goods_attraction[0] = from_fixed(goods)
    demand = market_size(world.goods_demand[t], county.households[0], 1.0) / 12.0
    outside = market_size(p.market.goods_outside * world.outside[t], county.households[0], 1.0)
    county.goods_unit_demand[0] = unit_demand(demand, outside, county.goods_attraction[0], p.market.stealing)


@kernel
def buy_from_farmers(t, p, v, merchant, cell, product, scratch):
    """What merchants could sell, what they get of it, and what share of the farmers' offer they take."""
    wanted, paid, bought, estimated = scratch.market[0], scratch.market[1], scratch.product[0], scratch.product[1]
    for c in range(len(cell.product)):
        wanted[c] = 0
        paid[c] = 0
    for k in range(len(product.price)):
        bought[k] = 0
        estimated[k] = 0
    for m in range(len(merchant.village)):
        market = merchant.cell[m]
        pulled = merchant.attraction[m] * by_kind(merchant.live[m], cell.pull[market], cell.pull_live[market])
        price = by_kind(merchant.live[m], cell.price[market], cell.price_live[market])
        orders = orders_kg(product.unit_demand[cell.product[market]], pulled, price)
        merchant.wanted_kg_month[m] = min(orders, p.trading.capacity)
        wanted[market] += to_fixed(merchant.wanted_kg_month[m])
    for c in range(len(cell.product)):
        cell.wanted_month[c] = from_fixed(wanted[c])
        cell.fill[c] = fill_share(cell.wanted_month[c], cell.supply_in_full[c])
        taken = min(cell.wanted_month[c], cell.supply_in_full[c])
        cell.season_wanted[c] += cell.wanted_month[c]
        cell.season_supply[c] += cell.supply_in_full[c]
        cell.season_bought[c] += taken
        if cell.supply_in_full[c] != cell.supply_month[c]:
            bought[cell.product[c]] += to_fixed(cell.supply_month[c] * cell.fill[c] - taken)
        estimated[cell.product[c]] += to_fixed(taken)
    for k in range(len(product.price)):
        product.benchmark[k] = benchmark(from_fixed(bought[k]), from_fixed(estimated[k]))
    for m in range(len(merchant.village)):
        market = merchant.cell[m]
        share = product.benchmark[cell.product[market]]
        merchant.bought_kg_month[m] = rationed(merchant.wanted_kg_month[m], cell.wanted_month[market], cell.supply_in_full[market]) * share
        paid[market] += to_fixed(merchant.bought_kg_month[m] * cell.offer[market])
    for k in range(len(product.price)):
        bought[k] = 0
        estimated[k] = 0
    sample = 0
    for c in range(len(cell.product)):
        sample = 1 if cell.supply_in_full[c] != cell.supply_month[c] else sample
        bought[cell.product[c]] += to_fixed(cell.supply_month[c] * cell.fill[c] * cell.offer[c]) - paid[c]
        estimated[cell.product[c]] += paid[c]
    for k in range(len(product.price)):
        product.benchmark_paid[k] = 1.0
        if sample == 1:
            product.benchmark_paid[k] = benchmark(from_fixed(bought[k]), from_fixed(estimated[k]))


@kernel
def sell_together(t, p, world, government, county, v, cooperative, cell, product):
    """Each cooperative: online what its orders and grading allow, the rest at the county market; what members are paid."""
    kept = county.kept[0]
    for c in range(len(cooperative.village)):
        place = cooperative.village[c]
        k = v.product[place]
        market = v.cell[place]
        quantity = cooperative.quantity_month[c]
        cooperative.price[c] = cell.price[market]
        orders = orders_kg(product.unit_demand[k], cooperative.attraction_month[c], cell.price[market])
        full = cooperative.quantity_in_full[c]
        online = 0.0
        if cooperative.online[c] == 1:
            online = part_in_sample(own_online_kg(orders, cooperative.graded[c], full, full), full, quantity)
        paid = payments(online, cell.price[market], cell.refund[market])
        packing = online * (p.market.packing / product.kg_parcel[k])
        net = net_receipts(paid, kept, online * cell.freight[market], packing)
        receipts = cooperative_receipts(net, rest_kg(quantity, online), product.price[k])
        graded = quantity * cooperative.graded[c] if cooperative.online[c] == 1 else 0.0
        running = running_cost(
            quantity, online, p.cooperation.handling, p.cooperation.fixed_cost, cooperative.quantity_year[c],
            p.cooperation.quantity_least,
        )  # fmt: skip
        quality = quality_cost(
            graded, own_part(p.cooperation.grading_cost, v.level[place, GRADING]), quantity * cooperative.cold_share[c],
            p.cooperation.cold_cost, paid, p.cooperation.brand_spending,
        )  # fmt: skip
        cooperative.brand_paid_month[c] = paid * p.cooperation.brand_spending
        cooperative.cost_month[c] = running + quality
        cooperative.payout_month[c] = payout_kg(receipts, cooperative.cost_month[c], quantity, p.cooperation.retained)
        cooperative.online_kg_month[c] = online
        cooperative.online_sales_month[c] = paid
        paid_out = quantity * cooperative.payout_month[c]
        cooperative.surplus_change_month[c] = receipts - cooperative.cost_month[c] - paid_out
        cooperative.season_kg[c] += quantity
        cooperative.season_in_full[c] += full
        cooperative.season_paid[c] += paid_out
        government.owed_month[COMMISSION_REBATE] += to_fen(paid * government.level[COMMISSION_REBATE])
        cooperative.grading_paid_month[c] = graded * p.cooperation.grading_cost * v.level[place, GRADING]
        v.owed_month[place, GRADING] += to_fen(cooperative.grading_paid_month[c])


@kernel
def sell_merchants(t, p, world, government, county, v, cooperative, merchant, cell, product, scratch):
    """Merchants' sales and margins; the county's bulk parcels, spending on the brand, and share of bad parcels."""
    kept = county.kept[0]
    bulk, brand, refunded, ungraded, sent = 0, 0, 0, 0, 0
    sales = scratch.village[0]
    for i in range(len(v.km)):
        sales[i] = 0
    for m in range(len(merchant.village)):
        market = merchant.cell[m]
        k = cell.product[market]
        kg = merchant.bought_kg_month[m]
        paid = payments(kg, by_kind(merchant.live[m], cell.price[market], cell.price_live[market]), cell.refund[market])
        boxes = kg / product.kg_parcel[k]
        shipping = kg * cell.freight[market] + boxes * p.market.packing
        merchant.produce_sales_month[m] = paid
        merchant.produce_margin_month[m] = produce_margin(
            paid, kept - host_share(merchant.live[m], p.trading.livestream_fee), shipping,
            kg * cell.handling[market], kg * cell.offer[market] * product.benchmark_paid[k],
        )  # fmt: skip
        merchant.goods_sales_month[m] = merchant.goods_attraction[m] * county.goods_unit_demand[0]
        merchant.reputation[m] = reputation_next(
            merchant.reputation[m], paid + merchant.goods_sales_month[m], p.trading.reputation_gain
        )
        goods_boxes = merchant.goods_sales_month[m] / p.trading.goods_parcel
        bulk += to_fixed(boxes + goods_boxes)
        refunded += to_fixed(kg * cell.refund[market])
        sent += to_fixed(kg)
        government.owed_month[COMMISSION_REBATE] += to_fen(paid * government.level[COMMISSION_REBATE])
        sales[merchant.village[m]] += to_fixed(paid + merchant.goods_sales_month[m])
    for c in range(len(cooperative.village)):
        place = cooperative.village[c]
        market = v.cell[place]
        online = cooperative.online_kg_month[c]
        bulk += to_fixed(online / product.kg_parcel[v.product[place]])
        brand += to_fixed(cooperative.brand_paid_month[c])
        refunded += to_fixed(online * cell.refund[market])
        sent += to_fixed(online)
        sales[place] += to_fixed(cooperative.online_sales_month[c])
    for i in range(len(v.km)):
        k = v.product[i]
        own = v.parcels_out_month[i] * product.kg_parcel[k]
        refunded += to_fixed(own * v.refund[i])
        ungraded += to_fixed(own * (1.0 - product.graded[k]))
        sent += to_fixed(own)
        v.online_sales_month[i] += from_fixed(sales[i])
        v.online_sales[i] = smoothed(v.online_sales[i], v.online_sales_month[i], 12.0)
    county.bulk_parcels_month[0] = from_fixed(bulk)
    county.brand_paid_month[0] = from_fixed(brand)
    county.bad[0] = bad_share(from_fixed(refunded), from_fixed(ungraded), p.cooperation.ungraded_bad, from_fixed(sent))
