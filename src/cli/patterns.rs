//! Answers about patterns: `coordinated`.

use crate::error::Result;
use crate::ledger::{Clusters, LEAST_KM, Ledger, Rows};

use super::answers::show;
use super::args::{Cli, CoordinatedArgs};
use super::{notes, reading, render};

pub(crate) fn coordinated(cli: &Cli, args: &CoordinatedArgs) -> Result<()> {
    let ledger = Ledger::open_as_of(&cli.db, args.filter.as_of)?;
    let filter = args.filter.filter();
    let asked = Clusters { all: args.all, least_km: args.distance };
    let rows = ledger.coordinated(&filter, asked)?;
    let every = if args.all { rows.clone() } else { ledger.coordinated(&filter, Clusters { all: true, ..asked })? };
    let counted = counted(&every)?;
    let all = if args.all { " --all" } else { "" };
    let distance = if args.distance > LEAST_KM { format!(" --distance {}", args.distance) } else { String::new() };
    let query = format!("coordinated{all}{distance}{}", args.filter.words());
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
    ] {
        let missing = reasons.iter().flatten().filter(|value| *value == reason).count();
        if missing > 0 {
            line.push_str(&format!(" Without a chance level: {missing} {words}."));
        }
    }
    Ok(line)
}
