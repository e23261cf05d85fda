#!/usr/bin/env bash
# The README's second set-up line, word for word.
set -euo pipefail

line=$(grep -- '-m venv' README.md | sed -n 2p)
echo "\$ $line"
PYTEST_ADDOPTS="--junitxml=$REPORTS/newcomer.xml" bash -euo pipefail -c "$line"
