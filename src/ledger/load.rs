//! Loading: staged rows are compared with the ledger, what changes is written with its history, and every answer that
//! depends on it is brought up to date, in one transaction.

use std::path::Path;
use std::sync::Arc;

use super::affected::Affected;
use super::draft::Draft;
use super::params::{Params, Value, as_written, prepare, run};
use super::report::{LoadOptions, LoadReport, Mode, REMOVAL_LIMIT, Totals, file_report};
use super::stage::{Stage, StagedFile, Staging, stage_file, too_many_rejects};
use super::stream::StreamingDatabase;
use super::sync::{self, Plan};
use super::transaction::Transaction;
use super::{aggregate, claims, install, kept, open, record, reference, refresh, row_file, tidy};
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
/// File faults, too many rejected rows, too many removals, a ledger that another program writes to; in every case the
/// ledger is as it was.
pub fn load(
    ledger: &Path,
    definition: &Arc<Definition>,
    files: Vec<SourceFile>,
    options: &LoadOptions,
    watch: &mut dyn FnMut(&str, f64),
) -> Result<LoadReport> {
    let plan = Plan::new(definition, &files, options)?;
    // The rows once in the ledger, and once more where the stage outgrows memory; packed files hold more than their size.
    let room = files.iter().map(|file| file.size.saturating_mul(3)).sum();
    let draft = Draft::begin(ledger, room, options.on_wait, check_any_ledger)?;
    let report = load_into(&draft, definition, plan, files, options, watch)?;
    if report.load_id.is_some() {
        draft.publish()?;
    }
    Ok(report)
}

fn load_into(
    draft: &Draft,
    definition: &Arc<Definition>,
    plan: Plan,
    files: Vec<SourceFile>,
    options: &LoadOptions,
    watch: &mut dyn FnMut(&str, f64),
) -> Result<LoadReport> {
    let database = open_draft(draft)?;
    let conn = database.statements();
    let merges = files.iter().any(SourceFile::has_row_per_actor);
    // What a side is follows from its actors.
    let how = Staging { merges, compares_actors: merges || definition.measures.deaths_by_side };
    let mut stage = Stage::attach(&database, draft.folder(), how)?;
    run(conn, "staging", &format!("set memory_limit = '{STAGING_MEMORY}'"), &Params::new())?;
    let mut staged = Vec::with_capacity(files.len());
    for (at, file) in files.into_iter().enumerate() {
        let path = file.path.clone();
        let name = file.name.clone();
        let read = stage_file(&mut stage, file, at as i64 + 1, &mut |share| watch(&name, share))?;
        too_many_rejects(&path, &read.rejects, read.read, options.max_rejects)?;
        staged.push(read);
    }
    let standing = stage.finish()?;
    watch("ledger", 1.0);
    // Comparing and sorting the whole of a large load needs more. `reset` would change the setting and leave the buffers
    // at their bound.
    let memory = writing_memory(staged.iter().map(|file| file.read).sum());
    run(conn, "making room", &format!("set memory_limit = '{memory}B'"), &Params::new())?;
    let mut begun = Transaction::begin(conn)?;
    if !has_tables(conn)? {
        install::install(conn)?;
    }
    let source = &definition.source.name;
    let load_id = next_load(conn)?;
    let known_load = sync::known_load(conn, source, &staged)?;
    let params = Params::new()
        .with("source", source.as_str())
        .with("load_id", load_id)
        .with("known_load", known_load)
        .with("release_rank", plan.release.as_ref().map(|release| release.rank))
        .with("newest_upload", Value::Null);
    let is_known = known_load.is_some();
    let mut work = Work { conn, definition, options, plan, staged, standing, load_id, is_known, params };
    let report = work.write(&mut begun)?;
    if options.dry_run || report.nothing_new {
        return Ok(LoadReport { load_id: None, ..report });
    }
    begun.commit()?;
    run(conn, "storing", "checkpoint", &Params::new())?;
    tidy::marts(conn)?;
    Ok(report)
}

