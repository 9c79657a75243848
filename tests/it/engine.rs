//! Another engine: the same answers over a lake, clear and early errors where it does not answer, and what is refused.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::fake_engine::{Manner, reads_parquet, start};
use crate::support::{Bench, sahel, shared};

/// The longest that any refusal may take here, where a step may take one second.
const SOON: Duration = Duration::from_secs(20);

/// A ledger with its lake in the folder `lake`.
fn with_lake() -> Bench {
    let bench = sahel();
    if let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") {
        bench.load(&[&file]).expect("the web export loads");
    }
    bench.ok(&["lake", "write", "lake"]);
    bench
}

/// Arguments with an engine.
fn over<'a>(args: &[&'a str], engine: &'a str) -> Vec<&'a str> {
    [args, &["--engine", engine, "--lake", "lake"]].concat()
}

#[test]
fn answers_over_an_engine_are_those_of_the_ledger() {
    if !reads_parquet() {
        return;
    }
    let bench = with_lake();
    let engine = start(Manner::Answers);
    let answers: &[&[&str]] = &[
        &["fatalities", "--since", "2025-05-01"],
        &["fatalities", "--since", "2024-01-01", "--until", "2025-06-03", "--source", "sahel_2025"],
        &["attacks", "--by", "week", "--group", "JNIM"],
        &["attacks", "--by", "acled-week", "--since", "2025-05-01"],
        &["attacks", "--by", "month", "--all-kinds"],
        &["trends"],
        &["trends", "--region", "central_sahel", "--since", "2024-06-15"],
        &["deadliest"],
        &["deadliest", "--group", "JNIM", "--sort", "date"],
        &["deadliest", "--region", "central_sahel", "--limit", "3"],
        &["coast"],
        &["coordinated", "--all"],
        &["coordinated", "--group", "JNIM", "--since", "2025-04-01"],
        &["new-areas", "--limit", "500"],
        &["new-actors", "--all-kinds"],
    ];
    for answer in answers {
        let answer = [*answer, &["--format", "json"]].concat();
        let (here, there) = (bench.ok(&answer), bench.ok(&over(&answer, &engine)));
        assert!(here.len() > 20, "{answer:?} is empty");
        assert_eq!(here, there, "{answer:?}");
    }
    // For reading: the same lines below, and who computed it on standard error.
    let answer = ["fatalities", "--since", "2025-05-01"];
    let there = bench.run(&over(&answer, &engine));
    assert_eq!(bench.ok(&answer).as_bytes(), there.stdout);
    let said = String::from_utf8_lossy(&there.stderr).into_owned();
    assert!(said.contains(&format!("computed by {engine} over the lake lake as of load")), "{said}");
}

#[test]
fn statements_run_over_tables_core_views_marts_and_views() {
    if !reads_parquet() {
        return;
    }
    let bench = with_lake();
    let engine = start(Manner::Answers);
    for statement in [
        "select country, count(*) as n, sum(deaths_best) as deaths from event where source = 'sahel_2025' group by country order by n desc, country",
        "select * from group_week where actor_id = 'jnim' order by source, week;",
        "with event as (select * from event where country = 'Mali') select source, count(*) as n from event group by source order by source",
        "select * from regional_trends where area = 'central_sahel' order by source, month -- the trend",
        "select 1 as one",
        "select source, name_of from (select source, actor_name as name_of from event_actor) as x where name_of = 'no such name'",
    ] {
        let args = ["sql", statement, "--format", "csv"];
        assert_eq!(bench.ok(&args), bench.ok(&over(&args, &engine)), "{statement}");
    }
    // What a sum counts twice is warned of there too, and only where the data bear it out.
    let warned = |statement: &str| {
        let output = bench.run(&over(&["sql", statement], &engine));
        assert!(output.status.success());
        String::from_utf8_lossy(&output.stderr).contains("warning:")
    };
    assert!(warned("select sum(deaths_best) as deaths from group_week"));
    assert!(!warned("select sum(deaths_best) as deaths from event where source = 'sahel_2025' and status = 'final'"));
    // A lake does not hold which release gave each event: what it cannot refute is said.
    assert!(warned("select source, sum(deaths_best) as deaths from fatalities_by_day group by source"));
    // A file says where its numbers come from.
    bench.ok(&over(
        &["sql", "select source, country, count(*) as n from event group by source, country", "-o", "n.csv"],
        &engine,
    ));
    let cited = bench.ok(&["cite", "n.csv"]);
    assert!(cited.contains("sahel_2025"), "{cited}");
}

