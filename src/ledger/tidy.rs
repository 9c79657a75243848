//! Marts without gaps: rows that loads have replaced go, so that answers do not grow slower with the number of loads.
//!
//! The engine keeps replaced rows in its storage until whole groups of rows are dead, and every scan passes over them.

use duckdb::Connection;

use super::params::{Params, run};
use super::reference::texts;
use super::transaction::Transaction;
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

const DOING: &str = "closing gaps in marts";

/// Dead rows in a hundred stored ones that are let stand: below it, writing a mart anew costs more than scans lose.
const MOST_DEAD: i64 = 5;

/// Writes those marts anew, in the order of their grain, that have too many dead rows; stores them.
pub(crate) fn marts(conn: &Connection) -> Result<()> {
    let mut gappy = Vec::new();
    for mart in catalog::of_kind(Kind::Mart) {
        let sizes = texts(
            conn,
            &format!(
                "select estimated_size::text, (select count(*) from {0})::text from duckdb_tables() \
                 where table_name = '{0}' and database_name = current_database()",
                mart.name
            ),
        )?;
        let number = |text: &str| text.parse::<i64>().map_err(|error| Error::internal(DOING, error));
        if let Some([stored, living]) = sizes.first().map(Vec::as_slice)
            && (number(stored)? - number(living)?) * 100 > number(stored)? * MOST_DEAD
        {
            gappy.push(mart);
        }
    }
    if gappy.is_empty() {
        return Ok(());
    }
    let begun = Transaction::begin(conn)?;
    for mart in gappy {
        for statement in [
            format!("create or replace temp table living as select * from {}", mart.name),
            format!("delete from {}", mart.name),
            format!("insert into {} select * from living order by {}", mart.name, mart.header.grain.join(", ")),
            "drop table living".to_owned(),
        ] {
            run(conn, DOING, &statement, &Params::new())?;
        }
    }
    begun.commit()?;
    run(conn, "storing", "checkpoint", &Params::new()).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::install;

    /// Rows stored, dead ones too, and rows that live.
    fn sizes(conn: &Connection) -> (i64, i64) {
        let sql = "select (select estimated_size from duckdb_tables() where table_name = 'group_country'), \
                   (select count(*) from group_country)";
        conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("sizes")
    }

    #[test]
    fn a_mart_with_many_dead_rows_is_written_anew_and_one_with_few_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = Connection::open(folder.path().join("ledger.duckdb")).expect("a database");
        install::install(&conn).expect("the tables");
        let fill = "insert into group_country select 's', 'actor' || n, 'c', n, date '2026-01-01', date '2026-01-02' \
                    from range(20000) as numbers(n)";
        conn.execute_batch(&format!("{fill}; checkpoint; delete from group_country where events % 50 = 0; checkpoint"))
            .expect("rows");
        let (stored, living) = sizes(&conn);
        assert_eq!((stored, living), (20_000, 19_600), "the engine keeps dead rows");
        marts(&conn).expect("few are let stand");
        assert_eq!(sizes(&conn), (stored, living));
        conn.execute_batch("delete from group_country where events % 10 = 1; checkpoint").expect("more dead rows");
        let before: Vec<Vec<String>> =
            texts(&conn, "select actor_id, country, events::text from group_country order by actor_id").expect("rows");
        assert!(sizes(&conn).0 > sizes(&conn).1);
        marts(&conn).expect("many go");
        assert_eq!(sizes(&conn), (17_600, 17_600));
        let after =
            texts(&conn, "select actor_id, country, events::text from group_country order by actor_id").expect("rows");
        assert_eq!(before, after);
    }
}
