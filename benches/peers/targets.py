"""The rows of the results that have a target, each computed as its sentence says."""

from dataclasses import dataclass

from answers import NAMES
from measured import Measured
from process import Failed

# formulations of the answers over the raw table, of which the fastest of each answer counts
FORMULATIONS = ("inline", "names", "beforehand")


@dataclass(frozen=True)
class Row:
    """One line of the table: what, ours and theirs in words, their ratio, the most that it may be."""

    work: str
    ours: str
    theirs: str
    ratio: float | None
    target: float | None
    missing: str = ""

    @property
    def held(self) -> bool | None:
        return None if self.ratio is None or self.target is None else self.ratio <= self.target


def seconds(value: float) -> str:
    return f"{value * 1e3:.1f} ms" if value < 1 else f"{value:.2f} s"


def mebibytes(value: float) -> str:
    return f"{value / 2**20:,.0f} MiB"


def against(ours: float, theirs: float, unit) -> tuple:
    return unit(ours), unit(theirs), ours / theirs


def fastest(took: dict) -> dict:
    """Of each answer, the fastest of the formulations over the raw table."""
    return {name: min(took[way][name] for way in FORMULATIONS) for name in NAMES}


def together(took: dict) -> float:
    return sum(took[name] for name in NAMES)


def answered(m: Measured, way: str) -> tuple:
    took = m.took("answers")
    return against(together(took[way]), together(fastest(took)), seconds)


def worst(m: Measured, way: str) -> tuple:
    """The answer that fares worst against the raw table."""
    took = m.took("answers")
    raw = fastest(took)
    name = max(NAMES, key=lambda name: took[way][name] / raw[name])
    ours, theirs, ratio = against(took[way][name], raw[name], seconds)
    return f"{ours} ({name})", theirs, ratio


def scaled(m: Measured, way: str) -> tuple:
    took = m.took("scale")
    return against(together(took[f"large {way}"]), together(took[f"small {way}"]), seconds)


def asked(m: Measured, way: str) -> tuple:
    ours, theirs = (
        sum(m.wall(f"{who}, {way} {name}") for name in NAMES) for who in ("warledger sql", "DuckDB for Python")
    )
    return against(ours, theirs, seconds)


def rows(m: Measured, events: int, smaller: int, scale: int, changed: int) -> list:
    """All rows; one whose figures are missing says why."""
    n = f"{events:,}"
    listed = [
        (
            f"load of {n} events, against DuckDB's read_csv into a table; then 1.0",
            1.5,
            lambda: against(m.wall("warledger load"), m.wall("DuckDB read_csv"), seconds),
        ),
        (
            f"load of {n} events, against pandas: read, dates, actors, three answers, to_parquet",
            0.6,
            lambda: against(m.wall("warledger load"), m.wall("pandas"), seconds),
        ),
        ("three answers from the marts, against the fastest from the raw table", 1 / 30, lambda: answered(m, "marts")),
        ("the slowest of them, against the same from the raw table", 1.0, lambda: worst(m, "marts")),
        (
            "three answers from views and macro, as a person asks, against the fastest from the raw table",
            1 / 30,
            lambda: answered(m, "views"),
        ),
        ("the slowest of them, against the same from the raw table", 1.0, lambda: worst(m, "views")),
        (f"three answers from the marts at {scale:,} events, against {n}", 1.5, lambda: scaled(m, "marts")),
        (f"three answers from views and macro at {scale:,} events, against {n}", 1.5, lambda: scaled(m, "views")),
        (
            "whole process: `warledger sql` of the three answers from the marts, against Python with DuckDB on the same file",
            0.5,
            lambda: asked(m, "marts"),
        ),
        (
            "whole process: `warledger sql` of the three answers from views and macro, against Python with DuckDB on the same file",
            0.5,
            lambda: asked(m, "views"),
        ),
        (
            f"update of {changed:,} events in {n}, copy of the file included, against DuckDB's read_csv of all; then 0.08",
            0.15,
            lambda: against(m.wall("warledger update"), m.wall("DuckDB read_csv"), seconds),
        ),
        (
            f"largest peak of anonymous memory in loads of {n} events, against 1.5 GiB",
            1.0,
            lambda: against(m.most("warledger load"), 1536 * 2**20, mebibytes),
        ),
        (
            f"peak of anonymous memory in the load of {n} events, against that of {smaller:,}",
            1.2,
            lambda: against(m.peak("warledger load"), m.peak("warledger load, smaller"), mebibytes),
        ),
        (
            "database of the current state with actors and marts, against DuckDB's own table",
            1.3,
            lambda: against(m.size("ledger"), m.size("DuckDB table"), mebibytes),
        ),
        (
            "Parquet export of all events, against DuckDB COPY (zstd) of the same columns: time",
            1.0,
            lambda: against(m.wall("warledger export"), m.wall("DuckDB COPY"), seconds),
        ),
        (
            "Parquet export of all events, against DuckDB COPY (zstd) of the same columns: size",
            1.0,
            lambda: against(m.size("warledger Parquet"), m.size("DuckDB Parquet"), mebibytes),
        ),
    ]
    return [_row(work, target, figures) for work, target, figures in listed]


def _row(work: str, target: float, figures) -> Row:
    try:
        return Row(work, *figures(), target)
    except Failed as error:
        return Row(work, "", "", None, target, str(error))
