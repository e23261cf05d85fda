"""Robustness: what is lost by having chosen an arm, over the worlds nobody can choose, and in how many it does any good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.present.figures.quantities import capital
from sim.present.figures.rows import name_rows, stripes, value_axis
from sim.present.figures.style import blank, colours, finish, house_style, legend_of, panel_title, zero_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLUMNS = (
    "outcome", "outcome_label", "unit", "better", "arm", "mean_regret", "ninth_regret", "most_regret", "best", "tied", "gains",
    "gains_in_all", "worlds", "left_out", "seeds",
)  # fmt: skip
"""Of the table drawn: regret in `unit`; `best`, `tied`, `gains` (does better than no policy) and `gains_in_all` as shares of worlds."""


def robustness(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
    """The figure of a table with COLUMNS, and the table as it is drawn.

    A row of panels for each outcome: regret of each arm (mean, ninth tenth, worst world), and shares of worlds: in which it is best or
    cannot be told from the best, and in which it does better than no policy.
    """
    drawn = table.loc[:, list(COLUMNS)].reset_index(drop=True)
    outcomes = list(drawn["outcome"].unique())
    first = drawn[drawn["outcome"] == outcomes[0]].set_index("arm")["mean_regret"]
    arms = sorted(first.index, key=lambda name: (first[name], name))
    blue, orange = colours(2)
    with house_style():
        figure = blank(len(outcomes) * (0.25 * len(arms) + 0.75) + 0.25)
        grid = figure.subplots(len(outcomes), 2, squeeze=False, sharey=True, width_ratios=(1.2, 1.0))
        at = np.arange(len(arms), dtype=float)
        for (left, right), outcome in zip(grid, outcomes, strict=True):
            here = drawn[drawn["outcome"] == outcome].set_index("arm").reindex(arms)
            for axes in (left, right):
                stripes(axes, len(arms))
                name_rows(axes, [capital(name) for name in arms])
            zero_line(left)
            mean, ninth, most = (here[name].to_numpy(dtype=float) for name in ("mean_regret", "ninth_regret", "most_regret"))
            left.hlines(at, mean, most, color=blue, linewidth=0.9, zorder=2)
            left.hlines(at, mean, ninth, color=blue, linewidth=2.6, zorder=2)
            left.plot(mean, at, "o", color=blue, markersize=5, zorder=3)
            left.plot(most, at, "|", color=blue, markersize=6, zorder=3)
            panel_title(left, f"{capital(here['outcome_label'].iloc[0])}: regret", 3.0)
            value_axis(left, f"{here['unit'].iloc[0]} lost against the best arm of each world")
            best, tied = (100.0 * np.nan_to_num(here[name].to_numpy(dtype=float)) for name in ("best", "tied"))
            right.barh(at - 0.17, best, height=0.3, color=orange, linewidth=0, label="best")
            right.barh(at - 0.17, tied, left=best, height=0.3, color=orange, alpha=0.4, linewidth=0, label="not told from the best")
            gains = 100.0 * here["gains"].to_numpy(dtype=float)
            right.barh(at + 0.17, gains, height=0.3, color="0.65", linewidth=0, label="better than no policy")
            right.set_xlim(0, 100)
            right.set_title("Share of worlds")
            value_axis(right, "% of worlds", room=0.0)
        finish(figure, title, caption, legend_of(grid[0, 1], 3))
    return figure, drawn
