"""Shop: farmers start and stop buying online; what they spend, what it does to their cost of living."""

import numpy as np

from sim.county.state import TIES
from sim.exact import from_fixed, to_fen, to_fixed
from sim.jit import kernel
from sim.levers import SUBSIDY_IN
from sim.rng import SHOP, SHOP_LEAVE, uniform
from sim.rules.accounting import outlay, weighted
from sim.rules.connection import tie_share
from sim.rules.shopping import (
    able_to_shop,
    assisted_gain,
    assisted_if,
    best_gain,
    leave_chance,
    monthly_gain,
    online_share,
    parcels_bought,
    price_index,
    relative_price,
    retail_spending,
    share_if,
    shops_next,
    spent_online,
    start_chance,
    station_is_new,
    variety_gain,
)  # fmt: skip


@kernel
def shop(t, seed, p, world, h, v):
    """Read price, variety, delivery, help and ties; write `household.shops`, spending, parcels, cost of living; village parcels in."""
    bought = np.zeros(len(v.km), np.int64)
    assisted = np.zeros(len(v.km), np.int64)
    for i in range(len(h.village)):
        count = 0.0
        for k in range(TIES):
            if h.shops[h.ties[i, k]] == 1:
                count += 1.0
        h.peers_shopping[i] = tie_share(count, float(TIES))
    for i in range(len(h.village)):
        place = h.village[i]
        fee = v.price_in[place]
        spending = retail_spending(h.income[i], p.shopping.spending, p.shopping.retail)
        price = relative_price(
            fee, p.shopping.basket, v.km[place], v.hub_km[place], p.shopping.online_price, p.shopping.local_km, p.shopping.local_hub
        )
        share = online_share(p.shopping.taste, h.taste[i], world.variety[t], price, p.shopping.sigma)
        gain = variety_gain(share, p.shopping.sigma)
        own = monthly_gain(
            spending, gain, h.skill[i], h.youth[i], p.shopping.fixed_cost, p.shopping.skill_cost, p.shopping.youth_relief
        )
        helped = assisted_gain(spending, gain, p.shopping.fixed_cost, p.shopping.assisted_fee)
        best = best_gain(own, helped, v.clerk[place])
        start = start_chance(
            best, h.peers_shopping[i], station_is_new(v.station_age[place], p.shopping.novelty_months), p.shopping.rate_base,
            p.shopping.rate_peers, p.shopping.novelty, p.shopping.gain_effect,
        )  # fmt: skip
        leave = leave_chance(best, p.shopping.rate_leave, p.shopping.gain_effect)
        h.shops[i] = shops_next(
            h.shops[i], able_to_shop(h.connected[i], v.clerk[place]), start, leave,
            uniform(seed, SHOP, t, h.population_id[i]), uniform(seed, SHOP_LEAVE, t, h.population_id[i]),
        )  # fmt: skip
        h.online_share[i] = share_if(h.shops[i], share)
        h.spent_online_month[i] = spent_online(h.shops[i], spending, share)
        h.living_cost[i] = price_index(h.online_share[i], p.shopping.sigma)
        h.assisted_month[i] = assisted_if(h.shops[i], h.connected[i], v.clerk[place], own, helped, h.spent_online_month[i])
        h.parcels_in_month[i] = parcels_bought(h.spent_online_month[i], fee, p.shopping.basket)
        bought[place] += to_fixed(weighted(h.weight[i], h.parcels_in_month[i]))
        assisted[place] += to_fixed(weighted(h.weight[i], h.assisted_month[i]))
    for i in range(len(v.km)):
        v.parcels_in_month[i] = from_fixed(bought[i])
        v.assisted_month[i] = from_fixed(assisted[i])
        v.owed_month[i, SUBSIDY_IN] = to_fen(outlay(v.parcels_in_month[i], v.level[i, SUBSIDY_IN]))
