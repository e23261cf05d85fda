"""The code of every kernel of a month: which loops LLVM vectorised, what a household costs, and why a loop is left scalar.

`python -m benchmarks.kernels [SCENARIO] [--months N] [--json]`. Kernels are compiled as the phases of a month call them, and read by
`benchmarks.generated`; each that works on a whole county is then timed by itself, for a month in which farms choose their channel. Exits
with 1 where a loop is not vectorised and `benchmarks.reasons` does not say why.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import statistics
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numba
import numpy as np
from numba.core.dispatcher import Dispatcher

import sim.engine.month
from benchmarks.generated import Loops, loops_of
from benchmarks.reasons import EXPLAINED, REASONS
from benchmarks.reference import BASELINE, SEED, Prepared, prepare, reference
from benchmarks.timing import markdown, processor, seconds_of, versions
from sim.county.panel import PANEL
from sim.numeric.exact_sum import ROW_BITS
from sim.numeric.jit import ENTRIES, RULES

REPEATS = 15
WARM_UP = 60  # months before the one that is timed, so that all channels have sellers


def modules() -> list[ModuleType]:
    """The files that kernels of a month stand in. Those of the first day, which run once a county, are not among them."""
    engine = sorted(f"sim.engine.{module.name}" for module in pkgutil.iter_modules(sim.engine.__path__))
    county = [f"sim.county.{name}" for name in ("workspace", "small_areas", "measure", "totals", "panel")]
    return [importlib.import_module(name) for name in (*engine, *county, "sim.numeric.exact_sum")]


def kernels() -> dict[str, Any]:
    """All kernels by module and name, as `shopping.shop`: what is compiled and is neither a rule nor an entry."""
    others = {id(compiled) for compiled in (*RULES, *ENTRIES)}
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": compiled
        for module in modules()
        for name, compiled in vars(module).items()
        if isinstance(compiled, Dispatcher) and compiled.py_func.__module__ == module.__name__ and id(compiled) not in others
    }


def callers() -> dict[str, list[str]]:
    """Which kernels name each kernel."""
    known = kernels()
    names = {id(compiled): name for name, compiled in known.items()}
    found: dict[str, list[str]] = {name: [] for name in known}
    for caller, compiled in known.items():
        for word in compiled.py_func.__code__.co_names:
            called = names.get(id(compiled.py_func.__globals__.get(word)))
            if called is not None and called != caller:
                found[called].append(caller)
    return found


def phase_kernels() -> list[Any]:
    """The kernels that a month calls itself."""
    function = vars(sim.engine.month)["run_handed"].py_func
    known = {id(compiled) for compiled in kernels().values()}
    found = [function.__globals__.get(word) for word in function.__code__.co_names]
    return [compiled for compiled in found if id(compiled) in known]


class Row(NamedTuple):
    """One kernel."""

    name: str
    loops: Loops
    spent: float | None  # ns a household; None where it is called for single rows
    callers: list[str]
    reasons: tuple[str, ...]


class Ready(NamedTuple):
    """A county at the end of a month, what kernels are called with by the names of their arguments, and all columns as they were."""

    county: Prepared
    arguments: dict[str, Any]
    columns: list[np.ndarray]
    before: list[np.ndarray]

    def restore(self) -> None:
        """Undo what kernels did."""
        for column, content in zip(self.columns, self.before, strict=True):
            np.copyto(column, content)


def ready_for(county: Prepared) -> Ready:
    """Run a county to the end of a month in which farms choose, if its horizon has one, and lay out the arguments of kernels."""
    product, trends = county.case.state.product, county.case.trends
    first = min(WARM_UP, county.months - 1)
    choosing = product.choose_month[np.bincount(county.case.state.village.product).argmax()]
    months = [t for t in range(first, county.months) if trends.calendar_month[t] == choosing]
    t = months[0] if months else first
    county.run(0, t + 1)

    state, scratch = county.case.state, county.scratch
    h = state.household
    rows = len(h.weight)
    # The sort finds keys in the order of rows.
    amounts = 12.0 * h.income / h.size
    scratch.ranked[0] = (np.round(100.0 * amounts).astype(np.int64) << ROW_BITS) | np.arange(rows)
    arguments: dict[str, Any] = {
        "t": t, "seed": SEED, "p": county.numbers, "world": county.world, "plan": county.plan, "s": county.state, "scratch": county.room,
        "record": county.kept, **county.state._asdict(), "h": county.state.household, "v": county.state.village,
        "first": 0, "last": rows, "first_place": 0, "last_place": len(state.village.km),
        "price": float(trends.broadband_price[t]),
        "supply": scratch.market, "delivered": scratch.cooperative, "wage_index": float(trends.wage_index[t]),
        "shops_of": scratch.shops_of, "panel": np.zeros((int(trends.season[t] - trends.season[0]) + 1, rows, len(PANEL))),
        "keys": scratch.ranked, "n": rows, "buckets": scratch.buckets,
        "weights": scratch.weights, "ranked": scratch.ranked, "out": scratch.distribution,
    }  # fmt: skip
    parts: list[Iterable[np.ndarray]] = [*state, county.case.plan, scratch]
    columns = [column for part in parts for column in part if column.flags.writeable]
    return Ready(county, arguments, columns, [column.copy() for column in columns])


def names_of(compiled: Any) -> tuple[str, ...]:
    """Arguments of a kernel."""
    code = compiled.py_func.__code__
    return tuple(code.co_varnames[: code.co_argcount])


def compile_all(arguments: dict[str, Any]) -> None:
    """Compile the phases of a month, and with them each kernel for the types that it is called with. Raises ValueError for one left out."""
    for compiled in phase_kernels():
        compiled.compile(tuple(numba.typeof(arguments[name]) for name in names_of(compiled)))
    if idle := [name for name, compiled in kernels().items() if not compiled.overloads]:
        raise ValueError(f"no phase of a month calls {', '.join(idle)}")


def loops_by_kernel() -> dict[str, Loops]:
    """Loops of each compiled kernel, with what LLVM inlined into it; of several versions, the one with most loops left scalar."""
    return {
        name: max(
            (loops_of(version.library.get_llvm_str(), version.fndesc.mangled_name) for version in compiled.overloads.values()),
            key=lambda loops: loops.scalar,
        )
        for name, compiled in kernels().items()
    }


def _of_type(value: Any, kind: Any) -> Any:
    """A whole number as the engine hands it over: rows of households and villages are unsigned."""
    return np.uint64(value) if kind == numba.uint64 else value


def seconds_by_itself(name: str, ready: Ready) -> float | None:
    """Median seconds of one pass of a kernel over the county; None where it takes single rows, which only its callers can choose.

    Each pass starts from the same columns. What a call from Python takes is subtracted: it is timed with no pass.
    """
    compiled = kernels()[name]
    names = names_of(compiled)
    if any(argument not in ready.arguments and argument != "place" for argument in names):
        return None
    kinds = next(iter(compiled.overloads))
    given = [_of_type(ready.arguments.get(argument, 0), kind) for argument, kind in zip(names, kinds, strict=True)]
    villages = len(ready.county.case.state.village.km)
    no_pass: tuple[Any, ...]
    one_pass: tuple[Any, ...]
    if "place" in names:
        at = names.index("place")
        start, end = (_of_type(number, kinds[at]) for number in (0, villages))

        @numba.njit(error_model="numpy")
        def pass_over(start, end, before, after):  # type: ignore[no-untyped-def]
            for place in range(start, end):
                compiled(*before, place, *after)

        no_pass, one_pass = ((start, last, tuple(given[:at]), tuple(given[at + 1 :])) for last in (start, end))
    else:

        @numba.njit(error_model="numpy")
        def pass_over(passes, arguments):  # type: ignore[no-untyped-def]
            for _ in range(passes):
                compiled(*arguments)

        no_pass, one_pass = ((passes, tuple(given)) for passes in (0, 1))
    versions_before = len(compiled.overloads)
    pass_over(*no_pass)
    if len(compiled.overloads) != versions_before:
        raise ValueError(f"{name} was timed for other types than the engine calls it with")
    # Called past the dispatcher, which looks at the types of all arguments for longer than most kernels run.
    (version,) = pass_over.overloads.values()
    without: list[float] = []
    spent: list[float] = []
    for _ in range(REPEATS):
        for arguments, seconds in ((no_pass, without), (one_pass, spent)):
            ready.restore()
            seconds.append(seconds_of(lambda arguments=arguments: version.entry_point(*arguments)))  # type: ignore[misc]
    ready.restore()
    return max(statistics.median(spent) - statistics.median(without), 0.0)


def is_vectorised(loops: Loops) -> bool:
    """Whether there is a loop, and none was left scalar."""
    return loops.vectorised > 0 and loops.scalar == 0


def unexplained(loops: dict[str, Loops]) -> list[str]:
    """Kernels with a loop that is not vectorised, or without any, for which no reason is given."""
    return [name for name, found in loops.items() if not is_vectorised(found) and not REASONS.get(name)]


def table_of(county: Prepared) -> list[Row]:
    """All kernels. Advances the county."""
    ready = ready_for(county)
    compile_all(ready.arguments)
    loops, called = loops_by_kernel(), callers()
    rows = []
    for name, found in loops.items():
        seconds = seconds_by_itself(name, ready)
        spent = None if seconds is None else seconds / county.households * 1e9
        rows.append(Row(name, found, spent, called[name], () if is_vectorised(found) else REASONS.get(name, ())))
    return rows


def page(rows: list[Row], households: int) -> str:
    """The table in Markdown, and what its reasons mean."""
    cells = []
    for row in rows:
        spent = f"in {', '.join(name.rpartition('.')[2] for name in row.callers)}" if row.spent is None else f"{row.spent:.1f}"
        lanes = str(row.loops.lanes) if row.loops.vectorised else ""
        cells.append([row.name, str(row.loops.all), str(row.loops.vectorised), lanes, spent, ", ".join(row.reasons)])
    table = markdown(["kernel", "loops", "vectorised", "lanes", "ns a household", "why not all"], cells)
    used = {reason for row in rows for reason in row.reasons}
    meanings = "\n".join(f"- {reason}: {meaning}" for reason, meaning in EXPLAINED.items() if reason in used)
    return f"{table}\n\n{meanings}\n\n{households:,} households; {processor()}; {versions('numba', 'llvmlite')}."


def as_json(rows: list[Row], households: int) -> str:
    """The same as JSON; nanoseconds are null where a kernel is called for single rows."""
    found = [
        {
            "kernel": row.name,
            "loops": row.loops.all,
            "vectorised": row.loops.vectorised,
            "lanes": row.loops.lanes,
            "nanoseconds": None if row.spent is None else round(row.spent, 2),
            "called_by": row.callers,
            "why_not_all": list(row.reasons),
        }
        for row in rows
    ]
    about = {"households": households, "machine": processor(), "versions": versions("numba", "llvmlite")}
    return json.dumps({"kernels": found, **about}, indent=2)


def main() -> int:
    """Print the table, return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kernels", description=__doc__)
    parser.add_argument("scenario", nargs="?", type=Path, default=BASELINE)
    parser.add_argument("--months", type=int, help="of the horizon; default: six years")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    county = prepare(reference(asked.scenario, months=asked.months or WARM_UP + 12))
    rows = table_of(county)
    print(as_json(rows, county.households) if asked.json else page(rows, county.households))
    if left := unexplained({row.name: row.loops for row in rows}):
        print(f"not vectorised, and no reason given in benchmarks/reasons.py: {', '.join(left)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
