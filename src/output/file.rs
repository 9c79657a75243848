//! Files and folders that appear under their name whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::temporary::temporary_file;
use super::{OutputError, Written};

/// Runs `produce` on a temporary file beside `path` and renames it into place when it succeeded: never half a file
/// under the final name.
///
/// An existing file is replaced only with `force`, and keeps its permissions. Parent folders are not created. What is
/// neither file nor folder, such as `/dev/null` or a named pipe, is written to as it stands.
pub fn write_file(
    path: &Path,
    force: bool,
    produce: impl FnOnce(&mut dyn Write) -> Result<Written, OutputError>,
) -> Result<Written, OutputError> {
    let earlier = fs::metadata(path).ok();
    match &earlier {
        Some(found) if found.is_dir() => return Err(OutputError::IsFolder { path: path.into() }),
        Some(found) if !found.is_file() => return write_through(path, produce),
        Some(_) if !force => return Err(OutputError::Exists { path: path.into() }),
        _ => {}
    }
    let failed = |source| failed(path, source);
    // A symbolic link stays one: the file that it leads to is replaced.
    let place = match earlier {
        Some(_) => fs::canonicalize(path).map_err(failed)?,
        None => path.to_owned(),
    };
    let mut temporary = temporary_file(&place)?;
    let written = fill(&mut temporary.file, produce).map_err(|error| error.at(path))?;
    if let Some(earlier) = earlier {
        temporary.file.as_file().set_permissions(earlier.permissions()).map_err(failed)?;
    }
    temporary.file.as_file().sync_all().map_err(failed)?;
    put_in_place(temporary.file, &place, force).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => OutputError::Exists { path: path.into() },
        _ => failed(error),
    })?;
    Ok(written)
}

/// Writes bytes to a file, as [`write_file`] does.
///
/// # Errors
/// As [`write_file`].
pub(crate) fn write_bytes(path: &Path, force: bool, bytes: &[u8]) -> Result<(), OutputError> {
    let produce = |out: &mut dyn Write| {
        out.write_all(bytes)?;
        Ok(Written::default())
    };
    write_file(path, force, produce).map(drop)
}

/// Creates a file of a partitioned result; the folder around it is still a temporary one, so errors leave it unnamed.
pub(super) fn write_part(
    path: &Path,
    produce: impl FnOnce(&mut dyn Write) -> Result<Written, OutputError>,
) -> Result<Written, OutputError> {
    fill(&mut fs::File::create_new(path)?, produce)
}

fn write_through(
    path: &Path,
    produce: impl FnOnce(&mut dyn Write) -> Result<Written, OutputError>,
) -> Result<Written, OutputError> {
    let file = fs::OpenOptions::new().write(true).open(path);
    let mut file = file.map_err(|source| failed(path, source))?;
    fill(&mut file, produce).map_err(|error| error.at(path))
}

fn fill(
    file: &mut impl Write,
    produce: impl FnOnce(&mut dyn Write) -> Result<Written, OutputError>,
) -> Result<Written, OutputError> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let written = produce(&mut out)?;
    out.flush()?;
    Ok(written)
}

fn put_in_place(file: NamedTempFile, place: &Path, force: bool) -> io::Result<()> {
    if force {
        return file.persist(place).map(drop).map_err(|error| error.error);
    }
    match file.persist_noclobber(place) {
        Ok(_) => Ok(()),
        // Some file systems cannot rename without replacing; there, only the look beforehand guards an older file.
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists && !place.exists() => {
            error.file.persist(place).map(drop).map_err(|e| e.error)
        }
        Err(error) => Err(error.error),
    }
}

pub(super) fn failed(path: &Path, source: io::Error) -> OutputError {
    OutputError::from(source).at(path)
}
