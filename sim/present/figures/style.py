"""One style for every figure: colours that colour-blind readers tell apart, units on axes, a caption with sample and source below."""

from __future__ import annotations

import io
import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CHINESE_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei", "WenQuanYi Micro Hei")

INK, QUIET, FAINT = "0.15", "0.45", "0.88"
"""Greys: text and marks, captions and luck, grids and bands."""
WIDTH = 7.2
"""Width of a figure in inches: two columns of a journal, at which type is 7 points and more."""
CHARACTERS = 19.0
"""Letters of the default font that fit an inch at 7 points, a little less than on average."""
SIGNIFICANT = 10
"""Digits to which what is drawn is written."""
KINDS = ("png", "svg", "pdf")
QUIET_WARNINGS = (
    r"Glyph .* missing from font", r"constrained_layout not applied", r"Attempting to set identical", r"Tight layout not applied",
    r"No artists with labels found", r"Data has no positive values", r"Mean of empty slice", r"All-NaN (slice|axis) encountered",
)  # fmt: skip
"""Warnings of the drawing library about an empty, flat or crowded panel, which is drawn all the same."""


class Legend(NamedTuple):
    """The marks of a legend, what each says, and how many stand side by side."""

    handles: Sequence[Any]
    labels: Sequence[str]
    columns: int


def fonts() -> list[str]:
    """The default font, then those with Chinese characters that are installed, for the names of scenarios and counties."""
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return ["DejaVu Sans", *(name for name in CHINESE_FONTS if name in installed)]


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save within this: seaborn's white grid at print size; the same table gives the same bytes of svg and pdf."""
    import matplotlib
    import seaborn as sns

    settings = sns.axes_style("whitegrid") | sns.plotting_context("paper", font_scale=0.9)
    settings |= {
        # svg text stays text and pdf text stays type, so that both can be searched, edited, and shown in fonts this machine lacks.
        "svg.fonttype": "none", "svg.hashsalt": "ruralsim", "pdf.fonttype": 42,
        # A `$` in a name is text: nothing that a user writes is read as mathematics.
        "text.parse_math": False, "font.family": "sans-serif", "font.sans-serif": fonts(),
        "axes.edgecolor": "0.7", "grid.color": FAINT, "axes.titlesize": 8.5, "axes.titleweight": "bold", "axes.titlelocation": "left",
        "axes.labelsize": 8, "xtick.labelsize": 7.5, "ytick.labelsize": 7.5, "legend.fontsize": 7.5, "legend.frameon": False,
    }  # fmt: skip
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        # A reader of a terminal can do nothing about these; a character without a glyph is drawn as a box.
        for message in QUIET_WARNINGS:
            warnings.filterwarnings("ignore", message=message)
        yield


def colours(number: int) -> list[Any]:
    """So many colours that colour-blind readers tell apart (seaborn's `colorblind`), at most ten."""
    import seaborn as sns

    return list(sns.color_palette("colorblind", 10))[:number]


