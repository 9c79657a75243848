//! What other programs make of exports: the examples of `docs/python.md`, and every form read back by Python's libraries.
//!
//! `WARLEDGER_PYTHON` names the interpreter; without it `python3` is tried. What is not there is skipped aloud.

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::support::{Bench, sahel};

fn python() -> Option<PathBuf> {
    let named = std::env::var_os("WARLEDGER_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let found = Command::new(&named).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        println!("skipped: there is no Python {} (set WARLEDGER_PYTHON)", named.display());
    }
    found.then_some(named)
}

/// True if the modules are there; says which is not.
fn has(python: &PathBuf, modules: &[&str]) -> bool {
    let missing = |module: &&&str| {
        let tried = Command::new(python).args(["-c", &format!("import {module}")]).output();
        !tried.is_ok_and(|output| output.status.success())
    };
    match modules.iter().find(missing) {
        Some(module) => {
            println!("skipped: Python's {module} is not there");
            false
        }
        None => true,
    }
}

fn run(bench: &Bench, python: &PathBuf, script: &str, args: &[&str]) -> Output {
    bench.write("script.py", script);
    let program = PathBuf::from(env!("CARGO_BIN_EXE_warledger"));
    let folder = program.parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new(python)
        .arg("script.py")
        .args(args)
        .current_dir(bench.path("."))
        .env("PATH", format!("{folder}:{path}"))
        .env_remove("WARLEDGER_DB")
        .output()
        .expect("Python starts")
}

/// The blocks of a language in a document.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).filter_map(|rest| rest.split_once("```").map(|(block, _)| block.to_owned())).collect()
}

#[test]
fn the_examples_of_the_documentation_run() {
    let Some(python) = python() else { return };
    let text = include_str!("../../docs/python.md");
    let bench = Bench::new();
    for line in blocks(text, "sh").concat().lines() {
        let args: Vec<&str> = line.split_whitespace().skip(1).collect();
        bench.ok(&args);
    }
    let scripts = blocks(text, "python");
    assert!(scripts.len() >= 6);
    for script in scripts {
        let imported = script.lines().filter_map(|line| line.strip_prefix("import "));
        let modules: Vec<&str> = imported.map(|name| name.split('.').next().unwrap_or(name)).collect();
        let needs: &[&str] = match modules.as_slice() {
            ["pandas"] => &["pandas", "pyarrow", "openpyxl"],
            other => other,
        };
        if !has(&python, needs) {
            continue;
        }
        let output = run(&bench, &python, &script, &[]);
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{script}");
    }
}

#[test]
fn every_form_read_back_by_python_is_the_result() {
    let Some(python) = python() else { return };
    if !has(&python, &["duckdb", "pandas", "pyarrow", "openpyxl", "geopandas", "polars"]) {
        return;
    }
    let bench = sahel();
    for name in [
        "e.csv",
        "e.json",
        "e.jsonl",
        "e.md",
        "e.parquet",
        "e.geoparquet",
        "e.geojson",
        "e.arrow",
        "e.arrows",
        "e.xlsx",
    ] {
        bench.ok(&["export", "event", "-o", name]);
    }
    bench.ok(&["export", "event", "--partition-by", "country,event_class", "-o", "parts"]);
    bench.ok(&["export", "event", "--provenance", "inside", "-o", "inside.csv"]);
    bench.ok(&["export", "event", "--provenance", "inside", "-o", "inside.json"]);
    bench.ok(&["export", "event", "--provenance", "inside", "-o", "inside.jsonl"]);
    let output = run(&bench, &python, include_str!("exports.py"), &[]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("all read back"), "{text}");
}
