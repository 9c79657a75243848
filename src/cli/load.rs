//! `load`: files into the ledger, and what they brought.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tempfile::TempDir;

use crate::error::{Error, Result};
use crate::ingest::{self, ReadOptions, SourceFile};
use crate::ledger::{self, ExtendReport, LoadOptions, LoadReport};
use crate::source::{Definition, Registry, builtin_file};

use super::args::{Cli, LoadArgs};
use super::render;

/// Sources that are reference data, not events.
const REFERENCE: &[&str] =
    &["actors", "aliases", "patterns", "members", "regions", "region_members", "countries", "country_aliases"];

pub(crate) fn run(cli: &Cli, args: &LoadArgs) -> Result<()> {
    if args.source.as_deref().is_some_and(|source| REFERENCE.contains(&source)) {
        let paths: Vec<&Path> = args.files.iter().map(PathBuf::as_path).collect();
        let report = ledger::extend_reference(&cli.db, &paths, args.dry_run)?;
        return if args.json { render::print_json(&report) } else { say_extended(&report) };
    }
    let registry = Registry::builtin()?;
    let chosen = args.source.as_deref().map(|name| registry.find(name)).transpose()?;
    let unpacked = Builtin::unpack(&args.files)?;
    let reading = ReadOptions { date_format: args.date_format.clone() };
    let mut groups: Vec<(Arc<Definition>, Vec<SourceFile>)> = Vec::new();
    for path in &unpacked.paths {
        let file = ingest::open_with(path, &registry, chosen.as_ref(), &reading)?;
        let name = file.found.definition.source.name.clone();
        match groups.iter_mut().find(|(definition, _)| definition.source.name == name) {
            Some((_, files)) => files.push(file),
            None => groups.push((file.found.definition.clone(), vec![file])),
        }
    }
    let options = LoadOptions {
        release: args.release.clone(),
        accessed_on: args.accessed_on,
        max_rejects: args.max_rejects,
        dry_run: args.dry_run,
    };
    let mut reports = Vec::new();
    for (definition, files) in groups {
        let bar = progress(100, "%");
        let report = ledger::load(&cli.db, &definition, files, &options, &mut |name, share| {
            bar.set_message(name.to_owned());
            bar.set_position((share * 100.0) as u64);
        });
        bar.finish_and_clear();
        let report = report?;
        if !args.json {
            say_loaded(&report, &cli.db)?;
        }
        reports.push(report);
    }
    if args.json { render::print_json(&reports) } else { Ok(()) }
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
    if report.events_accepted > 0 {
        text.push_str(&format!(
            "  events     {} ({} to {}): {} added, {} revised, {} unchanged\n",
            grouped(report.events_accepted),
            report.first_event_date.as_deref().unwrap_or("-"),
            report.last_event_date.as_deref().unwrap_or("-"),
            grouped(report.events_added),
            grouped(report.events_revised),
            grouped(report.events_unchanged)
        ));
        text.push_str(&totals(report));
    }
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
