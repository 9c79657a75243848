//! A change of the ledger works on a copy beside it, which takes its place when it is complete.
//!
//! Readers keep the file that they have opened; a process that is killed, or a disk that is full, leaves the ledger as
//! it was, and what it has left is removed by the next change.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use duckdb::{AccessMode, Config, Connection};
use tempfile::TempDir;

use super::lock::{LoaderLock, beside, folder_of};
use super::open;
use super::params::{Params, run};
use crate::error::{Error, Result};

/// A copy of a ledger, or an empty place for a new one, with the right to put it in the ledger's place.
pub(crate) struct Draft {
    // Dropped in this order: the folder while the lock is still held.
    folder: TempDir,
    draft: PathBuf,
    ledger: PathBuf,
    stamp: Stamp,
    _lock: LoaderLock,
}

/// What tells whether a file has been written to: size and time of its last change, of the ledger and of its log.
#[derive(Debug, PartialEq, Eq)]
struct Stamp([Option<(u64, Option<SystemTime>)>; 2]);

impl Stamp {
    fn of(ledger: &Path) -> Self {
        let one = |path: &Path| fs::metadata(path).ok().map(|data| (data.len(), data.modified().ok()));
        Stamp([one(ledger), one(&log_of(ledger))])
    }
}

impl Draft {
    /// Copies a ledger; `room` is what the change may add to it in bytes.
    ///
    /// `check` looks at the ledger before it is copied, with a connection for reading.
    pub(crate) fn begin(
        ledger: &Path,
        room: u64,
        on_wait: fn(&str),
        check: fn(&Connection, &Path) -> Result<()>,
    ) -> Result<Self> {
        let beside_it = folder_of(ledger);
        if !beside_it.is_dir() {
            return Err(Error::Database {
                path: ledger.to_path_buf(),
                reason: format!("there is no folder {}", beside_it.display()),
                hint: "make it, or give another file with --db".to_owned(),
            });
        }
        open::database_path(ledger)?;
        // A link stays a link: the file that it names is the one to be replaced.
        let ledger = if ledger.exists() {
            fs::canonicalize(ledger).map_err(|error| Error::io("finding", ledger, error))?
        } else {
            std::path::absolute(ledger).map_err(|error| Error::io("finding", ledger, error))?
        };
        let lock = LoaderLock::take(&ledger, on_wait)?;
        let prefix = format!("{}-", beside(&ledger, "stage").file_name().unwrap_or_default().to_string_lossy());
        sweep(folder_of(&ledger), &prefix)?;
        if ledger.exists() {
            settle(&ledger, check)?;
        }
        let stamp = Stamp::of(&ledger);
        let held = stamp.0[0].map_or(0, |(size, _)| size);
        enough_disk(&ledger, held, room)?;
        let folder = tempfile::Builder::new()
            .prefix(&prefix)
            .tempdir_in(folder_of(&ledger))
            .map_err(|error| Error::io("writing beside", &ledger, error))?;
        // The same name as the ledger's, for the engine names the database after its file.
        let draft = folder.path().join(ledger.file_name().unwrap_or_default());
        if ledger.exists() {
            copy(&ledger, &draft)?;
            flush_early(draft.clone());
        }
        Ok(Draft { folder, draft, ledger, stamp, _lock: lock })
    }

    /// The file to work on; it does not exist yet if the ledger does not.
    pub(crate) fn path(&self) -> &Path {
        &self.draft
    }

    /// A folder for what the change needs meanwhile.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Size of the ledger that was copied; 0 for a new one.
    pub(crate) fn former_size(&self) -> u64 {
        self.stamp.0[0].map_or(0, |(size, _)| size)
    }

    /// Puts another file of the folder in the draft's place.
    pub(crate) fn replace_with(&mut self, other: PathBuf) {
        self.draft = other;
    }

    /// Puts the draft in the ledger's place; every connection to it must be closed.
    pub(crate) fn publish(self) -> Result<()> {
        let draft = &self.draft;
        if log_of(draft).exists() {
            return Err(Error::internal("storing the ledger", "the draft was not written whole"));
        }
        OpenOptions::new()
            .write(true)
            .open(draft)
            .and_then(|file| file.sync_all())
            .map_err(|error| Error::io("writing", draft, error))?;
        if Stamp::of(&self.ledger) != self.stamp {
            return Err(Error::Database {
                path: self.ledger.clone(),
                reason: "another program has written to it meanwhile; nothing was changed".to_owned(),
                hint: "do it again".to_owned(),
            });
        }
        if let Ok(data) = fs::metadata(&self.ledger) {
            fs::set_permissions(draft, data.permissions()).map_err(|error| Error::io("writing", draft, error))?;
        }
        fs::rename(draft, &self.ledger).map_err(|error| Error::io("replacing", &self.ledger, error))?;
        sync_folder(folder_of(&self.ledger))
    }
}

/// The engine's log of what is not in the file yet.
fn log_of(database: &Path) -> PathBuf {
    PathBuf::from(format!("{}.wal", database.display()))
}

/// Finds out whether another program writes to the ledger, and takes in what one that was killed has left in its log.
fn settle(ledger: &Path, check: fn(&Connection, &Path) -> Result<()>) -> Result<()> {
    let fail = |error: duckdb::Error| open::open_fault(ledger, &error.to_string());
    if log_of(ledger).exists() {
        let conn = Connection::open(ledger).map_err(fail)?;
        run(&conn, "taking in the log", "checkpoint", &Params::new())?;
    }
    let config = Config::default().access_mode(AccessMode::ReadOnly).map_err(fail)?;
    let conn = Connection::open_with_flags(ledger, config).map_err(fail)?;
    check(&conn, ledger)
}

fn copy(ledger: &Path, draft: &Path) -> Result<()> {
    reflink_copy::reflink_or_copy(ledger, draft).map_err(|error| Error::io("copying", ledger, error)).map(drop)
}

/// Has the copy written to the disk while the change is being worked out, so that storing it has less to wait for.
///
/// What goes wrong here goes wrong again, and is reported, when the whole is stored.
fn flush_early(draft: PathBuf) {
    std::thread::spawn(move || File::open(draft).and_then(|file| file.sync_data()));
}

/// Removes what a killed change has left. Only the holder of the lock gets here, so nothing of it is in use.
fn sweep(folder: &Path, prefix: &str) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|error| Error::io("reading", folder, error))?;
    for entry in entries.filter_map(|entry| entry.ok()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        // What follows the prefix is a random word; the name of another ledger may begin as this one's does.
        let is_ours = name
            .strip_prefix(prefix)
            .is_some_and(|word| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_alphanumeric()));
        if is_ours {
            let path = entry.path();
            fs::remove_dir_all(&path).map_err(|error| Error::io("removing", &path, error))?;
        }
    }
    Ok(())
}

/// Refuses a change that cannot fit on the disk: a copy of the ledger, and what is added to it.
fn enough_disk(ledger: &Path, held: u64, room: u64) -> Result<()> {
    let needed = held.saturating_add(room);
    match free_bytes(folder_of(ledger)) {
        Some(free) if free < needed => Err(Error::NoRoom { path: ledger.to_path_buf(), needed, free }),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let data = rustix::fs::statvfs(folder).ok()?;
    Some(data.f_bavail.saturating_mul(data.f_frsize))
}

/// Not known here: the engine says when the disk is full, and nothing is changed then.
#[cfg(not(unix))]
fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|file| file.sync_all()).map_err(|error| Error::io("writing", folder, error))
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> Result<()> {
    Ok(())
}
