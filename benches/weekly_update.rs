//! What a weekly update costs: some thousand changed events into a ledger of a million, against the time in which the
//! engine itself reads the whole file as CSV.
//!
//! `make bench-own ARGS=weekly_update`, with WARLEDGER_BENCH_EVENTS and WARLEDGER_BENCH_CHANGED for other sizes. Prints
//! seconds and their ratio; the ledger is verified at the end.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use warledger::ledger::{Ledger, LoadOptions, load};
use warledger::sample::{SampleLayout, SampleOptions, write_csv};
use warledger::source::Registry;

/// Of ten changed events nine are of the last weeks, as in real updates; one is of any time before.
const RECENT: usize = 9;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What the update may cost, as a share of the engine's reading.
const BOUND: f64 = 0.15;

/// True if the bound is held and the ledger is sound.
pub(crate) fn a_weekly_update_costs_a_part_of_reading_the_file() -> bool {
    run().unwrap_or_else(|error| {
        println!("  failed: {error}");
        false
    })
}

fn run() -> Outcome<bool> {
    let number =
        |name: &str, default: usize| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let events = number("WARLEDGER_BENCH_EVENTS", 1_000_000);
    let changed = number("WARLEDGER_BENCH_CHANGED", events / 200);
    let folder = tempfile::tempdir()?;
    let (whole, part) = (folder.path().join("whole.csv"), folder.path().join("part.csv"));
    let ledger = folder.path().join("warledger.duckdb");
    write_csv(
        &SampleOptions::new(SampleLayout::Acled, events as u64, 1),
        BufWriter::new(File::create(&whole)?),
        &mut |_| {},
    )?;

    let first = timed(|| bring(&ledger, &whole))?;
    println!("first load of {events} events: {:.2} s", first.as_secs_f64());
    let mut updates = Vec::new();
    let mut reads = Vec::new();
    for round in 1..=3 {
        change(&whole, &part, events, changed, round)?;
        reads.push(timed(|| read_csv(&whole))?);
        updates.push(timed(|| bring(&ledger, &part))?);
    }
    let (update, read) = (median(&mut updates), median(&mut reads));
    println!("update of {changed} events: {:.2} s (median of {updates:.2?})", update.as_secs_f64());
    println!("the engine's read_csv of the whole file: {:.2} s (median of {reads:.2?})", read.as_secs_f64());
    let ratio = update.as_secs_f64() / read.as_secs_f64();
    println!("ratio: {ratio:.3}, bound {BOUND} {}", if ratio <= BOUND { "held" } else { "NOT HELD" });
    let size = std::fs::metadata(&ledger)?.len();
    println!("ledger: {:.0} MB", size as f64 / 1e6);
    let findings = Ledger::open(&ledger)?.verify()?;
    let wrong: Vec<_> = findings.iter().filter(|finding| finding.differing > 0).collect();
    println!("verify: {} of {} comparisons agree", findings.len() - wrong.len(), findings.len());
    if wrong.is_empty() { Ok(ratio <= BOUND) } else { Err(format!("{wrong:?}").into()) }
}

fn timed(work: impl FnOnce() -> Outcome<()>) -> Outcome<Duration> {
    let began = Instant::now();
    work()?;
    Ok(began.elapsed())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn bring(ledger: &Path, file: &Path) -> Outcome<()> {
    let registry = Registry::builtin()?;
    let opened = warledger::ingest::open(file, &registry, None)?;
    let definition = opened.found.definition.clone();
    let report = load(ledger, &definition, vec![opened], &LoadOptions::default(), &mut |_, _| {})?;
    if report.load_id.is_none() {
        return Err("the file changed nothing".into());
    }
    Ok(())
}

/// Rows of the whole file with one death more and a newer upload stamp.
fn change(whole: &Path, part: &Path, events: usize, changed: usize, round: usize) -> Outcome<()> {
    let mut reader = csv::Reader::from_path(whole)?;
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|known| known == name).ok_or(format!("no column {name}"));
    let (deaths, stamp) = (column("fatalities")?, column("timestamp")?);
    let mut writer = csv::Writer::from_writer(BufWriter::new(File::create(part)?));
    writer.write_record(&header)?;
    let old = changed / (RECENT + 1);
    let every = (events / old.max(1)).max(1);
    let recent_from = events - (changed - old).min(events);
    for (at, row) in reader.records().enumerate() {
        let row = row?;
        if at < recent_from && !(at + round).is_multiple_of(every) {
            continue;
        }
        let more = |cell: &str, by: i64| cell.parse::<i64>().map(|number| (number + by).to_string());
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        cells[deaths] = more(&cells[deaths], round as i64)?;
        cells[stamp] = more(&cells[stamp], round as i64 * 1_000)?;
        writer.write_record(&cells)?;
    }
    writer.into_inner().map_err(|error| error.to_string())?.flush()?;
    Ok(())
}

fn read_csv(file: &Path) -> Outcome<()> {
    let engine = duckdb::Connection::open_in_memory()?;
    engine.execute("create table rows as select * from read_csv(?)", [file.display().to_string()])?;
    Ok(())
}
