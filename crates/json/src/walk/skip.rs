//! Passing over a container: every byte is checked, nothing is built.

mod careful;
mod layout;
mod tracking;

use super::cursor::{Cursor, Unit};
use super::keys::{Keys, NONE, Seen};
use super::outcome::WalkError;
use super::pass::{Expect, Nest, pass, pass_over};
use super::whole::Trace;
use crate::projection::Node;
use tracking::Tracking;

pub(super) use layout::Layout;

/// What to do with the container being passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Skipping {
    /// Check only
    Check,
    /// Hand it over raw
    Raw,
    /// Hand it over raw, and find out whether it is canonical
    Canonical,
    /// Find out whether it is canonical, for the sake of the object around it
    Verify,
    /// Write what JSON.stringify would write
    Rewrite,
}

impl Skipping {
    /// What a container is passed over for of which `node` is wanted; whether it stands in an object that is wanted whole.
    #[inline]
    pub fn of(node: &Node, in_whole: bool) -> Skipping {
        match node {
            node if node.is_skipped() && in_whole => Skipping::Verify,
            node if node.is_skipped() => Skipping::Check,
            node if node.output => Skipping::Canonical,
            _ => Skipping::Raw,
        }
    }

    /// It is found out whether the text is canonical.
    #[inline(always)]
    fn tracks(self) -> bool {
        matches!(self, Skipping::Canonical | Skipping::Verify | Skipping::Rewrite)
    }
}

/// Objects with more keys that [`Keys`] does not remember count as not canonical: they are rewritten key by key.
const CANONICAL_KEYS: usize = 96;

/// The state of passing over a container.
#[derive(Debug)]
pub(super) struct Skip {
    pub mode: Skipping,
    pub start: u64,
    pub array: bool,
    /// Where they are not what JSON.stringify would write
    pub trace: Trace,
    /// JSON.stringify would write all members in the order in which they stand
    pub tidy: bool,
    /// Expected next
    expect: Expect,
    /// Open containers, innermost last
    open: Vec<Open>,
    /// Signature and place of the keys of open objects that are not remembered
    strange: Vec<(u64, u64, u32)>,
    /// How many of them may be open
    max_depth: usize,
    /// The text has been checked before: what cannot be rewritten need not be read to its end
    pub checked: bool,
    /// How and where it is rewritten
    pub layout: Layout,
    /// Everything goes the careful way: the oracle in tests.
    #[cfg(test)]
    pub is_careful: bool,
}

/// A container being passed over.
#[derive(Clone, Copy, Debug)]
struct Open {
    array: bool,
    /// The place of its objects, or of those in it
    kind: u32,
    /// Its last key
    last: u32,
    /// Its remembered keys by number
    seen: Seen,
    /// Where its other keys begin
    strange: u32,
}

impl Skip {
    pub fn new() -> Skip {
        Skip {
            mode: Skipping::Check,
            start: 0,
            array: false,
            trace: Trace::default(),
            tidy: true,
            expect: Expect::Value,
            open: Vec::new(),
            strange: Vec::new(),
            max_depth: 0,
            checked: false,
            layout: Layout::default(),
            #[cfg(test)]
            is_careful: false,
        }
    }

    /// Forgets an unfinished container.
    pub fn clear(&mut self) {
        self.open.clear();
        self.strange.clear();
    }

    /// A container begins whose bracket, at `start`, is consumed.
    pub fn begin(&mut self, mode: Skipping, start: u64, array: bool, kind: u32, max_depth: usize) {
        self.mode = mode;
        self.max_depth = max_depth;
        self.start = start;
        self.array = array;
        self.tidy = mode.tracks();
        if !mode.tracks() {
            // Nobody knows then.
            self.trace.flaw = start;
        }
        self.trace.end = start + 1;
        self.clear();
        if mode == Skipping::Rewrite {
            self.layout.bracket(if array { b'[' } else { b'{' });
        }
        self.push(array, kind);
    }

    /// Checks up to the container's end, and returns the offset behind it.
    pub fn run<E>(&mut self, cursor: &mut Cursor<'_>, keys: &mut Keys) -> Result<Unit<u64>, WalkError<E>> {
        loop {
            self.run_ordinary(cursor, keys);
            let in_vain = self.mode == Skipping::Rewrite && !self.tidy;
            if self.open.is_empty() || (in_vain && self.checked) {
                return Ok(Unit::Seen(self.trace.end));
            }
            if in_vain {
                self.mode = Skipping::Canonical;
                self.layout.out = Vec::new();
            }
            let Unit::Seen(()) = self.careful(cursor, keys)? else {
                return Ok(Unit::More);
            };
            if self.open.is_empty() {
                return Ok(Unit::Seen(self.trace.end));
            }
        }
    }

