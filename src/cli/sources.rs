//! `sources`: what can be loaded, where to get it, and what is loaded.

use serde::Serialize;

use crate::error::Result;
use crate::ledger::Ledger;
use crate::source::Registry;

use super::args::{Cli, JsonArgs};
use super::{notes, render};

#[derive(Serialize)]
struct Known {
    source: String,
    title: String,
    publisher: String,
    census: bool,
    licence: String,
    obtain: String,
    citation: String,
    layouts: Vec<String>,
    loaded: Option<Loaded>,
}

#[derive(Serialize)]
struct Loaded {
    releases: Option<String>,
    newest_event: Option<String>,
    newest_load: Option<String>,
}

pub(crate) fn run(cli: &Cli, args: &JsonArgs) -> Result<()> {
    let loaded = if cli.db.exists() { notes::sources(&Ledger::open(&cli.db)?)? } else { Vec::new() };
    let mut known: Vec<Known> = Registry::builtin()?
        .all()
        .iter()
        .map(|definition| {
            let about = &definition.source;
            Known {
                source: about.name.clone(),
                title: about.title.clone(),
                publisher: about.publisher.clone(),
                census: about.census,
                licence: about.licence.clone(),
                obtain: about.obtain.clone(),
                citation: about.citation.clone(),
                layouts: definition.layouts.iter().map(|layout| layout.title.clone()).collect(),
                loaded: loaded_as(&loaded, &about.name),
            }
        })
        .collect();
    for note in loaded.iter().filter(|note| !known.iter().any(|entry| entry.source == note.source)).collect::<Vec<_>>()
    {
        known.push(Known {
            source: note.source.clone(),
            title: note.title.clone(),
            publisher: String::new(),
            census: note.census,
            licence: note.licence.clone(),
            obtain: "a definition of your own".to_owned(),
            citation: note.citation.clone(),
            layouts: Vec::new(),
            loaded: loaded_as(&loaded, &note.source),
        });
    }
    if args.json {
        return render::print_json(&known);
    }
    for entry in &known {
        let kind = if entry.census { "census" } else { "coded sample" };
        render::print(&format!("{}  {} ({kind}; {})\n", entry.source, entry.title, entry.licence))?;
        match &entry.loaded {
            Some(loaded) => render::print(&format!(
                "  loaded:   {}newest event {}, load {}\n",
                loaded.releases.as_ref().map_or(String::new(), |releases| format!("{releases}, ")),
                loaded.newest_event.as_deref().unwrap_or("-"),
                loaded.newest_load.as_deref().unwrap_or("-")
            ))?,
            None => render::print("  loaded:   no\n")?,
        }
        render::print(&format!("  get it:   {}\n", entry.obtain))?;
        if !entry.layouts.is_empty() {
            render::print(&format!("  layouts:  {}\n", entry.layouts.join("; ")))?;
        }
        render::print(&format!("  cite:     {}\n\n", entry.citation))?;
    }
    render::print("Another source needs a source.toml: warledger load FILE --source path/to/source.toml\n")
}

fn loaded_as(loaded: &[notes::SourceNote], name: &str) -> Option<Loaded> {
    loaded.iter().find(|note| note.source == name).map(|note| Loaded {
        releases: note.releases.clone(),
        newest_event: note.cut_off.clone(),
        newest_load: note.newest_load.clone(),
    })
}
