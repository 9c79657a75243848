//! What the commands of the shell do.

use std::path::Path;

use crate::catalog::{self, Kind, Object};
use crate::cli::{args, describe, queries, render};
use crate::error::{Error, Result};
use crate::ledger::{FirstRows, Moment, Narrowing, Rows};
use crate::output::Format;

use super::commands::Flow;
use super::outlet::Outlet;
use super::pager;
use super::session::Session;

pub(super) fn show_rows(session: &mut Session, rows: Rows) -> Result<Flow> {
    let text = session.table(&rows, session.settings.mode)?;
    pager::show(&text, session.settings.pager).map(|()| Flow::On)
}

/// What is told of sources; the rest, and what to cite, tells `.cite`.
const SHOWN_OF_SOURCES: &[&str] =
    &["source", "title", "releases", "events", "first_date", "last_date", "newest_load", "census", "licence"];

/// Some columns of a result.
fn columns_of(rows: &Rows, names: &[&str]) -> Result<Rows> {
    let fail = |error: arrow::error::ArrowError| Error::internal("choosing columns", error);
    let at = names.iter().map(|name| rows.schema.index_of(name)).collect::<std::result::Result<Vec<_>, _>>();
    let at = at.map_err(fail)?;
    let batches = rows.batches.iter().map(|batch| batch.project(&at)).collect::<std::result::Result<_, _>>();
    let schema = rows.schema.project(&at).map_err(fail)?;
    Ok(Rows { schema: schema.into(), batches: batches.map_err(fail)? })
}

pub(super) fn list(session: &mut Session, args: &[String], kinds: &[Kind]) -> Result<Flow> {
    let part = args.first().map(|part| part.to_lowercase()).unwrap_or_default();
    let objects: Vec<&Object> =
        kinds.iter().flat_map(|kind| catalog::of_kind(*kind)).filter(|object| object.name.contains(&part)).collect();
    let own = describe::own(session.ledger()?, kinds.contains(&Kind::Table), &part)?;
    let rows = describe::listing(&objects, own)?;
    show_rows(session, rows)
}

pub(super) fn described(session: &mut Session, args: &[String]) -> Result<Flow> {
    let text = describe::page(&args[0], Some(session.ledger()?), &|rows| session.table(rows, Format::Table))?;
    pager::show(&text, session.settings.pager).map(|()| Flow::On)
}

pub(super) fn schema(session: &mut Session, args: &[String]) -> Result<Flow> {
    let text = describe::made_by(&args[0], session.ledger()?)?;
    pager::show(text.as_bytes(), session.settings.pager).map(|()| Flow::On)
}

pub(super) fn ready(session: &mut Session, args: &[String]) -> Result<Flow> {
    match args.first() {
        None => {
            let rows = queries::listing()?;
            show_rows(session, rows)
        }
        Some(name) => {
            let text = queries::page(name)?;
            pager::show(text.as_bytes(), session.settings.pager).map(|()| Flow::On)
        }
    }
}

pub(super) fn named(session: &mut Session, args: &[String]) -> Result<Flow> {
    let given = args[1..].iter().map(|word| args::named_value(word)).collect::<std::result::Result<Vec<_>, _>>();
    let given = given.map_err(|reason| Error::Usage { reason, hint: "for example since=2025-05-01".to_owned() })?;
    session.answer_named(&args[0], &given).map(|()| Flow::On)
}

pub(super) fn mode(session: &mut Session, args: &[String]) -> Result<Flow> {
    let Some(name) = args.first() else {
        return render::print(&format!("{}\n", session.settings.mode)).map(|()| Flow::On);
    };
    let accepts = match args.get(1).map(String::as_str) {
        None => false,
        Some("--accept-acled-terms") => true,
        Some(option) => {
            return Err(Error::Usage {
                reason: format!("there is no option {option}"),
                hint: "--accept-acled-terms lets rows of ACLED leave in this form".to_owned(),
            });
        }
    };
    let format = Format::parse(name).filter(|format| !format.is_binary()).ok_or_else(|| Error::Usage {
        reason: format!("there is no mode '{name}'"),
        hint: "modes: table, csv, json, jsonl, markdown; other forms go to a file: .once FILE".to_owned(),
    })?;
    (session.settings.mode, session.settings.accepts_terms) = (format, accepts);
    Ok(Flow::On)
}

