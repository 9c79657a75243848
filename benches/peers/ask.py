"""A query on a ledger with DuckDB's Python package, as CSV: no more than a person would write. LEDGER QUERY."""

import csv
import sys

import duckdb

result = duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2])
writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(column[0] for column in result.description)
writer.writerows(result.fetchall())
