//! The records of a JSON text, one at a time, wherever the publisher puts them.
//!
//! Understood are an array of objects, objects one after the other (JSON Lines), and an object with the records in one
//! of the members that publishers use: `Result` (UCDP), `data` (ACLED, HAPI), `features` (GeoJSON).

use std::io::Read;
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// Members of an envelope that hold the records.
const MEMBERS: &[&str] = &["Result", "data", "features", "results", "records"];

/// The other members of an envelope.
#[derive(Clone, Debug, Default)]
pub(crate) struct Envelope {
    members: Map<String, Value>,
}

impl Envelope {
    /// Why the publisher's server gave no data, if it says so.
    pub(crate) fn failure(&self) -> Option<String> {
        let status = self.members.get("status").and_then(|status| match status {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        });
        let failed = self.members.get("success").and_then(Value::as_bool) == Some(false)
            || status.is_some_and(|status| status >= 400);
        let said = ["messages", "message", "error"].iter().find_map(|name| self.members.get(*name));
        failed.then(|| match (said, status) {
            (Some(said), _) => said.to_string().chars().take(300).collect(),
            (None, Some(status)) => format!("status {status}"),
            (None, None) => "success is false".to_owned(),
        })
    }

    /// What the envelope says of rows that are not in the file.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let number = |name: &str| self.members.get(name).and_then(Value::as_i64);
        let is_page = self.members.get("NextPageUrl").and_then(Value::as_str).is_some_and(|next| !next.is_empty());
        let mut remarks = Vec::new();
        if is_page {
            remarks.push("this is one page of several (NextPageUrl is set): load the following pages too".to_owned());
        } else if let (Some(count), Some(total)) = (number("count"), number("total_count"))
            && total > count
        {
            remarks.push(format!("this answer holds {count} of {total} rows: load the other pages too"));
        }
        remarks
    }
}

/// Why the records could not be read.
pub(crate) enum Fault {
    /// The text is not JSON, or not of records.
    Json(serde_json::Error),
    /// Who takes the records stopped.
    Stopped(Error),
}

impl Fault {
    /// As an error that names the file and the record.
    pub(crate) fn into_error(self, path: &Path, records: u64) -> Error {
        match self {
            Fault::Stopped(error) => error,
            Fault::Json(error) if error.is_eof() => Error::file(
                path,
                format!("the file ends in the middle of the JSON text, after record {records}"),
                "the file looks cut off: download or copy it again",
            ),
            Fault::Json(error) => Error::file(
                path,
                format!("the file cannot be read as JSON after record {records}: {error}"),
                "open it in a text editor at that line, or download it again",
            ),
        }
    }
}

type Visit<'v> = dyn FnMut(Map<String, Value>) -> Result<()> + 'v;

/// Calls `visit` with each record; the members around them come back.
pub(crate) fn for_each_record(reader: impl Read, visit: &mut Visit<'_>) -> std::result::Result<Envelope, Fault> {
    let mut walk = Walk { visit, stopped: None, envelope: Envelope::default() };
    let reader = without_mark(reader).map_err(|error| Fault::Json(serde_json::Error::io(error)))?;
    let mut deserializer = serde_json::Deserializer::from_reader(reader);
    loop {
        match Top(&mut walk).deserialize(&mut deserializer) {
            Ok(()) => {}
            Err(error) => return Err(walk.stopped.take().map_or(Fault::Json(error), Fault::Stopped)),
        }
        // Objects may follow one another: the text ends where nothing but white space follows.
        match deserializer.end() {
            Ok(()) => return Ok(walk.envelope),
            Err(error) if error.is_syntax() => {}
            Err(error) => return Err(Fault::Json(error)),
        }
    }
}

/// The text without a byte order mark.
fn without_mark(mut reader: impl Read) -> std::io::Result<impl Read> {
    let mut first = Vec::with_capacity(3);
    reader.by_ref().take(3).read_to_end(&mut first)?;
    if first == b"\xef\xbb\xbf" {
        first.clear();
    }
    Ok(std::io::Cursor::new(first).chain(reader))
}

struct Walk<'a, 'v> {
    visit: &'a mut Visit<'v>,
    stopped: Option<Error>,
    envelope: Envelope,
}

