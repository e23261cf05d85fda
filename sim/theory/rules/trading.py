"""Merchants: what a kilogram nets, what is offered for it, who enters, who leaves."""

from sim.numeric.elementary import exp, log, logistic, pow_
from sim.numeric.jit import rule


@rule
def density(count: float, households: float) -> float:
    """Merchants per 1,000 households: a density, never a count, so that counties of any size compare."""
    return 1000.0 * count / max(households, 1.0)


@rule
def handling_cost(cost: float, merchants: float, start: float, elasticity: float) -> float:
    """c_m (max(X, X₀)/X₀)^-ε_c CNY/kg at density X: shared services of a cluster."""
    return cost * pow_(max(merchants, start) / start, -elasticity)


@rule
def kept_share(commission: float, promotion: float, payment: float, rebate: float) -> float:
    """1 - commission - promotion - payment + rebate: what a seller keeps of a payment."""
    return 1.0 - commission - promotion - payment + rebate


@rule
def netback_kg(price: float, kept: float, refund: float, freight: float, packing: float, handling: float) -> float:
    """NB = p_on · kept · (1 - refund) - freight - packing - handling, CNY/kg sent."""
    return price * kept * (1.0 - refund) - freight - packing - handling


@rule
def offer_kg(netback: float, trader_price: float, merchants: float, rivalry: float) -> float:
    """p_m = p_trader + X/(X+ν) (NB - p_trader)+ CNY/kg; 0, no offer, where NB < p_trader."""
    if netback < trader_price:
        return 0.0
    return trader_price + merchants / (merchants + rivalry) * (netback - trader_price)


@rule
def reach_chance(wanted: float, graded: float) -> float:
    """min(1, wanted/graded): chance that a merchant finds a farm this harvest.

    `wanted`: what merchants of the market (township x product) could sell last season, `graded`: what its farms could offer, kg a year.
    """
    return min(wanted / graded, 1.0) if graded > 0.0 else 0.0


@rule
def entry_chance(
    profit: float,
    wage_month: float,
    skill: float,
    returnees: float,
    rivals: float,
    rate: float,
    constant: float,
    scale: float,
    skill_effect: float,
    returnee_effect: float,
    rival_effect: float,
) -> float:
    """h_ent Λ(m_0 + (Π - w H)/σ_m + m_s s + m_r returnees + m_n ln(1 + X)): monthly chance that a free slot is taken.

    Π expected profit, w H opportunity wage, CNY a month; s mean skill, returnees per household, X merchants per 1,000 households around.
    """
    z = (
        constant
        + (profit - wage_month) / scale
        + skill_effect * skill
        + returnee_effect * returnees
        + rival_effect * log(1.0 + rivals)
    )
    return rate * logistic(z)


@rule
def could_enter(u: float, rate: float) -> int:
    """0 where a draw is too high to enter at any expected profit, for Λ <= 1."""
    return 1 if u < rate else 0


@rule
def start_capital(median: float, spread: float, z: float) -> float:
    """k = k₀ exp(k_s z) CNY: capital of a would-be merchant; z standard normal."""
    return median * exp(spread * z)


@rule
def enters(chance: float, u: float, capital: float, grant: float, cost: float) -> int:
    """Entry needs the draw, and capital plus grant that cover the start and working capital: liquidity binds."""
    return 1 if u < chance and capital + grant >= cost else 0


@rule
def parked(cost: float, park: float, effect: float) -> float:
    """cost (1 - e park): what shared services of a park leave of a cost."""
    return cost * (1.0 - effect * park)


@rule
def live_rate(rate: float, base: float, effect: float) -> float:
    """h_live (1 + e_l base): hazard of turning to livestreams where a base can be used."""
    return rate * (1.0 + effect * base)


@rule
def lent(cost: float, own: float, credit: float) -> float:
    """min(credit, (cost - own)+): what is borrowed to meet a cost, CNY."""
    return min(credit, max(cost - own, 0.0))


@rule
def capital_left(capital: float, grant: float, cost: float) -> float:
    """Capital after the start is paid: own capital + grant - cost, CNY."""
    return capital + grant - cost


@rule
def by_kind(live: int, shop: float, livestream: float) -> float:
    """The price or pull of a merchant: of a livestream where he sells live, else of a plain shop."""
    return livestream if live == 1 else shop


@rule
def capital_next(capital: float, profit: float, drawings: float) -> float:
    """Capital grows by what the owner does not draw and bears the losses, CNY."""
    return capital + (profit * (1.0 - drawings) if profit > 0.0 else profit)


@rule
def stays(active: int, capital: float) -> int:
    """A merchant leaves when his capital is gone."""
    return 1 if active == 1 and capital > 0.0 else 0


@rule
def can_go_live(connected: int, years: float, start: float) -> int:
    """1 where there is broadband service and the years of livestreams have begun."""
    return 1 if connected == 1 and years >= start else 0


@rule
def goes_live(live: int, connected: int, years: float, start: float, skill: float, rate: float, u: float) -> int:
    """Livestreams begin after t_l with hazard h_live s, where the village has broadband service (`connected`)."""
    return 1 if live == 1 or (connected == 1 and years >= start and u < rate * skill) else 0


@rule
def merchant_attraction(reputation: float, size: float, live: int, boost: float) -> float:
    """a = reputation x shops it stands for x (livestream factor)."""
    return reputation * size * (boost if live == 1 else 1.0)


@rule
def produce_margin(paid: float, kept: float, shipping: float, handling: float, purchase: float) -> float:
    """Margin on produce: payments x kept - freight and boxes - handling - what farmers got, CNY a month."""
    return paid * kept - shipping - handling - purchase


@rule
def merchant_profit(produce: float, goods_sales: float, goods_margin: float, fixed: float, wage_index: float) -> float:
    """Margin on produce + sales of goods x net margin - fixed costs, which follow wages, CNY a month."""
    return produce + goods_sales * goods_margin - fixed * wage_index


@rule
def opportunity_wage(hours: float, wage: float, skill: float) -> float:
    """What a merchant's hours would earn elsewhere, CNY a month; the skilled earn more (0.5 + s)."""
    return hours * wage * (0.5 + skill)


@rule
def host_share(live: int, fee: float) -> float:
    """Share of sales that goes to a livestream's host."""
    return fee if live == 1 else 0.0
