//! A new ledger: tables, views, macros and their comments, and the built-in reference data.

use duckdb::Connection;

use super::params::{Params, run};
use super::reference;
use crate::catalog::{self, Kind, Object, SCHEMA_VERSION};
use crate::error::Result;
use crate::reference::Reference;

/// Makes everything in an empty database, inside the caller's transaction.
pub(crate) fn install(conn: &Connection) -> Result<()> {
    for object in catalog::of_kind(Kind::Table) {
        run(conn, &format!("making the table {}", object.name), &object.body, &Params::new())?;
    }
    let ledger = Params::new()
        .with("version", i64::from(SCHEMA_VERSION))
        .with("made_at", super::load::now())
        .with("by", env!("CARGO_PKG_VERSION"));
    run(conn, "naming the ledger", "insert into ledger values ($version, $made_at::timestamp, $by)", &ledger)?;
    define_all(conn)?;
    document(conn)?;
    reference::write(conn, &Reference::builtin()?)
}

/// Makes core views, marts, macros and views.
///
/// A mart is a table with the columns of its select; core views and marts build on one another in this order.
pub(crate) fn define_all(conn: &Connection) -> Result<()> {
    ordered().into_iter().try_for_each(|object| define(conn, object))
}

/// Writes the documentation of everything that stands in the ledger.
pub(crate) fn document(conn: &Connection) -> Result<()> {
    catalog::objects()
        .iter()
        .filter(|object| object.kind.stands_in_ledger())
        .try_for_each(|object| comment(conn, object))
}

/// Core views, marts, macros and views so that each comes after what it reads.
fn ordered() -> Vec<&'static Object> {
    let mut rest: Vec<&Object> = catalog::objects()
        .iter()
        .filter(|object| matches!(object.kind, Kind::Core | Kind::Mart | Kind::Macro | Kind::View))
        .collect();
    let mut done: Vec<&Object> = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let before = rest.len();
        let (ready, waiting): (Vec<&Object>, Vec<&Object>) = rest.iter().copied().partition(|object| {
            !object
                .header
                .sources
                .iter()
                .any(|source| rest.iter().any(|other| other.name == source && other.name != object.name))
        });
        done.extend(ready);
        rest = waiting;
        if rest.len() == before {
            // A circle cannot be resolved; the engine names the missing object.
            done.append(&mut rest);
        }
    }
    done
}

fn define(conn: &Connection, object: &Object) -> Result<()> {
    let name = object.name;
    let statement = match object.kind {
        Kind::Mart => format!("create table {name} as select * from ({}) limit 0", object.body),
        Kind::Macro => {
            let params: Vec<String> = object.header.params.iter().map(|param| param.replacen('=', ":=", 1)).collect();
            format!("create macro {name}({}) as table {}", params.join(", "), object.body)
        }
        _ => format!("create view {name} as {}", object.body),
    };
    run(conn, &format!("making {name}"), &statement, &Params::new()).map(drop)
}

fn comment(conn: &Connection, object: &Object) -> Result<()> {
    let what = match object.kind {
        Kind::Table | Kind::Mart => "table",
        Kind::Macro => "macro table",
        _ => "view",
    };
    let doing = format!("documenting {}", object.name);
    let text = quoted(&object.header.comment());
    run(conn, &doing, &format!("comment on {what} {} is {text}", object.name), &Params::new())?;
    if object.kind == Kind::Macro {
        return Ok(());
    }
    for column in &object.header.columns {
        let text = quoted(&column.comment());
        run(conn, &doing, &format!("comment on column {}.{} is {text}", object.name, column.name), &Params::new())?;
    }
    Ok(())
}

/// A text literal; comments take no parameters.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
