//! `loads`: what has changed the ledger, and the way back.

use crate::error::Result;
use crate::ledger;

use super::args::{Cli, LoadsArgs, LoadsCommand};
use super::load::{grouped, waits};
use super::render;

pub(crate) fn run(cli: &Cli, args: &LoadsArgs) -> Result<()> {
    match &args.command {
        LoadsCommand::Undo { load, json } => undo(cli, *load, *json),
    }
}

fn undo(cli: &Cli, load: u32, json: bool) -> Result<()> {
    let report = ledger::undo(&cli.db, i64::from(load), waits)?;
    if json {
        return render::print_json(&report);
    }
    let mut text = format!("load {}: undoes load {} of {}\n", report.load_id, report.undoes, report.source);
    text.push_str(&format!(
        "  events     {} as before it, {} stand again, {} gone\n",
        grouped(report.events_revised),
        grouped(report.events_added),
        grouped(report.events_removed)
    ));
    if report.claims_changed > 0 {
        text.push_str(&format!("  claims     {} as before it\n", grouped(report.claims_changed)));
    }
    render::print(&text)
}
