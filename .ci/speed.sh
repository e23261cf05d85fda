#!/usr/bin/env bash
# The engine against the floor of this machine: a ratio, which holds on any machine.
set -euo pipefail

[ -x .venv-dev/bin/python ] || { python3 -m venv .venv-dev && .venv-dev/bin/pip install -q -e '.[test,dev]'; }
.venv-dev/bin/python -m benchmarks.guard
