"""Choose: once a harvest, farms pick the channel they sell through."""

from sim.engine.ties import OWN, SELLING, share_of_ties
from sim.numeric.elementary import gumbel
from sim.numeric.exact_sum import to_fen
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import (
    CHOOSE_COOPERATIVE,
    CHOOSE_MERCHANT,
    CHOOSE_OWN,
    CHOOSE_TRADER,
    CONSIDER,
    QUIT,
    uniform,
    uniform_second,
)
from sim.theory.levers import CREDIT, LEADERS, START_GRANT
from sim.theory.rules.accounting import share_of
from sim.theory.rules.channel import (
    NOT_OPEN,
    best_channel,
    channel_utility,
    consider_chance,
    expected_orders,
    grant_for,
    granted_if,
    led,
    may_open,
    online_quantity,
    own_taste,
    perceived,
    receipts_own,
    receipts_part,
    reputation_on_choice,
    season_quantity,
    shop_hours,
    start_payment,
)  # fmt: skip
from sim.theory.rules.market import loss_share
from sim.theory.rules.trading import lent, reach_chance

TRADER_TASTE, THINKS, IS_FOUND = range(3)  # draws that every farm makes that chooses


@kernel
def choose(t, seed, p, world, h, v, township, cooperative, cell, product, scratch):
    """Read last season, skill, ties and habit; write `household.channel`, `.reputation`, `.start_paid_month`; close market seasons."""
    close_markets(t, world, cell, product)
    for i in range(len(h.village)):
        h.start_paid_month[i] = 0.0
        h.start_grant_month[i] = 0.0
    for b in range(len(scratch.block) - 1):
        drawn = 0
        begin = scratch.first_grower[scratch.block[b]]
        for place in range(scratch.block[b], scratch.block[b + 1]):
            if product.choose_month[v.product[place]] == world.calendar_month[t]:
                if drawn == 0:
                    draw_for_choices(t, seed, begin, scratch.first_grower[scratch.block[b + 1]], scratch)
                    drawn = 1
                for n in range(scratch.first_grower[place], scratch.first_grower[place + 1]):
                    i = scratch.growers[n]
                    choose_channel(
                        t, seed, i, place, scratch.counts[i], scratch.seen[TRADER_TASTE, n - begin], scratch.seen[THINKS, n - begin],
                        scratch.seen[IS_FOUND, n - begin], p, world, h, v, township, cooperative, cell, product,
                    )  # fmt: skip


@kernel
def draw_for_choices(t, seed, begin, stop, scratch):
    """What every farm that chooses draws, for the growers begin <= n < stop of a block, into `scratch.seen`."""
    for n in range(begin, stop):
        scratch.seen[TRADER_TASTE, n - begin] = gumbel(uniform(seed, CHOOSE_TRADER, t, scratch.grower_ids[n]))
    for n in range(begin, stop):
        scratch.seen[THINKS, n - begin] = uniform(seed, CONSIDER, t, scratch.grower_ids[n])
        scratch.seen[IS_FOUND, n - begin] = uniform_second(seed, CONSIDER, t, scratch.grower_ids[n])


@kernel
def close_markets(t, world, cell, product):
    """In the month a harvest begins: what last season's demand and merchants' purchases came to."""
    month = world.calendar_month[t]
    for k in range(len(product.price)):
        if product.choose_month[k] == month and t >= 12:
            product.unit_demand_year[k] = product.season_demand[k]
        if product.choose_month[k] == month:
            product.season_demand[k] = 0.0
    for c in range(len(cell.product)):
        if product.choose_month[cell.product[c]] == month:
            if cell.season_supply[c] > 0.0:
                cell.fill_last[c] = share_of(cell.season_bought[c], cell.season_supply[c])
            cell.wanted_year[c] = cell.season_wanted[c]
            cell.season_wanted[c] = 0.0
            cell.season_supply[c] = 0.0
            cell.season_bought[c] = 0.0


