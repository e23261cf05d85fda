"""What a user waits for: help, the import, a first result on screen and on disk, and compilation, once for a version.

`python -m benchmarks.startup [--repeats N] [--no-cold]`. Each is a process of its own, as a user starts it. Compilation is timed in a
fresh cache folder, which goes when it is done.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.timing import markdown, processor, versions

ROOT = Path(__file__).parents[1]
REPEATS = 5
POLL_SECONDS = 0.005
FIGURE = "trajectory.png"
COMMAND = ("-m", "sim.cli")


class Start(NamedTuple):
    """Seconds from the start of a process: to the last line on its standard output, to its figure on disk, to its end."""

    table: float
    figure: float
    end: float


def started(arguments: tuple[str, ...], environment: Mapping[str, str], figure: Path | None = None) -> Start:
    """Start Python with arguments at the root of the project and watch it. Raises RuntimeError where it fails, with what it said."""
    began = time.perf_counter()
    seen = {"table": 0.0, "figure": 0.0}
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, stderr=complaints
        )

        def watch() -> None:
            while process.poll() is None and figure is not None and not figure.exists():
                time.sleep(POLL_SECONDS)
            seen["figure"] = time.perf_counter() - began

        watcher = threading.Thread(target=watch)
        watcher.start()
        assert process.stdout is not None
        while os.read(process.stdout.fileno(), 65536):
            seen["table"] = time.perf_counter() - began
        process.wait()
        watcher.join()
        end = time.perf_counter() - began
        if process.returncode != 0 or (figure is not None and not figure.exists()):
            complaints.seek(0)
            raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}: {complaints.read().decode(errors='replace')}")
    return Start(seen["table"], seen["figure"], end)


def run_of(scenario: str, environment: Mapping[str, str]) -> Start:
    """Seconds of `ruralsim run` on a shipped scenario with one seed, its results in a folder that goes when it is done."""
    with tempfile.TemporaryDirectory(prefix="ruralsim-startup-") as folder:
        out = Path(folder) / "results"
        return started((*COMMAND, "run", f"scenarios/{scenario}.yaml", "--replicates", "1", "--out", str(out)), environment, out / FIGURE)


def compiled_in(cache: Path) -> dict[str, int]:
    """The files of a cache folder by name, with when each was written."""
    return {str(path.relative_to(cache)): path.stat().st_mtime_ns for path in cache.rglob("*") if path.suffix in {".nbc", ".nbi"}}


class Startup(NamedTuple):
    """Seconds, medians over repeats; those of compilation are of one start each, None where it was left out."""

    interpreter: float
    help: float
    package: float
    warm: Start
    cold: Start | None
    second: Start | None
    recompiled: int | None  # files that the second start wrote into the cache


def startup(repeats: int = REPEATS, cold: bool = True) -> Startup:
    """Measure everything. The warm run is that of the average county, the cold one that of the hamlet."""
    here = dict(os.environ)
    run_of("baseline", here)  # whatever has to be compiled is compiled now

    def median(arguments: tuple[str, ...]) -> float:
        return statistics.median(started(arguments, here).end for _ in range(repeats))

    runs = [run_of("baseline", here) for _ in range(repeats)]
    warm = Start(*(statistics.median(times) for times in zip(*runs, strict=True)))
    first = second = recompiled = None
    if cold:
        with tempfile.TemporaryDirectory(prefix="ruralsim-cache-") as folder:
            fresh = {**here, "RURALSIM_CACHE": folder}
            first = run_of("hamlet", fresh)
            before = compiled_in(Path(folder))
            second = run_of("hamlet", fresh)
            after = compiled_in(Path(folder))
            recompiled = sum(1 for name, written in after.items() if before.get(name) != written)
    return Startup(median(("-c", "pass")), median((*COMMAND, "--help")), median(("-c", "import sim")), warm, first, second, recompiled)


def page(found: Startup) -> str:
    """The table in Markdown with what it holds for."""
    rows = [
        ["Python alone", f"{found.interpreter:.2f}", ""],
        ["ruralsim --help", f"{found.help:.2f}", "0.5"],
        ["import sim, Python included", f"{found.package:.2f}", "0.3"],
        ["ruralsim run scenarios/baseline.yaml --replicates 1, warm: table on screen", f"{found.warm.table:.2f}", "2"],
        ["the same: figure on disk", f"{found.warm.figure:.2f}", "5"],
    ]
    said = ""
    if found.cold is not None and found.second is not None:
        rows.append(["ruralsim run scenarios/hamlet.yaml --replicates 1, nothing compiled", f"{found.cold.end:.1f}", ""])
        rows.append(["the same a second time", f"{found.second.end:.1f}", ""])
        rows.append(["compilation, once a version", f"{found.cold.end - found.second.end:.1f}", "60"])
        said = f"The second start compiled {found.recompiled} functions anew. "
    table = markdown(["start", "seconds", "aim, below"], rows)
    return f"{table}\n\n{said}{processor()}; {versions('numba', 'numpy', 'matplotlib')}."


def main() -> None:
    """Print what a user waits for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--no-cold", action="store_true", help="leave compilation out")
    asked = parser.parse_args()
    print(page(startup(asked.repeats, not asked.no_cold)))


if __name__ == "__main__":
    main()
