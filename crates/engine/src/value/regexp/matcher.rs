//! Matching: backtracking as ECMAScript defines it, over UTF-16 units, with a bound on its work.
//!
//! Where what follows an instruction depends on the position alone, trying the same pair twice is pointless: then a table
//! of the pairs that failed makes the work linear. It costs memory, so it is only used once a match has taken long.

use super::Pattern;
use super::case;
use super::program::{Inst, Program};

/// No position: a capture that did not take part.
pub const UNSET: usize = usize::MAX;

/// Half of a character: no set has it.
const NO_CHARACTER: u32 = u32::MAX;

/// Longest trail. Beyond it a match counts as taking too many steps.
const MAX_TRAIL: usize = 1 << 24;

/// Memory of a match, reused.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Where the match and its captures begin and end: two a capture
    pub slots: Vec<usize>,
    trail: Vec<Trail>,
    tried: Vec<u64>,
}

impl Scratch {
    /// Gives back memory beyond so many bytes of each kind.
    pub fn shrink(&mut self, bytes: usize) {
        self.trail.clear();
        self.trail.shrink_to(bytes / size_of::<Trail>());
        self.tried.clear();
        self.tried.shrink_to(bytes / size_of::<u64>());
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The slots say where
    Match,
    /// Nowhere
    NoMatch,
    /// The steps did not suffice
    OutOfSteps,
}

/// What to return to on failure.
#[derive(Clone, Copy, Debug)]
enum Trail {
    /// Another way
    Branch { pc: u32, at: usize },
    /// A slot's former content
    Slot { slot: u32, old: usize },
    /// Fewer characters of a greedy loop: down to `min`
    Fewer { pc: u32, min: usize, at: usize },
    /// One more character of a lazy loop, if `left` of them may still come
    More { pc: u32, at: usize, left: u32 },
}

/// A code unit: bytes of ASCII text, or UTF-16.
pub trait Unit: Copy {
    /// Its number
    fn number(self) -> u32;
}

impl Unit for u8 {
    #[inline]
    fn number(self) -> u32 {
        u32::from(self)
    }
}

impl Unit for u16 {
    #[inline]
    fn number(self) -> u32 {
        u32::from(self)
    }
}

/// Looks for a match that begins at `from` or behind it, or (`sticky`) exactly there.
pub fn search<U: Unit>(
    pattern: &Pattern,
    linear: Option<&Program>,
    text: &[U],
    from: usize,
    sticky: bool,
    steps: u64,
    scratch: &mut Scratch,
) -> Outcome {
    let program = linear.unwrap_or(&pattern.program);
    scratch.tried.clear();
    if linear.is_some() {
        let bits = program.branches as usize * (text.len() + 1);
        scratch.tried.resize(bits.div_ceil(64), 0);
    }
    let mut matcher = Matcher {
        program,
        word: &pattern.word,
        text,
        unicode: pattern.reads_pairs,
        fold: pattern.flags.ignore_case,
        steps,
        remember: linear.is_some(),
        scratch,
    };
    let mut at = from;
    loop {
        if let (Some(first), false) = (&pattern.first, sticky) {
            while at < text.len() && !first.contains(matcher.char_at(at).0) {
                at += matcher.char_at(at).1;
            }
            if at >= text.len() {
                return Outcome::NoMatch;
            }
        }
        matcher.scratch.slots.clear();
        matcher.scratch.slots.resize(program.slots as usize, UNSET);
        matcher.scratch.trail.clear();
        match matcher.run(0, at) {
            Some(true) => return Outcome::Match,
            None => return Outcome::OutOfSteps,
            Some(false) if sticky || at >= text.len() || (pattern.anchored && at > 0) => return Outcome::NoMatch,
            Some(false) if pattern.anchored => return Outcome::NoMatch,
            Some(false) => at += 1,
        }
    }
}

struct Matcher<'a, U> {
    program: &'a Program,
    word: &'a super::char_set::FastSet,
    text: &'a [U],
    /// Surrogate pairs are one character
    unicode: bool,
    /// Back references ignore case
    fold: bool,
    steps: u64,
    remember: bool,
    scratch: &'a mut Scratch,
}

