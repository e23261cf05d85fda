"""Digital skill: seats, own practice, ties; fading when idle."""

from sim.elementary import exp
from sim.jit import rule


@rule
def skill_next(
    skill: float,
    floor: float,
    ceiling: float,
    seat: float,
    selling: float,
    shopping: float,
    peers: float,
    training_effect: float,
    selling_effect: float,
    shopping_effect: float,
    peer_effect: float,
    decay: float,
) -> float:
    """s + [1 - exp(-(θ_T seat + θ_D selling + θ_B shopping + θ_P m))](s̄ - s)+ - δ(s - s⁰)+ [neither selling nor shopping].

    `seat`, `selling` (an own shop), `shopping` 0 or 1; `peers` m the share of ties selling.
    Source: form and rates assumed.
    """
    effort = training_effect * seat + selling_effect * selling + shopping_effect * shopping + peer_effect * peers
    idle = (1.0 - selling) * (1.0 - shopping)
    learned = (1.0 - exp(-effort)) * max(ceiling - skill, 0.0)
    return skill + learned - decay * max(skill - floor, 0.0) * idle


@rule
def seat_chance(ability: float, ability_total: float, seats: float) -> float:
    """Chance of an open seat: seats x a_i / Σ w a, at most 1: the young and schooled come first. A seat counts w persons."""
    return min(seats * ability / max(ability_total, 1.0), 1.0)


@rule
def takes_seat(chance: float, u: float) -> float:
    """1 where the draw falls below the chance of a seat, else 0."""
    return 1.0 if u < chance else 0.0


@rule
def seats_offered(level: float, households: float) -> float:
    """Seats a month in the county: persons a month per 1,000 households x households / 1,000."""
    return level * households / 1000.0
