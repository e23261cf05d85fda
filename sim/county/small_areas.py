"""Villages, markets and cooperatives of a sample, as they would be with all of their households (`sim.theory.rules.small_areas`)."""

from sim.numeric.exact_sum import from_fixed, to_fixed
from sim.numeric.jit import kernel
from sim.theory.rules.accounting import share_of
from sim.theory.rules.small_areas import in_full, likely_supply, sampling_variance, spread_in_full

THOUSAND = 1000.0  # sums are taken in thousands of kg or parcels, so that squares neither overflow nor vanish
OWN, WEIGHT, NOISE, FULL = range(4)  # of an area: sum in the sample, what to expect it in proportion to, variance added, estimate


@kernel
def estimate_in_full(areas, area, group, sums):
    """Fill `area[FULL]` with what each of the first `areas` comes to with all of its households.

    `area` [4, N] has its sum, its weight within its `group` [N] (0 where it does not count), and the variance that the sample adds, in
    square thousands. `sums` int64 [4, G] is room for the sums of groups.
    """
    own, weight, noise, full = area[OWN], area[WEIGHT], area[NOISE], area[FULL]
    sums[:] = 0
    for i in range(areas):
        if weight[i] > 0.0:
            sums[0, group[i]] += to_fixed(own[i] / THOUSAND)
            sums[1, group[i]] += to_fixed(weight[i] / THOUSAND)
    for i in range(areas):
        if weight[i] > 0.0:
            mean = share_of(from_fixed(sums[0, group[i]]), from_fixed(sums[1, group[i]]))
            apart = (own[i] - mean * weight[i]) / THOUSAND
            sums[2, group[i]] += to_fixed(apart * apart)
            sums[3, group[i]] += to_fixed(noise[i])
    for i in range(areas):
        full[i] = own[i]
        if weight[i] > 0.0:
            mean = share_of(from_fixed(sums[0, group[i]]), from_fixed(sums[1, group[i]]))
            full[i] = in_full(own[i], mean * weight[i], spread_in_full(from_fixed(sums[2, group[i]]), from_fixed(sums[3, group[i]])))


@kernel
def estimate_sales(v, cooperative, quantity, counted, squares, area, group, sums):
    """Into `area[FULL]`: what the cooperatives `counted` sell with all of their members, kg; `quantity` [K] is what they do in the sample.

    `squares` int64 [K]: square tonnes of what each member delivers, in fixed point. The land of its village that grows the product says
    what to expect of a cooperative.
    """
    for c in range(len(cooperative.village)):
        place = cooperative.village[c]
        area[OWN, c] = quantity[c]
        area[WEIGHT, c] = v.grown_mu[place] if counted[c] == 1 else 0.0
        group[c] = v.product[place]
        area[NOISE, c] = sampling_variance(
            from_fixed(squares[c]), quantity[c] / THOUSAND, v.sampled[place], v.sampled[place] / v.households[place]
        )  # fmt: skip
    estimate_in_full(len(cooperative.village), area, group, sums)


@kernel
def estimate_supply(v, cell, squares, area, group, sums, terms):
    """`cell.supply_in_full` from `cell.supply_month` and `squares` int64 [C], square tonnes of what each farm offers, in fixed point."""
    terms[:] = 0
    for i in range(len(v.km)):
        terms[0, v.cell[i]] += to_fixed(v.sampled[i])
        terms[1, v.cell[i]] += to_fixed(v.households[i])
    for c in range(len(cell.product)):
        rows, households = from_fixed(terms[0, c]), from_fixed(terms[1, c])
        area[OWN, c] = cell.supply_month[c]
        area[WEIGHT, c] = likely_supply(cell.offer[c], cell.wanted_year[c], cell.graded_year[c])
        group[c] = cell.product[c]
        area[NOISE, c] = sampling_variance(from_fixed(squares[c]), cell.supply_month[c] / THOUSAND, rows, share_of(rows, households))
    estimate_in_full(len(cell.product), area, group, sums)
    for c in range(len(cell.product)):
        cell.supply_in_full[c] = area[FULL, c]


@kernel
def estimate_parcels(h, v, product, first, area, group, sums):
    """Into `area[FULL]`: parcels in and out of each village last month with all of its households, by whether it has a station.

    `first` [V + 1] is the first household of each village. Villages that are simulated whole are not looked at.
    """
    for i in range(len(v.km)):
        total, squares = 0, 0
        if v.sampled[i] < v.households[i]:
            kg = product.kg_parcel[v.product[i]]
            for n in range(first[i], first[i + 1]):
                parcels = h.weight[n] * (h.parcels_in_month[n] + h.online_kg_month[n] / kg) / THOUSAND
                total += to_fixed(parcels)
                squares += to_fixed(parcels * parcels)
        area[OWN, i] = v.parcels_out_month[i] + v.parcels_in_month[i]
        area[WEIGHT, i] = v.households[i]
        group[i] = v.station[i]
        area[NOISE, i] = sampling_variance(
            from_fixed(squares), from_fixed(total), v.sampled[i], v.sampled[i] / v.households[i]
        )  # fmt: skip
    estimate_in_full(len(v.km), area, group, sums)
