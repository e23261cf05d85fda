"""Arms side by side: what each adds, what it costs the public, and what a yuan of it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compute.design import NONE
from sim.methods.statistics.means import Estimates, over_seeds
from sim.methods.statistics.ratios import ratio_over_seeds
from sim.present.figures.captions import caption, intervals, title
from sim.present.figures.drawn_figure import DrawnFigure, NotDrawn, frame, quantities
from sim.present.figures.quantities import capital
from sim.present.figures.rows import dots, name_rows, numbers_beside, stripes, value_axis
from sim.present.figures.stored_sweep import StoredSweep
from sim.present.figures.style import INK, QUIET, WIDTH, blank, colours, finish, house_style, panel_title, zero_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ("arm", "arm_label", "measure", "measure_label", "unit", "kind", "value", "low", "high", "seeds", "worlds")
"""Of the table drawn: a row an arm and measure; `kind` is effect, outlay or cost. A cost per yuan that is not defined has no value."""

NAME = 34
"""Characters of a name on one line."""


def plot_side_by_side(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
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


# --------------------------------------------------------------------------------------------------- of a sweep


OUTLAY, REAL, INCOME = "public_outlay", "real_income_person", "income_person"
MOST_EFFECTS = 2
"""Outcomes beside outlay and cost, so that twenty arms fit a page."""


def draw_side_by_side(held: StoredSweep) -> list[DrawnFigure]:
    """What each arm adds, what it costs over the horizon, and what a yuan of extra income costs."""
    if held.design.experiment.time_step != "yearly" or OUTLAY not in held.design.experiment.outcomes:
        raise NotDrawn("side_by_side: outlay is added up over the years: write time_step: yearly, and public_outlay under outcomes")
    rows: list[tuple[Any, ...]] = []
    looks = held.looks[1:]
    worlds, seeds = held.design.points, held.design.replicates

    def row(arm: str, measure: str, label: str, unit: str, kind: str, found: Estimates) -> None:
        numbers = [float(one) for one in (found.mean, found.low, found.high)]
        named = capital(arm) + (" (changes nothing)" if arm in held.unmoved else "")
        rows.append((arm, named, measure, label, unit, kind, *numbers, seeds, worlds))

    for of in quantities(held)[:MOST_EFFECTS]:
        for look in looks:
            row(look.arm, of.name, f"{of.label}, {held.steps[-1]}", of.change, "effect", _over(of.factor * held.looked_at(of.name, look)))
    income = next((one for one in (REAL, INCOME) if one in held.design.experiment.outcomes), None)
    persons = held.design.experiment.scenario.county.people.household_size.mean
    for look in looks:
        spent = _all_years(held, OUTLAY, look.arm)
        row(look.arm, OUTLAY, "public money, all years", "CNY a household", "outlay", _over(spent))
        if income is not None:
            gained = persons * _all_years(held, income, look.arm)
            label = f"cost of a yuan of {'real ' if income == REAL else ''}income, all years"
            row(look.arm, "cost_per_yuan", label, "CNY per CNY", "cost", _ratio(spent, gained))
    said = (
        f"{_lines(held)} Cost: public money over extra income of all years, {persons:g} persons a household, Fieller's interval; "
        "left of the line at 1 an arm adds more than it costs; – where no gain can be told."
    )
    table = frame(rows, COLUMNS)
    drawn = plot_side_by_side(table, title(held, "Arms side by side"), caption(held, said))
    return [DrawnFigure("side_by_side", *drawn)]


def _all_years(held: StoredSweep, outcome: str, arm: str) -> np.ndarray:
    """What an arm adds to an outcome, added up over all years [points, replicates]; a state counts once a year."""
    years = [held.responses(outcome, step).difference(arm, NONE) for step in held.steps]
    return np.asarray(np.sum(years, axis=0))


def _over(values: np.ndarray) -> Estimates:
    """Mean and interval over seeds at one point; over several points the mean, and the central range of points."""
    if len(values) == 1:
        return Estimates(*(np.asarray(one)[0] for one in over_seeds(values)))
    by_point = np.nanmean(values, axis=1) if np.isfinite(values).any(axis=1).all() else over_seeds(values).mean
    kept = by_point[np.isfinite(by_point)]
    low, high = np.quantile(kept, [0.025, 0.975])
    return Estimates(kept.mean(), low, high, np.asarray(len(kept)))


def _ratio(spent: np.ndarray, gained: np.ndarray) -> Estimates:
    """Cost over gain over seeds, or over points where there are several; not defined where no gain can be told."""
    if len(spent) == 1:
        found = ratio_over_seeds(spent[0], gained[0])
    else:
        found = ratio_over_seeds(over_seeds(spent).mean, over_seeds(gained).mean)
    if not found.mean > 0.0:
        gap = np.asarray(np.nan)
        return Estimates(gap, gap, gap, found.n)
    return found


def _lines(held: StoredSweep) -> str:
    if held.design.points == 1:
        return intervals(held)
    return f"Dots: mean over {held.design.points:,} points; lines: central 95 % of points, each the mean over its seeds."
