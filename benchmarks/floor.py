"""The floor: what the operations that the model requires would cost on this machine if each ran in a tight loop of its own.

`python -m benchmarks.floor [SCENARIO]` prints it for the average county, or for a scenario file, every lever in force.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks import loops
from benchmarks.reference import BASELINE, Prepared, prepare, reference
from benchmarks.timing import markdown, nanoseconds, processor, versions
from benchmarks.work import BEFORE, MEASURE, WORK, Work, for_each_household, heads
from sim.numeric.exact_sum import ROW_BITS
from sim.numeric.keyed_draws import SPARE
from sim.theory.outcomes import Outcomes
from sim.theory.schedule import Phase

ROWS = 1024  # rows of arithmetic: 8 kB a column
ROUNDS = 40
KINDS = Work._fields
WORDS = {
    "draws": "random draw", "exp": "exp", "log": "log", "logistic": "logistic", "power": "pow", "sums": "exact sum",
    "counts": "count", "gathers": "tie", "reads": "byte read", "writes": "byte written", "sorts": "sort",
}  # fmt: skip


class Floor(NamedTuple):
    """Nanoseconds of one operation of each kind, and of a household-month of each phase and of measuring, by kind."""

    costs: Work  # ns an operation
    before: Work  # operations a household-month, before the first phase
    phases: dict[Phase, Work]  # the same in each phase, measuring left out
    measure: Work  # the same for measuring

    def of(self, work: Work) -> float:
        """Nanoseconds of a household-month that needs these operations."""
        return float(np.dot(np.array(work), np.array(self.costs)))

    def phase(self, phase: Phase) -> float:
        """Nanoseconds of a household-month of a phase; that of accounts includes measuring, as the engine's does."""
        return self.of(self.phases[phase]) + (self.of(self.measure) if phase is Phase.ACCOUNT else 0.0)

    @property
    def total(self) -> float:
        """Nanoseconds of a household-month in all."""
        return self.of(self.before) + sum(self.phase(phase) for phase in Phase)


def unit_costs(county: Prepared) -> Work:
    """Nanoseconds of one operation of each kind, with columns of the county's size."""
    rng = np.random.default_rng(1)
    households, h = county.households, county.case.state.household
    out = np.zeros(ROWS)
    arguments = rng.normal(0.0, 2.0, (2, ROWS))
    positive = np.exp(arguments)
    ids = rng.integers(0, 2**40, ROWS)
    weights = rng.uniform(5.0, 15.0, ROWS)
    whole = (weights * 2.0**20).astype(np.int64)
    flags = rng.integers(0, 2, (2, ROWS))
    operations = float(ROWS * ROUNDS)
    ties = h.ties.astype(np.uint32)
    marks, found = rng.integers(0, 2**12, households).astype(np.uint32), np.zeros(households, np.uint32)
    state = sum(column.nbytes for column in h) // 8 // households
    table = rng.uniform(0.0, 1.0, (state - state % 3, households))
    incomes = (rng.lognormal(9.0, 0.8, households) * 100.0).astype(np.int64)
    keys = (incomes << ROW_BITS) | np.arange(households)
    unsorted, room, starts = keys.copy(), np.zeros_like(keys), np.zeros((loops.DIGITS, loops.DIGIT + 1), np.int64)

    def sort_anew() -> None:
        unsorted[:] = keys
        loops.sort(unsorted, room, starts)

    byte = nanoseconds(lambda: loops.stream(table), float(table.nbytes))
    return Work(
        draws=nanoseconds(lambda: loops.draws_below(1, SPARE, ROUNDS, ids, 0.01), operations),
        exp=nanoseconds(lambda: loops.exponentials(ROUNDS, arguments, out), operations),
        log=nanoseconds(lambda: loops.logarithms(ROUNDS, positive, out), operations),
        logistic=nanoseconds(lambda: loops.logistics(ROUNDS, arguments, out), operations),
        power=nanoseconds(lambda: loops.powers(ROUNDS, positive, -0.7, out), operations),
        sums=nanoseconds(lambda: loops.fixed_sum(ROUNDS, weights, positive), operations),
        counts=nanoseconds(lambda: loops.flagged_sum(ROUNDS, whole, flags), operations),
        gathers=nanoseconds(lambda: loops.add_ties(ties, marks, found), float(ties.size)),
        reads=byte,
        writes=byte,
        sorts=nanoseconds(sort_anew, float(households)),
    )


def chances_of(county: Prepared) -> dict[str, float]:
    """The parameters of a case by name."""
    return {f"{group}.{name}": value for group, kind in county.case.parameters._asdict().items() for name, value in kind._asdict().items()}


def shares_over(outcomes: np.ndarray) -> dict[str, float]:
    """Shares of households that shop online, are members of a cooperative, have broadband: means over the months of a run."""
    names = Outcomes._fields
    shares = {"shoppers": "shoppers_share", "members": "member_share", "broadband": "broadband_share"}
    return {whom: float(outcomes[:, names.index(name)].mean()) for whom, name in shares.items()}


def floor_of(county: Prepared, ran: Prepared) -> Floor:
    """The floor of a county; `ran` is the same county at the end of a run, for how many shop and are members."""
    heads_of = heads(county.case, **shares_over(ran.record.outcomes))
    chances = chances_of(county)
    phases = {phase: for_each_household(table, heads_of, chances) for phase, table in WORK.items()}
    before, measure = (for_each_household(table, heads_of, chances) for table in (BEFORE, MEASURE))
    return Floor(unit_costs(county), before, phases, measure)


def rows_of(floor: Floor) -> list[list[str]]:
    """A row for each phase, for measuring, and in all: nanoseconds a household-month by kind of operation."""
    parts = {"before": floor.before, **{phase.name.lower(): work for phase, work in floor.phases.items()}}
    parts["measure"] = floor.measure
    costs = np.array(floor.costs)
    rows, total = [], np.zeros(len(KINDS))
    for name, work in parts.items():
        spent = np.array(work) * costs
        total += spent
        rows.append([name, *(f"{each:.1f}" for each in spent), f"{spent.sum():.1f}"])
    rows.append(["in all", *(f"{each:.1f}" for each in total), f"{total.sum():.1f}"])
    operations = sum((np.array(work) for work in parts.values()), np.zeros(len(KINDS)))
    rows.append(["operations", *(f"{each:.2f}" for each in operations), ""])
    rows.append(["ns each", *(f"{each:.3f}" for each in costs), ""])
    return rows


def page(floor: Floor, households: int) -> str:
    """The table in Markdown with what it holds for."""
    table = markdown(["phase, ns a household-month", *(WORDS[kind] for kind in KINDS), "in all"], rows_of(floor))
    return f"{table}\n\n{households:,} households; {processor()}; {versions('numba', 'numpy')}."


def main() -> None:
    """Print the floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floor", description=__doc__)
    parser.add_argument("scenario", nargs="?", type=Path, default=BASELINE)
    asked = parser.parse_args()
    county = prepare(reference(asked.scenario))
    ran = county.again()
    ran.run()
    print(page(floor_of(county, ran), county.households))


if __name__ == "__main__":
    main()