#[test]
fn rows_of_a_source_with_terms_leave_to_a_file_only_when_they_are_accepted() {
    if !reads_parquet() {
        return;
    }
    let bench = sahel();
    bench.ok(&["sample", "acled", "--events", "50", "-o", "acled.csv"]);
    bench.ok(&["load", "acled.csv"]);
    bench.ok(&["lake", "write", "lake", "--accept-acled-terms"]);
    let engine = start(Manner::Answers);
    let rows = ["sql", "select source, source_event_id from event", "-o", "rows.csv"];
    let error = bench.fails_with_notes(1, &over(&rows, &engine));
    assert!(error.contains("--accept-acled-terms"), "{error}");
    assert!(!bench.path("rows.csv").exists());
    bench.ok(&over(&[&rows[..], &["--accept-acled-terms"]].concat(), &engine));
    bench.ok(&over(&["sql", "select source, count(*) as n from event group by source", "-o", "sums.csv"], &engine));
}

#[test]
fn what_needs_single_events_or_duckdb_is_refused_with_the_reason() {
    let bench = with_lake();
    // Refused before anybody is asked: nobody listens there.
    let engine = "grpc://127.0.0.1:9";
    let refused: &[(&[&str], &str)] = &[
        (&["attacks"], "single events"),
        (&["attacks", "--by", "week", "--country", "Mali"], "events one by one"),
        (&["fatalities", "--group", "JNIM"], "events one by one"),
        (&["fatalities", "--events"], "single events"),
        (&["trends", "--country", "Mali"], "events one by one"),
        (&["coast", "--group", "JNIM"], "events one by one"),
        (&["coordinated", "--country", "Mali"], "events one by one"),
    ];
    for (args, reason) in refused {
        let error = bench.fails(1, &over(args, engine));
        assert!(error.contains(reason) && error.contains("hint:"), "{args:?}: {error}");
    }
    if !reads_parquet() {
        return;
    }
    let engine = start(Manner::Answers);
    let statements: &[(&str, &str)] = &[
        ("select * from fatalities_since(date '2025-05-01')", "a macro with parameters"),
        ("select * from place_history", "lists names in an order"),
        ("select * from fatalities_since_early_may", "it calls a macro"),
        ("select * from event_version", "--history"),
        ("drop table event", "is only asked"),
        ("create view mine as select 1", "is only asked"),
    ];
    for (statement, reason) in statements {
        let error = bench.fails_with_notes(1, &over(&["sql", statement], &engine));
        assert!(error.contains(reason) && error.contains("hint:"), "{statement}: {error}");
    }
    let error = bench.fails(1, &over(&["sql", "select nothing from nowhere"], &engine));
    assert!(error.contains("it refused the statement"), "{error}");
    bench.fails(2, &over(&["sql", "select 1; select 2"], &engine));
}

#[test]
fn misuse_is_told_before_anything_is_asked() {
    let bench = with_lake();
    let engine = "grpc://127.0.0.1:9";
    for args in [
        vec!["sql", "select 1", "--engine", "http://localhost:1", "--lake", "lake"],
        vec!["sql", "select 1", "--engine", "grpc://localhost", "--lake", "lake"],
        vec!["sql", "select 1", "--engine", "grpc+tls://localhost:1", "--lake", "lake"],
        vec!["sql", "select 1", "--engine", engine],
        over(&["sql", "--write", "delete from event"], engine),
        over(&["sql", "--named", "weekly_attacks"], engine),
        vec!["fatalities", "--timeout", "5s"],
        vec!["lake"],
        vec!["lake", "write"],
        vec!["history", "Djibo", "--engine", engine, "--lake", "lake"],
    ] {
        bench.fails_quietly(&args);
    }
    let error = bench.fails(2, &over(&["fatalities", "--as-of", "1"], engine));
    assert!(error.contains("present state"), "{error}");
    let error = bench.fails(1, &["fatalities", "--engine", engine, "--lake", "no-lake"]);
    assert!(error.contains("there is no lake") && error.contains("lake write"), "{error}");
}

