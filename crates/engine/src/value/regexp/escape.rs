//! Escapes: <https://tc39.es/ecma262/#prod-CharacterEscape> and <https://tc39.es/ecma262/#prod-CharacterClassEscape>.

use super::case;
use super::char_set::CharSet;
use super::parse::{Parser, Refusal, Result, char_of};
use super::property::property;

/// `\d`
const DIGITS: [(u32, u32); 1] = [(0x30, 0x39)];
/// `\w`
const WORD: [(u32, u32); 4] = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
/// `\s`: WhiteSpace and LineTerminator
const SPACES: [(u32, u32); 10] = [
    (0x9, 0xD),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];

/// WordCharacters: <https://tc39.es/ecma262/#sec-wordcharacters>
pub fn word_characters(fold: bool) -> CharSet {
    let word = CharSet::of(&WORD);
    if fold { case::close(&word, true) } else { word }
}

impl Parser<'_> {
    /// `\d \D \s \S \w \W \p{…} \P{…}`, taken; nothing for `\p` where it is only a letter.
    pub(super) fn class_escape(&mut self, bad_property: &'static str) -> Result<Option<CharSet>> {
        let Some(c) = self.peek_at(1) else { return Ok(None) };
        let set = match c.to_ascii_lowercase() {
            'd' => CharSet::of(&DIGITS),
            's' => CharSet::of(&SPACES),
            'w' => word_characters(self.unicode && self.flags.ignore_case),
            'p' if self.unicode => {
                self.advance(2);
                let set = self.property(bad_property)?;
                return Ok(Some(if c == 'P' { set.complement() } else { set }));
            }
            _ => return Ok(None),
        };
        self.advance(2);
        Ok(Some(if c.is_ascii_uppercase() { set.complement() } else { set }))
    }

    /// `{name}` or `{name=value}`
    fn property(&mut self, bad: &'static str) -> Result<CharSet> {
        self.has_properties = true;
        let mut text = String::new();
        if !self.eat('{') {
            return Err(Refusal::Syntax(bad));
        }
        while !self.eat('}') {
            match self.take().and_then(char::from_u32) {
                Some(c) if c.is_ascii_alphanumeric() || matches!(c, '_' | '=') => text.push(c),
                _ => return Err(Refusal::Syntax(bad)),
            }
        }
        match text.split_once('=') {
            Some((name, value)) => property(name, Some(value)),
            None => property(&text, None),
        }
    }

    /// Up to three octal digits with a value below 256.
    pub(super) fn octal(&mut self) -> u32 {
        let mut value = 0;
        for _ in 0..3 {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else {
                break;
            };
            if value * 8 + digit > 0xFF {
                break;
            }
            value = value * 8 + digit;
            self.advance(1);
        }
        value
    }

    /// An escape that stands for one character. The backslash is next.
    pub(super) fn character_escape(&mut self, in_class: bool) -> Result<u32> {
        self.advance(1);
        let Some(c) = self.take() else {
            return Err(Refusal::Syntax("\\ at end of pattern"));
        };
        Ok(match char::from_u32(c).unwrap_or('\u{FFFD}') {
            'f' => 0xC,
            'n' => 0xA,
            'r' => 0xD,
            't' => 0x9,
            'v' => 0xB,
            'c' => match self.peek() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    self.advance(1);
                    char_of(letter) & 0x1F
                }
                _ if self.unicode => return Err(Refusal::Syntax("Invalid Unicode escape")),
                Some(letter) if in_class && (letter.is_ascii_digit() || letter == '_') => {
                    self.advance(1);
                    char_of(letter) & 0x1F
                }
                _ => {
                    // Annex B: the backslash stands for itself.
                    self.at_back(1);
                    char_of('\\')
                }
            },
            '0' if self.peek().is_none_or(|c| !c.is_ascii_digit()) => 0,
            '0'..='7' if !self.unicode => {
                self.at_back(1);
                self.octal()
            }
            '0'..='9' if self.unicode => {
                return Err(if in_class && c >= u32::from('8') {
                    Refusal::Syntax("Invalid escape")
                } else if in_class {
                    Refusal::Newer("Invalid class escape")
                } else {
                    Refusal::Syntax("Invalid decimal escape")
                });
            }
            'x' => match self.hex(2) {
                Some(value) => value,
                None if self.unicode => return Err(Refusal::Syntax("Invalid escape")),
                None => c,
            },
            'u' => match self.unicode_escape() {
                Some(value) => value,
                None if self.unicode => return Err(Refusal::Syntax("Invalid Unicode escape")),
                None => c,
            },
            'k' if self.has_names() && !self.unicode => return Err(Refusal::Syntax("Invalid escape")),
            other if self.unicode => {
                let is_syntax = matches!(
                    other,
                    '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/'
                );
                let is_dash = in_class && other == '-';
                if !(is_syntax || is_dash) {
                    return Err(Refusal::Syntax("Invalid escape"));
                }
                c
            }
            _ => c,
        })
    }

    /// So many hexadecimal digits, taken only if they are all there.
    fn hex(&mut self, digits: usize) -> Option<u32> {
        let mut value = 0;
        for offset in 0..digits {
            value = value * 16 + self.peek_at(offset)?.to_digit(16)?;
        }
        self.advance(digits);
        Some(value)
    }

    /// What follows `\u`: four digits, a pair of halves, or `{…}`; the latter two with flag u or v only.
    pub(super) fn unicode_escape(&mut self) -> Option<u32> {
        if !self.unicode {
            return self.hex(4);
        }
        if self.peek() == Some('{') {
            let mut value = 0;
            let mut offset = 1;
            while let Some(digit) = self.peek_at(offset).and_then(|c| c.to_digit(16)) {
                value = value * 16 + digit;
                offset += 1;
                if value > 0x10_FFFF {
                    return None;
                }
            }
            if offset == 1 || self.peek_at(offset) != Some('}') {
                return None;
            }
            self.advance(offset + 1);
            return Some(value);
        }
        let high = self.hex(4)?;
        if (0xD800..0xDC00).contains(&high) && self.peek() == Some('\\') && self.peek_at(1) == Some('u') {
            self.advance(2);
            match self.hex(4) {
                Some(low) if (0xDC00..0xE000).contains(&low) => {
                    return Some(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
                }
                Some(_) => self.at_back(6),
                None => self.at_back(2),
            }
        }
        Some(high)
    }
}
