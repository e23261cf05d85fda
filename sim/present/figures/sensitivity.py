"""Sensitivity: Sobol' indices, which parameters an outcome hangs on, and how much of its spread is luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.methods.statistics.sobol import SEED, Indices, Sobol, sobol_indices
from sim.present.figures.captions import caption, left_out, title
from sim.present.figures.drawn_figure import DrawnFigure, dimensions, frame, quantities
from sim.present.figures.quantities import Quantity, capital, factor_label
from sim.present.figures.rows import dots, name_rows, stripes, value_axis
from sim.present.figures.stored_sweep import StoredSweep
from sim.present.figures.style import INK, Legend, blank, colours, finish, house_style, panel_title, zero_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = (
    "outcome", "outcome_label", "of", "scale", "factor", "factor_label", "first", "first_low", "first_high",
    "total", "total_low", "total_high", "blocks", "left_out", "seeds",
)  # fmt: skip
"""Of the table drawn: `of` is "level" or a difference of arms; `scale` is "mean over seeds" or "one run", of which `seed` is a factor."""
MEAN, RUN = "mean over seeds", "one run"
MOST_FACTORS = 12
"""Factors drawn, by their largest total order in any panel; all are in the table."""
READ = (-0.5, 1.4)
"""Shares that a panel shows at most: an interval that reaches further tells nothing, and would squeeze those that do."""


def plot_sensitivity(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
    """The figure of a table with COLUMNS, and the table as it is drawn.

    A panel for each outcome and what is looked at. Above, the variance of one run as a bar: parameters and luck. Below, shares of the
    variance of the mean over seeds by factor: first order (alone) as a bar, total order (with all its interactions) as a dot.
    """
    drawn = table.loc[:, list(COLUMNS)].reset_index(drop=True)
    panels = list(dict.fromkeys(zip(drawn["outcome"], drawn["of"], strict=True)))
    means = drawn[drawn["scale"] == MEAN]
    largest = means.groupby("factor")["total"].max()
    order = sorted(largest.index, key=lambda name: (-np.nan_to_num(largest[name]), name))[:MOST_FACTORS]
    labels = dict(zip(drawn["factor"], drawn["factor_label"], strict=True))
    columns = min(2, len(panels))
    rows = -(-len(panels) // columns)
    with_luck = bool((drawn["scale"] == RUN).any())
    tall = 0.2 * len(order) + 0.5
    with house_style():
        figure = blank(rows * (tall + (0.85 if with_luck else 0.45)) + 0.3)
        heights = ([0.3, tall] if with_luck else [tall]) * rows
        grid = figure.subplots(len(heights), columns, squeeze=False, height_ratios=heights)
        each = len(heights) // rows
        for number in range(rows * columns):
            block = grid[number // columns * each : number // columns * each + each, number % columns]
            if number >= len(panels):
                for axes in block:
                    axes.set_visible(False)
                continue
            outcome, of = panels[number]
            here = drawn[(drawn["outcome"] == outcome) & (drawn["of"] == of)]
            if with_luck:
                _luck(block[0], here[here["scale"] == RUN])
            panel_title(block[0], capital(here["outcome_label"].iloc[0]) + ("" if of == "level" else f": {of}"), 2.1)
            _indices(block[-1], here[here["scale"] == MEAN], order, labels, number % columns == 0)
        finish(figure, title, caption, _legend())
    return figure, drawn


def _indices(axes: Axes, here: pd.DataFrame, order: list[str], labels: dict[str, str], named: bool) -> None:
    found = here.set_index("factor").reindex(order)
    at = np.arange(len(order), dtype=float)
    stripes(axes, len(order))
    zero_line(axes)
    axes.barh(at, found["first"].to_numpy(dtype=float), height=0.52, color=colours(1)[0], alpha=0.55, linewidth=0, zorder=1.5)
    known = np.isfinite(found["first_low"].to_numpy(dtype=float))
    axes.hlines(at[known], found["first_low"][known], found["first_high"][known], color=colours(1)[0], linewidth=2.2, zorder=2)
    dots(axes, at, found, ("total", "total_low", "total_high"), INK, size=3.6)
    if found["total"].isna().all():
        axes.text(0.5, 0.5, "luck hides what parameters do:\nmore points and seeds would show it", transform=axes.transAxes, fontsize=7.5,
            ha="center", va="center", color="0.4")  # fmt: skip
    name_rows(axes, [capital(labels[name]) if named else "" for name in order])
    value_axis(axes, "share of the variance of the mean over seeds")
    axes.set_xlim(max(READ[0], min(-0.02, axes.get_xlim()[0])), min(READ[1], max(0.3, axes.get_xlim()[1])))


def _luck(axes: Axes, here: pd.DataFrame) -> None:
    """The variance of one run: parameters, then luck."""
    seed = here[here["factor"] == "seed"]
    luck = float(seed["total"].iloc[0]) if len(seed) else float("nan")
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(0.0, 1.0)
    if not np.isfinite(luck):
        axes.text(0.0, 0.5, "nothing varies", fontsize=7.5, va="center", color="0.4")
        return
    luck = min(max(luck, 0.0), 1.0)
    axes.barh(0.72, 1.0 - luck, height=0.56, color=colours(1)[0], linewidth=0)
    axes.barh(0.72, luck, left=1.0 - luck, height=0.56, color="0.7", linewidth=0)
    low, high = (float(seed[name].iloc[0]) for name in ("total_low", "total_high"))
    low, high = (min(max(one, 0.0), 1.0) for one in (low, high))
    axes.text(0.0, 0.3, f"luck {luck:.0%} ({low:.0%} to {high:.0%}), parameters {1.0 - luck:.0%}", fontsize=6.5, va="top", color="0.35")


def _legend() -> Legend:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Patch(color=colours(1)[0], alpha=0.55, linewidth=0),
        Line2D([], [], marker="o", color=INK, markersize=3.6, linewidth=1.1),
    ]
    return Legend(handles, ["first order: alone", "total order: with all interactions"], 2)


# --------------------------------------------------------------------------------------------------- of a sweep


def draw_sensitivity(held: StoredSweep) -> list[DrawnFigure]:
    """First and total order indices of levels, and of what each arm adds; how much of one run is luck."""
    names = dimensions(held)
    rows: list[tuple[Any, ...]] = []
    missing = blocks = 0
    for of in quantities(held)[:2]:
        for look in held.looks:
            a, b, ab = saltelli_blocks(held.looked_at(of.name, look), len(names))
            found = sobol_indices(a, b, ab, names, leave_out=True)
            missing, blocks = max(missing, found.left_out), found.blocks + found.left_out
            rows += _index_rows(of, look.said, found)
    seeds = held.design.replicates
    luck = (
        f"Bars on top: variance of one run; luck is what varies between {seeds} seeds at the same point. "
        "The shares below are those of means over seeds, luck taken out."
        if seeds > 1
        else "One seed: luck is not told apart, and the indices hold for this seed."
    )
    said = (
        f"{blocks - missing:,} blocks. {left_out(missing, blocks, 'blocks')} Lines: 95 % of bootstrap over blocks, cut at the panel. "
        f"{luck} Parameters are drawn evenly over their declared ranges, a choice and no finding."
        f"{_most(len(names))}"
    )
    table = frame(rows, COLUMNS)
    drawn = plot_sensitivity(table, title(held, "What matters most, and how much is luck"), caption(held, said))
    return [DrawnFigure("sensitivity", *drawn)]


def saltelli_blocks(values: np.ndarray, factors: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values [N (k + 2), R] in the order of `sim.compute.design.points.saltelli` as a, b [N, R] and ab [k, N, R]."""
    by_block = values.reshape(-1, factors + 2, values.shape[1])
    return by_block[:, 0], by_block[:, -1], np.moveaxis(by_block[:, 1:-1], 1, 0)


def _most(factors: int) -> str:
    """A sentence on the factors that are not drawn, or nothing where all are."""
    most = MOST_FACTORS
    return f" Drawn: the {most} of {factors} with the largest total order in any panel." if factors > most else ""


def _index_rows(of: Quantity, said: str, found: Sobol) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    scales: list[tuple[str, Indices | None]] = [(MEAN, found.of_mean), (RUN, found.of_run)]
    for scale, indices in scales:
        if indices is None:
            continue
        for place, name in enumerate(indices.names):
            label = "luck (the seed)" if name == SEED else factor_label(name)
            numbers = [float(side[place]) for side in indices[1:]]
            rows.append((of.name, of.label, said, scale, name, label, *numbers, found.blocks, found.left_out, found.replicates))
    return rows
