//! A pattern, compiled for [`super::matcher`].

use super::char_set::FastSet;

/// An instruction. Characters are read at the current position and forward, except in look-behinds.
#[derive(Clone, Copy, Debug)]
pub enum Inst {
    /// One character
    Char(u32),
    /// One character of a set
    Set(u32),
    /// One character, read backward
    CharBack(u32),
    /// One character of a set, read backward
    SetBack(u32),
    /// As many characters of a set as there are from `min` to `max`, fewer if the rest does not match then
    Greedy {
        /// Number of the set
        set: u32,
        /// At least so many
        min: u32,
        /// At most so many
        max: u32,
        /// What follows cannot match where one more character would: fewer are never tried
        settled: bool,
    },
    /// As few characters of a set as possible
    Lazy {
        /// Number of the set
        set: u32,
        /// At least so many
        min: u32,
        /// At most so many
        max: u32,
    },
    /// Goes on elsewhere
    Jump(u32),
    /// Tries the next instruction first, then the other; `number` counts them
    Try {
        /// What to try second
        other: u32,
        /// Which of these it is
        number: u32,
    },
    /// Tries elsewhere first, then the next instruction
    TryOther {
        /// What to try first
        other: u32,
        /// Which of these it is
        number: u32,
    },
    /// Notes the position in a slot
    Save(u32),
    /// Forgets captures: slots from the first up to the second, which is not one of them
    Clear(u32, u32),
    /// Fails if the position is that of the slot: an iteration that consumed nothing
    Progress(u32),
    /// `^`
    Start,
    /// `$`
    End,
    /// `^` with flag m
    LineStart,
    /// `$` with flag m
    LineEnd,
    /// `\b` or `\B`
    WordBoundary {
        /// `\B`
        negated: bool,
    },
    /// What a capture matched
    BackReference {
        /// Its first slot
        slot: u32,
        /// Compared from its end
        back: bool,
    },
    /// Matches the instructions behind this one up to their [`Inst::Match`], then goes on elsewhere from here
    Look {
        /// Where to go on
        next: u32,
        /// Goes on only if they do not match
        negated: bool,
    },
    /// The end
    Match,
}

/// Compiled code.
#[derive(Debug, Default)]
pub struct Program {
    /// The instructions
    pub code: Vec<Inst>,
    /// The sets they name
    pub sets: Vec<FastSet>,
    /// Slots: two a capture, then those of loops
    pub slots: u32,
    /// How many instructions branch
    pub branches: u32,
    /// Whether what follows depends on the instruction and the position alone: then each pair needs to be tried once
    pub is_regular: bool,
}
