//! Files and ledgers in places that do not serve: no room, no permission, no end, or another version.

use std::io::Write;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::broken_archives::archive;
use crate::invented::Table;
use crate::support::row;
use crate::witness::{Witness, complains};

#[test]
fn a_ledger_of_another_version_is_refused() {
    let witness = Witness::new();
    witness.bench.write("rows.csv", Table::of(3).csv(","));
    let good = std::fs::read(witness.bench.db()).expect("the ledger reads");
    for version in ["99", "0"] {
        let set = format!("update ledger set schema_version = {version}");
        witness.bench.ok(&["sql", "--write", &set]);
        let before = std::fs::read(witness.bench.db()).expect("the ledger reads");
        for args in [&["load", "rows.csv"][..], &["fatalities"], &["sql", "select 1"], &["sql", "--write", "select 1"]]
        {
            let outcome = witness.run(args);
            complains(&outcome, "warledger.duckdb", &[&format!("version {version}"), "this program knows version"]);
        }
        let after = std::fs::read(witness.bench.db()).expect("the ledger reads");
        assert!(after == before, "the ledger of version {version} has changed");
        witness.bench.write("warledger.duckdb", &good);
    }
    witness.bench.ok(&["load", "rows.csv"]);
}

#[test]
fn a_period_without_events_is_no_error_and_no_invented_zero() {
    let witness = Witness::new();
    let answer = witness.bench.ok(&["events", "--since", "2031-01-01", "--format", "csv"]);
    assert_eq!(answer.lines().count(), 1, "{answer}");
    let answer = witness.bench.ok(&["fatalities", "--since", "2031-01-01", "--format", "csv"]);
    let (header, rows) = answer.split_once('\n').expect("a header");
    let at = header.split(',').position(|name| name == "deaths_best").expect("a column of deaths");
    for line in rows.lines() {
        assert_eq!(line.split(',').nth(at), Some(""), "a toll of a period that no load covers: {answer}");
    }
    let error = witness.bench.fails(2, &["fatalities", "--since", "2025-06-01", "--until", "2025-05-01"]);
    assert!(error.contains("hint:"), "{error}");
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_and_pipes_are_refused() {
    use std::os::unix::fs::symlink;
    let witness = Witness::new();
    let path = |name: &str| witness.bench.path(name);
    symlink("loop.csv", path("loop.csv")).expect("a link");
    witness.refuses("loop.csv", &["a symbolic link", "to itself"]);
    symlink("two.csv", path("one.csv")).expect("a link");
    symlink("one.csv", path("two.csv")).expect("a link");
    witness.refuses("two.csv", &["a symbolic link", "to itself"]);
    symlink("gone.csv", path("dangling.csv")).expect("a link");
    witness.refuses("dangling.csv", &["a symbolic link", "leads nowhere"]);
    witness.refuses("missing.csv", &["No such file"]);
    let made = Command::new("mkfifo").arg(path("pipe.csv")).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: no program mkfifo");
        return;
    }
    // Nobody writes into it: to open it would be to wait for ever.
    witness.refuses("pipe.csv", &["not a regular file"]);
    symlink("pipe.csv", path("linked.csv")).expect("a link");
    witness.refuses("linked.csv", &["not a regular file"]);
    witness.refuses("/dev/zero", &["not a regular file"]);
    // A link to a good file is one.
    witness.bench.write("rows.csv", Table::of(3).csv(","));
    symlink("rows.csv", path("good.csv")).expect("a link");
    witness.bench.ok(&["load", "good.csv"]);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    let rows = Table::of(8_000).csv(",");
    let more = Table::of(1).with(0, "event_id_cnty", "VLD0").csv(",");
    let line = more.lines().nth(1).expect("a row").to_owned() + "\n";
    // What another program does meanwhile: adds to it, writes it anew, or puts another one in its place.
    for way in ["appended", "rewritten", "replaced"] {
        let witness = Witness::new();
        let path = witness.bench.write("rows.csv", &rows);
        let other = witness.bench.path("tmp/rows.csv");
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    match way {
                        "appended" => {
                            let mut file = std::fs::OpenOptions::new().append(true).open(&path).expect("it opens");
                            file.write_all(line.as_bytes()).expect("a row is added");
                        }
                        "rewritten" => {
                            let mut file = std::fs::OpenOptions::new().write(true).open(&path).expect("it opens");
                            file.write_all(rows.as_bytes()).expect("it is written");
                        }
                        _ => {
                            std::fs::write(&other, &rows).expect("another file");
                            std::fs::rename(&other, &path).expect("it takes the place");
                        }
                    }
                    std::thread::sleep(Duration::from_millis(5));
                }
            });
            let outcome = witness.run(&["load", "rows.csv"]);
            done.store(true, Ordering::Relaxed);
            complains(&outcome, "rows.csv", &["changed while it was being read"]);
        });
        assert_eq!(row(&witness.bench.ledger(), "select count(*) from load"), ["1"], "{way}");
    }
}

