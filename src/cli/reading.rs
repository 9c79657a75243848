//! Answers for reading: fewer and shorter columns than the data have, a range beside its best estimate.
//!
//! Files and pipes in every other format hold all columns under their own names.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{Field, Schema};

use crate::error::{Error, Result};
use crate::ledger::Rows;

use super::load::grouped;
use super::notes;

/// A column of a table for reading.
#[derive(Clone, Copy)]
pub(crate) enum Shown {
    /// A column under a shorter name.
    Named(&'static str, &'static str),
    /// The same, left out where it says nothing: no value, or 0, or the same everywhere as `false`.
    Telling(&'static str, &'static str),
    /// Left out where every row has the same value.
    Varying(&'static str, &'static str),
    /// Best estimate with its range: `deaths_best (deaths_low–deaths_high)`.
    Deaths,
    /// A rank by the best estimate, with those by the low and the high one where they differ.
    Ranks(&'static str, &'static str),
    /// The last week before it that was as deadly, or since when there was none.
    Since,
    /// The actor's name, and the group that counts its events too.
    Actor,
}

use Shown::{Actor, Deaths, Named, Ranks, Since, Telling, Varying};

pub(crate) const COAST: &[Shown] = &[
    Varying("source", "source"),
    Varying("actor_name", "of"),
    Named("quarter", "quarter"),
    Named("events", "events"),
    Named("coastal_events", "coast"),
    Named("coastal_north_events", "north"),
    Telling("coastal_deaths_best", "coast_deaths"),
    Telling("coastal_share", "coast_share"),
    Telling("coastal_north_share", "north_share"),
    Telling("unplaced_events", "unplaced"),
    Telling("unplaced_coastal_events", "unplaced_coast"),
    Telling("covered_countries", "covered_countries"),
    Telling("is_partial", "partial"),
];

pub(crate) const NEW_AREAS: &[Shown] = &[
    Varying("source", "source"),
    Varying("actor_name", "group"),
    Named("first_date", "first"),
    Varying("country", "country"),
    Named("area_kind", "kind"),
    Named("area", "area"),
    Telling("admin1", "in"),
    Named("previous_date", "previous"),
    Named("events", "events_90_days"),
    Named("is_new", "new"),
];

pub(crate) const NEW_ACTORS: &[Shown] = &[
    Varying("source", "source"),
    Named("actor_name", "actor"),
    Varying("actor_kind", "kind"),
    Varying("country", "country"),
    Named("first_date", "first"),
    Named("previous_date", "previous"),
    Named("known_since", "known_since"),
    Named("events", "events_90_days"),
    Named("is_new", "new"),
];

pub(crate) const HISTORY: &[Shown] = &[
    Varying("source", "source"),
    Named("start_date", "from"),
    Telling("date_precision", "dated_to"),
    Varying("place", "place"),
    Named("change", "change"),
    Named("changed_by", "by"),
    Named("side_a", "side_a"),
    Named("side_b", "side_b"),
    Deaths,
    Telling("summary", "what"),
    Named("reported_by", "reported_by"),
];

pub(crate) const DEADLIEST: &[Shown] = &[
    Varying("source", "source"),
    Varying("subject_name", "of"),
    Named("week", "week"),
    Named("events", "events"),
    Deaths,
    Ranks("rank_52", "in 52 weeks"),
    Ranks("rank_all", "in all"),
    Varying("weeks_all", "all_weeks"),
    Since,
    Telling("unknown_weeks", "weeks_unknown"),
    Telling("unplaced_deaths_best", "unplaced"),
    Telling("is_partial", "partial"),
    Telling("mixes_status_52", "mixed_52"),
    Telling("mixes_status_all", "mixed_all"),
];

pub(crate) const FATALITIES: &[Shown] = &[
    Varying("source", "source"),
    Named("country", "country"),
    Named("events", "events"),
    Deaths,
    Telling("provisional_deaths_best", "provisional"),
    Telling("state_forces_best", "state_forces"),
    Telling("auxiliaries_best", "auxiliaries"),
    Telling("nonstate_best", "nonstate"),
    Telling("civilians_best", "civilians"),
    Telling("unspecified_best", "unspecified"),
    Telling("events_without_figure", "events_without_figure"),
    Telling("straddling_events", "straddling_events"),
    Varying("coverage_to", "covered_to"),
];

pub(crate) const ATTACKS: &[Shown] = &[
    Varying("source", "source"),
    Actor,
    Varying("actor_kind", "kind"),
    Named("events", "events"),
    Telling("attacks", "attacks"),
    Deaths,
    Telling("own_deaths_best", "own_side"),
    Telling("opponent_deaths_best", "other_side"),
    Telling("civilian_deaths_best", "civilians"),
    Named("last_date", "last_event"),
];

