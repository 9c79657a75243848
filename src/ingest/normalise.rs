//! The one normaliser: raw text columns of any reader become canonical columns, faults become rejects.
//!
//! The plan is built once per file from the source definition and run lazily on each batch, so memory does not grow
//! with the file.

use polars::prelude::*;

use super::faults::{Fault, RUINED, UNIT, fault, field_faults, year_fault};
use super::fields::{self, Scope, field_exprs};
use super::raw::{ROW, RawBatch, Reject, shorten_row};
use super::{claims, dates, kept};
use crate::error::{Error, Result};
use crate::event::{self, ColumnType};
use crate::source::{ActorField, Content, Match};

/// Name of the column that tells whether a row has a fault; like [`ROW`] it cannot clash with a source column.
const IS_FAULTY: &str = "IS FAULTY";

/// Name of the column that holds a row's first fault.
const FAULT: &str = "FAULT";

/// Name of the column with all actor names of a row as given; it only feeds the content hash.
pub(crate) const ACTORS: &str = "ACTORS";

/// Canonical rows of one batch.
pub(crate) struct NormalBatch {
    /// Events or claims: [`ROW`], then the canonical columns; for events also the range as reported and the flag of
    /// its repair.
    pub rows: DataFrame,
    /// Actors: `source_event_id`, side, role, ordinal, actor_name, source_kind, is_attacker.
    pub actors: DataFrame,
    /// `source_event_id` and the columns kept under the source's own names.
    pub kept: DataFrame,
    /// Rows that were not taken.
    pub rejects: Vec<Reject>,
    /// A fault that says of the whole file that it cannot be trusted.
    pub ruined: Option<Reject>,
    /// Kept columns of numbers, with how many of their cells hold no number.
    pub unread: Vec<(String, u64)>,
    /// Rows seen, taken or not.
    pub read: u64,
}

/// The plan for one file.
pub(crate) struct Normaliser {
    content: Content,
    columns: Vec<String>,
    parse: Vec<Expr>,
    is_faulty: Expr,
    fault: Expr,
    output: Vec<Expr>,
    actors: Vec<Vec<Expr>>,
    separators: Vec<Option<String>>,
    kept: Vec<Expr>,
    /// Kept columns that hold numbers, by the source's name and by the stored one.
    kept_numbers: Vec<(String, String)>,
}

impl Normaliser {
    /// Builds the plan for a recognised file: its dates are in one of `formats`, and its name may tell a value.
    pub(crate) fn new(found: &Match, formats: &[String], file_name: &str) -> Self {
        let layout = found.layout();
        let definition = &*found.definition;
        let scope = Scope { definition, columns: &found.columns, file_name };
        let targets = targets(layout.content);
        let mut parse = Vec::new();
        let mut faults = Vec::new();
        let mut output = vec![col(ROW)];
        for target in targets {
            let Some(field) = definition.field(layout, target.name) else {
                let name = internal(target.name);
                parse.push(lit(NULL).cast(data_type(target.kind)).alias(&name));
                output.push(col(&name).alias(target.name));
                continue;
            };
            let made = field_exprs(scope, field);
            let name = internal(target.name);
            let typed = match target.kind {
                ColumnType::Text => made.value.clone(),
                ColumnType::Integer if made.round => fields::rounded(made.value.clone()),
                ColumnType::Integer => fields::integer(made.value.clone()),
                ColumnType::Double => fields::double(made.value.clone()),
                ColumnType::Date => later(dates::date(made.value.clone(), formats), made.add_days),
                ColumnType::Boolean => fields::boolean(made.value.clone()),
            };
            parse.push(typed.alias(&name));
            faults.extend(field_faults(target, &made, col(&name), formats));
            output.push(col(&name).alias(target.name));
        }
        if layout.content == Content::Events {
            faults.push(fault(
                col(internal("end_date")).lt(col(internal("start_date"))),
                "end_date",
                lit("the event ends before it starts"),
            ));
            repair_range(&mut output);
            output.push(actors_as_given(found).alias(ACTORS));
        }
        if layout.content == Content::Aggregates {
            faults.push(fault(
                col(internal("period_end")).lt(col(internal("period_start"))),
                "period_end",
                lit("the period ends before it starts"),
            ));
        }
        if layout.content == Content::Claims {
            faults.extend(claims::claim_faults(|name| col(internal(name)), &found.columns));
        }
        faults.extend(kept::columns(found).into_iter().filter_map(|(name, kind)| year_fault(&name, kind)));
        let is_faulty = faults.iter().filter_map(Fault::mask).reduce(Expr::or).unwrap_or_else(|| lit(false));
        let reasons: Vec<Expr> = faults.iter().map(Fault::reason).collect();
        let fault = if reasons.is_empty() { lit(NULL).cast(DataType::String) } else { coalesce(&reasons) };
        let (actors, separators) = if layout.content == Content::Events {
            actor_exprs(found, scope, definition.actors_of(layout))
        } else {
            (Vec::new(), Vec::new())
        };
        let kept_columns = kept::columns(found);
        let kept =
            kept_columns.iter().map(|(name, kind)| kept::expr(name, *kind).alias(kept::stored_name(name))).collect();
        Normaliser {
            content: layout.content,
            columns: found.columns.iter().filter(|name| !name.is_empty()).cloned().collect(),
            parse,
            is_faulty: is_faulty.alias(IS_FAULTY),
            fault: fault.alias(FAULT),
            output,
            actors,
            separators,
            kept,
            kept_numbers: kept_columns
                .into_iter()
                .filter(|(_, kind)| *kind != ColumnType::Text)
                .map(|(name, _)| (name.clone(), kept::stored_name(&name)))
                .collect(),
        }
    }

