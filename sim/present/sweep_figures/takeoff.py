"""Take-off, drawn: the years of the model beside the national series."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.present.figures import takeoff as takeoff_figure
from sim.present.sweep_figures.captions import caption, title
from sim.present.sweep_figures.drawn_figure import DrawnFigure, NotDrawn, frame
from sim.present.sweep_figures.national_series import SERIES, SeriesComparison
from sim.present.sweep_figures.stored_sweep import StoredSweep

NINE_TENTHS = (0.05, 0.95)


def takeoff_drawn(held: StoredSweep) -> list[DrawnFigure]:
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
    table = frame(rows, takeoff_figure.COLUMNS)
    return [DrawnFigure("takeoff", *takeoff_figure.takeoff(table, title(held, "Take-off beside the nation"), caption(held, how, step="")))]


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
