#!/usr/bin/env bash
# The tests again, golden digests among them, on every other supported Python: from the PATH, or kept by pyenv but not activated.
set -euo pipefail

supported="3.11 3.12 3.13"
is_version() { "$1" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$2')" 2>/dev/null; }
find_python() {
    local candidate
    for candidate in "$(command -v "python$1" || true)" \
        $(command -v pyenv >/dev/null && ls -d "$(pyenv root)/versions/$1"*/bin/python 2>/dev/null | sort -rV); do
        if [ -n "$candidate" ] && is_version "$candidate" "$1"; then
            echo "$candidate"
            return
        fi
    done
}

status=0
done_already=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
for version in $supported; do
    [ "$version" != "$done_already" ] || continue
    python=$(find_python "$version")
    if [ -z "$python" ]; then
        echo "Python $version is not installed here"
        continue
    fi
    echo "Python $version"
    "$python" -m venv ".venv-$version"
    ".venv-$version/bin/pip" install -q -e '.[test]'
    ".venv-$version/bin/python" -m pytest -q -n 2 --junitxml="$REPORTS/python-$version.xml" || status=1
done
exit $status
