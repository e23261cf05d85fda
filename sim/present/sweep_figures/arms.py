"""Arms, drawn: side by side with what they cost, and who gains from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compute.design import NONE
from sim.methods.statistics.group_gains import MEASURES, Pair, gains_by_group
from sim.methods.statistics.means import Estimates, over_seeds
from sim.methods.statistics.ratios import ratio_over_seeds
from sim.present.figures import side_by_side as side_figure
from sim.present.figures import who_gains as gains_figure
from sim.present.figures.quantities import capital
from sim.present.sweep_figures.captions import caption, intervals, title
from sim.present.sweep_figures.drawn_figure import DrawnFigure, NotDrawn, frame
from sim.present.sweep_figures.effects import quantities
from sim.present.sweep_figures.stored_sweep import StoredSweep

OUTLAY, REAL, INCOME = "public_outlay", "real_income_person", "income_person"
MOST_EFFECTS = 2
"""Outcomes beside outlay and cost, so that twenty arms fit a page."""


def side_by_side_drawn(held: StoredSweep) -> list[DrawnFigure]:
    """What each arm adds, what it costs over the horizon, and what a yuan of extra income costs."""
    if held.design.experiment.time_step != "yearly" or OUTLAY not in held.design.experiment.outcomes:
        raise NotDrawn("side_by_side: outlay is added up over the years: write time_step: yearly, and public_outlay under outcomes")
    rows: list[tuple[Any, ...]] = []
    looks = held.looks[1:]
    worlds, seeds = held.design.points, held.design.replicates

    def row(arm: str, measure: str, label: str, unit: str, kind: str, found: Estimates) -> None:
        numbers = [float(one) for one in (found.mean, found.low, found.high)]
        rows.append((arm, capital(arm), measure, label, unit, kind, *numbers, seeds, worlds))

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
    table = frame(rows, side_figure.COLUMNS)
    drawn = side_figure.side_by_side(table, title(held, "Arms side by side"), caption(held, said))
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


def who_gains_drawn(held: StoredSweep) -> list[DrawnFigure]:
    """What each arm adds to the income of a person in the last year, by groups of households fixed on the first day."""
    if held.design.experiment.households == "none":
        raise NotDrawn("who_gains: households of each year are needed: write households: yearly")
    pairs: dict[str, list[Pair]] = {arm: [] for arm in held.arms}
    year = _last_whole_year(held)
    for by_arm in held.households(year):
        for arm in held.arms:
            without, with_it = ({name: of[0] for name, of in by_arm[one].panel.items()} for one in (NONE, arm))
            pairs[arm].append(Pair(by_arm[NONE].traits, without, with_it))
    rows: list[tuple[Any, ...]] = []
    found = {arm: gains_by_group(of) for arm, of in pairs.items() if of}
    if not found:
        raise NotDrawn("who_gains: in no point and seed did every arm run")
    for place, measure in enumerate(MEASURES):
        for arm, groupings in found.items():
            for one in groupings:
                for number, group in enumerate(one.grouping.groups):
                    numbers = [float(side[place, number]) for side in one.gains[:3]]
                    rows.append(
                        (measure, "CNY a person a year", arm, one.grouping.name, group, number, *numbers, float(one.households[number]),
                         int(one.gains.n[place, number]))
                    )  # fmt: skip
    of = "mean over persons of a group, with the arm less without it, mean over counties of each seed"
    lines = intervals(held, of) if held.design.points == 1 else f"Dots: {of}; lines: 95 % intervals of the mean over points and seeds."
    said = f"{lines} Groups are fixed on the first day."
    drawn = gains_figure.who_gains(frame(rows, gains_figure.COLUMNS), title(held, "Who gains"), caption(held, said, step=str(year)))
    return [DrawnFigure("who_gains", *drawn)]


def _last_whole_year(held: StoredSweep) -> int:
    """The last calendar year of which the horizon holds every month."""
    experiment = held.design.experiment
    end = experiment.start.plus(experiment.months - 1)
    last = end.year if end.month == 12 else end.year - 1
    if (last, 1) < (experiment.start.year, experiment.start.month):
        raise NotDrawn("who_gains: the horizon holds no whole calendar year")
    return last
