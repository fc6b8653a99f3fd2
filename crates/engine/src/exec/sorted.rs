//! SortBy: each record's key is read once, as bytes that can be compared, and kept with what the record needs at the end.
//!
//! Where nothing behind it looks at the records, that is the text they will be written as: then memory holds keys and texts, and
//! with a folder to spill to only so much of them, in sorted runs that are merged at the end. Otherwise the record stays in the heap.

use std::cmp::Ordering;
use std::io;
use std::path::Path;

use crate::value::{Abrupt, Limit, Value};

use super::run::{Failure, Runner, WriteFailure};
use super::sort_key;
use super::spill::Spill;
use super::stages::{Held, Operation, StageCode};

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

/// A sorted run that is being read.
#[derive(Debug)]
struct Reader {
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    /// Where the next record begins in the buffer
    next: usize,
}

/// A record in a reader's buffer.
struct Next {
    key: std::ops::Range<usize>,
    text: std::ops::Range<usize>,
    failed: bool,
}

impl Reader {
    /// Makes sure that the buffer has so many bytes from the next record on; false at the end.
    fn fill(&mut self, spill: &mut Spill, wanted: usize) -> io::Result<bool> {
        if self.buffer.len() - self.next >= wanted {
            return Ok(true);
        }
        self.buffer.drain(..self.next);
        self.next = 0;
        let missing = wanted - self.buffer.len();
        let count = (self.end - self.at).min(missing.max(READ) as u64);
        spill.read(self.at, count as usize, &mut self.buffer)?;
        self.at += count;
        Ok(self.buffer.len() >= wanted)
    }

    /// Makes sure that the next record is there; false where there is none.
    fn load(&mut self, spill: &mut Spill) -> io::Result<bool> {
        if !self.fill(spill, 8)? {
            return Ok(false);
        }
        let end = self.peek().text.end;
        self.fill(spill, end - self.next)
    }

    fn peek(&self) -> Next {
        let number = |at: usize| {
            let bytes = &self.buffer[at..at + 4];
            u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
        };
        let (key, text) = (number(self.next), number(self.next + 4));
        let failed = text == FAILED;
        let start = self.next + 8;
        let middle = start + key as usize;
        Next {
            key: start..middle,
            text: middle..middle + if failed { 4 } else { text as usize },
            failed,
        }
    }

    fn key(&self) -> &[u8] {
        &self.buffer[self.peek().key]
    }
}

/// Sorted runs that are being merged.
#[derive(Debug)]
struct Merge {
    spill: Spill,
    readers: Vec<Reader>,
    /// Readers that have a record, as a binary heap with the least on top
    heap: Vec<usize>,
    descending: bool,
}

impl Merge {
    fn new(mut spill: Spill, runs: &[(u64, u64)], descending: bool) -> io::Result<Merge> {
        let mut readers = Vec::with_capacity(runs.len());
        let mut heap = Vec::with_capacity(runs.len());
        for &(at, len) in runs {
            let mut reader = Reader {
                at,
                end: at + len,
                buffer: Vec::new(),
                next: 0,
            };
            if reader.load(&mut spill)? {
                heap.push(readers.len());
            }
            readers.push(reader);
        }
        let mut merge = Merge {
            spill,
            readers,
            heap,
            descending,
        };
        for at in (0..merge.heap.len() / 2).rev() {
            merge.sift(at);
        }
        Ok(merge)
    }

    /// Earlier runs have earlier records: among equal keys they come first.
    fn less(&self, a: usize, b: usize) -> bool {
        let keys = sort_key::compare(self.readers[a].key(), self.readers[b].key(), self.descending);
        keys.then(a.cmp(&b)) == Ordering::Less
    }

