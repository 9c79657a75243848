//! Files in every layout, date form and encoding that was met. All of them are invented: see tests/fixtures/README.md.

use std::path::{Path, PathBuf};

use crate::support::{Bench, row, table};

/// A file of tests/fixtures.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// Loads one fixture into an empty ledger.
fn loaded(name: &str) -> Bench {
    let bench = Bench::new();
    bench.load(&[&fixture(name)]).unwrap_or_else(|error| panic!("{name}: {error}"));
    bench
}

const EVENT: &str = "select source_event_id, start_date, date_precision, event_class, disorder, civilian_targeting, country, admin1, place, \
    latitude, longitude, deaths_best, deaths_rule from event order by source_event_id";

#[test]
fn every_form_of_the_present_layout_gives_the_same_events() {
    let first = table(&loaded("acled_31.csv").ledger(), EVENT);
    assert_eq!(first.len(), 6);
    assert_eq!(first[1][8..], ["Põldvere", "-30.75", "-12.5", "10", "coded_value"]);
    for name in [
        "acled_31_text_inter.csv",
        "acled_31_bom_crlf.csv",
        "acled_31_semicolons.csv",
        "acled_31_api.json",
        "acled_31_numbers.json",
    ] {
        let bench = loaded(name);
        assert_eq!(table(&bench.ledger(), EVENT), first, "{name}");
        assert_eq!(
            row(&bench.ledger(), "select count(*), count(distinct actor_id) from event_actor"),
            ["11", "6"],
            "{name}"
        );
    }
    // windows-1252, no final line end, columns without a name, coordinates between non-breaking spaces.
    assert_eq!(table(&loaded("acled_31_cp1252.csv").ledger(), EVENT), first);
}

#[test]
fn older_vintages_keep_their_words_and_have_a_class() {
    let dates = |name: &str| table(&loaded(name).ledger(), "select source_event_id, start_date from event order by 1");
    let expected = dates("acled_31.csv");
    for name in ["acled_29.csv", "acled_29_many_dates.csv", "acled_30.csv", "acled_25.csv", "acled_25_american.csv"] {
        assert_eq!(dates(name), expected, "{name}");
    }
    for name in ["acled_30.csv", "acled_25.csv"] {
        let bench = loaded(name);
        assert_eq!(
            table(
                &bench.ledger(),
                "select event_type, event_class, disorder, civilian_targeting from event order by source_event_id"
            ),
            [
                ["Battle-No change of territory", "Battles", "political_violence", "false"],
                ["Violence Against Civilians", "Violence against civilians", "political_violence", "true"],
                ["Remote violence", "Explosions/Remote violence", "political_violence", "false"],
                ["Riots/Protests", "Protests", "demonstrations", "false"],
                ["Riots/Protests", "Riots", "demonstrations", "false"],
                ["Strategic development", "Strategic developments", "strategic_developments", "false"],
            ],
            "{name}"
        );
        assert_eq!(
            row(&bench.ledger(), "select place from event where source_event_id = 'XVE3'"),
            ["Café Crossing"],
            "{name}"
        );
        // Remote violence and violence against civilians code who attacked.
        assert_eq!(
            table(&bench.ledger(), "select source_event_id from event_actor where is_attacker order by 1"),
            [["XVE2"], ["XVE3"]],
            "{name}"
        );
    }
}

#[test]
fn dates_that_can_be_read_two_ways_are_refused_until_somebody_says_which() {
    let bench = Bench::new();
    let file = fixture("acled_25_ambiguous.csv");
    let file = file.to_str().expect("a path in UTF-8");
    let error = bench.fails(1, &["load", file]);
    assert!(error.contains("'05/02/2021' (row 2)") && error.contains("--date-format '%d/%m/%Y'"), "{error}");
    assert!(!bench.db().exists(), "nothing was made");
    bench.ok(&["load", file, "--date-format", "%d/%m/%Y"]);
    assert_eq!(
        row(&bench.ledger(), "select min(start_date), max(start_date) from event"),
        ["2021-02-01", "2021-02-05"]
    );
    let other = Bench::new();
    other.ok(&["load", file, "--date-format", "%m/%d/%Y"]);
    assert_eq!(
        row(&other.ledger(), "select min(start_date), max(start_date) from event"),
        ["2021-01-02", "2021-05-02"]
    );
    other.fails_quietly(&["load", file, "--date-format", "dd/mm/yyyy"]);
}

