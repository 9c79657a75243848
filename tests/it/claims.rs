//! Claims of one's own on events of any source, echoes, policies as data, and what lies inside what.

use warledger::ledger::{Ledger, Moment};
use warledger::source::builtin_file;

use crate::oracle::{every_answer_agrees, ymd};
use crate::rows::{AcledRow, acled, ucdp};
use crate::support::{Bench, row, sahel, table};

const HEADER: &str = "claim_key,event_source,event_key,event_date,event_place,event_actor,metric,victim_side,value_low,value_best,value_high,qualifier,claimant,reported_by,origin,statement,url,verification,interest,part_of\n";

/// A claims file with these rows, which may leave out what stands last.
fn claims(rows: &[&str]) -> String {
    let columns = HEADER.matches(',').count();
    let whole = rows.iter().map(|row| format!("{row}{}\n", ",".repeat(columns - row.matches(',').count())));
    format!("{HEADER}{}", whole.collect::<String>())
}

/// The built-in claims with further columns: claim and what stands in them.
fn corrected(columns: &str, rows: &[(&str, &str)]) -> String {
    let text = std::str::from_utf8(builtin_file("sahel_2025/claims.csv").expect("it is built in")).expect("UTF-8");
    let mut lines = text.lines();
    let mut all = format!("{},{columns}\n", lines.next().expect("a header"));
    for line in lines {
        if let Some((_, cells)) = rows.iter().find(|(claim, _)| line.starts_with(&format!("{claim},"))) {
            all.push_str(&format!("{line},{cells}\n"));
        }
    }
    all
}

#[test]
fn own_claims_find_their_event_by_identifier_or_by_day_place_and_actor() {
    let bench = Bench::new();
    bench.write("acled.csv", acled(&[AcledRow::new("VEL1", "2025-05-02", "Veldara", 3, 100)]));
    bench.write("GEDEvent_v25_0_5.csv", ucdp(&[(7, "2025-05-02", 4), (8, "2025-05-09", 4)]));
    bench.ok(&["load", "acled.csv", "GEDEvent_v25_0_5.csv"]);
    bench.write(
        "mine.csv",
        claims(&[
            "a,acled,VEL1,,,,killed,militants,5,5,5,exactly,government/army,Courier,Courier,,https://example.org,confirmed_by_government",
            "b,,,2025-05-09,harrowgate,Lantern Front,killed,militants,,9,,about,residents,Courier,Courier,,https://example.org,unconfirmed",
        ]),
    );
    let said = bench.ok(&["load", "mine.csv", "--source", "claims"]);
    assert!(said.contains("claims     2"), "{said}");
    assert!(bench.ok(&["load", "mine.csv", "--source", "claims"]).starts_with("nothing new"));
    let ledger = bench.ledger();
    assert_eq!(
        table(&ledger, "select claim_id, event_source, source_event_id from claim order by claim_id"),
        [["a", "acled", "VEL1"], ["b", "ucdp_ged", "8"]]
    );
    // An army's count of the other side's dead is no figure without interested claims; a resident's is.
    assert_eq!(
        table(
            &ledger,
            "select event_source, source_event_id, policy, deaths_best from event_toll where policy in ('as_reported', 'without_perpetrator') order by all"
        ),
        [
            ["acled", "VEL1", "as_reported", "5"],
            ["ucdp_ged", "8", "as_reported", "9"],
            ["ucdp_ged", "8", "without_perpetrator", "9"]
        ]
    );
    // The events keep what their source says.
    assert_eq!(row(&ledger, "select sum(deaths_best)::bigint from event"), ["11"]);
    every_answer_agrees(&ledger, &[ymd(2025, 1, 1)]);
    drop(ledger);
    bench.ok(&["verify"]);
    bench.ok(&["loads", "undo", "3"]);
    assert_eq!(row(&bench.ledger(), "select count(*) from claim"), ["0"]);
    assert_eq!(row(&bench.ledger(), "select count(*) from event_toll"), ["0"]);
    bench.ok(&["verify"]);
    let then = Ledger::open_as_of(&bench.db(), Some(Moment::Load(3))).expect("as of the claims");
    assert_eq!(row(&then, "select count(*), count(distinct event_source) from event_toll"), ["6", "2"]);
}

