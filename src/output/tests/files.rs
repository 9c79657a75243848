//! Files appear whole or not at all.

use std::fs;
use std::path::Path;

use super::super::write_file;
use super::*;

fn csv_into(path: &Path, force: bool) -> Result<Written, OutputError> {
    write_file(path, force, |out| {
        let events = events();
        let mut stream = std::iter::once(Ok(events.clone()));
        write(Format::Csv, &events.schema(), &mut stream, out, &Options::default())
    })
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_written_and_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    assert_eq!(csv_into(&path, false).unwrap().rows, 3);
    assert!(fs::read_to_string(&path).unwrap().starts_with("id,country,"));
    assert_eq!(names(folder.path()), ["events.csv"]);
}

#[test]
fn a_failure_leaves_no_file_and_no_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    let fail = |out: &mut dyn std::io::Write| {
        out.write_all(b"half a fi")?;
        Err(OutputError::Query(ArrowError::ComputeError("no".into())))
    };
    assert!(write_file(&path, false, fail).is_err());
    assert!(names(folder.path()).is_empty());
    fs::write(&path, "earlier").unwrap();
    assert!(write_file(&path, true, fail).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "earlier");
    assert_eq!(names(folder.path()), ["events.csv"]);
}

#[test]
fn a_panic_leaves_no_rest_either() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    let result = std::panic::catch_unwind(|| write_file(&path, false, |_| panic!("boom")));
    assert!(result.is_err());
    assert!(names(folder.path()).is_empty());
}

#[test]
fn an_existing_file_is_replaced_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    fs::write(&path, "earlier").unwrap();
    let error = csv_into(&path, false).unwrap_err();
    assert!(matches!(error, OutputError::Exists { .. }));
    assert_eq!(error.path(), Some(path.as_path()));
    assert!(error.hint().unwrap().contains("--force"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "earlier");
    csv_into(&path, true).unwrap();
    assert!(fs::read_to_string(&path).unwrap().starts_with("id,"));
}

#[test]
fn a_file_that_appears_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    let result = write_file(&path, false, |out| {
        out.write_all(b"mine")?;
        fs::write(&path, "theirs")?;
        Ok(Written::default())
    });
    assert!(matches!(result, Err(OutputError::Exists { .. })));
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    assert_eq!(names(folder.path()), ["events.csv"]);
}

#[test]
fn folders_are_neither_made_nor_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let error = csv_into(&folder.path().join("missing/events.csv"), false).unwrap_err();
    assert!(matches!(error, OutputError::NoFolder { .. }), "{error}");
    assert!(error.to_string().ends_with("missing"));
    assert!(error.hint().unwrap().contains("mkdir -p"));
    let error = csv_into(folder.path(), true).unwrap_err();
    assert!(matches!(error, OutputError::IsFolder { .. }), "{error}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn an_error_of_the_system_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    let full = |_: &mut dyn std::io::Write| Err(OutputError::from(std::io::Error::other("full")));
    let error = write_file(&path, false, full).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot write {}: full", path.display()));
}

#[cfg(unix)]
#[test]
fn permissions_links_and_devices_are_left_as_they_are() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    csv_into(&path, false).unwrap();
    let plain = folder.path().join("plain");
    fs::write(&plain, "").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), mode(&plain));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let link = folder.path().join("link.csv");
    symlink(&path, &link).unwrap();
    csv_into(&link, true).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let null = Path::new("/dev/null");
    assert_eq!(csv_into(null, true).unwrap().rows, 3);
    assert!(fs::metadata(null).unwrap().file_type().is_char_device());
}