/// The file of `.once` and `.output`, and what is allowed with it.
#[derive(Default)]
struct Target<'a> {
    file: Option<&'a str>,
    force: bool,
    accepts: bool,
}

fn target(args: &[String]) -> Result<Target<'_>> {
    let mut found = Target::default();
    for word in args {
        match word.as_str() {
            "--force" => found.force = true,
            "--accept-acled-terms" => found.accepts = true,
            option if option.starts_with("--") => {
                return Err(Error::Usage {
                    reason: format!("there is no option {option}"),
                    hint: "--force overwrites a file, --accept-acled-terms lets rows of ACLED leave".to_owned(),
                });
            }
            file if found.file.is_none() => found.file = Some(file),
            _ => {
                return Err(Error::Usage {
                    reason: "there is more than one file".to_owned(),
                    hint: "quote a name with blanks".to_owned(),
                });
            }
        }
    }
    Ok(found)
}

fn spare(path: &Path, force: bool) -> Result<()> {
    render::spare_database(path)?;
    if path.is_file() && !force {
        return Err(Error::Refused {
            reason: format!("{} exists already", path.display()),
            hint: "overwrite it with --force, or give another name".to_owned(),
        });
    }
    Ok(())
}

pub(super) fn once(session: &mut Session, args: &[String]) -> Result<Flow> {
    let Target { file, force, accepts } = target(args)?;
    let Some(file) = file else {
        return Err(Error::Usage { reason: ".once needs a file".to_owned(), hint: ".once result.csv".to_owned() });
    };
    let path = Path::new(file);
    render::format_of_path(path)?;
    spare(path, force)?;
    let output = Some(path.to_path_buf());
    let args = args::OutputArgs { format: None, output, force, accept_acled_terms: accepts };
    session.outlet = Outlet::Once { args };
    Ok(Flow::On)
}

pub(super) fn output(session: &mut Session, args: &[String]) -> Result<Flow> {
    let Target { file, force, accepts } = target(args)?;
    session.outlet = match file {
        None => Outlet::Shown,
        Some(file) => {
            spare(Path::new(file), force)?;
            Outlet::All { path: file.into(), force, accepts, held: None }
        }
    };
    Ok(Flow::On)
}

pub(super) fn switch(word: &str) -> Result<bool> {
    match word {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(Error::Usage { reason: format!("'{word}' is neither on nor off"), hint: "on, off".to_owned() }),
    }
}

pub(super) fn width(session: &mut Session, args: &[String]) -> Result<Flow> {
    session.settings.width = match args[0].as_str() {
        "auto" => None,
        columns => Some(columns.parse().ok().filter(|columns| *columns >= 20).ok_or_else(|| Error::Usage {
            reason: format!("'{columns}' is no width"),
            hint: "a number of columns from 20 to 65535, or auto".to_owned(),
        })?),
    };
    Ok(Flow::On)
}

pub(super) fn as_of(session: &mut Session, args: &[String]) -> Result<Flow> {
    let Some(word) = args.first() else {
        let state = session.state()?;
        return render::print(&format!("{}\n", state.lines().join("\n"))).map(|()| Flow::On);
    };
    let moment =
        args::moment(word).map_err(|reason| Error::Usage { reason, hint: "a load, a date, or now".to_owned() })?;
    let moment = if moment == Moment::Now { None } else { Some(moment) };
    session.turn(moment, session.narrowing.clone())?;
    as_of(session, &[])
}

pub(super) fn source(session: &mut Session, args: &[String]) -> Result<Flow> {
    let Some(name) = args.first() else {
        let rows = columns_of(&session.ledger()?.citations()?, SHOWN_OF_SOURCES)?;
        return show_rows(session, rows);
    };
    let source = if name == "all" { None } else { Some(name.clone()) };
    session.turn(session.access.moment, Narrowing { source, ..session.narrowing.clone() })?;
    Ok(Flow::On)
}

pub(super) fn policy(session: &mut Session, args: &[String]) -> Result<Flow> {
    let Some(name) = args.first() else {
        let statement = "select policy, says, tiers from policy order by position";
        let first: FirstRows = session.ledger()?.first_rows(statement, usize::MAX)?;
        return show_rows(session, first.rows);
    };
    let policy = if name == "all" { None } else { Some(name.clone()) };
    session.turn(session.access.moment, Narrowing { policy, ..session.narrowing.clone() })?;
    Ok(Flow::On)
}
