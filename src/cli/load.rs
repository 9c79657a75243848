//! `load`: files into the ledger, and what they brought.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tempfile::TempDir;

use crate::error::{Error, Result};
use crate::ingest::{self, ReadOptions, SourceFile};
use crate::ledger::{self, ExtendReport, LoadOptions, LoadReport, Mode, REMOVAL_LIMIT};
use crate::source::{Content, Definition, Registry, builtin_file};

use super::args::{Cli, LoadArgs};
use super::render;

/// Sources that are reference data, not events.
const REFERENCE: &[&str] = &[
    "actors",
    "aliases",
    "patterns",
    "members",
    "regions",
    "region_members",
    "countries",
    "country_aliases",
    "coordination",
    "place_changes",
    "context",
    "policies",
];

pub(crate) fn run(cli: &Cli, args: &LoadArgs) -> Result<()> {
    if args.source.as_deref().is_some_and(|source| REFERENCE.contains(&source)) {
        let paths: Vec<&Path> = args.files.iter().map(PathBuf::as_path).collect();
        let report = ledger::extend_reference(&cli.db, &paths, args.dry_run, waits)?;
        return if args.json { render::print_json(&report) } else { say_extended(&report) };
    }
    let registry = Registry::builtin()?;
    let chosen = args.source.as_deref().map(|name| registry.find(name)).transpose()?;
    let unpacked = Builtin::unpack(&args.files)?;
    let reading = ReadOptions { date_format: args.date_format.clone() };
    let mut files = Vec::new();
    for path in &unpacked.paths {
        files.push(ingest::open_with(path, &registry, chosen.as_ref(), &reading)?);
    }
    let options = LoadOptions {
        release: args.release.clone(),
        accessed_on: args.accessed_on,
        max_rejects: args.max_rejects,
        dry_run: args.dry_run,
        mode: match (args.snapshot, args.update) {
            (true, _) => Some(Mode::Snapshot),
            (_, true) => Some(Mode::Update),
            _ => None,
        },
        covers: args.covers,
        countries: args.covers_country.clone(),
        filters: args.filters.clone(),
        accept_removals: args.yes,
        on_wait: waits,
    };
    let mut reports = Vec::new();
    for (definition, files) in loads(files) {
        let bar = progress(100, "%");
        let report = ledger::load(&cli.db, &definition, files, &options, &mut |name, share| {
            bar.set_message(name.to_owned());
            bar.set_position((share * 100.0) as u64);
        });
        bar.finish_and_clear();
        let report = match report {
            Ok(report) => report,
            Err(error) => {
                // Files of several sources or releases are a load each: those before the one that fails are stored.
                if args.json && !reports.is_empty() {
                    render::print_json(&reports)?;
                }
                return Err(error);
            }
        };
        if !args.json {
            say_loaded(&report, &cli.db)?;
        }
        reports.push(report);
    }
    if args.json { render::print_json(&reports) } else { Ok(()) }
}

/// Files that are one load: of one source and one release, and either events or deletions. Older releases come first.
fn loads(files: Vec<SourceFile>) -> Vec<(Arc<Definition>, Vec<SourceFile>)> {
    let same = |a: &SourceFile, b: &SourceFile| {
        a.found.definition.source.name == b.found.definition.source.name
            && a.release == b.release
            && (a.content() == Content::Deletions) == (b.content() == Content::Deletions)
    };
    let mut groups: Vec<Vec<SourceFile>> = Vec::new();
    for file in files {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| same(first, &file))) {
            Some(group) => group.push(file),
            None => groups.push(vec![file]),
        }
    }
    groups.sort_by_key(|group| group[0].release.as_ref().map_or(0, |release| release.rank));
    groups.into_iter().map(|group| (group[0].found.definition.clone(), group)).collect()
}

/// Says on standard error why nothing happens for a while.
pub(crate) fn waits(why: &str) {
    // If stderr is closed there is nobody to tell.
    writeln!(std::io::stderr(), "{why} ...").unwrap_or_default();
}

