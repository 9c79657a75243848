//! Putting a finished lake in the place of the earlier one, in one step.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::TempDir;

/// Puts the finished folder at `place`. An earlier one is there whole until the new one is, and is removed then.
pub(super) fn take(finished: TempDir, place: &Path) -> io::Result<()> {
    // An empty folder is replaced by the renaming itself.
    let taken = place.exists() && fs::read_dir(place)?.next().is_some();
    if !taken {
        fs::rename(finished.path(), place)?;
        let _ = finished.keep();
        return Ok(());
    }
    if exchange(finished.path(), place)? {
        // What is at the temporary name now is the earlier lake: it goes as a temporary folder does.
        return finished.close();
    }
    let aside = finished.path().with_extension("earlier");
    fs::rename(place, &aside)?;
    if let Err(error) = fs::rename(finished.path(), place) {
        fs::rename(&aside, place)?;
        return Err(error);
    }
    let _ = finished.keep();
    fs::remove_dir_all(&aside)
}

/// Exchanges two folders in one step; false where the system or the file system cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// The same bytes under a second name; copied where the file system has no second names.
pub(super) fn keep(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
        Err(_) => fs::copy(from, to).map(drop),
    }
}
