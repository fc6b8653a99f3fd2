//! SortBy: each record's key is read once, as bytes that can be compared, and kept with what the record needs at the end.
//!
//! Where nothing behind it looks at the records, that is the text they will be written as: then memory holds keys and texts, and
//! with a folder to spill to only so much of them, in sorted runs that are merged at the end. Otherwise the record stays in the heap, or,
//! with such a folder, its values are packed and go the same way.

mod drain;
mod handles;
mod merge;

use std::io;
use std::path::Path;

use crate::value::packed::Packer;
use crate::value::{Abrupt, Limit, Value};

use super::run::{Failure, Runner};
use super::sort_key;
use super::spill::Spill;
use super::stages::{Held, Keeps, Operation, StageCode};
pub(super) use drain::Draining;
use drain::{Source, put_place};
pub(super) use handles::Handles;
use merge::Merge;

/// How many records go by between two looks at the memory.
const LOOK: usize = 64;
/// Of the memory that a run may take, this part is a sorted run.
const RUN_SHARE: usize = 3;
/// The shortest run, whatever the budget: with less there is nothing to merge.
const SHORTEST_RUN: usize = 64 << 10;
/// How much of each run is read at a time.
const READ: usize = 64 << 10;
/// Texts of this length are failures to write one.
const FAILED: u32 = u32::MAX;
/// What stands before a packed record: its number, its offset, and what follows.
const PLACE: usize = 17;
/// What was packed
const PACKED: u8 = 0;
/// The number of a record in the heap, which could not be packed
const HELD: u8 = 1;

/// Where a record's key and text are.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The first bytes of the key: most pairs differ there
    prefix: u64,
    start: u64,
    key: u32,
    text: u32,
}

/// The records so far.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Keys and texts, one behind the other
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    /// Records in the heap, where these are no texts
    held: Vec<Held>,
    /// What went wrong where a text was to be written
    failures: Vec<Failure>,
    packer: Packer,
    spill: Option<Spill>,
    /// Sorted runs in it: where each begins, and its length
    runs: Vec<(u64, u64)>,
    charged: usize,
}

impl Sorted {
    fn bytes_held(&self) -> usize {
        // sorting moves entries about in place
        self.bytes.capacity() + self.entries.capacity() * size_of::<Entry>() + self.held.capacity() * size_of::<Held>()
    }

    fn key(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.start as usize..][..entry.key as usize]
    }

    fn push(&mut self, start: usize, key: usize, text: u32) {
        let mut prefix = [0; 8];
        let known = key.min(8);
        prefix[..known].copy_from_slice(&self.bytes[start..start + known]);
        self.entries.push(Entry {
            prefix: u64::from_be_bytes(prefix),
            start: start as u64,
            key: key as u32,
            text,
        });
    }

    /// Puts the records at hand in order; equal ones stay as they came.
    fn sort(&mut self, descending: bool) {
        let mut entries = std::mem::take(&mut self.entries);
        let missing = u64::from(u8::MAX) << 56;
        entries.sort_unstable_by(|a, b| {
            let by_prefix = match descending && a.prefix < missing && b.prefix < missing {
                true => b.prefix.cmp(&a.prefix),
                false => a.prefix.cmp(&b.prefix),
            };
            by_prefix
                .then_with(|| sort_key::compare(self.key(a), self.key(b), descending))
                .then_with(|| a.start.cmp(&b.start))
        });
        self.entries = entries;
    }

    /// Writes the records at hand as a sorted run.
    fn spill(&mut self, folder: &Path, descending: bool) -> io::Result<()> {
        self.sort(descending);
        let spill = match &mut self.spill {
            Some(spill) => spill,
            None => self.spill.insert(Spill::create(folder)?),
        };
        let mut text = Vec::with_capacity(READ + READ / 4);
        let mut begin = None;
        let mut len = 0;
        for entry in &self.entries {
            let text_len = if entry.text == FAILED { 4 } else { entry.text };
            text.extend_from_slice(&entry.key.to_le_bytes());
            text.extend_from_slice(&entry.text.to_le_bytes());
            let both = entry.key as usize + text_len as usize;
            text.extend_from_slice(&self.bytes[entry.start as usize..][..both]);
            if text.len() >= READ {
                len += text.len() as u64;
                begin.get_or_insert(spill.append(&text)?);
                text.clear();
            }
        }
        len += text.len() as u64;
        let at = spill.append(&text)?;
        self.runs.push((begin.unwrap_or(at), len));
        self.bytes.clear();
        self.entries.clear();
        Ok(())
    }
}

