//! Pattern text → [`Node`]: <https://tc39.es/ecma262/#sec-patterns>, with Annex B where neither u nor v is given. The order of
//! the checks, and so the error of a pattern with several, is that of V8's parser.

use super::Flags;
use super::case;
use super::char_set::CharSet;
use super::property::{NEWER, property};
use super::syntax::{INFINITE, Node};

/// Why a pattern does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// V8 throws a SyntaxError with these words
    Syntax(&'static str),
    /// So does V8 11.3, Node 20's; later ones read it, or say something else
    Newer(&'static str),
    /// V8 may know it
    Unsupported(&'static str),
}

pub(super) type Result<T, E = Refusal> = std::result::Result<T, E>;

/// How deep groups may nest.
const MAX_DEPTH: u32 = 200;

/// A parsed pattern.
#[derive(Debug)]
pub struct Parsed {
    /// What it matches
    pub node: Node,
    /// How many captures it has
    pub captures: u32,
    /// Names of captures with their numbers, in order of appearance
    pub names: Vec<(Box<str>, u32)>,
    /// Unicode properties occur in it
    pub has_properties: bool,
}

/// Parses the units of a pattern (code points with flags u and v).
pub fn parse(pattern: &[u32], flags: Flags) -> Result<Parsed> {
    let mut parser = Parser {
        chars: pattern,
        at: 0,
        flags,
        unicode: flags.unicode || flags.unicode_sets,
        captures: 0,
        total: 0,
        names: Vec::new(),
        wanted: Vec::new(),
        has_names: false,
        has_properties: false,
        depth: 0,
    };
    parser.count_captures();
    let mut node = parser.disjunction()?;
    if parser.at < parser.chars.len() {
        return Err(Refusal::Syntax("Unmatched ')'"));
    }
    let wanted = std::mem::take(&mut parser.wanted);
    let mut numbers = Vec::with_capacity(wanted.len());
    for name in &wanted {
        let found = parser.names.iter().find(|(known, _)| known == name);
        numbers.push(found.ok_or(Refusal::Syntax("Invalid named capture referenced"))?.1);
    }
    resolve(&mut node, &numbers);
    Ok(Parsed {
        node,
        captures: parser.captures,
        names: parser.names,
        has_properties: parser.has_properties,
    })
}

/// References by name stand as numbers from the top down until all names are known.
fn resolve(node: &mut Node, numbers: &[u32]) {
    match node {
        Node::BackReference(n) if u32::MAX - *n < numbers.len() as u32 => *n = numbers[(u32::MAX - *n) as usize],
        Node::Capture(_, body) | Node::Look { body, .. } | Node::Repeat { body, .. } => resolve(body, numbers),
        Node::Sequence(parts) | Node::Alternatives(parts) => parts.iter_mut().for_each(|part| resolve(part, numbers)),
        _ => {}
    }
}

pub(super) struct Parser<'a> {
    chars: &'a [u32],
    at: usize,
    pub(super) flags: Flags,
    /// Flag u or v
    pub(super) unicode: bool,
    /// Captures begun so far
    captures: u32,
    /// Captures in the whole pattern
    total: u32,
    names: Vec<(Box<str>, u32)>,
    /// Names that were referred to
    wanted: Vec<Box<str>>,
    has_names: bool,
    pub(super) has_properties: bool,
    pub(super) depth: u32,
}

/// What may be quantified.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Term {
    Atom,
    LookAhead,
    LookBehind,
}