    /// As far as the text is ordinary.
    fn run_ordinary(&mut self, cursor: &mut Cursor<'_>, keys: &mut Keys) {
        #[cfg(test)]
        if self.is_careful {
            return;
        }
        let origin = cursor.scanner.base;
        let Some(text) = cursor.input.get(origin..) else { return };
        let offset = cursor.base + origin as u64;
        let mut next = cursor.scanner.cursor;
        self.run_over(text, &cursor.scanner.tokens, &mut next, offset, keys);
        cursor.scanner.cursor = next;
    }

    /// The same over the tokens that there are; `next` is the first of them. The text begins at `offset`.
    pub fn run_over(&mut self, text: &[u8], tokens: &[u32], next: &mut usize, offset: u64, keys: &mut Keys) {
        if self.open.len() > Nest::DEEPEST as usize {
            return;
        }
        let mut nest = Nest::default();
        self.open.iter().for_each(|open| nest.push(open.array));
        match self.mode {
            Skipping::Check | Skipping::Raw => {
                let first = *next;
                let expect = pass_over(text, tokens, next, &mut nest, self.max_depth, self.expect);
                if *next > first {
                    // Its last token was a bracket, if the container is over.
                    self.trace.end = offset + u64::from(tokens[*next - 1]) + 1;
                }
                self.unfold(nest, expect);
            }
            Skipping::Canonical | Skipping::Verify => self.track::<false>(text, tokens, next, (offset, nest), keys),
            Skipping::Rewrite => self.track::<true>(text, tokens, next, (offset, nest), keys),
        }
    }

    /// The same for a container that has just begun.
    #[inline(always)]
    pub fn run_first(&mut self, text: &[u8], tokens: &[u32], next: &mut usize, offset: u64, keys: &mut Keys) {
        if matches!(self.mode, Skipping::Canonical | Skipping::Verify) {
            let mut nest = Nest::default();
            nest.push(self.array);
            self.track::<false>(text, tokens, next, (offset, nest), keys);
        } else {
            self.run_over(text, tokens, next, offset, keys);
        }
    }

    /// Goes over ordinary text, and finds out whether it is canonical; or writes canonical text.
    fn track<const WRITES: bool>(
        &mut self,
        text: &[u8],
        tokens: &[u32],
        next: &mut usize,
        (offset, mut nest): (u64, Nest),
        keys: &mut Keys,
    ) {
        let (expect, deepest) = (self.expect, self.max_depth);
        let Some(mut tracking) = Tracking::<WRITES>::new(self, offset, keys) else {
            return;
        };
        let expect = pass(text, tokens, next, (&mut nest, deepest, expect), keys, &mut tracking);
        tracking.end();
        self.expect = expect;
    }

    /// Begins inside a container that is only checked and starts at `start`.
    pub fn go_on(&mut self, start: u64, nest: Nest, expect: Expect, max_depth: usize) {
        self.begin(Skipping::Check, start, false, NONE, max_depth);
        self.unfold(nest, expect);
    }

    /// Notes which containers are open.
    fn unfold(&mut self, mut nest: Nest, expect: Expect) {
        self.open.clear();
        while let Some(array) = nest.pop() {
            self.open.push(Open {
                array,
                kind: NONE,
                last: NONE,
                seen: Seen::NONE,
                strange: 0,
            });
        }
        self.open.reverse();
        self.expect = expect;
    }

    /// The offset behind the container that has ended.
    #[inline]
    pub fn end(&self) -> u64 {
        self.trace.end
    }

    /// It is surely what JSON.stringify would write.
    #[inline]
    pub fn is_canonical(&self) -> bool {
        self.mode.tracks() && self.tidy && self.trace.is_canonical(self.start)
    }

    /// The container has ended.
    #[inline]
    pub fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    #[inline(always)]
    fn push(&mut self, array: bool, kind: u32) {
        self.open.push(Open {
            array,
            kind,
            last: NONE,
            seen: Seen::NONE,
            strange: self.strange.len() as u32,
        });
        self.expect = if array { Expect::FirstElement } else { Expect::FirstKey };
    }

    #[inline(always)]
    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.strange.truncate(open.strange as usize);
        }
        self.expect = Expect::AfterValue;
    }

    /// Whether the innermost container is an array.
    #[inline(always)]
    fn in_array(&self) -> bool {
        self.open.last().is_some_and(|open| open.array)
    }

    /// The place of the objects that are the next value.
    #[inline(always)]
    fn next_kind(&self, keys: &mut Keys) -> u32 {
        match self.open.last() {
            Some(open) if open.array => open.kind,
            Some(open) => keys.child(open.last),
            None => NONE,
        }
    }
}
