"""Exact nulls: a policy without a dose is no policy, and no policy acts before it begins; both to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.files import Scenario
from sim.files.study.study import Study, measures_at, without_dose
from sim.theory.levers import LEVERS

Claim = Literal["no dose", "before it begins"]


@dataclass(frozen=True)
class NullTest:
    """A claim about an arm, and where the runs differ first (what, in which month), or None where the claim holds to the last bit."""

    arm: str
    claim: Claim
    difference: str | None


def exact_nulls(study: Study, run: Callable[[Scenario, int], Any], seed: int) -> list[NullTest]:
    """The two claims for every arm of a study, in one seed at default parameters.

    *no dose*: with every level at zero, every outcome and outlay of every month is that of the county without the policy. *before it
    begins*: with the policy at its levels, every month before the first of the policy is. Money arms take the levers they name, at
    zero, and at the top of their ranges under their budgets.
    """
    bare = run(study.scenario, seed)
    found: list[NullTest] = []
    for arm in study.arms:
        top = {one.lever: one.top for one in arm.shares}
        measures = measures_at(arm, top, study.first, study.last, study.scenario.months)
        nothing = run(study.scenario.with_measures(without_dose(measures)), seed)
        found.append(NullTest(arm.name, "no dose", first_difference(bare, nothing, study.scenario.months)))
        whole = run(study.scenario.with_measures(measures), seed)
        found.append(NullTest(arm.name, "before it begins", first_difference(bare, whole, study.first)))
    return found


def first_difference(one: Any, other: Any, months: int) -> str | None:
    """Where two runs differ first within so many months, in words; None where every bit of outcomes and outlays is the same."""
    for kind, first, second in (("outcome", one.outcomes, other.outcomes), ("outlay", one.outlays, other.outlays)):
        if first.shape != second.shape:
            return f"{kind}s of another shape"
        # As whole numbers: bit for bit, so that a zero of another sign, or not a number, is told apart too.
        bits = [np.ascontiguousarray(values[:months]).view(np.int64) for values in (first, second)]
        unequal = np.argwhere(bits[0] != bits[1])
        if len(unequal):
            month, column = int(unequal[0][0]), int(unequal[0][1])
            what = one.columns[column] if kind == "outcome" else f"outlay on {LEVERS[column].key}"
            return f"{what} in {one.months[month]}"
    return None
