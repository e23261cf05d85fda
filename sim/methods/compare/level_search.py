"""The levels at which a money arm spends its budgets, found by search.

What level of a lever spends a budget is not known beforehand: keepers may not come forward, seats may stay empty. So runs are tried, in
one pilot seed at default parameters, until the spending is that of the budget or a little above it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.files.policy.schema import Measure
from sim.files.study.study import Arm, measures_at
from sim.theory.levers import LEVERS, NUMBER

TOLERANCE = 0.01
"""How far above its budget the pilot may spend before the budget ends it."""
MOST_RUNS = 40
"""Runs of a pilot for one lever; bisection alone takes twenty to tell a millionth of a range."""

Spending = Callable[[Sequence[Measure]], np.ndarray]
"""What measures spend over the policy period, less what is spent without them: CNY of 2015, float64 [levers]."""


@dataclass(frozen=True)
class Level:
    """The level at which a lever of an arm spends its budget in the pilot, and what it spends there (CNY of 2015).

    `top`: the range of the lever ends before the money does. `budget`: what it may spend, CNY of 2015, with what levers before it passed
    on, and without what it passes on itself.
    """

    lever: str
    level: float
    spent: float
    top: bool
    budget: float = math.nan


def affordable_shares(
    arm: Arm, first: int, last: int, months: int, spending: Spending, leftover: str = "return"
) -> tuple[Level, ...]:
    """The levels at which a money arm spends its budgets in the pilot.

    The levers are settled one after another, each with those before it in force, and then once more with all of them in force, for what
    one lever costs may hang on another (a parcel subsidy on the stations). A policy as it stands has nothing to settle.
    Where `leftover` is next, what a lever cannot spend at the top of its range is added to the budget of the lever after it.
    """
    levels = {one.lever: 0.0 for one in arm.shares}
    found: dict[str, Level] = {}
    for again in range(2 if len(arm.shares) > 1 else 1):
        passed_on = 0.0
        for number, one in enumerate(arm.shares):

            def spent(level: float, lever: str = one.lever) -> float:
                measures = measures_at(arm, {**levels, lever: level}, first, last, months, capped=False)
                return float(spending([each for each in measures if any(each.levels)])[NUMBER[lever]])

            guess = found[one.lever] if again else None
            budget = one.budget + passed_on
            level = level_for(one.lever, budget, spent, guess, one.top)
            passed_on = 0.0
            if leftover == "next" and number + 1 < len(arm.shares):
                # A fen at least stays: a budget of nothing is no budget.
                passed_on = max(0.0, budget - max(level.spent, 0.01))
            found[one.lever] = replace(level, budget=budget - passed_on)
            levels[one.lever] = found[one.lever].level
    return tuple(found.values())


def level_for(lever: str, budget: float, spent: Callable[[float], float], before: Level | None = None, top: float | None = None) -> Level:
    """The lowest level found that spends the budget, at most TOLERANCE above it; the top of the range where the money reaches that far.

    `spent(level)` must not fall with the level by more than its own lumps. A lumpy lever (a village more or less) may pass by its
    budget at once: then it is the level just above, and the budget ends the spending. `before`: a level to try first;
    `top`: the highest that may be taken, the lever's own by default.
    """
    highest = LEVERS[NUMBER[lever]].high if top is None else top
    low, high = 0.0, highest
    under, over = 0.0, math.nan
    if before is not None:
        over = spent(before.level)
        if budget <= over <= (1.0 + TOLERANCE) * budget or (before.top and over <= budget):
            return Level(lever, before.level, over, before.top)
        if over > budget:
            high = before.level
        else:
            low, under = before.level, over
    if before is None or high == highest:
        over = spent(high)
        if over <= budget:
            return Level(lever, high, over, True)
    for run in range(MOST_RUNS):
        if over <= (1.0 + TOLERANCE) * budget or high - low <= 1e-6 * highest:
            break
        # Spending is nearly a line in the level, so the place on the chord saves most of bisection's runs. Every third one is a
        # bisection, for lumps.
        chord = (budget * (1.0 + 0.5 * TOLERANCE) - under) / (over - under)
        middle = low + (high - low) * (0.5 if run % 3 == 2 else min(max(chord, 0.02), 0.98))
        here = spent(middle)
        if here < budget:
            low, under = middle, here
        else:
            high, over = middle, here
    return Level(lever, high, over, False)
