//! The state after an earlier load: what of it there is, and questions that are asked of it.
//!
//! A ledger that is opened as of an earlier load has temporary views before its tables: events, their actors, claims,
//! coverage and loads as they stood then, and the marts computed from them. Stored views and macros find these first, so
//! every answer is that of the state, by the same text. As of the newest load nothing stands before the tables.

use std::fmt;

use chrono::NaiveDate;
use duckdb::Connection;
use regex::Regex;

use super::admit::admit;
use super::data_files::admit_files;
use super::params::{Params, run};
use super::reference::{self, texts};
use super::{Access, Ledger};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

const DOING: &str = "going back to an earlier load";

/// A point in the history of a ledger, as a person names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// After this load.
    Load(i64),
    /// At the end of this day, UTC.
    Day(NaiveDate),
    /// After the newest load.
    Now,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Load(load) => write!(f, "load {load}"),
            Moment::Day(day) => write!(f, "{day}"),
            Moment::Now => f.write_str("now"),
        }
    }
}

/// The load whose state is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// Its number.
    pub load_id: i64,
    /// When it was loaded, UTC.
    pub loaded_at: String,
    /// The newest load.
    pub newest: i64,
    /// True if the reference data in force are not those of then.
    pub reference_changed: bool,
    /// True if answers are computed by other SQL than then.
    pub marts_changed: bool,
    /// Tables that stand for their earlier state.
    pub turned_back: Vec<String>,
    /// Tables whose earlier states are not kept: questions about them are refused.
    pub not_kept: Vec<String>,
}

impl AsOf {
    /// True if it is the newest load, whose state the tables hold as they are.
    pub fn is_newest(&self) -> bool {
        self.load_id == self.newest
    }

    /// What a reader of an answer must know.
    pub fn lines(&self) -> Vec<String> {
        let newest =
            if self.is_newest() { "the newest".to_owned() } else { format!("the newest is load {}", self.newest) };
        let mut lines = vec![format!("As of load {} of {} UTC; {newest}.", self.load_id, self.loaded_at)];
        if self.reference_changed {
            lines.push(Self::REFERENCE_CHANGED.to_owned());
        }
        if self.marts_changed {
            lines.push(Self::MARTS_CHANGED.to_owned());
        }
        lines
    }

    /// What is said where [`AsOf::reference_changed`].
    pub(crate) const REFERENCE_CHANGED: &str = "The reference data have changed since: actors of events are those stored then; \
         their names and kinds, memberships and regions are those of now.";

    /// What is said where [`AsOf::marts_changed`].
    pub(crate) const MARTS_CHANGED: &str =
        "The definitions of answers have changed since: this is the present one on the data of then.";
}

impl Ledger {
    /// Opens a ledger read-only as it stood at a moment.
    ///
    /// # Errors
    /// As [`Ledger::open`], and [`Error::Usage`] if there is no such load, or none so early.
    pub fn open_as_of(path: &std::path::Path, moment: Option<Moment>) -> Result<Self> {
        Ledger::open_with(path, &Access { moment, ..Access::default() })
    }

    /// Opens a ledger read-only, as it stood at a moment and within limits.
    ///
    /// # Errors
    /// As [`Ledger::open_as_of`], and [`Error::Usage`] for a folder that is none.
    pub fn open_with(path: &std::path::Path, access: &Access) -> Result<Self> {
        let mut ledger = Ledger::open_within(path, access)?;
        if let Some(moment) = access.moment {
            let mut as_of = ledger.load_at(moment)?;
            if !as_of.is_newest() {
                turn_back(&ledger.conn, &ledger.home()?, &mut as_of)?;
            }
            ledger.as_of = Some(as_of);
        }
        Ok(ledger)
    }

    /// The moment that questions are asked of; none if it is the present.
    pub fn as_of(&self) -> Option<&AsOf> {
        self.as_of.as_ref()
    }