#[test]
fn claims_that_name_no_event_or_several_are_rejected_with_the_reason() {
    let bench = Bench::new();
    bench.write("acled.csv", acled(&[AcledRow::new("VEL1", "2025-05-02", "Veldara", 3, 100)]));
    bench.write("GEDEvent_v25_0_5.csv", ucdp(&[(7, "2025-05-02", 4)]));
    bench.ok(&["load", "acled.csv", "GEDEvent_v25_0_5.csv"]);
    for (cells, reason) in [
        ("a,acled,VEL9,,,", "the ledger holds no such event"),
        (
            "a,,,2025-05-02,Harrowgate,",
            "several events fit, name one with event_source and event_key: acled VEL1, ucdp_ged 7",
        ),
        ("a,,,2025-05-02,,", "an event is named by event_key, or by event_date with event_place or event_actor"),
        ("a,,,,,", "it names neither an event nor a period"),
    ] {
        let rest = "killed,militants,5,5,5,exactly,residents,Courier,Courier,,https://example.org,unconfirmed";
        bench.write("mine.csv", claims(&[&format!("{cells},{rest}")]));
        let error = bench.fails(1, &["load", "mine.csv", "--source", "claims"]);
        assert!(error.contains("row 2, column event_key") && error.contains(reason), "{cells}: {error}");
    }
}

#[test]
fn echoes_count_once_where_statements_are_counted_and_a_coder_can_group_them() {
    let bench = sahel();
    let boulikessi = "select deaths_low, deaths_best, deaths_high, claims from event_toll \
                      where source_event_id = '2025-06-01-boulikessi' and victim_side = 'state_forces' and policy = ";
    let toll = |policy: &str| row(&bench.ledger(), &format!("{boulikessi}'{policy}'"));
    assert_eq!(toll("as_reported"), ["30", "50", "100", "18"]);
    assert_eq!(toll("distinct_statements"), ["30", "60", "100", "14"]);
    let echo = "select statement_id, statement_rows from claim_reading where claim_id = '2025-06-01-boulikessi-c04'";
    assert_eq!(row(&bench.ledger(), echo), ["2025-06-01-boulikessi-c02", "3"]);
    // A page that retells the wire's report under its own name: the coder says that it is the same statement.
    let same = ["c01", "c02", "c03", "c04", "c24"].map(|claim| format!("2025-06-01-boulikessi-{claim}"));
    let rows: Vec<(&str, &str)> = same.iter().map(|claim| (claim.as_str(), "two security sources")).collect();
    bench.write("corrected.csv", corrected("statement", &rows));
    bench.ok(&["load", "corrected.csv"]);
    assert_eq!(row(&bench.ledger(), echo), ["2025-06-01-boulikessi-c01", "5"]);
    assert_eq!(toll("distinct_statements"), ["30", "60", "100", "12"]);
    assert_eq!(toll("as_reported"), ["30", "50", "100", "18"]);
    every_answer_agrees(&bench.ledger(), &[ymd(2025, 5, 1)]);
    bench.ok(&["verify"]);
    let then = Ledger::open_as_of(&bench.db(), Some(Moment::Load(1))).expect("as of the first load");
    assert_eq!(row(&then, echo), ["2025-06-01-boulikessi-c02", "3"]);
    assert_eq!(row(&then, &format!("{boulikessi}'distinct_statements'")), ["30", "60", "100", "14"]);
}

#[test]
fn what_lies_inside_another_event_is_counted_there_alone() {
    let bench = sahel();
    let militants = "select sum(deaths_best)::bigint from event_toll_total where source_event_id like '2025-07-01-%' and policy = 'as_reported'";
    assert_eq!(row(&bench.ledger(), militants), ["81"]);
    // Were the figure of Niono alone not disputed, it would still be among the eighty of the seven towns.
    let file = corrected("statement", &[("2025-07-01-niono-c01", "")]).replace(",disputed,", ",unconfirmed,");
    bench.write("undisputed.csv", file);
    bench.ok(&["load", "undisputed.csv"]);
    let niono = "select deaths_best, counted_in from event_toll where source_event_id = '2025-07-01-niono' and policy = 'as_reported'";
    assert_eq!(row(&bench.ledger(), niono), ["80", "2025-07-01-kayes-west-mali"]);
    assert_eq!(row(&bench.ledger(), militants), ["81"]);
    assert_eq!(row(&bench.ledger(), "select deaths_best from event where source_event_id = '2025-07-01-niono'"), ["-"]);
    every_answer_agrees(&bench.ledger(), &[ymd(2025, 5, 1)]);
    bench.ok(&["verify"]);
}