#[test]
fn dates_that_contradict_each_other_are_refused_with_a_row_of_each_kind() {
    let bench = Bench::new();
    let file = fixture("acled_25_contradicting.csv");
    let error = bench.fails(1, &["load", file.to_str().expect("a path in UTF-8")]);
    assert!(error.contains("'16/02/2021' (row 2)") && error.contains("'02/28/2021' (row 3)"), "{error}");
}

#[test]
fn every_layout_of_ucdp_gives_the_same_events() {
    let of = |name: &str| {
        table(
            &loaded(name).ledger(),
            "select * exclude (content_hash, load_id, status) from event order by source_event_id",
        )
    };
    let first = of("ged_49.csv");
    assert_eq!(first.len(), 3);
    for name in [
        "ged_49_headerless.csv",
        "ged_42.csv",
        "ged_42_headerless.csv",
        "ged_hdx.csv",
        "ged_api.json",
        "ged.jsonl",
        "ged.geojson",
        "ged_49_provisional.csv",
    ] {
        assert_eq!(of(name), first, "{name}");
    }
    // Low stands before best in the older layout.
    assert_eq!(
        row(
            &loaded("ged_42.csv").ledger(),
            "select sum(deaths_low)::bigint, sum(deaths_best)::bigint, sum(deaths_high)::bigint from event"
        ),
        ["14", "17", "23"]
    );
}

#[test]
fn a_status_that_is_not_clear_is_provisional() {
    let bench = loaded("ged_49_provisional.csv");
    assert_eq!(
        table(
            &bench.ledger(),
            "select code_status, status from event join ucdp_event using (source, source_event_id) order by 1"
        ),
        [
            ["Check dyad", "provisional"],
            ["Check geography", "provisional"],
            ["Check vague or biased source", "provisional"]
        ]
    );
}

#[test]
fn the_tag_row_and_the_index_column_of_hdx_are_said_and_not_counted() {
    let bench = Bench::new();
    let report = bench.load(&[&fixture("ged_hdx.csv")]).expect("the file loads");
    assert_eq!((report.events_accepted, report.files[0].rows_rejected), (3, 0));
    let remarks = report.files[0].remarks.join("; ");
    assert!(
        remarks.contains("row 2 holds HXL tags") && remarks.contains("without a name are not read: 1"),
        "{remarks}"
    );
    assert_eq!(
        row(&bench.ledger(), "select type_of_violence, iso3, start_year from ucdp_event limit 1"),
        ["1", "XVE", "2021"]
    );
}

#[test]
fn hdx_edition_of_nigeria_has_its_published_figures() {
    let Some(file) = crate::support::shared("ucdp/conflict_data_nga.csv") else { return };
    let bench = Bench::new();
    let report = bench.load(&[&file]).expect("the HDX edition loads");
    assert!(report.files[0].remarks.iter().any(|remark| remark.starts_with("303 rows hold line breaks")));
    assert_eq!(
        row(
            &bench.ledger(),
            "select count(*), sum(deaths_best)::bigint, sum(deaths_low_reported)::bigint, sum(deaths_high_reported)::bigint, \
             sum(deaths_low)::bigint, sum(deaths_high)::bigint from event",
        ),
        ["4603", "57032", "53841", "78900", "53822", "79088"]
    );
    assert_eq!(row(&bench.ledger(), "select rows_read, rows_rejected from load"), ["4603", "0"]);
}

