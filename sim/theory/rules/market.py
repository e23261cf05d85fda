"""Selling: harvest and stock, losses, posted prices, attraction, orders, refunds, the village trader."""

from sim.numeric.elementary import exp, pow_
from sim.numeric.jit import rule


@rule
def yield_factor(spread: float, z: float) -> float:
    """exp(σ_w z - σ_w²/2): a village's yield this year over its normal yield; mean 1. z standard normal."""
    return exp(spread * z - 0.5 * spread * spread)


@rule
def yield_after(factor: float, index: float) -> float:
    """The yield left by a disaster: factor x index."""
    return factor * index


@rule
def harvest_month(harvest_year: float, share: float, factor: float) -> float:
    """Kilograms harvested this month: yearly harvest x month's share x the year's yield factor."""
    return harvest_year * share * factor


@rule
def loss_share(rate: float, days: float, cold: float) -> float:
    """1 - exp(-ρ days (1 - cold)): lost before sale. Source: evidence postharvest_loss_fruit_veg_no_cold_chain (0.25)."""
    return 1.0 - exp(-rate * days * (1.0 - cold))


@rule
def lost_kg(fresh: float, fresh_loss: float, stored: float, stored_loss: float, cold: float) -> float:
    """Kilograms lost this month: of the fresh harvest on its way to sale, and of the store."""
    return fresh * fresh_loss + stored * stored_loss * (1.0 - cold)


@rule
def available_kg(opening: float, harvest: float, own_use: float, lost: float) -> float:
    """Opening stock + harvest - own use - loss, at least 0."""
    return max(opening + harvest - own_use - lost, 0.0)


@rule
def season_price(price: float, since_harvest: float, storable: float, rise: float) -> float:
    """p_w (1 + p_s)^k, k months since harvest, up to the months it can be stored, CNY/kg."""
    return price * pow_(1.0 + rise, min(since_harvest, storable))


@rule
def release_share(storable: float, since_harvest: float, rise: float, loss: float, base: float, fresh: float) -> float:
    """Share of what is available that is sold this month.

    Perishable: most in the month of harvest, all in the next (two months at most). Storable: a base share while the expected rise of the
    price exceeds the loss in store, everything when waiting does not pay or the storage time ends.
    """
    if storable < 1.0:
        return fresh if since_harvest < 1.0 else 1.0
    if since_harvest >= storable or (1.0 + rise) * (1.0 - loss) <= 1.0:
        return 1.0
    return base


@rule
def trader_margin(
    km: float, hub_km: float, connected: float, online: float, base: float, per_km: float, hub_weight: float,
    information: float, rivalry: float, most: float,
) -> float:  # fmt: skip
    """τ = clip(τ₀ + τ_km (km + τ_h hub) - τ_i connected - τ_o online share, 0, τ_max): share of the wholesale price."""
    margin = base + per_km * (km + hub_weight * hub_km) - information * connected - rivalry * online
    return min(max(margin, 0.0), most)


@rule
def trader_price(wholesale: float, margin: float) -> float:
    """p_trader = p_w (1 - τ) CNY/kg at the farm gate."""
    return wholesale * (1.0 - margin)


@rule
def refund_share(base: float, days: float, days_usual: float, supervision: float, prevented: float) -> float:
    """r = min(r₀ (d/d_r)(1 - u_r supervision), 0.5): share of parcels spoilt on the way and paid back."""
    return min(base * days / days_usual * (1.0 - prevented * supervision), 0.5)


@rule
def posted_price(sigma: float, purchase: float, ship: float, pack: float, commission: float, promotion: float, refund: float) -> float:
    """p = σ/(σ-1) (cost + ship + pack)/[(1 - commission - promotion)(1 - refund)] CNY/kg. Source: Dixit & Stiglitz (1977)."""
    return sigma / (sigma - 1.0) * (purchase + ship + pack) / ((1.0 - commission - promotion) * (1.0 - refund))


