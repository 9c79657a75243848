//! The files of a partitioned result while it is being written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use super::file::{failed, write_part};
use super::{Format, Options, OutputError, write};

/// Where the files are, and where they will be, which is what an error names.
#[derive(Clone, Copy)]
pub(super) struct Folders<'a> {
    pub(super) root: &'a Path,
    pub(super) shown: &'a Path,
}

/// Rows of one partition that are not in a file yet, and the files that it has.
#[derive(Default)]
struct Partition {
    held: Vec<RecordBatch>,
    bytes: usize,
    files: usize,
}

/// The partitions under way. Only one file is open at a time, however many partitions there are.
pub(super) struct Parts<'a> {
    folders: Folders<'a>,
    format: Format,
    schema: SchemaRef,
    options: &'a Options,
    partitions: BTreeMap<String, Partition>,
    held: usize,
    /// Bytes of rows held in memory; beyond them the largest partition gets a file.
    budget: usize,
}

impl<'a> Parts<'a> {
    pub(super) fn new(
        folders: Folders<'a>,
        format: Format,
        schema: SchemaRef,
        options: &'a Options,
        budget: usize,
    ) -> Self {
        Self { folders, format, schema, options, partitions: BTreeMap::new(), held: 0, budget }
    }

    /// Takes rows of the partition `name`, of about `row_bytes` each.
    pub(super) fn hold(&mut self, name: String, rows: RecordBatch, row_bytes: usize) -> Result<(), OutputError> {
        let bytes = row_bytes * rows.num_rows();
        let partition = self.partitions.entry(name).or_default();
        partition.held.push(rows);
        partition.bytes += bytes;
        self.held += bytes;
        while self.held > self.budget {
            let largest = self.partitions.iter().max_by_key(|(_, p)| p.bytes);
            let Some(name) = largest.map(|(name, _)| name.clone()) else {
                break;
            };
            self.flush(&name)?;
        }
        Ok(())
    }

    /// Writes what is still held.
    pub(super) fn close(mut self) -> Result<(), OutputError> {
        let names: Vec<_> = self.partitions.keys().cloned().collect();
        names.iter().try_for_each(|name| self.flush(name))
    }

    fn flush(&mut self, name: &str) -> Result<(), OutputError> {
        let Some(partition) = self.partitions.get_mut(name) else {
            return Ok(());
        };
        let held = std::mem::take(&mut partition.held);
        if held.is_empty() {
            return Ok(());
        }
        self.held -= std::mem::take(&mut partition.bytes);
        let folder = self.folders.root.join(name);
        let shown = self.folders.shown.join(name);
        fs::create_dir_all(&folder).map_err(|source| failed(&shown, source))?;
        let file = format!("part-{}.{}", partition.files, self.format.extension());
        partition.files += 1;
        let mut batches = held.into_iter().map(Ok);
        write_part(&folder.join(&file), |out| write(self.format, &self.schema, &mut batches, out, self.options))
            .map_err(|error| error.at(&shown.join(&file)))?;
        Ok(())
    }
}
