//! Loading: staged rows are compared with the ledger, what changes is written with its history, and every answer that
//! depends on it is brought up to date, in one transaction.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::params::{Params, Value, prepare, run};
use super::report::{LoadOptions, LoadReport, Totals, file_report};
use super::stage::{Stage, StagedFile, stage_file};
use super::stream::StreamingDatabase;
use super::transaction::Transaction;
use super::{install, kept, open, reference, refresh, tidy};
use crate::catalog;
use crate::error::{Error, Result};
use crate::ingest::{Reject, SourceFile};
use crate::reference::Resolver;
use crate::source::{Content, Definition};
use duckdb::Connection;

/// Loads files of one source into a ledger, which is made if it does not exist.
///
/// `watch` is told which file is being read and its share, 0 to 1.
///
/// # Errors
/// File faults, too many rejected rows, a ledger that is in use; in every case the ledger is as it was.
pub fn load(
    ledger: &Path,
    definition: &Arc<Definition>,
    files: Vec<SourceFile>,
    options: &LoadOptions,
    watch: &mut dyn FnMut(&str, f64),
) -> Result<LoadReport> {
    let made = !ledger.exists();
    let outcome = load_into(ledger, definition, files, options, watch);
    let written = matches!(&outcome, Ok(report) if report.load_id.is_some() && !report.dry_run);
    if made && !written {
        remove_new(ledger);
    }
    outcome
}

/// A file that this load has made and not filled goes again; the reason why it is empty has been told already.
fn remove_new(ledger: &Path) {
    for path in [ledger.to_path_buf(), PathBuf::from(format!("{}.wal", ledger.display()))] {
        if path.exists() && std::fs::remove_file(&path).is_err() {
            // The file stays behind empty; the next load fills it.
            continue;
        }
    }
}

fn load_into(
    ledger: &Path,
    definition: &Arc<Definition>,
    files: Vec<SourceFile>,
    options: &LoadOptions,
    watch: &mut dyn FnMut(&str, f64),
) -> Result<LoadReport> {
    let database = open_for_writing(ledger)?;
    let conn = database.statements();
    let _stage = Stage::attach(&database, ledger)?;
    let mut staged = Vec::with_capacity(files.len());
    for (at, file) in files.into_iter().enumerate() {
        let path = file.path.clone();
        let name = file.name.clone();
        let read = stage_file(&database, file, at as i64 + 1, &mut |share| watch(&name, share))?;
        too_many_rejects(&path, &read.rejects, read.read, options.max_rejects)?;
        staged.push(read);
    }
    watch("ledger", 1.0);
    let begun = Transaction::begin(conn)?;
    if !has_tables(conn)? {
        install::install(conn)?;
    }
    let mut work = Work { conn, definition, options, staged, load_id: next_load(conn)? };
    let report = work.write()?;
    if options.dry_run || report.nothing_new {
        return Ok(LoadReport { load_id: None, ..report });
    }
    begun.commit()?;
    run(conn, "storing", "checkpoint", &Params::new())?;
    tidy::marts(conn)?;
    Ok(report)
}

/// Opens a ledger, or an empty file that is to become one, for writing.
pub(crate) fn open_for_writing(ledger: &Path) -> Result<StreamingDatabase> {
    if let Some(folder) = ledger.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(Error::Database {
            path: ledger.to_path_buf(),
            reason: format!("there is no folder {}", folder.display()),
            hint: "make it, or give another file with --db".to_owned(),
        });
    }
    let is_new = !ledger.exists();
    let settings = [("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false")];
    let database = StreamingDatabase::open(&open::database_path(ledger)?, &settings)
        .map_err(|reason| open::open_fault(ledger, &reason))?;
    if !is_new && has_any_table(database.statements())? {
        open::check_ledger(database.statements(), ledger)?;
    }
    Ok(database)
}

fn has_any_table(conn: &Connection) -> Result<bool> {
    conn.query_row("select count(*) > 0 from duckdb_tables()", [], |row| row.get(0))
        .map_err(|error| Error::engine("opening the ledger", error))
}

fn has_tables(conn: &Connection) -> Result<bool> {
    conn.query_row("select count(*) > 0 from duckdb_tables() where table_name = 'ledger'", [], |row| row.get(0))
        .map_err(|error| Error::engine("opening the ledger", error))
}

