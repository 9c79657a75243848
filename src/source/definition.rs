//! A source definition: what a publisher's columns mean, as data.
//!
//! Everything that distinguishes UCDP from ACLED from a hand-coded file stands in a `source.toml`; unknown keys are
//! refused so that a typing error cannot pass for a setting.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result};

/// Values of required columns that a definition does not mention.
const DEFAULTS: &[(&str, &str)] = &[
    ("date_precision", "day"),
    ("event_class", "unclassified"),
    ("disorder", "political_violence"),
    ("deaths_rule", "none"),
    ("status", "final"),
];

/// A whole definition, as read from TOML and checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Name, publisher, licence, citation.
    pub source: About,
    /// What the source measures, so that answers know what is unknown rather than zero.
    #[serde(default)]
    pub measures: Measures,
    /// Where the source's other columns are kept.
    #[serde(default)]
    pub kept: Kept,
    /// Code maps that several fields use.
    #[serde(default)]
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
    /// Canonical event column -> how it is made.
    #[serde(default)]
    pub fields: BTreeMap<String, Field>,
    /// The actors of an event.
    #[serde(default)]
    pub actors: Vec<ActorField>,
    /// The file layouts that the source has been published in.
    pub layouts: Vec<Layout>,
    /// How releases are named in file names.
    #[serde(default)]
    pub releases: Vec<Release>,
}

/// Who publishes the source and on what terms.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Identifier in every `source` column.
    pub name: String,
    /// Full name.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// Home page.
    #[serde(default)]
    pub homepage: String,
    /// Where and how to get it.
    #[serde(default)]
    pub obtain: String,
    /// Licence in one line.
    pub licence: String,
    /// Address of the licence.
    #[serde(default)]
    pub licence_url: String,
    /// What to cite.
    pub citation: String,
    /// True if the source aims at every event of its kind; false for a coded sample.
    pub census: bool,
    /// Whether rows may be passed on.
    pub redistribute: bool,
    /// What a reader of figures must know.
    #[serde(default)]
    pub note: String,
    /// The same in French, for reports in that language.
    #[serde(default)]
    pub note_fr: String,
}

/// What the source measures.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// It gives a low and a high estimate.
    #[serde(default)]
    pub deaths_range: bool,
    /// It gives deaths by side.
    #[serde(default)]
    pub deaths_by_side: bool,
    /// Its zeros and some of its numbers stand for words.
    #[serde(default)]
    pub deaths_rules: bool,
    /// Its deaths are computed from claims.
    #[serde(default)]
    pub claims: bool,
}

/// Table for the columns that the canonical event does not carry word for word.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Table name, such as `ucdp_event`; by default the source's name and `_event`.
    #[serde(default)]
    pub table: String,
    /// Column -> `integer`, `double` or `text` (the default).
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// Whole-number column that grows with each upload of an event: the state with the larger number is the newer one.
    pub upload_stamp: Option<String>,
}

/// How a canonical column is made: one rule, or several of which the first that gives a value wins.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Field {
    /// One rule.
    One(Box<Rule>),
    /// Rules in order.
    Many(Vec<Rule>),
}

impl Field {
    /// The rules in order.
    pub fn rules(&self) -> &[Rule] {
        match self {
            Field::One(rule) => std::slice::from_ref(rule),
            Field::Many(rules) => rules,
        }
    }
}