/// What the engine may hold in memory while files are staged: rows go to the disk, and a large file needs no more than a
/// small one.
const STAGING_MEMORY: &str = "384MB";

/// What the engine may hold in memory while a load is compared and written, in bytes: beyond it joins and sorts go to the disk.
/// Loads of more than three million rows need more, for the keys of all of them are looked up at once.
fn writing_memory(rows: u64) -> u64 {
    const LEAST: u64 = 768_000_000;
    const OF_A_ROW: u64 = 256;
    LEAST.max(rows.saturating_mul(OF_A_ROW))
}

/// Tables that only comparing with the ledger reads.
const COMPARED: &[&str] = &[
    "stage.stamp",
    "temp.incoming",
    "temp.restated",
    "temp.incoming_version",
    "temp.superseded",
    "temp.covered_event",
];

/// Tables that only the writing of events and their coverage reads.
const WRITTEN: &[&str] = &["stage.event", "stage.actor", "temp.side_kind", "temp.known_release"];

/// Tables that only marts read whose affected groups alone are brought up to date.
const TOUCHED: &[&str] = &["temp.touched"];

/// Opens the draft of a change for writing.
pub(crate) fn open_draft(draft: &Draft) -> Result<StreamingDatabase> {
    open_to_write(draft.path())
}

/// Opens a file that nobody else sees yet for writing; a new one is of the storage version that packs long texts best.
pub(crate) fn open_to_write(path: &Path) -> Result<StreamingDatabase> {
    let settings = [
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        // It is checkpointed once, when it is whole. Else the engine would compress the staged rows again and again.
        ("checkpoint_threshold", "1TB"),
        // Notes are half of a ledger, and zstd packs them three times as well as what older versions know.
        ("storage_compatibility_version", "v1.2.0"),
        ("zstd_min_string_length", "64"),
    ];
    StreamingDatabase::open(path, &settings).map_err(|reason| open::open_fault(path, &reason))
}

/// Lets a ledger of this version pass, and a database without tables, which is to become one.
pub(crate) fn check_any_ledger(conn: &Connection, ledger: &Path) -> Result<()> {
    if has_any_table(conn)? { open::check_ledger(conn, ledger) } else { Ok(()) }
}

fn has_any_table(conn: &Connection) -> Result<bool> {
    conn.query_row("select count(*) > 0 from duckdb_tables()", [], |row| row.get(0))
        .map_err(|error| Error::engine("opening the ledger", error))
}

fn has_tables(conn: &Connection) -> Result<bool> {
    conn.query_row("select count(*) > 0 from duckdb_tables() where table_name = 'ledger'", [], |row| row.get(0))
        .map_err(|error| Error::engine("opening the ledger", error))
}

pub(crate) fn next_load(conn: &Connection) -> Result<i64> {
    conn.query_row("select coalesce(max(load_id), 0)::bigint + 1 from load", [], |row| row.get(0))
        .map_err(|error| Error::engine("numbering the load", error))
}

struct Work<'w> {
    conn: &'w Connection,
    definition: &'w Arc<Definition>,
    options: &'w LoadOptions,
    plan: Plan,
    staged: Vec<StagedFile>,
    /// What stands to be read once, and the steps that read it.
    standing: Vec<(&'static str, &'static str)>,
    load_id: i64,
    /// A load in force has brought the very same files.
    is_known: bool,
    params: Params,
}

