#!/bin/sh
# Makes docs/report.png: the first page of the report on the built-in data, for the README.
#
#   scripts/make-report-picture.sh [BINARY]     needs pdftoppm (poppler-utils)
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
binary=${1:-$here/target/debug/warledger}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$binary" --db "$work/picture.duckdb" load builtin:sahel_2025 >/dev/null
"$binary" --db "$work/picture.duckdb" report trend --format pdf -o "$work/report.pdf"
pdftoppm -png -r 100 -f 1 -l 1 -singlefile "$work/report.pdf" "$here/docs/report"
ls -l "$here/docs/report.png"
