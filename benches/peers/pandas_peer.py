"""pandas: read, dates, actor mapping, three answers, Parquet. FILE OVERLAY PARQUET."""

import sys
from pathlib import Path

import pandas as pd

import answers
import reference

NAMES = ["actor1", "actor2", "assoc_actor_1", "assoc_actor_2"]


def main(file: str, overlay: str, parquet: str) -> None:
    events = pd.read_csv(file, parse_dates=["event_date"])
    events["counted"] = events.event_type.isin(reference.POLITICAL) | events.sub_event_type.isin(
        reference.POLITICAL_SUBTYPES
    )
    events["targets_civilians"] = events.civilian_targeting.notna() | (
        events.event_type == "Violence against civilians"
    )
    events["attacker_coded"] = events.event_type.isin(reference.ATTACKER_CODED)
    counted = events[events.counted]
    found = {
        "fatalities": fatalities(counted),
        "attacks": attacks(counted, Path(overlay)),
        "trends": trends(counted, Path(overlay)),
    }
    events.to_parquet(parquet)
    answers.tell({name: answers.plain(table.itertuples(index=False)) for name, table in found.items()})


def fatalities(counted: pd.DataFrame) -> pd.DataFrame:
    recent = counted[counted.event_date >= pd.Timestamp(reference.SINCE)]
    return recent.groupby("country", as_index=False).agg(
        events=("fatalities", "size"), deaths=("fatalities", "sum"), targeting=("targets_civilians", "sum")
    )


def attacks(counted: pd.DataFrame, overlay: Path) -> pd.DataFrame:
    placed = counted[counted.time_precision <= 2]
    distinct = pd.unique(pd.concat([placed[column] for column in NAMES]).dropna())
    means = pd.DataFrame(reference.groups_of_names(overlay, list(distinct)), columns=["name", "actor_id"])
    parts = []
    for column in NAMES:
        part = placed[["event_date", "fatalities", column]].rename(columns={column: "name"})
        part["is_attacker"] = placed.attacker_coded if column == "actor1" else False
        parts.append(part.reset_index(names="event").merge(means, on="name"))
    named = pd.concat(parts).sort_values("is_attacker", ascending=False).drop_duplicates(["event", "actor_id"])
    named["week"] = named.event_date - pd.to_timedelta(named.event_date.dt.day_of_week, unit="D")
    weekly = named.groupby(["actor_id", "week"], as_index=False).agg(
        events=("event", "size"), attacks=("is_attacker", "sum"), deaths=("fatalities", "sum")
    )
    totals = weekly.groupby("actor_id", as_index=False).attacks.sum()
    leading = totals.sort_values(["attacks", "actor_id"], ascending=[False, True]).head(20).actor_id
    return weekly[weekly.actor_id.isin(leading)].sort_values(["actor_id", "week"])


def trends(counted: pd.DataFrame, overlay: Path) -> pd.DataFrame:
    areas = counted[["country", "admin1"]].drop_duplicates().itertuples(index=False, name=None)
    regions = pd.DataFrame(
        reference.regions_of_areas(overlay, list(areas)),
        columns=["country", "admin1", "region", "valid_from", "valid_to"],
    )
    columns = ["country", "admin1", "event_date", "fatalities", "targets_civilians"]
    daily = (
        counted[columns]
        .groupby(["country", "admin1", "event_date"], as_index=False)
        .agg(events=("fatalities", "size"), deaths=("fatalities", "sum"), targeting=("targets_civilians", "sum"))
    )
    placed = daily.merge(regions, on=["country", "admin1"])
    day = placed.event_date.dt.date
    placed = placed[(day >= placed.valid_from) & (day <= placed.valid_to)]
    placed = placed.assign(month=placed.event_date.dt.to_period("M").dt.to_timestamp())
    return placed.groupby(["region", "month"], as_index=False)[["events", "deaths", "targeting"]].sum()


if __name__ == "__main__":
    main(*sys.argv[1:])