@rule
def pull(days: float, price: float, price_usual: float, brand: float, sigma: float, days_effect: float, brand_effect: float) -> float:
    """(1 + b_B B) e^(-ψ d) (p/P̄)^(1-σ): attraction of a shop of full reputation. Source: Anderson, de Palma & Thisse (1992)."""
    return (1.0 + brand_effect * brand) * exp(-days_effect * days) * pow_(price / price_usual, 1.0 - sigma)


@rule
def shop_attraction(reputation: float, draw_power: float, available: float) -> float:
    """a = reputation x pull, where anything is left to sell."""
    return reputation * draw_power if available > 0.0 else 0.0


@rule
def unit_demand(demand: float, outside: float, inside: float, stealing: float) -> float:
    """D/(A₀ + Σ w a / mkt): demand per unit of attraction, CNY a month."""
    return demand / (outside + inside / stealing)


@rule
def orders_kg(unit: float, attraction: float, price: float) -> float:
    """Orders in kg this month: demand per unit of attraction x attraction / price."""
    return unit * attraction / max(price, 0.01)


@rule
def own_online_kg(orders: float, graded: float, available: float, hours_kg: float) -> float:
    """min(orders, graded share x what is available, what the hands can pack) kg."""
    return min(min(orders, graded * available), hours_kg)


@rule
def hours_limit_kg(workers: float, hours: float, skill: float, per_parcel: float, unskilled: float, kg: float) -> float:
    """Kilograms that the members at home can sell and pack in a month: hours over hours a parcel x kg a parcel."""
    return workers * hours / (per_parcel * (unskilled - skill)) * kg


@rule
def rest_kg(released: float, elsewhere: float) -> float:
    """What is released and not sold elsewhere, kg, at least 0."""
    return max(released - elsewhere, 0.0)


@rule
def closing_kg(available: float, sold: float) -> float:
    """Stock at the end of the month, kg, at least 0."""
    return max(available - sold, 0.0)


@rule
def payments(kg: float, price: float, refund: float) -> float:
    """What consumers pay net of refunds, CNY: p q (1 - r)."""
    return price * kg * (1.0 - refund)


@rule
def net_receipts(paid: float, kept: float, freight: float, packing: float) -> float:
    """Payments x what the platform leaves - freight - packing, CNY."""
    return paid * kept - freight - packing


@rule
def unit_net(price: float, kept: float, refund: float, ship: float, pack: float) -> float:
    """CNY a kilogram sent leaves the seller: p kept (1 - r) - ship - pack."""
    return price * kept * (1.0 - refund) - ship - pack


@rule
def reputation_next(reputation: float, sold: float, gain: float) -> float:
    """R <- R + g_R (1 - R)/12 in a month with sales; R in 0..1."""
    return reputation + (gain / 12.0 * (1.0 - reputation) if sold > 0.0 else 0.0)


@rule
def fill_share(purchase: float, supply: float) -> float:
    """Share of what is offered that merchants can take: min(1, purchase/supply)."""
    return min(purchase / supply, 1.0) if supply > 0.0 else 0.0


@rule
def rationed(want: float, total: float, supply: float) -> float:
    """A merchant's purchase: what he wants, cut pro rata where all want more than there is, kg."""
    return want * (supply / total) if total > supply else want


@rule
def market_size(per_household: float, households: float, share: float) -> float:
    """A county's part of a market: per household x households x the product's share."""
    return per_household * households * share


@rule
def opened_demand(demand: float, opening: float, stores: float, store_sales: float, households: float) -> float:
    """D (1 + opening) + 12 stores x s_w/households: demand after markets were opened, CNY a household a year."""
    return demand * (1.0 + opening) + 12.0 * stores * store_sales / max(households, 1.0)


@rule
def chain_share(tonnes: float, sold: float) -> float:
    """min(1, capacity/volume): share of a month's produce that travels cold; capacity in t, volume in kg a month."""
    return min(tonnes * 1000.0 / max(sold, 1.0), 1.0)


@rule
def colder(store: float, chain: float) -> float:
    """1 - (1 - store)(1 - chain): share kept cold in a cooperative's store or on the way."""
    return 1.0 - (1.0 - store) * (1.0 - chain)