/// A bar on standard error that shows itself only on a terminal, and only for work over a second.
pub(crate) fn progress(length: u64, unit: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr_with_hz(8));
    let template = format!("{{spinner}} {{wide_bar}} {{pos}}/{{len}} {unit}  {{msg}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_secs(1));
    bar
}

/// Files to load, with the built-in data sets written out where they were asked for.
pub(crate) struct Builtin {
    /// Paths in order.
    pub(crate) paths: Vec<PathBuf>,
    _folder: Option<TempDir>,
}

impl Builtin {
    pub(crate) fn unpack(files: &[PathBuf]) -> Result<Self> {
        let mut paths = Vec::new();
        let mut folder = None;
        for file in files {
            let Some(name) = file.to_str().and_then(|text| text.strip_prefix("builtin:")) else {
                paths.push(file.clone());
                continue;
            };
            let place = match folder.take() {
                Some(place) => place,
                None => tempfile::tempdir().map_err(|error| Error::io("making", &std::env::temp_dir(), error))?,
            };
            for part in ["events.csv", "claims.csv"] {
                let bytes = builtin_file(&format!("{name}/{part}")).ok_or_else(|| Error::UnknownSource {
                    name: format!("builtin:{name}"),
                    known: "builtin:sahel_2025".to_owned(),
                })?;
                let path = place.path().join(part);
                std::fs::write(&path, bytes).map_err(|error| Error::io("writing", &path, error))?;
                paths.push(path);
            }
            folder = Some(place);
        }
        Ok(Builtin { paths, _folder: folder })
    }
}

fn say_extended(report: &ExtendReport) -> Result<()> {
    if report.nothing_new {
        return render::print("nothing new: the ledger holds all of this already\n");
    }
    for (file, what) in &report.files {
        render::print(&format!("{file}: {what}\n"))?;
    }
    let verb = if report.dry_run { "would change" } else { "changed" };
    render::print(&format!(
        "{} names {verb} their actors; answers recomputed for {}\n",
        report.names_changed,
        if report.sources.is_empty() { "no source".to_owned() } else { report.sources.join(", ") }
    ))
}

fn say_loaded(report: &LoadReport, db: &Path) -> Result<()> {
    let release = report.release.as_ref().map_or(String::new(), |release| format!(" {release}"));
    let mut text = match (report.dry_run, report.load_id, report.nothing_new) {
        (true, _, _) => format!("dry run, nothing changed: {}{release}\n", report.source),
        (_, _, true) => {
            format!("nothing new: {} holds all of this already ({}{release})\n", db.display(), report.source)
        }
        (_, id, _) => format!("load {}: {}{release} into {}\n", id.unwrap_or(0), report.source, db.display()),
    };
    for file in &report.files {
        text.push_str(&format!("  {}  layout {}, {} rows", file.file, file.layout, grouped(file.rows_read as i64)));
        text.push_str(&if file.rows_rejected == 0 {
            "\n".to_owned()
        } else {
            format!(", {} rejected\n", file.rows_rejected)
        });
        for reject in &file.rejected {
            let column = if reject.column.is_empty() { String::new() } else { format!(", column {}", reject.column) };
            text.push_str(&format!("    row {}{column}: {}\n", reject.row, reject.reason));
        }
        for remark in &file.remarks {
            text.push_str(&format!("    {remark}\n"));
        }
        if !file.extra_columns.is_empty() {
            text.push_str(&format!("    further columns kept as text: {}\n", file.extra_columns.join(", ")));
        }
    }
    text.push_str(&events(report));
    let sums = &report.aggregates;
    if sums.accepted > 0 {
        text.push_str(&format!(
            "  sums       {} ({} to {}): {} added, {} revised; an aggregate, kept apart from events: warledger trends --source {}\n",
            grouped(sums.accepted),
            sums.first_date.as_deref().unwrap_or("-"),
            sums.last_date.as_deref().unwrap_or("-"),
            grouped(sums.added),
            grouped(sums.revised),
            report.source
        ));
    }
    if report.claims_accepted > 0 {
        text.push_str(&format!("  claims     {}\n", grouped(report.claims_accepted)));
    }
    if report.rows_duplicate > 0 {
        text.push_str(&format!(
            "  repeated   {} rows say what an earlier row says, counted once\n",
            grouped(report.rows_duplicate)
        ));
    }
    if report.unmatched_actors > 0 {
        text.push_str(&format!(
            "  actors     {} names match no reference row and stand for themselves: warledger actors --unmatched\n",
            grouped(report.unmatched_actors)
        ));
    }
    if !report.unknown_countries.is_empty() {
        text.push_str(&format!("  countries  not known, in no region: {}\n", report.unknown_countries.join(", ")));
    }
    render::print(&text)
}

