//! Where the numbers of a result come from, as the ledger records it.

use super::params::Params;
use super::question::rows;
use super::reference::{self, texts};
use super::{AsOf, Ledger, Moment, Rows};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};
use crate::provenance::{LoadUsed, Provenance, SourceUsed, State};

impl Ledger {
    /// The provenance of a result: of its sources, where it tells them, else of all that the ledger holds.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn provenance(&self, query: &str, result: Option<&Rows>) -> Result<Provenance> {
        self.provenance_of(query, result.map(sources_of).transpose()?.flatten())
    }

    /// The provenance of a result of these sources; without them, of all that the ledger holds.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn provenance_of(&self, query: &str, named: Option<Vec<String>>) -> Result<Provenance> {
        let known = citations(&self.citations()?)?;
        // A column of that name may hold something else in a query of the user.
        let named = named.filter(|named| {
            !named.is_empty() && named.iter().all(|name| known.iter().any(|source| source.source == *name))
        });
        let mut sources: Vec<SourceUsed> = match &named {
            Some(named) => known.into_iter().filter(|source| named.contains(&source.source)).collect(),
            None => known,
        };
        for source in &mut sources {
            source.loads = self.loads_of(&source.source)?;
        }
        let as_of = match &self.as_of {
            Some(as_of) => as_of.clone(),
            None => self.load_at(Moment::Now)?,
        };
        let created = texts(&self.conn, "select strftime(min(created_at), '%Y-%m-%d %H:%M:%S') from ledger")?;
        Ok(Provenance {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            query: query.to_owned(),
            answered_at: super::load::now(),
            ledger_created_at: created.into_iter().flatten().next().unwrap_or_default(),
            as_of: State::from(&as_of),
            compared_with: None,
            reference_version: reference::version(&self.conn)?,
            all_sources_of_ledger: named.is_none(),
            sources,
        })
    }

    /// The sources that the rows of a statement name, asked before the statement itself; none if they name none, empty if
    /// there are no rows.
    ///
    /// # Errors
    /// [`Error::Refused`] for a statement that reaches outside.
    pub fn sources_named(&self, statement: &str) -> Result<Option<Vec<String>>> {
        self.admit_as_of(statement)?;
        // The statement's own faults are told as its own, not as those of what is put around it.
        let columns = self.timed(|| self.query(&format!("describe {statement}"), &Params::new()));
        let Ok(columns) = columns else { return Ok(None) };
        let names = column(&columns, "column_name")?;
        let has_source = names.iter().flatten().any(|name| name.eq_ignore_ascii_case("source"));
        if !has_source {
            return Ok(None);
        }
        let asked = format!("select distinct source::text as source from (\n{statement}\n) as answer");
        match self.timed(|| self.query(&asked, &Params::new())) {
            Ok(rows) if rows.is_empty() => Ok(Some(Vec::new())),
            Ok(rows) => sources_of(&rows),
            Err(_) => Ok(None),
        }
    }

    /// The load that an earlier file was made as of, if this is the ledger that it was made from.
    ///
    /// # Errors
    /// [`Error::Refused`] if the file was made from another ledger.
    pub fn load_of(&self, earlier: &Provenance) -> Result<Moment> {
        let refuse = |reason: String| Error::Refused {
            reason,
            hint: format!("give the ledger that it was made from with --db ({} was asked)", self.path.display()),
        };
        let created = texts(&self.conn, "select strftime(min(created_at), '%Y-%m-%d %H:%M:%S') from ledger")?;
        let created = created.into_iter().flatten().next().unwrap_or_default();
        if created != earlier.ledger_created_at {
            return Err(refuse(format!(
                "the file was made from another ledger, of {} UTC; this one is of {created} UTC",
                earlier.ledger_created_at
            )));
        }
        let moment = Moment::Load(earlier.as_of.load_id);
        let here = self.load_at(moment)?;
        if here.loaded_at != earlier.as_of.loaded_at {
            return Err(refuse(format!(
                "the file was made as of load {} of {} UTC, which in this ledger is of {} UTC",
                here.load_id, earlier.as_of.loaded_at, here.loaded_at
            )));
        }
        Ok(moment)
    }

    fn loads_of(&self, source: &str) -> Result<Vec<LoadUsed>> {
        let params = Params::new().with("source", source);
        let found = rows(&self.conn, "loads", catalog::body(Kind::Report, "loads_of_source"), &params)?;
        let column = |name: &str| column(&found, name);
        let (ids, modes, releases, files) =
            (column("load_id")?, column("mode")?, column("release")?, column("file_name")?);
        let (hashes, times, accessed) = (column("file_sha256")?, column("loaded_at")?, column("accessed_on")?);
        let text = |values: &[Option<String>], at: usize| values[at].clone().unwrap_or_default();
        (0..ids.len())
            .map(|at| {
                Ok(LoadUsed {
                    load_id: text(&ids, at).parse().map_err(|error| Error::internal("reading a load", error))?,
                    mode: text(&modes, at),
                    release: releases[at].clone(),
                    file_name: text(&files, at),
                    file_sha256: text(&hashes, at),
                    loaded_at: text(&times, at),
                    accessed_on: accessed[at].clone(),
                })
            })
            .collect()
    }
}

impl From<&AsOf> for State {
    fn from(as_of: &AsOf) -> Self {
        State { load_id: as_of.load_id, loaded_at: as_of.loaded_at.clone(), is_newest: as_of.is_newest() }
    }
}

/// The sources that a result names; none if it has no such column or no row.
fn sources_of(rows: &Rows) -> Result<Option<Vec<String>>> {
    if rows.is_empty() || rows.schema.column_with_name("source").is_none() {
        return Ok(None);
    }
    let mut named = column(rows, "source")?;
    named.sort();
    named.dedup();
    // A row without a source comes from anywhere.
    Ok(named.into_iter().collect())
}

/// A column of a result as texts.
pub(super) fn column(rows: &Rows, name: &str) -> Result<Vec<Option<String>>> {
    use arrow::array::{Array, AsArray};
    let mut all = Vec::with_capacity(rows.len());
    for batch in &rows.batches {
        let found = batch.column_by_name(name).ok_or_else(|| Error::internal("reading a result", name))?;
        let text = arrow::compute::cast(found, &arrow::datatypes::DataType::Utf8)
            .map_err(|error| Error::internal("reading a result", error))?;
        let text = text.as_string::<i32>();
        all.extend((0..text.len()).map(|at| (!text.is_null(at)).then(|| text.value(at).to_owned())));
    }
    Ok(all)
}

fn citations(rows: &Rows) -> Result<Vec<SourceUsed>> {
    let column = |name: &str| column(rows, name);
    let (names, titles, releases, cut_offs) =
        (column("source")?, column("title")?, column("releases")?, column("last_date")?);
    let (census, licences, citations) = (column("census")?, column("licence")?, column("citation")?);
    let text = |values: &[Option<String>], at: usize| values[at].clone().unwrap_or_default();
    Ok((0..names.len())
        .map(|at| SourceUsed {
            source: text(&names, at),
            title: text(&titles, at),
            releases: releases[at].clone(),
            cut_off: cut_offs[at].clone(),
            census: census[at].as_deref() == Some("true"),
            licence: text(&licences, at),
            citation: text(&citations, at),
            loads: Vec::new(),
        })
        .collect())
}
