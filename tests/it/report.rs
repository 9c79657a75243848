//! What a trend report says: the numbers of the answers, and no word where there is no test.

use serde_json::Value;

use crate::invented::Table;
use crate::support::{Bench, sahel, shared, table};

fn json(bench: &Bench, args: &[&str]) -> Value {
    let args = [&["report", "trend", "--format", "json"], args].concat();
    serde_json::from_str(&bench.ok(&args)).expect("the report is JSON")
}

/// The key figure whose label has this in it.
fn figure<'v>(report: &'v Value, label: &str) -> &'v Value {
    let figures = report["key_figures"].as_array().expect("key figures");
    let found = figures.iter().find(|figure| figure["label"].as_str().is_some_and(|text| text.contains(label)));
    found.unwrap_or_else(|| panic!("no key figure {label} in {figures:?}"))
}

fn section<'v>(report: &'v Value, id: &str) -> Option<&'v Value> {
    report["sections"].as_array().expect("sections").iter().find(|section| section["id"] == id)
}

/// The rows of a table, its own or that of a figure, by its name; cells as their values.
fn rows(report: &Value, id: &str) -> Vec<Vec<Value>> {
    let sections = report["sections"].as_array().expect("sections");
    let blocks = sections.iter().flat_map(|section| section["blocks"].as_array().expect("blocks"));
    let tables = blocks.filter_map(|block| match block["kind"].as_str() {
        Some("table") => Some(&block["content"]),
        Some("figure") => Some(&block["content"]["table"]),
        _ => None,
    });
    let found = tables.into_iter().find(|table| table["id"] == id).unwrap_or_else(|| panic!("no table {id}"));
    let rows = found["rows"].as_array().expect("rows");
    rows.iter().map(|row| row.as_array().expect("cells").iter().map(|cell| cell["value"].clone()).collect()).collect()
}

fn whole_text(report: &Value) -> String {
    serde_json::to_string(report).expect("JSON")
}

/// The sum of a column of the answer `fatalities`.
fn answer(bench: &Bench, args: &[&str], column: &str) -> i64 {
    let args = [&["fatalities", "--format", "json"], args].concat();
    let rows: Vec<Value> = serde_json::from_str(&bench.ok(&args)).expect("JSON");
    rows.iter().filter_map(|row| row[column].as_i64()).sum()
}

#[test]
fn the_built_in_report_leads_with_the_spread_of_claims_and_tests_nothing() {
    let bench = sahel();
    let report = json(&bench, &["--until", "2025-06-03"]);
    assert_eq!(report["title"], "Central Sahel: trend report");
    let lead = report["highlights"][0].as_str().expect("a highlight");
    assert!(lead.contains("Between 10 and 432 troops"), "{lead}");
    for range in ["422 (285–543)", "187 (155–254)", "10 confirmed by a government"] {
        assert!(lead.contains(range), "{lead}");
    }
    let text = whole_text(&report);
    assert!(
        report["status"].as_array().expect("status").iter().any(|line| line.as_str().unwrap().contains("coded sample"))
    );
    for word in ["rising", "falling", "no clear change", "rank in"] {
        assert!(!text.contains(word), "a coded sample has no '{word}'");
    }
    assert!(section(&report, "change").is_none());
    assert!(!text.contains("killed by") || text.contains("not “killed by”"), "deaths are in events involving a group");
    assert!((3..=5).contains(&report["highlights"].as_array().unwrap().len()));
    assert!((3..=6).contains(&report["key_figures"].as_array().unwrap().len()));
    let since =
        ["--since", "2025-05-01", "--until", "2025-06-03", "--region", "central_sahel", "--source", "sahel_2025"];
    assert_eq!(figure(&report, "deaths recorded")["best"], answer(&bench, &since, "deaths_best"));
    assert_eq!(figure(&report, "events of political")["best"], answer(&bench, &since, "events"));
}