/// A disk that failed.
pub(super) fn failed_spill(error: &io::Error) -> Abrupt {
    Abrupt::Limit(Limit::Spill(error.kind()))
}

impl Runner<'_, '_> {
    /// Reads a record's key and keeps both.
    pub(super) fn sort_by(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        value: Value,
        key: Value,
    ) -> Result<(), Abrupt> {
        let state = &mut self.state.pipelines[pipeline].stages[position];
        let mut sorted = state.sorted.take().unwrap_or_default();
        let kept = self.keep_sorted(pipeline, stage, &mut sorted, value, key);
        self.state.pipelines[pipeline].stages[position].sorted = Some(sorted);
        kept
    }

    fn keep_sorted(
        &mut self,
        pipeline: usize,
        stage: &StageCode,
        sorted: &mut Sorted,
        value: Value,
        key: Value,
    ) -> Result<(), Abrupt> {
        let Operation::SortBy { keeps, descending } = stage.operation else {
            unreachable!("it is a SortBy")
        };
        let start = sorted.bytes.len();
        sort_key::write(&self.machine.heap, key, &mut sorted.bytes)?;
        let key = sorted.bytes.len() - start;
        let middle = sorted.bytes.len();
        let (record, offset) = self.state.pipelines[pipeline].place();
        let mut text = 4;
        if keeps == Keeps::Texts {
            let written = self.write_packed(value, &mut sorted.bytes);
            text = u32::try_from(sorted.bytes.len() - middle).unwrap_or(FAILED);
            if let Err(abrupt) = written {
                let number = sorted.failures.len() as u32;
                sorted.failures.push(self.failure(abrupt, stage.stage, record, offset));
                sorted.bytes.truncate(middle);
                sorted.bytes.extend_from_slice(&number.to_le_bytes());
                text = FAILED;
            } else if text == FAILED {
                return Err(Abrupt::Unsupported("a result of more than 4 GiB"));
            }
        } else if keeps == Keeps::Values {
            put_place(record, offset, PACKED, &mut sorted.bytes);
            let packed = sorted.packer.pack(&mut self.machine.heap, value, &mut sorted.bytes);
            if !matches!(packed, Ok(true)) {
                if let Err(abrupt) = packed
                    && !matches!(abrupt, Abrupt::Unsupported(_))
                {
                    return Err(abrupt);
                }
                sorted.bytes.truncate(middle + PLACE - 1);
                sorted.bytes.push(HELD);
                let number = sorted.held.len() as u32;
                sorted.held.push(Held { value, record, offset });
                sorted.bytes.extend_from_slice(&number.to_le_bytes());
                self.state.pipelines[pipeline].held = true;
            }
            text = u32::try_from(sorted.bytes.len() - middle).unwrap_or(FAILED);
            if text == FAILED {
                return Err(Abrupt::Unsupported("a record of more than 4 GiB"));
            }
        } else {
            let number = u32::try_from(sorted.held.len()).map_err(|_| Abrupt::Unsupported("2^32 records to sort"))?;
            sorted.held.push(Held { value, record, offset });
            sorted.bytes.extend_from_slice(&number.to_le_bytes());
            self.state.pipelines[pipeline].held = true;
        }
        sorted.push(start, key, text);
        if sorted.entries.len().is_multiple_of(LOOK) || sorted.bytes.len() - start > SHORTEST_RUN {
            self.weigh_sorted(sorted, keeps, descending)?;
        }
        Ok(())
    }