#[test]
fn events_that_lie_inside_each_other_are_refused() {
    let bench = Bench::new();
    let rows = [
        AcledRow::new("VEL1", "2025-05-02", "Veldara", 3, 100),
        AcledRow::new("VEL2", "2025-05-03", "Veldara", 3, 100),
    ];
    bench.write("acled.csv", acled(&rows));
    bench.ok(&["load", "acled.csv"]);
    let inside = |id: &str, whole: &str| {
        format!(
            "of-{id},acled,{id},,,,killed,militants,5,5,5,exactly,unnamed,Courier,Courier,,https://example.org,unconfirmed,,{whole}"
        )
    };
    bench.write("circle.csv", claims(&[&inside("VEL1", "VEL2"), &inside("VEL2", "VEL1")]));
    let said = bench.fails(1, &["load", "circle.csv", "--source", "claims"]);
    assert!(said.contains("part_of_ends") && said.contains("of-VEL1"), "{said}");
    assert_eq!(table(&bench.ledger(), "select * from claim").len(), 0);
    bench.write("chain.csv", claims(&[&inside("VEL1", "VEL2"), &inside("VEL2", "")]));
    bench.ok(&["load", "chain.csv", "--source", "claims"]);
}

#[test]
fn whoever_the_belligerent_is_its_figure_of_the_others_dead_is_interested() {
    let bench = sahel();
    let interest = |claim: &str| {
        row(&bench.ledger(), &format!("select interest from claim_reading where claim_id = '{claim}'"))[0].clone()
    };
    for (claim, expected) in [
        ("2025-06-02-timbuktu-c01", "interested"),   // the army on militants
        ("2025-06-01-boulikessi-c09", "interested"), // the group on soldiers
        ("2025-06-19-banibangou-c01", "admission"),  // the army on soldiers
        ("2025-06-13-anoumalane-c02", "admission"),  // the group on its own
        ("2025-07-01-kayes-west-mali-c03", "none"),  // the army on civilians that another attacked
        ("2025-05-11-djibo-c08", "interested"),      // a monitor that repeats the group
        ("2025-06-01-boulikessi-c01", "none"),       // security sources
    ] {
        assert_eq!(interest(claim), expected, "{claim}");
    }
    let timbuktu = "select policy, deaths_best from event_toll where source_event_id = '2025-06-02-timbuktu' and victim_side = 'militants' order by policy";
    assert_eq!(
        table(&bench.ledger(), timbuktu),
        [["as_reported", "14"], ["distinct_statements", "14"], ["official", "14"]]
    );
}

const POLICY: &str =
    "policy,says,tiers,claimants,except_claimants,origins,except_origins,drops_interested,counts,best\n";

#[test]
fn policies_are_data() {
    let bench = sahel();
    bench.write(
        "policies.csv",
        format!(
            "{POLICY}no_unnamed,named institutions,confirmed_by_government; unconfirmed,,unnamed sources,,,yes,statements,highest\n\
             only_reuters,what Reuters reports,unconfirmed > claimed_by_perpetrator,,,Reuters,,no,rows,lowest\n"
        ),
    );
    bench.ok(&["load", "policies.csv", "--source", "policies"]);
    let boulikessi = "select policy, deaths_low, deaths_best, deaths_high, claims from event_toll \
                      where source_event_id = '2025-06-01-boulikessi' and victim_side = 'state_forces' \
                      and policy in ('no_unnamed', 'only_reuters') order by policy";
    assert_eq!(
        table(&bench.ledger(), boulikessi),
        [["no_unnamed", "30", "100", "100", "9"], ["only_reuters", "30", "30", "30", "3"]]
    );
    every_answer_agrees(&bench.ledger(), &[ymd(2025, 5, 1)]);
    bench.ok(&["verify"]);
    let args = ["troops", "--since", "2025-05-01", "--until", "2025-06-03", "--region", "central_sahel"];
    let said = bench.ok(&[&args[..], &["--policy", "only_reuters", "--format", "csv"]].concat());
    assert_eq!(said.lines().count(), 2, "{said}");
    let error = bench.fails(2, &[&args[..], &["--policy", "nobody"]].concat());
    assert!(error.contains("as_reported, distinct_statements, without_perpetrator, official, no_unnamed"), "{error}");
    let said = bench.ok(&["troops", "--as-of", "1"]);
    assert!(said.contains("The reference data have changed since"), "{said}");
}