#[test]
fn gtd_is_loaded_where_it_is_sound() {
    let bench = loaded("gtd.csv");
    assert_eq!(
        table(
            &bench.ledger(),
            "select source_event_id, start_date, end_date, date_precision, deaths_best, deaths_rule, event_class, place from event order by 1"
        ),
        [
            ["202100000003", "2021-01-01", "2021-12-31", "longer", "-", "none", "terrorist_incident", "Café Crossing"],
            [
                "202102000002",
                "2021-02-01",
                "2021-02-28",
                "month",
                "3",
                "divided",
                "terrorist_incident",
                "Café Crossing"
            ],
            ["202102160001", "2021-02-16", "2021-02-16", "day", "4", "none", "terrorist_incident", "Café Crossing"],
            ["202102280004", "2021-02-28", "2021-02-28", "day", "0", "none", "terrorist_incident", "Café Crossing"],
        ]
    );
    assert_eq!(row(&bench.ledger(), "select nkill from gtd_event where source_event_id = '202102000002'"), ["2.5"]);
    assert_eq!(
        table(&bench.ledger(), "select actor_name, actor_kind from actor order by 1"),
        [["Lantern Front", "organised_group"], ["Unidentified perpetrator", "unidentified"]]
    );
}

#[test]
fn identifiers_that_a_spreadsheet_has_shortened_end_the_load() {
    let bench = Bench::new();
    let file = fixture("gtd_ruined_ids.csv");
    let error = bench.fails(1, &["load", file.to_str().expect("a path in UTF-8"), "--max-rejects", "100"]);
    assert!(error.contains("row 2, column eventid") && error.contains("spreadsheet has shortened"), "{error}");
    assert!(!bench.db().exists(), "nothing was made");
}

#[test]
fn four_columns_and_the_template_are_enough_for_a_table_of_ones_own() {
    let bench = Bench::new();
    bench.ok(&["template", "source", "-o", "mine.toml"]);
    bench.write("mine.csv", "id,date,country,deaths\nA-1,2025-05-01,Mali,3\nA-2,28/05/2025,Niger,\n");
    bench.ok(&["load", "mine.csv", "--source", "mine.toml"]);
    assert_eq!(
        table(
            &bench.ledger(),
            "select source, source_event_id, start_date, end_date, date_precision, event_class, disorder, deaths_best, country_iso3 from event order by 2"
        ),
        [
            ["mine", "A-1", "2025-05-01", "2025-05-01", "day", "unclassified", "political_violence", "3", "MLI"],
            ["mine", "A-2", "2025-05-28", "2025-05-28", "day", "unclassified", "political_violence", "-", "NER"],
        ]
    );
    assert_eq!(
        table(
            &bench.ledger(),
            "select country, events, deaths_best, events_without_figure from fatalities_since(date '2025-05-01') order by 1"
        ),
        [["Mali", "1", "3", "0"], ["Niger", "1", "-", "1"]]
    );
    let again = bench.fails(1, &["template", "source", "-o", "mine.toml"]);
    assert!(again.contains("exists already"), "{again}");
    assert!(bench.ok(&["template", "source"]).contains("[[layouts]]"));
}

#[test]
fn text_in_a_kept_column_of_numbers_is_said() {
    let text = std::fs::read_to_string(fixture("acled_31.csv")).expect("the fixture reads");
    let spoilt = text.replacen(",9001,", ",nine,", 1).replacen(",9001,", ",NA,", 1);
    assert_ne!(spoilt, text);
    let bench = Bench::new();
    let report = bench.load(&[&bench.write("acled.csv", spoilt)]).expect("the file loads");
    // R's word for a missing number is none of text.
    assert_eq!(report.files[0].remarks, ["cells of iso that hold no number, and are NULL: 1"]);
    assert_eq!(row(&bench.ledger(), "select count(*), count(iso) from acled_event"), ["6", "4"]);
}

