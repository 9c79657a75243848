//! Answers at the newest load do not pay for the history behind them.

use std::path::Path;
use std::process::Command;

use warledger::ledger::{Filter, Ledger, Moment, Period, Rows};
use warledger::sample::{self, SampleLayout, SampleOptions};

use crate::measure::{held, side_by_side};

const LOADS: usize = 50;
/// How much slower than with one load.
const BOUND: f64 = 1.1;

/// A question to a ledger.
type Answer<'q> = &'q dyn Fn(&Ledger) -> Rows;

/// Rows of a file, the header first.
type Sheet = Vec<Vec<String>>;

pub(crate) fn history_does_not_slow_the_newest_answers() -> bool {
    let events = std::env::var("WARLEDGER_BENCH_EVENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(40_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [one, many] = ["one.duckdb", "many.duckdb"].map(|name| folder.path().join(name));
    let last = made(folder.path(), &many, events);
    let whole = folder.path().join("last.csv");
    write(&whole, &last);
    load(&one, &whole);
    let (one, many) = (Ledger::open(&one).expect("a ledger"), Ledger::open(&many).expect("a ledger"));
    let known = many.load_at(Moment::Now).expect("a load");
    assert_eq!(known.load_id, LOADS as i64);
    println!("  {events} events in {LOADS} loads against the same in one load");
    let since = Filter { since: "2020-01-01".parse().ok(), ..Filter::default() };
    let all = Filter::default();
    let answers: [(&str, Answer<'_>); 3] = [
        ("fatalities", &|ledger| ledger.fatalities(&since).expect("an answer")),
        ("attacks by week", &|ledger| ledger.attacks_by(&all, Period::Week, true).expect("an answer")),
        ("trends", &|ledger| ledger.trends(&all).expect("an answer")),
    ];
    let mut all_held = true;
    for (name, answer) in answers {
        assert_eq!(answer(&many).batches, answer(&one).batches, "{name}: the two ledgers hold the same");
        let (with, without) = side_by_side(|| drop(answer(&many)), || drop(answer(&one)));
        all_held &= held(name, with, without, BOUND);
    }
    all_held
}

/// A ledger of many loads, each after the first revising rows of its own; gives the rows of its last state.
fn made(folder: &Path, ledger: &Path, events: u64) -> Sheet {
    let mut text = Vec::new();
    sample::write_csv(&SampleOptions::new(SampleLayout::UcdpGed, events, 1), &mut text, &mut |_| {}).expect("a sample");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice());
    let mut state: Sheet =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    let at = |name: &str| state[0].iter().position(|known| known == name).expect("a column");
    let (best, high) = (at("best"), at("high"));
    let path = folder.join("state.csv");
    write(&path, &state);
    load(ledger, &path);
    for number in 1..LOADS {
        let mut update = vec![state[0].clone()];
        // Scattered over the file, as revisions are.
        for row in state.iter_mut().skip(number).step_by(LOADS * 4) {
            row[best] = row[high].clone();
            row[high] = (row[high].parse::<i64>().unwrap_or(0) + 1).to_string();
            update.push(row.clone());
        }
        write(&path, &update);
        load(ledger, &path);
    }
    state
}

fn write(path: &Path, rows: &Sheet) {
    let mut writer = csv::Writer::from_path(path).expect("a file");
    rows.iter().for_each(|row| writer.write_record(row).expect("a row is written"));
    writer.flush().expect("the whole file");
}

fn load(ledger: &Path, file: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_warledger"))
        .arg("--db")
        .arg(ledger)
        .arg("load")
        .arg(file)
        .output()
        .expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
