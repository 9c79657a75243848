//! Ctrl-C: stops the running statement, and nothing else.

use std::sync::{LazyLock, Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::ledger::Interrupter;

/// The statement that runs now; a signal belongs to the whole process, so there is one such place.
static RUNNING: LazyLock<Mutex<Option<Interrupter>>> = LazyLock::new(Mutex::default);

fn set(running: Option<Interrupter>) {
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = running;
}

/// From now on Ctrl-C stops the running statement instead of the program.
pub(super) fn take_over() -> Result<()> {
    ctrlc::set_handler(|| {
        if let Some(running) = &*RUNNING.lock().unwrap_or_else(PoisonError::into_inner) {
            running.interrupt();
        }
    })
    .map_err(|error| Error::internal("taking over Ctrl-C", error))
}

/// Runs something that Ctrl-C stops.
pub(super) fn stoppable<T>(by: Interrupter, run: impl FnOnce() -> T) -> T {
    set(Some(by));
    let done = run();
    set(None);
    done
}
