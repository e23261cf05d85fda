"""The figure: sixteen small panels, the model as lines with the range over seeds, published numbers as dots; a function of a table."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its title, its unit, and the lines drawn in it, each with a short label."""

    title: str
    unit: str
    lines: Mapping[str, str]


PANELS = (
    Panel("Broadband", "% of households", {"broadband": "model"}),
    Panel("Any connection", "% of households", {"online": "model"}),
    Panel("Village stations (given)", "% of villages", {"stations": "model"}),
    Panel("Township outlets (given)", "% of townships", {"outlets": "model"}),
    Panel("Buy online (no series)", "% of households", {"shoppers": "all", "shoppers_young": "young",
    "shoppers_poor": "poorest fifth"}),
    Panel("Sell online", "% of households", {"sellers": "own shop or to merchants", "own_shop": "own shop"}),
    Panel("Online shops", "per 1,000 households", {"shops": "model"}),
    Panel("Taobao villages", "% of villages", {"taobao": "model"}),
    Panel("Parcels sent and received", "a household a year", {"parcels": "both", "parcels_out": "sent"}),
    Panel("Price of a parcel", "CNY", {"price_out": "village sender", "price": "average (given)"}),
    Panel("Produce sold online", "CNY a household a year", {"produce": "model"}),
    Panel("All goods sold, and bought", "CNY a household a year", {"goods": "sold", "bought": "bought (no series)"}),
    Panel("Cooperative members", "% of households", {"members": "model"}),
    Panel("Cooperatives online", "% of cooperatives", {"coops_online": "model"}),
    Panel("Income a person", "1,000 CNY a year", {"income": "model"}),
    Panel(
        "Income by fifth", "1,000 CNY a year",
        {"fifth_5": "90th percentile", "fifth_4": "70th", "fifth_3": "50th", "fifth_2": "30th", "fifth_1": "10th"},
    ),
)  # fmt: skip
"""Read in rows: access, adoption, trade, organisation and income."""

COLUMNS = ("panel", "line", "kind", "year_end", "period", "unit", "value", "low", "high", "verified", "source")
"""Of the table drawn: `kind` is model or evidence; `year_end` counts years so that 2014.0 is the end of 2014."""

Row = Mapping[str, Any]


def draw(rows: Sequence[Row], caption: str) -> dict[str, bytes]:
    """The figure of a table with COLUMNS, as the bytes of a `png` and of an `svg` file."""
    import matplotlib

    # Drawing into files only: no window system is asked for.
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import seaborn as sns

    colours = sns.color_palette("colorblind")
    settings = sns.axes_style("whitegrid") | sns.plotting_context("paper", font_scale=1.0)
    # The same table gives the same bytes; svg text stays text.
    settings |= {"svg.fonttype": "none", "svg.hashsalt": "ruralsim", "font.sans-serif": ["DejaVu Sans"],
    "font.family": "sans-serif"}
    with plt.rc_context(settings):
        figure, grid = plt.subplots(4, 4, figsize=(13, 11.2), sharex=True)
        try:
            for axes, panel in zip(grid.flat, PANELS, strict=True):
                _fill(axes, panel, [row for row in rows if row["panel"] == panel.title], colours)
            _legend(figure, colours)
            figure.text(0.012, 0.008, "\n".join(textwrap.wrap(caption, 205)), fontsize=8.5, color="0.3", va="bottom")
            figure.tight_layout(rect=(0, 0.055, 1, 0.965), h_pad=1.6)
            return {"png": _saved(figure, "png"), "svg": _saved(figure, "svg")}
        finally:
            plt.close(figure)


