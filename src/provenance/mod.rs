//! Where the numbers of a file come from: sources, releases, checksums, the load that it was asked of, what to cite.
//!
//! The same block travels with every result: in the footer of Parquet, in the schema of Arrow, in a comment line of Markdown,
//! in a JSON file beside CSV and JSON. [`Provenance::of_file`] finds it again.

mod read;
mod sidecar;

use serde::{Deserialize, Serialize};

pub use sidecar::{Sidecar, sidecar_of};

/// The key of the whole block, as JSON, among the metadata of a file.
pub const KEY: &str = "warledger.provenance";

/// Where the numbers of a result come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of the program.
    pub tool_version: String,
    /// The question, as it can be asked again.
    pub query: String,
    /// When it was answered, UTC.
    pub answered_at: String,
    /// When the ledger was made, UTC: tells ledgers apart.
    pub ledger_created_at: String,
    /// The load whose state was asked.
    pub as_of: State,
    /// The load that this state was compared with, for a comparison.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<State>,
    /// Hash of the reference data in force.
    pub reference_version: String,
    /// True if the result does not tell its sources: these are all that the ledger holds.
    pub all_sources_of_ledger: bool,
    /// The sources of the result.
    pub sources: Vec<SourceUsed>,
}

/// The state after a load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Number of the load.
    pub load_id: i64,
    /// When it was loaded, UTC.
    pub loaded_at: String,
    /// True if it was the newest when the question was asked.
    pub is_newest: bool,
}

/// A source of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceUsed {
    /// Identifier.
    pub source: String,
    /// Full name.
    pub title: String,
    /// Releases that were loaded.
    pub releases: Option<String>,
    /// Last day of an event: the cut-off.
    pub cut_off: Option<String>,
    /// True if it aims at every event of its kind, false for a coded sample.
    pub census: bool,
    /// Licence in one line.
    pub licence: String,
    /// What to cite.
    pub citation: String,
    /// Its loads, oldest first.
    pub loads: Vec<LoadUsed>,
}

/// A load of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadUsed {
    /// Number of the load.
    pub load_id: i64,
    /// What kind of change it was.
    pub mode: String,
    /// Release, where known.
    pub release: Option<String>,
    /// Names of the files, joined by "; ".
    pub file_name: String,
    /// Their SHA-256, in the same order.
    pub file_sha256: String,
    /// When it was loaded, UTC.
    pub loaded_at: String,
    /// When the files were obtained, where told.
    pub accessed_on: Option<String>,
}

impl Provenance {
    /// The block as keys and values for the metadata of a file: a few for people, and all of it as JSON.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let join = |part: &dyn Fn(&SourceUsed) -> String| self.sources.iter().map(part).collect::<Vec<_>>().join("; ");
        let or_dash = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let newest = |source: &SourceUsed| source.loads.last().map_or("-".to_owned(), |load| load.load_id.to_string());
        let pair = |name: &str, value: String| (format!("warledger.{name}"), value);
        vec![
            pair("version", self.tool_version.clone()),
            pair("query", self.query.clone()),
            pair("as_of", format!("load {} of {} UTC", self.as_of.load_id, self.as_of.loaded_at)),
            pair(
                "sources",
                join(&|source| {
                    format!("{} {}", source.source, source.releases.as_deref().unwrap_or("")).trim().to_owned()
                }),
            ),
            pair("cut_off", join(&|source| format!("{} {}", source.source, or_dash(&source.cut_off)))),
            pair("loads", join(&|source| format!("{} {}", source.source, newest(source)))),
            pair("licence", join(&|source| format!("{}: {}", source.source, source.licence))),
            pair("citation", join(&|source| source.citation.clone())),
            (KEY.to_owned(), self.json()),
        ]
    }

    /// The block as JSON on one line, in characters that pass through comments and terminals unchanged.
    pub fn json(&self) -> String {
        // Serialising plain structs into a string cannot fail; an empty text would be told apart by any reader.
        let plain = serde_json::to_string(self).unwrap_or_default();
        let mut text = String::with_capacity(plain.len());
        let mut last = ' ';
        for c in plain.chars() {
            let ends_comment = last == '-' && (c == '-' || c == '>');
            if ends_comment || (!c.is_ascii() && is_odd(c)) || c == '\u{7f}' {
                text.push_str(&format!("\\u{:04x}", u32::from(c)));
                last = ' ';
            } else {
                text.push(c);
                last = c;
            }
        }
        text
    }
}

/// Characters that no terminal and no comment takes as they are; all of them fit in four hexadecimal digits.
fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn invented() -> Provenance {
        Provenance {
            tool_version: "0.1.0".to_owned(),
            query: "select '-->' as a, --no\n '\u{202e}é' -- end".to_owned(),
            answered_at: "2026-11-03 10:00:00".to_owned(),
            ledger_created_at: "2026-11-01 09:00:00".to_owned(),
            as_of: State { load_id: 2, loaded_at: "2026-11-02 08:00:00".to_owned(), is_newest: true },
            compared_with: None,
            reference_version: "00ff".to_owned(),
            all_sources_of_ledger: false,
            sources: vec![SourceUsed {
                source: "invented".to_owned(),
                title: "Invented; events".to_owned(),
                releases: None,
                cut_off: Some("2026-10-31".to_owned()),
                census: true,
                licence: "none".to_owned(),
                citation: "Nobody (2026); \"Nothing\"".to_owned(),
                loads: Vec::new(),
            }],
        }
    }

    #[test]
    fn the_block_passes_through_a_comment_and_comes_back_whole() {
        let block = invented();
        let json = block.json();
        assert!(!json.contains("--") && !json.contains("->") && !json.contains('\n'), "{json}");
        assert!(!json.contains('\u{202e}') && json.contains('é'), "{json}");
        assert_eq!(serde_json::from_str::<Provenance>(&json).expect("it is JSON"), block);
    }
}
