//! What can go wrong while a result is written, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use arrow::error::ArrowError;

use super::Format;

/// Why a result was not written. The message is complete: `source()` repeats only the cause that it ends with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// The operating system refused.
    #[error("cannot write {}: {source}", target(path.as_deref()))]
    Io {
        /// The file or folder, where the output has a name.
        path: Option<PathBuf>,
        /// What the operating system said.
        source: io::Error,
    },
    /// The batches ended in an error before the result was complete.
    #[error("the result broke off: {0}")]
    Query(#[source] ArrowError),
    /// A value or type that the format cannot hold, or batches that are not of the schema given.
    #[error("cannot write this result as {format}: {reason}")]
    Encode {
        /// The format asked for.
        format: Format,
        /// What stood in the way.
        reason: String,
    },
    /// Points were asked for, and the result has no coordinates.
    #[error("cannot write this result as {format}: it has no columns longitude and latitude")]
    NoPoints {
        /// The format asked for.
        format: Format,
        /// The columns of the result.
        columns: Vec<String>,
    },
    /// More rows than the format can hold.
    #[error("cannot write this result as {format}: it has more than the {most} rows that fit")]
    TooManyRows {
        /// The format asked for.
        format: Format,
        /// How many it holds.
        most: u64,
    },
    /// A batch does not have the columns that were announced for it.
    #[error("a batch of the result does not match its schema: {0}")]
    Schema(#[source] ArrowError),
    /// Something of this name is there already, and overwriting was not asked for.
    #[error("{} exists already", path.display())]
    Exists {
        /// The name that is taken.
        path: PathBuf,
    },
    /// The folder that should hold the output is missing.
    #[error("there is no folder {}", path.display())]
    NoFolder {
        /// The missing folder.
        path: PathBuf,
    },
    /// A folder has the name that a file was to get.
    #[error("{} is a folder, not a file", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A file has the name that a folder was to get.
    #[error("{} is a file, not a folder", path.display())]
    IsFile {
        /// The file.
        path: PathBuf,
    },
    /// The folder to be replaced holds other things than partitions.
    #[error("{} holds {found:?}, which is not part of a partitioned result", path.display())]
    ForeignFolder {
        /// The folder.
        path: PathBuf,
        /// The first entry that is not a partition.
        found: String,
    },
    /// Partitions were asked for in a format that has none.
    #[error("{format} output cannot be split into partitions")]
    PartitionFormat {
        /// The format asked for.
        format: Format,
    },
    /// A column to partition by that the result does not have.
    #[error("cannot partition by {column:?}: the result has no such column")]
    NoColumn {
        /// The name asked for.
        column: String,
        /// The columns of the result.
        available: Vec<String>,
    },
    /// Columns that the result has but that it cannot be partitioned by.
    #[error("cannot partition by {column:?}: {reason}")]
    PartitionColumn {
        /// The column, or the list of columns.
        column: String,
        /// Why not.
        reason: String,
    },
}

fn target(path: Option<&Path>) -> String {
    path.map_or_else(|| "the output".to_owned(), |path| path.display().to_string())
}

impl OutputError {
    /// Whether the reader of the output went away, as `head` does: for a command this is a normal end.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The file or folder that the error is about, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Io { path, .. } => path.as_deref(),
            Self::Exists { path }
            | Self::NoFolder { path }
            | Self::IsFolder { path }
            | Self::IsFile { path }
            | Self::ForeignFolder { path, .. } => Some(path),
            _ => None,
        }
    }

    /// What to do about it, in one clause for the user.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull => "free some space or write to another disk",
                io::ErrorKind::PermissionDenied => "write to a folder where you may create files",
                io::ErrorKind::ReadOnlyFilesystem => "write to another disk: this one is read-only",
                io::ErrorKind::InvalidFilename => "choose a shorter name without special characters",
                _ => return None,
            },
            Self::Query(_) | Self::Schema(_) => return None,
            Self::Encode { .. } => "cast the column to text in the query, or choose another format",
            Self::NoPoints { columns, .. } => {
                return Some(format!("select longitude and latitude too; the columns are {}", columns.join(", ")));
            }
            Self::TooManyRows { .. } => "narrow the result down, or choose csv or parquet",
            Self::Exists { .. } => "add --force to replace it, or choose another name",
            Self::NoFolder { path } => return Some(format!("create it first: mkdir -p {path:?}")),
            Self::IsFolder { .. } => "give the name of a file, or partition columns for a folder",
            Self::IsFile { .. } => "choose a name that is not taken by a file",
            Self::ForeignFolder { .. } => "choose a new folder, or remove this one yourself",
            Self::PartitionFormat { .. } => "use parquet, geoparquet, csv or arrow",
            Self::NoColumn { available, .. } => {
                return Some(format!("the columns are {}", available.join(", ")));
            }
            Self::PartitionColumn { .. } => {
                "name each column once, of a plain type, and leave at least one for the files"
            }
        };
        Some(hint.to_owned())
    }

    /// The same error with the name of the output, for errors from a writer that did not know it.
    pub(super) fn at(self, name: &Path) -> Self {
        match self {
            Self::Io { path: None, source } => Self::Io { path: Some(name.to_owned()), source },
            other => other,
        }
    }

    /// An error of a library's writer: the operating system's where it carries one, else the format's.
    pub(super) fn encode(format: Format) -> impl Fn(ArrowError) -> Self {
        move |error| match error {
            ArrowError::IoError(_, source) => source.into(),
            other => Self::Encode { format, reason: other.to_string() },
        }
    }
}

impl From<io::Error> for OutputError {
    fn from(source: io::Error) -> Self {
        Self::Io { path: None, source }
    }
}