    /// The load whose state a moment has.
    ///
    /// # Errors
    /// [`Error::Usage`] if there is no such load, or none so early.
    pub fn load_at(&self, moment: Moment) -> Result<AsOf> {
        let known = texts(
            &self.conn,
            "select load_id::text, strftime(loaded_at, '%Y-%m-%d %H:%M:%S'), source, release, reference_version \
             from load order by load_id",
        )?;
        let Some(newest) = known.last() else {
            return Err(Error::Usage {
                reason: format!("nothing has been loaded into {}", self.path.display()),
                hint: "load a file first: warledger load FILE".to_owned(),
            });
        };
        let found = known.iter().rev().find(|row| match moment {
            Moment::Load(load) => row[0] == load.to_string(),
            Moment::Day(day) => row[1].as_str() <= format!("{day} 23:59:59").as_str(),
            Moment::Now => true,
        });
        let Some(found) = found else {
            return Err(Error::Usage {
                reason: match moment {
                    Moment::Load(load) => format!("there is no load {load}"),
                    _ => format!("nothing had been loaded by {moment}"),
                },
                hint: format!("there are: {}; `warledger loads` lists them", listed(&known)),
            });
        };
        let number = |text: &str| text.parse::<i64>().map_err(|error| Error::internal(DOING, error));
        Ok(AsOf {
            load_id: number(&found[0])?,
            loaded_at: found[1].clone(),
            newest: number(&newest[0])?,
            reference_changed: found[4] != reference::version(&self.conn)?,
            marts_changed: self.marts_changed(&found[0], &newest[0])?,
            turned_back: Vec::new(),
            not_kept: Vec::new(),
        })
    }

    /// True if two loads computed their answers by different SQL, as far as the ledger records it.
    fn marts_changed(&self, one: &str, other: &str) -> Result<bool> {
        let recorded = "select column_name from duckdb_columns() where table_name = 'load' \
                        and column_name = 'marts_version' and database_name = current_database()";
        if one == other || texts(&self.conn, recorded)?.is_empty() {
            return Ok(false);
        }
        let versions =
            texts(&self.conn, &format!("select distinct marts_version from load where load_id in ({one}, {other})"))?;
        Ok(versions.len() > 1)
    }

    /// The stored tables' place, as statements name it.
    pub(crate) fn home(&self) -> Result<String> {
        let database: String = self
            .conn
            .query_row("select current_database()", [], |row| row.get(0))
            .map_err(|error| Error::engine("naming the database", error))?;
        Ok(format!("{}.main", identifier(&database)))
    }

    /// Where the state that is asked for stands: the stored tables, or the views before them.
    pub(crate) fn state_home(&self) -> Result<String> {
        if self.as_of.as_ref().is_some_and(|as_of| !as_of.is_newest()) {
            Ok("temp.main".to_owned())
        } else {
            self.home()
        }
    }

    /// Refuses a statement that goes around the views of an earlier state, or of what the session is narrowed to.
    pub(crate) fn admit_as_of(&self, statement: &str) -> Result<()> {
        admit(statement, self.files)?;
        admit_files(statement, self.files, &self.path)?;
        let as_of = self.as_of.as_ref().filter(|as_of| !as_of.is_newest());
        if as_of.is_none() && self.narrowed.is_empty() {
            return Ok(());
        }
        let home = self.home()?;
        let database = home.trim_end_matches(".main").trim_matches('"').to_owned();
        let pattern = format!(
            r#"(?i)(?:"?\b{0}"?\s*\.\s*)?(?:"main"|\bmain|"{0}"|\b{0})\s*\.\s*"?(\w+)"#,
            regex::escape(&database)
        );
        let pattern = Regex::new(&pattern).map_err(|error| Error::internal(DOING, error))?;
        let names: Vec<&str> =
            pattern.captures_iter(statement).filter_map(|found| found.get(1)).map(|name| name.as_str()).collect();
        let is_one_of = |tables: &[String], name: &str| tables.iter().any(|table| table.eq_ignore_ascii_case(name));
        if let Some(as_of) = as_of
            && let Some(name) = names.iter().find(|name| is_one_of(&as_of.turned_back, name))
        {
            return Err(Error::Refused {
                reason: format!(
                    "{name} under the name of its schema is the present state, not that of load {}",
                    as_of.load_id
                ),
                hint: format!("write {name} alone, or leave out --as-of"),
            });
        }
        match names.iter().find(|name| is_one_of(&self.narrowed, name)) {
            Some(name) => Err(Error::Refused {
                reason: format!("{name} under the name of its schema holds more than the session is narrowed to"),
                hint: format!("write {name} alone, or widen the session"),
            }),
            None => Ok(()),
        }
    }
}

