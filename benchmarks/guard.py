"""The guard: fails where the engine has become slow against the floor of the machine that it runs on. A ratio, never a time.

`python -m benchmarks.guard` exits with 1 above `WIDEST_RATIO`, else with 0.
"""

from __future__ import annotations

import sys

from benchmarks.phases import phases_of
from benchmarks.reference import prepare, reference

# The engine is built to stay near twice the floor; twice that leaves room for a busy machine, and none for a loop that a
# change has kept from being vectorised in the phases that matter.
WIDEST_RATIO = 4.0
MONTHS = 36  # three harvests
REPEATS = 5


def main() -> int:
    """Measure, say what was found, return the exit code."""
    timed = phases_of(prepare(reference(months=MONTHS)), REPEATS, by_phase=False)
    print(
        f"{timed.whole:.0f} ns a household-month, {timed.ratio:.1f} times the floor of {timed.floor.total:.0f} ns; "
        f"allowed {WIDEST_RATIO:g}"
    )
    if timed.ratio > WIDEST_RATIO:
        print("too slow: `python -m benchmarks.phases` shows which phase", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
