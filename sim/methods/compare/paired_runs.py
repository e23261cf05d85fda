"""Carrying out a study: every arm in every draw and replicate, pair by pair, side by side.

The runs of a pair share seed and parameters, and every draw in them is keyed, so what differs is what the policy did. Pairs are run
side by side in threads (the engine lets go of Python's lock), and each is reduced to what is kept before the next one begins.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sim.files import Scenario
from sim.files.policy.schema import Measure
from sim.files.policy_arms import NONE
from sim.files.study.study import Study
from sim.methods.compare.level_search import Level
from sim.methods.compare.measurement import ArmResult, Measurement
from sim.methods.compare.parameter_draws import Draw, draws_of
from sim.methods.compare.pilot import affordable_measures
from sim.methods.compare.runs import Failure, Pair, Run, Runs, needs_default_costs, seed_of

T = TypeVar("T")


def run_pairs(
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
    shared = _SharedMeasurement(study)
    if before is not None:
        shared.measurement = before.measurement
    pairs = {} if before is None else dict(before.pairs)
    extra = {} if before is None else dict(before.at_default_costs)

    def pair(draw: Draw, replicate: int, default_costs: bool) -> Pair:
        here = seed_of(seed, len(draws), draw.number, replicate)
        measures = policies[draw.number, default_costs]
        if isinstance(measures, str):
            return Pair({}, (Failure(NONE, draw.number, replicate, here, default_costs, measures),))
        return _pair(study, measures, run, here, draw, replicate, default_costs, shared)

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
            return affordable_measures(study, levels, _world(study, draw, default_costs), run, seed)
        except Exception as error:
            return _message(error)

    for (draw, default_costs), measures in zip(missing, _side_by_side(bought, missing, threads), strict=True):
        policies[draw.number, default_costs] = measures
    for (draw, replicate, default_costs), done in zip(jobs, _side_by_side(pair, jobs, threads), strict=True):
        if default_costs:
            extra[draw.number] = done
        else:
            pairs[draw.number, replicate] = done
    if shared.measurement is None:
        errors = [one.error for each in pairs.values() for one in each.failures]
        raise RuntimeError(f"every run failed; the first said: {errors[0] if errors else 'nothing'}")
    return Runs(study, seed, draws, replicates, levels, shared.measurement, policies, pairs, extra)


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


class _SharedMeasurement:
    """Measurement, made by the first run that is there."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.measurement: Measurement | None = None
        self._lock = threading.Lock()

    def of_pair(self, none: Any, arm: Any) -> ArmResult:
        with self._lock:
            if self.measurement is None:
                self.measurement = Measurement(self.study, none)
        return self.measurement.of_pair(none, arm)


def _pair(
    study: Study, policies: Mapping[str, tuple[Measure, ...]], run: Run, seed: int, draw: Draw, replicate: int, default_costs: bool,
    shared: _SharedMeasurement,
) -> Pair:  # fmt: skip
    """Every arm beside none, with one seed and one draw. Only two runs are in memory at a time."""
    world = _world(study, draw, default_costs)
    kept: dict[str, ArmResult] = {}
    failures: list[Failure] = []
    none: Any = None
    for name, measures in policies.items():
        try:
            here = run(world.with_measures(measures) if measures else world, seed)
            if name == NONE:
                none = here
            kept[name] = shared.of_pair(none, here)
        except Exception as error:
            failures.append(Failure(name, draw.number, replicate, seed, default_costs, _message(error)))
            if name == NONE:
                # Without it there is nothing to hold the arms against.
                break
    return Pair(kept, tuple(failures))


def _message(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