/// Runs a question that must fail with exit code 1, soon, and gives what it says.
fn fails_soon(bench: &Bench, args: &[&str], token: Option<&str>) -> String {
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_warledger"));
    command.args(args).current_dir(bench.path("")).env_remove("WARLEDGER_DB").env_remove("WARLEDGER_ENGINE_TOKEN");
    if let Some(token) = token {
        command.env("WARLEDGER_ENGINE_TOKEN", token);
    }
    let output = command.output().expect("the command starts");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{args:?}: {error}");
    assert!(begun.elapsed() < SOON, "{args:?} took {:?}", begun.elapsed());
    assert!(error.contains("error: grpc://127.0.0.1:") && error.contains("hint:"), "{args:?}: {error}");
    assert!(output.stdout.is_empty(), "{args:?} gave something");
    error
}

#[test]
fn an_engine_that_does_not_answer_ends_in_an_error_soon() {
    let bench = with_lake();
    let question = ["fatalities", "--since", "2025-05-01", "--timeout", "1s"];
    let fails = |engine: &str| fails_soon(&bench, &over(&question, engine), None);
    // Nobody listens.
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let error = fails(&format!("grpc://{free}"));
    assert!(error.contains("cannot be reached"), "{error}");
    // Somebody listens and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("an address");
    let error = fails(&format!("grpc://{address}"));
    assert!(error.contains("did not answer as a Flight SQL server within 1 s"), "{error}");
    // Somebody else listens.
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = other.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in other.incoming() {
            let mut stream = stream.expect("a connection");
            let mut asked = [0; 64];
            // Whatever is asked, whatever becomes of the answer.
            let _ = stream.read(&mut asked).and_then(|_| stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
        }
    });
    fails(&format!("grpc://{address}"));
    // It answers the greeting and hangs then.
    let error = fails(&start(Manner::Hangs));
    assert!(error.contains("no complete answer within 1 s") && error.contains("--timeout"), "{error}");
    let error = fails_soon(&bench, &over(&["sql", "select 2", "--timeout", "1s"], &start(Manner::Hangs)), None);
    assert!(error.contains("no complete answer within 1 s"), "{error}");
    drop(silent);
}

#[test]
fn half_an_answer_is_none() {
    let bench = with_lake();
    let asked = |manner: Manner| {
        fails_soon(&bench, &over(&["sql", "select 2 as two", "--format", "csv"], &start(manner)), None)
    };
    let error = asked(Manner::BreaksOff);
    assert!(error.contains("the connection is gone: worker lost"), "{error}");
    let error = asked(Manner::LosesRows);
    assert!(error.contains("1000000 rows were promised, 1 came"), "{error}");
    let error = asked(Manner::Elsewhere);
    assert!(error.contains("lies elsewhere (grpc://198.51.100.7:1)"), "{error}");
}

#[test]
fn a_token_is_taken_from_the_environment() {
    let bench = with_lake();
    let engine = start(Manner::WantsToken);
    let question = over(&["sql", "select 2 as two", "--format", "csv"], &engine);
    for token in [None, Some("wrong")] {
        let error = fails_soon(&bench, &question, token);
        assert!(error.contains("does not take the token") && error.contains("WARLEDGER_ENGINE_TOKEN"), "{error}");
        assert!(!error.contains("wrong"), "the token is told: {error}");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_warledger"))
        .args(&question)
        .current_dir(bench.path(""))
        .env("WARLEDGER_ENGINE_TOKEN", "sesame")
        .output()
        .expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "two\n2\n");
}

#[test]
fn a_lake_that_the_engine_does_not_see_whole_is_no_answer() {
    if !reads_parquet() {
        return;
    }
    let bench = with_lake();
    let engine = start(Manner::Answers);
    let manifest = warledger::lake::Manifest::read(&bench.path("lake")).expect("a lake");
    let event = manifest.table("event").expect("events");
    let lost = bench.path("lake").join(&event.files[0].path);
    std::fs::remove_file(&lost).expect("it is removed");
    let error = fails_soon(&bench, &over(&["fatalities", "--since", "2025-05-01"], &engine), None);
    let held = event.rows - event.files[0].rows;
    assert!(error.contains("does not see the lake") || held == 0, "{error}");
    // The manifest alone, and a place where no lake is.
    bench.ok(&["lake", "write", "there", "--location", "/no/such/place"]);
    let args = ["sql", "select count(*) as n from event", "--engine", &engine, "--lake", "there"];
    fails_soon(&bench, &args, None);
}
