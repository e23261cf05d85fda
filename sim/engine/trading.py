"""Trade: prices posted for the month, merchants' offers, their entry and exit."""

from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import MERCHANT_ENTRY, MERCHANT_TRAITS, entrant_month, normal, uniform, uniform_second
from sim.theory.levers import CREDIT, LIVESTREAM_BASE, PARK, START_GRANT, SUPERVISION
from sim.theory.rules.accounting import share_of
from sim.theory.rules.logistics import travel_km
from sim.theory.rules.market import (
    posted_price,
    pull,
    refund_share,
    season_price,
    trader_margin,
    trader_price,
    unit_net,
)
from sim.theory.rules.trading import (
    can_go_live,
    capital_left,
    could_enter,
    density,
    enters,
    entry_chance,
    goes_live,
    handling_cost,
    lent,
    live_rate,
    merchant_attraction,
    netback_kg,
    offer_kg,
    opportunity_wage,
    parked,
    start_capital,
    stays,
)  # fmt: skip


@kernel
def trade(t, seed, p, world, government, county, h, v, township, cell, product, merchant, scratch):
    """Read places, carriers' prices and rivals; write prices, offers, entry and exit of merchants."""
    post_village_prices(t, p, world, government, county, v, product, scratch)
    look_around(h, v, township, merchant, scratch)
    post_offers(t, p, world, government, county, v, township, cell, product, scratch)
    run_merchants(t, seed, p, world, government, county, v, township, merchant)


@kernel
def post_village_prices(t, p, world, government, county, v, product, scratch):
    """The county's wholesale price, the trader's price in each village, what an own shop there would post and net."""
    month = world.calendar_month[t]
    kept = county.kept[0]
    for k in range(len(product.price)):
        base = product.wholesale[k] * world.wholesale_index[t]
        product.price[k] = season_price(base, product.since_harvest[k, month], product.storable[k], p.market.season_price)
    for i in range(len(v.km)):
        k = v.product[i]
        margin = trader_margin(
            travel_km(v.km[i], v.road[i]), travel_km(v.hub_km[i], v.road[i]), v.connected_share[i],
            share_of(v.online_volume[i], v.sold_volume[i]), p.market.trader_base, p.market.trader_km,
            p.market.trader_hub, p.market.trader_information, p.market.trader_rivalry, p.market.trader_most,
        )  # fmt: skip
        v.trader_price[i] = trader_price(product.price[k], margin)
        v.refund[i] = refund_share(
            p.market.refund, v.days[i], p.market.refund_days, government.level[SUPERVISION], p.market.supervision
        )
        ship = v.price_out[i] / product.kg_parcel[k]
        pack = p.market.packing / product.kg_parcel[k]
        v.shop_price[i] = posted_price(
            p.market.sigma, v.trader_price[i], ship, pack, county.commission[0], p.market.promotion, v.refund[i]
        )
        v.shop_net[i] = unit_net(v.shop_price[i], kept, v.refund[i], ship, pack)
        scratch.of_village[i] = p.market.price_reference * product.price[k]
    for i in range(len(v.km)):
        v.shop_pull[i] = pull(
            v.days[i], v.shop_price[i], scratch.of_village[i], county.standing[0], p.market.sigma, p.market.days_effect,
            p.market.brand_effect,
        )  # fmt: skip


@kernel
def look_around(h, v, township, merchant, scratch):
    """Merchants, mean skill, returnees and shops of each township: what a would-be merchant sees."""
    skill, returnees, sellers = scratch.township[0], scratch.township[1], scratch.township[2]
    for j in range(len(township.hub_km)):
        skill[j] = 0
        returnees[j] = 0
        sellers[j] = 0
    for place in range(len(v.km)):
        j = v.township[place]
        skilled, came_home, own = 0, 0, 0
        for i in range(scratch.first[place], scratch.first[place + 1]):
            skilled += to_fixed(h.weight[i] * h.skill[i])
            came_home += to_fixed(h.weight[i] * h.returned_total[i])
            whole = scratch.weights[i]
            own += whole if h.channel[i] == 3 else 0
        skill[j] += skilled
        returnees[j] += came_home
        sellers[j] += own
    for j in range(len(township.hub_km)):
        township.skill[j] = share_of(from_fixed(skill[j]), township.households[j])
        township.returnees[j] = share_of(from_fixed(returnees[j]), township.households[j])
        township.sellers_share[j] = share_of(from_fixed(sellers[j]), township.households[j])
        township.merchants[j] = 0.0
    for m in range(len(merchant.village)):
        if merchant.active[m] == 1:
            township.merchants[v.township[merchant.village[m]]] += 1.0


