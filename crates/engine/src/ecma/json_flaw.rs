//! What is wrong with a text that is no JSON, as V8's parser words it.
//!
//! ECMAScript says only that JSON.parse throws a SyntaxError: <https://tc39.es/ecma262/#sec-json.parse>. The texts and the
//! places are those of V8's `JsonParser`; they are looked for when a message is read, which hardly ever happens.

use jsonmill_json::number;
use jsonmill_json::string::check_escape;
use jsonmill_json::wtf8;

use crate::value::JsonMessages;

/// Units shown on each side of the place.
const CONTEXT: usize = 10;

const COLON: &str = "Expected ':' after property name in JSON";

/// Texts whose own message shows nothing else.
const SPECIAL: [&[u8]; 4] = [b"[object Object]", b"NaN", b"Infinity", b"undefined"];

/// The place where a text stops being JSON, and what V8 expected there; nothing where V8 names what it found.
struct Flaw {
    at: usize,
    expected: Option<&'static str>,
}

/// Appends the message of the SyntaxError; whether there is one, that is: whether the text is no JSON.
pub(super) fn write_flaw(text: &[u8], messages: JsonMessages, out: &mut Vec<u8>) -> bool {
    let mut reader = Reader {
        bytes: text,
        messages,
        at: 0,
        open: Vec::new(),
    };
    let Err(Flaw { at, expected }) = reader.document() else {
        return false;
    };
    let found = match (expected, text.get(at)) {
        (Some(expected), _) => expected,
        (None, None) => {
            out.extend_from_slice(b"Unexpected end of JSON input");
            return true;
        }
        (None, Some(b'"')) => "Unexpected string in JSON",
        (None, Some(b'-' | b'0'..=b'9')) => "Unexpected number in JSON",
        (None, Some(_)) => {
            write_unexpected_token(text, at, out);
            return true;
        }
    };
    out.extend_from_slice(found.as_bytes());
    let position = wtf8::utf16_len(&text[..at]);
    out.extend_from_slice(format!(" at position {position}").as_bytes());
    if messages == JsonMessages::Located {
        let (line, column) = location(&text[..at]);
        out.extend_from_slice(format!(" (line {line} column {column})").as_bytes());
    }
    true
}

/// `Unexpected token 'x', …"context"… is not valid JSON`
fn write_unexpected_token(text: &[u8], at: usize, out: &mut Vec<u8>) {
    let mut units = Vec::new();
    if !SPECIAL.contains(&text) {
        let mut all = Vec::new();
        wtf8::to_units(text, &mut all);
        let position = wtf8::utf16_len(&text[..at]);
        let is_long = all.len() > 2 * CONTEXT;
        let cut_left = is_long && position >= CONTEXT;
        let cut_right = is_long && (position < CONTEXT || position < all.len() - CONTEXT);
        let from = if cut_left { position - CONTEXT } else { 0 };
        let to = if cut_right { position + CONTEXT } else { all.len() };
        units.extend("Unexpected token '".encode_utf16());
        units.push(all[position]);
        units.extend("', ".encode_utf16());
        units.extend(if cut_left { "...\"" } else { "\"" }.encode_utf16());
        units.extend_from_slice(&all[from..to]);
        units.extend(if cut_right { "\"..." } else { "\"" }.encode_utf16());
    } else {
        units.push(u16::from(b'"'));
        wtf8::to_units(text, &mut units);
        units.push(u16::from(b'"'));
    }
    units.extend(" is not valid JSON".encode_utf16());
    // Halves of a pair can stand alone in the excerpt, so it is put together in units.
    wtf8::from_units(&units, out);
}

/// Line and column behind a text, in units from 1.
fn location(before: &[u8]) -> (usize, usize) {
    let mut line = 1;
    let mut start = 0;
    for (at, byte) in before.iter().enumerate() {
        let pair = *byte == b'\r' && before.get(at + 1) == Some(&b'\n');
        if matches!(byte, b'\r' | b'\n') && !pair {
            line += 1;
            start = at + 1;
        }
    }
    (line, 1 + wtf8::utf16_len(&before[start..]))
}

