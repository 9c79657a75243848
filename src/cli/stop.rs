//! A signal that ends the program in the midst of a file: nothing of it stays.

use crate::error::{Error, Result};
use crate::output;

/// Exit code of a program that Ctrl-C has ended, as shells have it.
const STOPPED: i32 = 130;

/// From now on Ctrl-C, and what else asks the program to end, removes what is being written first.
///
/// In the shell it stops the statement instead, and what was being written goes with the error.
pub(crate) fn clean_up_when_stopped() -> Result<()> {
    match ctrlc::set_handler(end) {
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(()),
        Err(error) => Err(Error::internal("taking over Ctrl-C", error)),
    }
}

/// Removes what is being written, and ends.
// A signal has no main to return to, and what a destructor would remove is removed before.
#[allow(clippy::disallowed_methods)]
pub(crate) fn end() {
    output::remove_unfinished();
    std::process::exit(STOPPED);
}