impl Walk<'_, '_> {
    fn give<E: serde::de::Error>(&mut self, record: Map<String, Value>) -> std::result::Result<(), E> {
        (self.visit)(record).map_err(|error| {
            self.stopped = Some(error);
            E::custom("stopped")
        })
    }
}

/// A value at the top: an array of records, an envelope, or a record.
struct Top<'a, 'b, 'v>(&'a mut Walk<'b, 'v>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an array of records, or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> std::result::Result<(), A::Error> {
        while let Some(record) = sequence.next_element::<Map<String, Value>>()? {
            self.0.give(record)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        let mut members = Map::new();
        let mut is_envelope = false;
        while let Some(name) = map.next_key::<String>()? {
            if MEMBERS.contains(&name.as_str()) {
                match map.next_value_seed(Records(self.0))? {
                    None => is_envelope = true,
                    Some(value) => drop(members.insert(name, value)),
                }
            } else {
                members.insert(name, map.next_value()?);
            }
        }
        if is_envelope {
            self.0.envelope.members.extend(members);
            return Ok(());
        }
        self.0.give(members)
    }
}

/// A member that may hold the records: nothing if it does and they were given, else its value.
struct Records<'a, 'b, 'v>(&'a mut Walk<'b, 'v>);

impl<'de> DeserializeSeed<'de> for Records<'_, '_, '_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Records<'_, '_, '_> {
    type Value = Option<Value>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> std::result::Result<Option<Value>, A::Error> {
        let mut plain = Vec::new();
        let mut any_record = false;
        while let Some(element) = sequence.next_element::<Value>()? {
            match element {
                Value::Object(record) => {
                    any_record = true;
                    self.0.give(record)?;
                }
                other if !any_record => plain.push(other),
                _ => return Err(A::Error::custom("an array mixes records with other values")),
            }
        }
        if !plain.is_empty() && any_record {
            return Err(A::Error::custom("an array mixes records with other values"));
        }
        Ok((!plain.is_empty()).then_some(Value::Array(plain)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Option<Value>, A::Error> {
        let mut members = Map::new();
        while let Some((name, value)) = map.next_entry()? {
            members.insert(name, value);
        }
        Ok(Some(Value::Object(members)))
    }

    fn visit_unit<E>(self) -> std::result::Result<Option<Value>, E> {
        Ok(Some(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Option<Value>, E> {
        Ok(Some(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> std::result::Result<Vec<i64>, String> {
        let mut ids = Vec::new();
        let outcome = for_each_record(text.as_bytes(), &mut |record| {
            ids.push(record.get("id").and_then(Value::as_i64).unwrap_or(-1));
            Ok(())
        });
        match outcome {
            Ok(_) => Ok(ids),
            Err(fault) => Err(fault.into_error(Path::new("x.json"), ids.len() as u64).to_string()),
        }
    }

    #[test]
    fn records_are_found_in_every_envelope() {
        for text in [
            r#"[{"id":1},{"id":2}]"#,
            "{\"id\":1}\n{\"id\":2}\n",
            "\u{feff}{\"id\":1} {\"id\":2}",
            r#"{"TotalCount":2,"NextPageUrl":"","Result":[{"id":1},{"id":2}]}"#,
            r#"{"status":200,"data":[{"id":1},{"id":2}],"count":2}"#,
            "{\"data\":[{\"id\":1}]}\n{\"data\":[{\"id\":2}]}",
        ] {
            assert_eq!(ids(text).as_deref(), Ok(&[1, 2][..]), "{text}");
        }
        assert_eq!(ids(r#"{"id":1,"data":"text"}"#).as_deref(), Ok(&[1][..]));
        assert_eq!(ids(r#"{"data":[]}"#).as_deref(), Ok(&[][..]));
    }

    #[test]
    fn damaged_texts_say_after_which_record() {
        assert!(ids(r#"[{"id":1},{"id":"#).is_err_and(|error| error.contains("after record 1")));
        assert!(ids(r#"[{"id":1},}"#).is_err_and(|error| error.contains("line 1")));
        assert!(ids(r#"[{"id":1},2]"#).is_err());
        assert!(ids("{\"id\":1}\nnonsense").is_err());
        assert!(ids(&"[".repeat(100_000)).is_err());
    }
}
