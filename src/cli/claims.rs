//! Answers by what is claimed: `troops`, and the `policies` that say whose claims count.

use crate::error::Result;
use crate::ledger::{EventsOf, Ledger, Rows};

use super::answers::{list, show};
use super::args::{Cli, FormatArg, OutputArgs, PoliciesArgs, TroopsArgs};
use super::reading::{self, Shown};
use super::{notes, render, words};

const POLICIES: &[Shown] = &[
    Shown::Named("policy", "policy"),
    Shown::Named("says", "lets in"),
    Shown::Named("counts", "counts"),
    Shown::Named("best", "best"),
    Shown::Varying("drops_interested", "drops_interested"),
];

pub(crate) fn troops(cli: &Cli, args: &TroopsArgs) -> Result<()> {
    let answer = &args.answer;
    let ledger = Ledger::open_as_of(&cli.db, answer.filter.as_of)?;
    if answer.events {
        return list(&ledger, &answer.filter, &answer.out, EventsOf::Troops);
    }
    let filter = answer.filter.filter();
    let rows = ledger.troops(&filter, args.policy.as_deref())?;
    if render::is_for_reading(&answer.out)? {
        render::print(&spread(&ledger.troops(&filter, None)?)?)?;
    }
    let policy = args.policy.as_ref().map_or(String::new(), |policy| format!(" --policy {policy}"));
    let lines = [
        "A sum of known tolls, not a total: events without a figure are unknown, not zero.",
        "Policies say whose claims count: warledger policies. A statement checked against them: warledger check --help",
    ];
    show(&ledger, &rows, &answer.out, reading::TROOPS, &format!("troops{policy}{}", answer.filter.words()), &lines)
}

/// From the least to the most that any policy leads to, before any single figure: of the first area of each source.
fn spread(rows: &Rows) -> Result<String> {
    let (sources, areas) = (notes::texts(rows, "source")?, notes::texts(rows, "area")?);
    let [low, best, high] = ["deaths_low", "deaths_best", "deaths_high"].map(|name| notes::integers(rows, name));
    let (low, best, high) = (low?, best?, high?);
    let (with, without) =
        (notes::integers(rows, "events_with_figure")?, notes::integers(rows, "events_without_figure")?);
    let mut text = String::new();
    let mut told: Vec<&str> = Vec::new();
    for at in 0..rows.len() {
        let (source, area) = (sources[at].as_deref().unwrap_or_default(), areas[at].as_deref());
        if told.contains(&source) {
            continue;
        }
        told.push(source);
        let of: Vec<usize> = (0..rows.len())
            .filter(|row| sources[*row].as_deref() == Some(source) && areas[*row].as_deref() == area)
            .collect();
        let known = |values: &[Option<i64>]| of.iter().filter_map(|row| values[*row]).collect::<Vec<i64>>();
        let span = |values: Vec<i64>| values.iter().min().copied().zip(values.iter().max().copied());
        let events = of.iter().map(|row| with[*row].unwrap_or(0) + without[*row].unwrap_or(0)).max().unwrap_or(0);
        let figures = span(known(&with)).unwrap_or((0, 0));
        if let (Some(bests), Some(lows), Some(highs)) = (span(known(&best)), span(known(&low)), span(known(&high))) {
            text.push_str(&format!(
                "{} troops killed by the best figures, {} by all, depending on whose word counts;\n{} of {events} events have a figure ({}).\n",
                words::span(bests.0, bests.1),
                words::span(lows.0, highs.1),
                words::span(figures.0, figures.1),
                area.filter(|area| *area != "all").unwrap_or(source),
            ));
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    Ok(text)
}

pub(crate) fn policies(cli: &Cli, args: &PoliciesArgs) -> Result<()> {
    let ledger = Ledger::open_as_of(&cli.db, args.as_of)?;
    let rows = ledger.policies()?;
    let format = if args.json { Some(FormatArg::Json) } else { args.out.format };
    let out = OutputArgs { format, ..args.out.clone() };
    let mut lines = vec![
        "A belligerent's figure for the other side's losses, or for civilians that it is accused of killing, is interested;",
        "drops_interested leaves it out, whoever the belligerent is. One of your own: warledger template policies",
    ];
    if args.as_of.is_some() {
        lines.push("Policies are those in force now, also for an earlier state: none is kept of before.");
    }
    show(&ledger, &rows, &out, POLICIES, "policies", &lines)
}