fn events(report: &LoadReport) -> String {
    let mut text = String::new();
    if report.mode == Mode::Snapshot
        && let Some((from, to)) = &report.covers
    {
        text.push_str(&format!("  snapshot   of {from} to {to}: what it lacks there is removed\n"));
    }
    if report.events_accepted > 0 {
        let mut counts = vec![
            format!("{} added", grouped(report.events_added)),
            format!("{} revised", grouped(report.events_revised)),
            format!("{} unchanged", grouped(report.events_unchanged)),
        ];
        if report.mode == Mode::Snapshot || report.events_removed > 0 {
            counts.push(format!("{} removed", grouped(report.events_removed)));
        }
        text.push_str(&format!(
            "  events     {} ({} to {}): {}\n",
            grouped(report.events_accepted),
            report.first_event_date.as_deref().unwrap_or("-"),
            report.last_event_date.as_deref().unwrap_or("-"),
            counts.join(", ")
        ));
        text.push_str(&totals(report));
    } else if report.events_revised > 0 {
        text.push_str(&format!("  events     {} revised by their claims\n", grouped(report.events_revised)));
    }
    if report.mode == Mode::Deletions {
        text.push_str(&format!(
            "  deletions  {} events removed, {} uploaded anew since and kept, {} not in the ledger\n",
            grouped(report.events_removed),
            grouped(report.deletions_outdated),
            grouped(report.deletions_absent)
        ));
    }
    if report.events_older > 0 {
        text.push_str(&format!(
            "  older      {} events are older here than in the ledger, which keeps the newer state\n",
            grouped(report.events_older)
        ));
    }
    if report.events_newer > 0 {
        text.push_str(&format!(
            "  newer      {} events that it lacks came after its files (upload, release or load) and stay\n",
            grouped(report.events_newer)
        ));
    }
    if report.needs_yes {
        text.push_str(&format!(
            "  caution    it removes {} of the {} events that it covers, more than {REMOVAL_LIMIT} %{}\n",
            grouped(report.events_removed),
            grouped(report.events_covered),
            if report.dry_run { ": it needs --yes" } else { "" }
        ));
    }
    text
}

fn totals(report: &LoadReport) -> String {
    let sums = &report.totals;
    let number = |value: Option<i64>| value.map_or("unknown".to_owned(), grouped);
    let mut text = format!("  deaths     best {}", number(sums.deaths_best));
    if sums.deaths_low.is_some() || sums.deaths_high.is_some() {
        text.push_str(&format!(", low {}, high {}", number(sums.deaths_low), number(sums.deaths_high)));
    }
    if sums.ranges_repaired > 0 {
        text.push_str(&format!(
            "\n             as reported low {}, high {}; {} ranges did not hold and were widened",
            number(sums.deaths_low_reported),
            number(sums.deaths_high_reported),
            grouped(sums.ranges_repaired)
        ));
    }
    if sums.provisional_events > 0 {
        text.push_str(&format!(
            "\n             provisional: best {} in {} events",
            number(sums.provisional_deaths_best),
            grouped(sums.provisional_events)
        ));
    }
    text.push('\n');
    text
}

/// A whole number with separators.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}
