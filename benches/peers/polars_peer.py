"""Polars: read, dates, actor mapping, three answers, Parquet. FILE OVERLAY PARQUET."""

import sys
from pathlib import Path

import polars as pl

import answers
import reference

NAMES = ["actor1", "actor2", "assoc_actor_1", "assoc_actor_2"]
TARGETS_CIVILIANS = pl.col("civilian_targeting").is_not_null() | (pl.col("event_type") == "Violence against civilians")


def main(file: str, overlay: str, parquet: str) -> None:
    events = pl.scan_csv(file, try_parse_dates=True).collect(engine="streaming")
    counted = events.lazy().filter(
        pl.col("event_type").is_in(reference.POLITICAL) | pl.col("sub_event_type").is_in(reference.POLITICAL_SUBTYPES)
    )
    found = {
        "fatalities": fatalities(counted),
        "attacks": attacks(events, counted, Path(overlay)),
        "trends": trends(events, counted, Path(overlay)),
    }
    events.write_parquet(parquet)
    answers.tell({name: answers.plain(table.rows()) for name, table in found.items()})


def fatalities(counted: pl.LazyFrame) -> pl.DataFrame:
    recent = counted.filter(pl.col("event_date") >= reference.SINCE)
    return (
        recent.group_by("country")
        .agg(
            pl.len().alias("events"),
            pl.col("fatalities").sum().alias("deaths"),
            TARGETS_CIVILIANS.sum().alias("targeting"),
        )
        .sort("country")
        .collect()
    )


def attacks(events: pl.DataFrame, counted: pl.LazyFrame, overlay: Path) -> pl.DataFrame:
    distinct = {name for column in NAMES for name in events[column].unique() if name is not None}
    means = pl.LazyFrame(
        reference.groups_of_names(overlay, sorted(distinct)), schema=["name", "actor_id"], orient="row"
    )
    coded = pl.col("event_type").is_in(reference.ATTACKER_CODED)
    placed = counted.filter(pl.col("time_precision") <= 2).with_row_index("event")
    parts = [
        placed.select(
            "event",
            pl.col("event_date").dt.truncate("1w").alias("week"),
            "fatalities",
            (coded if column == "actor1" else pl.lit(False)).alias("is_attacker"),
            pl.col(column).alias("name"),
        ).join(means, on="name")
        for column in NAMES
    ]
    grouped = (
        pl.concat(parts)
        .group_by("event", "actor_id")
        .agg(pl.col("week").first(), pl.col("fatalities").first(), pl.col("is_attacker").any())
    )
    weekly = (
        grouped.group_by("actor_id", "week")
        .agg(
            pl.len().alias("events"),
            pl.col("is_attacker").sum().alias("attacks"),
            pl.col("fatalities").sum().alias("deaths"),
        )
        .collect()
    )
    totals = (
        weekly.group_by("actor_id").agg(pl.col("attacks").sum()).sort(["attacks", "actor_id"], descending=[True, False])
    )
    return weekly.join(totals.head(20).select("actor_id"), on="actor_id", how="semi").sort("actor_id", "week")


def trends(events: pl.DataFrame, counted: pl.LazyFrame, overlay: Path) -> pl.DataFrame:
    areas = events.select("country", "admin1").unique().rows()
    regions = pl.LazyFrame(
        reference.regions_of_areas(overlay, areas),
        schema=["country", "admin1", "region", "valid_from", "valid_to"],
        orient="row",
    )
    daily = counted.group_by("country", "admin1", "event_date").agg(
        pl.len().alias("events"), pl.col("fatalities").sum().alias("deaths"), TARGETS_CIVILIANS.sum().alias("targeting")
    )
    placed = daily.join(regions, on=["country", "admin1"]).filter(
        pl.col("event_date").is_between(pl.col("valid_from"), pl.col("valid_to"))
    )
    monthly = placed.group_by("region", pl.col("event_date").dt.truncate("1mo").alias("month")).agg(
        pl.col("events", "deaths", "targeting").sum()
    )
    return monthly.sort("region", "month").collect()


if __name__ == "__main__":
    main(*sys.argv[1:])