struct Reader<'a> {
    bytes: &'a [u8],
    messages: JsonMessages,
    at: usize,
    /// The containers that are open, `true` for objects
    open: Vec<bool>,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<(), Flaw> {
        loop {
            match self.next_token() {
                Some(b'"') => self.string()?,
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b'n') => self.word(b"null")?,
                Some(b't') => self.word(b"true")?,
                Some(b'f') => self.word(b"false")?,
                Some(b'[') => {
                    self.at += 1;
                    if self.next_token() != Some(b']') {
                        self.open.push(false);
                        continue;
                    }
                    self.at += 1;
                }
                Some(b'{') => {
                    self.at += 1;
                    if self.next_token() != Some(b'}') {
                        self.open.push(true);
                        self.key("Expected property name or '}' in JSON", Some(COLON))?;
                        continue;
                    }
                    self.at += 1;
                }
                _ => return Err(self.flaw(None)),
            }
            if self.end_of_value()? {
                return Ok(());
            }
        }
    }

    /// Reads on behind a value to the next one; whether the text ends.
    fn end_of_value(&mut self) -> Result<bool, Flaw> {
        loop {
            let next = self.next_token();
            match (self.open.last(), next) {
                (None, None) => return Ok(true),
                (None, Some(_)) => return Err(self.flaw(Some("Unexpected non-whitespace character after JSON"))),
                (Some(false), Some(b',')) => {
                    self.at += 1;
                    return Ok(false);
                }
                (Some(true), Some(b',')) => {
                    self.at += 1;
                    // Node 20 misses the colon behind an object's first key only.
                    let colon = if self.messages == JsonMessages::Positioned {
                        None
                    } else {
                        Some(COLON)
                    };
                    self.key("Expected double-quoted property name in JSON", colon)?;
                    return Ok(false);
                }
                (Some(false), Some(b']')) | (Some(true), Some(b'}')) => {
                    self.open.pop();
                    self.at += 1;
                }
                (Some(false), _) => return Err(self.flaw(Some("Expected ',' or ']' after array element in JSON"))),
                (Some(true), _) => return Err(self.flaw(Some("Expected ',' or '}' after property value in JSON"))),
            }
        }
    }

    fn key(&mut self, expected: &'static str, colon: Option<&'static str>) -> Result<(), Flaw> {
        if self.next_token() != Some(b'"') {
            return Err(self.flaw(Some(expected)));
        }
        self.string()?;
        if self.next_token() != Some(b':') {
            return Err(self.flaw(colon));
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Flaw> {
        for byte in word {
            if self.bytes.get(self.at) != Some(byte) {
                return Err(self.flaw(None));
            }
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Flaw> {
        let start = self.at;
        match number::scan_number(self.bytes, start) {
            Ok(end) => {
                self.at = end;
                let is_zero = matches!(&self.bytes[start..end], b"0" | b"-0");
                if is_zero && self.bytes.get(end).is_some_and(u8::is_ascii_digit) {
                    Err(self.flaw(None))
                } else {
                    Ok(())
                }
            }
            Err(at) => {
                self.at = at;
                Err(self.flaw(Some(match self.bytes[at - 1] {
                    b'.' => "Unterminated fractional number in JSON",
                    b'-' if at - 1 == start => "No number after minus sign in JSON",
                    _ => "Exponent part is missing a number in JSON",
                })))
            }
        }
    }

    fn string(&mut self) -> Result<(), Flaw> {
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None => return Err(self.flaw(Some("Unterminated string in JSON"))),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => match check_escape(self.bytes, self.at) {
                    Ok(length) => self.at += length,
                    Err(at) => {
                        let after = at - self.at;
                        self.at = at;
                        return Err(self.flaw(match after {
                            // V8's table of what may be escaped has the first 256 characters.
                            1 if self.bytes.get(at).is_none_or(|&byte| byte >= 0xC4) => None,
                            1 => Some("Bad escaped character in JSON"),
                            _ => Some("Bad Unicode escape in JSON"),
                        }));
                    }
                },
                Some(..0x20) => return Err(self.flaw(Some("Bad control character in string literal in JSON"))),
                Some(_) => self.at += 1,
            }
        }
    }

    /// The byte behind white space.
    fn next_token(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn flaw(&self, expected: Option<&'static str>) -> Flaw {
        Flaw { at: self.at, expected }
    }
}
