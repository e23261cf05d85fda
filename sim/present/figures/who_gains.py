"""Who gains: what an arm adds to the income of groups of households that were fixed before it began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.present.figures.quantities import capital
from sim.present.figures.style import (
    WIDTH,
    blank,
    colours,
    finish,
    house_style,
    legend_of,
    panel_title,
    thousands,
    value_label,
    zero_line,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLUMNS = ("measure", "unit", "arm", "grouping", "group", "place", "gain", "low", "high", "households", "seeds")
"""Of the table drawn: `gain` of a group with its bounds in `unit`; `place` orders the groups of a grouping, `households` is their share."""


def who_gains(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
    """The figure of a table with COLUMNS, and the table as it is drawn: measures in rows, a panel for each grouping, arms in colours."""
    drawn = table.loc[:, list(COLUMNS)].reset_index(drop=True)
    measures, groupings, arms = (list(drawn[name].unique()) for name in ("measure", "grouping", "arm"))
    named = {one: drawn[drawn["grouping"] == one].drop_duplicates("place").sort_values("place") for one in groupings}
    # A panel is as wide as its groups and their names need.
    sizes = [max(len(one), 0.45 * sum(len(name) + 1 for name in one["group"])) for one in named.values()]
    with house_style():
        figure = blank(1.95 * len(measures) + 0.35)
        grid = figure.subplots(len(measures), len(groupings), squeeze=False, sharey="row", width_ratios=sizes)
        for row, measure in enumerate(measures):
            for column, grouping in enumerate(groupings):
                axes = grid[row, column]
                here = drawn[(drawn["measure"] == measure) & (drawn["grouping"] == grouping)]
                zero_line(axes, vertical=False)
                for number, (arm, colour) in enumerate(zip(arms, colours(len(arms)), strict=True)):
                    part = here[here["arm"] == arm].sort_values("place")
                    x = part["place"].to_numpy(dtype=float) + (number - (len(arms) - 1) / 2.0) * 0.6 / max(len(arms), 2)
                    gain, low, high = (part[name].to_numpy(dtype=float) for name in ("gain", "low", "high"))
                    known = np.isfinite(low) & np.isfinite(high)
                    axes.vlines(x[known], low[known], high[known], color=colour, linewidth=1.3)
                    axes.plot(x, gain, "o", color=colour, markersize=4.2, label=capital(arm))
                groups = named[grouping]
                axes.set_xticks(groups["place"], groups["group"] if row == len(measures) - 1 else [""] * len(groups))
                axes.grid(axis="x", visible=False)
                axes.set_xlim(-0.6, len(groups) - 0.4)
                thousands(axes.yaxis)
                if row == 0:
                    panel_title(axes, capital(grouping), (WIDTH - 0.9) * sizes[column] / sum(sizes))
                if column == 0:
                    value_label(axes, capital(measure), here["unit"].iloc[0], 1.6)
        legend = legend_of(grid[0, 0], 3) if len(arms) > 1 else None
        finish(figure, title, caption, legend)
    return figure, drawn
