"""Effects by factor, drawn: dose and response, and what factors do together beyond the sum of each alone."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from sim.compute.design import Factor
from sim.methods.statistics.effects import NotPaired, by_bins, dose_response, interaction_effects
from sim.methods.statistics.means import Estimates
from sim.present.figures import dose_response as dose_figure
from sim.present.figures import interaction as interaction_figure
from sim.present.figures.quantities import Quantity, factor_label, factor_unit, quantity
from sim.present.sweep_figures.captions import caption, intervals, title
from sim.present.sweep_figures.drawn_figure import DrawnFigure, NotDrawn, frame, scaled
from sim.present.sweep_figures.stored_sweep import Look, StoredSweep

MOST_OUTCOMES = 3
"""Outcomes side by side in a figure: the first of the file that are no money spent."""
MOST_TOGETHER = 4
"""Factors whose combinations fit a page."""
BINS = 8
"""Parts of a factor's range in designs that fill space."""


def dose_response_drawn(held: StoredSweep) -> list[DrawnFigure]:
    """What each level of each factor that can be chosen adds: a figure without arms, else one for each arm less no policy."""
    return [_dose(held, look, name) for look, name in _looks(held, "dose_response")]


def interaction_drawn(held: StoredSweep) -> list[DrawnFigure]:
    """What factors that can be chosen do together: a figure without arms, else one for each arm less no policy."""
    return [_interaction(held, look, name) for look, name in _looks(held, "interaction")]


def _looks(held: StoredSweep, figure: str) -> list[tuple[Look, str]]:
    first, *arms = held.looks
    if not arms:
        return [(first, figure)]
    return [(look, f"{figure}_{file_part(look.arm)}" if len(arms) > 1 else figure) for look in arms]


def file_part(name: str) -> str:
    """A name as a part of the name of a file, on every system."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "arm"


def chosen(held: StoredSweep) -> list[Factor]:
    """The levers and parameters that the experiment varies because they can be chosen."""
    return [one for one in held.design.factors if one.role == "vary" and one.kind in ("lever", "parameter")]


def quantities(held: StoredSweep) -> list[Quantity]:
    """The outcomes that are drawn, as they are drawn."""
    by_year = held.design.experiment.time_step != "monthly"
    found = [quantity(name, by_year) for name in held.effects[:MOST_OUTCOMES]]
    if not found:
        raise NotDrawn("every outcome of the experiment is money spent: ask for an outcome that a policy may move")
    return found


# ----------------------------------------------------------------------------------------------------------------- doses


def _dose(held: StoredSweep, look: Look, name: str) -> DrawnFigure:
    rows: list[tuple[Any, ...]] = []
    binned = False
    fitting = MOST_OUTCOMES if len(chosen(held)) <= dose_figure.MOST_CURVES else dose_figure.MOST_SIDE_BY_SIDE
    for of in quantities(held)[:fitting]:
        values = held.looked_at(of.name, look)
        for one in chosen(held):
            try:
                found = dose_response(values, held.factors, one.key)
                levels, effects = np.concatenate([[found.reference], found.levels]), _from_zero(found.effects)
            except NotPaired:
                binned = True
                levels, effects = _binned(held, one, values)
            rows += _dose_rows(of, one, levels, effects)
    said = (
        "Curves: mean over the points in each part of a factor's range, less the mean over all points; bands: 95 % intervals of the mean "
        "over points, which hold the other factors and luck."
        if binned
        else f"{intervals(held, 'what a level adds to the lowest, at the same seed and all else equal, mean over seeds')}"
    )
    of_what = f"What is looked at: {look.said}." if look.difference else ""
    table = frame(rows, dose_figure.COLUMNS)
    drawn = dose_figure.dose_response(table, title(held, "What each lever adds, by dose"), caption(held, of_what, said))
    return DrawnFigure(name, *drawn)


def _from_zero(effects: Estimates) -> Estimates:
    """The lowest level before the others: it adds nothing to itself, whatever luck."""
    zero = [np.concatenate([[0.0], one]) for one in (effects.mean, effects.low, effects.high)]
    return Estimates(zero[0], zero[1], zero[2], np.concatenate([effects.n[:1], effects.n]))


def _binned(held: StoredSweep, factor: Factor, values: np.ndarray) -> tuple[np.ndarray, Estimates]:
    """The middles of the parts of a range, and the mean over the points in each less that over all."""
    place = held.factors[factor.key]
    edges = np.linspace(place.min(), place.max(), BINS + 1)
    means = by_bins(values, place, factor.key, edges).means
    mean = np.nanmean(values)
    return (edges[:-1] + edges[1:]) / 2.0, Estimates(means.mean - mean, means.low - mean, means.high - mean, means.n)


def _dose_rows(of: Quantity, factor: Factor, levels: np.ndarray, effects: Estimates) -> list[tuple[Any, ...]]:
    top, bottom = factor.top, float(levels[0]) if factor.low is None else factor.low
    shares = (levels - bottom) / (top - bottom) if top > bottom else np.zeros(len(levels))
    mean, low, high = scaled(effects, of.factor)
    label, unit = factor_label(factor.key), factor_unit(factor.key)
    return [
        (of.name, of.label, of.change, factor.key, label, unit, *(float(one) for one in row), int(n))
        for *row, n in zip(levels, shares, mean, low, high, effects.n, strict=True)
    ]


# ----------------------------------------------------------------------------------------------------------- interaction


def _interaction(held: StoredSweep, look: Look, name: str) -> DrawnFigure:
    factors = chosen(held)
    if len(factors) > MOST_TOGETHER:
        raise NotDrawn(f"interaction: {len(factors)} factors have {2 ** len(factors):,} combinations; vary {MOST_TOGETHER} at most")
    raised = {one.key: (float(held.factors[one.key].min()), float(held.factors[one.key].max())) for one in factors}
    rows: list[tuple[Any, ...]] = []
    groups = 0
    for of in quantities(held)[:2]:
        try:
            found = interaction_effects(held.looked_at(of.name, look), held.factors, raised)
        except NotPaired as error:
            raise NotDrawn(f"interaction: {error}; write sampler: grid") from error
        groups = found.groups
        parts = [scaled(one, of.factor) for one in (found.effect, found.sum_of_parts, found.beyond, found.interaction)]
        for place, combination in enumerate(found.combinations):
            numbers = [float(side[place]) for part in parts for side in part]
            said = " + ".join(factor_label(key) for key in combination)
            rows.append((of.name, of.label, of.change, said, len(combination), *numbers, int(found.effect.n[place]), groups))
    doses = "; ".join(f"{factor_label(key)} from {low:g} to {high:g} {factor_unit(key)}" for key, (low, high) in raised.items())
    said = f"Raised: {doses}. {intervals(held, 'against none of them, at the same seed, mean over seeds')}"
    mean = f" Means over {groups} settings of the other factors." if groups > 1 else ""
    of_what = f"What is looked at: {look.said}." if look.difference else ""
    table = frame(rows, interaction_figure.COLUMNS)
    drawn = interaction_figure.interaction(
        table, title(held, "What levers do together, beyond the sum of each alone"), caption(held, of_what, said + mean)
    )
    return DrawnFigure(name, *drawn)
