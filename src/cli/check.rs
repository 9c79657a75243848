//! `check` and `check-claim`: how far a published figure holds, on one screen.

use crate::error::Result;
use crate::ledger::{AsOf, Check, Claimed, Difference, Ledger, Published, Range, Ruling, Statement, Verdict};

use super::args::{CheckArgs, CheckClaimArgs, CheckShown, Cli, FilterArgs};
use super::lines::{Column, columns, say_width};
use super::load::grouped;
use super::words::{self, range};
use super::{notes, render};

pub(crate) fn run(cli: &Cli, args: &CheckArgs) -> Result<()> {
    let ledger = Ledger::open_as_of(&cli.db, args.filter.as_of)?;
    let statement = Statement::new(&args.figure, &args.metric, &args.side, args.filter.filter())?;
    show(&ledger, &statement, &args.shown, &scope_of(&args.filter))
}

pub(crate) fn run_claim(cli: &Cli, args: &CheckClaimArgs) -> Result<()> {
    let ledger = Ledger::open_as_of(&cli.db, args.as_of)?;
    let statement = ledger.statement_of(&args.claim)?;
    let scope = match (&statement.event, statement.claim.as_ref().and_then(|claim| claim.region.clone())) {
        (Some((source, event)), _) => format!("event {event} of {source}"),
        (None, region) => format!("{}, {}", region.unwrap_or_default(), period(&statement)),
    };
    show(&ledger, &statement, &args.shown, &scope)
}

fn scope_of(filter: &FilterArgs) -> String {
    let words = filter.words();
    let words = words.trim().replace("--", "").replace('"', "");
    if words.is_empty() { "all that the ledger holds".to_owned() } else { words }
}

fn period(statement: &Statement) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
    format!("{} to {}", day(statement.filter.since), day(statement.filter.until))
}

fn show(ledger: &Ledger, statement: &Statement, shown: &CheckShown, scope: &str) -> Result<()> {
    let check = ledger.check(statement, shown.policy.as_deref())?;
    if shown.json {
        return render::print_json(&check);
    }
    let mut text = headline(&check, scope);
    text.push_str(&spread(&check));
    text.push('\n');
    text.push_str(&rulings(&check));
    text.push_str(&carriers(&check));
    text.push_str(&sensitivity(&check));
    text.push_str(&also(&check));
    text.push_str(&below(ledger, &check)?);
    render::print(&text)
}

fn headline(check: &Check, scope: &str) -> String {
    let mut text = notes::wrapped(
        &format!("\"{}\" {}, {}: {scope}", check.words, check.metric.replace('_', " "), check.side.replace('_', " ")),
        say_width(),
    );
    if let Some(claim) = &check.claim {
        text.push_str(&notes::wrapped(&format!("  says: {}", who(claim)), say_width()));
    }
    text
}

fn who(claim: &Claimed) -> String {
    let mut text = claim.claimant.clone();
    if let Some(reported_by) = &claim.reported_by {
        text.push_str(&format!(", in {reported_by}"));
    }
    if let Some(origin) = claim.origin.as_ref().filter(|origin| claim.reported_by.as_ref() != Some(origin)) {
        text.push_str(&format!(", after {origin}"));
    }
    if let Some(published) = &claim.published {
        text.push_str(&format!(", {published}"));
    }
    format!("{text} ({}; {})", claim.verification.replace('_', " "), claim.claim_id)
}

/// From the least to the most, before any single figure.
fn spread(check: &Check) -> String {
    let claims: Vec<&Ruling> = check.rulings.iter().filter(|ruling| ruling.policy.is_some()).collect();
    let of = |value: fn(&Range) -> Option<i64>| {
        let known: Vec<i64> = claims.iter().filter_map(|ruling| value(&ruling.range)).collect();
        known.iter().min().copied().zip(known.iter().max().copied())
    };
    let (Some(best), Some(low), Some(high)) =
        (of(|range| range.best), of(|range| range.low.or(range.best)), of(|range| range.high))
    else {
        return "No claim gives a figure: nothing to compare it with.\n".to_owned();
    };
    let mut by_verdict: Vec<(Verdict, Vec<&str>)> = Vec::new();
    for ruling in claims.iter().filter(|ruling| !ruling.with_added_claims) {
        let policy = ruling.policy.as_deref().unwrap_or_default();
        match by_verdict.iter_mut().find(|(verdict, _)| *verdict == ruling.verdict) {
            Some((_, all)) if all.contains(&policy) => {}
            Some((_, all)) => all.push(policy),
            None => by_verdict.push((ruling.verdict, vec![policy])),
        }
    }
    let said: Vec<String> = by_verdict
        .iter()
        .map(|(found, policies)| format!("{} under {}", verdict(*found), policies.join(", ")))
        .collect();
    let line = format!(
        "Depending on whose word counts: best {}, all figures {}; {}.",
        words::span(best.0, best.1),
        words::span(low.0, high.1),
        said.join("; ")
    );
    notes::wrapped(&line, say_width())
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "supported",
        Verdict::Compatible => "compatible",
        Verdict::NotReached => "not reached",
        Verdict::Exceeded => "exceeded",
        Verdict::Undecided => "cannot be decided",
    }
}

