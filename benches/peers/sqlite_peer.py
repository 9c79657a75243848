"""SQLite: the rows of the file into a table, actor and area mapping, three answers. FILE OVERLAY DATABASE."""

import csv
import sys
from pathlib import Path

import apsw

import answers
import reference

NAMES = ["actor1", "actor2", "assoc_actor_1", "assoc_actor_2"]
NUMBERS = {"year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"}
SQL = Path(__file__).parent / "sql" / "sqlite"


def main(file: str, overlay: str, database: str) -> None:
    connection = apsw.Connection(database)
    # A database that is made anew may be lost: as fast as SQLite goes.
    connection.execute("pragma journal_mode = off; pragma synchronous = off")
    with connection:
        load(connection, file)
        map_names(connection, Path(overlay))
    found = {name: answers.plain(connection.execute((SQL / f"{name}.sql").read_text())) for name in answers.NAMES}
    connection.close()
    answers.tell(found)


def load(connection: apsw.Connection, file: str) -> None:
    with open(file, encoding="utf-8", newline="") as source:
        rows = csv.reader(source)
        header = next(rows)
        kind = {
            name: "integer" if name in NUMBERS else "real" if name in ("latitude", "longitude") else "text"
            for name in header
        }
        connection.execute(f"create table acled ({', '.join(f'{name} {kind[name]}' for name in header)})")
        holders = ", ".join("nullif(?, '')" for _ in header)
        connection.executemany(f"insert into acled values ({holders})", rows)


def map_names(connection: apsw.Connection, overlay: Path) -> None:
    connection.execute("create table group_name (name text, actor_id text)")
    query = " union ".join(f"select {column} from acled where {column} is not null" for column in NAMES)
    names = [name for (name,) in connection.execute(query)]
    connection.executemany("insert into group_name values (?, ?)", reference.groups_of_names(overlay, names))
    connection.execute("create index group_name_of on group_name (name)")
    connection.execute(
        "create table region_area (country text, admin1 text, region text, valid_from text, valid_to text)"
    )
    areas = list(connection.execute("select distinct country, admin1 from acled"))
    regions = [(*row[:3], *(day.isoformat() for day in row[3:])) for row in reference.regions_of_areas(overlay, areas)]
    connection.executemany("insert into region_area values (?, ?, ?, ?, ?)", regions)
    connection.execute("create index region_area_of on region_area (country, admin1)")


if __name__ == "__main__":
    main(*sys.argv[1:])
