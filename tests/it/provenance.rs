//! Files tell where their numbers come from, and what to cite for them.

use warledger::ledger::{Ledger, Moment};
use warledger::provenance::Provenance;
use warledger::sample::{self, SampleLayout, SampleOptions};

use crate::support::{Bench, sahel};

fn two_sources() -> Bench {
    let bench = sahel();
    let mut text = Vec::new();
    sample::write_csv(&SampleOptions::new(SampleLayout::Acled, 80, 3), &mut text, &mut |_| {}).expect("a sample");
    let path = bench.write("acled.csv", text);
    bench.ok(&["load", &path.display().to_string(), "--accessed-on", "2026-11-01"]);
    bench
}

#[test]
fn only_the_sources_of_a_result_are_named() {
    let bench = two_sources();
    let names = |file: &str| -> (Vec<String>, bool) {
        let block = Provenance::of_file(&bench.path(file)).expect("it has provenance");
        (block.sources.into_iter().map(|source| source.source).collect(), block.all_sources_of_ledger)
    };
    bench.ok(&["fatalities", "--source", "acled", "-o", "one.parquet"]);
    assert_eq!(names("one.parquet"), (vec!["acled".to_owned()], false));
    bench.ok(&["export", "event", "-o", "both.arrow", "--accept-acled-terms"]);
    assert_eq!(names("both.arrow"), (vec!["acled".to_owned(), "sahel_2025".to_owned()], false));
    bench.ok(&["export", "claim", "-o", "claims.csv"]);
    assert_eq!(names("claims.csv"), (vec!["sahel_2025".to_owned()], false));
    bench.ok(&["export", "--sql", "select count(*) as n from event", "-o", "unknown.md"]);
    assert_eq!(names("unknown.md"), (vec!["acled".to_owned(), "sahel_2025".to_owned()], true));
    // A column of that name that holds something else tells nothing.
    bench.ok(&["export", "--sql", "select 'mine' as source", "-o", "mine.json"]);
    assert_eq!(names("mine.json"), (vec!["acled".to_owned(), "sahel_2025".to_owned()], true));
}

#[test]
fn a_block_holds_what_a_reader_needs_to_ask_again() {
    let bench = two_sources();
    let country = "Mali \"-->\" \u{202e}";
    let query = format!("select * from event where source = 'acled' and country <> '{country}' -- all");
    bench.ok(&["export", "--sql", &query, "-o", "rows.md", "--accept-acled-terms"]);
    let block = Provenance::of_file(&bench.path("rows.md")).expect("it has provenance");
    assert_eq!(block.query, query);
    assert_eq!((block.as_of.load_id, block.as_of.is_newest), (2, true));
    let source = &block.sources[0];
    assert_eq!(source.loads.len(), 1);
    let used = &source.loads[0];
    assert_eq!(
        (used.load_id, used.file_name.as_str(), used.accessed_on.as_deref()),
        (2, "acled.csv", Some("2026-11-01"))
    );
    assert_eq!(used.file_sha256.len(), 64);
    assert!(source.cut_off.is_some() && source.citation.contains("Raleigh"));
    let ledger = Ledger::open(&bench.db()).expect("the ledger opens");
    assert_eq!(ledger.load_of(&block).expect("it is of this ledger"), Moment::Load(2));
    // As of an earlier load there are only the loads until then.
    bench.ok(&["export", "event", "--as-of", "1", "-o", "then.parquet"]);
    let block = Provenance::of_file(&bench.path("then.parquet")).expect("it has provenance");
    assert_eq!((block.as_of.load_id, block.as_of.is_newest), (1, false));
    assert_eq!(block.sources.iter().map(|source| source.source.as_str()).collect::<Vec<_>>(), ["sahel_2025"]);
    bench.ok(&["attacks", "--by", "month", "--region", "central_sahel", "--since", "2025-05-01", "-o", "a.csv"]);
    let block = Provenance::of_file(&bench.path("a.csv")).expect("it has provenance");
    assert_eq!(block.query, "attacks --by month --since 2025-05-01 --region \"central_sahel\"");
}

#[test]
fn every_form_says_the_same() {
    let bench = two_sources();
    let mut blocks = Vec::new();
    for name in ["f.parquet", "f.arrow", "f.md", "f.csv", "f.json", "f.jsonl", "f.txt"] {
        bench.ok(&["trends", "-o", name]);
        let mut block = Provenance::of_file(&bench.path(name)).expect("it has provenance");
        block.answered_at = String::new();
        blocks.push(block);
        let beside = bench.path(&format!("{name}.provenance.json")).is_file();
        assert_eq!(beside, ["f.csv", "f.json", "f.jsonl", "f.txt"].contains(&name), "{name}");
    }
    assert!(blocks.windows(2).all(|pair| pair[0] == pair[1]));
    // The file beside tells by itself too.
    assert!(Provenance::of_file(&bench.path("f.csv.provenance.json")).is_ok());
}

