//! An engine over a lake: what is asked, what it must see, and whether it has seen it.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::steps::{Steps, files, named_in, one_question};
use super::{Address, Session};
use crate::catalog::{self, SCHEMA_VERSION};
use crate::error::{Error, Result};
use crate::lake::{Manifest, Table};
use crate::ledger::{Rows, cell_rows};

/// A lake that an engine is asked over.
pub struct OverLake {
    dir: PathBuf,
    location: String,
    manifest: Manifest,
    session: Session,
    /// Tables of which the engine has been seen to find every row.
    seen: RefCell<Vec<String>>,
}

impl OverLake {
    /// Reads the manifest of a lake, then connects.
    ///
    /// # Errors
    /// [`Error::File`] if there is no lake; [`Error::Refused`] for one of another version, and for a place whose name an
    /// engine would take for a pattern; those of `connect`.
    pub fn open(dir: &Path, connect: impl FnOnce() -> Result<Session>) -> Result<Self> {
        let manifest = Manifest::read(dir)?;
        if manifest.schema_version != SCHEMA_VERSION {
            return Err(Error::Refused {
                reason: format!(
                    "the tables of {} are of version {}, this program needs version {SCHEMA_VERSION}",
                    dir.display(),
                    manifest.schema_version
                ),
                hint: "write the lake anew with this program".to_owned(),
            });
        }
        let location = manifest.location_from(dir)?;
        if let Some(odd) = location.chars().find(|c| "`*?[]{}\\".contains(*c) || c.is_control()) {
            return Err(Error::Refused {
                reason: format!("{location} has {odd:?} in it, which an engine takes for a pattern"),
                hint: "write the lake to another folder".to_owned(),
            });
        }
        Ok(OverLake { dir: dir.to_owned(), location, manifest, session: connect()?, seen: RefCell::default() })
    }

    /// What the lake holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The engine.
    pub fn address(&self) -> &Address {
        self.session.address()
    }

    /// The folder of the manifest.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// All rows of a relation of the catalog: a table, or what its SQL file makes of the lake's tables.
    ///
    /// # Errors
    /// As [`OverLake::ask`].
    pub fn relation(&self, name: &str) -> Result<Rows> {
        let object = catalog::find(name).ok_or_else(|| Error::internal("asking an engine", name))?;
        self.given(&[object.name], &format!("select * from {}", object.name))
    }

    /// The rows of a statement in the engine's SQL, over the tables and views of the catalog.
    ///
    /// # Errors
    /// [`Error::Refused`] for statements that do more than ask, for what does not run on another engine, and if the lake
    /// is rewritten meanwhile; [`Error::Remote`] if the engine does not see the lake whole, and for its own errors.
    pub fn ask(&self, statement: &str) -> Result<Rows> {
        let statement = one_question(statement)?;
        self.given(&named_in(statement)?, statement)
    }

    /// The rows of a statement of ours, given the relations of the catalog that it reads.
    ///
    /// # Errors
    /// As [`OverLake::ask`].
    pub(super) fn given(&self, names: &[&str], statement: &str) -> Result<Rows> {
        let steps = Steps::of(&self.manifest, &self.location, names)?;
        self.must_see(&steps.tables)?;
        let rows = self.session.ask(&steps.before(statement))?;
        // An engine finds the files while it runs: those of a lake that was written meanwhile would be other ones.
        if Manifest::read(&self.dir)? != self.manifest {
            return Err(Error::Refused {
                reason: format!("the lake {} was written anew while the engine read it", self.dir.display()),
                hint: "ask again".to_owned(),
            });
        }
        Ok(rows)
    }

    /// Makes sure that the engine finds every row of the tables: of a folder that it does not see, some say nothing.
    fn must_see(&self, tables: &[String]) -> Result<()> {
        let new: Vec<&Table> = tables
            .iter()
            .filter(|name| !self.seen.borrow().contains(name))
            .filter_map(|name| self.manifest.table(name))
            .filter(|table| table.rows > 0)
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let counts: Vec<String> = new
            .iter()
            .map(|table| {
                format!("select '{}' as name, count(*) as held from {}", table.name, files(table, &self.location))
            })
            .collect();
        let found = cell_rows(&self.session.ask(&counts.join(" union all "))?)?;
        for table in new {
            let held = found.iter().find(|row| row.text("name") == Some(&table.name)).and_then(|row| row.whole("held"));
            if held.and_then(|held| u64::try_from(held).ok()) != Some(table.rows) {
                return Err(Error::Remote {
                    address: self.address().to_string(),
                    reason: format!(
                        "it does not see the lake that the manifest tells: {} has {} rows at {}, not {}",
                        table.name,
                        held.unwrap_or_default(),
                        self.location,
                        table.rows
                    ),
                    hint:
                        "the engine must find every file at that place, on each of its machines; another place is told \
                           with: warledger lake write DIR --location URL"
                            .to_owned(),
                });
            }
            self.seen.borrow_mut().push(table.name.clone());
        }
        Ok(())
    }
}
