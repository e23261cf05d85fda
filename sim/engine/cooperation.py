"""Organise: last season's payouts, membership, grading, cold storage, e-commerce of cooperatives, the regional brand."""

from sim.county.workspace import few_who_act
from sim.engine.ties import MEMBER, share_of_ties
from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import (
    COOPERATIVE_ECOMMERCE,
    COOPERATIVE_REVIVE,
    COOPERATIVE_SLOTS,
    JOIN,
    JOIN_WHICH,
    slot_key,
    uniform,
)
from sim.theory.levers import BRAND_SPENDING, COLD_STORAGE, COOPERATIVE_SUPPORT, GRADING, STANDARDS
from sim.theory.rules.accounting import share_of
from sim.theory.rules.cooperation import (
    brand_money,
    brand_next,
    cold_next,
    cold_purchase,
    cold_share,
    could_join_or_leave,
    expected_payout,
    goes_online,
    grading_next,
    harm_left,
    join_utility,
    joins,
    leaves,
    ratio,
    standing,
    supported_grading,
    trades_next,
    which_cooperative,
)  # fmt: skip

PAYOUT, OFFER, PRICE, PEERS, DISTANCE, DRAW = range(6)  # what those look at who may join or leave
GROWS, BELONGS, FIRST, IDENTITY, CANDIDATE = range(5)  # how they stand


@kernel
def organise(t, seed, p, world, government, county, h, v, cooperative, cell, product, scratch):
    """Read last season and ties; write cooperatives' plans, membership and the brand."""
    close_seasons(t, seed, p, world, v, cooperative, product)
    plan_cooperatives(t, seed, p, v, cooperative, scratch)
    spending = brand_money(government.level[BRAND_SPENDING], county.brand_paid_month[0])
    county.brand[0] = brand_next(
        county.brand[0], share_of(spending, county.output_year[0]), county.bad[0],
        p.cooperation.brand_decay, p.cooperation.brand_effect, p.cooperation.brand_half,
        harm_left(p.cooperation.brand_harm, government.level[STANDARDS], p.cooperation.standards_relief),
    )  # fmt: skip
    county.standing[0] = standing(county.brand[0], government.level[STANDARDS], p.market.standards_effect)
    join_cooperatives(t, seed, p, h, v, cooperative, cell, product, scratch)


@kernel
def close_seasons(t, seed, p, world, v, cooperative, product):
    """In the month a harvest begins: what last season brought, and whether a cooperative trades in the new one."""
    for c in range(len(cooperative.village)):
        place = cooperative.village[c]
        k = v.product[place]
        if product.choose_month[k] == world.calendar_month[t]:
            if t >= 12:
                cooperative.quantity_year[c] = cooperative.season_in_full[c]
            if cooperative.season_kg[c] > 0.0:
                cooperative.payout[c] = ratio(cooperative.season_paid[c], cooperative.season_kg[c])
            else:
                cooperative.payout[c] = expected_payout(
                    0.0, 0.0, product.price[k], p.cooperation.handling, p.cooperation.fixed_cost,
                    cooperative.quantity_year[c], p.cooperation.quantity_least, p.cooperation.retained,
                )  # fmt: skip
            cooperative.season_kg[c] = 0.0
            cooperative.season_in_full[c] = 0.0
            cooperative.season_paid[c] = 0.0
            key = slot_key(place, COOPERATIVE_SLOTS, cooperative.slot[c])
            cooperative.trading[c] = trades_next(
                cooperative.trading[c], cooperative.quantity_year[c], p.cooperation.quantity_least, cooperative.payout[c],
                v.trader_price[place], p.cooperation.revive_rate, uniform(seed, COOPERATIVE_REVIVE, t, key),
            )  # fmt: skip


