//! The definitions at hand: those embedded from `datasets/`, and one that the user names by path.

use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::definition::Definition;
use crate::error::{Error, Result};

static DATASETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/datasets");

/// A file of an embedded data set, such as `sahel_2025/events.csv`.
pub fn builtin_file(path: &str) -> Option<&'static [u8]> {
    DATASETS.get_file(path).map(include_dir::File::contents)
}

/// Source definitions by name.
#[derive(Clone, Debug)]
pub struct Registry {
    definitions: Vec<Arc<Definition>>,
}

impl Registry {
    /// The definitions embedded in the program, in the order of their names.
    ///
    /// # Errors
    /// [`Error::Definition`] if one does not parse, which a test excludes.
    pub fn builtin() -> Result<Self> {
        let mut definitions = Vec::new();
        for folder in DATASETS.dirs() {
            let path = folder.path().join("source.toml");
            let Some(file) = DATASETS.get_file(&path) else { continue };
            let name = path.display().to_string();
            let text = file
                .contents_utf8()
                .ok_or_else(|| Error::Definition { path: name.clone(), reason: "it is not UTF-8".to_owned() })?;
            definitions.push(Arc::new(Definition::parse(text, &name)?));
        }
        definitions.sort_by(|a, b| a.source.name.cmp(&b.source.name));
        Ok(Registry { definitions })
    }

    /// All definitions.
    pub fn all(&self) -> &[Arc<Definition>] {
        &self.definitions
    }

    /// The definition of a name, or the one in the file that the name points to.
    ///
    /// # Errors
    /// [`Error::UnknownSource`] for a name that is neither, [`Error::Io`] and [`Error::Definition`] for a file.
    pub fn find(&self, name: &str) -> Result<Arc<Definition>> {
        if let Some(found) = self.definitions.iter().find(|definition| definition.source.name == name) {
            return Ok(found.clone());
        }
        if name.ends_with(".toml") {
            let path = Path::new(name);
            let text = std::fs::read_to_string(path).map_err(|error| Error::io("reading", path, error))?;
            let own = Definition::parse(&text, name)?;
            let taken = self
                .definitions
                .iter()
                .any(|known| known.source.name == own.source.name && known.source.citation != own.source.citation);
            if taken {
                return Err(Error::Definition {
                    path: name.to_owned(),
                    reason: format!(
                        "source.name '{}' is that of a built-in source: its rows would stand under that citation",
                        own.source.name
                    ),
                });
            }
            return Ok(Arc::new(own));
        }
        let known: Vec<&str> = self.definitions.iter().map(|definition| definition.source.name.as_str()).collect();
        Err(Error::UnknownSource { name: name.to_owned(), known: known.join(", ") })
    }
}
