//! A file written, opened, recognised and read as `warledger load` does it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use warledger::Error;
use warledger::ingest::{self, ReadOptions};
use warledger::source::{Definition, Registry};

use crate::check::check;

/// The built-in definitions.
pub(crate) static REGISTRY: LazyLock<Registry> =
    LazyLock::new(|| Registry::builtin().expect("the built-in definitions are read"));

/// A folder of this process; `make fuzz` sets TMPDIR to one in memory and removes it.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder for inputs is made");
    folder
});

/// What came of a file that was read to its end.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Rows seen.
    pub read: u64,
    /// Rows not taken, each with its column and reason.
    pub rejects: Vec<(String, String)>,
    /// Hash of each row that was taken.
    pub hashes: Vec<u64>,
}

/// Reads bytes as a file of that name; nothing where the file is refused.
///
/// # Panics
/// Where a fault of the file is reported as one of the program, or a batch is not as it must be.
pub fn read(name: &str, bytes: &[u8], chosen: Option<&Arc<Definition>>, date_format: Option<&str>) -> Option<Taken> {
    let path = FOLDER.join(name);
    std::fs::write(&path, bytes).expect("the input is written");
    read_file(&path, chosen, date_format).unwrap_or_else(|error| {
        assert!(
            !matches!(error, Error::Internal { .. }),
            "the fault of a file is taken for one of the program: {error}"
        );
        assert!(!error.to_string().trim().is_empty(), "an error says nothing");
        None
    })
}

fn read_file(
    path: &Path,
    chosen: Option<&Arc<Definition>>,
    date_format: Option<&str>,
) -> warledger::Result<Option<Taken>> {
    let options = ReadOptions { date_format: date_format.map(str::to_owned) };
    let file = ingest::open_with(path, &REGISTRY, chosen, &options)?;
    let (content, kept) = (file.content(), file.kept_columns().len());
    let mut taken = Taken::default();
    file.read(&mut |batch| {
        check(&batch, content, kept, &mut taken);
        Ok(())
    })?;
    Ok(Some(taken))
}
