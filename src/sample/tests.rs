use std::collections::{HashMap, HashSet};

use super::*;

/// Names of countries and peoples' regions that must not occur, in lower case, as whole words.
const REAL: &str = "afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan \
    bahamas bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brunei \
    bulgaria burkina burundi cambodia cameroon canada chad chile china colombia comoros congo croatia cuba cyprus \
    czechia denmark djibouti dominica ecuador egypt eritrea estonia eswatini ethiopia fiji finland france gabon \
    gambia georgia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland india \
    indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan \
    laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia maldives \
    mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar \
    namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan palau palestine panama paraguay \
    peru philippines poland portugal qatar romania russia rwanda samoa senegal serbia seychelles singapore slovakia \
    slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand timor togo \
    tonga tunisia turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen \
    zambia zimbabwe africa america asia europe sahel islamic jnim wagner fulani tuareg kurdish";

pub(super) type Rows = Vec<HashMap<String, String>>;

fn bytes(options: &SampleOptions) -> Vec<u8> {
    let mut out = Vec::new();
    write_csv(options, &mut out, &mut |_| {}).unwrap();
    out
}

pub(super) fn rows(layout: SampleLayout, events: u64, seed: u64) -> Rows {
    parsed(&bytes(&SampleOptions::new(layout, events, seed)))
}

/// Reads CSV strictly: a row of another length is an error.
pub(super) fn parsed(bytes: &[u8]) -> Rows {
    csv::Reader::from_reader(bytes).deserialize().collect::<Result<_, _>>().unwrap()
}

fn number(row: &HashMap<String, String>, column: &str) -> u64 {
    row[column].parse().unwrap()
}

fn share(rows: &Rows, holds: impl Fn(&HashMap<String, String>) -> bool) -> f64 {
    rows.iter().filter(|row| holds(row)).count() as f64 / rows.len() as f64
}

fn assert_near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} is not within {tolerance} of {expected}");
}

