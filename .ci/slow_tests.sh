#!/usr/bin/env bash
# What the second line leaves out: tests marked slow.
set -euo pipefail

.venv-test/bin/python -m pytest -q -n 2 -m slow --junitxml="$REPORTS/slow.xml"
