"""Learn: digital skill of farmers, managers of cooperatives and merchants."""

from sim.county.workspace import few_who_act
from sim.engine.purse import pay
from sim.engine.ties import SELLING, share_of_ties
from sim.numeric.exact_sum import from_fixed, to_fen, to_fixed
from sim.numeric.jit import kernel
from sim.numeric.keyed_draws import SEAT, seat_month, uniform
from sim.theory.levers import EXPERTS, FOLLOW_UP, MANAGER_SEATS, TRAINING_QUALITY, TRAINING_SEATS
from sim.theory.rules.accounting import follow_cost
from sim.theory.rules.government import left_fen, seat_in_part, seats_affordable
from sim.theory.rules.learning import (
    could_take_seat,
    dose_each,
    followed_next,
    practice_effect,
    seat_chance,
    seat_effect,
    skill_next,
    takes_seat,
)  # fmt: skip

ABILITY, DRAW, SEAT_TAKEN = range(3)  # what those look at for whom a seat may be open; then whether they take it


@kernel
def learn(t, seed, p, plan, government, county, measure, h, v, cooperative, merchant, scratch):
    """Read seats, ties and practice; write `household.seat_month`, `.skill`, skills of the others."""
    for i in range(len(h.village)):
        h.seat_month[i] = 0.0
    for m in range(len(plan.lever)):
        if plan.lever[m] == TRAINING_SEATS and measure.open[m] == 1:
            give_seats(t, m, seed, p, plan, government, measure, h, v, scratch)
    teach_farmers(p, government, h, scratch)
    teach_sellers(p, government, county, v, cooperative, merchant, scratch)


@kernel
def give_seats(t, m, seed, p, plan, government, measure, h, v, scratch):
    """Seats of one measure: by rank to those who had none, or open to its target, where the young and schooled come first."""
    cost = to_fen(p.accounting.seat_cost)
    seats = seats_affordable(plan.levels[t, m], cost, left_fen(plan.budget[m], measure.spent[m]))
    if plan.ranked[m] == 1:
        row = plan.by_rank[m]
        for n in range(len(h.village)):
            i = plan.order_households[plan.target[m], n]
            if plan.aimed[plan.target[m], i] == 1 and plan.seated[row, i] < 1.0 and seats > 0.0:
                seat = seat_in_part(seats, h.weight[i], plan.seated[row, i])
                seats = max(seats - h.weight[i] * seat, 0.0)
                plan.seated[row, i] += seat
                take_seat(m, i, seat, p, plan, government, measure, h, v)
    else:
        month = seat_month(t, plan.draw[m])
        highest = seat_chance(1.0, plan.ability[m], seats)
        if plan.budget[m] >= 0:
            for n in range(len(h.village)):
                i = plan.order_households[plan.target[m], n]
                u = uniform(seed, SEAT, month, h.population_id[i])
                if could_take_seat(highest, u) == 1:
                    draw_seat(m, i, seats, u, p, plan, government, measure, h, v)
        else:
            # Without a budget that could end, the order of those served changes nothing, and rows are read as they lie.
            for b in range(len(scratch.block) - 1):
                start, end = scratch.first[scratch.block[b]], scratch.first[scratch.block[b + 1]]
                for i in range(start, end):
                    scratch.draw[i - start] = uniform(seed, SEAT, month, h.population_id[i])
                for i in range(start, end):
                    scratch.acts[i - start] = could_take_seat(highest, scratch.draw[i - start])
                # Few draws are low enough for the best learner.
                give_open_seats(m, start, few_who_act(start, end, scratch), seats, p, plan, government, measure, h, v, scratch)


@kernel
def give_open_seats(m, start, acting, seats, p, plan, government, measure, h, v, scratch):
    """Open seats for the few households of a block whose draws are low enough."""
    target = plan.target[m]
    for n in range(acting):
        i = scratch.few[n]
        scratch.seen[ABILITY, n] = h.ability[i] if plan.aimed[target, i] == 1 else 0.0
        scratch.seen[DRAW, n] = scratch.draw[i - start]
    for n in range(acting):
        scratch.seen[SEAT_TAKEN, n] = takes_seat(seat_chance(scratch.seen[ABILITY, n], plan.ability[m], seats), scratch.seen[DRAW, n])
    for n in range(acting):
        take_seat(m, scratch.few[n], scratch.seen[SEAT_TAKEN, n], p, plan, government, measure, h, v)


