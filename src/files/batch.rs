//! Bytes of files, in memory that is used again.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;

/// Some bytes of files. Its memory is filled with zeros only once.
#[derive(Default)]
pub(crate) struct Batch {
    memory: Vec<u8>,
    /// Where in it they are
    bytes: Range<usize>,
}

impl AsRef<[u8]> for Batch {
    fn as_ref(&self) -> &[u8] {
        &self.memory[self.bytes.clone()]
    }
}

impl Batch {
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        self.memory.truncate(self.bytes.end);
        self.memory.drain(..self.bytes.start);
        self.memory
    }

    /// Holds these bytes and no others.
    pub(crate) fn begin(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes = 0..0;
        self.grow(bytes.len())?;
        self.memory[..bytes.len()].copy_from_slice(bytes);
        self.bytes = 0..bytes.len();
        Ok(())
    }

    /// Makes room for so many bytes in all.
    fn grow(&mut self, length: usize) -> io::Result<()> {
        let more = (self.bytes.start + length).saturating_sub(self.memory.len());
        let reserved = self.memory.try_reserve_exact(more);
        reserved.map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        self.memory.resize(self.memory.len() + more, 0);
        Ok(())
    }

    /// Appends a byte.
    pub(crate) fn push(&mut self, byte: u8) -> io::Result<()> {
        self.grow(self.len() + 1)?;
        self.memory[self.bytes.end] = byte;
        self.bytes.end += 1;
        Ok(())
    }

    /// Reads on until there are so many bytes in all, or the file ends.
    pub(crate) fn read(&mut self, file: &mut File, length: usize) -> io::Result<()> {
        self.fill(length, |memory, _| file.read(memory))
    }

    /// Reads on, from a place in the file on, until there are so many bytes in all, or the file ends. The file may stand anywhere after it.
    pub(crate) fn read_at(&mut self, file: &File, at: u64, length: usize) -> io::Result<()> {
        self.fill(length, |memory, read| read_at(file, memory, at + read as u64))
    }

    /// Reads by calls that are told how much they have read so far.
    fn fill(&mut self, length: usize, mut read: impl FnMut(&mut [u8], usize) -> io::Result<usize>) -> io::Result<()> {
        self.grow(length)?;
        let begun = self.bytes.end;
        let end = self.bytes.start + length;
        while self.bytes.end < end {
            match read(&mut self.memory[self.bytes.end..end], self.bytes.end - begun) {
                Ok(0) => break,
                Ok(read) => self.bytes.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Removes some bytes behind `from`.
    pub(crate) fn remove(&mut self, from: usize, bytes: usize) {
        let from = self.bytes.start + from;
        self.memory.copy_within(from + bytes..self.bytes.end, from);
        self.bytes.end -= bytes;
    }

    /// Keeps the first bytes only.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.bytes.end = self.bytes.end.min(self.bytes.start + length);
    }

    /// How many bytes have been forgotten at its front.
    pub(crate) fn offset(&self) -> usize {
        self.bytes.start
    }

    /// Forgets the first bytes.
    pub(crate) fn skip(&mut self, bytes: usize) {
        self.bytes.start = self.bytes.end.min(self.bytes.start + bytes);
    }
}

#[cfg(unix)]
fn read_at(file: &File, memory: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, memory, at)
}

#[cfg(windows)]
fn read_at(file: &File, memory: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, memory, at)
}
