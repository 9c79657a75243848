//! The shell at a terminal.

use std::io::{Read, Write};
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};

use crate::support::{Bench, sahel};

/// How long anything may take: other tests run beside this one.
const PATIENCE: Duration = Duration::from_secs(60);

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
const UP: &str = "\x1b[A";

/// A shell at a terminal.
struct Terminal {
    pty: Arc<Pty>,
    child: Child,
    seen: Arc<Mutex<Vec<u8>>>,
    /// What has been looked at.
    read: usize,
}

impl Terminal {
    fn open(bench: &Bench, settings: &[(&str, &str)]) -> Self {
        let (pty, pts) = open().expect("a terminal");
        pty.resize(Size::new(30, 100)).expect("a size");
        let child = Command::new(env!("CARGO_BIN_EXE_warledger"))
            .arg("shell")
            .current_dir(bench.path(""))
            .env_remove("WARLEDGER_DB")
            .env_remove("WARLEDGERRC")
            .env_remove("WARLEDGER_HISTORY")
            .env_remove("COLUMNS")
            .env("HOME", bench.path(""))
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("WARLEDGER_PAGER", "cat")
            .envs(settings.iter().copied())
            .spawn(pts)
            .expect("the shell starts");
        let pty = Arc::new(pty);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (from, into) = (pty.clone(), seen.clone());
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The terminal fails when the shell has gone.
            while let Ok(count @ 1..) = (&*from).read(&mut buffer) {
                into.lock().expect("nobody panics with it").extend_from_slice(&buffer[..count]);
            }
        });
        let mut terminal = Terminal { pty, child, seen, read: 0 };
        terminal.sees("warledger> ");
        terminal
    }

    fn types(&mut self, text: &str) {
        (&*self.pty).write_all(text.as_bytes()).expect("the terminal takes it");
    }

    /// Waits for a text, and gives what stood before and with it since the last time.
    fn sees(&mut self, text: &str) -> String {
        let began = Instant::now();
        loop {
            let all = String::from_utf8_lossy(&self.seen.lock().expect("nobody panics with it")).into_owned();
            let fresh = &all[self.read.min(all.len())..];
            if let Some(at) = fresh.find(text) {
                let found = fresh[..at + text.len()].to_owned();
                self.read += found.len();
                return found;
            }
            assert!(began.elapsed() < PATIENCE, "no {text:?} in {fresh:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Types a line and waits for the prompt after its answer.
    fn asks(&mut self, line: &str) -> String {
        self.types(line);
        self.types("\r");
        // The prompt is drawn anew while one types: the answer stands after the line's end.
        self.sees("\r\n");
        self.sees("warledger> ")
    }

    fn leaves(mut self) {
        self.types(CTRL_D);
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the shell can be waited for") {
                assert!(status.success(), "the shell ends well");
                return;
            }
            assert!(began.elapsed() < PATIENCE, "the shell ends");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn words_and_names_inside_quotes_are_completed() {
    let bench = sahel();
    let mut shell = Terminal::open(&bench, &[]);
    shell.types("select count(*) as found from fatalities_since_early_m\t where countr\t is not null;\r");
    assert!(shell.sees("1 row").contains("found"));
    shell.sees("warledger> ");
    shell.types("select count(*) as found from actor where actor_name = 'Islamic State West Africa Prov\t;\r");
    let answer = shell.sees("1 row");
    assert!(answer.contains("\r\n    1\r\n"), "{answer:?}");
    shell.sees("warledger> ");
    shell.types("select count(*) > 0 as found from region where region = 'central_sa\t;\r");
    assert!(shell.sees("1 row").contains("yes"));
    shell.sees("warledger> ");
    shell.types(".descr\tarea_mon\t\r");
    shell.sees("one row per  source, area_kind");
    shell.sees("warledger> ");
    shell.leaves();
}

#[test]
fn a_statement_takes_several_lines() {
    let bench = sahel();
    let mut shell = Terminal::open(&bench, &[]);
    shell.types("select 40\r");
    shell.types("  + 2 as answer -- not yet;\r");
    shell.types("from (select ';' as semicolon)\r");
    shell.types(";\r");
    let answer = shell.sees("1 row");
    assert!(answer.contains("\r\n    42\r\n"), "{answer:?}");
    shell.sees("warledger> ");
    shell.leaves();
}

#[test]
fn ctrl_c_stops_the_statement_and_not_the_shell() {
    let bench = sahel();
    let mut shell = Terminal::open(&bench, &[]);
    shell.types("select count(*) from range(10000000000) as a, range(1000) as b where a.range % 7 = b.range;\r");
    // Until then it is being typed, and Ctrl-C would only drop it.
    shell.sees("\r\n");
    std::thread::sleep(Duration::from_secs(1));
    shell.types(CTRL_C);
    shell.sees("stopped");
    shell.sees("warledger> ");
    let answer = shell.asks("select 40 + 2 as answer;");
    assert!(answer.contains("42"), "{answer:?}");
    shell.types("select 1 as dropp");
    shell.types(CTRL_C);
    shell.sees("warledger> ");
    let answer = shell.asks("select 40 + 3 as answer;");
    assert!(answer.contains("43"), "{answer:?}");
    shell.leaves();
}

#[test]
fn once_writes_the_next_result_and_only_that() {
    let bench = sahel();
    let mut shell = Terminal::open(&bench, &[]);
    shell.asks(".once counts.csv");
    let answer = shell.asks("select country, count(*) as n from event group by all;");
    assert!(answer.contains("7 rows to counts.csv"), "{answer:?}");
    let answer = shell.asks("select count(*) as n from event;");
    assert!(answer.contains("57"), "{answer:?}");
    let text = std::fs::read_to_string(bench.path("counts.csv")).expect("the file is there");
    assert_eq!(text.lines().count(), 8, "{text}");
    shell.leaves();
}

#[test]
fn history_outlives_the_shell() {
    let bench = sahel();
    let mut shell = Terminal::open(&bench, &[]);
    shell.asks("select 4700 + 11 as number;");
    shell.leaves();
    let mut shell = Terminal::open(&bench, &[]);
    shell.types(UP);
    shell.types("\r");
    let answer = shell.sees("1 row");
    assert!(answer.contains("4,711") || answer.contains("4711"), "{answer:?}");
    shell.sees("warledger> ");
    shell.leaves();
    let kept = std::fs::read_to_string(bench.path(".warledger_history")).expect("the history is there");
    assert!(kept.contains("4700 + 11"), "{kept}");
}

#[test]
fn an_error_points_at_its_place_and_the_shell_goes_on() {
    let bench = sahel();
    let mut shell = Terminal::open(&bench, &[]);
    let answer = shell.asks("select country, deaths_bst from event;");
    assert!(answer.contains("1 | select country, deaths_bst from event"), "{answer:?}");
    assert!(answer.contains("  |                 ^^^^^^^^^^"), "{answer:?}");
    assert!(answer.contains("deaths_best"), "{answer:?}");
    let answer = shell.asks("select count(*) from event join claim using (source) where claim_idd = 'x';");
    assert!(answer.contains("claim_id"), "{answer:?}");
    let answer = shell.asks("select count(*) from regional_trend;");
    assert!(answer.contains("regional_trends"), "{answer:?}");
    let answer = shell.asks("select * from event where country = 'Malli';");
    assert!(answer.contains("no country is 'Malli'; nearest: 'Mali'"), "{answer:?}");
    let answer = shell.asks(".tabels");
    assert!(answer.contains("nearest: .tables"), "{answer:?}");
    shell.leaves();
}

#[test]
fn a_load_that_arrives_is_answered_from_then_on() {
    let bench = sahel();
    let mut shell = Terminal::open(&bench, &[]);
    assert!(shell.asks("select count(distinct source) as sources from event;").contains("\r\n      1\r\n"));
    bench.ok(&["load", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/ged_49.csv")]);
    let answer = shell.asks("select count(distinct source) as sources from event;");
    assert!(answer.contains("load 2 has arrived") && answer.contains("\r\n      2\r\n"), "{answer:?}");
    shell.leaves();
}

#[test]
fn long_results_are_counted_cut_fitted_and_paged() {
    let bench = sahel();
    bench.write("pager.sh", "#!/bin/sh\necho PAGED\ncat > paged.txt\n");
    let mut shell = Terminal::open(&bench, &[("WARLEDGER_PAGER", "sh pager.sh")]);
    let answer = shell.asks("select range as n, repeat('x', 200) as wide from range(2500);");
    assert!(answer.contains("PAGED") && !answer.contains("999"), "{answer:?}");
    let paged = std::fs::read_to_string(bench.path("paged.txt")).expect("the pager was given the table");
    assert!(paged.contains("2,500 rows, the first 1,000 shown"), "{paged}");
    assert!(paged.lines().all(|line| line.chars().count() <= 100), "{paged}");
    let answer = shell.asks("select 1 as a;");
    assert!(!answer.contains("PAGED"), "{answer:?}");
    shell.leaves();
}

#[test]
fn colours_are_there_where_they_are_wanted() {
    let bench = sahel();
    let mut shell = Terminal::open(&bench, &[("NO_COLOR", "")]);
    shell.types("select 1 as a;\r");
    let answer = shell.sees("1 row");
    assert!(answer.contains("\x1b[1m"), "{answer:?}");
    // Ctrl-D is for the editor: it has to be there again.
    shell.sees("warledger> ");
    shell.leaves();
    let mut shell = Terminal::open(&bench, &[]);
    let answer = shell.asks("select null as a;");
    assert!(!answer.contains("\x1b[1m") && !answer.contains("\x1b[2m"), "{answer:?}");
    shell.leaves();
}