/// One way to make a value from a row.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Source column.
    pub column: Option<String>,
    /// A fixed value.
    pub value: Option<String>,
    /// The source's codes -> our values; a code that is not listed is a fault unless `default` or `optional` is set.
    pub codes: Option<BTreeMap<String, String>>,
    /// Name of a code map in `[codes]`, instead of `codes`.
    pub codes_of: Option<String>,
    /// Beginnings of the text -> our values; other texts give nothing.
    pub starts_with: Option<BTreeMap<String, String>>,
    /// Regular expressions -> our values; the first that is found in the text wins, other texts give nothing.
    pub matches: Option<BTreeMap<String, String>>,
    /// A date that stands in columns of its own.
    pub date_parts: Option<DateParts>,
    /// Words of the file's name -> our values: some publishers say there what a row does not.
    pub file_name: Option<BTreeMap<String, String>>,
    /// Regular expression that the whole text must match; another text is a fault.
    pub pattern: Option<String>,
    /// Days to add to the date.
    #[serde(default)]
    pub add_days: i32,
    /// Round a number with a fraction to the nearest whole one.
    #[serde(default)]
    pub round: bool,
    /// Value for codes that are not listed.
    pub default: Option<String>,
    /// Source column -> values: the rule holds only for these rows.
    pub when: Option<BTreeMap<String, Vec<String>>>,
    /// Compare codes without regard to case.
    #[serde(default)]
    pub ignore_case: bool,
    /// Read "3.0" as "3" before looking up codes or taking it as an identifier.
    #[serde(default)]
    pub numeric: bool,
    /// Codes that are not listed give nothing instead of a fault.
    #[serde(default)]
    pub optional: bool,
    /// An empty cell is a fault.
    #[serde(default)]
    pub needed: bool,
}

/// The columns of a date in parts. Day 0 or no day means the month, month 0 the year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateParts {
    /// Column of the year.
    pub year: String,
    /// Column of the month, a number or an English name.
    pub month: String,
    /// Column of the day.
    pub day: Option<String>,
    /// Which day stands for a month or a year.
    pub edge: DateEdge,
}

/// The first or the last day of a period.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum DateEdge {
    /// The first day.
    First,
    /// The last day.
    Last,
}

/// One actor column of the source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorField {
    /// `a` or `b`.
    pub side: String,
    /// `side` for a party to the event, `associate` for who stood with it.
    pub role: String,
    /// Source column with the name.
    pub column: String,
    /// What separates several names in the column.
    pub separator: Option<String>,
    /// The kind of actor as the source codes it.
    pub kind: Option<Field>,
    /// Whether the source codes this actor as the attacker; nothing = the source does not say.
    pub attacker: Option<Field>,
}

/// What a file of a layout holds.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Events.
    #[default]
    Events,
    /// Claims on events.
    Claims,
    /// Events that the source has deleted, with the time of their deletion.
    Deletions,
    /// Background that is shown and never counted.
    Context,
    /// Published sums over areas and periods; never events.
    Aggregates,
}

/// One published file layout.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Short name.
    pub name: String,
    /// What it is, for messages.
    pub title: String,
    /// What its rows are.
    #[serde(default)]
    pub content: Content,
    /// Header, in the published order.
    pub columns: Vec<String>,
    /// Columns that may be absent or may come on top.
    #[serde(default)]
    pub optional: Vec<String>,
    /// Column of this layout -> name that the fields use.
    #[serde(default)]
    pub rename: BTreeMap<String, String>,
    /// Encoding of rows that are not UTF-8, such as `windows-1252`; without it they are rejected.
    pub encoding: Option<String>,
    /// strftime patterns of its dates; the first that fits wins.
    pub date_formats: Vec<String>,
    /// Those of the date formats that the publisher writes: where day and month could be exchanged, and no date of the
    /// file tells, they hold.
    #[serde(default)]
    pub publisher_formats: Vec<String>,
    /// Files of this layout are met without a header row: then the columns are taken by position, if the rows fit.
    #[serde(default)]
    pub headerless: bool,
    /// Rows carry one empty field more than the header.
    #[serde(default)]
    pub trailing_empty_field: bool,
    /// One row per actor: rows of one event are merged.
    #[serde(default)]
    pub monadic: bool,
    /// Fields that differ from the definition's.
    #[serde(default)]
    pub fields: BTreeMap<String, Field>,
    /// Actors, where they differ from the definition's.
    pub actors: Option<Vec<ActorField>>,
}

/// The period that a release covers whole.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// Month `n` of year `yy`.
    Month,
    /// January to month `n` of year `yy`.
    MonthsTo,
    /// Every year before `yy`.
    YearsBefore,
}

/// Whether a release is all that there is on the period it covers.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Complete {
    /// It adds and corrects: what it lacks is not gone.
    #[default]
    Update,
    /// It is complete: what it lacks is gone.
    Snapshot,
}

