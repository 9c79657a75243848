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
    fn settings(&self, ledger: &Path) -> Result<Vec<String>> {
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
            let (folders, files) = readable(&folder, ledger)?;
            let list = |paths: &[PathBuf]| paths.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(", ");
            settings.push(format!("set allowed_directories = [{}]", list(&folders)));
            settings.push(format!("set allowed_paths = [{}]", list(&files)));
            // Names are relative to where the command runs, as everywhere.
            settings.push(format!("set file_search_path = {}", quoted(&here)));
        }
        Ok(settings)
    }
}

/// What statements may read of a folder: all of it, or, where the ledger lies in it, all but the ledger and what the engine
/// and a load keep beside it. Read as a file, its rows would go around every rule on them.
fn readable(folder: &Path, ledger: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let fail = |error| Error::io("listing", folder, error);
    let ledger = std::fs::canonicalize(ledger).map_err(|error| Error::io("finding", ledger, error))?;
    if !ledger.starts_with(folder) {
        return Ok((vec![folder.to_path_buf()], Vec::new()));
    }
    let own = ledger.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_own = |place: &Path| {
        let named = place.file_name().is_some_and(|name| name.to_string_lossy().contains(&own));
        place == ledger || (named && place.parent() == ledger.parent())
    };
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        // By where it leads: a link to the ledger is the ledger. One that leads nowhere is nothing to read.
        let Ok(place) = std::fs::canonicalize(&path) else { continue };
        if is_own(&place) {
            continue;
        }
        if !place.is_dir() {
            files.push(path);
        } else if !ledger.starts_with(&place) {
            folders.push(path);
        } else if path == place {
            // The way down to the ledger; links that lead back up to it are not followed.
            let (inner_folders, inner_files) = readable(&place, &ledger)?;
            folders.extend(inner_folders);
            files.extend(inner_files);
        }
    }
    Ok((folders, files))
}

impl Ledger {
    /// Opens a ledger read-only, in its present state and within limits.
    pub(crate) fn open_within(path: &Path, access: &Access) -> Result<Self> {
        Ok(Ledger::over(open::read_only(path, &access.settings(path)?)?, path, access))
    }

    pub(crate) fn over(conn: Connection, path: &Path, access: &Access) -> Self {
        Ledger {
            conn,
            path: path.to_path_buf(),
            as_of: None,
            narrowed: Vec::new(),
            is_stand_in: false,
            files: access.files.is_some(),
            time: access.time,
            stopped: Arc::default(),
            session: std::cell::RefCell::default(),
            session_before: std::cell::RefCell::default(),
            surroundings: std::cell::RefCell::default(),
            _lock: None,
        }
    }

    /// Lets go of a ledger where the process is about to end. Closing takes the engine longer than many questions, and gives back
    /// what ends with the process; it is closed if it writes, or has put rows into files that closing takes away.
    pub(crate) fn leave(self) {
        let mut spilled = self.path.clone().into_os_string();
        spilled.push(".tmp");
        if self._lock.is_none() && !Path::new(&spilled).exists() {
            std::mem::forget(self);
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
