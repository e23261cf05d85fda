"""Screening by Morris' elementary effects: how far each factor moves an outcome across its range, against what luck alone would show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.methods.statistics.morris import screening
from sim.present.figures.captions import caption, left_out, title
from sim.present.figures.drawn_figure import DrawnFigure, dimensions, frame, quantities
from sim.present.figures.quantities import capital, factor_label
from sim.present.figures.rows import dots, name_rows, stripes, value_axis
from sim.present.figures.stored_sweep import StoredSweep
from sim.present.figures.style import blank, colours, finish, house_style, legend_of, panel_title, zero_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLUMNS = (
    "outcome", "outcome_label", "unit", "of", "factor", "factor_label", "mu", "mu_star", "mu_star_low", "mu_star_high", "sigma", "luck",
    "trajectories", "left_out", "seeds",
)  # fmt: skip
"""Of the table drawn; all but the last three numbers in `unit`, for a step across the whole range."""
MOST_FACTORS = 20
"""Factors drawn, by the largest mu* as a part of its panel's largest; all are in the table."""


def plot_screening(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
    """The figure of a table with COLUMNS, and the table as it is drawn: a panel for each outcome and what is looked at of it."""
    drawn = table.loc[:, list(COLUMNS)].reset_index(drop=True)
    panels = list(dict.fromkeys(zip(drawn["outcome"], drawn["of"], strict=True)))
    tops = drawn.groupby(["outcome", "of"])["mu_star"].transform("max")
    part = (drawn["mu_star"] / tops.where(tops > 0.0, 1.0)).groupby(drawn["factor"]).max()
    order = sorted(part.index, key=lambda name: (-part[name], name))[:MOST_FACTORS]
    labels = dict(zip(drawn["factor"], drawn["factor_label"], strict=True))
    columns = min(2, len(panels))
    rows = -(-len(panels) // columns)
    with house_style():
        figure = blank(rows * (0.205 * len(order) + 0.85) + 0.25)
        grid = figure.subplots(rows, columns, squeeze=False)
        for number, axes in enumerate(grid.flat):
            if number >= len(panels):
                axes.set_visible(False)
                continue
            outcome, of = panels[number]
            here = drawn[(drawn["outcome"] == outcome) & (drawn["of"] == of)].set_index("factor").reindex(order)
            at = np.arange(len(order), dtype=float)
            stripes(axes, len(order))
            zero_line(axes)
            luck = here["luck"].to_numpy(dtype=float)
            axes.vlines(luck, at - 0.45, at + 0.45, color="0.6", linewidth=1.4, linestyle=":", label="what luck alone would show")
            axes.plot(
                here["sigma"], at, linestyle="", marker="s", markersize=3.6, markerfacecolor="white", markeredgecolor=colours(2)[1],
                label="σ: how far it varies, by interactions and curves",
            )
            columns_drawn = ("mu_star", "mu_star_low", "mu_star_high")
            dots(axes, at, here, columns_drawn, colours(1)[0], label="μ*: mean size of the effect")
            name_rows(axes, [capital(labels[name]) if number % columns == 0 else "" for name in order])
            panel_title(axes, capital(here["outcome_label"].dropna().iloc[0]) + ("" if of == "level" else f": {of}"), 2.4)
            value_axis(axes, f"{here['unit'].dropna().iloc[0]}, across the range")
        finish(figure, title, caption, legend_of(grid[0, 0], 3, reverse=True))
    return figure, drawn


# --------------------------------------------------------------------------------------------------- of a sweep


def draw_screening(held: StoredSweep) -> list[DrawnFigure]:
    """Elementary effects of levels, and of what each arm adds."""
    names = dimensions(held)
    assert held.design.coordinates is not None
    rows: list[tuple[Any, ...]] = []
    missing = trajectories = 0
    for of in quantities(held)[:2]:
        for look in held.looks:
            found = screening(held.design.coordinates, held.looked_at(of.name, look), names, leave_out=True)
            missing, trajectories = max(missing, found.left_out), found.trajectories + found.left_out
            for place, name in enumerate(names):
                sides = (found.mu, found.mu_star, found.mu_star_low, found.mu_star_high, found.sigma, found.luck)
                numbers = [float(of.factor * one[place]) for one in sides]
                counts = (found.trajectories, found.left_out, found.replicates)
                rows.append((of.name, of.label, of.change, look.said, name, factor_label(name), *numbers, *counts))
    said = (
        f"{trajectories - missing:,} trajectories. {left_out(missing, trajectories, 'trajectories')} "
        "Lines: 95 % of bootstrap over trajectories. "
        f"The {min(MOST_FACTORS, len(names))} largest of {len(names)} factors are drawn."
    )
    table = frame(rows, COLUMNS)
    drawn = plot_screening(table, title(held, "Which parameters matter at all"), caption(held, said))
    return [DrawnFigure("screening", *drawn)]
