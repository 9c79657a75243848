#!/bin/sh
# Runs fuzz targets one after the other; the first crash ends it. Called by `make fuzz`, which finds the DuckDB library.
#   scripts/fuzz.sh SECONDS TARGET...
# What is found goes to fuzz/found/TARGET and is read again by the next run; fuzz/corpus is only read.
set -eu

seconds=$1
shift
cd "$(dirname "$0")/.."

command -v cargo-fuzz >/dev/null || {
	echo "cargo-fuzz is missing: cargo install cargo-fuzz --locked" >&2
	exit 1
}
features=
[ -n "${DUCKDB_LIB_DIR:-}${DUCKDB_DOWNLOAD_LIB:-}" ] || features="--features bundled"

# Inputs are files: they are written to memory where the system has a folder for that.
memory=${TMPDIR:-/tmp}
[ -d /dev/shm ] && memory=/dev/shm
TMPDIR=$(mktemp -d "$memory/warledger-fuzz.XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 130' INT TERM

# A table of few rows is done before the threads for it have begun.
POLARS_MAX_THREADS=1
export POLARS_MAX_THREADS

RUSTC_WRAPPER=$PWD/fuzz/rustc.sh
export RUSTC_WRAPPER

for target in "$@"; do
	echo "== $target: $seconds s"
	seeds=fuzz/corpus/$target
	case $target in csv | json) seeds="$seeds tests/fixtures" ;; esac
	mkdir -p "fuzz/found/$target"
	# shellcheck disable=SC2086
	cargo fuzz run --sanitizer none $features "$target" "fuzz/found/$target" $seeds -- \
		-max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1
done
echo "== no crash"
