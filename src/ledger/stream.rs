//! The one place with unsafe code: a database handle that takes Arrow streams as they are.
//!
//! duckdb-rs hands out no raw connection, and its appender copies value by value. A database opened through the C API
//! serves both: a safe [`duckdb::Connection`] for statements and a raw connection that scans Arrow batches in place.
//!
//! Invariants: the raw connection and the safe one are closed before the database; an Arrow stream outlives the
//! statement that scans it, and its view is dropped before the stream is, or the database is closed before.
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char};
use std::path::Path;
use std::ptr;

use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::error::ArrowError;
use arrow::ffi_stream::FFI_ArrowArrayStream;
use arrow::record_batch::RecordBatchIterator;
use duckdb::{Connection, ffi};

/// A database opened for writing, with a connection for statements and one for streams.
pub(crate) struct StreamingDatabase {
    // Dropped in this order: statements, streams, database, and last what its views read from.
    statements: Connection,
    streams: RawConnection,
    _database: RawDatabase,
    #[expect(clippy::vec_box, reason = "the engine keeps the address of each stream")]
    standing: RefCell<Vec<Box<FFI_ArrowArrayStream>>>,
}

struct RawDatabase(ffi::duckdb_database);

impl Drop for RawDatabase {
    fn drop(&mut self) {
        // SAFETY: the handle came from duckdb_open_ext and is closed once; both connections are gone by now.
        unsafe { ffi::duckdb_close(&mut self.0) };
    }
}

struct RawConnection(ffi::duckdb_connection);

impl Drop for RawConnection {
    fn drop(&mut self) {
        // SAFETY: the handle came from duckdb_connect and is closed once.
        unsafe { ffi::duckdb_disconnect(&mut self.0) };
    }
}

impl StreamingDatabase {
    /// Opens a database file with the given settings.
    pub(crate) fn open(path: &Path, settings: &[(&str, &str)]) -> Result<Self, String> {
        let path = CString::new(path.as_os_str().as_encoded_bytes()).map_err(|error| error.to_string())?;
        let database = open_database(&path, settings)?;
        // SAFETY: the handle is open; the connection does not close it and is dropped before it.
        let statements = unsafe { Connection::open_from_raw(database.0) }.map_err(|error| error.to_string())?;
        let mut raw: ffi::duckdb_connection = ptr::null_mut();
        // SAFETY: the handle is open and `raw` is a valid place for the new connection.
        if unsafe { ffi::duckdb_connect(database.0, &mut raw) } != ffi::DuckDBSuccess {
            return Err("no second connection".to_owned());
        }
        Ok(StreamingDatabase {
            statements,
            streams: RawConnection(raw),
            _database: database,
            standing: RefCell::default(),
        })
    }

    /// The connection for statements.
    pub(crate) fn statements(&self) -> &Connection {
        &self.statements
    }

    /// Runs a statement on the stream connection while the batches stand, in their order, under the name `batch`.
    ///
    /// What the statement writes is committed at once, and seen by the other connection: it must write into the
    /// staging database only. Without a batch nothing is done.
    pub(crate) fn with_batches(&self, batches: &[RecordBatch], statement: &str) -> Result<(), String> {
        let Some(schema) = batches.first().map(RecordBatch::schema) else { return Ok(()) };
        // The engine is told the schema once and trusts it.
        if batches.iter().any(|batch| batch.schema() != schema) {
            return Err("the batches of a stream have columns of different types".to_owned());
        }
        let given: Vec<_> = batches.iter().cloned().map(Ok::<_, ArrowError>).collect();
        let mut stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(given, schema)));
        // SAFETY: `stream` lives until the end of this function, beyond the view that scans it.
        unsafe { self.view(c"batch", &mut stream) }?;
        let done = self.execute(statement);
        let dropped = self.execute("drop view if exists batch");
        done.and(dropped)
    }

    /// Lets a stream stand in the staging database under a name until the database is closed. It can be read once, by either
    /// connection; a transaction sees it if it began later.
    pub(crate) fn stand(&self, name: &str, reader: Box<dyn RecordBatchReader + Send>) -> Result<(), String> {
        let name = CString::new(name).map_err(|error| error.to_string())?;
        let mut stream = Box::new(FFI_ArrowArrayStream::new(reader));
        // SAFETY: the stream is in a place of its own, and kept there until the database is closed, whatever came of it.
        let made = unsafe { self.view(&name, &mut stream) };
        self.standing.borrow_mut().push(stream);
        made
    }

    /// Makes a view of a stream.
    ///
    /// # Safety
    /// The stream stays where it is until the view is dropped or the database closed.
    unsafe fn view(&self, name: &CStr, stream: &mut FFI_ArrowArrayStream) -> Result<(), String> {
        // The view is made in the database in use, and committed: the ledger must not be it.
        self.execute("use stage")?;
        // SAFETY: the connection is open, the name ends in NUL, and the stream outlives the view.
        let scanned = unsafe { ffi::duckdb_arrow_scan(self.streams.0, name.as_ptr(), ptr::from_mut(stream).cast()) };
        if scanned == ffi::DuckDBSuccess { Ok(()) } else { Err("the engine does not take the Arrow stream".to_owned()) }
    }

    fn execute(&self, statement: &str) -> Result<(), String> {
        let statement = CString::new(statement).map_err(|error| error.to_string())?;
        // SAFETY: a zeroed duckdb_result is what duckdb_query expects; it is destroyed exactly once, also after a
        // failure, and the error text is copied before that.
        unsafe {
            let mut result: ffi::duckdb_result = std::mem::zeroed();
            let state = ffi::duckdb_query(self.streams.0, statement.as_ptr(), &mut result);
            let answer =
                if state == ffi::DuckDBSuccess { Ok(()) } else { Err(text_at(ffi::duckdb_result_error(&mut result))) };
            ffi::duckdb_destroy_result(&mut result);
            answer
        }
    }
}

fn open_database(path: &CStr, settings: &[(&str, &str)]) -> Result<RawDatabase, String> {
    let mut config: ffi::duckdb_config = ptr::null_mut();
    let mut database: ffi::duckdb_database = ptr::null_mut();
    let mut message: *mut c_char = ptr::null_mut();
    // SAFETY: every handle is created here and destroyed or handed on exactly once; texts end in NUL and live until the
    // calls return; the engine's message is copied, then freed.
    unsafe {
        if ffi::duckdb_create_config(&mut config) != ffi::DuckDBSuccess {
            return Err("no configuration".to_owned());
        }
        for (name, value) in settings {
            let (Ok(name), Ok(value)) = (CString::new(*name), CString::new(*value)) else { continue };
            if ffi::duckdb_set_config(config, name.as_ptr(), value.as_ptr()) != ffi::DuckDBSuccess {
                ffi::duckdb_destroy_config(&mut config);
                return Err(format!("the setting {} is refused", name.to_string_lossy()));
            }
        }
        let state = ffi::duckdb_open_ext(path.as_ptr(), &mut database, config, &mut message);
        ffi::duckdb_destroy_config(&mut config);
        if state == ffi::DuckDBSuccess {
            return Ok(RawDatabase(database));
        }
        let reason = text_at(message);
        if !message.is_null() {
            ffi::duckdb_free(message.cast());
        }
        Err(reason)
    }
}

/// A copy of the engine's text; empty for a null pointer.
///
/// # Safety
/// The pointer is null or points to text that ends in NUL.
unsafe fn text_at(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: see above.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}
