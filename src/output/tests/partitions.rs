//! Hive-style folders.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::*;

use super::super::parts::{Folders, Parts};
use super::super::write_partitioned;
use super::*;

fn rows() -> RecordBatch {
    batch(vec![
        ("country", text(&[Some("Côte d'Ivoire"), None, Some("a/b=c"), Some("a/b=c"), Some("")])),
        ("best", ints(&[1, 2, 3, 4, 5])),
        ("year", Arc::new(Int32Array::from(vec![2020, 2020, 2021, 2021, 2021])) as ArrayRef),
    ])
}

fn into(dir: &Path, columns: &[&str], format: Format, force: bool) -> Result<Written, OutputError> {
    let columns: Vec<_> = columns.iter().map(|name| (*name).to_owned()).collect();
    let mut stream = [Ok(rows().slice(0, 2)), Ok(rows().slice(2, 3))].into_iter();
    let options = Options::default();
    write_partitioned(dir, &columns, format, &rows().schema(), &mut stream, &options, force)
}

fn files(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, root: &Path, names: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, names);
            } else {
                names.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut names = Vec::new();
    walk(folder, folder, &mut names);
    names.sort();
    names
}

#[test]
fn each_value_has_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("out");
    let written = into(&dir, &["year", "country"], Format::Csv, false).unwrap();
    assert_eq!(written, Written { rows: 5, shown: 5 });
    assert_eq!(
        files(&dir),
        [
            "year=2020/country=Côte d%27Ivoire/part-0.csv",
            "year=2020/country=__HIVE_DEFAULT_PARTITION__/part-0.csv",
            "year=2021/country=__HIVE_DEFAULT_PARTITION__/part-0.csv",
            "year=2021/country=a%2Fb%3Dc/part-0.csv",
        ]
    );
    let part = fs::read_to_string(dir.join("year=2021/country=a%2Fb%3Dc/part-0.csv")).unwrap();
    assert_eq!(part, "best\n3\n4\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn binary_files_are_named_after_their_format() {
    let folder = tempfile::tempdir().unwrap();
    for (format, name) in [(Format::Parquet, "parquet"), (Format::Arrow, "arrow")] {
        let dir = folder.path().join(name);
        into(&dir, &["year"], format, false).unwrap();
        let expected = [format!("year=2020/part-0.{name}"), format!("year=2021/part-0.{name}")];
        assert_eq!(files(&dir), expected);
    }
}

#[test]
fn an_earlier_folder_is_replaced_only_by_force_and_only_if_it_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("out");
    fs::create_dir(&dir).unwrap();
    into(&dir, &["country"], Format::Csv, false).unwrap();
    let error = into(&dir, &["year"], Format::Csv, false).unwrap_err();
    assert!(matches!(error, OutputError::Exists { .. }));
    into(&dir, &["year"], Format::Csv, true).unwrap();
    assert_eq!(files(&dir), ["year=2020/part-0.csv", "year=2021/part-0.csv"]);
    fs::write(dir.join("thesis.txt"), "").unwrap();
    let error = into(&dir, &["year"], Format::Csv, true).unwrap_err();
    assert!(matches!(error, OutputError::ForeignFolder { .. }), "{error}");
    assert_eq!(files(&dir).len(), 3);
    let error = into(&dir.join("thesis.txt"), &["year"], Format::Csv, true).unwrap_err();
    assert!(matches!(error, OutputError::IsFile { .. }), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_failure_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("out");
    let failure = Err(ArrowError::ComputeError("no".into()));
    let mut stream = [Ok(rows()), failure].into_iter();
    let result = write_partitioned(
        &dir,
        &["year".to_owned()],
        Format::Parquet,
        &rows().schema(),
        &mut stream,
        &Options::default(),
        false,
    );
    assert!(matches!(result, Err(OutputError::Query(_))));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn wrong_requests_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("out");
    let error = into(&dir, &["Country"], Format::Csv, false).unwrap_err();
    assert_eq!(error.to_string(), "cannot partition by \"Country\": the result has no such column");
    assert_eq!(error.hint().unwrap(), "the columns are country, best, year");
    for columns in [&["year", "year"][..], &[], &["year", "country", "best"]] {
        let error = into(&dir, columns, Format::Csv, false).unwrap_err();
        assert!(matches!(error, OutputError::PartitionColumn { .. }));
    }
    let error = into(&dir, &["year"], Format::Json, false).unwrap_err();
    assert!(matches!(error, OutputError::PartitionFormat { .. }));
    let error = into(&dir.join("deeper"), &["year"], Format::Csv, false).unwrap_err();
    assert!(matches!(error, OutputError::NoFolder { .. }));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_result_beyond_memory_gets_further_files() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default();
    let folders = Folders { root: folder.path(), shown: Path::new("out") };
    let row = batch(vec![("n", ints(&[7]))]);
    let mut parts = Parts::new(folders, Format::Csv, row.schema(), &options, 30);
    for name in ["a=1", "a=1", "a=1", "a=1", "a=2", "a=1"] {
        parts.hold(name.to_owned(), row.clone(), 10).unwrap();
    }
    parts.close().unwrap();
    assert_eq!(files(folder.path()), ["a=1/part-0.csv", "a=1/part-1.csv", "a=2/part-0.csv"]);
    let mut parts = Parts::new(folders, Format::Csv, row.schema(), &options, 30);
    let error = parts.hold("a=1".to_owned(), row, 40).unwrap_err();
    assert_eq!(error.path(), Some(Path::new("out/a=1/part-0.csv")));
}
