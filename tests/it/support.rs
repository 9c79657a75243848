//! What the tests share: temporary ledgers, the command, and where the publishers' files are.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use warledger::ledger::{Ledger, LoadOptions, LoadReport, Params, Rows};
use warledger::source::Registry;

/// A folder with a ledger in it, gone after the test.
pub(crate) struct Bench {
    folder: TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Bench { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The ledger's path; it need not exist.
    pub(crate) fn db(&self) -> PathBuf {
        self.path("warledger.duckdb")
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("the file is written");
        path
    }

    /// Loads files of one source through the library.
    pub(crate) fn load(&self, files: &[&Path]) -> warledger::Result<LoadReport> {
        self.load_with(files, &LoadOptions::default())
    }

    /// Loads files of one source through the library, as told.
    pub(crate) fn load_with(&self, files: &[&Path], options: &LoadOptions) -> warledger::Result<LoadReport> {
        let registry = Registry::builtin()?;
        let opened = files
            .iter()
            .map(|path| warledger::ingest::open(path, &registry, None))
            .collect::<warledger::Result<Vec<_>>>()?;
        let definition = opened[0].found.definition.clone();
        warledger::ledger::load(&self.db(), &definition, opened, options, &mut |_, _| {})
    }

    /// The ledger, opened for questions.
    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::open(&self.db()).expect("the ledger opens")
    }

    /// Runs the command in the folder.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_warledger"))
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("WARLEDGER_DB")
            .output()
            .expect("the command starts")
    }

    /// Runs the command and gives its standard output; the test fails unless it succeeds.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "warledger {args:?} failed: {error}");
        String::from_utf8(output.stdout).expect("standard output is UTF-8")
    }

    /// Runs the command, which must fail with the given exit code and without a panic; gives its standard error.
    pub(crate) fn fails(&self, code: i32, args: &[&str]) -> String {
        let error = self.fails_with_notes(code, args);
        assert!(error.starts_with("error:"), "warledger {args:?} says: {error}");
        error
    }

    /// The same where notes may stand before the error.
    pub(crate) fn fails_with_notes(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "warledger {args:?}: {error}");
        assert!(!error.contains("panicked"), "warledger {args:?} panicked: {error}");
        assert!(error.contains("error:"), "warledger {args:?} says: {error}");
        error
    }
}

impl Bench {
    /// Runs the command with arguments that it does not understand: exit code 2, no panic.
    pub(crate) fn fails_quietly(&self, args: &[&str]) {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(2), "warledger {args:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "warledger {args:?} panicked");
    }
}

/// A publisher's file, or nothing and a word about it where the files are not at hand.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("WARLEDGER_TEST_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = root.join(name);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: {name} is not in {} (set WARLEDGER_TEST_DATA)", root.display());
    None
}

/// Loads the built-in data set.
pub(crate) fn sahel() -> Bench {
    let bench = Bench::new();
    bench.ok(&["load", "builtin:sahel_2025"]);
    bench
}

/// Rows of a query as texts, NULL as "-".
pub(crate) fn table(ledger: &Ledger, sql: &str) -> Vec<Vec<String>> {
    texts(&ledger.query(sql, &Params::new()).unwrap_or_else(|error| panic!("{sql}: {error}")))
}

/// Rows of a result as texts, NULL as "-".
pub(crate) fn texts(rows: &Rows) -> Vec<Vec<String>> {
    use arrow::array::Array;
    use arrow::util::display::{ArrayFormatter, FormatOptions};
    let options = FormatOptions::default().with_null("-");
    let mut all = Vec::new();
    for batch in &rows.batches {
        let columns: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options).expect("a column shows"))
            .collect();
        for row in 0..batch.num_rows() {
            all.push(columns.iter().map(|column| column.value(row).to_string()).collect());
        }
        assert!(batch.columns().iter().all(|column| column.len() == batch.num_rows()));
    }
    all
}

/// The one row of a query as texts.
pub(crate) fn row(ledger: &Ledger, sql: &str) -> Vec<String> {
    let rows = table(ledger, sql);
    assert_eq!(rows.len(), 1, "{sql} gives one row");
    rows.into_iter().next().expect("one row")
}
