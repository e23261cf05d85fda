"""Arms side by side: what each adds, what it costs the public, and what a yuan of it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.present.figures.quantities import capital
from sim.present.figures.rows import dots, name_rows, numbers_beside, stripes, value_axis
from sim.present.figures.style import INK, QUIET, WIDTH, blank, colours, finish, house_style, panel_title, zero_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ("arm", "arm_label", "measure", "measure_label", "unit", "kind", "value", "low", "high", "seeds", "worlds")
"""Of the table drawn: a row an arm and measure; `kind` is effect, outlay or cost. A cost per yuan that is not defined has no value."""

NAME = 34
"""Characters of a name on one line."""


def side_by_side(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
    """The figure of a table with COLUMNS, and the table as it is drawn: a row an arm, a panel a measure, most of the first on top."""
    drawn = table.loc[:, list(COLUMNS)].reset_index(drop=True)
    measures = list(drawn["measure"].unique())
    first = drawn[drawn["measure"] == measures[0]].set_index("arm")["value"]
    arms = sorted(first.index, key=lambda name: (-first[name], name))
    labels = dict(zip(drawn["arm"], drawn["arm_label"], strict=True))
    hue = dict(zip(("effect", "outlay", "cost"), (colours(3)[0], colours(4)[3], colours(3)[2]), strict=True))
    at = np.arange(len(arms), dtype=float)
    with house_style():
        figure = blank((0.3 if max(len(labels[name]) for name in arms) > NAME else 0.23) * len(arms) + 0.95)
        panels = figure.subplots(1, len(measures), squeeze=False, sharey=True)[0]
        for axes, measure in zip(panels, measures, strict=True):
            here = drawn[drawn["measure"] == measure].set_index("arm").reindex(arms)
            kind = here["kind"].dropna().iloc[0]
            stripes(axes, len(arms))
            if kind == "cost":
                axes.set_xscale("log")
                axes.axvline(1.0, color=INK, linewidth=0.8, zorder=1)
            else:
                zero_line(axes)
            value, low, high = (here[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
            dots(axes, at, here, ("value", "low", "high"), hue[kind])
            name_rows(axes, [capital(labels[name]) for name in arms], NAME)
            panel_title(axes, capital(here["measure_label"].dropna().iloc[0]), (WIDTH - 2.9) / len(measures) - 0.05)
            value_axis(axes, here["unit"].dropna().iloc[0], ticks=2)
            if kind == "cost":
                _decades(axes)
            numbers_beside(axes, at, value, (low > 0) | (high < 0), signed=kind == "effect")
            for place in at[~np.isfinite(value)]:
                axes.annotate(
                    "–", (1.0, place), xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points",
                    fontsize=6.8, va="center", color=QUIET,
                )  # fmt: skip
        panels[0].tick_params(axis="y", labelcolor=INK)
        finish(figure, title, caption)
    return figure, drawn


def _decades(axes: Axes) -> None:
    """Ticks of an axis of powers of ten: few, and written out."""
    from matplotlib.ticker import LogLocator, NullLocator

    axes.xaxis.set_major_locator(LogLocator(numticks=5))
    axes.xaxis.set_minor_locator(NullLocator())
