//! Regular expressions: <https://tc39.es/ecma262/#sec-regexp-regular-expression-objects>.
//!
//! A matcher of our own, because the strings are WTF-8 with UTF-16 positions, captures are forgotten at each iteration, and
//! the work must be bounded: no crate does all three. [`Pattern`] is compiled once and shared.

mod case;
mod char_set;
mod class;
mod compile;
mod escape;
mod matcher;
mod object;
mod parse;
mod program;
mod property;
mod syntax;
#[cfg(test)]
mod tests;

use char_set::FastSet;
use jsonmill_json::wtf8;
use matcher::search;
pub use matcher::{Outcome, Scratch, UNSET};
pub use object::{Memory, syntax_error};
pub use parse::Refusal;
use program::Program;

/// The flags of a regular expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags {
    /// d
    pub has_indices: bool,
    /// g
    pub global: bool,
    /// i
    pub ignore_case: bool,
    /// m
    pub multiline: bool,
    /// s
    pub dot_all: bool,
    /// u
    pub unicode: bool,
    /// v
    pub unicode_sets: bool,
    /// y
    pub sticky: bool,
}

impl Flags {
    /// Reads flags as the constructor does; nothing if they are not valid.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Flags> {
        let mut flags = Flags::default();
        for c in text {
            let flag = flags.flag(*c)?;
            if std::mem::replace(flag, true) {
                return None;
            }
        }
        (!(flags.unicode && flags.unicode_sets)).then_some(flags)
    }

    fn flag(&mut self, c: u8) -> Option<&mut bool> {
        Some(match c {
            b'd' => &mut self.has_indices,
            b'g' => &mut self.global,
            b'i' => &mut self.ignore_case,
            b'm' => &mut self.multiline,
            b's' => &mut self.dot_all,
            b'u' => &mut self.unicode,
            b'v' => &mut self.unicode_sets,
            b'y' => &mut self.sticky,
            _ => return None,
        })
    }

    /// <https://tc39.es/ecma262/#sec-get-regexp.prototype.flags>
    #[must_use]
    pub fn text(mut self) -> String {
        let is_set = |c: &u8| self.flag(*c).is_some_and(|flag| *flag);
        b"dgimsuvy".iter().copied().filter(is_set).map(char::from).collect()
    }

    /// Whether a match depends on `lastIndex`.
    #[must_use]
    pub fn uses_last_index(self) -> bool {
        self.global || self.sticky
    }
}

/// A compiled regular expression. Immutable.
#[derive(Debug)]
pub struct Pattern {
    /// Its `source`: the pattern as WTF-8, such that `/source/` is a literal
    pub source: Box<[u8]>,
    /// Its flags
    pub flags: Flags,
    /// Captures, the whole match not counted
    pub captures: u32,
    /// Names of captures with their numbers, in order of appearance
    pub names: Vec<(Box<str>, u32)>,
    program: Program,
    /// The same with every choice as a branch, where that makes matching linear
    linear: Option<Program>,
    /// The characters a match can begin with
    first: Option<FastSet>,
    /// Only a match at the very start is possible
    anchored: bool,
    /// Word characters, for `\b`
    word: FastSet,
    /// Surrogate pairs are one character
    reads_pairs: bool,
    has_properties: bool,
}

/// Steps of the first attempt, which suffice for nearly every match.
const FIRST_STEPS: u64 = 20_000;

/// The largest table of tried pairs, in bits.
const MAX_TRIED: usize = 1 << 28;

impl Pattern {
    /// Compiles a pattern, given as UTF-16 units.
    pub fn compile(units: &[u16], flags: Flags) -> Result<Pattern, Refusal> {
        let reads_pairs = flags.unicode || flags.unicode_sets;
        let chars: Vec<u32> = if reads_pairs {
            let decoded = char::decode_utf16(units.iter().copied());
            decoded
                .map(|c| c.map_or_else(|lone| lone.unpaired_surrogate().into(), u32::from))
                .collect()
        } else {
            units.iter().map(|&unit| unit.into()).collect()
        };
        let parsed = parse::parse(&chars, flags)?;
        let program = compile::compile(&parsed, false)?;
        let linear = if program.is_regular {
            compile::compile(&parsed, true).ok()
        } else {
            None
        };
        Ok(Pattern {
            source: escaped(units).into(),
            flags,
            captures: parsed.captures,
            first: parsed.node.first().as_ref().map(FastSet::new),
            anchored: is_anchored(&parsed.node),
            names: parsed.names,
            word: FastSet::new(&escape::word_characters(reads_pairs && flags.ignore_case)),
            program,
            linear,
            reads_pairs,
            has_properties: parsed.has_properties,
        })
    }

