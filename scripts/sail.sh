#!/bin/sh
# Puts Sail, the engine that the cluster tests ask, into the cache folder, and prints the path of its program.
#
# Nothing is fetched if it is there already in the version named here. PYTHON=<program> says which Python makes the
# environment; it has to be 3.10 or later.
set -eu

package=pysail==0.7.2
folder=${WARLEDGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/warledger}/sail

fail() { echo "sail: $*" >&2; exit 1; }

# complete: true if the program is there in its version
complete() {
    [ -x "$folder/bin/sail" ] && "$folder/bin/python" - "$package" <<'CHECK'
import sys
from importlib.metadata import PackageNotFoundError, version

name, wanted = sys.argv[1].split("==")
try:
    sys.exit(version(name) != wanted)
except PackageNotFoundError:
    sys.exit(1)
CHECK
}

if ! complete; then
    echo "sail: $package in a virtual environment in $folder" >&2
    "${PYTHON:-python3}" -m venv "$folder" >&2 || fail "no Python with venv: install Python 3.10 or later, or set PYTHON"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$package" >&2 ||
        fail "$package cannot be had: is there a network?"
fi
echo "$folder/bin/sail"
