//! What the tests of states and differences share: a publisher's file changed by a script, and events that are ended.

use std::path::Path;

use duckdb::Connection;

use crate::support::Bench;

/// A file as rows of fields, with its header first, so that it can be changed and written again.
#[derive(Clone)]
pub(crate) struct Sheet {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sheet {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        // The web export of UCDP has one field more in each row than in its header.
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
        let mut rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
        Sheet { header: rows.next().expect("a header"), rows: rows.collect() }
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in std::iter::once(&self.header).chain(&self.rows) {
            writer.write_record(row).expect("a row is written");
        }
        writer.into_inner().expect("the whole file")
    }

    /// Where a column stands.
    pub(crate) fn at(&self, name: &str) -> usize {
        self.header.iter().position(|known| known == name).unwrap_or_else(|| panic!("a column {name}"))
    }

    /// A field as a number; empty is 0.
    pub(crate) fn number(&self, row: &[String], name: &str) -> i64 {
        row[self.at(name)].parse().unwrap_or(0)
    }
}

/// Ends events as a load that lacks them would: their states go into history, a load says so, and answers follow.
///
/// What a load of a whole release does by itself is done here in SQL, on the tables alone.
pub(crate) fn end_events(bench: &Bench, source: &str, ids: &[String]) -> i64 {
    let conn = Connection::open(bench.db()).expect("the ledger opens for writing");
    let load: i64 = conn.query_row("select max(load_id) + 1 from load", [], |row| row.get(0)).expect("the next load");
    let listed: Vec<String> = ids.iter().map(|id| format!("'{}'", id.replace('\'', "''"))).collect();
    let which = format!("source = '{source}' and source_event_id in ({})", listed.join(", "));
    let run = |sql: &str| conn.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    run(&format!(
        "begin; \
         insert into event_history by name select *, {load} as ended_load_id from event where {which}; \
         insert into event_actor_history by name select *, {load} as ended_load_id from event_actor where {which}; \
         delete from event where {which}; delete from event_actor where {which}; \
         insert into load by name select * replace ({load} as load_id, 'snapshot' as mode, 0 as events_added, \
           0 as events_revised, {} as events_removed) from load where source = '{source}' order by load_id desc limit 1;",
        ids.len()
    ));
    for mart in warledger::catalog::of_kind(warledger::catalog::Kind::Mart) {
        run(&format!("delete from {0}; insert into {0} {1};", mart.name, mart.body));
    }
    run("commit; checkpoint;");
    load
}

/// Loads a file through the command.
pub(crate) fn load(bench: &Bench, path: &Path) {
    bench.ok(&["load", &path.display().to_string()]);
}
