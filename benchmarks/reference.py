"""The cases that are timed: the average county with every lever in force, at any number of villages."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.county.measure import measure_handed
from sim.county.memory_layout import layout_of
from sim.county.panel import Record, record_for
from sim.county.state import State, handed
from sim.county.synthesis import Synthesis, synthesise
from sim.county.workspace import Scratch, scratch_for
from sim.engine.month import run_handed
from sim.files import Measure, Scenario, load_scenario
from sim.numeric.entity_table import Handed
from sim.theory.levers import LEVERS, TRAINING_SEATS
from sim.theory.parameters import packed
from sim.theory.schedule import PHASES

BASELINE = Path(__file__).parents[1] / "scenarios" / "baseline.yaml"
LEVEL = 0.25  # of the range of every lever: high enough that all of its paths run
SEED = 1


def reference(file: Path = BASELINE, months: int | None = None, villages: int | None = None, levers: bool = True) -> Scenario:
    """A scenario with every lever at a quarter of its range in all months, with as many villages and townships as asked for.

    Townships keep their number of villages, villages and samples their size, and each household its chance of a training seat, the one
    lever in numbers for a whole county that households draw for, as far as its range goes. Raises InputError as `load_scenario` does.
    """
    scenario = load_scenario(file)
    seats = 1.0 if villages is None else villages / scenario.county.geography.villages
    if months is not None:
        scenario = scenario.model_copy(update={"months": months})
    if villages is not None:
        geography = scenario.county.geography
        townships = max(round(geography.townships * villages / geography.villages), 1)
        resized = geography.model_copy(update={"villages": villages, "townships": townships})
        scenario = scenario.model_copy(update={"county": scenario.county.model_copy(update={"geography": resized})})
    if not levers:
        return scenario
    levels = [lever.low + LEVEL * (lever.high - lever.low) for lever in LEVERS]
    levels[TRAINING_SEATS] = min(levels[TRAINING_SEATS] * seats, LEVERS[TRAINING_SEATS].high)
    measures = tuple(
        Measure(policy=lever.key, lever=lever.key, levels=(level,) * scenario.months) for lever, level in zip(LEVERS, levels, strict=True)
    )
    return scenario.model_copy(update={"measures": (*scenario.measures, *measures)})


class Prepared(NamedTuple):
    """A county on its first day with all that the engine needs to run it, as `sim.engine.run` prepares it."""

    case: Synthesis
    seed: int
    record: Record
    scratch: Scratch
    numbers: Any  # parameters
    state: State  # the columns of `case` as compiled code is given them; so are the following
    world: Handed
    plan: Handed
    room: Handed
    kept: Handed

    @property
    def households(self) -> int:
        """Simulated households."""
        return len(self.case.state.household.weight)

    @property
    def months(self) -> int:
        """Months of the horizon."""
        return len(self.case.trends.years)

    def again(self) -> Prepared:
        """The same county in columns of its own, side by side as a run has them: running one leaves the other as it is."""
        case = copy.deepcopy(self.case._replace(handed=None))
        own = layout_of({entity: len(columns[0]) for entity, columns in case.state._asdict().items()}).zeros()
        for entity, copied in zip(own.state, case.state, strict=True):
            for column, content in zip(entity, copied, strict=True):
                np.copyto(column, content)
        return ready(case._replace(state=own.state), self.seed)

    def run(self, first: int = 0, last: int | None = None, phase: int = 0, last_phase: int = len(PHASES)) -> None:
        """Run months first <= t < last, to the end of the horizon by default, and in each phases phase <= k < last_phase, in one call."""
        # A member of Phase is a type of its own to numba: it would look at it for longer, and compile the month a second time.
        run_handed(
            first, self.months if last is None else last, int(phase), int(last_phase), self.seed, self.numbers, self.world, self.plan,
            self.state, self.room, self.kept,
        )  # fmt: skip

    def measure(self, t: int) -> None:
        """Measure month t, as its last phase does at its end."""
        measure_handed(t, self.numbers, self.world, self.state, self.room, self.kept)


def ready(case: Synthesis, seed: int, outlays: bool = True) -> Prepared:
    """A synthesised county with room for its results, and where asked for the table of outlays by lever, village and month."""
    record = record_for(case.state, case.trends.season, False, outlays)
    scratch = scratch_for(case.state, case.parameters)
    return Prepared(
        case, seed, record, scratch, packed(case.parameters), handed(case.state), Handed(case.trends), Handed(case.plan), Handed(scratch),
        Handed(record),
    )  # fmt: skip


def prepare(scenario: Scenario, seed: int = SEED) -> Prepared:
    """Synthesise the county of a scenario and make it ready to run."""
    return ready(synthesise(scenario, seed), seed)
