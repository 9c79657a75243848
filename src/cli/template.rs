//! `template`: a commented file to start from.

use std::io::Write;

use crate::error::{Error, Result};

use super::args::{TemplateArgs, TemplateKind};
use super::render;

/// The definition of a table of one's own; it is used as it stands in the tests.
const SOURCE: &str = include_str!("../../templates/source.toml");

/// Claims of one's own, on invented events; comments say what each column is.
const CLAIMS: &str = include_str!("../../templates/claims.csv");

/// Policies of one's own.
const POLICIES: &str = include_str!("../../templates/policies.csv");

pub(crate) fn run(args: &TemplateArgs) -> Result<()> {
    let (text, what, source) = match args.kind {
        TemplateKind::Source => (SOURCE, "change what does not fit your table, then", None),
        TemplateKind::Claims => (CLAIMS, "put your claims in place of the examples, then", Some("claims")),
        TemplateKind::Policies => (POLICIES, "put your policy in place of the example, then", Some("policies")),
    };
    let Some(path) = &args.output else { return render::print(text) };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    let mut file = options.open(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return Error::file(path, "the file exists already", "give another name with -o");
        }
        Error::io("writing", path, error)
    })?;
    file.write_all(text.as_bytes()).map_err(|error| Error::io("writing", path, error))?;
    let next = match source {
        Some(source) => format!("warledger load {} --source {source}", path.display()),
        None => format!("warledger load FILE --source {}", path.display()),
    };
    let explained = source.map_or(String::new(), |_| "\nEvery column is explained in docs/claims.md.".to_owned());
    render::print(&format!("{}: {what}\n  {next}{explained}\n", path.display()))
}
