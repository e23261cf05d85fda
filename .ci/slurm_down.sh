#!/usr/bin/env bash
# Stop what .ci/slurm_up.sh started, by the numbers it wrote down, and take its folder away.
set -uo pipefail

state=${SLURM_STATE:?set by .ci/slurm_up.sh}
export SLURM_CONF=$state/slurm.conf
stop() {
    local number
    number=$(cat "$1" 2>/dev/null) || return 0
    kill "$number" 2>/dev/null || return 0
    for _ in $(seq 100); do
        kill -0 "$number" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$number" 2>/dev/null
}
if [ -s "$state/run/controller.pid" ]; then
    timeout 10 scancel --user="$(id -u)" 2>/dev/null
    for _ in $(seq 50); do
        [ -z "$(timeout 5 squeue --noheader 2>/dev/null)" ] && break
        sleep 0.2
    done
fi
for name in n1 n2 controller munged; do stop "$state/run/$name.pid"; done
rm -rf "$state"