@kernel
def draw_seat(m, i, seats, u, p, plan, government, measure, h, v):
    """One household's draw for an open seat."""
    if plan.aimed[plan.target[m], i] == 1:
        take_seat(m, i, takes_seat(seat_chance(h.ability[i], plan.ability[m], seats), u), p, plan, government, measure, h, v)


@kernel
def take_seat(m, i, seat, p, plan, government, measure, h, v):
    """A seat, or the part of one that is left, while there is money for it."""
    if seat > 0.0 and left_fen(plan.budget[m], measure.spent[m]) > 0:
        h.seat_month[i] += seat
        asked = to_fen(h.weight[i] * (seat * p.accounting.seat_cost))
        pay(m, TRAINING_SEATS, h.village[i], asked, plan, government, measure, v)


@kernel
def teach_farmers(p, government, h, scratch):
    """Skill of farmers after the month; months of follow-up they have left."""
    taught = seat_effect(p.learning.training_effect, government.level[TRAINING_QUALITY])
    for i in range(len(h.village)):
        h.followed[i] = followed_next(h.followed[i], h.seat_month[i], government.level[FOLLOW_UP])
        selling = 1.0 if h.channel[i] == 3 else 0.0
        shopping = 1.0 if h.shops[i] == 1 else 0.0
        h.skill[i] = skill_next(
            h.skill[i], h.skill_floor[i], h.skill_ceiling[i], h.seat_month[i], selling, shopping,
            share_of_ties(scratch.counts[i], SELLING), taught,
            practice_effect(p.learning.selling_effect, h.followed[i], p.learning.follow_up_effect), p.learning.shopping_effect,
            p.learning.peer_effect, p.learning.decay,
        )  # fmt: skip
    if government.level[TRAINING_QUALITY] > 0.0 or government.level[FOLLOW_UP] > 0.0:
        claim_training(p, government, h)


@kernel
def claim_training(p, government, h):
    """What better training and follow-up cost, for all who had a seat or are followed up."""
    seats, followed = 0, 0
    for i in range(len(h.village)):
        seats += to_fixed(h.weight[i] * (h.seat_month[i] * p.accounting.seat_cost))
        followed += to_fixed(h.weight[i] * follow_cost(h.followed[i], p.costs.follow_up))
    government.owed_month[TRAINING_QUALITY] = to_fen(from_fixed(seats) * government.level[TRAINING_QUALITY])
    government.owed_month[FOLLOW_UP] = to_fen(from_fixed(followed)) if government.level[FOLLOW_UP] > 0.0 else 0


@kernel
def teach_sellers(p, government, county, v, cooperative, merchant, scratch):
    """Skill of managers and merchants: practice, seats for managers, visits by outside experts to those who sell online."""
    sellers = 0.0
    for c in range(len(cooperative.village)):
        if cooperative.online[c] == 1:
            sellers += 1.0
    for m in range(len(merchant.village)):
        if merchant.active[m] == 1:
            sellers += 1.0
    county.expert_visits[0] = dose_each(government.level[EXPERTS] * p.learning.expert_visits, sellers)
    per_village = float(len(cooperative.village) // len(v.km))
    for c in range(len(cooperative.village)):
        scratch.of_firm[c] = dose_each(v.level[cooperative.village[c], MANAGER_SEATS], per_village)
    for c in range(len(cooperative.village)):
        selling = 1.0 if cooperative.online[c] == 1 else 0.0
        taught = scratch.of_firm[c] + selling * county.expert_visits[0]
        cooperative.skill[c] = skill_next(
            cooperative.skill[c], cooperative.skill_floor[c], cooperative.skill_ceiling[c], taught, selling, 0.0, 0.0,
            p.learning.training_effect, p.learning.selling_effect, p.learning.shopping_effect, p.learning.peer_effect, p.learning.decay,
        )  # fmt: skip
    for m in range(len(merchant.village)):
        selling = 1.0 if merchant.active[m] == 1 else 0.0
        merchant.skill[m] = skill_next(
            merchant.skill[m], merchant.skill_floor[m], merchant.skill_ceiling[m], selling * county.expert_visits[0], selling,
            0.0, 0.0, p.learning.training_effect, p.learning.selling_effect, p.learning.shopping_effect, p.learning.peer_effect,
            p.learning.decay,
        )  # fmt: skip
