//! Two ways of doing the same, measured side by side.

use std::time::{Duration, Instant};

/// How often each way is run.
const ROUNDS: usize = 25;

/// The least time of either way, taken in turns so that the machine's mood meets both.
pub(crate) fn side_by_side(mut one: impl FnMut(), mut other: impl FnMut()) -> (Duration, Duration) {
    let timed = |run: &mut dyn FnMut()| {
        let begin = Instant::now();
        run();
        begin.elapsed()
    };
    // The first run of each reads the file.
    timed(&mut one);
    timed(&mut other);
    let mut least = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        least = (least.0.min(timed(&mut one)), least.1.min(timed(&mut other)));
    }
    least
}

/// Prints a ratio beside its bound; true if it is held.
pub(crate) fn held(what: &str, time: Duration, base: Duration, bound: f64) -> bool {
    let ratio = time.as_secs_f64() / base.as_secs_f64();
    let verdict = if ratio <= bound { "held" } else { "NOT HELD" };
    println!(
        "  {what:<28} {:>9.2} ms against {:>9.2} ms: {ratio:.3}, bound {bound} {verdict}",
        time.as_secs_f64() * 1e3,
        base.as_secs_f64() * 1e3
    );
    ratio <= bound
}
