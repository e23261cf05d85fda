"""Public money: what a budget still allows, who is served with it, what is claimed and paid. Amounts of money in whole fen."""

from sim.numeric.jit import rule

PLENTY = 1 << 52  # what is left of a measure without a budget, fen


@rule
def left_fen(budget: int, spent: int) -> int:
    """What a measure may still spend: budget - spent; without a budget (-1) more than any county could."""
    return max(budget - spent, 0) if budget >= 0 else PLENTY


@rule
def is_open(level: float, left: int) -> int:
    """1 while a measure has a level and money."""
    return 1 if level > 0.0 and left > 0 else 0


@rule
def paid_fen(asked: int, left: int) -> int:
    """What is paid of an amount asked for: all of it, or what is left."""
    return min(asked, left)


@rule
def affordable(level: float, asked: int, left: int) -> float:
    """The level that the money left pays for: all of it, or its part; the last one served is served in part."""
    return level if asked <= left else level * (left / asked)


@rule
def commitment(capital: float, running: float, months: int) -> float:
    """capital + running x months left, CNY: what taking a village on will cost until the measure ends."""
    return capital + running * months


@rule
def left_after(left: int, committed: int) -> int:
    """What is left after a commitment, at least 0 fen."""
    return max(left - committed, 0)


@rule
def works_due(asked: float, built: float) -> float:
    """What is still to be built: (asked - built)+."""
    return max(asked - built, 0.0)


@rule
def part_owed(owed: int, before: float, level: float, total: float) -> int:
    """One measure's part of what is owed: by its part of the level in force, `before` that of those before it; whole fen.

    What is owed up to and with it, to the nearest fen, less what was owed before it: the parts add up to the whole.
    """
    share = min((before + level) / total, 1.0) if total > 0.0 else 1.0
    share_before = min(before / total, 1.0) if total > 0.0 else 0.0
    return int(owed * share + 0.5) - int(owed * share_before + 0.5)


@rule
def paid_share(paid: int, owed: int) -> float:
    """Share of what was owed that was paid; 1 where nothing was owed."""
    return paid / owed if owed > 0 else 1.0


@rule
def seats_affordable(seats: float, cost: int, left: int) -> float:
    """Seats a month that the money left pays for, at `cost` fen a seat."""
    return min(seats, left / cost) if cost > 0 else seats


@rule
def seat_in_part(left: float, weight: float, had: float) -> float:
    """The seat of the next in rank, who stands for `weight` persons: what he has not had of it, or what is left of the month's seats."""
    return min(left / weight, 1.0 - had)
