//! Objects of which some fields are read while all of them is passed over.

use super::keys::Key;
use super::{Frame, Walker};

/// An object whose fields go to slots while all of it is passed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    /// Where it begins
    pub start: u64,
    /// Where its last token ended
    pub end: u64,
    /// So far it is what JSON.stringify would write
    pub canonical: bool,
    /// Its keys by number
    pub seen: u128,
}

impl Whole {
    /// A token or a value inside: from where to where, and whether it is canonical itself.
    #[inline(always)]
    pub fn token(&mut self, at: u64, end: u64, canonical: bool) {
        // Canonical text has no white space: each token begins where the one before ended.
        self.canonical &= canonical & (at == self.end);
        self.end = end;
    }

    /// A known key that begins there; whether what is seen of its member is canonical. The caller says where that ended.
    #[inline(always)]
    pub fn member(&mut self, at: u64, key: &Key, canonical: bool) {
        self.canonical &= canonical & (at == self.end) & !key.is_index & (self.seen & key.bit == 0);
        self.seen |= key.bit;
    }

    /// A key, if it is one that is remembered.
    #[inline(always)]
    pub fn key(&mut self, key: Option<&Key>) {
        let Some(key) = key else {
            self.canonical = false;
            return;
        };
        self.canonical &= !key.is_index & (self.seen & key.bit == 0);
        self.seen |= key.bit;
    }
}

impl<V: Copy> Walker<V> {
    /// Whether the innermost container is an object that is wanted whole.
    #[inline(always)]
    pub(super) fn in_whole(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Fields { whole: true, .. }))
    }

    /// Notes a token or value of an object that is wanted whole.
    #[inline(always)]
    pub(super) fn track(&mut self, at: u64, end: u64, canonical: bool) {
        if let (true, Some(whole)) = (self.in_whole(), self.wholes.last_mut()) {
            whole.token(at, end, canonical);
        }
    }

    /// Notes a container inside, whose beginning was noted before.
    #[inline(always)]
    pub(super) fn track_end(&mut self, end: u64, canonical: bool) {
        if let (true, Some(whole)) = (self.in_whole(), self.wholes.last_mut()) {
            whole.canonical &= canonical;
            whole.end = end;
        }
    }
}
