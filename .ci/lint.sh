#!/usr/bin/env bash
# Style, types, and who may import whom.
set -euo pipefail

python3 -m venv .venv-dev
.venv-dev/bin/pip install -q -e '.[test,dev]'
status=0
.venv-dev/bin/ruff check . || status=1
.venv-dev/bin/mypy || status=1
.venv-dev/bin/lint-imports || status=1
exit $status
