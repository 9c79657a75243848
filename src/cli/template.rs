//! `template`: a commented file to start from.

use std::io::Write;

use crate::error::{Error, Result};

use super::args::{TemplateArgs, TemplateKind};
use super::render;

/// The definition of a table of one's own; it is used as it stands in the tests.
const SOURCE: &str = include_str!("../../templates/source.toml");

pub(crate) fn run(args: &TemplateArgs) -> Result<()> {
    let text = match args.kind {
        TemplateKind::Source => SOURCE,
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
    render::print(&format!(
        "{}: change what does not fit your table, then\n  warledger load FILE --source {}\n",
        path.display(),
        path.display()
    ))
}
