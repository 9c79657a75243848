//! Loads: the list of all, and everything that is recorded of one.

use super::params::Params;
use super::question::rows;
use super::{Ledger, Moment, Rows};
use crate::catalog::{self, Kind};
use crate::error::Result;

/// Everything that is recorded of a load.
#[derive(Clone, Debug)]
pub struct LoadDetails {
    /// Its one row of the table `load`.
    pub record: Rows,
    /// Countries and days that it covers.
    pub coverage: Rows,
    /// Rows that it did not take, by reason.
    pub rejected: Rows,
}

impl Ledger {
    /// Every load with what it did, oldest first.
    ///
    /// # Errors
    /// [`crate::Error::Engine`].
    pub fn loads(&self) -> Result<Rows> {
        rows(&self.conn, "loads", catalog::body(Kind::Report, "loads"), &Params::new())
    }

    /// Everything that is recorded of a load.
    ///
    /// # Errors
    /// [`crate::Error::Usage`] if there is no such load.
    pub fn load_details(&self, load_id: i64) -> Result<LoadDetails> {
        self.load_at(Moment::Load(load_id))?;
        let params = Params::new().with("load_id", load_id);
        let report = |name: &str| rows(&self.conn, "loads", catalog::body(Kind::Report, name), &params);
        Ok(LoadDetails {
            record: report("load_record")?,
            coverage: report("load_coverage")?,
            rejected: report("load_rejects")?,
        })
    }
}
