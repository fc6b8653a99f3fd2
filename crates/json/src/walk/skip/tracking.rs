//! What is noted of ordinary text that is passed over to be handed over or written.

use super::{Layout, Open, Skip};
use crate::string;
use crate::walk::keys::{Key, Keys, NONE, Seen, guess};
use crate::walk::pass::{Leaf, Watch};
use crate::walk::whole::Trace;

/// Follows whether the text is canonical, or writes canonical text.
pub(super) struct Tracking<'w, const WRITES: bool> {
    open: &'w mut Vec<Open>,
    strange: &'w mut Vec<(u64, u64, u32)>,
    layout: &'w mut Layout,
    trace: &'w mut Trace,
    tidy: &'w mut bool,
    /// Where the text begins
    offset: u64,
    /// The innermost container
    top: Open,
    /// Which keys it may go on with
    guesses: [u32; 2],
    /// Where the last token ended. Before the text's start it wraps around, and comparisons still hold.
    end: usize,
}

/// A key that is known, and where it begins.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    key: &'k Key,
    id: u32,
    at: usize,
}

impl Known<'_> {
    /// Behind its colon.
    #[inline(always)]
    fn end(&self) -> usize {
        self.at.wrapping_add(self.key.len as usize)
    }
}

impl<'w, const WRITES: bool> Tracking<'w, WRITES> {
    /// Goes on with what is passed over.
    #[inline(always)]
    pub fn new(skip: &'w mut Skip, offset: u64, keys: &Keys) -> Option<Tracking<'w, WRITES>> {
        let top = *skip.open.last()?;
        Some(Tracking {
            guesses: keys.after(top.kind, top.last),
            open: &mut skip.open,
            strange: &mut skip.strange,
            layout: &mut skip.layout,
            end: skip.trace.end.wrapping_sub(offset) as usize,
            trace: &mut skip.trace,
            tidy: &mut skip.tidy,
            offset,
            top,
        })
    }

    /// Gives back what it has found out.
    #[inline(always)]
    pub fn end(self) {
        if let Some(open) = self.open.last_mut() {
            *open = self.top;
        }
        self.trace.end = self.offset.wrapping_add(self.end as u64);
    }

    /// The text is not canonical before that place.
    #[inline(always)]
    fn flaw(&mut self, place: usize) {
        self.trace.flaw = self.offset.wrapping_add(place as u64);
    }

    /// A value begins there, behind a key or not, and is canonical itself or not. What is wrong is wrong before `end`.
    #[inline(always)]
    fn value(&mut self, key: Option<Known<'_>>, at: usize, canonical: bool, end: usize) {
        let mut first = at;
        let mut flawed = !canonical;
        if let Some(known) = key {
            first = known.at;
            let repeated = self.top.seen.add(known.key.number);
            flawed |= repeated | (known.end() != at);
            if WRITES && repeated {
                *self.tidy = false;
            }
            self.top.last = known.id;
            self.guesses = known.key.next;
        }
        if flawed | (first != self.end) {
            self.flaw(end);
        }
    }

    /// Writes what stands before a value.
    #[inline(always)]
    fn write_key(&mut self, text: &[u8], key: Option<Known<'_>>) {
        if key.is_some() || self.top.array {
            self.layout.line(self.open.len());
        }
        if let Some(known) = key {
            self.layout.key_and_colon(&text[known.at..known.end()]);
        }
    }
}

impl<const WRITES: bool> Watch for Tracking<'_, WRITES> {
    type Keys = Keys;
    type Known<'k> = Known<'k>;
    const NUMBERS: bool = true;

    #[inline(always)]
    fn all(keys: &Keys) -> &[Key] {
        keys.all()
    }

    #[inline(always)]
    fn key<'k>(&self, keys: &'k [Key], text: &[u8], tokens: &[u32; 6]) -> Option<Known<'k>> {
        let at = tokens[0] as usize;
        let (id, key) = guess(keys, self.guesses, text, at)?;
        Some(Known { key, id, at })
    }

    #[inline(always)]
    fn learn(&mut self, keys: &mut Keys, text: &[u8], tokens: &[u32; 6]) -> bool {
        let guesses = learn(keys, text, tokens, (self.top.kind, self.top.last));
        self.guesses = guesses.unwrap_or(self.guesses);
        guesses.is_some()
    }

    #[inline(always)]
    fn leaf(&mut self, text: &[u8], key: Option<Known<'_>>, leaf: Leaf) {
        let canonical = if leaf.scalar {
            leaf.canonical
        } else {
            WRITES || !leaf.escaped || string::has_canonical_escapes(&text[leaf.at + 1..leaf.end - 1])
        };
        if WRITES {
            self.write_key(text, key);
            if leaf.scalar {
                self.layout.scalar(&text[leaf.at..leaf.end], leaf.canonical);
            } else {
                self.layout.string(&text[leaf.at..leaf.end], leaf.escaped);
            }
        }
        self.value(key, leaf.at, canonical, leaf.end);
        self.end = leaf.end;
    }

    #[inline(always)]
    fn container(&mut self, text: &[u8], key: Option<Known<'_>>, at: usize) {
        if WRITES {
            self.write_key(text, key);
        }
        self.value(key, at, true, at);
        self.end = at;
    }

    #[inline(always)]
    fn open(&mut self, keys: &mut Keys, at: usize, bracket: u8) {
        if WRITES {
            self.layout.bracket(bracket);
        }
        self.end = at.wrapping_add(1);
        let kind = if self.top.array {
            self.top.kind
        } else {
            keys.child(self.top.last)
        };
        if let Some(open) = self.open.last_mut() {
            *open = self.top;
        }
        self.top = Open {
            array: bracket == b'[',
            kind,
            last: NONE,
            seen: Seen::NONE,
            strange: self.strange.len() as u32,
        };
        self.open.push(self.top);
        self.guesses = keys.first(kind);
    }

    #[inline(always)]
    fn comma(&mut self, at: usize) {
        if at != self.end {
            self.flaw(at);
        }
        self.end = at.wrapping_add(1);
        if WRITES {
            self.layout.comma();
        }
    }

    #[inline(always)]
    fn close(&mut self, keys: &Keys, at: usize, bracket: u8, is_empty: bool) {
        if at != self.end {
            self.flaw(at);
        }
        self.end = at.wrapping_add(1);
        self.open.pop();
        self.strange.truncate(self.top.strange as usize);
        if WRITES {
            if !is_empty {
                self.layout.line(self.open.len());
            }
            self.layout.bracket(bracket);
        }
        if let Some(&open) = self.open.last() {
            self.top = open;
            self.guesses = keys.after(open.kind, open.last);
        }
    }
}

/// Learns the key with these tokens after `last`, which was no guess; what comes there then, if that is what comes.
#[cold]
#[inline(never)]
fn learn(keys: &mut Keys, text: &[u8], tokens: &[u32; 6], (kind, last): (u32, u32)) -> Option<[u32; 2]> {
    let &[at, close, colon, ..] = tokens;
    let [at, close, colon] = [at, close, colon].map(|token| token as usize);
    if keys.seek(kind, last, text, at).is_none() {
        if text[at] != b'"' || text[close] != b'"' || text[colon] != b':' {
            return None;
        }
        keys.find(kind, last, &text[at + 1..close]);
    }
    let guesses = keys.after(kind, last);
    keys.guess(guesses, text, at).map(|_| guesses)
}