@kernel
def choose_channel(t, seed, i, place, ties, trader_taste, thinks, is_found, p, world, h, v, township, cooperative, cell, product):
    """One farm compares the channels that are open to it. Utility and taste of the others need not be known.

    `ties` is what its ties have done (`sim.engine.ties`); `trader_taste`, `thinks` and `is_found` are its draws: of taste for the trader,
    of thinking of an own shop, of a merchant finding it.
    """
    pid = h.population_id[i]
    k = v.product[place]
    market = v.cell[place]
    current = h.channel[i]
    income = h.income[i] * 12.0
    wage = p.work.wage_hour * world.wage_index[t]
    loss = loss_share(product.loss_rate[k], p.market.handling_days, 0.0)
    quantity = season_quantity(h.harvest_year[i], product.own_use[k], loss)
    trader_price = v.trader_price[place]
    trader = quantity * trader_price
    any_tie = 1.0 if share_of_ties(ties, OWN) > 0.0 else 0.0
    peers_selling = share_of_ties(ties, SELLING)
    u_trader = perceived(0.0, 1, 1 if current == 0 else 0, p.channel.switching_cost, trader_taste)
    u_cooperative, u_merchant, u_own = NOT_OPEN, NOT_OPEN, NOT_OPEN
    belongs = h.cooperative[i]
    if belongs >= 0 and cooperative.trading[max(belongs, 0)] == 1:
        u_cooperative = perceived(
            channel_utility(
                p.channel.cooperative_constant, quantity * cooperative.payout[belongs], trader, 0.0, 0.0, wage, income,
                p.channel.gain_effect,
            ),
            1, 1 if current == 1 else 0, p.channel.switching_cost, gumbel(uniform(seed, CHOOSE_COOPERATIVE, t, pid)),
        )  # fmt: skip
    offer = cell.offer[market]
    if offer >= trader_price and is_found < reach_chance(cell.wanted_year[market], cell.graded_year[market]):
        taken = cell.fill_last[market] * product.graded[k]
        u_merchant = perceived(
            channel_utility(
                p.channel.merchant_constant, receipts_part(quantity, taken, offer, trader_price), trader, 0.0, 0.0, wage, income,
                p.channel.gain_effect,
            ),
            1, 1 if current == 2 else 0, p.channel.switching_cost, gumbel(uniform(seed, CHOOSE_MERCHANT, t, pid)),
        )  # fmt: skip
    grant = grant_for(v.level[place, START_GRANT], p.channel.start_cost)
    chance = consider_chance(any_tie, peers_selling, p.channel.consider_base, p.channel.consider_any, p.channel.consider_peers)
    thought_of = led(chance, v.level[place, LEADERS], p.channel.leader_effect)
    considers = 1.0 if thinks < thought_of else 0.0
    stops = 1.0 if current == 3 and uniform(seed, QUIT, t, pid) < p.channel.exit_rate else 0.0
    reachable = 1 if v.station[place] == 1 or township.outlet[v.township[place]] == 1 else 0
    helped = grant + v.level[place, CREDIT]
    if may_open(1 if current == 3 else 0, considers, h.connected[i], h.liquid[i], helped, p.channel.start_cost, reachable, stops) == 1:
        reputation = h.reputation[i] if current == 3 else p.market.reputation_start
        orders = expected_orders(reputation, v.shop_pull[place], product.unit_demand_year[k], v.shop_price[place])
        online = online_quantity(quantity, product.graded[k], orders)
        hours = shop_hours(
            online / product.kg_parcel[k], h.skill[i], p.channel.shop_hours, p.channel.parcel_hours, p.channel.hours_skill
        )
        start_cost = 0.0 if current == 3 else (p.channel.start_cost - grant) / p.channel.start_years
        own = receipts_own(quantity, product.graded[k], orders, v.shop_net[place], trader_price)
        gain = channel_utility(p.channel.own_constant, own, trader, start_cost, hours, wage, income, p.channel.gain_effect)
        taste = own_taste(h.skill[i], any_tie, peers_selling, p.channel.skill_effect, p.channel.any_tie, p.channel.peer_effect)
        u_own = perceived(
            gain + taste, 1, 1 if current == 3 else 0, p.channel.switching_cost, gumbel(uniform(seed, CHOOSE_OWN, t, pid)),
        )  # fmt: skip
    chosen = best_channel(u_trader, u_cooperative, u_merchant, u_own)
    h.start_paid_month[i] = start_payment(current, chosen, p.channel.start_cost, 0.0)
    h.start_grant_month[i] = granted_if(current, chosen, grant)
    v.owed_month[place, START_GRANT] += to_fen(h.weight[i] * h.start_grant_month[i])
    if h.start_paid_month[i] > 0.0:
        loan = lent(p.channel.start_cost, h.liquid[i] + grant, v.level[place, CREDIT])
        v.owed_month[place, CREDIT] += to_fen(h.weight[i] * (loan * p.costs.credit_loss))
    h.reputation[i] = reputation_on_choice(current, chosen, h.reputation[i], p.market.reputation_start)
    h.channel[i] = chosen
