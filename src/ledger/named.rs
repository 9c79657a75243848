//! Ready questions: the selects of `sql/queries/`, with values for their parameters.

use chrono::NaiveDate;

use super::params::{Params, Value};
use super::question::rows;
use super::{Ledger, Moment, Rows};
use crate::catalog::{self, Kind, Object, ParamDoc};
use crate::error::{Error, Result};

/// A ready question that has been answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Its rows.
    pub rows: Rows,
    /// The question as it can be asked again.
    pub asked: String,
}

impl Ledger {
    /// Answers a ready question; parameters that are not given have the value of its header.
    ///
    /// # Errors
    /// [`Error::Usage`] for a question or parameter that there is not, and for a value that does not fit it.
    pub fn ask_named(&self, name: &str, given: &[(String, String)]) -> Result<Answered> {
        let object = found(name)?;
        let wanted = &object.header.asks;
        for (key, _) in given {
            if !wanted.iter().any(|param| param.name == *key) {
                let names: Vec<&str> = wanted.iter().map(|param| param.name.as_str()).collect();
                return Err(Error::Usage {
                    reason: format!("{name} has no parameter {key}"),
                    hint: match names.as_slice() {
                        [] => "it has none".to_owned(),
                        names => format!("it has {}", names.join(", ")),
                    },
                });
            }
        }
        let mut params = Params::new();
        let mut asked = format!("warledger sql --named {name}");
        for param in wanted {
            let told = given.iter().rev().find(|(key, _)| *key == param.name).map(|(_, value)| value.as_str());
            let Some(text) = told.or(param.default.as_deref()) else {
                return Err(Error::Usage {
                    reason: format!("{name} needs a value for {}: {}", param.name, param.meaning),
                    hint: format!("give one: --param {}=...", param.name),
                });
            };
            let is_left_open = told.is_none_or(str::is_empty) && param.default.as_deref() == Some(catalog::ANY);
            params = params.with(&param.name, if is_left_open { Value::Null } else { self.value(param, text)? });
            if let Some(told) = told {
                asked.push_str(&format!(" --param {}", quoted(&format!("{}={told}", param.name))));
            }
        }
        Ok(Answered { rows: self.timed(|| rows(&self.conn, name, &object.body, &params))?, asked })
    }

    fn value(&self, param: &ParamDoc, text: &str) -> Result<Value> {
        let unfit = |example: &str| Error::Usage {
            reason: format!("{} is a {}, and '{text}' is none", param.name, param.kind),
            hint: format!("for example --param {}={example}", param.name),
        };
        Ok(match param.kind.as_str() {
            "date" => {
                let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| unfit("2025-05-01"))?;
                Value::Date(date)
            }
            "integer" => Value::Integer(text.parse().map_err(|_| unfit("10"))?),
            "number" => {
                let number: f64 = text.parse().map_err(|_| unfit("1.5"))?;
                Value::Double(if number.is_finite() { number } else { return Err(unfit("1.5")) })
            }
            "source" => Value::Text(self.known_source(text)?),
            "country" => {
                let (name, code) = self.known_country(text)?;
                Value::from(code.or(name))
            }
            "region" => Value::Text(self.known_region(text)?),
            "group" => Value::Text(self.known_actor(text)?),
            "policy" => Value::Text(self.known_policy(text)?),
            "load" => {
                let number = text.parse().map_err(|_| unfit("1"))?;
                Value::Integer(self.load_at(Moment::Load(number))?.load_id)
            }
            _ => Value::from(text),
        })
    }
}

/// The ready question of a name.
///
/// # Errors
/// [`Error::Usage`] with the nearest names.
pub(crate) fn found(name: &str) -> Result<&'static Object> {
    let all = || catalog::of_kind(Kind::Query);
    all().find(|object| object.name == name).ok_or_else(|| {
        let mut near: Vec<(usize, &str)> =
            all().map(|object| (super::distance(&name.to_lowercase(), object.name), object.name)).collect();
        near.sort_unstable();
        let near: Vec<&str> = near.into_iter().take(3).map(|(_, name)| name).collect();
        Error::Usage {
            reason: format!("there is no ready question named '{name}'"),
            hint: format!("nearest: {}; `warledger queries` lists all", near.join(", ")),
        }
    })
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "=_-.:/".contains(c);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
