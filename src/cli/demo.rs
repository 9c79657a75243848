//! `demo`: the founding questions on the built-in data.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::error::{Error, Result};
use crate::ingest;
use crate::ledger::{self, Filter, Ledger, LoadOptions, Rows};
use crate::output::{self, Format, Options};
use crate::report::{self, About, Ask, Form, Lang};
use crate::source::Registry;

use super::args::{DemoArgs, OutputArgs};
use super::export::named;
use super::load::Builtin;
use super::{notes, reading, render};

/// Files that the demo writes beside the database.
const PARQUET: &[&str] =
    &["event", "claim", "fatalities_since_early_may", "attack_frequency_by_group", "regional_trends"];

pub(crate) fn run(args: &DemoArgs) -> Result<()> {
    let temporary = if args.out.is_none() {
        Some(tempfile::tempdir().map_err(|error| Error::io("making", &std::env::temp_dir(), error))?)
    } else {
        None
    };
    let folder =
        args.out.clone().or_else(|| temporary.as_ref().map(|folder| folder.path().to_path_buf())).unwrap_or_default();
    std::fs::create_dir_all(&folder).map_err(|error| Error::io("making", &folder, error))?;
    let db = folder.join("warledger.duckdb");
    if db.exists() {
        return Err(Error::Refused {
            reason: format!("{} exists already", db.display()),
            hint: "give another folder with --out".to_owned(),
        });
    }
    load_builtin(&db)?;
    let ledger = Ledger::open(&db)?;
    answer(&ledger)?;
    let mut written = write_parquet(&ledger, &folder)?;
    written.extend(write_reports(&ledger, &folder)?);
    say_next(args.out.as_deref(), &written)
}

fn load_builtin(db: &Path) -> Result<()> {
    let registry = Registry::builtin()?;
    let unpacked = Builtin::unpack(&[PathBuf::from("builtin:sahel_2025")])?;
    let definition = registry.find("sahel_2025")?;
    let files = unpacked
        .paths
        .iter()
        .map(|path| ingest::open(path, &registry, Some(&definition)))
        .collect::<Result<Vec<_>>>()?;
    let options = LoadOptions { max_rejects: 0.0, ..LoadOptions::default() };
    let report = ledger::load(db, &definition, files, &options, &mut |_, _| {})?;
    render::print(&format!(
        "Built-in data: {} events and {} claims in Mali, Burkina Faso, Niger and their neighbours, {} to {}.\n\
         A coded sample: tolls that nobody stated are unknown, not zero, and no sum here is a total.\n",
        report.events_accepted,
        report.claims_accepted,
        report.first_event_date.as_deref().unwrap_or("-"),
        report.last_event_date.as_deref().unwrap_or("-"),
    ))
}

fn answer(ledger: &Ledger) -> Result<()> {
    let since = NaiveDate::from_ymd_opt(2025, 5, 1);
    let out = OutputArgs::default();
    let sahel = Filter { since, region: Some("central_sahel".to_owned()), ..Filter::default() };

    render::print("\n1. Deaths since 1 May 2025, by country  (warledger fatalities --since 2025-05-01)\n\n")?;
    let rows = ledger.fatalities(&Filter { since, ..Filter::default() })?;
    render::rows(&reading::table(&rows, reading::FATALITIES)?, &out, None, None)?;

    render::print(
        "\n2. Groups in these events, central Sahel  (warledger attacks --since 2025-05-01 --region central_sahel)\n\n",
    )?;
    let rows = ledger.attacks(&sahel, false)?;
    render::rows(&reading::table(&rows, reading::ATTACKS)?, &out, None, None)?;
    render::print(
        "\n   Deaths are in events involving the group, on all sides: not \"killed by\" it. Groups do not add up.\n",
    )?;

    render::print("\n3. The central Sahel by month  (warledger trends --region central_sahel)\n\n")?;
    let rows = ledger.trends(&Filter { since: None, ..sahel.clone() })?;
    render::rows(&reading::table(&rows, reading::TRENDS)?, &out, None, None)?;
    render::print("\n   Months of a coded sample are no trend: partial means that nobody counted every event.\n")?;

    let until = NaiveDate::from_ymd_opt(2025, 6, 3);
    render::print(
        "\n4. Troops killed, central Sahel, 2025-05-01 to 2025-06-03\n   (warledger troops --since 2025-05-01 --until 2025-06-03 --region central_sahel)\n\n",
    )?;
    let rows = ledger.troops(&Filter { until, ..sahel }, None)?;
    render::rows(&reading::table(&rows, reading::TROOPS)?, &out, None, None)?;
    render::print(&sentence(&rows)?)
}