/// How a release is recognised by its file name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Regular expression with the groups `yy` (two digits of the year) and `n` (number).
    pub file_name: String,
    /// Name of the release, with `{yy}` and `{n}`.
    pub release: String,
    /// What it is, for messages.
    pub title: String,
    /// The period it covers.
    pub covers: Covers,
    /// Whether it is all that there is on that period.
    #[serde(default)]
    pub complete: Complete,
}

impl Definition {
    /// Reads and checks a definition; `path` is for messages.
    pub fn parse(text: &str, path: &str) -> Result<Self> {
        let mut definition: Definition = toml::from_str(text).map_err(|error| Error::Definition {
            path: path.to_owned(),
            reason: error.to_string().trim_end().to_owned(),
        })?;
        definition.fold_names();
        definition.fill_defaults();
        definition.check().map_err(|reason| Error::Definition { path: path.to_owned(), reason })?;
        Ok(definition)
    }

    /// The fields of a layout: its own before the definition's.
    pub fn field<'a>(&'a self, layout: &'a Layout, name: &str) -> Option<&'a Field> {
        layout.fields.get(name).or_else(|| match layout.content {
            Content::Events => self.fields.get(name),
            Content::Claims | Content::Deletions | Content::Context | Content::Aggregates => None,
        })
    }

    /// The actors of a layout.
    pub fn actors_of<'a>(&'a self, layout: &'a Layout) -> &'a [ActorField] {
        layout.actors.as_deref().unwrap_or(&self.actors)
    }

    /// The code map of a rule, wherever it stands.
    pub fn codes_of<'a>(&'a self, rule: &'a Rule) -> Option<&'a BTreeMap<String, String>> {
        rule.codes.as_ref().or_else(|| rule.codes_of.as_ref().and_then(|name| self.codes.get(name)))
    }

    /// What a definition need not say: an event of one day, unclassified, final, that counts as political violence.
    fn fill_defaults(&mut self) {
        if self.kept.table.is_empty() {
            self.kept.table = format!("{}_event", self.source.name);
        }
        let is_of_events = self.layouts.iter().any(|layout| layout.content == Content::Events);
        if !is_of_events {
            return;
        }
        if let (Some(start), false) = (self.fields.get("start_date"), self.fields.contains_key("end_date")) {
            let start = start.clone();
            self.fields.insert("end_date".to_owned(), start);
        }
        for (name, value) in DEFAULTS {
            let rule = Rule { value: Some((*value).to_owned()), ..Rule::default() };
            self.fields.entry((*name).to_owned()).or_insert_with(|| Field::One(Box::new(rule)));
        }
    }

    /// Headers are compared in lower case, so the names of columns are kept in lower case.
    fn fold_names(&mut self) {
        let fold = |name: &mut String| *name = name.to_lowercase();
        let fold_field = |field: &mut Field| {
            let rules = match field {
                Field::One(rule) => std::slice::from_mut(&mut **rule),
                Field::Many(rules) => rules.as_mut_slice(),
            };
            for rule in rules {
                rule.column.iter_mut().for_each(fold);
                if let Some(parts) = &mut rule.date_parts {
                    [&mut parts.year, &mut parts.month].into_iter().chain(&mut parts.day).for_each(fold);
                }
                if let Some(when) = rule.when.take() {
                    rule.when = Some(when.into_iter().map(|(name, values)| (name.to_lowercase(), values)).collect());
                }
            }
        };
        let fold_actor = |actor: &mut ActorField| {
            fold(&mut actor.column);
            actor.kind.iter_mut().for_each(fold_field);
            actor.attacker.iter_mut().for_each(fold_field);
        };
        self.fields.values_mut().for_each(fold_field);
        self.actors.iter_mut().for_each(fold_actor);
        self.kept.upload_stamp.iter_mut().for_each(fold);
        self.kept.types =
            std::mem::take(&mut self.kept.types).into_iter().map(|(k, v)| (k.to_lowercase(), v)).collect();
        for layout in &mut self.layouts {
            layout.columns.iter_mut().chain(&mut layout.optional).for_each(fold);
            let rename = std::mem::take(&mut layout.rename);
            layout.rename = rename.into_iter().map(|(from, to)| (from.to_lowercase(), to.to_lowercase())).collect();
            layout.fields.values_mut().for_each(fold_field);
            layout.actors.iter_mut().flatten().for_each(fold_actor);
        }
    }
}
