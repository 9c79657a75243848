//! One error type, by phase. Every variant names what it is about, and [`Error::hint`] says what to do next.

use std::path::{Path, PathBuf};

/// Result of everything in this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong, in the order of the data's way: definition, file, row, ledger, question, output.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A source definition cannot be used.
    #[error("the source definition {path} cannot be used: {reason}")]
    Definition {
        /// File of the definition, or its name in the built-in set.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No source of that name.
    #[error("there is no source named '{name}'; known: {known}")]
    UnknownSource {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A file cannot be read as what it should be.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
        /// What to do about it.
        hint: String,
    },
    /// A header fits no known layout, or more than one.
    #[error("{path}: {reason}")]
    Header {
        /// The file.
        path: PathBuf,
        /// Nearest layout, missing and extra columns.
        reason: String,
        /// What to do about it.
        hint: String,
    },
    /// A fault at one row that ends the load.
    #[error("{path}, row {row}, column {column}: {reason}")]
    Row {
        /// The file.
        path: PathBuf,
        /// Row as a spreadsheet counts it: the header is row 1.
        row: u64,
        /// Column of the source.
        column: String,
        /// What is wrong.
        reason: String,
        /// What to do about it.
        hint: String,
    },
    /// More rows were rejected than is allowed.
    #[error(
        "{path}: {rejected} of {read} rows were rejected ({share:.1} %), more than the {limit} % allowed; nothing was changed\n{examples}"
    )]
    TooManyRejects {
        /// The file.
        path: PathBuf,
        /// Rejected rows.
        rejected: u64,
        /// Rows read.
        read: u64,
        /// Their share in percent.
        share: f64,
        /// The share allowed in percent.
        limit: f64,
        /// The first rejects, a line each.
        examples: String,
    },
    /// The database file is in use by another process.
    #[error("the database {path} is in use by another process{by}")]
    Locked {
        /// The database file.
        path: PathBuf,
        /// Who holds it, where known.
        by: String,
    },
    /// A load would remove more of what it covers than it may unasked.
    #[error(
        "this {mode} of {source_name} would remove {removed} of the {covered} events that it covers ({share:.1} %), more than {limit} %; nothing was changed"
    )]
    TooManyRemovals {
        /// Mode of the load.
        mode: &'static str,
        /// The source.
        source_name: String,
        /// Events that it would remove.
        removed: i64,
        /// Events that it covers.
        covered: i64,
        /// Their share in percent.
        share: f64,
        /// The share allowed in percent.
        limit: f64,
    },
    /// The disk does not hold a copy of the ledger.
    #[error(
        "{path}: a change works on a copy and needs {} of disk space, {} are free; nothing was changed",
        megabytes(*needed), megabytes(*free)
    )]
    NoRoom {
        /// The database file.
        path: PathBuf,
        /// Bytes needed.
        needed: u64,
        /// Bytes free.
        free: u64,
    },
    /// The database file cannot be opened or is not a ledger.
    #[error("{path}: {reason}")]
    Database {
        /// The database file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
        /// What to do about it.
        hint: String,
    },
    /// The engine refused a statement of ours or of the user.
    #[error("{doing}: {reason}")]
    Engine {
        /// What was being done.
        doing: String,
        /// The engine's own words.
        reason: String,
    },
    /// Another engine cannot be asked, or has refused a statement.
    #[error("{address}: {reason}")]
    Remote {
        /// The engine.
        address: String,
        /// What went wrong.
        reason: String,
        /// What to do about it.
        hint: String,
    },
    /// A check inside the load's transaction found rows that must not be there.
    #[error("check '{check}' failed: {rows}; nothing was changed")]
    Check {
        /// Name of the check.
        check: String,
        /// The offending rows, shortened.
        rows: String,
    },
    /// A question that has no sound answer.
    #[error("{reason}")]
    Refused {
        /// Why.
        reason: String,
        /// What to ask instead.
        hint: String,
    },
    /// Command line arguments that do not fit together.
    #[error("{reason}")]
    Usage {
        /// What does not fit.
        reason: String,
        /// What to write instead.
        hint: String,
    },
    /// Reference data (actors, aliases, regions) that contradict themselves.
    #[error("reference data {file}, row {row}: {reason}")]
    Reference {
        /// The file.
        file: String,
        /// Row, header = 1.
        row: u64,
        /// What is wrong.
        reason: String,
    },
    /// Reading or writing failed.
    #[error("{doing} {path}: {source}")]
    Io {
        /// "reading", "writing", ...
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// Writing a result failed.
    #[error(transparent)]
    Output(#[from] crate::output::OutputError),
    /// A report could not take its form.
    #[error(transparent)]
    Report(#[from] crate::report::ReportError),
    /// Writing a synthetic file failed.
    #[error(transparent)]
    Sample(#[from] crate::sample::SampleError),
    /// A fault of ours: an invariant did not hold.
    #[error("internal fault in {at}: {reason}")]
    Internal {
        /// Where.
        at: &'static str,
        /// What did not hold.
        reason: String,
    },
}

impl Error {
    /// A file that cannot be read as what it should be.
    pub(crate) fn file(path: &Path, reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Error::File { path: path.to_path_buf(), reason: reason.into(), hint: hint.into() }
    }

    /// A row that says of the whole file that it cannot be trusted.
    pub(crate) fn row(path: &Path, reject: &crate::ingest::Reject) -> Self {
        Error::Row {
            path: path.to_path_buf(),
            row: reject.row,
            column: reject.column.clone(),
            reason: reject.reason.clone(),
            hint: "take the publisher's own file again, and do not save it from a spreadsheet program".to_owned(),
        }
    }

    /// An operating system's refusal, with the step that would help.
    pub(crate) fn io(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        Error::Io { doing, path: path.to_path_buf(), source }
    }

    /// The engine's refusal while doing something.
    pub(crate) fn engine(doing: impl Into<String>, reason: impl ToString) -> Self {
        Error::Engine { doing: doing.into(), reason: without_advice(reason.to_string()) }
    }

    /// An invariant of ours that did not hold.
    pub(crate) fn internal(at: &'static str, reason: impl ToString) -> Self {
        Error::Internal { at, reason: reason.to_string() }
    }

    /// The next step for the person who sees the error.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::File { hint, .. }
            | Error::Row { hint, .. }
            | Error::Header { hint, .. }
            | Error::Database { hint, .. }
            | Error::Refused { hint, .. }
            | Error::Remote { hint, .. }
            | Error::Usage { hint, .. } => (!hint.is_empty()).then(|| hint.clone()),
            Error::Definition { .. } => {
                Some("compare it with the definitions that `warledger sources` lists".to_owned())
            }
            Error::UnknownSource { .. } => {
                Some("`warledger sources` lists them; a path ending in .toml names a definition of your own".to_owned())
            }
            Error::TooManyRejects { .. } => Some(
                "look at the rows named above; if they really are faulty, allow more with --max-rejects PERCENT"
                    .to_owned(),
            ),
            Error::TooManyRemovals { .. } => Some(
                "see what it would do with --dry-run; if the file really is complete, say --yes; if it is a part, say --update"
                    .to_owned(),
            ),
            Error::NoRoom { .. } => Some("free some disk space and try again".to_owned()),
            Error::Locked { .. } => {
                Some("close the other program (a shell, a notebook), or give another file with --db".to_owned())
            }
            Error::Io { source, .. } => match source.kind() {
                std::io::ErrorKind::NotFound => Some("check the path".to_owned()),
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                    Some("check the permissions of the file and its folder".to_owned())
                }
                std::io::ErrorKind::StorageFull => Some("free some disk space and try again".to_owned()),
                _ => Some("check the path, and that its disk is sound and can be reached".to_owned()),
            },
            Error::Internal { .. } => {
                Some("this is a fault of warledger: please report it with the command that led to it".to_owned())
            }
            Error::Output(error) => error.hint(),
            Error::Report(error) => error.hint(),
            Error::Engine { reason, .. } if reason.contains("No space left on device") => {
                Some("free some disk space and try again".to_owned())
            }
            Error::Engine { reason, .. } if reason.contains("read-only mode") => {
                Some("the ledger is opened for reading; `warledger sql --write` changes it".to_owned())
            }
            Error::Engine { reason, .. } if reason.starts_with("Out of Memory Error") => {
                Some("narrow the question (a period, a country), or allow more with --memory 4GB".to_owned())
            }
            Error::Engine { reason, .. } if reason.contains(" but it exists in the ") => {
                Some("extensions of the engine are not loaded here. Points for maps: warledger export NAME --format geoparquet; spreadsheets: warledger load FILE.xlsx; what there is: warledger describe".to_owned())
            }
            Error::Engine { reason, .. } if reason.contains("disabled by configuration") => {
                Some("statements reach nothing outside the ledger (--allow-files DIR lets them read files of a folder); to write a result: warledger export --sql \"select ...\" -o FILE".to_owned())
            }
            Error::Engine { reason, .. } if reason.starts_with("Catalog Error") || reason.starts_with("Binder Error") => {
                Some("`warledger describe` lists tables, views and macros, `warledger describe NAME` their columns".to_owned())
            }
            _ => None,
        }
    }

    /// The reader of our output went away: not a failure.
    pub fn is_broken_pipe(&self) -> bool {
        match self {
            Error::Io { source, .. } => source.kind() == std::io::ErrorKind::BrokenPipe,
            Error::Output(error) => error.is_broken_pipe(),
            _ => false,
        }
    }

    /// Exit code of the process: 2 for misuse, 1 for everything else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage { .. } | Error::UnknownSource { .. } => 2,
            _ => 1,
        }
    }
}

/// What the engine says without its advice to change settings and to install extensions, which is refused here.
fn without_advice(reason: String) -> String {
    const ADVICE: &[&str] = &["\n\nPossible solutions:", "\n\nPlease try installing", "\nPlease try installing"];
    let end = ADVICE.iter().filter_map(|advice| reason.find(advice)).min();
    // What follows the advice points at the place in the statement.
    let place = reason.find("\n\nLINE ").filter(|place| end.is_some_and(|end| end < *place));
    match end {
        Some(end) => format!("{}{}", &reason[..end], place.map_or("", |place| &reason[place..])),
        None => reason,
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
