//! `--engine`: a question to another engine, over a lake.

use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::guard::{self, Surroundings};
use crate::ledger::{Advice, Ledger, Rows, StandIn, now};
use crate::output::Written;
use crate::provenance::Provenance;
use crate::remote::{Answer, OverLake, Session, stand_in};

use super::args::{AnswerEngineArgs, Cli, EngineArgs, FilterArgs, SqlArgs};
use super::terms::Leaving;
use super::{notes, render, terms};

/// The environment variable that holds the token.
const TOKEN: &str = "WARLEDGER_ENGINE_TOKEN";

/// How long a statement of an engine may take where nothing else is said.
const TIME: Duration = Duration::from_secs(600);

/// A ledger, or what stands in for one whose events an engine keeps.
pub(crate) enum Asked {
    /// The ledger itself.
    Here(Ledger),
    /// Precomputed answers of another engine.
    There(StandIn),
}

impl Deref for Asked {
    type Target = Ledger;

    fn deref(&self) -> &Ledger {
        match self {
            Asked::Here(ledger) => ledger,
            Asked::There(stand_in) => stand_in.ledger(),
        }
    }
}

/// Opens what an answer is asked of; with --engine, after the engine has computed what the answer needs.
///
/// `answer` is none where the answer is about single events: then an engine is refused.
pub(crate) fn asked(
    cli: &Cli,
    filter: &FilterArgs,
    engine: &AnswerEngineArgs,
    answer: Option<Answer>,
) -> Result<Asked> {
    if engine.at.engine.is_none() {
        return Ok(Asked::Here(Ledger::open_as_of(&cli.db, filter.as_of)?));
    }
    let Some(answer) = answer else {
        return Err(Error::Refused {
            reason: "this answer is made of single events, which are not fetched from another engine".to_owned(),
            hint: "frequencies are precomputed: attacks --by week; or ask in SQL, which runs there: \
                   warledger sql --engine ... \"select ... from group_event ...\""
                .to_owned(),
        });
    };
    answer.admit(&filter.filter())?;
    let lake = open(&engine.at, engine.timeout, filter.as_of.is_some())?
        .ok_or_else(|| Error::internal("asking an engine", "none is given"))?;
    let filled = stand_in(&lake, answer)?;
    render::remind(&computed_by(&lake));
    Ok(Asked::There(filled))
}

/// `sql --engine`: the statement runs on the engine, in its SQL.
pub(crate) fn sql(args: &SqlArgs, statement: &str) -> Result<bool> {
    let Some(lake) = open(&args.engine, args.limits.timeout, args.as_of.is_some())? else { return Ok(false) };
    let examined = guard::Session::default().examine(statement, &Surroundings::default());
    let rows = lake.ask(statement)?;
    let borne_out = |finding: &guard::Finding| match &finding.holds_if {
        // A check that cannot be asked refutes nothing.
        Some((check, least)) => lake.ask(check).map_or(true, |found| found.len() >= *least),
        None => true,
    };
    let findings: Vec<guard::Finding> = examined.findings.into_iter().filter(borne_out).collect();
    render::warn(&findings);
    let provenance = provenance(&lake, statement, &rows)?;
    if super::sql::leaves(args)? {
        let advice = Advice {
            raw: examined.raw,
            names_source: examined.names_source,
            sources: examined.sources,
            ..Advice::default()
        };
        let named = match rows.is_empty() {
            true => Some(Vec::new()),
            false => super::sql::sources(Some(&provenance)),
        };
        let leaving = Leaving { advice: &advice, named, question: statement };
        terms::admit_bound(lake.manifest().not_to_be_passed_on.clone(), &leaving, args.out.accept_acled_terms)?;
    }
    let most = Some(args.max_rows).filter(|most| *most > 0);
    let Written { rows, shown, .. } = render::rows(&rows, &args.out, Some(&provenance), most)?;
    if shown < rows {
        render::remind(&format!(
            "{shown} of {rows} rows are shown: add a limit, take --max-rows 0, or write them with -o FILE"
        ));
    }
    render::remind(&computed_by(&lake));
    Ok(true)
}

/// The lake and its engine, if one is asked.
fn open(args: &EngineArgs, time: Option<Duration>, as_of: bool) -> Result<Option<OverLake>> {
    let Some(address) = &args.engine else { return Ok(None) };
    if as_of {
        return Err(Error::Usage {
            reason: "a lake holds the present state: --as-of asks the ledger itself".to_owned(),
            hint: "leave out --engine, or --as-of".to_owned(),
        });
    }
    let dir = args.lake.as_deref().unwrap_or(Path::new("lake"));
    let token = std::env::var(TOKEN).ok();
    if token.as_ref().is_some_and(|token| !token.is_empty()) && !address.is_this_machine() {
        render::remind(&format!("the token goes to {address} unencrypted"));
    }
    OverLake::open(dir, || Session::open(address, token.as_deref(), time.unwrap_or(TIME))).map(Some)
}

/// Who computed, of which state.
fn computed_by(lake: &OverLake) -> String {
    let block = &lake.manifest().provenance;
    format!(
        "computed by {} over the lake {} as of load {} of {} UTC",
        lake.address(),
        lake.dir().display(),
        block.as_of.load_id,
        block.as_of.loaded_at
    )
}

/// Where the rows of a statement come from, as the lake tells.
fn provenance(lake: &OverLake, statement: &str, rows: &Rows) -> Result<Provenance> {
    let mut block = lake.manifest().provenance.clone();
    block.query = statement.trim().to_owned();
    block.answered_at = now();
    let named = match rows.is_empty() || rows.schema.column_with_name("source").is_none() {
        true => None,
        // A row without a source comes from anywhere.
        false => notes::texts(rows, "source")?.into_iter().collect::<Option<Vec<String>>>(),
    };
    // A column of that name may hold something else.
    let named =
        named.filter(|named| named.iter().all(|name| block.sources.iter().any(|source| source.source == *name)));
    block.all_sources_of_ledger = named.is_none();
    if let Some(named) = named {
        block.sources.retain(|source| named.contains(&source.source));
    }
    Ok(block)
}