#[test]
fn every_form_is_written_and_pictures_beside_it() {
    let bench = sahel();
    for (file, start) in
        [("r.html", "<!DOCTYPE html>"), ("r.md", "# Central Sahel"), ("r.pdf", "%PDF-"), ("r.json", "{")]
    {
        bench.ok(&["report", "trend", "-o", file]);
        let bytes = std::fs::read(bench.path(file)).expect("a report");
        assert!(bytes.to_ascii_lowercase().starts_with(start.to_ascii_lowercase().as_bytes()), "{file}");
    }
    bench.ok(&["report", "trend", "-o", "with.md", "--figures", "figures"]);
    let names: Vec<String> = std::fs::read_dir(bench.path("figures"))
        .expect("a folder")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    for end in [".svg", ".png", ".xlsx"] {
        assert!(names.iter().any(|name| name.ends_with(end)), "{names:?}");
    }
    assert!(std::fs::read_to_string(bench.path("with.md")).expect("a report").contains("](figures/"));
}

#[test]
fn the_same_ledger_and_question_give_the_same_bytes() {
    let bench = sahel();
    for args in [&["report", "trend", "--format", "json"][..], &["report", "trend", "--group", "JNIM", "--lang", "fr"]]
    {
        assert_eq!(bench.ok(args), bench.ok(args));
    }
}

#[test]
fn burkina_since_2023_has_the_figures_of_the_answer() {
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let bench = Bench::new();
    bench.ok(&["load", &file.display().to_string()]);
    let report = json(&bench, &["--country", "Burkina Faso", "--since", "2023-01-01"]);
    let deaths = figure(&report, "deaths recorded");
    assert_eq!((&deaths["best"], &deaths["range"]), (&Value::from(6_109), &serde_json::json!([5_790, 7_384])));
    assert_eq!(figure(&report, "events of political")["best"], 595);
    // Own and civilian dead told apart.
    assert_eq!(figure(&report, "state forces")["best"], 974);
    assert_eq!(figure(&report, "armed groups")["best"], 3_401);
    assert_eq!(figure(&report, "civilians")["best"], 1_576);
    let cumulative = rows(&report, "cumulative-deaths");
    assert_eq!(cumulative.last().expect("days")[1], serde_json::json!({ "low": 5_790, "best": 6_109, "high": 7_384 }));
    // Every comparison has a ratio, and the words agree with the adjusted intervals.
    let change = rows(&report, "change");
    assert!(change.len() > 3, "{change:?}");
    for row in &change {
        assert!(
            ["rising", "falling", "no clear change"].iter().any(|word| row[7] == *word)
                || row[7].as_str().unwrap().starts_with("not tested"),
            "{row:?}"
        );
    }
    let group = json(&bench, &["--group", "JNIM", "--since", "2023-01-01"]);
    let attacks: Vec<Value> =
        serde_json::from_str(&bench.ok(&["attacks", "--group", "JNIM", "--since", "2023-01-01", "--format", "json"]))
            .expect("JSON");
    assert_eq!(figure(&group, "deaths recorded")["best"], attacks[0]["deaths_best"]);
    assert_eq!(figure(&group, "own side")["best"], attacks[0]["own_deaths_best"]);
    assert_eq!(figure(&group, "other side")["best"], attacks[0]["opponent_deaths_best"]);
    assert_eq!(figure(&group, "civilians")["best"], attacks[0]["civilian_deaths_best"]);
}

#[test]
fn a_candidate_release_is_provisional_throughout() {
    let Some(file) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    let bench = Bench::new();
    bench.ok(&["load", &file.display().to_string()]);
    let report = json(&bench, &["--region", "all", "--since", "2026-01-01"]);
    let deaths = figure(&report, "deaths recorded");
    assert_eq!((&deaths["best"], &deaths["range"]), (&Value::from(12_521), &serde_json::json!([12_148, 17_494])));
    assert!(deaths["footnote"].as_str().unwrap().contains("Provisional: candidate data"));
    assert_eq!(figure(&report, "events of political")["best"], 1_298);
    assert!(figure(&report, "events of political")["footnote"].as_str().unwrap().starts_with("All provisional"));
    assert!(whole_text(&report["status"]).contains("Provisional: every event"));
    let captions: Vec<&str> = report["sections"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|section| section["blocks"].as_array().unwrap())
        .filter(|block| block["kind"] == "figure")
        .map(|block| block["content"]["caption"].as_str().unwrap())
        .collect();
    assert!(!captions.is_empty() && captions.iter().all(|caption| caption.contains("provisional")), "{captions:?}");
    // Four whole weeks of February are no year: nothing is tested.
    assert!(rows(&report, "change").iter().all(|row| row[7].as_str().unwrap().starts_with("not tested")));
}

