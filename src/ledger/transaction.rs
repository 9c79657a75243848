//! A transaction that ends with its scope.

use duckdb::Connection;

use super::params::{Params, run};
use crate::error::Result;

/// A transaction that is rolled back unless it is committed.
pub(crate) struct Transaction<'c> {
    conn: &'c Connection,
    open: bool,
}

impl<'c> Transaction<'c> {
    pub(crate) fn begin(conn: &'c Connection) -> Result<Self> {
        run(conn, "beginning the load", "begin transaction", &Params::new())?;
        Ok(Transaction { conn, open: true })
    }

    /// Commits what is done so far and goes on: only for a draft, which nobody sees before it is whole.
    ///
    /// The engine keeps no statistics of rows that are not committed, and plans badly over them; and it reads them with one
    /// thread, also those of temporary tables.
    pub(crate) fn go_on(&mut self) -> Result<()> {
        self.go_on_after(|| Ok(()))
    }

    /// The same; `between` is done outside of a transaction: one that has written to the ledger may not write to another
    /// database.
    pub(crate) fn go_on_after(&mut self, between: impl FnOnce() -> Result<()>) -> Result<()> {
        self.open = false;
        run(self.conn, "storing the load", "commit", &Params::new())?;
        between()?;
        run(self.conn, "beginning the load", "begin transaction", &Params::new())?;
        self.open = true;
        Ok(())
    }

    /// The connection whose transaction it is.
    pub(crate) fn connection(&self) -> &'c Connection {
        self.conn
    }

    pub(crate) fn commit(mut self) -> Result<()> {
        self.open = false;
        run(self.conn, "storing the load", "commit", &Params::new()).map(drop)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open && self.conn.execute_batch("rollback").is_err() {
            // The connection is closed next, which ends the transaction in any case.
            self.open = false;
        }
    }
}
