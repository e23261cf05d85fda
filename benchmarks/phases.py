"""Where the time goes: nanoseconds a household-month in each phase, beside the floor of the phase, measured in turns in the same process.

`python -m benchmarks.phases [SCENARIO] [--months N] [--repeats N] [--json]`. Each phase is run month by month by itself, and what a
call takes that is asked for no phase is subtracted; `whole month` is the run in one call, as every user has it.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.floor import Floor, floor_of
from benchmarks.reference import BASELINE, Prepared, prepare, reference
from benchmarks.timing import markdown, processor, seconds_of, versions
from benchmarks.work import Work
from sim.theory.schedule import PHASES, Phase

REPEATS = 5
RUNS = 3  # of all months, in each repeat


class Phases(NamedTuple):
    """Medians over repeats, nanoseconds a household-month."""

    households: int
    months: int
    measures: int  # of government, each on one lever
    before: float  # before the first phase: what ties have done
    phases: dict[Phase, float]  # accounts include measuring
    measure: float  # that part of accounts
    whole: float  # all phases in one call
    floor: Floor

    @property
    def added_up(self) -> float:
        """What comes before the phases and all of them, each timed by itself: near the whole month, if what a call takes is left out."""
        return self.before + math.fsum(self.phases.values())

    @property
    def ratio(self) -> float:
        """The whole month over the floor."""
        return self.whole / self.floor.total


class Walk(NamedTuple):
    """Seconds in each month of a run that is timed part by part."""

    before: np.ndarray  # [months]
    phases: np.ndarray  # [months, phases]
    measure: np.ndarray  # [months]


def _walk(county: Prepared) -> Walk:
    """Time each phase of each month, and measuring, which is done a second time to be timed: it changes nothing.

    After each phase two empty calls are timed: for no month, which hands over the columns and does nothing, and for a month without a
    phase, which looks at ties. They meet the caches as the phases leave them. Their medians are subtracted from what they are part of.
    """
    spent = np.zeros((county.months, len(PHASES)))
    no_phase, no_month = np.zeros_like(spent), np.zeros_like(spent)
    measuring = np.zeros(county.months)
    for t in range(county.months):
        for phase in PHASES:
            spent[t, phase] = seconds_of(lambda t=t, phase=phase: county.run(t, t + 1, phase, phase + 1))  # type: ignore[misc]
            no_phase[t, phase] = seconds_of(lambda t=t: county.run(t, t + 1, 0, 0))  # type: ignore[misc]
            no_month[t, phase] = seconds_of(lambda t=t: county.run(t, t, 0, 0))  # type: ignore[misc]
        measuring[t] = seconds_of(lambda t=t: county.measure(t))  # type: ignore[misc]
    nothing = np.median(no_month)
    return Walk(np.median(no_phase, axis=1) - nothing, spent - np.median(no_phase), measuring - nothing)


def phases_of(county: Prepared, repeats: int = REPEATS, by_phase: bool = True) -> Phases:
    """Time a county from its first day, and its floor. Without `by_phase` only the whole month is timed, and phases stay empty."""
    ran = county.again()
    ran.run()  # compiles, or reads what was compiled before
    ran.measure(ran.months - 1)
    operations = county.households * county.months
    wholes: list[float] = []
    walks: list[Walk] = []
    floors: list[Floor] = []
    for _ in range(repeats):
        # In turns: what else the machine does falls on the engine and on its floor.
        wholes += [seconds_of(county.again().run) for _ in range(RUNS)]
        floors.append(floor_of(county, ran))
        if by_phase:
            walks.append(_walk(county.again()))

    def each(seconds: float) -> float:
        return seconds / operations * 1e9

    def over_months(parts: list[np.ndarray]) -> np.ndarray:
        # Each month's own median over repeats: what else the machine did while one short call ran falls out.
        return np.median(parts, axis=0).sum(axis=0)

    phases = over_months([walk.phases for walk in walks]).tolist() if by_phase else []
    return Phases(
        households=county.households,
        months=county.months,
        measures=len(county.case.plan.lever),
        before=each(float(over_months([walk.before for walk in walks]))) if by_phase else 0.0,
        phases={phase: each(seconds) for phase, seconds in zip(PHASES, phases, strict=by_phase)},
        measure=each(float(over_months([walk.measure for walk in walks]))) if by_phase else 0.0,
        whole=each(statistics.median(wholes)),
        floor=floors[0]._replace(costs=Work(*np.median([floor.costs for floor in floors], axis=0).tolist())),
    )


def page(timed: Phases) -> str:
    """The table in Markdown with what it holds for."""
    floor, rows = timed.floor, []
    measure_floor = floor.of(floor.measure)

    def row(name: str, spent: float, least: float) -> list[str]:
        return [name, f"{spent:.1f}", f"{least:.1f}", f"{spent / least:.1f}", f"{100.0 * spent / timed.whole:.0f} %"]

    if timed.phases:
        rows.append(row("before the phases: ties", timed.before, floor.of(floor.before)))
    for phase, spent in timed.phases.items():
        rows.append(row(phase.name.lower(), spent, floor.phase(phase)))
    if timed.phases:
        rows.append(row("of account: measuring", timed.measure, measure_floor))
        rows.append(row("ties and phases added up", timed.added_up, floor.total))
    rows.append(row("whole month", timed.whole, floor.total))
    table = markdown(["phase", "ns a household-month", "floor", "over floor", "of the month"], rows)
    return (
        f"{table}\n\n{timed.households:,} households, {timed.months} months, {timed.measures} measures; {processor()}; "
        f"{versions('numba', 'numpy')}."
    )


def as_json(timed: Phases) -> str:
    """The same as JSON: nanoseconds a household-month."""
    return json.dumps(
        {
            "households": timed.households,
            "months": timed.months,
            "measures": timed.measures,
            "before": round(timed.before, 2),
            "phases": {phase.name.lower(): round(spent, 2) for phase, spent in timed.phases.items()},
            "measure": round(timed.measure, 2),
            "added_up": round(timed.added_up, 2),
            "whole_month": round(timed.whole, 2),
            "floor_before": round(timed.floor.of(timed.floor.before), 2),
            "floor": {phase.name.lower(): round(timed.floor.phase(phase), 2) for phase in PHASES},
            "floor_total": round(timed.floor.total, 2),
            "ratio": round(timed.ratio, 2),
            "machine": processor(),
            "versions": versions("numba", "numpy"),
        },
        indent=2,
    )


def main() -> None:
    """Print the phases."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.phases", description=__doc__)
    parser.add_argument("scenario", nargs="?", type=Path, default=BASELINE)
    parser.add_argument("--months", type=int, help="of the horizon; default: the scenario's")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--no-levers", action="store_true", help="the scenario's own policies only")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    county = prepare(reference(asked.scenario, months=asked.months, levers=not asked.no_levers))
    timed = phases_of(county, asked.repeats)
    print(as_json(timed) if asked.json else page(timed))


if __name__ == "__main__":
    main()
