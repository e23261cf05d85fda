"""Buying online: one CES gain for adoption and for the cost of living."""

from sim.numeric.elementary import exp, log, logistic, pow_
from sim.numeric.jit import rule


@rule
def retail_spending(income_month: float, spending: float, retail: float) -> float:
    """S = c_y c_r Y: spending on retail goods, CNY a month; Y at least 0."""
    return max(income_month, 0.0) * spending * retail


@rule
def relative_price(fee: float, basket: float, km: float, hub_km: float, online: float, per_km: float, hub_weight: float) -> float:
    """p_on (1 + fee/basket) / [1 + p_km (km + p_h hub)]: online over village price, delivery included."""
    return online * (1.0 + fee / basket) / (1.0 + per_km * (km + hub_weight * hub_km))


@rule
def price_pull(price: float, sigma: float) -> float:
    """(relative price)^(1-σr): what cheap online goods add to the weight of online varieties."""
    return pow_(price, 1.0 - sigma)


@rule
def online_share(taste: float, weight: float, variety: float, pull: float) -> float:
    """x = ν/(1+ν), ν = φ_i N_t `price_pull`: share of retail spending that goes online if the household shops online."""
    nu = taste * weight * variety * pull
    return nu / (1.0 + nu)


@rule
def variety_gain(share: float, sigma: float) -> float:
    """(1-x)^(-1/(σr-1)) - 1: what shopping online is worth, as a share of retail spending. Source: Feenstra (1994)."""
    return exp(-log(1.0 - share) / (sigma - 1.0)) - 1.0


@rule
def price_index(share: float, sigma: float) -> float:
    """P¹/P⁰ = (1-x)^(1/(σr-1)): retail cost of living of a household that buys a share x online. Source: Feenstra (1994)."""
    return exp(log(1.0 - share) / (sigma - 1.0))


@rule
def own_effort(skill: float, young: float, skill_cost: float, relief: float) -> float:
    """F_s (1-s)(F_y - y) CNY a month: what it takes to order oneself, more for the old and unskilled."""
    return skill_cost * (1.0 - skill) * (relief - young)


@rule
def monthly_gain(spending: float, gain: float, fixed: float, effort: float) -> float:
    """G = S gain - F₀ - effort CNY a month: what ordering oneself is worth, with `own_effort`; through a clerk, with the clerk's fee F_A.

    The clerk replaces skill and connection.
    """
    return spending * gain - fixed - effort


@rule
def best_gain(own: float, assisted: float, clerk: int) -> float:
    """The better of the two where there is a clerk."""
    return max(own, assisted) if clerk == 1 else own


@rule
def start_at_most(peers: float, novelty: float, base: float, imitation: float) -> float:
    """p + q m + `novelty_of` the station: monthly hazard of starting to shop online, were the gain without bound."""
    return base + imitation * peers + novelty


@rule
def start_chance(gain: float, peers: float, novelty: float, base: float, imitation: float, gain_effect: float) -> float:
    """(p + q m + `novelty_of` the station) Λ(b G): monthly hazard of starting to shop online. Form: Bass (1969)."""
    return start_at_most(peers, novelty, base, imitation) * logistic(gain_effect * gain)


@rule
def could_change(shops: int, u: float, start_most: float, leave_most: float) -> int:
    """0 where a draw is too high to start, or to stop, at any gain, for Λ <= 1."""
    return 1 if u < (leave_most if shops == 1 else start_most) else 0


@rule
def leave_chance(gain: float, rate: float, gain_effect: float) -> float:
    """ℓ Λ(-b G): monthly hazard of stopping."""
    return rate * logistic(-gain_effect * gain)


@rule
def shops_next(shops: int, able: int, start: float, leave: float, u_start: float, u_leave: float) -> int:
    """Starts where able (connected, or a clerk in the village) and drawn; stops where drawn."""
    if shops == 1:
        return 0 if u_leave < leave else 1
    return 1 if able == 1 and u_start < start else 0


@rule
def able_to_shop(connected: int, clerk: int) -> int:
    """1 with a connection or a clerk."""
    return 1 if connected > 0 or clerk == 1 else 0


@rule
def novelty_of(station_age: int, months: float, novelty: float) -> float:
    """What a station adds to the hazard in its first months. `station_age` counts from 1 in the month of opening; 0 without a station."""
    return novelty if station_age > 0 and station_age <= months else 0.0


@rule
def spent_online(shops: int, spending: float, share: float) -> float:
    """CNY a month spent online."""
    return spending * share if shops == 1 else 0.0


@rule
def share_if(shops: int, share: float) -> float:
    """The online share x of one who shops online, else 0."""
    return share if shops == 1 else 0.0


@rule
def assisted_if(shops: int, connected: int, clerk: int, effort: float, fee: float, spent: float) -> float:
    """CNY a month ordered through the clerk: all of it where that is the only way, or the fee is below one's own effort."""
    through = (shops == 1) & (clerk == 1) & ((fee < effort) | (connected == 0))
    return spent if through else 0.0


@rule
def parcels_bought(spent: float, fee: float, basket: float) -> float:
    """Parcels a month: spending over the value of a parcel with its fee; goods = parcels x basket, fees = parcels x fee."""
    return spent / (basket + fee)