def _fill(axes: Any, panel: Panel, rows: Sequence[Row], colours: Sequence[Any]) -> None:
    """One panel: bands and lines, then dots with whiskers between the readings of a number."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    scale = 0.001 if panel.unit.startswith("1,000") else 1.0
    axes.axvspan(2020, 2024.15, color="0.94", zorder=0, linewidth=0)
    styles = ("-", "--", ":", "-", "--")
    for number, (line, label) in enumerate(panel.lines.items()):
        model = [row for row in rows if row["line"] == line and row["kind"] == "model"]
        x = [row["year_end"] for row in model]
        colour = colours[number]
        low, mean, high = ([scale * row[cell] for row in model] for cell in ("low", "value", "high"))
        axes.fill_between(x, low, high, color=colour, alpha=0.25, linewidth=0)
        # Not clipped, so that a line of zeros can be seen on the axis.
        axes.plot(x, mean, color=colour, linestyle=styles[number], label=label, linewidth=1.8, clip_on=False)
    published = [row for row in rows if row["kind"] == "evidence"]
    seen = {tuple(row[cell] for cell in ("year_end", "value", "low", "high", "verified")) for row in published}
    for at, value, low, high, verified in sorted(seen):
        if high > low:
            axes.plot([at, at], [scale * low, scale * high], color="black", linewidth=1.0, zorder=4)
        axes.plot(
            [at], [scale * value], linestyle="", marker="o", markersize=5, markeredgecolor="black", markeredgewidth=1.1, zorder=5,
            markerfacecolor="black" if verified else "white",
        )  # fmt: skip
    axes.set_title(panel.title, loc="left", fontweight="bold")
    axes.set_ylabel(panel.unit)
    top = max(scale * row["high"] for row in rows)
    axes.set_ylim(0, 102 if panel.unit.startswith("%") and top > 85 else (1.4 if len(panel.lines) > 3 else 1.08) * top)
    axes.set_xlim(2012.85, 2024.15)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if top >= 10 else f"{value:g}"))
    axes.tick_params(labelbottom=True)
    if len(panel.lines) > 1:
        first = [row["value"] for row in rows if row["line"] == next(iter(panel.lines)) and row["kind"] == "model"]
        several = len(panel.lines) > 3
        corner = "upper left" if first[-1] > first[0] else "upper right"
        axes.legend(
            frameon=False, fontsize=7.5, loc=corner, ncols=2 if several else 1,
            handlelength=2.2, labelspacing=0.3, columnspacing=1.0, borderaxespad=0.2,
        )  # fmt: skip


def _legend(figure: Any, colours: Sequence[Any]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    dot: dict[str, Any] = {"linestyle": "", "marker": "o", "markersize": 6, "markeredgecolor": "black"}
    handles = [
        (Line2D([], [], color=colours[0], linewidth=1.8), "model, mean of seeds"),
        (Patch(color=colours[0], alpha=0.25, linewidth=0), "range over seeds"),
        (Line2D([], [], markerfacecolor="black", **dot), "published, verified"),
        (Line2D([], [], markerfacecolor="white", **dot), "published, not verified"),
        (Line2D([], [], color="black", linewidth=1.0), "range of its readings"),
        (Patch(color="0.9", linewidth=0), "after 2020: no observation used"),
    ]
    figure.legend(
        [handle for handle, _ in handles], [label for _, label in handles],
        loc="upper center", bbox_to_anchor=(0.5, 0.998), ncols=len(handles), frameon=False, fontsize=9.5,
    )  # fmt: skip


def _saved(figure: Any, kind: str) -> bytes:
    held = io.BytesIO()
    figure.savefig(held, format=kind, dpi=130, metadata={"Software": None} if kind == "png" else {"Date": None})
    return held.getvalue()


def model_rows(panel: Panel, line: str, values: Any, first_year: int) -> list[Row]:
    """The rows of one line by quarter: mean and range over the first axis of `values` [seeds, months]; none where there is no value."""
    rows: list[Row] = []
    for month in range(2, values.shape[1], 3):
        one = values[:, month]
        if math.isnan(one[0]):
            continue
        at = first_year - 1 + (month + 1) / 12
        period = f"{first_year + month // 12}-{month % 12 + 1:02d}"
        unit = panel.unit.removeprefix("1,000 ")
        cells = (panel.title, line, "model", at, period, unit, one.mean(), one.min(), one.max(), "", "ruralsim")
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows
