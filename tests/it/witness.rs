//! A ledger that a refused file must leave as it was, and a command that is watched: no hang, no leftovers, no panic.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::support::{Bench, sahel};

/// Far more than any command here needs; a hang ends the test instead of the day.
const PATIENCE: Duration = Duration::from_secs(300);

/// The built-in data set as a ledger, made once for all tests.
fn ledger() -> &'static [u8] {
    static LEDGER: OnceLock<Vec<u8>> = OnceLock::new();
    LEDGER.get_or_init(|| std::fs::read(sahel().db()).expect("the ledger reads"))
}

/// A folder with a ledger in it that must not change.
pub(crate) struct Witness {
    pub(crate) bench: Bench,
}

/// What a command did.
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The most memory that it held, in MiB; 0 where the system does not tell.
    pub(crate) peak: u64,
}

impl Witness {
    pub(crate) fn new() -> Self {
        let bench = Bench::new();
        bench.write("warledger.duckdb", ledger());
        std::fs::create_dir(bench.path("tmp")).expect("a folder for temporary files");
        Witness { bench }
    }

    /// Runs the command in the folder until it ends.
    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warledger"));
        command.args(args);
        self.watch(command)
    }

    /// Runs any command in the folder until it ends.
    pub(crate) fn watch(&self, mut command: Command) -> Outcome {
        let mut child = command
            .current_dir(self.bench.path("."))
            .env_remove("WARLEDGER_DB")
            .env("TMPDIR", self.bench.path("tmp"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let begun = Instant::now();
        let mut peak = 0;
        let status = loop {
            peak = peak.max(held(&child));
            if let Some(status) = child.try_wait().expect("the command is watched") {
                break status;
            }
            if begun.elapsed() > PATIENCE {
                child.kill().expect("the command is killed");
                panic!("{command:?} does not end");
            }
            std::thread::sleep(Duration::from_millis(3));
        };
        let read = |from: &mut dyn Read| {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).expect("what the command says is read");
            String::from_utf8(bytes).expect("it says it in UTF-8")
        };
        let stdout = read(child.stdout.as_mut().expect("standard output is piped"));
        let stderr = read(child.stderr.as_mut().expect("standard error is piped"));
        Outcome { code: status.code(), stdout, stderr, peak }
    }

    /// `load` refuses the file and says why, for the ledger that is there and for a new one; nothing else changes.
    pub(crate) fn refuses(&self, file: &str, says: &[&str]) -> Outcome {
        self.refuses_with(&[file], says)
    }

    /// [`Witness::refuses`] with options; the file comes first.
    pub(crate) fn refuses_with(&self, args: &[&str], says: &[&str]) -> Outcome {
        let load = [&["load"], args].concat();
        self.unchanged(&[&["--db", "new.duckdb"], &load[..]].concat(), args[0], says);
        self.unchanged(&load, args[0], says)
    }

    /// The command fails with a clear error that names the file, and everything in the folder is as it was.
    pub(crate) fn unchanged(&self, args: &[&str], named: &str, says: &[&str]) -> Outcome {
        let before = self.listing();
        let outcome = self.run(args);
        complains(&outcome, named, says);
        assert_eq!(self.listing(), before, "{args:?}: the folder has changed");
        let after = std::fs::read(self.bench.db()).expect("the ledger reads");
        assert!(after == ledger(), "{args:?}: the ledger has changed");
        outcome
    }

    /// Everything in the folder and its folders, by name.
    fn listing(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        list(&self.bench.path("."), &mut found);
        found.sort();
        found
    }
}

/// A clear error: exit code 1, the file, each of the texts, a hint, no panic.
pub(crate) fn complains(outcome: &Outcome, named: &str, says: &[&str]) {
    let error = &outcome.stderr;
    assert_eq!(outcome.code, Some(1), "{named}: exit code; {error} {}", outcome.stdout);
    assert!(error.starts_with("error: "), "{named}: {error}");
    assert!(error.contains(named), "{named} is not named: {error}");
    for text in says {
        assert!(error.contains(text), "{named}: expected '{text}' in: {error}");
    }
    assert!(error.contains("\nhint: "), "{named}: no hint in: {error}");
    for word in ["panicked", "RUST_BACKTRACE", "internal fault", "src/", ".rs:"] {
        assert!(!error.contains(word), "{named}: '{word}' in: {error}");
    }
    assert_eq!(outcome.stdout, "", "{named}: something was announced");
}

fn list(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder lists") {
        let entry = entry.expect("an entry");
        found.push(entry.path());
        if entry.file_type().expect("a type").is_dir() {
            list(&entry.path(), found);
        }
    }
}

/// The most memory that a running process has held so far, in MiB.
fn held(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