/// The loads that there are, in a line.
fn listed(known: &[Vec<String>]) -> String {
    const MOST: usize = 12;
    let name = |row: &Vec<String>| {
        let release = if row[3].is_empty() { String::new() } else { format!(" {}", row[3]) };
        format!("{} ({}, {}{release})", row[0], row[1].split(' ').next().unwrap_or_default(), row[2])
    };
    if known.len() <= MOST {
        return known.iter().map(name).collect::<Vec<_>>().join(", ");
    }
    format!("{} to {}", name(&known[0]), name(&known[known.len() - 1]))
}

/// Puts the state of a load before the tables.
fn turn_back(conn: &Connection, home: &str, as_of: &mut AsOf) -> Result<()> {
    let load = as_of.load_id;
    let make = |name: &str, text: &str| {
        run(conn, DOING, &format!("create temp view {} as {text}", identifier(name)), &Params::new()).map(drop)
    };
    let (kept, not_kept) = kept_tables(conn)?;
    for table in ["event", "event_actor", "claim", "aggregate"].into_iter().chain(kept.iter().map(String::as_str)) {
        let (current, history) = (identifier(table), identifier(&format!("{table}_history")));
        let version = format!("{table}_version");
        let ended = "case when ended_load_id <= {load} then ended_load_id end".replace("{load}", &load.to_string());
        make(
            &version,
            &format!(
                "select * replace ({ended} as ended_load_id) from (select held.*, null::integer as ended_load_id \
                 from {home}.{current} as held union all by name select * from {home}.{history}) where load_id <= {load}"
            ),
        )?;
        let version = identifier(&version);
        make(table, &format!("select * exclude (ended_load_id) from {version} where ended_load_id is null"))?;
        make(&format!("{table}_history"), &format!("select * from {version} where ended_load_id is not null"))?;
        as_of.turned_back.extend([table.to_owned(), format!("{table}_version"), format!("{table}_history")]);
    }
    for table in &not_kept {
        let says = format!("earlier states of {table} are not kept: it cannot be asked as of load {load}");
        make(
            table,
            &format!(
                "select held.* from {home}.{} as held where error('{}')",
                identifier(table),
                says.replace('\'', "''")
            ),
        )?;
    }
    let views: [(&str, String); 9] = [
        ("load", format!("select * from {home}.load where load_id <= {load}")),
        ("event_release", format!("select * from {home}.event_release where load_id <= {load}")),
        (
            "deletion",
            format!(
                "select * replace (null::integer as ended_load_id) from {home}.deletion \
                 where load_id <= {load} and (ended_load_id is null or ended_load_id > {load})"
            ),
        ),
        ("rejected_row", format!("select * from {home}.rejected_row where load_id <= {load}")),
        (
            "source",
            format!(
                "select * from {home}.source where source in (select source from {home}.load where load_id <= {load})"
            ),
        ),
        (
            "coverage_version",
            format!(
                "select * replace (case when ended_load_id <= {load} then ended_load_id end as ended_load_id) \
                 from {home}.coverage where load_id <= {load}"
            ),
        ),
        ("coverage", "select * from coverage_version where ended_load_id is null".to_owned()),
        (
            "actor_ever",
            catalog::body(Kind::Core, "actor_ever")
                .replace("from actor\n", &format!("from {home}.actor\n"))
                .replace("from actor as", &format!("from {home}.actor as")),
        ),
        ("actor", format!("select * from actor_as_of({load})")),
    ];
    for (name, text) in &views {
        make(name, text)?;
        as_of.turned_back.push((*name).to_owned());
    }
    for mart in catalog::of_kind(Kind::Mart) {
        make(mart.name, &mart.body)?;
        as_of.turned_back.push(mart.name.to_owned());
    }
    as_of.not_kept = not_kept;
    as_of.turned_back.extend(as_of.not_kept.clone());
    Ok(())
}

/// Tables of the sources' own columns: those with a history, and those without.
pub(crate) fn kept_tables(conn: &Connection) -> Result<(Vec<String>, Vec<String>)> {
    let rows = texts(
        conn,
        "select kept.table_name, (history.table_name is not null)::text \
         from duckdb_tables() as kept \
         left join duckdb_tables() as history \
           on history.table_name = kept.table_name || '_history' and history.database_name = kept.database_name \
         where kept.database_name = current_database() \
           and kept.table_name in (select kept_table from source) \
         order by kept.table_name",
    )?;
    let (with, without): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row[1] == "true");
    let name = |rows: Vec<Vec<String>>| rows.into_iter().filter_map(|row| row.into_iter().next()).collect();
    Ok((name(with), name(without)))
}

/// A quoted identifier.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
