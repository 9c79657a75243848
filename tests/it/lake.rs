//! Lakes: what is in them is what is in the ledger, they appear whole, and a second one takes over what is the same.

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use warledger::lake::Manifest;

use crate::support::{Bench, sahel, shared, table};

/// The manifest of a lake, all of whose files have been found to be what it tells, and no others.
pub(crate) fn sound(dir: &Path) -> Manifest {
    let manifest = Manifest::read(dir).expect("there is a lake");
    let mut told = BTreeSet::new();
    for table in &manifest.tables {
        assert_eq!(table.files.iter().map(|file| file.rows).sum::<u64>(), table.rows, "{}", table.name);
        for file in &table.files {
            let bytes = fs::read(dir.join(&file.path)).unwrap_or_else(|error| panic!("{}: {error}", file.path));
            let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!((bytes.len() as u64, &sha256), (file.bytes, &file.sha256), "{}", file.path);
            assert!(file.path.starts_with(&format!("{}/{}", table.name, file.part)), "{}", file.path);
            told.insert(dir.join(&file.path));
        }
    }
    told.insert(dir.join(Manifest::FILE));
    assert_eq!(files(dir), told, "files that the manifest does not tell");
    manifest
}

/// All files below a folder.
fn files(dir: &Path) -> BTreeSet<PathBuf> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { all.extend(files(&path)) } else { assert!(all.insert(path)) }
    }
    all
}

/// File by file what tells whether it is still the same one.
#[cfg(unix)]
fn inodes(dir: &Path) -> BTreeMap<PathBuf, u64> {
    use std::os::unix::fs::MetadataExt;
    files(dir).into_iter().map(|path| (path.clone(), fs::metadata(&path).expect("it is there").ino())).collect()
}

/// A ledger with events of several years, made from a synthetic file.
fn invented(bench: &Bench, name: &str, seed: &str, events: &str) -> PathBuf {
    bench.ok(&["sample", "ucdp_ged", "--events", events, "--seed", seed, "-o", name]);
    bench.path(name)
}

#[test]
fn a_lake_holds_what_the_ledger_holds() {
    let bench = sahel();
    if let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") {
        bench.load(&[&file]).expect("the web export loads");
    }
    let said = bench.ok(&["lake", "write", "lake"]);
    assert!(said.contains("as of load"), "{said}");
    let dir = bench.path("lake");
    let manifest = sound(&dir);
    let ledger = bench.ledger();
    for held in &manifest.tables {
        let rows = table(&ledger, &format!("select count(*) from {}", held.name));
        assert_eq!(rows[0][0], held.rows.to_string(), "{}", held.name);
        let columns = table(&ledger, &format!("select column_name from (describe {})", held.name));
        let told: Vec<&str> = held.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(columns.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), told, "{}", held.name);
        assert!(held.columns.iter().all(|column| !column.meaning.is_empty()), "{}", held.name);
    }
    let names: Vec<&str> = manifest.tables.iter().map(|table| table.name.as_str()).collect();
    for name in
        ["event", "event_actor", "actor", "actor_member", "region", "country", "source", "load", "claim", "coverage"]
    {
        assert!(names.contains(&name), "{name}");
    }
    assert!(!names.iter().any(|name| name.ends_with("_history") || *name == "rejected_row"), "{names:?}");
    let cut_offs: Vec<_> = manifest.provenance.sources.iter().map(|source| source.cut_off.clone()).collect();
    let known = table(&ledger, "select max(end_date)::text from event group by source order by source");
    assert_eq!(cut_offs, known.into_iter().map(|row| Some(row[0].clone())).collect::<Vec<_>>());
    parts_hold_their_years(&dir, &manifest);
}

/// Every event file holds the rows of its folders, and neither folder is a column in it.
fn parts_hold_their_years(dir: &Path, manifest: &Manifest) {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::DataType;
    let event = manifest.table("event").expect("events");
    assert_eq!(event.partitioned_by, ["source", "year"]);
    for file in &event.files {
        let year = file.part.rsplit_once("year=").expect("a year").1.to_owned();
        let opened = fs::File::open(dir.join(&file.path)).expect("the file");
        let reader = ParquetRecordBatchReaderBuilder::try_new(opened).expect("Parquet").build().expect("Parquet");
        let mut rows = 0;
        for batch in reader {
            let batch = batch.expect("a batch");
            assert!(batch.column_by_name("source").is_none() && batch.column_by_name("year").is_none());
            let days = batch.column_by_name("start_date").expect("days");
            let days = arrow::compute::cast(days, &DataType::Utf8).expect("texts");
            let days = days.as_string::<i32>();
            assert!((0..days.len()).all(|at| days.value(at).starts_with(&year)), "{}", file.path);
            rows += batch.num_rows() as u64;
        }
        assert_eq!(rows, file.rows, "{}", file.path);
    }
}

