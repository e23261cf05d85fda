"""Compare frameworks on the reduced model: `python -m benchmarks.peers [--households N] [--months N] [--runs R] [--seeds S]`.

First agreement in distribution, then agent-steps a second of one run in one process, then runs a second of a sweep from seeds to a
parquet file with the framework's own means. Starsim and AgentPy take part where they are installed (`pip install -e '.[bench]'`). Exits
with 1 where a version differs in distribution; its speed is not given then.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import statistics
import sys
import tempfile
import warnings
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pyarrow.parquet as pq

from benchmarks.peers.agreement import FALSE_ALARM, Agreement, agreement, runs_of
from benchmarks.timing import markdown, processor, seconds_of, versions

ALWAYS = ("compiled_model", "numpy_model", "mesa_model")
OPTIONAL = {"starsim_model": "starsim", "agentpy_model": "agentpy"}
HOUSEHOLDS, MONTHS, RUNS, SEEDS = 5000, 60, 60, 24
SMALL = 1000  # households of a run for agreement
LEAST_SECONDS = 0.5


class Result(NamedTuple):
    """What one version did."""

    name: str
    versions: str
    agreement: Agreement
    steps: float  # agent-steps a second
    sweep: float  # runs a second


def versions_here() -> list[ModuleType]:
    """The versions whose framework is installed, this engine's style first."""
    names = [*ALWAYS, *(name for name, package in OPTIONAL.items() if importlib.util.find_spec(package) is not None)]
    return [importlib.import_module(f"benchmarks.peers.{name}") for name in names]


def steps_a_second(peer: ModuleType, households: int, months: int) -> float:
    """Agent-steps a second of single runs, median of three; each is as many runs as it takes to be timed well."""
    peer.run(households, 2, 1)  # compiles, and draws the population
    once = seconds_of(lambda: peer.run(households, months, 1))
    runs = max(int(LEAST_SECONDS / once), 1)

    def many() -> None:
        for seed in range(runs):
            peer.run(households, months, seed + 1)

    return households * months * runs / statistics.median(seconds_of(many) for _ in range(3))


def sweep_a_second(peer: ModuleType, households: int, months: int, seeds: int) -> float:
    """Runs a second of a sweep that ends in a file. Raises RuntimeError where the file does not hold every month of every run."""
    with tempfile.TemporaryDirectory(prefix="ruralsim-peers-") as folder:
        file = Path(folder) / "sweep.parquet"
        seconds = seconds_of(lambda: peer.sweep(households, months, list(range(1, seeds + 1)), file))
        rows = pq.read_metadata(file).num_rows
        if rows != seeds * months:
            raise RuntimeError(f"{peer.NAME}: the sweep left {rows} rows, {seeds * months} expected")
    return seeds / seconds


def compare(households: int, months: int, runs: int, seeds: int) -> list[Result]:
    """All versions here: agreement with the NumPy one, then speed."""
    peers = versions_here()
    paths = {peer.NAME: runs_of(peer.run, SMALL, months, range(1, runs + 1)) for peer in peers}
    # The NumPy version is held against runs of its own with other seeds: the comparison has to pass where it must.
    again = {peer.NAME: runs_of(peer.run, SMALL, months, range(runs + 1, 2 * runs + 1)) for peer in peers if peer.NAME == "NumPy"}
    results = []
    for peer in peers:
        found = agreement(again.get(peer.NAME, paths[peer.NAME]), paths["NumPy"])
        steps = sweep = 0.0
        if found.agree:
            steps = steps_a_second(peer, households, months)
            sweep = sweep_a_second(peer, households, months, seeds)
        results.append(Result(peer.NAME, versions(*peer.PACKAGES).split(", ", 1)[1], found, steps, sweep))
    return results


def page(results: list[Result], households: int, months: int, seeds: int) -> str:
    """The table in Markdown with what it holds for."""
    rows = []
    for one in results:
        apart = f"{100.0 * one.agreement.shops_last:+.2f} ± {100.0 * one.agreement.error:.2f}"
        speed = [f"{one.steps / 1e6:.2f}", f"{one.sweep:.2f}"] if one.agreement.agree else ["differs", "differs"]
        rows.append([one.name, one.versions, apart, f"{one.agreement.smallest_p:.2g}", *speed])
    head = ["version", "package", "shops, points from NumPy", "adjusted p", "million agent-steps a second", "sweep, runs a second"]
    return (
        f"{markdown(head, rows)}\n\nAgreement: {results[0].agreement.runs} runs of {SMALL} households each; a p of {FALSE_ALARM:g} or less "
        f"means different, which one of the same distribution meets with that chance. Steps: one run of {households:,} households and "
        f"{months} months in one process. Sweep: {seeds} such runs from seeds to one parquet file, with all threads, start of processes "
        f"included.\n\n{processor()}; {versions('numpy', 'numba', 'pandas', 'pyarrow')}."
    )


def main() -> int:
    """Compare, print, return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--months", type=int, default=MONTHS)
    parser.add_argument("--runs", type=int, default=RUNS, help="of each version, for agreement")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="of the stored sweep")
    asked = parser.parse_args()
    # What frameworks say about their own future is nothing to do with speed.
    warnings.filterwarnings("ignore", category=FutureWarning)
    logging.getLogger("mesa").setLevel(logging.ERROR)
    results = compare(asked.households, asked.months, asked.runs, asked.seeds)
    print(page(results, asked.households, asked.months, asked.seeds))
    return 0 if all(one.agreement.agree for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
