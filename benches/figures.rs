//! Our own figures: load, each answer, update, refresh and export, in ACLED's and in UCDP's layout, size by size.
//!
//! `make bench-own ARGS=figures`, with WARLEDGER_BENCH_SIZES="100000 1000000 3000000" for the numbers of events. There is no
//! bound here: what the figures are against others is told by `benches/peers`. A step that does not do its work fails.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use warledger::ledger::{EventsOf, Filter, Ledger, LoadOptions, LoadReport, Period, Rows, extend_reference, load};
use warledger::sample::{self, SampleLayout, SampleOptions};
use warledger::source::Registry;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A question to a ledger.
type Answer<'q> = &'q dyn Fn(&Ledger) -> warledger::Result<Rows>;

const SIZES: &str = "100000 1000000 3000000";
/// Rows of an update.
const CHANGED: usize = 5_000;
/// Runs of each answer, of which the median counts.
const REPEATS: usize = 9;

/// True if every step did its work.
pub(crate) fn of_our_own() -> bool {
    let sizes = std::env::var("WARLEDGER_BENCH_SIZES").unwrap_or_else(|_| SIZES.to_owned());
    sizes.split_whitespace().all(|size| {
        let measured = size
            .parse()
            .map_err(Into::into)
            .and_then(|events: usize| SampleLayout::ALL.into_iter().try_for_each(|layout| figures(layout, events)));
        measured.inspect_err(|error| println!("  failed: {error}")).is_ok()
    })
}

fn figures(layout: SampleLayout, events: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let place = |name: &str| folder.path().join(name);
    let (ledger, whole, part) = (place("warledger.duckdb"), place("whole.csv"), place("part.csv"));
    write_sample(layout, events, &whole)?;
    println!(
        "  {} events in the layout of {}, {} MB",
        events,
        layout.name(),
        std::fs::metadata(&whole)?.len() / 1_000_000
    );
    prepare(layout, folder.path(), &ledger)?;

    let (took, report) = timed(|| bring(&ledger, &whole))?;
    expect("added", report.events_added, events)?;
    tell("load", took, &format!("{:.0} events/s", events as f64 / took.as_secs_f64()));
    let size = std::fs::metadata(&ledger)?.len();
    println!("  {:<28} {:>12.1} MB", "ledger", size as f64 / 1e6);
    answers(&Ledger::open(&ledger)?)?;

    let changed = CHANGED.min(events / 10);
    change(&whole, &part, layout, events, changed)?;
    let (took, report) = timed(|| bring(&ledger, &part))?;
    expect("revised", report.events_revised, changed)?;
    tell("update", took, &format!("{changed} events"));

    // One more area of a region: every name is matched and every mart made again.
    let area = place("area.csv");
    std::fs::write(&area, "region,country_iso3,admin1,valid_from,valid_to,note\nbench_reach,XAA,,,,whole country\n")?;
    let (took, report) = timed(|| Ok(extend_reference(&ledger, &[&area], false, |_| {})?))?;
    if report.nothing_new {
        return Err("the new region changed nothing".into());
    }
    tell("refresh of all answers", took, "after a new region");

    let out = place("events.parquet");
    let (took, ()) =
        timed(|| command(&ledger, &["export", "event", "--accept-acled-terms", "-o", &out.display().to_string()]))?;
    tell("export to Parquet", took, &format!("{:.1} MB", std::fs::metadata(&out)?.len() as f64 / 1e6));
    Ok(())
}

