"""Carrying out a study: a pilot that turns money into levels, then every arm in every draw and replicate, pair by pair.

The runs of a pair share seed and parameters, and every draw in them is keyed, so what differs is what the policy did. Pairs are run
side by side in threads (the engine lets go of Python's lock), and each is reduced to what is kept before the next one begins.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from sim.comparison.arms import NONE, Arm, Level, measures_at, settled
from sim.comparison.draws import Draw, draws_of
from sim.comparison.intervals import paired_interval, parts, replicates_for
from sim.comparison.measuring import ALL, Kept, Measuring
from sim.comparison.study import Study
from sim.scenario import Scenario
from sim.scenario.policy import Measure, lever_named

T = TypeVar("T")
Run = Callable[[Scenario, int], Any]
"""Runs a scenario with a seed and hands back a trajectory with its panel and outlays."""


@dataclass(frozen=True)
class Failure:
    """A run that failed: its arm, draw, replicate and seed, whether at default unit costs, and what was wrong."""

    arm: str
    draw: int
    replicate: int
    seed: int
    default_costs: bool
    error: str


@dataclass(frozen=True)
class Pair:
    """The runs of one draw and seed: what is kept of each arm, by name; `none` among them. Without what failed."""

    kept: Mapping[str, Kept]
    failures: tuple[Failure, ...]


@dataclass
class Runs:
    """The runs of a study that are done.

    `pairs` by (draw, replicate), at drawn unit costs; `at_default_costs` by draw, of its first replicate: what drawn unit costs did is
    the difference between the two, seed by seed. `levels` by arm, of the pilot; `policies` by draw and whether at default unit costs,
    the measures of each arm as they were run there, or what was wrong with the runs that try them out.
    """

    study: Study
    seed: int
    draws: tuple[Draw, ...]
    replicates: int
    levels: Mapping[str, tuple[Level, ...]]
    measuring: Measuring
    policies: Mapping[tuple[int, bool], Mapping[str, tuple[Measure, ...]] | str]
    pairs: dict[tuple[int, int], Pair] = field(default_factory=dict)
    at_default_costs: dict[int, Pair] = field(default_factory=dict)

    @property
    def failures(self) -> list[Failure]:
        """Every run that failed."""
        return [one for pair in (*self.pairs.values(), *self.at_default_costs.values()) for one in pair.failures]

    def complete(self) -> tuple[list[int], list[int]]:
        """The draws and the replicates for which every arm is there, the most that make a full table.

        A study with several draws leaves out a draw in which anything failed, so that every arm is seen in the same draws; one with a
        single draw leaves out the seed.
        """

        def whole(draw: int, replicate: int) -> bool:
            return len(self.pairs[draw, replicate].kept) == len(self.study.arms) + 1

        everything = list(range(self.replicates))
        if len(self.draws) == 1:
            extra = not self.at_default_costs or len(self.at_default_costs[0].kept) == len(self.study.arms) + 1
            return [0] if extra else [], [replicate for replicate in everything if whole(0, replicate)]
        return [
            draw.number
            for draw in self.draws
            if all(whole(draw.number, replicate) for replicate in everything)
            and (
                draw.number not in self.at_default_costs
                or len(self.at_default_costs[draw.number].kept) == len(self.study.arms) + 1
            )
        ], everything


def seed_of(first: int, draws: int, draw: int, replicate: int) -> int:
    """The seed of a draw and replicate: every pair has its own, and more replicates leave those before as they were."""
    return first + replicate * draws + draw


def needs_default_costs(study: Study) -> bool:
    """Whether each draw is run once more at default unit costs, so that what costs do is told from what parameters do.

    One more run for each arm and draw is enough: it has the seed of the draw's first replicate, so luck drops out of the difference.
    Where only one of the two is drawn there is nothing to tell apart.
    """
    return study.uncertainty.parameters == "ranges" and study.uncertainty.costs == "ranges"


def runs_planned(study: Study, replicates: int) -> int:
    """How many times the model will be run, pilot aside."""
    draws = study.uncertainty.draws
    worlds = draws * (2 if needs_default_costs(study) else 1)
    trials = worlds * sum(1 for arm in study.arms if arm.shares) if draws_differ(study) else 0
    return (draws * replicates + (draws if needs_default_costs(study) else 0)) * (len(study.arms) + 1) + trials


def draws_differ(study: Study) -> bool:
    """Whether money buys another level in each draw, because parameters or unit costs are drawn."""
    return "ranges" in (study.uncertainty.parameters, study.uncertainty.costs)


# ------------------------------------------------------------------------------------------------------------------ pilot


def pilot(
    study: Study, run: Run, seed: int, tell: Callable[[Arm, tuple[Level, ...]], None] | None = None
) -> dict[str, tuple[Level, ...]]:
    """The levels of every money arm, found in one seed at default parameters; `tell` is told of each arm as it is found."""
    levels: dict[str, tuple[Level, ...]] = {}
    if not any(arm.shares for arm in study.arms):
        return {arm.name: () for arm in study.arms}
    without = _period_outlay(study, run(study.scenario, seed))
    for arm in study.arms:

        def spending(measures: Sequence[Measure]) -> np.ndarray:
            return np.asarray(_period_outlay(study, run(study.scenario.with_measures(measures), seed)) - without)

        levels[arm.name] = settled(arm, study.first, study.last, study.scenario.months, spending)
        if tell is not None and arm.shares:
            tell(arm, levels[arm.name])
    return levels


def _period_outlay(study: Study, trajectory: Any) -> np.ndarray:
    """Public money by lever over the months of the policy, CNY of 2015."""
    months = trajectory.outlays[study.first : study.last + 1]
    return np.asarray(months.sum(axis=(0, 2), dtype=np.int64) / 100.0)


def measures_of_arms(study: Study, levels: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[Measure, ...]]:
    """The measures of each arm as they are run, by its name; none has none. `levels` by arm and lever, of money arms."""
    found: dict[str, tuple[Measure, ...]] = {NONE: ()}
    for arm in study.arms:
        found[arm.name] = measures_at(arm, levels.get(arm.name, {}), study.first, study.last, study.scenario.months)
    return found


def afforded(
    study: Study, levels: Mapping[str, tuple[Level, ...]], world: Scenario, run: Run, seed: int
) -> dict[str, tuple[Measure, ...]]:
    """The measures of each arm in one draw: what the money buys at its prices and volumes, tried out on the pilot's seed.

    A level is moved by what the pilot's level costs here: the same money buys fewer seats where seats are dear. Budgets cap the runs
    themselves to the fen. Levels of services that a village has or has not stay: budgets say how many villages they reach.
    """
    at = {name: {one.lever: one.level for one in found} for name, found in levels.items()}
    if not draws_differ(study):
        return measures_of_arms(study, at)
    before = len(world.measures)
    for arm in study.arms:
        if not arm.shares:
            continue
        tried = measures_at(arm, at[arm.name], study.first, study.last, study.scenario.months, capped=False)
        spent = run(world.with_measures(tried), seed).spent[study.last, before:] / 100.0
        for share, cost in zip(arm.shares, spent, strict=True):
            lever = lever_named(share.lever)
            if not lever.union and cost > 0.0:
                at[arm.name][share.lever] = min(at[arm.name][share.lever] * share.budget / float(cost), share.top)
    return measures_of_arms(study, at)


# ------------------------------------------------------------------------------------------------------------------ cases


def carried_out(
    study: Study,
    run: Run,
    seed: int,
    replicates: int,
    levels: Mapping[str, tuple[Level, ...]],
    threads: int | None = None,
    before: Runs | None = None,
) -> Runs:
    """Run what is missing of a study: every arm and none, in every draw and replicate.

    `before`: runs of the same study that are done already; only further replicates are run. A run that fails is kept as a Failure, and
    the others go on. Raises KeyboardInterrupt where a run was interrupted, once no other is under way.
    """
    draws = draws_of(study.scenario, study.uncertainty, seed) if before is None else before.draws
    policies = {} if before is None else dict(before.policies)
    gauge = _Gauge(study)
    if before is not None:
        gauge.measuring = before.measuring
    pairs = {} if before is None else dict(before.pairs)
    extra = {} if before is None else dict(before.at_default_costs)

    def pair(draw: Draw, replicate: int, default_costs: bool) -> Pair:
        here = seed_of(seed, len(draws), draw.number, replicate)
        measures = policies[draw.number, default_costs]
        if isinstance(measures, str):
            return Pair({}, (Failure(NONE, draw.number, replicate, here, default_costs, measures),))
        return _pair(study, measures, run, here, draw, replicate, default_costs, gauge)

    jobs: list[tuple[Draw, int, bool]] = []
    for replicate in range(replicates):
        for draw in draws:
            if (draw.number, replicate) not in pairs:
                jobs.append((draw, replicate, False))
            if replicate == 0 and needs_default_costs(study) and draw.number not in extra:
                jobs.append((draw, 0, True))
    worlds = list(dict.fromkeys((draw.number, default_costs) for draw, _, default_costs in jobs))
    missing = [(draws[number], default_costs) for number, default_costs in worlds if (number, default_costs) not in policies]

    def bought(draw: Draw, default_costs: bool) -> dict[str, tuple[Measure, ...]] | str:
        try:
            return afforded(study, levels, _world(study, draw, default_costs), run, seed)
        except Exception as error:
            return _said(error)

    for (draw, default_costs), measures in zip(missing, _side_by_side(bought, missing, threads), strict=True):
        policies[draw.number, default_costs] = measures
    for (draw, replicate, default_costs), done in zip(jobs, _side_by_side(pair, jobs, threads), strict=True):
        if default_costs:
            extra[draw.number] = done
        else:
            pairs[draw.number, replicate] = done
    if gauge.measuring is None:
        errors = [one.error for each in pairs.values() for one in each.failures]
        raise RuntimeError(f"every run failed; the first said: {errors[0] if errors else 'nothing'}")
    return Runs(study, seed, draws, replicates, levels, gauge.measuring, policies, pairs, extra)


def _world(study: Study, draw: Draw, default_costs: bool) -> Scenario:
    """The scenario of a draw."""
    drawn = draw.parameters | ({} if default_costs else draw.costs)
    return study.scenario.model_copy(update={"parameters": {**study.scenario.parameters, **drawn}})


def _side_by_side(work: Callable[..., T], jobs: Sequence[tuple[Any, ...]], threads: int | None) -> Iterable[T]:
    """The results of jobs in their order, worked on by as many threads as there are cores."""
    most = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(max_workers=max(1, min(most, len(jobs)))) as crew:
        futures: list[Future[T]] = [crew.submit(work, *job) for job in jobs]
        try:
            return [future.result() for future in futures]
        except BaseException:
            crew.shutdown(wait=True, cancel_futures=True)
            raise


class _Gauge:
    """Measuring, made by the first run that is there."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.measuring: Measuring | None = None
        self._lock = threading.Lock()

    def kept(self, none: Any, arm: Any) -> Kept:
        with self._lock:
            if self.measuring is None:
                self.measuring = Measuring(self.study, none)
        return self.measuring.kept(none, arm)