/// A ledger of a year and more of invented battles, so many a week, in ACLED's layout.
fn weekly(events: impl Fn(i64) -> usize, weeks: i64) -> Bench {
    let first = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a Monday");
    let days: Vec<String> = (0..weeks)
        .flat_map(|week| (0..events(week)).map(move |at| (week, at)))
        .map(|(week, at)| (first + chrono::Days::new((week * 7) as u64 + at as u64 % 7)).to_string())
        .collect();
    let mut rows = Table::of(days.len());
    for (at, day) in days.iter().enumerate() {
        rows = rows.with(at, "event_date", day).with(at, "year", &day[..4]);
    }
    let last = first + chrono::Days::new((weeks * 7 - 1) as u64);
    let bench = Bench::new();
    let file = bench.write("weekly.csv", rows.csv(","));
    bench.ok(&["load", &file.display().to_string(), "--covers", &format!("{first}..{last}")]);
    bench
}

#[test]
fn a_rise_is_called_one_and_the_newest_weeks_of_acled_are_left_out() {
    // Weeks 60 to 63 are four times as busy; the last four are not complete and count for nothing.
    let bench = weekly(
        |week| {
            if (60..64).contains(&week) {
                16
            } else if week >= 64 {
                1
            } else {
                3 + (week % 3) as usize
            }
        },
        68,
    );
    let args = ["--country", "Veldara", "--since", "2024-06-01", "--source", "acled"];
    let report = json(&bench, &args);
    let change = rows(&report, "change");
    assert_eq!(
        (change[0][0].as_str(), change[0][1].as_i64(), change[0][7].as_str()),
        (Some("Veldara"), Some(64), Some("rising")),
        "{change:?}"
    );
    let highlight =
        report["highlights"].as_array().unwrap().iter().any(|text| text.as_str().unwrap().contains("Veldara rising"));
    assert!(highlight, "{}", report["highlights"]);
    assert!(whole_text(&report).contains("newest 4 covered weeks are left out"));
    // Deaths: 4 an event, the most of all windows.
    assert_eq!((change[0][9].as_i64(), change[0][10].as_i64()), (Some(256), Some(1)));
    let french = json(&bench, &[&args[..], &["--lang", "fr"]].concat());
    assert_eq!(rows(&french, "change")[0][7], "en hausse");
    assert_eq!(french["title"], "Veldara : rapport de tendances");
    let sahel = sahel();
    let french = json(&sahel, &["--lang", "fr"]);
    assert_eq!(french["title"], "Sahel central : rapport de tendances");
    let said = whole_text(&french);
    assert!(
        said.contains("les bilans que nul n’a énoncés sont inconnus") && !said.contains("tolls that nobody"),
        "{said}"
    );
}

#[test]
fn calm_weeks_are_no_clear_change_and_a_source_without_ranges_has_none() {
    let bench = weekly(|week| 3 + (week % 3) as usize, 68);
    let report = json(&bench, &["--country", "Veldara", "--since", "2024-06-01"]);
    assert!(rows(&report, "change").iter().all(|row| row[7] == "no clear change"));
    let deaths = figure(&report, "deaths recorded");
    assert!(deaths["range"].is_null() && deaths["best"].as_i64().is_some_and(|best| best > 0));
    assert!(deaths["footnote"].as_str().unwrap().contains("no range"));
    assert!(rows(&report, "deaths-by-country")[0][2].is_number());
}