#[test]
fn a_file_beside_is_not_put_over_something_else() {
    let bench = sahel();
    bench.write("f.csv.provenance.json", "{\"mine\": true}");
    let error = bench.fails(1, &["fatalities", "-o", "f.csv"]);
    assert!(error.contains("is no provenance"), "{error}");
    assert!(!bench.path("f.csv").exists());
    bench.ok(&["fatalities", "-o", "f.csv", "--force"]);
    bench.ok(&["fatalities", "-o", "f.csv", "--force"]);
    std::fs::remove_file(bench.path("f.csv")).expect("it goes");
    bench.ok(&["fatalities", "-o", "f.csv"]);
    assert!(Provenance::of_file(&bench.path("f.csv")).is_ok());
}

#[test]
fn cite_says_what_to_cite_for_a_file_a_query_and_a_source() {
    let bench = two_sources();
    bench.ok(&["fatalities", "--source", "acled", "-o", "f.csv"]);
    let said = bench.ok(&["cite", "f.csv"]);
    for part in
        ["acled: ", "Raleigh", "accessed on 2026-11-01", "Licence: ACLED", "As of load 2", "fatalities --source"]
    {
        assert!(said.contains(part), "{part} in: {said}");
    }
    assert!(!said.contains("sahel_2025"), "{said}");
    let said = bench.ok(&["cite", "--sql", "select source, count(*) as n from claim group by all"]);
    assert!(said.contains("sahel_2025: ") && said.contains("coded sample") && !said.contains("Raleigh"), "{said}");
    let said = bench.ok(&["cite", "--sql", "select count(*) from claim"]);
    assert!(said.contains("does not name its sources") && said.contains("Raleigh"), "{said}");
    let said = bench.ok(&["cite"]);
    assert!(said.contains("acled: ") && said.contains("sahel_2025: "), "{said}");
    let said = bench.ok(&["cite", "--source", "acled"]);
    assert!(said.contains("Raleigh") && !said.contains("sahel_2025"), "{said}");
    let said = bench.ok(&["cite", "--source", "ucdp_ged"]);
    assert!(said.contains("Sundberg") && said.contains("Not loaded here"), "{said}");
    let error = bench.fails(2, &["cite", "--source", "nowhere"]);
    assert!(error.contains("no source named"), "{error}");
    let json: serde_json::Value = serde_json::from_str(&bench.ok(&["cite", "f.csv", "--json"])).expect("it is JSON");
    assert_eq!(json["sources"][0]["source"], "acled");
    let without = Bench::new();
    assert!(without.ok(&["cite", "--source", "acled"]).contains("Raleigh"));
    std::fs::copy(bench.path("f.csv"), without.path("f.csv")).expect("a copy");
    std::fs::copy(bench.path("f.csv.provenance.json"), without.path("f.csv.provenance.json")).expect("a copy");
    assert!(without.ok(&["cite", "f.csv"]).contains("Raleigh"), "a file is cited without its ledger");
}

#[test]
fn loads_are_listed_and_told() {
    let bench = two_sources();
    let listed = bench.ok(&["loads", "--format", "csv"]);
    let mut lines = listed.lines();
    assert_eq!(
        lines.next(),
        Some("load_id,loaded_at,source,release,mode,file,rows,rejected,added,revised,removed,unchanged")
    );
    assert!(
        lines.next().is_some_and(|line| line.starts_with("1,2")
            && line.contains(",sahel_2025,,update,events.csv; claims.csv,265,0,57,0,0,0"))
    );
    assert!(lines.next().is_some_and(|line| line.ends_with(",acled,,update,acled.csv,80,0,80,0,0,0")));
    let mut text = std::fs::read_to_string(bench.path("acled.csv")).expect("the sample");
    let broken = text.lines().nth(1).expect("a row").split_once(',').map(|(_, rest)| format!("SYN999,{rest}"));
    let broken = broken.expect("a row").replacen("20", "not a date 20", 1);
    text.push_str(&format!("{broken}\n"));
    bench.write("more.csv", text);
    bench.ok(&["load", "more.csv", "--max-rejects", "5"]);
    let said = bench.ok(&["loads", "show", "3"]);
    for part in ["load_id", "file_sha256", "reference_version", "licence", "accessed_on", "coverage ", "rejected "] {
        assert!(said.contains(part), "{part} in: {said}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&bench.ok(&["loads", "show", "3", "--json"])).expect("it is JSON");
    assert_eq!((&json["load"]["load_id"], &json["load"]["rows_rejected"]), (&3.into(), &1.into()));
    assert_eq!(json["rejected"][0]["rows"], 1);
    assert!(json["coverage"].as_array().is_some_and(|rows| !rows.is_empty()));
    assert!(bench.ok(&["loads"]).contains("more.csv"));
}