    /// Looks for a match in ASCII text. With more effort the linear program is used, where there is one.
    pub fn find_ascii(&self, text: &[u8], from: usize, sticky: bool, effort: Effort, scratch: &mut Scratch) -> Outcome {
        self.find(text, from, sticky, effort, scratch)
    }

    /// Looks for a match in UTF-16 text.
    pub fn find_units(
        &self,
        text: &[u16],
        from: usize,
        sticky: bool,
        effort: Effort,
        scratch: &mut Scratch,
    ) -> Outcome {
        // `lastIndex` inside a pair means the pair.
        let is_inside = |at: usize| {
            at > 0 && text.get(at).is_some_and(|low| low & 0xFC00 == 0xDC00) && text[at - 1] & 0xFC00 == 0xD800
        };
        let from = from - usize::from(self.reads_pairs && self.flags.uses_last_index() && is_inside(from));
        self.find(text, from, sticky, effort, scratch)
    }

    fn find<U: matcher::Unit>(
        &self,
        text: &[U],
        from: usize,
        sticky: bool,
        effort: Effort,
        scratch: &mut Scratch,
    ) -> Outcome {
        let linear = match &self.linear {
            Some(linear) if effort.0 > 0 && linear.branches as usize * (text.len() + 1) <= MAX_TRIED => Some(linear),
            _ => None,
        };
        let steps = if linear.is_some() {
            u64::MAX
        } else {
            effort.steps(text.len())
        };
        search(self, linear, text, from, sticky, steps, scratch)
    }

    /// Whether text has characters whose properties or case V8 may see differently.
    #[must_use]
    pub fn depends_on_unicode_version(&self, text: &[u16]) -> bool {
        let is_newer = |c: u32| property::NEWER.contains(c) || wtf8::case_is_newer_than_node(c);
        (self.has_properties || self.flags.ignore_case)
            && char::decode_utf16(text.iter().copied()).any(|c| c.is_ok_and(|c| is_newer(c.into())))
    }
}

/// How much work a match may take: attempts that ran out of steps are made again with twice as many.
#[derive(Clone, Copy, Debug, Default)]
pub struct Effort(u32);

impl Effort {
    /// The next attempt's.
    #[must_use]
    pub fn doubled(self) -> Effort {
        Effort(self.0 + 1)
    }

    /// How many steps it grants for a text of so many units.
    #[must_use]
    pub fn steps(self, units: usize) -> u64 {
        (FIRST_STEPS + 8 * units as u64) << self.0.min(40)
    }
}

/// Whether every match begins at the start of the text.
fn is_anchored(node: &syntax::Node) -> bool {
    match node {
        syntax::Node::Start => true,
        syntax::Node::Capture(_, body) => is_anchored(body),
        syntax::Node::Sequence(parts) => parts.first().is_some_and(is_anchored),
        syntax::Node::Alternatives(parts) => parts.iter().all(is_anchored),
        _ => false,
    }
}

/// EscapeRegExpPattern: <https://tc39.es/ecma262/#sec-escaperegexppattern>
fn escaped(units: &[u16]) -> Vec<u8> {
    if units.is_empty() {
        return b"(?:)".to_vec();
    }
    let mut out: Vec<u16> = Vec::with_capacity(units.len());
    let mut in_class = false;
    let mut after_backslash = false;
    for &unit in units {
        let line_end = match unit {
            0xA => Some("\\n"),
            0xD => Some("\\r"),
            0x2028 => Some("\\u2028"),
            0x2029 => Some("\\u2029"),
            _ => None,
        };
        match line_end {
            Some(text) => {
                // The backslash that may stand there already serves.
                let text = &text[usize::from(after_backslash)..];
                out.extend(text.encode_utf16());
            }
            None => {
                if unit == u16::from(b'/') && !in_class && !after_backslash {
                    out.push(u16::from(b'\\'));
                }
                out.push(unit);
            }
        }
        if after_backslash {
            after_backslash = false;
        } else {
            match u8::try_from(unit) {
                Ok(b'\\') => after_backslash = true,
                Ok(b'[') => in_class = true,
                Ok(b']') => in_class = false,
                _ => {}
            }
        }
    }
    let mut bytes = Vec::with_capacity(out.len());
    wtf8::from_units(&out, &mut bytes);
    bytes
}