/// A ledger of one load a week for twelve weeks: of the six events of a week the first file that may know them holds four, the
/// one two weeks later all.
fn arriving_late(all_after: u64) -> Bench {
    let first = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a Monday");
    let bench = Bench::new();
    for load in 1..=12_u64 {
        let sunday = first + chrono::Days::new(load * 7 - 1);
        let known: Vec<(u64, u64)> = (0..load)
            .flat_map(|week| (0..6).map(move |at| (week, at)))
            .filter(|(week, at)| *at < 4 || load > week + all_after)
            .collect();
        let mut rows = Table::of(known.len());
        for (row, (week, at)) in known.iter().enumerate() {
            let day = (first + chrono::Days::new(week * 7 + at)).to_string();
            rows = rows.with(row, "event_date", &day).with(row, "year", "2024");
            rows = rows.with(row, "event_id_cnty", &format!("VLD{}", week * 10 + at));
        }
        let file = bench.write(&format!("week_{load}.csv"), rows.csv(","));
        let (covers, told) = (format!("{first}..{sunday}"), sunday.to_string());
        bench.ok(&["load", &file.display().to_string(), "--covers", &covers, "--accessed-on", &told]);
    }
    bench
}

#[test]
fn from_eight_loads_on_the_ledger_tells_how_late_events_arrive() {
    let bench = arriving_late(2);
    let args = ["--country", "Veldara", "--since", "2024-01-01"];
    let report = json(&bench, &args);
    // Those that began after the first load: four of six are known in their week, all after three.
    let curve = rows(&report, "delay");
    let share = |weeks: i64| {
        let row = curve.iter().find(|row| row[0] == weeks).unwrap_or_else(|| panic!("no week {weeks}: {curve:?}"));
        row[2].as_f64().expect("a share")
    };
    assert!((share(1) - 2.0 / 3.0).abs() < 1e-12, "{curve:?}");
    assert!((share(3) - 1.0).abs() < 1e-12, "{curve:?}");
    let said = whole_text(&report);
    assert!(said.contains("by this ledger's 12 loads, nine events in ten are known after 3 weeks"), "{said}");
    assert!(said.contains("The newest 3 covered weeks are left out"), "{said}");
    let french = whole_text(&json(&bench, &[&args[..], &["--lang", "fr"]].concat()));
    assert!(french.contains("neuf événements sur dix sont connus après 3 semaines"), "{french}");
    // As of the seventh load there are too few loads to tell: four weeks, as for every ledger of ACLED's.
    let early = whole_text(&json(&bench, &[&args[..], &["--as-of", "7"]].concat()));
    assert!(early.contains("newest 4 covered weeks are left out: events still arrive"), "{early}");
    // Weeks long past are complete.
    let past = whole_text(&json(&bench, &[&args[..], &["--until", "2024-02-25"]].concat()));
    assert!(!past.contains("weeks are left out"), "{past}");
}

#[test]
fn single_events_of_acled_leave_to_a_file_only_where_its_terms_are_accepted() {
    let bench = weekly(|_| 1, 20);
    let ask = |more: &[&str]| {
        let args = ["report", "trend", "--country", "Veldara", "--since", "2024-01-01", "-o", "r.json", "--force"];
        bench.ok(&[&args[..], more].concat());
        serde_json::from_str::<Value>(&std::fs::read_to_string(bench.path("r.json")).expect("a report")).expect("JSON")
    };
    let without = ask(&[]);
    assert!(!whole_text(&without).contains("VLD1") && whole_text(&without).contains("--accept-acled-terms"));
    assert!(figure(&without, "deaths recorded")["best"].is_number(), "sums always leave");
    let with = ask(&["--accept-acled-terms"]);
    assert!(whole_text(&with).contains("VLD") && !whole_text(&with).contains("SYNTHETIC"), "no notes unless asked for");
    assert!(whole_text(&ask(&["--accept-acled-terms", "--with-notes"])).contains("SYNTHETIC"));
    // What goes through a pipe leaves too.
    let piped = bench.ok(&["report", "trend", "--country", "Veldara", "--since", "2024-01-01"]);
    assert!(!piped.contains("VLD1") && piped.contains("--accept-acled-terms"));
}

