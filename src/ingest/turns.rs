//! Batches through threads: read on one, normalised on some, stored on the caller's, in the order in which they were read.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use crate::error::{Error, Result};

/// Threads that normalise; reading and storing keep the rest of a small machine busy.
const NORMALISERS: usize = 2;

/// What a reader hands its batches to.
type Sink<'s, R> = dyn FnMut(R) -> Result<()> + 's;

/// Gives every batch of `read` through `normalise` to `store`, which the calling thread runs.
///
/// Batches go round the normalising threads and are taken from them in the same turns, so their order stays what it was
/// and at most two are waiting at each thread.
///
/// # Errors
/// The first one by the order of batches; what `read` returns comes after the batches that it read.
pub(super) fn in_turns<R: Send, B: Send>(
    read: &mut (dyn FnMut(&mut Sink<'_, R>) -> Result<()> + Send),
    normalise: &(dyn Fn(R) -> Result<B> + Sync),
    store: &mut dyn FnMut(B) -> Result<()>,
) -> Result<()> {
    std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..NORMALISERS).map(|_| lane(scope, normalise)).collect();
        let (mut entries, mut exits, mut threads) = (Vec::new(), Vec::new(), Vec::new());
        for (entry, exit, thread) in lanes {
            entries.push(entry);
            exits.push(exit);
            threads.push(thread);
        }
        let reading = scope.spawn(move || {
            let mut turns = entries.iter().cycle();
            read(&mut |raw| {
                let Some(entry) = turns.next() else { return Err(stopped()) };
                // A lane closes only after a fault, which is what counts.
                entry.send(raw).map_err(|_| stopped())
            })
        });
        let mut stored = Ok(());
        // The first lane without a batch at its turn is behind the last batch: there are none in the others.
        for exit in exits.iter().cycle() {
            let Ok(batch) = exit.recv() else { break };
            stored = batch.and_then(&mut *store);
            if stored.is_err() {
                break;
            }
        }
        drop(exits);
        let read = reading.join().map_err(|_| Error::internal("reading", "the reading thread stopped"))?;
        for thread in threads {
            thread.join().map_err(|_| Error::internal("normalising", "a normalising thread stopped"))?;
        }
        stored.and(read)
    })
}

fn stopped() -> Error {
    Error::internal("reading", "a later step stopped")
}

/// One normalising thread: where batches go in, and where they come out.
fn lane<'scope, R: Send + 'scope, B: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    normalise: &'scope (dyn Fn(R) -> Result<B> + Sync),
) -> (SyncSender<R>, Receiver<Result<B>>, ScopedJoinHandle<'scope, ()>) {
    let (entry, raw) = sync_channel::<R>(1);
    let (normal, exit) = sync_channel::<Result<B>>(1);
    let thread = scope.spawn(move || {
        for batch in raw {
            if normal.send(normalise(batch)).is_err() {
                break;
            }
        }
    });
    (entry, exit, thread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Numbers from 0 to `last` through the threads, each doubled; those that were stored, and how it ended.
    fn doubled(last: u64, normalise: &(dyn Fn(u64) -> Result<u64> + Sync), full: usize) -> (Vec<u64>, Result<()>) {
        let mut stored = Vec::new();
        let ended = in_turns(
            &mut |sink| {
                (0..last).try_for_each(&mut *sink)?;
                if last == 13 { Err(Error::internal("reading", "the end is missing")) } else { Ok(()) }
            },
            normalise,
            &mut |number| {
                if stored.len() == full {
                    return Err(Error::internal("storing", "no room"));
                }
                stored.push(number);
                Ok(())
            },
        );
        (stored, ended)
    }

    #[test]
    fn batches_are_stored_in_the_order_in_which_they_were_read() {
        let slow_at_times = |number: u64| {
            std::thread::sleep(Duration::from_millis(if number.is_multiple_of(3) { 5 } else { 0 }));
            Ok(number * 2)
        };
        for last in [0, 1, 2, 3, 50, 51] {
            let (stored, ended) = doubled(last, &slow_at_times, usize::MAX);
            assert!(ended.is_ok());
            assert_eq!(stored, (0..last).map(|number| number * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_fault_ends_the_work_and_is_the_one_that_is_told() {
        let told = |ended: Result<()>| ended.map_err(|error| error.to_string()).expect_err("a fault");
        let faulty = |number: u64| {
            if number >= 7 { Err(Error::internal("normalising", format!("number {number}"))) } else { Ok(number) }
        };
        let (stored, ended) = doubled(1_000, &faulty, usize::MAX);
        assert_eq!(stored, (0..7).collect::<Vec<_>>());
        assert!(told(ended).contains("number 7"));
        let (stored, ended) = doubled(1_000, &Ok, 4);
        assert_eq!(stored.len(), 4);
        assert!(told(ended).contains("no room"));
        let (stored, ended) = doubled(13, &Ok, usize::MAX);
        assert_eq!(stored.len(), 13, "what was read before the fault of the reader is stored");
        assert!(told(ended).contains("the end is missing"));
        let broken = |number: u64| if number == 5 { panic!("a fault of the program") } else { Ok(number) };
        let (stored, ended) = doubled(6, &broken, usize::MAX);
        assert_eq!(stored.len(), 5);
        assert!(told(ended).contains("a normalising thread stopped"));
    }
}
