"""Robustness: what is lost by having chosen an arm, over the worlds nobody can choose, and in how many it does any good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compute.design import NONE
from sim.methods.compare.result_tables import LOWER_IS_BETTER, NEITHER_BETTER
from sim.methods.statistics.robustness import regret, satisficing
from sim.present.figures.captions import caption, left_out, title
from sim.present.figures.drawn_figure import DrawnFigure, NotDrawn, frame, quantities
from sim.present.figures.quantities import capital
from sim.present.figures.rows import name_rows, stripes, value_axis
from sim.present.figures.stored_sweep import StoredSweep
from sim.present.figures.style import blank, colours, finish, house_style, legend_of, panel_title, zero_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLUMNS = (
    "outcome", "outcome_label", "unit", "better", "arm", "mean_regret", "ninth_regret", "most_regret", "best", "tied", "gains",
    "gains_in_all", "worlds", "left_out", "seeds",
)  # fmt: skip
"""Of the table drawn: regret in `unit`; `best`, `tied`, `gains` (does better than no policy) and `gains_in_all` as shares of worlds."""


def plot_robustness(table: pd.DataFrame, title: str, caption: str) -> tuple[Figure, pd.DataFrame]:
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


# --------------------------------------------------------------------------------------------------- of a sweep


NO_POLICY = "no policy"


def draw_robustness(held: StoredSweep) -> list[DrawnFigure]:
    """Regret of every arm, no policy among them, over the points of the design, and the share of points in which each does any good."""
    design = held.design
    arms = tuple(NO_POLICY if one == NONE else one for one in design.arms)
    judged = [of for of in quantities(held) if of.name not in NEITHER_BETTER][:2]
    if not judged:
        raise NotDrawn("robustness: of no outcome asked for is more or less better")
    values = {of.name: held.responses(of.name).values for of in judged}
    less = tuple(name for name in values if name in LOWER_IS_BETTER)
    base = design.arms.index(NONE)
    signs = {name: -1.0 if name in less else 1.0 for name in values}
    added = {name: signs[name] * (of - of[:, base : base + 1]) for name, of in values.items()}
    # Better than no policy: by more than rounding.
    good = satisficing(added, arms, {name: np.finfo(float).tiny for name in added}, leave_out=True)
    rows: list[tuple[Any, ...]] = []
    missing = worlds = 0
    for place, of in enumerate(judged):
        found = regret(values[of.name], arms, more_is_better=of.name not in less, leave_out=True)
        missing, worlds = max(missing, found.left_out), found.worlds + found.left_out
        for number, arm in enumerate(arms):
            regrets = [float(of.factor * one[number]) for one in (found.mean, found.ninth, found.most)]
            shares = [float(one[number]) for one in (found.best, found.tied, good.each[place], good.every)]
            better = "less" if of.name in less else "more"
            rows.append((of.name, of.label, of.change, better, arm, *regrets, *shares, found.worlds, found.left_out, design.replicates))
    said = (
        f"A world is a point of the uncertain parameters; {worlds - missing:,} worlds. {left_out(missing, worlds, 'worlds')} "
        "Regret: what the best arm of a world has more. Dot: mean over worlds; thick line to the ninth tenth, thin line to the worst. "
        "Not told from the best: the paired 95 % interval over seeds holds 0."
    )
    table = frame(rows, COLUMNS)
    drawn = plot_robustness(table, title(held, "Which arm is least regretted"), caption(held, said))
    return [DrawnFigure("robustness", *drawn)]
