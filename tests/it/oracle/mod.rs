//! Every precomputed answer equals one computed again from the events by other means.
//!
//! The ledger's answers come from SQL. Here they are made a second time from the tables of events, actors, claims and
//! coverage: in Polars by class of event, and in plain Rust day by day. What the header of each SQL file says is the
//! specification; every column of every row must agree.

mod calendar;
mod claims;
mod clusters;
mod coast;
mod cover;
mod events;
mod frequency;
mod since;
mod table;
mod tally;
mod tolls;
mod trends;
mod weeks;

use std::collections::BTreeMap;
use std::fs::File;

use chrono::NaiveDate;
use polars::prelude::{IntoLazy, LazyFrame};
use warledger::ledger::Ledger;
use warledger::sample::{self, SampleLayout, SampleOptions};

use self::calendar::Period;
use self::cover::{Cover, Nature};
use self::since::Span;
use self::table::{Table, differences};
use super::support::{Bench, sahel, shared};

/// Compares answers of one ledger and gathers what differs.
struct Trial<'l> {
    ledger: &'l Ledger,
    differences: Vec<String>,
    compared: Vec<(String, usize)>,
}

impl Trial<'_> {
    /// Compares an answer by its name, under its own grain, with the rows expected.
    fn answer(&mut self, name: &str, arguments: &str, expected: &Table) {
        let object = warledger::catalog::find(name).unwrap_or_else(|| panic!("the ledger has no {name}"));
        let grain: Vec<&str> = object.header.grain.iter().map(String::as_str).collect();
        self.rows(&format!("{name}{arguments}"), &grain, &format!("select * from {name}{arguments}"), expected);
    }

    fn rows(&mut self, name: &str, grain: &[&str], sql: &str, expected: &Table) {
        let got = Table::query(self.ledger, sql);
        self.differences.extend(differences(name, grain, &got, expected));
        self.compared.push((name.to_owned(), expected.len()));
    }

    fn finish(self) {
        for (name, rows) in &self.compared {
            println!("{name}: {rows} rows");
        }
        assert!(self.differences.is_empty(), "answers that differ:\n{}", self.differences.join("\n"));
    }
}

pub(crate) fn ymd(year: i32, month: u32, day: u32) -> i32 {
    calendar::day(NaiveDate::from_ymd_opt(year, month, day).expect("a date"))
}

/// Computes every answer of a ledger again, and compares.
pub(crate) fn every_answer_agrees(ledger: &Ledger, since: &[i32]) {
    let mut trial = Trial { ledger, differences: Vec::new(), compared: Vec::new() };
    let sources = cover::sources(ledger);
    let cover = Cover::of(ledger);
    // Computed once; every answer reads it.
    let events = events::events(ledger).collect().expect("events");
    let events = || events.clone().lazy();
    let actor_events = events::actor_events(ledger, &events()).collect().expect("events of actors");
    let actor_events = || actor_events.clone().lazy();
    let areas = Table::collect(events::event_areas(ledger, &events()));
    let event_rows = Table::collect(events());

    let tolls = claims::event_toll(ledger);
    let totals = tolls::event_toll_total(&tolls);
    trial.answer("event_toll", "", &tolls);
    trial.answer("event_toll_total", "", &totals);
    let deaths = "select event.source, source_event_id, deaths_low, deaths_best, deaths_high, state_forces_best, \
                  civilians_best, nonstate_best, unspecified_best \
                  from event join source on source.source = event.source and has_claims";
    trial.rows("event", &events::EVENT, deaths, &tolls::deaths_of_events(&event_rows, &totals, &sources));

    trial.answer("country_coverage", "", &cover.country_coverage());
    trial.answer("coverage_period", "", &cover.coverage_period(&sources));
    by_day_and_area(&mut trial, &cover, &sources, &events);
    let countries = Table::collect(events::actor_countries(actor_events()));
    trial.answer("group_country", "", &countries);
    let areas_by_week = weeks::area_week(events::placed(ledger, &events()));
    trial.answer("area_week", "", &areas_by_week);
    let [attacks, clusters] = clusters::simultaneous(ledger, &cover, &sources);
    trial.answer("simultaneous_attack_event", "", &attacks);
    trial.answer("simultaneous_attacks", "", &clusters);
    for kind in Period::ALL {
        let keys = ["source", "actor_id", kind.name()];
        let active = Table::collect(tally::by_actor(actor_events(), &keys, kind.owns_event()));
        trial.answer(&format!("group_{}", kind.name()), "", &active);
        if kind == Period::Week {
            let ranked = weeks::deadliest_weeks(ledger, &cover, &sources, &active, &countries, &areas_by_week);
            trial.answer("deadliest_weeks", "", &ranked);
        }
        let view = match kind {
            Period::Week => "attack_frequency_by_group",
            Period::AcledWeek => "attack_frequency_by_group_by_acled_week",
            Period::Month => "attack_frequency_by_group_by_month",
        };
        trial.answer(view, "", &frequency::attack_frequency(ledger, &cover, &sources, kind, &active, &countries));
    }
    let actors = Table::collect(actor_events());
    let coast = coast::coastal_pressure(ledger, &cover, &sources, (&event_rows, &actors), &areas, &countries);
    trial.answer("coastal_pressure", "", &coast);
    let spans = since.iter().map(|first| Span { first: *first, last: None });
    for span in spans.chain([Span { first: since[0], last: Some(since[0] + 400) }]) {
        let arguments = format!("({})", span.arguments());
        trial.answer("fatalities_since", &arguments, &since::fatalities_since(&events(), &cover, &sources, span));
        let troops = tolls::troops_killed_since(ledger, &event_rows, &areas, &actors, &tolls, span);
        trial.answer("troops_killed_since", &arguments, &troops);
    }
    let early_may = Span { first: ymd(2025, 5, 1), last: None };
    trial.answer("fatalities_since_early_may", "", &since::fatalities_since(&events(), &cover, &sources, early_may));
    trial.finish();
}