#[test]
fn policies_that_cannot_be_used_are_refused() {
    let bench = sahel();
    for (row, reason) in [
        ("official,mine,unconfirmed,,,,,no,rows,median", "is a built-in policy"),
        ("mine,says,rumour,,,,,no,rows,median", "'rumour' of the policy mine is no tier"),
        ("mine,says,unconfirmed,,,,,no,rows,guess", "best of the policy mine is 'guess'"),
        ("Mine,says,unconfirmed,,,,,no,rows,", "small letters"),
    ] {
        bench.write("policies.csv", format!("{POLICY}{row}\n"));
        let error = bench.fails(1, &["load", "policies.csv", "--source", "policies"]);
        assert!(error.contains(reason) && error.contains("row 2"), "{row}: {error}");
    }
}

#[test]
fn the_templates_load_as_they_stand() {
    let bench = sahel();
    bench.ok(&["template", "policies", "-o", "policies.csv"]);
    bench.ok(&["load", "policies.csv", "--source", "policies"]);
    let events = [
        AcledRow::new("VEL100", "2025-05-20", "Veldara", 3, 100),
        AcledRow::new("VEL101", "2025-05-11", "Veldara", 3, 100),
    ];
    bench.write("acled.csv", acled(&events).replace("Harrowgate", "Ostrel"));
    bench.ok(&["load", "acled.csv"]);
    bench.ok(&["template", "claims", "-o", "claims.csv"]);
    let said = bench.ok(&["load", "claims.csv", "--source", "claims"]);
    assert!(said.contains("claims     3") && !said.contains("rejected"), "{said}");
    let error = bench.fails(1, &["template", "claims", "-o", "claims.csv"]);
    assert!(error.contains("exists already"), "{error}");
}

/// A claims file on one event: the cells of each row behind its key.
fn of_one(columns: &str, rows: &[&str]) -> (Bench, String) {
    let bench = Bench::new();
    bench.write("acled.csv", acled(&[AcledRow::new("VEL1", "2025-05-02", "Veldara", 3, 100)]));
    bench.ok(&["load", "acled.csv"]);
    (bench, format!("claim_key,{columns}\n{}\n", rows.join("\n")))
}

const COLUMNS: &str = "event_key,metric,victim_side,value_best,qualifier,claimant,reported_by,url,verification,likely_repeats,period_start,period_end,region";

#[test]
fn a_second_row_of_a_claim_with_other_content_is_an_error_that_names_both() {
    let row = "a,VEL1,killed,state_forces,9,exactly,residents,Courier,https://example.org,unconfirmed,,,,";
    let other = row.replace(",9,", ",12,");
    let (bench, text) = of_one(COLUMNS, &[row, &other]);
    bench.write("mine.csv", text);
    let error = bench.fails(1, &["load", "mine.csv", "--source", "claims"]);
    assert!(
        error.contains("row 3, column claim_key")
            && error.contains("the claim a stands in row 2 already, with other content"),
        "{error}"
    );
    assert_eq!(crate::support::row(&bench.ledger(), "select count(*) from claim"), ["0"]);
    // The same row twice is the same claim.
    bench.write("mine.csv", of_one(COLUMNS, &[row, row]).1);
    bench.ok(&["load", "mine.csv", "--source", "claims"]);
    assert_eq!(crate::support::row(&bench.ledger(), "select count(*) from claim"), ["1"]);
}

