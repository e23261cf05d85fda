"""Learn: digital skill of farmers, managers of cooperatives and merchants."""

from sim.county.state import TIES
from sim.exact import to_fen
from sim.jit import kernel
from sim.levers import TRAINING_SEATS
from sim.rng import SEAT, uniform
from sim.rules.accounting import outlay, weighted
from sim.rules.connection import tie_share
from sim.rules.learning import seat_chance, seats_offered, skill_next, takes_seat


@kernel
def learn(t, seed, p, government, county, h, cooperative, merchant):
    """Read seats, ties and practice; write `household.peers_selling`, `.peers_own`, `.seat_month`, `.skill`, skills of the others."""
    seats = seats_offered(government.level[TRAINING_SEATS], county.households[0])
    for i in range(len(h.village)):
        online = 0.0
        own = 0.0
        for k in range(TIES):
            channel = h.channel[h.ties[i, k]]
            if channel >= 2:
                online += 1.0
            if channel == 3:
                own += 1.0
        h.peers_selling[i] = tie_share(online, float(TIES))
        h.peers_own[i] = tie_share(own, float(TIES))
    for i in range(len(h.village)):
        chance = seat_chance(h.ability[i], county.ability_total[0], seats)
        h.seat_month[i] = takes_seat(chance, uniform(seed, SEAT, t, h.population_id[i]))
        if h.seat_month[i] > 0.0:
            government.outlay_month[TRAINING_SEATS] += to_fen(weighted(h.weight[i], outlay(1.0, p.accounting.seat_cost)))
        selling = 1.0 if h.channel[i] == 3 else 0.0
        shopping = 1.0 if h.shops[i] == 1 else 0.0
        h.skill[i] = skill_next(
            h.skill[i], h.skill_floor[i], h.skill_ceiling[i], h.seat_month[i], selling, shopping, h.peers_selling[i],
            p.learning.training_effect, p.learning.selling_effect, p.learning.shopping_effect, p.learning.peer_effect, p.learning.decay,
        )  # fmt: skip
    for c in range(len(cooperative.village)):
        selling = 1.0 if cooperative.online[c] == 1 else 0.0
        cooperative.skill[c] = skill_next(
            cooperative.skill[c], cooperative.skill_floor[c], cooperative.skill_ceiling[c], 0.0, selling, 0.0, 0.0,
            p.learning.training_effect, p.learning.selling_effect, p.learning.shopping_effect, p.learning.peer_effect, p.learning.decay,
        )  # fmt: skip
    for m in range(len(merchant.village)):
        selling = 1.0 if merchant.active[m] == 1 else 0.0
        merchant.skill[m] = skill_next(
            merchant.skill[m], merchant.skill_floor[m], merchant.skill_ceiling[m], 0.0, selling, 0.0, 0.0,
            p.learning.training_effect, p.learning.selling_effect, p.learning.shopping_effect, p.learning.peer_effect, p.learning.decay,
        )  # fmt: skip