    fn sift(&mut self, mut at: usize) {
        loop {
            let mut least = at;
            for child in [2 * at + 1, 2 * at + 2] {
                if child < self.heap.len() && self.less(self.heap[child], self.heap[least]) {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            self.heap.swap(at, least);
            at = least;
        }
    }

    /// Leaves the record on top behind.
    fn advance(&mut self) -> io::Result<()> {
        let top = self.heap[0];
        let reader = &mut self.readers[top];
        reader.next = reader.peek().text.end;
        if !reader.load(&mut self.spill)? {
            self.heap.swap_remove(0);
            self.readers[top].buffer = Vec::new();
        }
        self.sift(0);
        Ok(())
    }
}

/// Sorted records on their way out.
#[derive(Debug)]
pub(super) struct Draining {
    records: Sorted,
    merge: Option<Merge>,
    /// The next record, where they are in memory
    next: usize,
    /// How many have gone by
    passed: u64,
    /// The first stage behind them
    from: usize,
}

/// A disk that failed.
fn failed_spill(error: &io::Error) -> Abrupt {
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
        let Operation::SortBy { packs, descending } = stage.operation else {
            unreachable!("it is a SortBy")
        };
        let start = sorted.bytes.len();
        sort_key::write(&self.machine.heap, key, &mut sorted.bytes)?;
        let key = sorted.bytes.len() - start;
        let middle = sorted.bytes.len();
        let (record, offset) = self.state.pipelines[pipeline].place();
        let mut text = 4;
        if packs {
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
        } else {
            let number = u32::try_from(sorted.held.len()).map_err(|_| Abrupt::Unsupported("2^32 records to sort"))?;
            sorted.held.push(Held { value, record, offset });
            sorted.bytes.extend_from_slice(&number.to_le_bytes());
            self.state.pipelines[pipeline].held = true;
        }
        sorted.push(start, key, text);
        if sorted.entries.len().is_multiple_of(LOOK) || sorted.bytes.len() - start > SHORTEST_RUN {
            self.weigh_sorted(sorted, packs, descending)?;
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
    fn weigh_sorted(&mut self, sorted: &mut Sorted, packs: bool, descending: bool) -> Result<(), Abrupt> {
        let executable = self.executable;
        if packs && let Some(folder) = &executable.spill {
            let run = (executable.max_memory / RUN_SHARE).max(SHORTEST_RUN);
            if sorted.bytes.len() + sorted.entries.len() * size_of::<Entry>() > run {
                sorted.spill(folder, descending).map_err(|error| failed_spill(&error))?;
            }
            return Ok(());
        }
        let bytes = sorted.bytes_held();
        self.charge(bytes, &mut sorted.charged)
    }

    /// All records are there. Those in the heap come back in order; texts wait to be drained.
    pub(super) fn finish_sorted(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
    ) -> Result<Vec<Held>, Abrupt> {
        let Operation::SortBy { packs, descending } = stage.operation else {
            unreachable!("it is a SortBy")
        };
        let state = &mut self.state.pipelines[pipeline].stages[position];
        let mut sorted = *state.sorted.take().unwrap_or_default();
        if !packs {
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
        let mut merge = None;
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
            merge = Some(made.map_err(|error| failed_spill(&error))?);
        } else {
            sorted.sort(descending);
        }
        self.state.draining = Some(Box::new(Draining {
            records: sorted,
            merge,
            next: 0,
            passed: 0,
            from: position + 1,
        }));
        Ok(Vec::new())
    }

    /// Writes sorted texts until the output has so many bytes; whether that was all.
    pub(super) fn drain(&mut self, bytes: usize) -> Result<bool, Failure> {
        let Some(mut draining) = self.state.draining.take() else {
            return Ok(true);
        };
        let is_done = self.drain_from(&mut draining, bytes);
        if matches!(is_done, Ok(false)) {
            self.state.draining = Some(draining);
        } else {
            self.state.reserved -= draining.records.charged;
        }
        is_done
    }

    fn drain_from(&mut self, draining: &mut Draining, bytes: usize) -> Result<bool, Failure> {
        let executable = self.executable;
        let last = executable.pipelines[0].len();
        let Draining {
            records,
            merge,
            next,
            passed,
            from,
        } = draining;
        while self.state.out.len() < bytes {
            let (text, failed) = match merge {
                None => {
                    let Some(entry) = records.entries.get(*next) else {
                        return Ok(true);
                    };
                    *next += 1;
                    let failed = entry.text == FAILED;
                    let len = if failed { 4 } else { entry.text as usize };
                    let at = entry.start as usize + entry.key as usize;
                    (&records.bytes[at..at + len], failed)
                }
                Some(merge) => {
                    let Some(&top) = merge.heap.first() else {
                        return Ok(true);
                    };
                    let record = merge.readers[top].peek();
                    (&merge.readers[top].buffer[record.text], record.failed)
                }
            };
            // Only slices stand behind it.
            let behind = &executable.pipelines[0][*from..];
            let kept = behind.iter().try_fold(*passed, |at, stage| match stage.operation {
                Operation::Slice { start, end } if (at as f64) < start || at as f64 >= end => None,
                Operation::Slice { start, .. } => Some(at - start as u64),
                _ => Some(at),
            });
            *passed += 1;
            if kept.is_some() {
                if failed {
                    let number = u32::from_le_bytes([text[0], text[1], text[2], text[3]]);
                    let failure = records.failures[number as usize].clone();
                    self.fail(0, last, failure)?;
                    return Ok(true);
                }
                match self.write_text(0, text) {
                    Ok(()) => {}
                    Err(WriteFailure::Abrupt(abrupt)) => {
                        let stage = executable.pipelines[0].last().map_or(0, |stage| stage.stage);
                        let failure = self.failure(abrupt, stage, 0, 0);
                        self.fail(0, last, failure)?;
                        return Ok(true);
                    }
                    Err(WriteFailure::NotText(_)) => unreachable!("JSON is written"),
                }
            }
            if let Some(merge) = merge {
                merge
                    .advance()
                    .map_err(|error| Failure::Limit(Limit::Spill(error.kind())))?;
            }
        }
        Ok(false)
    }
}