def _pair(
    study: Study, policies: Mapping[str, tuple[Measure, ...]], run: Run, seed: int, draw: Draw, replicate: int, default_costs: bool,
    gauge: _Gauge,
) -> Pair:  # fmt: skip
    """Every arm beside none, with one seed and one draw. Only two runs are in memory at a time."""
    world = _world(study, draw, default_costs)
    kept: dict[str, Kept] = {}
    failures: list[Failure] = []
    none: Any = None
    for name, measures in policies.items():
        try:
            here = run(world.with_measures(measures) if measures else world, seed)
            if name == NONE:
                none = here
            kept[name] = gauge.kept(none, here)
        except Exception as error:
            failures.append(Failure(name, draw.number, replicate, seed, default_costs, _said(error)))
            if name == NONE:
                # Without it there is nothing to hold the arms against.
                break
    return Pair(kept, tuple(failures))


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


# -------------------------------------------------------------------------------------------------------------- precision


def luck_half_width(runs: Runs, outcome: str) -> float:
    """The widest half width of luck of an outcome in the last year, over the arms; infinite where one seed shows none."""
    widest = 0.0
    for table in _tables_of(runs, outcome):
        luck = parts(table).luck if len(table) > 1 else paired_interval(table[0])
        half = (luck.high - luck.low) / 2.0
        widest = max(widest, half) if np.isfinite(half) else float("inf")
    return widest


def replicates_wanted(runs: Runs, outcome: str, half_width: float) -> int:
    """Seeds a draw with which luck is expected to be that narrow in every arm; two where there is one, to see how much it varies."""
    if runs.replicates < 2:
        return 2
    return max(replicates_for(table, half_width) for table in _tables_of(runs, outcome))


def _tables_of(runs: Runs, outcome: str) -> list[np.ndarray]:
    """Differences of each arm from none, [draws, replicates], of an outcome of all households in the last year."""
    place = [
        row
        for row, one in enumerate(runs.measuring.quantities)
        if one.outcome == outcome and one.group == ALL and one.year == runs.measuring.years[-1]
    ]
    draws, replicates = runs.complete()
    if not draws or not replicates:
        return []
    return [
        np.array(
            [
                [runs.pairs[draw, replicate].kept[arm.name].change[place[0]] for replicate in replicates]
                for draw in draws
            ]
        )
        for arm in runs.study.arms
    ]
