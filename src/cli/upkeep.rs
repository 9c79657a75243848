//! `compact` and `upgrade`: the ledger written anew, or brought forward from an earlier version.

use crate::error::Result;
use crate::ledger;

use super::args::{Cli, JsonArgs};
use super::load::waits;
use super::render;

pub(crate) fn compact(cli: &Cli, args: &JsonArgs) -> Result<()> {
    let report = ledger::compact(&cli.db, waits)?;
    if args.json {
        return render::print_json(&report);
    }
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    render::print(&format!(
        "{}: {} before, {} now\n",
        cli.db.display(),
        megabytes(report.bytes_before),
        megabytes(report.bytes_after)
    ))
}

pub(crate) fn upgrade(cli: &Cli, args: &JsonArgs) -> Result<()> {
    let report = ledger::upgrade(&cli.db, waits)?;
    if args.json {
        return render::print_json(&report);
    }
    render::print(&if report.from == report.to {
        format!("{}: its tables are of version {} already\n", cli.db.display(), report.to)
    } else {
        format!("{}: tables of version {} brought to version {}\n", cli.db.display(), report.from, report.to)
    })
}
