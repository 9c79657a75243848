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
