//! What a load does to each event, before anything is written: which is newer, what is gone.
//!
//! Events are compared by identifier and content hash. Of two states the newer one stands: by the source's own upload
//! stamps, then by the order of its releases, then by the order of loads.

use chrono::NaiveDate;
use duckdb::Connection;

use super::kept::{columns, identifier};
use super::params::{Params, prepare, run};
use super::reference;
use super::report::{LoadOptions, Mode};
use super::stage::StagedFile;
use crate::catalog;
use crate::error::{Error, Result};
use crate::ingest::SourceFile;
use crate::reference::name_key;
use crate::source::{Content, Definition, KnownRelease, release_period};

const DOING: &str = "comparing with the ledger";

/// What is known of a load before its files are read.
pub(crate) struct Plan {
    /// How it changes the ledger.
    pub mode: Mode,
    /// Its release, where known.
    pub release: Option<KnownRelease>,
    /// Name of the release, also where the definition does not know it.
    pub release_name: Option<String>,
    /// Days that it covers whole, where its release or the user tells.
    pub covers: Option<(NaiveDate, NaiveDate)>,
}

impl Plan {
    /// Decides the mode: what the user says, else what the definition says of the release, else an update.
    pub(crate) fn new(definition: &Definition, files: &[SourceFile], options: &LoadOptions) -> Result<Self> {
        let deletions = files.iter().filter(|file| file.content() == Content::Deletions).count();
        if deletions > 0 && deletions < files.len() {
            return usage("events and deletions are two loads", "load one after the other");
        }
        let mut named: Vec<Option<&KnownRelease>> = files.iter().map(|file| file.release.as_ref()).collect();
        named.dedup();
        if named.len() > 1 && options.release.is_none() {
            return usage("files of several releases are several loads", "load one release after the other");
        }
        let release = match &options.release {
            Some(told) => release_period(definition, told),
            None => named.first().and_then(|known| known.cloned()),
        };
        let release_name = options.release.clone().or_else(|| release.as_ref().map(|release| release.release.clone()));
        let covers =
            options.covers.or_else(|| release.as_ref().map(|release| (release.covers_from, release.covers_to)));
        if deletions > 0 {
            if options.mode.is_some() || options.covers.is_some() || !options.countries.is_empty() {
                return usage(
                    "a list of deletions names its events itself",
                    "leave out --snapshot, --update and --covers",
                );
            }
            return Ok(Plan { mode: Mode::Deletions, release: None, release_name: None, covers: None });
        }
        let mode = match options.mode {
            Some(mode) => mode,
            None if release.as_ref().is_some_and(|release| release.is_snapshot) => Mode::Snapshot,
            None => Mode::Update,
        };
        if mode == Mode::Snapshot && covers.is_none() {
            return usage(
                "a snapshot removes what it covers and lacks, and nothing tells which days these files cover",
                "say it: --snapshot --covers 2025-01-01..2025-12-31",
            );
        }
        if !options.countries.is_empty() && covers.is_none() {
            return usage("countries are covered over days", "say which: --covers 2025-01-01..2025-12-31");
        }
        Ok(Plan { mode, release, release_name, covers })
    }
}

fn usage<T>(reason: &str, hint: &str) -> Result<T> {
    Err(Error::Usage { reason: reason.to_owned(), hint: hint.to_owned() })
}

/// Joins the SHA-256 of a load's files as the table `load` has them.
pub(crate) fn checksums(staged: &[StagedFile]) -> String {
    staged.iter().map(|file| file.sha256.as_str()).collect::<Vec<_>>().join("; ")
}

/// The last load in force that brought the very same files.
pub(crate) fn known_load(conn: &Connection, source: &str, staged: &[StagedFile]) -> Result<Option<i64>> {
    let params = Params::new().with("source", source).with("sha256", checksums(staged));
    let sql = "select max(load_id)::bigint from load where source = $source and file_sha256 = $sha256 \
               and load_id not in (select undoes from load where undoes is not null)";
    one_number(conn, "looking for the file", sql, &params)
}

/// Makes the upload stamps of staged and present events known: a temporary table and a view, empty where the source
/// has none.
pub(crate) fn read_stamps(conn: &Connection, definition: &Definition) -> Result<()> {
    let make = "create or replace temp table incoming_version (source_event_id text, version bigint)";
    run(conn, DOING, make, &Params::new())?;
    let stamp = definition.kept.upload_stamp.as_deref();
    let table = &definition.kept.table;
    let present = match stamp {
        Some(stamp) if columns(conn, table)?.iter().any(|name| name == stamp) => {
            format!("select source, source_event_id, {}::bigint as version from {table}", identifier(stamp))
        }
        _ => {
            "select null::text as source, null::text as source_event_id, null::bigint as version where false".to_owned()
        }
    };
    run(conn, DOING, &format!("create or replace temp view current_version as {present}"), &Params::new())?;
    let insert = "insert into incoming_version select incoming.source_event_id, stamp.version from stage.stamp \
                  join incoming on incoming.file_number = stamp.file_number and incoming.row_number = stamp.row_number";
    run(conn, DOING, insert, &Params::new()).map(drop)
}

