"""Interaction: what factors do alone and together, and how far the whole differs from the sum of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.methods.statistics.effects import NotPaired, interaction_effects
from sim.present.figures.captions import caption, intervals, title
from sim.present.figures.drawn_figure import (
    DrawnFigure,
    NotDrawn,
    chosen,
    figure_of_each_look,
    frame,
    quantities,
    scaled,
)
from sim.present.figures.quantities import capital, factor_label, factor_unit
from sim.present.figures.rows import dots, name_rows, numbers_beside, stripes, value_axis
from sim.present.figures.stored_sweep import Look, StoredSweep
from sim.present.figures.style import blank, colours, finish, house_style, legend_of, panel_title, zero_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLUMNS = (
    "outcome", "outcome_label", "unit", "combination", "factors", "effect", "effect_low", "effect_high",
    "sum_of_parts", "sum_of_parts_low", "sum_of_parts_high", "beyond", "beyond_low", "beyond_high",
    "interaction", "interaction_low", "interaction_high", "seeds", "groups",
)  # fmt: skip
"""Of the table drawn: a row an outcome and combination; `factors` is how many it raises."""

LONG = 48
"""Characters of a name that takes two lines."""


def plot_interaction(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
    """The figure of a table with COLUMNS, and the table as it is drawn.

    Left, what each combination does (dot) beside the sum of what its parts do alone (diamond); right, the difference of the two for
    combinations of several: right of 0 the factors complement one another, left of it they stand in for one another.
    """
    drawn = table.loc[:, list(COLUMNS)].reset_index(drop=True)
    outcomes = list(drawn["outcome"].unique())
    names = list(drawn["combination"].unique())
    ink, other = colours(4)[0], colours(4)[1]
    with house_style():
        tall = 0.32 if max(len(name) for name in names) > LONG else 0.25
        figure = blank(len(outcomes) * (tall * len(names) + 0.85) + 0.25)
        grid = figure.subplots(len(outcomes), 2, squeeze=False, sharey=True, width_ratios=(1.25, 1.0))
        for (left, right), outcome in zip(grid, outcomes, strict=True):
            here = drawn[drawn["outcome"] == outcome]
            at = np.array([names.index(name) for name in here["combination"]], dtype=float)
            for axes in (left, right):
                stripes(axes, len(names))
                zero_line(axes)
                name_rows(axes, [capital(name) for name in names])
            several = (here["factors"] > 1).to_numpy()
            part = here[several]
            columns = ("sum_of_parts", "sum_of_parts_low", "sum_of_parts_high")
            dots(left, at[several] + 0.17, part, columns, "0.55", marker="D", size=3.2, filled=False, label="sum of each alone")
            dots(left, at - 0.1, here, ("effect", "effect_low", "effect_high"), ink, label="together")
            dots(right, at[several], part, ("beyond", "beyond_low", "beyond_high"), other)
            sure = ((part["beyond_low"] > 0) | (part["beyond_high"] < 0)).to_numpy(dtype=bool)
            numbers_beside(right, at[several], part["beyond"].to_numpy(dtype=float), sure)
            panel_title(left, capital(here["outcome_label"].iloc[0]), 2.2)
            panel_title(right, "Together beyond the sum of each alone", 2.0)
            value_axis(left, here["unit"].iloc[0])
            value_axis(right, here["unit"].iloc[0], room=0.12)
            right.set_xlabel(f"{here['unit'].iloc[0]}\n← substitutes      complements →")
        finish(figure, title, caption, legend_of(grid[0, 0], 2, reverse=True))
    return figure, drawn


# --------------------------------------------------------------------------------------------------- of a sweep


MOST_TOGETHER = 4
"""Factors whose combinations fit a page."""


def draw_interaction(held: StoredSweep) -> list[DrawnFigure]:
    """What factors that can be chosen do together: a figure without arms, else one for each arm less no policy."""
    return [_interaction(held, look, name) for look, name in figure_of_each_look(held, "interaction")]


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
            advice = "" if held.design.experiment.sampler == "grid" else "; write sampler: grid"
            raise NotDrawn(f"interaction: {error}{advice}") from error
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
    table = frame(rows, COLUMNS)
    drawn = plot_interaction(
        table, title(held, "What levers do together, beyond the sum of each alone"), caption(held, of_what, said + mean)
    )
    return DrawnFigure(name, *drawn)