/// The sentence that matters: the spread across policies first, then on how few events it rests, and on whose word.
fn sentence(rows: &Rows) -> Result<String> {
    let policies = notes::texts(rows, "policy")?;
    let best = notes::integers(rows, "deaths_best")?;
    let (low, high) = (notes::integers(rows, "deaths_low")?, notes::integers(rows, "deaths_high")?);
    let (with, without) =
        (notes::integers(rows, "events_with_figure")?, notes::integers(rows, "events_without_figure")?);
    let at = |policy: &str| policies.iter().position(|name| name.as_deref() == Some(policy));
    let (Some(all), Some(independent), Some(official)) = (at("as_reported"), at("without_perpetrator"), at("official"))
    else {
        return Err(Error::internal("the demo", "a policy is missing"));
    };
    let number = |values: &[Option<i64>], at: usize| values[at].map_or("unknown".to_owned(), |value| value.to_string());
    let difference = best[all].unwrap_or(0) - best[independent].unwrap_or(0);
    Ok(format!(
        "\n   Between {official_best} and {all_best} troops were killed, depending on whose word counts: {official_best} confirmed by a government\n   \
         ({official_low} to {official_high}; {official_events} event), {free_best} without the armed groups' own claims ({free_low} to {free_high}; {free_events} events), {all_best}\n   \
         with them ({all_low} to {all_high}; {all_events} events). {difference} of the {all_best} rest on the armed groups' own claims.\n   \
         Only {all_events} of {of_all} events in which state forces are a side have a figure at all: a sum of known tolls, not a total.\n",
        official_best = number(&best, official),
        official_low = number(&low, official),
        official_high = number(&high, official),
        official_events = number(&with, official),
        free_best = number(&best, independent),
        free_low = number(&low, independent),
        free_high = number(&high, independent),
        free_events = number(&with, independent),
        all_best = number(&best, all),
        all_low = number(&low, all),
        all_high = number(&high, all),
        all_events = number(&with, all),
        of_all = with[all].unwrap_or(0) + without[all].unwrap_or(0),
    ))
}

fn write_parquet(ledger: &Ledger, folder: &Path) -> Result<Vec<String>> {
    let mut written = Vec::new();
    for name in PARQUET {
        let rows = named(ledger, name)?;
        let path = folder.join(format!("{name}.parquet"));
        let options = Options { metadata: ledger.provenance(name, Some(&rows))?.pairs(), ..Options::default() };
        let mut batches = rows.batches.iter().cloned().map(Ok);
        output::write_file(&path, true, |out| {
            output::write(Format::Parquet, &rows.schema, &mut batches, out, &options)
        })?;
        written.push(format!("{name}.parquet ({} rows)", rows.len()));
    }
    Ok(written)
}

/// The trend report of the built-in data in three forms.
fn write_reports(ledger: &Ledger, folder: &Path) -> Result<Vec<String>> {
    let since = NaiveDate::from_ymd_opt(2025, 5, 1).ok_or_else(|| Error::internal("the demo", "no such day"))?;
    let ask = Ask {
        about: About::Region("central_sahel".to_owned()),
        since,
        until: None,
        source: None,
        lang: Lang::En,
        with_notes: false,
        with_bound_rows: true,
        command: "warledger report trend --region \"central_sahel\" --since 2025-05-01".to_owned(),
    };
    let made = report::trend(ledger, &ask)?;
    let mut written = Vec::new();
    for (name, form) in [("report.html", Form::Html), ("report.pdf", Form::Pdf), ("report.md", Form::Markdown)] {
        let bytes = report::render(&made.document, form, None)?;
        output::write_bytes(&folder.join(name), true, &bytes)?;
        written.push(name.to_owned());
    }
    Ok(written)
}

fn say_next(out: Option<&Path>, written: &[String]) -> Result<()> {
    let mut text = format!("\nWritten: {}.\n", written.join(", "));
    match out {
        Some(folder) => text.push_str(&format!(
            "Everything is in {0}. Try:\n  warledger --db {0}/warledger.duckdb events --search Boulikessi\n  \
             warledger --db {0}/warledger.duckdb sql \"select claimant, value_best, qualifier, reported_by from claim where source_event_id = '2025-06-01-boulikessi'\"\n",
            folder.display()
        )),
        None => text.push_str("They were temporary: keep them with  warledger demo --out demo\n"),
    }
    text.push_str(
        "\nNext, a census: UCDP GED needs no key.\n  \
         https://ucdp.uu.se/downloads/ged/ged261-csv.zip          (every event 1989-2025)\n  \
         https://ucdp.uu.se/downloads/candidateged/                (this year, monthly)\n  \
         warledger load ged261-csv.zip\n  \
         warledger fatalities --since 2025-05-01 --region central_sahel\n",
    );
    render::print(&text)
}
