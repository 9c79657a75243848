#!/bin/sh
# Puts a Python with what the benchmarks compare with into the cache folder, and prints its path.
#
# The versions are those of benches/peers/requirements.txt. Nothing is fetched if they are there already. PYTHON=<program> says
# which Python makes the environment; it has to be 3.11 or later.
set -eu

requirements=$(cd "$(dirname "$0")/.." && pwd)/benches/peers/requirements.txt
folder=${WARLEDGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/warledger}/python
python=$folder/bin/python

fail() { echo "bench-python: $*" >&2; exit 1; }

# complete: true if every package is there in its version
complete() {
    [ -x "$python" ] && "$python" - "$requirements" <<'CHECK'
import sys
from importlib.metadata import PackageNotFoundError, version

lines = [line.strip() for line in open(sys.argv[1]) if line.strip() and not line.startswith("#")]
try:
    sys.exit(any(version(name) != wanted for name, wanted in (line.split("==") for line in lines)))
except PackageNotFoundError:
    sys.exit(1)
CHECK
}

if ! complete; then
    if [ ! -x "$python" ]; then
        echo "bench-python: a virtual environment in $folder" >&2
        "${PYTHON:-python3}" -m venv "$folder" >&2 || fail "no Python with venv: install Python 3.11 or later, or set PYTHON"
    fi
    "$python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" >&2 ||
        fail "the packages of $requirements cannot be had: is there a network?"
fi
echo "$python"