fn rulings(check: &Check) -> String {
    let several = check.rulings.iter().filter(|ruling| ruling.policy.is_some()).any(|ruling| {
        ruling.with_added_claims || Some(&ruling.source) != check.rulings.first().map(|first| &first.source)
    });
    let mut rows = Vec::new();
    for ruling in &check.rulings {
        let name = match &ruling.policy {
            Some(policy) if several => {
                format!("{policy}, {}{}", ruling.source, if ruling.with_added_claims { " + added claims" } else { "" })
            }
            Some(policy) => policy.clone(),
            None => format!("{} (census)", ruling.source),
        };
        let count = |number: i64| if ruling.policy.is_some() { number.to_string() } else { String::new() };
        let says = match &ruling.why {
            Some(why) => format!("{}: {why}", verdict(ruling.verdict)),
            None => verdict(ruling.verdict).to_owned(),
        };
        rows.push(vec![
            name,
            range(&ruling.range),
            count(ruling.range.events_with_figure),
            count(ruling.range.events_without_figure),
            says,
        ]);
    }
    let heads = [
        Column::left("by"),
        Column::right("best (low–high)"),
        Column::right("with figure"),
        Column::right("without"),
        Column::left("verdict"),
    ];
    columns(&heads, &rows)
}

/// Events by weight, each with the statements behind it.
fn carriers(check: &Check) -> String {
    let Some((_, leading)) = &check.leading else { return String::new() };
    let other = check.difference.as_ref().map(|difference| difference.policy.as_str());
    let mut rows = Vec::new();
    for carrier in &check.carriers {
        let of = |policy: &str| carrier.ranges.get(policy).map_or("-".to_owned(), range);
        let mut row = vec![
            format!(
                "{} {}",
                carrier.start_date,
                words::place(carrier.place.as_deref().unwrap_or(&carrier.source_event_id))
            ),
            of(leading),
            carrier.share.map_or("-".to_owned(), |share| format!("{:.0} %", share * 100.0)),
        ];
        row.extend(other.map(of));
        row.push(range(&carrier.without_it));
        rows.push(row);
    }
    let mut heads = vec![Column::left("carried by"), Column::right(leading), Column::right("share")];
    heads.extend(other.map(Column::right));
    heads.push(Column::right("the whole without it"));
    let said: Vec<String> = check
        .carriers
        .iter()
        .map(|carrier| notes::wrapped(&format!("    {}", words::statements(&carrier.statements)), say_width()))
        .collect();
    let mut text = String::from("\n");
    for (at, line) in columns(&heads, &rows).lines().enumerate() {
        text.push_str(&format!("{line}\n"));
        // Head and rule stand above the first event.
        if let Some(said) = at.checked_sub(2).and_then(|event| said.get(event)) {
            text.push_str(said);
        }
    }
    if let Some(Difference { policy, whole, by_event }) = check.difference.as_ref().filter(|found| found.whole != 0) {
        let parts: Vec<String> =
            by_event.iter().map(|(event, part)| format!("{} {}", words::place(event), grouped(*part))).collect();
        let line = format!("The difference between {leading} and {policy}, {}: {}.", grouped(*whole), parts.join(", "));
        text.push_str(&notes::wrapped(&line, say_width()));
    }
    text
}

fn sensitivity(check: &Check) -> String {
    let Some((_, leading)) = &check.leading else { return String::new() };
    let whole = check.rulings.iter().find(|ruling| ruling.policy.as_ref() == Some(leading)).map(|ruling| ruling.range);
    let (moving, still): (Vec<_>, Vec<_>) =
        check.without_voice.iter().partition(|(_, without)| Some(*without) != whole);
    let mut parts: Vec<String> = moving
        .iter()
        .map(|(voice, without)| {
            let events = without.events_with_figure;
            format!("{voice} {}, {events} event{}", range(without), if events == 1 { "" } else { "s" })
        })
        .collect();
    if !still.is_empty() {
        parts.push(format!(
            "unchanged without {}",
            still.iter().map(|(voice, _)| voice.as_str()).collect::<Vec<_>>().join(", ")
        ));
    }
    if parts.is_empty() {
        return String::new();
    }
    notes::wrapped(&format!("{leading} without the word of: {}.", parts.join("; ")), say_width())
}

/// Who else says so, by whose word it is.
fn also(check: &Check) -> String {
    if check.also.is_empty() {
        return String::new();
    }
    let mut by_claimant: Vec<(String, Vec<String>)> = Vec::new();
    for published in &check.also {
        let key = if published.interested {
            format!("{} (interested)", published.claimant)
        } else {
            published.claimant.clone()
        };
        let place = place(published);
        match by_claimant.iter_mut().find(|(claimant, _)| *claimant == key) {
            Some((_, all)) => all.push(place),
            None => by_claimant.push((key, vec![place])),
        }
    }
    by_claimant.sort_by_key(|(claimant, _)| !claimant.ends_with("(interested)"));
    let mut text = String::from("\nThe same figure for the same area is also published, as said by\n");
    for (claimant, places) in by_claimant {
        text.push_str(&notes::wrapped(&format!("  {claimant}: {}", places.join("; ")), say_width()));
    }
    text
}

fn place(published: &Published) -> String {
    let mut text = published.reported_by.clone().unwrap_or_else(|| published.claim_id.clone());
    if let Some(origin) = published.origin.as_ref().filter(|origin| !text.contains(origin.as_str())) {
        text.push_str(&format!(" after {origin}"));
    }
    let day = published.published.as_deref().unwrap_or("undated");
    format!("{text} {day}, for {} to {}", published.period.0, published.period.1)
}

fn below(ledger: &Ledger, check: &Check) -> Result<String> {
    let named: Vec<&str> = check.rulings.iter().map(|ruling| ruling.source.as_str()).collect();
    let mut text = String::from("\n");
    for line in ledger.as_of().map(AsOf::lines).unwrap_or_default() {
        text.push_str(&notes::wrapped(&line, say_width()));
    }
    text.push_str(&notes::cut_offs(ledger, &named)?);
    let last = "Sums of known tolls, not totals: a figure that is not reached is not refuted. Sources are never added.";
    text.push_str(&notes::wrapped(last, say_width()));
    Ok(text)
}
