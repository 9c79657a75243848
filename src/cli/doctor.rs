//! `doctor`: whether this machine and this database are fit.

use serde::Serialize;

use crate::catalog::SCHEMA_VERSION;
use crate::error::Result;
use crate::ledger::{Ledger, Params};
use crate::reference::Reference;
use crate::source::Registry;

use super::args::{Cli, JsonArgs};
use super::{notes, render};

#[derive(Serialize)]
struct Finding {
    check: String,
    ok: bool,
    says: String,
}

pub(crate) fn run(cli: &Cli, args: &JsonArgs) -> Result<()> {
    let mut findings = vec![Finding {
        check: "program".to_owned(),
        ok: true,
        says: format!("warledger {}, tables of version {SCHEMA_VERSION}", env!("CARGO_PKG_VERSION")),
    }];
    findings.push(outcome(
        "source definitions",
        Registry::builtin().map(|registry| {
            let names: Vec<&str> = registry.all().iter().map(|definition| definition.source.name.as_str()).collect();
            names.join(", ")
        }),
    ));
    findings.push(outcome(
        "reference data",
        Reference::builtin().map(|reference| {
            format!(
                "{} actors, {} spellings, {} regions",
                reference.actors.len(),
                reference.aliases.len(),
                reference.regions.len()
            )
        }),
    ));
    if cli.db.exists() {
        findings.extend(database(cli));
    } else {
        findings.push(Finding {
            check: "database".to_owned(),
            ok: true,
            says: format!("{} does not exist yet; the first load makes it", cli.db.display()),
        });
    }
    if args.json {
        render::print_json(&findings)?;
    } else {
        for finding in &findings {
            render::print(&format!(
                "{}  {}: {}\n",
                if finding.ok { "ok  " } else { "FAIL" },
                finding.check,
                finding.says
            ))?;
        }
    }
    match findings.iter().find(|finding| !finding.ok) {
        None => Ok(()),
        Some(failed) => Err(crate::error::Error::Refused {
            reason: format!("the check '{}' failed", failed.check),
            hint: String::new(),
        }),
    }
}

fn outcome(check: &str, result: Result<String>) -> Finding {
    match result {
        Ok(says) => Finding { check: check.to_owned(), ok: true, says },
        Err(error) => Finding { check: check.to_owned(), ok: false, says: error.to_string() },
    }
}

fn database(cli: &Cli) -> Vec<Finding> {
    let ledger = match Ledger::open(&cli.db) {
        Ok(ledger) => ledger,
        Err(error) => return vec![outcome("database", Err(error))],
    };
    let engine =
        ledger.query("select version() as version", &Params::new()).and_then(|rows| notes::texts(&rows, "version"));
    let held = ledger.citations().and_then(|rows| {
        let (names, events) = (notes::texts(&rows, "source")?, notes::integers(&rows, "events")?);
        let parts: Vec<String> = names
            .into_iter()
            .zip(events)
            .map(|(name, events)| format!("{} {} events", name.unwrap_or_default(), events.unwrap_or(0)))
            .collect();
        Ok(if parts.is_empty() { "nothing loaded".to_owned() } else { parts.join(", ") })
    });
    let checks = ledger.run_checks().map(|count| format!("{count} checks find nothing"));
    vec![
        outcome(
            "engine",
            engine.map(|versions| format!("DuckDB {}", versions.into_iter().flatten().collect::<String>())),
        ),
        outcome("database", held.map(|says| format!("{}: {says}", cli.db.display()))),
        outcome("consistency", checks),
    ]
}
