"""What a parcel costs and how long it takes: density economies, oligopoly, congestion; stations, outlets, carriers."""

from sim.numeric.elementary import exp, log, pow_
from sim.numeric.jit import rule


@rule
def smoothed(before: float, now: float, months: float) -> float:
    """V̂ <- V̂ + (V - V̂)/n: an exponential mean over about `months` months. Same unit in and out."""
    return before + (now - before) / months


@rule
def pooled_share(joint: float, carriers: float) -> float:
    """pool = j + (1-j)/n_c: share of a village's parcels that ride together. `joint` 0..1, `carriers` at least 1."""
    return joint + (1.0 - joint) / max(carriers, 1.0)


@rule
def rival_carriers(joint: float, carriers: float) -> float:
    """n_e = n_c^(1-j): joint delivery pools vans, and with them the competition."""
    return pow_(max(carriers, 1.0), 1.0 - joint)


@rule
def trips_month(volume: float, pool: float, load: float, least: float, most: float) -> float:
    """f = clip(V̂ pool / K_load, f_min, f_max) trips a month of one carrier. Source: Mohring (1972)."""
    return min(max(volume * pool / load, least), most)


@rule
def leg_cost(km: float, trips: float, volume: float, pool: float, km_cost: float, volume_least: float, most: float) -> float:
    """C_leg = min(c_km 2km f / max(V̂ pool, V_min), C_leg,max) CNY a parcel between village and township. Source: Mohring (1972)."""
    return min(km_cost * 2.0 * km * trips / max(volume * pool, volume_least), most)


@rule
def hub_cost(volume: float, cost: float, volume_reference: float, elasticity: float, volume_least: float, least: float) -> float:
    """C_hub = max(c_hub (max(V, V_h,min)/V₀)^-ε, c_h,min) CNY a parcel at the county's monthly `volume`."""
    return max(cost * pow_(max(volume, volume_least) / volume_reference, -elasticity), least)


@rule
def travel_km(km: float, saved: float) -> float:
    """km (1 - saved): a road counted by the time it takes, where works save a share of it."""
    return km * (1.0 - saved)


@rule
def hub_scale(volume: float, added: float) -> float:
    """V (1 + added): the volume whose economies a hub reaches that was built larger."""
    return volume * (1.0 + added)


@rule
def capacity_in_service(capacity: float, index: float) -> float:
    """Parcels a month that carriers can take while a failure or an epidemic leaves a part of them in service."""
    return capacity * index


@rule
def pass_through(rivals: float) -> float:
    """φ = n_e/(n_e + 1): share of a subsidy that reaches the price under linear demand. Source: Bulow & Pfleiderer (1983)."""
    return rivals / (rivals + 1.0)


@rule
def local_price(cost: float, rivals: float, subsidy: float, markup: float, least: float) -> float:
    """P = max(P_min, C(1 + μ/n_e) - φ subsidy) CNY a parcel; the rest of the subsidy is the carriers' profit."""
    return max(least, cost * (1.0 + markup / rivals) - pass_through(rivals) * subsidy)


@rule
def own_trip_km(village_km: float, hub_km: float, station: int, outlet: int) -> float:
    """Road km from the household's village to where its parcels are: 0 with a station, else the outlet, else the county hub."""
    return 0.0 if station == 1 else village_km + (0.0 if outlet == 1 else hub_km)


@rule
def own_trip_cost(km: float, wage: float, km_cost: float, speed: float, parcels: float) -> float:
    """(2 km c_own + wage 2 km / v)/n: money and hours of a trip, shared over its parcels, CNY a parcel."""
    return (2.0 * km * km_cost + wage * 2.0 * km / speed) / parcels


@rule
def price_out(local: float, trip: float, station: int, station_fee: float, express: float, small_sender: float) -> float:
    """What a small seller pays to send one parcel: express x small-sender factor + local price + station fee or own trip."""
    return express * small_sender + local + (station_fee if station == 1 else trip)


@rule
def price_in(local: float, trip: float, station: int, station_fee: float) -> float:
    """What a household pays to get one parcel beyond the posted online price: local price + station fee or own trip."""
    return local + (station_fee if station == 1 else trip)


@rule
def local_cost(leg: float, hub: float, station: int) -> float:
    """C = leg + hub; carriers drive to a village only where a station takes their parcels."""
    return hub + (leg if station == 1 else 0.0)


@rule
def delivery_days(
    trips: float, station: int, volume: float, capacity: float, base: float, wait_most: float, wait_without: float, congestion: float
) -> float:
    """d = d_b + min(15/f, d_w) + d₀ 0.15 (V/K)^4 days; without a station d_n replaces the wait. Form: BPR (1964).

    The load V/K counts up to 2, where a carrier turns parcels away.
    """
    load = min(volume / max(capacity, 1.0), 2.0)
    wait = min(15.0 / trips, wait_most) if station == 1 else wait_without
    return base + wait + congestion * 0.15 * load * load * load * load


