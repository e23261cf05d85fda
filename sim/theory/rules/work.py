"""Working: who leaves and returns, what hours earn."""

from sim.numeric.elementary import logistic
from sim.numeric.jit import rule


@rule
def away_earnings(wage: float, ability: float, wage_index: float) -> float:
    """w_a e_i (wages now over 2014)/12: what a member away brings home, CNY a month."""
    return wage * ability * wage_index / 12.0


@rule
def local_earnings(wage: float, ability: float, hours: float, online_gain: float, home: float) -> float:
    """What one more member at home could earn: local wage work + a share of the household's gain from online selling, CNY a month."""
    return wage * ability * hours + online_gain / (home + 1.0)


@rule
def stay_utility(local: float, away: float, home_value: float, grant: float, gain_effect: float) -> float:
    """b_w [(local + grant/12 - away)/max(away, 1) + v_home]: how much home draws, relative to away earnings."""
    return gain_effect * ((local + grant / 12.0 - away) / max(away, 1.0) + home_value)


@rule
def could_move(u: float, rate: float) -> int:
    """0 where a draw is too high to return or to leave at any earnings, for Λ <= 1."""
    return 1 if u < rate else 0


@rule
def returns(away: float, utility: float, moving: float, gain_effect: float, rate: float, u: float) -> float:
    """1 member returns with hazard h_ret Λ(z - b_w c_mov), where any is away."""
    return 1.0 if away >= 1.0 and u < rate * logistic(utility - gain_effect * moving) else 0.0


@rule
def departs(home: float, utility: float, moving: float, gain_effect: float, rate: float, u: float) -> float:
    """1 member leaves with hazard h_lea Λ(-z - b_w c_mov), where more than one is at home."""
    return 1.0 if home >= 2.0 and u < rate * logistic(-utility - gain_effect * moving) else 0.0


@rule
def away_next(away: float, returned: float, departed: float) -> float:
    """Members away after the month's moves."""
    return away - returned + departed


@rule
def wage_income(home: float, hours: float, online_hours: float, wage: float, ability: float) -> float:
    """(home x hours - hours spent online)+ x wage x ability: hours online are hours not worked, CNY a month."""
    return max(home * hours - online_hours, 0.0) * wage * ability


@rule
def hours_asked(hours: float, services: float, effect: float, connected: int) -> float:
    """H (1 + e_t services [connected]): hours of local work that services and tourism sold online ask for."""
    return hours * (1.0 + (effect * services if connected > 0 else 0.0))


@rule
def hours_added(home: float, hours: float, asked: float, online: float) -> float:
    """max(home x asked, online) - home x H: hours worked past the normal ones. Hours online come out of wage work first."""
    return max(home * asked, online) - home * hours
