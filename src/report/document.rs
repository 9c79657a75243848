//! A report before it has a form: what the writers of HTML, PDF, Markdown, JSON and pictures share.
//!
//! All texts are in the language of the report already; numbers and dates are values, which each form writes in the way of that
//! language. Nothing here knows of the ledger.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

/// The language of labels, months, numbers and caveats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English: `1,234.5`, `3 Jun 2025`.
    #[default]
    En,
    /// French: `1 234,5` with narrow no-break spaces, `3 juin 2025`.
    Fr,
}

/// A whole report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// Language of all texts in it.
    pub lang: Lang,
    /// What the report is about: "Central Sahel: trend report".
    pub title: String,
    /// Period in words: "1 May 2025 to 30 June 2025".
    pub period: String,
    /// Lines under the title: source with version, cut-off, as of which load, provisional, sample.
    pub status: Vec<String>,
    /// Three to five plain sentences made from the data.
    pub highlights: Vec<String>,
    /// Three to six figures with their ranges.
    pub key_figures: Vec<KeyFigure>,
    /// The body, in order of reading.
    pub sections: Vec<Section>,
    /// What to cite, one entry per source.
    pub citations: Vec<String>,
    /// How the report was made: label and value (sha256 of inputs, loads, command, version), machine-readable texts.
    pub provenance: Vec<(String, String)>,
}

/// One figure of the first page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyFigure {
    /// What is counted: "deaths recorded in events".
    pub label: String,
    /// Best estimate; none where nothing is known.
    pub best: Option<i64>,
    /// Lowest and highest estimate, where the source gives a range.
    pub range: Option<(i64, i64)>,
    /// What a reader must know of it, in a sentence; printed as a numbered footnote.
    pub footnote: Option<String>,
}

/// A part of the body under a heading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// Stable name for anchors and file names: `fatalities`, `attack-frequency`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// One element of a section.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "content")]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A caveat or warning, set apart from the text.
    Note(String),
    /// Short statements, one a line.
    List(Vec<String>),
    /// A picture with its source line and the table behind it.
    Figure(Box<Figure>),
    /// A table on its own.
    Table(Table),
}

/// A picture, its caption, and its numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Stable name for anchors and file names.
    pub id: String,
    /// Title above the picture.
    pub title: String,
    /// What the vertical axis or the size counts: "deaths", "events a week".
    pub unit: String,
    /// What is drawn.
    pub chart: Chart,
    /// Source line under it: source and version, cut-off, citation and licence, SQL object.
    pub caption: String,
    /// The SQL object that its numbers come from, as `describe` names it.
    pub object: String,
    /// What the picture shows, in one sentence, for those who do not see it.
    pub alt: String,
    /// The numbers behind it.
    pub table: Table,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Chart {
    /// Cumulative best estimate as a line within the band of low and high. Days ascend; equal lengths.
    Band {
        /// One point a day or week.
        #[serde(serialize_with = "iso_days")]
        days: Vec<NaiveDate>,
        /// Lowest estimates.
        low: Vec<i64>,
        /// Best estimates.
        best: Vec<i64>,
        /// Highest estimates.
        high: Vec<i64>,
    },
    /// Small panels of bars over the same periods on one scale; one panel a group or a region.
    Panels {
        /// First days of the periods (weeks or months), ascending.
        #[serde(serialize_with = "iso_days")]
        periods: Vec<NaiveDate>,
        /// Length of a period.
        period: Step,
        /// The panels, in order.
        panels: Vec<Panel>,
    },
    /// Horizontal bars, the longest first: shares, categories.
    Bars {
        /// Label, value, and a low and high estimate where there is one.
        bars: Vec<Bar>,
    },
    /// Places on outlines of countries, sized by deaths.
    Map {
        /// ISO 3166-1 alpha-3 codes of the countries whose outlines are drawn in the foreground.
        countries: Vec<String>,
        /// Events of exact or near places only.
        points: Vec<Place>,
        /// Coarse events as counts of a first-order area or country, never as points.
        areas: Vec<AreaCount>,
        /// The boundary disclaimer, printed under the map.
        disclaimer: String,
    },
}

/// Length of the periods of panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
}

/// One of several small pictures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Panel {
    /// Group or region.
    pub title: String,
    /// One value a period; none where nothing is known (outside coverage), which is drawn as a gap and not as zero.
    pub values: Vec<Option<i64>>,
    /// Whether the period is not yet complete: drawn hatched.
    pub incomplete: Vec<bool>,
    /// A short word under the title: "events", "rising (q = 0.01)".
    pub note: Option<String>,
}

/// One horizontal bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// Category.
    pub label: String,
    /// Length.
    pub value: i64,
    /// Lowest and highest estimate, drawn as a whisker.
    pub range: Option<(i64, i64)>,
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Name of the place.
    pub name: String,
    /// Events there.
    pub events: i64,
    /// Best estimate of deaths there; none where unknown.
    pub deaths_best: Option<i64>,
}

/// Events that are known to lie in an area and no nearer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaCount {
    /// ISO 3166-1 alpha-3 code.
    pub country: String,
    /// First-order area; none for events known by country alone.
    pub area: Option<String>,
    /// Events.
    pub events: i64,
    /// Best estimate of deaths; none where unknown.
    pub deaths_best: Option<i64>,
}

/// Rows and columns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// Stable name for file names.
    pub id: String,
    /// Title above it.
    pub caption: String,
    /// Headings, in order.
    pub columns: Vec<String>,
    /// One cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// Lines under it.
    pub notes: Vec<String>,
    /// The SQL object that its numbers come from, where there is one.
    pub object: Option<String>,
}

/// A value in a table; forms align counts and ratios to the right and write what is unknown as an empty dash.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "value")]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Count(i64),
    /// A number with the digits after the point that it is shown with.
    Number(f64, usize),
    /// Best estimate with its range: `422 (285-543)`.
    Estimate {
        /// Lowest estimate.
        low: i64,
        /// Best estimate.
        best: i64,
        /// Highest estimate.
        high: i64,
    },
    /// A day.
    Date(#[serde(serialize_with = "iso_day")] NaiveDate),
    /// A share of one, shown in per cent.
    Share(f64),
    /// Not known.
    Unknown,
}

/// A day as `YYYY-MM-DD`.
fn iso_day<S: Serializer>(day: &NaiveDate, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(day)
}

/// Days as `YYYY-MM-DD`.
fn iso_days<S: Serializer>(days: &[NaiveDate], out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(days.iter().map(NaiveDate::to_string))
}