fn next_load(conn: &Connection) -> Result<i64> {
    conn.query_row("select coalesce(max(load_id), 0) + 1 from load", [], |row| row.get(0))
        .map_err(|error| Error::engine("numbering the load", error))
}

fn too_many_rejects(path: &Path, rejects: &[Reject], read: u64, limit: f64) -> Result<()> {
    let share = if read == 0 { 0.0 } else { rejects.len() as f64 * 100.0 / read as f64 };
    if share <= limit {
        return Ok(());
    }
    let examples: Vec<String> = rejects
        .iter()
        .take(5)
        .map(|reject| {
            let column = if reject.column.is_empty() { String::new() } else { format!(", column {}", reject.column) };
            format!("  row {}{column}: {}", reject.row, reject.reason)
        })
        .collect();
    Err(Error::TooManyRejects {
        path: path.to_path_buf(),
        rejected: rejects.len() as u64,
        read,
        share,
        limit,
        examples: examples.join("\n"),
    })
}

struct Work<'w> {
    conn: &'w Connection,
    definition: &'w Arc<Definition>,
    options: &'w LoadOptions,
    staged: Vec<StagedFile>,
    load_id: i64,
}

impl Work<'_> {
    fn params(&self) -> Params {
        Params::new().with("source", self.definition.source.name.as_str()).with("load_id", self.load_id)
    }

    fn step(&self, name: &'static str) -> Result<usize> {
        run(self.conn, &format!("loading ({})", name.replace('_', " ")), catalog::step(name), &self.params())
    }

    fn write(&mut self) -> Result<LoadReport> {
        self.step("incoming")?;
        self.reject_contradictions()?;
        self.step("change")?;
        let mut report = self.count()?;
        self.write_source()?;
        let claims_changed = self.write_claims(&mut report)?;
        let known_file = self.is_known_file(report.release.as_deref())?;
        report.nothing_new = report.events_added + report.events_revised + claims_changed == 0 && known_file;
        if !report.nothing_new {
            self.write_events()?;
            self.write_coverage(&report)?;
            self.write_load(&report)?;
            refresh::refresh_source(self.conn, &self.definition.source.name, self.definition.measures.claims)?;
            refresh::check(self.conn)?;
        }
        self.total(&mut report)?;
        Ok(report)
    }

    /// A second row of an event with other content is a fault of that row, counted like any other.
    fn reject_contradictions(&mut self) -> Result<()> {
        let fail = |error: duckdb::Error| Error::engine("comparing rows", error);
        let mut statement = prepare(self.conn, "comparing rows", catalog::step("contradicting"), &Params::new())?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            let number: i64 = row.get(0).map_err(fail)?;
            let (at, id, first): (i64, String, i64) =
                (row.get(1).map_err(fail)?, row.get(2).map_err(fail)?, row.get(3).map_err(fail)?);
            if let Some(file) = self.staged.iter_mut().find(|file| file.number == number) {
                file.rejects.push(Reject {
                    row: at.unsigned_abs(),
                    column: "source_event_id".to_owned(),
                    reason: format!("the event {id} stands in row {first} already, with other content"),
                    raw: id,
                });
            }
        }
        for file in &mut self.staged {
            file.rejects.sort_by_key(|reject| reject.row);
            too_many_rejects(Path::new(&file.name), &file.rejects, file.read, self.options.max_rejects)?;
        }
        Ok(())
    }

    fn count(&self) -> Result<LoadReport> {
        let fail = |error: duckdb::Error| Error::engine("counting the load", error);
        let mut report = LoadReport {
            load_id: Some(self.load_id),
            source: self.definition.source.name.clone(),
            release: self.release(),
            dry_run: self.options.dry_run,
            files: self.staged.iter().map(file_report).collect(),
            ..LoadReport::default()
        };
        let mut statement = prepare(self.conn, "counting the load", catalog::step("counts"), &Params::new())?;
        statement
            .query_row([], |row| {
                report.events_accepted = row.get(0)?;
                report.events_unchanged = row.get(1)?;
                report.events_added = row.get(2)?;
                report.events_revised = row.get(3)?;
                report.rows_duplicate = row.get(4)?;
                report.first_event_date = row.get(5)?;
                report.last_event_date = row.get(6)?;
                Ok(())
            })
            .map_err(fail)?;
        Ok(report)
    }

    fn release(&self) -> Option<String> {
        self.options.release.clone().or_else(|| {
            let mut names: Vec<&str> = self
                .staged
                .iter()
                .filter_map(|file| file.release.as_ref())
                .map(|known| known.release.as_str())
                .collect();
            names.dedup();
            (!names.is_empty()).then(|| names.join(", "))
        })
    }

    fn is_known_file(&self, release: Option<&str>) -> Result<bool> {
        let hashes: Vec<&str> = self.staged.iter().map(|file| file.sha256.as_str()).collect();
        let params = self.params().with("sha256", hashes.join("; ")).with("release", release);
        let sql = "select count(*) > 0 from load where source = $source and file_sha256 = $sha256 and release is not distinct from $release::text";
        one_flag(self.conn, "looking for the file", sql, &params)
    }

    fn write_source(&self) -> Result<()> {
        let about = &self.definition.source;
        let measures = &self.definition.measures;
        let params = self
            .params()
            .with("title", about.title.as_str())
            .with("publisher", about.publisher.as_str())
            .with("licence", about.licence.as_str())
            .with("licence_url", about.licence_url.as_str())
            .with("citation", about.citation.as_str())
            .with("census", about.census)
            .with("redistribute", about.redistribute)
            .with("range", measures.deaths_range)
            .with("sides", measures.deaths_by_side)
            .with("rules", measures.deaths_rules)
            .with("claims", measures.claims)
            .with("kept", self.definition.kept.table.as_str())
            .with("note", about.note.as_str());
        run(self.conn, "naming the source", "delete from source where source = $source", &params)?;
        let insert = "insert into source values ($source, $title, $publisher, $licence, $licence_url, $citation, \
                      $census, $redistribute, $range, $sides, $rules, $claims, $kept, $note)";
        run(self.conn, "naming the source", insert, &params).map(drop)
    }

    fn write_events(&self) -> Result<()> {
        for step in ["keep_event_history", "keep_actor_history", "end_events", "end_actors"] {
            self.step(step)?;
        }
        let source = &self.definition.source.name;
        let new = reference::names(self.conn, catalog::step("new_names"), &self.params())?;
        if !new.is_empty() {
            let resolver = Resolver::new(&reference::read(self.conn)?)?;
            let names: Vec<(String, String)> = new.into_iter().map(|name| (source.clone(), name)).collect();
            reference::spell(self.conn, &resolver, &names)?;
        }
        for step in ["side_kind", "add_events", "add_actors", "actors_of_sources"] {
            self.step(step)?;
        }
        kept::write(self.conn, self.definition, &self.staged, self.load_id)
    }

    fn write_claims(&self, report: &mut LoadReport) -> Result<i64> {
        let fail = |error: duckdb::Error| Error::engine("counting claims", error);
        let mut statement = prepare(self.conn, "counting claims", catalog::step("claim_counts"), &self.params())?;
        statement.raw_execute().map_err(fail)?;
        let mut rows = statement.raw_query();
        let mut changed = 0;
        if let Some(row) = rows.next().map_err(fail)? {
            report.claims_accepted = row.get(0).map_err(fail)?;
            changed = row.get(1).map_err(fail)?;
        }
        if changed > 0 {
            self.step("drop_changed_claims")?;
            self.step("add_claims")?;
        }
        Ok(changed)
    }

    fn write_coverage(&self, report: &LoadReport) -> Result<()> {
        let told =
            self.options.release.as_ref().and_then(|release| crate::source::release_period(self.definition, release));
        let mut by_rows = Vec::new();
        for file in self.staged.iter().filter(|file| file.content == Content::Events) {
            match told.as_ref().or(file.release.as_ref()) {
                Some(release) => {
                    let params = self
                        .params()
                        .with("file_number", file.number)
                        .with("covers_from", release.covers_from)
                        .with("covers_to", release.covers_to);
                    run(self.conn, "noting the coverage", catalog::step("release_coverage"), &params)?;
                }
                None => by_rows.push(file.number.to_string()),
            }
        }
        if !by_rows.is_empty() && report.events_accepted > 0 {
            let params = self.params().with("file_numbers", format!("[{}]", by_rows.join(",")));
            run(self.conn, "noting the coverage", catalog::step("file_coverage"), &params)?;
        }
        Ok(())
    }

    fn write_load(&self, report: &LoadReport) -> Result<()> {
        let join = |part: fn(&StagedFile) -> &str| self.staged.iter().map(part).collect::<Vec<_>>().join("; ");
        let rejected: usize = self.staged.iter().map(|file| file.rejects.len()).sum();
        let params = self
            .params()
            .with("release", report.release.clone())
            .with("file_name", join(|file| &file.name))
            .with("sha256", join(|file| &file.sha256))
            .with("bytes", self.staged.iter().map(|file| file.size as i64).sum::<i64>())
            .with("layout", join(|file| &file.layout))
            .with("accessed_on", self.options.accessed_on.map_or(Value::Null, Value::Date))
            .with("first_date", report.first_event_date.clone())
            .with("last_date", report.last_event_date.clone())
            .with("read", self.staged.iter().map(|file| file.read as i64).sum::<i64>())
            .with("rejected", rejected as i64)
            .with("duplicate", report.rows_duplicate)
            .with("accepted", report.events_accepted)
            .with("unchanged", report.events_unchanged)
            .with("added", report.events_added)
            .with("revised", report.events_revised)
            .with("claims", report.claims_accepted)
            .with("licence", self.definition.source.licence.as_str())
            .with("citation", self.definition.source.citation.as_str())
            .with("loaded_at", now())
            .with("tool", env!("CARGO_PKG_VERSION"))
            .with("reference", reference::version(self.conn)?);
        run(self.conn, "recording the load", catalog::step("record"), &params)?;
        for file in &self.staged {
            for reject in &file.rejects {
                let params = self
                    .params()
                    .with("file_name", file.name.as_str())
                    .with("row", reject.row as i64)
                    .with("column", Some(reject.column.as_str()).filter(|column| !column.is_empty()))
                    .with("reason", reject.reason.as_str())
                    .with("raw", reject.raw.as_str());
                let insert =
                    "insert into rejected_row values ($load_id, $source, $file_name, $row, $column, $reason, $raw)";
                run(self.conn, "recording rejected rows", insert, &params)?;
            }
        }
        Ok(())
    }

    fn total(&self, report: &mut LoadReport) -> Result<()> {
        let fail = |error: duckdb::Error| Error::engine("summing the load", error);
        let mut statement = prepare(self.conn, "summing the load", catalog::step("totals"), &self.params())?;
        statement.raw_execute().map_err(fail)?;
        let mut rows = statement.raw_query();
        if let Some(row) = rows.next().map_err(fail)? {
            report.totals = Totals {
                deaths_best: row.get(0).map_err(fail)?,
                deaths_low: row.get(1).map_err(fail)?,
                deaths_high: row.get(2).map_err(fail)?,
                deaths_low_reported: row.get(3).map_err(fail)?,
                deaths_high_reported: row.get(4).map_err(fail)?,
                ranges_repaired: row.get(5).map_err(fail)?,
                provisional_events: row.get(6).map_err(fail)?,
                provisional_deaths_best: row.get(7).map_err(fail)?,
            };
        }
        report.unknown_countries = reference::names(self.conn, catalog::step("unknown_countries"), &self.params())?;
        let unmatched = reference::names(self.conn, catalog::step("unmatched_names"), &self.params())?;
        report.unmatched_actors = unmatched.len() as i64;
        Ok(())
    }
}

/// The present moment in UTC; from here, because an engine built without ICU has no time zones.
pub(crate) fn now() -> String {
    chrono::Utc::now().format("%Y-%m-%d %H:%M:%S").to_string()
}

fn one_flag(conn: &Connection, doing: &str, sql: &str, params: &Params) -> Result<bool> {
    let fail = |error: duckdb::Error| Error::engine(doing, error);
    let mut statement = prepare(conn, doing, sql, params)?;
    statement.raw_execute().map_err(fail)?;
    let mut rows = statement.raw_query();
    match rows.next().map_err(fail)? {
        Some(row) => row.get(0).map_err(fail),
        None => Ok(false),
    }
}
