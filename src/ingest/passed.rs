//! What has passed through a reader: bytes for the progress, quotes for files cut off, the size of one record.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memchr_iter;

use super::raw::LONGEST_RECORD;

/// Counts of a [`Counting`] reader, shared with who reads from it.
#[derive(Default)]
pub(crate) struct Passed {
    bytes: AtomicU64,
    quotes: AtomicU64,
    last: AtomicU64,
    record: AtomicU64,
}

impl Passed {
    /// Bytes read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Double quotes among them.
    pub(crate) fn quotes(&self) -> u64 {
        self.quotes.load(Ordering::Relaxed)
    }

    /// The last byte.
    pub(crate) fn last(&self) -> u8 {
        self.last.load(Ordering::Relaxed) as u8
    }

    /// A record has been taken: from here the next one is measured.
    pub(crate) fn begin_record(&self) {
        self.record.store(self.bytes(), Ordering::Relaxed);
    }
}

/// Counts on its way what is read from a file, and refuses a record that would fill the memory.
pub(crate) struct Counting {
    inner: File,
    passed: Arc<Passed>,
}

impl Counting {
    /// Counts from the file's present position.
    pub(crate) fn new(inner: File) -> (Self, Arc<Passed>) {
        let passed = Arc::new(Passed::default());
        (Counting { inner, passed: passed.clone() }, passed)
    }
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let begun = self.passed.record.load(Ordering::Relaxed);
        if self.passed.bytes().saturating_sub(begun) > LONGEST_RECORD {
            let reason = format!(
                "one record is larger than {} MiB: a quote that is not closed swallows rows",
                LONGEST_RECORD >> 20
            );
            return Err(std::io::Error::other(reason));
        }
        let read = self.inner.read(buffer)?;
        let bytes = &buffer[..read];
        self.passed.bytes.fetch_add(read as u64, Ordering::Relaxed);
        self.passed.quotes.fetch_add(memchr_iter(b'"', bytes).count() as u64, Ordering::Relaxed);
        if let Some(last) = bytes.last() {
            self.passed.last.store(u64::from(*last), Ordering::Relaxed);
        }
        Ok(read)
    }
}
