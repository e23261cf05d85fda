"""Cooperatives: who joins, what is paid out, grading, cold storage, e-commerce, the regional brand."""

from sim.numeric.elementary import log, logistic
from sim.numeric.jit import rule


@rule
def join_utility(
    payout: float,
    alternative: float,
    price: float,
    grows: int,
    peers: float,
    distance_km: float,
    constant: float,
    gain_effect: float,
    peer_effect: float,
    distance_effect: float,
) -> float:
    """z = j₀ + j_g (payout - best alternative)/price [grows the product] + j_m m - j_d distance.

    `payout` of last season, `alternative` and `price` of last month in CNY/kg; `peers` m the share of ties who are members.
    """
    gain = (payout - alternative) / max(price, 0.01) if grows == 1 else 0.0
    return constant + gain_effect * gain + peer_effect * peers - distance_effect * distance_km


@rule
def could_join_or_leave(u: float, rate_join: float, rate_leave: float) -> int:
    """0 where a draw is too high to join or leave at any utility, for Λ <= 1."""
    return 1 if u < max(rate_join, rate_leave) else 0


@rule
def joins(utility: float, rate: float, u: float) -> int:
    """1 where u < h_j Λ(z)."""
    return 1 if u < rate * logistic(utility) else 0


@rule
def leaves(utility: float, rate: float, u: float) -> int:
    """1 where u < h_l Λ(-z)."""
    return 1 if u < rate * logistic(-utility) else 0


@rule
def which_cooperative(u: float, first: int, count: int) -> int:
    """The cooperative of the village that a new member joins: each with equal chance."""
    return first + min(int(u * count), count - 1)


@rule
def payout_kg(receipts: float, cost: float, quantity: float, retained: float) -> float:
    """Payout = (1 - r_c)(receipts - cost)/Q, at least 0, CNY/kg: [g NB + (1-g) p_w] less fixed and cold cost (docs/odd.md)."""
    return max((1.0 - retained) * (receipts - cost), 0.0) / max(quantity, 1.0)


@rule
def expected_payout(
    online_share: float, netback: float, wholesale: float, handling: float, fixed: float, quantity: float, quantity_least: float,
    retained: float,
) -> float:
    """(1 - r_c)[g NB + (1-g)(p_w - c_h) - F_c/max(Q, Q_min)], at least 0: what a member may expect a kilogram to bring."""
    gross = online_share * netback + (1.0 - online_share) * (wholesale - handling)
    return max((1.0 - retained) * (gross - fixed / max(quantity, quantity_least)), 0.0)


@rule
def trades_next(trading: int, quantity_year: float, quantity_least: float, payout: float, alternative: float, rate: float, u: float) -> int:
    """A cooperative rests after a season below Q_min; it trades again with hazard h_r when it would pay more than the trader."""
    if trading == 1:
        return 1 if quantity_year >= quantity_least else 0
    return 1 if payout > alternative and u < rate else 0


@rule
def cold_share(capacity: float, volume: float) -> float:
    """min(1, capacity/volume): share of a cooperative's produce that is kept cold."""
    return min(capacity / max(volume, 1.0), 1.0)


@rule
def cold_next(capacity: float, granted: float, purchase: float, price: float, wear: float) -> float:
    """Capacity after wear, grants and what `purchase` CNY buy [kg a month]."""
    return capacity * (1.0 - wear / 12.0) + granted + purchase / price


@rule
def cold_purchase(surplus: float, capacity: float, volume: float, price: float) -> float:
    """CNY a month of its surplus that a cooperative puts into cold storage, while its capacity is below its volume."""
    return min(max(surplus, 0.0) / 12.0, max(volume - capacity, 0.0) * price)


@rule
def grading_next(graded: float, online: int, support: float, before: float, after: float, speed: float) -> float:
    """Graded share moves towards g₁ with e-commerce or support, towards g₀ without."""
    target = before + (after - before) * max(support, 1.0 if online == 1 else 0.0)
    return graded + speed * (target - graded)


@rule
def goes_online(
    online: int,
    trading: int,
    skill: float,
    quantity: float,
    quantity_least: float,
    support: float,
    constant: float,
    skill_effect: float,
    volume_effect: float,
    support_effect: float,
    rate: float,
    u: float,
) -> int:
    """E-commerce starts with hazard h_e Λ(e₀ + e_s s + e_q ln(max(Q, Q_min)/Q_min) + e_u support); it stops when the cooperative rests."""
    if trading == 0:
        return 0
    z = (
        constant
        + skill_effect * skill
        + volume_effect * log(max(quantity, quantity_least) / quantity_least)
        + support_effect * support
    )
    return 1 if online == 1 or u < rate * logistic(z) else 0


@rule
def brand_next(brand: float, spending_share: float, bad: float, decay: float, effect: float, half: float, harm: float) -> float:
    """B <- B + [(1-B) η e/(e+e₀) - δ_B B - ω bad B]/12 in 0..1. Nerlove & Arrow (1962); Winfree & McCluskey (2005).

    `spending_share` e: yearly spending over county output; `bad`: share of spoilt or ungraded online parcels.
    """
    rise = (1.0 - brand) * effect * spending_share / (spending_share + half)
    return min(max(brand + (rise - decay * brand - harm * bad * brand) / 12.0, 0.0), 1.0)


@rule
def ratio(part: float, whole: float) -> float:
    """part/whole, 0 where there is no whole."""
    return part / whole if whole > 0.0 else 0.0


@rule
def running_cost(quantity: float, online: float, handling: float, fixed: float, quantity_year: float, quantity_least: float) -> float:
    """Handling of what goes to the county market + the fixed cost, charged by the kilogram of a usual year, CNY a month."""
    return (quantity - online) * handling + fixed * quantity / max(quantity_year, quantity_least)


@rule
def quality_cost(graded: float, grading_cost: float, cold: float, cold_cost: float, sales: float, brand_share: float) -> float:
    """Grading + cold storage + the contribution to the brand, CNY a month; quantities in kg, sales in CNY."""
    return graded * grading_cost + cold * cold_cost + sales * brand_share


@rule
def cooperative_receipts(online_net: float, wholesale_kg: float, price: float) -> float:
    """Receipts from online sales net of fees, freight and boxes + wholesale of the rest, CNY."""
    return online_net + wholesale_kg * price


@rule
def shop_size(shops: float, graded: float, online: int) -> float:
    """Attraction of a cooperative's shop: shops it stands for x share it grades, while it trades online."""
    return shops * graded if online == 1 else 0.0


@rule
def bad_share(refunded: float, ungraded: float, ungraded_bad: float, sent: float) -> float:
    """(refunded + ω_u x ungraded)/sent, in kg: share of online parcels that disappoint; 0 without any."""
    return (refunded + ungraded_bad * ungraded) / sent if sent > 0.0 else 0.0


@rule
def brand_money(level: float, paid: float) -> float:
    """Spending on the brand, public and by cooperatives, CNY a year, from monthly amounts."""
    return (level + paid) * 12.0


@rule
def harm_left(harm: float, standards: float, relief: float) -> float:
    """ω (1 - u_s standards): what bad parcels do to the brand where each can be traced."""
    return harm * (1.0 - relief * standards)


@rule
def standing(brand: float, standards: float, effect: float) -> float:
    """B + b_S standards: the name of the county's produce among buyers."""
    return brand + effect * standards


@rule
def supported_grading(support: float, grading: float) -> float:
    """The stronger of support to e-commerce and of paid grading."""
    return max(support, grading)


@rule
def own_part(cost: float, public_share: float) -> float:
    """The part of a cost that the public does not pay."""
    return cost * (1.0 - public_share)