/// Runs a shell script in a name space of its own, where it may mount; false where the system does not allow it.
#[cfg(target_os = "linux")]
fn can_mount() -> bool {
    let works = Command::new("unshare")
        .args(["-rm", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !works {
        println!("skipped: this system allows no mounts");
    }
    works
}

#[cfg(target_os = "linux")]
fn script(witness: &Witness, text: &str) -> crate::witness::Outcome {
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-euc", text, "sh", env!("CARGO_BIN_EXE_warledger")]);
    witness.watch(command)
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    if !can_mount() {
        return;
    }
    let witness = Witness::new();
    std::fs::create_dir(witness.bench.path("closed")).expect("a folder");
    witness.bench.write("rows.csv", Table::of(3).csv(","));
    std::fs::copy(witness.bench.db(), witness.bench.path("closed/held.duckdb")).expect("the ledger is copied");
    let closed = "mount --bind closed closed; mount -o remount,ro,bind closed closed; exec \"$1\"";
    for db in ["held.duckdb", "new.duckdb"] {
        let outcome = script(&witness, &format!("{closed} --db closed/{db} load rows.csv"));
        complains(&outcome, db, &["ead-only", "check the permissions"]);
    }
    // A ledger that cannot be written still answers.
    let outcome = script(&witness, &format!("{closed} --db closed/held.duckdb sql 'select count(*) from event'"));
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let outcome = script(&witness, &format!("{closed} sql 'select 1' -o closed/one.csv"));
    complains(&outcome, "closed/one.csv", &["ead-only"]);
    let held = std::fs::read(witness.bench.path("closed/held.duckdb")).expect("the ledger reads");
    assert!(held == std::fs::read(witness.bench.db()).expect("the ledger reads"), "the ledger has changed");
    assert_eq!(std::fs::read_dir(witness.bench.path("closed")).expect("it lists").count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_ledger_as_it_was() {
    if !can_mount() {
        return;
    }
    let witness = Witness::new();
    std::fs::create_dir(witness.bench.path("small")).expect("a folder");
    let rows = Table::of(5_000).csv(",");
    witness.bench.write("rows.zip", archive(&[("rows.csv", rows.as_bytes())]));
    witness.bench.write("rows.csv", rows);
    let size = std::fs::metadata(witness.bench.db()).expect("the ledger").len() / 1024;
    // How much more can be written, in KiB: too little to begin with, and, where a packed file does not tell how much it
    // will need, too little for the rows, or for what is made of them.
    let none = "No space left";
    for (file, copied, room, says) in [
        ("rows.csv", 0, 0, none),
        ("rows.csv", 0, 200, "free"),
        ("rows.zip", size, 500, none),
        ("rows.zip", size, 1_000, none),
        ("rows.zip", size, 1_500, none),
    ] {
        let text = format!(
            "mount -t tmpfs -o size={}k tmpfs small; cp warledger.duckdb small/held.duckdb; code=0; \
             \"$1\" --db small/held.duckdb load {file} || code=$?; \
             ls -A small > tmp/left; cmp warledger.duckdb small/held.duckdb; exit $code",
            size + copied + room
        );
        let outcome = script(&witness, &text);
        complains(&outcome, "held.duckdb", &[says, "disk space"]);
        let left = std::fs::read_to_string(witness.bench.path("tmp/left")).expect("it reads");
        assert_eq!(left, "held.duckdb\n", "after {room} KiB");
    }
    let text = "mount -t tmpfs -o size=300k tmpfs small; code=0; \"$1\" --db small/new.duckdb load rows.csv || code=$?; \
                test -z \"$(ls -A small)\"; exit $code";
    complains(&script(&witness, text), "new.duckdb", &["disk space"]);
}
