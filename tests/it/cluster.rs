//! Another engine for real: Sail with two workers, against DuckDB, relation by relation, and what happens when it dies.
//!
//! `make test-cluster` installs Sail and names its program in WARLEDGER_SAIL; without it these tests say so.

use std::collections::BTreeMap;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use warledger::catalog::{self, Kind};
use warledger::ledger::{Ledger, Params, Rows};
use warledger::remote::{Address, OverLake, Session};

use crate::support::{Bench, sahel, shared};

/// How many workers the cluster has.
const WORKERS: &str = "2";

/// How far two doubles may lie apart, of the greater of them and 1.
const NEAR: f64 = 1e-12;

/// A Sail server in local-cluster mode; it ends with this value.
struct Sail {
    process: Child,
    port: u16,
    log: PathBuf,
}

impl Sail {
    /// Starts the server on a free port; none, and a word about it, where Sail is not at hand.
    fn start(bench: &Bench) -> Option<Self> {
        let Some(program) = std::env::var_os("WARLEDGER_SAIL") else {
            println!("skipped: WARLEDGER_SAIL names no program (make test-cluster installs it)");
            return None;
        };
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        Some(Self::start_at(Path::new(&program), port, bench.path("sail.log")))
    }

    fn start_at(program: &Path, port: u16, log: PathBuf) -> Self {
        let file = File::create(&log).expect("a log");
        let process = Command::new(program)
            .args(["flight", "server", "--ip", "127.0.0.1", "--port", &port.to_string()])
            .env("SAIL_MODE", "local-cluster")
            .env("SAIL_CLUSTER__WORKER_INITIAL_COUNT", WORKERS)
            .env("SAIL_CLUSTER__WORKER_MAX_COUNT", WORKERS)
            .env("RUST_LOG", "info")
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()
            .expect("Sail starts");
        let sail = Sail { process, port, log };
        let begun = Instant::now();
        while Session::open(&sail.address(), None, Duration::from_secs(5)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(90), "Sail does not answer: {}", sail.said());
            std::thread::sleep(Duration::from_millis(200));
        }
        sail
    }

    fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn url(&self) -> String {
        format!("grpc://127.0.0.1:{}", self.port)
    }

    fn address(&self) -> Address {
        Address::parse(&self.url()).expect("an address")
    }

    /// Kills it without a word.
    fn kill(&mut self) {
        self.process.kill().expect("it is killed");
        self.process.wait().expect("it ends");
    }

    /// The same server again.
    fn again(&self) -> Self {
        let program = std::env::var_os("WARLEDGER_SAIL").expect("it has been there");
        Self::start_at(Path::new(&program), self.port, self.log.with_extension("again.log"))
    }

    fn over(&self, lake: &Path, time: Duration) -> OverLake {
        OverLake::open(lake, || Session::open(&self.address(), None, time)).expect("the engine answers")
    }
}