#[test]
fn headers_have_the_columns_of_the_published_layouts() {
    for (layout, columns, first, last) in
        [(SampleLayout::UcdpGed, 49, "id", "gwnob"), (SampleLayout::Acled, 31, "event_id_cnty", "timestamp")]
    {
        let bytes = bytes(&SampleOptions::new(layout, 300, 1));
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        let header = reader.headers().unwrap().clone();
        assert_eq!((header.len(), &header[0], &header[columns - 1]), (columns, first, last));
        assert_eq!(reader.records().filter(|row| row.as_ref().unwrap().len() == columns).count(), 300);
    }
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_gives_others() {
    for layout in SampleLayout::ALL {
        let seven = bytes(&SampleOptions::new(layout, 500, 7));
        assert_eq!(seven, bytes(&SampleOptions::new(layout, 500, 7)));
        assert_ne!(seven, bytes(&SampleOptions::new(layout, 500, 8)));
    }
}

#[test]
fn the_bytes_of_a_seed_are_pinned() {
    // FNV-1a of the file: a change here is a change of every published sample.
    let hash = |layout| {
        bytes(&SampleOptions::new(layout, 2000, 42))
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
    };
    assert_eq!((hash(SampleLayout::UcdpGed), hash(SampleLayout::Acled)), (8678737251411347479, 13021933807598847169));
}

#[test]
fn the_number_of_rows_and_the_progress_are_as_asked() {
    for layout in SampleLayout::ALL {
        for events in [0, 1, 9_999, 20_000] {
            let mut calls = Vec::new();
            let options = SampleOptions::new(layout, events, 3);
            let written = write_csv(&options, std::io::sink(), &mut |done| calls.push(done)).unwrap();
            assert_eq!(written, events);
            assert_eq!(calls, (1..=events / 10_000).map(|call| call * 10_000).collect::<Vec<_>>());
        }
        assert_eq!(rows(layout, 1234, 3).len(), 1234);
    }
}

#[test]
fn identifiers_and_texts_are_unique_and_marked() {
    for (layout, id, text) in [
        (SampleLayout::UcdpGed, "id", "source_article"),
        (SampleLayout::UcdpGed, "relid", "source_article"),
        (SampleLayout::Acled, "event_id_cnty", "notes"),
    ] {
        let rows = rows(layout, 5000, 11);
        assert!(rows.iter().all(|row| row[id].starts_with("SYN")));
        for column in [id, text] {
            assert_eq!(rows.iter().map(|row| &row[column]).collect::<HashSet<_>>().len(), rows.len());
        }
    }
}

#[test]
fn events_are_sorted_and_lie_within_the_period() {
    for (layout, start, end) in
        [(SampleLayout::UcdpGed, "date_start", "date_end"), (SampleLayout::Acled, "event_date", "event_date")]
    {
        let mut options = SampleOptions::new(layout, 4000, 5);
        (options.first, options.last) = (day(2024, 2, 10), day(2025, 1, 20));
        let rows = parsed(&bytes(&options));
        assert!(rows.windows(2).all(|pair| pair[0][start] <= pair[1][start]));
        assert!(rows.iter().all(|row| row[start].as_str() >= "2024-02-10" && row[start] <= row[end]));
        assert!(rows.iter().all(|row| &row[end][..10] <= "2025-01-20"));
        assert!(rows.iter().all(|row| row[start].starts_with(&row["year"])));
    }
}

#[test]
fn short_and_long_periods_work_and_impossible_ones_are_refused() {
    for layout in SampleLayout::ALL {
        let mut options = SampleOptions::new(layout, 50, 5);
        options.first = options.last;
        assert_eq!(parsed(&bytes(&options)).len(), 50);
        (options.first, options.last) = (day(1900, 1, 1), day(2199, 12, 31));
        assert_eq!(parsed(&bytes(&options)).len(), 50);
        (options.first, options.last) = (day(2026, 1, 1), day(2025, 12, 31));
        let refused = write_csv(&options, std::io::sink(), &mut |_| {});
        assert!(matches!(refused, Err(SampleError::Period { .. })));
        (options.first, options.last) = (NaiveDate::MIN, NaiveDate::MAX);
        assert!(write_csv(&options, std::io::sink(), &mut |_| {}).is_err());
    }
}

#[test]
fn ucdp_estimates_are_like_the_published_ones() {
    let rows = rows(SampleLayout::UcdpGed, 20_000, 1);
    let estimates = |row: &HashMap<String, String>| [number(row, "low"), number(row, "best"), number(row, "high")];
    for row in &rows {
        let sides = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"];
        assert_eq!(sides.iter().map(|side| number(row, side)).sum::<u64>(), number(row, "best"));
    }
    assert_near(share(&rows, |row| !estimates(row).is_sorted()), 0.013, 0.004);
    assert_near(share(&rows, |row| number(row, "best") == 0), 0.11, 0.01);
    assert_near(share(&rows, |row| number(row, "low") == number(row, "best")), 0.91, 0.02);
    assert_near(share(&rows, |row| row["type_of_violence"] == "1"), 0.62, 0.01);
    assert_near(share(&rows, |row| row["type_of_violence"] == "2"), 0.20, 0.01);
    assert_near(share(&rows, |row| row["date_prec"] == "1"), 0.82, 0.02);
    assert_near(share(&rows, |row| row["where_prec"] == "1"), 0.545, 0.02);
    assert_near(share(&rows, |row| row["code_status"] == "Clear"), 0.96, 0.02);
    assert!(rows.iter().any(|row| row["date_prec"] == "5") && rows.iter().any(|row| row["where_prec"] == "7"));
    assert!(rows.iter().any(|row| row["gwnoa"].contains(';') && row["side_a"].contains(", Government of ")));
    assert!(rows.iter().any(|row| row["source_article"].contains('\n')));
    assert!(rows.iter().any(|row| row["side_b"].starts_with("XXX9")));
    assert!(rows.iter().all(|row| (row["side_b"] == "Civilians") == (row["type_of_violence"] == "3")));
}

#[test]
fn acled_codes_agree_with_each_other() {
    let rows = rows(SampleLayout::Acled, 20_000, 1);
    assert_eq!(rows.iter().map(|row| &row["event_type"]).collect::<HashSet<_>>().len(), 6);
    assert_eq!(rows.iter().map(|row| &row["sub_event_type"]).collect::<HashSet<_>>().len(), 25);
    assert_near(share(&rows, |row| number(row, "fatalities") == 0), 0.70, 0.015);
    assert_near(share(&rows, |row| (row["actor1"].clone() + &row["actor2"]).contains(" and/or ")), 0.01, 0.004);
    for row in &rows {
        let (one, two) = (row["inter1"].as_str(), row["inter2"].as_str());
        let both = [format!("{one}-{two}"), format!("{two}-{one}"), format!("{one} only")];
        assert!(both.contains(&row["interaction"]) && row["actor2"].is_empty() == two.is_empty());
        let against_civilians = row["event_type"] == "Violence against civilians";
        assert!(!against_civilians || (row["civilian_targeting"] == "Civilians targeted" && two == "Civilians"));
        let demonstration = row["event_type"] == "Protests" || row["sub_event_type"] == "Violent demonstration";
        assert_eq!(demonstration, row["disorder_type"].contains("Demonstrations"));
        let uploaded = number(row, "timestamp") as i64;
        let date = NaiveDate::parse_from_str(&row["event_date"], "%Y-%m-%d").unwrap();
        assert!(uploaded > date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp());
    }
    for rule in ["3", "10", "12", "100"] {
        assert!(rows.iter().any(|row| row["fatalities"] == rule), "no row with {rule} deaths");
    }
    assert!(rows.iter().any(|row| row["assoc_actor_1"].contains("; ")));
    assert!(rows.iter().any(|row| row["tags"] == "crowd size=no report"));
}

#[test]
fn notes_are_marked_and_neither_short_nor_long() {
    for row in rows(SampleLayout::Acled, 15_000, 2) {
        let notes = &row["notes"];
        assert!(notes.starts_with("SYNTHETIC: ") && !notes.contains(['{', '}']));
        assert!((100..=400).contains(&notes.chars().count()), "{notes}");
    }
}

#[test]
fn nothing_real_is_named() {
    let real: HashSet<&str> = REAL.split_whitespace().collect();
    let overlays = [overlay_actors(), overlay_aliases(), overlay_regions(), overlay_region_members()];
    let files = SampleLayout::ALL.map(|layout| bytes(&SampleOptions::new(layout, 20_000, 4)));
    let texts = files.into_iter().map(|file| String::from_utf8(file).unwrap()).chain(overlays);
    for text in texts {
        let text = text.to_lowercase();
        let found = text.split(|letter: char| !letter.is_alphabetic()).find(|word| real.contains(word));
        assert_eq!(found, None);
    }
}

#[test]
fn coordinates_lie_in_open_water_and_in_their_country() {
    for layout in SampleLayout::ALL {
        for row in rows(layout, 5000, 6) {
            let degrees = |column: &str| row[column].parse::<f64>().unwrap();
            let (lat, lon) = (degrees("latitude"), degrees("longitude"));
            let atlantic = (-35.5..=-23.5).contains(&lat) && (-26.5..=-4.5).contains(&lon);
            let pacific = (-48.5..=-36.5).contains(&lat) && (-135.5..=-113.5).contains(&lon);
            let expected = if row["region"] == "Meridian Reach" { atlantic } else { pacific };
            assert!(expected, "{lat} {lon}");
        }
    }
}

#[test]
fn groups_and_provinces_are_unequal_and_weeks_vary() {
    let rows = rows(SampleLayout::Acled, 20_000, 9);
    let counts = |key: &dyn Fn(&HashMap<String, String>) -> String| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        rows.iter().for_each(|row| *counts.entry(key(row)).or_default() += 1);
        let mut counts: Vec<usize> = counts.into_values().collect();
        counts.sort_unstable();
        counts
    };
    for column in ["admin1", "actor1"] {
        let counts = counts(&|row| row[column].clone());
        let (median, most) = (counts[counts.len() / 2], counts[counts.len() - 1]);
        assert!(most > 4 * median, "{column}: {most} against {median}");
    }
    let months = counts(&|row| row["event_date"][..7].to_owned());
    assert!(months.len() == 96 && months[95] > 2 * months[0]);
}

#[test]
fn layouts_are_known_by_name() {
    for layout in SampleLayout::ALL {
        assert_eq!(layout.name().parse::<SampleLayout>().unwrap(), layout);
    }
    let unknown = SampleLayout::parse("gtd").unwrap_err().to_string();
    assert!(unknown.contains("gtd") && unknown.contains("ucdp_ged"));
}
