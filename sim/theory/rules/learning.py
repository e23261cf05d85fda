"""Digital skill: seats, own practice, ties; fading when idle."""

from sim.numeric.elementary import exp
from sim.numeric.jit import rule


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
def could_take_seat(highest: float, u: float) -> int:
    """0 where a draw is too high for the `seat_chance` of the best learner."""
    return 1 if u < highest else 0


@rule
def seat_effect(effect: float, quality: float) -> float:
    """θ_T (1 + quality): what a seat closes of the skill gap."""
    return effect * (1.0 + quality)


@rule
def practice_effect(effect: float, followed: float, added: float) -> float:
    """θ_D (1 + e_f [followed up]): learning by selling, while trainers follow up."""
    return effect * (1.0 + (added if followed > 0.0 else 0.0))


@rule
def followed_next(left: float, seat: float, months: float) -> float:
    """Months of follow-up left: as many as the programme gives after a seat, then one fewer each month; none once it has ended."""
    going_on = max(months, left - 1.0) if seat > 0.0 else max(left - 1.0, 0.0)
    return going_on if months > 0.0 else 0.0


@rule
def dose_each(given: float, takers: float) -> float:
    """min(1, given/takers): seats or visits spread evenly, at most one for each."""
    return min(given / max(takers, 1.0), 1.0)
