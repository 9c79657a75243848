"""Clusters of simultaneous attacks of one year, computed plainly from UCDP's web export.

    python3 clusters.py FILE YEAR

Reads the file itself, with the standard library alone, and prints one line of JSON for each cluster. The rule is that of
the mart simultaneous_attacks; nothing of the program is used. Chances are sums of exact fractions.
"""

import csv
import json
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import asin, comb, cos, radians, sin, sqrt

DAYS_BEFORE = 84
LEAST_KM = 25
LEAST_BEFORE = 12  # attacks in the days before, below which a group's rate cannot be told


def attacks_of(path):
    """Attacks of each armed group: {name: [(first day, last day, place, id)]}, and the days that the file spans."""
    found, days = defaultdict(list), []
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        for row in rows:
            cell = dict(zip(header, row))  # rows have one field more than the header
            first, last = (datetime.strptime(cell[name][:10], "%m/%d/%Y").date() for name in ("date_start", "date_end"))
            days += [first, last]
            if cell["date_prec"] not in ("1", "2") or last - first > timedelta(days=1):
                continue
            sides = ["side_a"] if cell["type_of_violence"] == "3" else ["side_a", "side_b"]
            for name in {cell[side] for side in sides}:
                if not name.startswith("Government of") and name != "Civilians":
                    place = (float(cell["latitude"]), float(cell["longitude"]))
                    found[name].append((first, last, place, cell["id"]))
    return found, min(days), max(days)


def distance(one, other):
    """Great-circle distance in km."""
    (a, b), (c, d) = [tuple(map(radians, place)) for place in (one, other)]
    return 2 * 6371.0088 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def chance(attacks, before):
    """Boole's bound of the chance that so many of all fall on any two days in a row of 86."""
    thrown, share = attacks + before, Fraction(2, DAYS_BEFORE + 2)
    tail = sum(comb(thrown, k) * share**k * (1 - share) ** (thrown - k) for k in range(attacks, thrown + 1))
    bound = float(min(1, (DAYS_BEFORE + 1) * tail))
    return max(0.000001, round(bound, 6))


def clusters(attacks):
    """Every two days in a row that begin with an attack, with what lies in them and in no earlier such pair."""
    one_day = timedelta(days=1)
    begins = {first for first, _, _, _ in attacks}
    for day in sorted(begins):
        held = [attack for attack in attacks if day <= attack[0] and attack[1] <= day + one_day]
        if day - one_day in begins and all(last == day for _, last, _, _ in held):
            continue
        places = {place for _, _, place, _ in held}
        apart = max((distance(one, other) for one in places for other in places), default=0)
        if apart < LEAST_KM:
            continue
        before = {(first, place) for first, _, place, _ in attacks if day - DAYS_BEFORE * one_day <= first < day}
        yield day, {name for _, _, _, name in held}, len({(first, place) for first, _, place, _ in held}), len(before), apart


def main(path, year):
    found, first, last = attacks_of(path)
    for group, attacks in sorted(found.items()):
        for day, events, count, before, apart in clusters(attacks):
            if day.year != year:
                continue
            covered = first <= day - timedelta(days=DAYS_BEFORE) and day + timedelta(days=1) <= last
            print(json.dumps({
                "group": group,
                "first_date": day.isoformat(),
                "events": len(events),
                "attacks": count,
                "attacks_before": before,
                "distance_km": round(apart, 1),
                "chance_level": chance(count, before) if covered and before >= LEAST_BEFORE else None,
            }))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
