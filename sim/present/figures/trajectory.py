"""The story of one scenario in six small panels: connection, selling, logistics, trade both ways, income, parcels."""

from __future__ import annotations

import io
import textwrap
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.present.figures.style import QUIET_WARNINGS, fonts

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its title and the outcomes drawn in it, which share a unit, each with a short label; shares are of `whole`."""

    title: str
    outcomes: dict[str, str]
    whole: str = "households"


PANELS = (
    Panel("Connected, and shopping", {"broadband_share": "broadband", "online_share": "any internet", "shoppers_share": "shop online"}),
    Panel("Selling online", {"sellers_share": "own shop or to merchants", "own_shop_share": "own shop"}),
    Panel("Villages with a station", {"stations_share": "stations"}, "villages"),
    Panel(
        "Bought and sold online",
        {
            "spend_online_household": "bought",
            "sales_online_household": "sold, all goods",
            "sales_produce_online_household": "sold, produce",
        },
    ),
    Panel("Income", {"income_person": "income a person"}),
    Panel("Parcels", {"parcels_in_household": "in", "parcels_out_household": "out"}),
)
"""Read in rows: adoption above, what it does below."""
STEPS = "Selling moves in steps: growers choose how to sell once a year, when the harvest begins."
NAME = 14
"""Characters of the name of a line that stand side by side at its end."""
BETWEEN_NAMES = 0.085
"""Height of a line of a name, as a part of the panel's height."""


def draw(table: pa.Table, caption: str) -> dict[str, bytes]:
    """The figure of a table of trajectories, as the bytes of a `png` and of an `svg` file.

    Lines are means over replicates; a band, where there are several, is their range. `caption` says sample, seeds, price year
    and source. Units are read from the table. Raises KeyError for a table without the outcomes of PANELS.
    """
    import matplotlib

    # Drawing into files only: no window system is asked for.
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import seaborn as sns

    frame = _frame(table)
    several = int(frame["replicate"].max()) > 0
    colours = sns.color_palette("colorblind")
    # svg text stays text, so that it can be searched, edited, and shown in fonts this machine lacks; ids and dates stay out,
    # so that the same table gives the same bytes.
    settings = sns.axes_style("whitegrid") | sns.plotting_context("paper", font_scale=1.05)
    settings |= {"svg.fonttype": "none", "svg.hashsalt": "ruralsim", "font.sans-serif": fonts(), "font.family": "sans-serif"}
    settings |= {"text.parse_math": False}
    with plt.rc_context(settings), warnings.catch_warnings():
        for message in QUIET_WARNINGS:
            warnings.filterwarnings("ignore", message=message)
        figure, grid = plt.subplots(2, 3, figsize=(11, 6.2), sharex=True)
        try:
            for axes, panel in zip(grid.flat, PANELS, strict=True):
                for colour, name in zip(colours, panel.outcomes, strict=False):
                    sns.lineplot(data=frame, x="year", y=name, color=colour, ax=axes, errorbar=("pi", 100) if several else None)
                _dress(axes, panel, _unit(table, next(iter(panel.outcomes))))
                if len(panel.outcomes) > 1:
                    _label_ends(axes, frame, panel.outcomes, colours)
            lines = "Line: mean of replicates; band: their range." if several else "One replicate: another seed draws other lines."
            said = textwrap.wrap(f"{caption} {lines} {STEPS}", 150)
            figure.text(0.01, 0.005, "\n".join(said), fontsize=8, color="0.3", va="bottom")
            figure.tight_layout(rect=(0, 0.022 * len(said) + 0.01, 1, 1))
            return {"png": _saved(figure, "png"), "svg": _saved(figure, "svg")}
        finally:
            plt.close(figure)


def _frame(table: pa.Table) -> Any:
    """The table as a data frame with time in years, as axes count it."""
    names = [name for panel in PANELS for name in panel.outcomes]
    frame = table.select(["replicate", "month", *names]).to_pandas()
    parts = frame["month"].str.split("-", expand=True).astype(int)
    frame["year"] = parts[0] + (parts[1] - 0.5) / 12.0
    for name in names:
        if _yearly(table, name):
            # Flows have seasons: what is drawn is the sum of the last twelve months.
            frame[name] = frame.groupby("replicate")[name].transform(lambda month: month.rolling(12).sum())
    return frame


def _yearly(table: pa.Table, name: str) -> bool:
    """Whether an outcome is drawn as a sum over twelve months: a flow, where the horizon has two years."""
    metadata = table.schema.field(name).metadata or {}
    months = len(set(table["month"].to_pylist()))
    return bytes(metadata.get(b"kind", b"")).startswith(b"flow") and months >= 24


def _unit(table: pa.Table, name: str) -> str:
    metadata = table.schema.field(name).metadata or {}
    unit = bytes(metadata.get(b"unit", b"")).decode()
    return unit.replace("a month", "a year") if _yearly(table, name) else unit


def _dress(axes: Any, panel: Panel, unit: str) -> None:
    """Title, units and limits of one panel."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

    axes.set_title(panel.title, loc="left", fontweight="bold")
    axes.set_xlabel("")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    if unit.startswith("share"):
        axes.yaxis.set_major_formatter(PercentFormatter(1.0))
        axes.set_ylabel(f"% of {panel.whole}")
        axes.set_ylim(0, max(0.01, min(1.0, axes.get_ylim()[1])))
    else:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if abs(value) >= 10 else f"{value:g}"))
        axes.set_ylabel(unit)
        axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))


def _label_ends(axes: Any, frame: Any, outcomes: dict[str, str], colours: Any) -> None:
    """Each line named at its end, in its colour; names keep a line's height apart, in the order of the lines."""
    ends = frame.groupby("year")[list(outcomes)].mean().iloc[-1]
    bottom, top = axes.get_ylim()
    named = [(float(ends[name]), label, colour) for (name, label), colour in zip(outcomes.items(), colours, strict=False)]
    named = sorted((one for one in named if one[0] == one[0]), key=lambda one: one[0])
    height = BETWEEN_NAMES * (top - bottom)
    places: list[tuple[float, float, str]] = []
    for value, label, _ in named:
        lines = textwrap.wrap(label, NAME)
        tall = height * len(lines)
        below = places[-1][0] + places[-1][1] / 2.0 if places else bottom
        places.append((max(value, below + tall / 2.0), tall, "\n".join(lines)))
    over = max(places[-1][0] + places[-1][1] / 2.0 - top, 0.0) if places else 0.0
    for (place, _, text), (_, _, colour) in zip(places, named, strict=True):
        axes.annotate(
            text, (1.0, place - over), xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points", fontsize=8,
            va="center", ha="left", color=colour, annotation_clip=False, linespacing=1.0,
        )  # fmt: skip


def _saved(figure: Any, kind: str) -> bytes:
    held = io.BytesIO()
    figure.savefig(held, format=kind, dpi=160, metadata={"Software": None} if kind == "png" else {"Date": None})
    return held.getvalue()
