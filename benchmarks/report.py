"""Write the tables of README.md anew: `python -m benchmarks.report [phases kernels floor scaling draws startup twins peers]`; default: all.

Each table stands between two markers, `<!-- name -->` and `<!-- /name -->`; what is outside them is left as it is.
"""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

README = Path(__file__).with_name("README.md")


def _floor() -> str:
    from benchmarks.floor import floor_of, page
    from benchmarks.reference import prepare, reference

    county = prepare(reference())
    ran = county.again()
    ran.run()
    return page(floor_of(county, ran), county.households)


def _phases() -> str:
    from benchmarks.phases import page, phases_of
    from benchmarks.reference import prepare, reference

    every, own = (page(phases_of(prepare(reference(levers=levers)))) for levers in (True, False))
    return f"{every}\n\nWith the scenario's own policies only:\n\n{own}"


def _kernels() -> str:
    from benchmarks.kernels import WARM_UP, page, table_of
    from benchmarks.reference import prepare, reference

    county = prepare(reference(months=WARM_UP + 12))
    return page(table_of(county), county.households)


def _scaling() -> str:
    from benchmarks.scaling import MONTHS, VILLAGES, machine_gain, page, sizes_of, threads_gain

    return page(sizes_of(VILLAGES), threads_gain(), machine_gain(), MONTHS)


def _draws() -> str:
    from benchmarks.draws import page

    return page()


def _startup() -> str:
    from benchmarks.startup import page, startup

    return page(startup())


def _peers() -> str:
    from benchmarks.peers.__main__ import HOUSEHOLDS, MONTHS, RUNS, SEEDS, compare, page

    return page(compare(HOUSEHOLDS, MONTHS, RUNS, SEEDS), HOUSEHOLDS, MONTHS, SEEDS)


def _twins() -> str:
    from benchmarks.twins import page, twins

    return page(twins())


TABLES: dict[str, Callable[[], str]] = {
    "phases": _phases,
    "kernels": _kernels,
    "floor": _floor,
    "scaling": _scaling,
    "draws": _draws,
    "startup": _startup,
    "twins": _twins,
    "peers": _peers,
}


def with_table(text: str, name: str, table: str) -> str:
    """The text with a table between the markers of a name. Raises ValueError where the markers are not there exactly once."""
    between = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
    if len(between.findall(text)) != 1:
        raise ValueError(f"the markers of {name} are not there exactly once")
    return between.sub(lambda found: f"{found.group(1)}\n{table}\n\n{found.group(2)}", text)


def main() -> None:
    """Measure what was asked for and write it, one table after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("tables", nargs="*", metavar="table", help=", ".join(TABLES))
    asked = parser.parse_args()
    if unknown := [name for name in asked.tables if name not in TABLES]:
        parser.error(f"no table {', '.join(unknown)}: there are {', '.join(TABLES)}")
    warnings.filterwarnings("ignore", category=FutureWarning)  # what frameworks say about their own future
    for name in asked.tables or TABLES:
        print(f"{name} …", file=sys.stderr)
        table = TABLES[name]()
        # Read late: a long measurement must not undo what was written meanwhile.
        README.write_text(with_table(README.read_text(encoding="utf-8"), name, table), encoding="utf-8")
        print(table)


if __name__ == "__main__":
    main()
