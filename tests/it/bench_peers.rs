//! The comparison with other programs computes every row of its table, and survives a peer that fails.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the comparison with few events; none where Python lacks the packages. `modules` is a folder of Python modules that stand
/// before the installed ones.
fn compared(folder: &Path, modules: &Path, words: &[&str]) -> Option<Output> {
    let python = std::env::var("WARLEDGER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let check = Command::new(&python).args(["-c", "import apsw, duckdb, pandas, polars, pyarrow"]).output();
    if !cfg!(target_os = "linux") || !check.is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} has not what benches/peers/requirements.txt lists (set WARLEDGER_PYTHON)");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/run.py");
    let output = Command::new(&python)
        .arg(script)
        .args(["--binary", env!("CARGO_BIN_EXE_warledger"), "--events", "1000", "--rounds", "1", "--repeats", "1"])
        .args(words)
        .arg("--cache")
        .arg(folder)
        .arg("--results")
        .arg(folder.join("RESULTS.md"))
        .env("PYTHONPATH", modules)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output();
    Some(output.expect("Python starts"))
}

#[test]
fn every_row_is_computed_and_every_answer_is_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let results = folder.path().join("RESULTS.md");
    std::fs::write(&results, "# Old\n<!-- What follows is written by hand; a run keeps it. -->\n\nKept.\n")
        .expect("a file");
    let Some(output) = compared(folder.path(), folder.path(), &["--scale", "2000"]) else { return };
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    let written = std::fs::read_to_string(&results).expect("results");
    let (said, kept) = written.split_once("<!--").expect("the marker");
    assert!(kept.ends_with("\n\nKept.\n"), "{kept}");
    for wrong in ["not measured", "failed", "different", "# Old"] {
        assert!(!said.contains(wrong), "{wrong}: {said}");
    }
    assert_eq!(said.matches("held").count(), 16, "{said}");
    for peer in ["pandas", "Polars", "SQLite", "DuckDB, inline", "DuckDB, names", "DuckDB, beforehand", "DuckDB, marts"]
    {
        assert!(said.contains(&format!("equal, {peer}: fatalities, attacks, trends")), "{peer}: {said}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path().join("bench")).expect("the cache").collect();
    assert_eq!(left.len(), 4, "three files of events and an update are kept: {left:?}");
}

#[test]
fn a_peer_that_fails_is_named_and_the_rest_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let modules = tempfile::tempdir().expect("a folder");
    std::fs::write(modules.path().join("pandas.py"), "raise SystemExit('out of order')\n").expect("a module");
    let words = ["--scale", "0", "--without", "polars", "--without", "sqlite"];
    let Some(output) = compared(folder.path(), modules.path(), &words) else { return };
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let said = std::fs::read_to_string(folder.path().join("RESULTS.md")).expect("results");
    assert!(said.contains("out of order") && !said.contains("different"), "{said}");
    // pandas once, and the two rows of a larger ledger that nobody asked for.
    assert_eq!(said.matches("not measured").count(), 3, "{said}");
}
