//! `queries`: the library of ready questions.

use crate::catalog::{self, ANY, Kind, Object, ParamDoc};
use crate::error::Result;
use crate::ledger::{Rows, ready_question};

use super::args::{Cli, QueriesArgs};
use super::{describe, notes, render};

pub(crate) fn run(_: &Cli, args: &QueriesArgs) -> Result<()> {
    match &args.name {
        None => render::rows(&listing()?, &args.out, None, None).map(drop),
        Some(name) if render::is_for_reading(&args.out)? => render::print(&page(name)?),
        Some(name) => render::rows(&params(ready_question(name)?)?, &args.out, None, None).map(drop),
    }
}

/// A table of all ready questions.
pub(crate) fn listing() -> Result<Rows> {
    let all: Vec<&Object> = catalog::of_kind(Kind::Query).collect();
    let asks = |object: &Object| object.header.asks.iter().map(given).collect::<Vec<_>>().join(" ");
    describe::table(&[
        ("name", all.iter().map(|object| object.name.to_owned()).collect()),
        ("answers", all.iter().map(|object| object.header.title.clone()).collect()),
        ("parameters", all.iter().map(|object| asks(object)).collect()),
    ])
}

/// A parameter as it is given, with the value that it has otherwise.
fn given(param: &ParamDoc) -> String {
    format!("{}={}", param.name, param.default.as_deref().unwrap_or("?"))
}

fn params(object: &Object) -> Result<Rows> {
    let asks = &object.header.asks;
    describe::table(&[
        ("parameter", asks.iter().map(|param| param.name.clone()).collect()),
        ("type", asks.iter().map(|param| param.kind.clone()).collect()),
        ("default", asks.iter().map(|param| param.default.clone().unwrap_or_default()).collect()),
        ("meaning", asks.iter().map(|param| param.meaning.clone()).collect()),
    ])
}

/// The page on one ready question: what it answers, its parameters, what to know, how to ask it, its SQL.
///
/// # Errors
/// [`crate::Error::Usage`] if there is none of that name.
pub(crate) fn page(name: &str) -> Result<String> {
    let object = ready_question(name)?;
    let header = &object.header;
    let width = render::terminal_width().map_or(usize::MAX, usize::from);
    let mut text = format!("query {}\n{}\n", object.name, header.title);
    for note in &header.notes {
        text.push_str(&notes::wrapped(note, width));
    }
    text.push_str(&format!("\none row per  {}\nmade from    {}\n", header.grain.join(", "), header.sources.join(", ")));
    let longest = header.asks.iter().map(|param| param.name.len()).max().unwrap_or_default();
    for (at, param) in header.asks.iter().enumerate() {
        let label = if at == 0 { "parameters" } else { "" };
        let default = match param.default.as_deref() {
            Some(ANY) => "may be left open".to_owned(),
            Some(default) => format!("{default} if not given"),
            None => "must be given".to_owned(),
        };
        text.push_str(&format!("{label:11}  {:longest$}  {}: {}; {default}\n", param.name, param.kind, param.meaning));
    }
    text.push_str("\ncolumns\n");
    let columns = columns(object);
    let longest = columns.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, meaning) in columns {
        text.push_str(&format!("  {name:longest$}  {meaning}\n"));
    }
    text.push_str(&format!("\nTry:  warledger sql --named {}{}\n", object.name, example(object)));
    text.push_str(&format!("      in the shell: .run {}\n\n{}\n", object.name, object.body));
    Ok(text)
}

/// The first parameter that has a value, as an example of giving one.
fn example(object: &Object) -> String {
    let known = object.header.asks.iter().find(|param| param.default.as_deref().is_some_and(|value| value != ANY));
    known.map_or(String::new(), |param| format!(" --param {}", given(param)))
}

/// The columns with their meaning: the question's own, or that of what it reads, where the same name means the same.
pub(crate) fn columns(object: &Object) -> Vec<(String, String)> {
    let header = &object.header;
    let meaning = |name: &str| {
        let documented = header.sources.iter().filter_map(|source| catalog::find(source));
        documented.flat_map(|source| &source.header.columns).find(|column| column.name == name)
    };
    header
        .columns
        .iter()
        .map(|column| {
            let inherited = if column.meaning.is_empty() { meaning(&column.name) } else { None };
            (column.name.clone(), inherited.unwrap_or(column).comment())
        })
        .collect()
}
