"""Fixed traits of a household: youth, schooling and what they mean for digital skill."""

from sim.numeric.jit import rule


@rule
def youth(age: float, youth_end: float, youth_span: float) -> float:
    """y = clip((age_o - age) / age_s, 0, 1): 1 for the young, 0 from age_o on. `age` of the operator in years.

    Source: assumption; younger households take e-commerce up first (Couture et al. 2021).
    """
    return min(max((youth_end - age) / youth_span, 0.0), 1.0)


@rule
def junior_schooled(schooling: float) -> float:
    """1 with at least junior secondary schooling (nine years), else 0. Source: the census classes of schooling."""
    return 1.0 if schooling >= 9.0 else 0.0


@rule
def learning_ability(young: float, schooling: float, ability_old: float, ability_unschooled: float) -> float:
    """a = (a_o + (1-a_o) y)(a_e + (1-a_e)[schooling >= 9]) in 0..1. Source: assumption."""
    return (ability_old + (1.0 - ability_old) * young) * (
        ability_unschooled + (1.0 - ability_unschooled) * junior_schooled(schooling)
    )


@rule
def skill_floor(young: float, schooling: float, base: float, per_year: float, youth_gain: float, most: float) -> float:
    """s⁰ = clip(s⁰₀ + s⁰_e (schooling - 6)+ + s⁰_y y [schooling >= 9], 0, s⁰_max): skill without any practice. Source: assumption."""
    skill = base + per_year * max(schooling - 6.0, 0.0) + youth_gain * young * junior_schooled(schooling)
    return min(max(skill, 0.0), most)


@rule
def skill_ceiling(ability: float, base: float) -> float:
    """s̄ = s̄₀ + (1 - s̄₀) a: skill at the end of all learning. Source: assumption."""
    return base + (1.0 - base) * ability


@rule
def online_taste(young: float, old: float, youth_gain: float) -> float:
    """φ_i/φ₀ = φ_o + φ_y y: how much a household cares for online varieties. Source: sign, Couture et al. (2021)."""
    return old + youth_gain * young
