//! The shell through a pipe.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::support::{Bench, sahel};

/// Runs the shell with statements through a pipe, at home in the bench's folder.
fn piped(bench: &Bench, input: &str) -> Output {
    piped_with(bench, &[], input)
}

fn piped_with(bench: &Bench, args: &[&str], input: &str) -> Output {
    let mut shell = Command::new(env!("CARGO_BIN_EXE_warledger"))
        .arg("shell")
        .args(args)
        .current_dir(bench.path(""))
        .env_remove("WARLEDGER_DB")
        .env_remove("WARLEDGERRC")
        .env("HOME", bench.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the shell starts");
    // A shell that ends before it has read everything is looked at by its exit code.
    shell.stdin.take().expect("a pipe").write_all(input.as_bytes()).unwrap_or_default();
    shell.wait_with_output().expect("the shell ends")
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&output.stdout), text(&output.stderr))
}

fn ok(bench: &Bench, input: &str) -> String {
    let output = piped(bench, input);
    let (out, error) = said(&output);
    assert!(output.status.success(), "{input}: {error}");
    out
}

#[test]
fn through_a_pipe_there_are_no_escapes_and_the_source_stands_below() {
    let bench = sahel();
    let out = ok(&bench, "select country, count(*) as n\nfrom event\ngroup by all order by n desc, country;\n");
    assert!(!out.contains('\x1b'), "{out}");
    assert!(out.contains("Mali          18\n"), "numbers stand to the right: {out}");
    assert!(out.contains("7 rows\nsahel_2025, cut-off 2025-07-04, load 1, a coded sample\n"), "{out}");
    let out = ok(&bench, "select 1 as one");
    assert!(out.contains("1 row\n") && !out.contains("sahel"), "nothing was read from the ledger: {out}");
}