pub(super) fn char_of(c: char) -> u32 {
    u32::from(c)
}

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        // A surrogate is no syntax.
        self.chars
            .get(self.at)
            .map(|&c| char::from_u32(c).unwrap_or('\u{FFFD}'))
    }

    pub(super) fn peek_at(&self, offset: usize) -> Option<char> {
        self.chars
            .get(self.at + offset)
            .map(|&c| char::from_u32(c).unwrap_or('\u{FFFD}'))
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.at += count;
    }

    /// The character here, taken.
    pub(super) fn take(&mut self) -> Option<u32> {
        let c = self.chars.get(self.at).copied()?;
        self.at += 1;
        Some(c)
    }

    /// Goes back.
    pub(super) fn at_back(&mut self, count: usize) {
        self.at -= count;
    }

    /// Whether any group of the pattern has a name.
    pub(super) fn has_names(&self) -> bool {
        self.has_names
    }

    /// Whether the character comes next; if so it is taken.
    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// A set that stands in the pattern by itself.
    pub(super) fn set(&self, set: &CharSet) -> Node {
        if self.flags.ignore_case {
            Node::Set(case::close(set, self.unicode))
        } else {
            Node::Set(set.clone())
        }
    }

    /// How many captures there are, and whether any has a name, before the pattern is parsed.
    fn count_captures(&mut self) {
        let mut in_class = false;
        let mut at = 0;
        while let Some(&c) = self.chars.get(at) {
            match char::from_u32(c) {
                Some('\\') => at += 1,
                Some('[') => in_class = true,
                Some(']') => in_class = false,
                Some('(') if !in_class => {
                    let next = |offset: usize| self.chars.get(at + offset).and_then(|&c| char::from_u32(c));
                    match (next(1), next(2), next(3)) {
                        (Some('?'), Some('<'), Some('=' | '!')) => {}
                        (Some('?'), Some('<'), _) => {
                            self.has_names = true;
                            self.total += 1;
                        }
                        (Some('?'), ..) => {}
                        _ => self.total += 1,
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    pub(super) fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Refusal::Unsupported("a regular expression nested this deep"));
        }
        Ok(())
    }

    fn disjunction(&mut self) -> Result<Node> {
        self.deeper()?;
        let mut alternatives = Vec::new();
        let mut sequence = Vec::new();
        while let Some(c) = self.peek() {
            let captures_before = self.captures + 1;
            let (node, term) = match c {
                ')' => break,
                '|' => {
                    self.advance(1);
                    alternatives.push(in_sequence(std::mem::take(&mut sequence)));
                    continue;
                }
                '*' | '+' | '?' => return Err(Refusal::Syntax("Nothing to repeat")),
                '^' => {
                    self.advance(1);
                    sequence.push(if self.flags.multiline {
                        Node::LineStart
                    } else {
                        Node::Start
                    });
                    continue;
                }
                '$' => {
                    self.advance(1);
                    sequence.push(if self.flags.multiline { Node::LineEnd } else { Node::End });
                    continue;
                }
                '(' => self.group()?,
                '[' => (self.class()?, Term::Atom),
                '\\' => match self.atom_escape()? {
                    boundary @ Node::WordBoundary { .. } => {
                        sequence.push(boundary);
                        continue;
                    }
                    node => (node, Term::Atom),
                },
                '.' => {
                    self.advance(1);
                    let lines = CharSet::of(&LINE_TERMINATORS);
                    let set = if self.flags.dot_all { CharSet::default() } else { lines };
                    (Node::Set(set.complement()), Term::Atom)
                }
                '{' if self.interval()?.is_some() => return Err(Refusal::Syntax("Nothing to repeat")),
                '{' | '}' | ']' if self.unicode => return Err(Refusal::Syntax("Lone quantifier brackets")),
                _ => {
                    let c = self.take().expect("peeked");
                    (self.set(&CharSet::one(c)), Term::Atom)
                }
            };
            sequence.push(self.quantified(node, term, captures_before)?);
        }
        self.depth -= 1;
        if alternatives.is_empty() {
            return Ok(in_sequence(sequence));
        }
        alternatives.push(in_sequence(sequence));
        Ok(Node::Alternatives(alternatives))
    }

    /// The quantifier behind a term, if there is one.
    fn quantified(&mut self, node: Node, term: Term, captures_before: u32) -> Result<Node> {
        let (min, max) = match self.peek() {
            Some('{') => match self.interval()? {
                Some((min, max)) if max < min => {
                    return Err(Refusal::Syntax("numbers out of order in {} quantifier"));
                }
                Some(bounds) => bounds,
                None if self.unicode => return Err(Refusal::Syntax("Incomplete quantifier")),
                None => return Ok(node),
            },
            Some(c @ ('*' | '+' | '?')) => {
                self.advance(1);
                (u32::from(c == '+'), if c == '?' { 1 } else { INFINITE })
            }
            _ => return Ok(node),
        };
        let greedy = !self.eat('?');
        if term == Term::LookBehind || (term == Term::LookAhead && self.unicode) {
            return Err(Refusal::Syntax("Invalid quantifier"));
        }
        Ok(Node::Repeat {
            body: Box::new(node),
            min,
            max,
            greedy,
            captures: (captures_before, self.captures + 1),
        })
    }

    /// `{2}`, `{2,}` or `{2,3}`, taken; nothing where the brace is no quantifier.
    fn interval(&mut self) -> Result<Option<(u32, u32)>> {
        let start = self.at;
        self.advance(1);
        let bounds = self.number().map(|min| match self.eat(',') {
            true => (min, self.number().unwrap_or(INFINITE)),
            false => (min, min),
        });
        if bounds.is_some() && self.eat('}') {
            return Ok(bounds);
        }
        self.at = start;
        Ok(None)
    }

    /// Decimal digits. Numbers beyond V8's largest are infinite.
    fn number(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.advance(1);
            let grown = u64::from(number.unwrap_or(0)) * 10 + u64::from(digit);
            number = Some(if grown >= 0x7FFF_FFFF { INFINITE } else { grown as u32 });
        }
        number
    }

    /// `(…)` of any kind.
    fn group(&mut self) -> Result<(Node, Term)> {
        self.advance(1);
        let mut number = None;
        let mut look = None;
        if self.eat('?') {
            match (self.peek(), self.peek_at(1)) {
                (Some(':'), _) => self.advance(1),
                (Some(c @ ('=' | '!')), _) => {
                    self.advance(1);
                    look = Some((false, c == '!'));
                }
                (Some('<'), Some(c @ ('=' | '!'))) => {
                    self.advance(2);
                    look = Some((true, c == '!'));
                }
                (Some('<'), _) => {
                    self.advance(1);
                    number = Some(self.begin_capture()?);
                    let name = self.group_name()?;
                    if self.names.iter().any(|(known, _)| *known == name) {
                        // Newer versions of V8 allow it in different alternatives.
                        return Err(Refusal::Newer("Duplicate capture group name"));
                    }
                    self.names.push((name, self.captures));
                }
                (Some('i' | 'm' | 's' | '-'), _) => {
                    // `(?i:…)` sets flags inside the group.
                    return Err(Refusal::Newer("Invalid group"));
                }
                _ => return Err(Refusal::Syntax("Invalid group")),
            }
        } else {
            number = Some(self.begin_capture()?);
        }
        let body = self.disjunction()?;
        if !self.eat(')') {
            return Err(Refusal::Syntax("Unterminated group"));
        }
        Ok(match (number, look) {
            (Some(number), _) => (Node::Capture(number, Box::new(body)), Term::Atom),
            (None, Some((behind, negated))) => {
                let term = if behind { Term::LookBehind } else { Term::LookAhead };
                let body = Box::new(body);
                (Node::Look { behind, negated, body }, term)
            }
            (None, None) => (body, Term::Atom),
        })
    }

    fn begin_capture(&mut self) -> Result<u32> {
        self.captures += 1;
        if self.captures > 1000 {
            return Err(Refusal::Unsupported("a regular expression with more than 1,000 groups"));
        }
        Ok(self.captures)
    }

    /// `name>`: <https://tc39.es/ecma262/#prod-RegExpIdentifierName>
    fn group_name(&mut self) -> Result<Box<str>> {
        const INVALID: Refusal = Refusal::Syntax("Invalid capture group name");
        let mut name = String::new();
        loop {
            if self.peek() == Some('>') && !name.is_empty() {
                self.advance(1);
                return Ok(name.into());
            }
            let c = char::from_u32(self.name_character()?).ok_or(INVALID)?;
            let fits = match c {
                '$' | '_' => true,
                _ if c.is_ascii() => c.is_ascii_alphabetic() || (c.is_ascii_digit() && !name.is_empty()),
                _ if NEWER.contains(c.into()) => {
                    return Err(Refusal::Unsupported("a group name with a new character"));
                }
                '\u{200C}' | '\u{200D}' => !name.is_empty(),
                _ if name.is_empty() => property("ID_Start", None)?.contains(c.into()),
                _ => property("ID_Continue", None)?.contains(c.into()),
            };
            if !fits {
                return Err(INVALID);
            }
            name.push(c);
        }
    }

    /// A code point of a group's name, which may be escaped; halves of a pair count together with and without flags u and v.
    fn name_character(&mut self) -> Result<u32> {
        const INVALID: Refusal = Refusal::Syntax("Invalid capture group name");
        let c = self.take().ok_or(INVALID)?;
        if c == u32::from('\\') {
            if !self.eat('u') {
                return Err(INVALID);
            }
            let unicode = std::mem::replace(&mut self.unicode, true);
            let escaped = self.unicode_escape();
            self.unicode = unicode;
            return escaped.ok_or(Refusal::Syntax("Invalid Unicode escape"));
        }
        match self.chars.get(self.at) {
            Some(&low) if (0xD800..0xDC00).contains(&c) && (0xDC00..0xE000).contains(&low) => {
                self.advance(1);
                Ok(0x1_0000 + ((c - 0xD800) << 10) + (low - 0xDC00))
            }
            _ => Ok(c),
        }
    }

    /// What a backslash outside of a class begins.
    fn atom_escape(&mut self) -> Result<Node> {
        let Some(c) = self.peek_at(1) else {
            return Err(Refusal::Syntax("\\ at end of pattern"));
        };
        match c {
            '1'..='9' => {
                if let Some(number) = self.back_reference() {
                    return self.referring(number);
                }
                if self.unicode {
                    return Err(Refusal::Syntax("Invalid escape"));
                }
                self.advance(1);
                let c = if c >= '8' {
                    self.take().expect("peeked")
                } else {
                    self.octal()
                };
                Ok(self.set(&CharSet::one(c)))
            }
            '0' if self.unicode && self.peek_at(2).is_some_and(|c| c.is_ascii_digit()) => {
                Err(Refusal::Syntax("Invalid decimal escape"))
            }
            '0' => {
                self.advance(1);
                let c = self.octal();
                Ok(self.set(&CharSet::one(c)))
            }
            'b' | 'B' => {
                self.advance(2);
                Ok(Node::WordBoundary { negated: c == 'B' })
            }
            'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'p' | 'P' => match self.class_escape("Invalid property name")? {
                Some(set) => Ok(self.set(&set)),
                None => {
                    self.advance(2);
                    Ok(self.set(&CharSet::one(char_of(c))))
                }
            },
            'k' if self.unicode || self.has_names => {
                self.advance(2);
                if !self.eat('<') {
                    return Err(Refusal::Syntax("Invalid named reference"));
                }
                let name = self.group_name()?;
                self.wanted.push(name);
                self.referring(u32::MAX - (self.wanted.len() as u32 - 1))
            }
            _ => {
                let c = self.character_escape(false)?;
                Ok(self.set(&CharSet::one(c)))
            }
        }
    }

    fn referring(&self, number: u32) -> Result<Node> {
        if self.unicode && self.flags.ignore_case {
            return Err(Refusal::Unsupported("a back reference with flags i and u"));
        }
        Ok(Node::BackReference(number))
    }

    /// The number of a back reference, taken, if there are so many captures.
    fn back_reference(&mut self) -> Option<u32> {
        let start = self.at;
        self.advance(1);
        match self.number() {
            Some(number) if number <= self.total => Some(number),
            _ => {
                self.at = start;
                None
            }
        }
    }
}

/// <https://tc39.es/ecma262/#prod-LineTerminator>
pub const LINE_TERMINATORS: [(u32, u32); 3] = [(0xA, 0xA), (0xD, 0xD), (0x2028, 0x2029)];

fn in_sequence(mut parts: Vec<Node>) -> Node {
    match parts.len() {
        0 => Node::Empty,
        1 => parts.pop().expect("there is one"),
        _ => Node::Sequence(parts),
    }
}