fn by_day_and_area(
    trial: &mut Trial<'_>,
    cover: &Cover,
    sources: &BTreeMap<String, Nature>,
    events: &dyn Fn() -> LazyFrame,
) {
    let by_day = tally::by_side(events(), &["source", "country", "start_date", "end_date"], &[]);
    trial.answer("fatalities_by_day", "", &Table::collect(by_day));
    let keys = ["source", "area_kind", "area", "country", "month"];
    let placed = events::placed(trial.ledger, &events());
    let area_month = Table::collect(tally::by_area(placed, &keys, Period::Month.owns_event()));
    trial.answer("area_month", "", &area_month);
    trial.answer("regional_trends", "", &trends::regional_trends(trial.ledger, cover, sources, &area_month));
}

#[test]
fn answers_on_the_built_in_data_are_those_computed_again() {
    let bench = sahel();
    every_answer_agrees(&bench.ledger(), &[ymd(2025, 5, 1), ymd(2025, 7, 1), ymd(2031, 1, 1)]);
}

#[test]
fn answers_on_ucdp_files_are_those_computed_again() {
    let files = ["ucdp/GEDEvent_v26_0_2.xlsx", "ucdp/gedevents-2025-01-17.csv"].map(shared);
    let [Some(candidate), Some(export)] = files else { return };
    let bench = Bench::new();
    bench.ok(&["load", &candidate.display().to_string()]);
    bench.ok(&["load", &export.display().to_string()]);
    every_answer_agrees(&bench.ledger(), &[ymd(2022, 3, 15), ymd(2026, 1, 20), ymd(2031, 1, 1)]);
}

#[test]
fn answers_on_synthetic_files_are_those_computed_again() {
    let bench = Bench::new();
    for (layout, events) in [(SampleLayout::Acled, 5_000), (SampleLayout::UcdpGed, 3_000)] {
        let path = bench.path(&format!("{}.csv", layout.name()));
        let file = File::create(&path).expect("the sample's file");
        sample::write_csv(&SampleOptions::new(layout, events, 7), file, &mut |_| {}).expect("a sample");
        bench.ok(&["load", &path.display().to_string(), "--source", layout.name()]);
    }
    for (kind, text) in [
        ("actors", sample::overlay_actors()),
        ("aliases", sample::overlay_aliases()),
        ("countries", sample::overlay_countries()),
    ] {
        let path = bench.write(&format!("{kind}.csv"), text);
        bench.ok(&["load", &path.display().to_string(), "--source", kind]);
    }
    let regions = bench.write("regions.csv", sample::overlay_regions()).display().to_string();
    let members = bench.write("region_members.csv", sample::overlay_region_members()).display().to_string();
    bench.ok(&["load", &regions, &members, "--source", "regions"]);
    every_answer_agrees(&bench.ledger(), &[ymd(2018, 1, 1), ymd(2022, 6, 15), ymd(2025, 12, 30)]);
}

