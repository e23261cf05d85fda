"""What is drawn stands where the table says: each middle is a mark, and its interval a line or band at the same place."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from sim.present.figures import (
    dose_response,
    interaction,
    robustness,
    screening,
    sensitivity,
    side_by_side,
    takeoff,
    who_gains,
)

Drawn = tuple[str, str, str, str | None]
"""Columns of the table: middle, low, high; and the marker of the middle, where there is more than one kind."""
ROWS = 4
NAMES = [f"row {row}" for row in range(ROWS)]
YEARS = np.arange(ROWS, dtype=float)
ONE = {"outcome": "x", "outcome_label": "x", "unit": "CNY"}


def table(columns: tuple[str, ...], drawn: list[Drawn], **others: Any) -> pd.DataFrame:
    """A table of ROWS rows in which no number that is drawn is there twice; `others` say the columns that name a row."""
    numbers: dict[str, Any] = {}
    for place, (middle, low, high, _) in enumerate(drawn):
        numbers |= {low: 1.0 + place + 0.01 * YEARS, middle: 1.3 + place + 0.02 * YEARS, high: 1.6 + place + 0.03 * YEARS}
    rows = pd.DataFrame({**others, **numbers}, index=range(ROWS))
    return rows.assign(**{name: 0.5 for name in columns if name not in rows}).loc[:, list(columns)]


VALUE: list[Drawn] = [("value", "low", "high", None)]
EFFECT: list[Drawn] = [("effect", "low", "high", None)]
GAIN: list[Drawn] = [("gain", "low", "high", None)]
REGRET: list[Drawn] = [("mean_regret", "mean_regret", "most_regret", "o"), ("mean_regret", "mean_regret", "ninth_regret", "o")]
TOTAL: list[Drawn] = [("total", "total_low", "total_high", None), ("first", "first_low", "first_high", None)]
SIZE: list[Drawn] = [("mu_star", "mu_star_low", "mu_star_high", "o")]
TOGETHER: list[Drawn] = [
    ("effect", "effect_low", "effect_high", "o"), ("sum_of_parts", "sum_of_parts_low", "sum_of_parts_high", "D"),
    ("beyond", "beyond_low", "beyond_high", "o"),
]  # fmt: skip
REGRETS = [("mean_regret", "ninth_regret", "most_regret", None)]
LEVER = {"factor": "a", "factor_label": "a", "factor_unit": "persons", "level": YEARS, "share_of_range": YEARS / ROWS}
DOSES = [table(dose_response.COLUMNS, EFFECT, **{**ONE, **LEVER, "factor": key}) for key in "abcdef"]
CASES: dict[str, tuple[Callable[..., tuple[Figure, pd.DataFrame]], list[Drawn], pd.DataFrame]] = {
    "arms side by side": (
        side_by_side.plot_side_by_side, VALUE,
        table(side_by_side.COLUMNS, VALUE, arm=NAMES, arm_label=NAMES, measure="x", measure_label="x", unit="CNY", kind="effect"),
    ),
    "a lever": (dose_response.plot_dose_response, EFFECT, table(dose_response.COLUMNS, EFFECT, **ONE, **LEVER)),
    "interaction": (interaction.plot_interaction, TOGETHER, table(interaction.COLUMNS, TOGETHER, **ONE, combination=NAMES, factors=2)),
    "sensitivity": (
        sensitivity.plot_sensitivity, TOTAL,
        table(sensitivity.COLUMNS, TOTAL, outcome="x", outcome_label="x", of="level", scale=sensitivity.MEAN, factor=NAMES, factor_label=NAMES),
    ),
    "screening": (screening.plot_screening, SIZE, table(screening.COLUMNS, SIZE, **ONE, of="level", factor=NAMES, factor_label=NAMES)),
    "robustness": (robustness.plot_robustness, REGRET, table(robustness.COLUMNS, REGRETS, **ONE, better="more", arm=NAMES)),
    "take-off": (
        takeoff.plot_takeoff, VALUE,
        table(takeoff.COLUMNS, VALUE, panel="x", unit="%", kind="model", arm="given", year_end=2014.0 + YEARS, verified="", given="", source=""),
    ),
    "who gains": (
        who_gains.plot_who_gains, GAIN,
        table(who_gains.COLUMNS, GAIN, measure="income", unit="CNY", arm="a", grouping="km", group=NAMES, place=np.arange(ROWS)),
    ),
}  # fmt: skip


def marks(figure: Figure) -> set[tuple[float, float, str]]:
    """Every point of a line and every end of a bar, as (value, place, marker), along either axis; a bar has no marker."""
    found: set[tuple[float, float, str]] = set()
    for axes in figure.axes:
        for line in axes.lines:
            for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
                found |= {(float(x), float(y), str(line.get_marker())), (float(y), float(x), str(line.get_marker()))}
        for bar in axes.patches:
            if hasattr(bar, "get_width"):
                found.add((bar.get_x() + bar.get_width(), round(bar.get_y() + bar.get_height() / 2.0, 9), ""))
    return found


def intervals(figure: Figure) -> set[tuple[float, float, float]]:
    """Every segment and every cut through a band, as (low, high, place), along either axis."""
    found: set[tuple[float, float, float]] = set()
    for one in (one for axes in figure.axes for one in axes.collections):
        if isinstance(one, LineCollection):
            for (x0, y0), (x1, y1) in (np.asarray(segment, dtype=float).tolist() for segment in one.get_segments()):
                found |= {(x0, x1, y0)} if y0 == y1 else {(y0, y1, x0)}
        elif isinstance(one, PolyCollection):
            corners = np.concatenate([np.asarray(path.vertices, dtype=float) for path in one.get_paths()])
            for at in np.unique(corners[:, 0]).tolist():
                across = corners[corners[:, 0] == at, 1]
                found.add((float(across.min()), float(across.max()), at))
    return found


def not_drawn(figure: Figure, rows: pd.DataFrame, drawn: list[Drawn]) -> list[tuple[str, float, float, float]]:
    """The numbers of a table that have no mark with an interval at its place."""
    dots, lines = marks(figure), intervals(figure)
    missing = []
    for middle, low, high, marker in drawn:
        for value, least, most in zip(rows[middle], rows[low], rows[high], strict=True):
            places = {at for dot, at, kind in dots if dot == value and marker in (None, kind)}
            if not any((least, most, at) in lines for at in places):
                missing.append((middle, value, least, most))
    return missing


@pytest.mark.parametrize("name", CASES)
def test_every_middle_is_drawn_as_a_mark_with_its_interval_from_low_to_high(name: str) -> None:
    plot, drawn, given = CASES[name]
    figure, rows = plot(given, "A question", "A caption")
    assert len(rows) == ROWS
    assert not_drawn(figure, rows, drawn) == []


def test_doses_of_many_levers_are_drawn_as_marks_with_their_intervals() -> None:
    given = pd.concat(DOSES, ignore_index=True)
    figure, rows = dose_response.plot_dose_response(given, "A question", "A caption")
    assert len(rows) == len(given)
    assert not_drawn(figure, rows[rows["level"] > 0.0], EFFECT) == []


def test_a_mark_at_its_low_bound_is_found() -> None:
    given = CASES["arms side by side"][2]
    figure, _ = side_by_side.plot_side_by_side(given.rename(columns={"value": "low", "low": "value"}), "A question", "A caption")
    assert len(not_drawn(figure, given, VALUE)) == ROWS
