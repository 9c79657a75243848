//! Loads that are killed, and questions that go on meanwhile.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::rows::{AcledRow, acled};
use crate::support::{Bench, row, sahel};

/// Starts the command in the bench's folder without waiting for it.
fn start(bench: &Bench, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_warledger"))
        .args(args)
        .current_dir(bench.path("."))
        .env_remove("WARLEDGER_DB")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts")
}

/// Events of a state whose sum of deaths tells which state it is.
fn state(number: u32) -> Vec<AcledRow> {
    (0..3_000)
        .map(|at| {
            let day = format!("2025-{:02}-{:02}", at % 12 + 1, at % 28 + 1);
            AcledRow::new(&format!("VEL{at}"), &day, "Veldara", number, i64::from(number) * 1_000)
        })
        .collect()
}

fn number(text: &str) -> i64 {
    text.trim().lines().last().and_then(|line| line.parse().ok()).unwrap_or_else(|| panic!("a number in {text}"))
}

const SUM: &str =
    "select (sum(deaths_best) + 0 * (select sum(deaths_best) from fatalities_by_day))::bigint as deaths from event";

#[test]
fn questions_and_loads_do_not_shut_each_other_out() {
    let bench = sahel();
    // This process holds the file for reading; the command is another one and writes.
    let held = bench.ledger();
    bench.write("acled.csv", acled(&state(1)[..20]));
    bench.ok(&["load", "acled.csv"]);
    assert_eq!(row(&held, "select count(*) from event"), ["57"], "a reader keeps the state that it has opened");
    let seen = bench.ok(&["sql", "select count(*) as n from event", "--format", "csv"]);
    assert_eq!(number(&seen), 77);
}

#[test]
fn readers_during_loads_see_complete_states_and_no_error() {
    let bench = Bench::new();
    for at in 1..=4 {
        bench.write(&format!("state{at}.csv"), acled(&state(at)));
    }
    bench.ok(&["load", "state1.csv"]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let said = bench.ok(&["sql", SUM, "--format", "csv"]);
                seen.push(number(&said));
            }
            seen
        });
        for at in 2..=4 {
            bench.ok(&["load", &format!("state{at}.csv")]);
        }
        done.store(true, Ordering::Relaxed);
        let seen = reader.join().expect("the reader ends");
        assert!(seen.len() > 3, "the reader has read: {seen:?}");
        assert!(seen.iter().all(|sum| [3_000, 6_000, 9_000, 12_000].contains(sum)), "{seen:?}");
        assert!(seen.is_sorted(), "{seen:?}");
    });
}

#[test]
fn loads_at_once_wait_for_each_other() {
    let bench = Bench::new();
    let files: Vec<String> = (0..4).map(|at| format!("part{at}.csv")).collect();
    for (at, file) in files.iter().enumerate() {
        bench.write(file, acled(&state(1)[at * 700..(at + 1) * 700]));
    }
    let loads: Vec<Child> = files.iter().map(|file| start(&bench, &["load", file])).collect();
    for mut load in loads {
        assert!(load.wait().expect("the load ends").success());
    }
    let ledger = bench.ledger();
    assert_eq!(row(&ledger, "select count(*), (select count(*) from load) from event"), ["2800", "4"]);
    let left: Vec<String> = std::fs::read_dir(bench.path("."))
        .expect("the folder lists")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(".warledger"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_link_to_a_ledger_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let bench = sahel();
    let real = bench.path("real.duckdb");
    std::fs::rename(bench.db(), &real).expect("it is moved");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).expect("they are set");
    std::os::unix::fs::symlink("real.duckdb", bench.db()).expect("a link");
    bench.write("acled.csv", acled(&state(1)[..20]));
    bench.ok(&["load", "acled.csv"]);
    assert!(std::fs::symlink_metadata(bench.db()).expect("it is there").is_symlink());
    assert_eq!(std::fs::metadata(&real).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert_eq!(row(&bench.ledger(), "select count(*) from event"), ["77"]);
}

#[test]
fn a_load_killed_at_any_moment_leaves_the_last_complete_state() {
    let bench = Bench::new();
    let kills = if std::env::var_os("WARLEDGER_LONG").is_some() { 200 } else { 20 };
    let last = 5_u32;
    for at in 1..=last {
        bench.write(&format!("state{at}.csv"), acled(&state(at)));
    }
    let began = Instant::now();
    bench.ok(&["load", "state1.csv"]);
    let whole = began.elapsed();
    // Multiples of an irrational part of the time that a load takes fall everywhere in it.
    let moment = |at: u32| Duration::from_secs_f64((f64::from(at) * 0.618_034).fract() * whole.as_secs_f64() * 1.2);
    let mut deaths = 3_000;
    let (mut before, mut after) = (0, 0);
    for at in 0..kills {
        let next = (deaths / 3_000 % i64::from(last)) + 1;
        let file = format!("state{next}.csv");
        // The order of the states goes round: an older upload wins if the newer load is undone first, so the ledger
        // is begun anew there.
        if next == 1 {
            std::fs::remove_file(bench.db()).expect("the ledger goes");
            bench.ok(&["load", "state1.csv"]);
            deaths = 3_000;
            continue;
        }
        let mut load = start(&bench, &["load", &file]);
        std::thread::sleep(moment(at));
        load.kill().expect("the load is killed, or has ended");
        load.wait().expect("it ends");
        let now = number(&bench.ok(&["sql", SUM, "--format", "csv"]));
        assert!(now == deaths || now == next * 3_000, "kill {at}: {deaths} became {now}");
        if now == deaths {
            before += 1
        } else {
            after += 1
        }
        deaths = now;
        bench.ok(&["verify"]);
    }
    println!("{before} loads were killed before they were complete, {after} after");
    assert!(before > 0);
}
