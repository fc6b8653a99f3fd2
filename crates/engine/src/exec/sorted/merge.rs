//! Sorted runs of a temporary file, read side by side: the least record of all comes next.

use std::cmp::Ordering;
use std::io;

use super::{FAILED, READ};
use crate::exec::sort_key;
use crate::exec::spill::Spill;

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
pub(super) struct Next {
    key: std::ops::Range<usize>,
    pub(super) text: std::ops::Range<usize>,
    /// The text is the number of a failure
    pub(super) failed: bool,
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
pub(super) struct Merge {
    spill: Spill,
    readers: Vec<Reader>,
    /// Readers that have a record, as a binary heap with the least on top
    heap: Vec<usize>,
    descending: bool,
}

impl Merge {
    pub(super) fn new(mut spill: Spill, runs: &[(u64, u64)], descending: bool) -> io::Result<Merge> {
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

    /// The next record, and the bytes that it lies in.
    pub(super) fn top(&self) -> Option<(Next, &[u8])> {
        let reader = &self.readers[*self.heap.first()?];
        Some((reader.peek(), &reader.buffer))
    }

    /// Leaves the record on top behind.
    pub(super) fn advance(&mut self) -> io::Result<()> {
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
