"""What cooperatives sell in a sample, and what they would sell with all of their members: it decides which of them trade."""

from sim.numeric.exact_sum import from_fixed, to_fixed
from sim.numeric.jit import kernel
from sim.theory.rules.accounting import share_of
from sim.theory.rules.cooperation import sampling_variance, spread_in_full

COOPERATIVE = 1  # the channel


@kernel
def compare_cooperatives(h, v, product, cooperative, quantity, counted, sellers, sums):
    """Write, product by product, what the cooperatives `counted` sell a mu grown in their villages, and how far they spread about it.

    `quantity` [K] is what each sells a year, kg. `sellers` int64 [2, K] and `sums` int64 [4, P] are room to work in: tonnes, mu and square
    tonnes in fixed point.
    """
    sellers[:] = 0
    sums[:] = 0
    for i in range(len(h.population_id)):
        c = h.cooperative[i]
        if c >= 0 and h.channel[i] == COOPERATIVE:
            tonnes = h.weight[i] * h.harvest_year[i] / 1000.0
            sellers[0, c] += to_fixed(tonnes)
            sellers[1, c] += to_fixed(tonnes * tonnes)
    for c in range(len(cooperative.village)):
        if counted[c] == 1:
            k = v.product[cooperative.village[c]]
            sums[0, k] += to_fixed(v.grown_mu[cooperative.village[c]])
            sums[1, k] += to_fixed(quantity[c] / 1000.0)
    for k in range(len(product.wholesale)):
        product.cooperative_kg_mu[k] = 1000.0 * share_of(from_fixed(sums[1, k]), from_fixed(sums[0, k]))
    for c in range(len(cooperative.village)):
        if counted[c] == 1:
            place = cooperative.village[c]
            k = v.product[place]
            own, apart = quantity[c] / 1000.0, (quantity[c] - product.cooperative_kg_mu[k] * v.grown_mu[place]) / 1000.0
            squares, total = from_fixed(sellers[1, c]), from_fixed(sellers[0, c])
            sums[2, k] += to_fixed(apart * apart)
            sums[3, k] += to_fixed(sampling_variance(own, squares, total, v.sampled[place] / v.households[place]))
    for k in range(len(product.wholesale)):
        product.cooperative_spread[k] = spread_in_full(from_fixed(sums[2, k]), from_fixed(sums[3, k]))
