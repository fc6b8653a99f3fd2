//! What is handed over as it stands: whether JSON.stringify would write its text so.

use super::keys::Seen;
use super::skip::Skipping;
use super::{Frame, Slots, State, WalkError, Walker};

/// Follows where text is not canonical, that is, not what JSON.stringify would write. Offsets count from the very start.
///
/// One place tells it for all containers around and to come: a container is canonical if nothing was wrong since it began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Trace {
    /// Where the last token ended
    pub end: u64,
    /// Behind the last place that is not canonical
    pub flaw: u64,
}

impl Trace {
    /// A token or a value: from where to where, and whether it is canonical itself.
    #[inline(always)]
    pub fn token(&mut self, at: u64, end: u64, canonical: bool) {
        self.follows(at);
        if !canonical {
            self.flaw = at + 1;
        }
        self.end = end;
    }

    /// Canonical text has no white space: each token begins where the one before ended.
    #[inline(always)]
    pub fn follows(&mut self, at: u64) {
        if at != self.end {
            self.flaw = at;
        }
    }

    /// Whether a container that began there is canonical so far.
    #[inline(always)]
    pub fn is_canonical(self, start: u64) -> bool {
        self.flaw <= start
    }
}

/// An object whose fields go to slots while all of it is passed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    /// Where it begins
    pub start: u64,
    /// It will be written: it is asked whether it is canonical
    pub output: bool,
    /// Its keys by number
    pub seen: Seen,
}

impl<V: Copy> Walker<V> {
    /// Whether the innermost container is an object that is wanted whole.
    #[inline(always)]
    pub(super) fn in_whole(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Fields { whole: true, .. }))
    }

    /// An object that is wanted whole begins, and its fields go to slots from `first` on.
    pub(super) fn begin_whole(&mut self, start: u64, output: bool) {
        if self.wholes.is_empty() {
            self.skip.trace.flaw = 0;
        }
        self.skip.trace.end = start + 1;
        self.wholes.push(Whole {
            start,
            output,
            seen: Seen::NONE,
        });
    }

    /// It ends with the brace there.
    #[inline(always)]
    pub(super) fn end_whole<S: Slots<Value = V>>(
        &mut self,
        object: u32,
        at: u64,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        let whole = self.wholes.pop().expect("whole frames have one");
        self.skip.trace.token(at, at + 1, true);
        let canonical = whole.output && self.skip.trace.is_canonical(whole.start);
        let len = (at + 1 - whole.start) as usize;
        slots
            .end_whole(object, whole.start, len, canonical)
            .map_err(WalkError::Slots)
    }

    /// A container that begins at `start` is passed over; its bracket is consumed.
    pub(super) fn begin_skip(&mut self, mode: Skipping, start: u64, array: bool, kind: u32) {
        if self.wholes.is_empty() {
            self.skip.trace.flaw = 0;
        }
        self.skip
            .begin(mode, start, array, kind, self.max_depth - self.frames.len());
        self.state = State::Skip;
    }

    /// Notes a token or value of an object that is wanted whole.
    #[inline(always)]
    pub(super) fn track(&mut self, at: u64, end: u64, canonical: bool) {
        if self.in_whole() {
            self.skip.trace.token(at, end, canonical);
        }
    }

    /// Notes a key of an object that is wanted whole, if it is one that is remembered.
    pub(super) fn track_key(&mut self, key: u32) {
        let Some(whole) = self.wholes.last_mut() else { return };
        if self.keys.key(key).is_none_or(|key| whole.seen.add(key.number)) {
            self.skip.trace.flaw = self.skip.trace.end;
        }
    }
}
