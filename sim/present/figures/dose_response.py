"""Dose and response: what each level of a lever or a parameter does to an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compute.design import Factor
from sim.methods.statistics.effects import NotPaired, by_bins, dose_response
from sim.methods.statistics.means import Estimates
from sim.present.figures.captions import caption, intervals, title
from sim.present.figures.drawn_figure import (
    MOST_OUTCOMES,
    DrawnFigure,
    chosen,
    figure_of_each_look,
    frame,
    quantities,
    scaled,
)
from sim.present.figures.quantities import Quantity, capital, factor_label, factor_unit
from sim.present.figures.rows import dots, name_rows, numbers_beside, spread_axis, stripes, value_axis
from sim.present.figures.stored_sweep import Look, StoredSweep
from sim.present.figures.style import (
    WIDTH,
    Legend,
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
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = (
    "outcome", "outcome_label", "unit", "factor", "factor_label", "factor_unit", "level", "share_of_range", "effect", "low", "high",
    "seeds",
)  # fmt: skip
"""Of the table drawn: `effect` of `level` with its bounds in `unit`; `share_of_range` is where the level stands in the range, 0 to 1."""
MOST_CURVES = 5
"""Factors drawn as curves side by side; more are drawn in rows, the doses as dots."""
MOST_SIDE_BY_SIDE = 2
"""Outcomes that fit beside one another where factors are in rows."""


def plot_dose_response(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
    """The figure of a table with COLUMNS, and the table in the order in which it is drawn.

    Few factors: a curve each, outcomes below one another. Many: a row each, the one that does most to the first outcome on top, its
    doses as dots from light to dark, and the effect of the highest dose in figures.
    """
    drawn = table.loc[:, list(COLUMNS)]
    order = _order(drawn)
    with house_style():
        figure, legend = (_curves(drawn, order), None) if len(order) <= MOST_CURVES else _rows(drawn, order)
        finish(figure, title, caption, legend)
    place = {factor: number for number, factor in enumerate(order)}
    outcomes = {name: number for number, name in enumerate(drawn["outcome"].unique())}
    keys = drawn.assign(_outcome=drawn["outcome"].map(outcomes), _factor=drawn["factor"].map(place))
    return figure, keys.sort_values(["_outcome", "_factor", "level"], kind="stable").loc[:, list(COLUMNS)].reset_index(drop=True)


def _order(table: pd.DataFrame) -> list[str]:
    """Factors by what their highest dose does to the first outcome, most first; names settle ties."""
    first = table[table["outcome"] == table["outcome"].iloc[0]]
    highest = first.sort_values("level", kind="stable").groupby("factor")["effect"].last()
    missing = [name for name in table["factor"].unique() if name not in highest.index]
    return sorted(highest.index, key=lambda name: (-highest[name], name)) + missing


def _curves(table: pd.DataFrame, order: list[str]) -> Figure:
    outcomes = list(table["outcome"].unique())
    figure = blank(1.75 * len(outcomes) + 0.2)
    grid = figure.subplots(len(outcomes), len(order), squeeze=False, sharex="col", sharey="row")
    for row, outcome in enumerate(outcomes):
        for column, factor in enumerate(order):
            axes: Axes = grid[row, column]
            here = table[(table["outcome"] == outcome) & (table["factor"] == factor)].sort_values("level")
            _curve(axes, here, colours(len(outcomes))[row])
            if row == 0 and len(here):
                panel_title(axes, capital(here["factor_label"].iloc[0]), (WIDTH - 0.8) / len(order))
            if row == len(outcomes) - 1 and len(here):
                axes.set_xlabel(here["factor_unit"].iloc[0])
            if column == 0:
                said = table[table["outcome"] == outcome].iloc[0]
                value_label(axes, capital(said["outcome_label"]), said["unit"], 1.5)
    return figure


def _curve(axes: Axes, here: pd.DataFrame, colour: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    x, y, low, high = (here[name].to_numpy(dtype=float) for name in ("level", "effect", "low", "high"))
    zero_line(axes, vertical=False)
    axes.fill_between(x, low, high, color=colour, alpha=0.22, linewidth=0)
    axes.plot(x, y, color=colour, marker="o", markersize=3.5, linewidth=1.5)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    thousands(axes.xaxis)
    thousands(axes.yaxis)


def _rows(table: pd.DataFrame, order: list[str]) -> tuple[Figure, Legend]:
    import seaborn as sns

    # The lowest level is what the others are held against, and adds nothing.
    table = table[table["level"] > table.groupby("factor")["level"].transform("min")]
    outcomes = list(table["outcome"].unique())[:MOST_SIDE_BY_SIDE]
    table = table[table["outcome"].isin(outcomes)]
    figure = blank(0.205 * len(order) + 0.85)
    panels = figure.subplots(1, len(outcomes), squeeze=False, sharey=True)[0]
    labels = dict(zip(table["factor"], table["factor_label"], strict=True))
    rank = table.groupby(["outcome", "factor"])["level"].rank(method="dense").to_numpy(dtype=int)
    doses = int(rank.max())
    shades = sns.color_palette("ch:s=.25,rot=-.25,dark=.25,light=.75", doses)
    at = np.array([order.index(name) for name in table["factor"]], dtype=float)
    for axes, outcome in zip(panels, outcomes, strict=True):
        stripes(axes, len(order))
        zero_line(axes)
        for dose in range(1, doses + 1):
            here = ((table["outcome"] == outcome) & (rank == dose)).to_numpy()
            part = table[here]
            spread = 0.5 / doses
            height = at[here] + (dose - (doses + 1) / 2.0) * spread
            dots(axes, height, part, ("effect", "low", "high"), shades[dose - 1], size=3.2, label=_dose_said(dose, doses))
        name_rows(axes, [capital(labels[name]) for name in order])
        said = table[table["outcome"] == outcome]
        panel_title(axes, capital(said["outcome_label"].iloc[0]), (WIDTH - 2.5) / len(outcomes) - 0.1)
        value_axis(axes, said["unit"].iloc[0], ticks=4)
        spread_axis(axes, said, ("effect",), said["unit"].iloc[0])
        top = said.sort_values("level", kind="stable").groupby("factor").last().reindex(order)
        sure = ((top["low"] > 0) | (top["high"] < 0)).to_numpy(dtype=bool)
        numbers_beside(axes, np.arange(len(order), dtype=float), top["effect"].to_numpy(dtype=float), sure)
    return figure, legend_of(panels[0], doses)


def _dose_said(dose: int, doses: int) -> str:
    if doses == 1:
        return "the dose"
    return {1: "lowest dose", doses: "highest dose (in figures)"}.get(dose, f"dose {dose}")


# --------------------------------------------------------------------------------------------------- of a sweep


BINS = 8
"""Parts of a factor's range in designs that fill space."""


def draw_dose_response(held: StoredSweep) -> list[DrawnFigure]:
    """What each level of each factor that can be chosen adds: a figure without arms, else one for each arm less no policy."""
    return [_dose(held, look, name) for look, name in figure_of_each_look(held, "dose_response")]


def _dose(held: StoredSweep, look: Look, name: str) -> DrawnFigure:
    rows: list[tuple[Any, ...]] = []
    binned = False
    most = MOST_OUTCOMES if len(chosen(held)) <= MOST_CURVES else MOST_SIDE_BY_SIDE
    for of in quantities(held)[:most]:
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
    table = frame(rows, COLUMNS)
    drawn = plot_dose_response(table, title(held, "What each lever adds, by dose"), caption(held, of_what, said))
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
