"""The results as Markdown. What stands below the marker in an earlier file is written by hand, and stays."""

from pathlib import Path

from answers import NAMES
from measured import Measured
from process import Failed
from targets import FORMULATIONS, Row, fastest, mebibytes, seconds, together

MARKER = "<!-- What follows is written by hand; a run keeps it. -->"

WAYS = {
    "inline": "raw table: names and areas matched inside the query",
    "names": "raw table: events counted by name and area, a table of names and areas made beforehand joined after",
    "beforehand": "raw table: joined to its groups and regions beforehand, by row",
    "fact": "no raw table: one narrow table made by hand for each answer (no target)",
    "marts": "ledger: the marts",
    "views": "ledger: views and macro, as a person asks",
}

HEAD = """# Results

`make bench` writes this file. Everything was measured in one run on one machine: whole processes from start to end, in
turns, the order another in each round, their input in the page cache. Figures are medians of {rounds} rounds where
nothing else is said. Memory is the sum of RssAnon over a process and its children, read every 20 ms; mapped files are
left out, ours and the peers'.

The events are synthetic (`warledger sample acled`: invented countries and groups, zipf-like activity and deaths, unique
notes of 150 to 330 characters), with a reference of their actors, spellings, countries and regions: each name that the
files hold is matched.
"""


def write(path: Path, machine: list, m: Measured, table: list, asked: dict) -> None:
    """Writes the results, keeping what was written by hand."""
    kept = path.read_text().partition(MARKER)[2] if path.exists() else "\n"
    parts = [
        HEAD.format(rounds=asked["rounds"]),
        _table(["", ""], machine + [("files", _files(asked)), ("command", f"`{asked['command']}`")]),
        "## Targets\n",
        _targets(table, asked),
        "## Whole processes\n",
        _processes(m),
        "## Answers, in one process\n",
        _answers(m),
        "## On disk\n",
        _disk(m),
        "## The same answers\n",
        _equality(m),
        MARKER + kept,
    ]
    path.write_text("\n".join(parts))


def _files(asked: dict) -> str:
    return ", ".join(f"{number:,} events ({size / 1e6:,.0f} MB)" for number, size in asked["files"].items())


def _table(head: list, lines: list, right: tuple = ()) -> str:
    rule = ["--:" if at in right else "---" for at in range(len(head))]
    rows = [head, rule, *lines]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows) + "\n"


def _targets(table: list, asked: dict) -> str:
    lines = []
    for row in table:
        if row.ratio is None:
            lines.append((row.work, "", "", "", f"{row.target:.3g}", f"not measured: {row.missing}"))
        else:
            lines.append((row.work, row.ours, row.theirs, f"{row.ratio:.3f}", f"{row.target:.3g}", verdict(row)))
    note = (
        ""
        if asked["events"] >= 3_000_000
        else "The targets are set for 3,000,000 events; this run shows that they can be computed, not that they hold.\n\n"
    )
    return note + _table(["work", "ours", "against", "ratio", "at most", ""], lines, (1, 2, 3, 4))


def verdict(row: Row) -> str:
    if row.ratio is None:
        return "not measured"
    return "held" if row.held else f"**not held**, {row.ratio / row.target:.2f} times the target"


def _processes(m: Measured) -> str:
    lines = [
        (
            name,
            len(runs),
            seconds(m.wall(name)),
            f"{seconds(min(run.wall for run in runs))} to {seconds(max(run.wall for run in runs))}",
            seconds(m.cpu(name)),
            mebibytes(m.peak(name)),
        )
        for name, runs in m.runs.items()
    ]
    lines += [(name, 0, f"failed: {reason}", "", "", "") for name, reason in m.failed.items() if name not in m.runs]
    return _table(["process", "runs", "wall", "least to most", "CPU", "peak anonymous memory"], lines, (1, 2, 3, 4, 5))


def _answers(m: Measured) -> str:
    try:
        took = m.took("answers")
    except Failed as error:
        return f"Not measured: {error}\n"
    lines = [(WAYS[way], *(seconds(took[way][name]) for name in NAMES), seconds(together(took[way]))) for way in took]
    raw = fastest(took)
    lines.append(
        ("fastest of " + ", ".join(FORMULATIONS), *(seconds(raw[name]) for name in NAMES), seconds(together(raw)))
    )
    text = _table(["formulation", *NAMES, "together"], lines, (1, 2, 3, 4))
    if "scale" in m.seconds:
        took = m.seconds["scale"]
        lines = [
            (
                way.replace("small", "smaller ledger,").replace("large", "larger ledger,"),
                *(seconds(took[way][name]) for name in NAMES),
                seconds(together(took[way])),
            )
            for way in took
        ]
        text += "\n" + _table(["at both sizes", *NAMES, "together"], lines, (1, 2, 3, 4))
    return (
        "Python's DuckDB on both files, the same columns from each, medians of warm runs in turns. `fatalities`: deaths since 2025-05-01 "
        "by country; `attacks`: weeks of the 20 groups with the most attacks; `trends`: months of regions.\n\n" + text
    )


def _disk(m: Measured) -> str:
    return _table(["what", "size"], [(name, mebibytes(size)) for name, size in m.sizes.items()], (1,))


def _equality(m: Measured) -> str:
    lines = [
        "Each answer was compared, row for row, with that of `warledger sql` from the marts or of the raw table in the same run.",
        "",
    ]
    lines += [f"- equal, {who}: {', '.join(what)}" for who, what in m.equal.items()]
    lines += [
        f"- **different, {who}: {', '.join(what)}; their ratios mean nothing**" for who, what in m.different.items()
    ]
    return "\n".join(lines) + "\n"
