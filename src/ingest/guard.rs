//! Decoders of binary formats stop a thread where a damaged file breaks what they assume; here that is an error.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

use crate::error::{Error, Result};

thread_local! {
    /// True while a decoder runs whose giving up becomes an error: nothing is printed then.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decoder; if it gives up on a damaged file, that is a fault of the file.
pub(crate) fn guarded<T>(path: &Path, format: &str, decode: impl FnOnce() -> Result<T>) -> Result<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_GUARDED.with(Cell::get) {
                usual(info);
            }
        }));
    });
    let before = IS_GUARDED.with(|flag| flag.replace(true));
    // What the decoder was working on is dropped with it: nothing of it is used afterwards.
    let outcome = catch_unwind(AssertUnwindSafe(decode));
    IS_GUARDED.with(|flag| flag.set(before));
    outcome.unwrap_or_else(|_| {
        Err(Error::file(
            path,
            format!("the file cannot be read as {format}: its parts contradict each other"),
            "it looks damaged or cut off: download or copy it again",
        ))
    })
}

/// Runs what is no decoder's inside of one: where this breaks, it is no fault of the file.
pub(crate) fn unguarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let before = IS_GUARDED.with(|flag| flag.replace(false));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.with(|flag| flag.set(before));
    outcome.unwrap_or_else(|_| Err(Error::internal("taking rows", "the work on them stopped")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_gives_up_is_a_fault_of_the_file() {
        let numbers: Vec<u8> = Vec::new();
        let outcome = guarded(Path::new("x.parquet"), "Parquet", || Ok(numbers[3]));
        assert!(outcome.is_err_and(|error| error.to_string().contains("cannot be read as Parquet")));
    }

    #[test]
    fn what_breaks_outside_the_decoder_is_no_fault_of_the_file() {
        let numbers: Vec<u8> = Vec::new();
        let outcome = guarded(Path::new("x.xlsx"), "XLSX", || unguarded(|| Ok(numbers[3])));
        assert!(outcome.is_err_and(|error| matches!(error, Error::Internal { .. })));
    }
}
