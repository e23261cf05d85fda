"""Which channel a farm sells through: exposure first, then a choice with habit."""

from sim.numeric.jit import rule

NOT_OPEN = -1.0e9  # perceived utility of a channel that is not to be had: below any other

@rule
def consider_chance(any_tie: float, peers: float, base: float, added: float, imitation: float) -> float:
    """min(1, p_c + p_1 [any tie has an own shop] + q_c m): chance that a household thinks of opening a shop this harvest.

    Exposure has to act before the logit: inside it a share of 1-3 % moves nothing and no S-curve can come
    (docs/decisions/0005-exposure-before-choice.md). Form: Bass (1969).
    """
    return min(base + added * any_tie + imitation * peers, 1.0)


@rule
def led(chance: float, leader: float, added: float) -> float:
    """min(1, chance + p_e [a leader in the village]): a leader shows how it is done."""
    return min(chance + (added if leader > 0.0 else 0.0), 1.0)


@rule
def grant_for(level: float, cost: float) -> float:
    """The grant to a farm's shop: at most what the shop costs, CNY."""
    return min(level, cost)


@rule
def granted_if(before: int, chosen: int, grant: float) -> float:
    """The grant where a shop opens, else 0."""
    return grant if chosen == 3 and before != 3 else 0.0


@rule
def may_open(own: int, considers: float, connected: int, liquid: float, grant: float, cost: float, reachable: int, stops: float) -> int:
    """1 if an own shop is a choice: one runs and does not stop, or it is considered, connected, affordable and parcels can leave."""
    starts = considers > 0.0 and connected > 0 and liquid + grant >= cost and reachable == 1
    return 1 if stops <= 0.0 and (own == 1 or starts) else 0


@rule
def shop_hours(parcels: float, skill: float, fixed: float, per_parcel: float, unskilled: float) -> float:
    """(h₀ + h₁ parcels)(h_s - s) hours; `parcels` and h₀ of the same period."""
    return (fixed + per_parcel * parcels) * (unskilled - skill)


@rule
def season_quantity(harvest: float, own_use: float, loss: float) -> float:
    """Kilograms that can be sold of a normal year's harvest, after own use and the loss before sale."""
    return harvest * (1.0 - own_use) * (1.0 - loss)


@rule
def receipts_part(quantity: float, part: float, price: float, rest_price: float) -> float:
    """R = q [f p + (1-f) p_rest] CNY a year: a share f at one price, the rest to the trader in the same books."""
    return quantity * (part * price + (1.0 - part) * rest_price)


@rule
def receipts_own(quantity: float, graded: float, orders: float, unit_net: float, rest_price: float) -> float:
    """R = q_on u + (q - q_on) p_trader CNY a year with q_on = min(orders, graded q); u net of fees, parcels and boxes."""
    online = min(orders, graded * quantity)
    return online * unit_net + (quantity - online) * rest_price


@rule
def online_quantity(quantity: float, graded: float, orders: float) -> float:
    """q_on = min(orders, graded share x quantity) kg a year."""
    return min(orders, graded * quantity)


@rule
def channel_utility(
    constant: float, receipts: float, receipts_trader: float, cost: float, hours: float, wage: float, income: float, gain_effect: float
) -> float:
    """α_c + β (R_c - R_trader - F_c - wage h_c)/Y; all CNY a year, `hours` a year, Y at least 1 CNY."""
    return constant + gain_effect * (receipts - receipts_trader - cost - wage * hours) / max(income, 1.0)


@rule
def own_taste(skill: float, any_tie: float, peers: float, skill_effect: float, any_effect: float, peer_effect: float) -> float:
    """b_s,own s + b₁ [any tie has an own shop] + b₂ m, added to the utility of an own shop."""
    return skill_effect * skill + any_effect * any_tie + peer_effect * peers


@rule
def perceived(utility: float, available: int, current: int, habit: float, noise: float) -> float:
    """U_c - κ [c is not the present channel] + Gumbel; -1e9 where the channel is not to be had."""
    return (utility - (0.0 if current == 1 else habit) + noise) if available == 1 else NOT_OPEN


@rule
def best_channel(trader: float, cooperative: float, merchant: float, own: float) -> int:
    """0 trader, 1 cooperative, 2 merchant, 3 own shop: the highest perceived utility; ties go to the first."""
    best = 0
    top = trader
    if cooperative > top:
        best = 1
        top = cooperative
    if merchant > top:
        best = 2
        top = merchant
    if own > top:
        best = 3
    return best


@rule
def start_payment(before: int, chosen: int, cost: float, grant: float) -> float:
    """CNY paid from liquid funds when a shop opens: its cost less the grant, at least 0."""
    return max(cost - grant, 0.0) if chosen == 3 and before != 3 else 0.0


@rule
def reputation_on_choice(before: int, chosen: int, reputation: float, start: float) -> float:
    """A new shop starts at R₀, a running one keeps its name, a closed one loses it: pioneers must not earn scarcity rents."""
    if chosen != 3:
        return 0.0
    return reputation if before == 3 else start


@rule
def expected_orders(reputation: float, pull: float, unit_demand: float, price: float) -> float:
    """Orders a shop may expect in a year, kg: reputation x pull x last season's demand per unit of attraction / price."""
    return reputation * pull * unit_demand / max(price, 0.01)
