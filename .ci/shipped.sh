#!/usr/bin/env bash
# The wheel holds all of sim/ and works without the source tree; the exact requirements can be had, hashes checked.
set -euo pipefail

.venv/bin/pip install -q --no-deps --target "$REPORTS/../shipped" .
here=$(pwd)
(cd sim && find . -type f ! -name '*.pyc' ! -name '*.nb[ic]' | sort) >"$REPORTS/in_the_source.txt"
(cd "$REPORTS/../shipped/sim" && find . -type f ! -name '*.pyc' ! -name '*.nb[ic]' | sort) >"$REPORTS/in_the_wheel.txt"
diff "$REPORTS/in_the_source.txt" "$REPORTS/in_the_wheel.txt"
(cd "$REPORTS/.." && PYTHONPATH="$REPORTS/../shipped" "$here/.venv/bin/python" -c '
import pathlib, sys, sim
assert "shipped" in pathlib.Path(sim.__file__).parts, sim.__file__
from sim.cli import main
for command in ("parameters", "levers", "programmes"):
    sys.argv = ["ruralsim", command]
    if code := main():
        sys.exit(code)' >"$REPORTS/from_the_wheel.txt")
grep -q 'comprehensive_demonstration.yaml' "$REPORTS/from_the_wheel.txt" || { echo "the wheel holds no programmes"; exit 1; }
echo "the wheel is whole and answers without the source tree"

.venv/bin/pip install -q --dry-run --ignore-installed --require-hashes -r requirements.txt
echo "the exact requirements can be installed, hashes checked"