@kernel
def plan_cooperatives(t, seed, p, v, cooperative, scratch):
    """Grading, cold storage and e-commerce of each cooperative."""
    for c in range(len(cooperative.village)):
        key = slot_key(cooperative.village[c], COOPERATIVE_SLOTS, cooperative.slot[c])
        scratch.of_firm[c] = uniform(seed, COOPERATIVE_ECOMMERCE, t, key)
    for c in range(len(cooperative.village)):
        place = cooperative.village[c]
        support = v.level[place, COOPERATIVE_SUPPORT]
        if cooperative.trading[c] == 1 and cooperative.online[c] == 0:
            cooperative.online[c] = goes_online(
                cooperative.online[c], cooperative.trading[c], cooperative.skill[c], cooperative.quantity_year[c],
                p.cooperation.quantity_least, support, p.cooperation.ecommerce_constant, p.cooperation.ecommerce_skill,
                p.cooperation.ecommerce_volume, p.cooperation.ecommerce_support, p.cooperation.ecommerce_rate,
                scratch.of_firm[c],
            )  # fmt: skip
        elif cooperative.trading[c] == 0:
            cooperative.online[c] = 0
        cooperative.graded[c] = grading_next(
            cooperative.graded[c], cooperative.online[c], supported_grading(support, v.level[place, GRADING]),
            p.cooperation.grading_start, p.cooperation.grading_online, p.cooperation.grading_speed,
        )  # fmt: skip
        granted = v.level[place, COLD_STORAGE] * 1000.0 if cooperative.trading[c] == 1 else 0.0
        bought = cold_purchase(
            cooperative.surplus[c], cooperative.cold[c], cooperative.quantity_month[c], p.cooperation.cold_price
        )
        cooperative.cold_paid_month[c] = bought
        cooperative.cold[c] = cold_next(cooperative.cold[c], granted, bought, p.cooperation.cold_price, p.cooperation.cold_decay)
        cooperative.cold_share[c] = cold_share(cooperative.cold[c], cooperative.quantity_month[c])
        v.owed_month[place, COLD_STORAGE] += to_fen(granted * p.cooperation.cold_price)
        if cooperative.trading[c] == 1:
            v.owed_month[place, COOPERATIVE_SUPPORT] += to_fen(support * p.costs.cooperative_support)


@kernel
def join_cooperatives(t, seed, p, h, v, cooperative, cell, product, scratch):
    """Farmers join and leave; the offer compared is the better of trader and merchant."""
    per_village = len(cooperative.village) // len(v.km)
    for c in range(len(cooperative.village)):
        scratch.cooperative[1 + c] = to_fixed(cooperative.members[c])
    for b in range(len(scratch.block) - 1):
        start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
        if per_village > 0:
            for i in range(start, end):
                scratch.draw[i - start] = uniform(seed, JOIN, t, h.population_id[i])
            for i in range(start, end):
                scratch.acts[i - start] = could_join_or_leave(scratch.draw[i - start], p.cooperation.rate_join, p.cooperation.rate_leave)
            acting = few_who_act(start, end, scratch)
            decide_on_membership(t, seed, start, acting, per_village, p, h, v, cooperative, cell, product, scratch)
    for c in range(len(cooperative.village)):
        cooperative.members[c] = from_fixed(scratch.cooperative[1 + c])


@kernel
def decide_on_membership(t, seed, start, acting, per_village, p, h, v, cooperative, cell, product, scratch):
    """Who joins or leaves, of the few households of a block whose draws are low enough at any utility."""
    for n in range(acting):
        i = scratch.few[n]
        place = h.village[i]
        scratch.seen[OFFER, n] = max(v.trader_price[place], cell.offer[v.cell[place]])
        scratch.seen[PRICE, n] = product.price[v.product[place]]
        scratch.seen[PEERS, n] = share_of_ties(scratch.counts[i], MEMBER)
        scratch.seen[DISTANCE, n] = h.distance_km[i]
        scratch.seen[DRAW, n] = scratch.draw[i - start]
        scratch.stands[GROWS, n] = h.grows[i]
        scratch.stands[BELONGS, n] = h.cooperative[i]
        scratch.stands[FIRST, n] = v.first_cooperative[place]
        scratch.stands[IDENTITY, n] = h.population_id[i]
    for n in range(acting):
        belongs = scratch.stands[BELONGS, n]
        u = uniform(seed, JOIN_WHICH, t, scratch.stands[IDENTITY, n])
        looked_at = which_cooperative(u, scratch.stands[FIRST, n], per_village)
        scratch.stands[CANDIDATE, n] = belongs if belongs >= 0 else looked_at
    for n in range(acting):
        scratch.seen[PAYOUT, n] = cooperative.payout[scratch.stands[CANDIDATE, n]]
    for n in range(acting):
        z = join_utility(
            scratch.seen[PAYOUT, n], scratch.seen[OFFER, n], scratch.seen[PRICE, n], scratch.stands[GROWS, n], scratch.seen[PEERS, n],
            scratch.seen[DISTANCE, n], p.cooperation.constant, p.cooperation.gain_effect, p.cooperation.peer_effect,
            p.cooperation.distance_effect,
        )  # fmt: skip
        belongs = scratch.stands[BELONGS, n]
        after_leaving = -1 if leaves(z, p.cooperation.rate_leave, scratch.seen[DRAW, n]) == 1 else belongs
        after_joining = scratch.stands[CANDIDATE, n] if joins(z, p.cooperation.rate_join, scratch.seen[DRAW, n]) == 1 else belongs
        scratch.stands[BELONGS, n] = after_leaving if belongs >= 0 else after_joining
    for n in range(acting):
        i = scratch.few[n]
        scratch.cooperative[1 + h.cooperative[i]] -= scratch.weights[i]
        h.cooperative[i] = scratch.stands[BELONGS, n]
        scratch.cooperative[1 + h.cooperative[i]] += scratch.weights[i]
