//! `cite`: what to cite for a file, a query or a source, with release, cut-off and load.

use crate::error::{Error, Result};
use crate::ledger::Ledger;
use crate::provenance::{Provenance, SourceUsed};
use crate::source::Registry;

use super::args::{CiteArgs, Cli};
use super::render;

pub(crate) fn run(cli: &Cli, args: &CiteArgs) -> Result<()> {
    let found = match (&args.file, &args.sql, &args.source) {
        (Some(file), _, _) => Provenance::of_file(file)?,
        (None, Some(sql), _) => {
            let ledger = Ledger::open_as_of(&cli.db, args.as_of)?;
            let rows = ledger.query_all(sql)?;
            ledger.provenance(sql.trim(), Some(&rows))?
        }
        (None, None, Some(source)) if !cli.db.exists() => return by_definition(source, args.json),
        (None, None, source) => {
            let mut all = Ledger::open_as_of(&cli.db, args.as_of)?.provenance("cite", None)?;
            if let Some(name) = source {
                all.sources.retain(|known| known.source == *name);
                all.all_sources_of_ledger = false;
                if all.sources.is_empty() {
                    return by_definition(name, args.json);
                }
            }
            all
        }
    };
    if args.json { render::print_json(&found) } else { render::print(&told(&found, args.source.is_none())) }
}

/// What a person writes below a figure.
pub(crate) fn told(found: &Provenance, with_query: bool) -> String {
    let mut text = String::new();
    for source in &found.sources {
        text.push_str(&one(source));
    }
    if found.sources.is_empty() {
        text.push_str("No source stands behind it.\n");
    }
    let newest = if found.as_of.is_newest { ", the newest then" } else { "" };
    text.push_str(&format!("As of load {} of {} UTC{newest}.", found.as_of.load_id, found.as_of.loaded_at));
    if let Some(before) = &found.compared_with {
        text.push_str(&format!(" Compared with load {} of {} UTC.", before.load_id, before.loaded_at));
    }
    if with_query && found.query != "cite" {
        text.push_str(&format!(" Query: {}", found.query));
    }
    text.push('\n');
    if with_query && found.query != "cite" && found.all_sources_of_ledger {
        text.push_str("The result does not name its sources: these are all that the ledger holds.\n");
    }
    text
}

fn one(source: &SourceUsed) -> String {
    let release = source.releases.as_ref().map_or(String::new(), |releases| format!(", release {releases}"));
    let accessed: Vec<&str> = source.loads.iter().filter_map(|load| load.accessed_on.as_deref()).collect();
    let accessed = accessed.last().map_or(String::new(), |day| format!(", accessed on {day}"));
    let cut_off = source.cut_off.as_ref().map_or(String::new(), |day| format!(", events to {day}"));
    let sample = if source.census { "" } else { "A coded sample, no census: what it lacks is unknown, not zero.\n" };
    format!(
        "{}: {}{release}{cut_off}{accessed}.\n{}\n{sample}Licence: {}\n\n",
        source.source, source.title, source.citation, source.licence
    )
}

/// A source that the ledger does not hold has a definition all the same.
fn by_definition(name: &str, json: bool) -> Result<()> {
    let registry = Registry::builtin()?;
    let known = registry.all().iter().find(|definition| definition.source.name == name);
    let Some(definition) = known else {
        let names: Vec<&str> = registry.all().iter().map(|definition| definition.source.name.as_str()).collect();
        return Err(Error::UnknownSource { name: name.to_owned(), known: names.join(", ") });
    };
    let about = &definition.source;
    let source = SourceUsed {
        source: about.name.clone(),
        title: about.title.clone(),
        releases: None,
        cut_off: None,
        census: about.census,
        licence: about.licence.clone(),
        citation: about.citation.clone(),
        loads: Vec::new(),
    };
    if json {
        return render::print_json(&source);
    }
    render::print(&format!("{}Not loaded here: name the release and the day on which you obtained it.\n", one(&source)))
}