pub(crate) const FREQUENCY: &[Shown] = &[
    Varying("source", "source"),
    Varying("actor_name", "actor"),
    Named("week", "week"),
    Named("acled_week", "acled_week"),
    Named("month", "month"),
    Named("events", "events"),
    Telling("attacks", "attacks"),
    Deaths,
    Telling("is_partial", "partial"),
    Telling("civilian_targeting_events", "target_civilians"),
    Telling("days_since_previous", "days_since_previous"),
    Telling("unplaced_events", "unplaced_events"),
];

pub(crate) const TRENDS: &[Shown] = &[
    Varying("source", "source"),
    Varying("area_kind", "kind"),
    Varying("area", "area"),
    Named("month", "month"),
    Named("events", "events"),
    Telling("attacks", "attacks"),
    Deaths,
    Telling("is_partial", "partial"),
    Telling("events_ratio_year_before", "events_to_year_before"),
    Telling("events_ratio_12_months", "events_to_12_months"),
    Telling("deaths_ratio_12_months", "deaths_to_12_months"),
    Telling("unplaced_events", "unplaced_events"),
];

pub(crate) const AGGREGATES: &[Shown] = &[
    Varying("source", "source"),
    Varying("area_kind", "kind"),
    Varying("area", "area"),
    Varying("country", "country"),
    Named("period_start", "from"),
    Named("period_end", "to"),
    Named("category", "category"),
    Named("events", "events"),
    Named("deaths", "deaths"),
    Telling("parts", "published_sums"),
];

pub(crate) const TROOPS: &[Shown] = &[
    Varying("source", "source"),
    Named("area", "area"),
    Named("policy", "policy"),
    Named("deaths_low", "deaths_low"),
    Named("deaths_best", "deaths_best"),
    Named("deaths_high", "deaths_high"),
    Named("events_with_figure", "events_with_figure"),
    Named("events_without_figure", "without_figure"),
];

pub(crate) const CLUSTERS: &[Shown] = &[
    Varying("source", "source"),
    Varying("actor_name", "group"),
    Named("first_date", "from"),
    Named("last_date", "to"),
    Named("attacked", "places"),
    Named("events", "events"),
    Named("distance_km", "km"),
    Telling("uncertain_place_events", "place_uncertain"),
    Telling("uncertain_date_events", "date_uncertain"),
    Deaths,
    Telling("attacks_before", "in_84_days_before"),
    Telling("chance_level", "chance"),
    Telling("stated_by", "stated_by"),
    Telling("stated_events", "stated_events"),
    Varying("basis", "basis"),
];

pub(crate) const EVENTS: &[Shown] = &[
    Varying("source", "source"),
    Named("source_event_id", "event"),
    Named("start_date", "start"),
    Deaths,
    Varying("country", "country"),
    Named("place", "place"),
    Named("side_a", "side_a"),
    Named("side_b", "side_b"),
    Varying("event_class", "class"),
    Varying("status", "status"),
];

