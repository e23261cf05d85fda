"""Dots with intervals in rows, one name a row: the form in which effects, indices and regret are read most quickly."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.present.figures.style import INK, number_said, thousands

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Reals = npt.NDArray[np.float64]


def name_rows(axes: Axes, names: Sequence[str], wide: int = 48) -> None:
    """The rows' names on the left, the first on top; long ones on two lines."""
    said = ["\n".join(textwrap.wrap(name, wide)) for name in names]
    axes.set_yticks(range(len(names)), said, fontsize=7, linespacing=0.85)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0, pad=2)


def stripes(axes: Axes, rows: int) -> None:
    """Every second row on a faint band, so that the eye keeps to a row across panels."""
    for row in range(0, rows, 2):
        axes.axhspan(row - 0.5, row + 0.5, color="0.965", linewidth=0, zorder=0)


def dots(
    axes: Axes, at: Reals, table: pd.DataFrame, columns: tuple[str, str, str], colour: Any, *, marker: str = "o", size: float = 4.0,
    filled: bool = True, label: str | None = None,
) -> None:  # fmt: skip
    """A dot a row of the table at height `at`, with its interval as a line where it is known; `columns` are middle, low and high.

    Values that are NaN are not drawn.
    """
    middle, low, high = (table[name].to_numpy(dtype=float) for name in columns)
    there, known = np.isfinite(middle), np.isfinite(low) & np.isfinite(high)
    axes.hlines(at[known], low[known], high[known], color=colour, linewidth=1.1, zorder=2)
    axes.plot(
        middle[there], at[there], linestyle="", marker=marker, markersize=size, color=colour, zorder=3, label=label,
        markerfacecolor=colour if filled else "white", markeredgecolor=colour,
    )  # fmt: skip


def value_axis(axes: Axes, label: str, room: float = 0.04, ticks: int = 5) -> None:
    """The axis of values: its unit, commas, a few ticks, a little room at both ends."""
    from matplotlib.ticker import MaxNLocator

    axes.set_xlabel("\n".join(textwrap.wrap(label, 36)))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=ticks))
    thousands(axes.xaxis)
    axes.margins(x=room)


SQUEEZED = 50.0
"""Where the largest value is so many times the middle one, an even scale would press most rows into one dot."""


def spread_axis(axes: Axes, table: pd.DataFrame, columns: tuple[str, ...], label: str) -> None:
    """Give the axis of values a symmetric log scale where a row would squeeze the others; otherwise leave it as it is.

    `columns` hold what is drawn. The scale is even up to a power of ten near the middle value and goes by powers of ten beyond;
    `label` is written below with these words.
    """
    from matplotlib.ticker import NullLocator

    values = table[list(columns)].to_numpy(dtype=float)
    sizes = np.abs(values[np.isfinite(values) & (values != 0.0)])
    if len(sizes) < 8 or sizes.max() <= SQUEEZED * np.median(sizes):
        return
    first, last = (float(edge(values)) for edge in (np.nanmin, np.nanmax))
    even = int(np.floor(np.log10(np.median(sizes))))
    highest = int(np.ceil(np.log10(sizes.max())))
    axes.set_xscale("symlog", linthresh=10.0**even, linscale=0.7)
    powers = 10.0 ** np.arange(even, highest + 1, max(1, (highest - even + 1) // 2))
    beyond = 1.6
    axes.set_xlim(min(beyond * first, -0.3 * 10.0**even), max(beyond * last, 0.3 * 10.0**even))
    axes.set_xticks([one for one in (*-powers[::-1], 0.0, *powers) if beyond * first <= one <= beyond * last])
    axes.xaxis.set_minor_locator(NullLocator())
    thousands(axes.xaxis)
    axes.set_xlabel("\n".join(textwrap.wrap(f"{label}; even to ±{number_said(10.0**even)}, then by powers of ten", 26)))


def numbers_beside(axes: Axes, at: Reals, values: Reals, sure: npt.NDArray[np.bool_], signed: bool = True) -> None:
    """The values in figures at the right edge of a panel, in bold where their sign can be told, grey where it cannot."""
    for place, value, told in zip(at.tolist(), values.tolist(), sure.tolist(), strict=True):
        if np.isfinite(value):
            # What is far below a hundredth is not worth its digits.
            number = number_said(value) if abs(value) >= 0.005 or value == 0.0 else "0.00"
            text = ("+" if signed and value > 0 else "") + number
            axes.annotate(
                text, (1.0, place), xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points", fontsize=6.8,
                va="center", ha="left", color=INK if told else "0.6", fontweight="bold" if told else "normal",
            )  # fmt: skip
