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
    /// The engine keeps no statistics of rows that are not committed, and plans badly over them.
    pub(crate) fn go_on(&mut self) -> Result<()> {
        self.open = false;
        run(self.conn, "storing the load", "commit", &Params::new())?;
        run(self.conn, "beginning the load", "begin transaction", &Params::new())?;
        self.open = true;
        Ok(())
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
