//! Answers about patterns: `coordinated`, `deadliest`.

use crate::error::{Error, Result};
use crate::ledger::{Clusters, LEAST_KM, Rows, WeekOrder};
use crate::remote::Answer;

use super::answers::show;
use super::args::{Cli, CoordinatedArgs, DeadliestArgs, SortArg};
use super::engine::asked;
use super::load::grouped;
use super::words::range;
use super::{notes, reading, render};

pub(crate) fn coordinated(cli: &Cli, args: &CoordinatedArgs) -> Result<()> {
    let ledger = asked(cli, &args.filter, &args.engine, Some(Answer::Coordinated))?;
    // Asked once: what is not called coordinated is counted, and told where nothing is.
    let every = ledger.coordinated(&args.filter.filter(), Clusters { all: true, least_km: args.distance })?;
    let found = if args.all { every.clone() } else { called(&every)? };
    let rows = first(&found, args.limit);
    let counted = counted(&every)?;
    let all = if args.all { " --all" } else { "" };
    let distance = if args.distance > LEAST_KM { format!(" --distance {}", args.distance) } else { String::new() };
    let limit = args.limit.map_or(String::new(), |limit| format!(" --limit {limit}"));
    let query = format!("coordinated{all}{distance}{limit}{}", args.filter.words());
    let more = match found.len() - rows.len() {
        0 => String::new(),
        more => format!("{} more, earlier: leave out --limit. ", grouped(more as i64)),
    };
    let counted = format!("{more}{counted}");
    let lines = [
        counted.as_str(),
        "Simultaneous: the same group, places at least 25 km apart, on one day or two in a row. chance: at most so likely that \
         attacks on days of their own fall so close in 12 weeks, at the group's own number; it tells no plan. \
         Clusters on days in a row overlap and do not add up. Deaths are in events involving the group.",
    ];
    show(&ledger, &rows, &args.out, reading::CLUSTERS, &query, &lines)?;
    // What is not called coordinated may still be simultaneous, and an empty answer must say so.
    if rows.is_empty() && !every.is_empty() && render::is_for_reading(&args.out)? {
        render::print(&format!("{counted} --all lists them.\n"))?;
    }
    Ok(())
}

/// The clusters that something calls coordinated.
fn called(every: &Rows) -> Result<Rows> {
    let fail = |error: arrow::error::ArrowError| Error::internal("choosing clusters", error);
    let mut batches = Vec::new();
    for batch in &every.batches {
        let basis = batch.column_by_name("basis").ok_or_else(|| Error::internal("choosing clusters", "no basis"))?;
        let called = arrow::compute::is_not_null(basis).map_err(fail)?;
        batches.push(arrow::compute::filter_record_batch(batch, &called).map_err(fail)?);
    }
    Ok(Rows { schema: every.schema.clone(), batches })
}

/// The first rows, or all.
fn first(rows: &Rows, most: Option<u32>) -> Rows {
    let mut left = most.map_or(usize::MAX, |most| most as usize);
    let mut batches = Vec::new();
    for batch in &rows.batches {
        let taken = batch.num_rows().min(left);
        left -= taken;
        batches.push(batch.slice(0, taken));
    }
    Rows { schema: rows.schema.clone(), batches }
}

pub(crate) fn deadliest(cli: &Cli, args: &DeadliestArgs) -> Result<()> {
    let ledger = asked(cli, &args.filter, &args.engine, Some(Answer::Deadliest))?;
    let (order, sort) = match args.sort {
        SortArg::Deaths => (WeekOrder::Deaths, "deaths"),
        SortArg::Date => (WeekOrder::Date, "date"),
    };
    let rows = ledger.deadliest(&args.filter.filter(), order, i64::from(args.limit))?;
    let query = format!("deadliest --sort {sort} --limit {}{}", args.limit, args.filter.words());
    let unplaced = notes::integers(&rows, "unplaced_52_best")?.into_iter().flatten().max().unwrap_or(0);
    let any =
        |name: &str| -> Result<bool> { Ok(notes::texts(&rows, name)?.iter().flatten().any(|value| value == "true")) };
    let mut lines = vec![
        "Ranks by the best estimate, in brackets by the low and the high one, among the 52 weeks that end with the week and among \
         all that are loaded. Deaths are in events involving a group, not \"killed by\" it."
            .to_owned(),
    ];
    if unplaced > 0 {
        lines.push(format!(
            "Unplaced: events of more than a week or dated less precisely are in no week; in 52 weeks shown up to {} deaths. \
             They could change ranks.",
            grouped(unplaced)
        ));
    }
    if notes::integers(&rows, "unknown_weeks")?.into_iter().flatten().any(|weeks| weeks > 0) {
        lines.push(
            "weeks_unknown: so many weeks since then are not loaded; a deadlier one may be among them.".to_owned(),
        );
    }
    if any("mixes_status_all")? {
        lines.push(
            "Ranks cross the border between final and provisional data, which are not counted alike: mixed says which do."
                .to_owned(),
        );
    }
    if notes::texts(&rows, "rank_missing")?.iter().any(Option::is_some) {
        lines.push("No rank for a coded sample: the weeks that it lacks are unknown.".to_owned());
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    show(&ledger, &rows, &args.out, reading::DEADLIEST, &query, &lines)?;
    if rows.is_empty() && render::is_for_reading(&args.out)? {
        for found in ledger.without_week(&args.filter.filter())? {
            render::print(&format!(
                "{}: no week with deaths; {} events belong to no week, for they are longer than a week or dated less precisely \
                 (deaths in them {}), {} that belong to one have no deaths or no figure. List them: warledger events{}\n",
                found.source,
                grouped(found.unplaced),
                range(&found.deaths),
                grouped(found.placed),
                args.filter.words()
            ))?;
        }
    }
    Ok(())
}

/// How many clusters there are, how many of them overlap, and of how many nothing can be said.
fn counted(every: &Rows) -> Result<String> {
    let number = |name: &str, wanted: fn(&str) -> bool| -> Result<usize> {
        Ok(notes::texts(every, name)?.iter().flatten().filter(|value| wanted(value)).count())
    };
    let all = every.len();
    let apart = all - number("overlaps_previous", |value| value == "true")?;
    let stated = number("stated_as_coordinated", |value| value == "true")?;
    let by_chance = number("basis", |value| value != "stated")?;
    let mut line = format!(
        "Clusters of simultaneous attacks: {all}, of which {apart} begin where no earlier one reaches; \
         stated to be coordinated: {stated}; with a chance below 0.05: {by_chance}."
    );
    let reasons = notes::texts(every, "chance_missing")?;
    for (reason, words) in [
        ("coded_sample", "in a coded sample, which tells no rate"),
        ("not_covered", "with a day in the cluster or in the 12 weeks before it that the loads do not cover"),
        ("too_few_before", "with fewer than 12 attacks in the 12 weeks before, too few to tell the group's rate"),
    ] {
        let missing = reasons.iter().flatten().filter(|value| *value == reason).count();
        if missing > 0 {
            line.push_str(&format!(" Without a chance level: {missing} {words}."));
        }
    }
    Ok(line)
}
