"""Coming online: mobile internet by age and schooling, broadband by income, price, skill and ties."""

from sim.numeric.elementary import log, logistic
from sim.numeric.jit import rule
from sim.theory.rules.traits import junior_schooled


@rule
def subscribe_utility(
    income: float,
    income_base: float,
    price: float,
    subsidy: float,
    skill: float,
    peers: float,
    years: float,
    constant: float,
    income_effect: float,
    price_effect: float,
    skill_effect: float,
    peer_effect: float,
    trend: float,
    speed: float,
    speed_effect: float,
) -> float:
    """z = b₀ + b_y ln(Y/Y₀) - b_p p(1-sub)/Y + b_s s + b_m m + b_t t + b_v ln(1 + v).

    `income` Y, `income_base` Y₀ and `price` p in CNY of 2015 a month; `subsidy`, `skill` s, `peers` m in 0..1; `years` t since 2014;
    `speed` v what a policy adds to the speed of the day, as a ratio. Incomes below one yuan count as one.
    Form: Train (2009) ch. 3; fitted to evidence rural_broadband_users.
    """
    income = max(income, 1.0)
    return (
        constant
        + income_effect * log(income / max(income_base, 1.0))
        - price_effect * price * (1.0 - subsidy) / income
        + skill_effect * skill
        + peer_effect * peers
        + trend * years
        + speed_effect * log(1.0 + speed)
    )


@rule
def mobile_hazard(
    young: float, schooling: float, unschooled: float, years: float, lowest: float, added: float, midpoint: float
) -> float:
    """h = h_m + h_my y (a_e + (1-a_e)[schooled]) Λ(t - t_m): monthly hazard of coming to use the mobile internet.

    Source: form assumed; level tuned to evidence rural_internet_penetration.
    """
    able = unschooled + (1.0 - unschooled) * junior_schooled(schooling)
    return lowest + added * young * able * logistic(years - midpoint)


@rule
def connected_next(
    connected: int, served: int, utility: float, rate_on: float, rate_off: float, mobile: float, u: float, u_mobile: float
) -> int:
    """0 none, 1 mobile, 2 broadband. Broadband is taken with hazard h₊Λ(z) where the village is served, given up with h₋Λ(-z).

    The two hazards are not mirror images: with one rate, spells would last weeks (docs/odd.md). `u`, `u_mobile` uniform draws.
    """
    subscribes = (connected < 2) and (served == 1) and (u < rate_on * logistic(utility))
    cancels = (connected == 2) and (u < rate_off * logistic(-utility))
    comes_online = (connected == 0) and (u_mobile < mobile)
    return 2 if subscribes else (1 if (cancels or comes_online) else connected)


@rule
def rate_where_served(served: int, rate_on: float) -> float:
    """h₊ where the village is served, else 0: nothing can be subscribed to."""
    return rate_on if served == 1 else 0.0


@rule
def could_resubscribe(connected: int, u: float, rate_on: float, rate_off: float) -> int:
    """0 where a draw is too high to subscribe or cancel at any utility, for Λ <= 1; `rate_on` is `rate_where_served`.

    It spares the utility of nearly everyone.
    """
    return 1 if u < (rate_off if connected == 2 else rate_on) else 0


@rule
def could_come_online(connected: int, u_mobile: float, lowest: float, added: float) -> int:
    """0 where a draw is too high to come to use the mobile internet at any age and schooling, or there is no need."""
    return 1 if connected == 0 and u_mobile < lowest + added else 0


@rule
def village_served(service_rank: float, served_share: float) -> int:
    """1 where the village's place in the roll-out (0 nearest .. 1 most remote) lies below the share served so far."""
    return 1 if service_rank < served_share else 0


@rule
def served_next(served: int, reached: int, supported: float) -> int:
    """1 where the roll-out or a policy has reached the village; a line that lies stays."""
    return 1 if served == 1 or reached == 1 or supported > 0.0 else 0


@rule
def price_off(subsidy: float, discount: float, poor: float) -> float:
    """min(subsidy + [poor] discount, 1): part of the price of broadband that the public pays."""
    return min(subsidy + poor * discount, 1.0)


@rule
def discount_left(subsidy: float, discount: float, poor: float) -> float:
    """The discount for the poor, as far as the subsidy for all leaves a price to take it from."""
    return min(poor * discount, max(1.0 - subsidy, 0.0))