impl Drop for Sail {
    fn drop(&mut self) {
        // It may have been killed before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A ledger with the built-in data and what there is of the publishers' files, and its lake with history.
fn everything() -> Bench {
    let bench = sahel();
    for name in ["ucdp/gedevents-2025-01-17.csv", "ucdp/GEDEvent_v26_0_2.xlsx"] {
        if let Some(file) = shared(name) {
            bench.load(&[&file]).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
    bench.ok(&["sample", "acled", "--events", "5000", "--seed", "11", "-o", "acled.csv"]);
    bench.ok(&["load", "acled.csv"]);
    bench.ok(&["lake", "write", "lake", "--history", "--accept-acled-terms"]);
    bench
}

/// Every relation that is the same on both engines.
fn relations() -> Vec<&'static str> {
    catalog::objects()
        .iter()
        .filter(|object| matches!(object.kind, Kind::Core | Kind::Mart | Kind::View) && object.header.engine.is_none())
        .map(|object| object.name)
        .collect()
}

/// Rows by all that is exact in them, with the doubles of each.
fn comparable(rows: &Rows, doubles: &[String]) -> Vec<(String, Vec<Option<f64>>)> {
    let mut all = Vec::with_capacity(rows.len());
    for batch in &rows.batches {
        let mut texts = Vec::new();
        let mut numbers = Vec::new();
        for (field, column) in rows.schema.fields().iter().zip(batch.columns()) {
            if doubles.contains(field.name()) {
                numbers.push(cast(column, &DataType::Float64).expect("numbers"));
            } else {
                texts.push(cast(column, &DataType::Utf8).expect("texts"));
            }
        }
        for row in 0..batch.num_rows() {
            let text = texts.iter().map(|column| {
                let column = column.as_string::<i32>();
                if column.is_null(row) { "\u{0}".to_owned() } else { column.value(row).to_owned() }
            });
            let text = text.collect::<Vec<_>>().join("\u{1}");
            let numbers = numbers.iter().map(|column| {
                let column = column.as_primitive::<Float64Type>();
                (!column.is_null(row)).then(|| column.value(row))
            });
            all.push((text, numbers.collect::<Vec<_>>()));
        }
    }
    all.sort_by(|one, other| {
        one.0.cmp(&other.0).then_with(|| one.1.partial_cmp(&other.1).unwrap_or(std::cmp::Ordering::Equal))
    });
    all
}

/// What is not the same in two results; nothing if they are.
fn difference(name: &str, here: &Rows, there: &Rows) -> Option<String> {
    let names = |rows: &Rows| rows.schema.fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    if names(here) != names(there) {
        return Some(format!("{name}: columns {:?}, there {:?}", names(here), names(there)));
    }
    let doubles: Vec<String> = here
        .schema
        .fields()
        .iter()
        .filter(|field| field.data_type() == &DataType::Float64)
        .map(|field| field.name().clone())
        .collect();
    let (here, there) = (comparable(here, &doubles), comparable(there, &doubles));
    if here.len() != there.len() {
        return Some(format!("{name}: {} rows, there {}", here.len(), there.len()));
    }
    let near = |one: &Option<f64>, other: &Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= NEAR * one.abs().max(other.abs()).max(1.0),
        (None, None) => true,
        _ => false,
    };
    let is_same = |one: &(String, Vec<Option<f64>>), other: &(String, Vec<Option<f64>>)| {
        one.0 == other.0 && one.1.iter().zip(&other.1).all(|(one, other)| near(one, other))
    };
    let first = here.iter().zip(&there).find(|(one, other)| !is_same(one, other))?;
    Some(format!("{name}: {first:?}").replace(['\u{0}', '\u{1}'], "|"))
}

/// Holds every relation against the ledger's own; the seconds that each took there and here.
fn hold(ledger: &Ledger, lake: &OverLake, names: &[&'static str]) -> BTreeMap<&'static str, (usize, f64, f64)> {
    let mut wrong = Vec::new();
    let mut times = BTreeMap::new();
    for name in names {
        let object = catalog::find(name).expect("it is in the catalog");
        let begun = Instant::now();
        let there = lake.relation(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        let took = begun.elapsed().as_secs_f64();
        // The text itself, not what the loads have kept of it.
        let begun = Instant::now();
        let here = ledger.query(&object.body, &Params::new()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let took_here = begun.elapsed().as_secs_f64();
        println!("{name}: {} rows, {took:.2} s there, {took_here:.2} s here", there.len());
        wrong.extend(difference(name, &here, &there));
        if object.kind == Kind::Mart {
            let kept = ledger.query(&format!("select * from {name}"), &Params::new()).expect("the mart");
            wrong.extend(difference(&format!("{name} as kept"), &kept, &there));
        }
        times.insert(*name, (there.len(), took, took_here));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    times
}

#[test]
fn every_core_view_mart_and_view_is_the_same_on_both_engines() {
    let bench = everything();
    let Some(sail) = Sail::start(&bench) else { return };
    let lake = sail.over(&bench.path("lake"), Duration::from_secs(300));
    let names = relations();
    for object in catalog::objects().iter().filter(|object| matches!(object.kind, Kind::Core | Kind::Mart)) {
        assert!(names.contains(&object.name), "{} runs on DuckDB alone", object.name);
    }
    let times = hold(&bench.ledger(), &lake, &names);
    assert!(times["event_version"].0 > 0 && times["simultaneous_attacks"].0 > 0);
    let workers = sail.said().matches("server is ready").count();
    assert!(workers >= 2, "{workers} workers: {}", sail.said());
}

#[test]
fn answers_over_a_cluster_are_those_of_the_ledger() {
    let bench = everything();
    let Some(sail) = Sail::start(&bench) else { return };
    let engine = sail.url();
    for answer in [
        &["fatalities", "--since", "2025-05-01"][..],
        &["attacks", "--by", "week", "--group", "JNIM"],
        &["trends", "--region", "central_sahel"],
        &["deadliest", "--group", "JNIM"],
        &["coast"],
        &["coordinated", "--since", "2025-04-01", "--all"],
        &["new-areas"],
        &["new-actors"],
    ] {
        let answer = [answer, &["--format", "csv"]].concat();
        let there = [&answer[..], &["--engine", &engine, "--lake", "lake"]].concat();
        assert_eq!(bench.ok(&answer), bench.ok(&there), "{answer:?}");
    }
}

/// A statement that takes a while, wherever it runs: three events at a time.
const LONG: &str = "select count(*) as n from event as a cross join event as b cross join event as c \
                    where a.latitude + b.latitude < c.longitude";

#[test]
fn a_server_that_is_killed_gives_an_error_and_the_next_one_answers() {
    let bench = everything();
    let Some(mut sail) = Sail::start(&bench) else { return };
    let engine = sail.url();
    let asked = |statement: &str, time: &str| {
        let args = ["sql", statement, "--engine", &engine, "--lake", "lake", "--timeout", time, "--format", "csv"];
        bench.run(&args)
    };
    let count = "select count(*) as n from event";
    let known = asked(count, "60s").stdout;
    assert!(known.starts_with(b"n\n"));
    // In the middle of a statement: the workers of local-cluster mode are threads of the server and die with it.
    let begun = Instant::now();
    let output = std::thread::scope(|scope| {
        let running = scope.spawn(|| asked(LONG, "120s"));
        std::thread::sleep(Duration::from_secs(4));
        assert!(!running.is_finished(), "the statement is too short to be killed");
        sail.kill();
        running.join().expect("the command ends")
    });
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{error}");
    assert!(error.contains("error: grpc://") && error.contains("hint:"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    // Between two statements.
    let output = asked(count, "10s");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("cannot be reached"), "{error}");
    let sail = sail.again();
    assert_eq!(asked(count, "60s").stdout, known);
    // A server that stands still: an error within the time, and an answer once it goes on.
    #[cfg(unix)]
    {
        let signal = |name: &str| {
            let id = sail.process.id().to_string();
            assert!(Command::new("kill").args([name, &id]).status().expect("kill runs").success());
        };
        signal("-STOP");
        let begun = Instant::now();
        let output = asked(count, "3s");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        signal("-CONT");
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(15), "{:?}: {error}", begun.elapsed());
        assert_eq!(asked(count, "60s").stdout, known);
    }
    drop(sail);
}

/// A million invented events: the ledger that WARLEDGER_MILLION names, or one that is made here; long.
#[test]
fn every_mart_of_a_million_events_is_the_same_on_both_engines() {
    if std::env::var_os("WARLEDGER_LONG").is_none() {
        println!("skipped: a million events take long (WARLEDGER_LONG=1 runs it)");
        return;
    }
    let bench = Bench::new();
    let Some(sail) = Sail::start(&bench) else { return };
    let db = match std::env::var_os("WARLEDGER_MILLION") {
        Some(path) => PathBuf::from(path),
        None => {
            bench.ok(&["sample", "acled", "--events", "1000000", "--seed", "1", "-o", "million.csv"]);
            bench.ok(&["load", "million.csv"]);
            bench.db()
        }
    };
    let db_text = db.to_string_lossy();
    bench.ok(&["--db", &db_text, "lake", "write", "lake", "--accept-acled-terms"]);
    let lake = sail.over(&bench.path("lake"), Duration::from_secs(1_800));
    let marts: Vec<&'static str> = catalog::of_kind(Kind::Mart).map(|object| object.name).collect();
    let times = hold(&Ledger::open(&db).expect("it opens"), &lake, &marts);
    assert!(times["group_week"].0 > 0);
}
