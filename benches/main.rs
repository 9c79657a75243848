//! Benchmarks: ratios taken in one run, each with the bound that it has to hold, and figures of our own.
//!
//! `make bench-own` runs all of them, `make bench-own ARGS=as_of` those whose name contains the word. A bound that is not held ends
//! the run with 1.

mod as_of;
mod figures;
mod measure;
mod weekly_update;

use std::process::ExitCode;

/// A benchmark by its name; true if its bounds are held.
type Bench = (&'static str, fn() -> bool);

const ALL: &[Bench] = &[
    ("as_of", as_of::history_does_not_slow_the_newest_answers),
    ("figures", figures::of_our_own),
    ("weekly_update", weekly_update::a_weekly_update_costs_a_part_of_reading_the_file),
];

fn main() -> ExitCode {
    // Cargo passes `--bench`; other words choose.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let mut held = true;
    for (name, run) in ALL {
        if words.is_empty() || words.iter().any(|word| name.contains(word.as_str())) {
            println!("{name}");
            held &= run();
        }
    }
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