#[test]
fn the_first_error_ends_a_script_and_tells_its_place() {
    let bench = sahel();
    let output = piped(&bench, "select 1 as a;\n\nselect foo\nfrom event;\nselect 2 as b;\n");
    let (out, error) = said(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(out.contains('a') && !out.contains('b'), "{out}");
    assert!(error.contains("statement on line 3") && error.contains("foo") && error.contains('^'), "{error}");
    let output = piped(&bench, ".tabels\n");
    assert_eq!(output.status.code(), Some(2));
    let (_, error) = said(&output);
    assert!(error.contains("standard input, line 1") && error.contains("nearest: .tables"), "{error}");
}

#[test]
fn every_command_works_and_help_lists_it() {
    let bench = sahel();
    bench.write("more.sql", "select 'from a file' as text;\n.quit\nselect 'not this' as text;\n");
    let help = ok(&bench, ".help\n");
    for (command, expected) in [
        (".tables", "event_history"),
        (".views", "regional_trends"),
        (".describe area_month", "one row per  source, area_kind, area, country, month"),
        (".describe fatalities_by_country", "parameters"),
        (".schema event_area", "create view event_area as"),
        (".schema fatalities_since", "create macro fatalities_since(since, until := null) as table"),
        (".queries", "weekly_attacks"),
        (".queries weekly_attacks", "group: group, by identifier or any of its names; JNIM if not given"),
        (".run region_members region=central_sahel", "central_sahel"),
        (".mode csv\nselect 1 as a, 2 as b;", "a,b\n1,2\n"),
        (".mode", "table"),
        (".timer on\nselect 1 as a;", "1 row"),
        (".width 40\nselect * from event limit 1;", "columns hidden"),
        (".pager off", ""),
        (".read more.sql", "from a file"),
        (".loads", "events.csv; claims.csv"),
        (".as-of 1\nselect 1 as a;", "As of load 1"),
        (".as-of", "As of load 1"),
        (".source", "CC BY 4.0"),
        (".source sahel_2025\nselect count(*) as n from event;", "57"),
        (".policy", "without_perpetrator"),
        (".policy official\n.policy as_reported\nselect distinct policy from event_toll;", "as_reported\n1 row"),
        (".policy official\nselect distinct policy from event_toll;", "official\n1 row"),
        ("select * from event;\n.cite", "A coded sample, no census"),
        (".help once", "Where the numbers come from goes with it"),
        (".exit\nselect 'not this' as text;", ""),
    ] {
        let out = ok(&bench, &format!("{command}\n"));
        assert!(out.contains(expected), "{command}: {out}");
        assert!(!out.contains("not this"), "{command}: {out}");
        let name = command.split_whitespace().find(|word| word.starts_with('.')).expect("a command");
        assert!(name == ".exit" || help.lines().any(|line| line.starts_with(name)), "{name} in: {help}");
    }
    for wrong in [
        ".describe nothing",
        ".mode sql",
        ".width x",
        ".timer",
        ".as-of 99",
        ".source x",
        ".policy x",
        ".run x",
        ".read x",
    ] {
        let output = piped(&bench, &format!("{wrong}\n"));
        assert!(!output.status.success(), "{wrong}");
        assert!(said(&output).1.contains("hint:"), "{wrong}: {}", said(&output).1);
    }
}

#[test]
fn results_go_to_files_whole_and_with_where_they_come_from() {
    let bench = sahel();
    let statement = "select source, country, count(*) as n from event group by all order by country nulls first;";
    ok(&bench, &format!(".once a.csv\n{statement}\n.once b.parquet\n{statement}\nselect 1 as shown;\n"));
    let csv = std::fs::read_to_string(bench.path("a.csv")).expect("the file is there");
    assert_eq!(csv.lines().count(), 8, "{csv}");
    for file in ["a.csv", "b.parquet"] {
        assert!(bench.ok(&["cite", file]).contains("A coded sample"), "{file}");
    }
    let output = piped(&bench, &format!(".once a.csv\n{statement}\n"));
    assert!(said(&output).1.contains("exists already"), "{}", said(&output).1);
    ok(&bench, &format!(".once --force a.csv\n{statement}\n"));
    ok(&bench, ".output all.csv\nselect 1 as a;\nselect 2 as b;\n.output\nselect 3 as c;\n");
    assert_eq!(std::fs::read_to_string(bench.path("all.csv")).expect("the file is there"), "a\n1\n\nb\n2\n");
    let output = piped(&bench, ".once warledger.duckdb\n");
    assert!(!output.status.success());
    let output = piped(&bench, ".once --force warledger.duckdb\nselect 1;\n");
    assert!(!output.status.success());
    bench.ok(&["verify"]);
}

#[test]
fn a_session_holds_one_source_or_an_earlier_state_and_nothing_goes_around_it() {
    let bench = sahel();
    bench.ok(&["load", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/ged_49.csv")]);
    let count = "select string_agg(distinct source, '+' order by source) as all_of from event;\n";
    assert!(ok(&bench, count).contains("sahel_2025+ucdp_ged"));
    for narrowed in [".source ucdp_ged\n", ".as-of 2\n.source ucdp_ged\n"] {
        let out = ok(&bench, &format!("{narrowed}{count}"));
        assert!(out.contains("ucdp_ged\n1 row\nucdp_ged"), "{narrowed}: {out}");
    }
    for turned in [".as-of 1\n", ".source sahel_2025\n.as-of 1\n", ".as-of 1\n.source sahel_2025\n"] {
        let out = ok(&bench, &format!("{turned}{count}"));
        assert!(out.contains("sahel_2025\n1 row\n"), "{turned}: {out}");
        assert!(out.contains("as of load 1"), "{turned}: {out}");
    }
    let out = ok(&bench, &format!(".source sahel_2025\n.source all\n.as-of 1\n.as-of now\n{count}"));
    assert!(out.contains("sahel_2025+ucdp_ged"), "{out}");
    let out = ok(&bench, &format!(".source sahel_2025\n.source ucdp_ged\n{count}"));
    assert!(out.contains("ucdp_ged\n1 row\n"), "{out}");
    let views = ".source ucdp_ged\nselect distinct source from fatalities_since(date '1900-01-01');\n";
    assert!(ok(&bench, views).contains("ucdp_ged\n1 row"));
    for around in ["main.event", "warledger.event", "warledger.main.event", "\"main\".\"event\""] {
        let output = piped(&bench, &format!(".source ucdp_ged\nselect count(*) from {around};\n"));
        assert!(said(&output).1.contains("more than the session is narrowed to"), "{around}: {}", said(&output).1);
    }
}

#[test]
fn an_earlier_state_is_not_called_the_newest() {
    let bench = sahel();
    bench.ok(&["load", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/ged_49.csv")]);
    for input in [".as-of 1\n", ".as-of 1\n.as-of\n"] {
        let out = ok(&bench, input);
        assert!(out.contains("As of load 1") && out.contains("the newest is load 2"), "{out}");
        assert!(!out.contains("; the newest."), "{out}");
    }
    assert!(ok(&bench, ".as-of 2\n").contains("the newest."));
}

#[test]
fn settings_of_the_person_are_read_first_unless_told_not_to() {
    let bench = sahel();
    bench.write(".warledgerrc", ".mode csv\n");
    assert_eq!(ok(&bench, "select 1 as a;"), "a\n1\n");
    let (out, _) = said(&piped_with(&bench, &["--no-rc"], "select 1 as a;"));
    assert!(out.contains("1 row"), "{out}");
    bench.write(".warledgerrc", ".read .warledgerrc\n");
    let output = piped(&bench, "select 1 as a;");
    assert!(!output.status.success() && said(&output).1.contains("does a file read itself"));
}

#[test]
fn what_sql_may_not_do_the_shell_may_not_either() {
    let bench = sahel();
    for statement in
        ["copy event to 'out.csv'", "attach 'x.db' as x", "set threads = 1", "delete from event", "install httpfs"]
    {
        let output = piped(&bench, &format!("{statement};\n"));
        assert!(!output.status.success(), "{statement}");
    }
    assert!(!bench.path("out.csv").exists());
    let out = ok(
        &bench,
        "create temp table t as select 1 as a;\ncreate temp macro twice(x) as 2 * x;\nselect twice(a) as b from t;\n",
    );
    assert!(out.starts_with("b\n─\n2\n1 row\n"), "{out}");
}

#[test]
fn a_sum_over_sources_is_warned_of_unless_the_session_holds_one() {
    let bench = sahel();
    bench.ok(&["load", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/ged_49.csv")]);
    let sum = "select sum(deaths_best) as deaths from event;\n";
    let output = piped(&bench, sum);
    assert!(output.status.success());
    assert!(said(&output).1.contains("warning:"), "{}", said(&output).1);
    for right in ["select source, sum(deaths_best) as deaths from event group by source;\n", ".source ucdp_ged\n"] {
        let input = if right.starts_with('.') { format!("{right}{sum}") } else { right.to_owned() };
        let (_, error) = said(&piped(&bench, &input));
        assert!(!error.contains("warning:"), "{input}: {error}");
    }
}

#[test]
fn rows_of_acled_leave_only_when_their_terms_are_accepted() {
    let bench = Bench::new();
    bench.ok(&["load", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/acled_31.csv"), "--max-rejects", "100"]);
    let rows = "select source, source_event_id, start_date from event;\n";
    let sums = "select source, country, count(*) as events from event group by all;\n";
    let (_, error) = said(&piped(&bench, &format!(".once rows.csv\n{rows}")));
    assert!(error.contains("forbid passing them on") && !bench.path("rows.csv").exists(), "{error}");
    for (input, file) in [
        (format!(".once sums.csv\n{sums}"), "sums.csv"),
        (format!(".once --accept-acled-terms rows.csv\n{rows}"), "rows.csv"),
        (".once ready.csv\n.run event_mix since=2000-01-01\n".to_owned(), "ready.csv"),
    ] {
        ok(&bench, &input);
        assert!(bench.path(file).exists(), "{file}");
    }
    let (_, error) = said(&piped(&bench, ".once list.csv\n.run latest_events\n"));
    assert!(error.contains("forbid passing them on") && !bench.path("list.csv").exists(), "{error}");
    // A form for programs through a pipe is an export; the table is for reading.
    let (_, error) = said(&piped(&bench, &format!(".mode csv\n{rows}")));
    assert!(error.contains("forbid passing them on") && error.contains("--accept-acled-terms"), "{error}");
    assert!(ok(&bench, rows).contains("rows"));
    assert!(ok(&bench, &format!(".mode csv\n{sums}")).contains("source,country,events"));
    let accepted = ok(&bench, &format!(".mode csv --accept-acled-terms\n{rows}"));
    assert!(accepted.starts_with("source,source_event_id,start_date\n"), "{accepted}");
    // What a session has made of rows is rows.
    for made in [
        "set variable v = (select list(e) from event as e);\n.once made.csv\nselect getvariable('v') as v;\n",
        "create temp macro all_rows() as (select list(e) from event as e);\n.once made.csv\nselect all_rows() as v;\n",
        "create temp table t as from event;\n.once made.csv\nselect place from t;\n",
    ] {
        let (_, error) = said(&piped(&bench, made));
        assert!(error.contains("forbid passing them on") && !bench.path("made.csv").exists(), "{made}: {error}");
    }
    let counted = "set variable since = date '2000-01-01';\n.once counted.csv\nselect count(*) as n from event where start_date > getvariable('since');\n";
    ok(&bench, counted);
}
