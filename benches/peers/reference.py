"""The reference data that the ledger is given, for peers without DuckDB: spellings of groups, areas of regions."""

import csv
import unicodedata
from datetime import date
from pathlib import Path

POLITICAL = ("Battles", "Explosions/Remote violence", "Violence against civilians")
POLITICAL_SUBTYPES = ("Mob violence", "Excessive force against protesters")
ATTACKER_CODED = ("Violence against civilians", "Explosions/Remote violence")
SINCE = date(2025, 5, 1)


def key(name: str) -> str:
    """A name without case, accents and apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.translate({ord(c): None for c in "'’‘`"}).strip().lower()


def _rows(overlay: Path, name: str) -> list:
    with open(overlay / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def groups_of_names(overlay: Path, names: list) -> list:
    """(name, group) for each organised group that a name means; names list several with `;` and `and/or`."""
    actors = _rows(overlay, "actors.csv")
    kinds = {actor["actor_id"]: actor["actor_kind"] for actor in actors}
    known = {key(actor["actor_name"]): actor["actor_id"] for actor in actors}
    known.update(
        {key(row["alias"]): row["actor_id"] for row in _rows(overlay, "aliases.csv") if row["source"] in ("", "acled")}
    )
    pairs = []
    for name in names:
        means = {known.get(key(part)) for part in name.replace(" and/or ", ";").split(";")}
        pairs.extend((name, group) for group in sorted(means - {None}) if kinds[group] == "organised_group")
    return pairs


def regions_of_areas(overlay: Path, areas: list) -> list:
    """(country, admin1, region, first day, last day) for each region that an area of the file is in."""
    countries = {row["iso3"]: row["country_name"] for row in _rows(overlay, "countries.csv")}
    members = _rows(overlay, "region_members.csv")
    found = set()
    for country, admin1 in areas:
        for row in members:
            if countries.get(row["country_iso3"]) == country and (
                not row["admin1"] or key(row["admin1"]) == key(admin1)
            ):
                first = date.fromisoformat(row["valid_from"] or "0001-01-01")
                last = date.fromisoformat(row["valid_to"] or "9999-12-31")
                found.add((country, admin1, row["region"], first, last))
    return sorted(found)