    /// The text that a record will be written as, without what stands between records.
    fn write_packed(&mut self, value: Value, out: &mut Vec<u8>) -> Result<(), Abrupt> {
        let (heap, serializer) = (&mut self.machine.heap, &mut self.state.serializer);
        if !serializer.write(heap, value, &[], 1, out)? {
            out.extend_from_slice(b"null");
        }
        Ok(())
    }

    /// Looks at what the records take, and spills them where that is too much and allowed.
    fn weigh_sorted(&mut self, sorted: &mut Sorted, keeps: Keeps, descending: bool) -> Result<(), Abrupt> {
        let executable = self.executable;
        if keeps != Keeps::Records
            && let Some(folder) = &executable.spill
        {
            let run = (executable.max_memory / RUN_SHARE).max(SHORTEST_RUN);
            if sorted.bytes.len() + sorted.entries.len() * size_of::<Entry>() > run {
                sorted.spill(folder, descending).map_err(|error| failed_spill(&error))?;
            }
            let held = sorted.held.capacity() * size_of::<Held>();
            return self.charge(held, &mut sorted.charged);
        }
        let bytes = sorted.bytes_held();
        self.charge(bytes, &mut sorted.charged)
    }

    /// Keeps a value with its place, by which the values are sorted.
    pub(super) fn keep_packed(
        &mut self,
        sorted: &mut Sorted,
        (record, offset): (u64, u64),
        value: Value,
    ) -> Result<(), Abrupt> {
        let start = sorted.bytes.len();
        sorted.bytes.push(0);
        sorted.bytes.extend_from_slice(&record.to_be_bytes());
        let middle = sorted.bytes.len();
        put_place(record, offset, PACKED, &mut sorted.bytes);
        if !sorted.packer.pack(&mut self.machine.heap, value, &mut sorted.bytes)? {
            return Err(Abrupt::Limit(Limit::Unspilled));
        }
        let text = u32::try_from(sorted.bytes.len() - middle)
            .map_err(|_| Abrupt::Unsupported("a record of more than 4 GiB"))?;
        sorted.push(start, middle - start, text);
        self.weigh_sorted(sorted, Keeps::Values, false)
    }

    /// All records are there. Those in the heap come back in order; others wait to be drained.
    pub(super) fn finish_sorted(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
    ) -> Result<Vec<Held>, Abrupt> {
        let Operation::SortBy { keeps, descending } = stage.operation else {
            unreachable!("it is a SortBy")
        };
        let state = &mut self.state.pipelines[pipeline].stages[position];
        let mut sorted = *state.sorted.take().unwrap_or_default();
        if keeps == Keeps::Records {
            let bytes = sorted.bytes_held();
            self.charge(bytes, &mut sorted.charged)?;
            sorted.sort(descending);
            self.state.reserved -= sorted.charged;
            let held = sorted.entries.iter().map(|entry| {
                let at = entry.start as usize + entry.key as usize;
                let number = &sorted.bytes[at..at + 4];
                sorted.held[u32::from_le_bytes([number[0], number[1], number[2], number[3]]) as usize]
            });
            return Ok(held.collect());
        }
        self.make_ready(sorted, keeps, position, descending)?;
        Ok(Vec::new())
    }

    /// Sorts what is kept, which then waits to be drained.
    pub(super) fn make_ready(
        &mut self,
        mut sorted: Sorted,
        keeps: Keeps,
        position: usize,
        descending: bool,
    ) -> Result<(), Abrupt> {
        let mut source = Source::Entries(0);
        if !sorted.runs.is_empty()
            && let Some(folder) = &self.executable.spill
        {
            let made = sorted.spill(folder, descending).and_then(|()| {
                sorted.bytes = Vec::new();
                sorted.entries = Vec::new();
                let spill = sorted.spill.take();
                let spill = spill.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
                Merge::new(spill, &sorted.runs, descending)
            });
            source = Source::Merge(made.map_err(|error| failed_spill(&error))?);
        } else {
            sorted.sort(descending);
        }
        self.state.draining = Some(Box::new(Draining {
            records: sorted,
            source,
            keeps,
            passed: 0,
            from: position + 1,
            bytes: Vec::new(),
        }));
        Ok(())
    }
}