impl<U: Unit> Matcher<'_, U> {
    /// Whether a position is inside a surrogate pair that is one character. V8 lets empty matches begin there.
    #[inline]
    fn is_inside(&self, at: usize) -> bool {
        self.unicode
            && self.text[at].number() & 0xFC00 == 0xDC00
            && at > 0
            && self.text[at - 1].number() & 0xFC00 == 0xD800
    }

    /// The character at a position inside the text, and how many units it has.
    #[inline]
    fn char_at(&self, at: usize) -> (u32, usize) {
        let unit = self.text[at].number();
        if self.is_inside(at) {
            return (NO_CHARACTER, 1);
        }
        if self.unicode
            && unit & 0xFC00 == 0xD800
            && let Some(low) = self.text.get(at + 1)
            && low.number() & 0xFC00 == 0xDC00
        {
            return (0x1_0000 + ((unit - 0xD800) << 10) + (low.number() - 0xDC00), 2);
        }
        (unit, 1)
    }

    /// The character that ends at a position behind the start, and how many units it has.
    #[inline]
    fn char_before(&self, at: usize) -> (u32, usize) {
        let unit = self.text[at - 1].number();
        if at < self.text.len() && self.is_inside(at) {
            return (NO_CHARACTER, 1);
        }
        if self.unicode && unit & 0xFC00 == 0xDC00 && at >= 2 && self.text[at - 2].number() & 0xFC00 == 0xD800 {
            return self.char_at(at - 2);
        }
        (unit, 1)
    }

    fn is_word_at(&self, at: usize) -> bool {
        // Word characters are single units.
        self.text.get(at).is_some_and(|unit| self.word.contains(unit.number()))
    }

    fn is_line_end(unit: U) -> bool {
        matches!(unit.number(), 0xA | 0xD | 0x2028 | 0x2029)
    }

    fn save(&mut self, slot: u32, value: usize) {
        let old = std::mem::replace(&mut self.scratch.slots[slot as usize], value);
        if old != value {
            self.scratch.trail.push(Trail::Slot { slot, old });
        }
    }

    /// Whether an instruction is tried at a position for the first time.
    fn is_new(&mut self, number: u32, at: usize) -> bool {
        let bit = number as usize * (self.text.len() + 1) + at;
        let (word, mask) = (&mut self.scratch.tried[bit / 64], 1 << (bit % 64));
        let is_new = *word & mask == 0;
        *word |= mask;
        is_new
    }

    /// Runs code up to its end; nothing if the steps ran out. On a match, what was saved stays on the trail.
    fn run(&mut self, pc: usize, at: usize) -> Option<bool> {
        let bottom = self.scratch.trail.len();
        let (mut pc, mut at) = (pc, at);
        loop {
            self.steps = self.steps.checked_sub(1)?;
            let goes_on = match self.program.code[pc] {
                Inst::Char(c) => match at < self.text.len() && self.char_at(at).0 == c {
                    true => {
                        at += self.char_at(at).1;
                        true
                    }
                    false => false,
                },
                Inst::Set(set) => {
                    match at < self.text.len() && self.program.sets[set as usize].contains(self.char_at(at).0) {
                        true => {
                            at += self.char_at(at).1;
                            true
                        }
                        false => false,
                    }
                }
                Inst::CharBack(c) => match at > 0 && self.char_before(at).0 == c {
                    true => {
                        at -= self.char_before(at).1;
                        true
                    }
                    false => false,
                },
                Inst::SetBack(set) => {
                    match at > 0 && self.program.sets[set as usize].contains(self.char_before(at).0) {
                        true => {
                            at -= self.char_before(at).1;
                            true
                        }
                        false => false,
                    }
                }
                Inst::Greedy { set, min, max, settled } => match self.span(set, at, min)? {
                    Some(least) => {
                        at = self.up_to(set, least, max - min)?;
                        if at > least && !settled {
                            self.scratch.trail.push(Trail::Fewer {
                                pc: pc as u32 + 1,
                                min: least,
                                at,
                            });
                        }
                        true
                    }
                    None => false,
                },
                Inst::Lazy { set, min, max } => match self.span(set, at, min)? {
                    Some(least) => {
                        at = least;
                        self.scratch.trail.push(Trail::More {
                            pc: pc as u32,
                            at,
                            left: max - min,
                        });
                        true
                    }
                    None => false,
                },
                Inst::Jump(to) => {
                    pc = to as usize;
                    continue;
                }
                Inst::Try { other, number } => {
                    if self.scratch.trail.len() > MAX_TRAIL {
                        return None;
                    }
                    if self.remember && !self.is_new(number, at) {
                        false
                    } else {
                        self.scratch.trail.push(Trail::Branch { pc: other, at });
                        true
                    }
                }
                Inst::TryOther { other, number } => {
                    if self.scratch.trail.len() > MAX_TRAIL {
                        return None;
                    }
                    if self.remember && !self.is_new(number, at) {
                        false
                    } else {
                        self.scratch.trail.push(Trail::Branch { pc: pc as u32 + 1, at });
                        pc = other as usize;
                        continue;
                    }
                }
                Inst::Save(slot) => {
                    self.save(slot, at);
                    true
                }
                Inst::Clear(first, end) => {
                    (first..end).for_each(|slot| self.save(slot, UNSET));
                    true
                }
                Inst::Progress(slot) => self.scratch.slots[slot as usize] != at,
                Inst::Start => at == 0,
                Inst::End => at == self.text.len(),
                Inst::LineStart => at == 0 || Self::is_line_end(self.text[at - 1]),
                Inst::LineEnd => at == self.text.len() || Self::is_line_end(self.text[at]),
                Inst::WordBoundary { negated } => {
                    let before = at > 0 && self.is_word_at(at - 1);
                    (before != self.is_word_at(at)) != negated
                }
                Inst::BackReference { slot, back } => match self.refer(slot, at, back) {
                    // V8 lets no reference end inside a pair.
                    Some(next) if next < self.text.len() && self.is_inside(next) => false,
                    Some(next) => {
                        at = next;
                        true
                    }
                    None => false,
                },
                Inst::Look { next, negated } => {
                    let mark = self.scratch.trail.len();
                    let found = self.run(pc + 1, at)?;
                    if found && negated {
                        self.undo(mark);
                    } else if found {
                        self.forget_branches(mark);
                    }
                    match found != negated {
                        true => {
                            pc = next as usize;
                            continue;
                        }
                        false => false,
                    }
                }
                Inst::Match => return Some(true),
            };
            if goes_on {
                pc += 1;
                continue;
            }
            match self.retreat(bottom)? {
                Some(place) => (pc, at) = place,
                None => return Some(false),
            }
        }
    }

    /// Where to go on after a failure; nothing if all ways above `bottom` were tried.
    fn retreat(&mut self, bottom: usize) -> Option<Option<(usize, usize)>> {
        while self.scratch.trail.len() > bottom {
            match self.scratch.trail.pop().expect("longer than the bottom") {
                Trail::Branch { pc, at } => return Some(Some((pc as usize, at))),
                Trail::Slot { slot, old } => self.scratch.slots[slot as usize] = old,
                Trail::Fewer { pc, min, at } => {
                    let fewer = at - self.char_before(at).1;
                    if fewer > min {
                        self.scratch.trail.push(Trail::Fewer { pc, min, at: fewer });
                    }
                    return Some(Some((pc as usize, fewer)));
                }
                Trail::More { pc, at, left } => {
                    self.steps = self.steps.checked_sub(1)?;
                    let Inst::Lazy { set, .. } = self.program.code[pc as usize] else {
                        unreachable!("a lazy loop")
                    };
                    if left > 0 && at < self.text.len() {
                        let (c, width) = self.char_at(at);
                        if self.program.sets[set as usize].contains(c) {
                            let at = at + width;
                            self.scratch.trail.push(Trail::More { pc, at, left: left - 1 });
                            return Some(Some((pc as usize + 1, at)));
                        }
                    }
                }
            }
        }
        Some(None)
    }

    /// Where exactly `count` characters of a set end.
    fn span(&mut self, set: u32, from: usize, count: u32) -> Option<Option<usize>> {
        let mut at = from;
        self.steps = self.steps.checked_sub(u64::from(count).min(self.text.len() as u64))?;
        for _ in 0..count {
            if at >= self.text.len() {
                return Some(None);
            }
            let (c, width) = self.char_at(at);
            if !self.program.sets[set as usize].contains(c) {
                return Some(None);
            }
            at += width;
        }
        Some(Some(at))
    }

    /// Where at most `count` characters of a set end.
    fn up_to(&mut self, set: u32, from: usize, count: u32) -> Option<usize> {
        let set = &self.program.sets[set as usize];
        let mut at = from;
        let mut left = count;
        while left > 0 && at < self.text.len() {
            let (c, width) = self.char_at(at);
            if !set.contains(c) {
                break;
            }
            at += width;
            left -= 1;
        }
        // Scanning is cheaper than running instructions.
        self.steps = self.steps.checked_sub((at - from) as u64 / 4)?;
        Some(at)
    }

    /// Where the text of a capture ends if it stands here. One that did not take part is empty.
    fn refer(&self, slot: u32, at: usize, back: bool) -> Option<usize> {
        let (start, end) = (self.scratch.slots[slot as usize], self.scratch.slots[slot as usize + 1]);
        if start == UNSET || end == UNSET {
            return Some(at);
        }
        let len = end - start;
        let from = if back { at.checked_sub(len)? } else { at };
        let there = self.text.get(from..from + len)?;
        let same = self.text[start..end].iter().zip(there).all(|(a, b)| {
            let (a, b) = (a.number(), b.number());
            a == b || (self.fold && case::canonicalize(a) == case::canonicalize(b))
        });
        same.then_some(if back { from } else { from + len })
    }

    /// Takes back everything since a mark.
    fn undo(&mut self, mark: usize) {
        while self.scratch.trail.len() > mark {
            if let Some(Trail::Slot { slot, old }) = self.scratch.trail.pop() {
                self.scratch.slots[slot as usize] = old;
            }
        }
    }

    /// A look-ahead that matched is not tried another way, but what it captured can still be taken back.
    fn forget_branches(&mut self, mark: usize) {
        let mut kept = mark;
        for at in mark..self.scratch.trail.len() {
            if matches!(self.scratch.trail[at], Trail::Slot { .. }) {
                self.scratch.trail[kept] = self.scratch.trail[at];
                kept += 1;
            }
        }
        self.scratch.trail.truncate(kept);
    }
}