#[test]
fn a_border_between_final_and_candidate_data_is_told() {
    let bench = Bench::new();
    bench.ok(&["sample", "ucdp_ged", "--events", "4000", "-o", "all.csv"]);
    let mut reader = csv::Reader::from_path(bench.path("all.csv")).expect("a sample");
    let header = reader.headers().expect("a header").clone();
    let year = header.iter().position(|name| name == "year").expect("a year");
    let mut parts = [csv::Writer::from_writer(Vec::new()), csv::Writer::from_writer(Vec::new())];
    for part in &mut parts {
        part.write_record(&header).expect("text grows");
    }
    for record in reader.records() {
        let record = record.expect("a row");
        parts[usize::from(&record[year] == "2025")].write_record(&record).expect("text grows");
    }
    let [last, candidate] = parts.map(|part| part.into_inner().expect("text"));
    for (name, text, release) in [("final.csv", last, "25.1"), ("candidate.csv", candidate, "25.01.25.12")] {
        let file = bench.write(name, text);
        bench.ok(&["load", &file.display().to_string(), "--release", release]);
    }
    let report = json(&bench, &["--region", "all", "--since", "2024-06-01"]);
    let status = whole_text(&report["status"]);
    let said = ["Candidate data (provisional) from ", " on, other data before: the two are not counted alike"];
    assert!(said.iter().all(|part| status.contains(part)), "{status}");
    let (ledger, text) = (bench.ledger(), whole_text(section(&report, "change").expect("tests")));
    let last_week =
        table(&ledger, "select max(period_start) from coverage_period where period_kind = 'week' and is_whole");
    assert!(text.contains("cross from final to candidate data"), "{last_week:?} {text}");
    assert!(whole_text(&report["highlights"]).contains("crosses from final to candidate"), "{}", report["highlights"]);
    let before = json(&bench, &["--region", "all", "--since", "2023-06-01", "--until", "2024-10-31"]);
    assert!(!whole_text(&before).contains("cross from final"), "no border within");
}

#[test]
fn what_changed_since_the_previous_load_is_that_of_diff() {
    let bench = weekly(|_| 1, 20);
    let mut more = Table::of(3);
    for at in 0..3 {
        more = more
            .with(at, "event_id_cnty", &format!("NEW{at}"))
            .with(at, "event_date", "2024-05-10")
            .with(at, "year", "2024");
    }
    let file = bench.write("more.csv", more.csv(","));
    bench.ok(&["load", &file.display().to_string()]);
    let args = ["--country", "Veldara", "--since", "2024-01-01"];
    let changes = rows(&json(&bench, &args), "changes");
    assert_eq!(changes[0][1..6].iter().map(Value::as_i64).collect::<Vec<_>>(), [3, 0, 0, 20, 23].map(Some));
    assert_eq!(changes[1][0], "Veldara");
    let earlier = json(&bench, &[&args[..], &["--as-of", "1"]].concat());
    assert_eq!(figure(&earlier, "events of political")["best"], 20);
    assert!(section(&earlier, "changes").is_none() && whole_text(&earlier["status"]).contains("as of load 1"));
}

#[test]
fn an_empty_period_one_event_and_nothing_loaded_are_told() {
    let bench = weekly(|week| usize::from(week == 3), 20);
    let empty = json(&bench, &["--country", "Veldara", "--since", "2024-03-01", "--source", "acled"]);
    assert_eq!(figure(&empty, "events of political")["best"], 0);
    assert!(empty["highlights"][0].as_str().unwrap().starts_with("No event of political violence recorded"));
    let beyond = json(&bench, &["--country", "Veldara", "--since", "2025-03-01", "--source", "acled"]);
    assert!(figure(&beyond, "events of political")["best"].is_null(), "what no load reaches is unknown");
    assert!(beyond["highlights"][0].as_str().unwrap().contains("nothing is known"));
    let refused = bench.fails(1, &["report", "trend", "--country", "Veldara", "--since", "2025-03-01"]);
    assert!(
        refused.contains("no loaded source reaches") && refused.contains("acled 2024-01-01 to 2024-05-19"),
        "{refused}"
    );
    let one = json(&bench, &["--country", "Veldara", "--since", "2024-01-01"]);
    assert_eq!(figure(&one, "events of political")["best"], 1);
    assert!(one["highlights"][0].as_str().unwrap().contains("in 1 event "), "{}", one["highlights"]);
    let group = json(&bench, &["--group", "Lantern Front", "--since", "2024-01-01"]);
    assert_eq!(figure(&group, "deaths recorded")["best"], 4);
    let nothing = Bench::new();
    nothing.fails(1, &["report", "trend"]);
    nothing.ok(&["load", "builtin:sahel_2025"]);
    nothing.ok(&["loads", "undo", "1"]);
    assert!(nothing.fails(1, &["report", "trend"]).contains("no loaded source reaches"));
}