/// Two ACLED files a year apart and a release of UCDP, with what real files have now and then: events without an area,
/// countries under two names, actors on both sides, members of groups before, during and after their membership, and,
/// if asked for, events without a country.
fn wrinkled(nameless: bool) -> Bench {
    let bench = Bench::new();
    let countries = ["Mali", "Burkina Faso", "Niger", "Republic of Mali", if nameless { "" } else { "Nigeria" }];
    let actors = ["Al Mourabitoune", "Katiba Macina", "ISWAP", "Ansaroul Islam", "JNIM"];
    let acled = rewritten(SampleLayout::Acled, 2_400, [ymd(2015, 6, 3), ymd(2019, 11, 20)], |number, row| {
        row.insert("country".to_owned(), countries[number * 7 % 11 % 5].to_owned());
        if number % 6 == 0 {
            row.insert("admin1".to_owned(), String::new());
        }
        if number % 4 == 0 {
            row.insert("actor1".to_owned(), actors[number / 4 % 5].to_owned());
        }
        if number % 13 == 0 {
            let first = row["actor1"].clone();
            row.insert("actor2".to_owned(), first);
        }
        // a year that no file has
        match row["event_date"].split(|letter: char| !letter.is_ascii_digit()).find(|part| part.len() == 4) {
            Some("2015" | "2016") => Some(0),
            Some("2017") => None,
            _ => Some(1),
        }
    });
    for (number, text) in acled.iter().enumerate() {
        let path = bench.write(&format!("acled_{number}.csv"), text);
        bench.ok(&["load", &path.display().to_string(), "--source", "acled"]);
    }
    let ucdp = rewritten(SampleLayout::UcdpGed, 600, [ymd(2022, 5, 1), ymd(2024, 12, 31)], |number, row| {
        if nameless && number % 9 == 0 {
            row.insert("country".to_owned(), String::new());
        }
        Some(0)
    });
    let path = bench.write("ucdp.csv", &ucdp[0]);
    bench.ok(&["load", &path.display().to_string(), "--source", "ucdp_ged", "--release", "25.1"]);
    bench
}

/// A sample whose rows are changed on the way into one of two files, or left out.
fn rewritten(
    layout: SampleLayout,
    events: u64,
    [first, last]: [i32; 2],
    mut change: impl FnMut(usize, &mut BTreeMap<String, String>) -> Option<usize>,
) -> [Vec<u8>; 2] {
    let mut options = SampleOptions::new(layout, events, 11);
    (options.first, options.last) = (calendar::date(first), calendar::date(last));
    let mut text = Vec::new();
    sample::write_csv(&options, &mut text, &mut |_| {}).expect("a sample");
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let header = reader.headers().expect("a header").clone();
    let mut files = [(); 2].map(|()| csv::Writer::from_writer(Vec::new()));
    files.iter_mut().for_each(|file| file.write_record(&header).expect("the header is written"));
    for (number, row) in reader.records().enumerate() {
        let row = row.expect("a row of the sample");
        let mut row: BTreeMap<String, String> =
            header.iter().zip(&row).map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        if let Some(file) = change(number, &mut row) {
            files[file].write_record(header.iter().map(|name| &row[name])).expect("the row is written");
        }
    }
    files.map(|file| file.into_inner().expect("the whole file"))
}

/// Days in the first file, in the year that no file has, and in the second file.
const GAPPED: [(i32, u32, u32); 3] = [(2016, 2, 29), (2017, 5, 1), (2018, 7, 4)];

#[test]
fn answers_on_files_with_gaps_between_them_are_those_computed_again() {
    every_answer_agrees(&wrinkled(false).ledger(), &GAPPED.map(|(year, month, day)| ymd(year, month, day)));
}

#[test]
fn answers_on_events_without_a_country_are_those_computed_again() {
    every_answer_agrees(&wrinkled(true).ledger(), &GAPPED.map(|(year, month, day)| ymd(year, month, day)));
}
