//! One loader at a time: a lock on a file beside the ledger, held while the ledger is being changed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The right to change a ledger; given back when it is dropped, or by the system when the process ends.
pub(crate) struct LoaderLock {
    file: File,
    path: PathBuf,
}

impl LoaderLock {
    /// Takes the lock; `on_wait` is told once if another process holds it.
    pub(crate) fn take(ledger: &Path, on_wait: fn(&str)) -> Result<Self> {
        let path = beside(ledger, "lock");
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(|error| Error::io("writing beside the ledger", &path, error))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    // Who holds it is a courtesy: an unread name only makes the message shorter.
                    let by = if file.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty() {
                        format!(" ({})", holder.trim())
                    } else {
                        String::new()
                    };
                    on_wait(&format!("another process{by} is changing {}; waiting for it", ledger.display()));
                    file.lock().map_err(|error| Error::io("locking", &path, error))?;
                }
                Err(TryLockError::Error(error)) => return Err(Error::io("locking", &path, error)),
            }
            // The former holder removes the file: a lock on a removed file is no lock.
            if is_still_at(&file, &path) {
                let name = |file: &mut File| -> std::io::Result<()> {
                    file.set_len(0)?;
                    file.rewind()?;
                    write!(file, "process {}", std::process::id())
                };
                // Held before it is named: on a full disk the file goes again with the lock.
                let mut held = LoaderLock { file, path };
                name(&mut held.file).map_err(|error| Error::io("writing", &held.path, error))?;
                return Ok(held);
            }
        }
    }
}

impl Drop for LoaderLock {
    fn drop(&mut self) {
        // Where an open file cannot be removed it stays, empty; it is locked anew by the next loader all the same.
        if cfg!(unix) && std::fs::remove_file(&self.path).is_ok() {
            return;
        }
        self.file.set_len(0).unwrap_or_default();
    }
}

#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(held), Ok(there)) => held.dev() == there.dev() && held.ino() == there.ino(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_at(_file: &File, _path: &Path) -> bool {
    true
}

/// Name of a file beside the ledger that belongs to it.
pub(crate) fn beside(ledger: &Path, what: &str) -> PathBuf {
    let name = ledger.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    folder_of(ledger).join(format!(".warledger-{what}-{name}"))
}

/// The folder in which a file stands.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_is_for_one_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = folder.path().join("l.duckdb");
        let first = LoaderLock::take(&ledger, |_| {}).expect("it is free");
        let other = std::thread::spawn({
            let ledger = ledger.clone();
            move || LoaderLock::take(&ledger, |_| {}).map(drop)
        });
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!other.is_finished(), "the second waits");
        drop(first);
        other.join().expect("the thread ends").expect("the second gets it");
        assert!(!beside(&ledger, "lock").exists());
    }
}