#[test]
fn what_reaches_beyond_the_period_is_marked_and_what_is_no_candidate_is_not_called_one() {
    let Some(web) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let bench = Bench::new();
    bench.ok(&["load", &web.display().to_string()]);
    let args = ["--country", "Burkina Faso", "--since", "2023-03-15", "--until", "2023-06-10"];
    let report = json(&bench, &args);
    assert_eq!(figure(&report, "events of political")["best"], 193);
    let months = rows(&report, "areas-by-month");
    let whole: Vec<&str> =
        months.iter().filter(|row| row[0] == "Burkina Faso").map(|row| row[5].as_str().expect("words")).collect();
    assert_eq!(whole, ["yes", "yes", "no"], "June holds days outside the period: {months:?}");
    assert!(whole_text(&report).contains("Months at the edges of the period hold days outside it"));
    // Weeks are those of the answer: they begin in the period.
    let weeks = rows(&report, "events-by-week");
    assert_eq!(weeks[0][0], "2023-03-20", "{weeks:?}");
    let asked = [&["attacks", "--group", "JNIM", "--by", "week", "--format", "json"], &args[..]].concat();
    let answer: Vec<Value> = serde_json::from_str(&bench.ok(&asked)).expect("JSON");
    assert_eq!(answer[0]["week"], weeks[0][0], "{answer:?}");
    for row in rows(&report, "deadliest-weeks") {
        assert!(row[3].as_str().is_some_and(|rank| rank.contains(" of ")), "a rank among how many: {row:?}");
    }
    let Some(candidate) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    bench.ok(&["load", &candidate.display().to_string()]);
    let report = json(&bench, &["--group", "JNIM", "--since", "2021-01-01"]);
    let said = whole_text(&report);
    assert!(!said.contains("every event comes from candidate releases"), "{}", report["status"]);
    assert!(whole_text(&report["status"]).contains("Candidate data (provisional) from"), "{}", report["status"]);
    let fault = bench.fails(2, &["report", "trend", "--group", "Civilians", "--since", "2026-02-01"]);
    assert!(fault.contains("is no group"), "{fault}");
    let fault = bench.fails(2, &["report", "trend", "--until", "2024-01-01"]);
    assert!(fault.contains("without one a report begins on 2025-05-01"), "{fault}");
}

#[test]
fn a_tie_of_sources_asks_which() {
    let bench = sahel();
    let file = bench.write("acled.csv", Table::of(2).csv(","));
    bench.ok(&["load", &file.display().to_string(), "--covers", "2025-01-01..2025-07-04"]);
    let tie = bench.fails(2, &["report", "trend", "--region", "all"]);
    assert!(tie.contains("acled and sahel_2025 cover the period up to the same day"), "{tie}");
    assert!(tie.contains("--source"), "{tie}");
    assert_eq!(json(&bench, &["--region", "all", "--source", "acled"])["title"], "All areas: trend report");
    // In the central Sahel one of them has events.
    assert!(whole_text(&json(&bench, &[])["status"]).contains("Sahel"));
}

#[test]
fn misuse_is_told_before_anything_is_written() {
    let bench = weekly(|_| 1, 20);
    bench.fails(2, &["report", "trend", "--source", "nowhere"]);
    bench.fails(2, &["report", "trend", "--country", "Atlantis"]);
    bench.fails(2, &["report", "trend", "-o", "report.docx"]);
    bench.fails_quietly(&["report", "trend", "--country", "Veldara", "--group", "JNIM"]);
    bench.write("taken.json", "{}");
    bench.fails(1, &["report", "trend", "--region", "all", "--since", "2024-01-01", "-o", "taken.json"]);
    assert_eq!(std::fs::read_to_string(bench.path("taken.json")).expect("as it was"), "{}");
}