/// Each answer by itself, warm, without its printing.
fn answers(ledger: &Ledger) -> Outcome<()> {
    let all = Filter::default();
    let since = Filter { since: "2025-05-01".parse().ok(), ..Filter::default() };
    let region = Filter { region: Some("meridian_reach".to_owned()), ..since.clone() };
    let questions: [(&str, Answer<'_>); 7] = [
        ("fatalities since a date", &|ledger| ledger.fatalities(&since)),
        ("the same in a region", &|ledger| ledger.fatalities(&region)),
        ("attacks, ranked", &|ledger| ledger.attacks(&since, false)),
        ("attacks by week", &|ledger| ledger.attacks_by(&all, Period::Week, false)),
        ("attacks by month", &|ledger| ledger.attacks_by(&all, Period::Month, false)),
        ("trends", &|ledger| ledger.trends(&all)),
        ("events of a region", &|ledger| ledger.events(&region, "date", Some(100), EventsOf::Any)),
    ];
    for (name, question) in questions {
        let (mut times, mut found) = (Vec::new(), 0);
        for _ in 0..REPEATS {
            let (took, rows) = timed(|| Ok(question(ledger)?))?;
            (found, times) = (rows.len(), [times, vec![took]].concat());
        }
        if found == 0 {
            return Err(format!("{name}: no rows").into());
        }
        times.sort();
        tell(name, times[REPEATS / 2], &format!("{found} rows"));
    }
    Ok(())
}

/// A ledger that knows the invented actors and areas. Reference data need one: a hundred events of the other layout make it.
fn prepare(layout: SampleLayout, folder: &Path, ledger: &Path) -> Outcome<()> {
    let other = if layout == SampleLayout::Acled { SampleLayout::UcdpGed } else { SampleLayout::Acled };
    let few = folder.join("few.csv");
    write_sample(other, 100, &few)?;
    bring(ledger, &few)?;
    let overlay = [
        ("countries.csv", sample::overlay_countries()),
        ("actors.csv", sample::overlay_actors()),
        ("aliases.csv", sample::overlay_aliases()),
        ("regions.csv", sample::overlay_regions()),
        ("region_members.csv", sample::overlay_region_members()),
    ];
    let mut paths: Vec<PathBuf> = Vec::new();
    for (name, text) in overlay {
        paths.push(folder.join(name));
        std::fs::write(folder.join(name), text)?;
    }
    let files: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    extend_reference(ledger, &files, false, |_| {})?;
    Ok(())
}

fn write_sample(layout: SampleLayout, events: usize, path: &Path) -> Outcome<()> {
    let mut file = BufWriter::new(File::create(path)?);
    sample::write_csv(&SampleOptions::new(layout, events as u64, 1), &mut file, &mut |_| {})?;
    Ok(file.flush()?)
}

/// The last rows of the file with more deaths, and with a newer stamp where the layout has one.
fn change(whole: &Path, part: &Path, layout: SampleLayout, events: usize, changed: usize) -> Outcome<()> {
    let columns: &[(&str, i64)] = match layout {
        SampleLayout::Acled => &[("fatalities", 1), ("timestamp", 1_000)],
        SampleLayout::UcdpGed => &[("best", 1), ("high", 7), ("deaths_unknown", 1)],
    };
    let mut reader = csv::Reader::from_path(whole)?;
    let header = reader.headers()?.clone();
    let mut writer = csv::Writer::from_writer(BufWriter::new(File::create(part)?));
    writer.write_record(&header)?;
    for row in reader.records().skip(events - changed) {
        let mut cells: Vec<String> = row?.iter().map(str::to_owned).collect();
        for (name, by) in columns {
            let at = header.iter().position(|known| known == *name).ok_or(format!("no column {name}"))?;
            cells[at] = (cells[at].parse::<i64>()? + by).to_string();
        }
        writer.write_record(&cells)?;
    }
    writer.into_inner().map_err(|error| error.to_string())?.flush()?;
    Ok(())
}

fn bring(ledger: &Path, file: &Path) -> Outcome<LoadReport> {
    let registry = Registry::builtin()?;
    let opened = warledger::ingest::open(file, &registry, None)?;
    let definition = opened.found.definition.clone();
    Ok(load(ledger, &definition, vec![opened], &LoadOptions::default(), &mut |_, _| {})?)
}

fn command(ledger: &Path, words: &[&str]) -> Outcome<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_warledger")).arg("--db").arg(ledger).args(words).output()?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into()) }
}

fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(Duration, T)> {
    let began = Instant::now();
    let made = work()?;
    Ok((began.elapsed(), made))
}

fn expect(what: &str, found: i64, wanted: usize) -> Outcome<()> {
    if found == wanted as i64 { Ok(()) } else { Err(format!("{found} events {what}, not {wanted}").into()) }
}

fn tell(what: &str, took: Duration, more: &str) {
    println!("  {what:<28} {:>12.2} ms  {more}", took.as_secs_f64() * 1e3);
}
