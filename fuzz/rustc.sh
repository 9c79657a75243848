#!/bin/sh
# RUSTC_WRAPPER of `make fuzz`: instruments what reads files, and leaves the rest as it is.
#
# cargo-fuzz asks for coverage of every crate. Polars and DuckDB's bindings are most of the code and nothing of a reader:
# instrumented, they would lengthen the build, slow each run, and fill the corpus with inputs that differ in the
# scheduling of a thread pool.
set -eu

crate=
before=
for argument in "$@"; do
	[ "$before" = --crate-name ] && crate=$argument
	before=$argument
done

case $crate in
warledger | csv | csv_core | calamine | quick_xml | zip | serde_json | parquet) exec "$@" ;;
esac

count=$#
while [ "$count" -gt 0 ]; do
	argument=$1
	shift
	count=$((count - 1))
	case $argument in
	-Cpasses=sancov-module | -Cllvm-args=-sanitizer-coverage-*) ;;
	*) set -- "$@" "$argument" ;;
	esac
done
exec "$@"
