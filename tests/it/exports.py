"""Reads every exported form with the libraries that people use and compares it with the ledger's own table."""

import datetime
import json

import duckdb
import geopandas
import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.dataset
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet

ledger = duckdb.connect("warledger.duckdb", read_only=True)
told = ledger.execute("select * from event order by start_date, source, source_event_id")
names = [column[0] for column in told.description]
rows = told.fetchall()
assert len(rows) == 57
types = dict(ledger.execute("select column_name, column_type from (describe event)").fetchall())


def same(form, found):
    found = [tuple(row) for row in found]
    assert len(found) == len(rows), f"{form}: {len(found)} rows"
    for expected, row in zip(rows, found):
        for name, one, other in zip(names, expected, row):
            assert one == other and type(one) is type(other), f"{form}: {name} is {other!r}, not {one!r}"


def plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


def as_text(row):
    return [plain(value) for value in row]


# Parquet: rows, statistics, page index, order, compression, provenance
table = pyarrow.parquet.read_table("e.parquet")
assert table.column_names == names
same("parquet", zip(*(column.to_pylist() for column in table.columns)))
metadata = pyarrow.parquet.ParquetFile("e.parquet").metadata
assert json.loads(metadata.metadata[b"warledger.provenance"])["sources"][0]["source"] == "sahel_2025"
column = metadata.row_group(0).column(names.index("start_date"))
assert column.compression == "ZSTD" and column.statistics.has_min_max and column.has_column_index and column.has_offset_index
assert [sorting.column_index for sorting in metadata.row_group(0).sorting_columns][0] == names.index("start_date")
same("parquet by duckdb", duckdb.sql("from 'e.parquet'").fetchall())
same("parquet by polars", polars.read_parquet("e.parquet").rows())

# Arrow
table = pyarrow.feather.read_table("e.arrow")
same("arrow", zip(*(column.to_pylist() for column in table.columns)))
assert b"warledger.provenance" in table.schema.metadata
with open("e.arrows", "rb") as file:
    table = pyarrow.ipc.open_stream(file).read_all()
same("arrow stream", zip(*(column.to_pylist() for column in table.columns)))
assert b"warledger.provenance" in table.schema.metadata

# GeoParquet, by its standard and by geopandas
geo = json.loads(pyarrow.parquet.ParquetFile("e.geoparquet").metadata.metadata[b"geo"])
assert geo["version"] == "1.1.0" and geo["primary_column"] == "geometry" and set(geo) == {"version", "primary_column", "columns"}
column = geo["columns"]["geometry"]
assert column["encoding"] == "WKB" and column["geometry_types"] == ["Point"]
assert column["crs"]["id"] == {"authority": "OGC", "code": "CRS84"} and len(column["bbox"]) == 4
frame = geopandas.read_parquet("e.geoparquet")
assert frame.crs == "OGC:CRS84" and (frame.crs.is_geographic)
assert list(frame.total_bounds) == column["bbox"]
latitude, longitude = names.index("latitude"), names.index("longitude")
for expected, point in zip(rows, frame.geometry):
    if expected[latitude] is None:
        assert point is None
    else:
        assert (point.x, point.y) == (expected[longitude], expected[latitude])
table = pyarrow.parquet.read_table("e.geoparquet")
same("geoparquet", zip(*(column.to_pylist() for column in table.columns[:-1])))

# GeoJSON
frame = geopandas.read_file("e.geojson")
assert len(frame) == 57 and frame.crs.to_epsg() == 4326
collection = json.load(open("e.geojson", encoding="utf-8"))
assert collection["provenance"]["sources"][0]["source"] == "sahel_2025"
for expected, feature in zip(rows, collection["features"]):
    long = [str(value) if isinstance(value, int) and abs(value) > 2**53 else value for value in as_text(expected)]
    assert list(feature["properties"].values()) == long

# JSON, JSON lines, with provenance beside and inside
objects = json.load(open("e.json", encoding="utf-8"))
assert [list(row.values()) for row in objects] == [as_text(row) for row in rows]
lines = [json.loads(line) for line in open("e.jsonl", encoding="utf-8")]
assert [list(row.values()) for row in lines] == [as_text(row) for row in rows]
inside = json.load(open("inside.json", encoding="utf-8"))
assert inside["rows"] == objects and inside["provenance"]["sources"][0]["source"] == "sahel_2025"
lines = [json.loads(line) for line in open("inside.jsonl", encoding="utf-8")]
assert "provenance" in lines[0] and lines[1:] == objects
assert json.load(open("e.csv.provenance.json", encoding="utf-8"))["provenance"]["as_of"]["load_id"] == 1

# CSV: the engine's own reader, told the types
described = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
read = duckdb.sql(f"from read_csv('e.csv', columns = {described}, header = true, nullstr = '', allow_quoted_nulls = false)")
same("csv", read.fetchall())
assert list(pandas.read_csv("e.csv").columns) == names
assert pandas.read_csv("inside.csv", comment="#").equals(pandas.read_csv("e.csv"))

# XLSX, types included
book = openpyxl.load_workbook("e.xlsx", read_only=True)
assert book.sheetnames == ["data", "provenance"]
sheet = list(book["data"].iter_rows(values_only=True))
assert list(sheet[0]) == names
for expected, row in zip(rows, sheet[1:], strict=True):
    for name, one, other in zip(names, expected, row):
        if isinstance(one, datetime.date):
            assert isinstance(other, datetime.datetime) and other.date() == one, f"xlsx: {name} is {other!r}"
        elif isinstance(one, int) and abs(one) > 2**53:
            assert other == str(one), f"xlsx: {name} is {other!r}"
        elif one == "":
            assert other in (None, ""), f"xlsx: {name} is {other!r}"
        elif isinstance(one, float):
            assert isinstance(other, (int, float)) and other == one, f"xlsx: {name} is {other!r}, not {one!r}"
        else:
            assert other == one and type(other) is type(one), f"xlsx: {name} is {other!r}, not {one!r}"
told = {row[0]: "".join(row[1:][at] or "" for at in range(len(row) - 1)) for row in book["provenance"].iter_rows(values_only=True)}
assert json.loads(told["warledger.provenance"])["sources"][0]["source"] == "sahel_2025"

# Markdown has every row
lines = [line for line in open("e.md", encoding="utf-8") if line.startswith("|")]
assert len(lines) == 57 + 2

# a folder
parts = pyarrow.dataset.dataset("parts", partitioning="hive").to_table()
assert parts.num_rows == 57 and set(parts.column_names) == set(names)
by_key = {row["source_event_id"]: row for row in parts.to_pylist()}
for expected in rows:
    row = by_key[expected[names.index("source_event_id")]]
    assert [row[name] for name in names] == list(expected)

print("all read back")
