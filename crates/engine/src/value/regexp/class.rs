//! Character classes: <https://tc39.es/ecma262/#prod-CharacterClass>.

use super::char_set::{CharSet, LAST};
use super::parse::{Parser, Refusal, Result, char_of};
use super::syntax::Node;

const RARE: Refusal = Refusal::Unsupported("a rare form of character class with flag v");

impl Parser<'_> {
    /// `[…]`
    pub(super) fn class(&mut self) -> Result<Node> {
        if self.flags.unicode_sets {
            if self.flags.ignore_case {
                return Err(Refusal::Unsupported("a character class with flags i and v"));
            }
            return Ok(Node::Set(self.nested_class()?));
        }
        self.advance(1);
        let negated = self.eat('^');
        let mut set = Vec::new();
        loop {
            match self.peek() {
                None => return Err(Refusal::Syntax("Unterminated character class")),
                Some(']') => break,
                Some(_) => self.class_range(&mut set)?,
            }
        }
        self.advance(1);
        // Case first: the complement is that of all that counts as a member.
        let Node::Set(closed) = self.set(&CharSet::of(&set)) else {
            unreachable!("a set makes a set")
        };
        Ok(Node::Set(if negated { closed.complement() } else { closed }))
    }

    /// One member, range or class of a class.
    fn class_range(&mut self, out: &mut Vec<(u32, u32)>) -> Result<()> {
        let first = self.class_atom()?;
        if self.peek() != Some('-') {
            out.extend_from_slice(&first.ranges());
            return Ok(());
        }
        self.advance(1);
        let dash = char_of('-');
        if matches!(self.peek(), None | Some(']')) {
            out.extend_from_slice(&first.ranges());
            out.push((dash, dash));
            return Ok(());
        }
        let last = self.class_atom()?;
        match (first, last) {
            (ClassAtom::Char(first), ClassAtom::Char(last)) if first > last => {
                Err(Refusal::Syntax("Range out of order in character class"))
            }
            (ClassAtom::Char(first), ClassAtom::Char(last)) => {
                out.push((first, last));
                Ok(())
            }
            _ if self.unicode => Err(Refusal::Syntax("Invalid character class")),
            (first, last) => {
                out.extend_from_slice(&first.ranges());
                out.push((dash, dash));
                out.extend_from_slice(&last.ranges());
                Ok(())
            }
        }
    }

    fn class_atom(&mut self) -> Result<ClassAtom> {
        if self.peek() != Some('\\') {
            return Ok(ClassAtom::Char(self.take().expect("peeked")));
        }
        match self.peek_at(1) {
            None => Err(Refusal::Syntax("\\ at end of pattern")),
            Some('b') => {
                self.advance(2);
                Ok(ClassAtom::Char(8))
            }
            Some('d' | 'D' | 's' | 'S' | 'w' | 'W' | 'p' | 'P') => {
                match self.class_escape("Invalid property name in character class")? {
                    Some(set) => Ok(ClassAtom::Class(set)),
                    None => Ok(ClassAtom::Char(self.character_escape(true)?)),
                }
            }
            Some(_) => Ok(ClassAtom::Char(self.character_escape(true)?)),
        }
    }

    /// `[…]` with flag v: union, intersection and subtraction of characters, ranges, escapes and classes.
    fn nested_class(&mut self) -> Result<CharSet> {
        self.deeper()?;
        self.advance(1);
        let negated = self.eat('^');
        let mut set = CharSet::default();
        let mut operator = None;
        let mut operands = 0;
        let mut has_range = false;
        while !self.eat(']') {
            if let (Some(a @ ('&' | '-')), Some(b)) = (self.peek(), self.peek_at(1))
                && a == b
            {
                if operands == 0 || has_range || (operands > 1 && operator != Some(a)) {
                    return Err(RARE);
                }
                operator = Some(a);
                self.advance(2);
            } else if operator.is_some() {
                return Err(RARE);
            }
            let (operand, is_range) = self.class_operand(operator.is_some())?;
            has_range |= is_range;
            operands += 1;
            match operator {
                None => set.add(&operand),
                Some('&') => set = set.intersection(&operand),
                Some(_) => set = set.intersection(&operand.complement()),
            }
        }
        self.depth -= 1;
        if negated {
            // V8 11 goes wrong on some of these.
            return Err(RARE);
        }
        Ok(set)
    }

    /// An operand, and whether it is a range: those can only be united, not stand `alone` beside an operator.
    fn class_operand(&mut self, alone: bool) -> Result<(CharSet, bool)> {
        if self.peek() == Some('[') {
            return Ok((self.nested_class()?, false));
        }
        let first = self.class_set_atom()?;
        if let (ClassAtom::Char(first), Some('-'), false) = (&first, self.peek(), alone)
            && self.peek_at(1) != Some('-')
        {
            self.advance(1);
            return match self.class_set_atom()? {
                ClassAtom::Char(last) if *first <= last && last <= LAST => Ok((CharSet::of(&[(*first, last)]), true)),
                _ => Err(RARE),
            };
        }
        let set = match first {
            ClassAtom::Char(c) => CharSet::one(c),
            ClassAtom::Class(set) => set,
        };
        Ok((set, false))
    }

    fn class_set_atom(&mut self) -> Result<ClassAtom> {
        match (self.peek(), self.peek_at(1)) {
            (None, _) | (Some('(' | ')' | '[' | ']' | '{' | '}' | '/' | '-' | '|'), _) => Err(RARE),
            (Some('\\'), Some('q')) => Err(RARE),
            (Some('\\'), Some(c)) if "&-!#%,:;<=>@`~".contains(c) => {
                self.advance(2);
                Ok(ClassAtom::Char(char_of(c)))
            }
            (Some(a), Some(b)) if a == b && "&!#$%*+,.:;<=>?@^`~".contains(a) => Err(RARE),
            _ => self.class_atom(),
        }
    }
}

/// A member of a class.
enum ClassAtom {
    Char(u32),
    Class(CharSet),
}

impl ClassAtom {
    fn ranges(&self) -> Vec<(u32, u32)> {
        match self {
            ClassAtom::Char(c) => vec![(*c, *c)],
            ClassAtom::Class(set) => set.ranges().to_vec(),
        }
    }
}
