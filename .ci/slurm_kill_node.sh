#!/usr/bin/env bash
# The sudden loss of a node: its slurmd and every process of its jobs are killed, without a word to the controller.
# .ci/slurm_up.sh brings it back.
#
#   .ci/slurm_kill_node.sh n1
set -euo pipefail

node=$1
state=${SLURM_STATE:?set by .ci/slurm_up.sh}
doomed=("$(cat "$state/run/$node.pid")")
for folder in /proc/[0-9]*; do
    # Of the jobs of this cluster on this node, and of no other's.
    environment=$(tr '\0' '\n' 2>/dev/null <"$folder/environ" || true)
    if grep -qx "SLURMD_NODENAME=$node" <<<"$environment" && grep -qx "SLURM_CONF=$state/slurm.conf" <<<"$environment"; then
        doomed+=("${folder#/proc/}")
        above=$(awk '/^PPid/ { print $2 }' "$folder/status" 2>/dev/null || true)
        if [ -n "$above" ] && [ "$(cat "/proc/$above/comm" 2>/dev/null)" = slurmstepd ]; then doomed+=("$above"); fi
    fi
done
kill -KILL "${doomed[@]}" 2>/dev/null || true
rm -f "$state/run/$node.pid"