/// The rows as a table for reading.
pub(crate) fn table(rows: &Rows, columns: &[Shown]) -> Result<Rows> {
    let fail = |error: arrow::error::ArrowError| Error::internal("showing a result", error);
    let whole = arrow::compute::concat_batches(&rows.schema, &rows.batches).map_err(fail)?;
    let mut fields = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for shown in columns {
        let Some((label, array)) = column(rows, &whole, *shown)? else { continue };
        let field = Field::new(label, array.data_type().clone(), true);
        fields.push(if matches!(shown, Deaths) {
            field.with_metadata([(crate::output::FIGURE.to_owned(), "range".to_owned())].into())
        } else {
            field
        });
        arrays.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(fail)?;
    Ok(Rows { schema, batches: vec![batch] })
}

fn column(rows: &Rows, whole: &RecordBatch, shown: Shown) -> Result<Option<(&'static str, ArrayRef)>> {
    let (name, label) = match shown {
        Deaths => return deaths(rows).map(|array| Some(("deaths (low–high)", array))),
        Ranks(name, label) => return ranks(rows, name).map(|array| array.map(|array| (label, array))),
        Since => return since(rows).map(|array| array.map(|array| ("deadliest since", array))),
        Actor => return actors(rows).map(|array| Some(("actor", array))),
        Named(name, label) | Telling(name, label) | Varying(name, label) => (name, label),
    };
    let Some(array) = whole.column_by_name(name) else { return Ok(None) };
    let values = notes::texts(rows, name)?;
    let keep = match shown {
        Telling(..) => values.iter().flatten().any(|value| value != "0" && value != "false"),
        Varying(..) => values.is_empty() || values.iter().any(|value| *value != values[0]),
        _ => true,
    };
    Ok(keep.then(|| (label, array.clone())))
}

/// "468 (416–699)"; the best estimate alone where the source gives no range.
fn deaths(rows: &Rows) -> Result<ArrayRef> {
    let [low, best, high] = ["deaths_low", "deaths_best", "deaths_high"].map(|name| notes::integers(rows, name));
    let (low, best, high) = (low?, best?, high?);
    let has_range = low.iter().chain(&high).any(Option::is_some);
    let number = |value: Option<i64>| value.map_or("?".to_owned(), grouped);
    let texts: Vec<Option<String>> = (0..best.len())
        .map(|at| match (low[at], best[at], high[at]) {
            (None, None, None) => None,
            (None, best, None) => Some(number(best)),
            (low, best, high) => Some(format!("{} ({}–{})", number(best), number(low), number(high))),
        })
        .collect();
    Ok(if has_range {
        Arc::new(texts.into_iter().collect::<StringArray>())
    } else {
        Arc::new(best.into_iter().collect::<arrow::array::Int64Array>())
    })
}

/// "1"; "3 (2–5)" where the low and the high estimate give other ranks; nothing where there are none.
fn ranks(rows: &Rows, name: &str) -> Result<Option<ArrayRef>> {
    let [low, best, high] =
        ["low", "best", "high"].map(|estimate| notes::integers(rows, &format!("{name}_{estimate}")));
    let (low, best, high) = (low?, best?, high?);
    if best.iter().all(Option::is_none) {
        return Ok(None);
    }
    // Fewer weeks than the 52 are said.
    let of = if name == "rank_52" { notes::integers(rows, "weeks_52")? } else { vec![None; best.len()] };
    let text = |at: usize| {
        let fewer = of[at].filter(|weeks| *weeks < 52).map_or(String::new(), |weeks| format!(" of {weeks}"));
        let best = best[at]?;
        let all = [low[at].unwrap_or(best), best, high[at].unwrap_or(best)];
        let (first, last) = (all.iter().min()?, all.iter().max()?);
        Some(if first == last { format!("{best}{fewer}") } else { format!("{best} ({first}–{last}){fewer}") })
    };
    Ok(Some(Arc::new((0..best.len()).map(text).collect::<StringArray>())))
}

/// The week since which there was none as deadly; "on record, from 2017-07-10" where none is loaded.
fn since(rows: &Rows) -> Result<Option<ArrayRef>> {
    let (since, from) = (notes::texts(rows, "deadliest_since")?, notes::texts(rows, "earlier_since")?);
    if from.iter().all(Option::is_none) {
        return Ok(None);
    }
    let text = |(since, from): (Option<String>, Option<String>)| {
        since.or_else(|| from.map(|from| format!("on record, from {from}")))
    };
    Ok(Some(Arc::new(since.into_iter().zip(from).map(text).collect::<StringArray>())))
}

fn actors(rows: &Rows) -> Result<ArrayRef> {
    let (names, groups) = (notes::texts(rows, "actor_name")?, notes::texts(rows, "member_of")?);
    let texts = names.into_iter().zip(groups).map(|(name, group)| match (name, group) {
        (Some(name), Some(group)) => Some(format!("{name} (in {group})")),
        (name, _) => name,
    });
    Ok(Arc::new(texts.collect::<StringArray>()))
}

/// The lowest and highest value of a column, for a line below the table.
pub(crate) fn span(rows: &Rows, name: &str) -> Result<Option<(String, String)>> {
    if rows.schema.column_with_name(name).is_none() {
        return Ok(None);
    }
    let values: Vec<String> = notes::texts(rows, name)?.into_iter().flatten().collect();
    Ok(values.iter().min().zip(values.iter().max()).map(|(least, most)| (least.clone(), most.clone())))
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::DataType;

    use super::*;

    #[test]
    fn a_range_stands_beside_its_best_estimate() {
        let schema = Arc::new(Schema::new(
            ["deaths_low", "deaths_best", "deaths_high"].map(|name| Field::new(name, DataType::Int64, true)).to_vec(),
        ));
        let numbers =
            |values: [Option<i64>; 3]| -> ArrayRef { Arc::new(arrow::array::Int64Array::from(values.to_vec())) };
        let batch = RecordBatch::try_new(
            schema.clone(),
            vec![
                numbers([Some(1), None, None]),
                numbers([Some(2_000), Some(5), None]),
                numbers([Some(3_000), Some(7), None]),
            ],
        )
        .expect("a batch");
        let shown = table(&Rows { schema, batches: vec![batch] }, &[Deaths]).expect("a table");
        let texts = notes::texts(&shown, "deaths (low–high)").expect("a column");
        assert_eq!(texts, [Some("2,000 (1–3,000)".to_owned()), Some("5 (?–7)".to_owned()), None]);
    }
}