@rule
def opened_now(before: int, after: int) -> float:
    """1 in the month in which a station opens, else 0."""
    return 1.0 if after == 1 and before == 0 else 0.0


@rule
def keeper_margin(parcels: float, assisted: float, fee: float, commission: float, cost: float, wage_index: float) -> float:
    """Fees + commission on assisted orders - running cost x wages, CNY a month. `assisted` CNY a month of orders."""
    return fee * parcels + commission * assisted - cost * wage_index


@rule
def support_offered(supported: float, cost: float, wage_index: float) -> float:
    """CNY a month offered to the keeper of a station in a village that a programme has reached: its running cost."""
    return cost * wage_index if supported > 0.0 else 0.0


@rule
def loss_months_next(months: int, margin: float) -> int:
    """Months of loss in a row."""
    return months + 1 if margin < 0.0 else 0


@rule
def station_next(station: int, expected: float, loss_months: int, loss_most: float) -> int:
    """A station opens when a year's expected fees plus support cover its keeper, and closes after a year of loss."""
    closes = (station == 1) and (loss_months >= loss_most)
    opens = (station == 0) and (expected >= 0.0)
    return 1 if (opens or (station == 1 and not closes)) else 0


@rule
def outlet_next(outlet: int, volume: float, volume_open: float, rank: float, universal_share: float) -> int:
    """A township outlet opens with volume, or when universal postal service reaches it; it closes under half that volume."""
    reached = rank < universal_share
    commercial = volume >= volume_open or (outlet == 1 and volume >= volume_open / 2.0)
    return 1 if (reached or commercial) else 0


@rule
def capacity_next(capacity: float, volume: float, utilisation: float, speed: float) -> float:
    """K <- K + i (V̂/ū - K)+ parcels a month, V̂ the carrier's part of its township's volume.

    Carriers add vans and hands where they run above the utilisation they aim at.
    """
    return capacity + speed * max(volume / utilisation - capacity, 0.0)


@rule
def carrier_profit(revenue: float, subsidy: float, cost: float) -> float:
    """Revenue + subsidy - cost, CNY a month."""
    return revenue + subsidy - cost


@rule
def handled_parcels(sent: float, received: float, inbound_share: float) -> float:
    """Parcels whose handling the local price has to cover: all sent, and of those received the share γ that their buyer pays for.

    The city's sender pays the rest of the handling of inbound parcels, at cost.
    """
    return sent + inbound_share * received


@rule
def carrier_cost(trip_km: float, km_cost: float, unit_cost: float, hub: float, parcels: float) -> float:
    """Trips driven + hub handling, CNY a month: (km driven x c_km + C_hub x parcels) x the carrier's own cost level."""
    return (trip_km * km_cost + hub * parcels) * unit_cost


@rule
def driven_km(trips: float, km: float) -> float:
    """Kilometres driven for trips there and back."""
    return trips * 2.0 * km


@rule
def carrier_trips(trips: float, carriers: float, pool: float, station: int) -> float:
    """Trips a month that one carrier runs to a village: f/(n_c pool); all of f alone, a part of it in joint delivery."""
    return trips / (max(carriers, 1.0) * pool) if station == 1 else 0.0


@rule
def part_of(total: float, carriers: float) -> float:
    """One carrier's part of a total of its township."""
    return total / max(carriers, 1.0)


@rule
def station_age_next(station: int, age: int) -> int:
    """Months since opening, 1 in the month of opening; 0 without a station."""
    return age + 1 if station == 1 else 0


@rule
def carrier_stays(active: int, slot: int, loss_months: int, loss_most: float) -> int:
    """A carrier leaves after a year of loss; the first of a township, the post, has to stay (universal service)."""
    return 1 if active == 1 and (slot == 0 or loss_months < loss_most) else 0


@rule
def carrier_enters(incumbent_margin: float, margin_entry: float, rate: float, u: float) -> int:
    """One more carrier comes with hazard h_c where the incumbents' profit margin exceeds what draws it in."""
    return 1 if incumbent_margin > margin_entry and u < rate else 0


@rule
def profit_margin(profit: float, revenue: float) -> float:
    """Profit over revenue; 0 without revenue."""
    return profit / revenue if revenue > 0.0 else 0.0


@rule
def express_path(start: float, end: float, share: float) -> float:
    """Log-linear interpolation between two prices: start (end/start)^share."""
    return start * exp(share * log(end / start))