#[test]
#[cfg(unix)]
fn a_second_lake_writes_only_what_a_load_has_touched() {
    let bench = sahel();
    let dir = bench.path("lake");
    invented(&bench, "one.csv", "7", "400");
    bench.ok(&["load", "one.csv"]);
    bench.ok(&["lake", "write", "lake"]);
    let (before, old) = (inodes(&dir), sound(&dir));
    // The same state once more: every file stands.
    let said = bench.ok(&["lake", "write", "lake", "--incremental", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(
        (report["new_files"].as_array().map(Vec::len), report["new_loads"].as_array().map(Vec::len)),
        (Some(0), Some(0))
    );
    let same = inodes(&dir);
    assert!(
        before.iter().filter(|(path, _)| !path.ends_with(Manifest::FILE)).all(|(path, inode)| same[path] == *inode)
    );
    // A load that touches the events of one year.
    let year = &table(
        &bench.ledger(),
        "select year(start_date), count(*) from event where source = 'ucdp_ged' group by 1 order by 2 desc limit 1",
    )[0][0];
    let text = fs::read_to_string(bench.path("one.csv")).expect("the file");
    let changed = revised(&text, year);
    bench.write("two.csv", &changed);
    bench.ok(&["load", "two.csv", "--update"]);
    let said = bench.ok(&["lake", "write", "lake", "--incremental"]);
    assert!(said.contains("loads since the earlier lake: 3"), "{said}");
    let (after, new) = (inodes(&dir), sound(&dir));
    let touched: BTreeSet<String> = table(
        &bench.ledger(),
        "select distinct 'source=' || source || '/year=' || year(start_date) from event where load_id = 3",
    )
    .into_iter()
    .map(|row| row[0].clone())
    .collect();
    assert_eq!(touched.len(), 1, "{touched:?}");
    for name in ["event", "event_actor"] {
        for file in &new.table(name).expect("a table").files {
            let path = dir.join(&file.path);
            assert_eq!(before.get(&path) == after.get(&path), !touched.contains(&file.part), "{}", file.path);
        }
    }
    let loads =
        |manifest: &Manifest| manifest.provenance.sources.iter().map(|source| source.loads.len()).sum::<usize>();
    assert_eq!((loads(&old), loads(&new)), (2, 3));
    // Written whole, the same files come out.
    bench.ok(&["lake", "write", "whole"]);
    let sums = |manifest: &Manifest, name: &str| -> BTreeMap<String, String> {
        let files = &manifest.table(name).expect("a table").files;
        files.iter().map(|file| (file.part.clone(), file.content.clone())).collect()
    };
    let whole = sound(&bench.path("whole"));
    for table in &whole.tables {
        assert_eq!(sums(&whole, &table.name), sums(&new, &table.name), "{}", table.name);
    }
}

/// The file with one more death in the best and high estimates of one event of that year.
fn revised(text: &str, year: &str) -> String {
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    let at = |name: &str| header.split(',').position(|column| column.trim_matches('"') == name).expect("the column");
    let (best, high, start) = (at("best"), at("high"), at("date_start"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(reader.headers().expect("a header")).expect("it is written");
    let mut done = false;
    for record in reader.records() {
        let record = record.expect("a row");
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if !done && cells[start].starts_with(year) {
            for column in [best, high] {
                cells[column] = (cells[column].parse::<i64>().expect("a number") + 1).to_string();
            }
            done = true;
        }
        writer.write_record(&cells).expect("it is written");
    }
    assert!(done, "no event of {year}");
    String::from_utf8(writer.into_inner().expect("it is written")).expect("UTF-8")
}

#[test]
fn a_lake_replaces_nothing_unasked() {
    let bench = sahel();
    bench.ok(&["lake", "write", "lake"]);
    let error = bench.fails(1, &["lake", "write", "lake"]);
    assert!(error.contains("--force"), "{error}");
    bench.ok(&["lake", "write", "lake", "--force"]);
    sound(&bench.path("lake"));
    // A folder of something else, and a file.
    fs::create_dir(bench.path("other")).expect("a folder");
    bench.write("other/notes.txt", "mine");
    bench.write("file", "mine");
    for (name, args) in [("other", "--force"), ("other", "--incremental"), ("file", "--force")] {
        bench.fails(1, &["lake", "write", name, args]);
    }
    assert_eq!(fs::read_to_string(bench.path("other/notes.txt")).expect("it is there"), "mine");
    // The lake of another ledger, and a manifest that is none.
    bench.ok(&["--db", "second.duckdb", "load", "builtin:sahel_2025"]);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    bench.ok(&["--db", "third.duckdb", "load", "builtin:sahel_2025"]);
    bench.ok(&["--db", "second.duckdb", "lake", "write", "second"]);
    let error = bench.fails(1, &["--db", "third.duckdb", "lake", "write", "second", "--incremental"]);
    assert!(error.contains("another ledger"), "{error}");
    bench.write("lake/manifest.json", "{}");
    bench.fails(1, &["lake", "write", "lake", "--incremental"]);
    bench.ok(&["lake", "write", "lake", "--force"]);
    sound(&bench.path("lake"));
    // No ledger, no place.
    bench.fails(1, &["--db", "none.duckdb", "lake", "write", "new"]);
    bench.fails(1, &["lake", "write", "no/such/folder"]);
    assert!(!bench.path("new").exists());
}

#[test]
fn rows_of_a_source_with_terms_leave_only_when_they_are_accepted() {
    let bench = sahel();
    bench.ok(&["sample", "acled", "--events", "50", "-o", "acled.csv"]);
    bench.ok(&["load", "acled.csv"]);
    let error = bench.fails(1, &["lake", "write", "lake"]);
    assert!(error.contains("acled") && error.contains("--accept-acled-terms"), "{error}");
    assert!(!bench.path("lake").exists());
    bench.ok(&["lake", "write", "lake", "--accept-acled-terms"]);
    assert!(sound(&bench.path("lake")).not_to_be_passed_on.contains(&"acled".to_owned()));
}

#[test]
fn earlier_states_are_in_a_lake_where_they_are_asked_for() {
    let bench = sahel();
    bench.ok(&["lake", "write", "lake", "--history", "--location", "s3://bucket/lake/"]);
    let manifest = sound(&bench.path("lake"));
    assert!(manifest.table("event_history").is_some() && manifest.table("claim_history").is_some());
    assert_eq!(manifest.location_from(&bench.path("lake")).expect("a place"), "s3://bucket/lake");
}

#[test]
#[cfg(unix)]
fn a_lake_that_is_killed_on_its_way_leaves_the_earlier_one() {
    use std::process::{Command, Stdio};
    let bench = sahel();
    invented(&bench, "many.csv", "3", "3000");
    bench.ok(&["load", "many.csv"]);
    let dir = bench.path("lake");
    let tries = if std::env::var_os("WARLEDGER_LONG").is_some() { 60 } else { 8 };
    let start = |how: &str| {
        Command::new(env!("CARGO_BIN_EXE_warledger"))
            .args(["lake", "write", "lake", how])
            .current_dir(bench.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts")
    };
    let begun = std::time::Instant::now();
    assert!(start("--force").wait().expect("it ends").success());
    let whole = begun.elapsed();
    fs::remove_dir_all(&dir).expect("it is removed");
    let mut killed = 0;
    for at in 0..tries {
        let mut process = start("--force");
        std::thread::sleep(whole.mul_f64(f64::from(at) / f64::from(tries)));
        process.kill().expect("it is killed or has ended");
        killed += usize::from(!process.wait().expect("it ends").success());
        // None at all, or a whole one.
        if dir.exists() {
            sound(&dir);
        }
    }
    assert!(killed > 0, "nothing was killed on its way");
    bench.ok(&["lake", "write", "lake", "--force"]);
    sound(&dir);
    // What the killed ones have left beside is gone.
    let left: Vec<String> = fs::read_dir(bench.path(""))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(".lake"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
