#!/usr/bin/env bash
# Each experiment at its quick size: run from nothing, drawn, and the data behind each figure held against the recorded hash.
set -euo pipefail

.venv/bin/ruralsim reproduce --quick
