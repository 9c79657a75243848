//! How a ledger is opened for questions: which state, which files, how much memory and time.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use duckdb::Connection;

use super::{Ledger, Moment, open};
use crate::error::{Error, Result};

/// How a ledger is opened for questions.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// The state that is asked; none is the present one.
    pub moment: Option<Moment>,
    /// A folder whose files statements may read; none is no file at all.
    pub files: Option<PathBuf>,
    /// Bytes that the engine may take before it writes to the disk; none is four fifths of the machine's.
    pub memory: Option<u64>,
    /// How long a statement may run.
    pub time: Option<Duration>,
}

/// Stops what a connection is doing, from another thread or a signal.
#[derive(Clone)]
pub struct Interrupter {
    handle: Arc<duckdb::InterruptHandle>,
    stopped: Arc<AtomicBool>,
}

impl Interrupter {
    /// Stops the statement that runs, if one does; it ends in an error.
    pub fn interrupt(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.handle.interrupt();
    }
}

impl Access {
    fn settings(&self) -> Result<Vec<String>> {
        let mut settings = Vec::new();
        if let Some(bytes) = self.memory {
            settings.push(format!("set memory_limit = '{bytes}B'"));
        }
        if let Some(folder) = &self.files {
            let refuse = || Error::Usage {
                reason: format!("{} is no folder", folder.display()),
                hint: "give a folder whose files statements may read: --allow-files DIR".to_owned(),
            };
            let folder = std::fs::canonicalize(folder).ok().filter(|folder| folder.is_dir()).ok_or_else(refuse)?;
            let here = std::env::current_dir().map_err(|error| Error::io("finding", Path::new("."), error))?;
            let quoted = |path: &Path| format!("'{}'", path.to_string_lossy().replace('\'', "''"));
            settings.push(format!("set allowed_directories = [{}]", quoted(&folder)));
            // Names are relative to where the command runs, as everywhere.
            settings.push(format!("set file_search_path = {}", quoted(&here)));
        }
        Ok(settings)
    }
}

impl Ledger {
    /// Opens a ledger read-only, in its present state and within limits.
    pub(crate) fn open_within(path: &Path, access: &Access) -> Result<Self> {
        Ok(Ledger::over(open::read_only(path, &access.settings()?)?, path, access))
    }

    pub(crate) fn over(conn: Connection, path: &Path, access: &Access) -> Self {
        Ledger {
            conn,
            path: path.to_path_buf(),
            as_of: None,
            narrowed: Vec::new(),
            files: access.files.is_some(),
            time: access.time,
            stopped: Arc::default(),
            session: std::cell::RefCell::default(),
            _lock: None,
        }
    }

    /// A handle that stops the statement that runs.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter { handle: self.conn.interrupt_handle(), stopped: self.stopped.clone() }
    }

    /// Runs something within the time that a statement may take.
    pub(crate) fn timed<T>(&self, run: impl FnOnce() -> Result<T>) -> Result<T> {
        let Some(time) = self.time else { return run() };
        let interrupter = self.interrupter();
        let late = AtomicBool::new(false);
        let done = std::thread::scope(|scope| {
            let (finished, watch) = mpsc::channel::<()>();
            let late = &late;
            scope.spawn(move || {
                let mut wait = time;
                // The interrupt may fall between two steps of the statement: it is repeated until the statement ends.
                while watch.recv_timeout(wait) == Err(mpsc::RecvTimeoutError::Timeout) {
                    late.store(true, Ordering::Relaxed);
                    interrupter.interrupt();
                    wait = Duration::from_millis(50);
                }
            });
            let done = run();
            drop(finished);
            done
        });
        if late.load(Ordering::Relaxed) && done.is_err() {
            return Err(Error::Refused {
                reason: format!("the statement took longer than {} and was stopped", seconds(time)),
                hint: "narrow it (a period, a country, a source), or allow more with --timeout".to_owned(),
            });
        }
        done
    }
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}