/// Makes known, in the temporary table `restated`, the rows of events of which the load gives several states with upload
/// stamps, and lets the last upload stand.
pub(crate) fn find_restated(conn: &Connection, definition: &Definition) -> Result<()> {
    let make = "create or replace temp table restated \
                (source_event_id text, file_number integer, row_number bigint, content_hash ubigint, version bigint)";
    run(conn, DOING, make, &Params::new())?;
    if definition.kept.upload_stamp.is_none() {
        return Ok(());
    }
    let any = "select count(*)::bigint from incoming where has_other_states";
    if one_number(conn, DOING, any, &Params::new())?.unwrap_or(0) == 0 {
        return Ok(());
    }
    let insert = "insert into restated \
                  select given.source_event_id, given.file_number, given.row_number, given.content_hash, stamp.version \
                  from stage.event as given \
                  semi join (select source_event_id from incoming where has_other_states) as several \
                    on several.source_event_id = given.source_event_id \
                  join stage.stamp \
                    on stamp.file_number = given.file_number and stamp.row_number = given.row_number \
                  where stamp.version is not null";
    run(conn, DOING, insert, &Params::new())?;
    run(conn, DOING, catalog::step("newest_state"), &Params::new()).map(drop)
}

/// Events of the files that something newer has ended. Looked for only where there can be any.
pub(crate) fn find_superseded(conn: &Connection, params: &Params) -> Result<()> {
    let sql = "select count(*)::bigint from load where source = $source \
               and (mode in ('snapshot', 'deletions') or $known_load::integer is not null)";
    if one_number(conn, DOING, sql, params)?.unwrap_or(0) == 0 {
        let none = "create or replace temp table superseded (source_event_id text)";
        return run(conn, DOING, none, &Params::new()).map(drop);
    }
    run(conn, DOING, catalog::step("superseded"), params).map(drop)
}

/// Writes down what a load covers: days, and the countries told under the names that the source gives them.
pub(crate) fn find_covered(conn: &Connection, plan: &Plan, countries: &[String], params: &Params) -> Result<()> {
    let make = "create or replace temp table covered (country text, covers_from date, covers_to date)";
    run(conn, DOING, make, &Params::new())?;
    let Some((from, to)) = plan.covers else { return Ok(()) };
    let insert = "insert into covered values ($country, $covers_from::date, $covers_to::date)";
    let days = params.clone().with("covers_from", from).with("covers_to", to);
    if countries.is_empty() {
        return run(conn, DOING, insert, &days.with("country", None::<String>)).map(drop);
    }
    let known = reference::names(conn, catalog::step("country_names"), params)?;
    let codes = reference::texts(conn, "select country_key, country_iso3 from country_alias")?;
    let code_of = |name: &str| {
        let key = name_key(name);
        codes
            .iter()
            .find(|row| row[0] == key)
            .map(|row| row[1].clone())
            .or_else(|| codes.iter().find(|row| row[1].eq_ignore_ascii_case(name.trim())).map(|row| row[1].clone()))
    };
    for told in countries {
        let (key, code) = (name_key(told), code_of(told));
        let named: Vec<&String> =
            known.iter().filter(|name| name_key(name) == key || (code.is_some() && code_of(name) == code)).collect();
        if named.is_empty() {
            return Err(Error::Usage {
                reason: format!("neither the files nor the ledger have events in {told}"),
                hint: "name the country as the source does".to_owned(),
            });
        }
        for name in named {
            run(conn, DOING, insert, &days.clone().with("country", name.as_str()))?;
        }
    }
    Ok(())
}

/// One whole number, or nothing.
pub(crate) fn one_number(conn: &Connection, doing: &str, sql: &str, params: &Params) -> Result<Option<i64>> {
    Ok(numbers(conn, doing, sql, params)?.first().copied().flatten())
}

/// The whole numbers of the first row.
pub(crate) fn numbers(conn: &Connection, doing: &str, sql: &str, params: &Params) -> Result<Vec<Option<i64>>> {
    let fail = |error: duckdb::Error| Error::engine(doing, error);
    let mut statement = prepare(conn, doing, sql, params)?;
    statement.raw_execute().map_err(fail)?;
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    match rows.next().map_err(fail)? {
        Some(row) => (0..width).map(|at| row.get(at).map_err(fail)).collect(),
        None => Ok(vec![None; width]),
    }
}