def blank(height: float, width: float = WIDTH) -> Figure:
    """An empty figure of that size in inches, its parts laid out without overlap."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def finish(figure: Figure, title: str, caption: str, legend: Legend | None = None) -> None:
    """Put a title above, the legend and a caption below: what is shown, sample, intervals, source.

    The figure grows taller by what they need, so that the parts drawn before keep their room.
    """
    width, height = figure.get_size_inches()
    lines = textwrap.wrap(caption, int(CHARACTERS * width)) or [""]
    heading = textwrap.wrap(title, int(0.55 * CHARACTERS * width))
    noted, above = 0.135 * len(lines) + 0.14, 0.19 * len(heading) + 0.08
    rows = -(-len(legend.labels) // legend.columns) if legend else 0
    below = noted + 0.17 * rows + (0.08 if rows else 0.0)
    whole = height + below + above
    if legend:
        figure.legend(
            legend.handles, legend.labels, loc="lower center", bbox_to_anchor=(0.5, noted / whole), ncols=legend.columns,
            borderaxespad=0.0, borderpad=0.1, labelcolor=INK, handletextpad=0.5, columnspacing=1.6,
        )  # fmt: skip
    figure.set_size_inches(width, whole)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.set(rect=(0.0, below / whole, 1.0, height / whole))  # type: ignore[call-arg]
    figure.text(0.012, 0.06 / whole, "\n".join(lines), fontsize=7, color=QUIET, va="bottom", linespacing=1.25)
    figure.text(0.012, 1.0 - 0.06 / whole, "\n".join(heading), fontsize=10.5, fontweight="bold", color=INK, va="top")


def legend_of(axes: Axes, columns: int, reverse: bool = False) -> Legend:
    """The legend of what was drawn with a label in a panel."""
    handles, labels = axes.get_legend_handles_labels()
    return Legend(handles[::-1] if reverse else handles, labels[::-1] if reverse else labels, columns)


def panel_title(axes: Axes, text: str, inches: float) -> None:
    """The title of a panel of that width, on as many lines as it needs."""
    axes.set_title("\n".join(textwrap.wrap(text, max(8, int(0.74 * CHARACTERS * inches)))))


def value_label(axes: Axes, label: str, unit: str, inches: float) -> None:
    """What is on the upright axis of a panel of that height, and below it the unit."""
    wide = max(8, int(0.82 * CHARACTERS * inches))
    axes.set_ylabel("\n".join([*textwrap.wrap(f"{label},", wide), *textwrap.wrap(unit, wide)]))


def zero_line(axes: Axes, vertical: bool = True) -> None:
    """Where nothing changes."""
    line = axes.axvline if vertical else axes.axhline
    line(0.0, color=INK, linewidth=0.8, zorder=1)


def thousands(axis: Any) -> None:
    """Numbers of an axis with commas, and no more digits than they need."""
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: number_said(value)))


def number_said(value: float) -> str:
    """A number as axes and captions have it: 12,000, 2.5, 0.03, with a true minus sign."""
    value = 0.0 if abs(value) < 1e-12 else value
    text = f"{value:,.0f}" if abs(value) >= 1000 or value == 0 else f"{value:.3g}"
    return text.replace("-", "\N{MINUS SIGN}")


def files_of(figure: Figure, drawn: pd.DataFrame) -> dict[str, bytes]:
    """The figure as the bytes of png, svg and pdf files, and what is drawn as those of a csv file."""
    contents = {"csv": csv_bytes(drawn)}
    with house_style():
        for kind in KINDS:
            held = io.BytesIO()
            # No date and no version of the drawing library: the bytes hang on what is drawn alone.
            dated: dict[str, Any] = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None, "Producer": None}}
            figure.savefig(held, format=kind, dpi=200, metadata=dated[kind])
            contents[kind] = _numbered(held.getvalue()) if kind == "svg" else held.getvalue()
    return {kind: contents[kind] for kind in (*KINDS, "csv")}


def _numbered(svg: bytes) -> bytes:
    """The same drawing with its ids numbered as they come: some of those that the drawing library makes hang on addresses in memory."""
    made = dict.fromkeys(re.findall(rb'id="([a-z][0-9a-f]{10})"', svg))
    numbers = {one: b"i%d" % number for number, one in enumerate(made)}
    return re.sub(rb'(?<=[#"])[a-z][0-9a-f]{10}(?=[")])', lambda found: numbers.get(found.group(), found.group()), svg)


def csv_bytes(drawn: pd.DataFrame) -> bytes:
    """A table as csv: a line of names, gaps empty, numbers to ten significant digits, so that the last bits of a sum move nothing.

    A number far smaller than the largest of its column is a difference of larger ones, and has fewer digits that mean something: none
    is written finer than the tenth digit of the largest. Text that a spreadsheet would take for a formula is marked as text.
    """
    import csv

    from sim.reading.problems import STARTS_A_FORMULA

    columns = []
    for name in drawn.columns:
        values = drawn[name].tolist()
        numbers = [one for one in values if isinstance(one, float) and np.isfinite(one)]
        finest = finest_of(numbers)
        columns.append([_cell(one, finest, STARTS_A_FORMULA) for one in values])
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(drawn.columns)
    writer.writerows(zip(*columns, strict=True))
    return held.getvalue().encode()


def finest_of(numbers: list[float]) -> int:
    """The decimal place that the tenth digit of the largest number stands at."""
    largest = max((abs(one) for one in numbers), default=0.0)
    return SIGNIFICANT - 1 - int(np.floor(np.log10(largest))) if largest > 0.0 else 0


def _cell(value: Any, finest: int, formula: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(formula) else value
    if isinstance(value, float):
        if not np.isfinite(value):
            return ""
        # Adding 0.0 makes a negative zero a zero.
        return f"{round(float(f'{value:.{SIGNIFICANT}g}'), finest) + 0.0:.{SIGNIFICANT}g}"
    return "" if value is None else value
