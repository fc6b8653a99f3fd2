//! Passing over a container: every byte is checked, nothing is built.

mod careful;
mod fast;
mod layout;

use super::cursor::{Cursor, Unit};
use super::keys::{Keys, NONE};
use super::outcome::WalkError;
use super::pass::{Expect, Nest, pass_over};

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

/// Objects with more keys that [`Keys`] does not remember count as not canonical: they are rewritten key by key.
const CANONICAL_KEYS: usize = 96;

/// The state of passing over a container.
#[derive(Debug)]
pub(super) struct Skip {
    pub mode: Skipping,
    pub start: u64,
    pub array: bool,
    /// The bytes are what JSON.stringify would write
    pub canonical: bool,
    /// JSON.stringify would write all members in the order in which they stand
    pub tidy: bool,
    /// Expected next
    expect: Expect,
    /// Open containers, innermost last
    open: Vec<Open>,
    /// Signature and place of the keys of open objects that are not remembered
    strange: Vec<(u64, u64, u32)>,
    /// Where the last token ended (canonical mode)
    end: u64,
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
    seen: u128,
    /// Where its other keys begin
    strange: u32,
}

impl Skip {
    pub fn new() -> Skip {
        Skip {
            mode: Skipping::Check,
            start: 0,
            array: false,
            canonical: true,
            tidy: true,
            expect: Expect::Value,
            open: Vec::new(),
            strange: Vec::new(),
            end: 0,
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
        self.canonical = matches!(mode, Skipping::Canonical | Skipping::Verify | Skipping::Rewrite);
        self.tidy = self.canonical;
        self.end = start + 1;
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
                return Ok(Unit::Seen(self.end));
            }
            if in_vain {
                self.mode = Skipping::Canonical;
                self.layout.out = Vec::new();
            }
            let Unit::Seen(()) = self.careful(cursor, keys)? else {
                return Ok(Unit::More);
            };
            if self.open.is_empty() {
                return Ok(Unit::Seen(self.end));
            }
        }
    }

    /// As far as the text is ordinary.
    #[inline]
    pub fn run_ordinary(&mut self, cursor: &mut Cursor<'_>, keys: &mut Keys) {
        #[cfg(test)]
        if self.is_careful {
            return;
        }
        match self.mode {
            Skipping::Check | Skipping::Raw => self.pass_over(cursor),
            Skipping::Canonical | Skipping::Verify => self.fast::<{ fast::CANONICAL }>(cursor, keys),
            Skipping::Rewrite => self.fast::<{ fast::REWRITE }>(cursor, keys),
        }
    }

    /// Goes over ordinary text that is only checked.
    fn pass_over(&mut self, cursor: &mut Cursor<'_>) {
        if self.open.len() > Nest::DEEPEST as usize {
            return;
        }
        let origin = cursor.scanner.base;
        let Some(text) = cursor.input.get(origin..) else { return };
        let mut nest = Nest::default();
        self.open.iter().for_each(|open| nest.push(open.array));
        let mut next = cursor.scanner.cursor;
        let tokens = &cursor.scanner.tokens;
        let expect = pass_over(text, tokens, &mut next, &mut nest, self.max_depth, self.expect);
        if next > cursor.scanner.cursor {
            // Its last token was a bracket, if the container is over.
            let last = origin + tokens[next - 1] as usize;
            self.end = cursor.base + last as u64 + 1;
        }
        cursor.scanner.cursor = next;
        self.unfold(nest, expect);
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
                seen: 0,
                strange: 0,
            });
        }
        self.open.reverse();
        self.expect = expect;
    }

    /// The offset behind the container that has ended.
    #[inline]
    pub fn end(&self) -> u64 {
        self.end
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
            seen: 0,
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
