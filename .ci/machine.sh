#!/usr/bin/env bash
# Debian packages the tests use, where they are missing: setpriv (tests of unwritable folders drop root's rights), unshare (a small
# disk to fill) and venv.
set -euo pipefail

missing=()
{ command -v setpriv && command -v unshare; } >/dev/null || missing+=(util-linux)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv python3-pip)
if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || { echo "please install: ${missing[*]}"; exit 1; }
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
fi
python3 -c 'import sys; print("python3 is", sys.version.split()[0]); sys.exit(sys.version_info < (3, 11))'
