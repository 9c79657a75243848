//! Sums that count the same dead twice are answered with a warning; sound ones are not.

use warledger::sample::{self, SampleLayout, SampleOptions};

use crate::support::{Bench, sahel};

fn write_sample(bench: &Bench, layout: SampleLayout, events: u64, seed: u64, name: &str) {
    let mut text = Vec::new();
    sample::write_csv(&SampleOptions::new(layout, events, seed), &mut text, &mut |_| {}).expect("a sample");
    bench.write(name, text);
}

/// A coded sample of claims, and synthetic events of ACLED and of UCDP.
fn several_sources() -> Bench {
    let bench = sahel();
    write_sample(&bench, SampleLayout::Acled, 400, 3, "acled.csv");
    write_sample(&bench, SampleLayout::UcdpGed, 200, 5, "ged251.csv");
    bench.ok(&["load", "acled.csv"]);
    bench.ok(&["load", "ged251.csv"]);
    bench
}

fn said(bench: &Bench, statement: &str) -> String {
    let output = bench.run(&["sql", statement]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{statement}: {error}");
    error
}

#[test]
fn the_classic_mistakes_are_warned_of_with_the_way_to_do_it_right() {
    let bench = several_sources();
    for (statement, warning, instead) in [
        ("select sum(deaths_best) from event", "adds up over sources", "group by source"),
        ("select country, count(*) from event group by country", "(acled, sahel_2025, ucdp_ged)", "where source ="),
        (
            "select (select sum(deaths_best) from event where source = 'acled') + (select sum(deaths_best) from event where source = 'ucdp_ged')",
            "adds up over sources",
            "group by source",
        ),
        (
            "select month, sum(events) from group_month where source = 'acled' group by month",
            "over groups",
            "group by actor_id",
        ),
        (
            "select month, sum(deaths_best) from regional_trends where source = 'sahel_2025' group by month",
            "over kinds of areas",
            "area_kind = 'country'",
        ),
        (
            "select month, sum(deaths_best) from regional_trends where source = 'sahel_2025' and area_kind = 'region' group by month",
            "over regions, which overlap",
            "group by the region",
        ),
        (
            "select e.source, sum(e.deaths_best) from event as e join event_actor as a on a.source = e.source and a.source_event_id = e.source_event_id group by e.source",
            "joined to several rows of event_actor",
            "semi join",
        ),
        ("select policy, sum(deaths_best) from event_toll group by policy", "over victim sides", "event_toll_total"),
        ("select sum(value_best) from claim", "adds up claims", "warledger troops"),
        ("select avg(deaths_best) from event", "averages over sources", "group by source"),
        ("select list_sum(list(deaths_best)) from event", "adds up over sources", "group by source"),
        (
            "pivot event on event_class using sum(deaths_best) group by country",
            "adds up over sources",
            "group by source",
        ),
        (
            "create temp macro toll(x) as sum(x); select toll(deaths_best) from event",
            "adds up over sources",
            "group by source",
        ),
        (
            "create temp macro tolls() as table select sum(deaths_best) as d from event; from tolls()",
            "adds up over sources",
            "group by source",
        ),
        ("prepare p as select sum(deaths_best) from event; execute p", "adds up over sources", "group by source"),
        (
            "select source, sum(deaths_best) from (from event union all from event) group by source",
            "the same rows stand twice",
            "union without all",
        ),
    ] {
        let text = said(&bench, statement);
        assert!(text.contains("warning:") && text.contains(warning), "{statement}: {text}");
        assert!(text.contains("hint:") && text.contains(instead), "{statement}: {text}");
    }
    let output = bench.run(&["export", "--sql", "select sum(deaths_best) as d from event", "-o", "d.csv"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("over sources"));
}

#[test]
fn overlapping_categories_of_published_sums_are_warned_of() {
    let bench = sahel();
    bench.write(
        "wrong.csv",
        "WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,SUB_EVENT_TYPE,EVENTS,FATALITIES,POPULATION_EXPOSURE,DISORDER_TYPE,ID,CENTROID_LATITUDE,CENTROID_LONGITUDE\n\
         2025-01-04,Nowhere,Veldara,North,Battles,Armed clash,3,4,,Political violence,1,1.0,2.0\n\
         2025-01-04,Nowhere,Veldara,North,Protests,Peaceful protest,2,0,,Demonstrations,1,1.0,2.0\n",
    );
    bench.ok(&["load", "wrong.csv"]);
    let text =
        said(&bench, "select period_start, sum(events) from aggregate where source = 'acled_weekly' group by all");
    assert!(text.contains("over categories of published sums"), "{text}");
    let text = said(
        &bench,
        "select category, period_start, sum(events) from aggregate where source = 'acled_weekly' group by all",
    );
    assert!(!text.contains("warning:"), "one kind of area and of period is nothing to choose from: {text}");
}

#[test]
fn candidate_and_final_events_of_the_same_months_are_warned_of() {
    let bench = Bench::new();
    write_sample(&bench, SampleLayout::UcdpGed, 300, 5, "ged251.csv");
    bench.ok(&["load", "ged251.csv"]);
    let sum = "select sum(deaths_best) from event where source = 'ucdp_ged'";
    assert!(!said(&bench, sum).contains("warning:"), "one release alone is sound");
    // The same events again, under identifiers of their own, as a candidate release may have them.
    let mut reader = csv::Reader::from_path(bench.path("ged251.csv")).expect("the sample");
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|found| found == name).expect("a column");
    let (id, year) = (place("id"), place("year"));
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    let newest = rows.iter().map(|row| row[year].clone()).max().expect("a year");
    let mut again = csv::Writer::from_path(bench.path("GEDEvent_v26_0_2.csv")).expect("a file");
    again.write_record(&header).expect("a header");
    for mut row in rows.into_iter().filter(|row| row[year] == newest) {
        row[id] = format!("9{}", row[id]);
        again.write_record(&row).expect("a row");
    }
    again.flush().expect("it is written");
    bench.ok(&["load", "GEDEvent_v26_0_2.csv", "--update"]);
    let told = said(&bench, sum);
    assert!(told.contains("candidate and final events of the same months"), "{told}");
    assert!(told.contains("--snapshot"), "{told}");
    assert!(
        !said(&bench, "select status, sum(deaths_best) from event where source = 'ucdp_ged' group by status")
            .contains("candidate")
    );
    // Months that a question leaves out are not mixed in it.
    for statement in [
        format!("select sum(deaths_best) from event where source = 'ucdp_ged' and start_date < date '{newest}-01-01'"),
        format!("select sum(deaths_best) from event e where e.source = 'ucdp_ged' and year(e.start_date) < {newest}"),
        format!(
            "with old as (select * from event where source = 'ucdp_ged' and start_date < date '{newest}-01-01') select sum(deaths_best) from old"
        ),
    ] {
        assert!(!said(&bench, &statement).contains("candidate"), "{statement}");
    }
    let since =
        format!("select sum(deaths_best) from event where source = 'ucdp_ged' and start_date >= date '{newest}-01-01'");
    assert!(said(&bench, &since).contains("candidate"), "{since}");
    // Files of both kinds read as one table.
    std::fs::create_dir_all(bench.path("files")).expect("a folder");
    for name in ["ged251.csv", "GEDEvent_v26_0_2.csv"] {
        std::fs::copy(bench.path(name), bench.path("files").join(name)).expect("a copy");
    }
    let both =
        "select sum(best) from read_csv(['files/ged251.csv', 'files/GEDEvent_v26_0_2.csv'], all_varchar = false)";
    let output = bench.run(&["sql", both, "--allow-files", "files"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("stacks candidate and final releases"), "{told}");
}

#[test]
fn states_of_an_event_are_not_added_up_unwarned() {
    let bench = Bench::new();
    write_sample(&bench, SampleLayout::Acled, 50, 3, "one.csv");
    bench.ok(&["load", "one.csv"]);
    // Without a second state there is nothing to count twice.
    let sum = "select source, sum(deaths_best) from event_version group by source";
    assert!(said(&bench, "select source, sum(deaths_best) from event group by source").is_empty());
    assert!(
        !said(&bench, "select source, sum(deaths_best) from event_version where ended_load_id is null group by source")
            .contains("warning")
    );
    write_sample(&bench, SampleLayout::Acled, 50, 4, "two.csv");
    bench.ok(&["load", "two.csv"]);
    let told = said(&bench, sum);
    assert!(told.contains("over states or releases") && told.contains("event_as_of"), "{told}");
}

#[test]
fn sound_questions_are_not_warned_of() {
    let bench = several_sources();
    for statement in [
        "select source, sum(deaths_best) from event group by source",
        "select source, country, events, deaths_best from fatalities_since(date '2025-05-01')",
        "select source, week, sum(events) from group_week where actor_id = 'jnim' group by all",
        "select source, area, month, deaths_best from regional_trends where area_kind = 'region'",
        "select source, month, sum(deaths_best) from area_month where area_kind = 'country' group by all",
        "select source, month, sum(deaths_best) from area_month where area = 'central_sahel' and area_kind = 'region' group by all",
        "select source, sum(deaths_best) from event semi join event_actor using (source, source_event_id) group by source",
        "select source, policy, sum(deaths_best) from event_toll_total group by all",
        "select claimant, verification, count(*) as claims, min(value_best), max(value_best) from claim group by all",
        "select country, sum(deaths_best) filter (where source = 'acled') as acled, sum(deaths_best) filter (where source = 'ucdp_ged') as ucdp from event group by country",
        "select sum(deaths_best) from event where source = 'acled' and start_date >= date '2025-01-01'",
        "select count(*) from event_actor",
        "select sum(deaths_best) from event where event_class = 'one_sided'",
        "select source, sum(events_added) from load group by source",
        "select code_status, count(*) from event join ucdp_event using (source, source_event_id) group by all",
        "select policy, sum(deaths_best) as d from troops_killed_since(date '2025-05-01') where area_kind = 'all' group by policy",
        "select policy, deaths_best from troops_killed_since(date '2025-05-01') where area = 'all' group by all",
        "select source, avg(deaths_best) from event group by source",
        "pivot event on event_class using sum(deaths_best) group by source",
    ] {
        assert!(!said(&bench, statement).contains("warning:"), "{statement}: {}", said(&bench, statement));
    }
}

#[test]
fn the_objects_and_queries_that_ship_are_not_warned_of() {
    let bench = several_sources();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/queries");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no sql/queries");
        return;
    };
    let ledger = bench.ledger();
    let mut seen = 0;
    for file in files.filter_map(Result::ok) {
        let text = std::fs::read_to_string(file.path()).expect("a query");
        let advice = ledger.advise(&text).expect("it is examined");
        assert!(advice.warnings.is_empty(), "{}: {:?}", file.path().display(), advice.warnings);
        seen += 1;
    }
    assert!(seen >= 25, "only {seen} queries");
}
