#!/usr/bin/env bash
# Sweeps on a real SLURM cluster of two nodes, which is started for them and stopped after them: walltime, loss of a node, equal bytes.
#
#   .ci/slurm_tests.sh [PYTHON]      with the Python that has the test requirements (default: the one of the second line)
set -euo pipefail

python=${1:-.venv-test/bin/python}
SLURM_STATE=$(mktemp -d "${TMPDIR:-/tmp}/ruralsim-slurm.XXXXXX")
export SLURM_STATE
trap 'bash .ci/slurm_down.sh' EXIT
settings=$(bash .ci/slurm_up.sh)
eval "$settings"
"$python" -m pytest -q -m cluster ${REPORTS:+--junitxml="$REPORTS/cluster.xml"} tests/compute/cluster