impl Work<'_> {
    fn step(&self, name: &'static str) -> Result<usize> {
        run(self.conn, &format!("loading ({})", name.replace('_', " ")), catalog::step(name), &self.params)
    }

    /// Gives back the memory of staged tables that no later step reads.
    fn let_go(&self, begun: &mut Transaction<'_>, tables: &[&str]) -> Result<()> {
        begun.go_on_after(|| {
            tables.iter().try_for_each(|table| {
                run(self.conn, "making room", &format!("drop table if exists {table}"), &Params::new()).map(drop)
            })
        })
    }

    fn write(&mut self, begun: &mut Transaction<'_>) -> Result<LoadReport> {
        let mut report = self.decide(begun)?;
        record::source(self.conn, self.definition, &self.params)?;
        let claims_changed = self.decide_claims(&mut report)?;
        let deletions = self.new_deletions()?;
        let sums = report.aggregates.added + report.aggregates.revised;
        let events = report.events_added + report.events_revised + report.events_removed;
        let changed = events + claims_changed + deletions + sums;
        report.nothing_new = changed == 0 && self.is_known;
        if !report.nothing_new {
            self.guard(&mut report)?;
            self.step("touched")?;
            let has_claims = self.definition.measures.claims;
            let affected = if has_claims { None } else { Affected::little(self.conn, &self.params)? };
            self.let_go(begun, COMPARED)?;
            self.write_events(begun)?;
            for step in ["keep_claim_history", "end_claims", "add_claims", "add_deletions"] {
                self.step(step)?;
            }
            if sums > 0 {
                aggregate::write(self.conn, &self.params)?;
            }
            self.write_releases()?;
            record::coverage(self.conn, &self.plan, self.options, &self.staged, &self.params)?;
            let touched = if affected.is_none() { TOUCHED } else { &[] };
            self.let_go(begun, &[WRITTEN, touched].concat())?;
            let tolled = refresh::refresh_source(begun, has_claims, affected.as_ref(), &self.params)?;
            report.events_revised += tolled.revised;
            report.events_unchanged -= tolled.unchanged_before;
            record::load(self.conn, self.definition, &self.plan, self.options, &self.staged, &report, &self.params)?;
            if affected.is_some() { refresh::check_touched(self.conn)? } else { refresh::check(self.conn)? }
        }
        self.total(&mut report)?;
        Ok(report)
    }

    /// Compares the staged events with the ledger's; nothing is written yet.
    fn decide(&mut self, begun: &mut Transaction<'_>) -> Result<LoadReport> {
        self.step("incoming")?;
        begun.go_on()?;
        sync::find_restated(self.conn, self.definition)?;
        self.reject_contradictions("contradicting", "event")?;
        sync::read_stamps(self.conn, self.definition)?;
        begun.go_on()?;
        let mut report = self.begin_report()?;
        self.compare_aggregates(&mut report)?;
        if self.plan.mode == Mode::Deletions {
            self.step("deleted")?;
            report.events_covered = self.number("select count(*)::bigint from event where source = $source")?;
        } else {
            self.step("known_release")?;
            sync::find_superseded(self.conn, &self.params)?;
            self.step("change")?;
            begun.go_on()?;
        }
        sync::find_covered(self.conn, &self.plan, &self.options.countries, &self.params)?;
        if self.plan.mode == Mode::Snapshot {
            self.step("covered_events")?;
            self.step("removed")?;
            report.events_covered = self.number("select count(*)::bigint from covered_event")?;
            report.events_newer = self.number(
                "select count(*)::bigint from covered_event anti join incoming using (source_event_id) where is_newer",
            )?;
        }
        let counts = sync::numbers(self.conn, "counting the load", catalog::step("counts"), &self.params)?;
        let count = |at: usize| counts.get(at).copied().flatten().unwrap_or(0);
        report.events_unchanged = count(0);
        report.events_added = count(1);
        report.events_revised = count(2);
        report.events_older = count(3);
        report.events_removed = count(4);
        report.deletions_outdated = count(5);
        report.deletions_absent = count(6);
        report.events_accepted =
            report.events_unchanged + report.events_added + report.events_revised + report.events_older;
        Ok(report)
    }

    fn number(&self, sql: &str) -> Result<i64> {
        Ok(sync::one_number(self.conn, "counting the load", sql, &self.params)?.unwrap_or(0))
    }

    /// Stops a load that would remove what it cannot know to be gone, or more than it may unasked.
    fn guard(&self, report: &mut LoadReport) -> Result<()> {
        let rejected: usize = self.staged.iter().map(|file| file.rejects.len()).sum();
        if self.plan.mode == Mode::Snapshot && report.events_removed > 0 && rejected > 0 {
            return Err(Error::Refused {
                reason: format!(
                    "{rejected} rows were rejected: a snapshot would remove {} events that its files lack, and they may be in these rows; nothing was changed",
                    report.events_removed
                ),
                hint: "repair the rows, or load the files with --update, which removes nothing".to_owned(),
            });
        }
        let share = report.events_removed as f64 * 100.0 / report.events_covered.max(1) as f64;
        report.needs_yes = share > REMOVAL_LIMIT;
        if report.needs_yes && !self.options.accept_removals && !self.options.dry_run {
            return Err(Error::TooManyRemovals {
                mode: self.plan.mode.as_str(),
                source_name: self.definition.source.name.clone(),
                removed: report.events_removed,
                covered: report.events_covered,
                share,
                limit: REMOVAL_LIMIT,
            });
        }
        Ok(())
    }

    /// A second row of an event or claim with other content is a fault of that row, counted like any other.
    fn reject_contradictions(&mut self, step: &'static str, what: &str) -> Result<()> {
        let fail = |error: duckdb::Error| Error::engine("comparing rows", error);
        let mut statement = prepare(self.conn, "comparing rows", catalog::step(step), &Params::new())?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            let number: i64 = row.get(0).map_err(fail)?;
            let (at, id): (i64, String) = (row.get(1).map_err(fail)?, row.get(2).map_err(fail)?);
            let (first, of): (i64, i64) = (row.get(3).map_err(fail)?, row.get(4).map_err(fail)?);
            let other = self.staged.iter().find(|file| file.number == of && of != number);
            let place = other.map_or_else(|| format!("row {first}"), |other| format!("row {first} of {}", other.name));
            if let Some(file) = self.staged.iter_mut().find(|file| file.number == number) {
                file.rejects.push(Reject {
                    row: at.unsigned_abs(),
                    column: if what == "claim" { "claim_key".to_owned() } else { file.id_column.clone() },
                    reason: format!("the {what} {id} stands in {place} already, with other content"),
                    raw: id,
                });
            }
        }
        self.check_rejects()
    }

    /// Sums that contradict each other are faults of their rows; a source of sums is none of events.
    fn compare_aggregates(&mut self, report: &mut LoadReport) -> Result<()> {
        let holds = |content: Content| self.staged.iter().find(|file| file.content == content);
        let Some(file) = holds(Content::Aggregates) else { return Ok(()) };
        if holds(Content::Events).is_some() {
            return Err(aggregate::mixed(Path::new(&file.name)));
        }
        if self.plan.mode == Mode::Snapshot {
            return Err(Error::Refused {
                reason: "published sums are added and revised; a load of them removes none".to_owned(),
                hint: "leave out --snapshot".to_owned(),
            });
        }
        let (sums, contradictions) = aggregate::compare(self.conn, &self.params)?;
        for found in contradictions {
            if let Some(file) = self.staged.iter_mut().find(|file| file.number == found.file_number) {
                file.rejects.push(found.reject);
            }
        }
        if sums.accepted > 0 {
            report.rows_duplicate += sums.repeated;
            report.first_event_date = sums.first_date.clone();
            report.last_event_date = sums.last_date.clone();
        }
        report.aggregates = sums;
        self.check_rejects()?;
        report.files = self.staged.iter().map(file_report).collect();
        Ok(())
    }

    fn check_rejects(&mut self) -> Result<()> {
        for file in &mut self.staged {
            file.rejects.sort_by_key(|reject| reject.row);
            too_many_rejects(Path::new(&file.name), &file.rejects, file.read, self.options.max_rejects)?;
        }
        Ok(())
    }

    fn begin_report(&mut self) -> Result<LoadReport> {
        let fail = |error: duckdb::Error| Error::engine("counting the load", error);
        let mut report = LoadReport {
            load_id: Some(self.load_id),
            source: self.definition.source.name.clone(),
            release: self.plan.release_name.clone(),
            mode: self.plan.mode,
            covers: self.plan.covers.map(|(from, to)| (from.to_string(), to.to_string())),
            dry_run: self.options.dry_run,
            files: self.staged.iter().map(file_report).collect(),
            ..LoadReport::default()
        };
        let mut statement = prepare(self.conn, "counting the load", catalog::step("read_counts"), &Params::new())?;
        let newest_upload: Option<i64> = statement
            .query_row([], |row| {
                report.rows_duplicate = row.get(0)?;
                report.first_event_date = row.get(1)?;
                report.last_event_date = row.get(2)?;
                row.get(3)
            })
            .map_err(fail)?;
        // What was obtained on a day holds all that had been uploaded before it.
        let accessed = self.options.accessed_on.and_then(|day| day.and_hms_opt(0, 0, 0));
        let newest_upload =
            newest_upload.map(|newest| accessed.map_or(newest, |day| newest.max(day.and_utc().timestamp())));
        self.params = self.params.clone().with("newest_upload", newest_upload);
        Ok(report)
    }

    fn write_events(&self, begun: &mut Transaction<'_>) -> Result<()> {
        for step in ["keep_event_history", "keep_actor_history", "end_events", "end_actors"] {
            self.step(step)?;
        }
        let source = &self.definition.source.name;
        let new = reference::names(self.conn, catalog::step("new_names"), &self.params)?;
        if !new.is_empty() {
            let resolver = Resolver::new(&reference::read(self.conn)?)?;
            let names: Vec<(String, String)> = new.into_iter().map(|name| (source.clone(), name)).collect();
            reference::spell(self.conn, &resolver, &names)?;
        }
        self.step("side_kind")?;
        as_written(self.conn, || {
            for &(name, step) in &self.standing {
                let doing = format!("loading ({})", step.replace('_', " "));
                row_file::read_with(self.conn, &doing, name, catalog::step(step), &self.params)?;
            }
            self.step("add_merged_actors")
        })?;
        begun.go_on()?;
        self.step("all_actor_kinds")?;
        kept::write(self.conn, self.definition, &self.staged, self.load_id)
    }

    /// Compares the staged claims with the ledger's; how many change.
    fn decide_claims(&mut self, report: &mut LoadReport) -> Result<i64> {
        let before: usize = self.staged.iter().map(|file| file.rejects.len()).sum();
        claims::find_events(self.conn, self.definition, &mut self.staged, &self.params)?;
        self.reject_contradictions("contradicting_claims", "claim")?;
        if self.staged.iter().map(|file| file.rejects.len()).sum::<usize>() > before {
            report.files = self.staged.iter().map(file_report).collect();
        }
        let (accepted, changed) = claims::compare(self.conn, &self.params)?;
        report.claims_accepted = accepted;
        Ok(changed)
    }

    fn new_deletions(&self) -> Result<i64> {
        if self.plan.mode == Mode::Deletions { self.number(catalog::step("new_deletions")) } else { Ok(0) }
    }

    /// Notes which release has given the events of a source whose releases have an order.
    fn write_releases(&self) -> Result<()> {
        if self.plan.release.is_none() {
            return Ok(());
        }
        self.step("add_releases").map(drop)
    }

    fn total(&self, report: &mut LoadReport) -> Result<()> {
        let fail = |error: duckdb::Error| Error::engine("summing the load", error);
        let mut statement = prepare(self.conn, "summing the load", catalog::step("totals"), &self.params)?;
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
        report.unknown_countries = reference::names(self.conn, catalog::step("unknown_countries"), &self.params)?;
        let unmatched = reference::names(self.conn, catalog::step("unmatched_names"), &self.params)?;
        report.unmatched_actors = unmatched.len() as i64;
        Ok(())
    }
}

/// The present moment in UTC; from here, because an engine built without ICU has no time zones.
pub(crate) fn now() -> String {
    chrono::Utc::now().format("%Y-%m-%d %H:%M:%S").to_string()
}
