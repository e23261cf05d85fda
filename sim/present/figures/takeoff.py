"""Take-off: the model's years beside what was published of the nation."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.present.figures.captions import caption, title
from sim.present.figures.drawn_figure import DrawnFigure, NotDrawn, frame
from sim.present.figures.national_series import SERIES, SeriesComparison
from sim.present.figures.quantities import capital
from sim.present.figures.stored_sweep import StoredSweep
from sim.present.figures.style import INK, Legend, blank, colours, finish, house_style, panel_title, thousands

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ("panel", "unit", "kind", "arm", "year_end", "value", "low", "high", "verified", "given", "source", "runs")
"""Of the table drawn: `kind` is model or published; `year_end` counts years so that 2014.0 is the end of 2014; low and high are the range
over runs, or over readings of a published number; `given` says that the model was given or tuned to the series."""


def plot_takeoff(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
    """The figure of a table with COLUMNS, and the table as it is drawn: a panel for each quantity, in their order."""
    drawn = table.loc[:, list(COLUMNS)].reset_index(drop=True)
    panels = list(drawn["panel"].unique())
    arms = [one for one in drawn["arm"].unique() if one]
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    with house_style():
        figure = blank(1.72 * rows + 0.3)
        grid = figure.subplots(rows, columns, squeeze=False, sharex=True)
        for number, axes in enumerate(grid.flat):
            if number >= len(panels):
                axes.set_visible(False)
                continue
            _panel(axes, drawn[drawn["panel"] == panels[number]], arms)
            if number + columns >= len(panels):
                axes.tick_params(labelbottom=True)
        finish(figure, title, caption, _legend(arms))
    return figure, drawn


def _panel(axes: Axes, here: pd.DataFrame, arms: list[str]) -> None:
    from matplotlib.ticker import MaxNLocator

    for colour, arm in zip(colours(len(arms)), arms, strict=True):
        model = here[(here["kind"] == "model") & (here["arm"] == arm)].sort_values("year_end")
        years = model["year_end"]
        axes.fill_between(years, model["low"], model["high"], color=colour, alpha=0.25, linewidth=0)
        axes.plot(years, model["value"], color=colour, linewidth=1.6, clip_on=False)
    published = here[here["kind"] == "published"]
    given = bool(len(published)) and bool((published["given"] == "yes").all())
    for one in published.itertuples():
        if one.high > one.low:
            axes.plot([one.year_end] * 2, [one.low, one.high], color=INK, linewidth=0.9, zorder=4)
        axes.plot(
            [one.year_end], [one.value], linestyle="", marker="o", markersize=4, markeredgecolor=INK, markeredgewidth=0.9, zorder=5,
            markerfacecolor=INK if one.verified == "yes" else "white",
        )  # fmt: skip
    panel_title(axes, capital(here["panel"].iloc[0]) + (" (given)" if given else ""), 1.75)
    axes.set_ylabel("\n".join(textwrap.wrap(here["unit"].iloc[0], 22)))
    axes.set_ylim(0, 1.1 * float(here[["value", "high"]].max().max()) or 1.0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    thousands(axes.yaxis)


def _legend(arms: list[str]) -> Legend:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    dot: dict[str, Any] = {"linestyle": "", "marker": "o", "markersize": 4.5, "markeredgecolor": INK}
    several = len(arms) > 1
    handles: list[Any] = [Line2D([], [], color=colour, linewidth=1.6) for colour in colours(len(arms))]
    labels = [capital(arm) if several else "model: mean over runs" for arm in arms]
    handles += [Patch(color=colours(1)[0], alpha=0.25, linewidth=0)]
    handles += [Line2D([], [], markerfacecolor=INK, **dot), Line2D([], [], markerfacecolor="white", **dot)]
    labels += ["nine tenths of runs", "published, verified", "published, not verified"]
    return Legend(handles, labels, 4)


# --------------------------------------------------------------------------------------------------- of a sweep


NINE_TENTHS = (0.05, 0.95)


def draw_takeoff(held: StoredSweep) -> list[DrawnFigure]:
    """Every quantity of SERIES whose outcomes the experiment keeps, by year, over all points and seeds of each arm."""
    experiment = held.design.experiment
    if experiment.time_step != "yearly":
        raise NotDrawn("takeoff: the national series are by year: write time_step: yearly")
    there = [one for one in SERIES if set(one.needs) <= set(experiment.outcomes)]
    if not there:
        raise NotDrawn(f"takeoff: no national series is about these outcomes; one is about {' and '.join(SERIES[0].needs)}")
    rows: list[tuple[Any, ...]] = []
    years = [int(step) for step in held.steps]
    for one in there:
        for arm in held.design.arms:
            rows += _model(held, one, arm)
        for seen in one.published():
            if years[0] - 1 <= seen.year_end <= years[-1]:
                numbers = (seen.year_end, seen.value, seen.low, seen.high)
                said = ("yes" if seen.verified else "no", "yes" if one.given else "no", seen.source)
                rows.append((one.panel, one.unit, "published", "", *numbers, *said, 0))
    how = (
        "Lines: mean over runs; bands: nine tenths of runs. Dots: published numbers in the units of the model, with the range of their "
        "readings; given: the model was given the series."
    )
    table = frame(rows, COLUMNS)
    return [DrawnFigure("takeoff", *plot_takeoff(table, title(held, "Take-off beside the nation"), caption(held, how, step="")))]


def _model(held: StoredSweep, one: SeriesComparison, arm: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for step in held.steps:
        values = one.model({name: held.responses(name, step).of(arm) for name in one.needs})
        runs = values[np.isfinite(values)]
        if not len(runs):
            continue
        low, high = np.quantile(runs, NINE_TENTHS)
        # The mean of runs in the order of the design, so that it is the same wherever they ran.
        rows.append(
            (one.panel, one.unit, "model", arm, float(step), float(runs.mean()), float(low), float(high), "", "", "ruralsim", len(runs))
        )
    return rows
