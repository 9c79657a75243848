//! Files and folders under a temporary name beside the one that they will have.
//!
//! Each is locked while it is being written. What a process that was killed has left behind is not locked by anybody: the
//! next one that writes to the same name removes it. What a signal stops in the midst of it removes itself
//! ([`remove_unfinished`]).

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::{Builder, NamedTempFile, TempDir};

use super::OutputError;
use super::file::failed;

/// How temporary names end. No other program's do.
const ENDING: &str = ".warledger-tmp";

/// Characters of a temporary name that are drawn.
const DRAWN: usize = 6;

/// How often a name is drawn anew, if another process takes a file for a leftover before it is locked.
const TRIES: usize = 8;

/// What is being written now, by this process.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes what is being written: for the moment before a signal ends the process.
pub(crate) fn remove_unfinished() {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for path in unfinished.iter() {
        // Files may still come into a folder while it is being removed. What cannot be removed the next export sweeps.
        for _ in 0..TRIES {
            if remove(path).is_ok() {
                break;
            }
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        // It has got its name, or is gone.
        Err(_) => Ok(()),
    }
}

/// Keeps a path among those that are being written.
struct Unfinished(PathBuf);

impl Unfinished {
    fn note(path: &Path) -> Self {
        // A signal may come from another folder than the one that a relative path begins at.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
        Unfinished(path)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|path| *path != self.0);
    }
}

/// A file that is being written, gone again unless it is renamed.
pub(super) struct TemporaryFile {
    pub(super) file: NamedTempFile,
    _unfinished: Unfinished,
}

/// A folder that is being written, gone again unless it is renamed.
pub(crate) struct TemporaryFolder {
    pub(crate) folder: TempDir,
    _lock: Option<File>,
    _unfinished: Unfinished,
}

/// A temporary file beside `place`.
pub(super) fn temporary_file(place: &Path) -> Result<TemporaryFile, OutputError> {
    let failed = |source| failed(place, source);
    let (folder, prefix) = (folder_of(place)?, prefix(place));
    sweep(&folder, &prefix);
    let mut builder = Builder::new();
    builder.prefix(&prefix).suffix(ENDING).rand_bytes(DRAWN);
    open_to_all(&mut builder, 0o666);
    let mut file = builder.tempfile_in(&folder).map_err(failed)?;
    for _ in 0..TRIES {
        if is_held(file.as_file(), file.path()) {
            break;
        }
        file = builder.tempfile_in(&folder).map_err(failed)?;
    }
    let _unfinished = Unfinished::note(file.path());
    Ok(TemporaryFile { file, _unfinished })
}

/// A temporary folder beside `place`.
pub(crate) fn temporary_folder(place: &Path) -> Result<TemporaryFolder, OutputError> {
    let failed = |source| failed(place, source);
    let (within, prefix) = (folder_of(place)?, prefix(place));
    sweep(&within, &prefix);
    let mut builder = Builder::new();
    builder.prefix(&prefix).suffix(ENDING).rand_bytes(DRAWN);
    open_to_all(&mut builder, 0o777);
    let mut folder = builder.tempdir_in(&within).map_err(failed)?;
    // Where a folder cannot be opened, as on Windows, it cannot be locked, and nobody takes it for a leftover either.
    let mut lock = File::open(folder.path()).ok();
    for _ in 0..TRIES {
        if lock.as_ref().is_none_or(|lock| is_held(lock, folder.path())) {
            break;
        }
        folder = builder.tempdir_in(&within).map_err(failed)?;
        lock = File::open(folder.path()).ok();
    }
    let _unfinished = Unfinished::note(folder.path());
    Ok(TemporaryFolder { folder, _lock: lock, _unfinished })
}

/// Removes folders beside `place` that a process which was killed has put aside.
///
/// For callers that hold a lock on `place`: of one that is still needed it is not told.
pub(crate) fn remove_put_aside(place: &Path) -> Result<(), OutputError> {
    let (folder, prefix) = (folder_of(place)?, prefix(place));
    let entries = fs::read_dir(folder).map_err(|source| failed(place, source))?;
    for entry in entries {
        let entry = entry.map_err(|source| failed(place, source))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&prefix) && name.ends_with(".earlier") && entry.path().is_dir() {
            fs::remove_dir_all(entry.path()).map_err(|source| failed(&entry.path(), source))?;
        }
    }
    Ok(())
}

/// Locks what was just made; false if another process has removed it as a leftover in between.
fn is_held(file: &File, path: &Path) -> bool {
    match file.try_lock() {
        // Where there are no locks nobody can get one and take it for a leftover.
        Ok(()) | Err(TryLockError::Error(_)) => path.exists(),
        Err(TryLockError::WouldBlock) => false,
    }
}

/// Removes what processes that are no more have left behind of an earlier result of this name.
fn sweep(folder: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let drawn = name.to_str().and_then(|name| name.strip_prefix(prefix)?.strip_suffix(ENDING));
        if !drawn.is_some_and(|drawn| drawn.len() == DRAWN && drawn.chars().all(|c| c.is_ascii_alphanumeric())) {
            continue;
        }
        let path = entry.path();
        // Who writes it holds its lock. What cannot be removed is no reason not to export.
        let Ok(file) = File::open(&path) else { continue };
        if file.try_lock().is_ok() {
            remove(&path).unwrap_or_default();
        }
    }
}

/// Gives the file the permissions of any new file, less what the user's mask takes, rather than the owner's alone.
#[cfg(unix)]
fn open_to_all(builder: &mut Builder<'_, '_>, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn open_to_all(_: &mut Builder<'_, '_>, _: u32) {}

fn prefix(place: &Path) -> String {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    // The random part must fit into a file name too.
    format!(".{}.", name.chars().take(40).collect::<String>())
}

fn folder_of(place: &Path) -> Result<PathBuf, OutputError> {
    let folder = match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    if folder.is_dir() { Ok(folder) } else { Err(OutputError::NoFolder { path: folder }) }
}
