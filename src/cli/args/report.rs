//! Arguments of `report`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use crate::ledger::Moment;
use crate::report::{About, Form, Lang};

use super::super::values::date;
use super::moment;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Which report.
    #[command(subcommand)]
    pub(crate) report: ReportCommand,
}

/// The reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Deaths, attack frequency, regional trends and what to know of them, to print and send
    Trend(TrendArgs),
}

/// Arguments of `report trend`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger report trend                                     central Sahel since 2025-05-01, Markdown on the terminal
  warledger report trend -o report.html                      one page without any request to the network
  warledger report trend --country \"Burkina Faso\" --since 2023-01-01 --source ucdp_ged -o burkina.pdf
  warledger report trend --group JNIM --lang fr -o jnim.html
  warledger report trend --region lake_chad_basin --format json
  warledger report trend --region all --source ucdp_ged --since 2026-02-01
  warledger report trend -o report.md --figures figures      pictures as PNG and SVG, tables as XLSX

One report is of one source: nothing is added across sources. Without --source it is the one that covers the period with
the newest cut-off. Rising and falling are said only where a test says so; docs/report.md describes it.")]
pub(crate) struct TrendArgs {
    /// Region, such as central_sahel, or all for everything that the source records [default: central_sahel]
    #[arg(long, value_name = "NAME", group = "about", help_heading = "What it is about")]
    pub(crate) region: Option<String>,
    /// Country, by any of its names or its ISO code
    #[arg(long, value_name = "NAME", group = "about", help_heading = "What it is about")]
    pub(crate) country: Option<String>,
    /// Group, by identifier or any of its names; its members count with it
    #[arg(long, value_name = "NAME", group = "about", help_heading = "What it is about")]
    pub(crate) group: Option<String>,
    /// First day, YYYY-MM-DD
    #[arg(long, alias = "from", value_name = "DATE", value_parser = date, default_value = "2025-05-01", help_heading = "What it is about")]
    pub(crate) since: NaiveDate,
    /// Last day, YYYY-MM-DD [default: the cut-off of the data]
    #[arg(long, alias = "to", value_name = "DATE", value_parser = date, help_heading = "What it is about")]
    pub(crate) until: Option<NaiveDate>,
    /// Source, such as ucdp_ged [default: the one that covers the period with the newest cut-off]
    #[arg(long, value_name = "NAME", help_heading = "What it is about")]
    pub(crate) source: Option<String>,
    /// Report as of a load, or of the last one by the end of a day (UTC)
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment, help_heading = "What it is about")]
    pub(crate) as_of: Option<Moment>,
    /// Language of labels, months, numbers and caveats
    #[arg(long, value_enum, value_name = "LANG", default_value_t = LangArg::En, help_heading = "Output")]
    pub(crate) lang: LangArg,
    /// Form of the report [default: by the extension of --output, else md]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<ReportFormat>,
    /// Write to a file instead of the terminal
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Write each picture as PNG and SVG and each table as XLSX into a folder
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub(crate) figures: Option<PathBuf>,
    /// Overwrite files that exist
    #[arg(long, help_heading = "Output")]
    pub(crate) force: bool,
    /// Print the source's own summaries of the deadliest events: they may name people
    #[arg(long, help_heading = "Output")]
    pub(crate) with_notes: bool,
    /// List single events of ACLED in a file too: it stays with you, and you cite the source (sums always leave)
    #[arg(long, help_heading = "Output")]
    pub(crate) accept_acled_terms: bool,
}

/// Languages of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    /// English
    En,
    /// French
    Fr,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::En => Lang::En,
            LangArg::Fr => Lang::Fr,
        }
    }
}

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// One HTML page that needs no network
    Html,
    /// Markdown
    Md,
    /// Pages of A4
    Pdf,
    /// Every number, for programs
    Json,
}

impl From<ReportFormat> for Form {
    fn from(format: ReportFormat) -> Self {
        match format {
            ReportFormat::Html => Form::Html,
            ReportFormat::Md => Form::Markdown,
            ReportFormat::Pdf => Form::Pdf,
            ReportFormat::Json => Form::Json,
        }
    }
}

impl TrendArgs {
    /// What the report is about.
    pub(crate) fn about(&self) -> About {
        match (&self.region, &self.country, &self.group) {
            (_, _, Some(name)) => About::Group(name.clone()),
            (_, Some(name), _) => About::Country(name.clone()),
            (Some(name), ..) if name.eq_ignore_ascii_case("all") => About::Everything,
            (Some(name), ..) => About::Region(name.clone()),
            _ => About::Region("central_sahel".to_owned()),
        }
    }

    /// The command as it can be given again, without where it writes to.
    pub(crate) fn words(&self) -> String {
        let mut words = "warledger report trend".to_owned();
        for (flag, text) in
            [("region", &self.region), ("country", &self.country), ("group", &self.group), ("source", &self.source)]
        {
            if let Some(text) = text {
                words.push_str(&format!(" --{flag} {text:?}"));
            }
        }
        words.push_str(&format!(" --since {}", self.since));
        if let Some(until) = self.until {
            words.push_str(&format!(" --until {until}"));
        }
        if let Some(moment) = self.as_of {
            words.push_str(&format!(" --as-of {}", moment.to_string().trim_start_matches("load ")));
        }
        if self.lang == LangArg::Fr {
            words.push_str(" --lang fr");
        }
        if self.with_notes {
            words.push_str(" --with-notes");
        }
        words
    }
}