#[test]
fn a_quote_that_is_not_closed_ends_the_load_instead_of_swallowing_rows() {
    let text = std::fs::read_to_string(fixture("acled_31.csv")).expect("the fixture reads");
    // Notes without quotes, and one quote each in the second and in the fifth row.
    let plain: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let Some((start, rest)) = line.split_once("\"SYNTHETIC") else { return line.to_owned() };
            let rest = rest.rsplit_once('"').map_or(rest, |(_, end)| end);
            match at {
                1 => format!("{start}\"plain{rest}"),
                4 => format!("{start}plain\"{rest}"),
                _ => format!("{start}plain{rest}"),
            }
        })
        .collect();
    let bench = Bench::new();
    bench.write("six.csv", plain.join("\n") + "\n");
    let error = bench.fails(1, &["load", "six.csv", "--max-rejects", "100"]);
    assert!(error.contains("row 2, column notes") && error.contains("a quote that is not closed"), "{error}");
    assert!(!bench.db().exists(), "nothing was made");
}

#[test]
fn words_for_what_is_missing_are_no_names() {
    let text = std::fs::read_to_string(fixture("ged_49.csv")).expect("the fixture reads");
    let bench = Bench::new();
    bench.load(&[&bench.write("r.csv", text.replace("Orrin region,,", "NA,NA,"))]).expect("the file loads");
    assert_eq!(
        row(&bench.ledger(), "select count(*) filter (where admin1 = 'NA'), count(admin1) from event"),
        ["0", "1"]
    );
}

#[test]
fn a_web_export_with_european_dates_is_not_read_as_american() {
    let web = |dates: [&str; 3]| {
        let header = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best_est,high_est,low_est";
        let rows: Vec<String> = dates
            .iter()
            .enumerate()
            .map(|(at, date)| {
                format!("{at},VEL-{at},2023,True,Clear,1,1,1,Veldara: Government,1,1,Government of Veldara - Lantern Front,1,1,Government of Veldara,2,2,Lantern Front,1,,Synthetic Press,,SYNTHETIC,,1,Harrowgate,,Orrin,,-30.5,-12.25,,1,Veldara,9001,Meridian,1,1,{date},{date},0,1,0,0,1,1,1,")
            })
            .collect();
        format!("{header}\n{}\n", rows.join("\n"))
    };
    let days = |dates: [&str; 3]| {
        let bench = Bench::new();
        bench
            .load(&[&bench.write("web.csv", web(dates))])
            .map(|_| table(&bench.ledger(), "select start_date from event order by source_event_id").concat())
    };
    // As the publisher writes them, even where no date tells; as a file's own dates prove them otherwise.
    assert_eq!(
        days(["10/06/2023 00:00:00", "02/05/2023 00:00:00", "05/05/2023 00:00:00"]).expect("a load"),
        ["2023-10-06", "2023-02-05", "2023-05-05"]
    );
    assert_eq!(
        days(["10/06/2023 00:00:00", "25/05/2023 00:00:00", "05/05/2023 00:00:00"]).expect("a load"),
        ["2023-06-10", "2023-05-25", "2023-05-05"]
    );
    assert_eq!(days(["10/6/2023 0:00", "2/25/2023 0:00", "5/5/2023 0:00"]).expect("a load")[1], "2023-02-25");
    assert!(days(["10/06/2023 00:00:00", "25/05/2023 00:00:00", "05/25/2023 00:00:00"]).is_err());
    assert!(days(["10/6/2023 0:00", "2/5/2023 0:00", "5/5/2023 0:00"]).is_err());
}

#[test]
fn events_are_never_taken_for_rows_of_single_actors() {
    let text = std::fs::read_to_string(fixture("acled_31.csv")).expect("the fixture reads");
    let header = text.lines().next().unwrap_or_default().to_owned();
    let bench = Bench::new();
    bench.write("less.csv", text.replacen(&header, &header.replace("assoc_actor_2", "somebody"), 1));
    let error = bench.fails(1, &["load", "less.csv", "--source", "acled"]);
    assert!(error.contains("missing: assoc_actor_2") && !error.contains("one row per actor"), "{error}");
}
