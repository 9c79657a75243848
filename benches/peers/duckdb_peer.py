"""What the driver asks of DuckDB's Python package, each as a process of its own.

load FILE DATABASE                       `create table as select * from read_csv`, default settings
answers RAW OVERLAY LEDGER REPEATS       the three answers, every formulation in turn, in this process
scale SMALL LARGE REPEATS                the three answers of two ledgers in turn, in this process
export LEDGER FILE                       COPY of all events as Parquet (zstd)
changes FILE ROWS CHANGED NUMBER PART    an update: rows with more deaths and a newer stamp
same LEDGER ONE OTHER                    fails unless two Parquet files hold the ledger's events
"""

import statistics
import sys
import time
from pathlib import Path

import duckdb

import answers

SQL = Path(__file__).parent / "sql"
FROM_RAW = ("inline", "names", "beforehand", "fact")
FROM_LEDGER = ("marts", "views")


def load(file: str, database: str) -> None:
    connection = duckdb.connect(database)
    connection.execute("create table acled as select * from read_csv(?)", [file])
    connection.close()


def text(*parts: str) -> str:
    return (SQL.joinpath(*parts).with_suffix(".sql")).read_text()


def timed(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    began = time.perf_counter()
    connection.execute(query).to_arrow_table()
    return time.perf_counter() - began


def in_turn(ways: dict, repeats: int) -> dict:
    """Median seconds of each way to each answer, taken in turns after one run that reads the files."""
    took = {(way, name): [] for way in ways for name in answers.NAMES}
    for number in range(repeats + 1):
        for name in answers.NAMES:
            for way, (connection, formulation) in ways.items():
                seconds = timed(connection, text(formulation, name))
                if number > 0:
                    took[way, name].append(seconds)
    return {way: {name: statistics.median(took[way, name]) for name in answers.NAMES} for way in ways}


def answer(raw: str, overlay: str, ledger: str, repeats: str) -> None:
    peer = duckdb.connect(raw)
    peer.execute(f"set variable overlay = {quoted(overlay)}")
    prepared = {}
    for step in ("reference", "names", "beforehand", "fact"):
        began = time.perf_counter()
        peer.execute(text("prepare_reference") if step == "reference" else text(step, "prepare"))
        prepared[step] = time.perf_counter() - began
    # What was just written must be in the file, as the ledger's tables are.
    peer.execute("checkpoint")
    ours = duckdb.connect(ledger, read_only=True)
    ways = {way: (peer if way in FROM_RAW else ours, way) for way in FROM_RAW + FROM_LEDGER}
    given = {
        way: {name: answers.plain(connection.execute(text(way, name)).fetchall()) for name in answers.NAMES}
        for way, (connection, _) in ways.items()
    }
    different = [f"{way} {name}" for way in ways for name in answers.NAMES if given[way][name] != given["inline"][name]]
    answers.tell(given["inline"], different=different, seconds=in_turn(ways, int(repeats)), prepared=prepared)


def scale(small: str, large: str, repeats: str) -> None:
    sides = {"small": duckdb.connect(small, read_only=True), "large": duckdb.connect(large, read_only=True)}
    ways = {f"{side} {way}": (connection, way) for side, connection in sides.items() for way in FROM_LEDGER}
    answers.tell({}, seconds=in_turn(ways, int(repeats)))


def export(ledger: str, file: str) -> None:
    connection = duckdb.connect(ledger, read_only=True)
    connection.execute(f"copy (select * from event) to {quoted(file)} (format parquet, compression zstd)")


def changes(file: str, rows: str, changed: str, number: str, part: str) -> None:
    """Of ten changed events nine are the last of the file, as in real updates; one is of any time before."""
    old = int(changed) // 10
    recent_from = int(rows) - (int(changed) - old)
    every = max(recent_from // max(old, 1), 1)
    duckdb.execute(
        f"""
        copy (
          select * exclude (line) replace (
            (fatalities::bigint + {int(number)})::text as fatalities,
            (timestamp::bigint + {int(number) * 1000})::text as timestamp
          )
          from (select row_number() over () - 1 as line, * from read_csv({quoted(file)}, all_varchar = true))
          where line >= {recent_from} or (line % {every} = {int(number) % every} and line // {every} < {old})
          order by line
        ) to {quoted(part)} (header true)
        """
    )


def same(ledger: str, one: str, other: str) -> None:
    connection = duckdb.connect(ledger, read_only=True)
    columns = [row[0] for row in connection.execute("select column_name from (describe event)").fetchall()]
    listed = ", ".join(columns)
    digest = f"select count(*), sum(hash({listed})) from "
    found = [
        connection.execute(digest + source).fetchone()
        for source in ("event", f"read_parquet({quoted(one)})", f"read_parquet({quoted(other)})")
    ]
    for file in (one, other):
        held = [
            row[0]
            for row in connection.execute(
                f"select column_name from (describe from read_parquet({quoted(file)}))"
            ).fetchall()
        ]
        if held != columns:
            sys.exit(f"{file} holds other columns: {held}")
    if len(set(found)) != 1:
        sys.exit(f"rows and digests of the ledger and of the two files differ: {found}")


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


if __name__ == "__main__":
    commands = {"load": load, "answers": answer, "scale": scale, "export": export, "changes": changes, "same": same}
    commands[sys.argv[1]](*sys.argv[2:])
