//! `verify`: whether the ledger is what its events and its history say.

use crate::error::{Error, Result};
use crate::ledger::Ledger;

use super::args::{Cli, JsonArgs};
use super::load::grouped;
use super::render;

pub(crate) fn run(cli: &Cli, args: &JsonArgs) -> Result<()> {
    let findings = Ledger::open(&cli.db)?.verify()?;
    if args.json {
        render::print_json(&findings)?;
    }
    let wrong = findings.iter().filter(|finding| finding.differing > 0).count();
    if !args.json {
        let mut text = String::new();
        for finding in findings.iter().filter(|finding| finding.differing > 0) {
            let rows = grouped(finding.differing);
            text.push_str(&format!("FAIL  {} {}: {rows} rows differ\n", finding.kind, finding.subject));
            for example in &finding.examples {
                text.push_str(&format!("      {example}\n"));
            }
        }
        let marts = findings.iter().filter(|finding| finding.kind == "mart").count();
        text.push_str(&format!(
            "{} of {} comparisons agree ({marts} precomputed tables recomputed, the rest on states, hashes and actors)\n",
            findings.len() - wrong,
            findings.len()
        ));
        render::print(&text)?;
    }
    if wrong == 0 {
        return Ok(());
    }
    Err(Error::Refused {
        reason: format!("{} is not what its events and loads say: {wrong} comparisons differ", cli.db.display()),
        hint: "was it changed by hand? go back to a copy, or load the files into a new ledger".to_owned(),
    })
}
