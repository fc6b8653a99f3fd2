//! The text that a run over slices holds: valid UTF-8, and where in the bytes as they came it lies.

use std::borrow::Cow;

use jsonmill_json::{repair, wtf8};

use super::run::Run;
use super::strict;
use super::whole::BOM;

/// Bytes of U+FFFD.
pub(super) const REPLACEMENT: u64 = 3;

/// A place where invalid UTF-8 was replaced.
#[derive(Clone, Copy, Debug)]
pub(super) struct Repair {
    /// Offset of the replacement in the repaired text
    pub(super) at: u64,
    /// Bytes it is longer than what it replaces
    added: i64,
    /// What it replaces, at the front
    bytes: [u8; REPLACEMENT as usize],
}

impl Repair {
    /// What it replaces.
    pub(super) fn bytes(&self) -> &[u8] {
        let length = REPLACEMENT.saturating_add_signed(-self.added) as usize;
        &self.bytes[..length.min(self.bytes.len())]
    }
}

/// Live bytes further back than this are copied out of the buffer, so that it stays short.
const KEEP: u64 = 1 << 20;

/// So many bytes before a place are enough to show it.
const SHOWN: u64 = 1 << 10;

impl Run {
    /// The byte that came where the walk saw a replacement character.
    pub(super) fn replaced(&self, offset: u64) -> Option<u8> {
        let repair = self.repairs.iter().find(|repair| repair.at == offset);
        repair.map(|repair| repair.bytes[0])
    }

    /// Appends a slice as valid UTF-8. A character that is cut off waits for its rest. Gives the offset of what may not be
    /// replaced, if there is any: the text ends with it.
    pub(super) fn append(&mut self, slice: &[u8], last: bool) -> Option<u64> {
        let joined;
        let mut bytes = slice;
        if !self.partial.is_empty() {
            joined = [&self.partial, slice].concat();
            bytes = &joined;
        }
        let whole = if last {
            bytes.len()
        } else {
            bytes.len() - cut_off(bytes)
        };
        let (now, later) = bytes.split_at(whole);
        let later = later.to_vec();
        let mut now = now;
        if !self.begun && !now.is_empty() {
            self.begun = true;
            if self.pipeline.options.strip_bom && now.starts_with(BOM) {
                now = &now[BOM.len()..];
                self.base += BOM.len() as u64;
            }
        }
        if let Some(at) = strict::invalid(&self.pipeline, now) {
            self.buffer.extend_from_slice(&now[..at]);
            let offset = self.base + self.buffer.len() as u64;
            self.buffer.extend_from_slice(&strict::STOP);
            return Some(offset);
        }
        let valid = repair::to_valid_utf8(now);
        if let Cow::Owned(repaired) = &valid {
            debug_assert!(repaired.len() >= now.len());
            self.note_repairs(now);
        }
        self.buffer.extend_from_slice(&valid);
        self.partial = later;
        None
    }

    /// Notes where a slice that is about to be appended has invalid UTF-8.
    fn note_repairs(&mut self, slice: &[u8]) {
        let mut at = self.base + self.buffer.len() as u64;
        for chunk in slice.utf8_chunks() {
            at += chunk.valid().len() as u64;
            let invalid = chunk.invalid();
            if !invalid.is_empty() {
                let added = REPLACEMENT as i64 - invalid.len() as i64;
                let mut bytes = [0; REPLACEMENT as usize];
                bytes[..invalid.len()].copy_from_slice(invalid);
                self.repairs.push(Repair { at, added, bytes });
                at += REPLACEMENT;
            }
        }
    }

    /// Finds out where a failure that waits lies in the bytes as they came, while that is known.
    pub(super) fn note_failure(&mut self) {
        let waiting = self.session.state.failure_offset();
        if let Some(offset) = waiting.filter(|&offset| offset >= self.base) {
            self.waiting = Some((offset, self.original(offset)));
        }
    }

    /// Where an offset of the repaired text lies in the bytes as they came.
    pub(super) fn original(&self, offset: u64) -> u64 {
        if let Some((_, original)) = self.waiting.filter(|(waiting, _)| *waiting == offset) {
            return original;
        }
        if offset < self.base && self.pipeline.names_gone_records() {
            let before = self.gone.partition_point(|&(at, _)| at < offset);
            let added = before.checked_sub(1).map_or(0, |last| self.gone[last].1);
            return offset.saturating_add_signed(-added);
        }
        let before = self.repairs.iter().take_while(|repair| repair.at < offset);
        let added: i64 = before.map(|repair| repair.added).sum();
        offset.saturating_add_signed(-(self.added + added))
    }

    /// Drops the bytes that nothing points to any more.
    pub(super) fn forget(&mut self) {
        let end = self.base + self.buffer.len() as u64;
        let mut keep = self.session.keep_from(self.base, end);
        if end - keep > KEEP {
            self.session.detach(&self.pipeline, &self.buffer, self.base);
            keep = self.session.keep_from(self.base, end);
        }
        if self.session.walker.lets_go() {
            // Errors show what stands before them.
            keep = keep.saturating_sub(SHOWN).max(self.base);
        }
        self.drop_front((keep - self.base) as usize);
    }

    /// Drops bytes at the front of the buffer.
    pub(super) fn drop_front(&mut self, n: usize) {
        if n > 0 {
            let keep = self.base + n as u64;
            let dropped = &self.buffer[..n];
            self.lines += memchr::memchr_iter(b'\n', dropped).count() as u64;
            self.columns = match memchr::memrchr(b'\n', dropped) {
                Some(newline) => wtf8::utf16_len(&dropped[newline + 1..]) as u64,
                None => self.columns + wtf8::utf16_len(dropped) as u64,
            };
            let gone = self.repairs.iter().take_while(|repair| repair.at < keep).count();
            let keeps = self.pipeline.names_gone_records();
            for repair in self.repairs.drain(..gone) {
                self.added += repair.added;
                if keeps {
                    self.gone.push((repair.at, self.added));
                }
            }
            self.buffer.drain(..n);
            self.session.scanner.drop_front(n);
            self.base = keep;
        }
    }
}

/// How many bytes at the end are the beginning of a character that may go on.
fn cut_off(bytes: &[u8]) -> usize {
    for back in 1..=bytes.len().min(3) {
        let byte = bytes[bytes.len() - back];
        if byte & 0xC0 == 0x80 {
            continue;
        }
        let wanted = match byte {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 1,
        };
        return if wanted > back { back } else { 0 };
    }
    0
}