@kernel
def post_offers(t, p, world, government, county, v, township, cell, product, scratch):
    """In each market of a township: what plain shops and livestreams post online, what a kilogram nets a plain shop, the offer."""
    mean = scratch.market[0]
    for c in range(len(cell.product)):
        mean[c] = 0
    kept = county.kept[0]
    for i in range(len(v.km)):
        mean[v.cell[i]] += to_fixed(v.trader_price[i])
    for c in range(len(cell.product)):
        k = cell.product[c]
        merchants = density(township.merchants[cell.township[c]], township.households[cell.township[c]])
        cell.trader_price[c] = share_of(from_fixed(mean[c]), cell.villages[c])
        cell.refund[c] = refund_share(
            p.market.refund, p.logistics.days_base, p.market.refund_days, government.level[SUPERVISION], p.market.supervision
        )
        cell.freight[c] = p.logistics.bulk_sender * world.express[t] / product.kg_parcel[k]
        pack = p.market.packing / product.kg_parcel[k]
        cell.handling[c] = handling_cost(
            parked(p.trading.handling, government.level[PARK], p.trading.park_handling), merchants, p.trading.density_start,
            p.trading.handling_elasticity,
        )  # fmt: skip
        cell.price[c] = posted_price(
            p.market.sigma, cell.trader_price[c], cell.freight[c], pack + cell.handling[c], county.commission[0],
            p.market.promotion, cell.refund[c],
        )  # fmt: skip
        usual = p.market.price_reference * product.price[k]
        cell.pull[c] = pull(
            p.logistics.days_base, cell.price[c], usual, county.standing[0], p.market.sigma, p.market.days_effect, p.market.brand_effect
        )
        fees = p.market.promotion + p.trading.livestream_fee
        cell.price_live[c] = posted_price(
            p.market.sigma, cell.trader_price[c], cell.freight[c], pack + cell.handling[c], county.commission[0], fees,
            cell.refund[c],
        )  # fmt: skip
        cell.pull_live[c] = pull(
            p.logistics.days_base, cell.price_live[c], usual, county.standing[0], p.market.sigma, p.market.days_effect,
            p.market.brand_effect,
        )  # fmt: skip
        cell.netback[c] = netback_kg(cell.price[c], kept, cell.refund[c], cell.freight[c], pack, cell.handling[c])
        cell.offer[c] = offer_kg(cell.netback[c], cell.trader_price[c], merchants, p.trading.rivalry)


@kernel
def run_merchants(t, seed, p, world, government, county, v, township, merchant):
    """Merchants with no capital left leave; free slots are taken where profit, skill, returnees and rivals draw and capital allows."""
    start_cost = parked(p.trading.start_cost, government.level[PARK], p.trading.park_start)
    needed = start_cost + p.trading.working_capital
    wage = p.work.wage_hour * world.wage_index[t]
    for m in range(len(merchant.village)):
        place = merchant.village[m]
        merchant.grant_month[m] = 0.0
        if merchant.active[m] == 1:
            merchant.active[m] = stays(merchant.active[m], merchant.capital[m])
            rate = live_rate(p.trading.livestream_rate, v.level[place, LIVESTREAM_BASE], p.trading.base_effect)
            if merchant.live[m] == 0 and can_go_live(v.served[place], world.years[t], p.trading.livestream_start) == 1:
                merchant.live[m] = goes_live(
                    merchant.live[m], v.served[place], world.years[t], p.trading.livestream_start, merchant.skill[m], rate,
                    uniform_second(seed, MERCHANT_ENTRY, t, m),
                )  # fmt: skip
            merchant.live[m] = merchant.active[m] * merchant.live[m]
        elif could_enter(uniform(seed, MERCHANT_ENTRY, t, m), p.trading.entry_rate) == 1:
            enter(t, seed, m, needed, start_cost, wage, p, county, v, township, merchant)
        size = p.trading.attraction if merchant.active[m] == 1 else 0.0
        merchant.attraction[m] = merchant_attraction(merchant.reputation[m], size, merchant.live[m], p.trading.livestream_boost)
        merchant.goods_attraction[m] = merchant_attraction(merchant.reputation[m], size, 0, p.trading.livestream_boost)


@kernel
def enter(t, seed, m, needed, start_cost, wage, p, county, v, township, merchant):
    """A free slot is taken where the draw and the capital allow."""
    place = merchant.village[m]
    j = v.township[place]
    grant = v.level[place, START_GRANT]
    chance = entry_chance(
        county.merchant_profit[0], opportunity_wage(p.trading.opportunity_hours, wage, merchant.skill[m]), township.skill[j],
        township.returnees[j], density(township.merchants[j], township.households[j]), p.trading.entry_rate,
        p.trading.entry_constant, p.trading.entry_scale, p.trading.entry_skill, p.trading.entry_returnees,
        p.trading.entry_rivals,
    )  # fmt: skip
    capital = start_capital(
        p.trading.capital_start, p.trading.capital_spread, normal(seed, MERCHANT_TRAITS, entrant_month(t), m)
    )
    helped = grant + v.level[place, CREDIT]
    if enters(chance, uniform(seed, MERCHANT_ENTRY, t, m), capital, helped, needed) == 1:
        merchant.active[m] = 1
        merchant.live[m] = 0
        merchant.entry_month[m] = t
        loan = lent(needed, capital + grant, v.level[place, CREDIT])
        merchant.capital[m] = capital_left(capital, grant + loan, start_cost)
        merchant.profit[m] = county.merchant_profit[0]
        merchant.reputation[m] = p.trading.reputation_start
        merchant.grant_month[m] = grant
        v.owed_month[place, START_GRANT] += to_fen(grant)
        v.owed_month[place, CREDIT] += to_fen(loan * p.costs.credit_loss)