    /// Normalises a batch.
    pub(crate) fn run(&self, batch: RawBatch) -> Result<NormalBatch> {
        let read = batch.frame.height() as u64 + batch.rejects.len() as u64;
        let fail = |error: PolarsError| Error::internal("normalising rows", error);
        let parsed = batch
            .frame
            .lazy()
            .with_columns(&self.parse)
            .with_columns([self.is_faulty.clone()])
            .collect()
            .map_err(fail)?;
        let mut rejects = batch.rejects;
        let is_faulty = parsed.column(IS_FAULTY).and_then(Column::bool).map_err(fail)?.any();
        if is_faulty {
            self.collect_rejects(&parsed, &mut rejects).map_err(fail)?;
        }
        let good = if is_faulty { parsed.lazy().filter(col(IS_FAULTY).not()).collect().map_err(fail)? } else { parsed };
        let rows = good.clone().lazy().select(&self.output).collect().map_err(fail)?;
        let (actors, kept) = if self.content == Content::Events {
            (self.actor_rows(&good).map_err(fail)?, self.kept_rows(&good).map_err(fail)?)
        } else {
            (DataFrame::empty(), DataFrame::empty())
        };
        let unread = self.unread(&good, &kept).map_err(fail)?;
        let ruined = rejects.iter().find_map(|reject| {
            let reason = reject.reason.strip_prefix(RUINED)?.to_owned();
            Some(Reject { reason, ..reject.clone() })
        });
        Ok(NormalBatch { rows, actors, kept, rejects, ruined, unread, read })
    }

    fn kept_rows(&self, good: &DataFrame) -> PolarsResult<DataFrame> {
        let mut output = vec![col(ROW), col(internal("source_event_id")).alias("source_event_id")];
        output.extend(self.kept.iter().cloned());
        good.clone().lazy().select(output).collect()
    }

    /// What a kept column loses because its text is no number is said, with how often.
    fn unread(&self, good: &DataFrame, kept: &DataFrame) -> PolarsResult<Vec<(String, u64)>> {
        let mut unread = Vec::new();
        for (name, stored) in &self.kept_numbers {
            let lost = kept.column(stored)?.null_count().saturating_sub(good.column(name)?.null_count());
            if lost > 0 {
                unread.push((name.clone(), lost as u64));
            }
        }
        Ok(unread)
    }

    fn actor_rows(&self, good: &DataFrame) -> PolarsResult<DataFrame> {
        let mut frames = Vec::new();
        for (exprs, separator) in self.actors.iter().zip(&self.separators) {
            let mut frame = good.clone().lazy().select(exprs.clone());
            if let Some(separator) = separator {
                frame = frame
                    .with_columns([col("actor_name").str().split(lit(separator.as_str()))])
                    .explode(cols(["actor_name"]), ExplodeOptions { empty_as_null: true, keep_nulls: false })
                    .with_columns([col("actor_name").str().strip_chars(lit(NULL))]);
            }
            let filled = col("actor_name").is_not_null().and(col("actor_name").neq(lit("")));
            frames.push(frame.filter(filled).collect()?);
        }
        let mut frames = frames.into_iter();
        let Some(mut all) = frames.next() else { return Ok(DataFrame::empty()) };
        for frame in frames {
            all.vstack_mut(&frame)?;
        }
        all.rechunk_mut();
        Ok(all)
    }