#[test]
fn words_of_claims_are_known_in_any_case_or_refused_with_those_that_are() {
    let sound = "a,VEL1,killed,state_forces,9,exactly,residents,Courier,https://example.org,unconfirmed,,,,";
    let (bench, text) = of_one(COLUMNS, &[sound]);
    let mixed = text
        .replace(",exactly,residents,", ",More than,The Armed Group Itself,")
        .replace("unconfirmed,,", "unconfirmed,GOVERNMENT/ARMY,");
    bench.write("mine.csv", mixed);
    bench.ok(&["load", "mine.csv", "--source", "claims"]);
    let read = "select claimant, claimant_side, qualifier, likely_repeats, repeats_verification from claim";
    assert_eq!(
        crate::support::row(&bench.ledger(), read),
        ["the armed group itself", "state_forces", "more_than", "government/army", "confirmed_by_government"]
    );
    for (from, to, column, reason) in [
        (",exactly,", ",roughly,", "qualifier", "'roughly' is not one of exactly, at_least"),
        (
            "unconfirmed,,",
            "unconfirmed,the group,",
            "likely_repeats",
            "is not one of the armed group itself, government/army",
        ),
        (
            ",residents,",
            ",the Malian army,",
            "claimant",
            "may be one who fights: say whose word it is in claimant_side",
        ),
        ("https://example.org", "javascript:alert(1)", "url", "is not the address of a page"),
        ("https://example.org", "ftp://example.org/a", "url", "is not the address of a page"),
        ("VEL1,", ",", "region", "a sum over a period is of an area"),
        ("VEL1,", ",", "region", "'Atlantis' is no area that the ledger knows: write a region"),
        ("VEL1,", ",", "period_end", "the period ends before it starts"),
        ("VEL1,", ",", "period_end", "a period has a first and a last day"),
    ] {
        let end = match reason {
            reason if reason.contains("Atlantis") => "2025-05-01,2025-05-31,Atlantis",
            reason if reason.contains("before") => "2025-05-31,2025-05-01,Mali",
            reason if reason.contains("first and a last") => "2025-05-31,,Mali",
            _ if column == "region" => "2025-05-01,2025-05-31,",
            _ => ",,",
        };
        let (bench, text) = of_one(COLUMNS, &[sound]);
        let text = text.replacen(from, to, 2).replace("unconfirmed,,,,", &format!("unconfirmed,,{end}"));
        bench.write("mine.csv", &text);
        let error = bench.fails(1, &["load", "mine.csv", "--source", "claims"]);
        assert!(error.contains(&format!("row 2, column {column}")) && error.contains(reason), "{text}: {error}");
    }
    // Who may fight is taken at the coder's word.
    let with_side =
        text.replace(",claimant,", ",claimant,claimant_side,").replace(",residents,", ",the village army,neither,");
    bench.write("mine.csv", with_side);
    bench.ok(&["load", "mine.csv", "--source", "claims"]);
    // Sums of the areas that pages name.
    for area in ["central_sahel", "Mali", "Mali and Niger", "Orrin"] {
        let sum = text
            .replace("VEL1,", ",")
            .replace("unconfirmed,,,,", &format!("unconfirmed,,2025-05-01,2025-05-31,{area}"));
        bench.write("mine.csv", sum);
        let known = ["central_sahel", "Mali"].contains(&area);
        if known {
            bench.ok(&["load", "mine.csv", "--source", "claims"]);
        } else {
            assert!(bench.fails(1, &["load", "mine.csv", "--source", "claims"]).contains("column region"), "{area}");
        }
    }
    for (kind, text) in [
        (
            "coordination",
            "statement_key,source,source_event_id,said_by,wording,url,note\nmine,acled,VEL1,A paper,coordinated,javascript:alert(1),\n",
        ),
        (
            "context",
            "context_key,date,date_precision,country,admin1,location,latitude,longitude,what,actor,source_name,url\nmine,2020-03-01,month,Mali,,Djibo,,,invented,nobody,A paper,javascript:alert(1)\n",
        ),
    ] {
        bench.write("mine.csv", text);
        let error = bench.fails(1, &["load", "mine.csv", "--source", kind]);
        assert!(error.contains("https://"), "{error}");
    }
}
