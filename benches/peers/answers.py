"""Answers as they are compared: the same rows in the same order, whoever gives them."""

import csv
import io
import json

NAMES = ("fatalities", "attacks", "trends")


def plain(rows) -> list:
    """Rows of text: dates as ISO 8601, numbers without a fraction."""
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell) -> str:
    if cell is None:
        return ""
    if hasattr(cell, "isoformat"):
        return cell.isoformat()[:10]
    if isinstance(cell, float) or hasattr(cell, "is_integer"):
        return str(int(cell))
    return str(cell)


def of_csv(text: str) -> list:
    """Rows of a CSV with a header."""
    return list(csv.reader(io.StringIO(text)))[1:]


def tell(answers: dict, **more) -> None:
    """Prints what a peer has found, for the one who started it."""
    print(json.dumps({"answers": answers, **more}))


def told(text: str) -> dict:
    """What [`tell`] has printed."""
    return json.loads(text)


def loaded(text: str) -> int:
    """How many events `warledger load --json` has revised."""
    return sum(load["events_revised"] for load in json.loads(text))
