//! Ctrl-C: stops the running statement, and nothing else.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::ledger::Interrupter;

/// The statement that runs now; a signal belongs to the whole process, so there is one such place.
static RUNNING: LazyLock<Mutex<Option<Interrupter>>> = LazyLock::new(Mutex::default);

/// True while the shell waits for a line.
static WAITING: AtomicBool = AtomicBool::new(false);

/// Waits for a line.
pub(super) fn waiting<T>(read: impl FnOnce() -> T) -> T {
    WAITING.store(true, Ordering::Relaxed);
    let read = read();
    WAITING.store(false, Ordering::Relaxed);
    read
}

fn set(running: Option<Interrupter>) {
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = running;
}

/// From now on Ctrl-C stops the running statement instead of the program.
pub(super) fn take_over() -> Result<()> {
    ctrlc::set_handler(|| match &*RUNNING.lock().unwrap_or_else(PoisonError::into_inner) {
        Some(running) => running.interrupt(),
        // While one types, the terminal hands Ctrl-C on as a key: this is another process that asks the shell to end.
        None if WAITING.load(Ordering::Relaxed) => crate::cli::stop::end(),
        None => {}
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
