"""Sensitivity, drawn: Sobol' indices with luck told apart, Morris' elementary effects, regret over uncertain parameters."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compute.design import NONE
from sim.methods.compare.result_tables import LOWER_IS_BETTER, NEITHER_BETTER
from sim.methods.statistics.morris import screening
from sim.methods.statistics.robustness import regret, satisficing
from sim.methods.statistics.sobol import SEED, Indices, Sobol, sobol_indices
from sim.present.figures import robustness as robustness_figure
from sim.present.figures import screening as screening_figure
from sim.present.figures import sensitivity as sensitivity_figure
from sim.present.figures.quantities import Quantity, factor_label
from sim.present.sweep_figures.captions import caption, left_out, title
from sim.present.sweep_figures.drawn_figure import DrawnFigure, NotDrawn, frame
from sim.present.sweep_figures.effects import quantities
from sim.present.sweep_figures.stored_sweep import StoredSweep

NO_POLICY = "no policy"


def sensitivity_drawn(held: StoredSweep) -> list[DrawnFigure]:
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
    table = frame(rows, sensitivity_figure.COLUMNS)
    drawn = sensitivity_figure.sensitivity(table, title(held, "What matters most, and how much is luck"), caption(held, said))
    return [DrawnFigure("sensitivity", *drawn)]


def dimensions(held: StoredSweep) -> tuple[str, ...]:
    """The names of the places that points were drawn at: factors, then those that a split takes."""
    free = tuple(one.key for one in held.design.experiment.free)
    more = max(len(held.design.experiment.shares) - 1, 0)
    return (*free, *(f"split, place {place + 1}" for place in range(more)))


def saltelli_blocks(values: np.ndarray, factors: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values [N (k + 2), R] in the order of `sim.compute.design.points.saltelli` as a, b [N, R] and ab [k, N, R]."""
    by_block = values.reshape(-1, factors + 2, values.shape[1])
    return by_block[:, 0], by_block[:, -1], np.moveaxis(by_block[:, 1:-1], 1, 0)


def _most(factors: int) -> str:
    """A sentence on the factors that are not drawn, or nothing where all are."""
    most = sensitivity_figure.MOST_FACTORS
    return f" DrawnFigure: the {most} of {factors} with the largest total order in any panel." if factors > most else ""


def _index_rows(of: Quantity, said: str, found: Sobol) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    scales: list[tuple[str, Indices | None]] = [(sensitivity_figure.MEAN, found.of_mean), (sensitivity_figure.RUN, found.of_run)]
    for scale, indices in scales:
        if indices is None:
            continue
        for place, name in enumerate(indices.names):
            label = "luck (the seed)" if name == SEED else factor_label(name)
            numbers = [float(side[place]) for side in indices[1:]]
            rows.append((of.name, of.label, said, scale, name, label, *numbers, found.blocks, found.left_out, found.replicates))
    return rows


def screening_drawn(held: StoredSweep) -> list[DrawnFigure]:
    """Elementary effects of levels, and of what each arm adds."""
    names = dimensions(held)
    assert held.design.coordinates is not None
    rows: list[tuple[Any, ...]] = []
    missing = trajectories = 0
    for of in quantities(held)[:2]:
        for look in held.looks:
            found = screening(held.design.coordinates, held.looked_at(of.name, look), names, leave_out=True)
            missing, trajectories = max(missing, found.left_out), found.trajectories + found.left_out
            for place, name in enumerate(names):
                sides = (found.mu, found.mu_star, found.mu_star_low, found.mu_star_high, found.sigma, found.luck)
                numbers = [float(of.factor * one[place]) for one in sides]
                counts = (found.trajectories, found.left_out, found.replicates)
                rows.append((of.name, of.label, of.change, look.said, name, factor_label(name), *numbers, *counts))
    said = (
        f"{trajectories - missing:,} trajectories. {left_out(missing, trajectories, 'trajectories')} "
        "Lines: 95 % of bootstrap over trajectories. "
        f"The {min(screening_figure.MOST_FACTORS, len(names))} largest of {len(names)} factors are drawn."
    )
    table = frame(rows, screening_figure.COLUMNS)
    drawn = screening_figure.screening(table, title(held, "Which parameters matter at all"), caption(held, said))
    return [DrawnFigure("screening", *drawn)]


def robustness_drawn(held: StoredSweep) -> list[DrawnFigure]:
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
    table = frame(rows, robustness_figure.COLUMNS)
    drawn = robustness_figure.robustness(table, title(held, "Which arm is least regretted"), caption(held, said))
    return [DrawnFigure("robustness", *drawn)]
