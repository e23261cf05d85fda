"""Who gains: what an arm adds to the income of groups of households that were fixed before it began."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compute.design import NONE
from sim.methods.statistics.group_gains import MEASURES, Pair, gains_by_group
from sim.present.figures.captions import caption, intervals, title
from sim.present.figures.drawn_figure import DrawnFigure, NotDrawn, frame
from sim.present.figures.quantities import capital
from sim.present.figures.stored_sweep import StoredSweep
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


def plot_who_gains(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
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


# --------------------------------------------------------------------------------------------------- of a sweep


def draw_who_gains(held: StoredSweep) -> list[DrawnFigure]:
    """What each arm adds to the income of a person in the last year, by groups of households fixed on the first day."""
    if held.design.experiment.households == "none":
        raise NotDrawn("who_gains: households of each year are needed: write households: yearly")
    pairs: dict[str, list[Pair]] = {arm: [] for arm in held.arms}
    year = _last_whole_year(held)
    for by_arm in held.households(year):
        for arm in held.arms:
            without, with_it = ({name: of[0] for name, of in by_arm[one].panel.items()} for one in (NONE, arm))
            pairs[arm].append(Pair(by_arm[NONE].traits, without, with_it))
    rows: list[tuple[Any, ...]] = []
    found = {arm: gains_by_group(of) for arm, of in pairs.items() if of}
    if not found:
        raise NotDrawn("who_gains: in no point and seed did every arm run")
    for place, measure in enumerate(MEASURES):
        for arm, groupings in found.items():
            for one in groupings:
                for number, group in enumerate(one.grouping.groups):
                    numbers = [float(side[place, number]) for side in one.gains[:3]]
                    rows.append(
                        (measure, "CNY a person a year", arm, one.grouping.name, group, number, *numbers, float(one.households[number]),
                         int(one.gains.n[place, number]))
                    )  # fmt: skip
    of = "mean over persons of a group, with the arm less without it, mean over counties of each seed"
    lines = intervals(held, of) if held.design.points == 1 else f"Dots: {of}; lines: 95 % intervals of the mean over points and seeds."
    said = f"{lines} Groups are fixed on the first day."
    drawn = plot_who_gains(frame(rows, COLUMNS), title(held, "Who gains"), caption(held, said, step=str(year)))
    return [DrawnFigure("who_gains", *drawn)]


def _last_whole_year(held: StoredSweep) -> int:
    """The last calendar year of which the horizon holds every month."""
    experiment = held.design.experiment
    end = experiment.start.plus(experiment.months - 1)
    last = end.year if end.month == 12 else end.year - 1
    if (last, 1) < (experiment.start.year, experiment.start.month):
        raise NotDrawn("who_gains: the horizon holds no whole calendar year")
    return last
