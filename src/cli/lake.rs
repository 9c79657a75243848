//! `lake write`: the present state as Parquet files that any engine reads.

use serde_json::json;

use crate::error::Result;
use crate::lake::{self, How, Written};
use crate::ledger::{Access, Advice, Ledger, Params};

use super::args::{Cli, LakeArgs, LakeCommand, LakeWriteArgs};
use super::load::{grouped, waits};
use super::terms::Leaving;
use super::{notes, render, terms};

/// Memory of the engine, so that a lake of any size is written below 1 GiB with what is being encoded.
const MEMORY: u64 = 384 << 20;

/// Names that are told one by one.
const MOST_NAMED: usize = 8;

pub(crate) fn run(cli: &Cli, args: &LakeArgs) -> Result<()> {
    match &args.command {
        LakeCommand::Write(args) => write(cli, args),
    }
}

fn write(cli: &Cli, args: &LakeWriteArgs) -> Result<()> {
    let ledger = Ledger::open_with(&cli.db, &Access { memory: Some(MEMORY), ..Access::default() })?;
    let held = ledger.query(
        "select source from event union select source from aggregate union select source from claim",
        &Params::new(),
    )?;
    let sources = notes::texts(&held, "source")?.into_iter().flatten().collect();
    let advice = Advice { raw: true, names_source: true, ..Advice::default() };
    let leaving = Leaving { advice: &advice, named: Some(sources), question: "" };
    terms::admit(&ledger, &leaving, args.accept_acled_terms)?;
    let how = How {
        incremental: args.incremental,
        force: args.force,
        location: args.location.clone(),
        history: args.history,
    };
    let written = lake::write(&ledger, &args.dir, &how, waits)?;
    if args.json {
        return render::print_json(&json!({
            "tables": written.manifest.tables.len(),
            "rows": rows(&written),
            "bytes": bytes(&written),
            "new_files": written.new_files,
            "kept_files": written.kept_files,
            "new_loads": written.new_loads,
            "as_of": written.manifest.provenance.as_of,
        }));
    }
    render::print(&report(args, &written))
}

fn rows(written: &Written) -> u64 {
    written.manifest.tables.iter().map(|table| table.rows).sum()
}

fn bytes(written: &Written) -> u64 {
    written.manifest.files().map(|file| file.bytes).sum()
}

fn report(args: &LakeWriteArgs, written: &Written) -> String {
    let count = |number: u64| grouped(i64::try_from(number).unwrap_or(i64::MAX));
    let state = &written.manifest.provenance.as_of;
    let mut text = format!(
        "{}: {} tables, {} rows, {:.1} MB, as of load {} of {} UTC\n",
        args.dir.display(),
        written.manifest.tables.len(),
        count(rows(written)),
        bytes(written) as f64 / 1e6,
        state.load_id,
        state.loaded_at
    );
    text.push_str(&format!("  {} files written, {} kept\n", written.new_files.len(), written.kept_files));
    if args.incremental && !written.new_loads.is_empty() {
        let loads: Vec<String> = written.new_loads.iter().map(i64::to_string).collect();
        text.push_str(&format!("  loads since the earlier lake: {}\n", loads.join(", ")));
    }
    if written.kept_files > 0 && !written.new_files.is_empty() {
        let mut parts: Vec<&str> =
            written.new_files.iter().filter_map(|path| path.rsplit_once('/').map(|(part, _)| part)).collect();
        parts.dedup();
        let more = if parts.len() > MOST_NAMED { ", ..." } else { "" };
        parts.truncate(MOST_NAMED);
        text.push_str(&format!("  written anew: {}{more}\n", parts.join(", ")));
    }
    text
}