    fn collect_rejects(&self, parsed: &DataFrame, rejects: &mut Vec<Reject>) -> PolarsResult<()> {
        let faulty = parsed.clone().lazy().filter(col(IS_FAULTY)).with_columns([self.fault.clone()]).collect()?;
        let rows = faulty.column(ROW)?.i64()?.clone();
        let faults = faulty.column(FAULT)?.str()?.clone();
        let cells: Vec<StringChunked> = self
            .columns
            .iter()
            .map(|name| faulty.column(name).and_then(|column| column.str().cloned()))
            .collect::<PolarsResult<_>>()?;
        for at in 0..faulty.height() {
            let fault = faults.get(at).unwrap_or_default();
            let (column, reason) = fault.split_once(UNIT).unwrap_or(("", fault));
            let raw: Vec<&str> = cells.iter().map(|cell| cell.get(at).unwrap_or_default()).collect();
            rejects.push(Reject {
                row: rows.get(at).and_then(|row| u64::try_from(row).ok()).unwrap_or(0),
                column: column.to_owned(),
                reason: reason.to_owned(),
                raw: shorten_row(&raw),
            });
        }
        rejects.sort_by_key(|reject| reject.row);
        Ok(())
    }
}

/// The columns that files of a content fill.
pub(crate) fn targets(content: Content) -> &'static [event::Column] {
    match content {
        Content::Events => event::EVENT,
        Content::Aggregates => event::AGGREGATE,
        Content::Deletions => event::DELETION,
        Content::Claims | Content::Context => event::CLAIM,
    }
}

/// A date some days later.
fn later(date: Expr, days: i32) -> Expr {
    if days == 0 {
        return date;
    }
    (date.cast(DataType::Int32) + lit(days)).cast(DataType::Date)
}

fn internal(name: &str) -> String {
    format!("OUT {name}")
}

fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Text => DataType::String,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Double => DataType::Float64,
        ColumnType::Date => DataType::Date,
        ColumnType::Boolean => DataType::Boolean,
    }
}

/// Keeps the range as reported and widens it visibly where it does not hold: low <= best <= high.
fn repair_range(output: &mut Vec<Expr>) {
    let [low, best, high] = ["deaths_low", "deaths_best", "deaths_high"].map(|name| col(internal(name)));
    let lowest = when(best.clone().lt(low.clone())).then(best.clone()).otherwise(low.clone());
    let highest = when(best.clone().gt(high.clone())).then(best.clone()).otherwise(high.clone());
    // Without a best estimate the bounds themselves may still be the wrong way round.
    let swapped = best.clone().is_null().and(low.clone().gt(high.clone())).fill_null(lit(false));
    let lowest = when(swapped.clone()).then(high.clone()).otherwise(lowest);
    let highest = when(swapped.clone()).then(low.clone()).otherwise(highest);
    let repaired = best
        .clone()
        .lt(low.clone())
        .fill_null(lit(false))
        .or(best.clone().gt(high.clone()).fill_null(lit(false)))
        .or(swapped);
    for expr in output.iter_mut() {
        let replacement = match expr {
            Expr::Alias(_, name) if name.as_str() == "deaths_low" => lowest.clone().alias("deaths_low"),
            Expr::Alias(_, name) if name.as_str() == "deaths_high" => highest.clone().alias("deaths_high"),
            _ => continue,
        };
        *expr = replacement;
    }
    output.push(low.alias("deaths_low_reported"));
    output.push(best.alias("deaths_best_reported"));
    output.push(high.alias("deaths_high_reported"));
    output.push(repaired.alias("range_repaired"));
}

/// All actor columns of a row as one text.
fn actors_as_given(found: &Match) -> Expr {
    let given: Vec<Expr> = found
        .definition
        .actors_of(found.layout())
        .iter()
        .filter(|actor| found.columns.contains(&actor.column))
        .map(|actor| fields::column_named(&actor.column).fill_null(lit("")))
        .collect();
    if given.is_empty() { lit("") } else { concat_str(given, "\u{1e}", false) }
}

fn actor_exprs(found: &Match, scope: Scope<'_>, actors: &[ActorField]) -> (Vec<Vec<Expr>>, Vec<Option<String>>) {
    let mut all = Vec::new();
    let mut separators = Vec::new();
    for (ordinal, actor) in actors.iter().enumerate() {
        if !found.columns.contains(&actor.column) {
            continue;
        }
        let value = |field: &Option<crate::source::Field>| {
            field.as_ref().map_or_else(|| lit(NULL).cast(DataType::String), |field| field_exprs(scope, field).value)
        };
        all.push(vec![
            col(ROW),
            col(internal("source_event_id")).alias("source_event_id"),
            lit(actor.side.as_str()).alias("side"),
            lit(actor.role.as_str()).alias("role"),
            lit(ordinal as i64).alias("ordinal"),
            fields::column_named(&actor.column).alias("actor_name"),
            value(&actor.kind).alias("source_kind"),
            fields::boolean(value(&actor.attacker)).alias("is_attacker"),
        ]);
        separators.push(actor.separator.clone());
    }
    (all, separators)
}
